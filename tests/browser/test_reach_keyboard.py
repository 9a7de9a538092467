# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whole journeys without a pointer; what happens is announced."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from checks import check_axe, check_reflow
from keyboard import press, stop, walk_to
from pages import Server, Visit
from playwright.sync_api import Page, WebSocketRoute, expect

pytestmark = pytest.mark.browser

LISTEN = """() => {
  window.said = [];
  const region = document.getElementById("ospo-status");
  new MutationObserver(() => window.said.push(region.textContent))
    .observe(region, { childList: true, characterData: true, subtree: true });
}"""
"""Hear what the page announces, as a screen reader does: from a region that was there before."""


def heard(page: Page, words: str) -> None:
    """Wait until the page has announced these words."""
    page.wait_for_timeout(0)
    for _ in range(100):
        if any(words in one for one in page.evaluate("window.said")):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"“{words}” was not announced, but {page.evaluate('window.said')}")


def question(page: Page, words: str) -> None:
    expect(page.locator(".ospo-question").get_by_text(words).first).to_be_visible()


def test_from_the_address_to_a_licence(server: Server, visit: Callable[..., Visit]) -> None:
    made = visit()
    page = made.page
    made.open(server.app("licence_advisor"), "Licence advisor")
    page.evaluate(LISTEN)
    page.keyboard.press("Tab")
    assert stop(page) == "Skip to content"
    page.keyboard.press("Enter")
    walk_to(page, "Name of the project")
    page.keyboard.type("trackfit-tools")
    press(page, "Answer by hand")
    title = page.get_by_role("heading", level=1, name="Licence advisor trackfit-tools")
    expect(title).to_be_focused()
    heard(page, "What is in the project?")

    press(page, "Software", "Space")
    press(page, "Continue")
    heard(page, "for those who use it?")
    assert stop(page) == "Continue"  # focus stays, so that the next question is read first
    check_axe(page)
    check_reflow(page)
    walk_to(page, "A program of its own", "Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="A library")).to_be_checked()
    press(page, "Continue")
    question(page, "Who wrote it?")
    walk_to(page, "CERN staff or fellow", "Shift+Tab")
    page.keyboard.press("Space")
    press(page, "Continue")
    question(page, "For which collaboration")
    page.keyboard.press("Enter")  # an empty answer is one; the focus never left the button
    question(page, "link, include or build on?")
    walk_to(page, "What does the software link", "Shift+Tab")
    page.keyboard.type("NumPy")
    press(page, "Continue")
    question(page, "May others close their changes?")
    walk_to(page, "Yes, anything goes", "Shift+Tab")
    page.keyboard.press("Space")
    press(page, "Continue")
    for words in ("nobody has published?", "contract or a grant", "military, medical"):
        question(page, words)
        walk_to(page, "No$|No\n", "Shift+Tab")
        page.keyboard.press("Space")
        press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    heard(page, "A licence for")
    heard(page, "are possible, Apache-2.0 first")
    press(page, "Ruled out")
    press(page, "Open the sheet", "Space")
    heading = page.get_by_role("heading", level=1, name="Sheet for your group leader")
    expect(heading).to_be_focused()


def test_a_scan_from_the_example_to_an_accepted_finding(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    page = made.page
    made.open(server.app("repository_scan"), "Repository scan")
    page.get_by_text("Choose an archive", exact=True).wait_for()
    page.evaluate(LISTEN)
    press(page, "Try it on an example")
    heard(page, "Not ready to release yet: 2 things block it")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("button", name="Download the patch").wait_for()
    walk_to(page, "Findings")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="src/trackfit/kalman.py").first).to_be_visible()
    walk_to(page, "Files", "Shift+Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    press(page, "Accept it")
    expect(page.get_by_label("Reason", exact=True)).to_be_focused()
    page.keyboard.type("The old code goes next month")
    press(page, "Accept it")
    heard(page, "Not ready to release yet: 1 thing blocks it")
    check_reflow(page)


def test_a_press_never_overtakes_what_was_typed_before_it(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    page = made.page
    slow: list[str | bytes] | None = None
    lines: list[WebSocketRoute] = []

    def join(socket: WebSocketRoute) -> None:
        kernel = socket.connect_to_server()
        lines.append(socket)

        def answer(message: str | bytes) -> None:
            socket.send(message) if slow is None else slow.append(message)

        kernel.on_message(answer)
        socket.on_message(kernel.send)

    page.route_web_socket("**/channels?*", join)
    made.open(server.app("licence_advisor"), "Licence advisor")
    page.locator("body[data-live]").wait_for()
    slow = []  # from now on no answer comes back
    page.get_by_label("Name of the project").press_sequentially("trackfit-tools")
    page.get_by_role("button", name="Answer by hand").press("Enter")
    held, slow = slow, None
    for message in held:
        lines[0].send(message)
    page.get_by_role("heading", level=1, name="Licence advisor trackfit-tools").wait_for()
    assert made.errors == []
