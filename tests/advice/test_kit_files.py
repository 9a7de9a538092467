# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files of the kit for people: designs, headers, notices, pages, and what is still missing."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit_making import (
    BOARD,
    COPYRIGHT,
    LICENSE,
    PLACE,
    RIGHTS,
    SOFTWARE,
    WHOLE,
    all_parts,
    board,
    kit_for,
    settled,
    text_of,
)

from ospo_widgets.advice.kit import details as kit_details
from ospo_widgets.advice.kit.release import Kit, KitDetails
from ospo_widgets.advice.kit.text import cell, code, file_name, flat, kicad_text
from ospo_widgets.errors import HoldError, InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.licensing.notices import hardware_terms, open_hardware_name
from ospo_widgets.licensing.reuse_tool import toml_text
from ospo_widgets.project import Component, Material, Part, Project, Use

# Hardware --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "openness"), [("P", "anything"), ("W", "changes"), ("S", "everything")]
)
def test_silkscreen_has_three_lines_and_always_a_variant(letter: str, openness: str) -> None:
    answers = {**BOARD, "openness": openness}
    kit = kit_for(board(url=PLACE), answers)
    lines = text_of(kit, "ospo-kit/silkscreen.txt").splitlines()
    assert lines == ["© 2026 CERN", f"Licensed under CERN-OHL-{letter} v2", PLACE]


def test_without_a_source_location_it_is_asked_for() -> None:
    kit = kit_for(board(), BOARD)
    assert len(text_of(kit, "ospo-kit/silkscreen.txt").splitlines()) == 2
    question = "Clause 1.9 asks for an address that stays for three years. Which one?"
    assert any(question in point for point in kit.todo)
    assert question in text_of(kit, "NOTICE")
    assert "Source location:" not in text_of(kit, "ospo-kit/headers.md")


def test_title_block_of_kicad_escapes_its_strings() -> None:
    project = Project(name='a "b" \\ c\nd', url=PLACE)
    block = text_of(kit_for(project, BOARD), "ospo-kit/kicad-title-block.txt")
    tokens = re.findall(r'"(?:\\.|[^"\\])*"|[()]|[^\s()"]+', block)
    assert tokens.count("(") == tokens.count(")") == 7
    assert tokens[:6] == ["(", "title_block", "(", "title", '"a \\"b\\" \\\\ c d"', ")"]
    assert f'"{PLACE}"' in tokens


def test_mechanics_without_kicad_get_no_title_block() -> None:
    part = Part("m", "Frame", Material.HARDWARE, file_types=(".step", ".fcstd"))
    project = Project(parts=(part,))
    kit = kit_for(project, settled(project, RIGHTS))
    assert "ospo-kit/silkscreen.txt" in kit.files
    assert "ospo-kit/kicad-title-block.txt" not in kit.files


def test_changes_begin_with_the_first_release() -> None:
    text = text_of(kit_for(board(), BOARD, details=WHOLE), "CHANGES")
    assert "clause 3.3" in text
    assert text.endswith("2026-11-22: First release, version 1.2, CERN\n")
    assert text_of(kit_for(board(), BOARD), "CHANGES").endswith("2026: First release, CERN\n")
    kept = kit_for(board(existing_files=("ChangeLog.md",)), BOARD)
    assert "CHANGES" not in kept.files
    assert "`ChangeLog.md`" in text_of(kept, "CONTRIBUTING.md")


def test_header_of_a_design_is_a_whole_notice() -> None:
    kit = kit_for(*all_parts(), details=WHOLE)
    lines = text_of(kit, "ospo-kit/headers/gateware.vhd.txt").splitlines()
    assert lines[0] == f"-- {COPYRIGHT}2026 CERN"
    assert lines[1].startswith(f"-- {LICENSE}CERN-OHL-")
    assert all(line.startswith("--") for line in lines)
    assert (
        "-- This source is distributed WITHOUT ANY EXPRESS OR IMPLIED WARRANTY, INCLUDING" in lines
    )
    assert f"-- Source location: {PLACE}" in lines
    firmware = text_of(kit, "ospo-kit/headers/firmware.c.txt")
    assert "WARRANTY" not in firmware


def test_any_later_version_is_said() -> None:
    assert open_hardware_name("CERN-OHL-S-2.0+") == "CERN-OHL-S v2 or any later version"
    assert "or any later version." in hardware_terms("CERN-OHL-W-2.0+")[0]
    with pytest.raises(InputError):
        hardware_terms("CERN-OHL-1.2")
    with pytest.raises(InputError, match="https"):
        hardware_terms("CERN-OHL-S-2.0", "my disk")


# Headers ---------------------------------------------------------------------------------------


def headers_of(part: Part, **options: Any) -> Kit:
    project = Project(parts=(part,))
    return kit_for(project, settled(project, RIGHTS), **options)


def test_headers_are_those_of_the_files_that_were_counted() -> None:
    part = Part("fw", "Firmware", Material.SOFTWARE, file_types=(".c", ".h", "Makefile", ".odd"))
    kit = headers_of(part)
    names = {name for name in kit.files if name.startswith("ospo-kit/headers/")}
    assert names == {f"ospo-kit/headers/fw.{t}.txt" for t in ("c", "makefile", "license")}
    assert kit.comments["ospo-kit/headers/fw.c.txt"] == "Ready header for .c, .h"
    page = text_of(kit, "ospo-kit/headers.md")
    assert "### `.c`, `.h`" in page and "`.odd`" in page and ".py" not in page


def test_paths_tell_file_types_too() -> None:
    kit = headers_of(Part("x", "X", Material.SOFTWARE, ("src/**", "**/*.f90", "a.b c")))
    assert "ospo-kit/headers/x.f90.txt" in kit.files
    assert "ospo-kit/headers/x.py.txt" not in kit.files


def test_a_name_that_would_end_the_comment_goes_beside_the_file() -> None:
    part = Part("x", "X", Material.SOFTWARE, file_types=(".c", ".py"))
    kit = headers_of(part, holder="CERN */ int x;")
    assert "ospo-kit/headers/x.c.txt" not in kit.files
    assert kit.comments["ospo-kit/headers/x.license.txt"] == "Ready header for .c"
    assert "*/ int x;" in text_of(kit, "ospo-kit/headers/x.py.txt")


def test_all_headers_list_every_file_type_once_for_each_header() -> None:
    from reuse.comment import EXTENSION_COMMENT_STYLE_MAP, FILENAME_COMMENT_STYLE_MAP

    page = text_of(kit_for(Project(), SOFTWARE), "ospo-kit/all-headers.md")
    listed = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page, flags=re.S))
    assert len(listed) == len(set(listed))
    assert set(EXTENSION_COMMENT_STYLE_MAP) | set(FILENAME_COMMENT_STYLE_MAP) <= set(listed)
    assert {".vhd", ".sv", ".xdc"} <= set(listed)


def test_ids_of_parts_make_safe_and_different_file_names() -> None:
    parts = (
        Part("../x", "One", Material.SOFTWARE, file_types=(".py",)),
        Part("x", "Two", Material.SOFTWARE, ("a/**",), file_types=(".py",)),
        Part("高", "Three", Material.SOFTWARE, ("b/**",), file_types=(".py",)),
    )
    project = Project(parts=parts)
    kit = kit_for(project, settled(project, RIGHTS))
    names = {n.rpartition("/")[2] for n in kit.files if n.startswith("ospo-kit/headers/")}
    assert names == {"x.py.txt", "x-2.py.txt", "part-3.py.txt"}


# NOTICE ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holder", "policy", "due"),
    [
        ("CERN", "cern-current", True),
        ("CERN and GSI", "cern-current", True),
        ("GSI", "cern-current", False),
        ("CERNVM GmbH", "cern-current", False),
        ("CERN", "generic", False),
    ],
)
def test_only_an_intergovernmental_holder_keeps_immunities(
    holder: str, policy: str, due: bool
) -> None:
    kit = kit_for(Project(), SOFTWARE, policy=policy, holder=holder)
    for path in ("NOTICE", "ospo-kit/README-paragraph.md"):
        assert ("privileges and immunities" in text_of(kit, path)) == due


def test_work_of_others_is_named_with_its_licence() -> None:
    components = (
        Component("zlib", "Zlib", Use.COPY, version="1.3"),
        Component("Qt", "LGPL-3.0-only", Use.DYNAMIC_LINK, optional=True),
        Component("odd\nname", None, Use.SUBPROCESS),
        Component("gcc", "GPL-3.0-or-later", Use.TOOL),
    )
    project = Project(parts=(Part("s", "Tool", Material.SOFTWARE, components=components),))
    kit = kit_for(project, settled(project, RIGHTS))
    text = text_of(kit, "NOTICE")
    inside, _, needed = text.partition("It needs work of others")
    assert "- zlib 1.3: Zlib (copied in; in Tool)" in inside
    assert "- Qt: LGPL-3.0-only (dynamically linked, optional; in Tool)" in needed
    assert "- odd name: licence not known (run as another program; in Tool)" in needed
    assert "gcc" not in text
    assert any("odd name" in point for point in kit.todo)


# Pages -----------------------------------------------------------------------------------------


def test_contributing_says_licence_signature_and_whom_to_ask() -> None:
    page = text_of(kit_for(*all_parts(), details=WHOLE), "CONTRIBUTING.md")
    for text in (
        "under the licence of the part",
        "Signed-off-by: Your Name <your.address@example.org>",
        "https://developercertificate.org",
        "https://www.contributor-covenant.org",
        "timing@example.org",
        "`CHANGES`",
        "[CC-BY-SA-4.0](LICENSES/CC-BY-SA-4.0.txt)",
    ):
        assert text in page
    assert "`CHANGES`" not in text_of(kit_for(Project(), SOFTWARE), "CONTRIBUTING.md")


def test_what_the_project_has_is_left_alone() -> None:
    existing = ("CONTRIBUTING.rst", "Notice.txt", "citation.cff", "codemeta.json")
    kit = kit_for(Project(existing_files=existing), SOFTWARE)
    assert not {"CONTRIBUTING.md", "NOTICE", "CITATION.cff", "codemeta.json"} & set(kit.files)
    assert {"ospo-kit/CONTRIBUTING.md", "ospo-kit/NOTICE"} <= set(kit.files)
    assert any("CONTRIBUTING.rst" in p and "ospo-kit/CONTRIBUTING.md" in p for p in kit.todo)
    # NOTICE is in the folder here, so the folder must stay.
    assert "Remove the folder" not in text_of(kit, "ospo-kit/README.md")


def test_a_licence_file_of_another_licence_is_to_be_checked() -> None:
    part = Part("s", "S", Material.SOFTWARE, license="MIT")
    project = Project(parts=(part,), existing_files=("LICENSE.txt",))
    answers = settled(project, RIGHTS)
    changed = kit_for(project, {**answers, "s/license": "Apache-2.0"})
    kept = kit_for(project, {**answers, "s/license": "MIT"})
    asked = "The project has its own LICENSE.txt. Check that it holds the text of Apache-2.0."
    assert asked in changed.todo
    assert not any("LICENSE.txt" in point for point in kept.todo)


def test_dep5_must_be_converted_first() -> None:
    with pytest.raises(InputError, match="No kit was made") as caught:
        kit_for(Project(existing_files=(".reuse/dep5",)), SOFTWARE)
    assert "reuse convert-dep5" in caught.value.remedy


def test_a_whole_kit_asks_for_nothing() -> None:
    kit = kit_for(board(), BOARD, details=WHOLE)
    assert kit.todo == () and kit.note == ""
    page = text_of(kit, "ospo-kit/README.md")
    assert "The kit is whole." in page and "Remove the folder" in page
    assert all(f"`{path}`" in page for path in kit.files)
    assert set(kit.comments) == set(kit.files) and all(kit.comments.values())


def test_a_kit_that_lacks_something_says_so_in_its_page() -> None:
    kit = kit_for(Project(license_ids=("LicenseRef-Nobody",)), SOFTWARE)
    assert kit.note == " ".join(kit.todo)
    page = text_of(kit, "ospo-kit/README.md")
    assert "LicenseRef-Nobody" in page and "It passes" not in page


def test_answers_fill_what_nobody_typed() -> None:
    questions = {question.id: question for question in load_knowledge().questions}
    assert kit_details.NAME_QUESTION in questions
    options = {option.id for option in questions[kit_details.MAINTENANCE_QUESTION].options}
    assert options == {*kit_details.MAINTENANCE, "unknown"}
    answers = {**SOFTWARE, "project-name": "Answered", "maintenance": "best-effort"}
    kit = kit_for(Project(), answers)
    assert text_of(kit, "NOTICE").startswith("Answered\n")
    assert "when there is time" in text_of(kit, "ospo-kit/README-paragraph.md")
    assert not any("looks after" in point for point in kit.todo)
    said = kit_for(Project(name="Named"), answers, details=KitDetails(maintainer="We do."))
    assert text_of(said, "NOTICE").startswith("Named\n")
    assert "We do." in text_of(said, "ospo-kit/README-paragraph.md")


@pytest.mark.parametrize(
    "details",
    [
        KitDetails(repository="git@example.org:a/b.git"),
        KitDetails(source_location="https://a b"),
        KitDetails(issues="javascript:alert(1)"),
        KitDetails(documentation='https://x"y'),
        KitDetails(description="x" * 10_001),
        KitDetails(version="x" * 501),
    ],
)
def test_details_that_cannot_be_used_are_refused(details: KitDetails) -> None:
    with pytest.raises(InputError, match="No kit was made"):
        kit_for(Project(), SOFTWARE, details=details)


def test_no_detail_lifts_a_hold() -> None:
    with pytest.raises(HoldError):
        kit_for(board(), {**BOARD, "patent": "yes"}, details=WHOLE, extra_files={"a": b""})


# Licences --------------------------------------------------------------------------------------


def test_a_licence_with_an_exception_brings_both_texts() -> None:
    choice = "Apache-2.0 WITH SHL-2.1"
    kit = kit_for(board(), {**BOARD, "openness": "anything", "hardware/license": choice})
    assert {"LICENSES/Apache-2.0.txt", "LICENSES/SHL-2.1.txt"} <= set(kit.files)
    page = text_of(kit, "ospo-kit/README-paragraph.md")
    assert "[SHL-2.1](LICENSES/SHL-2.1.txt)" in page
    assert f"Licensed under {choice}" in text_of(kit, "ospo-kit/silkscreen.txt")


# Escapes ---------------------------------------------------------------------------------------


@given(st.text())
def test_escapes_read_back(text: str) -> None:
    line = flat(text)
    assert line.isprintable() or not line.isascii()
    assert len(line.encode("utf-8").splitlines()) <= 1
    assert tomllib.loads(f"a = {toml_text(line)}") == {"a": line}
    assert json.loads(kicad_text(text)) == line
    assert code(text)[1:-1].count("`") == 0
    assert not re.search(r"(?<!\\)(?:\\\\)*[|<>`*_\[\]]", cell(text))
    assert re.fullmatch(r"[a-z0-9-]{1,40}", file_name(text, "default"))
