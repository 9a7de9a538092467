# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is shown in place of a page: all places are taken, the server restarts, no such page."""

from __future__ import annotations

from ospo_widgets.markup import Markup, tag
from ospo_widgets.pages.addresses import Addresses
from ospo_widgets.pages.home import OFFICE
from ospo_widgets.wording import number, words

REASONS = ("wait", "own", "closed")
"""Why a page is not shown now, as in :class:`ospo_widgets.server.places.Reply`."""


def waiting(to: Addresses, reason: str, seconds: int, position: int = 0) -> Markup:
    """The page that waits in the place of another; its script asks again.

    Args:
        to: Addresses of links.
        reason: One of :data:`REASONS`.
        seconds: How often it asks.
        position: Place in the queue, from 1; 0 when it has none.
    """
    place = (
        words("server.place", position=number(position))
        if position
        else words("server.no_place")
        if reason == "wait"
        else None
    )
    return tag(
        "div",
        tag("h1", words(f"server.{reason}.title")),
        tag(
            "div",
            tag("p", words(f"server.{reason}.text", seconds=seconds)),
            tag("p", place, id="ospo-place") if place else None,
            tag("p", words("server.safe")),
            class_="notice",
        ),
        tag(
            "p",
            # Without an address a link to this page itself, with all that stands in its address.
            tag("a", words("server.again"), href="", class_="btn"),
        ),
        tag("p", words("server.meanwhile"), " ", to.page_link(words("pages.help.title"), "help")),
        class_="stack-l",
        id="ospo-waiting",
        data_seconds=seconds,
        data_reason=reason,
        data_place=words("server.place", position="{position}"),
    )


def problem(to: Addresses, status: int) -> Markup:
    """The page of an error: what it is, and the way on.

    Args:
        to: Addresses of links.
        status: HTTP status; one without words of its own gets those of 500, or of 400 below it.
    """
    known = status if status in {403, 404, 405, 414, 421} else 500 if status >= 500 else 400
    return tag(
        "div",
        tag("h1", words(f"server.problem.{known}")),
        tag("p", words(f"server.problem.{known}_do"), class_="lead"),
        tag("p", to.app_link(words("server.problem.home"), "home", class_="btn primary")),
        tag(
            "p",
            words("server.problem.ask"),
            " ",
            tag("a", OFFICE, href=f"mailto:{OFFICE}"),
            ".",
            class_="muted",
        ),
        class_="stack-l",
    )
