# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What pages of text are built from."""

from __future__ import annotations

from ospo_widgets.markup import Content, Markup, tag
from ospo_widgets.wording import words


def article(name: str, *children: Content) -> Markup:
    """A page of text with its title and the sentence under it, from ``pages.<name>``."""
    return tag(
        "div",
        tag(
            "div",
            tag("h1", words(f"pages.{name}.title")),
            tag("p", words(f"pages.{name}.lead"), class_="lead"),
            class_="stack-s",
        ),
        *children,
        class_="stack-xl ospo-text",
    )


def section(name: str, title: Content, *children: Content) -> Markup:
    """A part of a page that links can lead to."""
    return tag(
        "section",
        tag("h2", title, id=name),
        *children,
        class_="stack-s",
        aria_labelledby=name,
    )
