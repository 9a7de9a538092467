# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Links hold the whole file, names are harmless."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.sizes import size_text
from ospo_widgets.widgets import download
from ospo_widgets.widgets.download import download_link, safe_name


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
    download._session_folder.cache_clear()
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
