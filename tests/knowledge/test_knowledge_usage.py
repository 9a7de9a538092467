# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where each fact is used: each kind of reference, both directions, and rows nothing refers to."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.knowledge.checking import checked_folder
from ospo_widgets.knowledge.source_rows import Shelf, read_shelf
from ospo_widgets.knowledge.usage import (
    Link,
    Usage,
    effects_for,
    modules_naming,
    split_key,
    usage_of,
)
from ospo_widgets.knowledge.usage_graph import SHOWN, around, dot, mermaid, svg
from ospo_widgets.resources import data_dir

OURS = usage_of(read_shelf(data_dir()))

FILES = {
    "licenses.yaml": """\
licenses:
  - {id: A, later: [B], text_key: T, category: permissive}
  - {id: B}
  - {id: C WITH X}
  - {id: C}
""",
    "license_texts/T.txt": "text",
    "verdicts.yaml": """\
groups:
  small: [B]
  both: ["@small", A]
  lonely: [C]
  loop: ["@loop", C]
verdicts:
  - {id: v, inbound: ["@both"], outbound: [C], whole: C, reason: Copyleft reaches it.,
     sources: [{title: A, url: "https://example.org/a", clause: "4"}]}
""",
    "clauses.yaml": """\
clauses:
  - {id: a, licenses: [A], topics: {use: "2"}, sources: [{title: A, url: "https://example.org/a"}]}
""",
    "effects.yaml": """\
kinds:
  free: {license-category: permissive}
  named: {license: B}
effects:
  - {id: e, partners: [p], topic: use, when: {kind: [free], not: {license: "C WITH X"}}}
""",
    "partners.yaml": "partners:\n  - {id: p}\n  - {id: nobody}\n",
    "glossary.yaml": "glossary:\n  - {id: cl, term: copyleft}\n  - {id: never, term: never said}\n",
    "questions.yaml": """\
questions:
  - {id: materials, words: [copyleft], text: What is it?}
  - {id: kind-of, when: {material: software}}
""",
    "policies/one.yaml": """\
id: one
regimes: {software: {permissive: [A]}}
rules:
  - {id: r, when: {any: [{kind-of: [x, y]}, {all: [{materials: data}]}]}, licenses: [B]}
""",
    "policies/two.yaml": "id: two\nextends: one\ndrops: [r]\n",
    "components.yaml": """\
components:
  - {id: lib, name: The Library, license: A OR C WITH X, optional_parts: {Extra: B},
     alternatives: [{name: the-other, license: B}]}
  - {id: other, name: The Other, license: B}
""",
    "findings/some.yaml": "findings:\n  - {id: f, checklist: [S01]}\n",
    "checklist.yaml": "checklist:\n  - {id: S01}\n",
    "license_aliases.yaml": "aliases:\n  - {license: A, names: [Ay, AA]}\n",
    "practices/some.yaml": "practices:\n  - {id: do, findings: [f], terms: [cl], see: [do]}\n",
    "hygiene.yaml": "secrets:\n  - {id: key, words: [copyleft], license: A}\n",
}

EXPECTED = {
    ("licenses/A", "later", "licenses/B", ""),
    ("licenses/A", "text_key", "texts/T", ""),
    ("groups/both", "holds", "groups/small", ""),
    ("groups/both", "holds", "licenses/B", "@small"),
    ("groups/both", "holds", "licenses/A", ""),
    ("verdicts/v", "inbound", "groups/both", ""),
    ("verdicts/v", "inbound", "licenses/A", "@both"),
    ("verdicts/v", "inbound", "licenses/B", "@both"),
    ("verdicts/v", "outbound", "licenses/C", ""),
    ("verdicts/v", "whole", "licenses/C", ""),
    ("verdicts/v", "reason", "glossary/cl", ""),
    ("verdicts/v", "sources", "clauses/a", "4"),
    ("verdicts/v", "sources", "sources/https://example.org/a", "4"),
    ("clauses/a", "licenses", "licenses/A", ""),
    ("kinds/named", "holds", "licenses/B", ""),
    ("effects/e", "partners", "partners/p", ""),
    ("effects/e", "topic", "clauses/a", "use"),
    ("effects/e", "when", "kinds/free", ""),
    ("effects/e", "when", "licenses/C WITH X", ""),
    ("questions/materials", "words", "glossary/cl", ""),
    ("questions/kind-of", "when", "questions/materials", "material: software"),
    ("rules/one:r", "when", "questions/kind-of", "x, y"),
    ("rules/one:r", "when", "questions/materials", "data"),
    ("rules/one:r", "licenses", "licenses/B", ""),
    ("policies/one", "rules", "rules/one:r", ""),
    ("policies/one", "regimes", "licenses/A", "software, permissive"),
    ("policies/two", "extends", "policies/one", ""),
    ("policies/two", "drops", "rules/one:r", ""),
    ("components/lib", "license", "licenses/A", "A OR C WITH X"),
    ("components/lib", "license", "licenses/C WITH X", "A OR C WITH X"),
    ("components/lib", "license", "licenses/C", "A OR C WITH X"),
    ("components/lib", "optional_parts", "licenses/B", ""),
    ("components/lib", "alternatives", "components/other", ""),
    ("components/lib", "alternatives", "licenses/B", ""),
    ("findings/f", "checklist", "checklist/S01", ""),
    ("aliases/Ay", "license", "licenses/A", ""),
    ("practices/do", "findings", "findings/f", ""),
    ("practices/do", "terms", "glossary/cl", ""),
    ("hygiene.secrets/key", "license", "licenses/A", ""),
}


@pytest.fixture
def small(tmp_path: Path) -> Usage:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return usage_of(read_shelf(tmp_path), wording=False)


def told(link: Link) -> tuple[str, str, str, str]:
    return (link.source, link.field, link.target, link.detail)


@pytest.mark.parametrize("wanted", sorted(EXPECTED), ids=lambda t: " ".join(t[:3]))
def test_each_kind_of_reference_is_found(small: Usage, wanted: tuple[str, ...]) -> None:
    assert wanted in {told(link) for link in small.links}


def test_there_are_no_others(small: Usage) -> None:
    found = {told(link) for link in small.links}
    rest = {t[:3] for t in found - EXPECTED if t[0] not in {"groups/lonely", "groups/loop"}}
    assert rest == {
        ("clauses/a", "sources", "sources/https://example.org/a"),
        ("components/other", "license", "licenses/B"),
        ("groups/small", "holds", "licenses/B"),
    }


def test_both_directions_say_the_same(small: Usage) -> None:
    forth = {link for links in small.uses.values() for link in links}
    back = {link for links in small.used_by.values() for link in links}
    assert forth == back == set(small.links)
    assert small.weight("licenses/A") == len({t[0] for t in EXPECTED if t[2] == "licenses/A"})


def test_rows_that_nothing_refers_to_are_listed(small: Usage) -> None:
    assert set(small.unused()) == {
        "groups/lonely", "groups/loop", "kinds/named", "partners/nobody", "glossary/never"
    }  # fmt: skip


def test_of_ours_the_great_licences_are_used_by_all_kinds_that_name_licences() -> None:
    kinds = Counter(split_key(link.source)[0] for link in OURS.used_by["licenses/Apache-2.0"])
    assert {"verdicts", "policies", "components", "aliases", "groups", "clauses"} <= set(kinds)
    effects = effects_for(load_knowledge(), "Apache-2.0")
    assert {split_key(link.source)[0] for link in effects} == {"effects"}
    assert effects_for(load_knowledge(), "no-such") == ()
    assert OURS.weight("licenses/Apache-2.0") > 80


def test_every_reference_of_ours_leads_to_a_row_or_a_source() -> None:
    kinds = {"sources"}
    lost = [
        link
        for link in OURS.links
        if link.target not in OURS.shelf.rows and split_key(link.target)[0] not in kinds
    ]
    assert lost == []
    assert set(OURS.sources()) == {
        split_key(key)[1] for key in OURS.used_by if key.startswith("sources/")
    }


def test_every_row_of_the_loader_is_a_row_here() -> None:
    known = load_knowledge()
    for kind in ("licenses", "components", "findings", "partners", "clauses", "checklist"):
        assert {f"{kind}/{i}" for i in getattr(known, kind)} == {
            key for key, row in OURS.shelf.rows.items() if row.kind == kind
        }
    for kind in ("verdicts", "questions", "effects", "obligations"):
        assert {f"{kind}/{row.id}" for row in getattr(known, kind)} <= set(OURS.shelf.rows)
    for where in ("licenses:MIT", "components:root", "verdicts:free-into-anything"):
        assert OURS.shelf.rows[where.replace(":", "/")].where == known.origin[where]


def test_code_that_names_a_row_is_known() -> None:
    assert any("checks" in module for module in modules_naming("license.none"))
    assert modules_naming("no-such-finding") == ()


def test_an_overlay_takes_the_place_of_ours_and_remembers_it(tmp_path: Path) -> None:
    (tmp_path / "licenses.yaml").write_text("licenses:\n  - {id: MIT, summary: Ours}\n")
    shelf = read_shelf(data_dir(), tmp_path)
    assert (shelf.rows["licenses/MIT"].laid, shelf.rows["licenses/MIT"].line) == (True, 2)
    assert shelf.covered["licenses/MIT"].where.startswith("licenses.yaml:")
    assert shelf.path_of(shelf.rows["licenses/MIT"]) == tmp_path / "licenses.yaml"
    assert shelf.path_of(shelf.rows["licenses/ISC"]) == data_dir() / "licenses.yaml"


def test_a_broken_file_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "licenses.yaml").write_text("licenses: [\n")
    (tmp_path / "glossary.yaml").write_text("glossary:\n  - {id: a}\n")
    (tmp_path / "partners.yaml").write_bytes(b"\xff\xfe")
    shelf = read_shelf(tmp_path)
    assert list(shelf.rows) == ["glossary/a"]
    assert {problem.file for problem in shelf.problems} == {"licenses.yaml", "partners.yaml"}


def test_a_drawing_names_the_row_and_counts_what_it_leaves_out() -> None:
    found = around("licenses/MIT", OURS)
    verdicts = next(box for box in found.used_by if box.kind == "verdicts")
    assert len(verdicts.rows) > SHOWN
    assert f"+ {len(verdicts.rows) - SHOWN}" in mermaid(found)
    drawing = svg(found)
    assert drawing.startswith("<svg ")
    assert "licenses/MIT" in drawing
    assert '"verdicts/' in dot(found)
    assert found.to_json()["used_by"]["verdicts"] == list(verdicts.rows)


# --- warnings -------------------------------------------------------------------------------------

WARNED = """\
glossary:
  - id: new-word
    term: new word
    text: "Something."
    sources:
      - {title: "A book"}
    checked: 2030-01-01
    confidence: text
"""


def test_warnings_name_file_line_and_kind_of_the_overlay_alone(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text(WARNED, encoding="utf-8")
    found = checked_folder(tmp_path, on=date(2027, 1, 1))
    assert found.problems == ()
    assert [(w.kind, w.line) for w in found.warnings] == [
        ("translation", 2), ("unused", 2), ("place", 5), ("future", 7)
    ]  # fmt: skip
    assert {w.file for w in found.warnings} == {f"{tmp_path}/glossary.yaml"}
    assert next(t for t in found.translated if t.kind == "glossary").missing == 1
    # The clock of whoever wrote it may be a day ahead.
    kinds = {w.kind for w in checked_folder(tmp_path, on=date(2029, 12, 31)).warnings}
    assert "future" not in kinds


def test_a_claim_without_a_source_needs_no_place(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text(
        WARNED.replace("confidence: text", "confidence: memory")
    )
    found = checked_folder(tmp_path, on=date(2031, 1, 1))
    assert "place" not in {w.kind for w in found.warnings}


def test_our_own_knowledge_has_no_warning() -> None:
    found = checked_folder(data_dir(), on=date.today())
    assert [str(w) for w in found.warnings] == []
    assert found.problems == ()


def test_an_empty_shelf_has_no_usage(tmp_path: Path) -> None:
    usage = usage_of(Shelf(tmp_path, None, {}), wording=False)
    assert usage.links == ()
    assert usage.unused() == ()
