# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Packs what files say into messages: what thousands of files say alike is sent once.

A message ``read`` has the rows ``said`` and ``stated`` that are new, which are then known by their
number in order of arrival, and for each file a short row that refers to them::

    {"kind": "read", "said": [[row, ...], ...], "stated": [{...}, ...],
     "rows": [[file, size, kind, encoding, digest, detector, number of said, ...], ...],
     "files": [[file, number of stated], ...]}

*file* is the place of the file in the listing. ``stated`` is what REUSE finds, with an empty source
where the file itself is meant. :class:`~ospo_widgets.scanning.facts.Facts` takes it apart.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ospo_widgets.scanning.intake.unpacking import NotScanned
from ospo_widgets.scanning.reading.reader import Reading
from ospo_widgets.scanning.reading.source import Kind
from ospo_widgets.scanning.reuse.detector import NAME as REUSE
from ospo_widgets.wording import number, words

Emit = Callable[[dict[str, Any]], None]
"""Sends one message; see :class:`~ospo_widgets.scanning.facts.Facts`."""

BATCH = 100
"""Files in one message."""


class Batch:
    """Readings and rows of files on their way, and the licences that were seen.

    Args:
        emit: Sends a message.
        places: Place of each file in the listing, by path as people see it.
    """

    def __init__(self, emit: Emit, places: Mapping[str, int]) -> None:
        self._emit = emit
        self._places = places
        self._licenses: Counter[str] = Counter()
        self._said = _Known(json.loads)
        self._stated = _Known(_as_mapping)
        self._readings: list[list[Any]] = []
        self._rows: list[tuple[int, int]] = []
        self._skipped: list[NotScanned] = []

    def add(self, reading: Reading, row: Mapping[str, Any] | None) -> None:
        """Take a reading in, and the row of a covered file when there is one."""
        sent = [self._places[reading.path], reading.size, reading.kind, reading.encoding,
                reading.digest]  # fmt: skip
        for name, text in reading.said.items():
            # What REUSE says goes with the row of the file, where steering files have their word.
            if name != REUSE and (at := self._said.number(text)) is not None:
                sent += (name, at)
        self._readings.append(sent)
        self._skipped += reading.problems
        if reading.kind == Kind.POINTER:
            self._skipped.append(NotScanned(reading.path, words("intake.skipped.lfs")))
        if row is not None:
            self.add_row(row)
        if len(self._readings) >= BATCH:
            self.send()

    def add_row(self, row: Mapping[str, Any]) -> None:
        """Take the row of a covered file in."""
        path = row["path"]
        licenses = row["licenses"]
        found = tuple((k, t, "" if s == path else s, n) for k, t, s, n in row["evidence"])
        stated = (tuple(licenses), tuple(row["invalid"]), tuple(row["copyrights"]), found)
        at = self._stated.number(stated)
        assert at is not None
        self._rows.append((self._places[path], at))
        self._licenses.update(licenses or ("",))

    def send(self) -> None:
        """Send what there is."""
        self._emit({
            "kind": "read", "said": self._said.new(), "stated": self._stated.new(),
            "rows": self._readings, "files": self._rows,
        })  # fmt: skip
        send_skipped(self._emit, self._skipped)
        self._readings, self._rows, self._skipped = [], [], []

    def top(self) -> tuple[tuple[str, str], ...]:
        """The licences that most files have, with their numbers as words."""
        best = sorted(self._licenses.items(), key=lambda pair: (-pair[1], pair[0]))[:6]
        return tuple((name, number(count)) for name, count in best)


class _Known:
    """Things that were sent, by their number, and those that are new.

    Args:
        plain: Makes plain data of a thing; ValueError when it is none.
    """

    def __init__(self, plain: Callable[[Any], Any]) -> None:
        self._plain = plain
        self._numbers: dict[Any, int | None] = {}
        self._new: list[Any] = []
        self._count = 0

    def number(self, thing: Any) -> int | None:
        """Its number; None when it cannot be sent."""
        try:
            return self._numbers[thing]
        except KeyError:
            pass
        try:
            self._new.append(self._plain(thing))
        except ValueError:
            self._numbers[thing] = None
            return None
        self._numbers[thing] = self._count
        self._count += 1
        return self._count - 1

    def new(self) -> list[Any]:
        """What is new since this was asked last."""
        new, self._new = self._new, []
        return new


def _as_mapping(stated: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(("licenses", "invalid", "copyrights", "evidence"), stated, strict=True))


def send_skipped(emit: Emit, skipped: Iterable[NotScanned]) -> None:
    """Send what was not scanned, when there is any."""
    rows = [(s.path, s.reason, s.incomplete) for s in skipped]
    if rows:
        emit({"kind": "skipped", "rows": rows})
