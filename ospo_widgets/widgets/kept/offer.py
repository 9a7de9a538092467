# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The offer to go on with kept work, above an app."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import button, row
from ospo_widgets.widgets.kept.files import Kept
from ospo_widgets.wording import day, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class Offer(ipw.VBox):  # type: ignore[misc]
    """When and what was kept, and three ways on.

    Args:
        page: The page.
        kept: What is offered.
        go_on: Brings it back.
        anew: Leaves it where it is.
        forget: Removes all that is kept of this app.
    """

    def __init__(
        self,
        page: Page,
        kept: Kept,
        *,
        go_on: Callable[[], Any],
        anew: Callable[[], Any],
        forget: Callable[[], Any],
    ) -> None:
        what = ", ".join(filter(None, (kept.title, kept.count)))
        title = words("kept.offer.title", when=moment(kept.time))
        said = tag("div", tag("p", tag("strong", title)), tag("p", what) if what else None)
        super().__init__(
            [
                ipw.HTML(said),
                row(
                    button(words("kept.offer.go_on"), page.guard(go_on), primary=True),
                    button(words("kept.offer.anew"), page.guard(anew)),
                    button(words("kept.offer.forget"), page.guard(forget), quiet=True),
                ),
            ]
        )
        self.add_class("notice")
        self.add_class("ospo-offer")


def moment(seconds: float) -> str:
    """Day and time of a moment where the program runs: ``22 November 2026, 14:03``."""
    then = datetime.fromtimestamp(seconds)
    return words("kept.offer.when", day=day(then.date()), time=f"{then:%H:%M}")
