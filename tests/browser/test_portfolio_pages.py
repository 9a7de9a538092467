# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every tab and screen of the portfolio: accessible, alone, narrow, whole words in tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import expect
from portfolio_pages import heading, open_portfolio, settled, tab, tabs

pytestmark = pytest.mark.browser

FRENCH = "Le portefeuille en un coup d’œil"
SCREENS = ("Make a report", "What if a licence changed", "Use other data")

BROKEN_WORDS = """() => {
  const broken = [];
  for (const cell of document.querySelectorAll("td, tbody th")) {
    if (!cell.offsetParent) continue;
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const word of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
}"""
"""Words in table cells that go on in a second line; a hyphen or slash ends a word."""


def check(made: Visit, server: Server) -> None:
    expect(made.page.get_by_text("Working…")).to_be_hidden()
    expect(made.page.get_by_text("En cours…")).to_be_hidden()
    check_page(made, server)
    assert made.page.evaluate(BROKEN_WORDS) == []


def test_wide_and_light(server: Server, visit: Callable[..., Visit]) -> None:
    made = open_portfolio(server, visit, "theme=light")
    page = made.page
    check(made, server)
    for name in tabs(page):
        tab(page, name)
        settled(page)
        check(made, server)
    for name in SCREENS:
        page.get_by_role("button", name=name).click()
        expect(heading(page, name, 1)).to_be_focused()
        check(made, server)
        page.get_by_role("button", name="Back to the portfolio").click()
    made.page.goto(server.app("portfolio", "view=repository&open=acts-project%2Facts"))
    expect(heading(page, "How it changed")).to_be_visible()
    expect(heading(page, "repositories need it")).to_be_visible()
    check(made, server)


def test_narrow_dark_and_french(server: Server, visit: Callable[..., Visit]) -> None:
    made = open_portfolio(server, visit, "theme=dark&lang=fr", FRENCH, width=360)
    page = made.page
    check(made, server)
    for name in tabs(page):
        tab(page, name)
        settled(page)
        check(made, server)
    asked = "view=what-if&open=inveniosoftware%2Finvenio&to=GPL-3.0-or-later&theme=dark&lang=fr"
    page.goto(server.app("portfolio", asked))
    expect(page.get_by_role("table").first).to_be_visible()
    check(made, server)
