# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Journey D: a maintainer scans a messy repository, reads, accepts, fixes, and scans again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import Page, expect
from scanning_pages import EXAMPLE, open_scan, saved, scan_folder, wait_for_fix

pytestmark = pytest.mark.browser

TABS = ("Files", "Dependencies", "REUSE", "Hardware", "Authors", "Readiness", "Not scanned")
BLOCKED = "Not ready to release yet: 2 things block it"


def compliant(folder: Path) -> bool:
    lint = [sys.executable, "-m", "reuse", "--root", str(folder), "lint", "--quiet"]
    return subprocess.run(lint, check=False).returncode == 0


def messy(server: Server, name: str, git: str) -> Path:
    """The example as a repository of its own, with a holder for the one file that has none."""
    project = server.folder / name
    shutil.copytree(EXAMPLE, project)
    for command in (
        ("init", "--quiet"),
        ("add", "."),
        ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "x"),
    ):
        subprocess.run([git, "-C", str(project), *command], check=True)
    return project


def read_findings(page: Page) -> None:
    """Findings: filters, a count, the evidence."""
    expect(page.get_by_text("10 of 18")).to_be_visible()
    page.get_by_role("button", name="Show 8 more").click()
    expect(page.get_by_text("18 of 18")).to_be_visible()
    page.get_by_label("Solved by").select_option("The fix")
    collaboration = page.get_by_role("heading", name="The copyright holder is a collaboration")
    expect(collaboration).to_be_hidden()
    page.get_by_label("Solved by").select_option("Your decision")
    expect(collaboration).to_be_visible()
    item = page.get_by_role("listitem").filter(has=collaboration)
    item.get_by_text("What it says").click()
    expect(item.get_by_text("TrackFit Collaboration").last).to_be_visible()


def accept_one(page: Page, folder: Path) -> None:
    """Accepting a finding asks for a reason, and changes the verdict."""
    found = page.get_by_role("listitem").filter(has_text="1 file with copyright but without")
    found.get_by_role("button", name="Accept it").click()
    reason = page.get_by_label("Reason", exact=True)
    expect(reason).to_be_focused()
    accept = page.get_by_role("button", name="Accept it", exact=True)
    accept.click()
    expect(page.get_by_role("alert")).to_contain_text("A reason is needed")
    reason.fill("The old code goes next month")
    accept.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Not ready to release yet: 1 thing blocks it"
    )
    baseline = saved(page, "Download .ospo/baseline.yaml", folder)
    assert "The old code goes next month" in baseline.read_text(encoding="utf-8")


def steer_the_fix(page: Page) -> None:
    """The diff is seen first, one file left out, holder and year corrected once."""
    page.get_by_label("Write collaborations as").check()
    expect(page.get_by_text("Copyright lines corrected").or_(
        page.get_by_text("1 copyright line corrected"))).to_be_visible()  # fmt: skip
    page.get_by_label("File", exact=True).select_option("src/trackfit/io.py")
    diff = page.get_by_role("group", name="Changes to src/trackfit/io.py")
    expect(diff).to_contain_text("Text: 2026 CERN")
    page.get_by_role("button", name="Leave this file out").click()
    expect(page.get_by_label("File", exact=True)).not_to_contain_text("io.py")
    page.get_by_label("Copyright holder").fill("ATLAS Collaboration")
    page.get_by_role("button", name="Propose with these").click()
    expect(page.get_by_role("alert")).to_contain_text("CERN for the benefit of")
    page.get_by_label("Copyright holder").fill("CERN")
    page.get_by_label("Year", exact=True).fill("2019")
    page.get_by_role("button", name="Propose with these").click()
    expect(page.get_by_label("File", exact=True)).to_contain_text("io.py")
    page.get_by_label("File", exact=True).select_option("src/trackfit/io.py")
    expect(page.get_by_role("group", name="Changes to")).to_contain_text("Text: 2019 CERN")


def test_from_findings_to_a_project_that_is_compliant(
    server: Server, visit: Callable[..., Visit], git: str, tmp_path: Path
) -> None:
    project = messy(server, "journey", git)
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    made = open_scan(server, visit)
    page = made.page
    scan_folder(page, project)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(BLOCKED)
    expect(page.get_by_text("README says MIT")).to_be_visible()
    wait_for_fix(page)

    read_findings(page)
    accept_one(page, tmp_path)
    steer_the_fix(page)

    # What is downloaded applies, and makes the project compliant.
    patch = saved(page, "Download the patch", tmp_path)
    assert not compliant(copy)
    subprocess.run([git, "-C", str(copy), "apply", "--check", str(patch)], check=True)
    subprocess.run([git, "-C", str(copy), "apply", str(patch)], check=True)
    assert compliant(copy)
    assert "Apache-2.0" in (copy / "README.md").read_text(encoding="utf-8")

    # Into the folder, after a second question; then the proof.
    page.get_by_role("button", name="Write it into the folder").click()
    page.get_by_role("button", name="Yes, change them").click()
    panel = page.locator(".ospo-fix")
    expect(panel.get_by_text("files were changed. Scan again to prove it.")).to_be_visible()
    panel.get_by_role("button", name="Scan the same again").click()
    compared = page.get_by_role("region", name="Compared with the last scan")
    expect(compared).to_be_visible()
    expect(compared).to_contain_text("findings settled")
    expect(page.get_by_text("Compliant", exact=True)).to_be_visible()
    assert compliant(project)
    assert made.outside(server) == [] and made.errors == []


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
def test_every_tab_is_accessible(
    server: Server, visit: Callable[..., Visit], images: Path, theme: str, width: int
) -> None:
    made = visit(width=width)
    made.open(server.app("repository_scan", f"example=1&theme={theme}"), BLOCKED)
    page = made.page
    wait_for_fix(page)
    check_page(made, server)
    if width > 1000:
        page.screenshot(path=images / "scan.png", full_page=True)
    for tab in TABS:
        if width > 1000:
            page.get_by_role("tab", name=tab).click()
        else:
            expect(page.get_by_role("tab", name=tab)).to_be_hidden()
            label = page.get_by_label("Show", exact=True)
            label.select_option(index=1 + TABS.index(tab))
        expect(page.get_by_role("tabpanel").or_(page.locator(".widget-tab-contents")).first
               ).to_be_visible()  # fmt: skip
        check_page(made, server)


def test_evidence_of_a_file_and_answers_by_keyboard(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    made = visit()
    made.open(server.app("repository_scan", "example=1"), BLOCKED)
    page = made.page
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("tab", name="Findings").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    evidence = page.get_by_role("button", name="src/trackfit/kalman.py")
    evidence.focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="What src/trackfit/kalman.py states")
    expect(table).to_contain_text("src/trackfit/kalman.py:3")
    expect(table).to_contain_text("2019 CERN")

    page.get_by_role("tab", name="Readiness 1 of 26").click()
    row = page.get_by_role("row").filter(has_text="Rights of contributors settled")
    row.get_by_role("button", name="Answer").press("Enter")
    expect(page.get_by_label("Answer", exact=True)).to_be_focused()
    keep = page.get_by_role("button", name="Keep the answer")
    keep.click()
    expect(page.get_by_role("alert")).to_contain_text("Choose an answer first")
    page.get_by_label("Answer", exact=True).select_option("Yes")
    page.get_by_label("Reason or reference").fill("DCO since 2019")
    keep.click()
    expect(row).to_contain_text("DCO since 2019")
    answers = saved(page, "Download the answers", tmp_path)
    assert "DCO since 2019" in answers.read_text(encoding="utf-8")
    check_page(made, server)


def test_a_board_has_its_tab_and_its_lines(server: Server, visit: Callable[..., Visit]) -> None:
    board = server.folder / "kicad"
    board.mkdir()
    (board / "LICENSE").write_text("CERN-OHL-W-2.0\n", encoding="utf-8")
    (board / "x.kicad_pro").write_text("{}\n", encoding="utf-8")
    (board / "x.kicad_sch").write_text(
        '(kicad_sch (version 20230121) (generator eeschema)\n'
        ' (title_block (title "Timing board") (rev "1"))\n'
        ')\n',
        encoding="utf-8",
    )  # fmt: skip
    page = open_scan(server, visit).page
    scan_folder(page, "kicad")
    page.get_by_role("tab", name="Hardware 2").click()
    expect(page.get_by_role("table", name="Design files by tool")).to_contain_text("KiCad")
    expect(page.get_by_text("Timing board 1")).to_be_visible()
    page.get_by_role("tab", name="Readiness").click()
    expect(page.get_by_text("H01", exact=True)).to_be_visible()


def test_in_french_a_wrong_choice_and_no_licence(
    server: Server, visit: Callable[..., Visit]
) -> None:
    bare = server.folder / "bare"
    bare.mkdir()
    (bare / "a.py").write_text("print(1)\n", encoding="utf-8")
    made = visit()
    made.open(server.app("repository_scan", "lang=fr"), "Analyse d’un dépôt")
    page = made.page
    page.get_by_label("Dossier", exact=True).fill("bare")
    page.get_by_role("button", name="Analyser le dossier").click()
    expect(page.get_by_text("Aucune licence n’est claire.")).to_be_visible()
    page.get_by_label("Licence", exact=True).fill("GPL3.1")
    page.get_by_role("button", name="Proposer avec cela").click()
    expect(page.get_by_role("alert")).to_contain_text("GPL3.1")
    page.get_by_label("Licence", exact=True).fill("MIT")
    page.get_by_role("button", name="Proposer avec cela").click()
    expect(page.get_by_role("button", name="Télécharger le patch")).to_be_visible()
    expect(page.get_by_role("group", name="Changements de")).to_be_visible()
    check_page(made, server)
