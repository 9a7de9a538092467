# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about what a release needs beside licences, and about the scan itself."""

from __future__ import annotations

from collections.abc import Iterator

from ospo_widgets.scanning.checks import community, metadata, readme
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.checks.reuse import files
from ospo_widgets.scanning.readiness.metadata import CITING

_EXPECTED = (
    ("release.no-readme", "readme"),
    ("release.no-contributing", "contributing"),
    ("release.no-code-of-conduct", "conduct"),
    ("release.no-security", "security"),
    ("release.no-citation", "citation"),
    ("release.no-authors", "authors"),
    ("release.no-changelog", "changelog"),
    ("release.no-tests", "tests"),
    ("release.no-ci", "ci"),
)
"""Kinds of findings, and the kind of file that settles each."""


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about files that are missing or say too little, and about what was not read."""
    if subject.facts.tree:
        for finding, kind in _EXPECTED:
            if kind not in subject.places and not _told_elsewhere(subject, kind):
                yield Draft(finding)
    yield from readme.check(subject)
    yield from metadata.check(subject)
    yield from community.check(subject)
    yield from _scan(subject)


def _told_elsewhere(subject: Subject, kind: str) -> bool:
    """Whether another file brings what a missing one would: authors and citation in metadata."""
    rows = metadata.statements(subject)
    if kind == "authors":
        return any("authors" in row["fields"] for _, row in rows)
    if kind == "citation":
        found = readme.main_readme(subject)
        cited = found is not None and bool({"citation"} & set(found[1]["topics"]))
        return cited or any(row["format"] in CITING for _, row in rows)
    return False


def _scan(subject: Subject) -> Iterator[Draft]:
    unread = tuple(n.path for n in subject.facts.not_scanned if n.incomplete)
    if unread:
        yield Draft("scan.unreadable", unread, files(unread))
    large = tuple(subject.facts.large_files)
    if large:
        yield Draft("scan.large-file-pointers", large, files(large))
    names = tuple(path for pair in subject.facts.collisions for path in pair)
    if names:
        yield Draft("scan.name-collision", names, files(names))
