# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The release checklist: answers of the scan, of the tree and of a person; the score."""

import pytest

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Answer
from ospo_widgets.scanning.readiness.answers import PATH, answers_from, answers_given
from ospo_widgets.scanning.readiness.checklist import readiness
from ospo_widgets.scanning.readiness.model import ReadinessItem, score
from ospo_widgets.scanning.result import FileResult, Finding
from tests.scanning.readiness_trees import held, ids, subject_of
from tests.scanning.test_readiness_readme import GOOD

COMPLETE = {
    "README.md": GOOD + "\n[![DOI](https://zenodo.org/badge/DOI/10.5281/zenodo.1.svg)](x)\n",
    "CONTRIBUTING.md": "Open an issue.", "CODE_OF_CONDUCT.md": "Mail a@b.org",
    "SECURITY.md": "Mail a@b.org", "AUTHORS": "A", "CHANGELOG.md": "## 1.0\n",
    "CITATION.cff": "cff-version: 1.2.0\nmessage: m\ntitle: t\n"
    "authors: [{name: A}]\nkeywords: [a]\n",
    "tests/test_a.py": "", ".gitlab-ci.yml": "test:\n  script: pytest\n",
}  # fmt: skip


def finding(kind: str, *items: str) -> Finding:
    known = load_knowledge().findings[kind]
    return Finding(kind, known.severity, "", (), "", "", (), checklist=items or known.checklist)


def answered(
    tree: dict[str, str], *files: FileResult, found: tuple[Finding, ...] = (), partial: bool = False
) -> dict[str, ReadinessItem]:
    items = readiness(subject_of(tree, *files), found, partial=partial)
    return {item.id: item for item in items}


def test_a_complete_tree() -> None:
    items = answered(COMPLETE, held("a.py", "2020 Ada Bo"))
    said = {i for i, item in items.items() if item.answer is Answer.YES}
    assert {"S01", "S02", "S03", "S16", "S17", "S18", "S24"} <= said
    assert not {"S07", "S10", "S11", "S19", "S20", "S25"} & said
    assert items["S16"].evidence == ("README.md:3", "README.md:5", "README.md:9", "README.md:13")
    assert items["S18"].evidence[:2] == ("AUTHORS", "CITATION.cff")
    assert not any(i.startswith("H") for i in items)
    assert list(items) == [i for i in load_knowledge().checklist if i.startswith("S")]


def test_what_is_open_comes_with_a_question_and_who_can_answer() -> None:
    items = answered(COMPLETE, held("a.py", "2020 Ada Bo"))
    for item in items.values():
        known = load_knowledge().checklist[item.id]
        assert item.title == known.title
        is_open = item.answer is Answer.UNKNOWN and item.applies
        assert item.question == (known.question if is_open else "")
    assert items["S11"].ask == ("tto",)
    assert items["S19"].evidence[-1] == ".gitlab-ci.yml:1"
    assert items["S20"].note == "Not found: version, tagged release"


def test_nothing_and_a_part_say_nothing() -> None:
    for items in (answered({}), answered(COMPLETE, held("a.py", "2020 Ada Bo"), partial=True)):
        assert {item.answer for item in items.values()} == {Answer.UNKNOWN}


def test_items_that_do_not_apply() -> None:
    items = answered(COMPLETE, held("a.py", "2020 Ada Bo"))
    assert not items["S05"].applies
    assert not items["S04"].applies
    assert items["S05"].to_json()["answer"] == "not-applicable"
    cern = answered(COMPLETE, held("a.py", "2020 CERN"))
    assert cern["S04"].applies
    assert cern["S04"].answer is Answer.UNKNOWN


def test_findings_say_no_and_some_only_ask() -> None:
    files = (held("a.py", "2020 Ada Bo"),)
    assert answered(COMPLETE, *files, found=(finding("release.no-ci"),))["S19"].answer is Answer.NO
    item = answered(COMPLETE, *files, found=(finding("rights.other-holders", "S01"),))["S01"]
    assert (item.answer, item.findings) == (Answer.UNKNOWN, ("rights.other-holders",))


ANSWERS = """answers:
  S07: yes
  S09: {answer: no, note: two people have not answered}
  S25: {answer: yes, note: "minutes of 3 March"}
  S27: {answer: not-applicable, note: no user interface}
  S01: no
  S19: yes
"""


def test_answers_in_the_tree_count_where_the_scan_knows_nothing() -> None:
    tree = {**COMPLETE, PATH: ANSWERS}
    items = answered(tree, held("a.py", "2020 Ada Bo"), found=(finding("release.no-tests"),))
    assert (items["S07"].answer, items["S07"].told_by) == (Answer.YES, "file")
    assert items["S07"].evidence[0] == f"{PATH}:2"
    assert items["S09"].answer is Answer.NO
    assert items["S25"].note == "minutes of 3 March"
    assert not items["S27"].applies
    assert items["S01"].answer is Answer.NO
    assert (items["S19"].answer, items["S19"].told_by) == (Answer.NO, "scan")
    assert "release.checklist-file" not in ids(tree)


def test_a_person_counts_before_the_tree() -> None:
    given = answers_given({"S07": "no", "S11": True}, {"S07": "see mail"})
    items = readiness(subject_of({**COMPLETE, PATH: ANSWERS}), (), partial=False, answers=given)
    by_id = {item.id: item for item in items}
    assert (by_id["S07"].answer, by_id["S07"].told_by) == (Answer.NO, "person")
    assert by_id["S11"].answer is Answer.YES
    with pytest.raises(ValueError, match="S07"):
        answers_given({"S07": "perhaps"})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("answers:\n  S99: yes\n", f"{PATH}:2: the checklist has no item S99"),
        ("answers:\n  S07: perhaps\n",
         f"{PATH}:2: S07: perhaps is none of yes, no, unknown, not-applicable"),
        ("answers:\n  S25: yes\n",
         f"{PATH}:2: S25 needs a note that says why or where it is written down"),
        ("answers:\n  S05: not-applicable\n",
         f"{PATH}:2: S05 needs a note that says why or where it is written down"),
        ("answers:\n  S07: {answer: yes, when: now}\n", f"{PATH}:2: the format has no field when"),
        ("- a\n", f"{PATH}:1: there is no field “answers” with items"),
        ("answers: {", f"{PATH}:2: cannot be read (did not find expected node content)"),
    ],
)  # fmt: skip
def test_faults_of_the_answers_are_a_finding(text: str, problem: str) -> None:
    from ospo_widgets.scanning.checks import metadata

    found = {d.id: d for d in metadata.check(subject_of({PATH: text}))}
    assert found["release.checklist-file"].evidence[0].startswith(problem[:60])


def test_wrong_answers_do_not_count() -> None:
    rows = [[2, "S25", "yes", ""], [3, "S07", "maybe", ""], [4, "S09", "yes", ""]]
    good, problems = answers_from(rows, load_knowledge().checklist)
    assert set(good) == {"S09"}
    assert [code for _, code, _ in problems] == ["note", "answer"]


def test_the_score_counts_unknown_as_unknown() -> None:
    items = [
        ReadinessItem("S01", Answer.YES), ReadinessItem("S02", Answer.NO),
        ReadinessItem("S03", Answer.UNKNOWN), ReadinessItem("H01", Answer.CONDITIONAL),
        ReadinessItem("S05", Answer.UNKNOWN, applies=False),
    ]  # fmt: skip
    found = score(items)
    assert (found.yes, found.total, found.not_applicable) == (1, 4, 1)
    assert found.to_json() == {"yes": 1, "partly": 1, "no": 1, "unknown": 1, "not_applicable": 1,
                               "total": 4}  # fmt: skip


def test_the_checklist_is_whole() -> None:
    known = load_knowledge().checklist
    assert [*known] == [f"S{n:02}" for n in range(1, 28)] + [f"H{n:02}" for n in range(1, 24)]
    assert all(item.question for item in known.values() if item.kind != "A")
    assert all(set(item.ask) <= {"team", "ospo", "tto", "group-leader"} for item in known.values())
    told = {i for kind in load_knowledge().findings.values() for i in kind.checklist}
    assert {"S01", "S02", "S03", "S04", "S07", "S16", "S17", "S18", "S19", "S20"} <= told
