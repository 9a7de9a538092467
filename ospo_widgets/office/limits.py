# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How many letters a session and a server may send, so that no one floods the office.

The server's count is a file that all its sessions share. It holds times, and nothing of a letter.
"""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.office.settings import MailSettingsError
from ospo_widgets.wording import words

HOUR = 3600
SESSION_HOURLY = 5
"""Letters of one session in an hour."""
MAX_LINES = 20_000
"""Times that the file may hold; more is no file of ours."""


class TooManyLettersError(InputError):
    """The limit of the session or of the server is reached; nothing was sent."""


class SessionCount:
    """Letters of one session.

    Args:
        hourly: How many an hour.
        now: Clock, in seconds.
    """

    def __init__(
        self, hourly: int = SESSION_HOURLY, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._hourly = hourly
        self._now = now
        self._times: list[float] = []

    def check(self) -> None:
        """See whether one more may go.

        Raises:
            TooManyLettersError: The limit is reached.
        """
        now = self._now()
        self._times = [t for t in self._times if now - t < HOUR]
        if len(self._times) >= self._hourly:
            raise TooManyLettersError(words("office.send.session_limit", count=self._hourly))

    def take(self) -> None:
        """Count one letter that went out."""
        self._times.append(self._now())


class ServerCount:
    """Letters of all sessions of a server, counted in a file of its account.

    Args:
        hourly: How many an hour.
        file: Where they are counted; by default below the account's folder for state.
        now: Clock, in seconds since 1970.
    """

    def __init__(
        self,
        hourly: int,
        file: Path | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._hourly = hourly
        self._file = file
        self._now = now

    def take(self) -> None:
        """Count one letter.

        Raises:
            TooManyLettersError: The limit is reached.
            MailSettingsError: Nothing can be counted here, so nothing is sent.
        """
        try:
            file = self._file or _count_file()
            # Not through a link: what it leads to would be written over.
            handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError:
            raise MailSettingsError(words("office.send.no_count")) from None
        with os.fdopen(handle, "r+", encoding="ascii", errors="replace") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            now = self._now()
            times = [t for t in _times(stream.read(MAX_LINES * 20)) if abs(now - t) < HOUR]
            if len(times) >= self._hourly:
                raise TooManyLettersError(words("office.send.server_limit"))
            stream.seek(0)
            stream.truncate()
            stream.writelines(f"{int(t)}\n" for t in (*times, now))


def _times(text: str) -> list[float]:
    """Times of the file; what is none of ours is left out."""
    return [float(line) for line in text.split()[:MAX_LINES] if line.isdigit()]


def _count_file() -> Path:
    """The file of this account: in its folder for state, else in a private temporary one."""
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    folder = Path(state) / "ospo-widgets"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder / "letters"
    except OSError:
        pass  # a service without a home
    folder = Path(tempfile.gettempdir()) / f"ospo-letters-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    told = folder.lstat()
    if told.st_uid != os.getuid() or not stat.S_ISDIR(told.st_mode) or told.st_mode & 0o077:
        raise PermissionError(str(folder))  # somebody else made it
    return folder / "letters"
