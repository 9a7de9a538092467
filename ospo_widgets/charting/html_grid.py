# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Grids as HTML tables: real headers, cells that may be buttons, any width."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ospo_widgets.charting.describe import cell_text
from ospo_widgets.charting.model import Chart, Series
from ospo_widgets.charting.svg_grid import cell_class
from ospo_widgets.markup import Content, Markup, name_text, tag, text

Link = Callable[[Content, Sequence[str], Sequence[str]], Content]
"""From text, row keys and column keys to what can be pressed, or the text alone."""

_FLAT_COLUMNS = 4
"""Up to so many columns stand under headers of one line."""


def _alone(said: Content, rows: Sequence[str], columns: Sequence[str]) -> Content:  # noqa: ARG001
    return said


def to_grid(chart: Chart, link: Link = _alone) -> Markup:
    """A heat map or a matrix as a table in a box that may scroll sideways.

    Args:
        chart: A chart of one of these kinds.
        link: Makes headers and cells pressable where they choose something.
    """
    keys = chart.keys or ("",) * len(chart.labels)
    tilted = len(chart.series) > _FLAT_COLUMNS
    heads = [
        tag("th", tag("span", _column(chart, s, link)), scope="col") for s in chart.series
    ]  # fmt: skip
    body = [
        tag(
            "tr",
            tag("th", _row(chart, label, key, link), scope="row"),
            [_cell(chart, series, i, key, link) for series in chart.series],
        )
        for i, (label, key) in enumerate(zip(chart.labels, keys, strict=True))
    ]
    return tag(
        "div",
        tag(
            "table",
            tag("caption", chart.subject, class_="visually-hidden"),
            tag("thead", tag("tr", tag("th", chart.label_header, scope="col"), heads)),
            tag("tbody", body),
            class_="ospo-grid is-tilted" if tilted else "ospo-grid",
        ),
        class_="scroll",
        tabindex=0,
        role="group",
        aria_label=chart.subject,
    )


def _column(chart: Chart, series: Series, link: Link) -> Content:
    if chart.series_filter and series.key and not chart.pair_filter:
        return link(series.name, (), (series.key,))
    return series.name


def _row(chart: Chart, label: str, key: str, link: Link) -> Content:
    if chart.filter_name and key and not chart.pair_filter:
        return link(name_text(label), (key,), ())
    return name_text(label)


def _cell(chart: Chart, series: Series, row: int, key: str, link: Link) -> Markup:
    said = cell_text(series, row)
    shown: Content = said
    both = bool(chart.pair_filter or (chart.filter_name and chart.series_filter))
    if said and both and key and series.key:
        shown = link(said, (key,), (series.key,))
    return tag("td", text(shown), class_=cell_class(chart, series, row))
