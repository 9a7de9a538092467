# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sections on what changed in a period."""

from __future__ import annotations

from collections.abc import Sequence

from ospo_widgets.portfolio import table as listing
from ospo_widgets.portfolio.records import Repository
from ospo_widgets.portfolio.reports import parts
from ospo_widgets.portfolio.reports.changes import Changes
from ospo_widgets.portfolio.reports.findings import changes_basis
from ospo_widgets.portfolio.reports.model import Cell, Column, ColumnType, Link, Section, Table
from ospo_widgets.wording import plural, words

_T = ColumnType


def sections(changes: Changes) -> tuple[Section, ...]:
    """New and gone repositories, licences, readiness; kinds of change without any are left out."""
    found = [
        _listed("new", changes.new),
        _listed("gone", changes.gone or ()),
        _renamed(changes),
        licenses(changes),
        _readiness(changes),
        _listed("archived", changes.archived or ()),
        _unread(changes.unread),
    ]
    return tuple(section for section in found if section is not None)


def _title(name: str, count: int) -> str:
    return plural(f"portfolio_report.changed.{name}", count)


def _listed(name: str, repositories: Sequence[Repository]) -> Section | None:
    if not repositories:
        return None
    title = _title(name, len(repositories))
    return Section(id=name, title=title, tables=(parts.named(repositories, name, title),))


def _renamed(changes: Changes) -> Section | None:
    if not changes.renamed:
        return None
    title = _title("renamed", len(changes.renamed))
    columns = (
        Column("before", words("portfolio_report.column.before")),
        Column("after", words("portfolio_report.column.after")),
    )
    return Section("renamed", title, tables=(Table("renamed", title, columns, changes.renamed),))


def licenses(changes: Changes) -> Section | None:
    """Repositories whose licence changed, with the day where a commit tells it."""
    if not changes.licenses:
        return None
    title = _title("licenses", len(changes.licenses))
    columns = (
        Column("repo", listing.column_label("repo")),
        Column("before", words("portfolio_report.column.before"), _T.LICENSE),
        Column("after", words("portfolio_report.column.after"), _T.LICENSE),
        Column("date", words("portfolio_report.column.date"), _T.DAY),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Link(c.repo, c.url), c.before, c.after, c.date) for c in changes.licenses
    )
    table = Table("license_changes", title, columns, rows)
    return Section("license-changes", title, text=(changes_basis(changes),), tables=(table,))


def _readiness(changes: Changes) -> Section | None:
    if not changes.readiness:
        return None
    gained = sum(change.gained for change in changes.readiness)
    lost = len(changes.readiness) - gained
    said = [
        plural(f"portfolio_report.changed.{name}", count)
        for name, count in (("gained", gained), ("lost", lost))
        if count
    ]
    columns = (
        Column("repo", listing.column_label("repo")),
        Column("item", words("portfolio.chart.readiness.header")),
        Column("change", words("portfolio_report.column.change")),
        Column("date", words("portfolio_report.column.date"), _T.DAY),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Link(change.repo, change.url),
            words(f"portfolio.readiness.{change.item}"),
            words(f"portfolio_report.change.{'gained' if change.gained else 'lost'}"),
            change.date,
        )
        for change in changes.readiness
    )
    title = words("common.semicolon").join(said)
    table = Table("readiness_changes", title, columns, rows)
    return Section("readiness-changes", title, tables=(table,))


def _unread(repositories: Sequence[Repository]) -> Section | None:
    if not repositories:
        return None
    title = _title("unread", len(repositories))
    columns = (
        Column("repo", listing.column_label("repo")),
        Column("error", words("portfolio_report.column.error")),
        Column("read_on", words("portfolio_report.column.values-of"), _T.DAY),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Link(r.repo, r.url), r.error, r.read_on) for r in repositories
    )
    return Section(
        "unread",
        title,
        text=(words("portfolio_report.changed.unread-note"),),
        tables=(Table("unread", title, columns, rows),),
    )
