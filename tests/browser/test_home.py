# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The home page leads to every app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from checks import check_page
from pages import Server, Visit

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
    ):
        home.open(server.url, "What do you want to do?")
        home.page.locator("main").get_by_role("link", name=link, exact=True).click()
        home.page.get_by_role("heading", level=1, name=heading).wait_for()
        current = home.page.locator("nav.nav a[aria-current=page]")
        assert current.count() == 1


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
        home.page.wait_for_function(inside)


def test_a_closed_page_ends_its_session(server: Server, visit: Callable[..., Visit]) -> None:
    left = visit()
    left.open(server.url, "What do you want to do?")
    kernel = left.page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    other = visit()
    other.open(server.app("portfolio"), "Portfolio at a glance")
    status = f"fetch('/api/kernels/{kernel}').then((answer) => answer.status)"
    assert other.page.evaluate(status) == 200
    left.page.close(run_before_unload=True)
    # Ends when the server says that it does not know the session any more.
    other.page.wait_for_function(f"{status}.then((found) => found === 404)")


def test_a_lost_session_offers_the_way_on(server: Server, visit: Callable[..., Visit]) -> None:
    made = visit()
    made.open(server.app("portfolio", "family=none"), "Portfolio at a glance")
    made.page.route("**/api/kernels/*", lambda route: route.fulfill(status=404))
    made.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    banner = made.page.get_by_role("alert")
    banner.get_by_text("The connection to the server ended.").wait_for()
    made.page.unroute_all()
    banner.get_by_role("button", name="Continue with my answers").click()
    made.page.get_by_role("heading", name="No licence stated: 20 repositories").wait_for()


def test_a_session_that_died_is_noticed_at_the_next_step(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    made.open(server.app("portfolio", "family=none"), "Portfolio at a glance")
    kernel = made.page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    killed = [
        process.kill()
        for process in psutil.process_iter(["cmdline"])
        if any(f"kernel-{kernel}" in word for word in process.info["cmdline"] or ())
    ]
    assert len(killed) == 1
    made.page.get_by_label("Kind", exact=True).select_option("hardware (15)")
    banner = made.page.get_by_role("alert")
    banner.get_by_text("The connection to the server ended.").wait_for()
    banner.get_by_role("button", name="Continue with my answers").click()
    made.page.get_by_role("heading", name="No licence stated: 20 repositories").wait_for()


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
    assert "lang=" not in home.page.url


def test_the_keyboard_reaches_the_content_first(
    server: Server, visit: Callable[..., Visit]
) -> None:
    home = visit()
    home.open(server.url, "What do you want to do?")
    home.page.keyboard.press("Tab")
    assert home.page.evaluate("document.activeElement.textContent") == "Skip to content"
    home.page.keyboard.press("Enter")
    assert home.page.evaluate("document.activeElement.id") == "content"
