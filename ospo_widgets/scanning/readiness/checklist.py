# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The release checklist with its answers: what the scan tells, then what a person answered.

Yes is never guessed: it needs something that was found, or a person who says so. A person’s yes
does not outweigh a finding; their no counts always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ospo_widgets.knowledge.checklist import ChecklistItem
from ospo_widgets.knowledge.model import Answer
from ospo_widgets.scanning.checks.model import Subject
from ospo_widgets.scanning.hardware.items import HardwareItem, hardware_items
from ospo_widgets.scanning.readiness.answers import PATH, answers_from
from ospo_widgets.scanning.readiness.model import PersonAnswer, ReadinessItem
from ospo_widgets.scanning.readiness.software_items import TELLERS, Told
from ospo_widgets.scanning.result import Finding

OPEN = frozenset(
    {"dependency.unknown", "dependency.open", "conflict.vendored-unknown", "rights.other-holders",
     "rights.missing-house"}
)  # fmt: skip
"""Findings that leave an item open: they ask, and do not say no."""
MAX_EVIDENCE = 20


def readiness(
    subject: Subject,
    findings: Iterable[Finding],
    *,
    partial: bool,
    answers: Mapping[str, PersonAnswer] | None = None,
) -> tuple[ReadinessItem, ...]:
    """All items that concern the tree, in the order of the checklist.

    Args:
        subject: What the scan found out.
        findings: What is to be settled; what the baseline accepts is not among it.
        partial: The scan saw only a part, so it cannot say yes.
        answers: What a person answered; it counts before the answers that lie in the tree.

    Returns:
        Software items always, hardware items when there is hardware or gateware.
    """
    rows = subject.facts.rows("checklist-answers").get(PATH, ())
    in_tree, _ = answers_from(rows, subject.knowledge.checklist)
    given = {**in_tree, **(answers or {})}
    against = _against(findings)
    hardware = hardware_items(subject)
    blind = partial or not subject.facts.total
    items = []
    for item in subject.knowledge.checklist.values():
        if item.id.startswith("H") and not hardware:
            continue
        told = _told(subject, item, hardware.get(item.id), blind=blind)
        # The hardware room names the kinds that say no; here they must have been found.
        items.append(_item(item, told, against.get(item.id, ()), given.get(item.id), hardware))
    return tuple(items)


def _against(findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for finding in findings:
        for item in finding.checklist:
            found.setdefault(item, {}).setdefault(finding.id)
    return {item: tuple(ids) for item, ids in found.items()}


def _told(
    subject: Subject, item: ChecklistItem, hardware: HardwareItem | None, *, blind: bool
) -> Told:
    if blind:
        return Told()
    if hardware is not None:
        return Told(hardware.answer, hardware.paths)
    teller = TELLERS.get(item.id)
    return teller(subject) if teller is not None else Told()


def _item(
    item: ChecklistItem,
    told: Told,
    against: tuple[str, ...],
    person: PersonAnswer | None,
    hardware: Mapping[str, HardwareItem],
) -> ReadinessItem:
    answer, applies, note, by = told.answer, told.applies, told.note, "scan"
    evidence = told.evidence
    if any(finding not in OPEN for finding in against):
        answer, applies = Answer.NO, True
    elif against and answer is Answer.YES:
        answer = Answer.UNKNOWN
    if person is not None and person.counts(answer):
        answer, applies, note = person.answer, person.applies, person.note
        by = "file" if person.path else "person"
        evidence = (person.path, *evidence) if person.path else evidence
    if answer is Answer.UNKNOWN and applies:
        by = ""
    asked = hardware[item.id].question if item.id in hardware else ""
    is_open = applies and answer in {Answer.UNKNOWN, Answer.CONDITIONAL}
    return ReadinessItem(
        id=item.id,
        answer=answer if applies else Answer.UNKNOWN,
        findings=against,
        title=item.title,
        kind=item.kind,
        evidence=evidence[:MAX_EVIDENCE],
        question=(asked or item.question) if is_open else "",
        note=note,
        ask=item.ask,
        told_by=by,
        applies=applies,
    )
