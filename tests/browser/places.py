# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The places in which people open the apps, each a real server, with one way to open an app."""

from __future__ import annotations

import re
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pages import Server, Visit
from playwright.sync_api import Page, expect

USER, SWAN_USER = "rosa", "marie"
FOLDER = "ospo"
"""Where administrators put the notebooks in the homes of a Hub's users."""
CLONE = "SWAN_projects/ospo-widgets/notebooks"
"""Where they lie after SWAN made an environment of the repository."""


ATTEMPTS = 5
RUN_MILLISECONDS = 60_000


@dataclass(frozen=True)
class Hub:
    """A running Hub: its address, the password of its users, and where their homes are."""

    url: str
    password: str
    homes: Path

    def log_in(self, page: Page, user: str) -> None:
        """Fill in the form of the Hub, as its users do."""
        page.get_by_label("Username").fill(user)
        page.get_by_label("Password").fill(self.password)
        page.get_by_role("button", name="Sign in").click()


class Place(ABC):
    """One way to reach the apps.

    Attributes:
        folder: A folder that a person may name in the scan.
        front_end: True where the front end of our own widgets is on the server.
        takes_query: True where an address of an app carries its state.
    """

    front_end = True
    takes_query = True

    def __init__(self, folder: Path, new_visit: Callable[[], Visit]) -> None:
        self.folder = folder
        self.new_visit = new_visit

    @abstractmethod
    def address(self, app: str, query: str = "") -> str:
        """Where the browser goes for an app."""

    def begin(self, page: Page, app: str) -> None:  # noqa: B027 - most places need nothing
        """What a person does before the app shows itself."""

    def open(self, app: str, heading: str, query: str = "") -> Visit:
        """Open an app and wait until it shows its heading."""
        made = self.new_visit()
        made.page.goto(self.address(app, query))
        self.begin(made.page, app)
        title = made.app.get_by_role("heading", level=1, name=heading)
        title.or_(made.page.locator("main h1", has_text=heading)).first.wait_for()
        return made

    def close(self, visit: Visit) -> None:
        """Leave the page."""
        visit.page.close(run_before_unload=False)


class OurServer(Place):
    """``ospo serve``."""

    def __init__(self, server: Server, new_visit: Callable[[], Visit]) -> None:
        super().__init__(server.folder, new_visit)
        self._server = server

    def address(self, app: str, query: str = "") -> str:
        return self._server.app(app, query)


class HubVoila(Place):
    """Plain Voilà in a user's server of a Hub."""

    user, notebooks = USER, FOLDER

    def __init__(self, hub: Hub, new_visit: Callable[[], Visit]) -> None:
        super().__init__(hub.homes / self.user, new_visit)
        self.hub = hub

    def address(self, app: str, query: str = "") -> str:
        base = f"{self.hub.url}hub/user-redirect/voila/render/{self.notebooks}/{app}.ipynb"
        return base + (f"?{query}" if query else "")

    def begin(self, page: Page, app: str) -> None:
        if "/hub/login" in page.url:
            self.hub.log_in(page, self.user)
        page.wait_for_url(f"**/user/{self.user}/**")


class CoreOnly(HubVoila):
    """The same with what SWAN has: no front end of our own widgets, notebooks in a clone."""

    user, notebooks = SWAN_USER, CLONE
    front_end = False


class Notebooks(Place):
    """JupyterLab or Notebook 7: the notebook is opened and run."""

    takes_query = False

    def __init__(
        self, root: Path, url: str, token: str, path: str, new_visit: Callable[[], Visit]
    ) -> None:
        super().__init__(root, new_visit)
        self.url, self.token, self._path = url, token, path

    def address(self, app: str, query: str = "") -> str:
        assert not query, "a notebook has no address that an app could read"
        return f"{self.url}{self._path}/{FOLDER}/{app}.ipynb?reset&token={self.token}"

    def begin(self, page: Page, app: str) -> None:
        run_notebook(page, app)

    def close(self, visit: Visit) -> None:
        super().close(visit)
        # The kernel of a notebook lives on when its page is closed; a test needs it no more.
        for session in self._api("GET", "sessions"):
            self._api("DELETE", f"sessions/{session['id']}")

    def _api(self, method: str, path: str) -> list[dict[str, str]]:
        import json

        asked = urllib.request.Request(
            f"{self.url}api/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:
            data = answer.read()
        return list(json.loads(data)) if data else []


def run_notebook(page: Page, app: str) -> None:
    """Run the notebook of an app by its menu, when it is the one that is shown.

    JupyterLab forgets what it is asked while it still connects to a kernel: the mark of a running
    cell goes and no number comes. A person asks again, and so does this.
    """
    notebook = page.locator(".jp-NotebookPanel:visible").filter(has_text=f"{app}.show()").first
    expect(notebook.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_attached()
    mark = notebook.locator(".jp-InputPrompt").first
    for _ in range(ATTEMPTS):
        notebook.locator(".jp-Cell .cm-content").first.click()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        expect(mark).not_to_have_text("[*]:", timeout=RUN_MILLISECONDS)
        if re.search(r"\d", mark.inner_text()):
            return
    pytest.fail("The notebook does not run.")
