# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Texts of the knowledge in another language: ``data/translations/<language>/<kind>.yaml``.

A kind with many rows may lie in a folder of its name, one file a subject.

One mapping a file: the kind, then row ids, then the fields that hold text for people::

    questions:
      materials:
        text: Que contient le projet ?
        options:
          software: {label: Logiciel, hint: Programmes et scripts}

Facts stay where they are: a translation can replace nothing but texts. What it leaves out stays in
English. Every wrong id, field or placeholder is a problem with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.knowledge.nodes import File, Problem, Row
from ospo_widgets.knowledge.profiles import with_inherited_texts

TEXTS: dict[str, frozenset[str]] = {
    "questions": frozenset({"text", "why", "help", "options", "label", "hint"}),
    "glossary": frozenset({"term", "text"}),
    "policies": frozenset({"name", "description", "rules", "text", "contacts", "names"}),
    "licenses": frozenset({"summary"}),
    "verdicts": frozenset({"reason", "conditions"}),
    "components": frozenset({"note", "versions", "bundles", "alternatives"}),
    "findings": frozenset({"title", "why", "remedy"}),
    "partners": frozenset({"name", "text"}),
    "neighbours": frozenset({"name", "text"}),
    "effects": frozenset({"cell", "reason"}),
    "obligations": frozenset({"text", "clause"}),
    "clauses": frozenset({"topics"}),
    "checklist": frozenset({"title", "question", "why"}),
    "activities": frozenset({"title", "text"}),
    "practices": frozenset({"title", "asked", "steps", "why"}),
    "templates": frozenset({"title", "text"}),
}
"""Fields of each kind that hold text for people, those of rows inside a row included."""

APART: dict[str, tuple[str, ...]] = {"practices": ("activities", "practices", "templates")}
"""Folders with the texts of what is read apart from the rest of the knowledge, and its kinds."""

KEYS = ("id", "name", "range")
"""Fields by which a row inside a row is named, the first that it has."""

_PLACEHOLDER = re.compile(r"{(\w+)}")


def languages(base: Path) -> tuple[str, ...]:
    """Languages into which the knowledge in a folder is translated."""
    folder = base / "translations"
    return tuple(sorted(p.name for p in folder.iterdir())) if folder.is_dir() else ()


def translated(
    knowledge: Knowledge, folders: Iterable[tuple[Path, str]], language: str
) -> tuple[Knowledge, list[Problem]]:
    """The knowledge with its texts in another language.

    Args:
        knowledge: In English.
        folders: Folder and the prefix of its file names in messages; later ones win.
        language: For example ``"fr"``.

    Returns:
        The translated knowledge, and what is wrong with the files.
    """
    problems: list[Problem] = []
    changed: dict[str, Any] = {}
    for name, top in _tops(folders, language, problems):
        for kind in top.names():
            rows = top.row(kind)
            if kind not in TEXTS:
                problems.append(Problem(name, 1, f"“{kind}” is no kind with texts."))
            elif rows is not None:
                table = changed.get(kind) or _table(knowledge, kind)
                changed[kind] = _with_texts(table, rows, TEXTS[kind])
    return _replaced(knowledge, changed), problems


def with_texts_apart(
    tables: Mapping[str, dict[str, Any]],
    folders: Iterable[tuple[Path, str]],
    language: str,
    apart: str,
) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """Rows that are read apart from the knowledge, with their texts in another language.

    Args:
        tables: Kind to row id to row, in English.
        folders: As in :func:`translated`.
        language: For example ``"fr"``.
        apart: Folder of their translations, one of :data:`APART`.

    Returns:
        The same tables in that language, and what is wrong with the files.
    """
    problems: list[Problem] = []
    found = dict(tables)
    for name, top in _tops(folders, language, problems, apart):
        for kind in top.names():
            rows = top.row(kind)
            if kind not in tables:
                problems.append(Problem(name, 1, f"“{kind}” is no kind with texts here."))
            elif rows is not None:
                found[kind] = _with_texts(found[kind], rows, TEXTS[kind])
    return found, problems


def with_glossary_texts(
    terms: Mapping[str, Any], folders: Iterable[Path], language: str
) -> dict[str, Any]:
    """The glossary in another language, where it is read without the rest of the knowledge."""
    found = dict(terms)
    for folder in folders:
        path = folder / "translations" / language / "glossary.yaml"
        top = File(path.name, []).read(path.read_text(encoding="utf-8")) if path.is_file() else None
        rows = top.row("glossary") if top else None
        if rows is not None:
            found = _with_texts(found, rows, TEXTS["glossary"])
    return found


def _tops(
    folders: Iterable[tuple[Path, str]], language: str, problems: list[Problem], apart: str = ""
) -> Iterator[tuple[str, Row]]:
    """Name and content of each file of texts: those of one folder apart, or all others."""
    for base, prefix in folders:
        root = base / "translations" / language
        for path in sorted((root / apart).rglob("*.yaml")):
            if not apart and path.relative_to(root).parts[0] in APART:
                continue
            name = f"{prefix}{path.relative_to(base)}"
            top = File(name, problems).read(path.read_text(encoding="utf-8"))
            if top is not None:
                yield name, top


def _table(knowledge: Knowledge, kind: str) -> dict[str, Any]:
    """Rows of a kind by id, in order."""
    held = getattr(knowledge, "terms" if kind == "glossary" else kind, {})
    return dict(held) if isinstance(held, Mapping) else {row.id: row for row in held}


def _replaced(knowledge: Knowledge, changed: dict[str, dict[str, Any]]) -> Knowledge:
    values: dict[str, Any] = {}
    for kind, table in changed.items():
        if kind == "glossary":
            values["terms"] = table
            # Questions name their words by the English term, so that stays the key.
            english = {i: term.term for i, term in knowledge.terms.items()}
            values["glossary"] = {english[i]: term.text for i, term in table.items()}
        elif kind == "policies":
            values[kind] = with_inherited_texts(knowledge.policies, table)
        elif isinstance(getattr(knowledge, kind), Mapping):
            values[kind] = table
        else:
            values[kind] = tuple(table.values())
    return replace(knowledge, **values)


def _with_texts(table: dict[str, Any], rows: Row, allowed: frozenset[str]) -> dict[str, Any]:
    found = dict(table)
    for row_id in rows.names():
        row = rows.row(row_id)
        if row_id not in table:
            rows.wrong(row_id, f"there is no row “{row_id}”.")
        elif row is not None:
            found[row_id] = _row_with_texts(table[row_id], row, allowed)
    return found


def _row_with_texts(row: Any, texts: Row, allowed: frozenset[str]) -> Any:
    known = {f.name for f in fields(row)}
    values: dict[str, Any] = {}
    for name in texts.names():
        if name not in known or name not in allowed:
            texts.wrong(name, f"“{name}” is no text that can be translated here.")
            continue
        values[name] = _value(getattr(row, name), texts, name, allowed)
    return replace(row, **values)


def _value(original: Any, texts: Row, name: str, allowed: frozenset[str]) -> Any:
    if isinstance(original, str):
        return _text(original, texts, name)
    inner = texts.row(name) if name in _NESTED else None
    if inner is not None and isinstance(original, Mapping):
        return _by_name(original, inner)
    if inner is not None:
        return _nested(original, inner, allowed)
    translated_texts = texts.texts(name)
    if len(translated_texts) != len(original):
        texts.wrong(name, f"“{name}” must have {len(original)} texts, as in English.")
        return original
    return (
        translated_texts
        if _same_placeholders(original, translated_texts, texts, name)
        else original
    )


_NESTED = frozenset(
    {"options", "rules", "contacts", "names", "topics", "versions", "bundles", "alternatives"}
)


def _by_name(original: Mapping[str, Any], texts: Row) -> dict[str, Any]:
    """Texts by name: words of an institute, clauses by topic, contacts (name and address)."""
    for name in texts.names():
        if name not in original:
            texts.wrong(name, f"there is no “{name}” here.")
    return {
        name: (texts.text(name) or value)
        if isinstance(value, str)
        else (texts.text(name) or value[0], *value[1:])
        for name, value in original.items()
    }


def _nested(rows: tuple[Any, ...], texts: Row, allowed: frozenset[str]) -> tuple[Any, ...]:
    by_key = {_key(row): row for row in rows}
    wanted = texts.names()
    for key in wanted:
        if key not in by_key:
            texts.wrong(key, f"there is no “{key}” here.")
    return tuple(
        _row_with_texts(row, inner, allowed | {"label", "hint", "text", "note"})
        if key in wanted and (inner := texts.row(key)) is not None
        else row
        for key, row in by_key.items()
    )


def _key(row: Any) -> str:
    names = {f.name for f in fields(row)} if is_dataclass(row) else set()
    return str(getattr(row, next(k for k in KEYS if k in names)))


def _text(original: str, texts: Row, name: str) -> str:
    found = texts.text(name, required=True)
    if not original:
        texts.wrong(name, f"“{name}” is empty in English.")
        return original
    return found if _same_placeholders((original,), (found,), texts, name) else original


def _same_placeholders(
    original: Iterable[str], found: Iterable[str], texts: Row, name: str
) -> bool:
    pairs = zip(original, found, strict=True)
    same = all(sorted(_PLACEHOLDER.findall(a)) == sorted(_PLACEHOLDER.findall(b)) for a, b in pairs)
    if not same:
        texts.wrong(name, f"“{name}” must have the same placeholders as in English.")
    return same
