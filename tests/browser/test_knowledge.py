# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The page for the staff: find a row, see who uses it, change it, take the patch along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from checks import check_page, check_width
from pages import Server, Visit
from playwright.sync_api import expect

from ospo_widgets.resources import data_dir

pytestmark = pytest.mark.browser


def test_a_row_is_found_changed_and_taken_along(
    server: Server, visit: Callable[..., Visit], images: Path
) -> None:
    made = visit()
    page = made.page
    before = (data_dir() / "licenses.yaml").read_bytes()
    made.open(server.app("knowledge"), "Knowledge")
    page.get_by_label("Kind", exact=True).select_option(index=0)
    expect(page.get_by_role("heading", name="rows")).to_be_visible()
    check_page(made, server)
    page.screenshot(path=images / "knowledge.png", full_page=True)

    page.get_by_label("Search").fill("apache license 2.0")
    page.get_by_label("Search").press("Enter")
    page.get_by_role("button", name="Apache-2.0", exact=True).first.click()
    page.get_by_role("heading", level=1, name="Apache-2.0").wait_for()
    assert parse_qs(urlsplit(page.url).query)["row"] == ["licenses/Apache-2.0"]
    expect(page.locator("summary", has_text="Verdict")).to_be_visible()
    check_page(made, server)

    page.get_by_role("button", name="Change this row").click()
    page.get_by_label("summary", exact=True).fill("Anyone may use it: notices stay.")
    page.get_by_role("button", name="Show the change").click()
    expect(page.get_by_text("The check finds no problem.")).to_be_visible()
    expect(page.locator(".diff .add")).to_contain_text("Anyone may use it: notices stay.")
    check_page(made, server)
    page.screenshot(path=images / "knowledge-change.png", full_page=True)
    with page.expect_download() as given:
        page.get_by_role("button", name="Download the patch").click()
    patch = Path(given.value.path()).read_text(encoding="utf-8")
    assert '+    summary: "Anyone may use it: notices stay."' in patch.splitlines()
    assert (data_dir() / "licenses.yaml").read_bytes() == before

    page.get_by_role("button", name="Back to the list").click()
    page.get_by_role("heading", level=1, name="Knowledge").wait_for()
    for tab, shown in (("Review", "What to look at first"), ("New row", "New row")):
        page.get_by_role("tab", name=tab).click()
        page.get_by_role("heading", level=2, name=shown).wait_for()
        check_page(made, server)


def test_the_graph_and_a_row_fit_a_telephone_in_french(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit(width=360)
    made.open(server.app("knowledge", "tab=graph&material=hardware&lang=fr"), "Connaissances")
    made.page.locator("svg.graph").last.wait_for()
    check_page(made, server)
    made.open(server.app("knowledge", "row=licenses/MIT&lang=fr"), "MIT")
    made.page.locator("summary", has_text="Verdict").wait_for()
    check_width(made)
