# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What would have to change to get a better verdict; each way is judged like any other question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ospo_widgets.knowledge import Answer, Category, Knowledge, License, load_knowledge
from ospo_widgets.knowledge.components import STRICTNESS
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.effective import effective_license
from ospo_widgets.licensing.expressions import base_id, parse
from ospo_widgets.licensing.inference import LINKED
from ospo_widgets.licensing.model import RANK, Effective, Verdict
from ospo_widgets.project import Component, Material, Use
from ospo_widgets.wording import words

PROGRAM = (("load", Use.DYNAMIC_LINK), ("separate", Use.SUBPROCESS))
APART = (("beside", Use.AGGREGATE),)
OTHER_USES: dict[Use, tuple[tuple[str, Use], ...]] = {
    Use.COPY: (*PROGRAM, *APART),
    Use.MODIFY: PROGRAM,
    Use.STATIC_LINK: PROGRAM,
    Use.DYNAMIC_LINK: PROGRAM,
    Use.ADAPTATION: APART,
    Use.DATABASE: APART,
    Use.DESIGN: (("interface", Use.INTERFACE), ("part", Use.PART)),
    Use.INTERFACE: (("part", Use.PART),),
}
"""Looser uses that may take the place of a use, best known first."""

CODE = frozenset({Material.SOFTWARE, Material.FIRMWARE})
OPEN = frozenset(set(Category) - {Category.NONFREE, Category.CUSTOM})
FREE = OPEN - {Category.NETWORK}
"""Licences whose duties begin with handing out: not network ones, nor those that bar use."""

WRITTEN_FOR = (
    Material.SOFTWARE,
    Material.HARDWARE,
    Material.GATEWARE,
    Material.FIRMWARE,
    Material.DATA,
    Material.DOCUMENTATION,
    Material.MODEL,
)
"""What a licence is taken to be written for, of all that it suits: the first of these."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way to a better answer.

    Attributes:
        kind: ``load``, ``separate``, ``beside``, ``interface``, ``part``, ``or-later``, ``ask``,
            ``whole``, ``own``, ``optional`` or ``inside``.
        title: What to do.
        answer: Answer after the change.
        text: Why, or on which condition; one sentence.
        verdict: The question that the way leads to, with its answer; None when handing out, not
            a pair of licences, is what changes.
    """

    kind: str
    title: str
    answer: Answer
    text: str
    verdict: Verdict | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``; ``question`` is what :func:`compatible` was asked."""
        asked = self.verdict
        question = (
            {"inbound": asked.inbound, "into": asked.outbound, "use": str(asked.use)}
            if asked is not None
            else None
        )
        return {
            "kind": self.kind,
            "title": self.title,
            "verdict": str(self.answer),
            "text": self.text,
            "question": question,
        }


def ways_out(verdict: Verdict, knowledge: Knowledge | None = None) -> tuple[WayOut, ...]:
    """Ways from a verdict that is not yes to a better one; empty when we know none.

    What a component offers (another one in its place) is in
    :mod:`ospo_widgets.licensing.component_ways`.

    Args:
        verdict: What :func:`compatible` gave.
        knowledge: By default what :func:`load_knowledge` gives.
    """
    known = knowledge or load_knowledge()
    if verdict.answer is Answer.YES:
        return ()
    whole = _whole_license(verdict.inbound, verdict, known)
    found = [
        *_other_uses(verdict, known),
        *_or_later(verdict, whole, known),
        *_whole(verdict, whole, known),
    ]
    if verdict.answer is Answer.NO:
        found += [*_optional(verdict, whole), *_inside(verdict, known)]
        kinds = {way.kind for way in found}
        found += [] if "whole" in kinds else _own(verdict, known)
        found += [] if "or-later" in kinds else _ask(verdict, known)
    return tuple(found)


def _way(kind: str, verdict: Verdict, text: str = "", title: str = "") -> WayOut:
    why = verdict.conditions[0] if verdict.conditions else text or verdict.reasons[0].text
    return WayOut(kind, title or words(f"ways_out.{kind}"), verdict.answer, why, verdict)


def _better(verdict: Verdict, other: Verdict) -> bool:
    return RANK[other.answer] > max(RANK[verdict.answer], RANK[Answer.UNKNOWN])


def _licenses(expression: str, known: Knowledge) -> list[License]:
    found = (known.licenses.get(base_id(i)) for i in parse(expression).ids)
    return [license_ for license_ in found if license_ is not None]


def _materials(expression: str, known: Knowledge) -> frozenset[Material]:
    return frozenset(m for one in _licenses(expression, known) for m in one.materials)


# --- ways that change how it is used -------------------------------------------------------------


def _other_uses(verdict: Verdict, known: Knowledge) -> Iterator[WayOut]:
    materials = _materials(verdict.inbound, known)
    # What is no program cannot run; a program that runs apart need not be said to lie beside.
    runs = not materials or bool(materials & CODE)
    left_out = (APART if verdict.use is Use.COPY else ()) if runs else PROGRAM
    for kind, use in OTHER_USES.get(verdict.use, ()):
        if use is verdict.use or (kind, use) in left_out:
            continue
        other = compatible(verdict.inbound, verdict.outbound, use, knowledge=known)
        if _better(verdict, other):
            yield _way(kind, other)


def _optional(verdict: Verdict, whole: Effective) -> Iterator[WayOut]:
    """Without it there is no question at all; a build with it is another thing."""
    if verdict.use not in LINKED:
        return
    fits = whole.expression is not None and whole.answer is not Answer.UNKNOWN
    text = (
        words("ways_out.optional-whole", license=verdict.outbound, whole=whole.expression)
        if fits
        else words("ways_out.optional-inside", license=verdict.outbound)
    )
    yield WayOut("optional", words("ways_out.optional"), Answer.CONDITIONAL, text)


def _inside(verdict: Verdict, known: Knowledge) -> Iterator[WayOut]:
    found = _licenses(verdict.inbound, known)
    if len(found) == len(parse(verdict.inbound).ids) and all(one.category in FREE for one in found):
        title, text = words("ways_out.inside"), words("ways_out.inside-why")
        yield WayOut("inside", title, Answer.CONDITIONAL, text)


# --- ways that change a licence ------------------------------------------------------------------


def _whole_license(inbound: str, verdict: Verdict, known: Knowledge) -> Effective:
    component = Component(inbound, inbound, verdict.use)
    return effective_license(verdict.outbound, [component], known)


def _or_later(verdict: Verdict, whole: Effective, known: Knowledge) -> Iterator[WayOut]:
    newer = f"{verdict.inbound.removesuffix('-only')}-or-later"
    if not verdict.inbound.endswith("-only") or newer not in known.licenses:
        return
    other = compatible(newer, verdict.outbound, verdict.use, knowledge=known)
    if _better(verdict, other):
        yield _way("or-later", other)
        return
    later = _whole_license(newer, verdict, known)
    if whole.expression is None and later.expression is not None:
        into = compatible(newer, later.expression, verdict.use, knowledge=known)
        text = words("ways_out.or-later-whole", license=later.expression)
        title = words("ways_out.or-later")
        yield WayOut("or-later", title, Answer.CONDITIONAL, text, into)


def _whole(verdict: Verdict, whole: Effective, known: Knowledge) -> Iterator[WayOut]:
    if whole.expression in {None, verdict.outbound}:
        return
    if whole.answer not in {Answer.YES, Answer.CONDITIONAL}:
        return
    license_id = whole.expression or ""
    title = words("ways_out.whole", license=license_id)
    text = whole.conditions[0] if whole.conditions else verdict.reasons[0].text
    into = compatible(verdict.inbound, license_id, verdict.use, knowledge=known)
    yield WayOut("whole", title, whole.answer, text, into)


def _own(verdict: Verdict, known: Knowledge) -> Iterator[WayOut]:
    """The nearest to the own licence, of those that institutes select for such work, that fits."""
    wanted = _materials(verdict.outbound, known) or CODE
    written_for = next(m for m in WRITTEN_FOR if m in wanted)
    selected = {
        license_id
        for policy in known.policies.values()
        for regimes in policy.regimes.values()
        for license_ids in regimes.values()
        for license_id in license_ids
    }
    selected |= set(parse(verdict.inbound).ids)
    found = [known.licenses[i] for i in selected if i in known.licenses]
    found = [one for one in found if one.category in OPEN and written_for in one.materials]
    here = max((STRICTNESS[one.category] for one in _licenses(verdict.outbound, known)), default=0)
    found.sort(key=lambda one: (abs(STRICTNESS[one.category] - here), one.category, one.id))
    for license_ in found:
        other = compatible(verdict.inbound, license_.id, verdict.use, knowledge=known)
        if _better(verdict, other) and other.whole in {"", license_.id}:
            title = words("ways_out.own", license=license_.id)
            text = other.conditions[0] if other.conditions else words("ways_out.own-why")
            yield WayOut("own", title, Answer.CONDITIONAL, text, other)
            return


def _ask(verdict: Verdict, known: Knowledge) -> Iterator[WayOut]:
    """A licence of their own choice from the owner: the one that the work has."""
    same = compatible(verdict.outbound, verdict.outbound, verdict.use, knowledge=known)
    if same.answer is Answer.YES:
        title = words("ways_out.ask", license=verdict.outbound)
        yield WayOut("ask", title, Answer.CONDITIONAL, words("ways_out.ask-why"), same)
