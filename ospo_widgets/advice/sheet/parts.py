# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The proposal on the sheet: licences by part, what they mean for others, words explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ospo_widgets.advice.model import PartAdvice, Recommendation
from ospo_widgets.advice.sheet.model import SHOWN_NOTES, Alternative, Note, PartLine
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Answer, Knowledge
from ospo_widgets.licensing.expressions import base_id, parse
from ospo_widgets.project import Material
from ospo_widgets.wording import words

EFFECT_LINES = 3
"""Lines on later collaboration."""
SHOWN_REASONS = 2
"""Reasons for a licence; the annex has all."""
EVERYDAY = frozenset({"component", "part", "library", "firmware"})
"""Terms of the glossary that need no footnote here."""


TO_THE_ASKER = (
    "wish.anything",
    "wish.changes",
    "wish.everything",
    "wish.further",
    "wish.forced",
    "usual_so_far",
    "company",
    "upstream",
    "existing",
    "known",
)
"""Reasons of the advice that speak to the person who asks; the sheet says them of the project."""


def plain(text: str) -> str:
    """Text of a person on one line."""
    return " ".join(text.split())


def part_line(advice: PartAdvice, *, on_hold: bool) -> PartLine:
    """The proposal for one part; on a hold it names no licence."""
    part = advice.part
    if on_hold or not advice.chosen:
        why = () if on_hold else _conflict(advice)
        verdict = Answer.UNKNOWN if on_hold else Answer.NO
        return PartLine(part.id, plain(part.name), None, None, "", (), verdict, why)
    chosen = advice.candidate(advice.chosen)
    whole = advice.effective
    reasons = (
        [_of_project(r.text) for r in chosen.reasons if r.basis != "curated"] if chosen else []
    )
    because = reasons[:SHOWN_REASONS]
    expression: str | None = advice.chosen
    without = ""
    optional: tuple[str, ...] = ()
    answer = chosen.answer if chosen else Answer.UNKNOWN
    if whole is not None:
        expression = whole.expression
        if expression != advice.chosen:
            # Why it is another licence comes before further reasons for the first one.
            because[1:1] = [r.text for r in whole.because[:1]]
        if whole.without_optional and whole.without_optional != expression:
            without = whole.without_optional
            optional = tuple(c.name for c in part.components if c.optional)
    return PartLine(
        part.id,
        plain(part.name),
        advice.chosen,
        expression,
        without,
        optional,
        answer,
        tuple(because),
    )


def _of_project(text: str) -> str:
    """A reason as it reads to somebody who did not answer the questions."""
    said = {words(f"advice.reason.{key}"): key for key in TO_THE_ASKER}
    return words(f"sheet.because.{said[text]}") if text in said else text


def _conflict(advice: PartAdvice) -> tuple[str, ...]:
    """Why nothing fits: what a component forbids says it best, else the first reason."""
    against = [r for e in advice.excluded for r in e.reasons]
    told = [r.text for r in against if r.component] or [r.text for r in against]
    return tuple(dict.fromkeys(told))[:SHOWN_REASONS]


def alternatives(recommendation: Recommendation) -> Iterator[Alternative]:
    """Every licence that was weighed, with all reasons."""
    for advice in recommendation.parts:
        part = advice.part
        for c in advice.candidates:
            reasons = tuple(r.text for r in c.reasons)
            status = "proposed" if c.license.id == advice.chosen else "possible"
            yield Alternative(part.id, plain(part.name), c.license.id, status, reasons)
        for e in advice.excluded:
            reasons = tuple(r.text for r in e.reasons)
            yield Alternative(part.id, plain(part.name), e.license.id, "excluded", reasons)


def effect_lines(recommendation: Recommendation, known: Knowledge) -> tuple[tuple[str, ...], str]:
    """Three lines for the first part that is no documentation, and its name among several."""
    from ospo_widgets.licensing.effects import effects

    named_parts = [p for p in recommendation.parts if p.chosen]
    if not named_parts:
        return (), ""
    works = [p for p in named_parts if p.part.material is not Material.DOCUMENTATION]
    main = (works or named_parts)[0]
    whole = main.effective if main.part.components else None
    found = effects(str(main.chosen), main.part.material, effective=whole, knowledge=known)
    several = len({p.chosen for p in named_parts}) > 1
    return tuple(found.summary(EFFECT_LINES)), plain(main.part.name) if several else ""


def notes(parts: Sequence[PartLine], texts: Sequence[str], known: Knowledge) -> tuple[Note, ...]:
    """Each proposed licence in one sentence, then the terms that the page uses."""
    ids: dict[str, None] = {}
    for part in parts:
        for expression in filter(None, (part.license, part.whole, part.without)):
            ids |= dict.fromkeys(_licenses_in(expression))
    found = [Note(i, known.licenses[i].summary) for i in ids if i in known.licenses]
    text = " ".join(texts)
    terms = sorted(known.terms.values(), key=lambda t: -len(t.term))
    for term in terms:
        note = Note(term.term, term.text)
        if term.id not in EVERYDAY and re.search(note.pattern, text):
            found.append(note)
            text = re.sub(note.pattern, " ", text)
    return tuple(found[:SHOWN_NOTES])


def _licenses_in(expression: str) -> Iterator[str]:
    try:
        alternatives = parse(expression).alternatives
    except InputError:
        return
    for terms in alternatives:
        yield from (base_id(term) for term in sorted(terms))
