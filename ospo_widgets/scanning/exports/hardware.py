# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a scan says of hardware and gateware: files by tool, bill of materials, notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ospo_widgets.markup import Content, Markup, chip, license_id, table, tag
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.scanning.hardware.summary import HardwareSummary

MAX_ROWS = 100


def hardware_section(result: ScanResult) -> Markup:
    """The hardware of the project; a sentence when there is none."""
    summary = result.hardware
    if summary is None:
        return tag("p", words("scanning.hardware.none"), class_="muted")
    return tag(
        "div",
        _kinds(summary),
        _boms(summary) if summary.hardware else None,
        _title_blocks(summary),
        _pairs(summary),
        _gateware(summary) if summary.gateware else None,
        _vendor(summary),
        class_="stack",
    )


def _titled(name: str, columns: Sequence[str], rows: Sequence[Sequence[Content]],
            numeric: Sequence[int] = ()) -> Markup | None:  # fmt: skip
    if not rows:
        return None
    shown = [words(f"scanning.hardware.column.{column}") for column in columns]
    caption = words(f"scanning.hardware.caption.{name}")
    return table(caption, shown, rows[:MAX_ROWS], numeric=numeric, class_="cards-s")


def _kinds(summary: HardwareSummary) -> Markup | None:
    rows = [(kind.tool, kind.role, number(kind.files)) for kind in summary.kinds]
    return _titled("kinds", ("tool", "role", "files"), rows, (2,))


def _boms(summary: HardwareSummary) -> Markup | None:
    rows = [
        (
            bom.path,
            number(bom.lines),
            number(bom.numbered),
            number(bom.generic),
            number(bom.missing),
        )
        for bom in summary.boms
    ]
    if rows:
        columns = ("path", "lines", "numbered", "generic", "missing")
        return _titled("boms", columns, rows, (1, 2, 3, 4))
    placed, numbered = summary.placed
    if not placed:
        return tag("p", words("scanning.hardware.no_bom"))
    return tag(
        "p",
        words("scanning.hardware.placed", placed=number(placed), numbered=number(numbered)),
    )


def _title_blocks(summary: HardwareSummary) -> Markup | None:
    none = chip("unknown", words("scanning.none_stated"), ground=False)
    rows = [
        (
            block.path,
            " ".join(filter(None, (block.title, block.revision, block.date))),
            [[license_id(i), " "] for i in block.licenses] or none,
            _yes_no(block.copyright),
            block.location or none,
        )
        for block in summary.title_blocks
    ]
    columns = ("path", "title", "license", "copyright", "location")
    return _titled("title_blocks", columns, rows)


def _pairs(summary: HardwareSummary) -> Markup | None:
    none = chip("no", words("scanning.tile.none"), ground=False)
    rows = [(pair.native, ", ".join(pair.exports[:4]) or none) for pair in summary.pairs]
    return _titled("pairs", ("native", "exports"), rows)


def _gateware(summary: HardwareSummary) -> Markup | None:
    rows = [
        (words("scanning.hardware.sources"), number(summary.sources)),
        (words("scanning.hardware.testbenches"), number(len(summary.testbenches))),
        (words("scanning.hardware.constraints"), number(len(summary.constraints))),
        (words("scanning.hardware.build_files"), number(len(summary.build_files))),
        (words("scanning.hardware.versions"), ", ".join(summary.tool_versions[:6])),
    ]
    return _titled("gateware", ("what", "files"), rows, (1,))


def _vendor(summary: HardwareSummary) -> Markup | None:
    rows = [
        (file.path, file.vendor, words(f"scanning.hardware.status.{file.status}"))
        for file in summary.vendor_files
    ]
    return _titled("vendor", ("path", "vendor", "status"), rows)


def _yes_no(value: bool) -> Markup:
    answer = "yes" if value else "no"
    return chip(answer, words(f"readiness.answer.{answer}"), ground=False)
