# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bad input, anything: random trees and archives never end in an error that is not ours."""

import json
import os
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ospo_widgets.cli.scan_text import scan_text
from ospo_widgets.errors import InputError
from ospo_widgets.scanning.exports import FORMATS, rendered
from ospo_widgets.scanning.hardware.sheets import rows_of
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.scanning.settings import ScanSettings
from tests.scanning.hostile import END, plain, scan_here, zip_bytes
from tests.scanning.hostile_tree import EVIL, HEADER, IGNORE, LICENSE_TAG, names, parsers, texts

LIMITS = ScanSettings(history="none", ratio_from=100_000, max_unpacked=1 << 20)
WANTED = sorted({path.rpartition("/")[2] for path in (*parsers(), *texts(), *names())} - {""})
PIECES = (
    HEADER.encode(), f"{LICENSE_TAG} ".encode(), b"(", b")", b"AND", b"{", b"}", b"[", b"]", b"\0",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b" " * 300, EVIL.encode(), b"license = ", b'"',
    b":", b"version: ", b"- ", b"<a>", b"</a>", b"Copyright (c) 2020 ", b"https://", b"@",
    b"password=", *(mark.encode() for mark in IGNORE), "é\u202e".encode(), b"\xe9", b"1" * 40,
    b"%s", b"PK\x03\x04",
)  # fmt: skip

file_names = st.one_of(
    st.sampled_from(WANTED).map(os.fsencode),
    st.binary(min_size=1, max_size=12),
    st.sampled_from(["", "docs", "LICENSES", "src", ".reuse", ".ospo", "a\x1b"]).flatmap(
        lambda folder: st.sampled_from(WANTED).map(lambda n: os.fsencode(f"{folder}/{n}"))
    ),
)
contents = st.one_of(
    st.binary(max_size=200), st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join)
)
trees = st.dictionaries(file_names, contents, max_size=6)


def write(root: Path, tree: dict[bytes, bytes]) -> None:
    """Write what the file system takes of a tree."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    for name, content in tree.items():
        parts = [p for p in name.split(b"/") if p not in {b"", b".", b".."} and b"\0" not in p]
        if not parts or parts[0].lower() == b".git":
            continue
        path = Path(os.fsdecode(os.path.join(os.fsencode(root), *parts)))  # noqa: PTH118 (bytes)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError:
            continue


def check(result: ScanResult) -> None:
    """Plain data and reports that can be written, and that steer nothing."""
    data: Any = json.dumps(result.to_json(), ensure_ascii=False)
    data.encode()
    for text in (*(rendered(result, shape) for shape in FORMATS), scan_text(result)):
        text.encode()
        assert not {c for c in text if unicodedata.category(c) in {"Cf", "Cs"}} - {"\ufeff"}
    assert not any(f.path.startswith("/") for f in result.files)


@given(trees)
@example({b"a.py": b"\xff", b"\xff\xfe": b"", b"REUSE.toml": b"version = 1\n[[annotations]]\n"})
@example({b".reuse/dep5": b"\xff\xfe", b"LICENSES/MIT": b"", b"LICENSES/MIT.txt": b""})
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_tree_is_scanned(tmp_path: Path, tree: dict[bytes, bytes]) -> None:
    write(tmp_path / "tree", tree)
    check(scan_here(tmp_path / "tree", LIMITS))


@given(trees, st.binary(max_size=30), st.integers(0, 5_000), st.booleans())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_archive_is_scanned_or_refused(
    tmp_path: Path, tree: dict[bytes, bytes], noise: bytes, at: int, tar: bool
) -> None:
    members = {os.fsdecode(name): content for name, content in tree.items()}
    if tar:
        data = b"".join(plain(name[:100], content) for name, content in tree.items()) + END
    else:
        data = zip_bytes({n.encode("utf-8", "replace").decode(): c for n, c in members.items()})
    at %= len(data) + 1
    archive = tmp_path / "a"
    archive.write_bytes(data[:at] + noise + data[at + len(noise) :])
    try:
        result = scan_here(archive, LIMITS)
    except InputError as error:
        assert "Nothing was scanned." in error.message
    else:
        check(result)


BOMB = '<!DOCTYPE x [<!ENTITY e "boom">]>\n<sheetData><row><c><v>&e;</v></c></row></sheetData>'


@pytest.mark.parametrize(
    "data",
    [
        BOMB.encode(),
        ("<!--" + " " * 9_000 + "-->" + BOMB).encode(),
        ('<?xml version="1.0" encoding="utf-16"?>' + BOMB).encode("utf-16"),
        BOMB.encode("utf-16-be"),
        b'<?xml version="1.0" encoding="cp037"?>' + BOMB.encode("cp037"),
    ],
    ids=["plain", "late", "utf-16", "no mark", "EBCDIC"],
)
def test_entities_of_a_spreadsheet_are_not_unfolded(data: bytes) -> None:
    whole = zip_bytes({"xl/worksheets/sheet1.xml": data})
    assert rows_of(Source("bom.xlsx", whole)) == []
    plain_sheet = zip_bytes(
        {"xl/worksheets/sheet1.xml": BOMB.split("\n")[1].replace("&e;", "x").encode()}
    )
    assert rows_of(Source("bom.xlsx", plain_sheet)) == [["x"]]
