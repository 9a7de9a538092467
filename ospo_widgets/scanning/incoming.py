# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What comes into a project: dependencies with licence, part and use, and what conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Part
from ospo_widgets.scanning.conflicts.find import find_conflicts
from ospo_widgets.scanning.conflicts.model import Conflict
from ospo_widgets.scanning.conflicts.parts import settle
from ospo_widgets.scanning.conflicts.vendored import (
    Vendored,
    vendored_works,
    with_vendored_licenses,
)
from ospo_widgets.scanning.dependencies.licenses import Licensed
from ospo_widgets.scanning.facts import Facts

SURE = 80
"""Confidence from which on words in a file count against the licence of its part."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What comes into a project.

    Attributes:
        licensed: Dependencies with their licences, each with the part that uses it and how.
        conflicts: What does not simply fit, the worst first.
        vendored: Work of others in the tree.
    """

    licensed: tuple[Licensed, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    vendored: tuple[Vendored, ...] = ()


def incoming_of(
    facts: Facts,
    licensed: Iterable[Licensed],
    parts: Sequence[Part],
    main: str | None,
    knowledge: Knowledge,
    *,
    outbound: str | None = None,
) -> Incoming:
    """Everything inbound, judged.

    Args:
        facts: What the worker found out: files, their licences, licence texts.
        licensed: Dependencies with their licences.
        parts: Of the project.
        main: Expression of the whole, None when there is none.
        knowledge: What the verdicts rest on.
        outbound: Licence that the person has in mind, instead of the one that was found.

    Raises:
        InputError: ``outbound`` is no licence.
    """
    licenses = stated_licenses(facts)
    texts = {text.path: text.ids for text in facts.license_texts}
    known = tuple(licensed)
    works = vendored_works(known, (file.path for file in facts.tree), licenses, texts)
    settled = settle(with_vendored_licenses(known, works), parts)
    conflicts = find_conflicts(
        parts=parts,
        main=main,
        licensed=settled,
        vendored=works,
        licenses=licenses,
        texts=texts,
        knowledge=knowledge,
        outbound=outbound,
    )
    return Incoming(settled, conflicts, works)


def stated_licenses(facts: Facts) -> dict[str, tuple[str, ...]]:
    """What each file states: its SPDX tags, else the notice or text that was told surely.

    A phrase in passing is no licence of a file, so only sure places count here.
    """
    found = {file.path: file.licenses for file in facts.files if file.licenses}
    for path, said in facts.detected.items():
        sure = all(place.confidence >= SURE for place in said.evidence)
        if path not in found and said.expression and sure:
            found[path] = (said.expression,)
    return found
