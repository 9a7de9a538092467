# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Headers: where they stand, and that every other byte of a file stays."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.fix.content import Content, Splice, spliced
from ospo_widgets.scanning.fix.header import COPYRIGHT_TAG, LICENSE_TAG, Wanted, header_splice
from ospo_widgets.scanning.fix.notebook import notebook_splice, output_splices
from ospo_widgets.scanning.fix.styles import style_of

WANTED = Wanted("2020 CERN", "Apache-2.0")
C, L = f"{COPYRIGHT_TAG} 2020 CERN", f"{LICENSE_TAG} Apache-2.0"


def splice(path: str, data: bytes, wanted: Wanted = WANTED) -> Splice | None:
    content = Content(data)
    style = style_of(path, content.text[:8192])
    return None if style is None else header_splice(content, path, style, wanted)


def headed(path: str, data: bytes | str, wanted: Wanted = WANTED) -> bytes:
    raw = data.encode() if isinstance(data, str) else data
    found = splice(path, raw, wanted)
    assert found is not None, path
    return spliced(raw, [found])


CODING = "# -*- coding: latin-1 -*-\n"
HASH = f"# {C}\n# {L}\n"
HTML = f"<!--\n{C}\n{L}\n-->\n"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.py", "import os\n", f"{HASH}\nimport os\n"),
        ("a.py", "\nimport os\n", f"{HASH}\nimport os\n"),
        ("a.py", "x = 1", f"{HASH}\nx = 1"),
        ("a.py", "#!/usr/bin/env python3\nx\n", f"#!/usr/bin/env python3\n{HASH}\nx\n"),
        ("tool", "#!/usr/bin/env python3\nx\n", f"#!/usr/bin/env python3\n{HASH}\nx\n"),
        ("a.sh", "#!/bin/sh", f"#!/bin/sh\n{HASH}"),
        ("a.py", f"#!/x\n{CODING}x\n", f"#!/x\n{CODING}{HASH}\nx\n"),
        ("a.py", "# vim: set ts=4:\nx\n", f"# vim: set ts=4:\n{HASH}\nx\n"),
        ("Dockerfile", "# syntax=x:1\nFROM x\n", f"# syntax=x:1\n{HASH}\nFROM x\n"),
        ("a.yaml", "---\na: 1\n", f"---\n{HASH}\na: 1\n"),
        ("a.yaml", "%YAML 1.2\n---\na: 1\n", f"%YAML 1.2\n---\n{HASH}\na: 1\n"),
        ("a.yml", "--- |\n text\n", f"{HASH}\n--- |\n text\n"),
        ("u.yaml", "#cloud-config\na: 1\n", f"#cloud-config\n{HASH}\na: 1\n"),
        ("CITATION.cff", "cff-version: 1.2.0\n", f"{HASH}\ncff-version: 1.2.0\n"),
        ("a.md", "# Title\n", f"{HTML}\n# Title\n"),
        ("a.md", "---\ntitle: x\n---\ntext\n", f"---\n{HASH}title: x\n---\ntext\n"),
        ("a.md", "---\n\nA rule, no front matter.\n", f"{HTML}\n---\n\nA rule, no front matter.\n"),
        ("a.xml", '<?xml version="1.0"?>\n<a/>\n', f'<?xml version="1.0"?>\n{HTML}\n<a/>\n'),
        ("a.xml", '<?xml version="1.0"?><a/>', f'<?xml version="1.0"?>\n{HTML}\n<a/>'),
        ("a.html", "<!DOCTYPE html>\n<p>\n", f"<!DOCTYPE html>\n{HTML}\n<p>\n"),
        ("a.html", '{% extends "x" %}\n<p>\n', f'{{% extends "x" %}}\n{HTML}\n<p>\n'),
        ("a.php", "<?php\necho 1;\n", f"<?php\n// {C}\n// {L}\n\necho 1;\n"),
        ("a.tex", "% !TEX root = x\n\\a\n", f"% !TEX root = x\n% {C}\n% {L}\n\n\\a\n"),
        ("a.bat", "@echo off\nx\n", f"@echo off\nREM {C}\nREM {L}\n\nx\n"),
        ("lib.rs", "#![no_std]\n", f"// {C}\n// {L}\n\n#![no_std]\n"),
        ("a.c", "int a;\n", f"/*\n * {C}\n * {L}\n */\n\nint a;\n"),
        ("a.vhd", "entity a is\n", f"-- {C}\n-- {L}\n\nentity a is\n"),
        ("a.v", "module a;\n", f"// {C}\n// {L}\n\nmodule a;\n"),
        ("a.xdc", "set_property X\n", f"{HASH}\nset_property X\n"),
        ("a.hxx", "#pragma once\n", f"// {C}\n// {L}\n\n#pragma once\n"),
        ("config.h.in", "#define A\n", f"/*\n * {C}\n * {L}\n */\n\n#define A\n"),
        ("a.m", "#import <x>\n", f"// {C}\n// {L}\n\n#import <x>\n"),
        ("a.m", "function y = f(x)\n", f"% {C}\n% {L}\n\nfunction y = f(x)\n"),
        ("a.rst", "Title\n=====\n", f".. {C}\n.. {L}\n\nTitle\n=====\n"),
    ],
)  # fmt: skip
def test_header_stands_behind_what_must_be_first(path: str, before: str, after: str) -> None:
    assert headed(path, before).decode() == after


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.json", b"{}"),
        ("a.csv", b"a,b\n"),
        ("a.v", b"Require Import List.\n"),
        ("files.f", b"rtl/core.vhd\nrtl/cpu.vhd\n"),
        ("a.php", b"<html><?php echo 1 ?>\n"),
        (".nvmrc", b"18\n"),
        ("unknown.xyz", b"text\n"),
        ("a.py", "x = 1\n".encode("utf-16")),
        ("a.py", b"x\0y\n"),
    ],
)
def test_no_header_where_it_could_do_harm(path: str, content: bytes) -> None:
    assert splice(path, content) is None


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_line_ends_of_the_file_are_used(newline: str) -> None:
    after = headed("a.py", f"#!/x{newline}y{newline}".encode())
    expected = f"#!/x\n# {C}\n# {L}\n\ny\n".replace("\n", newline)
    assert after.decode() == expected


def test_byte_order_mark_stays_first() -> None:
    assert headed("a.py", b"\xef\xbb\xbfx\n") == b"\xef\xbb\xbf" + f"{HASH}\nx\n".encode()


def test_a_holder_that_the_encoding_cannot_hold_gives_no_header() -> None:
    latin = "x = 'é'\n".encode("latin-1")
    assert splice("a.py", latin) is not None
    assert splice("a.py", latin, Wanted("2020 Zoë", "MIT")) is None


@pytest.mark.parametrize(
    ("path", "before", "wanted", "after"),
    [
        ("a.py", "# Copyright 2019 X\nx\n", Wanted(license="MIT"),
         f"# Copyright 2019 X\n# {LICENSE_TAG} MIT\nx\n"),
        ("a.c", "/*\n * Copyright (C) 2019 X\n * More.\n */\n", Wanted(license="MIT"),
         f"/*\n * Copyright (C) 2019 X\n * {LICENSE_TAG} MIT\n * More.\n */\n"),
        ("a.py", f"# {LICENSE_TAG} MIT\nx\n", Wanted("2020 CERN"),
         f"# {C}\n# {LICENSE_TAG} MIT\nx\n"),
        ("a.c", "/* Copyright 2019 X */\nint a;\n", Wanted(license="MIT"),
         f"/*\n * {LICENSE_TAG} MIT\n */\n\n/* Copyright 2019 X */\nint a;\n"),
        ("a.py", "print('Copyright 2019 X')\n", Wanted(license="MIT"),
         f"# {LICENSE_TAG} MIT\n\nprint('Copyright 2019 X')\n"),
    ],
)  # fmt: skip
def test_an_existing_header_is_completed(
    path: str, before: str, wanted: Wanted, after: str
) -> None:
    assert headed(path, before, wanted).decode() == after


NAMES = ("a.py", "a.c", "a.cpp", "a.sh", "a.md", "a.rst", "a.yaml", "a.toml", "a.tex", "a.vhd",
         "a.html", "a.xml", "a.js", "a.f90", "a.sql", "a.tcl", "a.css", "Makefile")  # fmt: skip
LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["#!/bin/sh", "---", "# -*- coding: utf-8 -*-", "<?xml version='1.0'?>", "%YAML 1.2",
             "/* a", " * b", " */", "<!-- x", "-->", "", "  ", "\\relax", "é ñ", "# vim: ts=2"]
        ),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    lines=LINES,
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    bom=st.booleans(),
    last=st.booleans(),
)
def test_only_the_header_is_added_and_reuse_reads_it(
    name: str, lines: list[str], newline: str, bom: bool, last: bool
) -> None:
    from reuse.extract import extract_reuse_info

    text = newline.join(lines) + (newline if last else "")
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    found = splice(name, data)
    if found is None:
        return
    assert found.start == found.end
    after = spliced(data, [found])
    assert after[: found.start] + after[found.start + len(found.new) :] == data
    assert b"\r" in after or b"\r" not in found.new
    seen = extract_reuse_info(after.decode().replace("\r\n", "\n").replace("\r", "\n"))
    assert {str(e) for e in seen.spdx_expressions} >= {"Apache-2.0"}
    assert any("2020 CERN" in str(n) for n in seen.copyright_notices)


def notebook(metadata: dict[str, object], **options: object) -> bytes:
    cells = [
        {"cell_type": "code", "id": "a", "execution_count": 3, "metadata": {}, "source": ["1+1"],
         "outputs": [{"data": {"text/plain": ["2"]}, "execution_count": 3, "metadata": {},
                      "output_type": "execute_result"}]},
        {"cell_type": "markdown", "id": "b", "metadata": {}, "source": ["# é"]},
    ]  # fmt: skip
    data = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(data, indent=1, ensure_ascii=False, **options) + "\n").encode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "metadata", [{}, {"kernelspec": {"name": "x"}}, {"a": 1, "toc": {}}, {"widgets": {}}]
)
def test_notebook_carries_its_header_in_the_metadata(metadata: dict[str, object]) -> None:
    from reuse.extract import reuse_info_of_file

    data = notebook(metadata)
    found = notebook_splice(Content(data), WANTED)
    assert found is not None and found.start == found.end
    after = spliced(data, [found])
    read = json.loads(after)
    assert read["metadata"].pop("spdx") == {"copyright": [C], "license": [L]}
    assert read == json.loads(data)
    info = reuse_info_of_file(BytesIO(after))
    assert {str(e) for e in info.spdx_expressions} == {"Apache-2.0"}
    assert [str(n) for n in info.copyright_notices] == [C]
    assert notebook_splice(Content(after), WANTED) is None


def test_notebook_header_lasts_when_jupyter_saves_it_again() -> None:
    import nbformat
    from reuse.extract import reuse_info_of_file

    data = notebook({"kernelspec": {"name": "x", "display_name": "x"}, "toc": {}})
    found = notebook_splice(Content(data), WANTED)
    assert found is not None
    saved = nbformat.writes(nbformat.reads(spliced(data, [found]).decode(), 4)).encode()
    assert {str(e) for e in reuse_info_of_file(BytesIO(saved)).spdx_expressions} == {"Apache-2.0"}


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"cells": [], "metadata": {}}', b"{" * 5000, b'{"metadata']
)
def test_what_is_no_plain_notebook_gets_no_header(data: bytes) -> None:
    assert notebook_splice(Content(data), WANTED) is None
    assert output_splices(Content(data)) == []


def test_outputs_are_taken_away_and_nothing_else() -> None:
    data = notebook({})
    after = spliced(data, output_splices(Content(data)))
    expected = json.loads(data)
    expected["cells"][0] |= {"outputs": [], "execution_count": None}
    assert json.loads(after) == expected
    assert output_splices(Content(after)) == []
