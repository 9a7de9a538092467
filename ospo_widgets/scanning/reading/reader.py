# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads files, once each, and gives what the detectors say."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ospo_widgets.scanning.intake.unpacking import NotScanned
from ospo_widgets.scanning.paths import display, read_regular
from ospo_widgets.scanning.reading.cache import EvidenceCache
from ospo_widgets.scanning.reading.detector import Detector, Row
from ospo_widgets.scanning.reading.prefilter import Prefilter
from ospo_widgets.scanning.reading.source import Kind, Source
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.worker.deadline import DeadlineError, FileDeadline
from ospo_widgets.wording import words

Said = Mapping[str, str]
"""What detectors say about one file, by their names, as JSON: it is kept, sent and compared more
often than it is looked at. Detectors without anything to say are left out."""

_NOTHING: Said = {}
_to_json = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(slots=True)
class Reading:
    """One file that was read.

    Attributes:
        path: Relative path, in display form.
        size: Bytes on disk.
        kind: What it is.
        encoding: Of text; empty for other kinds.
        digest: SHA-256 of what was read.
        said: What the detectors say.
        problems: What could not be done with it.
        failed: Names of detectors that did not come to an end.
        wanted: Names of detectors that looked because of the path, with commas.
        fresh: Whether detectors looked now; False when it was known from an earlier scan.
    """

    path: str
    size: int
    kind: str
    encoding: str
    digest: str
    said: Said = field(default_factory=dict)
    problems: Sequence[NotScanned] = ()
    failed: tuple[str, ...] = ()
    wanted: str = ""
    fresh: bool = True

    @property
    def evidence(self) -> dict[str, list[Row]]:
        """Rows of each detector."""
        return {name: json.loads(text) for name, text in self.said.items()}

    def lost(self, detector: str) -> bool:
        """Whether it is unknown what a detector would say."""
        return not self.kind or detector in self.failed


class Reader:
    """Reads the files of one tree.

    Args:
        root: The tree, absolute.
        detectors: What looks into files.
        settings: Limits.
        cache: What was said in earlier scans; None for none.
    """

    def __init__(
        self,
        root: Path,
        detectors: Sequence[Detector],
        settings: ScanSettings,
        cache: EvidenceCache | None = None,
    ) -> None:
        self._root = root
        self._detectors = tuple(detectors)
        self._prefilter = Prefilter(detectors)
        self._settings = settings
        self._limit = FileDeadline(settings.file_seconds)
        self._cache = cache
        self._names: dict[frozenset[int], str] = {}
        self._last: dict[int, tuple[Sequence[Row], str]] = {}

    def prepare(self) -> None:
        """Load what detectors need, once for all processes that will be forked."""
        for detector in self._detectors:
            if detector.prepare is not None:
                detector.prepare()

    def read(self, path: str, size: int) -> Reading:
        """Read one file; what cannot be read becomes a problem, never an error."""
        try:
            data = read_regular(f"{self._root}/{path}", self._settings.max_buffer)
        except OSError as error:
            shown = display(path)
            problems = (NotScanned(shown, _reason(error), True),)
            return Reading(shown, size, "", "", "", problems=problems)
        return self.examine(Source(path, data, max(size, len(data))))

    def examine(self, source: Source) -> Reading:
        """What the detectors say about a file that is here already."""
        shown = display(source.path)
        wanted = self._prefilter.wanted(shown)
        names = self._names.get(wanted)
        if names is None:
            names = ",".join(sorted(self._detectors[i].name for i in wanted))
            self._names[wanted] = names
        kind, encoding = source.kind.value, source.encoding
        known = self._known(source, names)
        if known is not None:
            return Reading(
                shown, source.size, kind, encoding, source.digest, known, wanted=names, fresh=False
            )
        said: dict[str, str] = {}
        problems: tuple[NotScanned, ...] = ()
        left: list[int] = []
        failed: list[int] = []
        try:
            with self._limit:
                left = self._chosen(source, wanted)
                while left:
                    try:
                        if rows := self._detectors[left[-1]].examine(source):
                            said[self._detectors[left[-1]].name] = self._json(left[-1], rows)
                    except DeadlineError:
                        raise
                    except Exception as error:
                        failed.append(left[-1])
                        reason = words("intake.skipped.unparsed", kind=type(error).__name__)
                        problems = (NotScanned(shown, reason, True),)
                    left.pop()
        except DeadlineError:
            problems = (NotScanned(shown, words("intake.skipped.slow"), True),)
        lost = tuple(self._detectors[i].name for i in (*failed, *left))
        return Reading(
            shown, source.size, kind, encoding, source.digest, said or _NOTHING, problems, lost,
            names,
        )  # fmt: skip

    def _json(self, detector: int, rows: Sequence[Row]) -> str:
        """Rows as JSON; a detector may give the very same rows for many files."""
        last = self._last.get(detector)
        if last is None or last[0] is not rows:
            last = self._last[detector] = rows, _to_json(rows)
        return last[1]

    def _known(self, source: Source, wanted: str) -> Said | None:
        """What was said about this content before, by all the detectors that this path wants."""
        if self._cache is None or not source.complete:
            return None
        entry = self._cache.get(source.digest, display(source.name))
        if entry is None:
            return None
        if entry.wanted != wanted and not set(wanted.split(",")) <= set(entry.wanted.split(",")):
            return None
        return entry.said

    def _chosen(self, source: Source, wanted: Collection[int]) -> list[int]:
        """Detectors, by index, that a file concerns; the first one last."""
        chosen = {*wanted, *self._prefilter.triggered(source)}
        if source.kind is Kind.BINARY:
            chosen = {i for i in chosen if self._detectors[i].binary}
        return sorted(chosen, reverse=True)


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return words("intake.skipped.permission")
    if isinstance(error, FileNotFoundError):
        return words("intake.skipped.gone")
    return words("intake.skipped.unreadable")
