# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The same report as HTML, spreadsheet, Markdown and an archive of data; hostile texts in each."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest

from ospo_widgets import printing
from ospo_widgets.charting.model import Axis, Chart, ChartTable, Kind, Series, Tone
from ospo_widgets.errors import InputError
from ospo_widgets.markup import VOID_TAGS
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.reports import html, markdown, xlsx
from ospo_widgets.portfolio.reports.build import build_report
from ospo_widgets.portfolio.reports.model import (
    Column,
    ColumnType,
    Figure,
    Finding,
    Format,
    Link,
    Point,
    Report,
    Section,
    Table,
    Template,
)
from ospo_widgets.portfolio.reports.render import format_of, render, render_or_html

DAY = date(2026, 11, 22)
EVIL = "</style><script>alert(1)</script>"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')
T = ColumnType


class Tags(HTMLParser):
    """Fails where a tag is not closed in its order; keeps tags, attributes, text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID_TAGS:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text += data


@cache
def yearly() -> Report:
    return build_report(Portfolio.sample(), Template.YEARLY, date=DAY)


def chart(kind: Kind = Kind.BARS, **values: Any) -> Chart:
    plain: dict[str, Any] = {
        "id": f"c-{kind}",
        "title": f"Finding {kind}",
        "basis": "Basis",
        "kind": kind,
        "label_header": "Label",
        "labels": ("2026-01", "2026-02", "2026-03"),
        "series": (Series("one", (1, 2, None)),),
        "caption": f"Caption {kind}",
    }
    return Chart(**(plain | values))


def report(*sections: Section, **values: Any) -> Report:
    plain: dict[str, Any] = {
        "template": Template.YEARLY,
        "language": "en",
        "title": "Title",
        "subtitle": ("Made.",),
        "date": DAY,
        "period": "2026",
        "sections": sections,
    }
    return Report(**(plain | values))


def table(rows: Any, *types: ColumnType, **values: Any) -> Table:
    columns = tuple(Column(f"c{i}", f"Column {i}", kind) for i, kind in enumerate(types))
    return Table(**({"id": "t", "caption": "Rows"} | values), columns=columns, rows=tuple(rows))


# HTML ---------------------------------------------------------------------------------------------


def test_html_is_whole_and_loads_nothing() -> None:
    text = render(yearly(), Format.HTML).decode()
    page = Tags(text)
    assert page.tags.count("h1") == 1
    assert not {"script", "img", "iframe", "link"} & set(page.tags)
    names = {name for name, _ in page.attributes}
    assert not [name for name in names if name.startswith("on") or name == "src"]
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    targets = [v.removeprefix("#") for n, v in page.attributes if n == "href" and v[:1] == "#"]
    assert targets
    assert set(targets) <= set(ids)
    assert "default-src 'none'" in text
    for finding in yearly().summary:
        assert finding.text in page.text
        assert finding.basis in page.text
    for statement in yearly().quality:
        assert statement in page.text


def test_paper_is_no_narrow_screen() -> None:
    text = render(yearly(), Format.HTML).decode()
    assert "@media (max-width" not in text
    assert "@media screen and (max-width: 767px)" in text


@pytest.mark.parametrize("place", ["title", "cell", "link", "finding", "point", "chart", "figure"])
def test_hostile_texts_stay_text(place: str) -> None:
    cells = (EVIL, Link(EVIL, "javascript:alert(1)"))
    section = Section(
        "s",
        EVIL,
        text=(EVIL,),
        figures=(Figure("f", EVIL, 1, (EVIL,)),) if place == "figure" else (),
        points=(Point(EVIL, EVIL),) if place == "point" else (),
        charts=(chart(title=EVIL, basis=EVIL, labels=(EVIL, "b", "c"), caption=EVIL),)
        if place == "chart"
        else (),
        tables=(table([cells], T.TEXT, T.LICENSE, caption=EVIL),)
        if place in ("cell", "link")
        else (),
    )
    summary = (Finding("f", EVIL, EVIL),) if place == "finding" else ()
    made = report(
        section, title=EVIL if place == "title" else "T", summary=summary, quality=(EVIL,)
    )
    page = Tags(render(made, "html").decode())
    assert "script" not in page.tags
    assert not [v for n, v in page.attributes if n == "href" and "javascript" in v]
    assert "<script>" in page.text
    text = render(made, "markdown").decode()
    assert "<script>" not in text.replace("\\<script", "")
    workbook(made)
    render(made, "zip")


def test_long_tables_say_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made = report(Section("s", "S", tables=(table([(str(i),) for i in range(30)], T.TEXT),)))
    monkeypatch.setattr(html, "MOST_ROWS", 10)
    monkeypatch.setattr(markdown, "MOST_ROWS", 10)
    said = "The first 10 of 30 rows."
    page = Tags(render(made, "html").decode())
    assert said in page.text
    assert page.tags.count("tr") == 11
    assert said in render(made, "markdown").decode()


def test_cells_read_as_people_say_them() -> None:
    rows = [("a", 1234, 0.123, -3, date(2026, 8, 1), None, "", True, False)]
    types = (T.TEXT, T.COUNT, T.SHARE, T.CHANGE, T.DAY, T.COUNT, T.LICENSE, T.FLAG, T.NEWS)
    page = Tags(render(report(Section("s", "S", tables=(table(rows, *types),))), "html").decode())
    for said in ("1,234", "12.3 %", "−3", "2026-08-01", "not known", "none stated", "Yes", "worse"):
        assert said in page.text


# Spreadsheet --------------------------------------------------------------------------------------


def workbook(made: Report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render(made, Format.XLSX)))


def test_the_spreadsheet_has_a_sheet_a_chart_and_native_charts() -> None:
    made = yearly()
    book = workbook(made)
    drawn = [c for c in made.charts() if c.kind not in (Kind.HEAT, Kind.MATRIX)]
    assert sum(len(sheet._charts) for sheet in book) == len(drawn) > 0
    assert len(book.sheetnames) == 1 + len(made.charts()) + len(made.tables())
    assert all(len(name) <= 31 for name in book.sheetnames)
    first = [str(row[0].value) for row in book.worksheets[0].iter_rows() if row[0].value]
    assert made.title in first
    for finding in made.summary:
        assert finding.text in first


def test_numbers_and_days_are_such_in_the_spreadsheet() -> None:
    old, web = date(1850, 1, 1), Link("l", "https://example.org/")
    rows = [
        ("x", 7, 0.5, date(2026, 8, 1), None, web),
        ("y", 0, 0, old, 2, Link("m", "ftp://x")),
    ]
    types = (T.TEXT, T.COUNT, T.SHARE, T.DAY, T.COUNT, T.TEXT)
    sheet = workbook(report(Section("s", "S", tables=(table(rows, *types),)))).worksheets[1]
    first, second = list(sheet.iter_rows(min_row=4))[:2]
    assert [c.value for c in first][1:3] == [7, 0.5]
    assert first[3].value.date() == date(2026, 8, 1)
    assert first[4].value is None
    assert first[5].hyperlink.target == "https://example.org/"
    assert second[3].value == "1850-01-01"
    assert second[5].hyperlink is None


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_in_a_spreadsheet_or_csv_is_a_formula(text: str) -> None:
    cells = (text, Link(text, "https://example.org/"))
    made = report(
        Section(
            "s",
            text,
            figures=(Figure("f", text, 1, (text,)),),
            points=(Point(text),),
            charts=(chart(title=text, basis=text, caption=text, labels=(text, "b", "c")),),
            tables=(table([cells], T.TEXT, T.TEXT, caption=text, note=text),),
        ),
        title=text,
        subtitle=(text,),
        summary=(Finding("f", text, text),),
        quality=(text,),
    )
    starts = ("=", "+", "-", "@", "\t", "\r")
    for sheet in workbook(made):
        assert not sheet.title.startswith("=")
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and cell.value.startswith(starts))
    for name, content in unpacked(made).items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
                assert not [cell for cell in row if cell.startswith(starts)]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_chart_is_written(kind: Kind) -> None:
    two = (Series("one", (1, 2, 3)), Series("two", (3, None, 1)))
    tones = (Tone.GOOD, Tone.ATTENTION, Tone.UNKNOWN)
    verdicts = Series("one", (1, 2, None), texts=("a", "b", ""), tones=tones)
    series = {
        Kind.BARS: two[:1],
        Kind.SHARES: two[:1],
        Kind.MATRIX: (verdicts,),
    }.get(kind, two)
    axes = (Axis("across"), Axis("up", log=True)) if kind is Kind.SCATTER else ()
    other = ChartTable("Other", ("Year", "n"), (("2026", 3), ("2025", None)))
    made = report(
        Section("s", "S", charts=(chart(kind, series=series, axes=axes, whole=4, table=other),))
    )
    book = workbook(made)
    sheet = book.worksheets[1]
    assert sheet["A1"].value == f"Finding {kind}"
    values = [
        [cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=7, max_col=2)
    ]
    assert [row[0] for row in values] == ["2026-01", "2026-02", "2026-03"]
    assert [abs(v) for _, v in values if isinstance(v, int)] == [v for v in series[0].values if v]
    assert "Other" in [cell.value for row in sheet.iter_rows() for cell in row]
    assert len(sheet._charts) == (kind not in (Kind.HEAT, Kind.MATRIX))
    assert "Finding" in render(made, "html").decode()


def test_sheets_have_names_that_spreadsheets_take() -> None:
    names = ["a/b:c*?[d]\\e", "", "'quoted'", "x" * 60, "X" * 60, "History\x00"]
    sections = [
        Section(f"s{i}", "S", tables=(table([("x",)], T.TEXT, id=f"t{i}", caption=name),))
        for i, name in enumerate(names)
    ]
    sheets = workbook(report(*sections)).sheetnames
    assert len(sheets) == len({name.casefold() for name in sheets}) == len(names) + 1
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in sheets)


def test_a_sheet_that_is_full_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 5)
    made = report(Section("s", "S", tables=(table([(str(i),) for i in range(9)], T.TEXT),)))
    cells = [c.value for row in workbook(made).worksheets[1].iter_rows() for c in row if c.value]
    assert "The first 5 of 9 rows. The archive of data holds all." in cells
    assert len([c for c in cells if c.isdigit()]) == 5


# Markdown -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", "a\\|b"),
        ("`x`", "\\`x\\`"),
        ("[x](javascript:1)", "\\[x\\](javascript:1)"),
        ("<img>", "\\<img\\>"),
        ("two\nlines", "two lines"),
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("1. no list", "\\1. no list"),
        ("a_b*c", "a\\_b\\*c"),
        ("\u202eabc", "\\\\u202eabc"),
    ],
)
def test_markdown_shows_texts_as_they_are(text: str, expected: str) -> None:
    assert markdown.escaped(text) == expected


def test_markdown_tables_have_as_many_cells_as_headers() -> None:
    rows = [(Link("a|b", "https://example.org/x"), 3), (Link("c", "https://x/(y)"), None)]
    text = render(
        report(Section("s", "S", tables=(table(rows, T.TEXT, T.COUNT),))), "markdown"
    ).decode()
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(lines) == 4
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {3}
    assert "[a\\|b](<https://example.org/x>)" in text
    assert "(https" not in text


# Archive of data ----------------------------------------------------------------------------------


def unpacked(made: Report) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(render(made, Format.ZIP))) as archive:
        assert archive.testzip() is None
        assert all(name.startswith("portfolio-report/") for name in archive.namelist())
        return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


def test_the_archive_holds_every_table_twice_and_every_chart() -> None:
    import pyarrow.parquet as pq

    made = yearly()
    files = unpacked(made)
    about = json.loads(files["about.json"])
    assert {f["file"] for f in about["files"]} == set(files) - {"about.json"}
    assert about["data_quality"] == list(made.quality)
    for found in made.tables():
        rows = list(csv.reader(io.StringIO(files[f"{found.id}.csv"].decode("utf-8-sig"))))
        frame = pq.read_table(io.BytesIO(files[f"{found.id}.parquet"]))
        assert len(rows) == frame.num_rows + 1 == len(found.rows) + 1
        assert rows[0] == frame.column_names == [column.id for column in found.columns]
    for drawn in made.charts():
        assert f"chart-{drawn.id}.csv" in files


def test_every_field_has_its_type_and_small_groups_are_withheld() -> None:
    import pyarrow.parquet as pq

    frame = pq.read_table(io.BytesIO(unpacked(yearly())["all_fields.parquet"]))
    assert str(frame.schema.field("commits").type) == "int64"
    assert str(frame.schema.field("head_date").type) == "date32[day]"
    assert str(frame.schema.field("readme").type) == "bool"
    authors = frame.column("authors").to_pylist()
    assert None in authors
    assert min(n for n in authors if n is not None) >= 5


@pytest.mark.parametrize("kind", [Format.HTML, Format.XLSX, Format.MARKDOWN, Format.ZIP])
def test_the_same_report_gives_the_same_bytes(kind: Format) -> None:
    assert render(yearly(), kind) == render(yearly(), kind)


# Formats ------------------------------------------------------------------------------------------


def test_formats_by_ending() -> None:
    assert format_of("a.b/R.HTML") is Format.HTML
    assert format_of("r.md") is Format.MARKDOWN
    for name in ("r", "r.doc", ".html", "r.html/x"):
        with pytest.raises(InputError, match="names no format"):
            format_of(name)


def test_there_is_no_other_format() -> None:
    with pytest.raises(InputError, match="There is no format “docx”"):
        render(yearly(), "docx")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The HTML was written"), ("fr", "à sa place")]
)
def test_without_a_browser_the_html_comes_with_a_message(
    language: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(printing.VARIABLE, "/no/such/browser")
    made = report(Section("s", "S", text=("x",)), language=language)
    with pytest.raises(printing.PdfError):
        render(made, Format.PDF)
    found = render_or_html(made, Format.PDF)
    assert found.format is Format.HTML
    assert found.content == render(made, Format.HTML)
    assert said in found.message
    assert "A4" in found.message
    assert render_or_html(made, Format.XLSX).message == ""


# The model ----------------------------------------------------------------------------------------


def test_a_report_refuses_two_things_of_one_id() -> None:
    one = Section("s", "S", tables=(table([("x",)], T.TEXT),))
    with pytest.raises(ValueError, match="section"):
        report(one, one)
    with pytest.raises(ValueError, match="table"):
        report(one, Section("other", "S", tables=one.tables))
    with pytest.raises(ValueError, match="chart"):
        report(Section("a", "A", charts=(chart(),)), Section("b", "B", charts=(chart(),)))


def test_a_row_is_as_long_as_the_header() -> None:
    with pytest.raises(ValueError, match="not as long"):
        table([("x", "y")], T.TEXT)


def test_a_notebook_shows_the_report_in_a_frame_without_rights() -> None:
    page = Tags(report(Section("s", EVIL))._repr_html_())
    assert page.tags == ["iframe"]
    assert ("sandbox", "") in page.attributes
