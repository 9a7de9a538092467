# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about what community files say: conduct, security, changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ospo_widgets.scanning.checks.metadata import statements, version_key
from ospo_widgets.scanning.checks.model import Draft, Subject


def files_of(subject: Subject, kind: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Path and content of the community files of one kind, those at the top first."""
    rows = subject.facts.rows("community")
    found = [(p, row) for p, some in rows.items() for row in some if row["kind"] == kind]
    return sorted(found, key=lambda pair: (pair[0].count("/"), pair[0]))


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about community files."""
    for path, row in files_of(subject, "conduct"):
        if row["placeholder"]:
            place = f"{path}:{row['placeholder']}"
            yield Draft("release.conduct-contact", (place,), {"path": path})
    security = files_of(subject, "security")
    for path, row in security:
        if row["template"]:
            yield Draft("release.security-template", (f"{path}:{row['template']}",), {"path": path})
    if security and not any(row["contact"] or row["template"] for _, row in security):
        yield Draft("release.security-contact", (security[0][0],), {"path": security[0][0]})
    yield from _changes(subject)


def stated_version(subject: Subject) -> tuple[str, str]:
    """Version that the first manifest states, and its place; empty texts when none does."""
    for path, row in statements(subject):
        value, line = row["fields"].get("version", ("", 0))
        if value and version_key(str(value)) > (0, 0, 0):
            return str(value), f"{path}:{line}"
    return "", ""


def _changes(subject: Subject) -> Iterator[Draft]:
    version, place = stated_version(subject)
    stated = version_key(version)
    logs = [(p, row) for p, row in files_of(subject, "changelog") if row["versions"]]
    if not stated or not logs or not version.lstrip("vV").replace(".", "").isdigit():
        return
    known = [version_key(found) for _, row in logs for found in row["versions"]]
    # A change log of another series, or one by dates, says nothing about this version.
    if not any(key[:1] == stated[:1] or key < stated for key in known):
        return
    if max(known) < stated and not any(key[: len(stated)] == stated for key in known):
        path = logs[0][0]
        newest = max((v for _, row in logs for v in row["versions"]), key=version_key)
        values = {"path": path, "newest": newest, "version": version}
        yield Draft("release.changelog-behind", (path, place), values)
