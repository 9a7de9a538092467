# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every text that code asks for is in the catalogue, and the apps' files hold no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from ospo_widgets import wording
from ospo_widgets.resources import PACKAGE, data_dir

SOURCES = sorted((PACKAGE).rglob("*.py"))
CALLS = {"words", "plural"}
INDIRECT = (
    r"home\.(advisor|scan|compatibility)\.\w+",
    r"scan_app\.filters\.(none|nothing)",
    r"advisor_app\.panel\.(possible|conditional|unknown)",
    r"common\.verdict\.\w+",
)


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
            found.append(
                (node.lineno, pattern + (r"\.(one|other)" if node.func.id == "plural" else ""))
            )
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


@pytest.mark.parametrize(
    "file",
    [
        *("common", "home", "advisor_app", "scan_app", "portfolio_app", "kit"),
        *("sheet", "mail", "printing"),
        *("compatibility_app", "outbound", "catalogue"),
    ],
)
def test_no_text_is_left_over(file: str) -> None:
    asked = [
        re.compile(pattern)
        for path in SOURCES
        for _, pattern in keys_in(path)
        if pattern.startswith(re.escape(f"{file}."))
    ]
    # Keys that reach words() through a variable, spelled out where they are made.
    made = re.compile("|".join(INDIRECT))
    left = [
        key
        for key in wording._catalogue("en")
        if key.startswith(f"{file}.")
        and not made.fullmatch(key)
        and not any(pattern.fullmatch(key) for pattern in asked)
    ]
    assert not left


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


def test_missing_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        wording.words("common.no-such-text")


def test_plural_separates_thousands() -> None:
    assert "1,234" in wording.plural("portfolio.summary", 1234, commits="1")


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
