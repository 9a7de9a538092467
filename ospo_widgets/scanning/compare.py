# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What changed between two scans of one project, from their JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.exports.places import place_of
from ospo_widgets.scanning.result import SCHEMA
from ospo_widgets.sizes import MEGABYTE
from ospo_widgets.wording import words

MAX_BYTES = 200 * MEGABYTE
"""Largest file of an earlier scan."""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding in one of two scans, or in both with other files.

    Attributes:
        id: Kind.
        about: What it is about.
        severity: In the newer scan, else in the older.
        title: In the newer scan, else in the older.
        added: Files that are new to it.
        removed: Files that are settled.
    """

    id: str
    about: str
    severity: str
    title: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueChange:
    """Something that has another value now; ``before`` or ``after`` is empty when it was not there.

    Attributes:
        name: Path of the file, or name of the dependency.
        before: Licences in the older scan.
        after: Licences in the newer scan.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of two scans.

    Attributes:
        before: Findings of the older scan.
        after: Findings of the newer scan.
        new: Findings that were not there before.
        gone: Findings that are settled.
        changed: Findings in other files.
        licenses: Files with other licences.
        dependencies: Dependencies that came, went, or have another licence or version.
        files: Number of files, before and after.
        stated: Files that state licence and copyright, before and after.
        verdicts: Verdict before and after.
        main: Main licence before and after.
    """

    before: int
    after: int
    new: tuple[FindingChange, ...]
    gone: tuple[FindingChange, ...]
    changed: tuple[FindingChange, ...]
    licenses: tuple[ValueChange, ...]
    dependencies: tuple[ValueChange, ...]
    files: tuple[int, int]
    stated: tuple[int, int]
    verdicts: tuple[str, str]
    main: tuple[str, str]

    @property
    def same(self) -> bool:
        """Nothing changed."""
        return not (self.new or self.gone or self.changed or self.licenses or self.dependencies)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "before": self.before,
            "after": self.after,
            **{
                name: [
                    {"id": c.id, "about": c.about, "severity": c.severity, "title": c.title,
                     "added": list(c.added), "removed": list(c.removed)}
                    for c in getattr(self, name)
                ]
                for name in ("new", "gone", "changed")
            },
            **{
                name: [
                    {"name": c.name, "before": c.before, "after": c.after}
                    for c in getattr(self, name)
                ]
                for name in ("licenses", "dependencies")
            },
            **{
                name: {"before": getattr(self, name)[0], "after": getattr(self, name)[1]}
                for name in ("files", "stated", "verdicts", "main")
            },
        }  # fmt: skip


def compare(old: object, new: object) -> Comparison:
    """Compare two scans.

    Args:
        old: JSON of the older scan, as :meth:`ScanResult.to_json` gives it.
        new: JSON of the newer one.

    Raises:
        InputError: One of them is no scan.
    """
    was, now = _scan(old), _scan(new)
    before, after = _findings(was), _findings(now)
    both = [key for key in after if key in before]
    changed = [_change(before[key], after[key]) for key in both]
    return Comparison(
        before=len(before),
        after=len(after),
        new=tuple(_change(None, after[key]) for key in after if key not in before),
        gone=tuple(_change(before[key], None) for key in before if key not in after),
        changed=tuple(c for c in changed if c.added or c.removed),
        # A file that states nothing comes and goes without a change of licences.
        licenses=tuple(
            c for c in _values(_file_licenses(was), _file_licenses(now)) if c.before or c.after
        ),
        dependencies=_values(_dependencies(was), _dependencies(now)),
        files=(_count(was, "files_total"), _count(now, "files_total")),
        stated=(_count(was, "files_stated"), _count(now, "files_stated")),
        verdicts=(str(was.get("verdict", "")), str(now.get("verdict", ""))),
        main=(_main(was), _main(now)),
    )


def read_scan(path: Path) -> object:
    """The JSON of an earlier scan, not checked yet.

    Raises:
        InputError: The file cannot be read, is too large or no JSON.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError(words("compare.closed", name=path.name, why=why)) from None
    return parse_scan(raw)


def parse_scan(raw: bytes) -> object:
    """The JSON of an earlier scan, not checked yet.

    Raises:
        InputError: It is too large or no JSON.
    """
    if len(raw) > MAX_BYTES:
        raise InputError(words("compare.large"))
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise InputError(words("compare.no_scan", schema=SCHEMA)) from None


def _scan(data: object) -> Mapping[str, Any]:
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise InputError(words("compare.no_scan", schema=SCHEMA))
    for name in ("findings", "files", "dependencies"):
        rows = data.get(name)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise InputError(words("compare.no_scan", schema=SCHEMA))
    return data


def _findings(scan: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(str(f.get("id")), str(f.get("about", ""))): f for f in scan["findings"]}


def _paths(finding: Mapping[str, Any] | None) -> dict[str, None]:
    given = finding.get("paths") if finding else None
    paths = given if isinstance(given, list) else []
    return dict.fromkeys(place_of(str(path)).path for path in paths)


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> FindingChange:
    shown = new or old or {}
    was, now = _paths(old), _paths(new)
    return FindingChange(
        id=str(shown.get("id")),
        about=str(shown.get("about", "")),
        severity=str(shown.get("severity", "")),
        title=str(shown.get("title", "")),
        added=tuple(p for p in now if p not in was),
        removed=tuple(p for p in was if p not in now),
    )


def _file_licenses(scan: Mapping[str, Any]) -> dict[str, str]:
    return {
        str(f.get("path")): " AND ".join(map(str, f.get("licenses") or ())) for f in scan["files"]
    }


def _dependencies(scan: Mapping[str, Any]) -> dict[str, str]:
    return {
        str(d.get("name")): " ".join(str(d.get(k) or "?") for k in ("version", "license")).lstrip(
            "? "
        )
        for d in scan["dependencies"]
    }


def _values(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[ValueChange, ...]:
    names = dict.fromkeys((*was, *now))
    return tuple(
        ValueChange(name, was.get(name, ""), now.get(name, ""))
        for name in names
        if was.get(name) != now.get(name)
    )


def _count(scan: Mapping[str, Any], name: str) -> int:
    summary = scan.get("summary")
    value = summary.get(name) if isinstance(summary, dict) else 0
    return value if isinstance(value, int) else 0


def _main(scan: Mapping[str, Any]) -> str:
    found = scan.get("license")
    return str(found.get("main", "")) if isinstance(found, dict) else ""
