# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Ways through the portfolio page that its tests share."""

from __future__ import annotations

from collections.abc import Callable

from pages import Server, Visit
from playwright.sync_api import Locator, Page, expect

HEADING = "Portfolio at a glance"
DRAWN = ".js-plotly-plot .bars path"


def open_portfolio(
    server: Server,
    visit: Callable[..., Visit],
    query: str = "",
    title: str = HEADING,
    **how: int,
) -> Visit:
    """The page with its charts drawn."""
    made = visit(**how)
    made.open(server.app("portfolio", query), title)
    settled(made.page)
    return made


def settled(page: Page) -> None:
    """Wait until the first chart of the view is drawn; charts out of sight are not."""
    first = page.locator(".ospo-chart-view:visible").first
    first.scroll_into_view_if_needed()
    first.locator(".main-svg, .ospo-grid").first.wait_for()


def showing(page: Page, count: int) -> None:
    """Wait until the page says how many repositories fit."""
    line = page.locator("main p", has_text=f"Showing {count} of 127.")
    expect(line.and_(page.locator(":not([role=status])"))).to_be_visible()


def tabs(page: Page) -> list[str]:
    """Names of the tabs but the first, which is in view."""
    return page.locator(".tabs-narrow option").all_text_contents()[1:]


def tab(page: Page, name: str) -> None:
    """Bring a tab into view, also where a list stands for the tabs."""
    narrow = page.locator(".tabs-narrow select")
    if narrow.is_visible():
        narrow.select_option(name)
    else:
        page.get_by_role("tab", name=name).click()
    expect(page.locator(".lm-TabBar-tab.lm-mod-current")).to_have_text(name)


def heading(page: Page, name: str, level: int = 2) -> Locator:
    """A heading of these words."""
    return page.get_by_role("heading", level=level, name=name).first


def download(page: Page, button: str) -> bytes:
    """What a button gives."""
    with page.expect_download() as started:
        page.get_by_role("button", name=button, exact=True).click()
    return started.value.path().read_bytes()
