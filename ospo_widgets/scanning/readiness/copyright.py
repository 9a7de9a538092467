# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Who holds copyright in a tree, with counts of files; people are counted, not listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.notices import OF_A_TEXT
from ospo_widgets.scanning.readiness.holders import Holder, HolderKind, holder
from ospo_widgets.scanning.scan_lists import scan_list

PERSONS = "persons"
"""Stands for all natural persons in a table."""
OTHERS = "others"
"""Stands for all holders of whom it cannot be told what they are; they may be persons."""
MAIN_SHARE = 0.1
"""Share of the files with a notice from which on a holder counts as one of the main holders."""


MAX_NOTICES = 200
"""Notices of one file that are looked at; a file with more lists the works of others."""


_TOGETHER = {HolderKind.PERSON: PERSONS, HolderKind.UNKNOWN: OTHERS}
"""Kinds whose names are not shown, and what stands for them."""
OUTPUT = (".out", ".log", ".lst", ".ref")
"""Endings of what programs wrote; the holders that they print are not those of the file."""


@dataclass(frozen=True, slots=True)
class HolderCount:
    """One holder that is no natural person.

    Attributes:
        name: Name; ``persons`` for all natural persons together, ``others`` for all of whom it
            cannot be told.
        kind: What it is.
        files: Files whose notices name it.
        first: First year that they name, None when they name none.
        last: Last year.
    """

    name: str
    kind: HolderKind
    files: int
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class CopyrightSummary:
    """The holders of a tree.

    Attributes:
        holders: Most files first; all natural persons are one row.
        persons: How many natural persons are named.
        others: How many holders are named of whom it cannot be told what they are.
        files: Covered files that have a notice.
        without: Covered files that have none.
        main: Names of the main holders, which stand in at least a tenth of the files or in the
            licence file; ``persons`` and ``others`` when such are among them.
        first: First year of all.
        last: Last year of all.
    """

    holders: tuple[HolderCount, ...] = ()
    persons: int = 0
    others: int = 0
    files: int = 0
    without: int = 0
    main: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data, without names of natural persons."""
        return {
            "holders": [
                {"name": h.name, "kind": str(h.kind), "files": h.files, "first": h.first,
                 "last": h.last}
                for h in self.holders
            ],
            "persons": self.persons,
            "others": self.others,
            "files_with_notice": self.files,
            "files_without_notice": self.without,
            "main": list(self.main),
            "first_year": self.first,
            "last_year": self.last,
        }  # fmt: skip


@dataclass
class HolderTable:
    """Holders by file, with the lines where they stand; for checks, names of people included.

    Attributes:
        covered: Covered files outside folders with the work of others.
        by_file: Path to holder and line (None when the notice stands in another file).
        licence: Holders named in licence files and the README at the top, with their places.
    """

    covered: int = 0
    by_file: dict[str, list[tuple[Holder, int | None]]] = field(default_factory=dict)
    licence: list[tuple[Holder, str, int]] = field(default_factory=list)

    def key(self, found: Holder) -> str:
        """One key for one holder, without regard to case and article."""
        return table_key(found.name)

    def main(self) -> frozenset[str]:
        """Keys of the main holders."""
        return self._main

    @cached_property
    def _main(self) -> frozenset[str]:
        counts: dict[str, int] = defaultdict(int)
        noted = 0
        for path, holders in self.by_file.items():
            if is_vendored(path):
                continue
            noted += 1
            for key in {self.key(h) for h, _ in holders if h.kind is not HolderKind.PLACEHOLDER}:
                counts[key] += 1
        # Where few files carry a notice, the notice of a single one says little.
        enough = max(1 if 2 * noted >= self.covered else 2, MAIN_SHARE * noted)
        named = {self.key(h) for h, path, _ in self.licence if _states_licence(path)}
        return frozenset({key for key, count in counts.items() if count >= enough} | named)


def holder_table(facts: Facts) -> HolderTable:
    """Holders of all covered files and of the licence files at the top."""
    table = HolderTable(sum(not is_vendored(file.path) for file in facts.files))
    for file in facts.files:
        if file.path.endswith(OUTPUT):
            continue
        if not file.copyrights:
            continue
        text = _states_licence(file.path)
        lines = {e.text: e.line for e in file.evidence if e.kind == "copyright"}
        notices = [n for n in file.copyrights[:MAX_NOTICES] if not (text and OF_A_TEXT.search(n))]
        found = [(holder(notice), lines.get(notice)) for notice in notices]
        kept = [(h, line) for h, line in found if h is not None]
        if kept:
            table.by_file[file.path] = kept
    for notice in facts.notices:
        if notice.notice.kind == "holder" and "/" not in notice.path:
            named = holder(notice.notice.text)
            if named is not None:
                table.licence.append((named, notice.path, notice.notice.line))
    return table


def _states_licence(path: str) -> bool:
    """Whether a file states the licence, by its name."""
    return path.rpartition("/")[2].upper().startswith(("LICEN", "COPYING", "COPYRIGHT", "NOTICE"))


def is_vendored(path: str) -> bool:
    """Whether a file lies, by the names of its folders, among the work of others."""
    folder = path.rpartition("/")[0]
    return bool(folder) and _is_of_others(folder)


@lru_cache(maxsize=20_000)
def _is_of_others(folder: str) -> bool:
    return not set(folder.lower().split("/")).isdisjoint(scan_list("vendored"))


def copyright_summary(facts: Facts) -> CopyrightSummary:
    """The holders of a tree in aggregate."""
    table = facts.once(holder_table)
    files: dict[str, set[str]] = defaultdict(set)
    years: dict[str, list[int]] = defaultdict(list)
    names: dict[str, tuple[str, HolderKind]] = {}
    people: dict[str, set[str]] = {PERSONS: set(), OTHERS: set()}
    for path, found in _all(table):
        if found.kind is HolderKind.PLACEHOLDER:
            continue
        key = _TOGETHER.get(found.kind, "") or table.key(found)
        if found.kind in _TOGETHER:
            people[key].add(table.key(found))
        names.setdefault(key, (key if key in people else found.name, found.kind))
        files[key].add(path)
        years[key] += found.years
    main = table.main()
    every = [year for some in years.values() for year in some]
    rows = sorted(
        (HolderCount(*names[k], len(files[k]), *_span(years[k])) for k in names),
        key=lambda row: (-row.files, row.name),
    )
    shown = [row.name for row in rows if table_key(row.name) in main]
    shown += [name for name, keys in people.items() if main & keys]
    return CopyrightSummary(
        holders=tuple(rows),
        persons=len(people[PERSONS]),
        others=len(people[OTHERS]),
        files=len(table.by_file),
        without=len(facts.files) - len(table.by_file),
        main=tuple(shown),
        first=min(every, default=None),
        last=max(every, default=None),
    )


@lru_cache(maxsize=20_000)
def table_key(name: str) -> str:
    """One key for one holder, without regard to case and article."""
    return name.casefold().removeprefix("the ").rstrip(".")


def _all(table: HolderTable) -> Iterable[tuple[str, Holder]]:
    for path, found in table.by_file.items():
        yield from ((path, h) for h, _ in found)
    yield from ((path, h) for h, path, _ in table.licence)


def _span(years: list[int]) -> tuple[int | None, int | None]:
    return min(years, default=None), max(years, default=None)
