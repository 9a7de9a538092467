# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The server under test, and a visit to one of its pages."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page


@dataclass
class Server:
    """A running server: its address, what it printed, the folder that people may scan.

    ``temporary`` is where it and its sessions put temporary files.
    """

    url: str
    folder: Path
    temporary: Path
    lines: list[str] = field(default_factory=list)

    def app(self, name: str, query: str = "") -> str:
        """Address of an app."""
        return f"{self.url}voila/render/{name}.ipynb" + (f"?{query}" if query else "")


@dataclass
class Visit:
    """One page, with what it asked of whom and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def app(self) -> Locator:
        """What our app draws; around it is the page of the place."""
        return self.page.locator(".jupyter-widgets.ospo:visible").first

    def open(self, url: str, heading: str) -> None:
        """Open an address and wait until the app is there and shows its heading."""
        self.page.goto(url)
        self.page.locator("#ospo-opening").wait_for(state="detached")
        self.page.get_by_role("heading", level=1, name=heading).wait_for()

    def outside(self, server: Server) -> list[str]:
        """Requests that left the server."""
        own = (server.url, server.url.replace("http", "ws", 1), "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


def wait_until(page: Page, expression: str, about: object = None, seconds: float = 30) -> None:
    """Wait until an expression is true in a page.

    Playwright's own function compiles it in the page each time, which our security policy forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression, about):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(50)
