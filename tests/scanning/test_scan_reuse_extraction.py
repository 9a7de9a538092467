# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""Extraction from one file: the same as the library's, whatever is in the file."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.reuse.detector import REUSE
from ospo_widgets.scanning.reuse.extraction import CHUNK, HEAD, Tag, is_plain, tags_of

LICENSE = b"SPDX-License-Identifier:"
COPYRIGHT = b"SPDX-FileCopyrightText:"
START, END = b"REUSE-IgnoreStart", b"REUSE-IgnoreEnd"


def by_library(data: bytes) -> tuple[set[Any], set[str], set[str]]:
    """Notices, raw expressions and contributors that the library finds."""
    from reuse.extract import reuse_info_of_file

    info = reuse_info_of_file(io.BytesIO(data))
    return (
        {str(notice) for notice in info.copyright_notices},
        {expression._text for expression in info.spdx_expressions},
        set(info.contributor_lines),
    )


def ours(data: bytes) -> tuple[set[str], set[str], set[str]]:
    tags = tags_of(data)
    assert len({(tag.kind, tag.text) for tag in tags}) == len(tags)
    kinds = ("copyright", "license", "contributor")
    found = tuple({tag.text for tag in tags if tag.kind == kind} for kind in kinds)
    return found[0], found[1], found[2]


def outcome(extract: Callable[[bytes], object], data: bytes) -> object:
    """What is found, or the kind of the error: libmagic gives up on some contents."""
    try:
        return extract(data)
    except Exception as error:
        return type(error)


FRAGMENTS = (
    LICENSE + b" MIT", LICENSE + b" GPL-2.0-only WITH Classpath-exception-2.0 */", LICENSE,
    LICENSE + b" MIT OR (", COPYRIGHT + b" 2020 CERN", COPYRIGHT + b" 2017 - 2019, 2021 Jane",
    b"SPDX-FileContributor: Jane", b"SPDX-SnippetCopyrightText: (C) 2001 Joe", b"SPDX-",
    b"Copyright (c) 2010-2012, X", b"Copyright", b"Copyrighted", "© 2001 Zoé".encode(),
    "Copyright © 2003, 2004 Ä".encode(), b"\xc2", b"\xa9 1999 Latin", b"2017--2019 X",
    COPYRIGHT + b" 2017-2019 X", COPYRIGHT + b" 2017--2019 X", b"# ", b"// ", b"/* ", b" */",
    b"<!-- ", b" -->", b'"/>', b"']", b"]::", b"#####", b" #", b"\n", b"\n", b"\n", b"\r\n", b"\r",
    b"\t", b" ", b"\x0b", b"\x0c", b"\x1b", b"\x85", "\u2028".encode(), b"\x00", b"\x01",
    b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"+/v8", START, END, b"# " + START + b"\n",
    b"# " + END + b"\n", b"x = 1", "ÿþ".encode(), b"\xe9t\xe9", b"\x80", "\U0001f600".encode(),
    b" " * 5,
)  # fmt: skip
contents = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(b"".join)


@given(contents)
@settings(max_examples=600, deadline=None)
@example(b"#" + LICENSE + b" MIT#")
@example(b"\xa9 only")
@example(LICENSE + b" MIT\n" + b"\xe9" * 3_000)
def test_small_contents(data: bytes) -> None:
    assert outcome(ours, data) == outcome(by_library, data)


@given(
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8),
    st.sampled_from([b"\n", b"x", b"\r\n", b"\r", b"\xc3\xa9", b"# y\n"]),
    st.integers(-1_200, 1_200),
    st.sampled_from([b"", b"a\n", b"a\r\n", b"a\r"]),
)
@settings(max_examples=60, deadline=None)
def test_at_the_border_of_a_chunk(
    parts: list[bytes], filling: bytes, shift: int, first: bytes
) -> None:
    before = (first + filling * CHUNK)[: CHUNK + shift - (CHUNK + shift) % len(filling)]
    data = before + b"".join(parts) + filling * 700 + b"".join(reversed(parts))
    assert outcome(ours, data) == outcome(by_library, data)


ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "utf-7", "cp1252",
             "utf-8-sig", "cp500", "shift_jis", "gb18030")  # fmt: skip


@given(contents, st.sampled_from(ENCODINGS))
@settings(max_examples=200, deadline=None)
def test_other_encodings(data: bytes, encoding: str) -> None:
    encoded = data.decode("utf-8", "replace").encode(encoding, "ignore")
    assert outcome(ours, encoded) == outcome(by_library, encoded)
    longer = encoded * (CHUNK // (len(encoded) + 1) + 2)
    assert outcome(ours, longer) == outcome(by_library, longer)


@given(st.binary(max_size=HEAD) | contents.map(lambda data: data[:HEAD]))
@settings(max_examples=500, deadline=None)
def test_what_we_call_plain_is_so_for_libmagic(head: bytes) -> None:
    from reuse.extract import detect_encoding

    # A file of one byte is never text for libmagic; nothing can be stated in one.
    if len(head) > 1 and is_plain(head):
        assert detect_encoding(head) == "utf_8"


@pytest.mark.parametrize("size", [HEAD - 1, HEAD, HEAD + 1])
def test_a_character_cut_by_the_head(size: int) -> None:
    data = b"a" * (size - 1) + "é\n".encode() + LICENSE + b" MIT\n"
    # Half a character at the end of what libmagic sees makes the file Latin-1 for it.
    assert ours(data) == by_library(data)
    assert ours(data)[1] == {"MIT"}


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x00\x01" + LICENSE + b" MIT\n",
        b"x" * 3_000 + b"\x00\n" + LICENSE + b" MIT\n",
        (LICENSE + b" MIT\n").decode().encode("utf-16-le"),
        b"\xff\xfe" + "\u4e00\u4e01".encode("utf-16-le") + "©".encode("utf-16-le"),
        b"Copyright 2003 Andr\xe9\x00\x00\x00",
        b"\xa9 2003 X\x00\x00",
        b"",
    ],
)
def test_binary_files(data: bytes) -> None:
    assert ours(data) == by_library(data)


def test_lines_are_counted_in_the_file() -> None:
    data = (
        b"one\n# " + LICENSE + b" MIT\n" + START + b"\nCopyright 1 No\n" + END + b"\n"
        b"Copyright 2001 A\r\nx\rCopyright 2002 B\n" + b"y\n" * CHUNK + COPYRIGHT + b" 2003 C\n"
        b"Copyright 2001 A\n"
    )
    assert tags_of(data) == [
        Tag("license", "MIT", 2),
        Tag("copyright", "Copyright 2001 A", 6),
        Tag("copyright", "Copyright 2002 B", 8),
        Tag("copyright", "SPDX-FileCopyrightText: 2003 C", 9 + CHUNK),
    ]


def test_many_hits_on_one_line_and_many_blocks_are_quick_enough_to_end() -> None:
    assert tags_of(b"SPDX-" * 400_000) == []
    blocks = b"".join((START, b"\n", END, b"\n")) * 20_000
    assert [tag.text for tag in tags_of(blocks + LICENSE + b" MIT")] == ["MIT"]


def test_the_detector_says_where_the_library_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    from reuse import extract

    def fail(_: str) -> None:
        raise ValueError("odd year")

    monkeypatch.setattr(extract, "extract_reuse_info", fail)
    source = Source("a.py", b"Copyright 1234 never seen before by any test")
    assert REUSE.examine(source) == [["error", "ValueError", 1]]


def test_the_detector_leaves_the_beginning_of_a_large_file_alone() -> None:
    assert REUSE.examine(Source("a.py", LICENSE + b" MIT\n", 1_000_000)) is None
    assert REUSE.examine(Source("a.py", LICENSE + b" MIT\n")) == [["license", "MIT", 1]]


# REUSE-IgnoreEnd
