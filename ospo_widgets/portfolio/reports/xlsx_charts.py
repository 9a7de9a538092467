# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts of a report as charts of the spreadsheet itself, each beside its rows.

A heat map and a matrix are shaded cells: the table is the chart.
"""

from __future__ import annotations

import math
from typing import Any

from ospo_widgets.charting.model import Chart, Kind, Series, Tone
from ospo_widgets.charting.table import chart_table, neutral
from ospo_widgets.charting.tokens import tokens
from ospo_widgets.markup import visible

TOP = 3
"""Row of the header of the rows, from 0: title, basis and a free row stand above."""

_SHAPES: dict[Kind, dict[str, str]] = {
    Kind.BARS: {"type": "bar"},
    Kind.SHARES: {"type": "bar"},
    Kind.LINES: {"type": "line"},
    Kind.AREAS: {"type": "area", "subtype": "stacked"},
    Kind.AREA_SHARES: {"type": "area", "subtype": "percent_stacked"},
    Kind.SCATTER: {"type": "scatter"},
    Kind.DIVERGING: {"type": "bar", "subtype": "stacked"},
}
_HORIZONTAL = frozenset({Kind.BARS, Kind.SHARES, Kind.DIVERGING})
_GROUNDS = frozenset({Tone.ATTENTION, Tone.GOOD, Tone.CONDITION, Tone.UNKNOWN})


def add_chart(book: Any, sheet: Any, chart: Chart, *, title: Any, header: Any) -> None:
    """Write a chart’s finding, basis and rows, and draw the chart beside them.

    Args:
        book: Workbook.
        sheet: Empty sheet of it.
        chart: What to draw.
        title: Format of the finding.
        header: Format of the header of the rows.
    """
    sheet.write_string(0, 0, _text(chart.title), title)
    sheet.write_string(1, 0, _text(chart.basis))
    sheet.set_column(0, 0, min(max(map(len, chart.labels), default=10) + 4, 50))
    sheet.set_column(1, max(len(chart.series), 1), 16)
    for x, column in enumerate(chart.columns()):
        sheet.write_string(TOP, x, _text(column), header)
    count = len(chart.labels)
    for y, label in enumerate(chart.labels, TOP + 1):
        sheet.write_string(y, 0, _text(label))
        for x, series in enumerate(chart.series, 1):
            _value(book, sheet, (y, x), series, y - TOP - 1, mirrored=_mirrored(chart, x))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if not count or not chart.series:
        return
    right = len(chart.series) + 2
    if chart.kind in _SHAPES:
        sheet.insert_chart(TOP, right, _drawn(book, sheet, chart), {"object_position": 3})
    elif chart.kind is Kind.HEAT:
        strongest = tokens().steps[-1]
        shades = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": strongest}
        sheet.conditional_format(TOP + 1, 1, TOP + count, len(chart.series), shades)
    if chart.table:
        below = TOP + (_height(chart) // 20 + 3 if chart.kind in _SHAPES else 0)
        _reading(sheet, chart, below, right, header)


def _mirrored(chart: Chart, place: int) -> bool:
    """Whether a series goes to the left; spreadsheets draw that from negative values."""
    return chart.kind is Kind.DIVERGING and place == 1


def _value(
    book: Any, sheet: Any, place: tuple[int, int], series: Series, at: int, *, mirrored: bool
) -> None:
    value = series.values[at]
    look = None
    if series.tones and series.tones[at] in _GROUNDS:
        look = book.add_format({"bg_color": tokens().ground(series.tones[at])})
    if value is None or not math.isfinite(value):
        if series.texts and series.texts[at]:
            sheet.write_string(*place, _text(series.texts[at]), look)
        elif look is not None:
            sheet.write_blank(*place, None, look)
        return
    if mirrored:
        sheet.write_number(*place, -value, book.add_format({"num_format": "#,##0;#,##0"}))
    else:
        sheet.write_number(*place, value, look)


def _height(chart: Chart) -> int:
    """Height of a drawing, pixels: bars need room for each label."""
    return max(300, 26 * len(chart.labels) + 80) if chart.kind in _HORIZONTAL else 380


def _drawn(book: Any, sheet: Any, chart: Chart) -> Any:
    drawn = book.add_chart(_SHAPES[chart.kind])
    name, last = sheet.get_name(), TOP + len(chart.labels)
    points = chart.kind is Kind.SCATTER
    for x, series in enumerate(chart.series[1:] if points else chart.series, 2 if points else 1):
        drawn.add_series(
            {
                "name": [name, TOP, x],
                "categories": [name, TOP + 1, 1 if points else 0, last, 1 if points else 0],
                "values": [name, TOP + 1, x, last, x],
                **_look(chart, series, x - 1),
            }
        )
    drawn.set_title({"name": _text(chart.subject), "name_font": {"size": 12}})
    if len(chart.series) < 2 or points:
        drawn.set_legend({"none": True})
    else:
        drawn.set_legend({"position": "bottom"})
    if chart.kind in _HORIZONTAL:
        drawn.set_y_axis({"reverse": True, "num_font": {"size": 9}, "label_position": "low"})
        drawn.set_x_axis({"num_format": "#,##0;#,##0", "major_gridlines": {"visible": True}})
    elif points:
        for axis, put in zip(chart.axes, (drawn.set_x_axis, drawn.set_y_axis), strict=False):
            put({"name": _text(axis.title), **({"log_base": 10} if axis.log else {})})
    else:
        drawn.set_y_axis({"name": _text(chart.unit), "name_font": {"size": 9}, "min": 0})
    drawn.set_size({"width": 760, "height": _height(chart)})
    return drawn


def _look(chart: Chart, series: Series, place: int) -> dict[str, Any]:
    """Colours of a series as in our own drawings."""
    look = tokens()
    if chart.kind is Kind.LINES:
        width = 1 if series.tone is Tone.QUIET else 2.25
        return {"line": {"color": _colour(chart, series, place), "width": width}}
    if chart.kind is Kind.SCATTER:
        fill = {"color": look.accent, "transparency": 40}
        return {"marker": {"type": "circle", "size": 5, "fill": fill, "border": {"none": True}}}
    found: dict[str, Any] = {"fill": {"color": _colour(chart, series, place)}}
    if chart.kind in _HORIZONTAL:
        found |= {"gap": 40, "data_labels": {"value": True, "num_format": "#,##0;#,##0"}}
        if chart.kind is Kind.DIVERGING:
            found["overlap"] = 100
        elif chart.tones:
            found["points"] = [{"fill": {"color": look.fill(tone)}} for tone in chart.tones]
    return found


def _colour(chart: Chart, series: Series, place: int) -> str:
    """Colour of a series: its tone, and among several normal ones a band of its own."""
    look = tokens()
    several = len(chart.series) > 1 and chart.kind not in _HORIZONTAL
    if series.tone is Tone.NORMAL and several:
        normal = [s for s in chart.series if s.tone is Tone.NORMAL]
        if len(normal) > 1:
            return look.bands[min(normal.index(series), len(look.bands) - 1)]
    if chart.kind is Kind.DIVERGING and place == 0 and series.tone is Tone.NORMAL:
        return look.bands[2]
    return look.fill(series.tone)


def _reading(sheet: Any, chart: Chart, top: int, left: int, header: Any) -> None:
    """The table that people read beside the chart, where it says other things than the rows."""
    data = chart_table(chart)
    sheet.write_string(top, left, _text(data.caption), header)
    for x, column in enumerate(data.columns, left):
        sheet.write_string(top + 1, x, _text(column), header)
    sheet.set_column(left, left, 24)
    for y, row in enumerate(data.rows, top + 2):
        for x, cell in enumerate(row, left):
            if isinstance(cell, str):
                sheet.write_string(y, x, _text(cell))
            elif cell is not None and math.isfinite(cell):
                sheet.write_number(y, x, cell)


def _text(value: str) -> str:
    return str(neutral(visible(value)))[:32_000]
