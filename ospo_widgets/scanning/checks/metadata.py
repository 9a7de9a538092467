# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about metadata files: whether they are valid, complete, and say the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.readiness.answers import PATH, answers_from
from ospo_widgets.scanning.readiness.metadata import CITING
from ospo_widgets.wording import words

_PACKAGES = frozenset({"pyproject", "setup-cfg", "package-json", "cargo"})
_WANTED = {
    "pyproject": ("description", "readme", "license", "urls"),
    "cargo": ("description", "license", "repository"),
    "package-json": ("description", "license", "repository"),
}
"""What a package index shows, and what its users look for first."""
_NOT_SPDX = re.compile(r"other-[a-z]{2,6}|notspecified", re.I)
"""Names that Zenodo gives to licences that it does not know."""


def statements(subject: Subject) -> list[tuple[str, Mapping[str, Any]]]:
    """Path and content of each metadata file at the top."""
    rows = subject.facts.rows("metadata")
    return [(path, row) for path, found in rows.items() for row in found]


def stated(subject: Subject) -> dict[str, str]:
    """What metadata files say of the project; the first that says a thing counts."""
    found: dict[str, str] = {}
    for _, row in statements(subject):
        for name in ("name", "description", "version", "repository"):
            value = row["fields"].get(name, ("",))[0]
            if isinstance(value, str) and value.strip():
                found.setdefault(name, value)
    return found


def problem_texts(path: str, problems: Iterable[Sequence[Any]]) -> tuple[str, ...]:
    """Sentences for problems that a detector saw: line, code, detail."""
    return tuple(
        words(f"readiness.problem.{code}", place=f"{path}:{line}", detail=detail)
        for line, code, detail in problems
    )


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about metadata files."""
    rows = statements(subject)
    packages = [path for path, row in rows if row["format"] in _PACKAGES]
    for path, row in rows:
        problems = [*row["problems"], *_license_problems(row)]
        if problems:
            values = {"path": path, "format": words(f"readiness.format.{row['format']}")}
            places = tuple(f"{path}:{problem[0]}" for problem in problems)
            yield Draft("release.metadata-invalid", places, values, problem_texts(path, problems))
        side = (
            row["format"] == "package-json" and len(packages) > 1
        )  # tools of a site or a pipeline
        wanted = () if side else _WANTED.get(row["format"], ()) if row["fields"].get("name") else ()
        missing = [name for name in wanted if name not in row["fields"]]
        if missing and _is_published(row):
            shown = ", ".join(words(f"readiness.field.{name}") for name in missing)
            values = {"path": path, "fields": shown}
            yield Draft("release.metadata-incomplete", (path,), values)
    yield from _differences(subject)
    yield from _answers(subject)


def _is_published(row: Mapping[str, Any]) -> bool:
    """Whether a manifest describes a package to publish, and not only settings of tools."""
    return bool({"version", "authors", "description"} & set(row["fields"]))


def _license_problems(row: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """A licence that is no SPDX id, where the format asks for one."""
    stated, line = row["fields"].get("license", ("", 0))
    if row["format"] != "cff" or not stated:
        return []
    try:
        return [] if not parse(stated).notes else [(line, "license-id", stated)]
    except ExpressionError:
        return [(line, "license-id", stated)]


def version_key(version: str) -> tuple[int, ...]:
    """Numbers of a version, without a leading v, what follows them, and zeros at the end."""
    match = re.match(r"v?(\d+(?:\.\d+)*)", version.strip(), re.I)
    numbers = [int(part[:9]) for part in match[1].split(".")] if match else []
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _same_version(one: str, other: str) -> bool:
    a, b = version_key(one), version_key(other)
    shorter = min(len(a), len(b))
    return not a or not b or a[:shorter] == b[:shorter]


def _differences(subject: Subject) -> Iterator[Draft]:
    """Fields on which files from which people cite differ from each other or from the package."""
    said: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for path, row in statements(subject):
        for name, (value, line) in row["fields"].items():
            said[name].append((row["format"], f"{path}:{line}", str(value)))
    differing: dict[str, list[tuple[str, str]]] = {}
    for name in ("version", "doi", "date", "authors"):
        rows = [row for row in said[name] if row[0] in CITING or (name == "version" and row[0] in
                _PACKAGES)]  # fmt: skip
        citing = [row for row in rows if row[0] in CITING]
        if len(rows) < 2 or not citing:
            continue
        base = citing[0][2]
        if any(not _agree(name, base, row[2]) for row in rows):
            differing[name] = [(place, value) for _, place, value in rows]
    if differing:
        fields = ", ".join(words(f"readiness.field.{name}") for name in differing)
        pairs = [pair for rows in differing.values() for pair in rows]
        evidence = tuple(words("readiness.said", place=p, value=v) for p, v in pairs)
        yield Draft("release.metadata-differs", tuple(p for p, _ in pairs), {"fields": fields},
                    evidence)  # fmt: skip


def _agree(name: str, one: str, other: str) -> bool:
    if name == "version":
        return _same_version(one, other)
    if name == "doi" and "zenodo" in one and "zenodo" in other:
        return True  # one names all versions, the other a single one
    return one.casefold() == other.casefold()


def _answers(subject: Subject) -> Iterator[Draft]:
    rows = subject.facts.rows("checklist-answers").get(PATH, ())
    _, problems = answers_from(rows, subject.knowledge.checklist)
    if problems:
        places = tuple(f"{PATH}:{line}" for line, _, _ in problems)
        yield Draft("release.checklist-file", places, {"path": PATH}, problem_texts(PATH, problems))


def stated_licenses(subject: Subject) -> Iterator[tuple[str, str]]:
    """Place and licence that metadata files state; what Zenodo could not name is left out."""
    for path, row in statements(subject):
        stated, line = row["fields"].get("license", ("", 0))
        if stated and not _NOT_SPDX.fullmatch(str(stated)):
            yield f"{path}:{line}", str(stated)
