# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A snapshot of a store: its name, its files, and the manifest that makes it visible."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.records import About
from ospo_widgets.wording import words

FORMAT = 1
"""Of the store; a higher one was written by a newer program."""

MARKER = "store.json"
"""Says that a folder is a store, and of which format."""

MANIFEST = "manifest.json"
"""Written last; without it a snapshot is not there."""

MOST_MANIFEST = 64 << 20
"""Largest manifest that is read, bytes."""

TABLES = (
    "repositories",
    "claims",
    "disagreements",
    "dependencies",
    "packages",
    "domains",
    "problems",
)
"""Tables that each snapshot has as a whole, in its folder."""

CHAINS = ("months", "history", "seen")
"""Tables of which a snapshot has what differs from the one before, see ``chains.py``."""

_ID = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.r([2-9]|[1-9]\d{1,4}))?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, order=True)
class SnapshotId:
    """Name of a snapshot: ``2026-11-22``, and ``2026-11-22.r2`` when it was stored once more.

    Attributes:
        day: Day for which it stands.
        revision: 1, 2, …; the highest one of a day counts.
    """

    day: date
    revision: int = 1

    def __str__(self) -> str:
        return f"{self.day}" if self.revision == 1 else f"{self.day}.r{self.revision}"

    @classmethod
    def of(cls, name: str) -> SnapshotId | None:
        """The id that a folder’s name stands for; None for other folders."""
        match = _ID.fullmatch(name)
        if match is None:
            return None
        try:
            return cls(date.fromisoformat(match[1]), int(match[2] or 1))
        except ValueError:
            return None

    @property
    def manifest(self) -> str:
        """Path of its manifest."""
        return f"snapshots/{self}/{MANIFEST}"

    def path(self, table: str) -> str:
        """Path of one of its tables; of its chains in ``months/`` and ``events/``."""
        if table == "months":
            return f"months/{self}.parquet"
        if table in CHAINS:
            return f"events/{self}.{table}.parquet"
        return f"snapshots/{self}/{table}.parquet"


def current(ids: Iterable[SnapshotId]) -> tuple[SnapshotId, ...]:
    """The highest revision of each day, oldest day first."""
    return tuple({found.day: found for found in sorted(ids)}.values())


def lineage(ids: Iterable[SnapshotId]) -> str:
    """Short name for a row of snapshots; another one when any was put between or replaced."""
    return hashlib.sha256("\n".join(map(str, ids)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table of a snapshot.

    Attributes:
        rows: Its rows.
        bytes: Size of its file.
        sha256: Hexadecimal digest of its file.
    """

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of a snapshot that a summary needs.

    Attributes:
        repositories: How many.
        licenses: How many by SPDX expression; ``""`` is none, ``NOASSERTION`` not known.
        kinds: How many by kind; ``""`` is not known.
        errors: Repositories that could not be read.
        problems: Values that could not be taken over.
        disagreements: Values on which sources differ.
    """

    repositories: int
    licenses: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    errors: int = 0
    problems: int = 0
    disagreements: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the manifest of a snapshot says.

    Attributes:
        id: Its name.
        written: When it was stored, UTC (``2026-11-22T18:51:04Z``).
        after: The snapshot before it, whose chains its own continue; None for the first.
        whole: Its chains are complete, they continue none.
        depth: How many snapshots its chains go back; 0 when whole.
        lineage: Name of the row of snapshots up to it, at the time when it was stored.
        files: Its tables.
        counts: Figures for a summary.
        about: What to know of the data.
    """

    id: SnapshotId
    written: str
    after: SnapshotId | None
    whole: bool
    depth: int
    lineage: str
    files: Mapping[str, TableFile]
    counts: Counts
    about: About

    @property
    def day(self) -> date:
        """Day for which it stands."""
        return self.id.day

    def dump(self) -> bytes:
        """The manifest as JSON."""
        about = self.about
        data = {
            "format": FORMAT,
            "snapshot": str(self.id),
            "day": self.day.isoformat(),
            "revision": self.id.revision,
            "written": self.written,
            "after": str(self.after) if self.after else None,
            "whole": self.whole,
            "depth": self.depth,
            "lineage": self.lineage,
            "files": {
                name: {"rows": f.rows, "bytes": f.bytes, "sha256": f.sha256}
                for name, f in self.files.items()
            },
            "counts": {
                "repositories": self.counts.repositories,
                "licenses": dict(self.counts.licenses),
                "kinds": dict(self.counts.kinds),
                "errors": self.counts.errors,
                "problems": self.counts.problems,
                "disagreements": self.counts.disagreements,
            },
            "about": {
                "reference_date": about.reference_date.isoformat(),
                "read_on": about.read_on.isoformat() if about.read_on else None,
                "basis": about.basis,
                "absent": about.absent,
                "caveats": list(about.caveats),
            },
        }
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def load(cls, raw: bytes, expected: SnapshotId) -> Snapshot:
        """Read a manifest.

        Args:
            raw: Content of the file.
            expected: Snapshot in whose folder it lies.

        Raises:
            InputError: It is damaged, of another snapshot, or of a newer format.
        """
        damaged = InputError(
            words("store.damaged", file=expected.manifest), remedy=words("store.damaged-remedy")
        )
        data = read_json(raw)
        if data is None:
            raise damaged
        check_format(data)
        try:
            found = _snapshot(data)
        except (KeyError, ValueError, TypeError, AttributeError):
            raise damaged from None
        if found.id != expected or (found.after and found.after.day >= found.day):
            raise damaged
        return found


def read_json(raw: bytes) -> dict[str, Any] | None:
    """A JSON object, None when it is something else."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def check_format(data: Mapping[str, Any]) -> None:
    """Refuse what a newer program wrote.

    Raises:
        InputError: The format is a higher one than ours.
    """
    written = data.get("format")
    if isinstance(written, int) and written > FORMAT:
        raise InputError(words("store.newer", format=written))


def _snapshot(data: Mapping[str, Any]) -> Snapshot:
    counts, about = data["counts"], data["about"]
    return Snapshot(
        id=_id(data["snapshot"]),
        written=str(data["written"])[:40],
        after=_id(data["after"]) if data["after"] is not None else None,
        whole=bool(data["whole"]) or data["after"] is None,
        depth=_count(data["depth"]),
        lineage=str(data["lineage"])[:16],
        files={
            name: TableFile(_count(f["rows"]), _count(f["bytes"]), _sha256(f["sha256"]))
            for name, f in data["files"].items()
            if name in {*TABLES, *CHAINS}
        },
        counts=Counts(
            repositories=_count(counts["repositories"]),
            licenses=_counts(counts["licenses"]),
            kinds=_counts(counts["kinds"]),
            errors=_count(counts["errors"]),
            problems=_count(counts["problems"]),
            disagreements=_count(counts["disagreements"]),
        ),
        about=About(
            reference_date=date.fromisoformat(about["reference_date"]),
            read_on=date.fromisoformat(about["read_on"]) if about["read_on"] else None,
            basis=str(about["basis"]),
            absent=str(about["absent"]),
            caveats=tuple(map(str, about["caveats"])),
        ),
    )


def _id(name: str) -> SnapshotId:
    found = SnapshotId.of(name)
    if found is None:
        raise ValueError
    return found


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value


def _counts(values: Mapping[str, object]) -> dict[str, int]:
    return {str(name): _count(value) for name, value in values.items()}


def _sha256(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise ValueError
    return value
