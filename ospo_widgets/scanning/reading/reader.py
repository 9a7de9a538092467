# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads files, once each, and gives what the detectors say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ospo_widgets.scanning.deadline import DeadlineError, deadline
from ospo_widgets.scanning.paths import display, read_regular
from ospo_widgets.scanning.reading.detector import Detector, Row
from ospo_widgets.scanning.reading.prefilter import Prefilter
from ospo_widgets.scanning.reading.source import Kind, Source
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.unpacking import NotScanned

Evidence = dict[str, list[Row]]
"""What detectors say about one file, by their names; those without anything to say are left out."""


@dataclass(slots=True)
class Reading:
    """One file that was read.

    Attributes:
        path: Relative path, in display form.
        size: Bytes on disk.
        kind: What it is.
        encoding: Of text; empty for other kinds.
        digest: SHA-256 of what was read.
        evidence: What the detectors say.
        problems: What could not be done with it.
    """

    path: str
    size: int
    kind: str
    encoding: str
    digest: str
    evidence: Evidence
    problems: list[NotScanned]

    def to_json(self) -> dict[str, Any]:
        """Plain data for the message."""
        return {
            "path": self.path,
            "size": self.size,
            "kind": self.kind,
            "encoding": self.encoding,
            "digest": self.digest,
            "evidence": self.evidence,
        }


class Reader:
    """Reads the files of one tree.

    Args:
        root: The tree, absolute.
        detectors: What looks into files.
        settings: Limits.
    """

    def __init__(self, root: Path, detectors: Sequence[Detector], settings: ScanSettings) -> None:
        self._root = root
        self._detectors = tuple(detectors)
        self._prefilter = Prefilter(detectors)
        self._settings = settings

    def read_all(self, files: Sequence[tuple[str, int]]) -> Iterator[Reading]:
        """Read ``files``, pairs of relative path and size in bytes."""
        for path, size in files:
            yield self.read(path, size)

    def read(self, path: str, size: int) -> Reading:
        """Read one file; what cannot be read becomes a problem, never an error."""
        shown = display(path)
        try:
            data = read_regular(self._root / path, self._settings.max_buffer)
        except OSError as error:
            reason = (
                "no permission to read it"
                if isinstance(error, PermissionError)
                else "it went away during the scan"
                if isinstance(error, FileNotFoundError)
                else "it cannot be read"
            )
            return Reading(shown, size, "", "", "", {}, [NotScanned(shown, reason, True)])
        return self.examine(Source(path, data, max(size, len(data))))

    def examine(self, source: Source) -> Reading:
        """What the detectors say about a file that is here already."""
        shown = display(source.path)
        evidence: Evidence = {}
        problems: list[NotScanned] = []
        wanted = self._prefilter.wanted(shown)
        try:
            with deadline(self._settings.file_seconds):
                chosen = wanted | self._prefilter.triggered(source)
                for i in sorted(chosen):
                    detector = self._detectors[i]
                    if source.kind is Kind.BINARY and not detector.binary:
                        continue
                    if rows := detector.examine(source):
                        evidence[detector.name] = list(rows)
        except DeadlineError:
            problems.append(NotScanned(shown, "reading it took too long", True))
        except (Exception, RecursionError) as error:
            reason = f"it could not be parsed ({type(error).__name__})"
            problems.append(NotScanned(shown, reason, True))
        return Reading(
            shown, source.size, source.kind, source.encoding, source.digest, evidence, problems
        )
