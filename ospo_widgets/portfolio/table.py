# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The list of repositories: sorted, in pages, as HTML and as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ospo_widgets.charting.numbers import number
from ospo_widgets.charting.table import csv_text
from ospo_widgets.markup import Content, Markup, license_id, link, table, tag
from ospo_widgets.portfolio.filters import kind_label
from ospo_widgets.portfolio.readiness import READINESS, readiness_count
from ospo_widgets.portfolio.records import Repository
from ospo_widgets.portfolio.source import FEWEST_AUTHORS
from ospo_widgets.wording import words

COLUMNS = ("repo", "kind", "license", "last", "commits", "authors", "half", "readiness")
"""Ids of the columns, in order."""

NUMERIC = frozenset({"commits", "authors", "half", "readiness"})
"""Columns whose figures are set right."""

DEFAULT_SORT = "commits"
PAGE_SIZES = (8, 25, 100)
"""Choices of “Rows”."""

_LARGEST = 1 << 62
_SortKey = Callable[[Repository], Any]

_SORTS: Mapping[str, _SortKey] = {
    "commits": lambda r: (-(r.commits_12m or 0), -(r.authors or 0)),
    "repo": lambda _: (),
    "kind": lambda r: (str(r.kind),),
    "license": lambda r: (r.license.casefold(),),
    "last": lambda r: (-r.head_date.toordinal() if r.head_date else 0,),
    "authors": lambda r: (-(r.authors or 0),),
    "half": lambda r: (_LARGEST if r.authors_for_half is None else r.authors_for_half,),
    "readiness": lambda r: (readiness_count(r),),
}

SORTS = tuple(_SORTS)
"""Ids of the orders that can be chosen."""

DESCENDING = frozenset({"commits", "last", "authors"})
"""Orders that begin with the largest value, for ``aria-sort``."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of the sorted list.

    Attributes:
        rows: Repositories of this page.
        number: Number of the page, from 1.
        pages: Number of pages, at least 1.
        first: Place of the first row in the whole list, from 1; 0 when there is none.
        last: Place of the last row.
        total: Rows in the whole list.
        sort: Order.
    """

    rows: tuple[Repository, ...]
    number: int
    pages: int
    first: int
    last: int
    total: int
    sort: str


def sorted_rows(
    repositories: Sequence[Repository], sort: str = DEFAULT_SORT
) -> tuple[Repository, ...]:
    """All repositories in order; equal ones by name, so that the order never changes by itself.

    Raises:
        KeyError: There is no such order (see :data:`SORTS`).
    """
    key = _SORTS[sort]
    return tuple(sorted(repositories, key=lambda r: (key(r), r.repo.casefold(), r.repo)))


def page(
    repositories: Sequence[Repository],
    *,
    sort: str = DEFAULT_SORT,
    number: int = 1,
    size: int = PAGE_SIZES[0],
) -> Page:
    """One page of the sorted list; a number beyond the ends gives the nearest page.

    Args:
        repositories: Repositories that fit the filters.
        sort: One of :data:`SORTS`.
        number: Page, from 1.
        size: Rows a page, at least 1.

    Raises:
        KeyError: There is no such order.
    """
    rows = sorted_rows(repositories, sort)
    return page_of(len(rows), lambda first, count: rows[first : first + count], sort, number, size)


def page_of(
    total: int,
    read: Callable[[int, int], tuple[Repository, ...]],
    sort: str,
    number: int,
    size: int,
) -> Page:
    """One page of a sorted list of which only this page is read.

    Args:
        total: Rows of the whole list.
        read: Gives some rows, by place of the first one and count.
        sort: Order of the list.
        number: Page, from 1.
        size: Rows a page, at least 1.
    """
    size = max(size, 1)
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    rows = read(start, size)
    return Page(
        rows=rows,
        number=number,
        pages=pages,
        first=start + 1 if rows else 0,
        last=start + len(rows),
        total=total,
        sort=sort,
    )


def column_label(column: str) -> str:
    """Header of a column."""
    return words(f"portfolio.table.column.{column}")


def authors_text(authors: int | None) -> str:
    """Number of authors; small groups are withheld."""
    if authors is None:
        return words("portfolio.not-known")
    return words("portfolio.few") if authors < FEWEST_AUTHORS else number(authors)


def _figure(value: int | None) -> str:
    return words("portfolio.not-known") if value is None else number(value)


def cells(repository: Repository) -> tuple[str, ...]:
    """Texts of one row, in the order of :data:`COLUMNS`."""
    half = repository.authors_for_half
    return (
        repository.repo,
        kind_label(repository.kind),
        repository.license or words("portfolio.none-stated"),
        repository.head_date.isoformat() if repository.head_date else words("portfolio.not-known"),
        _figure(repository.commits_12m),
        authors_text(repository.authors),
        _figure(half),
        words(
            "portfolio.table.readiness",
            count=readiness_count(repository),
            total=len(READINESS),
        ),
    )


def to_html(
    rows: Sequence[Repository],
    caption: str,
    *,
    sort: str = "",
    address: Callable[[Repository], str] = lambda r: r.url,
    hide_caption: bool = False,
) -> Markup:
    """The rows as a table, which becomes cards on a narrow screen.

    Args:
        rows: Repositories in the order to show.
        caption: What the table shows.
        sort: Order of the rows, marked in its header; empty marks none.
        address: Where the name of a repository leads; an empty address makes no link.
        hide_caption: Keep the caption for screen readers only.
    """
    body: list[list[Content]] = []
    for repository in rows:
        name, kind, license_, last, *figures = cells(repository)
        where = address(repository)
        short = " " not in license_ and not license_.startswith("LicenseRef-")
        body.append(
            [
                link(name, where) if where else name,
                kind,
                license_id(license_) if short else license_,
                tag("time", last, datetime=last, class_="num lic"),
                *figures,
            ]
        )
    numeric = [i for i, column in enumerate(COLUMNS) if column in NUMERIC]
    plain = table(
        caption,
        [column_label(column) for column in COLUMNS],
        body,
        numeric=numeric,
        class_="cards-s",
        hide_caption=hide_caption,
    )
    return _mark_sorted(plain, sort) if sort in COLUMNS else plain


def _mark_sorted(html: Markup, sort: str) -> Markup:
    """Say in the header by which column the rows are sorted, to eyes and to screen readers."""
    css = "n" if sort in NUMERIC else None
    label = column_label(sort)
    way = "descending" if sort in DESCENDING else "ascending"
    before = tag("th", label, scope="col", class_=css)
    arrow = "sorted" if way == "descending" else "sorted up"
    after = tag("th", tag("span", label, class_=arrow), scope="col", class_=css, aria_sort=way)
    return Markup(html.replace(before, after, 1))


def to_csv(repositories: Sequence[Repository]) -> str:
    """All rows as CSV, most commits first; dates and numbers plain, formulas made harmless.

    Counts of authors under five are withheld (empty).
    """
    header = [
        *(column_label(column) for column in COLUMNS),
        words("portfolio.filter.relation"),
        "URL",
    ]
    return csv_text(
        header,
        (
            (
                r.repo,
                str(r.kind or ""),
                r.license,
                r.head_date.isoformat() if r.head_date else None,
                r.commits_12m,
                r.authors if (r.authors or 0) >= FEWEST_AUTHORS else None,
                r.authors_for_half,
                readiness_count(r),
                r.relation,
                r.url,
            )
            for r in sorted_rows(repositories)
        ),
    )
