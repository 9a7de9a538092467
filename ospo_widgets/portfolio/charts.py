# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The charts of the portfolio: metrics in, :class:`Chart` out, each title a finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ospo_widgets.charting.model import Chart, ChartTable, Kind, Series, Tone
from ospo_widgets.charting.numbers import number, percent
from ospo_widgets.portfolio.families import family_label, family_short_label
from ospo_widgets.portfolio.figures import Columns, columns
from ospo_widgets.portfolio.filters import kind_label
from ospo_widgets.portfolio.phrases import month, some
from ospo_widgets.portfolio.totals import Totals
from ospo_widgets.wording import day, plural, words

CHARTS = ("licences", "readiness", "activity", "kinds")
"""Ids of the charts in the order of the page."""


def licences(families: Columns, totals: Totals) -> Chart:
    """Repositories by licence family, from :func:`figures.family_columns`."""
    names = [str(name) for name in families["family"]]
    return Chart(
        id="licences",
        title=some("portfolio.chart.licences", totals.no_license, totals.repositories),
        basis=words("portfolio.chart.licences.basis"),
        kind=Kind.BARS,
        label_header=words("portfolio.chart.licences.header"),
        labels=tuple(family_label(name) for name in names),
        series=(_repositories(families["repositories"]),),
        keys=tuple(names),
        tones=tuple(Tone.ATTENTION if flag else Tone.NORMAL for flag in families["attention"]),
        whole=totals.repositories,
        unit=words("portfolio.chart.repositories"),
        filter_name="family",
        caption=words("portfolio.chart.licences.caption"),
        short_labels=tuple(family_short_label(name) for name in names),
    )


def readiness(items: Columns, totals: Totals) -> Chart:
    """How many repositories have each item, from :func:`figures.figures_of`.

    Items of which nothing is known of any repository are left out, and counted in the basis.
    """
    every = tuple(zip(items["item"], items["repositories"], items["unknown"], strict=True))
    known = [row for row in every if row[2] < max(totals.repositories, 1)]
    items = columns(("item", "repositories", "unknown"), known)
    names = [str(name) for name in items["item"]]
    labels = tuple(words(f"portfolio.readiness.{name}") for name in names)
    return Chart(
        id="readiness",
        title=_readiness_title(items, totals),
        basis=_readiness_basis(items, totals, left_out=len(every) - len(known)),
        kind=Kind.SHARES,
        label_header=words("portfolio.chart.readiness.header"),
        labels=labels,
        series=(_repositories(items["repositories"]),),
        keys=tuple(names),
        whole=totals.repositories,
        unit=words("portfolio.chart.repositories"),
        filter_name="only",
        caption=words("portfolio.chart.readiness.caption"),
    )


def _readiness_title(items: Columns, totals: Totals) -> str:
    """“Four are REUSE compliant, most have tests”."""
    told = dict(zip(items["item"], items["repositories"], strict=True))
    if not {"reuse", "tests"} <= told.keys():
        key = "some" if told else "unknown"
        first = words(f"portfolio.readiness.{next(iter(told))}") if told else ""
        return words(f"portfolio.chart.readiness.{key}", item=first)
    with_tests = int(told["tests"])
    form = "few"
    if with_tests == 0:
        form = "none"
    elif with_tests == totals.repositories:
        form = "all"
    elif with_tests * 2 > totals.repositories:
        form = "most"
    return words(
        "portfolio.chart.readiness.title",
        reuse=some("portfolio.chart.readiness.reuse", totals.reuse_compliant, totals.repositories),
        tests=words(
            f"portfolio.chart.readiness.tests.{form}",
            count=number(with_tests),
            total=number(totals.repositories),
        ),
    )


def _readiness_basis(items: Columns, totals: Totals, *, left_out: int) -> str:
    """What was counted; where the REUSE tool did not run everywhere, on how many it did."""
    basis = words("portfolio.chart.readiness.basis", total=number(totals.repositories))
    if left_out:
        return f"{basis} {plural('portfolio.chart.readiness.left-out', left_out)}"
    unchecked = int(dict(zip(items["item"], items["unknown"], strict=True)).get("reuse", 0))
    if not unchecked:
        return basis
    checked = number(totals.repositories - unchecked)
    return f"{basis} {words('portfolio.chart.readiness.unchecked', count=checked)}"


def activity(monthly: Columns, yearly: Columns, totals: Totals, reference: date) -> Chart:
    """Commits by month and their mean, from :func:`figures.month_columns`; by year as a table."""
    months = tuple(str(m) for m in monthly["month"])
    commits = Series(
        words("portfolio.chart.activity.each"), _values(monthly["commits"]), Tone.QUIET
    )
    mean = Series(words("portfolio.chart.activity.mean"), _values(monthly["mean"]))
    basis = words("portfolio.chart.activity.basis")
    if totals.old_copies:
        year = reference.year - 1
        old = plural("portfolio.chart.activity.old", totals.old_copies, year=year)
        basis = f"{basis} {old}"
    caption = words(
        "portfolio.chart.activity.caption",
        first=month(months[0])[-4:] if months else "",
        last=month(months[-1]) if months else "",
    )
    return Chart(
        id="activity",
        title=_activity_title(mean.values),
        basis=basis,
        kind=Kind.LINES,
        label_header=words("portfolio.chart.activity.header"),
        labels=months,
        series=(commits, mean),
        unit=words("portfolio.chart.commits"),
        caption=caption if months else words("portfolio.chart.activity.title-short"),
        table=ChartTable(
            words("portfolio.chart.activity.table", year=reference.year, date=day(reference)),
            (words("portfolio.chart.activity.table-header"), words("portfolio.chart.commits")),
            tuple(
                (str(year), int(n))
                for year, n in zip(yearly["year"], yearly["commits"], strict=True)
            ),
        ),
    )


def _activity_title(mean: tuple[float | None, ...]) -> str:
    now = mean[-1] if mean else None
    before = mean[-13] if len(mean) > 12 else None
    if now is None:
        return words("portfolio.chart.activity.title-short")
    if before is None:
        return words("portfolio.chart.activity.title", now=number(now))
    return words("portfolio.chart.activity.title-before", now=number(now), before=number(before))


def kinds(kinds: Columns, totals: Totals) -> Chart:
    """Repositories by kind, from :func:`figures.figures_of`."""
    names = [str(kind) for kind in kinds["kind"]]
    title = words("portfolio.chart.kinds.caption")
    if len(names) == 1:
        title = words("portfolio.chart.kinds.all", kind=kind_label(names[0]))
    elif names:
        share = percent(int(kinds["repositories"][0]), totals.repositories)
        title = words("portfolio.chart.kinds.title", percent=share, kind=kind_label(names[0]))
    labels = tuple(kind_label(name) for name in names)
    columns = (
        words("portfolio.chart.kinds.header"),
        words("portfolio.chart.repositories"),
        words("portfolio.chart.kinds.no-license"),
    )
    rows = zip(labels, kinds["repositories"], kinds["no_license"], strict=True)
    return Chart(
        id="kinds",
        title=title,
        basis=words("portfolio.chart.kinds.basis"),
        kind=Kind.BARS,
        label_header=columns[0],
        labels=labels,
        series=(_repositories(kinds["repositories"]),),
        keys=tuple(names),
        whole=totals.repositories,
        unit=columns[1],
        filter_name="kind",
        caption=words("portfolio.chart.kinds.caption"),
        table=ChartTable(
            words("portfolio.chart.kinds.caption"),
            columns,
            tuple((label, int(n), int(none)) for label, n, none in rows),
        ),
    )


def _repositories(column: Sequence[Any]) -> Series:
    return Series(words("portfolio.chart.repositories"), _values(column))


def _values(column: Sequence[Any]) -> tuple[float | None, ...]:
    """Plain numbers, whole ones as int; None where there is no value."""
    return tuple(
        None if value is None else int(value) if float(value).is_integer() else float(value)
        for value in column
    )
