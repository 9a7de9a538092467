# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Journey E, first half: charts follow filters and clicks, the list sorts, the report is a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

HEADING = "Portfolio at a glance"
DRAWN = ".js-plotly-plot .bars path"


def open_portfolio(
    server: Server, visit: Callable[..., Visit], query: str = "", **how: int
) -> Visit:
    made = visit(**how)
    made.open(server.app("portfolio", query), HEADING)
    made.page.locator(DRAWN).first.wait_for()
    return made


def showing(page: Page, count: int) -> None:
    """Wait until the page says how many repositories fit."""
    line = page.locator("main p", has_text=f"Showing {count} of 127.")
    expect(line.and_(page.locator(":not([role=status])"))).to_be_visible()


def test_charts_follow_filters_and_clicks(
    server: Server, visit: Callable[..., Visit], images: Path
) -> None:
    made = open_portfolio(server, visit)
    page = made.page
    showing(page, 127)
    libraries = [url for url in made.requests if "plotly.min.js" in url]
    assert len(libraries) == 1, "plotly.js is loaded once a page"
    check_page(made, server)
    page.screenshot(path=images / "portfolio.png", full_page=True)

    page.locator(DRAWN).first.click(force=True)
    showing(page, 20)
    expect(page).to_have_url(server.app("portfolio", "family=none"))
    expect(page.get_by_role("heading", name="No licence stated: 20 repositories")).to_be_visible()

    page.get_by_label("Kind", exact=True).select_option("hardware (15)")
    showing(page, 8)
    expect(page.get_by_role("heading", name="No repository states a licence")).to_be_visible()

    page.get_by_label("Name contains").fill("no such name")
    page.get_by_label("Name contains").press("Enter")
    expect(page.get_by_text("No repository fits these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    showing(page, 127)
    expect(page.locator(DRAWN).first).to_be_visible()


def test_the_list_sorts_and_pages(server: Server, visit: Callable[..., Visit]) -> None:
    page = open_portfolio(server, visit).page
    page.get_by_label("Sort by").select_option("Name")
    expect(page.locator("tbody th").filter(has_text="acts-project/acts").first).to_be_visible()
    expect(page.locator("[aria-sort=ascending]")).to_have_text("Repository")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("9 to 16 of 127")).to_be_visible()


def test_a_sentence_opens_its_rows(server: Server, visit: Callable[..., Visit]) -> None:
    page = open_portfolio(server, visit).page
    page.get_by_role("button", name="See the 5", exact=True).click()
    showing(page, 5)


def test_the_report_is_one_file(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    page = open_portfolio(server, visit, "kind=hardware").page
    showing(page, 15)
    page.get_by_role("button", name="Make a report").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the report").click()
    file = tmp_path / "report.html"
    started.value.save_as(file)
    report = visit()
    report.page.goto(file.as_uri())
    expect(report.page.get_by_role("heading", level=1)).to_be_visible()
    expect(report.page.get_by_text("15 of 127 repositories")).to_be_visible()
    assert [url for url in report.requests if not url.startswith("file:")] == []


def test_a_wrong_address_is_said_and_the_page_goes_on(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = open_portfolio(server, visit, "kind=%3Cscript%3E&family=none")
    expect(made.page.get_by_text("is no value of “Kind”")).to_be_visible()
    showing(made.page, 20)


def test_narrow_and_dark(server: Server, visit: Callable[..., Visit]) -> None:
    made = open_portfolio(server, visit, "theme=dark", width=360)
    check_page(made, server)


def test_without_our_front_end_charts_are_svg_with_tables(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    # A server without the lab extension answers 404 for it, as SWAN does.
    made.page.route("**/labextensions/anywidget/**", lambda route: route.fulfill(status=404))
    made.open(server.app("portfolio"), HEADING)
    expect(made.page.locator("figure svg").first).to_be_visible()
    expect(made.page.get_by_text("Same data as a table").first).to_be_visible()
    made.page.get_by_label("Kind", exact=True).select_option("hardware (15)")
    showing(made.page, 15)
