# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pieces of HTML that page and annex of the sheet share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ospo_widgets.advice.sheet.model import SHOWN_NAMES, UseLine
from ospo_widgets.knowledge.model import Answer, Source
from ospo_widgets.markup import Content, Markup, link, tag
from ospo_widgets.wording import words

SHAPES = {Answer.YES: "●", Answer.CONDITIONAL: "▲", Answer.NO: "■", Answer.UNKNOWN: "◇"}
"""Shapes that tell verdicts apart without colour."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings of the sheet: the file of its own begins with ``h1``, a page around it has one.

    Attributes:
        top: Level of the title.
    """

    top: int = 1

    def __call__(self, depth: int, *content: Content) -> Markup:
        """A heading; the title has depth 1. It looks the same on every level."""
        return tag(f"h{self.top + depth - 1}", *content, class_=f"ds-h{depth}")


def mark(answer: Answer, label: Content) -> Markup:
    """A verdict: shape, colour and word."""
    shape = tag("span", SHAPES[answer], aria_hidden="true")
    return tag("span", shape, " ", label, class_=f"ds-mark ds-{answer.value}")


def shown_names(line: UseLine, limit: int = SHOWN_NAMES) -> str:
    """The first names of a line; the others are counted."""
    names = ", ".join(line.names[:limit])
    more = len(line.names) - limit
    return words("sheet.uses.more", names=names, count=more) if more > 0 else names


def point_content(what: Content, ask: str, sources: Sequence[Source]) -> Iterator[Content]:
    """An open point with whom to ask and where the rule stands."""
    yield tag("strong", what)
    if ask:
        yield from (" ", words("sheet.point.ask", name=ask))
    if sources:
        titles = words("common.semicolon").join(source_text(s) for s in sources)
        yield from (
            " ",
            tag("span", words("sheet.point.sources", sources=titles), class_="ds-quiet"),
        )


def source_text(source: Source) -> str:
    """Title and clause: enough to find it without a link."""
    return f"{source.title}, {source.clause}" if source.clause else source.title


def source_links(sources: Iterable[Source]) -> list[Markup]:
    """Sources as list items with their address in print."""
    return [
        tag("li", source_text(s), (" ", link(s.url, s.url)) if s.url else None) for s in sources
    ]


def scroll(content: Markup, label: str) -> Markup:
    """A wide table scrolls in its own box on a narrow screen."""
    return tag("div", content, class_="ds-scroll", role="region", tabindex="0", aria_label=label)
