# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A recommendation as plain data, as a table and as HTML for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ospo_widgets.advice.model import (
    Candidate,
    Hold,
    OpenPoint,
    PartAdvice,
    Reason,
    Recommendation,
)
from ospo_widgets.knowledge.model import Answer, Source
from ospo_widgets.licensing.model import Effective
from ospo_widgets.markup import Content, Markup, chip, license_id, link, table, tag
from ospo_widgets.office.contacts import Contact
from ospo_widgets.wording import day, plural, words

SHOWN_REASONS = 2
"""Reasons shown for a licence in the table; JSON and the data frame have all."""


def recommendation_json(recommendation: Recommendation) -> dict[str, Any]:
    """Plain data: project, policy, answers, parts with verdicts and reasons, holds, open points."""
    return {
        "project": recommendation.project.to_json(),
        "policy": recommendation.policy,
        "knowledge_date": recommendation.knowledge_date.isoformat(),
        "complete": recommendation.complete,
        "answers": {
            key: value if isinstance(value, str) else list(value)
            for key, value in sorted(recommendation.answers.items())
        },
        "holds": [_hold(h) for h in recommendation.holds],
        "open_points": [_point(p) for p in recommendation.open_points],
        "parts": [_part(p, recommendation.holds) for p in recommendation.parts],
    }


def recommendation_frame(recommendation: Recommendation) -> Any:
    """A ``DataFrame`` with one row for each licence of each part.

    Columns: ``part``, ``material``, ``license``, ``status`` (``chosen``, ``possible`` or
    ``excluded``), ``rank`` (0 when excluded), ``verdict``, ``reasons``, ``effective``.
    """
    import pandas as pd

    columns = ["part", "material", "license", "status", "rank", "verdict", "reasons", "effective"]
    rows: list[tuple[str, str, str, str, int, str, str, str]] = []
    for advice in recommendation.parts:
        name, material = advice.part.name, advice.part.material.value
        for c in advice.candidates:
            chosen = c.license.id == advice.chosen
            whole = advice.effective.expression if chosen and advice.effective else ""
            texts = " ".join(r.text for r in c.reasons)
            status = "chosen" if chosen else "possible"
            rows.append(
                (name, material, c.license.id, status, c.rank, c.answer.value, texts, whole or "")
            )
        for e in advice.excluded:
            texts = " ".join(r.text for r in e.reasons)
            rows.append((name, material, e.license.id, "excluded", 0, Answer.NO.value, texts, ""))
    return pd.DataFrame(rows, columns=columns)


def recommendation_html(recommendation: Recommendation) -> Markup:
    """Heading, holds or the answer for each part, open points and where it comes from."""
    parts: list[Content] = [tag("h2", headline(recommendation))]
    if recommendation.holds:
        parts.append(tag("ol", [_hold_html(h) for h in recommendation.holds]))
    elif recommendation.parts:
        parts.append(_table(recommendation))
        parts += [_excluded_html(p) for p in recommendation.parts if p.excluded]
    if recommendation.open_points:
        parts.append(tag("h3", plural("advice.show.points", len(recommendation.open_points))))
        parts.append(tag("ol", [tag("li", point_text(p)) for p in recommendation.open_points]))
    parts.append(tag("p", footer(recommendation)))
    return tag("div", parts, class_="ospo")


def headline(recommendation: Recommendation) -> str:
    """The answer in one sentence."""
    if recommendation.holds:
        return words("advice.show.hold")
    if not recommendation.parts:
        return words("advice.show.nothing")
    named = sum(1 for p in recommendation.parts if p.chosen)
    if named < len(recommendation.parts):
        return words("advice.show.some", named=named, parts=len(recommendation.parts))
    key = "advice.show.answer" if recommendation.complete else "advice.show.so_far"
    return plural(key, named)


def footer(recommendation: Recommendation) -> str:
    """Date of knowledge, policy, and what this is."""
    date_text = day(recommendation.knowledge_date)
    return words("advice.show.footer", date=date_text, policy=recommendation.policy)


def point_text(point: OpenPoint) -> str:
    """An open point with whom to ask."""
    if point.ask is None:
        return point.text
    return words("advice.show.point", text=point.text, name=_named(point.ask))


def _named(contact: Contact) -> str:
    return f"{contact.name}, {contact.address}" if contact.address else contact.name


def _table(recommendation: Recommendation) -> Markup:
    columns = [
        words(f"advice.show.column.{c}") for c in ("part", "license", "whole", "why", "second")
    ]
    rows = []
    for advice in recommendation.parts:
        chosen = advice.candidate(advice.chosen or "")
        second = next((c for c in advice.candidates if c is not chosen), None)
        whole = advice.effective.expression if advice.effective else None
        rows.append(
            (
                advice.part.name,
                _verdict(chosen),
                license_id(whole) if whole and advice.part.components else "–",
                [_reason_html(r) for r in chosen.reasons[:SHOWN_REASONS]] if chosen else "–",
                license_id(second.license.id) if second else "–",
            )
        )
    return table(words("advice.show.caption"), columns, rows, class_="cards-s")


def _verdict(candidate: Candidate | None) -> Content:
    if candidate is None:
        return chip("no", words("advice.show.none"), ground=False)
    verdict = candidate.answer.value
    mark = chip(verdict, words(f"advice.show.verdict.{verdict}"), ground=False)
    return [license_id(candidate.license.id), tag("br"), mark]


def _reason_html(reason: Reason) -> Markup:
    shown = [content for s in reason.sources[:1] for content in (" ", _source(s))]
    return tag("p", reason.text, *shown)


def _source(source: Source) -> Markup:
    label = f"{source.title}, {source.clause}" if source.clause else source.title
    return tag("small", link(label, source.url) if source.url else label)


def _excluded_html(advice: PartAdvice) -> Markup:
    items = [
        tag(
            "li",
            license_id(e.license.id),
            words("common.colon"),
            " ".join(r.text for r in e.reasons),
        )
        for e in advice.excluded
    ]
    label = plural("advice.show.excluded", len(items), part=advice.part.name)
    return tag("details", tag("summary", label), tag("ul", items))


def _hold_html(hold: Hold) -> Markup:
    ask = words("advice.show.ask", name=_named(hold.ask))
    return tag("li", tag("strong", hold.text), " ", ask)


def _sources(sources: Iterable[Source]) -> list[dict[str, str]]:
    return [{"title": s.title, "url": s.url, "clause": s.clause} for s in sources]


def _contact(contact: Contact | None) -> Mapping[str, str] | None:
    if contact is None:
        return None
    return {"role": contact.role, "name": contact.name, "address": contact.address}


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "rule": hold.rule,
        "text": hold.text,
        "ask": _contact(hold.ask),
        "keys": list(hold.keys),
        "sources": _sources(hold.sources),
    }


def _point(point: OpenPoint) -> dict[str, Any]:
    return {
        "id": point.id,
        "text": point.text,
        "ask": _contact(point.ask),
        "part": point.part,
        "keys": list(point.keys),
        "sources": _sources(point.sources),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "text": reason.text,
        "basis": reason.basis,
        "row": reason.row,
        "key": reason.key,
        "component": reason.component,
        "sources": _sources(reason.sources),
    }


def _part(advice: PartAdvice, holds: Iterable[Hold]) -> dict[str, Any]:
    candidates = [
        {
            "license": c.license.id,
            "rank": c.rank,
            "regime": c.regime,
            "verdict": c.answer.value,
            "conditions": list(c.conditions),
            "reasons": [_reason(r) for r in c.reasons],
        }
        for c in advice.candidates
    ]
    return {
        "part": advice.part.id,
        "name": advice.part.name,
        "material": advice.part.material.value,
        "chosen": advice.chosen,
        "by_choice": advice.by_choice,
        "effective": _effective(advice.effective),
        # “candidates” is the older name of “recommended”; both stay.
        "recommended": candidates,
        "candidates": candidates,
        "holds": [_hold(h) for h in holds if concerns(h, advice)],
        "excluded": [
            {"license": e.license.id, "reasons": [_reason(r) for r in e.reasons]}
            for e in advice.excluded
        ],
    }


def concerns(hold: Hold, advice: PartAdvice) -> bool:
    """Whether a hold rests on an answer for this part or for the whole project."""
    own = f"{advice.part.id}/"
    return not hold.keys or any("/" not in key or key.startswith(own) for key in hold.keys)


def _effective(effective: Effective | None) -> dict[str, Any] | None:
    if effective is None:
        return None
    return {
        "expression": effective.expression,
        "verdict": effective.answer.value,
        "without_optional": effective.without_optional,
        "because": [{"text": r.text, "sources": _sources(r.sources)} for r in effective.because],
    }
