# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Keeps an app's work while it is done, and brings it back.

Three places, by where the page is shown: the address as far as it goes, the browser (through
:class:`~ospo_widgets.widgets.page.PageHost`), and a file of the person where the session is theirs
alone.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import parse_qsl

from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.markup import tag
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.kept.fields import Fields
from ospo_widgets.widgets.kept.files import Kept, KeptFiles, files_for, is_id, kept_from, new_id
from ospo_widgets.widgets.kept.offer import Offer, moment
from ospo_widgets.widgets.kept.packing import LINK_BYTES
from ospo_widgets.widgets.kept.record import Snapshot, State, read_state, write_state
from ospo_widgets.widgets.page import Page, asked_record
from ospo_widgets.widgets.theme import framed
from ospo_widgets.wording import plural, words

NEWEST = "newest"
"""Asked of the browser instead of an id."""


class Keeper(Protocol):
    """What an app says of its work."""

    def snapshot(self) -> Snapshot | None:
        """What there is to keep now; None before the person did anything."""

    def restore(self, query: str, more: Mapping[str, Any]) -> None:
        """Bring work back.

        Raises:
            InputError: It cannot be used; what was there before is still there.
        """


class TypedOnly:
    """For a page whose work is what stands in its fields, on the screen that its address names.

    Args:
        page: The page; one with ``take_query`` opens that screen.
    """

    def __init__(self, page: Page) -> None:
        self._page = page

    def snapshot(self) -> Snapshot | None:
        """Nothing beside the fields."""
        return None

    def restore(self, query: str, more: Mapping[str, Any]) -> None:  # noqa: ARG002 - it is empty
        """Open the screen, unless it is open."""
        if query != self._page.host.query and hasattr(self._page, "take_query"):
            self._page.take_query(dict(parse_qsl(query)))


class KeptWork:
    """The work of one page.

    Args:
        page: The page.
        app: Name of its notebook.
        keeper: Knows the state.
        files: Where files go; None for the browser.
        asked: Id of the record that the address asks for.
        fresh: The address holds no state of its own.
    """

    def __init__(
        self,
        page: Page,
        app: str,
        keeper: Keeper,
        *,
        files: KeptFiles | None,
        asked: str = "",
        fresh: bool = True,
    ) -> None:
        self._page = page
        self._app = app
        self._keeper = keeper
        self._files = files
        self._asked = asked if is_id(asked) else ""
        self._fresh = fresh
        self._fields = Fields(page)
        self._id = new_id()
        self._last = ""
        self._waiting: dict[str, str] = {}  # typed text whose field is not there yet
        self._offer: Offer | None = None
        self._told = False
        self._begun = ""
        self._before = ""
        self._order = threading.Lock()
        self._written = 0
        self._task = BackgroundTask(
            on_progress=lambda _: None, on_done=self._file_done, on_error=page.guard.show
        )
        page.host.kept = self._asked  # stays in the address until it is taken over
        page.host.silence = words("kept.silence")
        page.host.on_sign_of_life(page.guard.quiet(self.touch))
        page.host.on_kept(page.guard.quiet(self._stored), page.guard.quiet(self._continued))

    def begin(self) -> None:
        """Bring back what the address asks for, or offer what is there."""
        self._begun = self._text()
        self._fields.typed()  # what is there now is the app's
        if self._files is not None:
            asked = self._files.read(self._asked) if self._asked else None
            newest = next(iter(self._files.all()), None)
            if asked is not None:
                self._take(asked)
            elif newest is not None and self._fresh:
                self._show_offer(newest)
        elif self._asked or (self._fresh and not framed()):
            self._page.when_ready(self._ask_browser)

    # Keeping ----------------------------------------------------------------------------------

    def touch(self, *_: Any) -> None:
        """Keep what there is, if it is new."""
        snapshot = self._keeper.snapshot()
        query = self._page.host.query
        held = snapshot.held if snapshot else tuple(dict(parse_qsl(query)).values())
        if self._waiting:
            self._waiting = self._fields.put_back(self._waiting, held)
        typed = {**self._waiting, **self._fields.typed(held)}
        if snapshot is None and not typed:
            # What comes next is other work; what is kept of the last stays for its time.
            if self._last:
                self._id, self._last = new_id(), ""
            self._page.host.kept = ""
            return
        snapshot = snapshot or _of_texts(len(typed), query)
        fits = len(snapshot.query) <= LINK_BYTES
        state = State(snapshot.query if fits else "", snapshot.more, typed)
        text = write_state(self._app, state)
        mark = f"{snapshot.title}\n{snapshot.count}\n{text}"
        if mark == self._last:
            return
        self._last = mark
        self._fresh = False
        self._write(snapshot, state, text)

    def _write(self, snapshot: Snapshot, state: State, text: str) -> None:
        whole = state.in_query
        host = self._page.host
        one = Kept(self._id, time.time(), snapshot.title, snapshot.count, text)
        host.kept = "" if whole else self._id
        if self._files is not None:
            self._write_file(one, self._files, whole=whole)
            return
        host.keep_state(
            {
                "id": one.id,
                "app": self._app,
                "name": words(f"frame.apps.{self._app}"),
                "title": one.title,
                "count": one.count,
                "said": snapshot.said,
                "part": words("kept.part" if state.query else "kept.not_stored.all"),
                "query": state.query,
                "whole": whole,
                "text": text,
            }
        )

    def _write_file(self, one: Kept, files: KeptFiles, *, whole: bool) -> None:
        """In a thread, since the home may be on a slow network."""
        self._written += 1
        number, before = self._written, self._before

        def work(_: Any, __: Any) -> bool:
            with self._order:
                if number < self._written:  # a newer one follows
                    return True
                stored = bool(one.text) and files.write(one)
                if stored and before:
                    files.forget(before)
                return stored or whole

        self._task.start(work)

    def _file_done(self, stored: bool) -> None:
        self._stored(self._id, stored)

    def join(self) -> None:
        """Wait until what was kept is written; for tests and scripts."""
        self._task.join()

    def _stored(self, session: str, stored: bool) -> None:
        """The browser, or the disk, says whether it keeps the work."""
        if stored or self._told or session != self._id:
            return
        self._told = True
        key = "file" if self._files is not None else "browser"
        self._page.alert.show(tag("p", words(f"kept.not_stored.{key}")))

    def now(self) -> Kept | None:
        """The work as it is, for another page of the same app; None before anything was done."""
        snapshot = self._keeper.snapshot()
        held = snapshot.held if snapshot else ()
        typed = {**self._waiting, **self._fields.typed(held)}
        if not typed and (snapshot is None or self._text() == self._begun):
            return None
        snapshot = snapshot or _of_texts(len(typed))
        text = write_state(self._app, State(snapshot.query, snapshot.more, typed))
        return Kept(self._id, time.time(), snapshot.title, snapshot.count, text) if text else None

    def take(self, kept: Kept, labels: Callable[[str], str]) -> None:
        """Go on with the work of another page of the same app.

        Args:
            kept: As it was there.
            labels: Label of a field there to its label here.

        Raises:
            InputError: It cannot be used.
        """
        state = read_state(self._app, kept.text)
        typed = {_relabelled(label, labels): text for label, text in state.typed.items()}
        text = write_state(self._app, State(state.query, state.more, typed))
        self._take(Kept(kept.id, kept.time, kept.title, kept.count, text))

    # Bringing back ----------------------------------------------------------------------------

    def _ask_browser(self) -> None:
        wanted = self._asked or NEWEST
        self._page.host.recall(f"kept.{self._app}.{wanted}", self._page.guard.quiet(self._found))

    def _found(self, text: str) -> None:
        """The browser's record, or nothing."""
        asked, self._asked = self._asked, ""
        try:
            record = json.loads(text) if text else None
        except (ValueError, RecursionError):
            record = {}
        if record is None:
            self._page.host.kept = ""
            if asked and self._fresh:
                self._page.alert.show(
                    tag("p", words("kept.elsewhere")), tag("p", words("kept.wrong.remedy"))
                )
            return
        kept = kept_from(record) if isinstance(record, dict) else None
        if kept is None:
            raise InputError(words("kept.wrong.damaged"), remedy=words("kept.wrong.remedy"))
        if asked and self._text() == self._begun:
            self._take(kept)
        else:
            self._show_offer(kept)

    def _take(self, kept: Kept) -> None:
        state = read_state(self._app, kept.text)
        if state.query or state.more:
            self._keeper.restore(state.query, state.more)
        self._waiting = dict(state.typed)
        self._before = kept.id  # it goes on under the id of this session
        self.touch()
        self._drop_offer()
        self._page.say(words("kept.back_from", when=moment(kept.time)))

    def _continued(self, in_field: bool) -> None:
        """The person pressed “Continue” in a page that had lost its session."""
        self._page.say(words("kept.back"))
        if not in_field:
            self._page.host.focus(".ospo h1")

    def _show_offer(self, kept: Kept) -> None:
        self._offer = Offer(
            self._page,
            kept,
            go_on=lambda: self._go_on(kept),
            anew=self._drop_offer,
            forget=self._forget,
        )
        self._page.put_above(self._offer)

    def _go_on(self, kept: Kept) -> None:
        try:
            self._take(kept)
        except OspoError:
            self._drop_offer()
            raise
        self._page.host.focus(".ospo h1")

    def _drop_offer(self) -> None:
        if self._offer is not None:
            self._page.take_away(self._offer)
            self._offer = None

    def _forget(self) -> None:
        if self._files is not None:
            self._files.forget()
        else:
            self._page.host.forget_kept(self._app)
        self._last = ""
        self._drop_offer()
        self._page.say(words("kept.forgotten"))

    def _text(self) -> str:
        snapshot = self._keeper.snapshot()
        if snapshot is None:
            return ""
        return write_state(self._app, State(snapshot.query, snapshot.more))


def _relabelled(label: str, labels: Callable[[str], str]) -> str:
    name, mark, number = label.partition("#")
    return f"{labels(name)}{mark}{number}"


def _of_texts(count: int, query: str = "") -> Snapshot:
    said = plural("kept.count.texts", count), plural("kept.said.texts", count)
    return Snapshot("", *said, query)


def keep_work(
    page: Page,
    app: str,
    keeper: Keeper | None = None,
    *,
    model: Any = None,
    names: Iterable[str] = ("revision",),
    fresh: bool = True,
) -> KeptWork:
    """Keep the work of a page from now on; called once, when the page has taken its address over.

    Args:
        page: The page.
        app: Name of its notebook.
        keeper: Knows the state; without one, only what stands in fields is kept.
        model: Its traits are watched, which is what counts where our front end does not run.
        names: Which traits.
        fresh: Whether the address held no state, so that older work may be offered.
    """
    kept = KeptWork(
        page,
        app,
        keeper or TypedOnly(page),
        files=files_for(app),
        asked=asked_record(),
        fresh=fresh,
    )
    if model is not None:
        model.observe(page.guard.quiet(kept.touch), list(names))
    page.guard.quiet(kept.begin)()
    page.work = kept
    return kept
