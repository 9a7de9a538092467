# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Keeps answers of a forge, so that it need not send what has not changed.

Answers are kept as they were reduced: without people. While a run is not finished, what it has
read is taken from here without a question, which is how an interrupted run goes on. A folder that
cannot be written, or a file that cannot be read, only means that the forge is asked.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MARKER = "unfinished.json"
_NAMES = "names.json"
_GOES_ON = 86_400.0
"""Seconds after which an unfinished run is begun anew."""
_MOST_BYTES = 256 << 20
_MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was kept.

    Attributes:
        data: JSON, reduced.
        headers: Those that are needed again, by lower-case name.
        run: The run that last got or confirmed it.
    """

    data: Any
    headers: Mapping[str, str]
    run: str


class Answers:
    """The answers on one group or organisation."""

    def __init__(self, folder: Path | None, subject: str, basis: str, now: float) -> None:
        """Open the folder, or make it.

        Args:
            folder: Where answers of all forges are; None keeps nothing.
            subject: Forge and group.
            basis: What two runs must have in common so that one can go on with the other.
            now: Seconds since 1970.
        """
        name = hashlib.sha256(subject.encode()).hexdigest()[:24]
        self._folder = folder / f"forge-{name}" if folder is not None else None
        self._used: set[str] = set()
        self.run = secrets.token_hex(8)
        self.goes_on = False
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            self._folder = None
            return
        self._begin(basis, now)

    def _begin(self, basis: str, now: float) -> None:
        marker = self._read(_MARKER)
        try:
            same = marker["basis"] == basis and 0 <= now - float(marker["begun"]) < _GOES_ON
            run = str(marker["run"])
        except (KeyError, TypeError, ValueError, OverflowError):
            same = False
        if same:
            self.run, self.goes_on = run, True
        else:
            self._write(_MARKER, {"basis": basis, "run": self.run, "begun": now})

    def get(self, question: str) -> Kept | None:
        """The answer to a question as it was kept, None when there is none."""
        name = _name(question)
        plain = self._read(name)
        try:
            headers = {str(k): str(v) for k, v in plain["headers"].items()}
            kept = Kept(plain["data"], headers, str(plain["run"]))
        except (KeyError, TypeError, AttributeError):
            return None
        self._used.add(name)
        return kept

    def is_of_this_run(self, kept: Kept) -> bool:
        """Whether the run that goes on here has read it already."""
        return kept.run == self.run

    def put(self, question: str, data: Any, headers: Mapping[str, str]) -> None:
        """Keep an answer.

        Args:
            question: What was asked, without a token.
            data: JSON without people.
            headers: Those that are needed again.
        """
        name = _name(question)
        self._used.add(name)
        self._write(name, {"run": self.run, "headers": dict(headers), "data": data})

    def names(self) -> dict[str, list[str]]:
        """Addresses that each id has had, newest first."""
        plain = self._read(_NAMES)
        if not isinstance(plain, dict):
            return {}
        return {
            str(key): [one for one in value[:_MOST_NAMES] if isinstance(one, str)]
            for key, value in plain.items()
            if isinstance(value, list)
        }

    def keep_names(self, names: Mapping[str, list[str]]) -> None:
        """Keep the addresses that each id has had."""
        self._write(_NAMES, {key: value[:_MOST_NAMES] for key, value in names.items()})

    def finish(self) -> None:
        """Say that the run is complete: answers that it did not need go."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in {*self._used, _NAMES}:
                    path.unlink()

    def _read(self, name: str) -> Any:
        if self._folder is None:
            return None
        path = self._folder / name
        try:
            if path.stat().st_size > _MOST_BYTES:
                return None
            return json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return None

    def _write(self, name: str, plain: Any) -> None:
        if self._folder is None:
            return
        aside = ""
        try:
            handle, aside = tempfile.mkstemp(dir=self._folder, prefix="aside-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(plain, file)
            Path(aside).replace(self._folder / name)
        except (OSError, ValueError):
            # A full disk costs the answers kept, not the collection.
            if aside:
                with contextlib.suppress(OSError):
                    Path(aside).unlink()


def _name(question: str) -> str:
    return f"{hashlib.sha256(question.encode('utf-8', 'replace')).hexdigest()[:40]}.json"
