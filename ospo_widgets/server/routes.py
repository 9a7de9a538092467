# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every address that the server answers; Voilà's and Jupyter's own are not there unless named."""

from __future__ import annotations

from typing import Any

from tornado.web import RequestHandler

from ospo_widgets.pages import APPS, PAGES
from ospo_widgets.server.doorway import (
    AppHandler,
    HealthHandler,
    LeavingPage,
    OwnChannels,
    OwnKernel,
    PlaceHandler,
    RobotsHandler,
)
from ospo_widgets.server.kernels.routes import KERNEL_ID
from ospo_widgets.server.protection import protected
from ospo_widgets.server.static_files import ROUTE, FilesHandler
from ospo_widgets.server.static_pages import PageHandler

SESSION_APPS = tuple(name for name in APPS if name != "home")
"""Notebooks that are opened with a session."""

Route = tuple[str, type[RequestHandler], dict[str, Any]]


class NotFound(RequestHandler):
    """Everything else."""

    def prepare(self) -> None:
        """Answer with the page that says so."""
        self.send_error(404)


class Refused(RequestHandler):
    """A request that is refused before its address is looked at."""

    def initialize(self, status: int) -> None:
        """Remember with which status."""
        self.status = status

    def prepare(self) -> None:
        """Answer with the page that says so."""
        self.send_error(self.status)


def routes(base: str, voila: dict[str, Any]) -> list[Route]:
    """All routes.

    Args:
        base: Base address, with ``/`` at both ends.
        voila: What Voilà's own handler of pages is started with.
    """
    apps = "|".join(SESSION_APPS)
    strict: list[Route] = [
        ("", PageHandler, {"page": "home"}),
        (r"voila/render/home\.ipynb", PageHandler, {"page": "home"}),
        *((name, PageHandler, {"page": name}) for name in PAGES),
        (r"robots\.txt", RobotsHandler, {}),
        ("ospo/health", HealthHandler, {}),
        ("ospo/place", PlaceHandler, {}),
        (ROUTE + r"/([0-9a-f]{12})/([a-z]+)/(.+)", FilesHandler, {}),
        (r"ospo/static/(plotly\.min\.js)", FilesHandler, {"files": "plotly"}),
        (r"ospo/static/(.+)", FilesHandler, {"files": "own"}),
        (rf"api/kernels/{KERNEL_ID}", OwnKernel, {}),
        (rf"api/kernels/{KERNEL_ID}/channels", OwnChannels, {}),
        (rf"voila/api/shutdown/{KERNEL_ID}", LeavingPage, {}),
    ]
    ours = [(f"{base}{path}", protected(handler), about) for path, handler, about in strict]
    pages = (rf"{base}voila/render/({apps})\.ipynb", protected(AppHandler, "app"), voila)
    bare = [(base.rstrip("/"), protected(PageHandler), {"page": "home"})] if base != "/" else []
    return [*ours, pages, *bare]
