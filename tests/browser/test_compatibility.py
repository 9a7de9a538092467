# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The compatibility checker: one pair, its link, a list against itself, and finding a licence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

HEADING = "Can I use this in that?"


def open_checker(server: Server, visit: Callable[..., Visit], query: str = "", **how: int) -> Visit:
    made = visit(**how)
    made.open(server.app("compatibility", query), HEADING)
    made.page.get_by_role("heading", name="Side by side").wait_for()
    return made


def answer(page: Page) -> Locator:
    return page.locator("section.answer")


def ask(page: Page, inbound: str, into: str) -> None:
    page.get_by_label("I want to use").fill(inbound)
    page.get_by_label("in work under", exact=True).fill(into)


def test_a_pair_is_answered_with_its_ways_out(
    server: Server, visit: Callable[..., Visit], images: Path
) -> None:
    made = open_checker(server, visit)
    page = made.page
    check_page(made, server)
    ask(page, "GPL-2.0-only", "Apache-2.0")
    page.get_by_role("button", name="Check").click()
    expect(answer(page).get_by_role("heading", level=2).first).to_have_text(
        "GPL-2.0-only cannot be linked into work that is handed out under Apache-2.0."
    )
    expect(answer(page).locator(".notice .mark")).to_have_text("No")
    expect(answer(page).locator(".cand .tag").first).to_have_text("curated")
    ways = page.get_by_role("complementary", name="Ways out")
    expect(ways.get_by_text("Run it as a separate program")).to_be_visible()
    expect(ways.locator("li .mark").first).to_be_visible()
    expect(page.locator("#ospo-status")).to_contain_text("No. GPL-2.0-only cannot be linked")
    expect(page).to_have_url(
        server.app("compatibility", "in=GPL-2.0-only&into=Apache-2.0&use=dynamic-link")
    )
    check_page(made, server)
    page.screenshot(
        path=images / "compatibility.png",
        full_page=True,
        clip={"x": 0, "y": 0, "width": 1280, "height": 1560},
    )

    page.get_by_label("and it is").select_option("Program: shipped on the same medium")
    expect(answer(page).locator(".notice .mark")).to_have_text("Yes")


def test_enter_asks_and_a_component_says_what_it_is(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = open_checker(server, visit).page
    ask(page, "ROOT with MathMore", "LGPL-3.0-or-later")
    page.get_by_label("in work under", exact=True).press("Enter")
    expect(answer(page).get_by_text("ROOT with MathMore (GSL) is under")).to_be_visible()
    expect(page.get_by_text("VBFNLO, for example")).to_be_visible()
    page.get_by_role("button", name="VBFNLO in an Apache-2.0 program").click()
    expect(page.get_by_label("I want to use")).to_have_value("VBFNLO")
    expect(answer(page).get_by_text("VBFNLO is under GPL-2.0-only.")).to_be_visible()


def test_a_wrong_name_stays_and_is_said_at_its_field(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = open_checker(server, visit)
    page = made.page
    ask(page, "GPL3.1", "Apache-2.0")
    page.get_by_role("button", name="Check").click()
    error = page.get_by_role("alert").filter(has_text="“GPL3.1” is no licence we know")
    expect(error).to_contain_text("at character 1. Did you mean GPL-3.0-or-later?")
    expect(page.get_by_label("I want to use")).to_have_value("GPL3.1")
    expect(page.get_by_label("I want to use")).to_be_focused()
    check_page(made, server)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("GPL-3.0-or-later")
    page.keyboard.press("Enter")
    expect(error).to_have_count(0)
    expect(answer(page).locator(".notice .mark")).to_have_text("No")


def test_the_link_brings_the_answer_back(server: Server, visit: Callable[..., Visit]) -> None:
    query = "in=VBFNLO&into=Apache-2.0&use=static-link&list=MIT;VBFNLO&compare=MIT;Apache-2.0"
    made = open_checker(server, visit, query)
    page = made.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(answer(page).get_by_text("VBFNLO (GPL-2.0-only) cannot be linked")).to_be_visible()
    page.get_by_role("button", name="Copy the link to this answer").click()
    expect(page.get_by_text("The link is copied.").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    kept = parse_qs(urlsplit(copied).query)
    assert kept["in"] == ["VBFNLO"]
    assert kept["list"] == ["MIT;VBFNLO"]
    other = visit()
    other.open(copied, HEADING)
    expect(answer(other.page).get_by_text("VBFNLO (GPL-2.0-only) cannot be")).to_be_visible()
    expect(other.page.get_by_label("Licence 2")).to_have_value("Apache-2.0")


def test_a_tampered_link_says_what_was_left_out(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = open_checker(
        server, visit, "in=MIT&into=ISC&use=%3Cimg%20src%3Dx%3E&list=MIT;NOPE-1.0;ISC"
    )
    page = made.page
    expect(page.get_by_text("“<img src=x>” cannot be used for “and it is”")).to_be_visible()
    expect(page.get_by_text("“NOPE-1.0” cannot be used for “the list”")).to_be_visible()
    expect(page.get_by_label("I want to use")).to_have_value("MIT")
    expect(answer(page)).to_be_hidden()
    expect(page.locator("table.heat td")).to_have_count(4)
    assert made.errors == []


def test_a_list_against_itself(server: Server, visit: Callable[..., Visit], tmp_path: Path) -> None:
    made = open_checker(server, visit)
    page = made.page
    expect(page.locator("table.heat td")).to_have_count(36)
    page.get_by_role("button", name="Edit the list").click()
    field = page.get_by_label("One licence or component a line")
    expect(field).to_have_value(
        "MIT\nApache-2.0\nLGPL-3.0-or-later\nGPL-2.0-only\nGPL-3.0-or-later\nLicenseRef-Geant4"
    )
    check_page(made, server)
    field.fill("MIT\nnothing-like-it")
    page.get_by_role("button", name="Compare these").click()
    expect(page.get_by_role("alert").filter(has_text="Line 2")).to_be_visible()
    expect(page.locator("table.heat td")).to_have_count(36)
    field.fill("Apache-2.0\nGPL-2.0-or-later\nVBFNLO")
    page.get_by_role("button", name="Compare these").click()
    expect(page.locator("table.heat td")).to_have_count(9)
    expect(field).to_be_hidden()
    out = page.get_by_role("region", name="What can I hand all of it out under?")
    expect(out.get_by_text("None of the licences that we compared")).to_be_visible()
    expect(out.get_by_text("Apache-2.0 and VBFNLO (GPL-2.0-only) cannot go out")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    file = tmp_path / "grid.csv"
    started.value.save_as(file)
    assert file.read_text(encoding="utf-8").splitlines()[0].startswith("inbound,Apache-2.0")

    page.get_by_label("What you use").select_option("VBFNLO")
    page.get_by_label("In work under", exact=True).select_option("Apache-2.0")
    page.get_by_role("button", name="Explain this pair").click()
    expect(answer(page).get_by_text("VBFNLO (GPL-2.0-only) cannot be linked")).to_be_in_viewport()


def test_a_licence_is_found_by_what_it_does_and_compared(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = open_checker(server, visit)
    page = made.page
    page.get_by_label("Kind of work").select_option("hardware")
    page.get_by_label("Must be shared").select_option("the whole design must be shared")
    rows = page.locator("table.licences tbody th")
    expect(rows.filter(has_text="CERN-OHL-S-2.0")).to_be_visible()
    expect(rows.filter(has_text="CERN-OHL-P-2.0")).to_have_count(0)
    page.get_by_label("Name contains").fill("no such licence")
    page.get_by_label("Name contains").press("Enter")
    expect(page.get_by_text("Nothing to show.")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(rows).to_have_count(8)
    page.get_by_label("Licence 1").select_option("MIT")
    page.get_by_label("Licence 2").select_option("GPL-3.0-or-later")
    table = page.get_by_role("table").filter(has_text="Rows that differ say so.")
    row = table.get_by_role("row").filter(has_text="give the source with it")
    expect(row.locator(".tag")).to_have_text("differs")
    expect(row.get_by_role("cell")).to_have_text(["not asked", "Yes"])
    expect(page).to_have_url(server.app("compatibility", "compare=MIT%3BGPL-3.0-or-later"))
    check_page(made, server)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_narrow_in_both_themes(server: Server, visit: Callable[..., Visit], theme: str) -> None:
    made = open_checker(
        server, visit, f"in=Apache-2.0&into=GPL-2.0-or-later&use=copy&theme={theme}", width=360
    )
    expect(answer(made.page).get_by_text("Sources disagree")).to_be_visible()
    made.page.get_by_role("button", name="Edit the list").click()
    expect(made.page.get_by_label("One licence or component a line")).to_be_visible()
    check_page(made, server)


def test_dark_on_a_wide_screen(server: Server, visit: Callable[..., Visit]) -> None:
    made = open_checker(server, visit, "in=VBFNLO&into=MIT&compare=MIT;MPL-2.0&theme=dark")
    check_page(made, server)


def test_paper_shows_the_answer_and_no_fields(server: Server, visit: Callable[..., Visit]) -> None:
    page = open_checker(server, visit, "in=VBFNLO&into=MIT").page
    page.emulate_media(media="print")
    expect(answer(page).locator(".notice .mark")).to_be_visible()
    expect(page.locator("table.heat")).to_be_visible()
    expect(page.get_by_label("I want to use")).to_be_hidden()
    expect(page.get_by_role("button", name="Edit the list")).to_be_hidden()


def test_without_our_front_end_the_page_answers(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    made.page.route("**/widgets/index.js", lambda route: route.fulfill(status=404))
    made.open(server.app("compatibility"), HEADING)
    page = made.page
    ask(page, "MIT", "Apache-2.0")
    page.get_by_role("button", name="Check").click()
    expect(answer(page).locator(".notice .mark")).to_have_text("Yes")
    expect(page.get_by_role("button", name="Copy the link to this answer")).to_be_hidden()
