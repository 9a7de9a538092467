# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A page that comes over a slow line, cut at any byte, begins when what it needs is whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import ospo_widgets

pytestmark = pytest.mark.browser

FRAME = Path(ospo_widgets.__file__).parent / "static" / "frame"
PIECES = (
    '<!DOCTYPE html><title>In pieces</title><script type="module" async src="/start.js"></script>'
    '<p>Said</p><script id="ospo-frame" type="application/json">{"widgets": "/widgets.js", "any',
    'widget": "/any.js"}</script><main>',
    '<div id="ospo-failed" hidden>Failed</div></main>',
)
LOADED = """document.querySelector('p')
  && performance.getEntriesByType('resource').filter((e) => e.name.endsWith('.js')).length === 4"""
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class InPieces(BaseHTTPRequestHandler):
    """Sends as many pieces of the page as the address says, and the others when it is told to."""

    rest = threading.Event()

    def do_GET(self) -> None:
        """Answer with the page, or a script of the front end."""
        script = FRAME / self.path[1:]
        first = self.path[1:]
        page = first.isdecimal()
        self.send_response(200 if page or script.is_file() else 404)
        self.send_header("Content-Type", "text/html" if page else "text/javascript")
        self.end_headers()
        if page:
            self.wfile.write("".join(PIECES[: int(first)]).encode())
            self.wfile.flush()
            self.rest.wait(60)
            self.wfile.write("".join(PIECES[int(first) :]).encode())
        elif script.is_file():
            self.wfile.write(script.read_bytes())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    InPieces.rest.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), InPieces)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    InPieces.rest.set()
    server.shutdown()
    server.server_close()


def test_what_is_half_there_is_not_read(browser: Browser, address: str) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(f"{address}1", wait_until="commit")
    page.wait_for_function(LOADED)
    page.evaluate(DRAWN)
    with page.expect_request("**/widgets.js"):
        InPieces.rest.set()
    # There are no widgets here, which is what the page says when it has come to its end.
    page.get_by_text("Failed").wait_for()
    assert not [text for text in errors if "JSON" in text]
    page.close()


def test_a_page_that_fails_before_it_can_say_so_says_it_later(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    body = "export const finder = null; export const coreWidgets = () => { throw Error('odd'); };"
    kind = "text/javascript"
    page.route("**/packages.js", lambda route: route.fulfill(content_type=kind, body=body))
    with page.expect_console_message(lambda message: "odd" in message.text):
        page.goto(f"{address}2", wait_until="commit")
    page.evaluate(DRAWN)
    InPieces.rest.set()
    page.get_by_text("Failed").wait_for()
    page.close()
