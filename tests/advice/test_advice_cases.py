# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The table of cases: answers, and the licence, the exclusions or the hold that must follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ospo_widgets.advice.model import Recommendation
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.project import Project

TABLE = yaml.safe_load(
    (Path(__file__).parent / "cases" / "recommendations.yaml").read_text(encoding="utf-8")
)
CASES: list[dict[str, Any]] = TABLE["cases"]
KNOWN = load_knowledge()


def answers_of(case: dict[str, Any]) -> dict[str, Any]:
    given = {**TABLE["base"], **case["answers"]}
    return {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}


def advised(case: dict[str, Any]) -> Recommendation:
    return recommend(Project(name="x"), answers_of(case), KNOWN, case.get("policy", "cern-current"))


def test_the_table_is_large_and_its_ids_differ() -> None:
    assert len(CASES) >= 60
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case.keys() & {"first", "excluded", "holds"} for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_answers_have_no_problems(case: dict[str, Any]) -> None:
    form = Questionnaire(KNOWN, case.get("policy", "cern-current"))
    assert form.problems(Project(name="x"), answers_of(case)) == ()


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    advice = advised(case)
    assert [hold.rule for hold in advice.holds] == case.get("holds", [])
    if advice.holds:
        assert not any(part.candidates or part.chosen for part in advice.parts)
    for part_id, license_id in case.get("first", {}).items():
        part = advice.part(part_id)
        assert part is not None
        first = part.candidates[0].license.id if part.candidates else None
        assert first == license_id
    for part_id, license_ids in case.get("possible", {}).items():
        part = advice.part(part_id)
        assert part is not None and all(part.candidate(i) for i in license_ids)
    for part_id, license_ids in case.get("excluded", {}).items():
        part = advice.part(part_id)
        assert part is not None
        reasons = {row.license.id: row.reasons for row in part.excluded}
        assert all(reasons.get(i) and not part.candidate(i) for i in license_ids), reasons.keys()
    for part_id, expression in case.get("handed", {}).items():
        part = advice.part(part_id)
        assert part is not None and part.effective is not None
        assert part.effective.expression == expression
    assert set(case.get("points", [])) <= {point.id for point in advice.open_points}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_texts_name_a_variant_and_leave_no_blank(case: dict[str, Any]) -> None:
    advice = advised(case)
    texts = [hold.text for hold in advice.holds] + [point.text for point in advice.open_points]
    for part in advice.parts:
        for row in (*part.candidates, *part.excluded):
            texts += [reason.text for reason in row.reasons]
    for text in texts:
        assert "{" not in text and "}" not in text, text
        bare = text.replace("CERN-OHL family", "").replace("CERN-OHL v2", "")
        assert "CERN-OHL " not in bare and not bare.endswith("CERN-OHL"), text


def test_a_clearance_with_its_reference_is_no_open_point() -> None:
    case = next(case for case in CASES if case["id"] == "patent-cleared-and-noted")
    advice = advised(case)
    assert "patent-cleared" not in {point.id for point in advice.open_points}
    assert advice.answers["patent-record"] == "3 March 2026, KT-1234"
