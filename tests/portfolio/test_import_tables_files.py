# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Workbooks and Parquet: kept values of formulas, sheets, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.importing import (
    Document,
    Imported,
    read_document,
    tables_parquet,
    tables_xlsx,
)

DAY = date(2026, 11, 1)


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
    return stream.getvalue()


def read(data: bytes, name: str = "list.xlsx") -> Imported:
    return read_document(Document(name, data), read_on=DAY)


def values(found: Imported) -> list[dict[str, Any]]:
    return [{c.field: c.value for c in record.claims} for record in found.records]


REPOSITORIES: list[list[object]] = [
    ["Inventory 2026"],
    [],
    ["Repository URL", "Licence", "Created", "Stars", "Archived"],
    ["https://github.com/a/b", "MIT", datetime(2020, 1, 2), 5, True],
    ["https://github.com/a/c", "Apache 2.0", "2020-02-02", 7.0, "no"],
]


def test_the_sheet_with_repositories_is_read_below_its_title() -> None:
    found = read(workbook([["hello", "world"]], REPOSITORIES))
    assert found.shape == "table-xlsx"
    assert values(found) == [
        {"license": "MIT", "created": date(2020, 1, 2), "stars": 5, "archived": True},
        {"license": "Apache-2.0", "created": date(2020, 2, 2), "stars": 7, "archived": False},
    ]
    assert [p.message for p in found.problems] == [
        "Only the sheet “Sheet 2” was read. Not read: “Sheet 1”."
    ]


def test_kept_values_of_formulas_are_read_and_formulas_without_one_are_told() -> None:
    rows = [["url", "stars", "forks"], ["https://github.com/a/b", "=1+1", "=2+2"]]

    def keep(part: str, content: bytes) -> bytes:
        return content.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
        )

    found = read(rewritten(workbook(rows), keep))
    assert values(found) == [{"stars": 2}]
    assert [(p.place, p.message) for p in found.problems] == [
        ("sheet Sheet 1, row 2", "A formula has no kept value. The value is left out.")
    ]


def test_error_values_are_told() -> None:
    found = read(workbook([["url", "department"], ["https://github.com/a/b", "#REF!"]]))
    assert values(found) == [{}]
    assert found.problems[0].message == "The cell holds the error #REF!. The value is left out."


def test_wrong_cells_name_sheet_row_and_column() -> None:
    found = read(workbook([["url", "stars"], [], ["https://github.com/a/b", "many"]]))
    assert found.problems[0].place == "sheet Sheet 1, row 3, column stars"


def test_only_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_xlsx, "MAX_ROWS", 1)
    found = read(workbook([["url"], ["https://github.com/a/b"], ["https://github.com/a/c"]]))
    assert len(found.records) == 1
    assert "Only the first 1 rows" in found.problems[0].message


def test_dimensions_that_lie_do_no_harm() -> None:
    def lie(part: str, content: bytes) -> bytes:
        return content.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')

    data = rewritten(workbook([["url", "stars"], ["https://github.com/a/b", 1]]), lie)
    assert values(read(data)) == [{"stars": 1}]


def with_entities(part: str, content: bytes) -> bytes:
    if not part.endswith("sheet1.xml"):
        return content
    return b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + content


def damaged(part: str, content: bytes) -> bytes:
    return content[: len(content) // 2] if part.endswith("sheet1.xml") else content


@pytest.mark.parametrize("change", [with_entities, damaged])
def test_damaged_and_hostile_workbooks_are_refused(change: Callable[[str, bytes], bytes]) -> None:
    with pytest.raises(InputError, match="damaged or unsafe workbook"):
        read(rewritten(workbook(REPOSITORIES), change))


def test_a_workbook_that_is_large_when_unpacked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_xlsx, "MAX_BYTES", 5_000)
    with pytest.raises(InputError, match="is larger than"):
        read(workbook([["url"], *([f"https://github.com/a/{n}"] for n in range(500))]))


def test_a_cut_workbook_is_refused() -> None:
    with pytest.raises(InputError):
        read(workbook(REPOSITORIES)[:-200])


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(InputError, match="holds no table with rows"):
        read(workbook([[]]))


def opendocument() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize("data", [opendocument(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600])
def test_other_spreadsheets_say_what_to_do(data: bytes) -> None:
    with pytest.raises(InputError, match="Save it as XLSX or CSV"):
        read(data, "list.ods")


def parquet(columns: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def test_parquet_reports_its_typed_values() -> None:
    data = parquet(
        {
            "url": ["https://github.com/a/b", "https://github.com/a/c"],
            "license": ["MIT", None],
            "created": [date(2020, 1, 2), None],
            "pushed_at": [datetime(2020, 1, 3, 4), None],
            "topics": [["a", "b"], []],
            "stars": [3, None],
            "closed_share": [0.5, float("nan")],
            "archived": [True, None],
        }
    )
    found = read(data, "list.parquet")
    assert found.shape == "table-parquet"
    assert values(found) == [
        {
            "license": "MIT",
            "created": date(2020, 1, 2),
            "head_date": date(2020, 1, 3),
            "topics": ("a", "b"),
            "stars": 3,
            "closed_share": 0.5,
            "archived": True,
        },
        {},
    ]
    assert {c.confidence for c in found.records[0].claims} == {Confidence.REPORTED}


def test_parquet_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    data = parquet({"url": [f"https://github.com/a/{n}" for n in range(5)]})
    monkeypatch.setattr(tables_parquet, "MAX_ROWS", 2)
    assert len(read(data).records) == 2
    monkeypatch.setattr(tables_parquet, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="is larger than"):
        read(data)


def test_damaged_parquet_is_refused() -> None:
    data = parquet({"url": ["https://github.com/a/b"]})
    with pytest.raises(InputError, match="damaged Parquet file"):
        read(b"PAR1" + b"\xff" * 100 + b"PAR1")
    broken = bytearray(data)
    broken[4:40] = b"\xff" * 36
    try:
        found = read(bytes(broken))
    except InputError as error:
        assert str(error).endswith(".")
    else:
        assert found.problems
