# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Ways out that a component itself offers: another one in its place, or less of it."""

from __future__ import annotations

from ospo_widgets.knowledge import Answer, Knowledge, load_knowledge
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.expressions import ExpressionError
from ospo_widgets.licensing.model import RANK, Verdict
from ospo_widgets.licensing.resolve import Named, resolve
from ospo_widgets.licensing.ways_out import WayOut, ways_out
from ospo_widgets.wording import words


def all_ways(
    named: Named, verdict: Verdict, knowledge: Knowledge | None = None
) -> tuple[WayOut, ...]:
    """Ways to a better answer for what a person named: those of the component, then the others.

    Args:
        named: What is used, a licence or a component.
        verdict: What :func:`compatible` gave for it.
        knowledge: By default what :func:`load_knowledge` gives.
    """
    return (*component_ways(named, verdict, knowledge), *ways_out(verdict, knowledge))


def component_ways(
    named: Named, verdict: Verdict, knowledge: Knowledge | None = None
) -> tuple[WayOut, ...]:
    """Ways to a better answer than ``verdict``: without optional parts, or with a replacement.

    Each is judged like any other question; what is no better is left out.

    Args:
        named: What is used; a licence offers no such ways.
        verdict: What :func:`compatible` gave for it.
        knowledge: By default what :func:`load_knowledge` gives.
    """
    component = named.component
    if component is None or verdict.answer is Answer.YES:
        return ()
    known = knowledge or load_knowledge()
    found = []
    if named.parts:
        text = f"{component.name} {named.version}".strip()
        title = words("outbound.way.without", parts=", ".join(named.parts))
        found.append(_way("without", title, resolve(text, known).expression, verdict, known))
    for other in component.alternatives:
        title = words("outbound.way.replace", name=other.name, license=other.license)
        way = _way("replace", title, other.license, verdict, known, note=other.note)
        if way is not None and not other.reviewed:
            text = words("outbound.way.unreviewed", text=way.text)
            way = WayOut(way.kind, way.title, way.answer, text.strip())
        found.append(way)
    return tuple(way for way in found if way is not None)


def _way(
    kind: str, title: str, license_: str, verdict: Verdict, known: Knowledge, *, note: str = ""
) -> WayOut | None:
    try:
        other = compatible(license_, verdict.outbound, verdict.use, knowledge=known)
    except ExpressionError:
        return None
    if RANK[other.answer] <= max(RANK[verdict.answer], RANK[Answer.UNKNOWN]):
        return None
    text = other.conditions[0] if other.conditions else note or other.reasons[0].text
    return WayOut(kind, title, other.answer, text)
