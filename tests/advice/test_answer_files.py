# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.advice.answers import dump_answers, load_answers
from ospo_widgets.advice.named import read_names, slug
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.project import Material, Part, Project
from ospo_widgets.resources import data_dir

PROJECT = Project(name="x", parts=(Part("a", "A", Material.DATA),))


def test_what_is_written_is_read_again():
    answers = {"materials": ("data",), "openness": "anything", "collaboration": ""}
    found = load_answers(dump_answers(PROJECT, answers, "generic"))
    assert (found.project, found.answers, found.policy) == (PROJECT, answers, "generic")


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


@given(st.dictionaries(st.sampled_from(["version", "policy", "project", "answers"]), json_values))
def test_any_json_is_read_or_refused(data):
    try:
        found = load_answers(json.dumps(data))
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
