# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files of the front end: compressed as the browser can, and kept."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
import zstandard
from serving import Running, running

from ospo_widgets.server import static_files
from ospo_widgets.server.static_files import CHECKED, IMMUTABLE, address, file_sets, version


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as found:
        yield found


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("zstd;q=0, gzip", "gzip"),
        ("br", None),
        ("", None),
    ],
)
def test_files_are_compressed_as_the_browser_can(
    server: Running, accepted: str, encoding: str | None
) -> None:
    answer = server.ask("/ospo/static/ospo.css", Accept_Encoding=accepted)
    assert answer.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    read = {
        "gzip": gzip.decompress,
        "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
        None: bytes,
    }[encoding]
    assert read(answer.body) == file_sets()["own"].files["ospo.css"].read_bytes()
    mark = answer.headers["Etag"]
    assert not mark.startswith("W/")
    again = server.ask("/ospo/static/ospo.css", Accept_Encoding=accepted, If_None_Match=mark)
    assert (again.status, again.body) == (304, b"")


def test_marks_differ_by_encoding(server: Running) -> None:
    marks = {server.ask("/ospo/static/ospo.css", Accept_Encoding=e).headers["Etag"]
             for e in ("", "gzip", "zstd")}  # fmt: skip
    assert len(marks) == 3


@pytest.mark.parametrize("name", ["own", "widgets", "plotly"])
def test_versioned_files_are_kept_for_a_year(server: Running, name: str) -> None:
    inside = next(iter(file_sets()[name].files))
    path = address("/", name, inside)
    assert server.ask(path).headers["Cache-Control"] == IMMUTABLE
    older = server.ask(path.replace(version(), "0123456789ab"))
    assert (older.status, older.headers["Cache-Control"]) == (200, CHECKED)


def test_files_are_asked_for_by_head_too(server: Running) -> None:
    answer = server.ask("/ospo/static/ospo.css", "HEAD")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) > 1000
    assert answer.body == b""


def test_what_many_ask_for_at_once_counts_once() -> None:
    shelf, body = static_files._Shelf(), bytes(1000)
    for _ in range(5):
        shelf.put(("a.js", 0, 1000, ""), static_files.Prepared(body, "", '"mark"'))
    assert shelf.size == len(body)
