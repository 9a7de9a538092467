# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a file of gateware is beyond its kind: testbench, version of a tool, terms of a vendor."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ospo_widgets.scanning.hardware.kinds import Kind, vendor_of
from ospo_widgets.scanning.reading.source import Source

HEAD = 8 * 1024
"""Characters at the top of a file in which a vendor states terms."""

_NAMED = re.compile(r"(?:^|_)(?:tb|testbench|test|sim)(?:_|\d|$)|testbench|_bench$|^bench_", re.I)
_FOLDERS = frozenset(
    ("tb", "testbench", "testbenches", "bench", "sim", "simulation", "verification", "test",
     "tests", "cocotb", "dv", "uvm")
)  # fmt: skip
_NO_PORTS = re.compile(
    r"^[ \t]{0,200}entity\s+(\w+)\s+is\s*(?:--[^\n]{0,200}\s*)*(?:begin\s+)?end\b", re.I | re.M
)
_STIMULUS = re.compile(
    r"\bwait\s+for\b|\bassert\b|\breport\b|\bstd\.env\b|\bvunit_lib\b|\bosvvm\b|\buvvm", re.I
)
_VERILOG_STIMULUS = re.compile(r"\$(?:finish|stop|dumpvars|dumpfile|fatal|display)\b")
_INITIAL = re.compile(r"^[ \t]{0,200}initial\b|`uvm_|\buvm_pkg\b|\bprogram\s+\w+", re.M)
_MODULE = re.compile(
    r"^[ \t]{0,200}module\s+\w+\s*(?:#\s*\([^)]{0,2000}\)\s*)?(?:\(\s*\)\s*)?;", re.M
)
_VERSION = re.compile(
    r"LAST_QUARTUS_VERSION\s+\"?([\w. ]{1,40})|\bswversion\"?\s*[:=>]\s*\"?([\d.]{1,20})|"
    r"SWVERSION\">([\d.]{1,20})|scripts_vivado_version\s+([\d.]{1,20})|Vivado v?(\d{4}\.\d)|"
    r"<version xil_pn:ise_version=\"([\d.]{1,20})|"
    r"(?:Quartus|Libero|Diamond|Radiant)\W{1,10}v?(\d\d[\d.]{0,10})",
)


def is_testbench(source: Source, kind: Kind) -> bool:
    """Whether a source in VHDL or Verilog simulates another: by its ports or its name."""
    text = source.text[: 256 * 1024]
    if kind.id == "vhdl" and _NO_PORTS.search(text) and _STIMULUS.search(text):
        return True
    if kind.id in {"verilog", "systemverilog"} and _INITIAL.search(text):
        named = _NAMED.search(PurePosixPath(source.name).stem) is not None
        return named or (
            _VERILOG_STIMULUS.search(text) is not None and _MODULE.search(text) is not None
        )
    return False


def tests_by_path(path: str) -> bool:
    """Whether name or folder of a source say that it is for simulation."""
    pure = PurePosixPath(path)
    folders = {folder.lower() for folder in pure.parts[:-1]}
    return bool(folders & _FOLDERS) or _NAMED.search(pure.stem) is not None


def tool_version(text: str) -> str:
    """Version of the program that wrote a file, as it says so; empty when it does not."""
    match = _VERSION.search(text[: 32 * 1024])
    return next((group.strip() for group in match.groups() if group), "") if match else ""


def vendor_id(source: Source) -> str:
    """Id of the vendor that keeps the rights in this file, empty when none does."""
    found = vendor_of(source.text[:HEAD].encode("utf-8", "replace"))
    return found.id if found else ""
