# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The home page leads to every app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit, wait_until

pytestmark = pytest.mark.browser


def test_the_root_leads_home_and_home_to_every_app(
    server: Server, visit: Callable[..., Visit], images: Path
) -> None:
    home = visit()
    home.open(server.url, "What do you want to do?")
    check_page(home, server)
    home.page.screenshot(path=images / "home.png", full_page=True)
    for link, heading in (
        ("Start the advisor", "Licence advisor"),
        ("Start a scan", "Repository scan"),
        ("Check compatibility", "Can I use this in that?"),
        ("Portfolio", "Portfolio at a glance"),
        ("All best practices", "Best practices"),
        ("Reports", "Make a report"),
        ("Knowledge", "Knowledge"),
    ):
        home.open(server.url, "What do you want to do?")
        home.page.locator("main").get_by_role("link", name=link, exact=True).click()
        home.page.get_by_role("heading", level=1, name=heading).wait_for()
        current = home.page.locator("nav.nav a[aria-current=page]")
        assert current.count() == (0 if link == "Knowledge" else 1)  # for the staff only


def test_statements_are_one_click_away_and_need_no_session(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = visit()
    page.open(server.app("home", "lang=fr"), "Que voulez-vous faire")
    for link, heading in (
        ("Comment cela marche", "Comment cela marche"),
        ("Accessibilité", "Accessibilité"),
        ("Ce que nous gardons", "Ce que nous gardons"),
        ("cern-current", "Sources"),
    ):
        page.page.get_by_role("contentinfo").get_by_role("link", name=link, exact=True).click()
        page.page.get_by_role("heading", level=1, name=heading).wait_for()
        assert page.page.evaluate("document.documentElement.lang") == "fr"
        check_page(page, server)
        assert page.page.locator("#jupyter-config-data").count() == 0


def test_short_cuts_lead_to_their_place(server: Server, visit: Callable[..., Visit]) -> None:
    home = visit()
    for link, inside in (
        ("I already know my licence", "document.activeElement.closest('.ospo-known')"),
        (
            "Compare a whole list",
            "document.getElementById('all')?.getBoundingClientRect().top < 200",
        ),
    ):
        home.open(server.url, "What do you want to do?")
        home.page.get_by_role("link", name=link).click()
        wait_until(home.page, inside)


def test_a_closed_page_ends_its_session(server: Server, visit: Callable[..., Visit]) -> None:
    left = visit()
    left.open(server.app("compatibility"), "Can I use this in that?")
    kernel = left.page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    other = left.page.context.new_page()
    other.goto(server.url)
    status = f"fetch('/api/kernels/{kernel}').then((answer) => answer.status)"
    assert other.evaluate(status) == 200
    stranger = visit()
    stranger.open(server.url, "What do you want to do?")
    assert stranger.page.evaluate(status) == 404
    left.page.close(run_before_unload=True)
    # Ends when the server says that it does not know the session any more.
    wait_until(other, f"{status}.then((found) => found === 404)")


def test_home_on_a_narrow_screen_in_the_dark(server: Server, visit: Callable[..., Visit]) -> None:
    home = visit(width=360)
    home.open(server.app("home", "theme=dark"), "What do you want to do?")
    check_page(home, server)
    home.page.get_by_text("Menu", exact=True).click()
    menu = home.page.get_by_role("navigation", name="Apps, short menu")
    assert menu.get_by_role("link", name="Portfolio", exact=True).is_visible()
    menu.get_by_role("link", name="Français").click()
    home.page.get_by_role("heading", level=1, name="Que voulez-vous faire").wait_for()


def test_home_in_french_leads_to_apps_in_french(
    server: Server, visit: Callable[..., Visit]
) -> None:
    home = visit()
    home.open(server.app("home", "lang=fr"), "Que voulez-vous faire")
    check_page(home, server)
    assert home.page.evaluate("document.documentElement.lang") == "fr"
    home.page.locator("main").get_by_role("link", name="Commencer le conseil").click()
    home.page.get_by_role("heading", level=1, name="Conseil en licences").wait_for()
    assert "lang=fr" in home.page.url
    home.page.get_by_role("link", name="English").first.click()
    home.page.get_by_role("heading", level=1, name="Licence advisor").wait_for()
    assert "lang=en" in home.page.url


def test_the_keyboard_reaches_the_content_first(
    server: Server, visit: Callable[..., Visit]
) -> None:
    home = visit()
    home.open(server.url, "What do you want to do?")
    home.page.keyboard.press("Tab")
    assert home.page.evaluate("document.activeElement.textContent") == "Skip to content"
    home.page.keyboard.press("Enter")
    assert home.page.evaluate("document.activeElement.id") == "content"
