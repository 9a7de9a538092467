# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the page shows beyond the report: filtered findings, pages of files, REUSE counts, parts."""

from __future__ import annotations

from collections.abc import Sequence

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.markup import Content, Markup, chip, license_id, table, tag
from ospo_widgets.scanning.exports import finding_item
from ospo_widgets.scanning.result import FileResult, ScanResult
from ospo_widgets.wording import number, words

SHOWN_FINDINGS = 10

REUSE_COUNTS = ("files_total", "files_with_licensing_info", "files_with_copyright_info")
"""Counts in ``summary`` of ``reuse lint --json``."""

REUSE_LISTS = (
    "missing_licenses",
    "unused_licenses",
    "bad_licenses",
    "deprecated_licenses",
    "licenses_without_extension",
    "read_errors",
    "invalid_spdx_expressions",
)
"""Lists and maps in ``non_compliant`` of ``reuse lint --json``."""


def findings(model: ScanModel, limit: int) -> Markup:
    """The findings that fit the filters, worst first, at most ``limit``."""
    rows = model.findings()
    if not rows:
        filtered = bool(model.severity or model.text.strip())
        key = "scan_app.filters.none" if filtered else "scan_app.filters.nothing"
        return tag("p", words(key), class_="muted")
    heading = tag("h2", words("scanning.section.findings"), class_="visually-hidden")
    items = tag("ol", [finding_item(f) for f in rows[:limit]], class_="findings")
    return Markup(heading + items)


def _file_row(file: FileResult) -> tuple[Content, ...]:
    none = chip("unknown", words("scanning.none_stated"), ground=False)
    licenses = [[license_id(i), " "] for i in file.licenses]
    notices = [tag("div", c) for c in file.copyrights[:3]]
    return tag("code", file.path), licenses or none, notices or none


def files(page: Sequence[FileResult]) -> Markup:
    """One page of files as a table."""
    columns = [words(f"scanning.column.{c}") for c in ("path", "licenses", "copyrights")]
    rows = [_file_row(f) for f in page]
    return table(words("scan_app.files_caption"), columns, rows, class_="cards-s")


def reuse(result: ScanResult) -> Markup:
    """What ``reuse lint`` says, with its counts."""
    said = {True: "compliant", False: "not_compliant", None: "unknown"}[result.compliant]
    summary = result.reuse.get("summary", {})
    bad = result.reuse.get("non_compliant", {})
    rows = [(words(f"scan_app.reuse.{n}"), number(int(summary.get(n) or 0))) for n in REUSE_COUNTS]
    rows += [(words(f"scan_app.reuse.{n}"), number(len(bad.get(n, ())))) for n in REUSE_LISTS]
    columns = (words("scan_app.reuse.check"), words("scan_app.reuse.count"))
    version = result.reuse.get("reuse_spec_version", "")
    return tag(
        "div",
        tag("p", tag("strong", words(f"scan_app.reuse.{said}", version=version))),
        table(words("scan_app.reuse.caption"), columns, rows, numeric=(1,)),
        class_="stack",
    )


def parts(result: ScanResult) -> Markup:
    """The parts that the scan found."""
    return tag(
        "ul",
        [
            tag(
                "li",
                tag("strong", part.name),
                " · ",
                words("scan_app.next.files", count=number(part.file_count or 0)),
                [" · ", license_id(part.license)] if part.license else None,
            )
            for part in result.project.parts
        ],
    )
