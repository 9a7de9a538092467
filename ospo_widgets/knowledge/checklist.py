# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The release checklist: what to know before a release, of software (S) and of hardware (H)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ospo_widgets.knowledge.model import Knowledge, Provenance
from ospo_widgets.knowledge.nodes import Row

if TYPE_CHECKING:
    from ospo_widgets.knowledge.checks import Fault

KINDS = ("A", "Q", "A/Q", "H")
"""Who can answer: a scan, a person, a scan in part and a person for the rest, who signs off."""

_ID = re.compile(r"[SH]\d\d")


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of the release checklist.

    Attributes:
        id: ``S`` (software) or ``H`` (hardware) and two digits.
        title: What it asks for, as a heading.
        kind: One of :data:`KINDS`.
        question: What to ask a person where a scan cannot tell; empty for kind ``A``.
        why: Why it matters, one sentence.
        ask: Roles who can answer or help: ``ospo``, ``tto``, ``group-leader``, ``team``.
        provenance: Sources.
    """

    id: str
    title: str
    kind: str
    question: str
    why: str
    ask: tuple[str, ...]
    provenance: Provenance


def checklist_row(row: Row) -> ChecklistItem:
    """A row of ``checklist.yaml``."""
    found = ChecklistItem(
        id=row.text("id", required=True),
        title=row.text("title", required=True),
        kind=row.one_of("kind", KINDS),
        question=row.text("question"),
        why=row.text("why", required=True),
        ask=row.texts("ask"),
        provenance=row.provenance(),
    )
    if found.id and not _ID.fullmatch(found.id):
        row.wrong("id", f"the id “{found.id}” must be S or H and two digits.")
    if found.kind != "A" and not found.question:
        row.wrong("question", "“question” is missing: a scan alone cannot answer this item.")
    return found


def checklist_faults(knowledge: Knowledge) -> Iterator[Fault]:
    """Findings that name an item which the checklist does not have."""
    for kind in knowledge.findings.values():
        for item in kind.checklist:
            if item not in knowledge.checklist:
                yield "findings", kind.id, "checklist", f"checklist.yaml has no item “{item}”."
