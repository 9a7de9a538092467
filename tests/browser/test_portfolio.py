# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The portfolio at a glance: charts follow filters and clicks, figures open their rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import expect
from portfolio_pages import DRAWN, HEADING, heading, open_portfolio, showing

pytestmark = pytest.mark.browser


def test_charts_follow_clicks_figures_open_their_rows_and_the_list_sorts(
    server: Server, visit: Callable[..., Visit], images: Path
) -> None:
    made = open_portfolio(server, visit)
    page = made.page
    showing(page, 127)
    libraries = [url for url in made.requests if "plotly.min.js" in url]
    assert len(libraries) == 1, "plotly.js is loaded once a page"
    page.screenshot(path=images / "portfolio.png", full_page=True)

    page.locator(DRAWN).first.click(force=True)
    showing(page, 20)
    expect(page).to_have_url(server.app("portfolio", "family=none"))
    expect(heading(page, "No licence stated: 20 repositories")).to_be_visible()

    page.get_by_label("Kind", exact=True).select_option("hardware (15)")
    showing(page, 8)
    expect(heading(page, "No repository states a licence")).to_be_visible()

    page.get_by_label("Name contains").fill("no such name")
    page.get_by_label("Name contains").press("Enter")
    expect(page.get_by_text("No repository fits these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear the last filter").click()
    showing(page, 8)
    page.get_by_role("button", name="Clear", exact=True).click()
    showing(page, 127)
    expect(page.locator(DRAWN).first).to_be_visible()

    page.locator(".tiles").get_by_role("button", name="50").click()
    showing(page, 50)
    page.get_by_role("button", name="Clear", exact=True).click()

    row = page.locator(".ospo-now tr").filter(has_text="With SECURITY")
    row.get_by_role("button").click()
    showing(page, 7)
    expect(page.locator(".ospo-list h2")).to_be_focused()
    page.get_by_role("button", name="Clear", exact=True).click()

    page.get_by_role("button", name="See the 5", exact=True).click()
    showing(page, 5)
    page.get_by_role("button", name="Clear", exact=True).click()
    showing(page, 127)

    page.get_by_label("Sort by").select_option("Name")
    expect(page.locator("tbody th").filter(has_text="acts-project/acts").first).to_be_visible()
    expect(page.locator("[aria-sort=ascending]")).to_have_text("Repository")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("9 to 16 of 127")).to_be_visible()

    field = page.get_by_label("Open repository")
    field.fill("no/such")
    field.press("Enter")
    expect(page.locator(".ospo-open-repository + * [role=alert]")).to_contain_text("no/such")
    field.fill("xsuite/xtrack")
    field.press("Enter")
    expect(heading(page, "xsuite/xtrack", 1)).to_be_focused()
    assert made.outside(server) == []


def test_without_our_front_end_charts_are_svg_with_tables(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    # A server without the lab extension answers 404 for it, as SWAN does.
    made.page.route("**/widgets/index.js", lambda route: route.fulfill(status=404))
    made.open(server.app("portfolio"), HEADING)
    expect(made.page.locator("figure svg").first).to_be_visible()
    expect(made.page.get_by_text("Same data as a table").first).to_be_visible()
    made.page.get_by_label("Kind", exact=True).select_option("hardware (15)")
    showing(made.page, 15)
    made.page.get_by_role("button", name="What if a licence changed").click()
    made.page.get_by_label("Repository or component").fill("scikit-hep/awkward")
    made.page.get_by_label("Another licence").fill("GPL-3.0-only")
    made.page.get_by_role("button", name="Show who is affected").click()
    expect(made.page.get_by_role("link", name="All as CSV")).to_be_visible()
    check_page(made, server)
