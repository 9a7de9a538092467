# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The scan page as its tests use it: open it, upload to it, wait for what it shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from pages import Server, Visit
from playwright.sync_api import Page, expect

TITLE = "Repository scan"
EXAMPLE = Path(__file__).parents[2] / "data" / "examples" / "trackfit-tools"


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


def scan_folder(page: Page, folder: Path | str) -> None:
    """Scan a folder of the server from the first screen."""
    page.get_by_label("Folder", exact=True).fill(str(folder))
    page.get_by_role("button", name="Scan the folder").click()


def wait_for_fix(page: Page) -> None:
    """Wait until the fix is there."""
    expect(page.get_by_role("button", name="Download the patch")).to_be_visible()


def saved(page: Page, button: str, folder: Path) -> Path:
    """Press a button that gives a file; where it was saved."""
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path
