# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One short journey an app, the same in every place where people open it."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from pages import Visit
from places import Place
from playwright.sync_api import Locator, expect
from scanning_pages import EXAMPLE, archive

HUB = pytest.mark.xdist_group("hub")
NOTEBOOKS = pytest.mark.xdist_group("notebooks")
PLACES = (
    pytest.param("our_server"),
    pytest.param("hub_voila", marks=[HUB, pytest.mark.hub]),
    pytest.param("core_only", marks=[HUB, pytest.mark.hub]),
    pytest.param("lab", marks=NOTEBOOKS),
    pytest.param("notebook7", marks=NOTEBOOKS),
)

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("place", PLACES, indirect=True)]


def title(visit: Visit, name: str) -> Locator:
    """The heading of the app."""
    return visit.app.get_by_role("heading", level=1, name=name)


def given(visit: Visit, place: Place, button: str, ending: str) -> bytes:
    """What a button gives: at once, or by the link that it shows where our front end is not."""
    pressed = visit.app.get_by_role("button", name=button)
    if place.front_end:
        with visit.page.expect_download() as started:
            pressed.click()
    else:
        pressed.click()
        with visit.page.expect_download() as started:
            visit.app.get_by_role("link", name=re.compile(re.escape(ending) + "$")).click()
    return started.value.path().read_bytes()


def linked(visit: Visit, link: str) -> bytes:
    """What a link gives."""
    with visit.page.expect_download() as started:
        visit.app.get_by_role("link", name=link).click()
    return started.value.path().read_bytes()


def test_advisor_to_kit_sheet_and_mail(place: Place) -> None:
    made = place.open("licence_advisor", "Licence advisor")
    app = made.app
    app.get_by_role("button", name="Try it on an example").click()
    result = title(made, "A licence for each of your 2 parts")
    expect(result).to_be_visible()
    app.get_by_role("button", name="Make the release kit").click()
    kit = zipfile.ZipFile(io.BytesIO(linked(made, "Download the release kit")))
    assert "LICENSES/Apache-2.0.txt" in kit.namelist()
    app.get_by_role("button", name="Open the sheet for your group leader").click()
    expect(app.locator(".ospo-sheet")).to_contain_text("Release trackfit-tools under Apache-2.0?")
    assert b'"number"' in linked(made, "JSON")
    app.get_by_role("button", name="Back to the result").click()
    expect(result).to_be_visible()
    app.get_by_role("button", name="Send it all to the office").click()
    expect(title(made, "Ask the office")).to_be_visible()
    app.get_by_label("Your question", exact=True).fill("Is that right?")
    app.get_by_label("Your question", exact=True).press("Tab")
    app.get_by_role("checkbox", name="My answers").check()
    expect(app.locator("pre.mail-body").last).to_contain_text("Proposed for each part")
    assert b"ospo-answers.json" in given(made, place, "Download the letter (.eml)", ".eml")
    place.close(made)


def test_home_leads_to_a_scan_of_the_example(place: Place) -> None:
    made = place.open("home", "What do you want to do?")
    made.page.get_by_role("link", name="Try it on an example").click()
    made.page.wait_for_url("**/repository_scan.ipynb*")
    if not place.takes_query:
        place.begin(made.page, "repository_scan")
    if not place.front_end or not place.takes_query:
        made.app.get_by_role("button", name="Try it on an example").click()
    expect(title(made, "Not ready to release yet")).to_be_visible()
    place.close(made)


def test_best_practices_give_a_file(place: Place) -> None:
    made = place.open("best_practices", "Best practices")
    if place.front_end:
        made.app.get_by_label("Search").fill("citation file")
        made.app.get_by_role("button", name="Add a citation file").click()
    else:
        made.app.get_by_label("Open a practice").select_option("Add a citation file")
    expect(made.app.get_by_role("heading", name="Add a citation file")).to_be_visible()
    assert b"cff-version" in given(made, place, "Download CITATION.cff", "CITATION.cff")
    place.close(made)


def test_a_letter_to_the_office(place: Place) -> None:
    made = place.open("ask_the_office", "Ask the office")
    made.app.get_by_label("Your question", exact=True).fill("May I use this?")
    made.app.get_by_label("Your question", exact=True).press("Tab")
    expect(made.app.locator("pre.mail-body").last).to_contain_text("May I use this?")
    letter = given(made, place, "Download the letter (.eml)", ".eml")
    assert b"Subject:" in letter
    place.close(made)


def test_knowledge_is_found(place: Place) -> None:
    made = place.open("knowledge", "Knowledge")
    made.app.get_by_label("Open a row").fill("licenses/Apache-2.0")
    made.app.get_by_label("Open a row").press("Enter")
    expect(title(made, "Apache-2.0")).to_be_visible()
    place.close(made)


def test_compatibility_answers(place: Place) -> None:
    made = place.open("compatibility", "Can I use this in that?")
    app = made.app
    app.get_by_label("I want to use").fill("GPL-2.0-only")
    app.get_by_label("in work under", exact=True).fill("Apache-2.0")
    app.get_by_role("button", name="Check").click()
    expect(app.locator("section.answer .notice .mark")).to_have_text("No")
    expect(app.get_by_text("Run it as a separate program")).to_be_visible()
    assert linked(made, "Download CSV").startswith(b"inbound,")
    place.close(made)


def test_scan_of_a_folder_with_its_fix(place: Place) -> None:
    shutil.copytree(EXAMPLE, place.folder / "short", dirs_exist_ok=True)
    made = place.open("repository_scan", "Repository scan")
    made.app.get_by_label("Folder", exact=True).fill(str(place.folder / "short"))
    made.app.get_by_role("button", name="Scan the folder").click()
    expect(title(made, "Not ready to release yet")).to_be_visible()
    expect(made.app.get_by_text("README says MIT")).to_be_visible()
    assert b"+++ b/" in given(made, place, "Download the patch", ".patch")
    place.close(made)


def test_scan_of_an_upload(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "good.zip"
    file.write_bytes(archive({"README.md": "# Good\n", "a.py": "print(1)\n"}))
    made = place.open("repository_scan", "Repository scan")
    with made.page.expect_file_chooser() as chooser:
        if place.front_end:
            made.app.get_by_text("Choose an archive", exact=True).click()
        else:
            made.app.get_by_role("button", name="8 MB").click()
    chooser.value.set_files(file)
    expect(title(made, "Not ready to release yet")).to_be_visible()
    made.app.get_by_label("Licence", exact=True).fill("MIT")
    made.app.get_by_role("button", name="Propose with these").click()
    fixed = given(made, place, "Download the fixed archive", ".zip")
    assert any("LICENSES/MIT.txt" in n for n in zipfile.ZipFile(io.BytesIO(fixed)).namelist())
    place.close(made)


def test_portfolio_filters_and_reports(place: Place) -> None:
    made = place.open("portfolio", "Portfolio at a glance")
    app = made.app
    drawn = app.locator(".ospo-chart-view:visible" if place.front_end else "figure svg").first
    drawn.scroll_into_view_if_needed()  # a chart out of sight is not drawn
    expect(drawn.locator(".main-svg").first if place.front_end else drawn).to_be_visible()
    app.get_by_label("Kind", exact=True).select_option("hardware (15)")
    expect(app.get_by_text("Showing 15 of 127.").first).to_be_visible()
    app.get_by_role("button", name="Make a report").click()
    app.get_by_role("button", name="Show the report").click()
    preview = app.frame_locator("iframe.ospo-preview")
    expect(preview.get_by_text("15 of 127 repositories")).to_be_visible()
    assert b"15 of 127" in given(made, place, "Download HTML", ".html")
    place.close(made)
