# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Real servers and a real Chromium for the journeys."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from find_chromium import find
from free_ports import free_port
from pages import Server, Visit
from places import FOLDER, CoreOnly, Hub, HubVoila, Notebooks, OurServer, Place
from playwright.sync_api import Browser, BrowserContext, Error, Request, expect, sync_playwright
from servers import (
    PRINTED,
    jupyter,
    plain_environment,
    running,
    short_folder,
    wait_until,
)
from the_hub import started_hub

from ospo_widgets.resources import notebooks_dir

STARTED = "open at "
PAGE_MILLISECONDS = 90_000
STEP_MILLISECONDS = 30_000
KEPT_BY_A_BROWSER = "local_storage,indexeddb,service_workers,cache_storage"

TOLD_LINES, TOLD_SIGNS, TOLD_MILLISECONDS = 80, 2000, 3000
"""How much of servers and pages is told with a test that failed."""

expect.set_options(timeout=STEP_MILLISECONDS)
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Tell with a test that failed what its pages show and what the servers printed."""
    report = yield
    if report.failed:
        opened = getattr(item, "funcargs", {}).get("browser")
        for page in [page for one in opened.contexts for page in one.pages] if opened else []:
            try:
                said = page.locator("body").inner_text(timeout=TOLD_MILLISECONDS)[:TOLD_SIGNS]
            except Error as error:
                said = str(error)
            report.sections.append((f"Page {page.url}", said))
        for name, lines in PRINTED.items():
            report.sections.append((f"Printed by {name}", "".join(lines[-TOLD_LINES:])))
    return report


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``ospo serve`` as a user starts it, on a free port of loopback."""
    folder, port = tmp_path_factory.mktemp("folders"), free_port()
    with short_folder() as temporary:
        # Browsers run on the machine of the server here; a scan need not wait until they rest.
        environment = plain_environment(
            OSPO_SCAN_ROOTS=str(folder), OSPO_SCAN_NICE="0", TMPDIR=str(temporary)
        )
        command = [sys.executable, "-m", "ospo_widgets", "serve", "--port", str(port), "--no-open"]
        with running(command, environment) as (process, lines):
            wait_until(lambda: any(STARTED in line for line in lines), process, lines)
            yield Server(f"http://127.0.0.1:{port}/", folder, temporary, lines)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, found as the Makefile finds it."""
    path = find()
    if path is None:
        pytest.fail("There is no Chromium; tests/browser/find_chromium.py installs one.")
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(path), args=arguments)
        yield opened
        opened.close()


def new_visit(context: BrowserContext, width: int = 1280, height: int = 900) -> Visit:
    """A page that notes what it asks of whom and what goes wrong in it."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.set_default_timeout(PAGE_MILLISECONDS)
    made = Visit(page)

    def asked(request: Request) -> None:
        made.requests.append(request.url)

    page.on("request", asked)
    page.on("websocket", lambda socket: made.requests.append(socket.url))
    page.on("pageerror", lambda error: made.errors.append(str(error)))
    return made


@pytest.fixture(scope="session")
def warm(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that was here before: it has the scripts of our pages, and nothing that we keep."""
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


def forget(context: BrowserContext, origin: str) -> None:
    """Close the pages; leave nothing of what they kept but the scripts."""
    page = context.new_page()
    for other in context.pages:
        if other is not page:
            other.close()
    context.clear_cookies()
    context.clear_permissions()
    session = context.new_cdp_session(page)
    session.send(
        "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": KEPT_BY_A_BROWSER}
    )
    page.close()


@pytest.fixture
def visit(browser: Browser, warm: BrowserContext, server: Server) -> Iterator[Callable[..., Visit]]:
    """Open pages; ``visit(width=360)`` for a narrow one. Each is the browser of somebody else."""
    contexts = [warm]

    def make(width: int = 1280, height: int = 900) -> Visit:
        if len(contexts) == 1 and not warm.pages:
            return new_visit(warm, width, height)
        contexts.append(browser.new_context(accept_downloads=True))
        return new_visit(contexts[-1], width, height)

    yield make
    for context in contexts[1:]:
        context.close()
    forget(warm, server.url.rstrip("/"))


@pytest.fixture(scope="session")
def hub() -> Iterator[Hub]:
    """A JupyterHub with two users: a plain one, and one whose server is like SWAN's."""
    with short_folder() as folder, started_hub(folder) as made:
        yield made


@pytest.fixture(scope="session")
def placed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Callable[[str], Place]]:
    """Places by name, each started when it is asked for the first time."""
    with ExitStack() as stack:
        made: dict[str, Place] = {}

        def get(name: str) -> Place:
            if name not in made:
                context = stack.enter_context(browser.new_context(accept_downloads=True))
                made[name] = start(name, lambda: new_visit(context))
            return made[name]

        def start(name: str, visits: Callable[[], Visit]) -> Place:
            if name == "our_server":
                return OurServer(request.getfixturevalue("server"), visits)
            if name == "hub_voila":
                return HubVoila(request.getfixturevalue("hub"), visits)
            if name == "core_only":
                return CoreOnly(request.getfixturevalue("hub"), visits)
            program, path = {
                "lab": ("jupyterlab", "lab/tree"),
                "notebook7": ("notebook", "notebooks"),
            }[name]
            folder = stack.enter_context(short_folder())
            root = folder / "home"
            shutil.copytree(notebooks_dir(), root / FOLDER)
            url, token = stack.enter_context(jupyter(program, folder, root))
            return Notebooks(root, url, token, path, visits)

        yield get


@pytest.fixture
def place(request: pytest.FixtureRequest, placed: Callable[[str], Place]) -> Iterator[Place]:
    """The place that the test is parametrised with, see ``in_every_place``."""
    yield placed(request.param)


@pytest.fixture(scope="session")
def images() -> Path:
    """Where screenshots go: ``docs/images`` when asked for, else a folder that git ignores."""
    root = Path(__file__).parents[2]
    wanted = os.environ.get("OSPO_SCREENSHOTS")
    folder = root / "docs" / "images" if wanted else root / "test-results"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def git() -> str:
    """The git program."""
    found = shutil.which("git")
    assert found
    return found
