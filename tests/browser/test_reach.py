# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Open to everyone: narrow windows and wide letters, first visits, words, paper."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from checks import check_page, check_reflow
from pages import Server, Visit
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from ospo_widgets.knowledge.glossary import load_terms, terms_in

pytestmark = pytest.mark.browser

A4 = (595, 842)
"""Points."""

PAGES = ("", "help", "accessibility", "privacy", "sources", "no-such-page")

SCREENS = {
    "compatibility": ("in=GPL-2.0-only&into=Apache-2.0&compare=MIT;MPL-2.0", "section.answer"),
    "repository_scan": ("example=1", "text=Download the patch"),
    "best_practices": ("open=citation-file&template=citation", "[aria-label^=Preview]"),
    "ask_the_office": ("kind=cla", "pre.mail-body"),
    "knowledge": ("row=licenses/Apache-2.0", "main summary"),
    "portfolio": ("view=repository&open=acts-project%2Facts", "text=How it changed"),
}
"""Apps, with an address at which they have much to show, and what is there when it is whole."""

OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"


def test_pages_that_need_no_session(server: Server, visit: Callable[..., Visit]) -> None:
    made = visit()
    for name in PAGES:
        made.page.goto(server.url + name)
        check_page(made, server)
        check_reflow(made.page)


@pytest.mark.parametrize("app", SCREENS)
def test_apps_with_all_that_they_hide(
    server: Server, visit: Callable[..., Visit], app: str
) -> None:
    query, there = SCREENS[app]
    made = visit()
    page = made.page
    page.goto(server.app(app, query))
    page.locator(there).first.wait_for()
    page.evaluate(OPEN_ALL)
    words_are_explained(page)
    check_page(made, server)
    check_reflow(page)


def words_are_explained(page: Page) -> None:
    """Each word of the glossary in the texts of the page has its entry there."""
    expect(page.locator(".ospo-explained dl.words")).to_be_attached()
    missing = ["not looked at"]
    for _ in range(50):  # they are looked up when nothing has happened for a moment
        text = page.evaluate(SHOWN_TEXT)
        wanted = {term.term for term in terms_in(text, load_terms().values())}
        missing = sorted(wanted - set(page.locator("dl.words dt").all_text_contents()))
        if not missing:
            break
        page.wait_for_timeout(100)
    assert wanted
    assert missing == []


SHOWN_TEXT = """() => {
  const left = "svg, pre, code, style, iframe, dl.words, select, datalist, script";
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const said = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const one = node.parentElement;
    if (!one.closest(left) && one.checkVisibility()) said.push(node.data);
  }
  return said.join(" ");
}"""
"""What a person reads on the page, but for what files of others say."""


def test_a_first_visit_is_explained_until_it_is_closed(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    page = made.page
    made.open(server.app("compatibility"), "Can I use this in that?")
    first = page.locator(".ospo-first")
    expect(first.get_by_role("listitem")).to_have_count(3)
    first.get_by_role("button", name="Close these lines").click()
    expect(first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("button", name="VBFNLO in an Apache-2.0 program").click()
    expect(page.locator("section.answer")).to_be_visible()
    page.reload()
    page.locator("section.answer").wait_for()
    expect(page.locator("body[data-live]")).to_be_attached()
    page.get_by_role("button", name="Edit the list").click()
    page.get_by_label("One licence or component a line").wait_for()
    expect(first).to_be_hidden()


def printed(page: Page) -> tuple[list[str], list[tuple[int, int]]]:
    """What paper shows: text and size of each sheet."""
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    sizes = [(round(one.mediabox.width), round(one.mediabox.height)) for one in reader.pages]
    return [one.extract_text() for one in reader.pages], sizes


def test_paper_has_what_matters_and_nothing_to_press(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    page = made.page
    made.open(server.app("licence_advisor", "example=1&theme=dark"), "A licence for each")
    texts, sizes = printed(page)
    whole = "\n".join(texts)
    assert set(sizes) == {A4}
    assert "Conditional" in whole  # verdicts in words
    assert "EUPL-1.2" in whole  # behind “Ruled out, with reasons”, closed on the screen
    for control in ("Skip to content", "Portfolio", "Make the release kit", "Words explained"):
        assert control not in whole
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="null")

    page.get_by_role("button", name="Open the sheet for your group leader").click()
    page.locator(".ospo-sheet").wait_for()
    texts, sizes = printed(page)
    assert set(sizes) == {A4}
    assert texts[0].index("Release trackfit-tools") < texts[0].index("Signature")
    assert "For the sheet, if you like" not in "\n".join(texts)
