# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Messages beside the work: wrong input, defects with a number, confirmations."""

from __future__ import annotations

import ipywidgets as ipw

from ospo_widgets.errors import OspoError
from ospo_widgets.markup import Content, Markup, chip, tag
from ospo_widgets.wording import words


class Alert(ipw.HTML):  # type: ignore[misc]
    """A place for one message; empty until there is one.

    Errors carry ``role=alert``, so that they are announced when they appear.
    """

    def show_input_error(self, error: OspoError) -> None:
        """Say what is wrong with what the person gave, and what to do."""
        self.value = tag(
            "div",
            tag(
                "p",
                chip("no", words("common.error.input"), ground=False),
                " ",
                error.message,
            ),
            tag("p", error.remedy) if error.remedy else None,
            class_="notice is-no",
            role="alert",
        )

    def show_defect(self, number: str) -> None:
        """Say that a step failed for a reason of ours, with the number that is in the log."""
        from ospo_widgets.widgets.page import app_url

        write = app_url("ask_the_office", f"kind=feedback&number={number}")
        self.value = tag(
            "div",
            tag("p", tag("strong", words("common.error.title"))),
            tag("p", words("common.error.body", id=number)),
            tag("p", tag("a", words("common.error.write"), href=write)),
            class_="notice is-no",
            role="alert",
        )

    def show(self, *content: Content, kind: str = "") -> None:
        """Show a notice: ``kind`` is ``yes``, ``cond``, ``no`` or empty for neutral."""
        self.value = tag("div", *content, class_=f"notice is-{kind}" if kind else "notice")

    def clear(self) -> None:
        """Take the message away."""
        if self.value:
            self.value = Markup("")
