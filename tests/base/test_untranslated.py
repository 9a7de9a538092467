# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""No text for people stands in code, and no text of one language stands in another."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ospo_widgets import wording

PACKAGE = Path(wording.__file__).parent
ERRORS = {"InputError", "HoldError", "CancelledError", "OspoError"}
SHOWN = {"tag", "html", "button", "text_field", "text_area", "suggest_field", "dropdown", "chip"}
"""What draws; plain words with a space among its arguments are text for people."""

ENGLISH_ONLY = {
    "cli": "the command line is English, as its options are",
    "knowledge": "names file and line to the staff who edit the files, which are English",
    "licensing/names.py": "the same, of names of licences",
    "scanning/hygiene/lists.py": "the same, of lists of the scan",
    "portfolio/csv_reader.py": "the same, of the folder of a portfolio",
    "portfolio/source.py": "the same",
    "portfolio/families.py": "the same, of families",
    "portfolio/office_views.py": "the same, of saved views",
    "portfolio/graph/partners.py": "the same, of institutes",
    "portfolio/graph/uses.py": "the same, of dependencies",
    "portfolio/engine": "tells a developer that an index has to be built again",
    "project.py": "imports nothing of ours; names a field of a JSON file to a program's author",
    "server": "tells the administrator in a terminal",
}
"""Rooms and modules whose errors may be English, and why."""

SENTENCE = re.compile(r"[A-Za-z’']{2,} +[a-z’']{2,}")
SAME = re.compile(r"\{[^}]*\}|\S*[.:/_-]\S+|\b[A-Z][\w+]*\b|[^A-Za-zÀ-ÿ ]+")
"""What may be alike in two languages: placeholders, addresses, file names, names, figures."""
NAMES = {"scan_app.report.code-quality": "GitLab's name of a format"}
COMMAND = re.compile(r"ospo [a-z]+ ")


def modules(*rooms: str) -> list[Path]:
    """Modules of the package, or of some rooms."""
    bases = [PACKAGE / room for room in rooms] or [PACKAGE]
    return sorted(path for base in bases for path in base.rglob("*.py"))


def called(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    """Calls of functions by their bare name."""
    for node in ast.walk(tree):
        bare = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if bare and node.func.id in names:
            yield node


def literal(node: ast.expr) -> str:
    """The words that stand in an expression itself; empty when it is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return literal(node.left) + literal(node.right)
    return ""


def may_be_english(path: Path) -> bool:
    """Whether the errors of a module may be English."""
    inside = path.relative_to(PACKAGE).as_posix()
    return any(inside == room or inside.startswith(f"{room}/") for room in ENGLISH_ONLY)


@pytest.mark.parametrize("room", sorted(p.name for p in PACKAGE.iterdir() if p.is_dir()))
def test_errors_are_said_in_the_language_of_the_session(room: str) -> None:
    found = []
    for path in modules(room):
        if may_be_english(path):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in called(tree, ERRORS):
            given = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "remedy")]
            found += [
                f"{path.relative_to(PACKAGE)}:{call.lineno}: {literal(one)}"
                for one in given
                if SENTENCE.search(literal(one))
            ]
    assert found == []


@pytest.mark.parametrize("room", ["apps", "widgets", "pages", "scanning", "portfolio", "advice"])
def test_nothing_is_drawn_that_is_not_in_the_catalogue(room: str) -> None:
    found = []
    for path in modules(room):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in called(tree, SHOWN):
            said = [literal(one) for one in call.args]
            found += [
                f"{path.relative_to(PACKAGE)}:{call.lineno}: {one}"
                for one in said
                if SENTENCE.search(one) and not COMMAND.match(one)
            ]
    assert found == []


@pytest.mark.parametrize("code", [c for c in wording.languages() if c != wording.DEFAULT_LANGUAGE])
def test_no_text_is_a_copy_of_the_english_one(code: str) -> None:
    english, other = wording._catalogue(wording.DEFAULT_LANGUAGE), wording._catalogue(code)
    copies = [
        f"{key}: {text}"
        for key, text in other.items()
        if key not in NAMES and english.get(key) == text and SENTENCE.search(SAME.sub(" ", text))
    ]
    assert copies == []


@pytest.mark.parametrize("code", [c for c in wording.languages() if c != wording.DEFAULT_LANGUAGE])
def test_every_text_is_there_in_every_language(code: str) -> None:
    assert set(wording._catalogue(code)) == set(wording._catalogue(wording.DEFAULT_LANGUAGE))


def test_exceptions_are_there() -> None:
    assert [room for room in ENGLISH_ONLY if not (PACKAGE / room).exists()] == []
