# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts over time: licence mix, readiness, commits. Rows in, a chart out, its title a finding."""

from __future__ import annotations

from ospo_widgets.charting.model import MOST_SERIES, Chart, ChartTable, Kind, Series
from ospo_widgets.charting.numbers import number, percent
from ospo_widgets.portfolio.chart_rows import OTHER, PERIOD, ItemTrend, OverTime, Told, Trend
from ospo_widgets.portfolio.chart_words import (
    earlier,
    family_order,
    filter_key,
    group_label,
    item_label,
    last_of_years,
    said_point,
    share_text,
    short_group_label,
    tone_of,
    yearly_table,
)
from ospo_widgets.portfolio.families import NONE, UNKNOWN
from ospo_widgets.wording import plural, words

CERN_OHL = "cern-ohl"
"""Group of all variants and versions of the CERN Open Hardware Licence."""

WINDOW = 12
"""Months that a point of the commits sums up, so that single months do not hide the trend."""


def license_mix(rows: OverTime, *, shares: bool = True) -> Chart:
    """Repositories by licence family over time; *none* and *unknown* are the lowest bands.

    Args:
        rows: Counts by family.
        shares: As shares of the repositories of each point; else as counts.
    """
    series = _bands(rows)
    header = words("portfolio_charts.time.header")
    caption = words(f"portfolio_charts.mix.caption.{'shares' if shares else 'counts'}")
    basis = words(f"portfolio_charts.mix.basis.{rows.told}")
    if rows.without_history:
        basis = f"{basis} {plural('portfolio_charts.without-history', rows.without_history)}"
    return Chart(
        id="mix" if shares else "mix-counts",
        title=_mix_title(rows),
        basis=basis,
        kind=Kind.AREA_SHARES if shares else Kind.AREAS,
        label_header=header,
        labels=rows.points,
        series=series,
        keys=rows.points,
        unit=words("portfolio.chart.repositories"),
        filter_name=PERIOD,
        caption=caption,
        # The table has every family, CERN-OHL by variant too.
        table=yearly_table(caption, header, rows.points, _each(rows), shares=True),
        series_filter=rows.by,
    )


def _bands(rows: OverTime) -> tuple[Series, ...]:
    """At most eight bands: the largest, and the rest as one."""
    counts = dict(zip(rows.groups, rows.counts, strict=True))
    counts = {key: values for key, values in counts.items() if any(values)}
    keys = list(counts)
    order = [keys[i] for i in family_order(keys, [counts[key][-1] for key in keys])]
    if len(order) > MOST_SERIES:
        counts = _with_one_cern_ohl(counts)
        order = [key for key in order if key in counts]
        first = [key for key in (CERN_OHL,) if key in counts]
        others = [key for key in order if key not in {OTHER, CERN_OHL}]
        # The hardware licences stay in sight however few they are.
        kept = [*others[: MOST_SERIES - 1 - len(first)], *first]
        order = [*order, *first]
        rest = [counts[key] for key in order if key not in kept]
        counts[OTHER] = tuple(map(sum, zip(*rest, strict=True)))
        order = [*kept, OTHER]
    merged = len(keys) > len(order)
    return tuple(
        Series(
            group_label(rows.by, key),
            counts[key],
            tone_of(rows.by, key),
            # A band that holds several groups is no value of the filter.
            key="" if merged and key == OTHER else filter_key(key),
            short_name=short_group_label(rows.by, key),
        )
        for key in order
    )


def _with_one_cern_ohl(counts: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The variants of CERN-OHL as one group, where there are any."""
    variants = [key for key in counts if key.startswith(f"{CERN_OHL}-")]
    if not variants:
        return counts
    both = tuple(map(sum, zip(*(counts[key] for key in variants), strict=True)))
    return {key: n for key, n in counts.items() if key not in variants} | {CERN_OHL: both}


def _each(rows: OverTime) -> tuple[Series, ...]:
    """Every group that has a repository at any time, in the order of the bands."""
    counts = dict(zip(rows.groups, rows.counts, strict=True))
    keys = [key for key, values in counts.items() if any(values)]
    order = family_order(keys, [counts[key][-1] for key in keys])
    return tuple(Series(group_label(rows.by, keys[i]), counts[keys[i]]) for i in order)


def _mix_title(rows: OverTime) -> str:
    """“46 % without a known licence, 59 % in June 2021”."""
    lacking = [
        counts
        for group, counts in zip(rows.groups, rows.counts, strict=True)
        if group in {NONE, UNKNOWN}
    ]

    def share(at: int) -> tuple[int, int]:
        return sum(c[at] for c in lacking), sum(c[at] for c in rows.counts)

    part, whole = share(len(rows.points) - 1) if rows.points else (0, 0)
    if not whole:
        return words("portfolio_charts.mix.title.empty")
    if not part:
        return words("portfolio_charts.mix.title.none")
    now = share_text(part, whole)
    back = earlier(rows.points)
    if back is None or not share(back)[1]:
        return words("portfolio_charts.mix.title.now", now=now)
    before = share_text(*share(back))
    return words(
        "portfolio_charts.mix.title.before",
        now=now,
        before=before,
        when=said_point(rows.points[back]),
    )


def commits_by(rows: OverTime) -> Chart:
    """Commits in the 12 months up to each month, by group, from commits by month."""
    points = rows.points[WINDOW - 1 :]
    sums = tuple(
        tuple(sum(values[i : i + WINDOW]) for i in range(len(points))) for values in rows.counts
    )
    summed = OverTime(rows.groups, points, sums, rows.told, rows.without_history, rows.by)
    series = _bands(summed)
    header = words("portfolio.chart.activity.header")
    caption = words("portfolio_charts.commits.caption")
    title = caption
    total = sum(int(s.values[-1] or 0) for s in series) if points else 0
    if total:
        most = max(series, key=lambda s: s.values[-1] or 0)
        title = words(
            "portfolio_charts.commits.title",
            percent=percent(most.values[-1] or 0, total),
            group=most.name,
        )
    return Chart(
        id=f"commits-{rows.by}",
        title=title,
        basis=words("portfolio_charts.commits.basis"),
        kind=Kind.AREAS,
        label_header=header,
        labels=points,
        series=series,
        keys=points,
        unit=words("portfolio.chart.commits"),
        filter_name=PERIOD,
        caption=caption,
        table=yearly_table(caption, header, points, series, shares=True),
        series_filter=rows.by,
    )


def readiness_trend(rows: Trend) -> Chart:
    """Share of repositories that have each item, over time.

    Eight items at most are drawn, those that changed most; the table and the CSV have all.
    """
    every = [_item(trend) for trend in rows.items]
    drawn = sorted(range(len(every)), key=lambda i: -abs(_gain(every[i], rows)))[:MOST_SERIES]
    header = words("portfolio_charts.time.header")
    caption = words("portfolio_charts.trend.caption")
    basis = words(f"portfolio_charts.trend.basis.{Told(rows.told)}")
    if len(drawn) < len(every):
        left = plural("portfolio_charts.trend.left", len(every) - len(drawn))
        basis = f"{basis} {left}"
    columns = (header, *(s.name for s in every))
    shown = tuple(
        (
            rows.points[i],
            *(
                words(
                    "portfolio_charts.of",
                    part=number(trend.yes[i]),
                    whole=number(trend.known[i]),
                    percent=share_text(trend.yes[i], trend.known[i]),
                )
                if trend.known[i]
                else None
                for trend in rows.items
            ),
        )
        for i in last_of_years(rows.points)
    )
    data = tuple((p, *(s.values[i] for s in every)) for i, p in enumerate(rows.points))
    return Chart(
        id="readiness-trend",
        title=_trend_title(rows, every),
        basis=basis,
        kind=Kind.LINES,
        label_header=header,
        labels=rows.points,
        series=tuple(every[i] for i in sorted(drawn)),
        keys=rows.points,
        whole=100,
        unit=words("portfolio_charts.per-cent"),
        filter_name=PERIOD,
        caption=caption,
        table=ChartTable(words("portfolio_charts.yearly", caption=caption), columns, shown),
        series_filter="only",
        data=ChartTable(caption, columns, data),
    )


def _item(trend: ItemTrend) -> Series:
    values = tuple(
        100 * yes / known if known else None
        for yes, known in zip(trend.yes, trend.known, strict=True)
    )
    return Series(item_label(trend.item), values, key=trend.item)


def _gain(series: Series, rows: Trend) -> float:
    """Points of per cent gained since five years before; 0 where nothing tells."""
    back = earlier(rows.points)
    if back is None:
        return 0
    before, now = series.values[back], series.values[-1]
    return 0 if before is None or now is None else now - before


def _trend_title(rows: Trend, every: list[Series]) -> str:
    """“Tests: 67 %, 40 % in August 2021”: the item that changed most."""
    back = earlier(rows.points)
    moved = [s for s in every if abs(_gain(s, rows)) >= 0.5]
    if back is None or not every:
        return words("portfolio_charts.trend.title.empty")
    if not moved:
        return words("portfolio_charts.trend.title.same", when=said_point(rows.points[back]))
    most = max(moved, key=lambda s: abs(_gain(s, rows)))
    return words(
        f"portfolio_charts.trend.title.{'more' if _gain(most, rows) > 0 else 'fewer'}",
        item=most.name,
        now=percent(most.values[-1] or 0, 100),
        before=percent(most.values[back] or 0, 100),
        when=said_point(rows.points[back]),
    )
