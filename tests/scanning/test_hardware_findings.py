# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""Findings about open hardware, answers to H01 to H23, the overview, and parts by content."""

import json
from collections.abc import Mapping

import pytest

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Answer
from ospo_widgets.project import Material
from ospo_widgets.scanning.checks.hardware import check
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.facts import Facts, ReadFile, TreeFile
from ospo_widgets.scanning.hardware.design import design_of, materials_of
from ospo_widgets.scanning.hardware.detector import HARDWARE, examine
from ospo_widgets.scanning.hardware.items import hardware_items
from ospo_widgets.scanning.hardware.summary import hardware_summary
from ospo_widgets.scanning.parts import material_of, parts_of
from ospo_widgets.scanning.reading.prefilter import Prefilter
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.result import FileResult, MainLicense

FILTER = Prefilter([HARDWARE])
NOTICE = (
    "Licensed under CERN-OHL-W v2, distributed WITHOUT ANY WARRANTY, Source location: "
    "https://ohwr.org/gizmo"
)
SCHEMATIC = (
    '(kicad_sch (title_block (title "Gizmo") (rev "2") (comment 1 "' + NOTICE + '")) '
    '(symbol (lib_id "a:b") (property "Reference" "U1") (property "Value" "x") '
    '(property "MPN" "LM317")))'
)
LAYOUT = f'(kicad_pcb (title_block (title "Gizmo") (rev "2") (comment 1 "{NOTICE}")) {{}})'
PRINTED = LAYOUT.format('(gr_text "CERN-OHL-W v2 https://ohwr.org/gizmo")')
GERBER = "G04 #@! TF.ProjectId,gizmo,6b69-63,{}*\n%FSLAX46Y46*%\n"
MODULE = "module a(input x);\nendmodule\n"
BENCH = "module a_tb;\n initial begin $finish; end\nendmodule\n"
XILINX = "// confidential and proprietary information\n// of Xilinx, Inc.\n" + MODULE
BOARD: Mapping[str, str] = {
    "README.md": "", "pcb/gizmo.kicad_sch": SCHEMATIC, "pcb/gizmo.kicad_pcb": PRINTED,
    "pcb/gizmo.pdf": "", "pcb/bom.csv": "Designator,Qty,MPN\nU1,1,LM317\n", "docs/photo.jpg": "",
    "fab/gizmo-F_Cu.gbr": GERBER.format("2"), "fab/gizmo.drl": "M48\n", "fab/gizmo-pos.csv": "",
    "docs/test_report.pdf": "", "CHANGES": "2024-02-01 first",
    "okh.toml": 'okhv="OKH-LOSHv1.0"\nname="G"\nrepo="https://lab.net/g"\nversion="1"\n'
    'license="CERN-OHL-W-2.0"\nlicensor="CERN"\nfunction="x"\ndocumentation-language="en"\n'
    'bom="pcb/bom.csv"\n',
}  # fmt: skip


def subject(
    tree: Mapping[str, str | bytes],
    main: str | None = "CERN-OHL-W-2.0",
    stated: Mapping[str, str] | None = None,
) -> Subject:
    facts = Facts(listed=True, complete=True)
    for path in sorted(tree):
        content = tree[path]
        source = Source(path, content.encode() if isinstance(content, str) else content)
        facts.tree.append(TreeFile(path, source.size))
        facts.read[path] = ReadFile(path, source.size, source.kind, source.encoding, source.digest)
        wanted = FILTER.wanted(path) or FILTER.triggered(source)
        if wanted and (rows := examine(source)):
            facts.evidence.setdefault("hardware", {})[path] = list(rows)
    facts.files = [FileResult(path, (license_id,)) for path, license_id in (stated or {}).items()]
    facts.total = len(facts.tree)
    named = MainLicense(main or "", main, "", "LICENSE" if main else "")
    return Subject(facts, named, (), load_knowledge())


def drafts(tree: Mapping[str, str | bytes], **more: object) -> dict[str, Draft]:
    return {d.id.removeprefix("hardware."): d for d in check(subject(tree, **more))}  # type: ignore[arg-type]


def without(*paths: str) -> dict[str, str | bytes]:
    return {path: content for path, content in BOARD.items() if path not in paths}


def test_a_complete_board_has_no_findings() -> None:
    assert drafts(BOARD) == {}


def test_every_kind_has_words_that_its_values_fill() -> None:
    kinds = load_knowledge().findings
    for draft in check(subject({"okh.toml": "= 1", "a.kicad_pcb": LAYOUT.format("")}, "MIT")):
        kind = kinds[draft.id]
        for text in (kind.title, kind.why, kind.remedy):
            filled = text
            for name, value in draft.values.items():
                filled = filled.replace("{" + name + "}", value)
            assert "{" not in filled, draft.id


@pytest.mark.parametrize(
    ("tree", "finding"),
    [
        (without("pcb/gizmo.pdf"), "no-schematic-export"),
        (without("pcb/bom.csv", "okh.toml"), "bom-in-schematic"),
        ({**without(), "pcb/bom.csv": "Designator,Qty,MPN\nU1,1,\nU2,1,\nU3,1,X\n"},
         "bom-without-part-numbers"),
        ({**without("pcb/bom.csv", "okh.toml"), "bom.pdf": "%PDF"}, "bom-not-machine-readable"),
        (without("docs/photo.jpg"), "no-picture"),
        (without("okh.toml"), "no-okh"),
        (without("fab/gizmo.drl"), "no-drill"),
        (without("fab/gizmo-F_Cu.gbr", "fab/gizmo.drl"), "no-fabrication"),
        (without("fab/gizmo-pos.csv"), "no-assembly"),
        (without("docs/test_report.pdf"), "no-test-report"),
        ({**BOARD, "CHANGES": "first"}, "changes-without-dates"),
        ({**BOARD, "pcb/cern_logo.kicad_mod": "(footprint x)"}, "cern-logo"),
        ({**BOARD, "pcb/gizmo.kicad_pcb": LAYOUT.format("")}, "nothing-printed"),
        ({**BOARD, "pcb/gizmo.kicad_pcb": "(kicad_pcb)"}, "no-notice"),
        ({**BOARD, "fab/gizmo-F_Cu.gbr": GERBER.format("1")}, "export-other-revision"),
        ({**BOARD, "okh.toml": "x = 1"}, "okh-invalid"),
        (without("pcb/bom.csv"), "manifest-missing-file"),
        ({**BOARD, ".ohwr.yaml": "name: x"}, "ohwr-invalid"),
        ({"fab/a.gbr": GERBER, "fab/a.drl": "M48\n"}, "no-native"),
        ({"case.stl": "solid a\n"}, "no-native"),
        ({"a.SchDoc": b"\xd0\xcf\x11\xe0"}, "no-export"),
        ({**BOARD, "pcb/sheet.kicad_wks": '(tbtext "CERN-OHL-S v2")'}, "license-differs"),
        ({"a.v": MODULE, "b.v": XILINX}, "vendor-confidential"),
        ({"a.v": MODULE, "b.v": "// Your use of Intel Corporation's\n" + MODULE}, "vendor-terms"),
        ({"a.v": MODULE, "mac.ngc": "x"}, "netlist-without-source"),
        ({"a.v": MODULE}, "no-testbench"),
        ({"a.v": MODULE}, "no-build-script"),
        ({"a.v": MODULE, "a.xpr": "<Project/>"}, "no-constraints"),
    ],
)  # fmt: skip
def test_what_is_missing(tree: Mapping[str, str | bytes], finding: str) -> None:
    assert finding in drafts(tree)


@pytest.mark.parametrize(
    "tree",
    [
        {"src/a.py": "x", "tests/data/a.kicad_pcb": PRINTED},
        {**{f"src/{n}.py": "x" for n in range(60)}, "geometry/a.step": "ISO-10303-21;"},
        {"theories/a.v": "Lemma x : True.\nQed.\n"},
        {"a.sch": '<schema xmlns="http://purl.oclc.org/dsdl/schematron"/>'},
        {"a.py": "x", "cells.lib": "!<arch>\n", "go.mod": "module x\n"},
    ],
)  # fmt: skip
def test_what_only_looks_like_hardware(tree: Mapping[str, str | bytes]) -> None:
    assert drafts(tree) == {}
    assert hardware_items(subject(tree)) == {}
    assert hardware_summary(subject(tree)) is None


def test_libraries_are_no_boards() -> None:
    library = {"r.lib": "EESchema-LIBRARY Version 2\n", "a.kicad_mod": "(footprint a)"}
    assert drafts(library, main="CC-BY-SA-4.0") == {}
    assert set(drafts(library, stated={"a.kicad_mod": "CC-BY-NC-4.0"})) == {"closed-license"}


def test_licences_for_another_kind_of_work() -> None:
    silent = {"a.kicad_pcb": "(kicad_pcb)", "a.py": "x"}
    assert drafts(silent, main="MIT")["software-license"].values == {"license": "MIT"}
    assert drafts(silent, main="MIT")["software-license"].paths == ("LICENSE",)
    assert "software-license" not in drafts(silent, main="CERN-OHL-P-2.0")
    own = drafts(silent, main="MIT", stated={"a.kicad_pcb": "CERN-OHL-S-2.0"})
    assert "software-license" not in own
    both = drafts(silent, stated={"a.kicad_pcb": "MIT OR CERN-OHL-P-2.0"})
    assert "software-license" not in both
    closed = drafts(silent, stated={"a.kicad_pcb": "CC-BY-NC-SA-4.0"})
    assert closed["closed-license"].paths == ("a.kicad_pcb",)
    software = drafts(silent, stated={"a.py": "CERN-OHL-W-2.0"})
    assert software["license-on-software"].paths == ("a.py",)


def test_source_location_must_be_there_and_be_an_address() -> None:
    nowhere = LAYOUT.format("").replace("Source location: https://ohwr.org/gizmo", "")
    assert "no-source-location" in drafts({"a.kicad_pcb": nowhere})
    bad = LAYOUT.format("").replace("https://ohwr.org/gizmo", "https://example_url")
    assert drafts({"a.kicad_pcb": bad})["bad-source-location"].evidence == ("https://example_url",)
    assert "no-source-location" not in drafts({"a.kicad_pcb": "(kicad_pcb)"}, main="TAPR-OHL-1.0")


def test_a_sheet_carries_the_notice_for_all_pages() -> None:
    tree = {**BOARD, "pcb/gizmo.kicad_pcb": "(kicad_pcb)"}
    tree["pcb/sheet.kicad_wks"] = '(kicad_wks (tbtext "CERN-OHL-W v2"))'
    assert "no-notice" not in drafts(tree)


def test_answers_rest_on_files() -> None:
    items = hardware_items(subject(BOARD))
    assert [i for i in items if i not in ("H14",)] == [f"H{n:02d}" for n in range(1, 24) if n != 14]
    yes = {i for i, item in items.items() if item.answer is Answer.YES}
    assert {"H01", "H02", "H03", "H04", "H05", "H07", "H08", "H09", "H10", "H12", "H13", "H15",
            "H16"} == yes  # fmt: skip
    assert all(item.paths for i, item in items.items() if i in yes)
    assert "https://ohwr.org/gizmo" in items["H08"].question
    assert items["H23"].answer is Answer.UNKNOWN


def test_advice_makes_an_answer_conditional_and_worse_makes_it_no() -> None:
    items = hardware_items(subject(without("fab/gizmo-pos.csv", "docs/photo.jpg")))
    assert items["H12"].answer is Answer.CONDITIONAL
    assert items["H12"].findings == ("hardware.no-assembly",)
    assert items["H15"].answer is Answer.NO
    gateware = hardware_items(subject({"a.v": MODULE, "b.v": XILINX, "sim/a_tb.v": BENCH}))
    assert gateware["H14"].answer is Answer.NO
    assert "H05" not in gateware


def test_the_overview() -> None:
    found = hardware_summary(subject({**BOARD, "a.v": MODULE, "a_tb.v": BENCH, "b.v": XILINX}))
    assert found is not None
    assert json.loads(json.dumps(found.to_json()))["hardware"] is True
    assert [(b.path, b.lines, b.numbered) for b in found.boms] == [("pcb/bom.csv", 1, 1)]
    assert found.placed == (1, 1)
    pairs = {p.native: p.exports for p in found.pairs}
    assert pairs["pcb/gizmo.kicad_pcb"] == ("pcb/gizmo.pdf", "fab/gizmo-F_Cu.gbr")
    assert {t.location for t in found.title_blocks} == {"https://ohwr.org/gizmo"}
    assert found.testbenches == ("a_tb.v",)
    assert [(v.path, v.status) for v in found.vendor_files] == [("b.v", "confidential")]


def test_files_that_nobody_read_count_by_their_name() -> None:
    facts = Facts(tree=[TreeFile("a.kicad_pcb", 1), TreeFile("a.txt", 1)])
    facts.read["a.kicad_pcb"] = ReadFile("a.kicad_pcb", 1, "pointer", "", "")
    assert [f.kind.id for f in design_of(facts).files] == ["kicad-board"]


def test_what_was_not_read_to_its_end_is_not_said_to_be_silent() -> None:
    tree = {**BOARD, "pcb/gizmo.kicad_pcb": "(kicad_pcb)"}
    said = {d.id for d in check(subject(tree))}
    assert {"hardware.no-notice", "hardware.nothing-printed"} <= said
    found = subject(tree)
    found.facts.evidence["hardware"]["pcb/gizmo.kicad_pcb"][0]["cut"] = True
    assert not {"hardware.no-notice", "hardware.nothing-printed"} & {d.id for d in check(found)}


def test_parts_by_content_and_folder() -> None:
    tree = {
        "rtl/top.vhd": "entity a is\n port (x : in bit); end a;", "proofs/a.v": "Lemma x : True.\n",
        "proofs/b.v": "Qed.\n", "proofs/c.ml": "", "proofs/d.ml": "", "proofs/e.ml": "",
        "rtl/prog.stp": 'NOTE "CREATOR" "x";\n', "firmware/main.c": "", "firmware/a.h": "",
        "firmware/link.ld": "", "rtl/soc/boot/start.c": "", "rtl/soc/boot/uart.c": "",
        "rtl/soc/boot/boot.ld": "", "rtl/soc/boot/x.c": "", "rtl/b.vhd": "library ieee;",
        "rtl/c.vhd": "library ieee;", "rtl/d.vhd": "library ieee;", "rtl/e.vhd": "library ieee;",
        "models/net.onnx": "x",
    }  # fmt: skip
    facts = subject(tree).facts
    told = materials_of(facts)
    assert material_of("proofs/a.v", told) is Material.SOFTWARE
    assert material_of("rtl/prog.stp", told) is Material.GATEWARE
    parts = {p.material: p for p in parts_of(sorted(tree), (), (), None, told)}
    assert parts[Material.FIRMWARE].paths == ("firmware/**", "rtl/soc/**")
    assert parts[Material.GATEWARE].paths == ("rtl/**",)
    assert parts[Material.SOFTWARE].paths == ("proofs/**",)
    assert parts[Material.MODEL].paths == ("models/**",)
    order = list(parts)
    assert order.index(Material.FIRMWARE) > order.index(Material.GATEWARE)
    assert sum(p.file_count or 0 for p in parts.values()) == len(tree)


def test_an_example_for_arduino_makes_no_firmware_of_a_library() -> None:
    paths = [f"src/{n}.cpp" for n in range(80)] + ["examples/blink/blink.ino"]
    assert [p.material for p in parts_of(paths, (), (), None)] == [Material.SOFTWARE]
    alone = ["blink/blink.ino", "blink/a.h", "blink/b.cpp"]
    assert [p.material for p in parts_of(alone, (), (), None)] == [Material.FIRMWARE]


@pytest.mark.parametrize("told", [None, {"hw/x.py": Material.GATEWARE, "hw/a.v": None}])
def test_globs_give_each_file_the_part_that_counts_it(told: dict[str, Material | None]) -> None:
    from reuse.global_licensing import AnnotationsItem

    paths = ["a.py", "hw/b.kicad_pcb", "hw/deep/er/c.step", "hw/x.py", "hw/a.v", "src/x/y.v",
             "hw/fw/a.c", "hw/fw/b.c", "hw/fw/c.c", "hw/b.sch", "hw/c.sch", "src/z.py"]  # fmt: skip
    parts = parts_of(paths, (), (), None, told)
    for path in paths:
        matching = [p.id for p in parts if AnnotationsItem(paths=set(p.paths)).matches(path)]
        assert matching, path
    counted = {p.id: p.file_count for p in parts}
    last = [
        [p.id for p in parts if AnnotationsItem(paths=set(p.paths)).matches(path)][-1]
        for path in paths
    ]
    assert {i: last.count(i) for i in counted} == counted
