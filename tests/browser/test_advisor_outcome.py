# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the advice leads to: effects side by side, parts to correct, sheet, mail, decision graph."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TITLE = "Licence advisor"
RESULT = "A licence for each of your 2 parts"


def example(server: Server, visit: Callable[..., Visit], query: str = "", **how: int) -> Visit:
    made = visit(**how)
    made.open(server.app("licence_advisor", f"example=1{query}"), RESULT)
    return made


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_effects_side_by_side(
    server: Server, visit: Callable[..., Visit], images: Path, tmp_path: Path
) -> None:
    made = example(server, visit)
    page = made.page
    heat = page.locator(".ospo-effects table.heat").first
    expect(heat.get_by_role("columnheader", name="Apache-2.0, chosen")).to_be_visible()
    expect(heat.get_by_role("columnheader", name="MIT")).to_be_visible()
    page.get_by_role("checkbox", name="LGPL-3.0-or-later").check()
    expect(heat.get_by_role("columnheader", name="LGPL-3.0-or-later")).to_be_visible()
    page.get_by_label("Another licence").fill("AGPL-3.0-or-later")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("At most 4 licences")
    page.get_by_role("checkbox", name="LGPL-3.0-or-later").uncheck()
    expect(heat.get_by_role("columnheader", name="LGPL-3.0-or-later")).to_have_count(0)
    page.get_by_role("button", name="Add it").click()
    expect(heat.get_by_role("columnheader", name="AGPL-3.0-or-later")).to_be_visible()
    page.get_by_text("The projects around you, one by one").click()
    expect(page.get_by_role("rowheader", name="Geant4").first).to_be_visible()
    check_page(made, server)
    page.screenshot(path=images / "advisor-effects.png", full_page=True)

    page.locator(".ospo-effects").get_by_label("Part").select_option("Documentation")
    expect(heat.get_by_role("columnheader", name="CC-BY-4.0, chosen")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the table (CSV)").click()
    table = tmp_path / "effects.csv"
    started.value.save_as(table)
    assert "CC-BY-4.0" in table.read_text(encoding="utf-8-sig")


def test_the_sheet_for_the_group_leader(
    server: Server, visit: Callable[..., Visit], images: Path, tmp_path: Path
) -> None:
    made = example(server, visit)
    page = made.page
    page.get_by_role("button", name="Open the sheet for your group leader").click()
    heading(page, "Sheet for your group leader")
    sheet = page.locator(".ospo-sheet")
    expect(sheet).to_contain_text("Release trackfit-tools under Apache-2.0?")
    check_page(made, server)

    page.get_by_label("Which department and group made it?").fill("EP-XYZ")
    page.get_by_label("Which department and group made it?").press("Tab")
    expect(sheet).to_contain_text("EP-XYZ")
    page.screenshot(path=images / "advisor-sheet.png", full_page=True)
    with page.expect_download() as started:
        page.get_by_role("link", name="JSON").click()
    saved = tmp_path / "sheet.json"
    started.value.save_as(saved)
    assert json.loads(saved.read_text(encoding="utf-8"))["number"].startswith("OSPO-")

    page.get_by_role("button", name="Make the PDF").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the PDF").click()
    printed = tmp_path / "sheet.pdf"
    started.value.save_as(printed)
    assert printed.read_bytes().startswith(b"%PDF")
    page.get_by_role("button", name="Back to the result").click()
    heading(page, RESULT)
    expect(page.get_by_role("button", name="Parts:")).to_be_visible()


def test_a_mail_to_the_office_with_all_attached(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    made = example(server, visit)
    page = made.page
    page.get_by_role("button", name="Send it all to the office").click()
    heading(page, "Ask the office")
    question = "Is <b>FFTW</b> a problem for us?"
    page.get_by_label("Your question", exact=True).fill(question)
    page.get_by_label("Your question", exact=True).press("Tab")
    letter = page.locator("pre.mail-body[aria-label='Text of the letter']")
    expect(letter).to_contain_text(question)
    expect(letter).not_to_contain_text("Proposed for each part")
    page.get_by_role("checkbox", name="My answers").check()
    expect(letter).to_contain_text("Proposed for each part")
    check_page(made, server)
    assert (
        page.get_by_role("link", name="Open in your mail program")
        .get_attribute("href")
        .startswith("mailto:Open.Source@cern.ch?")
    )
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the letter (.eml)").click()
    saved = tmp_path / "question.eml"
    started.value.save_as(saved)
    mail = email.message_from_bytes(saved.read_bytes(), policy=email.policy.default)
    assert mail["To"] == "Open.Source@cern.ch"
    assert question in mail.get_body(("plain",)).get_content()
    names = {part.get_filename() for part in mail.iter_attachments()}
    assert names == {"ospo-answers.json", "sheet.html"}
    page.get_by_role("button", name="Back to the result").click()
    heading(page, RESULT)


def test_parts_can_be_corrected(server: Server, visit: Callable[..., Visit]) -> None:
    made = example(server, visit)
    page = made.page
    page.get_by_role("button", name="Correct the parts").click()
    heading(page, "What is in the project")
    check_page(made, server)
    first = page.locator(".card").first
    first.get_by_label("Name").fill("Track fitting")
    first.get_by_label("Name").press("Tab")
    expect(first.get_by_role("heading", name="Track fitting")).to_be_visible()
    first.get_by_label("Where it lies").fill("../outside/**")
    first.get_by_label("Where it lies").press("Tab")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(first.get_by_label("Where it lies")).to_have_value("**")
    first.get_by_label("Another component, with its version").fill("HepMC3 3.2.0")
    first.get_by_role("button", name="Add the component").click()
    expect(first.get_by_role("row", name=re.compile("HepMC3 3.2.0.*GPL-3.0"))).to_be_visible()
    first.get_by_role("button", name="Remove the component").click()
    expect(first.get_by_role("row", name=re.compile("HepMC3"))).to_have_count(0)
    page.get_by_label("Its name").fill("Board")
    page.get_by_label("Kind of work").last.select_option("A board or mechanics")
    page.get_by_role("button", name="Add the part").click()
    expect(page.get_by_role("heading", name="Board")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    question = page.locator(".ospo-question")
    expect(question.get_by_text("Is Board a complete product", exact=False)).to_be_visible()


def test_a_licence_that_is_known_is_checked(server: Server, visit: Callable[..., Visit]) -> None:
    made = visit()
    made.open(server.app("licence_advisor"), TITLE)
    page = made.page
    page.get_by_label("Licence, if you know it already").fill("GPL9")
    page.get_by_role("button", name="Answer by hand").click()
    expect(page.get_by_role("alert")).to_contain_text("GPL9")
    page.get_by_label("Licence, if you know it already").fill("EUPL 1.2")
    page.get_by_role("button", name="Answer by hand").click()
    question = page.locator(".ospo-question")
    question.locator("label", has_text=re.compile(r"^\s*Software")).click()
    panel = page.locator("aside")
    expect(panel).to_contain_text("It asks for about the same as EUPL-1.2")
    panel.get_by_text("ruled out, with").click()
    expect(panel).to_contain_text("it names a court or a law")
    for text in ("What is in the project?", "Who wrote it?"):
        expect(question.get_by_text(text).first).to_be_visible()
        page.get_by_role("button", name="Continue").click()
        if "wrote" not in text:
            question.locator("label", has_text=re.compile(r"^\s*CERN staff")).click()
    # What others may do is not asked: the person has decided already.
    expect(page.get_by_text("Future use nothing to ask")).to_be_visible()


def test_the_decision_graph(server: Server, visit: Callable[..., Visit]) -> None:
    made = visit()
    made.open(server.app("licence_advisor"), TITLE)
    made.page.get_by_role("button", name="See all questions and what they decide").click()
    heading(made.page, "How the advisor decides")
    expect(made.page.locator("svg")).to_be_visible()
    check_page(made, server)


def test_a_changed_link_says_what_was_left_out(server: Server, visit: Callable[..., Visit]) -> None:
    import base64
    import zlib

    made = example(server, visit)
    expect(made.page).to_have_url(re.compile(r"[?&]s="))
    state = re.search(r"[?&]s=([^&]+)", made.page.url)
    assert state
    raw = base64.urlsafe_b64decode(state[1] + "=" * (-len(state[1]) % 4))
    data = json.loads(zlib.decompress(raw))
    data["answers"]["openness"] = "whatever"
    data["answers"]["no-such-question"] = "x"
    packed = base64.urlsafe_b64encode(zlib.compress(json.dumps(data).encode())).decode()
    later = visit()
    later.page.goto(server.app("licence_advisor", f"s={packed.rstrip('=')}"))
    expect(later.page.get_by_text("left out 2", exact=False)).to_be_visible()


def test_narrow_and_dark(server: Server, visit: Callable[..., Visit]) -> None:
    made = example(server, visit, "&theme=dark", width=360)
    check_page(made, server)
    for button, title in (
        ("Open the sheet for your group leader", "Sheet for your group leader"),
        ("Send it all to the office", "Ask the office"),
        ("Correct the parts", "What is in the project"),
    ):
        made.page.get_by_role("button", name=button).click()
        heading(made.page, title)
        check_page(made, server)
        back = "Continue" if button.startswith("Correct") else "Back to the result"
        made.page.get_by_role("button", name=back).click()
        heading(made.page, RESULT)


def test_the_journey_in_french(server: Server, visit: Callable[..., Visit]) -> None:
    made = visit()
    made.open(
        server.app("licence_advisor", "example=1&lang=fr"), "Une licence pour chacune de vos 2"
    )
    check_page(made, server)
    made.page.get_by_role("button", name="Ouvrir la fiche pour votre chef de groupe").click()
    heading(made.page, "Fiche pour votre chef de groupe")
    expect(made.page.locator(".ospo-sheet")).to_contain_text("Publier trackfit-tools")
    check_page(made, server)
