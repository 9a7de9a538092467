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
        value: The figure; None when it is known of no repository.
        comparison: What it is part of, or its value a year before.
        before: Value a year before; None when it is not known.
        filters: Filters that open its rows; None when they are all rows.
    """

    id: str
    label: str
    value: int | None
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
            value=totals.active if totals.knows("active") else None,
            comparison=_of(totals.active, totals, "active"),
            before=totals.active_before if totals.knows("active") else None,
            filters=replace(filters, active=True),
        ),
        Tile(
            id="commits",
            label=words("portfolio.tile.commits"),
            value=totals.commits_12m if totals.knows("active") else None,
            comparison=year_before(totals.commits_12m_before) if totals.knows("active") else "",
            before=totals.commits_12m_before if totals.knows("active") else None,
            filters=None,
        ),
        Tile(
            id="one-author",
            label=words("portfolio.tile.one-author"),
            value=totals.one_author if totals.knows("one_author") else None,
            comparison=words("portfolio.tile.one-author-note")
            if totals.knows("one_author")
            else "",
            before=None,
            filters=replace(filters, only=filters.only | {"one-author"}),
        ),
        Tile(
            id="reuse",
            label=words("portfolio.tile.reuse"),
            value=totals.reuse_compliant if totals.knows("reuse_compliant") else None,
            comparison=_of(totals.reuse_compliant, totals)
            if totals.knows("reuse_compliant")
            else "",
            before=None,
            filters=replace(filters, only=filters.only | {"reuse"}),
        ),
    )


def year_before(value: int) -> str:
    """“26,333 the year before”."""
    return words("portfolio.tile.year-before", value=number(value))


def _of(value: int, totals: Totals, figure: str = "") -> str:
    """“of 127, 60 %”; where a figure is not known of all, “of 90 known, 60 %”."""
    whole = totals.known.get(figure, totals.repositories)
    if not whole and figure:
        return ""
    share = percent(value, whole) if whole else "0"
    form = "of" if whole == totals.repositories else "of-known"
    return words(f"portfolio.tile.{form}", total=number(whole), percent=share)


def value_text(tile: Tile) -> str:
    """The figure of a tile; “not known” is a word, never a nought."""
    return words("portfolio.not-known") if tile.value is None else number(tile.value)


def to_html(all_tiles: tuple[Tile, ...]) -> Markup:
    """The tiles as a description list."""
    return tag(
        "dl",
        [
            tag(
                "div",
                tag("dt", tile.label),
                tag("dd", value_text(tile), class_="v" if tile.value is not None else "v unk"),
                tag("dd", tile.comparison, class_="d"),
            )
            for tile in all_tiles
        ],
        class_="tiles",
    )
