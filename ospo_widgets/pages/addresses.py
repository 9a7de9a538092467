# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where links of the pages lead; our server and JupyterLab have different places for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ospo_widgets.markup import Content, Markup, tag
from ospo_widgets.wording import DEFAULT_LANGUAGE, language

APPS = (
    "home",
    "licence_advisor",
    "repository_scan",
    "portfolio",
    "compatibility",
    "best_practices",
    "ask_the_office",
    "knowledge",
)
"""Notebooks that are pages, as in the navigation; the last one is for the staff."""

PAGES = ("help", "accessibility", "privacy", "sources")
"""Pages beside home that need no session."""


@dataclass(frozen=True)
class Addresses:
    """Makes addresses of links.

    Attributes:
        app: Name of an app and a query (without ``?``, may be empty) to its address.
        page: Name of one of :data:`PAGES` to its address.
    """

    app: Callable[[str, str], str]
    page: Callable[[str], str]

    def app_link(self, label: Content, name: str, query: str = "", **attributes: object) -> Markup:
        """A link to an app."""
        return tag("a", label, href=self.app(name, query), **attributes)

    def page_link(self, label: Content, name: str, part: str = "") -> Markup:
        """A link to a page, or to a part of it."""
        return tag("a", label, href=self.page(name) + (f"#{part}" if part else ""))


def served(base: str) -> Addresses:
    """Addresses on our server, in the language of the moment.

    Args:
        base: Base address of the server, with ``/`` at both ends.
    """

    def app(name: str, query: str) -> str:
        return with_language(f"{base}voila/render/{name}.ipynb", query)

    return Addresses(app, lambda name: with_language(f"{base}{name}"))


def with_language(address: str, query: str = "") -> str:
    """An address with a query, and with the language where it is not English."""
    spoken = "" if language() == DEFAULT_LANGUAGE else f"lang={language()}"
    both = "&".join(filter(None, (query, spoken)))
    return f"{address}?{both}" if both else address
