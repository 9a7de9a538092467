# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The table beside every chart, and tables as CSV that a spreadsheet may open safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ospo_widgets.charting.model import Chart, ChartTable
from ospo_widgets.charting.numbers import number
from ospo_widgets.markup import Markup, table, tag
from ospo_widgets.wording import words

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""


def chart_table(chart: Chart) -> ChartTable:
    """The table that says what the chart shows."""
    return chart.table or ChartTable(chart.subject, chart.columns(), chart.rows())


def to_table(chart: Chart, *, hide_caption: bool = False) -> Markup:
    """The chart’s data as an HTML table with caption and headers; figures are set right."""
    data = chart_table(chart)
    rows = [
        [
            str(cell) if i == 0 else cell if isinstance(cell, str) else number(cell)
            for i, cell in enumerate(row)
        ]
        for row in data.rows
    ]
    return table(
        data.caption,
        data.columns,
        rows,
        numeric=range(1, len(data.columns)),
        hide_caption=hide_caption,
    )


def to_details(chart: Chart, *, opened: bool = False) -> Markup:
    """The table behind “Same data as a table”."""
    return tag(
        "details",
        tag("summary", words("common.chart.table")),
        tag(
            "div",
            to_table(chart),
            class_="scroll",
            tabindex=0,
            role="group",
            aria_label=chart.subject,
        ),
        class_="more",
        open=opened,
    )


def to_csv(chart: Chart) -> str:
    """All figures behind the chart as CSV with a header: its data, else one row a label."""
    if chart.data is not None:
        return csv_text(chart.data.columns, chart.data.rows)
    return csv_text(chart.columns(), chart.rows())


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV with CRLF line ends; texts that a spreadsheet would run as formulas get a quote in front.

    Args:
        columns: Header.
        rows: Cells; None is written empty, numbers as they are.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([neutral(c) for c in columns])
    writer.writerows([neutral(c) for c in row] for row in rows)
    return out.getvalue()


def neutral(cell: object) -> object:
    """The cell, a text that begins like a formula with ``'`` in front."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return cell
