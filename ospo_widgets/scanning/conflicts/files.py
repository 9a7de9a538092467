# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files of a part that state another licence than the part goes out under."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from ospo_widgets.knowledge.model import Answer
from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.project import Part, Use
from ospo_widgets.scanning.conflicts.judge import Judge, conflict_id, judged
from ospo_widgets.scanning.conflicts.model import Affects, Conflict, Inbound
from ospo_widgets.scanning.conflicts.parts import part_of, use_of_file
from ospo_widgets.scanning.conflicts.vendored import folder_of, joined
from ospo_widgets.scanning.dependencies.licenses import LicenseSource

MAX_GROUPS = 500
"""Licences of files that are judged."""


def file_conflicts(
    licenses: Mapping[str, Sequence[str]],
    texts: Mapping[str, Sequence[str]],
    vendored: Collection[str],
    parts: Sequence[Part],
    *,
    outbounds: Mapping[str, str],
    judge: Judge,
) -> tuple[Conflict, ...]:
    """Files of a part that state another licence than it goes out under: one entry a licence.

    Args:
        licenses: Path to what the file states of itself.
        texts: Paths of licence texts, which state nothing of a part; a folder with a text of its
            own is a work of its own.
        vendored: Folders of the work of others.
        parts: Of the project.
        outbounds: Id of a part to the licence that it goes out under.
        judge: Asks the advisor.
    """
    nested = _own_folders(texts)
    others = frozenset(vendored)
    open_to_all = _fits_everywhere(licenses, outbounds, judge)
    groups: dict[tuple[str, str, Use], list[str]] = defaultdict(list)
    by_id = {part.id: part for part in parts}
    for path, stated in licenses.items():
        if not stated or path in texts or folder_of(path, others):
            continue
        expression = joined(stated)
        if expression in open_to_all:
            continue
        part = part_of(path, parts)
        if part is None or part.id not in outbounds:
            continue
        use = use_of_file(path, part)
        if use is Use.COPY and _beside_a_text(path, expression, nested):
            use = Use.AGGREGATE
        if use is not Use.TOOL:
            groups[part.id, expression, use].append(path)
    found = []
    for (part_id, expression, use), paths in sorted(groups.items())[:MAX_GROUPS]:
        outbound = outbounds[part_id]
        if _covered(expression, outbound):
            continue
        base = Conflict(
            id=conflict_id(part_id, Inbound.FILES, expression, str(use)),
            inbound_kind=Inbound.FILES,
            component="",
            inbound=expression,
            outbound=outbound,
            part=by_id[part_id].id,
            use=use,
            affects=Affects.SOURCE,
            answer=Answer.UNKNOWN,
            reason="",
            paths=tuple(sorted(paths)),
            license_source=str(LicenseSource.FILE),
        )
        conflict = judged(base, judge)
        if conflict is not None:
            found.append(conflict)
    return tuple(found)


def _own_folders(texts: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Folders below the root with a licence text of their own, to its ids without suffixes."""
    found: dict[str, frozenset[str]] = {}
    for path, ids in texts.items():
        folder = path.rpartition("/")[0]
        if folder and folder.rpartition("/")[2] != "LICENSES":
            found[folder] = found.get(folder, frozenset()) | {_family(i) for i in ids}
    return found


def _beside_a_text(path: str, expression: str, nested: Mapping[str, frozenset[str]]) -> bool:
    """The file lies in a folder that states this licence for itself."""
    if not nested:
        return False
    try:
        ids = {_family(i) for i in parse(expression).ids}
    except ExpressionError:
        return False
    folder = path.rpartition("/")[0]
    while folder:
        if folder in nested and ids & nested[folder]:
            return True
        folder = folder.rpartition("/")[0]
    return False


def _family(license_id: str) -> str:
    return license_id.removesuffix("-only").removesuffix("-or-later").removesuffix("+")


def _fits_everywhere(
    licenses: Mapping[str, Sequence[str]], outbounds: Mapping[str, str], judge: Judge
) -> frozenset[str]:
    """Expressions that are no question for any part, so that their files need no closer look."""
    counted = Counter(joined(stated) for stated in licenses.values() if stated)
    return frozenset(
        expression
        for expression in counted
        if all(_no_question(expression, outbound, judge) for outbound in set(outbounds.values()))
    )


def _no_question(expression: str, outbound: str, judge: Judge) -> bool:
    if _covered(expression, outbound):
        return True
    try:
        return not any(
            judge.matters(judge.verdict(expression, outbound, use))
            for use in (Use.COPY, Use.AGGREGATE)
        )
    except ExpressionError:
        return False


def _covered(expression: str, outbound: str) -> bool:
    """Every licence of the files is one of those that the part names already."""
    try:
        return set(parse(expression).ids) <= set(parse(outbound).ids)
    except ExpressionError:
        return False
