# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Readiness of groups as a heat map; every cell says its value."""

from __future__ import annotations

from ospo_widgets.charting.model import Chart, ChartTable, Kind, Series, Tone
from ospo_widgets.charting.numbers import number, percent
from ospo_widgets.portfolio.chart_rows import Heat, HeatRow, Share
from ospo_widgets.portfolio.chart_words import (
    filter_key,
    group_label,
    item_label,
    short_group_label,
)
from ospo_widgets.wording import words

MOST_ROWS = 30
"""Most groups that a heat map draws; its table has all."""


def readiness_heat(rows: Heat) -> Chart:
    """Share of the repositories of each group that have each item."""
    shown = rows.rows[:MOST_ROWS]
    header = words(f"portfolio.filter.{rows.by}")
    caption = words("portfolio_charts.heat.caption", by=header[:1].lower() + header[1:])
    series = tuple(
        Series(
            item_label(item),
            tuple(_percent(row.shares[i]) for row in shown),
            key=item,
            texts=tuple(_cell(row.shares[i]) for row in shown),
            tones=tuple(
                Tone.NORMAL if row.shares[i].known else Tone.UNKNOWN for row in shown
            ),
        )
        for i, item in enumerate(rows.items)
    )  # fmt: skip
    columns = (header, words("portfolio.chart.repositories"), *(s.name for s in series))
    return Chart(
        id=f"readiness-{rows.by}",
        title=_heat_title(rows),
        basis=words("portfolio_charts.heat.basis"),
        kind=Kind.HEAT,
        label_header=header,
        labels=tuple(_counted(rows.by, row) for row in shown),
        series=series,
        keys=tuple(filter_key(row.key) for row in shown),
        whole=100,
        unit=words("portfolio_charts.per-cent"),
        filter_name=rows.by,
        caption=caption,
        short_labels=tuple(short_group_label(rows.by, row.key) for row in shown),
        table=ChartTable(caption, columns, tuple(_heat_row(rows.by, row) for row in rows.rows)),
        series_filter="only",
        data=_heat_data(rows, header, caption),
    )


def _percent(share: Share) -> float | None:
    return 100 * share.yes / share.known if share.known else None


def _cell(share: Share) -> str:
    return percent(share.yes, share.known) if share.known else words("portfolio_charts.unknown")


def _counted(by: str, row: HeatRow) -> str:
    name = group_label(by, row.key)
    return words("portfolio_charts.counted", name=name, count=number(row.repositories))


def _heat_row(by: str, row: HeatRow) -> tuple[str | float | None, ...]:
    return (
        group_label(by, row.key),
        row.repositories,
        *(_of(share) if share.known else None for share in row.shares),
    )


def _of(share: Share) -> str:
    return words(
        "portfolio_charts.of",
        part=number(share.yes),
        whole=number(share.known),
        percent=percent(share.yes, share.known),
    )


def _heat_data(rows: Heat, header: str, caption: str) -> ChartTable:
    """One row for each group and item, counts only."""
    columns = (
        header,
        words("portfolio.chart.readiness.header"),
        words("portfolio_charts.heat.yes"),
        words("portfolio_charts.heat.known"),
        words("portfolio.chart.repositories"),
    )
    data = [
        (group_label(rows.by, row.key), item_label(item), s.yes, s.known, row.repositories)
        for row in rows.rows
        for item, s in zip(rows.items, row.shares, strict=True)
    ]
    return ChartTable(caption, columns, tuple(data))


def _heat_title(rows: Heat) -> str:
    """“CITATION.cff is rarest: 9 % have it”."""
    sums = [
        (sum(r.shares[i].yes for r in rows.rows), sum(r.shares[i].known for r in rows.rows), item)
        for i, item in enumerate(rows.items)
    ]
    known = [(yes / of, yes, of, item) for yes, of, item in sums if of]
    if not known:
        return words("portfolio_charts.heat.title.empty")
    _, yes, of, item = min(known, key=lambda row: row[0])
    name = item_label(item)
    return words("portfolio_charts.heat.title.rarest", item=name, percent=percent(yes, of))
