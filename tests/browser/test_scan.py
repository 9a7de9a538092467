# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Journey D: archive, git address and folder; wrong input; a report; into the advisor."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TITLE = "Repository scan"
TAG = "SPDX-License-" + "Identifier"  # in two pieces, or it would speak for this file


def archive(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return out.getvalue()


def upload(page: Page, name: str, data: bytes) -> None:
    """Give a file to the uploader that takes pieces."""
    field = page.locator("input[type=file]")
    field.wait_for(state="attached")
    field.set_input_files({"name": name, "mimeType": "application/zip", "buffer": data})


def open_scan(server: Server, visit: Callable[..., Visit], query: str = "", **how: int) -> Visit:
    made = visit(**how)
    made.open(server.app("repository_scan", query), TITLE)
    made.page.get_by_text("Choose an archive", exact=True).wait_for()
    return made


def test_an_archive_from_upload_to_the_advisor(
    server: Server, visit: Callable[..., Visit], images: Path, tmp_path: Path
) -> None:
    made = open_scan(server, visit)
    page = made.page
    check_page(made, server)
    example = Path(__file__).parents[2] / "data" / "examples" / "trackfit-tools"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        tar.add(example, arcname="trackfit-tools-1.4.0")
    upload(page, "trackfit-tools-1.4.0.tar.gz", packed.getvalue())

    expect(page.get_by_role("heading", level=1, name="Not ready to release yet")).to_be_visible()
    expect(page.get_by_text("The README says MIT, the licence is Apache-2.0")).to_be_visible()
    expect(page.get_by_text("The copyright holder is a collaboration")).to_be_visible()
    check_page(made, server)
    page.screenshot(path=images / "scan.png", full_page=True)

    page.get_by_label("Path or word").fill("README.md:7")
    page.get_by_label("Path or word").press("Enter")
    expect(page.get_by_text("The copyright holder is a collaboration")).to_be_hidden()
    for tab, content in (
        ("Files", "src/trackfit/kalman.py"),
        ("Dependencies", "uproot"),
        ("REUSE", "The project is not compliant"),
        ("Readiness", "README"),
        ("Not scanned", "None"),
    ):
        page.get_by_role("tab", name=tab).click()
        shown = page.locator(".widget-tab-contents").get_by_text(content)
        expect(shown.locator("visible=true").first).to_be_visible()
    check_page(made, server)

    with page.expect_download() as started:
        page.get_by_role("link", name="HTML").click()
    report = tmp_path / "report.html"
    started.value.save_as(report)
    assert "The copyright holder is a collaboration" in report.read_text(encoding="utf-8")

    page.get_by_role("link", name="Take this into the advisor").click()
    expect(page.get_by_role("heading", level=1, name="What is in the project")).to_be_visible()
    expect(page.get_by_text("files, from the scan").first).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1, name="trackfit-tools")).to_be_visible()
    expect(page.locator("aside")).to_contain_text("Apache-2.0")
    assert made.outside(server) == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes.zip", b"just some notes", "Not possible:"),
        ("empty.zip", b"", "The file is empty."),
        ("none.zip", archive({}), "Not possible:"),
        ("slip.zip", archive({"../evil.txt": "x"}), "Not possible:"),
    ],
    ids=["no archive", "empty file", "empty archive", "path outside"],
)
def test_a_bad_archive_is_said_and_the_page_goes_on(
    server: Server, visit: Callable[..., Visit], name: str, data: bytes, said: str
) -> None:
    before = set(Path(tempfile.gettempdir()).glob("ospo-*"))
    page = open_scan(server, visit).page
    upload(page, name, data)
    expect(page.get_by_role("alert")).to_contain_text(said)
    upload(page, "good.zip", archive({"README.md": "# Good\n"}))
    expect(page.get_by_role("heading", level=1, name="Not ready to release yet")).to_be_visible()
    assert set(Path(tempfile.gettempdir()).glob("ospo-*")) <= before


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://example.org/x.git", "must begin with https://"),
        ("git@example.org:a/b.git", "https://example.org/a/b"),
        ("--upload-pack=x", "https://"),
        ("https://127.0.0.1/x.git", "Nothing was fetched"),
        ("", "The address is missing"),
    ],
)
def test_a_wrong_address_is_said(
    server: Server, visit: Callable[..., Visit], address: str, said: str
) -> None:
    page = open_scan(server, visit).page
    page.get_by_label("Git address").fill(address)
    page.get_by_role("button", name="Fetch and scan").click()
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_label("Git address")).to_have_value(address)


def test_a_folder_of_the_server(server: Server, visit: Callable[..., Visit], git: str) -> None:
    project = server.folder / "board"
    project.mkdir()
    (project / "main.vhd").write_text(f"-- {TAG}: MIT\n", encoding="utf-8")
    (project / "<img src=x onerror=alert(1)>.txt").write_text("x\n", encoding="utf-8")
    subprocess.run([git, "init", "--quiet", str(project)], check=True)
    made = open_scan(server, visit)
    page = made.page
    for folder, said in (
        ("/etc", "only folders under"),
        (str(server.folder / "none"), "Not possible:"),
        ("", "The folder is missing"),
    ):
        page.get_by_label("Folder", exact=True).fill(folder)
        page.get_by_role("button", name="Scan the folder").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
    page.get_by_label("Folder", exact=True).fill(str(project))
    page.get_by_label("Folder", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1, name="Not ready to release yet")).to_be_visible()
    page.get_by_role("tab", name="Files").click()
    expect(page.get_by_text("<img src=x onerror=alert(1)>.txt").last).to_be_visible()
    assert page.locator("img").count() == 0
    check_page(made, server)
    page.get_by_role("button", name="Scan something else").click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()


def test_a_stopped_scan_keeps_what_was_read(server: Server, visit: Callable[..., Visit]) -> None:
    project = server.folder / "large"
    project.mkdir()
    for number in range(12_000):
        (project / f"{number}.py").write_text(f"print({number})\n", encoding="utf-8")
    page = open_scan(server, visit).page
    page.get_by_label("Folder", exact=True).fill("large")
    page.get_by_role("button", name="Scan the folder").click()
    expect(page.get_by_role("progressbar", name="Read each file once")).to_be_visible()
    expect(page.get_by_text(" of 12,000").first).to_be_visible()
    page.get_by_role("button", name="Stop the scan").click()
    heading = page.get_by_role("heading", level=1, name="We cannot say yet whether it is ready")
    expect(heading).to_be_visible()
    expect(page.get_by_text("These results are partial")).to_be_visible()
    expect(page.get_by_text("Compliant", exact=True)).to_be_hidden()


def test_narrow_and_dark(server: Server, visit: Callable[..., Visit]) -> None:
    made = visit(width=360)
    made.open(server.app("repository_scan", "example=1&theme=dark"), "Not ready to release yet")
    check_page(made, server)


def test_without_our_front_end_the_small_upload_stays(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    made.page.route("**/labextensions/anywidget/**", lambda route: route.fulfill(status=404))
    made.open(server.app("repository_scan"), TITLE)
    with made.page.expect_file_chooser() as chooser:
        made.page.get_by_role("button", name="up to 8 MB").click()
    chooser.value.set_files(
        {
            "name": "good.zip",
            "mimeType": "application/zip",
            "buffer": archive({"README.md": "# Good\n"}),
        }
    )
    expect(
        made.page.get_by_role("heading", level=1, name="Not ready to release yet")
    ).to_be_visible()
