# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about what must not be in a released tree, grouped by cause. Values are never shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ospo_widgets.scanning.checks.hygiene_tree import check_tree
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.checks.reuse import files
from ospo_widgets.scanning.hygiene.context import context_of, is_prose
from ospo_widgets.scanning.hygiene.hosts import level_of
from ospo_widgets.scanning.hygiene.lists import Rule, lists
from ospo_widgets.sizes import size_text
from ospo_widgets.wording import number, plural, words

_EVIDENCE = 20
"""Most lines of evidence of one finding."""
_HARMLESS = frozenset({"tests", "examples"})
_Spots = list[tuple[str, int]]
"""Paths and lines."""


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about secrets, people, internal names, unfinished merges, notebooks, comments."""
    yield from _secrets(subject)
    yield from _people(subject)
    yield from _internal(subject)
    yield from _folders(subject)
    yield from _lines(subject, "conflicts", "hygiene.merge-conflict")
    yield from _lines(subject, "offensive", "hygiene.offensive")
    yield from _notebooks(subject)
    yield from _comments(subject)
    yield from check_tree(subject)


def _at(spots: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{path}:{line}" if line else path for path, line in spots))


def _in_files(spots: Iterable[tuple[str, int]]) -> dict[str, str]:
    return files(tuple({path for path, _ in spots}))


def _places(count: int) -> str:
    return plural("hygiene.places", count)


def _what(rule: Rule) -> str:
    if rule.product:
        return words(f"hygiene.what.{rule.kind}-of", product=rule.product)
    return words(f"hygiene.what.{rule.kind}")


def _secrets(subject: Subject) -> Iterator[Draft]:
    rules = lists().rules
    grave: dict[str, _Spots] = defaultdict(list)
    tests: dict[str, _Spots] = defaultdict(list)
    marks: dict[str, set[str]] = defaultdict(set)
    for path, kind, line, mark in _secret_rows(subject):
        if kind not in rules:
            continue
        certain = rules[kind].certain
        harmless = context_of(path, by_name=not certain) in _HARMLESS
        harmless = harmless or (not certain and is_prose(path))
        (tests if harmless else grave)[kind].append((path, line))
        if not harmless:
            marks[kind].add(mark)
    for kind, spots in sorted(grave.items(), key=lambda item: not rules[item[0]].certain):
        rule = rules[kind]
        finding = "hygiene.secret" if rule.certain else "hygiene.password"
        values = {**_in_files(spots), "what": _what(rule), "kind": kind}
        evidence: tuple[str, ...] = ()
        if len(spots) > 1 and "" not in marks[kind]:
            places = _places(len(spots))
            count = number(len(marks[kind]))
            evidence = (words("hygiene.different", places=places, count=count),)
        yield Draft(finding, _at(spots), values, evidence)
    if tests:
        every = [spot for spots in tests.values() for spot in spots]
        evidence = tuple(
            words("hygiene.in_tests", what=_what(rules[kind]), places=_places(len(spots)))
            for kind, spots in sorted(tests.items())
        )
        yield Draft("hygiene.test-secret", _at(every), _in_files(every), evidence)


def _secret_rows(subject: Subject) -> Iterator[tuple[str, str, int, str]]:
    """Path, rule, line (0: the whole file) and mark of each secret."""
    for path, rows in subject.facts.rows("secrets").items():
        for row in rows:
            yield path, str(row["kind"]), int(row["line"]), str(row["mark"])
    for path, rows in subject.facts.rows("binaries").items():
        for kind in rows:
            if kind in lists().rules:
                yield path, str(kind), 0, path


def _people(subject: Subject) -> Iterator[Draft]:
    grave: list[tuple[str, Mapping[str, Any]]] = []
    light: list[tuple[str, Mapping[str, Any]]] = []
    for path, rows in subject.facts.rows("people").items():
        for row in rows:
            strong = row["kind"] in {"table", "address-book", "number"}
            harmless = context_of(path) in _HARMLESS or not strong
            (light if harmless else grave).append((path, row))
    for finding, found in (("hygiene.people", grave), ("hygiene.addresses", light)):
        if found:
            spots = [(path, int(row["line"])) for path, row in found]
            evidence = tuple(
                words(f"hygiene.people.{row['kind']}", path=path, count=number(int(row["count"])))
                for path, row in found
            )
            shown = tuple(dict.fromkeys(evidence))[:_EVIDENCE]
            yield Draft(finding, _at(spots), _in_files(spots), shown)


def _internal(subject: Subject) -> Iterator[Draft]:
    """Hosts and addresses; where a build fetches something from them, nobody else can build."""
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for path, rows in subject.facts.rows("places").items():
        context = context_of(path)
        for kind, name, line, use in rows:
            finding = _internal_finding(str(kind), str(name), str(use), context)
            if finding:
                found[finding].append((path, int(line), str(name)))
    for finding in (
        "hygiene.internal-service",
        "hygiene.submodule-account",
        "hygiene.internal-hosts",
        "hygiene.hosts-to-check",
        "hygiene.private-addresses",
    ):
        rows_of = found.get(finding)
        if rows_of:
            spots = [(path, line) for path, line, _ in rows_of]
            names = Counter(name for _, _, name in rows_of if name)
            evidence = tuple(
                words("hygiene.host", host=name, places=_places(count))
                for name, count in names.most_common(_EVIDENCE)
            )
            yield Draft(finding, _at(spots), _in_files(spots), evidence)


def _internal_finding(kind: str, name: str, use: str, context: str) -> str:
    """Id of the finding that a row belongs to; empty when it is none."""
    if kind == "submodule":
        return "hygiene.submodule-account"
    level = (
        "internal" if kind in {"ending", "address"} else level_of(name) if kind == "host" else ""
    )
    if not level or (context and level != "internal"):
        return ""
    if use and not context and level in {"internal", "account"}:
        return "hygiene.internal-service"
    if kind == "address":
        return "" if context else "hygiene.private-addresses"
    if level == "internal":
        grave = context not in {"tests", "examples", "docs"}
        light = "" if context in _HARMLESS else "hygiene.hosts-to-check"
        return "hygiene.internal-hosts" if grave else light
    return "hygiene.hosts-to-check" if level == "unknown" else ""


def _folders(subject: Subject) -> Iterator[Draft]:
    grave: _Spots = []
    light: _Spots = []
    for path, rows in subject.facts.rows("places").items():
        for kind, _, line, _ in rows:
            if kind in {"home", "folder"}:
                (light if context_of(path) else grave).append((path, int(line)))
    for finding, spots in (("hygiene.user-folders", grave), ("hygiene.example-folders", light)):
        if spots:
            yield Draft(finding, _at(spots), _in_files(spots))


def _lines(subject: Subject, detector: str, finding: str) -> Iterator[Draft]:
    spots = [(p, int(line)) for p, rows in subject.facts.rows(detector).items() for line in rows]
    if spots:
        yield Draft(finding, _at(spots), _in_files(spots))


def _notebooks(subject: Subject) -> Iterator[Draft]:
    broken: dict[str, str] = {}
    lines: _Spots = []
    outputs: list[tuple[int, str, str]] = []
    for path, rows in subject.facts.rows("notebooks").items():
        for row in rows:
            if "broken" in row:
                broken[path] = words(f"hygiene.notebook.{row['broken']}", path=path)
                lines.append((path, int(row["line"])))
                continue
            told = words(
                "hygiene.notebook.outputs",
                path=path,
                cells=plural("hygiene.cells", int(row["cells"])),
                size=size_text(int(row["bytes"])),
                images=plural("hygiene.images", int(row["images"])),
            )
            outputs.append((int(row["bytes"]), path, told))
    if broken:
        evidence = tuple(broken.values())[:_EVIDENCE]
        yield Draft("hygiene.broken-notebook", _at(lines), _in_files(lines), evidence)
    if outputs:
        paths = tuple(path for _, path, _ in outputs)
        evidence = tuple(told for _, _, told in sorted(outputs, reverse=True)[:_EVIDENCE])
        yield Draft("hygiene.notebook-outputs", paths, files(paths), evidence)


def _comments(subject: Subject) -> Iterator[Draft]:
    by_language: dict[str, list[str]] = defaultdict(list)
    for path, rows in subject.facts.rows("comments").items():
        for code, _ in rows:
            by_language[str(code)].append(path)
    for code, paths in sorted(by_language.items()):
        values = {**files(tuple(paths)), "language": _language(code), "kind": code}
        yield Draft("hygiene.comments-language", tuple(paths), values)


def _language(code: str) -> str:
    try:
        return words(f"hygiene.language.{code}")
    except KeyError:
        return code  # a language that an overlay added
