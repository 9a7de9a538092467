# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts in the page: bands, ranges and cells choose, files come out, the unseen is not drawn."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from pages import Server, Visit, wait_until
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

HEADING = "Portfolio at a glance"
COUNT_DRAWINGS = """() => {
  const react = Plotly.react;
  window.drawn = [];
  Plotly.react = (box, ...rest) => { window.drawn.push(box); return react(box, ...rest); };
}"""


def opened(server: Server, visit: Callable[..., Visit], view: str, **how: int) -> Page:
    made = visit(**how)
    made.open(server.app("portfolio", f"view={view}"), HEADING)
    return made.page


def chart(page: Page, title: str) -> Locator:
    """The chart whose heading has these words, in view and drawn."""
    view = page.locator(".ospo-chart-view").filter(has=page.get_by_role("heading", name=title))
    view.first.scroll_into_view_if_needed()
    view.first.locator(".js-plotly-plot .main-svg").first.wait_for()
    return view.first


def area(view: Locator) -> dict[str, float]:
    """Where bands and points lie, pixels of the window."""
    box = view.locator(".js-plotly-plot .draglayer .nsewdrag").first.bounding_box()
    assert box is not None
    return dict(box)


def press(page: Page, x: float, y: float) -> None:
    """Move to a place, so that the chart knows what lies there, and click."""
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    wait_until(page, "document.querySelector('.hoverlayer *') !== null")
    page.mouse.click(x, y)


def test_a_band_chooses_its_family_and_a_range_its_months(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = opened(server, visit, "licences")
    place = area(chart(page, "without a known licence"))
    left, top, wide, high = (place[k] for k in ("x", "y", "width", "height"))
    page.mouse.move(left + wide * 0.5, top + high * 0.4)
    page.mouse.down()
    page.mouse.move(left + wide * 0.6, top + high * 0.5, steps=4)
    page.mouse.move(left + wide * 0.8, top + high * 0.6, steps=4)
    page.mouse.up()
    page.wait_for_url("**period=20*")
    place = area(chart(page, "without a known licence"))
    press(page, place["x"] + place["width"] * 0.3, place["y"] + place["height"] - 4)
    page.wait_for_url("**family=none*")
    assert "period=20" in page.url


def test_a_cell_of_the_heat_map_chooses_group_and_item(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = opened(server, visit, "readiness")
    row = page.locator(".ospo-grid tbody tr").filter(has_text="cern-it")
    expect(row.locator("td").first).to_be_visible()
    row.locator("td button").first.press("Enter")
    page.wait_for_url("**only=license*")
    assert "relation=cern-it" in page.url


def test_files_are_made_when_they_are_asked_for(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    page = opened(server, visit, "licences")
    view = chart(page, "without a known licence")
    files = {}
    for kind in ("PNG", "SVG", "CSV"):
        with page.expect_download() as started:
            view.get_by_role("button", name=kind, exact=True).click()
        path = tmp_path / started.value.suggested_filename
        started.value.save_as(path)
        files[path.suffix] = path.read_bytes()
    width, height = struct.unpack(">II", files[".png"][16:24])
    assert width == 1_600
    assert height > 500
    assert files[".svg"].startswith(b"<svg")
    assert b"None stated" in files[".csv"]


def test_a_change_draws_what_is_seen_and_the_rest_when_it_is_seen(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = opened(server, visit, "health", width=800, height=500)
    views = page.locator(".ospo-chart-view:visible")
    views.first.wait_for()
    for at in range(views.count()):
        views.nth(at).scroll_into_view_if_needed()
        views.nth(at).locator(".main-svg").first.wait_for()
    plots = page.locator(".ospo-chart-view:visible .ospo-chart")
    last = plots.last.element_handle()
    page.evaluate("window.scrollTo(0, 0)")
    expect(plots.last).not_to_be_in_viewport()
    page.evaluate(COUNT_DRAWINGS)
    page.get_by_label("Kind", exact=True).select_option("software (102)")
    views.first.scroll_into_view_if_needed()
    wait_until(page, "window.drawn.length > 0")
    assert not page.evaluate("box => window.drawn.includes(box)", last)
    plots.last.scroll_into_view_if_needed()
    wait_until(page, "box => window.drawn.includes(box)", last)


def test_charts_fit_a_narrow_page(server: Server, visit: Callable[..., Visit]) -> None:
    for view in ("licences", "readiness", "health"):
        page = opened(server, visit, view, width=360)
        views = page.locator(".ospo-chart-view:visible")
        views.first.wait_for()
        views.first.scroll_into_view_if_needed()
        views.first.locator(".main-svg, .ospo-grid").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
