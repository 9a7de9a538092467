# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Best practices as typed rows: what to do, why, who says so, and what helps to do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ospo_widgets.knowledge.model import Provenance
from ospo_widgets.project import Material

APPS = (
    "licence_advisor",
    "repository_scan",
    "compatibility",
    "portfolio",
    "ask_the_office",
)
"""Apps to which a practice may lead."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that people do, under which they look for practices.

    Attributes:
        id: Also the name of the file with its practices.
        title: For example “Contribute to others’ projects”.
        text: What belongs to it, one sentence.
        provenance: Sources.
    """

    id: str
    title: str
    text: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Template:
    """A file to download, with gaps that are filled first.

    Attributes:
        id: Name of the row, for example ``citation``.
        file: Name of the file in ``practices/templates/``.
        name: Where it lies in a project, for example ``CITATION.cff``.
        title: What it is.
        text: What it is for, one sentence.
        materials: For which kinds of projects.
        settles: Findings of the scan that are gone once the filled file is there.
        provenance: Where its shape comes from.
        path: The file itself.
    """

    id: str
    file: str
    name: str
    title: str
    text: str
    materials: frozenset[Material]
    settles: tuple[str, ...]
    provenance: Provenance
    path: Path


@dataclass(frozen=True, slots=True)
class Practice:
    """One best practice.

    Attributes:
        id: Unique among all activities.
        doing: Id of its activity.
        title: What to do, as a heading.
        asked: Questions that people ask in its place.
        steps: What to do, one sentence a step, in order.
        why: The reason, one or two sentences.
        materials: Kinds of material that it is for.
        checks: Ids of findings and of items of the checklist that look for it.
        templates: Ids of templates.
        terms: Ids of the glossary.
        questions: Ids of questions of the advisor that ask about it.
        apps: Apps that help, as ``app`` or ``app?query``.
        see: Ids of other practices.
        provenance: Sources, day of review, and how sure we are.
    """

    id: str
    doing: str
    title: str
    asked: tuple[str, ...]
    steps: tuple[str, ...]
    why: str
    materials: frozenset[Material]
    checks: tuple[str, ...]
    templates: tuple[str, ...]
    terms: tuple[str, ...]
    questions: tuple[str, ...]
    apps: tuple[str, ...]
    see: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Practices:
    """All practices, validated.

    Attributes:
        activities: By id, in the order in which they are offered.
        practices: By id, in the order of their activities.
        templates: By id.
        ignored: Words that say nothing in a search.
        same: Word to the word that it is searched as.
        origin: ``kind:row id`` (``"practices:file-headers"``) to ``file:line``.
    """

    activities: Mapping[str, Activity]
    practices: Mapping[str, Practice]
    templates: Mapping[str, Template]
    ignored: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)

    def of(self, doing: str) -> tuple[Practice, ...]:
        """The practices of an activity."""
        return tuple(p for p in self.practices.values() if p.doing == doing)

    def for_check(self, check: str, also: tuple[str, ...] = ()) -> tuple[Practice, ...]:
        """Practices that a finding or an item of the checklist leads to.

        Args:
            check: Id of a finding (``release.no-readme``) or of an item (``S16``).
            also: Items of the checklist to which the finding belongs, taken when no practice
                names the finding itself.
        """
        found = tuple(p for p in self.practices.values() if check in p.checks)
        if found or not also:
            return found
        return tuple(p for p in self.practices.values() if set(also) & set(p.checks))
