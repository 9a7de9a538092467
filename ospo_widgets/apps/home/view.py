# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The home page where no server of ours gives it out: JupyterLab, JupyterHub, SWAN.

``?page=help`` and so on show the pages that our server has at addresses of their own.
"""

from __future__ import annotations

import ipywidgets as ipw

from ospo_widgets.pages import BODIES, Addresses
from ospo_widgets.widgets.fields import html
from ospo_widgets.widgets.page import Page, app_url, request_query
from ospo_widgets.wording import words

ADDRESSES = Addresses(app_url, lambda page: app_url("home", f"page={page}"))
"""All pages are notebooks in one folder here."""


class HomeApp(Page):
    """The page that leads to every app.

    Args:
        page: One of the pages of :mod:`ospo_widgets.pages`; home for any other text.
    """

    def __init__(self, page: str = "home") -> None:
        known = page if page in BODIES else "home"
        super().__init__(words("frame.apps.home" if known == "home" else f"pages.{known}.title"))
        self.body = (html(BODIES[known](ADDRESSES)),)


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    return HomeApp(request_query().get("page", "home"))
