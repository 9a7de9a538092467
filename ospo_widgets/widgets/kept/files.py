# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Kept work as small files of the person, where a page has no address or browser of its own.

One file a session, written anew and renamed over the old one: no lock, no database, so that a
network file system (EOS under SWAN) serves as well as a disk. Two pages of one app write two files.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER_VARIABLE = "OSPO_KEPT_DIR"
"""Environment variable with the folder for kept work; empty keeps nothing in files."""

MOST_FILES = 5
"""Sessions of one app that are kept; the oldest goes."""

KEPT_DAYS = 30
"""What is older goes."""

LARGEST = 200_000
"""Largest file that is read, bytes."""

_ID = re.compile(r"[A-Za-z0-9_-]{6,24}")


@dataclass(frozen=True)
class Kept:
    """One session's work.

    Attributes:
        id: Name of the session.
        time: When it was written, seconds since 1970.
        title: What it is about.
        count: How much there is.
        text: What :func:`~ospo_widgets.widgets.kept.record.write_state` wrote.
    """

    id: str
    time: float
    title: str
    count: str
    text: str


def new_id() -> str:
    """A random name for a session's work."""
    return secrets.token_urlsafe(9)


def is_id(text: str) -> bool:
    """Whether a text can be such a name."""
    return bool(_ID.fullmatch(text))


def kept_from(record: Mapping[str, object]) -> Kept | None:
    """A record of a file or a browser; None when it has not the form of one."""
    one = Kept(
        str(record.get("id", "")),
        _number(record.get("time")),
        str(record.get("title", ""))[:200],
        str(record.get("count", ""))[:100],
        str(record.get("text", "")),
    )
    return one if is_id(one.id) and one.text else None


def _number(value: object) -> float:
    # A day that no calendar has would end the page that shows it.
    return float(value) if isinstance(value, (int, float)) and 0 <= value < 2e10 else 0.0


class KeptFiles:
    """The files of one app.

    Args:
        folder: Where they are; made when something is written.
        app: Name of the app.
    """

    def __init__(self, folder: Path, app: str) -> None:
        self.folder = folder
        self._app = app

    def _path(self, session: str) -> Path:
        return self.folder / f"{self._app}.{session}.json"

    def write(self, one: Kept) -> bool:
        """Keep a session's work; gives whether that worked. Files of others are never touched."""
        record = {"id": one.id, "time": one.time, "title": one.title, "count": one.count}
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made with mode 0600, in the same folder: what is renamed must be on one file system.
            handle, name = tempfile.mkstemp(prefix=f".{self._app}.", dir=self.folder)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump({**record, "text": one.text}, file)
                os.replace(name, self._path(one.id))  # noqa: PTH105 - a path would be made of a name
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
                raise
        except OSError:
            return False
        self._tidy()
        return True

    def read(self, session: str) -> Kept | None:
        """One session's work."""
        return self._read(self._path(session)) if is_id(session) else None

    def all(self) -> list[Kept]:
        """What is kept, newest first."""
        found = [one for path in self._paths() if (one := self._read(path))]
        return sorted(found, key=lambda one: -one.time)

    def forget(self, session: str = "") -> None:
        """Remove one session's work, or all of the app."""
        for path in [self._path(session)] if session else self._paths():
            with contextlib.suppress(OSError):
                path.unlink()

    def _paths(self) -> list[Path]:
        try:
            return sorted(self.folder.glob(f"{self._app}.*.json"))
        except OSError:
            return []

    def _read(self, path: Path) -> Kept | None:
        try:
            with path.open("rb") as file:
                raw = file.read(LARGEST + 1)
            record = json.loads(raw) if len(raw) <= LARGEST else None
        except (OSError, ValueError, RecursionError):
            return None
        return kept_from(record) if isinstance(record, dict) else None

    def _tidy(self) -> None:
        oldest = time.time() - KEPT_DAYS * 86_400
        for place, one in enumerate(self.all()):
            if place >= MOST_FILES or one.time < oldest:
                self.forget(one.id)


def in_voila() -> bool:
    """Whether a page of Voilà shows this session, in contrast to a notebook."""
    server = os.environ.get("SERVER_SOFTWARE", "")
    return server.startswith("voila") or "VOILA_PREHEAT" in os.environ


def files_for(app: str) -> KeptFiles | None:
    """The files of an app, where the session runs as the person who uses it.

    That is a notebook, and a server of their own under a Hub. A Voilà server is shared, so nothing
    is written there; the browser keeps it.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if named == "" or os.environ.get("OSPO_FRAME") == "1":
        return None
    if in_voila() and not os.environ.get("JUPYTERHUB_USER"):
        return None
    if named:
        return KeptFiles(Path(named), app)
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return KeptFiles(Path(state) / "ospo-widgets" / "kept", app)
