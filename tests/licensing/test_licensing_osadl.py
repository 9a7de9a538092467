# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every disagreement with the OSADL matrix is in a list that a person reviewed, and no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ospo_widgets.knowledge import Answer, load_knowledge
from ospo_widgets.knowledge.matrices import MatrixAnswer, load_matrices
from ospo_widgets.licensing import compatible
from ospo_widgets.project import Use

FILE = Path(__file__).parent / "osadl_disagreements.yaml"
ENTRIES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["disagreements"]
SURE = {MatrixAnswer.YES: "yes", MatrixAnswer.SAME: "yes", MatrixAnswer.NO: "no"}

Difference = tuple[str, str, str, str, str]
"""Inbound, outbound, what we say, what OSADL says, and the row that decides."""


def listed() -> Iterator[Difference]:
    for entry in ENTRIES:
        for pairs in entry["pairs"]:
            for inbound in pairs["inbound"]:
                for outbound in pairs["outbound"]:
                    yield inbound, outbound, entry["ours"], entry["osadl"], entry["row"]


def found() -> Iterator[Difference]:
    matrix = load_matrices(None)[0]
    for outbound in matrix.rows:
        for inbound in matrix.columns:
            says = SURE.get(matrix.says(inbound, outbound) or MatrixAnswer.UNKNOWN)
            verdict = compatible(inbound, outbound, Use.COPY)
            lets = verdict.answer in {Answer.YES, Answer.CONDITIONAL}
            if says is None or (verdict.answer is not Answer.UNKNOWN and lets == (says == "yes")):
                continue
            row = verdict.reasons[0].row or "inferred"
            if verdict.answer is Answer.UNKNOWN:
                row = "left-open"
            yield inbound, outbound, str(verdict.answer), says, row


def test_the_list_is_complete_and_holds_nothing_else() -> None:
    ours, theirs = set(listed()), set(found())
    assert not sorted(theirs - ours), "not in the list; review them"
    assert not sorted(ours - theirs), "in the list, and no longer so"


def test_each_pair_stands_once_with_a_reason_and_an_authority() -> None:
    assert [pair for pair, times in Counter(d[:2] for d in listed()).items() if times > 1] == []
    for entry in ENTRIES:
        assert entry["why"].endswith(".")
        assert entry["authority"]


def test_rows_that_decide_are_ours() -> None:
    rows = {row.id for row in load_knowledge().verdicts} | {"inferred", "left-open"}
    assert {entry["row"] for entry in ENTRIES} <= rows


def test_what_a_verdict_shows_as_disagreement_is_in_the_list() -> None:
    matrix = load_matrices(None)[0]
    ours = {pair[:2] for pair in listed()}
    shown = 0
    for outbound in matrix.rows:
        for inbound in matrix.columns:
            others = compatible(inbound, outbound, Use.COPY).disagreement
            if any("OSADL" in other.source for other in others):
                shown += 1
                assert (inbound, outbound) in ours
    assert shown
