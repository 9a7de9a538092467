# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What holds for any answers: generated paths through the questionnaire."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ospo_widgets.advice.changes import what_unlocks, what_would_change
from ospo_widgets.advice.model import Step, Value
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.knowledge import Answer, load_knowledge
from ospo_widgets.project import Component, Material, Part, Project, Use

KNOWN = load_knowledge()
POLICIES = sorted(KNOWN.policies)
LICENSES = [
    *("MIT", "Apache-2.0", "BSD-3-Clause", "MPL-2.0", "LGPL-2.1-only", "LGPL-3.0-or-later"),
    *("GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "AGPL-3.0-only", "EUPL-1.2"),
    *("CERN-OHL-S-2.0", "CERN-OHL-W-2.0", "LicenseRef-Geant4", "ODbL-1.0", "CC-BY-SA-4.0"),
    "LicenseRef-nobody-knows",
]
TEXTS = {
    "components": st.sampled_from(["", "unknown", "FFTW, ROOT", "x: GPL-2.0-only, y: MIT"]),
    "collaboration": st.sampled_from(["", "ATLAS", "White Rabbit", "unknown"]),
    "upstream-license": st.sampled_from(["MIT", "GPL-2.0-only", "unknown"]),
    "known-license": st.sampled_from(["MIT", "GPL-3.0-or-later", "EUPL-1.2", "CC-BY-4.0"]),
}

slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def walks(draw: st.DrawFn) -> tuple[str, dict[str, Value]]:
    """A policy, and answers as a person gives them: question by question, perhaps not all."""
    policy = draw(st.sampled_from(POLICIES))
    form = Questionnaire(KNOWN, policy)
    answers: dict[str, Value] = {}
    if draw(st.integers(0, 3)) == 0:
        answers["known-license"] = draw(TEXTS["known-license"])
    for _ in range(draw(st.integers(1, 30))):
        in_form = draw(st.integers(0, 5)) == 0
        step = form.next_step(Project(), answers, form=in_form)
        if step is None:
            break
        answers[step.key] = draw(value_of(step))
    return policy, answers


def value_of(step: Step) -> st.SearchStrategy[Value]:
    question = step.question
    if question.kind == "text":
        return TEXTS.get(question.id, st.sampled_from(["", "unknown", "some text"]))
    ids = [option.id for option in question.options]
    if question.kind == "one":
        return st.sampled_from(ids)
    several = [i for i in ids if i not in ("unknown", "none")]
    alone = [i for i in ids if i in ("unknown", "none")]
    lists = st.lists(st.sampled_from(several), min_size=1, max_size=3, unique=True).map(tuple)
    return lists | st.sampled_from(alone).map(lambda i: (i,)) if alone else lists


components = st.builds(
    Component,
    name=st.sampled_from(["a", "b", "c", "d", "e"]),
    license=st.sampled_from(LICENSES) | st.none(),
    use=st.sampled_from(list(Use)) | st.none(),
    optional=st.booleans(),
)
parts = st.builds(
    Part,
    id=st.just("p"),
    name=st.just("P"),
    material=st.sampled_from(list(Material)),
    components=st.lists(components, max_size=3, unique_by=lambda c: c.name).map(tuple),
)


@slow
@given(walks())
def test_any_walk_gives_advice_without_contradicting_itself(
    walk: tuple[str, dict[str, Value]],
) -> None:
    policy, answers = walk
    form = Questionnaire(KNOWN, policy)
    assert not [p for p in form.problems(Project(), answers) if not p.other_key]
    advice = recommend(Project(), answers, KNOWN, policy)
    for part in advice.parts:
        ids = [c.license.id for c in part.candidates]
        assert len(ids) == len(set(ids))
        assert not set(ids) & {e.license.id for e in part.excluded}
        assert [c.rank for c in part.candidates] == list(range(1, len(ids) + 1))
        assert all(row.reasons for row in (*part.candidates, *part.excluded))
        assert part.chosen in (*ids, None)


@slow
@given(walks())
def test_a_hold_means_no_licence_anywhere(walk: tuple[str, dict[str, Value]]) -> None:
    policy, answers = walk
    advice = recommend(Project(), {**answers, "patent": "yes"}, KNOWN, policy)
    assert advice.holds
    for part in advice.parts:
        assert (part.candidates, part.chosen, part.effective) == ((), None, None)


@slow
@given(walks())
def test_steps_are_the_same_each_time_and_in_one_order(walk: tuple[str, dict[str, Value]]) -> None:
    policy, answers = walk
    form = Questionnaire(KNOWN, policy)
    steps = form.steps(Project(), answers)
    backwards = dict(reversed(answers.items()))
    assert steps == form.steps(Project(), backwards)
    keys = [s.key for s in steps]
    assert len(keys) == len(set(keys))
    assert not set(keys) & {s.key for s in form.steps(Project(), answers, form=True)}


@slow
@given(walks(), st.data())
def test_going_back_and_answering_the_same_keeps_every_answer(
    walk: tuple[str, dict[str, Value]], data: st.DataObject
) -> None:
    policy, answers = walk
    form = Questionnaire(KNOWN, policy)
    live = form.live(Project(), answers)
    assume(live)
    key = data.draw(st.sampled_from(sorted(live)))
    steps = {s.key: s for s in form.all_steps(Project(), answers)}
    assume(key in steps)
    changed = {**answers, key: data.draw(value_of(steps[key]))}
    # Whatever the other answer brought, the first one brings back what counted before.
    assert form.live(Project(), {**changed, key: answers[key]}) == live
    for earlier in list(steps)[: list(steps).index(key)]:
        if earlier in live and key != "known-license":
            assert earlier in form.live(Project(), changed) or steps[earlier].question.per != (
                "project"
            )


@slow
@given(parts, components, st.sampled_from(POLICIES))
def test_one_component_more_never_adds_a_candidate(
    part: Part, component: Component, policy: str
) -> None:
    assume(component.name not in {c.name for c in part.components})
    before = recommend(Project(parts=(part,)), {}, KNOWN, policy).parts[0]
    more = replace(part, components=(*part.components, component))
    after = recommend(Project(parts=(more,)), {}, KNOWN, policy).parts[0]
    assert {c.license.id for c in after.candidates} <= {c.license.id for c in before.candidates}


@slow
@given(parts, components, st.sampled_from(["anything", "changes", "everything"]))
def test_a_component_brings_back_only_what_the_wish_alone_ruled_out(
    part: Part, component: Component, openness: str
) -> None:
    """What is copied may ask for more than the wish; then the wish gives way, and nothing else."""
    assume(component.name not in {c.name for c in part.components})
    answers = {"openness": openness}
    before = recommend(Project(parts=(part,)), answers, KNOWN).parts[0]
    more = replace(part, components=(*part.components, component))
    after = recommend(Project(parts=(more,)), answers, KNOWN).parts[0]
    known = {c.license.id for c in before.candidates}
    reasons = {e.license.id: e.reasons for e in before.excluded}
    for added in {c.license.id for c in after.candidates} - known:
        assert {r.key for r in reasons[added]} == {"openness"}


@slow
@given(parts)
def test_a_licence_that_nobody_knows_never_counts_as_yes(part: Part) -> None:
    mystery = Component("mystery", None, Use.STATIC_LINK)
    project = Project(parts=(replace(part, components=(*part.components, mystery)),))
    advice = recommend(project, {}, KNOWN).parts[0]
    assert all(c.answer is Answer.UNKNOWN for c in advice.candidates)


@settings(slow, max_examples=15)
@given(parts, st.sampled_from(["anything", "changes", "everything"]))
def test_what_is_proposed_leads_there(part: Part, openness: str) -> None:
    project = Project(parts=(part,))
    advice = recommend(project, {"openness": openness}, KNOWN)
    wanted = [e.license.id for e in advice.parts[0].excluded][:3]
    proposed = [c for i in wanted for c in what_would_change(advice, "p", i, KNOWN)]
    for change in proposed + list(what_unlocks(advice, "p", KNOWN)):
        if change.value in ("replaced", "or-later"):
            continue
        tried = recommend(project, {"openness": openness, change.key: change.value}, KNOWN)
        assert tried.parts[0].candidate(change.license), change
