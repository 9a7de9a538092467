# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Nothing is lost: the session is killed in every way, and one click brings the work back."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from checks import check_page
from conftest import new_visit
from free_ports import free_port
from pages import Server, Visit
from places import Notebooks, Place
from playwright.sync_api import Browser, Locator, Page, expect
from servers import answers, plain_environment, running, short_folder, wait_until
from wire import Wire

pytestmark = [pytest.mark.browser]

WAIT = 60_000
CONTINUE = "Continue with my answers"
BACK = "Everything that was kept is back."
KERNEL = "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"


class OwnServer(Server):
    """A server that a test may stop and start, behind a wire that it may cut."""

    def __init__(self, temporary: Path) -> None:
        self.port = free_port()
        self.wire = Wire(self.port)
        super().__init__(f"http://127.0.0.1:{self.wire.port}/", temporary, temporary)
        self._running = ExitStack()

    def start(self, **settings: str) -> None:
        command = [sys.executable, "-m", "ospo_widgets", "serve", "--port", str(self.port),
                   "--grace", "1", "--no-open"]  # fmt: skip
        environment = plain_environment(TMPDIR=str(self.temporary), **settings)
        process, lines = self._running.enter_context(running(command, environment))
        direct = f"http://127.0.0.1:{self.port}/voila/render/home.ipynb"
        wait_until(lambda: answers(direct), process, lines)

    def stop(self) -> None:
        self._running.close()


@pytest.fixture(scope="module")
def own() -> Iterator[OwnServer]:
    with short_folder() as temporary:
        server = OwnServer(temporary)
        server.start()
        yield server
        server.stop()
        server.wire.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[], Visit]]:
    """Open a page in the browser of somebody who was never here."""
    contexts = []

    def make() -> Visit:
        contexts.append(browser.new_context())
        return new_visit(contexts[-1])

    yield make
    for context in contexts:
        context.close()


def kill_session(server: OwnServer, page: Page) -> None:
    """Kill the kernel of a page: the process that listens on the sockets of its connection file."""
    file = next(server.temporary.rglob(f"kernel-{page.evaluate(KERNEL)}.json"))
    sockets = json.loads(file.read_text(encoding="utf-8"))["ip"]
    found = {
        connection.pid
        for connection in psutil.net_connections(kind="unix")
        if connection.pid and str(connection.laddr).startswith(f"{sockets}-")
    }
    assert len(found) == 1
    os.kill(found.pop(), signal.SIGKILL)


def come_back(server: OwnServer, page: Page) -> None:
    """Kill the session of a page, do something, and go on with what was kept."""
    kill_session(server, page)
    page.get_by_role("heading", level=1).click()
    notice(page).get_by_role("button", name=CONTINUE).click(timeout=WAIT)
    expect(page.locator("#ospo-status")).to_have_text(BACK, timeout=WAIT)


ANSWERED = """new Promise((done) => {
    document.addEventListener("ospo-found", () => done(true), { once: true });
    document.dispatchEvent(new Event("ospo-check"));
})"""
"""Signs of life are answered in order: after this one, whatever was done before has arrived."""


def notice(page: Page) -> Locator:
    return page.locator("#ospo-lost")


def is_kept(page: Page, said: str) -> None:
    """Wait until the browser keeps what the sentence says."""
    expect(page.locator(f"body[data-kept*='{said}']")).to_be_attached()


def advisor(server: Server, visit: Callable[[], Visit]) -> Visit:
    """The advisor with one answer, at its second question."""
    made = visit()
    made.open(server.app("licence_advisor"), "Licence advisor")
    made.page.get_by_label("Name of the project").fill("trackfit-tools")
    made.page.get_by_role("button", name="Answer by hand").click()
    made.page.locator(".ospo-question label", has_text="Software").first.click()
    made.page.get_by_role("button", name="Continue", exact=True).click()
    expect(made.page.locator(".ospo-question")).to_contain_text("Question 2")
    is_kept(made.page, "Your answer is kept.")
    return made


def test_a_killed_kernel_is_told_and_one_click_brings_the_answers_back(
    own: OwnServer, visit: Callable[[], Visit]
) -> None:
    made = advisor(own, visit)
    page = made.page
    page.get_by_role("radio").nth(1).check()
    expect(page).to_have_url(re.compile("[?&]kept="))
    kill_session(own, page)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(notice(page)).to_contain_text("Your answer is kept.", timeout=WAIT)
    expect(notice(page)).to_be_in_viewport()
    check_page(made, own)
    notice(page).get_by_role("button", name=CONTINUE).click()
    expect(page.locator("#ospo-status")).to_have_text(BACK, timeout=WAIT)
    expect(page.locator(".ospo-question")).to_contain_text("Question 2")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.locator(".ospo-question")).to_contain_text("Question 3")
    assert page.evaluate("Object.keys(localStorage).length") == 1


def test_a_network_that_comes_back_loses_nothing(
    own: OwnServer, visit: Callable[[], Visit]
) -> None:
    page = advisor(own, visit).page
    kernel = page.evaluate(KERNEL)
    page.get_by_role("radio").nth(1).check()
    expect(page).to_have_url(re.compile("[?&]kept="))
    assert page.evaluate(ANSWERED)
    own.wire.cut()
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(notice(page)).to_contain_text("The connection to the server is interrupted.")
    expect(notice(page)).to_contain_text("goes on by itself")
    own.wire.mend()
    expect(page.locator(".ospo-question")).to_contain_text("Question 3", timeout=WAIT)
    expect(notice(page)).to_contain_text("has been done: “Continue”", timeout=WAIT)
    notice(page).get_by_role("button", name="Close").click()
    expect(notice(page)).to_be_hidden()
    assert page.evaluate(KERNEL) == kernel


def test_text_that_never_left_the_browser_and_a_server_that_starts_anew(
    own: OwnServer, visit: Callable[[], Visit]
) -> None:
    made = visit()
    made.open(own.app("compatibility"), "Can I use this in that?")
    page = made.page
    page.get_by_label("I want to use", exact=True).fill("VBFNLO")
    page.get_by_label("in work under", exact=True).click()
    expect(page).to_have_url(re.compile("[?&]kept="))
    own.stop()
    page.keyboard.type("Apache-2.0")  # nobody is there to hear it
    page.get_by_role("button", name="Check", exact=True).click()
    expect(notice(page)).to_contain_text("The server does not answer.", timeout=WAIT)
    button = notice(page).get_by_role("button", name=CONTINUE)
    button.click()
    expect(notice(page)).to_contain_text("Waiting for the server.")
    expect(button).to_be_focused()
    own.start()
    expect(page.get_by_label("I want to use", exact=True)).to_have_value("VBFNLO", timeout=2 * WAIT)
    expect(page.get_by_label("in work under", exact=True)).to_have_value("Apache-2.0")
    expect(page.get_by_label("in work under", exact=True)).to_be_focused()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#answer")).to_be_visible()


def test_a_letter_comes_back_in_another_language_and_after_a_kill(
    own: OwnServer, visit: Callable[[], Visit]
) -> None:
    made = visit()
    made.open(own.app("ask_the_office"), "Ask the office")
    page = made.page
    page.get_by_label("What is it about?").select_option("May I sign this CLA?")
    page.get_by_label("Which project", exact=True).fill("SciPy")
    page.get_by_label("What you want to contribute", exact=True).click()
    expect(page).to_have_url(re.compile("[?&]kept="))
    page.keyboard.type("A fix of the fit")  # still in the field
    page.get_by_role("link", name="Français").first.click()
    project = page.get_by_label("Quel projet", exact=True)
    planned = page.get_by_label("Ce que vous voulez apporter", exact=True)
    expect(project).to_have_value("SciPy", timeout=WAIT)
    expect(planned).to_have_value("A fix of the fit")
    expect(page.locator("pre.mail-body").first).to_contain_text("A fix of the fit")
    kill_session(own, page)
    planned.fill("A better fix")
    planned.press("Tab")
    notice(page).get_by_role("button").click(timeout=WAIT)
    expect(page.locator("#ospo-status")).to_contain_text("conservé", timeout=WAIT)
    expect(planned).to_have_value("A better fix")
    expect(project).to_have_value("SciPy")
    expect(page.get_by_role("combobox").first).to_have_value(re.compile("signer ce CLA"))


def test_fields_of_a_template_and_of_a_new_fact_come_back(
    own: OwnServer, visit: Callable[[], Visit]
) -> None:
    made = visit()
    page = made.page
    made.open(own.app("best_practices", "open=citation-file"), "Best practices")
    page.get_by_label("Name of the project").fill("leptonlib")
    page.get_by_label("Name of the project").press("Tab")
    preview = page.get_by_role("region", name="Preview of CITATION.cff")
    expect(preview).to_contain_text('title: "leptonlib"')
    is_kept(page, "kept")
    come_back(own, page)
    expect(page.get_by_label("Name of the project")).to_have_value("leptonlib", timeout=WAIT)
    expect(preview).to_contain_text('title: "leptonlib"')

    made.open(own.app("knowledge", "tab=new"), "Knowledge")
    page.get_by_label("Kind of the row").select_option(index=2)
    for label, text in (("id", "seed"), ("term", "Seed"), ("text", "It grows.")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("term", exact=True).focus()
    assert page.evaluate(ANSWERED)
    come_back(own, page)
    expect(page.get_by_label("text", exact=True)).to_have_value("It grows.", timeout=WAIT)
    expect(page.get_by_label("term", exact=True)).to_have_value("Seed")
    expect(page.get_by_label("id", exact=True)).to_have_value("seed")
    # The page of practices keeps its own.
    made.open(own.url, "What do you want to do?")
    page.locator("#ospo-recent").get_by_role("link", name="Best practices").click()
    expect(page.get_by_label("Name of the project")).to_have_value("leptonlib", timeout=WAIT)


WHY = {
    "idle": "closed it",
    "memory": "more memory",
    "disk": "more room on disk",
    "limit": "a limit of the server",
    "died": "ended unexpectedly",
    "restart": "started anew",
    "closed": "some time without use",
}


def test_each_reason_has_its_words_and_a_view_comes_back(
    own: OwnServer, visit: Callable[[], Visit]
) -> None:
    made = visit()
    page = made.page
    told = {"alive": True, "why": ""}
    page.route("**/ospo/session/*", lambda route: route.fulfill(json=told))
    made.open(own.app("portfolio", "family=none"), "Portfolio at a glance")
    for why, words in WHY.items():
        told.update(alive=False, why=why)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(notice(page).get_by_role("alert")).to_contain_text(words)
    page.unroute_all()
    notice(page).get_by_role("button", name=CONTINUE).click()
    page.get_by_role("heading", name="No licence stated: 20 repositories").wait_for()


def test_home_lists_recent_work_as_text_and_forgets_it(
    own: OwnServer, visit: Callable[[], Visit]
) -> None:
    made = advisor(own, visit)
    page = made.page
    bad = {
        "id": "abcdefgh", "name": "<img src=x onerror=alert(1)>", "title": "<b>x</b>", "count": "",
        "query": "", "time": 1.0, "path": "/voila/render/portfolio.ipynb",
    }  # fmt: skip
    page.evaluate(
        "(texts) => texts.forEach((text, i) => localStorage.setItem('ospo:kept.x.' + i, text))",
        [json.dumps(bad), json.dumps({**bad, "path": "javascript:alert(1)//x.ipynb"}), "{"],
    )
    made.open(own.url, "What do you want to do?")
    recent = page.locator("#ospo-recent")
    expect(recent.get_by_role("link")).to_have_count(2)
    expect(recent).to_contain_text("Licence advisor: trackfit-tools")
    expect(recent).to_contain_text("1 answer")
    expect(recent).to_contain_text("<img src=x onerror=alert(1)>: <b>x</b>")
    check_page(made, own)
    recent.get_by_role("link", name="Licence advisor: trackfit-tools").click()
    expect(page.locator(".ospo-question")).to_contain_text("Question 2", timeout=WAIT)
    made.open(own.url, "What do you want to do?")
    page.get_by_role("button", name="Forget all of these").click()
    expect(recent).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('kept'))") == []


def test_a_browser_that_keeps_nothing_says_so(own: OwnServer, visit: Callable[[], Visit]) -> None:
    made = visit()
    made.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    made.open(own.app("compatibility"), "Can I use this in that?")
    made.page.get_by_label("I want to use", exact=True).fill("VBFNLO")
    made.page.get_by_label("in work under", exact=True).click()
    expect(made.page.locator(".notice", has_text="Your browser keeps nothing")).to_be_visible()


def test_a_culled_session_brings_back_decisions_of_a_scan(
    own: OwnServer, visit: Callable[[], Visit]
) -> None:
    own.stop()
    own.start(OSPO_SESSION_IDLE_SECONDS="5")
    made = visit()
    made.open(own.app("repository_scan", "example=1"), "Not ready to release yet")
    page = made.page
    form = page.locator(".ospo-accept")
    form.get_by_label("Finding").select_option(index=1)
    form.get_by_role("textbox").fill("Known, and all right.")
    form.get_by_role("textbox").press("Enter")
    is_kept(page, "1 accepted finding")
    expect(notice(page)).to_contain_text("closed", timeout=2 * WAIT)
    expect(notice(page)).to_contain_text("1 accepted finding")
    notice(page).get_by_role("button", name=CONTINUE).click()
    page.get_by_role("button", name="Scan trackfit-tools again").click()
    expect(page.locator(".notice", has_text="applied")).to_contain_text("1 accepted finding")


HUB = [pytest.mark.hub, pytest.mark.xdist_group("hub")]


@pytest.mark.parametrize("place", ["lab", pytest.param("core_only", marks=HUB)], indirect=True)
def test_a_notebook_that_runs_again_offers_what_was_kept(place: Place) -> None:
    first = place.open("licence_advisor", "Licence advisor")
    first.app.get_by_label("Name of the project").fill("trackfit-tools")
    first.app.get_by_role("button", name="Answer by hand").click()
    first.app.locator(".ospo-question label", has_text="Software").first.click()
    first.app.get_by_role("button", name="Continue", exact=True).click()
    expect(first.app.locator(".ospo-question")).to_contain_text("Question 2")
    if isinstance(place, Notebooks):
        first.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        first.page.get_by_role("menuitem", name="Restart Kernel and Run All").click()
        first.page.get_by_role("button", name="Confirm Kernel Restart").click()
        second = first
    else:
        place.close(first)  # its kernel ends with it
        second = place.open("licence_advisor", "Licence advisor")
    offer = second.app.locator(".ospo-offer")
    expect(offer).to_contain_text("Continue where you stopped on")
    expect(offer).to_contain_text("trackfit-tools, 1 answer")
    offer.get_by_role("button", name="Bring it back").click()
    expect(second.app.locator(".ospo-question")).to_contain_text("Question 2")
    expect(offer).to_be_hidden()
    place.close(second)
