# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Words of the glossary that stand in what a page shows, explained at its end."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import ipywidgets as ipw

from ospo_widgets.knowledge.glossary import load_terms, terms_in
from ospo_widgets.markup import Content, Markup, tag
from ospo_widgets.wording import words

_UNSAID = re.compile(r"<(style|svg|pre|code|iframe)\b.*?</\1>", re.S)
"""Drawings, styles, and what files of others say."""
_MEANINGS = re.compile(r'<dl class="words.*?</dl>', re.S)
_TERM = re.compile(r"<dt>([^<]*)</dt>")
_TAG = re.compile(r"<[^>]*>")


class Explained(ipw.HTML):  # type: ignore[misc]
    """What the words of a page mean; one disclosure, empty where no word needs it.

    Args:
        all_words: Address of the whole glossary; empty where there is none.
    """

    def __init__(self, all_words: str = "") -> None:
        super().__init__()
        self._all_words = all_words
        self.layout.display = "none"
        self.add_class("ospo-explained")

    def follow(self, *shown: Any) -> None:
        """Explain what these widgets show; a page that shows the same words is left alone."""
        content = [piece for widget in shown for piece in _content(widget)]
        drawn = _UNSAID.sub(" ", " ".join(content))
        meanings = " ".join(_MEANINGS.findall(drawn))
        there = {html.unescape(term) for term in _TERM.findall(meanings)}
        text = html.unescape(_TAG.sub(" ", drawn))
        rows = [
            (tag("dt", term.term), tag("dd", term.text))
            for term in terms_in(text, load_terms().values())
            if term.term not in there
        ]
        self.value = self._drawn(rows) if rows else Markup("")
        self.layout.display = None if rows else "none"

    def _drawn(self, rows: list[tuple[Markup, Markup]]) -> Markup:
        link: Content = None
        if self._all_words:
            link = tag("p", tag("a", words("reach.words.all"), href=self._all_words))
        return tag(
            "details",
            tag("summary", words("reach.words.title")),
            tag("dl", rows, class_="words"),
            link,
            class_="more",
        )


def _content(widget: Any) -> Iterator[str]:
    """HTML of what a widget and those in it show now, in the order of the page."""
    if getattr(widget.layout, "display", None) == "none":
        return
    children = getattr(widget, "children", ())
    if isinstance(widget, ipw.Tab | ipw.Stack):
        chosen = widget.selected_index
        yield from (html.escape(str(title)) for title in widget.titles)
        children = children[chosen : chosen + 1] if chosen is not None else ()
    if isinstance(widget, ipw.HTML):
        yield str(widget.value)
    elif not children:
        yield html.escape(str(getattr(widget, "description", "") or ""))
        if isinstance(widget, ipw.RadioButtons):
            yield from (html.escape(str(label)) for label in widget._options_labels)
    for child in children:
        yield from _content(child)
