# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A real server and a real Chromium for the journeys."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from find_chromium import find
from pages import Server, Visit
from playwright.sync_api import Browser, Request, expect, sync_playwright

STARTED = "open at "
START_SECONDS = 120
PAGE_MILLISECONDS = 90_000
STEP_MILLISECONDS = 30_000

expect.set_options(timeout=STEP_MILLISECONDS)
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``ospo serve`` as a user starts it, on a free port of loopback."""
    folder = tmp_path_factory.mktemp("folders")
    temporary = tmp_path_factory.mktemp("temporary")
    port = free_port()
    environment = {
        **os.environ,
        "OSPO_SCAN_ROOTS": str(folder),
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(temporary),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "ospo_widgets", "serve", "--port", str(port), "--no-open"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    running = Server(f"http://127.0.0.1:{port}/", folder, temporary)
    ready = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            running.lines.append(line.rstrip())
            if STARTED in line:
                ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    try:
        ready.wait(START_SECONDS)
        assert any(STARTED in line for line in running.lines), "\n".join(running.lines)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open pages; ``visit(width=360)`` for a narrow one."""
    contexts = []

    def make(width: int = 1280, height: int = 900) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PAGE_MILLISECONDS)
        made = Visit(page)

        def asked(request: Request) -> None:
            made.requests.append(request.url)

        page.on("request", asked)
        page.on("websocket", lambda socket: made.requests.append(socket.url))
        page.on("pageerror", lambda error: made.errors.append(str(error)))
        return made

    yield make
    for context in contexts:
        context.close()


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
