# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sections that several templates share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from ospo_widgets.charting.model import Chart
from ospo_widgets.charting.numbers import number
from ospo_widgets.portfolio import table as listing
from ospo_widgets.portfolio.filters import kind_label
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.readiness import READINESS, readiness_count
from ospo_widgets.portfolio.records import Repository
from ospo_widgets.portfolio.reports.model import (
    Cell,
    Column,
    ColumnType,
    Figure,
    Link,
    Point,
    Section,
    Table,
)
from ospo_widgets.portfolio.source import FEWEST_AUTHORS
from ospo_widgets.portfolio.tiles import Tile, year_before
from ospo_widgets.wording import day, words

_T = ColumnType


def subtitle(portfolio: Portfolio, made: date) -> tuple[str, ...]:
    """When the report was made, with which filters, and what the rows hold."""
    total = number(portfolio.total)
    said = portfolio.filters.describe()
    chosen = words("portfolio.report.no-filters", total=total)
    if said:
        listed = words("common.semicolon").join(said)
        filters = words("portfolio.report.filters", filters=listed)
        shown = words("portfolio.report.shown", shown=number(len(portfolio)), total=total)
        chosen = f"{filters} {shown}"
    first = f"{words('portfolio.report.date', date=day(made))} {chosen}"
    return (first, portfolio.heading()) if len(portfolio) else (first,)


def figures(portfolio: Portfolio) -> Section:
    """The tiles of the page, each with the year before where it is known."""
    return Section(
        id="figures",
        title=words("portfolio.report.figures"),
        figures=tuple(_figure(tile) for tile in portfolio.tiles()),
    )


def _figure(tile: Tile) -> Figure:
    lines = [tile.comparison] if tile.comparison else []
    if tile.before is not None and year_before(tile.before) not in lines:
        lines.append(year_before(tile.before))
    return Figure(tile.id, tile.label, tile.value, tuple(lines))


def looks(portfolio: Portfolio) -> Section:
    """“What to look at”."""
    return Section(
        id="look",
        title=words("portfolio.attention.title"),
        points=tuple(
            Point(item.headline, item.detail, item.unknown) for item in portfolio.attention()
        ),
    )


def of_chart(chart: Chart) -> Section:
    """A chart as a section: its finding is the heading."""
    return Section(id=chart.id, title=chart.title, charts=(chart,))


def quality(portfolio: Portfolio) -> tuple[str, ...]:
    """What to know of the data before quoting a figure."""
    return tuple(statement.text for statement in portfolio.data_quality())


def repository_list(portfolio: Portfolio) -> Section:
    """The list of repositories, as on the page."""
    rows = listing.sorted_rows(portfolio.repositories)
    columns = tuple(
        Column(
            id=name,
            label=listing.column_label(name),
            type=_LIST_TYPES.get(name, _T.TEXT),
            sorted="descending" if name == listing.DEFAULT_SORT else "",
        )
        for name in listing.COLUMNS
    )
    note = words("portfolio.report.table-note", total=len(READINESS))
    title = portfolio.list_title()
    cells = tuple(_list_row(repository) for repository in rows)
    return Section(
        id="rows",
        title=title,
        tables=(Table("repositories", title, columns, cells, note),),
        annex=True,
    )


_LIST_TYPES = {
    "license": _T.LICENSE,
    "last": _T.DAY,
    "commits": _T.COUNT,
    "authors": _T.COUNT,
    "half": _T.COUNT,
    "readiness": _T.COUNT,
}


def _list_row(r: Repository) -> tuple[Cell, ...]:
    return (
        Link(r.repo, r.url),
        kind_label(r.kind),
        stated(r),
        r.head_date,
        r.commits_12m,
        authors(r.authors),
        r.authors_for_half,
        readiness_count(r),
    )


def stated(repository: Repository) -> str | None:
    """Its licence; empty where none is stated, None where nobody recognised it."""
    return None if repository.family == "unknown" else repository.license


def authors(count: int | None) -> Cell:
    """A number of authors; small groups are withheld."""
    if count is not None and count < FEWEST_AUTHORS:
        return words("portfolio.few")
    return count


def named(repositories: Iterable[Repository], identifier: str, caption: str) -> Table:
    """A short list of repositories: name, kind, licence, last commit."""
    columns = tuple(
        Column(name, listing.column_label(name), _LIST_TYPES.get(name, _T.TEXT))
        for name in ("repo", "kind", "license", "last")
    )
    return Table(
        identifier, caption, columns, tuple(_list_row(r)[: len(columns)] for r in repositories)
    )


def every_row(repositories: Sequence[Repository]) -> Table:
    """Every repository with every field that may leave the house, for data files.

    Headers are names of fields. Counts of authors under five are withheld (empty).
    """
    columns = [Column(name, name, kind) for name, kind, _ in _FIELDS]
    rows = tuple(
        tuple(read(r) for _, _, read in _FIELDS) for r in listing.sorted_rows(repositories)
    )
    return Table("all_fields", words("portfolio_report.all-fields"), tuple(columns), rows)


def _people(count: int | None) -> int | None:
    return None if count is None or count < FEWEST_AUTHORS else count


_FIELDS: tuple[tuple[str, ColumnType, Callable[[Repository], Cell]], ...] = (
    ("repo", _T.TEXT, lambda r: r.repo),
    ("url", _T.TEXT, lambda r: r.url),
    ("platform", _T.TEXT, lambda r: r.platform),
    ("relation", _T.TEXT, lambda r: r.relation),
    ("department", _T.TEXT, lambda r: r.department),
    ("stage", _T.TEXT, lambda r: r.stage),
    ("kind", _T.TEXT, lambda r: str(r.kind) if r.kind else None),
    ("license", _T.LICENSE, stated),
    ("family", _T.TEXT, lambda r: r.family),
    ("license_detected", _T.TEXT, lambda r: r.license_detected),
    ("license_hardware", _T.TEXT, lambda r: r.license_hardware),
    ("license_documentation", _T.TEXT, lambda r: r.license_documentation),
    ("created", _T.DAY, lambda r: r.created),
    ("first_commit_date", _T.DAY, lambda r: r.first_commit_date),
    ("head_date", _T.DAY, lambda r: r.head_date),
    ("last_tag_date", _T.DAY, lambda r: r.last_tag_date),
    ("commits", _T.COUNT, lambda r: r.commits),
    ("commits_12m", _T.COUNT, lambda r: r.commits_12m),
    ("authors", _T.COUNT, lambda r: _people(r.authors)),
    ("authors_12m", _T.COUNT, lambda r: _people(r.authors_12m)),
    ("authors_for_half", _T.COUNT, lambda r: r.authors_for_half),
    ("tags", _T.COUNT, lambda r: r.tags),
    ("releases_12m", _T.COUNT, lambda r: r.releases_12m),
    ("main_language", _T.TEXT, lambda r: r.main_language),
    ("archived", _T.FLAG, lambda r: r.archived),
    ("fork", _T.FLAG, lambda r: r.fork),
    ("stars", _T.COUNT, lambda r: r.stars),
    ("forks", _T.COUNT, lambda r: r.forks),
    ("open_issues", _T.COUNT, lambda r: r.open_issues),
    ("first_response_days", _T.NUMBER, lambda r: r.first_response_days),
    ("closed_share", _T.SHARE, lambda r: r.closed_share),
    ("libyears", _T.NUMBER, lambda r: r.libyears),
    ("reuse_share", _T.SHARE, lambda r: r.reuse_share),
    ("doi", _T.TEXT, lambda r: r.doi),
    ("blockers", _T.COUNT, lambda r: r.blockers),
    ("conflicts", _T.COUNT, lambda r: r.conflicts),
    ("scanned_on", _T.DAY, lambda r: r.scanned_on),
    ("readiness", _T.COUNT, readiness_count),
    *((item.replace("-", "_"), _T.FLAG, check) for item, check in READINESS.items()),
    ("read_on", _T.DAY, lambda r: r.read_on),
    ("error", _T.TEXT, lambda r: r.error),
)
"""Fields of the data files: name, type, and how to read it. No id of a commit, no list."""
