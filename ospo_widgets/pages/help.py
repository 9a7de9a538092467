# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How it works: a first visit, the apps, verdicts, the keyboard, where work is kept."""

from __future__ import annotations

from ospo_widgets.knowledge.glossary import load_terms
from ospo_widgets.markup import Markup, chip, table, tag
from ospo_widgets.pages.addresses import APPS, Addresses
from ospo_widgets.pages.parts import article, section
from ospo_widgets.wording import words

KEYS = ("tab", "space", "arrows", "tabs", "scroll")
"""Keys that are explained, in the order of the wording."""

TROUBLES = ("number", "lost", "full", "upload")
"""What may go wrong, in the order of the wording."""


def help_page(to: Addresses) -> Markup:
    """The page, below the header."""
    keys = [
        (
            words(f"pages.help.keys.{key}"),
            words(f"pages.help.keys.{key}_where"),
            words(f"pages.help.keys.{key}_does"),
        )
        for key in KEYS
    ]
    columns = [words(f"pages.help.keys.{c}") for c in ("key", "where", "does")]
    return article(
        "help",
        tag("ol", [tag("li", words(f"pages.help.first.{i}")) for i in "123"]),
        tag(
            "p",
            to.app_link(words("pages.help.example"), "licence_advisor", "example=1"),
            " · ",
            to.app_link(words("pages.help.example_scan"), "repository_scan", "example=1"),
        ),
        section(
            "apps",
            words("pages.help.apps.title"),
            tag(
                "ul",
                [
                    tag(
                        "li",
                        to.app_link(words(f"frame.apps.{name}"), name),
                        words("common.colon"),
                        words(f"pages.help.apps.{name}"),
                    )
                    for name in APPS
                    if name != "home"
                ],
            ),
        ),
        section(
            "verdicts",
            words("pages.help.verdicts.title"),
            tag(
                "ul",
                [
                    tag(
                        "li",
                        chip(verdict, words(f"common.verdict.{verdict}")),
                        " ",
                        words(f"pages.help.verdicts.{verdict}"),
                    )
                    for verdict in ("yes", "conditional", "no", "unknown")
                ],
                class_="plain",
            ),
            tag("p", words("pages.help.verdicts.hold")),
        ),
        section(
            "words",
            words("pages.help.words.title"),
            tag("p", words("pages.help.words.text")),
            tag(
                "dl",
                [
                    [tag("dt", term.term, id=f"word-{term.id}"), tag("dd", term.text)]
                    for term in sorted(load_terms().values(), key=lambda t: t.term.casefold())
                ],
                class_="ospo-words",
            ),
        ),
        section(
            "kept",
            words("pages.help.kept.title"),
            tag("ul", [tag("li", words(f"pages.help.kept.{i}")) for i in ("link", "file", "here")]),
            tag("p", to.page_link(words("pages.help.kept.more"), "privacy")),
        ),
        section(
            "keyboard",
            words("pages.help.keys.title"),
            table(words("pages.help.keys.caption"), columns, keys, hide_caption=True),
        ),
        section(
            "trouble",
            words("pages.help.trouble.title"),
            tag(
                "dl",
                [
                    [
                        tag("dt", words(f"pages.help.trouble.{key}")),
                        tag("dd", words(f"pages.help.trouble.{key}_do")),
                    ]
                    for key in TROUBLES
                ],
            ),
        ),
        section(
            "terminal",
            words("pages.help.terminal.title"),
            tag("p", words("pages.help.terminal.text")),
            tag("pre", "ospo scan .\nospo advise --help", tabindex="0"),
        ),
    )
