# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The page of an app: style, alert, status line, and the link to the browser.

:class:`PageHost` is one hidden front-end widget. Where the Jupyter server has no front end for it
(SWAN brings none from a kernel), ``ready`` stays False and the app works on core ipywidgets alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import anywidget
import ipywidgets as ipw
import traitlets as tl

from ospo_widgets.markup import Content, Markup, tag
from ospo_widgets.resources import static_text
from ospo_widgets.widgets.alert import Alert
from ospo_widgets.widgets.explained import Explained
from ospo_widgets.widgets.first_screen import MEDIA_TYPE, first_screen
from ospo_widgets.widgets.foot import Foot
from ospo_widgets.widgets.guard import Guard
from ospo_widgets.widgets.heard import said, said_number, said_text
from ospo_widgets.widgets.request import wait_for_page
from ospo_widgets.widgets.theme import framed, style_sheet
from ospo_widgets.wording import DEFAULT_LANGUAGE, language, set_language

QUERY_BYTES = 64 * 1024
"""Longest query string that is read; browsers and proxies cut off earlier or later."""
PIECE_BYTES = 512 * 1024
"""Size of one piece of a file on its way to the browser, below the limits of servers."""
KEPT_CHARACTERS = 100_000
"""Longest text that a browser keeps for us under one key."""
RECORD = "kept"
"""Query parameter that names kept work, where the address is too short for all of it."""
EXPLAIN_SECONDS = 0.5
"""How long nothing may happen before the words on the page are looked up."""
VALUE_CHARACTERS = 1_000
"""Longest value of a drawn button that is taken."""


class PageHost(anywidget.AnyWidget):
    """The hidden link between page and kernel; see ``static/page.js``."""

    _esm = static_text("keeping.js") + static_text("page.js")
    ready = tl.Bool(False).tag(sync=True)
    voila = tl.Bool(False).tag(sync=True)
    dark = tl.Bool(False).tag(sync=True)
    query = tl.Unicode("").tag(sync=True)
    status = tl.Unicode("").tag(sync=True)
    kept = tl.Unicode("").tag(sync=True)
    """Id of the kept work that the address names, empty while the address holds all of it."""
    browser = tl.Unicode("").tag(sync=True)
    """Languages of the browser, best first, separated by commas."""
    language = tl.Unicode("").tag(sync=True)
    """Language of the app, which is not that of the page around it outside our frame."""
    silence = tl.Unicode("").tag(sync=True)
    """What a page without our frame says when the kernel does not answer."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._alive: list[Callable[[], Any]] = []
        self._stored: Callable[[str, bool], Any] | None = None
        self._continued: Callable[[bool], Any] | None = None
        self._copied: Callable[[bool], Any] | None = None
        self._acts: dict[str, Callable[[str], Any]] = {}
        self._files: dict[int, bytes] = {}
        self._given = 0
        self._kept: dict[str, Callable[[str], Any]] = {}
        self.on_msg(self._answer)

    def _answer(self, _: Any, content: Any, __: Any) -> None:
        op = said_text(content, "op")
        if op == "ping":
            self.send({"op": "pong", "id": said(content, "id")})
            for function in self._alive:
                function()
        if op == "state" and self._stored is not None:
            self._stored(said_text(content, "id"), said(content, "stored") is True)
        if op == "continued" and self._continued is not None:
            self._continued(said(content, "field") is True)
        if op == "copied" and self._copied is not None:
            then, self._copied = self._copied, None
            then(said(content, "done") is True)
        if op == "kept" and (key := said_text(content, "key")) in self._kept:
            self._kept[key](said_text(content, "text")[:KEPT_CHARACTERS])
        if op == "act" and (name := said_text(content, "name")) in self._acts:
            self._acts[name](said_text(content, "value")[:VALUE_CHARACTERS])
        if op == "piece" and (number := said_number(content, "id")) in self._files:
            self._send_piece(number, max(0, said_number(content, "offset")))

    def on_act(self, name: str, function: Callable[[str], Any]) -> None:
        """Call ``function`` with the value of a drawn button; see :meth:`Page.act`."""
        self._acts[name] = function

    def on_sign_of_life(self, function: Callable[[], Any]) -> None:
        """Call ``function`` after each thing that the person does in the page."""
        self._alive.append(function)

    def on_kept(self, stored: Callable[[str, bool], Any], continued: Callable[[bool], Any]) -> None:
        """Hear of kept work.

        Args:
            stored: Gets the id of work that was to be kept, and whether the browser keeps it.
            continued: Called when the page was opened by “Continue” after a session was lost; gets
                whether a field of text has the focus already.
        """
        self._stored, self._continued = stored, continued

    def keep_state(self, record: dict[str, Any]) -> None:
        """Keep an app's work in this browser; see ``static/keeping.js`` for what is in a record."""
        self.send({"op": "state", **record})

    def forget_kept(self, app: str) -> None:
        """Forget all work of an app that this browser keeps."""
        self.send({"op": "forget", "app": app})

    def recall(self, key: str, then: Callable[[str], Any]) -> None:
        """Ask the browser what it keeps under a key, now and after each :meth:`keep`.

        Args:
            key: ASCII name of ours.
            then: Hears the text; empty when nothing is kept, or when the browser keeps nothing.
        """
        self._kept[key] = then
        self.send({"op": "recall", "key": key})

    def keep(self, key: str, text: str) -> None:
        """Keep a text in this browser, for this and later pages; an empty one is forgotten.

        Nothing leaves the person's browser by this; it is no place for anything secret.
        """
        self.send({"op": "keep", "key": key, "text": text[:KEPT_CHARACTERS]})

    def download(self, name: str, data: bytes, media_type: str) -> None:
        """Give a file to the browser, which saves it; it asks for the pieces one by one."""
        self._given += 1
        self._files[self._given] = data
        self.send(
            {"op": "download", "id": self._given, "name": name, "size": len(data),
             "type": media_type}
        )  # fmt: skip

    def _send_piece(self, which: int, offset: int) -> None:
        data = self._files[which]
        piece = data[offset : offset + PIECE_BYTES]
        if offset + len(piece) >= len(data):
            del self._files[which]
        self.send({"op": "piece", "id": which}, buffers=[piece])

    def focus(self, selector: str) -> None:
        """Move focus and view to the first element that fits a CSS selector of ours."""
        self.send({"op": "focus", "selector": selector})

    def copy_address(self, then: Callable[[bool], Any]) -> None:
        """Put the page's address into the clipboard; ``then`` hears whether the browser did it."""
        self._copied = then
        self.send({"op": "copy"})


def request_query() -> dict[str, str]:
    """Query parameters of the page's address, the first of each name; ``lang`` sets the language.

    Whatever shows text is made after this call. In a kernel that was started ahead of the request
    this waits for the request. Outside Voilà there is no address to read and the result is empty.
    """
    wait_for_page()
    text = os.environ.get("QUERY_STRING", "")[:QUERY_BYTES]
    found: dict[str, str] = {}
    for key, value in parse_qsl(text, keep_blank_values=False, errors="replace"):
        found.setdefault(key, value)
    set_language(found.pop("lang", ""))
    found.pop(RECORD, None)
    return found


def asked_record() -> str:
    """Id of the kept work that the page's address names, after :func:`request_query`."""
    text = os.environ.get("QUERY_STRING", "")[:QUERY_BYTES]
    return dict(parse_qsl(text, errors="replace")).get(RECORD, "")


def app_url(app: str, query: str = "") -> str:
    """Address of another app, relative to this one, in the language of the session.

    Both are notebooks in one folder.
    """
    spoken = "" if language() == DEFAULT_LANGUAGE else f"lang={language()}"
    both = "&".join(filter(None, (query, spoken)))
    return f"{app}.ipynb" + (f"?{both}" if both else "")


class Page(ipw.VBox):  # type: ignore[misc]
    """Outermost box of an app.

    Attributes:
        host: Link to the browser.
        alert: Place for messages, at the top of the content.
        guard: Wraps every callback of the app.
        status: Text that assistive technology announces.
    """

    def __init__(self, title: str) -> None:
        if framed():
            first_screen.begin()
        self.host = PageHost()
        self.alert = Alert()
        self.guard = Guard(self.alert)
        self._body = ipw.VBox().add_class("stack-l")
        self._explained = Explained("../../help#words" if framed() else "")
        self._explaining: asyncio.TimerHandle | None = None
        self.guard.after = self._explain_soon
        self._status = ipw.HTML().add_class("ospo-status-line")
        before: list[Any] = [] if framed() else [style_sheet()]
        after: list[Any] = [] if framed() else [Foot(self)]
        self.host.language = "" if framed() else language()
        # The host's box is hidden, so that a server without its front end shows no error box.
        hidden = ipw.Box([self.host], layout=ipw.Layout(display="none"))
        parts: list[Any] = [
            *before,
            hidden,
            self.alert,
            self._body,
            self._explained,
            self._status,
            *after,
        ]
        super().__init__(parts)
        self.title = title
        self.work: Any = None
        """What is kept of the person's work, a ``KeptWork``; None where nothing is."""
        self.around: Page = self
        """The page that is shown; another one inside it once the language was switched."""
        self.add_class("ospo")
        self.add_class("stack")
        self.when_ready(self._explain_soon)

    def __repr__(self) -> str:
        # The text form of a shown widget travels to the page; that of all its children is large.
        return f"<{type(self).__name__}>"

    def _repr_mimebundle_(self, **about: Any) -> dict[str, Any]:
        if not framed():
            self.explain()
        bundle: dict[str, Any] = super()._repr_mimebundle_(**about)
        return {**bundle, MEDIA_TYPE: first_screen.end()} if framed() else bundle

    @property
    def body(self) -> tuple[Any, ...]:
        """Widgets between the alert and the foot."""
        return tuple(self._body.children)

    @body.setter
    def body(self, children: tuple[Any, ...] | list[Any]) -> None:
        self._body.children = tuple(children)

    def explain(self) -> None:
        """Explain the words of the glossary that the page shows."""
        self._explaining = None
        self._explained.follow(self._body)

    def _explain_soon(self) -> None:
        """Do so when nothing has happened for a moment; without an event loop nobody looks."""
        if self._explaining is not None:
            self._explaining.cancel()
        with contextlib.suppress(RuntimeError):
            loop = asyncio.get_running_loop()
            self._explaining = loop.call_later(EXPLAIN_SECONDS, self._explain_now)

    def _explain_now(self) -> None:
        # Not through the guard, which asks for this after each call.
        try:
            self.explain()
        except Exception as error:
            self.guard.show(error)

    def put_above(self, widget: ipw.Widget) -> None:
        """Show a widget between the messages and the app."""
        now = self._parts()
        if widget not in now and self._body in now:
            at = now.index(self._body)
            self.children = (*now[:at], widget, *now[at:])

    def take_away(self, widget: ipw.Widget) -> None:
        """Take such a widget away again."""
        self.children = tuple(child for child in self._parts() if child is not widget)

    def _parts(self) -> list[Any]:
        return list(getattr(self, "children", ()))

    def say(self, text: str) -> None:
        """Announce a status text; visible words stand beside what was done."""
        if self.host.ready:
            # The same words said twice are two pieces of news; the region must change to be heard.
            self.host.status = f"{text}\N{NO-BREAK SPACE}" if text == self.host.status else text
        else:
            self._status.value = tag("p", text, class_="visually-hidden", role="status")

    def act(self, label: Content, name: str, value: str = "") -> Markup | None:
        """A button inside drawn text, looking like a link; None where the page cannot hear it.

        Args:
            label: Its words.
            name: What was given to :meth:`on_act`.
            value: Goes to that function.
        """
        if not self.host.ready:
            return None
        return tag("button", label, type="button", class_="act", data_act=name, data_value=value)

    def on_act(self, name: str, function: Callable[[str], Any]) -> None:
        """Call ``function`` with the value when a button of :meth:`act` is pressed."""
        self.host.on_act(name, self.guard(function))

    def when_ready(self, function: Callable[[], None]) -> None:
        """Call ``function`` once, as soon as front-end code of ours runs in the page."""
        guarded = self.guard.quiet(function)
        if self.host.ready:
            guarded()
            return

        def changed(_: Any) -> None:
            self.host.unobserve(changed, "ready")
            guarded()

        self.host.observe(changed, "ready")
