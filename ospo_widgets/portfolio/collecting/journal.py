# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a collection has finished, line by line, so that an interrupted one goes on where it was.

The first line says which collection it is. A line that was cut off by a crash or a full disk is
dropped; those before it hold.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.collecting.record_json import from_json, to_json
from ospo_widgets.portfolio.collecting.settings import CollectSettings
from ospo_widgets.wording import words

_FORMAT = "ospo-collection-1"
_BEGIN = b'{"format": "ospo-collection-'
_LONGEST_HEAD = 10_000
_LONGEST_LINE = 64 << 20
"""Bytes of one record; more is no line of ours."""


class Journal:
    """A journal that is open; other processes cannot open it meanwhile."""

    def __init__(self, path: Path, file: IO[bytes], places: dict[str, int]) -> None:
        self._path = path
        self._file = file
        self._places = places

    def __len__(self) -> int:
        """How many repositories earlier runs have finished without an error."""
        return len(self._places)

    def get(self, key: str) -> SourceRecord | None:
        """The record that an earlier run made without an error, None when there is none.

        Args:
            key: Key of the reference.
        """
        place = self._places.get(key)
        if place is None:
            return None
        self._file.seek(place)
        line = self._file.readline(_LONGEST_LINE)
        self._file.seek(0, os.SEEK_END)
        return from_json(json.loads(line)[1])

    def add(self, records: list[tuple[str, SourceRecord]]) -> None:
        """Keep records; they are on disk when this returns.

        Args:
            records: Pairs of the key of the reference, and the record.

        Raises:
            OspoError: The disk is full, or the file cannot be written any more.
        """
        lines = [json.dumps([key, to_json(record)], ensure_ascii=False) for key, record in records]
        try:
            self._file.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            raise OspoError(words("collecting.journal.unwritable", file=self._path.name)) from None


def basis_of(settings: CollectSettings) -> dict[str, str]:
    """What two runs must have in common so that one can go on with the other."""
    tools = (settings.recognise, settings.inspect, settings.examine)
    names = (getattr(tool, "__qualname__", "yes") if tool else "-" for tool in tools)
    return {
        "read_on": settings.read_on.isoformat(),
        "reference_date": settings.reference_date.isoformat(),
        "tools": " ".join(names),
    }


def days_of(path: Path) -> tuple[date, date] | None:
    """Day and reference date of the collection in a journal, to go on with it on a later day.

    Returns:
        None when there is no such journal.
    """
    try:
        with path.open("rb") as file:
            basis = json.loads(file.readline(_LONGEST_HEAD))["basis"]
        return date.fromisoformat(basis["read_on"]), date.fromisoformat(basis["reference_date"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


@contextmanager
def journal(path: Path, basis: Mapping[str, str]) -> Iterator[Journal]:
    """Open a journal, or begin one.

    Args:
        path: The file.
        basis: Which collection it is for, see :func:`basis_of`.

    Raises:
        InputError: Another process has it, it is no journal or that of another collection, or it
            cannot be written.
    """
    with _open(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(words("collecting.journal.busy", file=path.name)) from None
        places, end = _read(file, path, basis)
        file.seek(end)
        file.truncate()
        if not end:
            head = json.dumps({"format": _FORMAT, "basis": dict(basis)}) + "\n"
            try:
                file.write(head.encode())
                file.flush()
            except OSError:
                raise InputError(words("collecting.journal.unwritable", file=path.name)) from None
        yield Journal(path, file, places)


def _open(path: Path) -> IO[bytes]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("r+b" if path.exists() else "w+b")
    except OSError:
        raise InputError(words("collecting.journal.unwritable", file=path.name)) from None


def _read(file: IO[bytes], path: Path, basis: Mapping[str, str]) -> tuple[dict[str, int], int]:
    """Where each record begins, and where the last whole line ends; 0 in an empty file."""
    head = file.readline(_LONGEST_HEAD)
    if not head.endswith(b"\n"):
        # A crash may have cut the first line; anything else is not ours to write over.
        if not _BEGIN.startswith(head[: len(_BEGIN)]):
            raise InputError(words("collecting.journal.other", file=path.name))
        return {}, 0
    try:
        said = json.loads(head)
        known, same = said["format"] == _FORMAT, said["basis"] == basis
    except (ValueError, KeyError, TypeError, RecursionError):
        known = same = False
    if not known:
        raise InputError(words("collecting.journal.other", file=path.name))
    if not same:
        raise InputError(words("collecting.journal.different", file=path.name))
    places: dict[str, int] = {}
    end = file.tell()
    while (line := file.readline(_LONGEST_LINE)).endswith(b"\n"):
        try:
            key, plain = json.loads(line)
            record = from_json(plain)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            break
        if not record.error:
            places[str(key)] = end
        end = file.tell()
    return places, end
