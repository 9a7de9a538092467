# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about what comes in: conflicts with the licence of a part, unknown licences.

One finding for one cause: components with the same licence and the same answer stand in one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ospo_widgets.knowledge.model import Answer
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.conflicts.model import Conflict, Inbound
from ospo_widgets.scanning.conflicts.parts import OUTSIDE
from ospo_widgets.scanning.dependencies.model import How
from ospo_widgets.scanning.sbom.incoming import sbom_problems
from ospo_widgets.wording import number, plural, words

SHOWN_NAMES = 5
"""Components that a heading names; the rest is counted."""
MAX_LINES = 20
"""Places with their lines; with more of them, the files are named."""
MAX_EVIDENCE = 10
_GROUPED = frozenset({"dependency.open", "conflict.vendored-unknown"})
"""Findings that hold whatever is open, each thing with its own reason."""


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about dependencies, vendored work, files under other licences, and manifests."""
    for read in subject.facts.manifests:
        if read.problem:
            values = {"path": read.path}
            yield Draft("dependency.unreadable-manifest", (read.path,), values, (read.problem,))
    for path, why in sbom_problems(subject.facts.rows("sbom")):
        yield Draft("dependency.unreadable-sbom", (path,), {"path": path}, (why,))
    groups: dict[tuple[str, ...], list[Conflict]] = defaultdict(list)
    for conflict in subject.incoming.conflicts:
        finding = finding_of(conflict)
        if finding in _GROUPED:
            groups[finding,].append(conflict)
        elif finding:
            inbound = conflict.inbound or conflict.id
            groups[finding, conflict.part, inbound, conflict.whole, conflict.outbound].append(
                conflict
            )
    for (finding, *_), found in groups.items():
        yield _open(finding, found) if finding in _GROUPED else _draft(finding, found)
    yield from _unknown(subject)


def finding_of(conflict: Conflict) -> str:
    """Id of the finding that a conflict belongs to; empty when there is nothing to do."""
    kind, answer = conflict.inbound_kind, conflict.answer
    if kind is Inbound.TOGETHER:
        return "conflict.together"
    if answer is Answer.UNKNOWN:
        if conflict.inbound is not None:
            return "dependency.open"
        # Those of dependencies are told from all dependencies, conflicts or not.
        return "conflict.vendored-unknown" if kind is Inbound.VENDORED else ""
    if kind is Inbound.FILES:
        return "conflict.files" if answer is Answer.NO else "conflict.files-conditional"
    serious = "dependency.conflict" if answer is Answer.NO else "dependency.whole"
    if answer is Answer.NO or conflict.whole:
        return "dependency.optional-conflict" if conflict.optional else serious
    return "" if conflict.optional else "dependency.conditional"


def _draft(finding: str, found: Sequence[Conflict]) -> Draft:
    first = found[0]
    names = _names([conflict.component for conflict in found])
    inbound = first.inbound or ""
    values = {
        "component": names,
        "component_is": plural("dependencies.are", len(found), names=names, license=inbound),
        "inbound": inbound,
        "main": first.outbound,
        "reason": first.reason,
        "whole": first.whole,
        "count": plural("scanning.files", len(first.paths)),
        "ways": _ways(first),
    }
    return Draft(finding, _paths(found), values, _evidence(found))


def _names(names: Sequence[str]) -> str:
    unique = sorted(dict.fromkeys(names), key=str.lower)
    shown = ", ".join(unique[:SHOWN_NAMES])
    more = len(unique) - SHOWN_NAMES
    return words("dependencies.more", names=shown, count=number(more)) if more > 0 else shown


def _ways(conflict: Conflict) -> str:
    titles = [way.title for way in conflict.ways_out]
    if conflict.without:
        titles.append(words("dependencies.without", license=conflict.without))
    return words("dependencies.ways", ways="; ".join(titles)) if titles else ""


def _paths(found: Sequence[Conflict]) -> tuple[str, ...]:
    paths = sorted({path for conflict in found for path in conflict.paths})
    if len(paths) <= MAX_LINES or found[0].inbound_kind is Inbound.FILES:
        return tuple(paths)
    return tuple(dict.fromkeys(path.partition(":")[0] for path in paths))


def _evidence(found: Sequence[Conflict]) -> tuple[str, ...]:
    """What made it: who says what the licence is, conditions, those who say otherwise."""
    told: dict[str, None] = {}
    for conflict in found:
        for note in conflict.notes:
            told[f"{conflict.component}: {note}" if len(found) > 1 else note] = None
        if conflict.license_source == "catalogue" and not conflict.reviewed:
            told[words("components.unreviewed")] = None
    first = found[0]
    told |= dict.fromkeys((first.reason, *first.conditions))
    for other in first.disagreement:
        told[words("dependencies.others_say", source=other.source, text=other.text)] = None
    return tuple(filter(None, told))[:MAX_EVIDENCE]


def _open(finding: str, found: Sequence[Conflict]) -> Draft:
    """Everything that nobody can judge, in one finding."""
    evidence = dict.fromkeys(
        f"{c.component or c.inbound} ({c.inbound or '?'} → {c.outbound}): {c.reason}" for c in found
    )
    values = {"count": number(len(evidence))}
    return Draft(finding, _paths(found), values, tuple(evidence))


def _unknown(subject: Subject) -> Iterator[Draft]:
    """Dependencies without a known licence that go into the product."""
    unknown = [
        one
        for one in subject.incoming.licensed
        if one.found.license is None
        and one.use not in OUTSIDE
        and not any(place.how is How.VENDORED for place in one.dependency.places)
    ]
    if not unknown:
        return
    direct = [one for one in unknown if one.dependency.direct]
    places = [
        f"{place.path}:{place.line}" if place.line else place.path
        for one in unknown
        for place in one.dependency.places
    ]
    if len(set(places)) > MAX_LINES:
        places = [place.path for one in unknown for place in one.dependency.places]
    names = sorted({one.dependency.name for one in direct or unknown}, key=str.lower)
    more = len({one.dependency.name for one in unknown}) - len(names)
    if more:
        names.append(plural("dependencies.brought", more))
    count = plural("scanning.dependencies", len(unknown))
    yield Draft("dependency.unknown", tuple(sorted(set(places))), {"count": count}, tuple(names))
