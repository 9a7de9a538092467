# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which questions are asked, and what is wrong with answers."""

from dataclasses import replace

import pytest

from ospo_widgets.advice.phrases import holder_of
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

FORM = Questionnaire(load_knowledge())
EMPTY = Project()

SCANNED = Project(
    name="trackfit-tools",
    origin=Origin.SCAN,
    parts=(
        Part(
            "python",
            "Python package",
            Material.SOFTWARE,
            ("src/**",),
            components=(
                Component("FFTW", "GPL-2.0-or-later", Use.DYNAMIC_LINK, origin=Origin.SCAN),
                Component("numpy", "BSD-3-Clause", origin=Origin.SCAN),
                Component("pytest-x", "GPL-3.0-only", Use.TOOL, origin=Origin.SCAN),
            ),
            origin=Origin.SCAN,
        ),
        Part("docs", "Manual", Material.DOCUMENTATION, ("docs/**",), origin=Origin.SCAN),
    ),
)


def keys(project, answers):
    return [step.key for step in FORM.steps(project, answers)]


def messages(answers, project=EMPTY):
    return {p.key: p for p in FORM.problems(project, answers)}


def walk(project, choices):
    """Answer question by question as a person does; the keys in the order asked."""
    answers, asked = {}, []
    while (step := FORM.next_step(project, answers)) is not None:
        default = {"many": ("unknown",), "one": "unknown", "text": ""}[step.question.kind]
        answers[step.key] = choices.get(step.key, choices.get(step.question.id, default))
        asked.append(step.key)
        assert len(asked) < 60, "the questionnaire does not end"
    return asked, answers


def test_researcher_with_a_scan_is_asked_twelve_questions_at_most():
    asked, answers = walk(
        SCANNED,
        {
            "software-kind": "library",
            "docs-kind": "standalone",
            "authors": ("staff", "user"),
            "home-agreement": "none",
            "component-use": "process",
            "openness": "anything",
            "patent": "no",
            "contract": "no",
            "sensitive": "no",
        },
    )
    assert len(asked) <= 12
    assert "materials" not in asked  # the scan found them
    assert "company" not in asked  # anything goes already
    assert [k for k in asked if k.endswith("component-use")] == ["python/fftw/component-use"]
    assert FORM.problems(SCANNED, answers) == ()


def test_journey_a_with_root_and_fftw_stays_short():
    root = Component("ROOT", "LGPL-2.1-or-later", Use.DYNAMIC_LINK, origin=Origin.SCAN)
    python = SCANNED.part("python")
    project = SCANNED.with_part(replace(python, components=(root, *python.components)))
    choices = {
        "software-kind": "library",
        "docs-kind": "standalone",
        "authors": ("staff", "user"),
        "home-agreement": "none",
        "python/root/component-use": "process",
        "python/fftw/component-use": "optional",
        "openness": "anything",
        "patent": "no",
        "contract": "no",
        "sensitive": "no",
    }
    asked, answers = walk(project, choices)
    assert len(asked) <= 12
    assert "python/root/component-extras" in asked
    first_three = {key: answers[key] for key in asked[:3]}
    assert all(p.candidates for p in recommend(project, first_three).parts)


def test_the_form_is_asked_apart_and_never_needed():
    answers = {"materials": ("software", "hardware"), "maintenance": "maintained"}
    advice, form = (FORM.steps(EMPTY, answers, form=f) for f in (False, True))
    assert {s.question.section for s in form} == {"form"}
    assert "form" not in {s.question.section for s in advice}
    assert all(s.question.optional for s in form)
    assert {"succession", "software/built", "hardware/tools"} <= {s.key for s in form}
    assert "hardware/built" not in {s.key for s in form}
    assert FORM.next_step(EMPTY, answers, form=True).key == "project-name"
    _, done = walk(SCANNED, {})
    assert recommend(SCANNED, done).complete
    assert not set(done) & {s.key for s in FORM.steps(SCANNED, done, form=True)}


def test_answers_of_the_form_count():
    answers = {"materials": ("software",), "history": "found"}
    assert "history" in FORM.live(EMPTY, answers)
    assert [h.rule for h in recommend(EMPTY, answers).holds] == ["history-unclean"]
    assert FORM.problems(EMPTY, {"history": "perhaps"})[0].key == "history"


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"patent": "cleared"}, "patent-record"),
        ({"sensitive": "cleared"}, "sensitive-record"),
        ({"contract": "allows"}, "contract-record"),
        ({"authors": ("user",), "home-agreement": "allows"}, "home-agreement-record"),
    ],
)
def test_a_clearance_takes_date_and_reference_and_blocks_nothing(answers, key):
    step = next(s for s in FORM.steps(EMPTY, answers) if s.key == key)
    assert step.question.kind == "text" and step.question.optional
    assert key not in {s.key for s in FORM.steps(EMPTY, {})}


@pytest.mark.parametrize(
    ("answers", "asked", "unasked"),
    [
        ({"openness": "anything"}, set(), {"relicense"}),
        ({"openness": "everything"}, {"relicense", "company"}, set()),
        ({"openness": "anything", "authors": ("outside",)}, {"relicense"}, set()),
        ({"authors": ("staff",)}, set(), {"copied-pieces", "assistant-output", "funding"}),
        (
            {"authors": ("staff", "copied", "assistant")},
            {"copied-pieces", "assistant-output"},
            set(),
        ),
        ({"contract": "allows"}, {"funding", "funding-terms"}, set()),
    ],
)
def test_questions_are_asked_only_when_they_matter(answers, asked, unasked):
    found = set(keys(EMPTY, {"materials": ("software",), **answers}))
    assert asked <= found and not unasked & found


def test_parts_bring_the_questions_of_their_material():
    found = set(keys(EMPTY, {"materials": ("hardware", "firmware", "model", "data")}))
    assert {"hardware/bom", "firmware/sdk", "model/training-data"} <= found
    assert "data/data-policy" not in found
    named = {"materials": ("data",), "authors": ("staff",), "collaboration": "CMS"}
    assert "data/data-policy" in keys(EMPTY, named)


def test_a_name_from_the_form_names_a_project_without_one():
    named = {"materials": ("software",), "project-name": " spectra "}
    assert FORM.project_from(EMPTY, named).name == "spectra"
    assert FORM.project_from(SCANNED, named).name == "trackfit-tools"


def test_the_holder_is_asked_where_the_policy_names_none():
    policies = load_knowledge().policies
    assert holder_of(policies["cern-current"], {"holder": "me"}) == "CERN"
    assert holder_of(policies["generic"], {"holder": " University "}) == "University"
    assert holder_of(policies["generic"], {"holder": "unknown"}) == ""


def test_another_institute_is_asked_in_its_own_words():
    neutral = Questionnaire(load_knowledge(), "generic")
    texts = [t for q in neutral.questions for t in (q.text, q.why)]
    texts += [t for q in neutral.questions for o in q.options for t in (o.label, o.hint)]
    assert not [t for t in texts if "{institute}" in t or "{transfer}" in t]
    assert not [t for t in texts if "CERN" in t.replace("CERN-OHL", "")]
    assert all(
        len(o.label) <= 34 and len(o.hint) <= 90 for q in neutral.questions for o in q.options
    )
    assert "holder" in {s.key for s in neutral.steps(EMPTY, {})}
    assert "holder" not in {s.key for s in FORM.steps(EMPTY, {})}
    assert any("CERN" in o.label for q in FORM.questions for o in q.options)


def test_materials_of_a_scan_are_answered_and_say_so():
    step = FORM.steps(SCANNED, {})[0]
    assert step.key == "materials"
    assert step.value == ("software", "documentation")
    assert step.origin is Origin.SCAN


def test_questionnaire_ends_when_nobody_knows_anything():
    asked, answers = walk(EMPTY, {"materials": tuple(Material)})
    assert len(asked) == len(set(asked))
    assert not [p for p in FORM.problems(EMPTY, answers) if "no question" in p.message]


def test_questions_follow_the_sections():
    sections = [s.question.section for s in FORM.steps(SCANNED, {"authors": ("staff",)})]
    assert sections == sorted(sections, key=["parts", "rights", "uses", "future", "checks"].index)


def test_every_question_offers_i_do_not_know():
    for question in load_knowledge().questions:
        assert "unknown" in {o.id for o in question.options}, question.id


def test_names_stand_in_the_text():
    step = next(s for s in FORM.steps(SCANNED, {}) if s.key == "python/fftw/component-use")
    assert step.text == "How does Python package use FFTW?"
    assert step.suggested == "process" and step.value is None


def test_part_and_component_are_asked_only_where_they_apply():
    board = {"materials": ("hardware", "gateware"), "gateware/components": "WR: CERN-OHL-W-2.0"}
    found = keys(EMPTY, board)
    assert "hardware/hardware-kind" in found and "gateware/wr/core-use" in found
    assert not [k for k in found if k.startswith("hardware/") and "use" in k]


def test_one_part_cannot_differ_from_part_to_part():
    def options(materials):
        steps = FORM.steps(EMPTY, {"materials": materials})
        step = next(s for s in steps if s.key == "openness")
        return {o.id for o in step.question.options}

    assert "differs" not in options(("software",))
    assert "differs" in options(("software", "hardware"))


def test_answers_for_parts_stay_when_a_part_goes():
    answers = {"materials": ("software", "data"), "data/components": "x: MIT"}
    fewer = {**answers, "materials": ("software",)}
    assert "data" not in {p.id for p in FORM.project_from(EMPTY, fewer).parts}
    assert FORM.problems(EMPTY, fewer) == ()
    assert "data" in {p.id for p in FORM.project_from(EMPTY, answers).parts}


def test_ticking_a_part_that_the_scan_missed_adds_it():
    full = FORM.project_from(SCANNED, {"materials": ("software", "documentation", "data")})
    assert [p.id for p in full.parts] == ["python", "docs", "data"]
    assert full.part("data").paths != ("**",)


def test_named_components_are_completed():
    answers = {
        "materials": ("software",),
        "software/components": "fftw3, mine: MIT OR Apache-2.0, LGPL-2.1-only, fftw",
        "software/fftw/component-use": "optional",
    }
    found = {c.name: c for c in FORM.project_from(EMPTY, answers).part("software").components}
    assert set(found) == {"FFTW", "mine", "LGPL-2.1-only"}
    assert found["FFTW"].license == "GPL-2.0-or-later"
    assert found["FFTW"].optional and found["FFTW"].use is Use.DYNAMIC_LINK
    assert found["mine"].license == "MIT OR Apache-2.0"


def test_completing_twice_changes_nothing():
    answers = {"materials": ("software",), "software/components": "FFTW, mine: MIT"}
    once = FORM.project_from(EMPTY, answers)
    assert FORM.project_from(once, answers) == once


@pytest.mark.parametrize(
    ("answers", "key", "part_of_message"),
    [
        ({"colour": "red"}, "colour", "no question"),
        ({"openness": "never"}, "openness", "Possible are"),
        ({"openness": ("anything", "everything")}, "openness", "one answer"),
        ({"materials": ()}, "materials", "at least one"),
        ({"materials": ("software", "unknown")}, "materials", "stand alone"),
        ({"cellar/software-kind": "library"}, "cellar/software-kind", "no part"),
        ({"authors/x": "staff"}, "authors/x", "no part"),
        ({"software/license": "GPL3"}, "software/license", "no licence"),
        ({"materials": ("software",), "software/components": "foo"}, "software/components", "foo"),
        (
            {"materials": ("software",), "software/components": "a: GPL3.1"},
            "software/components",
            "GPL3.1",
        ),
        ({"collaboration": "x" * 5000}, "collaboration", "longer"),
        ({"software/upstream-license": "MIT AND"}, "software/upstream-license", ""),
    ],
)
def test_wrong_answers_are_named(answers, key, part_of_message):
    found = messages(answers)
    assert part_of_message in found[key].message
    assert not any(s in found[key].message for s in ("please", "!"))


@pytest.mark.parametrize(
    ("answers", "pair"),
    [
        ({"openness": "everything", "company": "yes"}, {"openness", "company"}),
        (
            {
                "materials": ("software",),
                "openness": "anything",
                "software/part-openness": "everything",
            },
            {"openness", "software/part-openness"},
        ),
        ({"authors": ("contractor",), "contract": "no"}, {"authors", "contract"}),
        (
            {"contract": "allows", "funding-terms": ("permissive",), "openness": "everything"},
            {"funding-terms", "openness"},
        ),
        (
            {
                "materials": ("software",),
                "authors": ("staff", "upstream"),
                "software/upstream-license": "MIT",
                "software/derivation": "original",
            },
            {"software/derivation", "software/upstream-license"},
        ),
        (
            {"contract": "allows", "funding-terms": ("consent", "consented")},
            {"funding-terms"},
        ),
        (
            {
                "materials": ("software", "gateware"),
                "openness": "differs",
                "software/part-openness": "everything",
                "gateware/part-openness": "everything",
                "company": "yes",
            },
            {"company", "software/part-openness"},
        ),
    ],
)
def test_contradictions_name_both_answers(answers, pair):
    found = FORM.problems(EMPTY, answers)
    assert {(p.key, p.other_key) for p in found} and len(found) == 1
    assert {found[0].key, found[0].other_key} == pair
    assert found[0].message.endswith("Which one holds?")


def test_answers_that_go_together_are_no_contradiction():
    assert FORM.problems(EMPTY, {"openness": "changes", "company": "yes"}) == ()


def test_unknown_policy_is_refused():
    with pytest.raises(InputError, match="no policy"):
        Questionnaire(load_knowledge(), "elsewhere")
