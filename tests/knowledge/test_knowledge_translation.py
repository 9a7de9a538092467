# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Texts of the knowledge in other languages: how they are laid over, and that none is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from typography import FAULTS

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import check_folder, load_knowledge
from ospo_widgets.knowledge.translation import APART, KEYS, TEXTS, languages
from ospo_widgets.resources import data_dir

DATA = data_dir()
LANGUAGES = languages(DATA)
CELL_LENGTH, CELL_WORDS = 50, 8
"""As in English, with a quarter more, and articles."""
LABEL_LENGTH, HINT_LENGTH = 43, 113


@pytest.fixture(autouse=True)
def _french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSPO_LANGUAGE", "fr")


def overlay(folder: Path, kind: str, text: str) -> Path:
    """An overlay folder with one file of French texts."""
    path = folder / "translations" / "fr" / f"{kind}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


# --- how texts are laid over ----------------------------------------------------------------------


def test_texts_change_and_facts_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    french = load_knowledge()
    monkeypatch.setenv("OSPO_LANGUAGE", "en")
    english = load_knowledge()
    ours, theirs = french.licenses["MIT"], english.licenses["MIT"]
    assert ours.summary == "Chacun peut l’utiliser dans tout, tant que la mention reste."
    assert theirs.summary == "Anyone may use it in anything, as long as the notice stays."
    assert (ours.name, ours.category, ours.conditions) == (
        theirs.name,
        theirs.category,
        theirs.conditions,
    )
    assert [row.id for row in french.effects] == [row.id for row in english.effects]
    assert [row.answer for row in french.effects] == [row.answer for row in english.effects]


def test_an_overlay_has_the_last_word(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "licenses", "licenses:\n  MIT:\n    summary: Faites.\n")
    assert check_folder(folder) == ()
    assert load_knowledge(folder).licenses["MIT"].summary == "Faites."
    assert load_knowledge(folder).licenses["ISC"].summary.startswith("Chacun")


GLOSSARY = """glossary:
  - id: widget
    term: widget
    text: A part of a page.
    sources: [{title: A book}]
    checked: 2026-11-22
    confidence: text
"""


@pytest.mark.parametrize(
    ("french", "text"),
    [
        ("glossary: {}\n", "A part of a page."),
        ("glossary:\n  widget: {text: Un bout}\n", "Un bout"),
    ],
)
def test_what_is_not_translated_stays_english(tmp_path: Path, french: str, text: str) -> None:
    (tmp_path / "glossary.yaml").write_text(GLOSSARY, encoding="utf-8")
    known = load_knowledge(overlay(tmp_path, "glossary", french))
    assert known.terms["widget"].term == "widget"
    # Questions name their words by the English term.
    assert known.glossary["widget"] == text


def test_texts_inside_a_row_are_found_by_their_key(tmp_path: Path) -> None:
    text = """questions:
  materials:
    options:
      software: {label: Des programmes}
"""
    question = next(
        q
        for q in load_knowledge(overlay(tmp_path, "questions", text)).questions
        if q.id == "materials"
    )
    assert {o.id: o.label for o in question.options}["software"] == "Des programmes"
    assert len(question.options) > 1


def test_clauses_are_translated_by_topic(tmp_path: Path) -> None:
    clauses = load_knowledge().clauses["mit"]
    assert clauses.topics["copy"] == "deuxième paragraphe"
    assert load_knowledge().clauses["mpl-2.0"].topics["copy"] == "3.1, 3.4"
    source = clauses.source("copy")
    assert source is not None
    assert source.clause == "deuxième paragraphe"


@pytest.mark.parametrize(
    ("kind", "text", "line", "message"),
    [
        ("licenses", "licenses:\n  MIT-3:\n    summary: Rien.\n", 2, "there is no row “MIT-3”."),
        (
            "licenses",
            "licenses:\n  MIT:\n    summary: Tout.\n    category: strong\n",
            4,
            "“category” is no text that can be translated here.",
        ),
        (
            "licenses",
            "licenses:\n  MIT:\n    resume: Tout.\n",
            3,
            "“resume” is no text that can be translated here.",
        ),
        (
            "findings",
            "findings:\n  reuse.no-header:\n    title: Sans licence\n",
            3,
            "“title” must have the same placeholders as in English.",
        ),
        (
            "findings",
            "findings:\n  reuse.no-header:\n    title: '{files} sans {licence}'\n",
            3,
            "“title” must have the same placeholders as in English.",
        ),
        (
            "neighbours",
            "neighbours:\n  geant4:\n    text: Un mot de plus.\n",
            3,
            "“text” is empty in English.",
        ),
        (
            "clauses",
            "clauses:\n  mit:\n    topics: {paint: troisième paragraphe}\n",
            3,
            "there is no “paint” here.",
        ),
        (
            "questions",
            "questions:\n  materials:\n    options:\n      cheese: {label: Du fromage}\n",
            4,
            "there is no “cheese” here.",
        ),
        ("licenses", "recipes:\n  cake: {}\n", 1, "“recipes” is no kind with texts."),
        ("licenses", "licenses:\n  MIT:\n    summary: 3\n", 3, "“summary” must be a text"),
        ("licenses", "licenses: [\n", 2, "not valid YAML"),
    ],
)
def test_a_wrong_text_is_named_with_file_and_line(
    tmp_path: Path, kind: str, text: str, line: int, message: str
) -> None:
    folder = overlay(tmp_path, kind, text)
    problems = [str(problem) for problem in check_folder(folder)]
    assert any(
        p.startswith(f"{folder}/translations/fr/{kind}.yaml:{line}: ") and message in p
        for p in problems
    ), problems
    with pytest.raises(InputError, match=f"translations/fr/{kind}.yaml:{line}"):
        load_knowledge(folder)


def test_conditions_have_one_text_each_and_the_same_placeholders(tmp_path: Path) -> None:
    row = next(v for v in load_knowledge().verdicts if len(v.conditions) == 1)
    two = f"verdicts:\n  {row.id}:\n    conditions: [Une, Deux]\n"
    (problem,) = check_folder(overlay(tmp_path, "verdicts", two))
    assert "must have 1 texts, as in English" in problem.message
    other = f"verdicts:\n  {row.id}:\n    conditions: ['Une {{autre}}']\n"
    (problem,) = check_folder(overlay(tmp_path, "verdicts", other))
    assert "same placeholders" in problem.message


def test_a_wrong_translation_does_not_stop_other_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = overlay(tmp_path, "licenses", "licenses:\n  MIT-3:\n    summary: Rien.\n")
    monkeypatch.setenv("OSPO_LANGUAGE", "en")
    assert load_knowledge(folder).licenses["MIT"].summary.startswith("Anyone")


# --- ours: complete, and set as the language wants it ---------------------------------------------


def read(path: Path) -> dict[str, Any]:
    """A file with all its scalars as texts: an option may be called No."""
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return found


Place = tuple[str | int, ...]
"""Where a text stands in its row: fields, keys of rows inside it, places in a list."""


def english(kind: str) -> dict[str, dict[Place, str]]:
    """Texts of each row as they stand in its file, by row and path."""
    if kind != "policies":
        files = [DATA / f"{kind}.yaml", *(DATA / kind).glob("*.yaml")]
        rows = [row for path in files if path.exists() for row in read(path)[kind]]
        return {row["id"]: dict(texts_in(row, TEXTS[kind])) for row in rows}
    policies = {row["id"]: row for row in map(read, (DATA / "policies").glob("*.yaml"))}
    texts = {i: dict(texts_in(row, TEXTS[kind])) for i, row in policies.items()}
    # What stands word by word in the profile that is extended is translated there.
    return {
        i: {
            path: text
            for path, text in texts[i].items()
            if texts.get(row.get("extends", ""), {}).get(path) != text
        }
        for i, row in policies.items()
    }


def texts_in(row: Mapping[str, Any], wanted: frozenset[str]) -> Iterator[tuple[Place, str]]:
    """Texts of a row as it stands in its file, each with the path that a translation has."""
    for name, value in row.items():
        if name not in wanted:
            continue
        if isinstance(value, str):
            yield (name,), value
        elif isinstance(value, dict):  # names, topics, contacts
            for key, inner in value.items():
                yield (name, key), inner["name"] if isinstance(inner, dict) else inner
        else:
            for place, inner in enumerate(value):
                if isinstance(inner, str):
                    yield (name, place), inner
                    continue
                key = inner[next(k for k in KEYS if k in inner)]
                for path, text in texts_in(inner, wanted | {"label", "hint", "text", "note"}):
                    yield (name, key, *path), text


def translated(texts: object, path: Place) -> object:
    for step in path:
        if isinstance(texts, dict):
            texts = texts.get(step)
        elif isinstance(texts, list) and isinstance(step, int) and step < len(texts):
            texts = texts[step]
        else:
            return None
    return texts


WORD = re.compile(r"[a-z]{4,}")


def may_stay(kind: str, path: Place, text: str) -> bool:
    """Names of products and of people, and clauses that are numbers."""
    if path[0] in ("topics", "clause"):
        return not WORD.search(text)
    return path[0] in ("contacts", "names") or (kind, path[0]) == ("neighbours", "name")


@pytest.mark.parametrize("kind", sorted(set(TEXTS).difference(*APART.values())))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str, kind: str) -> None:
    folder = DATA / "translations" / language
    texts: dict[str, object] = {}
    for path in (folder / f"{kind}.yaml", *(folder / kind).glob("*.yaml")):
        if path.exists():
            texts |= read(path)[kind]
    missing = [
        f"{row_id}: {'.'.join(map(str, path))}: {text}"
        for row_id, row in english(kind).items()
        for path, text in row.items()
        if not translated(texts.get(row_id), path) and not may_stay(kind, path, text)
    ]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_translations_have_no_wrong_row_field_or_placeholder(language: str) -> None:
    assert [p for p in check_folder(DATA) if f"translations/{language}/" in p.file] == []


def all_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from all_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_texts(inner)


FILES = [path for code in LANGUAGES for path in (DATA / "translations" / code).rglob("*.yaml")]


@pytest.mark.parametrize("path", sorted(FILES), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_typography(path: Path) -> None:
    faults = FAULTS[path.relative_to(DATA / "translations").parts[0]]
    assert [(text, found) for text in all_texts(read(path)) if (found := faults(text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_stay_short(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSPO_LANGUAGE", language)
    cells = [row.cell for row in load_knowledge().effects]
    assert any(cells)
    long = [c for c in cells if len(c) > CELL_LENGTH or len(c.split()) > CELL_WORDS]
    assert not long


@pytest.mark.parametrize("language", LANGUAGES)
def test_options_stay_short(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSPO_LANGUAGE", language)
    options = [option for q in load_knowledge().questions for option in q.options]
    assert [o.label for o in options if len(o.label) > LABEL_LENGTH] == []
    assert [o.hint for o in options if len(o.hint) > HINT_LENGTH] == []


def test_french_signs_are_told_apart() -> None:
    faults = FAULTS["fr"]
    assert faults("Quoi\u00a0? «\u00a0Oui\u00a0»\u00a0: https://example.org/?a=1") == []
    assert faults("Écrire «\u00a0SPDX-FileType: SOURCE\u00a0», 10:30, 5\u202f%") == []
    for wrong in (
        "Quoi ?",
        "Quoi?",
        "« Oui\u00a0»",
        "Oui: non",
        "l'auteur",
        "Attendez...",
        "“Oui”",
    ):
        assert faults(wrong), wrong
