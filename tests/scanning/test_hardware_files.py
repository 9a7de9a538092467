# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""Kinds of design files by content, what stands in them, bills of materials, manifests."""

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.project import Material
from ospo_widgets.scanning.hardware.bom import bom_in, named_bom
from ospo_widgets.scanning.hardware.components import Components, names_number
from ospo_widgets.scanning.hardware.detector import HARDWARE, examine, wants
from ospo_widgets.scanning.hardware.kinds import kind_by_path, kind_of, vendor_of
from ospo_widgets.scanning.hardware.manifests import Problem, manifest_in
from ospo_widgets.scanning.hardware.statements import good_location, licenses_in, statement_in
from ospo_widgets.scanning.reading.prefilter import Prefilter
from ospo_widgets.scanning.reading.source import Source

TAG = "SPDX-License-" + "Identifier: "
NOTICE = """Copyright Sam Smith 2020.
This source describes Open Hardware and is licensed under the CERN-OHL-S v2.
This source is distributed WITHOUT ANY EXPRESS OR IMPLIED WARRANTY, INCLUDING
Source location: https://gitlab.example.net/sam/gizmo
"""
BOARD = r"""(kicad_pcb (version 20221018) (generator pcbnew)
  (title_block
    (title "Gizmo") (date "2024-02-01") (rev "2")
    (company "Sam Smith")
    (comment 1 "Licensed under \"CERN-OHL-W v2\"")
    (comment 2 "https://github.com/sam/gizmo")
    (comment 3 "") (comment 4 "${LICENSE}")
  )
  (gr_text "CERN-OHL-W v2" (at 1 2))
)"""


def row(name: str, content: str | bytes) -> dict[str, Any]:
    data = content.encode() if isinstance(content, str) else content
    found = examine(Source(name, data))
    assert found, name
    assert json.loads(json.dumps(found)) == found
    return found[0]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.v", b"(* Trees *)\nRequire Import Arith.\nLemma x : 1 = 1.\n", "coq"),
        ("a.v", b"(** only words. *)\n", "coq"),
        ("a.v", b"// header\nmodule counter(input clk);\nendmodule\n", "verilog"),
        ("a.v", b"(* keep *)\nmodule counter(input clk);\n", "verilog"),
        ("a.v", b"`include \"x.vh\"\n", "verilog"),
        ("a.v", b"module main\n\nimport os\n\nfn main() {\n}\n", "v-language"),
        ("a.v", b"nothing that tells", None),
        ("a.stp", b"ISO-10303-21;\nHEADER;\n", "step"),
        ("a.stp", b'NOTE "CREATOR" "Quartus";\nACTION PROGRAM;\n', "stapl"),
        ("a.stp", b"a diary", None),
        ("a.sch", b"EESchema Schematic File Version 4\n", "kicad-schematic-legacy"),
        ("a.sch", b'<?xml version="1.0"?>\n<!DOCTYPE eagle SYSTEM "eagle.dtd">', "eagle-schematic"),
        ("a.sch", b"\x10\x80\x10\x00", "eagle-schematic"),
        ("a.sch", b"v 20130925 2\nC 40000 40000 0 0 0 title-B.sym\n", "geda-schematic"),
        ("a.sch", b'<schema xmlns="http://purl.oclc.org/dsdl/schematron">', None),
        ("a.brd", b"\x10\x00\x26\x00", "eagle-board"),
        ("a.brd", b"PCBNEW-BOARD Version 1", "kicad-board-legacy"),
        ("a.lib", b"EESchema-LIBRARY Version 2.4\n", "kicad-library-legacy"),
        ("a.lib", b"* models\n.SUBCKT x 1 2\n", "spice"),
        ("a.lib", b"!<arch>\n", None),
        ("go.mod", b"module example.org/x\n", None),
        ("a.pro", b"QT += core\nTARGET = x\n", None),
        ("a.gtl", b"G04 layer*\n%FSLAX46Y46*%\n", "gerber"),
        ("a.txt", b"%\nM48\nM72\nT01C0.0100\n", "excellon"),
        ("notes.txt", b"see M48\n", None),
        ("a.dsn", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "orcad-schematic"),
        ("a.dsn", b"(pcb board.dsn\n", "specctra"),
        ("a.stl", b"solid part\nfacet normal", "stl"),
        ("a.stl", b"x" * 80 + b"\x02\x00\x00\x00" + b"\0" * 100, "stl"),
        ("a.bin", b"\xff" * 16 + b"\xaa\x99\x55\x66", "bitstream-image"),
        ("a.bin", b"\x7fELF", None),
        ("a.py", b"from amaranth import *\n", "amaranth"),
        ("a.py", b"import numpy\n", None),
        ("Manifest.py", b"action = 'synthesis'\n", "hdlmake"),
        ("a.tcl", b"create_project x\n", "fpga-script"),
        ("a.tcl", b"puts hello\n", None),
        ("a.KICAD_PCB", b"", "kicad-board"),
        ("noending", b"v 20130925 2", None),
    ],
)  # fmt: skip
def test_kinds_are_told_by_content(name: str, content: bytes, kind: str | None) -> None:
    found = kind_of(name, content)
    assert (found.id if found else None) == kind


@pytest.mark.parametrize(
    ("path", "material"),
    [("x/a.sch", "hardware"), ("a.v", "gateware"), ("a.stp", "hardware"), ("a.vhd", "gateware"),
     ("a.SchDoc", "hardware"), ("a.lib", None), ("a.txt", None), ("go.mod", None), ("a", None)],
)  # fmt: skip
def test_a_path_alone_tells_the_usual_meaning(path: str, material: str | None) -> None:
    found = kind_by_path(path)
    assert (found.material if found else None) == (Material(material) if material else None)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Licensed under CERN-OHL-S v2", ("CERN-OHL-S-2.0",)),
        ("CERN OHL v1.2", ("CERN-OHL-1.2",)),
        ("CERN OHL v.1.2, see the CERN OHL", ("CERN-OHL-1.2",)),
        ("released under the CERN-OHL v2", ("CERN-OHL",)),
        ("CERN Open Hardware Licence Version 2 - Permissive", ("CERN-OHL-P-2.0",)),
        ("CC BY-SA 4.0", ("CC-BY-SA-4.0",)),
        ("CC-BY-SA", ("CC-BY-SA",)),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/", ("CC-BY-NC-ND-4.0",)),
        ("License: GPL v2", ("GPL-2.0",)),
        ("MIT", ()),
        ("APACHE 2 connector", ()),
        ("License: MIT", ("MIT",)),
        (TAG + "BSD-3-Clause          --", ("BSD-3-Clause",)),
        ("CERN Geneva", ()),
    ],
)  # fmt: skip
def test_licences_named_in_designs(text: str, ids: tuple[str, ...]) -> None:
    assert licenses_in(text) == ids


def test_the_four_elements_of_a_notice() -> None:
    found = statement_in([NOTICE])
    assert found.licenses == ("CERN-OHL-S-2.0",)
    assert found.copyright
    assert found.disclaimer
    assert found.explicit
    assert found.location == "https://gitlab.example.net/sam/gizmo"


@pytest.mark.parametrize(
    ("address", "good"),
    [("https://ohwr.org/project/x", True), ("https://example_url", False), ("here", False),
     ("https://example.com/x", False), ("ftp://x.org", False), ("${SOURCE}", False)],
)  # fmt: skip
def test_a_source_location_is_an_address(address: str, good: bool) -> None:
    assert good_location(address) is good


def test_shops_and_data_sheets_are_no_source_location() -> None:
    for address in ("http://uk.shop.net/maker/g102mf/box", "https://x.net/a.pdf",
                    "https://creativecommons.org/licenses/by/4.0/"):  # fmt: skip
        assert statement_in([address], addresses=True).location == ""
    assert statement_in(["https://lab.net/gizmo"], addresses=True).location


def test_title_block_and_print_of_a_kicad_board() -> None:
    found = row("a.kicad_pcb", BOARD)
    assert found["kind"] == "kicad-board"
    assert (found["title"], found["revision"], found["date"]) == ("Gizmo", "2", "2024-02-01")
    assert found["states"]["licenses"] == ["CERN-OHL-W-2.0"]
    assert found["states"]["location"] == "https://github.com/sam/gizmo"
    assert found["printed"] == {"licenses": ["CERN-OHL-W-2.0"]}
    assert "Sam Smith" not in json.dumps(found)


def test_legacy_kicad_schematic_counts_its_components() -> None:
    comps = "".join(
        f'$Comp\nL x {ref}\nF 0 "{ref}" H 1 2 50  0000 C CNN\nF 1 "{value}" H 1 2 50  0000 C CNN\n'
        + (f'F 4 "{mpn}" H 1 2 50  0001 C CNN "MPN"\n' if mpn else "")
        + "$EndComp\n"
        for ref, value, mpn in (
            ("R1", "10k", ""), ("U1", "ADC", "AD7124"), ("U2", "DAC", ""), ("#PWR1", "GND", ""),
        )
    )  # fmt: skip
    text = 'EESchema Schematic File Version 4\nTitle "T"\nComment1 "License: GPL v2"\n' + comps
    found = row("a.sch", text)
    assert found["components"] == [3, 1, 1]
    assert found["states"]["licenses"] == ["GPL-2.0"]


def test_new_kicad_schematic_leaves_library_symbols_out() -> None:
    library = '(lib_symbols (symbol "Device:R" (property "Reference" "R") (property "Value" "R")))'
    placed = "".join(
        f'(symbol (lib_id "x:y") (property "Reference" "{ref}") (property "Value" "v") {more})'
        for ref, more in (("C1", ""), ("U1", '(property "MPN" "LM317")'), ("U2", ""))
    )
    found = row("a.kicad_sch", f"(kicad_sch (version 1) {library} {placed})")
    assert found["components"] == [3, 1, 1]


def test_eagle_texts_and_parts() -> None:
    text = (
        '<?xml version="1.0"?><!DOCTYPE eagle SYSTEM "eagle.dtd"><eagle version="9">'
        '<text x="1" y="2">Released under CC BY-SA 4.0</text>'
        '<part name="U1" library="l" value="X"><attribute name="MPN" value="LM317"/></part>'
        '<part name="R1" library="l" value="1k"/></eagle>'
    )
    found = row("a.sch", text)
    assert found["components"] == [2, 1, 1]
    assert found["states"]["licenses"] == ["CC-BY-SA-4.0"]


def test_altium_parameters() -> None:
    data = (
        b"\xd0\xcf\x11\xe0\0|RECORD=1|OwnerIndex=1|x\0|RECORD=41|Text=LM317|"
        b"Name=Manufacturer Part Number|\0|RECORD=4|Text=Licensed under CERN OHL v.1.2|\0"
        b"|RECORD=41|Text=Gizmo|Name=Title|\0|RECORD=41|Text=Sam Smith|Name=Author|"
    )
    found = row("a.SchDoc", data)
    assert found["components"] == [1, 1, 0]
    assert found["states"]["licenses"] == ["CERN-OHL-1.2"]
    assert found["title"] == "Gizmo"
    assert "Sam" not in json.dumps(found)


def freecad(document: str, member: str = "Document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, document)
    return buffer.getvalue()


def test_freecad_says_all_rights_reserved_by_default() -> None:
    value = '<Property name="{}" type="App::PropertyString">\n<String value="{}"/>\n</Property>'
    reserved = freecad(value.format("License", "All rights reserved"))
    assert row("a.FCStd", reserved)["states"]["licenses"] == ["all-rights-reserved"]
    open_ = freecad(value.format("License", "CERN-OHL-S-2.0"))
    assert row("a.FCStd", open_)["states"]["licenses"] == ["CERN-OHL-S-2.0"]
    assert row("a.FCStd", freecad("x", "Other.xml")) == {"kind": "freecad"}
    assert row("a.FCStd", reserved[:40]) == {"kind": "freecad"}


@pytest.mark.parametrize(
    ("text", "vendor"),
    [
        ("-- This file contains confidential and\n-- proprietary information of Xilinx, Inc.",
         "amd-xilinx"),
        ("// Your use of Altera Corporation's design tools", "altera-intel"),
        ("// Copyright(c) 2016 Lattice Semiconductor Corporation. All rights reserved.", "lattice"),
        ("// Any use or redistribution in part or in whole must be handled in\n"
         "// accordance with the Actel license agreement", "microchip"),
        ("// confidential and proprietary information of Xilinx, Inc.\n"
         "// Licensed under the Apache License", None),
        ("-- Copyright CERN. All rights reserved.", None),
    ],
)  # fmt: skip
def test_vendors_who_keep_their_rights(text: str, vendor: str | None) -> None:
    found = vendor_of(text.encode())
    assert (found.id if found else None) == vendor


@pytest.mark.parametrize(
    ("name", "text", "testbench"),
    [
        ("counter_tb.vhd", "entity counter_tb is\nend entity;\nwait for 1 ns;", True),
        ("any.vhd", "entity any is -- none\nend any;\nassert false;", True),
        ("a.vhd", "entity a is\n port (x: in bit);\nend a;\nassert x;", False),
        ("tb.v", "module tb;\n initial begin\n $finish; end\nendmodule", True),
        ("rom.v", "module rom(input a);\n initial $readmemh(\"x\", m);\nendmodule", False),
    ],
)  # fmt: skip
def test_testbenches_have_no_ports(name: str, text: str, testbench: bool) -> None:
    assert row(name, text).get("testbench", False) is testbench


@pytest.mark.parametrize(
    ("name", "content", "components"),
    [
        ("bom.csv", "Designator;Qty;Value;MPN\nR1,R2;2;10k;\nU1;1;ADC;AD7124\nU2;1;DAC;\n",
         Components(3, 1, 1)),
        ("My BOM.tsv", "Reference\tQuantity\tManufacturer Part Number\nU1\t1\tX\n\n",
         Components(1, 1, 0)),
        ("parts_list.csv", "project x\n\nRef,Qty,Value,Footprint\nTP1,1,,\nD1,1,LED,0603\n",
         Components(1, 0, 0)),
        ("bom.html", "<table><tr><th>Ref</th><th>Qty</th><th>MPN</th></tr>"
         "<tr><td>U1</td><td>1</td><td>AB&amp;C</td></tr></table>", Components(1, 1, 0)),
    ],
)  # fmt: skip
def test_bills_of_materials(name: str, content: str, components: Components) -> None:
    found = bom_in(Source(name, content.encode()))
    assert found is not None
    assert found.machine
    assert found.components == components


def test_a_bill_of_materials_in_a_spreadsheet() -> None:
    row_ = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    table = (("Ref", "Qty", "MPN"), ("U1", "1", "X1"), ("U2", "1", ""))
    rows = "".join(row_.format("".join(cell.format(c) for c in cells)) for cells in table)
    content = '<o xmlns:table="t" xmlns:text="x"><table:table>' + rows + "</table:table></o>"
    found = bom_in(Source("bom.ods", freecad(content, "content.xml")))
    assert found is not None
    assert found.components == Components(2, 1, 0)
    bomb = '<!DOCTYPE o [<!ENTITY a "x">]>' + content
    assert bom_in(Source("bom.ods", freecad(bomb, "content.xml"))) is None


@pytest.mark.parametrize(
    ("name", "named"),
    [("bom.csv", True), ("x-BOM_v2.xlsx", True), ("ibom.html", True), ("x.bom", True),
     ("bomb.csv", False), ("aplomb.txt", False), ("bom.py", False),
     ("Bill of materials.pdf", True)],
)  # fmt: skip
def test_names_of_bills(name: str, named: bool) -> None:
    assert named_bom(name) is named


def test_tables_and_marks_of_other_kinds_are_no_bill() -> None:
    assert bom_in(Source("utf8-bom.csv", b"year,month\n1,2\n")) is None
    assert bom_in(Source("bom.xml", b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>')) is None
    pdf = bom_in(Source("bom.pdf", b"%PDF"))
    assert pdf is not None
    assert not pdf.machine


@pytest.mark.parametrize(
    ("name", "number"),
    [("MPN", True), ("Manufacturer Part Number", True), ("Mfr. Part No", True), ("Manf#", True),
     ("P/N", True), ("Part Number", True), ("Digi-Key Part Number", False), ("Quantity", False),
     ("Supplier P/N", False), ("#", True)],
)  # fmt: skip
def test_columns_of_part_numbers(name: str, number: bool) -> None:
    assert names_number(name) is number


OKH = """okhv = "OKH-LOSHv1.0"
name = "Gizmo"
repo = "https://lab.net/gizmo"
version = "1.0"
license = "CERN-OHL-S-2.0"
licensor = ["CERN"]
function = "It measures."
documentation-language = "en"
bom = "bom.csv"
source = ["a.kicad_sch", "https://lab.net/b"]
"""


def test_a_valid_okh_manifest() -> None:
    found = manifest_in("okh.toml", OKH)
    assert found.problems == ()
    assert found.paths == ("bom.csv", "a.kicad_sch")
    assert found.license == "CERN-OHL-S-2.0"


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("okh.toml", OKH.replace('name = "Gizmo"\n', ""), Problem("missing", "name")),
        ("okh.toml", OKH.replace("OKH-LOSHv1.0", "2"), Problem("value", "okhv")),
        ("okh.toml", OKH.replace("https://lab.net/gizmo", "gizmo"), Problem("address", "repo")),
        ("okh.toml", OKH.replace('"1.0"', "1.0"), Problem("type", "version")),
        ("okh.toml", OKH.replace('"en"', '"English!"'), Problem("value", "documentation-language")),
        ("okh.toml", "= 3", Problem("syntax")),
        (".ohwr.yaml", "name: x\n", Problem("missing", "website")),
        (".ohwr.yaml", "universities: x\n", Problem("unknown", "universities")),
        (".ohwr.yaml", "version: 2\n", Problem("type", "version")),
        (".ohwr.yaml", "images: [a, b, c, d, e, f]\n", Problem("many", "images")),
        (".ohwr.yaml", "links: [x]\n", Problem("type", "links")),
        (".ohwr.yaml", "[" * 5000, Problem("syntax")),
    ],
)  # fmt: skip
def test_problems_of_manifests(name: str, text: str, problem: Problem) -> None:
    assert problem in manifest_in(name, text).problems


def test_the_detector_is_asked_about_few_files() -> None:
    filter_ = Prefilter([HARDWARE])
    for path in ("src/a.py", "a.cpp", "docs/index.html", "README.md", "data/a.json", "a.scala"):
        assert not wants(path), path
    assert filter_.triggered(Source("a.py", b"x = 1\nfrom amaranth.hdl import Signal\n"))
    assert not filter_.triggered(Source("a.py", b"# we do not import migen here\n"))
    assert examine(Source("b.py", b"import os\n")) is None


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["a.kicad_pcb", "a.kicad_sch", "a.sch", "a.brd", "bom.csv", "bom.xlsx",
                     "bom.ods", "bom.html", "okh.toml", ".ohwr.yaml", "a.FCStd", "a.SchDoc", "a.v",
                     "a.vhd", "CHANGES"]),
    st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.sampled_from(["(title_block", "(comment 1 ", '"', "\\", ")", "(", "\n", "$Comp",
                             "F 0 ", "<tr", "<td>", "</td>", "Ref,Qty,MPN",
                             "EESchema Schematic File",
                             "PK\x03\x04", "entity a is", "module x;", "https://", "- a: &x [*x]"]),
            max_size=60,
        ).map(lambda parts: " ".join(parts).encode()),
    ),
)  # fmt: skip
def test_no_content_breaks_the_detector(name: str, data: bytes) -> None:
    found = examine(Source(name, data))
    assert json.loads(json.dumps(found)) == found
