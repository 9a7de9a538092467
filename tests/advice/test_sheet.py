# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the sheet for the group leader says: the question, the answer, the boxes to tick."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_making import CLEAR, LIBRARY, ON, advised, case, full, scanned, sheet_of

from ospo_widgets import wording
from ospo_widgets.advice.sheet.checks import CHECKS
from ospo_widgets.advice.sheet.diligence import due_diligence
from ospo_widgets.advice.sheet.html import sheet_html
from ospo_widgets.advice.sheet.model import State
from ospo_widgets.knowledge import Answer, load_knowledge
from ospo_widgets.knowledge.model import Confidence, Severity
from ospo_widgets.project import Component, Origin, Use


def texts(sheet) -> str:
    return json.dumps(sheet.to_json(), ensure_ascii=False)


def boxes(sheet) -> list[str]:
    return [decision.id for decision in sheet.decisions]


def check(sheet, name):
    return next(c for c in sheet.checks if c.id == name)


# --- question and answer -------------------------------------------------------------------------


def test_nothing_left_to_settle():
    sheet = sheet_of(LIBRARY)
    assert sheet.title == "Release calib under Apache-2.0?"
    assert sheet.state is State.READY
    assert sheet.answer == "Can be released as proposed."
    assert boxes(sheet) == ["as-proposed", "not", "ask"]
    assert sheet.points == ()
    assert len(sheet.effects) == 3


def test_open_points_are_counted_in_the_box_and_in_the_decision():
    answers = {**LIBRARY, "openness": "unknown", "software/software-kind": "unknown"}
    sheet = sheet_of({**answers, "company": "unknown"})
    count = len(sheet.points)
    assert count >= 2
    assert sheet.state is State.POINTS
    assert sheet.answer == f"Can be released once {count} points are settled."
    assert boxes(sheet) == ["as-proposed", "when-settled", "not", "ask"]
    settled = next(d.text for d in sheet.decisions if d.id == "when-settled")
    assert settled == f"Release when points 1 to {count} are settled"
    assert sheet.details[0] == f"Point 1: {sheet.points[0].text}"


def test_unanswered_questions_are_an_open_point_and_stand_in_the_record():
    answers = {k: v for k, v in LIBRARY.items() if k not in {"sensitive", "contract"}}
    sheet = sheet_of(answers)
    assert sheet.points[-1].id == "unanswered"
    assert "2 questions" in sheet.points[-1].text
    left = {line.key for line in sheet.answers if not line.given and not line.optional}
    assert left == {"sensitive", "contract"}
    assert check(sheet, "sensitive").answer is Answer.UNKNOWN
    assert check(sheet, "sensitive").text == "Not answered"


def test_no_licence_possible_names_the_pair_and_a_way_out():
    answers = {
        **LIBRARY,
        "software/components": "old: GPL-2.0-only, new: GPL-3.0-only",
        "software/old/component-use": "process",
        "software/new/component-use": "process",
    }
    sheet = sheet_of(answers)
    assert sheet.state is State.NONE
    assert sheet.title == "Release calib?"
    assert boxes(sheet) == ["not", "ask"]
    said = " ".join(sheet.details)
    assert "old (GPL-2.0-only) and new (GPL-3.0-only)" in said
    assert "A way out: " in said
    assert sheet.parts[0].license is None
    assert {line.answer for line in sheet.uses} == {Answer.NO}


def test_nothing_known_yet():
    sheet = sheet_of({})
    assert sheet.state is State.EMPTY
    assert "as-proposed" not in boxes(sheet)


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        ({"materials": ("software", "documentation")}, "Release calib under Apache-2.0?"),
        (
            {"materials": ("software", "data")},
            "Release calib under Apache-2.0 and CC0-1.0?",
        ),
        (
            {"materials": ("software", "data", "gateware")},
            "Release calib under 3 licences, by part?",
        ),
    ],
)
def test_title_names_the_licences_of_the_work(answers, title):
    extra = {"gateware/components": "", "data/components": "", "documentation/docs-kind": "in-repo"}
    assert sheet_of({**LIBRARY, **extra, **answers}).title == title


def test_unnamed_project():
    from ospo_widgets.project import Project

    assert sheet_of(LIBRARY, Project()).title == "Release this project under Apache-2.0?"
    named = sheet_of({**LIBRARY, "project-name": "named later"}, Project())
    assert named.title == "Release named later under Apache-2.0?"


# --- holds ---------------------------------------------------------------------------------------

HOLDS = {
    "authors": ("unknown",),
    "patent": ("yes", "unknown"),
    "contract": ("others", "unknown"),
    "sensitive": ("yes", "unknown"),
}


def test_hold_names_the_office_and_offers_no_release():
    sheet = due_diligence(case("patent-hold"), on=ON)
    assert sheet.answer == sheet.bar == "On hold: CERN Knowledge Transfer group first."
    assert boxes(sheet) == ["not", "ask"]
    assert check(sheet, "patent").answer is Answer.NO
    assert sheet.points[0].hold
    assert sheet.points[0].ask == "CERN Knowledge Transfer group, https://kt.cern"


def test_holds_stand_in_the_order_of_asking():
    answers = {**LIBRARY, "authors": ("user",), "home-agreement": "unknown"}
    sheet = sheet_of({**answers, "sensitive": "yes", "patent": "unknown"})
    assert [p.id for p in sheet.points if p.hold] == [
        "patent-idea",
        "home-agreement-unknown",
        "sensitive-use",
    ]
    assert sheet.details[1] == "Then ask: CERN Open Source Program Office."


@given(
    stop=st.sampled_from([(key, value) for key, values in HOLDS.items() for value in values]),
    others=st.fixed_dictionaries(
        {},
        optional={
            "openness": st.sampled_from(["anything", "changes", "everything", "unknown"]),
            "software/software-kind": st.sampled_from(["application", "library", "unknown"]),
            "materials": st.lists(
                st.sampled_from(["software", "hardware", "documentation", "data"]),
                min_size=1,
                unique=True,
            ).map(tuple),
            "company": st.sampled_from(["yes", "no", "unknown"]),
            "software/license": st.sampled_from(["MIT", "GPL-3.0-or-later"]),
        },
    ),
)
@settings(max_examples=40)
def test_a_hold_never_names_a_licence(stop, others):
    key, value = stop
    answers = {**LIBRARY, **others, key: (value,) if key == "authors" else value}
    sheet = sheet_of(answers)
    assert sheet.state is State.HOLD
    assert boxes(sheet) == ["not", "ask"]
    assert sheet.effects == ()
    assert sheet.alternatives == ()
    written = texts(sheet) + sheet_html(sheet) + sheet.to_markdown().replace("\\", "")
    known = {i for i in load_knowledge().licenses if "-" in i}
    assert not [i for i in known if i in written]


# --- the proposal --------------------------------------------------------------------------------


def test_source_and_what_is_handed_out_stand_apart():
    sheet = due_diligence(case("python-root-fftw"), on=ON)
    software, documents = sheet.parts
    assert (software.license, software.whole) == ("Apache-2.0", "GPL-3.0-or-later")
    assert (documents.license, documents.whole) == ("CC-BY-4.0", "CC-BY-4.0")
    assert any("FFTW" in text for text in software.because)
    assert any("GPL-3.0-or-later" in text for text in sheet.details)


def test_both_builds_when_a_component_is_optional():
    answers = {**LIBRARY, "software/components": "FFTW", "software/fftw/component-use": "optional"}
    (part,) = sheet_of(answers).parts
    assert (part.whole, part.without, part.optional) == (
        "GPL-3.0-or-later",
        "Apache-2.0",
        ("FFTW",),
    )
    html = sheet_html(sheet_of(answers))
    assert "with FFTW" in html
    assert "without FFTW" in html


def test_reasons_speak_of_the_project_and_not_to_the_reader():
    sheet = sheet_of(LIBRARY)
    assert sheet.parts[0].because[0] == "Wide reuse is wanted, closed products included."
    assert "you say" not in " ".join(sheet.parts[0].because)


def test_proposed_licences_and_terms_are_explained():
    sheet = due_diligence(case("python-root-fftw"), on=ON)
    explained = {note.term for note in sheet.notes}
    assert {"Apache-2.0", "GPL-3.0-or-later", "CC-BY-4.0"} <= explained
    known = load_knowledge()
    assert next(n.text for n in sheet.notes if n.term == "Apache-2.0") == (
        known.licenses["Apache-2.0"].summary
    )


def test_a_term_in_capitals_is_only_meant_where_it_is_written_so():
    sheet = sheet_of(LIBRARY)
    assert "reuse" in sheet.parts[0].because[0]
    assert "REUSE" not in {note.term for note in sheet.notes}


# --- what it uses --------------------------------------------------------------------------------


def parts_of(count, license_text="MIT", use=Use.DYNAMIC_LINK):
    return [Component(f"lib{n}", license_text, use, origin=Origin.SCAN) for n in range(count)]


def test_what_is_fine_shares_a_line():
    sheet = sheet_of(LIBRARY, scanned(*parts_of(40), *parts_of(1, "LGPL-3.0-only")))
    assert [line.answer for line in sheet.uses] == [Answer.CONDITIONAL, Answer.YES]
    assert len(sheet.uses[1].names) == 40
    assert len(sheet.all_uses) == 41
    html = sheet_html(sheet)
    assert "lib0, lib1, lib2, 37 more" in html
    assert "37 more components stand in the annex." in html
    annex = html[html.index("Annex to") :]
    assert all(f">lib{n}</th>" in annex for n in range(40))


def test_more_than_ten_lines_fold_into_the_annex():
    different = ("LGPL-2.1-only", "LGPL-3.0-only", "MPL-2.0", "GPL-2.0-or-later")
    components = [
        Component(f"lib{n}", text, use, origin=Origin.SCAN)
        for n, (text, use) in enumerate(
            (text, use) for text in different for use in (Use.DYNAMIC_LINK, Use.COPY, Use.RUNTIME)
        )
    ]
    sheet = sheet_of(LIBRARY, scanned(*components))
    assert len(sheet.uses) <= 10
    assert len(sheet.all_uses) == 12
    worst_first = [line.answer for line in sheet.uses]
    order = [Answer.NO, Answer.UNKNOWN, Answer.CONDITIONAL, None, Answer.YES]
    assert worst_first == sorted(worst_first, key=order.index)


def test_unreviewed_and_unknown_are_shown():
    known = load_knowledge()
    row = next(
        c
        for c in known.components.values()
        if c.provenance.confidence is Confidence.PACKAGER and c.license in known.licenses
    )
    component = Component(row.name, row.license, Use.DYNAMIC_LINK)
    sheet = sheet_of(LIBRARY, scanned(component, Component("riddle", None, Use.DYNAMIC_LINK)))
    by_name = {line.names[0]: line for line in sheet.all_uses}
    assert not by_name[row.name].reviewed
    assert by_name["riddle"].answer is Answer.UNKNOWN
    assert by_name["riddle"].licenses == ()
    html = sheet_html(sheet)
    assert "(unreviewed" in html
    assert "not known whether all goes together" in html


def test_conditions_stand_with_their_component_and_are_no_open_points():
    answers = {**LIBRARY, "software/lib0/component-use": "process"}
    sheet = sheet_of(answers, scanned(*parts_of(1, "LGPL-2.1-or-later")))
    assert sheet.state is State.READY
    (line,) = sheet.uses
    assert line.answer is Answer.CONDITIONAL
    assert line.notes
    assert any("conditions" in text.lower() for text in sheet.details)


def test_a_condition_that_no_component_line_says_is_an_open_point():
    advice = advised(LIBRARY, scanned(*parts_of(1)))
    (part,) = advice.parts
    first = replace(part.candidates[0], conditions=("Ship the text of the licence.",))
    changed = replace(advice, parts=(replace(part, candidates=(first, *part.candidates[1:])),))
    points = due_diligence(changed, on=ON).points
    assert [p.text for p in points] == [
        "For the software, see to it: Ship the text of the licence."
    ]


def test_the_work_that_a_part_changes_is_listed():
    sheet = due_diligence(case("gpl-fork"), on=ON)
    (line,) = sheet.uses
    assert line.names == ("The work it builds on",)
    assert line.licenses == ("GPL-3.0-or-later",)
    assert line.answer is not Answer.NO


# --- checks and transfer office ------------------------------------------------------------------


def test_questions_of_the_checks_exist():
    asked = {q.id for q in load_knowledge().questions}
    assert {q for c in CHECKS for q in c.questions} <= asked


def test_date_and_reference_of_a_clearance_are_shown():
    answers = {**LIBRARY, "patent": "cleared", "patent-record": "3 March 2026, KT-2026-017"}
    line = check(sheet_of(answers), "patent")
    assert "3 March 2026, KT-2026-017" in line.text
    assert line.text.startswith("Yes, ")
    assert line.answer is Answer.YES


def test_what_does_not_apply_and_what_was_not_answered_differ():
    known = sheet_of(LIBRARY)
    assert check(known, "home").text == "No user or associate among the authors"
    assert check(known, "home").answer is Answer.YES
    unasked = sheet_of({k: v for k, v in LIBRARY.items() if k != "authors"})
    assert check(unasked, "home").answer is Answer.UNKNOWN
    assert check(unasked, "outside").text == "Not answered"


def test_copied_files_are_counted():
    sheet = sheet_of(LIBRARY, scanned(*parts_of(2, use=Use.COPY)))
    assert check(sheet, "copied").text == "Files of 2 components, under their licences"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"patent": "cleared"}, "an idea that may be worth a patent"),
        ({"patent": "unknown"}, "an idea that may be worth a patent"),
        ({"contract": "allows"}, "a contract or a grant"),
        ({"sensitive": "cleared"}, "a military, health or export-controlled use"),
        (
            {"authors": ("user",), "home-agreement": "allows"},
            "an agreement of the home institute",
        ),
        ({"software/components": "Geant4"}, "components under terms of their own (Geant4)"),
    ],
)
def test_transfer_office_must_be_involved(answers, reason):
    (line,) = sheet_of({**LIBRARY, **answers}).transfer
    assert line.startswith("CERN Knowledge Transfer group must be involved: ")
    assert reason in line


def test_transfer_office_need_not_be_involved_or_it_is_not_known():
    assert "need not be involved" in sheet_of(LIBRARY).transfer[0]
    left = {k: v for k, v in LIBRARY.items() if k != "contract"}
    assert "is not known yet" in sheet_of(left).transfer[0]


def test_another_policy_names_its_own_offices():
    sheet = sheet_of({**LIBRARY, "patent": "cleared"}, policy="generic")
    assert sheet.transfer[0].startswith("Your technology transfer office must be involved")
    assert "CERN" not in sheet.footer
    assert sheet.facts[-1].text == "Not named yet."
    answered = sheet_of({**LIBRARY, "holder": "GSI"}, policy="generic")
    assert answered.facts[-1].text == "GSI"


@dataclass(frozen=True)
class Found:
    severity: Severity
    title: str


@pytest.mark.parametrize(
    ("findings", "answer", "points"),
    [
        ((), Answer.YES, 0),
        ((Found(Severity.SHOULD, "No README"),), Answer.CONDITIONAL, 0),
        ((Found(Severity.BLOCKS, "No licence"), Found(Severity.ADVICE, "x")), Answer.NO, 1),
    ],
)
def test_findings_of_a_scan_are_a_check_and_what_blocks_an_open_point(findings, answer, points):
    sheet = sheet_of(LIBRARY, findings=findings)
    assert check(sheet, "scan").answer is answer
    assert len(sheet.points) == points
    assert all("No licence" in p.text for p in sheet.points)
    assert not [c for c in sheet_of(LIBRARY).checks if c.id == "scan"]


# --- facts and record ----------------------------------------------------------------------------


def fact(sheet, label):
    return next((f.text for f in sheet.facts if f.label == label), "")


def test_facts():
    project = scanned(url="https://gitlab.example.org/a", author_count=12)
    answers = {**LIBRARY, "collaboration": "ATLAS", "unit": "EP-SFT", "requester": "author"}
    sheet = sheet_of(answers, project)
    assert fact(sheet, "What it is") == (
        "Software (214 files). 12 authors. Address: https://gitlab.example.org/a"
    )
    assert fact(sheet, "Unit") == "EP-SFT"
    assert fact(sheet, "Copyright") == (
        "CERN, for the benefit of ATLAS. A collaboration is no legal person and cannot hold it."
    )
    assert fact(sheet, "Asked by") == (
        "As one of its authors, on 22 November 2026, with a scan of the files."
    )
    given_names = sheet_of(answers, project, asked_by="A maintainer", holder="GSI", beneficiary="X")
    assert fact(given_names, "Asked by").startswith("A maintainer, ")
    assert fact(given_names, "Copyright").startswith("GSI, for the benefit of X.")


def test_small_groups_of_people_are_not_counted():
    assert "Fewer than five authors." in fact(
        sheet_of(LIBRARY, scanned(author_count=3)), "What it is"
    )


def test_record_has_every_question_in_order():
    sheet = sheet_of({**LIBRARY, "unit": "EP"})
    keys = [line.key for line in sheet.answers]
    assert keys[:2] == ["materials", "software/software-kind"]
    by_key = {line.key: line for line in sheet.answers}
    assert by_key["authors"].answer == "CERN staff or fellow"
    assert by_key["collaboration"].answer == "nothing"
    assert by_key["unit"].section == "Form"
    assert by_key["status"].optional
    assert not by_key["status"].given


def test_alternatives_keep_all_reasons():
    advice = advised(LIBRARY)
    weighed = due_diligence(advice, on=ON).alternatives
    assert weighed[0].license == advice.parts[0].chosen
    assert weighed[0].status == "proposed"
    excluded = [a for a in weighed if a.status == "excluded"]
    assert [a.license for a in excluded] == [e.license.id for e in advice.parts[0].excluded]
    assert all(a.reasons for a in excluded)


# --- number --------------------------------------------------------------------------------------


def test_the_same_content_has_the_same_number():
    one, other = sheet_of(LIBRARY), sheet_of(dict(reversed(LIBRARY.items())))
    assert one.number == other.number
    assert one.number.startswith("OSPO-2026-1122-")
    assert one.number.endswith(one.fingerprint[:4].upper())
    assert len(one.fingerprint) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {**LIBRARY, "openness": "changes"}},
        {"on": date(2026, 11, 23)},
        {"asked_by": "Another role"},
        {"holder": "GSI"},
        {"beneficiary": "CMS"},
        {"project": scanned()},
        {"policy": "cern-osltf-2012"},
        {"findings": ()},
    ],
)
def test_other_content_has_another_number(change):
    given_answers = change.pop("answers", LIBRARY)
    assert sheet_of(given_answers, **change).fingerprint != sheet_of(LIBRARY).fingerprint


def test_number_does_not_depend_on_the_language():
    number = sheet_of(LIBRARY).number
    wording.set_language("fr")
    try:
        assert sheet_of(LIBRARY).number == number
        assert sheet_of(LIBRARY).language == "fr"
    finally:
        wording.set_language("")


def test_json_is_plain_and_complete():
    project, answers = full()
    data = json.loads(json.dumps(sheet_of(answers, project).to_json(), allow_nan=False))
    assert data["schema"] == "ospo-sheet/1"
    assert {"title", "state", "parts", "uses", "checks", "points", "effects", "answers"} <= set(
        data
    )
    assert len(data["parts"]) == 6
    assert len(data["all_uses"]) == 12


def test_clear_is_enough_for_the_checks():
    # The answers that most tests share leave no check of the rights open.
    sheet = sheet_of({**LIBRARY, **CLEAR})
    rights = {"patent", "contract", "sensitive", "home", "outside"}
    assert all(c.answer is Answer.YES for c in sheet.checks if c.id in rights)
