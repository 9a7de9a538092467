# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""“I already know my licence”: fewer questions, the same checks, and an honest answer."""

from __future__ import annotations

import pytest

from ospo_widgets.advice.changes import what_would_change
from ospo_widgets.advice.known import read_known
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.project import Project

KNOWN = load_knowledge()
FORM = Questionnaire(KNOWN)
TWO = {"materials": ("software", "documentation")}


def asked(answers: dict[str, object]) -> set[str]:
    return {step.question.id for step in FORM.steps(Project(), answers)}  # type: ignore[arg-type]


def test_values_and_kinds_are_not_asked_and_everything_else_is() -> None:
    usual, short = asked(TWO), asked({**TWO, "known-license": "MIT"})
    assert usual - short == {"software-kind", "docs-kind", "openness"}
    assert short - usual == {"known-license"}
    assert {"authors", "components", "patent", "contract", "sensitive"} <= short


def test_an_empty_or_unknown_licence_asks_the_usual_questions() -> None:
    for value in ("", " ", "unknown"):
        assert asked({**TWO, "known-license": value}) == asked(TWO)


def test_the_chosen_licence_comes_first_with_its_reason() -> None:
    advice = recommend(Project(), {**TWO, "known-license": "MIT"}, KNOWN)
    software, documents = advice.parts
    first = software.candidates[0]
    assert first.license.id == "MIT" and first.reasons[0].key == "known-license"
    assert "have in mind" in first.reasons[0].text
    assert documents.chosen == "CC-BY-4.0"
    ruled_out = next(e for e in documents.excluded if e.license.id == "MIT")
    assert "not written for documents" in ruled_out.reasons[0].text


def test_what_is_ruled_out_says_why_what_would_change_it_and_what_is_nearest() -> None:
    answers = {
        "materials": ("software",),
        "known-license": "GPL-2.0-only",
        "software/components": "x: Apache-2.0, y: MIT",
    }
    advice = recommend(Project(), answers, KNOWN)
    part = advice.parts[0]
    excluded = next(e for e in part.excluded if e.license.id == "GPL-2.0-only")
    assert any("x (Apache-2.0)" in reason.text for reason in excluded.reasons)
    assert part.candidates[0].license.id == "GPL-3.0-or-later"
    assert "GPL-2.0-only" in part.candidates[0].reasons[0].text
    changes = what_would_change(advice, "software", "GPL-2.0-only", KNOWN)
    assert changes == () or all(c.license == "GPL-2.0-only" for c in changes)


def test_what_would_change_is_found_for_a_component_that_is_asked_about() -> None:
    answers = {
        "materials": ("software",),
        "known-license": "MIT",
        "software/components": "x: GPL-3.0-only",
        "software/x/component-use": "copied",
    }
    advice = recommend(Project(), answers, KNOWN)
    assert advice.parts[0].candidate("MIT") is None
    changes = what_would_change(advice, "software", "MIT", KNOWN)
    assert {"separate", "replaced"} <= {c.value for c in changes}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("MIT", ("MIT",)),
        ("apache 2", ("Apache-2.0",)),
        ("MIT OR Apache-2.0", ("MIT", "Apache-2.0")),
        ("gplv3 or later; cc by 4.0", ("GPL-3.0-or-later", "CC-BY-4.0")),
        ("Apache-2.0 WITH SHL-2.1", ("Apache-2.0 WITH SHL-2.1",)),
    ],
)
def test_expressions_and_everyday_names_are_read(text: str, ids: tuple[str, ...]) -> None:
    assert read_known(text, KNOWN).ids == ids
    assert read_known(text, KNOWN).faults == ()


@pytest.mark.parametrize(
    ("text", "part_of_message"),
    [
        ("GPL3.1", "Did you mean GPL-3.0-or-later?"),
        ("CERN-OHL", "Did you mean CERN-OHL-S-2.0?"),
        ("MIT, colour", "“colour” is no licence"),
        ("MIT WITH Autoconf-exception-3.0", "without its exception"),
        (", ".join(["MIT"] * 30), "at most 20"),
    ],
)
def test_bad_names_are_problems_with_a_suggestion(text: str, part_of_message: str) -> None:
    problems = FORM.problems(Project(), {**TWO, "known-license": text})
    assert [p.key for p in problems] == ["known-license"]
    assert part_of_message in problems[0].message
    recommend(Project(), {**TWO, "known-license": text}, KNOWN)


def test_unknown_of_spdx_but_not_of_us_is_said() -> None:
    problems = FORM.problems(Project(), {"known-license": "Abstyles"})
    assert "by name only" in problems[0].message
