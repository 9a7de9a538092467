# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about who holds rights, and about notices: immunities, all rights reserved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ospo_widgets.scanning.checks.copied import copied_groups
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.checks.readme import main_readme
from ospo_widgets.scanning.checks.reuse import files
from ospo_widgets.scanning.readiness.copyright import HolderTable, is_vendored
from ospo_widgets.scanning.readiness.holders import Holder, HolderKind, house_of
from ospo_widgets.scanning.scan_lists import scan_list


@dataclass
class _Places:
    """Places of one kind of notice, and the holders that stand there."""

    paths: list[str] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)

    def add(self, path: str, line: int | None, name: str) -> None:
        self.paths.append(f"{path}:{line}" if line else path)
        self.names.setdefault(name)


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about rights."""
    table = subject.holders
    yield from _holders(subject, table)
    yield from _templates(subject, table)
    yield from _years(subject, table)
    yield from _house(subject, table)
    yield from _waivers(subject, table)
    yield from _reserved(subject, table)


def _own(table: HolderTable) -> Iterator[tuple[str, int | None, Holder]]:
    """Path, line and holder of all notices outside folders with the work of others."""
    for path, holders in table.by_file.items():
        if not is_vendored(path):
            for found, line in holders:
                yield path, line, found
    for found, path, at in table.licence:
        yield path, at, found


def _where(table: HolderTable, wanted: Callable[[Holder], bool]) -> _Places:
    places = _Places()
    for path, line, found in _own(table):
        if wanted(found):
            places.add(path, line, found.name)
    return places


def _holders(subject: Subject, table: HolderTable) -> Iterator[Draft]:
    groups = _where(table, lambda h: h.kind is HolderKind.COLLABORATION)
    if groups.paths:
        first = re.sub(r"^the\s+", "", next(iter(groups.names)), flags=re.I)
        values = {"holder": first}
        yield Draft("rights.collaboration-holder", tuple(groups.paths), values,
                    tuple(groups.names)[:10])  # fmt: skip
    units = _where(table, lambda h: h.kind is HolderKind.UNIT)
    if units.paths:
        values = {"holder": next(iter(units.names)), "house": house_of(next(iter(units.names)))}
        yield Draft("rights.unit-holder", tuple(units.paths), values, tuple(units.names)[:10])
    main = table.main()
    alone = {
        path
        for path, holders in table.by_file.items()
        if all(h.kind is HolderKind.PROJECT for h, _ in holders)
    }
    projects = _Places()
    for path, line, found in _own(table):
        shared = path in table.by_file and path not in alone
        if found.kind is HolderKind.PROJECT and table.key(found) in main and not shared:
            projects.add(path, line, found.name)
    if projects.paths:
        values = {"holder": next(iter(projects.names))}
        yield Draft("rights.project-holder", tuple(projects.paths), values,
                    tuple(projects.names)[:10])  # fmt: skip
    yield from copied_groups(subject, table, main)


def _templates(subject: Subject, table: HolderTable) -> Iterator[Draft]:
    places = _Places()
    for notice in subject.facts.notices:
        if notice.notice.kind == "template" and not _is_copy(subject, notice.path):
            places.add(notice.path, notice.notice.line, notice.notice.text)
    for path, holders in table.by_file.items():
        if (
            is_vendored(path)
            or path.endswith((".pot", ".po"))
            or any(h.kind is not HolderKind.PLACEHOLDER for h, _ in holders)
        ):
            continue
        for found, line in holders:
            # Braces are filled by the program in which they stand.
            if line is not None and line <= 30 and "{" not in found.name:
                places.add(path, line, found.name)
    if places.paths:
        yield Draft("rights.template-notice", tuple(places.paths), {}, tuple(places.names)[:10])


def _is_copy(subject: Subject, path: str) -> bool:
    """Whether a licence file at the top has the same content as one in ``LICENSES/``."""
    read = subject.facts.read.get(path)
    digests = {r.digest for p, r in subject.facts.read.items() if p.startswith("LICENSES/")}
    return read is not None and read.digest in digests


def _years(subject: Subject, table: HolderTable) -> Iterator[Draft]:
    if subject.today.year > 1:
        late = _Places()
        for path, line, found in _own(table):
            if found.years and found.years[-1] > subject.today.year:
                late.add(path, line, str(found.years[-1]))
        if late.paths:
            values = {"year": ", ".join(sorted(late.names)[:5]), **files(tuple(late.paths))}
            yield Draft("rights.future-year", tuple(late.paths), values)
    without = _where(table, lambda h: bool(house_of(h.name)) and not h.years)
    if without.paths:
        yield Draft("rights.no-year", tuple(without.paths), files(tuple(without.paths)))


def _house(subject: Subject, table: HolderTable) -> Iterator[Draft]:
    """Our institute is said to have made it, but holds nothing by the notices."""
    held = [found for _, _, found in _own(table)]
    if any(house_of(found.name) for found in held):
        return
    readme = main_readme(subject)
    said = []
    if readme is not None and readme[1]["cern"]:
        said.append(f"{readme[0]}:{readme[1]['cern']}")
    if said:
        yield Draft("rights.missing-house", tuple(said), {"house": "CERN"})


def _waivers(subject: Subject, table: HolderTable) -> Iterator[Draft]:
    known = scan_list("intergovernmental")
    foreign: dict[str, list[str]] = defaultdict(list)
    waivers = [n for n in subject.facts.notices if n.notice.kind == "waiver"]
    for found in waivers:
        who = found.notice.text
        if not any(re.search(rf"\b{re.escape(name)}\b", who, re.I) for name in known):
            foreign[who].append(f"{found.path}:{found.notice.line}")
    for who, paths in sorted(foreign.items()):
        yield Draft("rights.foreign-waiver", tuple(paths), {"holder": who})
    if not waivers and holds_house(table):
        yield Draft("rights.no-waiver", (), {"house": "CERN"})


def holds_house(table: HolderTable) -> bool:
    """Whether our institute is one of the main holders."""
    return any(house_of(key) for key in table.main())


def _reserved(subject: Subject, table: HolderTable) -> Iterator[Draft]:
    """“All rights reserved” without any licence; by the main holders it is an empty formula."""
    covered = {f.path for f in subject.facts.files}
    stated = {f.path for f in subject.facts.files if f.licenses}
    giving = table.main() & _givers(table, stated)
    house = holds_house(table)
    own: list[str] = []
    others: list[str] = []
    for found in subject.facts.notices:
        if found.notice.kind == "reserved" and found.path in covered - stated:
            holders = [h for h, _ in table.by_file.get(found.path, ())]
            ours = bool(subject.main.expression) and any(
                table.key(h) in giving or (house and "CERN" in h.name) for h in holders
            )
            place = f"{found.path}:{found.notice.line}"
            listed = own if ours and not _secret(found.notice.text) else others
            if place not in listed:
                listed.append(place)
    for finding, places in (("rights.reserved", others), ("rights.reserved-own", own)):
        if places:
            yield Draft(finding, tuple(places), files(tuple(places)))


def _givers(table: HolderTable, stated: set[str]) -> frozenset[str]:
    """Keys of holders who give a licence somewhere: in the licence file, or in a header."""
    found = {table.key(h) for path in stated for h, _ in table.by_file.get(path, ())}
    return frozenset(found | {table.key(h) for h, _, _ in table.licence})


def _secret(text: str) -> bool:
    """Whether a reservation says that the file is confidential, which is no empty formula."""
    return "confidential" in text.lower()
