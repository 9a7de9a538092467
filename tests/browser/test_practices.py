# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Best practices: from a search to a file, and back to the list, narrow and in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HEADING = "Best practices"


def test_from_a_search_to_a_file(
    server: Server, visit: Callable[..., Visit], images: Path, tmp_path: Path
) -> None:
    made = visit()
    made.open(server.app("best_practices"), HEADING)
    page = made.page
    page.get_by_role("button", name="Cite and be cited").wait_for()
    check_page(made, server)
    page.screenshot(path=images / "practices.png", full_page=True)

    page.get_by_label("Search").press_sequentially("citation file")
    expect(page.locator("#ospo-status")).to_contain_text("fit")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    page.get_by_role("button", name="Add a citation file").click()
    title = page.get_by_role("heading", name="Add a citation file")
    expect(title).to_be_focused()
    found = server.app("best_practices", "q=citation+file&open=citation-file&template=citation")
    # Behind it may stand the number under which typed text is kept.
    expect(page).to_have_url(re.compile(re.escape(found) + r"(&kept=[\w-]+)?"))
    expect(page.get_by_role("complementary", name="What the scan checks")).to_contain_text(
        "There is no CITATION.cff"
    )

    page.get_by_label("Name of the project").fill("leptonlib")
    page.get_by_label("Licence, as SPDX id").fill("no licence")
    page.get_by_label("Licence, as SPDX id").press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("is no single SPDX id")
    page.get_by_label("Licence, as SPDX id").fill("MIT")
    page.get_by_label("Licence, as SPDX id").press("Tab")
    preview = page.get_by_role("region", name="Preview of CITATION.cff")
    expect(preview).to_contain_text('license: "MIT"')
    expect(preview).to_contain_text('title: "leptonlib"')
    check_page(made, server)
    page.screenshot(path=images / "practice.png", full_page=True)
    with page.expect_download() as given:
        page.get_by_role("button", name="Download CITATION.cff").click()
    target = tmp_path / given.value.suggested_filename
    given.value.save_as(target)
    assert target.name == "CITATION.cff"
    assert 'title: "leptonlib"' in target.read_text(encoding="utf-8")

    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator("#results")).to_be_focused()
    page.get_by_label("Search").fill("zebra")
    link = page.get_by_role("link", name="Ask the office").last
    expect(page.get_by_role("heading", name="No practice fits.")).to_be_visible()
    assert "subject=Best+practice%3A+zebra" in str(link.get_attribute("href"))


def test_a_finding_leads_to_its_practice_narrow_and_dark(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit(width=360)
    made.open(server.app("best_practices", "check=release.no-security&theme=dark"), HEADING)
    title = made.page.get_by_role("heading", name="Give a private way to report weaknesses")
    expect(title).to_be_visible()
    check_page(made, server)
