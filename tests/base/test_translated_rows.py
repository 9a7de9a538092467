# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every row of data/ says in every language what it says in English, and numbers are set by one
function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_untranslated import SAME, SENTENCE, modules

from ospo_widgets import wording
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.knowledge.practices import load_practices
from ospo_widgets.knowledge.translation import APART, TEXTS
from ospo_widgets.resources import data_dir

OTHERS = [code for code in wording.languages() if code != wording.DEFAULT_LANGUAGE]
SAME_WORDS = (".term: open source", ": libxml2 and libxslt")
"""Texts that are the same words in French, or names."""

NO_TEXT = {
    "sources": "title and place in a document that is English",
    "source": "the same",
    "provenance": "the same",
    "when": "ids and names that answers are compared with",
    "notice": "legal text that goes into files as it is",
    "name": "of a licence, a product or an institute",
    "names": "the same",
    "attribution": "as its owner asks for it",
    "title": "of the table of others",
}
"""Fields whose words are the same for readers of all languages, and why."""

NOT_SHOWN = {
    "detection": "expressions",
    "hardware_files.yaml": "expressions",
    "hygiene.yaml": "expressions and column names, in both languages",
    "license_aliases.yaml": "names that files use",
    "portfolio/importing.yaml": "column names, in both languages",
    "readme_topics.yaml": "phrases that are looked for",
    "scan_lists.yaml": "names that are looked for",
}
"""Files that the programs compare with, and no page shows."""


def same_in_both(english: Any, other: Any, place: str = "") -> Iterator[str]:
    """Texts of a row that are the same in two languages, each with its place."""
    if isinstance(english, str):
        if english == other and SENTENCE.search(SAME.sub(" ", english)):
            yield f"{place}: {english}"
    elif is_dataclass(english):
        for field in fields(english):
            if field.name in NO_TEXT and field.name not in {"name", "title"}:
                continue
            mine, theirs = getattr(english, field.name), getattr(other, field.name)
            yield from same_in_both(mine, theirs, f"{place}.{field.name}")
    elif isinstance(english, Mapping):
        for key in english:
            yield from same_in_both(english[key], other.get(key), f"{place}.{key}")
    elif isinstance(english, (tuple, list)):
        for number, (mine, theirs) in enumerate(zip(english, other, strict=True)):
            yield from same_in_both(mine, theirs, f"{place}.{number}")


def tables() -> dict[str, Any]:
    """Rows of every kind that is translated, in the language of the moment."""
    known, practices = load_knowledge(), load_practices()
    apart = {kind: getattr(practices, kind) for kind in APART["practices"]}
    kinds = [kind for kind in TEXTS if kind not in apart]
    return apart | {k: getattr(known, "terms" if k == "glossary" else k) for k in kinds}


@pytest.mark.parametrize("kind", sorted(TEXTS))
@pytest.mark.parametrize("code", OTHERS)
def test_every_row_is_said_in_every_language(code: str, kind: str) -> None:
    with wording.spoken(wording.DEFAULT_LANGUAGE):
        english = tables()[kind]
    with wording.spoken(code):
        other = tables()[kind]
    rows = english.values() if isinstance(english, Mapping) else english
    theirs = other.values() if isinstance(other, Mapping) else other
    found: list[str] = []
    for row, said in zip(rows, theirs, strict=True):
        for name in sorted(TEXTS[kind] & {field.name for field in fields(row)}):
            of_things = kind in {"components", "neighbours"} and name in {"name", "alternatives"}
            if not of_things:
                mine, yours = getattr(row, name), getattr(said, name)
                found += same_in_both(mine, yours, f"{row.id}.{name}")
    assert [text for text in found if not text.endswith(SAME_WORDS)] == []


def sentences(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Texts of three words and more in a file, with the names on the way to them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from sentences(inner, (*path, str(key)))
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner, path)
    elif isinstance(value, str) and re.search(r"(?:[a-zà-ÿ’]{2,} +){2}[a-zà-ÿ’]{2,}", value):
        yield path, value


def shown_files() -> list[Path]:
    """Files of data/ with rows for people."""
    base = data_dir()
    found = []
    for path in sorted(base.rglob("*.yaml")):
        name = path.relative_to(base)
        apart = name.parts[0] in {"wording", "translations", "examples", *NOT_SHOWN}
        if not apart and name.as_posix() not in NOT_SHOWN:
            found.append(path)
    return found


@pytest.mark.parametrize("path", shown_files(), ids=lambda p: str(p.relative_to(data_dir())))
def test_no_file_has_sentences_that_cannot_be_translated(path: Path) -> None:
    """A new field with text for people belongs into ``TEXTS``, or says each language itself."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    kinds = TEXTS["policies"] if path.parent.name == "policies" else frozenset[str]()
    loose = []
    for names, text in sentences(content, ()):
        known = TEXTS.get(names[0], kinds) | NO_TEXT.keys() | set(wording.languages())
        if not known & set(names):
            loose.append(f"{'.'.join(names)}: {text}")
    assert loose == []


def in_each_language(value: object) -> Iterator[dict[str, str]]:
    """Texts that a file itself says in several languages."""
    if isinstance(value, dict):
        if wording.DEFAULT_LANGUAGE in value:
            yield value
        for inner in value.values():
            yield from in_each_language(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from in_each_language(inner)


@pytest.mark.parametrize("name", ["about", "views"])
def test_a_text_with_its_languages_has_all_of_them(name: str) -> None:
    text = (data_dir() / "portfolio" / f"{name}.yaml").read_text(encoding="utf-8")
    found = list(in_each_language(yaml.safe_load(text)))
    assert found
    assert [each for each in found if not all(each.get(code) for code in wording.languages())] == []


ITSELF = {"wording.py", "portfolio/reports/xlsx.py"}
"""Modules that set separators themselves."""


@pytest.mark.parametrize(
    "room", ["apps", "widgets", "pages", "advice", "office", "portfolio", "scanning"]
)
def test_thousands_are_separated_by_one_function(room: str) -> None:
    package = Path(wording.__file__).parent
    found = [
        f"{path.relative_to(package)}:{node.lineno}"
        for path in modules(room)
        if path.relative_to(package).as_posix() not in ITSELF
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FormattedValue)
        and isinstance(node.format_spec, ast.JoinedStr)
        and any(
            isinstance(v, ast.Constant) and "," in str(v.value) for v in node.format_spec.values
        )
    ]
    assert found == []
