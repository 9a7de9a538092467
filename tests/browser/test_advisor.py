# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Journeys A and C: from questions to a kit that passes reuse lint; a hold names whom to ask."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TITLE = "Licence advisor"


def answer(page: Page, question: str, *choices: str, text: str | None = None) -> None:
    """Answer the open question by the words that a person reads, and go on."""
    card = page.locator(".ospo-question")
    expect(card.get_by_text(question, exact=False).first).to_be_visible()
    if text is not None:
        card.get_by_role("textbox").fill(text)
    for choice in choices:
        choose(page, choice)
    go_on = page.get_by_role("button", name="Continue")
    expect(go_on).not_to_contain_class("is-off")
    go_on.click()


def choose(page: Page, choice: str) -> None:
    """Choose the option whose label begins with these words."""
    page.locator(".ospo-question label", has_text=re.compile(rf"^\s*{re.escape(choice)}")).click()


def begin(server: Server, visit: Callable[..., Visit], **how: int) -> Visit:
    made = visit(**how)
    made.open(server.app("licence_advisor"), TITLE)
    made.page.get_by_label("Name of the project").fill("trackfit-tools")
    made.page.get_by_role("button", name="Answer by hand").click()
    return made


def test_from_questions_to_a_kit_that_passes_reuse_lint(
    server: Server, visit: Callable[..., Visit], images: Path, tmp_path: Path
) -> None:
    made = begin(server, visit)
    page = made.page
    expect(page.locator(".actions + div", has_text="Choose at least one.")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one.")
    answer_until_fftw(page)
    check_page(made, server)
    page.screenshot(path=images / "advisor.png", full_page=True)

    panel = page.locator("aside")
    expect(panel).to_contain_text("Apache-2.0")
    choose(page, "It runs inside our process")
    expect(panel).to_contain_text("What you hand out as one program is GPL-3.0-or-later")
    answer_the_rest(page)

    expect(page.get_by_role("heading", level=1, name="A licence for")).to_be_focused()
    check_page(made, server)
    page.screenshot(path=images / "advisor-result.png", full_page=True)
    page.get_by_role("button", name="Make the release kit").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the release kit").click()
    archive = tmp_path / "kit.zip"
    started.value.save_as(archive)

    project = tmp_path / "trackfit-tools"
    (project / "src").mkdir(parents=True)
    (project / "src" / "fit.py").write_text("print('fit')\n", encoding="utf-8")
    with zipfile.ZipFile(archive) as kit:
        kit.extractall(project)
    lint = subprocess.run(
        [sys.executable, "-m", "reuse", "--root", str(project), "lint"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr


def answer_until_fftw(page: Page) -> None:
    answer(page, "What is in the project?", "Software")
    answer(page, "for those who use it?", "A library")
    answer(page, "Who wrote it?", "CERN staff or fellow")
    answer(page, "For which collaboration", text="")
    answer(page, "link, include or build on?", text="FFTW, NumPy")
    expect(page.locator(".ospo-question").get_by_text("use FFTW?", exact=False)).to_be_visible()


def answer_the_rest(page: Page, patent: str = "No") -> None:
    page.get_by_role("button", name="Continue").click()
    answer(page, "May others close their changes?", "Yes, anything goes")
    answer(page, "idea in it that nobody has published?", patent)
    answer(page, "contract or a grant", "No")
    answer(page, "military, medical", "No")


def test_a_hold_outranks_every_recommendation(server: Server, visit: Callable[..., Visit]) -> None:
    made = begin(server, visit)
    page = made.page
    answer_until_fftw(page)
    choose(page, "It is optional")
    answer_the_rest(page, patent="I don’t know")
    expect(page.get_by_role("heading", level=1, name="No licence yet")).to_be_visible()
    expect(page.get_by_text("Who to ask:").first).to_be_visible()
    expect(page.get_by_role("button", name="Make the release kit")).to_be_hidden()
    check_page(made, server)

    # Weeks later: the link brings the answers back, and one of them is changed.
    later = visit()
    later.page.goto(page.url)
    expect(later.page.get_by_role("heading", level=1, name="No licence yet")).to_be_visible()
    later.page.get_by_role("button", name="Checks:").click()
    answer(later.page, "idea in it that nobody has published?", "No")
    expect(later.page.get_by_role("heading", level=1, name="A licence for")).to_be_visible()


def test_going_back_keeps_later_answers(server: Server, visit: Callable[..., Visit]) -> None:
    page = begin(server, visit).page
    answer_until_fftw(page)
    page.get_by_role("button", name="Rights:").click()
    expect(page.locator(".ospo-question").get_by_text("Who wrote it?")).to_be_visible()
    expect(page.get_by_role("checkbox", name="CERN staff or fellow")).to_be_checked()
    page.get_by_role("button", name="Next question, change nothing").click()
    expect(page.locator(".ospo-question").get_by_text("For which collaboration")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".ospo-question").get_by_text("use FFTW?", exact=False)).to_be_visible()


def test_wrong_input_is_said_and_nothing_is_lost(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    made.open(server.app("licence_advisor", "s=not-a-state"), TITLE)
    expect(made.page.get_by_text("This link was changed or cut.")).to_be_visible()
    with made.page.expect_file_chooser() as chooser:
        made.page.get_by_role("button", name="Open a saved file").click()
    chooser.value.set_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": b"\xff\xfe no"}
    )
    expect(made.page.get_by_text("is no file of saved answers")).to_be_visible()
    made.page.get_by_role("button", name="Answer by hand").click()
    page = made.page
    answer(page, "What is in the project?", "Software")
    answer(page, "for those who use it?", "A library")
    answer(page, "Who wrote it?", "CERN staff or fellow")
    answer(page, "For which collaboration", text="")
    answer(page, "link, include or build on?", text="mylib: GPL3.1")
    expect(page.get_by_role("alert")).to_contain_text("GPL3.1")
    expect(page.get_by_role("textbox")).to_have_value("mylib: GPL3.1")


def test_narrow_dark_and_by_keyboard(server: Server, visit: Callable[..., Visit]) -> None:
    made = visit(width=360)
    made.open(server.app("licence_advisor", "start=hardware&theme=dark"), TITLE)
    question = made.page.locator(".ospo-question")
    expect(question.get_by_role("radio").first).to_be_visible()
    check_page(made, server)
    question.get_by_role("radio").first.focus()
    made.page.keyboard.press("ArrowDown")
    go_on = made.page.get_by_role("button", name="Continue")
    expect(go_on).not_to_contain_class("is-off")
    go_on.focus()
    made.page.keyboard.press("Enter")
    expect(question.get_by_text("Who wrote it?")).to_be_visible()
    expect(go_on).to_be_focused()
