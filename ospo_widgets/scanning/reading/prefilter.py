# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which detectors a file may concern: all triggers at once, in time linear in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

import re2

from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Kind, Source

SMALLEST = 4
"""Smallest number that stands for “many”."""
LONGEST = 8
"""Largest count in a trigger that is kept as it is."""
_COUNT = re.compile(r"(?<!\\x)\{(\d+)(,?)(\d*)\}")


def loosened(trigger: str) -> str:
    """The trigger with “many” for large counts; it matches whatever it matched, and a little more.

    Automata that count are large, and each process builds them anew from what it reads: without
    counts it reads a third faster. Detectors look closely themselves.
    """

    def many(found: re.Match[str]) -> str:
        least, open_end, most = int(found[1]), found[2] and not found[3], int(found[3] or found[1])
        kept = most <= LONGEST and not (open_end and least > SMALLEST)
        return found[0] if kept else f"{{{min(least, SMALLEST)},}}"

    return _COUNT.sub(many, trigger)


class Prefilter:
    """Chooses detectors for a file.

    Args:
        detectors: All there are.

    Raises:
        ValueError: A trigger is no expression that RE2 knows.
    """

    def __init__(self, detectors: Sequence[Detector]) -> None:
        self._detectors = tuple(detectors)
        self._wanting = [(i, d.wants) for i, d in enumerate(detectors) if d.wants is not None]
        self._owners: list[int] = []
        options = re2.Options()
        options.case_sensitive = False
        options.max_mem = 64 << 20
        options.log_errors = False
        self._set = re2.Set.SearchSet(options)
        for i, detector in enumerate(self._detectors):
            for trigger in detector.triggers:
                try:
                    self._set.Add(loosened(trigger))
                except re2.error as error:
                    raise ValueError(f"{detector.name}: {trigger}: {error}") from None
                self._owners.append(i)
        self._set.Compile()

    def wanted(self, path: str) -> frozenset[int]:
        """Detectors, by index, that want this path whatever is in it."""
        return frozenset([i for i, wants in self._wanting if wants(path)])

    def triggered(self, source: Source) -> set[int]:
        """Detectors, by index, of which a trigger matches; none for files that are no text."""
        if source.kind is not Kind.TEXT or not self._owners:
            return set()
        return {self._owners[i] for i in self._set.Match(source.utf8) or ()}
