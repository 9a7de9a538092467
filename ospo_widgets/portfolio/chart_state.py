# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts of what is there today: languages, platforms, hardware beside software, age, coverage."""

from __future__ import annotations

from collections.abc import Sequence

from ospo_widgets.charting.model import BY_KEY, Chart, ChartTable, Kind, Series, Tone
from ospo_widgets.charting.numbers import number, percent
from ospo_widgets.portfolio.chart_rows import (
    AGE,
    LACKS,
    NOT_KNOWN,
    UNKNOWN,
    Age,
    Count,
    Coverage,
    Measure,
    Share,
    Sides,
)
from ospo_widgets.portfolio.chart_words import filter_key, group_label, item_label
from ospo_widgets.portfolio.families import NONE
from ospo_widgets.portfolio.filter_values import field_label
from ospo_widgets.portfolio.phrases import some
from ospo_widgets.portfolio.readiness import READINESS
from ospo_widgets.wording import plural, words

SHOWN = 12
"""Groups that are drawn; the rest is one bar, and the table has all."""

FIELDS_SHOWN = 20
"""Most fields in the drawing of coverage; the table has all."""


def groups(rows: Sequence[Count], by: str) -> Chart:
    """Repositories by main language, platform, department or stage.

    Args:
        rows: Counts; the unknown have an empty key.
        by: Filter that a group sets; a name that ``portfolio.filter`` has words for.
    """
    header = words(f"portfolio.filter.{by}")
    known = sorted((r for r in rows if r.key != NOT_KNOWN), key=lambda r: -r.repositories)
    unknown = sum(r.repositories for r in rows if r.key == NOT_KNOWN)
    total = sum(r.repositories for r in rows)
    shown = known if len(known) <= SHOWN + 1 else known[:SHOWN]
    rest = sum(r.repositories for r in known) - sum(r.repositories for r in shown)
    bars: list[tuple[str, str, int, Tone]] = []
    if unknown:
        label = words("portfolio_charts.not-stated")
        bars.append((label, filter_key(NOT_KNOWN), unknown, Tone.QUIET))
    bars += [(group_label(by, r.key), r.key, r.repositories, Tone.NORMAL) for r in shown]
    if rest:
        bars.append((words("portfolio_charts.other"), "", rest, Tone.QUIET))
    caption = words("portfolio_charts.groups.caption", by=header[:1].lower() + header[1:])
    columns = (header, words("portfolio.chart.repositories"))
    every = [(group_label(by, r.key), r.repositories) for r in known]
    if unknown:
        every.insert(0, (words("portfolio_charts.not-stated"), unknown))
    table = ChartTable(caption, columns, tuple(every))
    title = caption
    if known:
        title = words(
            "portfolio_charts.groups.title",
            percent=percent(known[0].repositories, total),
            group=group_label(by, known[0].key),
            by=header,
        )
    return Chart(
        id=f"by-{by}",
        title=title,
        basis=words("portfolio_charts.groups.basis"),
        kind=Kind.BARS,
        label_header=header,
        labels=tuple(label for label, *_ in bars),
        series=(Series(columns[1], tuple(n for _, _, n, _ in bars)),),
        keys=tuple(key for _, key, *_ in bars),
        tones=tuple(tone for *_, tone in bars),
        whole=total,
        unit=columns[1],
        filter_name=by,
        caption=caption,
        table=table,
        data=table,
    )


def hardware_beside_software(rows: Sides) -> Chart:
    """The same measures of hardware and of software, as shares of each."""
    shown = [m for m in rows.measures if m.hardware.known or m.software.known]
    names = (
        words("portfolio_charts.sides.hardware", count=number(rows.hardware)),
        words("portfolio_charts.sides.software", count=number(rows.software)),
    )
    sides = tuple(
        Series(
            name,
            tuple(100 * s.yes / s.known if s.known else None for s in shares),
            tone,
            key=kind,
            texts=tuple(_share(s) for s in shares),
        )
        for name, kind, tone, shares in (
            (names[0], "hardware", Tone.NORMAL, [m.hardware for m in shown]),
            (names[1], "software", Tone.QUIET, [m.software for m in shown]),
        )
    )
    columns = (words("portfolio_charts.sides.header"), *names)
    told = tuple((_measure(m.key), _of(m.hardware), _of(m.software)) for m in shown)
    caption = words("portfolio_charts.sides.caption")
    return Chart(
        id="sides",
        title=_sides_title(rows),
        basis=words("portfolio_charts.sides.basis"),
        kind=Kind.DIVERGING,
        label_header=columns[0],
        labels=tuple(_measure(m.key) for m in shown),
        series=sides,
        keys=tuple(_measure_filter(m.key) for m in shown),
        whole=100,
        unit=words("portfolio_charts.per-cent"),
        filter_name=BY_KEY,
        caption=caption,
        table=ChartTable(caption, columns, told),
        series_filter="kind",
        data=_sides_data(shown, columns[0]),
    )


def _share(share: Share) -> str:
    if not share.known:
        return words("charting.not-known")
    return words("charting.percent", percent=percent(share.yes, share.known))


def _of(share: Share) -> str | None:
    if not share.known:
        return None
    return words(
        "portfolio_charts.of",
        part=number(share.yes),
        whole=number(share.known),
        percent=percent(share.yes, share.known),
    )


def _measure(key: str) -> str:
    return item_label(key) if key in READINESS else words(f"portfolio_charts.sides.{key}")


def _measure_filter(key: str) -> str:
    """Filter and value that a measure stands for."""
    told = {
        "no-license": f"family={NONE}",
        "unknown-license": f"family={UNKNOWN}",
        "active": "active=yes",
    }
    return told.get(key, f"only={key}")


def _sides_title(rows: Sides) -> str:
    """“53 % of hardware and 9 % of software state no licence”."""
    found = next((m for m in rows.measures if m.key == "no-license"), None)
    if found is None or not (found.hardware.known and found.software.known):
        return words("portfolio_charts.sides.caption")
    if not found.hardware.yes and not found.software.yes:
        return words("portfolio_charts.sides.title.none")
    return words(
        "portfolio_charts.sides.title.some",
        hardware=percent(found.hardware.yes, found.hardware.known),
        software=percent(found.software.yes, found.software.known),
    )


def _sides_data(shown: Sequence[Measure], header: str) -> ChartTable:
    columns = (
        header,
        words("portfolio_charts.sides.data.hardware-yes"),
        words("portfolio_charts.sides.data.hardware-known"),
        words("portfolio_charts.sides.data.software-yes"),
        words("portfolio_charts.sides.data.software-known"),
    )
    return ChartTable(
        words("portfolio_charts.sides.caption"),
        columns,
        tuple(
            (_measure(m.key), m.hardware.yes, m.hardware.known, m.software.yes, m.software.known)
            for m in shown
        ),
    )


_AGES = ("month", "quarter", "year", "older", UNKNOWN)
"""Values of the filter ``age``, one a bin of :class:`Age`."""


def data_age(rows: Age) -> Chart:
    """How old the newest values of each repository are."""
    total = sum(rows.bins)
    labels = [words(f"portfolio.age.{age}") for age in _AGES[:-1]]
    old = rows.bins[_AGES.index("older")] if rows.bins else 0
    basis = words("portfolio_charts.age.basis")
    if rows.errors:
        basis = f"{basis} {plural('portfolio_charts.age.errors', rows.errors)}"
    return Chart(
        id="age",
        title=some("portfolio_charts.age.title", old, total)
        if total
        else words("portfolio_charts.age.caption"),
        basis=basis,
        kind=Kind.BARS,
        label_header=words("portfolio.filter.age"),
        labels=(*labels, words("portfolio.not-known")),
        series=(Series(words("portfolio.chart.repositories"), rows.bins),),
        keys=_AGES,
        tones=(*(Tone.NORMAL,) * 3, Tone.ATTENTION, Tone.QUIET),
        whole=total,
        unit=words("portfolio.chart.repositories"),
        filter_name=AGE,
        caption=words("portfolio_charts.age.caption"),
    )


def coverage(rows: Sequence[Coverage]) -> Chart:
    """Fields that are known of some repositories only; a click opens those without."""
    total = max((r.repositories for r in rows), default=0)
    order = sorted(rows, key=lambda r: r.known)
    never = sum(r.known == 0 for r in rows)
    always = sum(r.known == total for r in rows if r.known)
    shown = [r for r in order if 0 < r.known < total][:FIELDS_SHOWN]
    columns = (
        words("portfolio_charts.coverage.header"),
        words("portfolio_charts.coverage.known"),
        words("portfolio.not-known"),
        words("portfolio_charts.coverage.disagreements"),
    )
    title = words("portfolio_charts.coverage.caption")
    if shown:
        title = words(
            "portfolio_charts.coverage.title",
            field=field_label(shown[0].field),
            count=number(shown[0].known),
            total=number(total),
        )
    elif always and not never:
        title = words("portfolio_charts.coverage.all")
    table = ChartTable(
        words("portfolio_charts.coverage.caption"),
        columns,
        tuple(
            (field_label(r.field), r.known, r.repositories - r.known, r.disagreements)
            for r in order
        ),
    )
    basis = words("portfolio_charts.coverage.basis")
    if never:
        basis = f"{basis} {plural('portfolio_charts.coverage.never', never)}"
    if always:
        basis = f"{basis} {plural('portfolio_charts.coverage.always', always)}"
    return Chart(
        id="coverage",
        title=title,
        basis=basis,
        kind=Kind.SHARES,
        label_header=columns[0],
        labels=tuple(field_label(r.field) for r in shown),
        series=(Series(columns[1], tuple(r.known for r in shown)),),
        keys=tuple(r.field for r in shown),
        whole=total,
        unit=words("portfolio.chart.repositories"),
        filter_name=LACKS,
        caption=words("portfolio_charts.coverage.caption"),
        table=table,
        data=table,
    )
