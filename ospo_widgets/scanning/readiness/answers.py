# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Answers of a person to the release checklist, kept in the tree as ``.ospo/checklist.yaml``.

So that a pipeline can hold the whole list::

    answers:
      S09: yes
      S11: {answer: yes, note: "KT, 2026-10-02, reference KT-1234"}
      S27: {answer: not-applicable, note: no user interface}

An answer is ``yes``, ``no``, ``unknown`` or ``not-applicable``; that last one needs a note, and so
does a yes to an item that somebody signs off (H). A yes never outweighs what the scan found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import yaml

from ospo_widgets.knowledge.checklist import ChecklistItem
from ospo_widgets.knowledge.model import Answer
from ospo_widgets.scanning.readiness.model import NOT_APPLICABLE, PersonAnswer, ReadinessItem
from ospo_widgets.scanning.readiness.structured import StructureError, one_line, yaml_document
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

PATH = ".ospo/checklist.yaml"
MAX_ITEMS = 200
_ANSWERS = {
    "yes": Answer.YES,
    "true": Answer.YES,
    "no": Answer.NO,
    "false": Answer.NO,
    "unknown": Answer.UNKNOWN,
    NOT_APPLICABLE: Answer.UNKNOWN,
}
_FIELDS = frozenset({"answer", "note"})


def _examine(source: Source) -> list[list[Any]]:
    """Rows ``[line, item, answer, note]``; a problem has an empty item and its code as answer."""
    try:
        document = yaml_document(source.text)
    except StructureError as error:
        return [[error.line, "", "unreadable", str(error)]]
    data = document.data
    given = data.get("answers") if isinstance(data, dict) else None
    if not isinstance(given, dict):
        return [[1, "", "no-answers", ""]]
    rows: list[list[Any]] = [
        [document.line(name), "", "unknown-field", one_line(name, 60)]
        for name in data
        if name != "answers"
    ]
    for item, value in list(given.items())[:MAX_ITEMS]:
        line = document.line("answers", item)
        fields = value if isinstance(value, dict) else {"answer": value}
        rows += [[line, "", "unknown-field", one_line(f, 60)] for f in fields if f not in _FIELDS]
        answer = one_line(fields.get("answer"), 40).lower()
        rows.append([line, one_line(item, 20), answer, one_line(fields.get("note"))])
    return rows


DETECTOR = Detector("checklist-answers", 1, _examine, wants=lambda path: path == PATH)


def answers_from(
    rows: Iterable[Iterable[Any]], checklist: Mapping[str, ChecklistItem]
) -> tuple[dict[str, PersonAnswer], list[tuple[int, str, str]]]:
    """Answers by item, and what is wrong: line, code (``readiness.problem.<code>``), detail."""
    answers: dict[str, PersonAnswer] = {}
    problems: list[tuple[int, str, str]] = []
    for line, item, answer, note in rows:
        known = checklist.get(item)
        if not item:
            problems.append((int(line), str(answer), str(note)))
        elif known is None:
            problems.append((int(line), "unknown-item", str(item)))
        elif answer not in _ANSWERS:
            problems.append((int(line), "answer", f"{item}: {answer}"))
        elif not note and (answer == NOT_APPLICABLE or (known.kind == "H" and answer != "unknown")):
            problems.append((int(line), "note", str(item)))
        else:
            answers[item] = PersonAnswer(
                _ANSWERS[answer], str(note), answer != NOT_APPLICABLE, f"{PATH}:{line}"
            )
    return answers, problems


def answers_given(
    given: Mapping[str, str | bool], notes: Mapping[str, str] | None = None
) -> dict[str, PersonAnswer]:
    """Answers from elsewhere, for example from the sheet of the advisor.

    Args:
        given: Item to ``yes``, ``no``, ``unknown``, ``not-applicable``, True or False.
        notes: Item to its note.

    Raises:
        ValueError: An answer is none of these, or the id of an item is malformed.
    """
    found = {}
    for item, value in given.items():
        answer = str(value).lower()
        if answer not in _ANSWERS or not re.fullmatch(r"[SH]\d\d", item):
            raise ValueError(f"{item}: {value}")
        note = (notes or {}).get(item, "")
        found[item] = PersonAnswer(_ANSWERS[answer], note, answer != NOT_APPLICABLE)
    return found


def with_answers(
    items: Iterable[ReadinessItem], given: Mapping[str, PersonAnswer]
) -> tuple[ReadinessItem, ...]:
    """The checklist with answers of a person in it, by the rules of the checklist.

    Args:
        items: As the scan gave them, without these answers.
        given: Answers by item.
    """
    return tuple(_answered(item, given.get(item.id)) for item in items)


def _answered(item: ReadinessItem, person: PersonAnswer | None) -> ReadinessItem:
    # What stands in the tree was open for the scan, or it would not have counted.
    found = Answer.UNKNOWN if item.told_by == "file" else item.answer
    if person is None or not person.counts(found):
        return item
    is_open = person.applies and person.answer is Answer.UNKNOWN
    return replace(
        item,
        answer=person.answer,
        applies=person.applies,
        note=person.note,
        question=item.question if is_open else "",
        told_by="" if is_open else "person",
    )


def dump_answers(items: Iterable[ReadinessItem], given: Mapping[str, PersonAnswer]) -> str:
    """``.ospo/checklist.yaml`` with the answers given here, and those that the tree has already."""
    answers: dict[str, Any] = {}
    for item in items:
        person = given.get(item.id)
        if person is None and item.told_by == "file":
            person = PersonAnswer(item.answer, item.note, item.applies)
        if person is not None:
            said = str(person.answer) if person.applies else NOT_APPLICABLE
            answers[item.id] = {"answer": said, "note": person.note} if person.note else said
    return yaml.safe_dump({"answers": answers}, sort_keys=False, allow_unicode=True, width=100)
