# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The live panel: what is possible so far, and why not the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ospo_widgets.advice.model import Candidate, Change, PartAdvice, Recommendation
from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.knowledge import Answer, Source
from ospo_widgets.markup import Content, Markup, chip, license_id, link, tag
from ospo_widgets.wording import words

SHOWN = 4
"""Candidates in the panel; the others are counted."""


class Told(Protocol):
    """A reason of the advice or of a verdict: both say why, on what basis, and where it stands."""

    @property
    def text(self) -> str:
        """The sentence."""

    @property
    def basis(self) -> str:
        """On what it rests."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where it stands."""


def source_links(sources: Sequence[Source]) -> list[Content]:
    """Sources as links with their clause, separated."""
    made: list[Content] = []
    for source in sources:
        label = " ".join(filter(None, (source.title, source.clause)))
        made += [
            words("common.semicolon") if made else "",
            link(label, source.url) if source.url else label,
        ]
    return made


def reason_line(reason: Told) -> Markup:
    """A reason: sentence, then authority, clause and on what it rests."""
    basis = None
    if reason.basis:
        basis = tag("span", words(f"advisor_app.basis.{reason.basis}"), class_="tag")
    sources = source_links(reason.sources)
    small = (
        tag("span", " ", sources, " ", basis, class_="small muted") if sources or basis else None
    )
    return tag("p", reason.text, small)


def candidate_chip(candidate: Candidate) -> Markup:
    """Possible, under conditions, or not known: what nobody reviewed is never green."""
    key = f"advisor_app.panel.{'possible' if candidate.answer is Answer.YES else candidate.answer}"
    return chip(candidate.answer, words(key), ground=False)


def _candidates(part: PartAdvice) -> Markup:
    if not part.candidates:
        return tag("p", chip("no", words("advisor_app.panel.none_possible"), ground=False))
    rows = []
    for candidate in part.candidates[:SHOWN]:
        text = candidate.reasons[0].text if candidate.reasons else candidate.license.summary
        rows.append(
            tag(
                "li",
                tag(
                    "div",
                    tag(
                        "span",
                        f"{candidate.rank}. ",
                        license_id(candidate.license.id),
                        class_="name",
                    ),
                    candidate_chip(candidate),
                    class_="row-between",
                ),
                tag("p", text),
            )
        )
    return tag("ol", rows, class_="cand")


def excluded_list(part: PartAdvice) -> Markup:
    """The licences ruled out for a part, each with its first reason and what would change it."""
    rows = []
    for excluded in part.excluded:
        rows.append(
            tag(
                "li",
                tag(
                    "div",
                    tag("span", license_id(excluded.license.id), class_="name"),
                    chip("no", words("advisor_app.panel.ruled_out"), ground=False),
                    class_="row-between",
                ),
                [reason_line(r) for r in excluded.reasons[:2]],
            )
        )
    return tag("ul", rows, class_="cand")


def changes_list(changes: Sequence[Change]) -> Markup:
    """Ways to another outcome, each worked out through the same rules."""
    return tag("ul", [tag("li", change.text) for change in changes], class_="small")


def effective_notice(part: PartAdvice, ways: Sequence[Change] = ()) -> Markup:
    """What a program made of the part and its components goes out under, when that differs."""
    effective = part.effective
    chosen = part.chosen or (part.candidates[0].license.id if part.candidates else None)
    if effective is None or chosen is None or effective.expression == chosen:
        return Markup("")
    lines: list[Content] = []
    if effective.expression is None:
        lines.append(tag("strong", words("advisor_app.panel.binary_none")))
    else:
        lines.append(tag("strong", words("advisor_app.panel.binary", license=effective.expression)))
        lines.append(" " + words("advisor_app.panel.binary_source"))
    if effective.without_optional not in (None, effective.expression):
        text = words("advisor_app.panel.binary_without", license=effective.without_optional)
        lines.append(" " + text)
    because = [reason_line(r) for r in effective.because[:2]]
    kind = "is-no" if effective.expression is None else "is-cond"
    free = (
        tag(
            "details",
            tag("summary", words("advisor_app.panel.change")),
            changes_list(ways),
            class_="more small",
        )
        if ways
        else None
    )
    return tag("div", tag("p", lines, class_="small"), because, free, class_=f"notice {kind}")


def summary(advice: Recommendation, part_id: str) -> str:
    """The panel in one sentence, for narrow screens and for announcing."""
    part = _shown_part(advice, part_id)
    if part is None or not part.candidates:
        return words("advisor_app.panel.summary_none")
    return words(
        "advisor_app.panel.summary",
        count=len(part.candidates),
        first=part.candidates[0].license.id,
    )


def _shown_part(advice: Recommendation, part_id: str) -> PartAdvice | None:
    for part in advice.parts:
        if part.part.id == part_id:
            return part
    return advice.parts[0] if advice.parts else None


def panel(model: AdvisorModel, part_id: str) -> Markup:
    """The whole panel for the part in question (or the first one)."""
    advice = model.recommendation()
    part = _shown_part(advice, part_id)
    if advice.holds:
        inner: Content = [
            tag(
                "div",
                tag("p", chip("conditional", words("advisor_app.panel.hold"), ground=False)),
                [tag("p", hold.text) for hold in advice.holds],
                class_="notice is-cond",
            )
        ]
    elif part is None:
        inner = tag("p", words("advisor_app.panel.none_yet"), class_="muted")
    else:
        rest = len(part.candidates) - SHOWN
        count = len(part.excluded)
        label = (
            words("advisor_app.panel.ruled_out_one")
            if count == 1
            else words("advisor_app.panel.ruled_out_other", count=count)
        )
        others = [p.part.name for p in advice.parts if p is not part]
        inner = [
            tag("p", words("advisor_app.panel.updates", part=part.part.name), class_="small muted"),
            _candidates(part),
            tag("p", words("advisor_app.panel.more", count=rest), class_="small muted")
            if rest > 0
            else None,
            effective_notice(part, model.ways_to_free(part.part.id)),
            tag(
                "details",
                tag("summary", label),
                excluded_list(part),
                class_="more",
            )
            if count
            else None,
            tag(
                "p",
                words("advisor_app.panel.other_parts", parts=", ".join(others)),
                class_="small muted",
            )
            if others
            else None,
        ]
    return tag(
        "aside",
        tag("h2", words("advisor_app.panel.title"), id="live", class_="h3"),
        inner,
        class_="panel",
        aria_labelledby="live",
    )
