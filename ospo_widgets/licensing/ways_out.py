# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What would have to change to get a better verdict; each way is judged like any other question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ospo_widgets.knowledge import Answer, Category, Knowledge, load_knowledge
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.effective import effective_license
from ospo_widgets.licensing.expressions import base_id, parse
from ospo_widgets.licensing.model import RANK, Verdict
from ospo_widgets.project import Component, Use
from ospo_widgets.wording import words

JOINED = frozenset({Use.COPY, Use.MODIFY, Use.STATIC_LINK, Use.DYNAMIC_LINK})


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way to a better answer.

    Attributes:
        kind: ``separate``, ``load``, ``or-later``, ``whole`` or ``inside``.
        title: What to do.
        answer: Answer after the change.
        text: Why, or on which condition; one sentence.
    """

    kind: str
    title: str
    answer: Answer
    text: str

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "kind": self.kind,
            "title": self.title,
            "verdict": str(self.answer),
            "text": self.text,
        }


def ways_out(verdict: Verdict, knowledge: Knowledge | None = None) -> tuple[WayOut, ...]:
    """Ways from a verdict that is not yes to a better one; empty when we know none.

    Args:
        verdict: What :func:`compatible` gave.
        knowledge: By default what :func:`load_knowledge` gives.
    """
    known = knowledge or load_knowledge()
    if verdict.answer is Answer.YES:
        return ()
    found = [
        *_other_uses(verdict, known),
        *_or_later(verdict, known),
        *_whole(verdict, known),
        *_inside(verdict, known),
    ]
    return tuple(found)


def _way(kind: str, title: str, verdict: Verdict) -> WayOut:
    text = verdict.conditions[0] if verdict.conditions else verdict.reasons[0].text
    return WayOut(kind, title, verdict.answer, text)


def _better(verdict: Verdict, other: Verdict) -> bool:
    return RANK[other.answer] > max(RANK[verdict.answer], RANK[Answer.UNKNOWN])


def _other_uses(verdict: Verdict, known: Knowledge) -> list[WayOut]:
    if verdict.use not in JOINED:
        return []
    found = []
    for kind, use in (("load", Use.DYNAMIC_LINK), ("separate", Use.SUBPROCESS)):
        if use is verdict.use:
            continue
        other = compatible(verdict.inbound, verdict.outbound, use, knowledge=known)
        if _better(verdict, other):
            found.append(_way(kind, words(f"licensing.way.{kind}"), other))
    return found


def _or_later(verdict: Verdict, known: Knowledge) -> list[WayOut]:
    if not verdict.inbound.endswith("-only") or " " in verdict.inbound:
        return []
    newer = f"{verdict.inbound.removesuffix('-only')}-or-later"
    if newer not in known.licenses:
        return []
    other = compatible(newer, verdict.outbound, verdict.use, knowledge=known)
    if _better(verdict, other):
        return [_way("or-later", words("licensing.way.or-later"), other)]
    component = Component(newer, newer, verdict.use)
    whole = effective_license(verdict.outbound, [component], known)
    if whole.expression is None or _fits_now(verdict, known):
        return []
    text = words("licensing.way.whole", expression=whole.expression) + "."
    return [WayOut("or-later", words("licensing.way.or-later"), Answer.CONDITIONAL, text)]


def _fits_now(verdict: Verdict, known: Knowledge) -> bool:
    component = Component(verdict.inbound, verdict.inbound, verdict.use)
    return effective_license(verdict.outbound, [component], known).expression is not None


def _whole(verdict: Verdict, known: Knowledge) -> list[WayOut]:
    component = Component(verdict.inbound, verdict.inbound, verdict.use)
    whole = effective_license(verdict.outbound, [component], known)
    if whole.expression is None or whole.expression == verdict.outbound:
        return []
    if whole.answer not in {Answer.YES, Answer.CONDITIONAL}:
        return []
    title = words("licensing.way.whole", expression=whole.expression)
    text = whole.conditions[0] if whole.conditions else whole.because[0].text
    return [WayOut("whole", title, whole.answer, text)]


def _inside(verdict: Verdict, known: Knowledge) -> list[WayOut]:
    """Licences whose duties begin with handing out: not network ones, nor those that bar use."""
    categories = {
        known.licenses[i].category if i in known.licenses else Category.CUSTOM
        for i in (base_id(i) for i in parse(verdict.inbound).ids)
    }
    free = {Category.PUBLIC_DOMAIN, Category.PERMISSIVE, Category.WEAK, Category.STRONG}
    if verdict.answer is not Answer.NO or not categories <= free:
        return []
    title, text = words("licensing.way.inside"), words("licensing.way.inside-why")
    return [WayOut("inside", title, Answer.CONDITIONAL, text)]
