# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts of health in the terms of CHAOSS: starter metrics and contributor absence factor.

People are counted, never named.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ospo_widgets.charting.model import Axis, Chart, ChartTable, Kind, Series, Tone
from ospo_widgets.charting.numbers import number, percent
from ospo_widgets.portfolio.chart_rows import HALF, HEALTH_BINS, Factor, Health, Spot
from ospo_widgets.portfolio.families import family_label
from ospo_widgets.portfolio.phrases import some
from ospo_widgets.wording import words

HALVES = {"1": 1, "2": 2, "3-5": 5, "6-10": 10}
"""Values of the filter ``half`` with the most authors of each; ``more`` has the rest."""

MUCH = 100
"""Commits in 12 months from which one author for half of them stands out."""


def absence_factor(rows: Sequence[Factor]) -> Chart:
    """Repositories by how few authors made half of the commits."""
    groups = _halves(rows)
    one = sum(row.repositories for row in rows if row.authors == 1 and not row.more)
    total = sum(row.repositories for row in rows)
    columns = (
        words("portfolio_charts.factor.header"),
        words("portfolio.chart.repositories"),
        words("portfolio_charts.factor.active"),
    )
    return Chart(
        id="absence-factor",
        title=some("portfolio_charts.factor.title", one, total)
        if total
        else words("portfolio_charts.factor.empty"),
        basis=words("portfolio_charts.factor.basis"),
        kind=Kind.BARS,
        label_header=columns[0],
        labels=tuple(label for label, *_ in groups),
        series=(Series(columns[1], tuple(n for _, _, n, _ in groups)),),
        keys=tuple(value for _, value, *_ in groups),
        tones=tuple(Tone.ATTENTION if v == "1" else Tone.NORMAL for _, v, *_ in groups),
        whole=total,
        unit=columns[1],
        filter_name=HALF,
        caption=words("portfolio_charts.factor.caption"),
        table=ChartTable(
            words("portfolio_charts.factor.caption"),
            columns,
            tuple((label, n, a) for label, _, n, a in groups),
        ),
        data=ChartTable(
            words("portfolio_charts.factor.caption"), columns, tuple(map(_factor, rows))
        ),
    )


def _factor(row: Factor) -> tuple[str | float | None, ...]:
    return _authors(row.authors, more=row.more), row.repositories, row.active


def _authors(count: int, *, more: bool) -> str:
    return words("portfolio_charts.factor.more", count=number(count)) if more else number(count)


def _halves(rows: Sequence[Factor]) -> list[tuple[str, str, int, int]]:
    """Label, value of the filter, repositories and active ones of each group of factors.

    A group that the rows cut in two cannot be chosen: its value is empty.
    """
    cut = next((row.authors for row in rows if row.more), HALVES["6-10"] + 1)
    found = []
    first = 1
    for value, last in HALVES.items():
        whole = last < cut
        to = min(last, cut - 1)
        if to >= first:
            label = words(f"portfolio.half.{value}") if whole else _between(first, to)
            found.append((label, value if whole else "", *_sums(rows, first, to)))
        first = last + 1
    rest = _sums(rows, cut, None)
    exact = cut == HALVES["6-10"] + 1
    label = words("portfolio.half.more") if exact else _authors(cut, more=True)
    return [*found, (label, "more" if exact else "", *rest)]


def _between(first: int, last: int) -> str:
    return words("portfolio_charts.factor.between", first=number(first), last=number(last))


def _sums(rows: Sequence[Factor], first: int, last: int | None) -> tuple[int, int]:
    fit = [r for r in rows if r.authors >= first and (last is None or r.authors <= last)]
    return sum(r.repositories for r in fit), sum(r.active for r in fit)


def health(row: Health) -> Chart:
    """One starter metric of CHAOSS: how many repositories lie in each range."""
    title = words(
        "portfolio_charts.health.empty", name=words(f"portfolio_charts.health.{row.metric}.name")
    )
    if row.metric == "releases" and row.median == 0:
        title = words("portfolio_charts.health.releases.none")
    elif row.median is not None:
        title = words(
            f"portfolio_charts.health.{row.metric}.title", median=_value(row.metric, row.median)
        )
    return Chart(
        id=f"health-{row.metric}",
        title=title,
        basis=words(
            "portfolio_charts.health.basis",
            what=words(f"portfolio_charts.health.{row.metric}.what"),
            known=number(row.known),
            total=number(row.repositories),
        ),
        kind=Kind.BARS,
        label_header=words(f"portfolio_charts.health.{row.metric}.name"),
        labels=tuple(_ranges(row.metric)),
        series=(Series(words("portfolio.chart.repositories"), row.bins),),
        whole=row.known,
        unit=words("portfolio.chart.repositories"),
        caption=words(
            "portfolio_charts.health.caption",
            name=words(f"portfolio_charts.health.{row.metric}.name"),
        ),
    )


def _value(metric: str, value: float) -> str:
    return percent(value, 1) if metric == "closed-share" else number(value)


def _ranges(metric: str) -> list[str]:
    """Label of each bin."""
    limits = HEALTH_BINS[metric]
    if metric == "closed-share":
        said = [percent(limit, 1) if limit < 0.99 else "100" for limit in limits]
        return [
            words("portfolio_charts.health.share.first", to=said[0]),
            *(
                words("portfolio_charts.health.share.between", to=b, after=a)
                for a, b in pairwise(said)
            ),
            words("portfolio_charts.health.share.all"),
        ]
    # Whole numbers but for days and years, where “over 1 up to 7” is meant.
    days = metric in {"first-response", "libyears"}
    found = []
    before: float | None = None
    for limit in limits:
        first = limit if before is None else before + (0 if days else 1)
        if before is None and not days:
            first = 0 if metric == "releases" else 1
        found.append(_range(metric, first if before is not None or not days else 0, limit))
        before = limit
    return [*found, words(f"portfolio_charts.health.{metric}.over", limit=number(limits[-1]))]


def _range(metric: str, first: float, last: float) -> str:
    if first == last:
        return words(f"portfolio_charts.health.{metric}.exact", limit=number(last))
    return words(f"portfolio_charts.health.{metric}.range", first=number(first), limit=number(last))


def spots(rows: Sequence[Spot]) -> Chart:
    """Active repositories between their commits and how few authors made half of them."""
    shown = [row for row in rows if row.commits_12m > 0 and row.authors_for_half > 0]
    alone = [row.authors_for_half == 1 and row.commits_12m >= MUCH for row in shown]
    columns = (
        words("portfolio.table.column.repo"),
        words("portfolio.table.column.commits"),
        words("portfolio.table.column.half"),
    )
    count = sum(alone)
    title = words("portfolio_charts.spots.empty")
    if shown:
        title = some("portfolio_charts.spots.title", count, len(shown), limit=number(MUCH))
    first = sorted(shown, key=lambda r: (r.authors_for_half, -r.commits_12m))
    table = ChartTable(
        words("portfolio_charts.spots.caption"),
        (*columns, words("portfolio.filter.family")),
        tuple(
            (r.repo, r.commits_12m, r.authors_for_half, family_label(r.family) if r.family else "")
            for r in first
        ),
    )
    return Chart(
        id="spots",
        title=title,
        basis=words("portfolio_charts.spots.basis"),
        kind=Kind.SCATTER,
        label_header=columns[0],
        labels=tuple(row.repo for row in shown),
        series=(
            Series(columns[1], tuple(row.commits_12m for row in shown)),
            Series(columns[2], tuple(row.authors_for_half for row in shown)),
        ),
        keys=tuple(row.repo for row in shown),
        tones=tuple(Tone.ATTENTION if one else Tone.NORMAL for one in alone),
        filter_name="repo",
        caption=words("portfolio_charts.spots.caption"),
        table=ChartTable(table.caption, table.columns, table.rows[:IN_TABLE]),
        axes=(Axis(columns[1], log=True), Axis(words("portfolio_charts.spots.up"), log=True)),
        data=table,
    )


IN_TABLE = 50
"""Repositories in the table beside the points; the CSV has all."""
