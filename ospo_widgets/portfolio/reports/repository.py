# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The report of one repository: what is known of it, since when, and who says so."""

from __future__ import annotations

from datetime import date

from ospo_widgets.charting.model import Chart, ChartTable, Kind, Series
from ospo_widgets.charting.numbers import number
from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.portfolio import table as listing
from ospo_widgets.portfolio.claims import Claim
from ospo_widgets.portfolio.filter_values import field_label, kind_label
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.readiness import (
    READINESS,
    is_old_copy,
    readiness_count,
    readiness_parts,
)
from ospo_widgets.portfolio.records import Repository
from ospo_widgets.portfolio.reports import parts
from ospo_widgets.portfolio.reports.cells import shown
from ospo_widgets.portfolio.reports.model import (
    Cell,
    Column,
    ColumnType,
    Figure,
    Finding,
    Report,
    Section,
    Table,
    Template,
)
from ospo_widgets.portfolio.reports.order import Order
from ospo_widgets.portfolio.source import FEWEST_AUTHORS
from ospo_widgets.wording import day, language, plural, words

_T = ColumnType
_PEOPLE = frozenset({"authors", "authors_12m"})
"""Fields that count people."""

_FEWEST_MONTHS = 2
"""Fewer months than this make no line."""


def repository(order: Order) -> Report:
    """The report of one repository, filtered out or not.

    Raises:
        InputError: None is named, or the portfolio does not have it.
    """
    if not order.repo:
        raise InputError(
            words("given.report.repository"), remedy=words("given.report.repository_remedy")
        )
    found = order.portfolio.repository(order.repo)
    name = visible(found.repo)
    return Report(
        template=Template.REPOSITORY,
        language=language(),
        title=order.title.strip() or words("portfolio_report.title.repository", repo=name),
        subtitle=_subtitle(order, found),
        date=order.date,
        period=order.period.short(),
        summary=_summary(order.portfolio, found),
        sections=tuple(
            section
            for section in (
                _figures(found),
                _facts(found),
                _readiness(found),
                _activity(order.portfolio, found),
                _license_history(order.portfolio, found),
                _institutes(order.portfolio, found),
                _dependencies(order.portfolio, found),
                _sources(order.portfolio, found),
                *order.more,
            )
            if section is not None
        ),
        quality=_quality(order.portfolio, found),
        data=(parts.every_row([found]),),
    )


def _subtitle(order: Order, found: Repository) -> tuple[str, ...]:
    made = words("portfolio.report.date", date=day(order.date))
    return (f"{made} {found.url}".strip(),)


def _summary(portfolio: Portfolio, r: Repository) -> tuple[Finding, ...]:
    """Licence, activity and readiness in a sentence each."""
    key = "stated" if r.license else "none"
    if r.family == "unknown":
        key = "unknown"
    values = {"license": r.license} if key == "stated" else {}
    license_text = words(f"portfolio_report.one.license.{key}", **values)
    basis = words("portfolio_report.one.license.basis")
    if r.license_corrected:
        detected = r.license_detected or words("portfolio.none-stated")
        basis = words("portfolio_report.one.license.corrected", detected=detected)
    found = [Finding("license", license_text, basis)]
    if r.commits_12m is not None:
        reference = day(portfolio.about.reference_date)
        values = {"commits": number(r.commits_12m), "date": reference}
        way = "active" if r.commits_12m else "quiet"
        text = words(f"portfolio_report.one.activity.{way}", **values)
        head = day(r.head_date) if r.head_date else words("portfolio.not-known")
        said = words("portfolio_report.one.activity.basis", date=head)
        found.append(Finding("activity", text, said))
    text = words(
        "portfolio_report.one.readiness.title",
        count=number(readiness_count(r)),
        total=number(len(READINESS)),
    )
    missing = [label for label, has in readiness_parts(r) if has is False]
    unknown = [label for label, has in readiness_parts(r) if has is None]
    said = " ".join(
        words(f"portfolio_report.one.readiness.{name}", items=", ".join(labels))
        for name, labels in (("missing", missing), ("unknown", unknown))
        if labels
    )
    said = said or words("portfolio_report.one.readiness.whole")
    return (*found, Finding("readiness", text, said))


def _figures(r: Repository) -> Section:
    few = r.authors is not None and r.authors < FEWEST_AUTHORS
    counts: tuple[tuple[str, str, float | None, str], ...] = (
        ("commits", listing.column_label("commits"), r.commits_12m, ""),
        (
            "authors",
            listing.column_label("authors"),
            None if few else r.authors,
            words("portfolio.few") if few else "",
        ),
        ("half", listing.column_label("half"), r.authors_for_half, ""),
        ("tags", words("portfolio_report.one.tags"), r.tags, ""),
        (
            "readiness",
            listing.column_label("readiness"),
            readiness_count(r),
            words("portfolio_report.one.of-items", total=number(len(READINESS))),
        ),
    )
    return Section(
        id="figures",
        title=words("portfolio.report.figures"),
        figures=tuple(
            Figure(name, label, value, (line,) if line else ())
            for name, label, value, line in counts
        ),
    )


def _facts(r: Repository) -> Section:
    """What is known of it, as names and values; what is not known is left out."""
    facts: tuple[tuple[str, str | int | None], ...] = (
        ("kind", kind_label(r.kind) if r.kind else ""),
        ("license", r.license),
        ("license_hardware", r.license_hardware),
        ("license_documentation", r.license_documentation),
        ("relation", r.relation),
        ("department", r.department),
        ("stage", r.stage),
        ("main_language", r.main_language),
        ("created", _day(r.created)),
        ("first_commit_date", _day(r.first_commit_date)),
        ("head_date", _day(r.head_date)),
        ("last_tag_date", _day(r.last_tag_date)),
        ("doi", r.doi),
        ("archived", words("portfolio.yes") if r.archived else ""),
        ("fork", words("portfolio.yes") if r.fork else ""),
        ("blockers", r.blockers),
        ("conflicts", r.conflicts),
        ("scanned_on", _day(r.scanned_on)),
    )
    title = words("portfolio_report.one.facts")
    columns = (
        Column("field", words("portfolio_report.column.field")),
        Column("value", words("portfolio_report.column.value")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (field_label(field), value if isinstance(value, str) else number(value))
        for field, value in facts
        if value is not None and value != ""
    )
    return Section("facts", title, tables=(Table("facts", title, columns, rows),))


def _day(value: date | None) -> str:
    return day(value) if value else ""


def _readiness(r: Repository) -> Section:
    title = words("portfolio.chart.readiness.caption")
    columns = (
        Column("item", words("portfolio.chart.readiness.header")),
        Column("there", words("portfolio_report.column.there"), _T.FLAG),
    )
    return Section(
        "readiness", title, tables=(Table("readiness", title, columns, readiness_parts(r)),)
    )


def _activity(portfolio: Portfolio, r: Repository) -> Section | None:
    """Commits by month; by year as a table."""
    pairs = dict(portfolio.months_of(r.repo))
    if len(pairs) < _FEWEST_MONTHS:
        return None
    months = _between(min(pairs), max(pairs))
    years: dict[str, int] = {}
    for month, count in pairs.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    unit = words("portfolio.chart.commits")
    header = words("portfolio.chart.activity.header")
    title = words("portfolio.chart.activity.title-short")
    chart = Chart(
        id="activity",
        title=title,
        basis=words("portfolio_report.one.activity.chart"),
        kind=Kind.LINES,
        label_header=header,
        labels=months,
        series=(
            Series(
                words("portfolio.chart.commits"), tuple(pairs.get(month, 0) for month in months)
            ),
        ),
        unit=unit,
        table=ChartTable(
            title,
            (words("portfolio.chart.activity.table-header"), unit),
            tuple(sorted(years.items())),
        ),
    )
    return Section("activity", title, charts=(chart,))


def _between(first: str, last: str) -> tuple[str, ...]:
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return tuple(f"{i // 12:04d}-{i % 12 + 1:02d}" for i in range(begin, end + 1))


def _license_history(portfolio: Portfolio, r: Repository) -> Section | None:
    events = portfolio.license_history(r.repo)
    if not events:
        return None
    title = words("portfolio_report.one.history")
    columns = (
        Column("date", words("portfolio_report.column.date"), _T.DAY),
        Column("license", listing.column_label("license"), _T.LICENSE),
        Column("commit", words("portfolio_report.column.commit")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple((e.date, e.license, e.commit[:12]) for e in events)
    return Section(
        "history",
        title,
        text=(words("portfolio_report.one.history-basis"),),
        tables=(Table("license_history", title, columns, rows),),
    )


def _institutes(portfolio: Portfolio, r: Repository) -> Section | None:
    """Institutes of its authors, by domain; groups under five are not in the data."""
    found = sorted(
        ((d.domain, d.authors) for d in portfolio.domains(r.repo)),
        key=lambda pair: (-pair[1], pair[0]),
    )
    found = [pair for pair in found if pair[1] >= FEWEST_AUTHORS]
    if not found:
        return None
    title = words("portfolio_report.one.institutes")
    columns = (
        Column("domain", words("portfolio_report.column.domain")),
        Column("authors", listing.column_label("authors"), _T.COUNT),
    )
    return Section(
        "institutes",
        title,
        text=(words("portfolio_report.one.institutes-basis"),),
        tables=(Table("institutes", title, columns, tuple(found)),),
    )


def _dependencies(portfolio: Portfolio, r: Repository) -> Section | None:
    """What it needs, as its manifests and bills say."""
    found = portfolio.dependencies(r.repo)
    if not found:
        return None
    title = plural("portfolio_report.one.dependencies", len(found))
    columns = (
        Column("name", words("portfolio_report.column.name")),
        Column("license", listing.column_label("license")),
        Column("optional", words("portfolio_report.column.optional"), _T.FLAG),
        Column("source", words("portfolio_report.column.source")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (d.name, d.license or None, d.optional, d.source) for d in found
    )
    return Section("dependencies", title, tables=(Table("dependencies", title, columns, rows),))


def _sources(portfolio: Portfolio, r: Repository) -> Section | None:
    """Who says what, and since when; what was taken over is in the first table."""
    claims = sorted(portfolio.claims(r.repo), key=lambda c: (c.field, -c.confidence, c.source))
    if not claims:
        return None
    title = words("portfolio_report.one.sources")
    columns = (
        Column("field", words("portfolio_report.column.field")),
        Column("value", words("portfolio_report.column.value")),
        Column("source", words("portfolio_report.column.source")),
        Column("read_on", words("portfolio_report.column.values-of"), _T.DAY),
        Column("confidence", words("portfolio_report.column.confidence")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            field_label(claim.field),
            _claimed(claim),
            claim.source,
            claim.read_on,
            words(f"portfolio_report.confidence.{claim.confidence.name.lower()}"),
        )
        for claim in claims
    )
    return Section("sources", title, tables=(Table("sources", title, columns, rows),), annex=True)


def _claimed(claim: Claim) -> str:
    """The value as text; small groups of people are withheld."""
    value = claim.value
    if claim.field in _PEOPLE and isinstance(value, int) and value < FEWEST_AUTHORS:
        return words("portfolio.few")
    if isinstance(value, tuple):
        return ", ".join(value)
    if claim.field.startswith("license") and value == "":
        return words("portfolio.none-stated")
    return shown(value, _T.TEXT)


def _quality(portfolio: Portfolio, r: Repository) -> tuple[str, ...]:
    """What to know of the values of this one repository."""
    about = portfolio.about
    said = []
    if r.error:
        said.append(words("portfolio_report.one.error", error=visible(r.error)))
    if read := r.read_on or about.read_on:
        values = {"date": day(read), "reference": day(about.reference_date)}
        said.append(words("portfolio.quality.read", **values))
    if is_old_copy(r, about.reference_date):
        said.append(words("portfolio_report.one.old"))
    said += about.caveats
    return (*said, words("portfolio.quality.authors"))
