# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files of effects and obligations: what is wrong is named, and an overlay is tried first."""

from __future__ import annotations

from pathlib import Path

import pytest

from ospo_widgets.knowledge import Answer, check_folder, load_knowledge
from ospo_widgets.knowledge.effect_lookup import FACTS, effect_rows, license_facts
from ospo_widgets.knowledge.effects import Aspect
from ospo_widgets.licensing.effects import effects
from ospo_widgets.project import Material

END = """    sources:
      - {title: A book, url: "https://example.org", clause: "1"}
    checked: 2026-11-22
    confidence: text
"""


def effect(**changes: str) -> str:
    fields = {
        "id": "lab-row",
        "partners": "[spin-off]",
        "aspects": "[overall]",
        "when": "{kind: permissive}",
        "answer": "no",
        "cell": "Not here",
        "reason": "The laboratory says so.",
    } | changes
    lines = [f"    {name}: {value}" for name, value in fields.items() if value]
    return "effects:\n  -" + lines[0][3:] + "\n" + "\n".join(lines[1:]) + f"\n{END}"


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in check_folder(folder)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"partners": "[nobody]"}, "effects.yaml:3: partners.yaml has no partner “nobody”."),
        ({"aspects": "[all]"}, "effects.yaml:4: “aspects” has “all”, must be of: overall, use"),
        ({"aspects": "[note, use]"}, "effects.yaml:4: “note” stands alone."),
        ({"when": "{kind: odd}"}, "effects.yaml:5: “kinds” has no kind “odd”."),
        ({"when": "{colour: red}"}, "effects.yaml:5: the fact “colour” is not known of a licence."),
        ({"when": "{license: XYZ-1}"}, "effects.yaml:5: licenses.yaml has no licence “XYZ-1”."),
        (
            {"when": "{not: {any: [{license: XYZ-1}]}}"},
            "effects.yaml:5: licenses.yaml has no licence “XYZ-1”.",
        ),
        ({"answer": "perhaps"}, "effects.yaml:6: “answer” is “perhaps”, must be one of: yes,"),
        ({"cell": "One two three four five six seven"}, "effects.yaml:7: “cell” may have 6 words"),
        ({"cell": "A" * 41}, "effects.yaml:7: “cell” may have 6 words and 40 characters."),
        ({"reason": ""}, "effects.yaml:2: the field “reason” is missing."),
        ({"topic": "weather"}, "effects.yaml:9: clauses.yaml has no topic “weather”."),
        ({"colour": "red"}, "effects.yaml:9: the field “colour” is not known here."),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    found = problems(write(tmp_path, "effects.yaml", effect(**changes)))
    assert any(problem.startswith(message) for problem in found), found


def test_sources_may_only_be_left_out_where_a_topic_leads_to_a_clause(tmp_path: Path) -> None:
    bare = effect().replace(END, "    checked: 2026-11-22\n    confidence: text\n")
    assert any("“sources” is missing" in p for p in problems(write(tmp_path, "effects.yaml", bare)))
    led = bare.replace("    checked", "    topic: use\n    checked")
    assert problems(write(tmp_path, "effects.yaml", led)) == []


def test_a_note_has_neither_answer_nor_cell(tmp_path: Path) -> None:
    note = effect(aspects="[note]", answer="", cell="")
    assert problems(write(tmp_path, "effects.yaml", note)) == []
    both = effect(aspects="[note]")
    assert len(problems(write(tmp_path, "effects.yaml", both))) == 2


def test_a_wrong_condition_of_a_kind_is_named(tmp_path: Path) -> None:
    kinds = "kinds:\n  ours: {license: null}\n" + effect()
    found = problems(write(tmp_path, "effects.yaml", kinds))
    assert found[0].startswith("effects.yaml:2: the fact “license” must be compared")


def test_rows_that_an_overlay_adds_are_tried_first(tmp_path: Path) -> None:
    known = load_knowledge(write(tmp_path, "effects.yaml", effect()))
    found = effects("MIT", Material.SOFTWARE, knowledge=known).partner("spin-off")
    assert (found.answer, found.cell) == (Answer.NO, "Not here")
    assert effects("MIT", Material.SOFTWARE).partner("spin-off").answer is Answer.YES


def test_a_row_that_an_overlay_replaces_keeps_its_place(tmp_path: Path) -> None:
    row = effect(id="upstream-permissive", partners="[upstream]")
    known = load_knowledge(write(tmp_path, "effects.yaml", row))
    assert effects("MIT", Material.SOFTWARE, knowledge=known).partner("upstream").cell == "Not here"
    # More special rows of ours stand before it, and still do.
    assert effects("Apache-2.0", Material.SOFTWARE, knowledge=known).partner("upstream").cell == (
        effects("Apache-2.0", Material.SOFTWARE).partner("upstream").cell
    )


def test_a_kind_that_an_overlay_adds_is_tried_first(tmp_path: Path) -> None:
    row = effect(partners="", aspects="[overall, use, combine, share]", when="{kind: house}")
    text = "kinds:\n  house: {license: MIT}\n" + row
    known = load_knowledge(write(tmp_path, "effects.yaml", text))
    assert next(iter(known.license_kinds)) == "house"
    assert effects("MIT", Material.SOFTWARE, knowledge=known).partner("spin-off").cell == "Not here"
    assert effects("ISC", Material.SOFTWARE, knowledge=known).partner("spin-off").cell == "Allowed"


def test_a_partner_without_rows_is_a_gap_and_unknown_at_run_time(tmp_path: Path) -> None:
    partner = (
        "partners:\n  - id: museums\n    name: Museums\n    text: They show it.\n"
        f"    materials: [hardware]\n    receives: source\n{END}"
    )
    found = problems(write(tmp_path, "partners.yaml", partner))
    # The gap is told at the policies that recommend a licence for it.
    assert any("CERN-OHL-S-2.0 for “museums”, overall" in problem for problem in found)
    assert all(problem.startswith("policies/") for problem in found)
    row = effect(id="museums", partners="[museums]", when="{}", answer="unknown")
    row = row.replace("[overall]", "[overall, use, combine, share]")
    assert problems(write(tmp_path, "effects.yaml", row)) == []


def test_receives_and_materials_of_a_partner_are_checked(tmp_path: Path) -> None:
    partner = (
        "partners:\n  - id: museums\n    name: Museums\n    text: They show it.\n"
        f"    materials: [stone]\n    receives: letters\n{END}"
    )
    found = problems(write(tmp_path, "partners.yaml", partner))
    assert any("“materials” has “stone”" in problem for problem in found)
    assert any("“receives” is “letters”" in problem for problem in found)


NEIGHBOUR = f"neighbours:\n  - id: lab\n    name: Laboratory\nFIELDS{END}"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("    license: MIT\n    component: root\n    uses: [{materials: [data], ours: copy}]\n",
         "name either a “component” of the catalogue or a “license”."),
        ("    uses: [{materials: [data], ours: copy}]\n",
         "name either a “component” of the catalogue or a “license”."),
        ("    component: nothing\n    uses: [{materials: [data], ours: copy}]\n",
         "components.yaml has no component “nothing”."),
        ("    license: MIT AND XYZ-1\n    uses: [{materials: [data], ours: copy}]\n",
         "licenses.yaml has no licence “XYZ-1”."),
        ("    license: MIT\n    uses: [{materials: [data]}]\n",
         "say how they take “ours”, or how we take “theirs”, or both."),
        ("    license: MIT\n    uses: [{materials: [data], ours: borrow}]\n",
         "“ours” is “borrow”, must be one of: copy"),
        ("    license: MIT\n    uses:\n      - {materials: [data, model], ours: copy}\n"
         "      - {materials: [data], theirs: copy}\n",
         "two of the “uses” speak of one material."),
    ],
)  # fmt: skip
def test_a_wrong_neighbour_is_named(tmp_path: Path, fields: str, message: str) -> None:
    found = problems(write(tmp_path, "neighbours.yaml", NEIGHBOUR.replace("FIELDS", fields)))
    assert any(message in problem for problem in found), found


CLAUSES = f"clauses:\n  - id: lab\n    licenses: [ID]\n    topics: {{use: '1'}}\n{END}"


def test_clauses_belong_to_licences_that_we_have_and_to_one_text(tmp_path: Path) -> None:
    assert problems(write(tmp_path, "clauses.yaml", CLAUSES.replace("ID", "ISC"))) == []
    (problem,) = problems(write(tmp_path, "clauses.yaml", CLAUSES.replace("ID", "XYZ-1")))
    assert "licenses.yaml has no licence “XYZ-1”" in problem
    (problem,) = problems(write(tmp_path, "clauses.yaml", CLAUSES.replace("ID", "MIT")))
    assert "“mit” has the clauses of “MIT” already" in problem


OBLIGATION = f"obligations:\n  - id: lab\nFIELDS    text: Do it.\n{END}"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("    triggers: [source]\n", "name either “licenses” or “conditions”"),
        ("    licenses: [MIT]\n    triggers: [sale]\n", "“triggers” has “sale”"),
        ("    conditions: [be-nice]\n    triggers: [source]\n", "“conditions” has “be-nice”"),
        ("    licenses: [XYZ-1]\n    triggers: [source]\n", "has no licence “XYZ-1”"),
        ("    licenses: [ISC]\n    triggers: [source]\n    clause: '1'\n", "no text of “ISC”"),
        ("    licenses: [MIT]\n    triggers: [source]\n    topic: weather\n", "no topic “weather”"),
        ("    conditions: [same-license]\n    triggers: [source]\n    clause: '1'\n",
         "“clause” belongs to rows that name “licenses”."),
    ],
)  # fmt: skip
def test_a_wrong_obligation_is_named(tmp_path: Path, fields: str, message: str) -> None:
    found = problems(write(tmp_path, "obligations.yaml", OBLIGATION.replace("FIELDS", fields)))
    assert any(message in problem for problem in found), found


def test_rows_may_ask_for_each_fact_and_facts_leave_out_what_is_not_known() -> None:
    known = load_knowledge()
    computed = {"license-into-gpl-2", "license-into-gpl-3", "apache-into-license"}
    facts = license_facts("MIT", known.licenses["MIT"], Material.SOFTWARE, known)
    assert set(facts) == FACTS - computed
    bare = license_facts("LicenseRef-X", None, Material.SOFTWARE, known)
    assert set(bare) == {"license", "license-exception", "material", "kind"}
    assert bare["kind"] == "unreviewed"


def test_the_first_row_counts() -> None:
    known = load_knowledge()
    facts = license_facts("MIT", known.licenses["MIT"], Material.SOFTWARE, known)
    rows = list(effect_rows("spin-off", Aspect.OVERALL, facts, known))
    assert rows[0].id == "spin-off-free"
    assert rows[-1].id == "no-reviewed-source"
    assert list(effect_rows("nobody", Aspect.OVERALL, facts, known)) == []


def test_sentences_are_short_and_take_no_side() -> None:
    known = load_knowledge()
    loud = ("!", "unfortunately", "freedom", "viral", "infect", "dangerous", "best", "please")
    for row in known.effects:
        text = f"{row.cell} {row.reason}".casefold()
        assert not any(word in text for word in loud), row.id
        for sentence in row.reason.replace("GPL-3.0", "").replace("GPL-2.0", "").split(". "):
            assert len(sentence.split()) <= 22, (row.id, sentence)
