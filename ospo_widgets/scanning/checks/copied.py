# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files that name other holders than the rest: a hint of copied code, by folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.checks.reuse import files
from ospo_widgets.scanning.main_license import families
from ospo_widgets.scanning.readiness.copyright import HolderTable, is_vendored
from ospo_widgets.scanning.readiness.holders import HolderKind, house_of
from ospo_widgets.wording import number, plural, words

MAX_GROUPS = 20
_PEOPLE = frozenset({HolderKind.PERSON, HolderKind.UNKNOWN})


def copied_groups(subject: Subject, table: HolderTable, main: frozenset[str]) -> Iterator[Draft]:
    """One finding about all files that name none of the main holders.

    A person who is named alone in a file under the licence of the project has rather contributed
    it; such files are left out. People are counted, not named.

    Args:
        subject: What was scanned.
        table: Holders by file.
        main: Keys of the main holders.
    """
    if not main:
        return
    licences = {f.path: families(f.licenses) for f in subject.facts.files}
    usual = families([subject.main.expression]) if subject.main.expression else frozenset()
    house = any(house_of(key) for key in main)
    groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    paths: list[str] = []
    for path, holders in table.by_file.items():
        named = [h for h, _ in holders if h.kind is not HolderKind.PLACEHOLDER]
        if is_vendored(path):
            continue
        own = any(table.key(h) in main or (house and house_of(h.name)) for h in named)
        if own or not named:
            continue
        other_licence = bool(licences.get(path)) and not licences[path] & usual
        if all(h.kind in _PEOPLE for h in named) and not other_licence:
            continue
        paths.append(path)
        folder = "/".join(path.split("/")[:-1][:3])
        for found in named:
            name = "" if found.kind in _PEOPLE else found.name
            groups[folder][name].add(table.key(found) if not name else path)
    if paths:
        lines = tuple(_line(*group, paths) for group in sorted(groups.items()))
        values = files(tuple(paths))
        yield Draft("rights.other-holders", tuple(paths), values, lines[:MAX_GROUPS])


def _line(folder: str, names: dict[str, set[str]], paths: list[str]) -> str:
    shown = sorted(name for name in names if name)[:4]
    if names.get(""):
        shown.append(plural("readiness.persons", len(names[""])))
    inside = sum("/".join(path.split("/")[:-1][:3]) == folder for path in paths)
    return words(
        "readiness.group",
        folder=folder or words("readiness.top_folder"),
        count=number(inside),
        holders=", ".join(shown),
    )
