# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Finds lines that import or include, by language; each returns rows of plain data."""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import itemgetter

import re2

from ospo_widgets.scanning.imports.names import import_names
from ospo_widgets.scanning.manifests.other import JULIA_STANDARD
from ospo_widgets.scanning.manifests.parsing import items, mapping, text
from ospo_widgets.scanning.reading.source import Source

Row = list[object]
"""Language, name, line or None, optional, and, for headers, the component that it belongs to."""

MAX_ROWS = 200
MAX_SAME = 3
"""Headers of one component that are kept for one file."""
MAX_NOTEBOOK = 8 << 20

_PYTHON = re2.compile(
    rb"(?m)^([ \t]*)(?:from[ \t]+([A-Za-z_][A-Za-z0-9_.]*)[ \t]+c?import[ \t(*]|"
    rb"c?import[ \t]+([A-Za-z_][^\n#;]*))"
)
_DOTTED = re.compile(r"(?P<name>[A-Za-z_]\w*(?:\.\w+)*)(?:\s+as\s+\w+)?", re.A)
_TRIPLE = re.compile(rb"\"\"\"|'''")
_INCLUDE = re.compile(rb"#[ \t]*(?:include|import)[ \t]*[<\"]([A-Za-z0-9_][^>\"\n]{0,255})")
"""Without the beginning of the line and the end of the name, which are looked at afterwards: what
begins with a letter is found five times as fast."""
_CONDITION = re2.compile(rb"(?m)^[ \t]*[#`][ \t]*(if|ifdef|ifndef|endif)\b")
_INCLUDE_GUARD = re.compile(
    rb"[ \t]*[#`][ \t]*(?:ifndef[ \t]+(\w+)|if[ \t]+!defined[ \t(]+(\w+))[^\n]*\s*"
    rb"[#`][ \t]*define[ \t]+(?:\1|\2)\b"
)
_VERILOG = re2.compile(rb"(?m)^[ \t]*`include[ \t]+\"([^\"\n]+)\"")
_VHDL = re2.compile(
    rb"(?mi)^[ \t]*(?:library[ \t]+([a-z][a-z0-9_, \t]*);|"
    rb"use[ \t]+([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*))"
)
_FORTRAN = re2.compile(
    rb"(?mi)^[ \t]*use[ \t]*(?:,[ \t]*(?:non_)?intrinsic[ \t]*)?(?:::)?[ \t]*"
    rb"([a-z][a-z0-9_]*)[ \t]*(?:,|!|\r?$)"
)
_FORTRAN_FILE = re2.compile(rb"(?mi)^[ \t]*include[ \t]*['\"]([^'\"\n]+)['\"]")
_JULIA = re2.compile(rb"(?m)^[ \t]*(?:using|import)[ \t]+([A-Z][^\n#]*)")
_R = re2.compile(
    rb"(?m)^[ \t]*(?:suppressPackageStartupMessages\()?(?:library|require)\([ \t]*['\"]?"
    rb"([A-Za-z][A-Za-z0-9.]+)['\"]?[ \t]*[,)]"
)
_R_BASE = frozenset(
    {"base", "compiler", "datasets", "graphics", "grDevices", "grid", "methods", "parallel",
     "splines", "stats", "stats4", "tcltk", "tools", "utils"}
)  # fmt: skip
_STANDARD = sys.stdlib_module_names | {"__future__", "__builtin__", "urllib2", "ConfigParser",
    "StringIO", "cPickle", "Queue", "commands", "httplib", "urlparse", "exceptions", "libc",
    "libcpp", "cpython", "cython"}  # fmt: skip
"""Modules of Python's own library, those of version 2 and of Cython included."""


def _line_counter(data: bytes) -> Callable[[int], int]:
    """A function from a position to its line; ask in the order of positions."""
    at = line = 0

    def line_at(position: int) -> int:
        nonlocal at, line
        line += data.count(b"\n", at, position)
        at = position
        return line + 1

    return line_at


def python_rows(data: bytes) -> Iterator[Row]:
    """Imports of a Python source; not those inside longer texts.

    What is imported inside a function, a ``try`` or a condition is optional: the rest works
    without it.
    """
    quoted: list[tuple[int, int]] | None = None
    line_at = _line_counter(data)
    for match in _PYTHON.finditer(data):
        written = (match.group(2) or match.group(3)).decode("utf-8", "replace")
        pieces = [written] if match.group(2) else written.split(",")[:20]
        names = [m["name"] for p in pieces if (m := _DOTTED.fullmatch(p.strip(" \t\r()\\")))]
        names = [n for n in names if n.partition(".")[0] not in _STANDARD]
        if not names:
            continue
        if quoted is None:
            quoted = _texts(data)
        start = match.start()
        span = bisect_right(quoted, start, key=itemgetter(0))
        if span and start < quoted[span - 1][1]:
            continue
        line = line_at(start)
        for name in names:
            yield ["python", ".".join(name.split(".")[:3]), line, int(bool(match.group(1)))]


def _texts(data: bytes) -> list[tuple[int, int]]:
    """Spans between triple quotes, in which lines that look like imports are prose."""
    spans: list[tuple[int, int]] = []
    opened: tuple[int, bytes] | None = None
    for match in _TRIPLE.finditer(data):
        if opened is None:
            opened = (match.start(), match[0])
        elif match[0] == opened[1]:
            spans.append((opened[0], match.end()))
            opened = None
    return spans


@lru_cache(maxsize=50_000)
def _c_component(header: str) -> str:
    return import_names().headers.component(header)


@lru_cache(maxsize=50_000)
def _is_known(header: bytes) -> bool:
    return bool(_c_component(header.decode("utf-8", "replace")))


@lru_cache(maxsize=5_000)
def _verilog_component(header: str) -> str:
    return import_names().verilog.component(header)


def include_rows(data: bytes) -> Iterator[Row]:
    """Headers of C, C++, CUDA and Objective-C that belong to known components."""
    known: list[tuple[int, str, str]] = []
    seen: dict[str, int] = {}
    if not any(map(_is_known, _INCLUDE.findall(data))):
        return
    for match in _INCLUDE.finditer(data):
        header = match[1]
        start = data.rfind(b"\n", 0, match.start()) + 1
        ends = data[match.end() : match.end() + 1] in {b">", b'"'}
        if not _is_known(header) or not ends or data[start : match.start()].strip(b" \t"):
            continue
        name = header.decode("utf-8", "replace")
        component = _c_component(name)
        if seen.get(component, 0) < MAX_SAME:
            seen[component] = seen.get(component, 0) + 1
            known.append((start, name, component))
    yield from _rows_of(data, "c", known)


def verilog_rows(data: bytes) -> Iterator[Row]:
    """Files that Verilog includes and that belong to known components."""
    yield from _included(data, _VERILOG, "verilog", _verilog_component)


def _included(
    data: bytes, pattern: re.Pattern[bytes], kind: str, component_of: Callable[[str], str],
) -> Iterator[Row]:  # fmt: skip
    seen: dict[str, int] = {}
    hits: list[tuple[int, str, str]] = []
    for match in pattern.finditer(data):
        header = match.group(1).decode("utf-8", "replace")
        component = component_of(header)
        if component and seen.get(component, 0) < MAX_SAME:
            seen[component] = seen.get(component, 0) + 1
            hits.append((match.start(), header, component))
    yield from _rows_of(data, kind, hits)


def _rows_of(data: bytes, kind: str, hits: list[tuple[int, str, str]]) -> Iterator[Row]:
    line_at = _line_counter(data)
    depths = _conditions(data[: hits[-1][0]]) if hits else []
    for start, header, component in hits:
        at = bisect_right(depths, start, key=itemgetter(0))
        guarded = bool(at) and depths[at - 1][1] > 0
        line = line_at(start)
        yield [kind, header[:200], line, int(guarded), component]


def _conditions(data: bytes) -> list[tuple[int, int]]:
    """Places of ``#if`` and ``#endif`` with the depth behind them; an include guard is none."""
    depths: list[tuple[int, int]] = []
    depth = 0
    for match in _CONDITION.finditer(data):
        ends = match.group(1) == b"endif"
        if not depths and not ends and _INCLUDE_GUARD.match(data, match.start()):
            depth -= 1
        depth += -1 if ends else 1
        depths.append((match.start(), depth))
    return depths


def vhdl_rows(data: bytes) -> Iterator[Row]:
    """Libraries, and packages of ``work``, that belong to known components."""
    known = import_names().vhdl
    line_at = _line_counter(data)
    for match in _VHDL.finditer(data):
        listed, library, package = (g.decode().lower() if g else "" for g in match.groups())
        names = [n.strip() for n in listed.split(",")] if listed else [library, package]
        for name in names:
            if name in known:
                line = line_at(match.start())
                yield ["vhdl", name, line, 0, known[name]]


def fortran_rows(data: bytes) -> Iterator[Row]:
    """Modules that belong to known components, and included files of FFTW."""
    known = import_names().fortran
    line_at = _line_counter(data)
    for match in _FORTRAN.finditer(data):
        name = match.group(1).decode().lower()
        if name in known:
            yield ["fortran", name, line_at(match.start()), 0, known[name]]
    line_at = _line_counter(data)
    for match in _FORTRAN_FILE.finditer(data):
        name = match.group(1).decode("utf-8", "replace").lower()
        if name.startswith("fftw3"):
            yield ["fortran", name, line_at(match.start()), 0, "fftw"]


def julia_rows(data: bytes) -> Iterator[Row]:
    """Packages that Julia uses, without its standard library."""
    line_at = _line_counter(data)
    for match in _JULIA.finditer(data):
        written = match.group(1).decode("utf-8", "replace").partition(":")[0]
        for piece in written.split(",")[:20]:
            name = piece.strip().partition(".")[0].partition(" as ")[0]
            if re.fullmatch(r"[A-Z]\w{1,60}", name) and name not in JULIA_STANDARD:
                yield ["julia", name, line_at(match.start()), 0]


def r_rows(data: bytes) -> Iterator[Row]:
    """Packages that R attaches, without those that come with it."""
    line_at = _line_counter(data)
    for match in _R.finditer(data):
        name = match.group(1).decode()
        if name not in _R_BASE:
            yield ["r", name, line_at(match.start()), 0]


def notebook_rows(data: bytes) -> Iterator[Row]:
    """Code cells of a notebook, in the language of its kernel; without lines."""
    if len(data) > MAX_NOTEBOOK:
        return
    try:
        book = mapping(json.loads(data))
    except (ValueError, RecursionError):
        return
    metadata = mapping(book.get("metadata"))
    kernel = mapping(metadata.get("kernelspec"))
    language = text(mapping(metadata.get("language_info")).get("name")) or text(
        kernel.get("language")
    )
    reader = {"julia": julia_rows, "r": r_rows, "c++": include_rows}.get(
        language.lower(), python_rows
    )
    code = []
    for cell in items(book.get("cells")):
        given = mapping(cell)
        if given.get("cell_type") == "code":
            lines = given.get("source")
            joined = lines if isinstance(lines, str) else "".join(
                line for line in items(lines) if isinstance(line, str)
            )  # fmt: skip
            code.append(joined)
    for row in reader("\n".join(code).encode("utf-8", "replace")):
        row[2] = None
        yield row


def examine(source: Source) -> list[Row]:
    """Rows for one file, each name once, with its first line."""
    reader = READERS.get(source.suffix)
    if reader is None:
        return []
    found: dict[tuple[object, object], Row] = {}
    for row in reader(source.utf8):
        key = (row[0], row[1])
        before = found.get(key)
        if before is None:
            found[key] = row
            if len(found) >= MAX_ROWS:
                break
        elif before[3] and not row[3]:
            before[3] = 0
    return list(found.values())


READERS: dict[str, Callable[[bytes], Iterator[Row]]] = {
    **dict.fromkeys((".py", ".pyi", ".pyx", ".pxd", ".pyw"), python_rows),
    ".ipynb": notebook_rows,
    **dict.fromkeys(
        (".c", ".cc", ".cpp", ".cxx", ".c++", ".h", ".hh", ".hpp", ".hxx", ".h++", ".icc", ".ipp",
         ".tpp", ".cu", ".cuh", ".inl", ".m", ".mm", ".ino"),
        include_rows,
    ),
    **dict.fromkeys((".vhd", ".vhdl"), vhdl_rows),
    **dict.fromkeys((".v", ".sv", ".svh", ".vh"), verilog_rows),
    **dict.fromkeys((".f", ".for", ".f90", ".f95", ".f03", ".f08", ".ftn"), fortran_rows),
    ".jl": julia_rows,
    **dict.fromkeys((".r", ".rmd"), r_rows),
}  # fmt: skip
"""Readers by ending in lower case."""


def wants(path: str) -> bool:
    """Whether a path is a source whose imports can be read."""
    _, dot, ending = path.rpartition(".")
    return dot + ending.lower() in READERS
