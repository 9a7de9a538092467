# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sections on a whole portfolio: now and before, health, archive candidates, coverage."""

from __future__ import annotations

from ospo_widgets.charting.numbers import number
from ospo_widgets.portfolio import table as listing
from ospo_widgets.portfolio.archive import ArchiveCandidate, Sign
from ospo_widgets.portfolio.chart_rows import Health
from ospo_widgets.portfolio.filter_values import field_label
from ospo_widgets.portfolio.glance import glance
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.reports.model import Cell, Column, ColumnType, Link, Section, Table
from ospo_widgets.portfolio.reports.order import Order
from ospo_widgets.wording import plural, words

MOST_CANDIDATES = 25
"""Archive candidates that a report lists."""

_T = ColumnType
Rows = tuple[tuple[Cell, ...], ...]


def at_a_glance(order: Order) -> Section | None:
    """Each figure now and before, the difference, and whether that is good news."""
    before = order.previous
    found = glance(
        order.portfolio.selection,
        order.portfolio.filters,
        None if before is None else before.selection,
        None if before is None else before.day or before.about.reference_date,
    )
    if not found.rows:
        return None
    title = words("portfolio_report.glance.title")
    columns = (
        Column("measure", words("portfolio_report.column.measure")),
        Column("latest", words("portfolio_report.column.latest"), _T.COUNT),
        Column("previous", words("portfolio_report.column.previous"), _T.COUNT),
        Column("difference", words("portfolio_report.column.difference"), _T.CHANGE),
        Column("share", words("portfolio_report.column.share"), _T.CHANGE_SHARE),
        Column("news", words("portfolio_report.column.news"), _T.NEWS),
    )
    rows: Rows = tuple(
        (row.label, row.latest, row.previous, row.difference, row.share, row.good)
        for row in found.rows
    )
    text = (found.basis,) if found.basis else (words("portfolio_report.glance.nothing-before"),)
    return Section("glance", title, text=text, tables=(Table("glance", title, columns, rows),))


def health(portfolio: Portfolio) -> Section | None:
    """The starter metrics of CHAOSS that the data carries: the middle value, and of how many."""
    found = [metric for metric in portfolio.health() if metric.known]
    if not found:
        return None
    title = words("portfolio_report.health.title")
    columns = (
        Column("metric", words("portfolio_report.column.measure")),
        Column("median", words("portfolio_report.column.median")),
        Column("known", words("portfolio_report.column.known"), _T.COUNT),
    )
    rows: Rows = tuple(
        (words(f"portfolio_report.health.{metric.metric}"), _median(metric), metric.known)
        for metric in found
    )
    return Section(
        "health",
        title,
        text=(words("portfolio_report.health.basis", total=number(len(portfolio))),),
        tables=(Table("health", title, columns, rows),),
    )


def _median(metric: Health) -> str | None:
    if metric.median is None:
        return None
    share = metric.metric == "closed-share"
    value = number(round(metric.median * (100 if share else 1), 1))
    return words(f"portfolio_report.health.unit.{metric.metric}", value=value)


def archive_candidates(portfolio: Portfolio) -> Section | None:
    """Repositories that could be archived, with what speaks for each; a person decides."""
    total, found = portfolio.archive_candidates(count=MOST_CANDIDATES)
    if not found:
        return None
    title = plural("portfolio_report.archive", total)
    columns = (
        Column("repo", listing.column_label("repo")),
        Column("last", listing.column_label("last"), _T.DAY),
        Column("signs", words("portfolio_report.column.signs")),
    )
    rows: Rows = tuple(
        (Link(c.repository.repo, c.repository.url), c.repository.head_date, signs_text(c))
        for c in found
    )
    text = [words("portfolio_report.archive-basis")]
    if total > len(found):
        text.append(words("portfolio_report.archive-first", count=number(len(found))))
    return Section(
        "archive", title, text=tuple(text), tables=(Table("archive", title, columns, rows),)
    )


def signs_text(candidate: ArchiveCandidate) -> str:
    """What speaks for archiving a repository, as words."""
    said = []
    for sign, value in candidate.signs:
        if sign is Sign.NO_RELEASE:
            said.append(words("portfolio_report.sign.old-release" if value else _NEVER))
        else:
            said.append(words(f"portfolio_report.sign.{sign}", value=number(value)))
    return words("common.semicolon").join(said)


_NEVER = "portfolio_report.sign.no-release"


def coverage(portfolio: Portfolio) -> Section | None:
    """Of how many repositories each field is known, and where sources differ."""
    total = len(portfolio)
    found = [c for c in portfolio.coverage() if c.known or c.disagreements]
    if not found:
        return None
    title = words("portfolio_report.coverage.title")
    columns = (
        Column("field", words("portfolio_report.column.field")),
        Column("known", words("portfolio_report.column.known"), _T.COUNT),
        Column("share", words("portfolio_report.column.part"), _T.SHARE),
        Column("differ", words("portfolio_report.column.differ"), _T.COUNT),
    )
    rows: Rows = tuple(
        (field_label(c.field), c.known, c.known / total, c.disagreements) for c in found
    )
    note = words("portfolio_report.coverage.basis", total=number(total))
    return Section(
        "coverage", title, text=(note,), tables=(Table("coverage", title, columns, rows),)
    )
