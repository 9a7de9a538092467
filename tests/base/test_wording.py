# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every text that code asks for is in the catalogue, and holds no other."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from typography import FAULTS

from ospo_widgets import wording
from ospo_widgets.resources import PACKAGE, data_dir
from ospo_widgets.sizes import MEGABYTE, size_text

SOURCES = sorted((PACKAGE).rglob("*.py"))
CALLS = {"words": "", "plural": r"\.(one|other)", "some": r"\.(none|all|one|other)"}
"""Functions that take a key, and what they add to it."""


def keys_in(path: Path) -> list[tuple[int, str]]:
    """Keys of catalogue calls: literal ones, and f-strings as patterns."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        if node.func.id not in CALLS:
            continue
        first = node.args[0]
        options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
        for option in options:
            if isinstance(option, ast.Constant) and isinstance(option.value, str):
                pattern = re.escape(option.value)
            elif isinstance(option, ast.JoinedStr):
                pattern = "".join(
                    re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+"
                    for v in option.values
                )
            else:
                continue
            found.append((node.lineno, pattern + CALLS[node.func.id]))
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_keys_are_in_the_catalogue(path: Path) -> None:
    known = wording._catalogue("en")
    missing = [
        f"line {line}: {pattern}"
        for line, pattern in keys_in(path)
        if not any(re.fullmatch(pattern, key) for key in known)
    ]
    assert not missing


def written_in(path: Path) -> Iterator[str]:
    """Texts and f-strings of a module, as patterns; a key may go to ``words`` through a name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[^.]+"
                for v in node.values
            )


@cache
def written() -> frozenset[str]:
    """All of them in all modules, and what goes to ``words`` at once."""
    calls = {pattern for path in SOURCES for _, pattern in keys_in(path)}
    return frozenset(calls | {text for path in SOURCES for text in written_in(path)})


TEMPLATES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted((PACKAGE / "server/share/voila/templates/ospo").glob("*.j2"))
)
SAID_BY_PAGE = re.compile(
    r"said\.(\w+)|said\[[\"'](\w+\.)[\"']|data-(?:say|label)=\"([\w.]+)|\]\.(\w+)|\"(lost\w*)\""
)
MADE = {
    # The page around an app is filled by its template, not by words().
    "frame": {
        re.escape(f"frame.{name}") + (r"\w+" if name.endswith(".") else "")
        for found in SAID_BY_PAGE.findall(TEMPLATES)
        for name in found
        if name
    },
    "pages": {re.escape(f"pages.{key}") for key in re.findall(r"\bfoot\.\w+", TEMPLATES)},
    # Why a session is gone: said by a script, by what the server calls the reason.
    "kept": {
        rf"kept\.page\.why\.{name}(_short)?"
        for name in re.findall(
            r"\"(\w+)\"", (PACKAGE / "static/frame/lost.js").read_text(encoding="utf-8")
        )
    },
    # Cards and statements: the key goes to a function that adds what the text is of them.
    "home": {r"home\.(advisor|scan|compatibility)\.\w+"},
}
"""Patterns of keys that are made where :func:`written_in` cannot see it, by room."""


@pytest.mark.parametrize("room", sorted({k.split(".")[0] for k in wording._catalogue("en")}))
def test_no_text_is_left_over(room: str) -> None:
    start = re.escape(f"{room}.")
    patterns = {p + r"(\.(one|other))?" for p in written() if p.startswith(start)}
    made = re.compile("|".join(sorted(patterns | MADE.get(room, set()))))
    ours = [key for key in wording._catalogue("en") if key.startswith(f"{room}.")]
    assert [key for key in ours if not made.fullmatch(key)] == []


class _EachKeyOnce(yaml.SafeLoader):
    """A loader that refuses a key that stands twice: YAML itself lets the last one win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [self.construct_object(key) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        assert not twice, f"line {node.start_mark.line + 1}: {twice}"
        return super().construct_mapping(node, deep)


@pytest.mark.parametrize(
    "path", sorted((data_dir() / "wording").rglob("*.yaml")), ids=lambda p: p.stem
)
def test_no_key_stands_twice(path: Path) -> None:
    assert yaml.load(path.read_text(encoding="utf-8"), Loader=_EachKeyOnce)


OTHER_LANGUAGES = [name for name in wording.languages() if name != wording.DEFAULT_LANGUAGE]
PLACEHOLDER = re.compile(r"{[^{}]*}")


def rooms(language: str) -> set[str]:
    """Rooms that have a file in a language."""
    return {path.stem for path in (data_dir() / "wording" / language).glob("*.yaml")}


def translated_rooms() -> list[tuple[str, str]]:
    return [(code, room) for code in OTHER_LANGUAGES for room in sorted(rooms(code))]


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_every_room_is_translated(language: str) -> None:
    assert rooms("en") == rooms(language)


@pytest.mark.parametrize(("language", "room"), translated_rooms())
def test_a_translated_room_has_the_keys_of_the_english_one(language: str, room: str) -> None:
    english = {k for k in wording._catalogue("en") if k.startswith(f"{room}.")}
    ours = {k for k in wording._catalogue(language) if k.startswith(f"{room}.")}
    assert english - ours == set(), "missing"
    assert ours - english == set(), "left over"


@pytest.mark.parametrize(("language", "room"), translated_rooms())
def test_a_translated_room_has_the_same_placeholders(language: str, room: str) -> None:
    for key, text in wording._catalogue(language).items():
        if not key.startswith(f"{room}.") or key not in wording._catalogue("en"):
            continue
        ours = Counter(PLACEHOLDER.findall(text))
        theirs = Counter(PLACEHOLDER.findall(wording._catalogue("en")[key]))
        if key.endswith(".one"):  # where languages say the number or not, as they like
            del ours["{count}"], theirs["{count}"]
        assert ours == theirs, key


@pytest.mark.parametrize(("language", "room"), translated_rooms())
def test_a_translated_room_has_the_typography_of_its_language(language: str, room: str) -> None:
    faults = {
        key: found
        for key, text in wording._catalogue(language).items()
        if key.startswith(f"{room}.") and (found := FAULTS[language](text))
    }
    assert not faults


def test_missing_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        wording.words("common.no-such-text")


def test_plural_separates_thousands() -> None:
    assert "1,234" in wording.plural("portfolio.summary", 1234, commits="1")


@pytest.fixture
def french() -> Iterator[None]:
    wording.set_language("fr")
    yield
    wording.set_language("")


def test_days_in_english() -> None:
    assert wording.day(date(2026, 11, 1)) == "1 November 2026"
    assert wording.month(2026, 8) == "August 2026"
    assert [wording.day(date(2026, m, 9)).split()[1] for m in (1, 6, 12)] == [
        *("January", "June", "December")
    ]


def test_days_in_french(french: None) -> None:
    assert wording.day(date(2026, 11, 1)) == "1er novembre 2026"
    assert wording.day(date(2026, 2, 22)) == "22 février 2026"
    assert wording.month(2026, 8) == "août 2026"


def test_numbers_in_french(french: None) -> None:
    assert wording.number(1234567) == "1\u202f234\u202f567"
    assert wording.number(1234.56, 1) == "1\u202f234,6"
    assert size_text(3 * MEGABYTE // 2) == "1,5 Mo"
    assert size_text(200) == "200 octets"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", ["0 answers", "1 answer", "2 answers", "1,200 answers"]),
        ("fr", ["0 réponse", "1 réponse", "2 réponses", "1\u202f200 réponses"]),
    ],
)
def test_each_language_counts_in_its_way(code: str, said: list[str]) -> None:
    wording.set_language(code)
    try:
        assert [wording.plural("answers.read", count) for count in (0, 1, 2, 1200)] == said
    finally:
        wording.set_language("")


def test_a_singular_that_names_its_number_is_not_said_of_none(french: None) -> None:
    assert wording.plural("scanning.lead.findings", 1).startswith("Un constat")
    assert wording.plural("scanning.lead.findings", 0).startswith("0 constats")
    assert wording.plural("scanning.files", 0) == "0 fichier"


def test_french_joins_a_preposition_and_an_article(french: None) -> None:
    names = {"part": "le logiciel", "more": "les données", "lab": "l’institut", "own": "leptonlib"}
    assert wording.filled("le nom de {part}", names) == "le nom du logiciel"
    assert wording.filled("De {more} à {part}", names) == "Des données au logiciel"
    assert wording.filled("grâce à {more}, de {lab}", names) == "grâce aux données, de l’institut"
    assert wording.filled("de {own} dans {part}", names) == "de leptonlib dans le logiciel"


def test_only_put_in_names_are_joined(french: None) -> None:
    said = wording.filled("avant de le publier, parlez à {name}", {"name": "le bureau"})
    assert said == "avant de le publier, parlez au bureau"
    assert wording.filled("Hors de {unknown}", {"part": "le logiciel"}) == "Hors de {unknown}"


def test_english_joins_nothing() -> None:
    assert wording.filled("de {part}", {"part": "le logiciel"}) == "de le logiciel"


def test_an_overlay_replaces_single_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "wording" / "en"
    folder.mkdir(parents=True)
    (folder / "home.yaml").write_text("title: What brings you here?\n", encoding="utf-8")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    wording._catalogue.cache_clear()
    try:
        assert wording.words("home.title") == "What brings you here?"
        assert wording.words("home.lead").startswith("Share software")
    finally:
        wording._catalogue.cache_clear()


def test_unknown_language_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSPO_LANGUAGE", "xx")
    assert wording.language() == "en"
