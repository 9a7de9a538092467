# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What we promise to people who use it: who can use it, and what is kept of what they enter."""

from __future__ import annotations

from datetime import date

from ospo_widgets.markup import Markup, table, tag
from ospo_widgets.pages.addresses import Addresses
from ospo_widgets.pages.home import OFFICE
from ospo_widgets.pages.parts import article, section
from ospo_widgets.wording import day, words

STATED = date(2026, 11, 22)
"""Day on which the accessibility statement was last gone through."""

KEPT = ("answers", "files", "cookie", "chosen", "log", "mail")
"""Rows of the table of what is kept, in the order of the wording."""


def accessibility(to: Addresses) -> Markup:
    """The accessibility statement."""
    lists = {
        "works": ("keyboard", "words", "contrast", "narrow", "charts", "languages"),
        "tested": ("axe", "keyboard", "not_yet"),
        "limits": ("options", "upload", "pdf"),
    }
    return article(
        "accessibility",
        *[
            section(
                part,
                words(f"pages.accessibility.{part}.title"),
                tag("ul", [tag("li", words(f"pages.accessibility.{part}.{i}")) for i in items]),
            )
            for part, items in lists.items()
        ],
        section(
            "report",
            words("pages.accessibility.report.title"),
            tag(
                "p",
                words("pages.accessibility.report.text"),
                " ",
                tag("a", OFFICE, href=f"mailto:{OFFICE}"),
                ".",
            ),
            tag(
                "p", to.page_link(words("pages.accessibility.report.keyboard"), "help", "keyboard")
            ),
            tag(
                "p", words("pages.accessibility.report.day", day=day(STATED)), class_="muted small"
            ),
        ),
    )


def privacy(to: Addresses) -> Markup:
    """What is kept, where, and until when."""
    rows = [
        [words(f"pages.privacy.rows.{key}{part}") for part in ("", "_where", "_until")]
        for key in KEPT
    ]
    columns = [words(f"pages.privacy.{c}") for c in ("what", "where", "until")]
    return article(
        "privacy",
        section(
            "kept",
            words("pages.privacy.kept"),
            table(
                words("pages.privacy.caption"), columns, rows, hide_caption=True, class_="cards-s"
            ),
        ),
        section(
            "work",
            words("kept.privacy.title"),
            tag(
                "ul",
                [
                    tag("li", words(f"kept.privacy.{i}"))
                    for i in ("address", "browser", "home", "server", "forget")
                ],
            ),
        ),
        section(
            "out",
            words("pages.privacy.out.title"),
            tag(
                "ul",
                [tag("li", words(f"pages.privacy.out.{i}")) for i in ("git", "index", "nothing")],
            ),
        ),
        section(
            "people",
            words("pages.privacy.people.title"),
            tag("p", words("pages.privacy.people.text")),
        ),
        section(
            "ask",
            words("pages.privacy.ask.title"),
            tag(
                "p",
                to.app_link(words("home.person.ask"), "ask_the_office"),
                words("home.person.with"),
                tag("a", OFFICE, href=f"mailto:{OFFICE}"),
                ".",
            ),
        ),
    )
