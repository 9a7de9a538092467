# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Journey D: archive, git address and folder; wrong input; a report; into the advisor."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_page
from pages import Server, Visit
from playwright.sync_api import expect
from scanning_pages import (
    EXAMPLE,
    TITLE,
    archive,
    open_scan,
    saved,
    scan_folder,
    upload,
    wait_for_fix,
)

pytestmark = pytest.mark.browser

TAG = "SPDX-License-" + "Identifier"  # in two pieces, or it would speak for this file


def test_an_archive_from_upload_to_the_advisor(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    made = open_scan(server, visit)
    page = made.page
    check_page(made, server)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        tar.add(EXAMPLE, arcname="trackfit-tools-1.4.0")
    upload(page, "trackfit-tools-1.4.0.tar.gz", packed.getvalue())

    expect(page.get_by_role("heading", level=1, name="Not ready to release yet")).to_be_visible()
    expect(page.get_by_text("README says MIT")).to_be_visible()
    found = page.get_by_role("heading", name="The copyright holder is a collaboration")
    expect(found).to_be_visible()
    check_page(made, server)

    # The whole project comes back with the fix in it.
    wait_for_fix(page)
    fixed = saved(page, "Download the fixed archive", tmp_path)
    assert any(n.endswith("src/fit/transform.cpp") for n in zipfile.ZipFile(fixed).namelist())

    report = saved(page, "Download the report", tmp_path)
    assert "The copyright holder is a collaboration" in report.read_text(encoding="utf-8")
    page.get_by_label("Report").select_option("JSON, to compare later")
    old = saved(page, "Download the report", tmp_path)
    page.get_by_label("Compare with an earlier scan").set_input_files(old)
    expect(page.get_by_text("18 findings then, 18 now.")).to_be_visible()
    bad = {"name": "x.json", "mimeType": "application/json", "buffer": b"{}"}
    page.get_by_label("Compare with an earlier scan").set_input_files(bad)
    expect(page.get_by_role("alert")).to_contain_text("This is no scan")

    page.get_by_role("link", name="Take this into the advisor").click()
    expect(page.get_by_role("heading", level=1, name="What is in the project")).to_be_visible()
    expect(page.get_by_text("files, from the scan").first).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1, name="trackfit-tools")).to_be_visible()
    expect(page.locator("aside")).to_contain_text("Apache-2.0")
    assert made.outside(server) == []


BAD_ARCHIVES = (
    ("notes.zip", b"just some notes", "is no archive that we can read"),
    ("empty.zip", b"", "The file is empty."),
    ("none.zip", archive({}), "has no files"),
    ("slip.zip", archive({"../evil.txt": "x"}), "points outside the archive"),
)


def test_a_bad_archive_is_said_and_the_page_goes_on(
    server: Server, visit: Callable[..., Visit]
) -> None:
    def left() -> set[Path]:
        return {p for kind in ("upload", "scan") for p in server.temporary.glob(f"ospo-{kind}-*")}

    before = left()
    page = open_scan(server, visit).page
    for name, data, said in BAD_ARCHIVES:
        upload(page, name, data)
        expect(page.get_by_role("alert")).to_contain_text(said)
    upload(page, "good.zip", archive({"README.md": "# Good\n"}))
    expect(page.get_by_role("heading", level=1, name="Not ready to release yet")).to_be_visible()
    expect(page.get_by_text("No licence is clear.")).to_be_visible()
    page.get_by_role("button", name="Scan something else").click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    assert left() <= before


WRONG_ADDRESSES = (
    ("http://example.org/x.git", "must begin with https://"),
    ("--upload-pack=x", "https://"),
    ("https://127.0.0.1/x.git", "Nothing was fetched"),
    ("", "The address is missing"),
)


def test_a_wrong_address_is_said_under_its_field(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = open_scan(server, visit).page
    for address, said in WRONG_ADDRESSES:
        page.get_by_label("Git address").fill(address)
        page.get_by_role("button", name="Fetch and scan").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
        expect(page.get_by_label("Git address")).to_have_value(address)
        expect(page.get_by_label("Git address")).to_be_focused()


def test_an_address_of_ssh_is_turned_into_one_that_works(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = open_scan(server, visit).page
    field = page.get_by_label("Git address")
    field.fill("git@127.0.0.1:a/b.git")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Only addresses that begin with https://")
    expect(field).to_be_focused()
    page.get_by_role("button", name="Use https://127.0.0.1/a/b.git").click()
    expect(field).to_have_value("https://127.0.0.1/a/b.git")
    expect(field).to_be_focused()
    expect(page.get_by_role("alert")).to_be_hidden()


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
        (str(server.folder / "none"), "There is no"),
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
    for number in range(30_000):
        (project / f"{number}.py").write_text(f"print({number})\n", encoding="utf-8")
    page = open_scan(server, visit).page
    scan_folder(page, "large")
    expect(page.get_by_role("progressbar", name="Read each file once")).to_be_visible()
    expect(page.get_by_text(" of 30,000").first).to_be_visible()
    page.get_by_role("button", name="Stop the scan").click()
    heading = page.get_by_role("heading", level=1, name="We cannot say yet whether it is ready")
    expect(heading).to_be_visible()
    expect(page.get_by_text("These results are partial")).to_be_visible()
    expect(page.get_by_text("Compliant", exact=True)).to_be_hidden()
    expect(page.get_by_text("There is no fix for a part of a project.")).to_be_visible()
    expect(page.get_by_role("button", name="Download the patch")).to_be_hidden()


def test_a_large_archive_arrives_in_pieces(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    # 30 MB, more than three times what one message of the browser may hold.
    content = tmp_path / "data.bin"
    content.write_bytes(os.urandom(30 * 1024 * 1024))
    (tmp_path / "README.md").write_text("# Big\n", encoding="utf-8")
    packed = tmp_path / "big.tar"
    with tarfile.open(packed, mode="w") as tar:
        for name in ("data.bin", "README.md"):
            tar.add(tmp_path / name, arcname=f"big/{name}")
    made = open_scan(server, visit)
    made.page.locator("input[type=file]").set_input_files(packed)
    expect(made.page.get_by_text("Repository scan · big.tar · 2 files")).to_be_visible()


def test_without_our_front_end_the_small_upload_stays(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = visit()
    made.page.route("**/widgets/index.js", lambda route: route.fulfill(status=404))
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
