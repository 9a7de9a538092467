# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about what the README says."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.parts import material_of
from ospo_widgets.wording import plural, words

FEW_WORDS = 25
"""Words of prose below which a README says almost nothing."""
ASKED = ("purpose", "install", "status", "contact")
"""Topics that the checklist asks for (S16)."""


def main_readme(subject: Subject) -> tuple[str, Mapping[str, Any]] | None:
    """Path and content of the README that people see first; None when none was read.

    At the top before other folders, the one that says most before others.
    """
    rows = [(path, found[0]) for path, found in subject.facts.rows("readme").items() if found]
    if not rows:
        return None
    return min(rows, key=lambda row: (row[0].count("/"), -row[1]["words"], row[0]))


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about the README; none when there is none, which is a finding of its own."""
    found = main_readme(subject)
    if found is None:
        return
    path, readme = found
    if readme["template"]:
        places = tuple(f"{path}:{line}" for line, _ in readme["template"])
        texts = tuple(text for _, text in readme["template"])
        yield Draft("release.readme-template", places, {"path": path}, texts[:10])
    elif readme["words"] < FEW_WORDS:
        yield Draft("release.readme-short", (path,), {"path": path})
    missing = missing_topics(subject)
    if missing and readme["words"] >= FEW_WORDS and not readme["template"]:
        shown = ", ".join(words(f"readiness.topic.{topic}") for topic in missing)
        yield Draft("release.readme-topics", (path,), {"path": path, "topics": shown})
    if readme["language"] not in {"", "en"}:
        language = words(f"readiness.language.{readme['language']}")
        yield Draft("release.readme-language", (path,), {"path": path, "language": language})
    yield from _links(subject, path, readme)


def missing_topics(subject: Subject) -> tuple[str, ...]:
    """Topics that neither the README nor a file beside it tells; installing, only of software."""
    found = main_readme(subject)
    if found is None:
        return ()
    told = {*found[1]["topics"]}
    manual = "documentation" in found[1]["topics"]
    if manual or "install" in subject.places or not _is_installed(subject):
        told.add("install")
    if "support" in subject.places:
        told.add("contact")
    metadata = [row for rows in subject.facts.rows("metadata").values() for row in rows]
    if any("status" in row["fields"] for row in metadata):
        told.add("status")
    if found[1]["mail"]:
        told.add("contact")
    return tuple(topic for topic in ASKED if topic not in told)


def _is_installed(subject: Subject) -> bool:
    """Whether there is software that somebody could install."""
    return any(material_of(file.path) == "software" for file in subject.facts.tree)


def _links(subject: Subject, path: str, readme: Mapping[str, Any]) -> Iterator[Draft]:
    there = {file.path for file in subject.facts.tree}
    there |= {skipped.path for skipped in subject.facts.not_scanned}
    folders = {folder for one in there for folder in _folders(one)}
    broken = []
    for line, target in readme["links"]:
        leads = _resolved(path, target)
        if leads and leads not in there and leads not in folders and not _inside(leads, subject):
            broken.append((line, target))
    if broken:
        places = tuple(f"{path}:{line}" for line, _ in broken)
        count = plural("readiness.links", len(broken))
        targets = tuple(dict.fromkeys(target for _, target in broken))
        yield Draft("release.readme-links", places, {"count": count}, targets[:20])


def _inside(path: str, subject: Subject) -> bool:
    """Whether a path lies in what was not scanned: a submodule, a folder that cannot be read."""
    return any(path.startswith(f"{skipped.path}/") for skipped in subject.facts.not_scanned)


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _resolved(path: str, target: str) -> str:
    """Path in the tree to which a link leads; empty when it leaves the tree or stays where it is.

    Platforms let links begin with a slash at the top, and lead out of the tree to their own pages
    (``../../issues``).
    """
    base = "" if target.startswith("/") else posixpath.dirname(path)
    leads = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
    return "" if leads.startswith("..") or leads in {".", ""} or "-/" in leads else leads
