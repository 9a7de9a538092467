# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Ask the office: a question, what goes along by consent, the letter that is downloaded."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import Page, expect

from ospo_widgets.apps.state import pack

pytestmark = pytest.mark.browser

TITLE = "Ask the office"
HOLD = Path(__file__).parents[1] / "advice" / "cases" / "patent-hold.json"
BODY = "pre.mail-body[aria-label='Text of the letter']"


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).press("Tab")


def downloaded(page: Page, folder: Path) -> EmailMessage:
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the letter (.eml)").click()
    saved = folder / "letter.eml"
    started.value.save_as(saved)
    return email.message_from_bytes(saved.read_bytes(), policy=email.policy.default)


def names(message: EmailMessage) -> list[str | None]:
    return [part.get_filename() for part in message.iter_attachments()]


def test_a_question_is_seen_and_taken_away(
    server: Server, visit: Callable[..., Visit], images: Path, tmp_path: Path
) -> None:
    made = visit()
    made.open(server.app("ask_the_office"), TITLE)
    page = made.page
    page.get_by_role("button", name="Download the letter (.eml)").click()
    expect(page.get_by_role("alert")).to_have_text("Fill in: Your question.")
    page.get_by_label("What is it about?").select_option("May I sign this CLA?")
    expect(page.get_by_text("Nothing is signed before the answer.")).to_be_visible()
    fill(page, "Which project", "SciPy <b>1</b>")
    page.get_by_label("Who is to sign").select_option("Me, as a person")
    fill(page, "What you want to contribute", "A fix\nof the fit")
    body = page.locator(BODY)
    expect(body).to_contain_text("Which project: SciPy <b>1</b>")
    expect(body).to_contain_text("A fix\nof the fit")

    chosen = page.locator(".ospo-upload input[type=file]")
    chosen.set_input_files({"name": "run.exe", "mimeType": "x/y", "buffer": b"MZ"})
    expect(page.get_by_role("alert").filter(has_text="mail servers refuse")).to_be_visible()
    chosen.set_input_files({"name": "The CLA.txt", "mimeType": "text/plain", "buffer": b"I sign"})
    expect(page.get_by_role("button", name="Take out The-CLA.txt")).to_be_visible()
    expect(page.get_by_text("Nothing is attached.")).to_be_visible()

    fill(page, "Mail address for the answer", "ada@cern")
    page.get_by_role("button", name="Download the letter (.eml)").click()
    expect(page.get_by_role("alert").filter(has_text="is no mail address")).to_be_visible()
    fill(page, "Mail address for the answer", "ada@cern.ch")
    assert names(downloaded(page, tmp_path)) == []
    page.get_by_role("checkbox", name="The files that I added").check()
    page.get_by_role("checkbox", name="My name and address").check()
    expect(body).to_contain_text("From: ada@cern.ch")
    message = downloaded(page, tmp_path)
    assert (message["To"], message["From"]) == ("Open.Source@cern.ch", "ada@cern.ch")
    assert names(message) == ["The-CLA.txt"]
    assert "SciPy <b>1</b>" in message["Subject"]
    link = page.get_by_role("link", name="Open in your mail program").get_attribute("href")
    assert link is not None
    assert link.startswith("mailto:Open.Source@cern.ch?subject=")
    check_page(made, server)
    page.screenshot(path=images / "ask.png", full_page=True)


def test_a_hold_comes_with_its_answers_in_a_link(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    answers = pack(json.loads(HOLD.read_text(encoding="utf-8")))
    made = visit(width=360)
    made.open(server.app("ask_the_office", f"kind=hold&s={answers}"), TITLE)
    page = made.page
    expect(page.get_by_role("link", name="CERN Knowledge Transfer group")).to_be_visible()
    expect(page.locator(BODY)).to_contain_text("What stands in the way: An idea worth a patent")
    message = downloaded(page, tmp_path)
    assert names(message) == []
    page.get_by_role("checkbox", name="My answers").check()
    expect(page.locator(BODY)).to_contain_text("1. CERN Knowledge Transfer group")
    assert names(downloaded(page, tmp_path)) == ["ospo-answers.json", "sheet.html"]
    with page.expect_download() as started:
        page.get_by_role("button", name="Open ospo-answers.json").click()
    assert json.loads(started.value.path().read_text(encoding="utf-8"))["project"]["name"]
    page.get_by_role("button", name="Take out sheet.html").click()
    expect(page.get_by_role("button", name="Offer again what was taken out")).to_be_visible()
    assert names(downloaded(page, tmp_path)) == ["ospo-answers.json"]
    check_page(made, server)
