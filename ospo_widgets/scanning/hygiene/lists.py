# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is looked for, from ``data/hygiene.yaml`` and the file of the same name in an overlay."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ospo_widgets.errors import InputError
from ospo_widgets.resources import data_dir, overlay_dir

NAME = "hygiene.yaml"


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of a secret.

    Attributes:
        id: Id, for example ``"github-token"``.
        kind: ``private-key``, ``token``, ``password`` or ``keystore``.
        product: Name of what it opens; a proper noun, not translated; may be empty.
        certain: The form alone proves it.
        check: How the value is judged.
        trigger: Short expression for the search in whole files; empty: found by code.
        pattern: Expression for the line, its first group is the value.
    """

    id: str
    kind: str
    product: str
    certain: bool
    check: str
    trigger: str = ""
    pattern: str = ""


@dataclass(frozen=True)
class Lists:
    """The lists, overlay included.

    Attributes:
        rules: Forms of secrets, by id.
        words: Lists of words, by name.
        contexts: Names of folders, by what they are for.
        hosts: As in the file, with ``rows`` by id.
        paths: Rows of paths, by id.
        people: As in the file.
        languages: Common words, by code of language, and the keys ``en`` and ``unsure``.
        tree: As in the file.
        fingerprint: Changes whenever a list changes, so that kept results go stale.
    """

    rules: Mapping[str, Rule]
    words: Mapping[str, tuple[str, ...]]
    contexts: Mapping[str, frozenset[str]]
    hosts: Mapping[str, Any]
    paths: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, Any]
    languages: Mapping[str, frozenset[str]]
    tree: Mapping[str, Any]
    fingerprint: int


def lists() -> Lists:
    """The lists in force; read once a process and overlay.

    Raises:
        InputError: A file cannot be used.
    """
    return _lists(data_dir(), overlay_dir())


@cache
def _lists(base: Path, overlay: Path | None) -> Lists:
    files = [base / NAME, *([overlay / NAME] if overlay is not None else [])]
    merged: dict[str, Any] = {}
    mark = 0
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        mark = zlib.crc32(text.encode(), mark)
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            _merge(merged, yaml.load(text, Loader=loader) or {})
            found = _built(merged, mark)
        except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"The file {file} cannot be used: {error}.") from None
    return found


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Rows replace rows of the same id, mappings are joined, everything else is replaced."""
    for name, value in more.items():
        if isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
            rows = dict(into.get(name, {}))
            rows |= {str(row["id"]): row for row in value}
            into[name] = rows
        elif isinstance(value, dict):
            inner = dict(into.get(name, {}))
            _merge(inner, value)
            into[name] = inner
        else:
            into[name] = value


def _built(merged: Mapping[str, Any], mark: int) -> Lists:
    rules = {}
    for row_id, row in merged["secrets"].items():
        rules[row_id] = Rule(
            id=row_id,
            kind=str(row["kind"]),
            product=str(row["product"]),
            certain=bool(row["certain"]),
            check=str(row["check"]),
            trigger=str(row.get("trigger", "")),
            pattern=str(row.get("pattern", "")),
        )
    return Lists(
        rules=rules,
        words={k: tuple(map(str, v)) for k, v in merged["words"].items()},
        contexts={k: frozenset(map(str, v)) for k, v in merged["contexts"].items()},
        hosts=merged["hosts"],
        paths=merged["paths"],
        people=merged["people"],
        languages={
            code: frozenset(map(str, words))
            for code, words in {**merged["languages"], **merged["languages"]["others"]}.items()
            if code != "others"
        },
        tree=merged["tree"],
        fingerprint=mark % 1_000_000,
    )


def version(code: int) -> int:
    """Version of a detector: of its code and of the lists."""
    return code * 1_000_000 + lists().fingerprint
