# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pages without a session in the frame of all others: drawn once, sent at the first byte."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tornado.web import RequestHandler

from ospo_widgets.pages import BODIES, Addresses, problem, served, waiting
from ospo_widgets.resources import PACKAGE
from ospo_widgets.server.languages import VARIES, language_for
from ospo_widgets.server.places import RETRY_SECONDS, Reply
from ospo_widgets.server.static_files import address
from ospo_widgets.wording import DEFAULT_LANGUAGE, day, languages, spoken, texts_of, words

TEMPLATES = (PACKAGE / "server" / "templates", PACKAGE / "server/share/voila/templates/ospo")

SCRIPTS = {"home": ("frame/recent.js",), "waiting": ("pages/waiting.js",)}
"""Scripts of a page beside that of the frame."""


@dataclass(frozen=True)
class Look:
    """What one page may look like.

    Attributes:
        language: One of our languages.
        dark: Dark theme.
        base: Base address of the server.
    """

    language: str = DEFAULT_LANGUAGE
    dark: bool = False
    base: str = "/"


@cache
def frame_texts() -> dict[str, dict[str, str]]:
    """Texts around a page in each language, by key; also what its scripts say."""
    return {code: _frame_texts(code) for code in languages()}


def _frame_texts(code: str) -> dict[str, str]:
    kept = texts_of("kept", code)
    said = {
        f"kept.{key.removeprefix('page.')}": kept[key] for key in kept if key.startswith("page.")
    }
    recent = {f"kept.{key}": kept[key] for key in kept if key.startswith("recent.")}
    pages = texts_of("pages", code)
    foot = {key: pages[key] for key in pages if key.startswith("foot.")}
    with spoken(code):
        foot["foot.day"] = day(date.fromisoformat(office()["knowledge"]))
    return {**texts_of("frame", code), **said, **recent, **foot}


@cache
def office() -> dict[str, str]:
    """What the foot of each page tells: the day of the knowledge, the policy, whom to ask."""
    from ospo_widgets.knowledge import load_knowledge

    return {
        "knowledge": load_knowledge().reviewed_on.isoformat(),
        "policy": "cern-current",
        "contact": "Open.Source@cern.ch",
    }


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader([str(f) for f in TEMPLATES]), autoescape=True)


def drawn(name: str, title: str, body: str, look: Look, **more: Any) -> bytes:
    """A whole page.

    Args:
        name: Its name; the navigation marks the app of this name.
        title: Its title, in its language.
        body: Markup between header and footer.
        look: How it looks.
        more: ``waits``: seconds after which browsers without scripts load it again.
    """
    texts = {
        code: {**said, f"apps.{name}": said.get(f"apps.{name}", title)}
        for code, said in frame_texts().items()
    }
    page: str = (
        _environment()
        .get_template("page.html.j2")
        .render(
            app=name,
            body=body,
            code=look.language,
            dark=look.dark,
            files=address(look.base, "own"),
            office=office(),
            resources={"base_url": look.base},
            said=texts[look.language],
            scripts=SCRIPTS.get(name, ()),
            texts=texts,
            title=title,
            **more,
        )
    )
    return page.encode()


def page(name: str, look: Look) -> tuple[bytes, str]:
    """One of :data:`ospo_widgets.pages.BODIES` and its mark (etag), drawn at the first call."""
    found = _drawn.get((name, look))
    if found is None:
        with spoken(look.language):
            title = words("frame.apps.home" if name == "home" else f"pages.{name}.title")
            data = drawn(name, title, BODIES[name](served(look.base)), look)
        found = _drawn[name, look] = data, f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    return found


_drawn: dict[tuple[str, Look], tuple[bytes, str]] = {}


def waiting_page(reply: Reply, look: Look) -> bytes:
    """The page that waits in the place of another."""
    with spoken(look.language):
        body = waiting(served(look.base), reply.kind, RETRY_SECONDS, reply.position)
        title = words(f"server.{reply.kind}.title")
        return drawn("waiting", title, body, look, waits=RETRY_SECONDS)


def problem_page(status: int, look: Look) -> bytes:
    """The page of an error."""
    with spoken(look.language):
        to: Addresses = served(look.base)
        return drawn("problem", str(status), problem(to, status), look)


def look_of(handler: RequestHandler) -> Look:
    """How a page shall look: the visitor's language, and ``theme`` of its address."""
    return Look(
        language_for(handler),
        handler.get_query_argument("theme", "") == "dark",
        handler.settings["base_url"],
    )


def write_problem(handler: RequestHandler, status: int) -> None:
    """End an answer with the page of an error, which tells nothing of its cause."""
    try:
        look = look_of(handler)
    except Exception:  # an address that cannot be read
        look = Look(base=handler.settings["base_url"])
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    handler.finish(problem_page(status, look))


class PageHandler(RequestHandler):
    """Answers with a page, at once."""

    def initialize(self, page: str) -> None:
        """Remember which one."""
        self.page = page

    async def get(self) -> None:
        """Answer; browsers keep it and ask whether it is still the same."""
        # The same pages are parts of home where there is no server of ours.
        asked = self.get_query_argument("page", "") if self.page == "home" else ""
        name, look = asked if asked in BODIES else self.page, look_of(self)
        # The first time it may take a second, in which others are answered.
        found = _drawn.get((name, look))
        if found is None:
            found = await asyncio.to_thread(page, name, look)
        data, mark = found
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", VARIES)
        self.set_header("Etag", mark)
        if self.check_etag_header():
            self.set_status(304)
            return
        self.finish(data)

    head = get

    def compute_etag(self) -> str | None:
        """The mark is set by :meth:`get`."""
        return None


def draw_all(base: str) -> None:
    """Draw the pages of all languages, so that nobody waits for it; in a thread of its own."""
    for name in BODIES:
        for language in languages():
            page(name, Look(language, base=base))


def template_folder() -> Path:
    """Folder in which Voilà finds our template."""
    return PACKAGE / "server" / "share"
