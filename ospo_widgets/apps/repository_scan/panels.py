# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the page shows beyond the report: filtered findings, pages of files, REUSE counts, parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.apps.repository_scan.practice_link import practice_link
from ospo_widgets.markup import Content, Markup, chip, license_id, table, tag
from ospo_widgets.scanning.compare import Comparison, FindingChange, ValueChange
from ospo_widgets.scanning.exports import (
    conflicts_list,
    dependencies_table,
    finding_item,
    not_scanned_table,
)
from ospo_widgets.scanning.result import FileResult, Finding, ScanResult
from ospo_widgets.widgets.page import Page, app_url
from ospo_widgets.wording import number, plural, words

SHOWN_FINDINGS = 10
MORE_FINDINGS = 40
MAX_PATHS = 200
"""Files of one finding; the reports have all."""
FOR_ADVISOR = ("conflict.", "dependency.", "license.none", "license.unclear")
"""Beginnings of the ids of findings that the advisor helps with."""
MAX_SUGGESTED = 2_000
"""Files that the field to open one offers; any other can be typed."""
MAX_CHANGES = 200
MAX_NAMES = 8
"""Names in a cell."""
MAX_ROWS = 500
"""Rows of a table; the reports have all."""

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


def findings(model: ScanModel, limit: int, page: Page) -> Markup:
    """The findings that fit the filters, worst first, at most ``limit``."""
    rows = model.findings()
    if not rows:
        filtered = bool(model.severity or model.text.strip() or model.solved_by)
        key = "scan_app.filters.none" if filtered else "scan_app.filters.nothing"
        return tag("p", words(key), class_="muted")
    heading = tag("h2", words("scanning.section.findings"), class_="visually-hidden")
    places = {id(f): i for i, f in enumerate(model.result.findings)} if model.result else {}
    items = [_finding(f, str(places.get(id(f), "")), model, page) for f in rows[:limit]]
    return Markup(heading + tag("ol", items, class_="findings"))


def _finding(finding: Finding, index: str, model: ScanModel, page: Page) -> Markup:
    solved_by = None
    actions: list[Content] = []
    if model.fix is not None:
        by_fix = finding.id in model.settled
        solved_by = words(f"scan_app.finding.{'fix' if by_fix else 'person'}")
        query = model.advisor_link()
        if not by_fix and finding.id.startswith(FOR_ADVISOR) and query:
            url = app_url("licence_advisor", query)
            actions.append(tag("a", words("scan_app.finding.advisor"), href=url))
    actions.append(practice_link(finding.id, finding.title))
    which = tag("span", f" {finding.title}", class_="visually-hidden")
    actions.append(page.act([words("scan_app.finding.accept"), which], "accept", index))
    return finding_item(finding, solved_by, actions, most_files=MAX_PATHS)


def _file_row(file: FileResult, page: Page) -> tuple[Content, ...]:
    none = chip("unknown", words("scanning.none_stated"), ground=False)
    name = tag("code", file.path)
    path = page.act(name, "file", file.path) if file.evidence else name
    licenses = [[license_id(i), " "] for i in file.told]
    notices = [tag("div", c) for c in file.copyrights[:3]]
    return path or name, licenses or none, notices or none


def files(rows: Sequence[FileResult], page: Page) -> Markup:
    """Some files as a table."""
    columns = [words(f"scanning.column.{c}") for c in ("path", "licenses", "copyrights")]
    return table(
        words("scan_app.files_caption"),
        columns,
        [_file_row(f, page) for f in rows],
        class_="cards-s",
    )


def reuse(result: ScanResult) -> Markup:
    """What ``reuse lint`` says, with its counts."""
    said = {True: "compliant", False: "not_compliant", None: "unknown"}[result.compliant]
    summary = result.reuse.get("summary", {})
    bad = result.reuse.get("non_compliant", {})
    rows: list[tuple[Content, ...]] = [
        (words(f"scan_app.reuse.{n}"), number(int(summary.get(n) or 0)), "") for n in REUSE_COUNTS
    ]
    rows += [
        (words(f"scan_app.reuse.{n}"), number(len(bad.get(n, ()))), _some(bad.get(n, ())))
        for n in REUSE_LISTS
    ]
    columns = [words(f"scan_app.reuse.{c}") for c in ("check", "count", "which")]
    version = result.reuse.get("reuse_spec_version", "")
    return tag(
        "div",
        tag("p", tag("strong", words(f"scan_app.reuse.{said}", version=version))),
        table(words("scan_app.reuse.caption"), columns, rows, numeric=(1,), class_="cards-s"),
        class_="stack",
    )


def _some(names: Iterable[object]) -> str:
    """The first few names, and how many more there are."""
    every = sorted(map(str, names))
    shown = ", ".join(every[:MAX_NAMES])
    more = len(every) - MAX_NAMES
    return plural("scanning.and_more", more, shown=shown) if more > 0 else shown


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


def dependencies(result: ScanResult) -> Markup:
    """Conflicts first, then all dependencies."""
    return tag(
        "div",
        tag("h2", words("scan_app.dependencies.conflicts"), class_="h3"),
        conflicts_list(result),
        tag("h2", words("scan_app.dependencies.all"), class_="h3"),
        dependencies_table(result, MAX_ROWS),
        class_="stack",
    )


def not_scanned(result: ScanResult) -> Markup:
    """What was left out, and why."""
    return tag(
        "div",
        tag("p", words("scan_app.not_scanned"), class_="muted") if result.not_scanned else None,
        not_scanned_table(result, MAX_ROWS),
        class_="stack-s",
    )


def evidence(path: str, file: FileResult | None) -> Markup:
    """What one file states, with line, text and how sure we are."""
    if file is None:
        return tag("p", words("scan_app.file.missing", path=path), class_="muted")
    if not file.evidence:
        return tag("p", words("scan_app.file.nothing", path=path), class_="muted")
    rows = [
        (
            words(f"scan_app.file.kind.{e.kind}"),
            e.text,
            f"{e.path}:{e.line}" if e.line else e.path,
            words("scan_app.file.sure", percent=e.confidence) if e.confidence else "",
        )
        for e in file.evidence
    ]
    columns = [words(f"scan_app.file.column.{c}") for c in ("kind", "text", "place", "sure")]
    return table(words("scan_app.file.caption", path=path), columns, rows, class_="cards-s")


def changes(found: Comparison) -> Markup:
    """What changed since another scan: numbers first, then what is new and what is settled."""
    numbers = words(
        "scan_app.compare.numbers", before=number(found.before), after=number(found.after)
    )
    stated = words(
        "scan_app.compare.stated",
        before=number(found.stated[0]),
        of_before=number(found.files[0]),
        after=number(found.stated[1]),
        of_after=number(found.files[1]),
    )
    lists = [
        tag(
            "details",
            tag("summary", plural(f"scan_app.compare.{name}", len(rows))),
            tag("ul", [tag("li", title) for title in rows[:MAX_CHANGES]]),
            class_="more",
        )
        for name, rows in (
            ("new", [c.title for c in found.new]),
            ("gone", [c.title for c in found.gone]),
            ("changed", [_moved(c) for c in found.changed]),
            ("licenses", [_values(c) for c in found.licenses]),
            ("dependencies", [_values(c) for c in found.dependencies]),
        )
        if rows
    ]
    return tag(
        "section",
        tag("h2", words("scan_app.compare.title"), class_="h3", id="compared"),
        tag("p", numbers, " ", stated),
        lists or tag("p", words("scan_app.compare.same"), class_="muted"),
        class_="panel stack-s",
        aria_labelledby="compared",
    )


def _moved(change: FindingChange) -> str:
    return words(
        "scan_app.compare.moved",
        title=change.title,
        added=number(len(change.added)),
        removed=number(len(change.removed)),
    )


def _values(change: ValueChange) -> str:
    none = words("scanning.none_stated")
    return f"{change.name}: {change.before or none} → {change.after or none}"
