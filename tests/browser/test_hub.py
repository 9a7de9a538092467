# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A real Hub: log in, keep what the link said, go from app to app; visitors without a login."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable

import psutil
import pytest
from conftest import new_visit
from pages import Visit
from places import FOLDER, USER, Hub, Place, run_notebook
from playwright.sync_api import Browser, expect

pytestmark = [pytest.mark.browser, pytest.mark.hub, pytest.mark.xdist_group("hub")]

ASKED = "in=GPL-2.0-only&into=Apache-2.0"


def outside(made: Visit, hub: Hub) -> list[str]:
    """Requests that left the Hub."""
    own = (hub.url, hub.url.replace("http", "ws", 1), "data:", "blob:")
    return [url for url in made.requests if not url.startswith(own)]


def session_variables() -> set[str]:
    """Names in the environments of all that the service for visitors started."""
    (service,) = (
        process
        for process in psutil.Process().children(recursive=True)
        if "ospo_widgets" in process.cmdline() and "serve" in process.cmdline()
        and "--trust-proxy" in process.cmdline()
    )  # fmt: skip
    started = service.children(recursive=True)
    assert started
    return {name for process in started for name in process.environ()}


def test_a_link_survives_login_and_start(hub: Hub, browser: Browser) -> None:
    context = browser.new_context()
    made = new_visit(context)
    page = made.page
    page.goto(f"{hub.url}hub/user-redirect/voila/render/{FOLDER}/compatibility.ipynb?{ASKED}")
    hub.log_in(page, USER)
    page.wait_for_url(f"**/user/{USER}/voila/render/{FOLDER}/compatibility.ipynb?{ASKED}*")
    expect(made.app.locator("section.answer .notice .mark")).to_have_text("No")
    assert outside(made, hub) == []
    assert made.errors == []

    # The advisor in JupyterLab, in the same server of the Hub.
    page.goto(f"{hub.url}user/{USER}/lab/tree/{FOLDER}/licence_advisor.ipynb")
    run_notebook(page, "licence_advisor")
    made.app.get_by_role("button", name="Try it on an example").click()
    heading = made.app.get_by_role("heading", level=1, name="A licence for each of your 2 parts")
    expect(heading).to_be_visible()
    made.app.get_by_role("button", name="Make the release kit").click()
    with page.expect_download() as started:
        made.app.get_by_role("link", name="Download the release kit").click()
    assert started.value.suggested_filename.endswith(".zip")
    context.close()


def test_apps_lead_to_each_other(placed: Callable[[str], Place]) -> None:
    place = placed("hub_voila")
    made = place.open("home", "What do you want to do?")
    made.app.get_by_role("link", name="Try it on an example").click()
    expect(made.app.get_by_role("heading", level=1, name="Not ready")).to_be_visible()
    assert f"/user/{USER}/voila/render/{FOLDER}/repository_scan.ipynb" in made.page.url
    made.app.get_by_role("link", name="Take this into the advisor").click()
    expect(made.app.get_by_role("heading", level=1, name="What is in the project")).to_be_visible()
    expect(made.app.get_by_text("files, from the scan").first).to_be_visible()
    assert f"/user/{USER}/voila/render/{FOLDER}/licence_advisor.ipynb" in made.page.url
    place.close(made)


def test_visitors_use_the_service_without_a_login(hub: Hub, browser: Browser) -> None:
    with urllib.request.urlopen(f"{hub.url}services/ospo/ospo/health", timeout=60) as answer:
        assert answer.status == 200
    context = browser.new_context()
    made = new_visit(context)
    made.open(f"{hub.url}services/ospo/", "What do you want to do?")
    made.page.locator("main").get_by_role("link", name="Check compatibility").click()
    made.page.get_by_role("heading", level=1, name="Can I use this in that?").wait_for()
    assert "/services/ospo/voila/render/compatibility.ipynb" in made.page.url
    made.page.get_by_label("I want to use").fill("MIT")
    made.page.get_by_label("in work under", exact=True).fill("Apache-2.0")
    made.page.get_by_role("button", name="Check").click()
    expect(made.page.locator("section.answer .notice .mark")).to_have_text("Yes")
    assert outside(made, hub) == []
    assert made.errors == []
    assert session_variables() & {"JUPYTERHUB_API_TOKEN", "CONFIGPROXY_AUTH_TOKEN"} == set()
    context.close()
