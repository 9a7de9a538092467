# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about who contributed, and about what the history still holds. People are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.wording import number, plural, words

_OWN = re.compile(r"\bCERN\b|European Organi[sz]ation for Nuclear Research", re.I)


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about contributors and history."""
    yield from _outside(subject)
    yield from _old_secrets(subject)


def _outside(subject: Subject) -> Iterator[Draft]:
    """People from elsewhere whose rights are not told, where our organisation claims to hold all.

    Who signs off each commit (Developer Certificate of Origin) has told.
    """
    authors = subject.facts.history.authors
    if authors is None or not authors.outside_unsigned or not _claimed(subject):
        return
    values = {
        "people": plural("authors.people", authors.outside_unsigned),
        "all": number(authors.people),
    }
    groups = authors.by_group or {}
    evidence = tuple(
        words("authors.line", group=words(f"authors.group.{group}"), people=plural(
            "authors.people", count))
        for group, count in groups.items()
    )  # fmt: skip
    yield Draft("authors.outside-unsigned", (), values, evidence)


def _claimed(subject: Subject) -> bool:
    return any(_OWN.search(notice) for file in subject.facts.files for notice in file.copyrights)


def _old_secrets(subject: Subject) -> Iterator[Draft]:
    secrets = subject.facts.history.secrets
    if secrets is None:
        return
    # What still stands in the tree is a finding of its own.
    rows = [s for s in secrets.found if not _still_there(subject, s.kind, s.path)]
    if rows:
        paths = tuple(f"{s.path}:{s.line}" for s in rows)
        evidence = tuple(
            words("authors.old_secret", path=s.path, year=s.year, commit=s.commit) for s in rows
        )
        count = plural("authors.secrets", len(rows))
        yield Draft("history.secret", paths, {"count": count}, evidence[:20])


def _still_there(subject: Subject, kind: str, path: str) -> bool:
    return any(row["kind"] == kind for row in subject.facts.rows("secrets").get(path, ()))
