# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pages that need no session: home, help, accessibility, privacy, sources, and those that wait.

Each is a pure function of the addresses that its links use, in the language of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ospo_widgets.markup import Markup
from ospo_widgets.pages.addresses import APPS, PAGES, Addresses, served, with_language
from ospo_widgets.pages.help import help_page
from ospo_widgets.pages.home import home
from ospo_widgets.pages.sources import sources
from ospo_widgets.pages.statements import accessibility, privacy
from ospo_widgets.pages.waiting import problem, waiting

BODIES: Mapping[str, Callable[[Addresses], Markup]] = {
    "home": home,
    "help": help_page,
    "accessibility": accessibility,
    "privacy": privacy,
    "sources": sources,
}
"""What stands between header and footer, by the name of the page."""

__all__ = [
    "APPS",
    "BODIES",
    "PAGES",
    "Addresses",
    "problem",
    "served",
    "waiting",
    "with_language",
]
