# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Detection inside the scan: passages, rows, the licence of a file, of a part, of the whole."""

# REUSE-IgnoreStart

from __future__ import annotations

from typing import Any

import pytest

from ospo_widgets.licensing.texts import license_text
from ospo_widgets.scanning.detection import blocks, detector
from ospo_widgets.scanning.detection.detector import LICENSES
from ospo_widgets.scanning.detection.files import file_licenses
from ospo_widgets.scanning.detection.license_texts import LicenseText, is_license_file
from ospo_widgets.scanning.facts import Facts, TreeFile
from ospo_widgets.scanning.main_license import folder_licenses, main_license, part_license
from ospo_widgets.scanning.reading.prefilter import Prefilter
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.result import FileResult

TAG = "SPDX-License-" + "Identifier:"
HEADER = """\
//
// ********************************************************************
// * License and Disclaimer                                           *
// *                                                                  *
// * The  Geant4 software  is  copyright of the Copyright Holders  of *
// * the Geant4 Collaboration.  It is provided  under  the terms  and *
// * conditions of the Geant4 Software License,  included in the file *
// * LICENSE.                                                         *
// ********************************************************************
//
/// \\file {name}.cc
/// \\brief Implementation of {name}

#include "{name}.hh"
"""


def rows(text: str, path: str = "src/a.cc") -> list[dict[str, Any]]:
    return list(LICENSES.examine(Source(path, text.encode())) or ())


def test_rows_tell_place_and_rule() -> None:
    (first, *_) = rows(HEADER.format(name="A"))
    assert first["expression"] == "LicenseRef-Geant4"
    assert first["line"] == 5 and first["end_line"] >= 6
    assert set(first) == {
        "expression", "line", "end_line", "text", "confidence", "kind", "rule", "choice",
    }  # fmt: skip


def test_files_with_one_header_are_read_once() -> None:
    blocks._said.cache_clear()
    detector._tops.clear()
    for i in range(50):
        assert rows(HEADER.format(name=f"File{i}"))
    assert blocks._said.cache_info().misses == 1


def test_places_of_one_licence_are_few() -> None:
    text = "\n\n".join(f"int a{i};\n// licensed under the MIT license, part {i}" for i in range(90))
    assert len(rows(text)) <= 2


def test_a_tag_at_the_top_settles_it() -> None:
    assert rows(f"// {TAG} MIT\n// licensed under the GPL v2\n") == []


def test_a_licence_file_is_read_as_a_whole() -> None:
    found = rows(license_text("LGPL-3.0-only"), "COPYING.LESSER")
    assert [row["expression"] for row in found] == ["LGPL-3.0-only"]
    assert found[0]["kind"] == "text" and found[0]["confidence"] == 100


def test_triggers_are_cheap_and_telling() -> None:
    prefilter = Prefilter([LICENSES])
    assert prefilter.triggered(Source("a.c", b"// under the terms of the GNU GPL"))
    assert prefilter.triggered(Source("a.c", b'MODULE_LICENSE("GPL");'))
    assert not prefilter.triggered(Source("a.c", b"int main() { return 0; } // nothing here"))
    assert prefilter.wanted("docs/LICENCE.md") and not prefilter.wanted("src/main.c")


def test_passages_end_at_empty_lines() -> None:
    data = b"# one\n#\n# licensed under MIT\n# by us\n#\n# other\n" + b"x = 1\n" * 200 + b"# gpl\n"
    found = list(blocks.passages(data))
    assert found[0][1].startswith(b"# licensed")
    assert len(found) == 2 and b"other" not in found[0][1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LICENSE", True), ("LICENCE.md", True), ("COPYING.LESSER", True), ("UNLICENSE", True),
        ("License.rst", True), ("LICENSE-MIT", True), ("docs/license.txt", True),
        ("MIT-LICENSE.txt", True), ("gpl-3.0.txt", True), ("LICENSES/LicenseRef-x.txt", True),
        ("LICENSES/MIT.txt.license", False), ("licenses.json", False), ("license.py", False),
        ("README.md", False), ("src/mit.c", False), ("my-licenses-app.vue", False),
    ],
)  # fmt: skip
def test_names_of_licence_files(name: str, expected: bool) -> None:
    assert is_license_file(name) is expected


# --- the licence of a file --------------------------------------------------------------------


def test_file_licenses() -> None:
    said = file_licenses(rows("// under the GPL v2 or later\n\nint x;\n\n// It is GPL software.\n"))
    assert (said.expression, said.ids) == ("GPL-2.0-or-later", ("GPL-2.0-or-later",))
    assert said.evidence[0].line == 1
    assert file_licenses([]).expression is None


def test_a_mere_name_is_not_the_licence_of_a_file() -> None:
    found = rows("Some words on GPLv3 and its authors.\n")
    assert found and found[0]["confidence"] < 60
    assert file_licenses(found).expression is None
    assert file_licenses(found, sure=50).expression == "GPL-3.0-only"


# --- the whole and its parts ------------------------------------------------------------------


def facts(files: dict[str, str], texts: dict[str, tuple[str, ...]] | None = None) -> Facts:
    found = Facts(complete=True)
    found.tree = [TreeFile(path, 1) for path in files]
    found.evidence["licenses"] = {path: rows(text, path) for path, text in files.items() if text}
    found.license_texts = [LicenseText(p, ids) for p, ids in (texts or {}).items()]
    return found


def test_headers_without_tags_tell_the_whole() -> None:
    header = "// This file is licensed under the MPL 2.0.\n"
    main = main_license(facts({"a.c": header, "b.c": header, "c.c": "// licensed under MIT.\n"}))
    assert main.expression == "MPL-2.0"
    assert "2 of 3" in main.reason


def test_vendored_headers_do_not_count() -> None:
    files = {f"third_party/zlib/f{i}.c": "// licensed under the zlib license\n" for i in range(9)}
    main = main_license(facts({**files, "src/a.c": "// licensed under the MIT license\n"}))
    assert main.expression == "MIT"


def test_a_readme_is_the_last_word() -> None:
    assert (
        main_license(facts({"README.md": "Released under the MIT license.\n"})).path == "README.md"
    )
    assert (
        main_license(facts({"README.md": "It builds on MIT and GPLv2 code.\n"})).expression is None
    )


def test_nothing_said_is_said() -> None:
    main = main_license(facts({"a.c": "", "vendor/x/LICENSE": license_text("MIT")},
                              {"vendor/x/LICENSE": ("MIT",)}))  # fmt: skip
    assert (main.main, main.expression) == ("", None)
    assert main.reason


def test_a_choice_in_a_readme_joins_two_texts() -> None:
    texts = {"LICENSE-MIT": ("MIT",), "LICENSE-APACHE": ("Apache-2.0",)}
    readme = "Licensed under either of Apache License 2.0 or MIT license at your option.\n"
    main = main_license(facts({"README.md": readme}, texts))
    assert main.expression in {"Apache-2.0 OR MIT", "MIT OR Apache-2.0"}
    assert "README.md" in main.reason
    assert main_license(facts({"README.md": "Hello.\n"}, texts)).expression is None


def test_a_licence_file_in_the_documentation() -> None:
    main = main_license(facts({"doc/COPYING": ""}, {"doc/COPYING": ("GPL-3.0",)}))
    assert (main.expression, main.path) == ("GPL-3.0-only", "doc/COPYING")


def test_folders_with_a_licence_of_their_own() -> None:
    found = facts(
        {"hw/LICENSE": "", "hw/a.kicad_pcb": "", "external/zlib/LICENSE": "",
         "external/zlib/zlib.c": "", "external/zlib/zlib.h": "", "src/a.c": ""},
        {"hw/LICENSE": ("CERN-OHL-W-2.0",), "external/zlib/LICENSE": ("Zlib",),
         "LICENSE": ("Apache-2.0",), "LICENSES/MIT.txt": ("MIT",)},
    )  # fmt: skip
    nested = folder_licenses(found)
    assert [(one.folder, one.vendored) for one in nested] == [
        ("external/zlib", True), ("hw", False),
    ]  # fmt: skip
    whole = main_license(found)
    assert whole.expression == "Apache-2.0"
    board = part_license(found, ["hw/a.kicad_pcb", "hw/LICENSE"], whole)
    assert (board.expression, board.path) == ("CERN-OHL-W-2.0", "hw/LICENSE")
    assert part_license(found, ["src/a.c"], whole) is whole


def test_a_part_by_its_files() -> None:
    found = facts({"LICENSE": ""}, {"LICENSE": ("Apache-2.0",)})
    found.files = [FileResult("doc/a.md", ("CC-BY-4.0",)), FileResult("doc/b.md", ("CC-BY-4.0",))]
    part = part_license(found, ["doc/a.md", "doc/b.md"], main_license(found))
    assert part.expression == "CC-BY-4.0" and "2 of 2" in part.reason


# REUSE-IgnoreEnd
