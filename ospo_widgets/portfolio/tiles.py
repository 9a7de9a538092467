# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Summary tiles: value, label, comparison; each opens its rows where it has some."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ospo_widgets.charting.numbers import number, percent
from ospo_widgets.markup import Markup, tag
from ospo_widgets.portfolio.families import NONE
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.totals import Totals
from ospo_widgets.wording import words


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure.

    Attributes:
        id: ASCII id.
        label: What it counts.
        value: The figure.
        comparison: What it is part of, or its value a year before.
        before: Value a year before; None when it is not known.
        filters: Filters that open its rows; None when they are all rows.
    """

    id: str
    label: str
    value: int
    comparison: str
    before: int | None
    filters: Filters | None


def tiles(totals: Totals, filters: Filters) -> tuple[Tile, ...]:
    """The five tiles of the page.

    Args:
        totals: Figures of the repositories that fit the filters.
        filters: Filters that are set; those of a tile add to them.
    """
    return (
        Tile(
            id="no-license",
            label=words("portfolio.tile.no-license"),
            value=totals.no_license,
            comparison=_of(totals.no_license, totals),
            before=None,
            filters=replace(filters, family=NONE),
        ),
        Tile(
            id="active",
            label=words("portfolio.tile.active"),
            value=totals.active,
            comparison=_of(totals.active, totals),
            before=totals.active_before,
            filters=replace(filters, active=True),
        ),
        Tile(
            id="commits",
            label=words("portfolio.tile.commits"),
            value=totals.commits_12m,
            comparison=year_before(totals.commits_12m_before),
            before=totals.commits_12m_before,
            filters=None,
        ),
        Tile(
            id="one-author",
            label=words("portfolio.tile.one-author"),
            value=totals.one_author,
            comparison=words("portfolio.tile.one-author-note"),
            before=None,
            filters=replace(filters, only=filters.only | {"one-author"}),
        ),
        Tile(
            id="reuse",
            label=words("portfolio.tile.reuse"),
            value=totals.reuse_compliant,
            comparison=_of(totals.reuse_compliant, totals),
            before=None,
            filters=replace(filters, only=filters.only | {"reuse"}),
        ),
    )


def year_before(value: int) -> str:
    """“26,333 the year before”."""
    return words("portfolio.tile.year-before", value=number(value))


def _of(value: int, totals: Totals) -> str:
    whole = totals.repositories
    share = percent(value, whole) if whole else "0"
    return words("portfolio.tile.of", total=number(whole), percent=share)


def to_html(all_tiles: tuple[Tile, ...]) -> Markup:
    """The tiles as a description list."""
    return tag(
        "dl",
        [
            tag(
                "div",
                tag("dt", tile.label),
                tag("dd", number(tile.value), class_="v"),
                tag("dd", tile.comparison, class_="d"),
            )
            for tile in all_tiles
        ],
        class_="tiles",
    )
