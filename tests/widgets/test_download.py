# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Links hold the whole file, names are harmless."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets import download, saving
from ospo_widgets.widgets.download import Download, download_link, safe_name
from ospo_widgets.widgets.page import PIECE_BYTES, Page


@given(st.binary(max_size=300))
def test_the_link_holds_the_file(data: bytes) -> None:
    made = download_link("Get it", "a.bin", data, "application/octet-stream")
    found = re.search(r'base64,([^"]*)"', made)
    assert found
    assert base64.b64decode(found[1]) == data


@given(st.text())
def test_names_are_plain(name: str) -> None:
    safe = safe_name(name)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}|[A-Za-z0-9._-]{1,80}", safe)
    assert "/" not in safe
    assert safe not in {".", ".."}


def test_a_large_file_is_written_and_its_path_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(download, "LIMIT_BYTES", 10)
    monkeypatch.setenv("OSPO_FRAME", "1")
    saving._session_folder.cache_clear()
    made = download_link("Get it", "../../a.zip", b"x" * 11, "application/zip")
    files = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert [p.name for p in files] == ["a.zip"]
    assert str(files[0]) in made


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (148 * 1024, "148 KB"),
        (2**30, "1 GB"),
        (1.5 * 2**20, "1.5 MB"),
    ],
)
def test_sizes_in_words(size: float, said: str) -> None:
    assert size_text(int(size)) == said


def test_a_file_is_made_when_asked_for_and_given_in_pieces() -> None:
    page = Page("x")
    sent: list[tuple[dict[str, Any], int]] = []
    page.host.send = lambda message, buffers=(): sent.append(  # type: ignore[method-assign]
        (message, sum(len(b) for b in buffers))
    )
    data = b"x" * (PIECE_BYTES + 10)
    offered = Download(page, "Give", lambda: ("a b.txt", data, "text/plain"))
    offered.give()
    assert "data:text/plain" in offered.children[1].value  # nobody hears us: a link holds it
    page.host.ready = True
    offered.give()
    assert sent[-1][0]["name"] == "a-b.txt" and sent[-1][0]["size"] == len(data)
    assert "went to your browser" in offered.children[1].value
    which = sent[-1][0]["id"]
    for offset, length in ((0, PIECE_BYTES), (PIECE_BYTES, 10)):
        page.host._answer(None, {"op": "piece", "id": which, "offset": offset}, [])
        assert sent[-1] == ({"op": "piece", "id": which}, length)
    count = len(sent)
    page.host._answer(None, {"op": "piece", "id": which, "offset": 0}, [])
    assert len(sent) == count  # given once, then forgotten


def test_a_file_that_cannot_be_made_says_why_below_its_button() -> None:
    def make() -> tuple[str, bytes, str]:
        raise InputError("There is nothing.")

    offered = Download(Page("x"), "Give", make)
    offered.give()
    assert "There is nothing." in offered.children[1].value
