# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.advice.answers import FIELDS, dump_answers, load_answers
from ospo_widgets.advice.named import read_names, slug
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.advice.revisions import fingerprint, rules_changed_since
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.project import Material, Part, Project
from ospo_widgets.resources import data_dir
from ospo_widgets.wording import day

PROJECT = Project(name="x", parts=(Part("a", "A", Material.DATA),))


def test_what_is_written_is_read_again():
    answers = {"materials": ("data",), "openness": "anything", "collaboration": ""}
    found = load_answers(dump_answers(PROJECT, answers, "generic"))
    assert (found.project, found.answers, found.policy) == (PROJECT, answers, "generic")


def edited(answers, change, project=PROJECT):
    """Text of a file whose plain data somebody, or time, changed."""
    data = json.loads(dump_answers(project, answers))
    change(data)
    return json.dumps(data)


SOFTWARE = Project(parts=(Part("software", "Software", Material.SOFTWARE),))
NINE = {
    "authors": ("staff",),
    "collaboration": "",
    "openness": "changes",
    "company": "no",
    "relicense": "no",
    "patent": "no",
    "contract": "no",
    "sensitive": "no",
    "software/software-kind": "library",
}


def test_a_file_says_on_which_questions_it_rests():
    found = load_answers(dump_answers(SOFTWARE, NINE))
    assert found.knowledge_date == load_knowledge().reviewed_on
    assert (found.changed, found.changed_on, found.left_out, found.notices) == ((), None, (), ())


def test_answers_to_changed_questions_are_marked_and_the_rest_is_kept():
    def age(data):
        data["questions"] |= {"patent": "000000", "software-kind": "ffffff"}

    found = load_answers(edited(NINE, age, SOFTWARE))
    assert found.answers == NINE
    assert set(found.changed) == {"patent", "software/software-kind"}
    questions = {q.id: q for q in load_knowledge().questions}
    assert found.changed_on == questions["patent"].provenance.checked
    assert found.notices == (
        f"The questions changed on {day(found.changed_on)}."
        " 2 of your 9 answers need a look; they are marked.",
    )


def test_an_option_that_is_gone_is_marked_and_not_blamed_on_the_link():
    def age(data):
        data["questions"]["patent"] = "000000"
        data["answers"]["patent"] = "perhaps"

    found = load_answers(edited(NINE, age, SOFTWARE), lenient=True)
    assert "patent" not in found.answers and found.changed == ("patent",)
    assert found.left_out == ()
    assert "1 of your 9 answers needs a look" in found.notices[0]


def test_a_tampered_link_keeps_what_can_be_read_and_counts_the_rest():
    def tamper(data):
        data["answers"] |= {"colour": "red", "patent": "perhaps", "company": 7}
        data["extra"] = True

    found = load_answers(edited(NINE, tamper, SOFTWARE), lenient=True)
    assert found.left_out == ("company", "patent", "colour")
    assert found.answers == {k: v for k, v in NINE.items() if k not in {"patent", "company"}}
    assert found.notices == (
        "This link or file was changed. We could read 7 answers and left out 3.",
    )
    assert Questionnaire(load_knowledge()).problems(found.project, found.answers) == ()
    with pytest.raises(InputError, match="extra"):
        load_answers(edited(NINE, tamper, SOFTWARE))


def test_lenient_reading_keeps_a_contradiction_for_the_page():
    clash = {**NINE, "openness": "everything", "company": "yes"}
    found = load_answers(dump_answers(SOFTWARE, clash), lenient=True)
    assert found.answers == clash and found.left_out == ()


@pytest.mark.parametrize("lenient", [False, True])
def test_another_version_is_refused_either_way(lenient):
    with pytest.raises(InputError, match="version"):
        load_answers(dump_answers(PROJECT, {}, version=2), lenient=lenient)


def test_files_of_before_are_read():
    found = load_answers('{"version": 1, "answers": {"patent": "no"}}')
    assert (found.answers, found.knowledge_date, found.changed) == ({"patent": "no"}, None, ())


def test_wording_alone_changes_no_fingerprint():
    question = next(q for q in load_knowledge().questions if q.id == "patent")
    reworded = replace(question, text="Brevet ?", why="", options=question.options)
    assert fingerprint(reworded) == fingerprint(question)
    assert fingerprint(replace(question, options=question.options[:-1])) != fingerprint(question)


def test_rules_that_changed_since_a_sheet_are_listed():
    known = load_knowledge()
    day = known.reviewed_on
    assert rules_changed_since(day, known) == ()
    policy = known.policies["cern-current"]
    newer = replace(
        policy.rules[0], provenance=replace(policy.rules[0].provenance, checked=date(2100, 1, 2))
    )
    rules = (newer, *policy.rules[1:])
    later = replace(known, policies={"cern-current": replace(policy, rules=rules)})
    found = rules_changed_since(day, later, "cern-current")
    assert [(r.kind, r.id, r.text) for r in found] == [("policies", newer.id, newer.text)]
    assert len(rules_changed_since(date.min, known)) > 500


def test_same_content_same_text():
    one = dump_answers(PROJECT, {"a": "1", "b": "2"})
    assert one == dump_answers(PROJECT, {"b": "2", "a": "1"})


GOOD = {"version": 1, "answers": {}}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"version": 2}, "version"),
        ({"version": True}, "version"),
        ({"version": "1"}, "version"),
        ({"policy": 3}, "policy"),
        ({"extra": 1}, "extra"),
        ({"answers": []}, "answers"),
        ({"answers": None}, "answers"),
        ({"answers": {"patent": None}}, "patent"),
        ({"answers": {"patent": 1}}, "patent"),
        ({"answers": {"authors": ["staff", 2]}}, "authors"),
        ({"answers": {"patent": {"a": "b"}}}, "patent"),
        ({"answers": {"": "x"}}, "key"),
        ({"answers": {"collaboration": "x" * 20_000}}, "collaboration"),
        ({"project": []}, "project"),
        ({"project": {"name": 1}}, "project.name"),
        ({"project": {"parts": [{"id": "a", "material": "cheese"}]}}, "material"),
    ],
)
def test_wrong_file_names_the_field(change, named):
    with pytest.raises(InputError, match=named):
        load_answers(json.dumps({**GOOD, **change}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "1",
        "{",
        '{"version": 1',
        "[" * 100_000,
        '{"version": NaN, "answers": {}}',
        '{"version": 1, "version": 1, "answers": {}}',
        " " * 2_000_000,
    ],
)
def test_no_json_is_one_sentence(text):
    with pytest.raises(InputError, match="No answer was taken from it"):
        load_answers(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([*sorted(FIELDS), "other"]), json_values),
    st.booleans(),
    st.booleans(),
)
def test_any_json_is_read_or_refused(data, ours, lenient):
    data |= {"version": 1} if ours else {}
    try:
        found = load_answers(json.dumps(data), lenient=lenient)
    except InputError as error:
        assert error.message
    else:
        assert found.version == 1


@given(st.text(max_size=200))
def test_any_text_of_components_is_read(text):
    named = read_names(text, load_knowledge())
    assert all(c.name for c in named.components)


@given(st.text(max_size=80))
def test_slug_is_plain(name):
    assert slug(name).replace("-", "").isalnum() and slug(name).isascii()


answer_values = st.text(max_size=10) | st.sampled_from(
    ["unknown", "yes", "no", "anything", "everything", "differs", "process", "library", "none"]
)
answer_keys = st.sampled_from(
    [q.id for q in load_knowledge().questions]
    + ["software/" + q.id for q in load_knowledge().questions]
    + ["software/fftw/" + q.id for q in load_knowledge().questions]
)


@given(st.dictionaries(answer_keys, answer_values | st.lists(answer_values, max_size=3).map(tuple)))
def test_any_answers_get_problems_or_advice_never_a_crash(answers):
    answers = {"materials": ("software",), "software/components": "FFTW", **answers}
    assert isinstance(Questionnaire(load_knowledge()).problems(Project(), answers), tuple)
    recommend(Project(), answers)


def test_examples_are_complete_and_without_problems():
    examples = sorted((data_dir() / "examples").glob("answers-*.json"))
    assert len(examples) >= 2
    for path in examples:
        case = load_answers(path.read_text(encoding="utf-8"))
        form = Questionnaire(load_knowledge(), case.policy)
        assert form.problems(case.project, case.answers) == (), path.name
        assert recommend(case.project, case.answers, policy=case.policy).complete
        assert Path(f"{path}.license").is_file()
