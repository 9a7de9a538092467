# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Outcomes of the advice: whole cases, holds, traps of high energy physics, ways out."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ospo_widgets.advice.answers import load_answers
from ospo_widgets.advice.changes import what_frees, what_would_change
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Answer, load_knowledge
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

CASES = Path(__file__).parent / "cases"
CLEAR = {
    "authors": ("staff",),
    "collaboration": "",
    "patent": "no",
    "contract": "no",
    "sensitive": "no",
}
LIBRARY = {
    **CLEAR,
    "materials": ("software",),
    "software/software-kind": "library",
    "software/components": "",
    "openness": "anything",
}


def case(name):
    found = load_answers((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found, recommend(found.project, found.answers, policy=found.policy)


def advised(answers, project=None, policy="cern-current"):
    return recommend(project or Project(), answers, policy=policy)


def ids(advice):
    return [c.license.id for c in advice.candidates]


def ruled_out(advice, license_id):
    found = [e for e in advice.excluded if e.license.id == license_id]
    assert found, f"{license_id} is not ruled out"
    return found[0].reasons


OUTCOMES = [
    ("python-root-fftw", {"software": "Apache-2.0", "documentation": "CC-BY-4.0"}, ()),
    (
        "kicad-board",
        {
            "hardware": "CERN-OHL-S-2.0",
            "gateware": "CERN-OHL-W-2.0",
            "firmware": "LGPL-2.1-or-later",
            "documentation": "CC-BY-4.0",
        },
        (),
    ),
    ("patent-hold", {"software": None}, ("patent-idea",)),
    ("user-agreement-unknown", {"software": None}, ("home-agreement-unknown",)),
    ("data-set", {"data": "CC0-1.0"}, ()),
    ("gpl-fork", {"software": "GPL-3.0-or-later"}, ()),
    ("gpl-application-2012", {"software": "GPL-3.0-or-later"}, ()),
    ("copied-gpl", {"software": "GPL-3.0-or-later"}, ()),
    ("model", {"model": "Apache-2.0", "documentation": "Apache-2.0"}, ()),
]


@pytest.mark.parametrize(("name", "licenses", "holds"), OUTCOMES, ids=[o[0] for o in OUTCOMES])
def test_case(name, licenses, holds):
    found, advice = case(name)
    form = Questionnaire(load_knowledge(), found.policy)
    assert form.problems(found.project, found.answers) == ()
    assert advice.complete
    assert {p.part.id: p.chosen for p in advice.parts} == licenses
    assert tuple(h.rule for h in advice.holds) == holds


def test_every_case_file_has_an_outcome():
    assert {p.stem for p in CASES.glob("*.json")} == {o[0] for o in OUTCOMES}


# --- source and what is handed out --------------------------------------------------------------


def test_permissive_source_with_fftw_inside_is_handed_out_under_the_gpl():
    _, advice = case("python-root-fftw")
    software = advice.part("software")
    assert software.chosen == "Apache-2.0"
    assert software.effective.expression == "GPL-3.0-or-later"
    told = [r for r in software.candidates[0].reasons if "hand out" in r.text]
    assert told and told[0].sources


def test_a_library_that_links_the_gpl_says_who_cannot_take_it():
    answers = {**LIBRARY, "software/components": "x: GPL-3.0-only"}
    told = [r for r in advised(answers).part("software").candidates[0].reasons if r.row]
    assert any("Closed programs" in r.text and r.sources for r in told if r.row == "builders")
    answers["software/software-kind"] = "application"
    told = advised(answers).part("software").candidates[0].reasons
    assert "builders" not in {r.row for r in told}


def test_optional_component_gives_two_builds_and_asks_one_question_more():
    found, _ = case("python-root-fftw")
    form = Questionnaire(load_knowledge())
    before = {s.key for s in form.steps(found.project, found.answers)}
    answers = {**found.answers, "software/fftw/component-use": "optional"}
    new = {s.key for s in form.steps(found.project, answers)} - before
    assert new == {"software/root/component-extras"}
    answers["software/root/component-extras"] = ("none",)
    effective = advised(answers, found.project).part("software").effective
    assert (effective.expression, effective.without_optional) == ("GPL-3.0-or-later", "Apache-2.0")


def test_optional_part_of_root_counts_and_unknown_takes_the_stricter_case():
    base = {**LIBRARY, "software/components": "ROOT", "software/root/component-use": "process"}
    key = "software/root/component-extras"
    assert advised({**base, key: ("none",)}).part("software").effective.expression == "Apache-2.0"
    for value in (("mathmore-gsl",), ("unknown",)):
        advice = advised({**base, key: value})
        assert advice.part("software").effective.expression == "GPL-3.0-or-later"
    assert "component-extras-unknown" in {p.id for p in advice.open_points}


def test_what_frees_the_binary_names_the_component():
    _, advice = case("python-root-fftw")
    changes = what_frees(advice, "software")
    assert {(c.key, c.value) for c in changes} == {
        ("software/fftw/component-use", "separate"),
        ("software/fftw/component-use", "optional"),
        ("software/fftw/component-use", "replaced"),
    }
    assert all("FFTW" in c.text and "Apache-2.0" in c.text for c in changes)


def test_nothing_single_frees_two_strong_components():
    answers = {**LIBRARY, "software/components": "FFTW, GSL"}
    assert what_frees(advised(answers), "software") == ()


@pytest.mark.parametrize("value", ["separate", "tool"])
def test_component_outside_of_the_program_leaves_it_free(value):
    answers = {
        **LIBRARY,
        "software/components": "FFTW",
        "software/fftw/component-use": value,
    }
    assert advised(answers).part("software").effective.expression == "Apache-2.0"


def test_unknown_use_takes_the_stricter_case_with_an_open_point():
    answers = {
        **LIBRARY,
        "software/components": "FFTW",
        "software/fftw/component-use": "unknown",
    }
    advice = advised(answers)
    assert advice.part("software").effective.expression == "GPL-3.0-or-later"
    point = next(p for p in advice.open_points if p.id == "component-use-unknown")
    assert "FFTW" in point.text and point.part == "software"
    assert point.keys == ("software/fftw/component-use",)


# --- traps --------------------------------------------------------------------------------------


def test_gpl_2_only_rules_out_apache():
    answers = {**LIBRARY, "software/components": "VBFNLO"}
    advice = advised(answers).part("software")
    reasons = ruled_out(advice, "Apache-2.0")
    assert any("VBFNLO" in r.text for r in reasons)
    assert advice.chosen != "Apache-2.0"
    change = what_would_change(advised(answers), "software", "Apache-2.0")
    assert {c.value for c in change} >= {"separate", "optional", "replaced"}


def test_geant4_and_gsl_in_one_program_have_no_sure_licence():
    answers = {**LIBRARY, "software/components": "Geant4, GSL"}
    advice = advised(answers)
    software = advice.part("software")
    assert all(c.answer is Answer.UNKNOWN for c in software.candidates)
    assert {p.id for p in advice.open_points} & {"verdict-unknown", "no-candidate"}


def test_code_that_may_not_be_passed_on_excludes_everything():
    answers = {
        **LIBRARY,
        "software/components": "FLUKA",
        "software/fluka/component-use": "copied",
    }
    advice = advised(answers).part("software")
    assert all(c.answer is not Answer.YES for c in advice.candidates)


def test_licence_of_a_component_that_nobody_knows_is_never_a_yes():
    project = Project(
        parts=(Part("p", "P", Material.SOFTWARE, components=(Component("mystery"),)),),
    )
    advice = advised(CLEAR, project)
    assert advice.parts[0].candidates
    assert {c.answer for c in advice.parts[0].candidates} == {Answer.UNKNOWN}
    assert "component-license-unknown" in {p.id for p in advice.open_points}


def test_court_clause_is_ruled_out_at_cern_and_not_elsewhere():
    wanted = {**LIBRARY, "openness": "unknown", "company": "no", "software/license": "EUPL-1.2"}
    at_cern = advised(wanted)
    assert "court" in ruled_out(at_cern.part("software"), "EUPL-1.2")[0].text
    assert "choice-ruled-out" in {p.id for p in at_cern.open_points}
    assert at_cern.part("software").chosen == "Apache-2.0"
    elsewhere = advised(wanted, policy="generic")
    assert elsewhere.part("software").chosen == "EUPL-1.2"


@pytest.mark.parametrize("license_id", ["CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "BUSL-1.1"])
def test_not_for_software(license_id):
    advice = advised({**LIBRARY, "software/license": license_id}).part("software")
    assert all(r.sources for r in ruled_out(advice, license_id) if r.basis != "answer")


@pytest.mark.parametrize("license_id", ["GPL-3.0-or-later", "MIT", "CC-BY-SA-4.0", "CERN-OHL-1.2"])
def test_not_for_hardware(license_id):
    answers = {**CLEAR, "materials": ("hardware",), "hardware/license": license_id}
    advice = advised(answers).part("hardware")
    ruled_out(advice, license_id)
    assert all(i.startswith("CERN-OHL-") and i.endswith("-2.0") for i in ids(advice))


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("product", "CERN-OHL-S-2.0"),
        ("piece", "CERN-OHL-W-2.0"),
        ("symbols", "CERN-OHL-P-2.0"),
        ("unknown", "CERN-OHL-S-2.0"),
    ],
)
def test_kind_of_hardware_without_a_wish(kind, first):
    answers = {**CLEAR, "materials": ("hardware",), "hardware/hardware-kind": kind}
    assert advised(answers).part("hardware").chosen == first


@pytest.mark.parametrize(
    ("policy", "kind", "openness", "first"),
    [
        ("cern-current", "application", "anything", "Apache-2.0"),
        ("cern-current", "application", "changes", "MPL-2.0"),
        ("cern-current", "library", "changes", "LGPL-3.0-or-later"),
        ("cern-current", "library", "everything", "GPL-3.0-or-later"),
        ("cern-current", "library", "unknown", "Apache-2.0"),
        ("cern-osltf-2012", "application", "unknown", "GPL-3.0-or-later"),
        ("cern-osltf-2012", "library", "unknown", "LGPL-3.0-or-later"),
        ("cern-osltf-2012", "library", "anything", "Apache-2.0"),
        ("generic", "library", "changes", "LGPL-3.0-or-later"),
    ],
)
def test_first_choice_by_policy_kind_and_wish(policy, kind, openness, first):
    answers = {**LIBRARY, "software/software-kind": kind, "openness": openness}
    assert advised(answers, policy=policy).part("software").chosen == first


def test_network_service_brings_its_licence_first_only_when_wanted():
    base = {**LIBRARY, "openness": "everything", "company": "no"}
    wanted = advised({**base, "software/network": "yes"}).part("software")
    assert wanted.chosen == "AGPL-3.0-or-later"
    not_wanted = advised({**base, "software/network": "no"}).part("software")
    assert not_wanted.chosen == "GPL-3.0-or-later"
    assert ruled_out(not_wanted, "AGPL-3.0-or-later")[0].key == "software/network"


def test_house_licence_of_a_collaboration_is_a_reason():
    answers = {**LIBRARY, "openness": "unknown", "collaboration": "The ATLAS Collaboration"}
    first = advised(answers).part("software").candidates[0]
    assert first.license.id == "Apache-2.0"
    assert any(r.row == "house-licence" and r.sources for r in first.reasons)


def test_fork_takes_the_licence_of_its_origin_and_says_why():
    _, advice = case("gpl-fork")
    first = advice.part("software").candidates[0]
    assert first.regime == "upstream"
    assert first.reasons[0].key == "software/upstream-license"
    ruled_out(advice.part("software"), "Apache-2.0")


# --- holds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "rule", "role"),
    [
        ({"authors": ("unknown",)}, "authors-unknown", "ospo"),
        ({"authors": ("user",), "home-agreement": "unknown"}, "home-agreement-unknown", "kt"),
        ({"authors": ("user",), "home-agreement": "reserves"}, "home-agreement-reserves", "kt"),
        (
            {"authors": ("staff", "outside"), "outside-consent": "partly"},
            "outside-consent-missing",
            "ospo",
        ),
        (
            {"authors": ("outside",), "outside-consent": "unknown"},
            "outside-consent-missing",
            "ospo",
        ),
        ({"patent": "yes"}, "patent-idea", "kt"),
        ({"patent": "unknown"}, "patent-idea", "kt"),
        ({"contract": "others"}, "contract-others", "kt"),
        ({"contract": "unknown"}, "contract-unknown", "kt"),
        ({"sensitive": "yes"}, "sensitive-use", "ospo"),
        ({"sensitive": "unknown"}, "sensitive-use", "ospo"),
        (
            {"authors": ("upstream",), "software/upstream-license": "unknown"},
            "upstream-unknown",
            "ospo",
        ),
    ],
)
def test_hold_outranks_every_recommendation(change, rule, role):
    for policy in ("cern-current", "cern-osltf-2012"):
        advice = advised({**LIBRARY, **change}, policy=policy)
        hold = next(h for h in advice.holds if h.rule == rule)
        assert hold.ask.role == role and hold.ask.name and hold.sources and hold.keys
        assert all(not p.candidates and p.chosen is None for p in advice.parts)
        assert what_would_change(advice, "software", "MIT") == ()


@pytest.mark.parametrize("change", [{"patent": "cleared"}, {"sensitive": "cleared"}])
def test_cleared_question_is_an_open_point_and_no_hold(change):
    advice = advised({**LIBRARY, **change})
    assert not advice.holds and advice.open_points
    assert advice.part("software").chosen == "Apache-2.0"


def test_answers_of_rights_that_no_longer_apply_hold_nothing():
    assert not advised({**LIBRARY, "authors": ("staff",), "home-agreement": "none"}).holds


def test_stale_answer_of_a_question_that_no_longer_applies_holds_nothing():
    assert not advised({**LIBRARY, "authors": ("staff",), "home-agreement": "unknown"}).holds


# --- panel, reasons, shape ----------------------------------------------------------------------


def test_advice_follows_every_prefix_of_the_answers():
    found, _ = case("kicad-board")
    given = {}
    for key, value in found.answers.items():
        given[key] = value
        advice = advised(given, found.project)
        assert advice.complete == (len(given) == len(found.answers))


def test_first_licence_appears_once_the_parts_are_known():
    assert advised({"materials": ("software",)}).part("software").candidates


def test_every_reason_that_is_no_answer_has_a_source():
    for name, _, _ in OUTCOMES:
        _, advice = case(name)
        for part in advice.parts:
            for row in (*part.candidates, *part.excluded):
                assert row.reasons
                for reason in row.reasons:
                    assert reason.sources or reason.basis in {"answer", "scan", "unknown"}, reason


def test_excluded_by_the_wish_names_the_answer_and_the_way_back():
    advice = advised(LIBRARY)
    reason = ruled_out(advice.part("software"), "GPL-3.0-or-later")[0]
    assert reason.key == "openness"
    changes = what_would_change(advice, "software", "GPL-3.0-or-later")
    assert ("openness", "everything") in {(c.key, c.value) for c in changes}


def test_what_is_proposed_does_work():
    answers = {
        **LIBRARY,
        "software/components": "GSL",
        "software/gsl/component-use": "copied",
    }
    advice = advised(answers)
    changes = what_would_change(advice, "software", "Apache-2.0")
    assert changes
    for change in changes:
        if change.value != "replaced":
            tried = advised({**answers, change.key: change.value})
            assert tried.part("software").candidate("Apache-2.0")


def test_no_change_is_proposed_for_what_is_possible_or_never_allowed():
    advice = advised(LIBRARY)
    assert what_would_change(advice, "software", "Apache-2.0") == ()
    assert what_would_change(advice, "software", "EUPL-1.2") == ()


def test_choice_of_a_person_is_taken_when_possible():
    advice = advised({**LIBRARY, "software/license": "MIT"}).part("software")
    assert advice.chosen == "MIT" and advice.by_choice


def test_licence_in_the_files_is_considered():
    part = Part("p", "P", Material.SOFTWARE, license="Zlib", origin=Origin.SCAN)
    advice = advised(CLEAR, Project(parts=(part,), origin=Origin.SCAN)).parts[0]
    assert any(r.basis == "scan" for r in advice.candidate("Zlib").reasons)


def test_manual_beside_the_code_follows_it():
    answers = {
        **LIBRARY,
        "materials": ("software", "documentation"),
        "documentation/docs-kind": "in-repo",
        "software/license": "MIT",
    }
    docs = advised(answers).part("documentation")
    assert docs.chosen == "MIT"
    assert "CC-BY-4.0" in ids(docs)


def test_gateware_core_of_a_vendor_leaves_an_open_point():
    answers = {
        **CLEAR,
        "materials": ("gateware",),
        "gateware/components": "pcie-ip: LicenseRef-proprietary",
        "gateware/pcie-ip/core-use": "vendor",
    }
    points = {p.id for p in advised(answers).open_points}
    assert "core-vendor" in points


def test_json_frame_and_html_say_the_same():
    _, advice = case("python-root-fftw")
    data = json.loads(json.dumps(advice.to_json()))
    assert data["parts"][0]["chosen"] == "Apache-2.0"
    assert data["parts"][0]["effective"]["expression"] == "GPL-3.0-or-later"
    assert data["policy"] == "cern-current" and data["knowledge_date"] == str(
        load_knowledge().reviewed_on
    )
    frame = advice.to_frame()
    chosen = frame[frame.status == "chosen"]
    assert list(chosen.license) == ["Apache-2.0", "CC-BY-4.0"]
    assert (frame[frame.status == "excluded"].reasons.str.len() > 0).all()
    html = advice._repr_html_()
    assert "Apache-2.0" in html and "<table" in html and "ruled out" in html


def test_html_escapes_what_persons_write():
    part = Part(
        "p",
        "<img src=x onerror=alert(1)>",
        Material.SOFTWARE,
        components=(Component("<b>", "GPL-3.0-or-later", Use.DYNAMIC_LINK),),
    )
    html = advised(CLEAR, Project(parts=(part,)))._repr_html_()
    assert "<img" not in html and "<b>" not in html


def test_hold_is_the_heading_of_the_html():
    html = advised({**LIBRARY, "patent": "yes"})._repr_html_()
    assert html.index("Do not publish yet") < html.index("Ask:")
    assert "Apache-2.0" not in html


def test_empty_project_says_so():
    advice = advised({})
    assert advice.parts == () and not advice.complete
    assert "Nothing is known" in advice._repr_html_()
    assert len(advice.to_frame()) == 0


def test_unknown_policy_is_refused():
    with pytest.raises(InputError):
        advised(LIBRARY, policy="nowhere")


def test_policy_without_rules_still_advises():
    knowledge = load_knowledge()
    bare = replace(knowledge.policies["generic"], id="bare", rules=())
    known = replace(knowledge, policies={**knowledge.policies, "bare": bare})
    advice = recommend(Project(), LIBRARY, knowledge=known, policy="bare")
    assert advice.part("software").chosen == "Apache-2.0"
