# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Tables of a scan: files, dependencies, what was left out, the release checklist."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ospo_widgets.markup import Content, Markup, chip, license_id, table, tag
from ospo_widgets.scanning.dependencies.licenses import Licensed
from ospo_widgets.scanning.readiness.model import NOT_APPLICABLE, ReadinessItem, score
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.wording import number, plural, words

MAX_ROWS = 2_000
"""Rows of a table in the HTML file; the JSON has all."""


def files_table(result: ScanResult) -> Markup:
    """Covered files with what they state."""
    rows = [(f.path, "; ".join(f.told), "; ".join(f.copyrights)) for f in result.files]
    return titled_table("files", ("path", "licenses", "copyrights"), rows)


def dependencies_table(result: ScanResult, limit: int = MAX_ROWS) -> Markup:
    """Dependencies: what they are for, under which licence, and who says so."""
    return titled_table(
        "dependencies",
        ("name", "version", "license", "license_source", "scope", "declared_in"),
        [_dependency_row(one) for one in result.licensed],
        limit,
    )


def _dependency_row(one: Licensed) -> tuple[Content, ...]:
    dependency, found = one.dependency, one.found
    unknown = chip("unknown", words("scanning.not_known"), ground=False)
    source = words(f"scanning.license_source.{found.source}")
    if found.license and not found.reviewed:
        source = words("scanning.unreviewed", source=source)
    first = dependency.places[0] if dependency.places else None
    where = dependency.component.declared_in
    if first is not None:
        where = f"{first.path}:{first.line}" if first.line else first.path
    more = len(dependency.places) - 1
    return (
        dependency.name,
        dependency.version or dependency.component.version,
        license_id(found.license) if found.license else unknown,
        source,
        words(f"scanning.scope.{dependency.scope}"),
        plural("scanning.and_more", more, shown=where) if more > 0 else where,
    )


def not_scanned_table(result: ScanResult, limit: int = MAX_ROWS) -> Markup:
    """What was left out, and why."""
    rows = [(n.path, n.reason) for n in result.not_scanned]
    return titled_table("not_scanned", ("path", "reason"), rows, limit)


def readiness_table(
    result: ScanResult,
    action: Callable[[ReadinessItem], Content] | None = None,
    practice: Callable[[ReadinessItem], Content] | None = None,
) -> Markup:
    """The release checklist: how far it is answered, and what each answer rests on.

    Args:
        result: The scan.
        action: Gives a button for an item that a person can answer.
        practice: Gives a link to what one does about an item.
    """
    titles = {finding.id: finding.title for finding in result.findings}
    rows = [
        (
            [
                _item(item),
                [tag("div", practice(item), class_="small")] if practice else None,
                action(item) if action and _open(item) else None,
            ],
            tag("span", item.id, class_="lic"),
            chip(item.answer, answer_words(item), ground=False),
            _rests_on(item, titles),
        )
        for item in result.readiness
    ]
    counts = score(result.readiness)
    said = words(
        "scanning.readiness_score",
        yes=number(counts.yes),
        partly=number(counts.partly),
        no=number(counts.no),
        unknown=number(counts.unknown),
        total=number(counts.total),
    )
    shown = titled_table("readiness", ("item", "id", "answer", "rests_on"), rows)
    return tag("div", tag("p", said), shown, class_="stack")


def _open(item: ReadinessItem) -> bool:
    """Whether a person can say more."""
    return bool(item.question) or item.told_by in {"", "person", "file"}


def _item(item: ReadinessItem) -> list[Content]:
    """Title, and below it what a person still has to answer."""
    below = item.question or item.note
    return [item.title, tag("div", below, class_="small muted") if below else None]


def _rests_on(item: ReadinessItem, titles: Mapping[str, str]) -> Content:
    """Findings by their titles, and files."""
    found = [titles.get(finding, finding) for finding in item.findings]
    every = (*found, *item.evidence)
    shown = list(every[:3])
    if len(every) > len(shown):
        shown[-1] = plural("scanning.and_more", len(every) - len(shown), shown=shown[-1])
    return [tag("div", one) for one in shown]


def answer_words(item: ReadinessItem) -> str:
    """The answer to an item of the checklist."""
    shown = str(item.answer) if item.applies else NOT_APPLICABLE
    return words(f"readiness.answer.{shown}")


def titled_table(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Content]],
    limit: int = MAX_ROWS,
) -> Markup:
    """A table under the name of its section; the first ``limit`` rows."""
    caption = words(f"scanning.section.{name}")
    if not rows:
        return tag("p", words("scanning.tile.none"), class_="muted")
    shown = table(
        caption,
        [words(f"scanning.column.{c}") for c in columns],
        rows[:limit],
        class_="cards-s",
        hide_caption=True,
    )
    if len(rows) <= limit:
        return shown
    note = plural("scanning.report.shown", len(rows), limit=number(limit))
    return Markup(shown + tag("p", note, class_="small muted"))
