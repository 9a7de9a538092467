# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The data of a report as a zip of CSV and Parquet files, and what they hold."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from ospo_widgets.charting.model import Chart
from ospo_widgets.charting.table import csv_text, to_csv
from ospo_widgets.portfolio.reports.cells import plain
from ospo_widgets.portfolio.reports.markdown import to_markdown
from ospo_widgets.portfolio.reports.model import ColumnType, Report, Table

FOLDER = "portfolio-report"
"""Folder in the archive that holds everything, so that unpacking makes no mess."""

_FIRST_YEAR = 1980
"""First year that a zip can say."""


def to_zip(report: Report) -> bytes:
    """Tables as CSV and Parquet, charts as CSV, the report as Markdown, and a list of all.

    The same report gives the same bytes. In CSV files texts that begin like formulas have a quote
    in front; Parquet holds them as they are.
    """
    out = io.BytesIO()
    files: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:

        def add(name: str, content: bytes, **said: object) -> None:
            stamp = (max(report.date.year, _FIRST_YEAR), report.date.month, report.date.day)
            info = zipfile.ZipInfo(f"{FOLDER}/{name}", (*stamp, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
            files.append({"file": name, **said})

        for table in report.tables():
            said = {"shows": table.caption, "rows": len(table.rows)}
            add(f"{table.id}.csv", _csv(table), **said)
            add(f"{table.id}.parquet", _parquet(table), **said)
        for chart in report.charts():
            add(f"chart-{chart.id}.csv", _chart_csv(chart), shows=chart.subject)
        add("report.md", to_markdown(report).encode(), shows=report.title)
        about = {
            "title": report.title,
            "template": str(report.template),
            "date": report.date.isoformat(),
            "language": report.language,
            "summary": [{"text": f.text, "basis": f.basis} for f in report.summary],
            "data_quality": list(report.quality),
            "files": list(files),
        }
        add("about.json", (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode())
    return out.getvalue()


def _csv(table: Table) -> bytes:
    header = [column.id for column in table.columns]
    return csv_text(header, (_csv_row(row) for row in table.rows)).encode("utf-8-sig")


def _csv_row(row: Iterable[Any]) -> list[object]:
    cells = map(plain, row)
    return [("yes" if cell else "no") if isinstance(cell, bool) else cell for cell in cells]


def _chart_csv(chart: Chart) -> bytes:
    return to_csv(chart).encode("utf-8-sig")


def _parquet(table: Table) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        ColumnType.COUNT: pa.int64(),
        ColumnType.NUMBER: pa.float64(),
        ColumnType.CHANGE: pa.float64(),
        ColumnType.SHARE: pa.float64(),
        ColumnType.CHANGE_SHARE: pa.float64(),
        ColumnType.DAY: pa.date32(),
        ColumnType.FLAG: pa.bool_(),
        ColumnType.NEWS: pa.bool_(),
    }
    arrays, names = [], []
    for i, column in enumerate(table.columns):
        cells = [plain(row[i]) for row in table.rows]
        kind = types.get(column.type, pa.string())
        if kind == pa.string():
            cells = [None if cell is None else str(cell) for cell in cells]
        else:
            # A withheld count is a text for people; in data it is not known.
            cells = [None if isinstance(cell, str) else cell for cell in cells]
        arrays.append(pa.array(cells, type=kind))
        names.append(column.id)
    sink = io.BytesIO()
    pq.write_table(pa.table(arrays, names=names), sink, compression="zstd")
    return sink.getvalue()
