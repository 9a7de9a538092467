# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Tables of repositories as CSV and JSON: delimiters, headers, rows that are wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Claim, Confidence
from ospo_widgets.portfolio.importing import (
    Document,
    Imported,
    mapping_guess,
    read_document,
    tables_csv,
    tables_model,
)
from ospo_widgets.portfolio.importing.mapping import ColumnMapping
from ospo_widgets.portfolio.importing.tables import preview

DAY = date(2026, 11, 1)


def read(
    text: str | bytes, name: str = "list.csv", mapping: ColumnMapping | None = None
) -> Imported:
    data = text if isinstance(text, bytes) else text.encode()
    return read_document(Document(name, data), read_on=DAY, mapping=mapping)


def values(found: Imported) -> list[dict[str, object]]:
    return [{c.field: c.value for c in record.claims} for record in found.records]


def problems(found: Imported) -> list[tuple[str, str]]:
    return [(p.place, p.message) for p in found.problems]


def test_values_carry_source_day_and_confidence() -> None:
    found = read("url,license\nhttps://github.com/a/b,MIT\n")
    assert found.shape == "table-csv"
    assert found.records[0].url == "https://github.com/a/b"
    assert found.records[0].claims == (
        Claim("license", "MIT", "list.csv", DAY, Confidence.CURATED),
    )
    assert found.problems == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
def test_any_delimiter(delimiter: str) -> None:
    rows = [("url", "license", "stars"), ("https://github.com/a/b", "MIT", "5")]
    rows.append(("https://github.com/a/c", "(MIT OR Apache-2.0)", "0"))
    found = read("\n".join(delimiter.join(row) for row in rows))
    assert values(found) == [
        {"license": "MIT", "stars": 5},
        {"license": "MIT OR Apache-2.0", "stars": 0},
    ]


def test_the_delimiter_may_be_said() -> None:
    found = read("sep=!\nurl!license\nhttps://github.com/a/b!MIT\n")
    assert values(found) == [{"license": "MIT"}]


def test_a_french_list_of_a_spreadsheet() -> None:
    text = (
        "Inventaire 2026;;;;;;\r\n"
        ";;;;;;\r\n"
        "Dépôt;Licence;Unité;Dernier commit;Étoiles;Couverture REUSE;Responsable\r\n"
        "https://gitlab.cern.ch/a/b;Apache 2.0;IT;22/08/2026;1 234;0,85;Jane Doe\r\n"
        "https://gitlab.cern.ch/a/c;aucune idée;BE;03/04/2026;;85 %;\r\n"
    )
    found = read(text.encode("cp1252"))
    assert values(found) == [
        {
            "license": "Apache-2.0",
            "department": "IT",
            "head_date": date(2026, 8, 22),
            "stars": 1234,
            "reuse_share": 0.85,
        },
        {"department": "BE", "head_date": date(2026, 4, 3), "reuse_share": 0.85},
    ]
    assert [(p.place, p.repo) for p in found.problems] == [("line 5, column Licence", "a/c")]
    assert "Jane" not in repr(found)


def test_a_plain_list_of_addresses() -> None:
    found = read("https://github.com/a/b\ngit@gitlab.cern.ch:c/d.git\n", "list.txt")
    assert [r.url for r in found.records] == [
        "https://github.com/a/b",
        "git@gitlab.cern.ch:c/d.git",
    ]


def test_owner_and_name_of_two_columns_and_a_day_of_the_row() -> None:
    found = read("org,project,as of,archived\ncern,tool,2024-01-02,oui\ncern,two,,non\n")
    assert [r.name for r in found.records] == ["cern/tool", "cern/two"]
    assert [r.claims[0].read_on for r in found.records] == [date(2024, 1, 2), DAY]


def test_former_addresses() -> None:
    found = read(
        "url,old url\nhttps://github.com/a/b,https://github.com/x/b; https://github.com/a/b y\n"
    )
    assert found.records[0].also == ("https://github.com/x/b",)


def test_wrong_rows_are_told_and_the_others_taken_over() -> None:
    found = read(
        "url,license,stars,created\n"
        "https://github.com/a/b,Foo License,many,2026-02-30\n"
        ",MIT,1,\n"
        "not an address,MIT,1,\n"
        "https://github.com/a/c,MIT,1,2020-01-01,more,cells\n"
        "https://github.com/a/d,MIT\n"
        "https://tok:en@github.com/a/e,MIT,1,2020-01-01,,\n"
    )
    assert [r.url for r in found.records] == [f"https://github.com/a/{n}" for n in "bde"]
    assert values(found)[0] == {}
    assert problems(found) == [
        ("line 2, column license", "“Foo License” must be an SPDX licence expression."
         " The value is left out."),
        ("line 2, column stars", "“many” must be a whole number, zero or more."
         " The value is left out."),
        ("line 2, column created", "“2026-02-30” must be a date such as 2026-08-22, where nothing"
         " is unclear. The value is left out."),
        ("line 3", "Nothing says which repository this is. The entry is left out."),
        ("line 4", "“not an address” is no address and no owner/name. The entry is left out."),
        ("line 5", "The row has 6 cells, the header 4. The row is left out."),
    ]  # fmt: skip
    assert "tok" not in repr(found)


def test_a_name_stands_in_for_a_wrong_address() -> None:
    found = read(
        "url,name\nnothing/here:there,a/b\nhttps://github.com/a/c,a/c\nhttps://github.com/a/d,\n"
    )
    assert found.records[0].name == "a/b"
    assert problems(found)[0] == (
        "line 2",
        "“nothing/here:there” is no address of a repository. The address is left out.",
    )


def test_days_where_day_and_month_are_unclear_are_left_out_until_somebody_says_it() -> None:
    text = "url,created\nhttps://github.com/a/b,03/04/2026\n"
    found = read(text)
    assert values(found) == [{}]
    assert len(found.problems) == 1
    assert found.mapping is not None
    chosen = found.mapping.with_field(1, "created", "month-first")
    assert values(read(text, mapping=chosen)) == [{"created": date(2026, 3, 4)}]


def test_mixed_encodings_are_told() -> None:
    data = "url,unité\nhttps://github.com/a/b,é\n".encode()
    found = read(data + "https://github.com/a/c,é\n".encode("cp1252"))
    assert values(found) == [{"department": "é"}, {"department": "é"}]
    assert problems(found) == [
        ("line 3", "Lines with bytes that are no UTF-8: 1. Those bytes were read as Windows-1252.")
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le", "utf-32"])
def test_encodings_of_spreadsheets(encoding: str) -> None:
    text = "url\tdépartement\nhttps://github.com/a/b\tthéorie\n"
    assert values(read(text.encode(encoding))) == [{"department": "théorie"}]


def test_a_quotation_mark_that_is_not_closed() -> None:
    rows = "".join(f"https://github.com/a/r{n},MIT\n" for n in range(300))
    found = read(f'url,license\nhttps://github.com/a/b,MIT\nhttps://github.com/a/c,"MIT\n{rows}')
    assert [r.url for r in found.records] == ["https://github.com/a/b"]
    assert "quotation mark" in found.problems[0].message


def test_cells_over_the_limit_of_the_parser() -> None:
    found = read(
        f"url,license\nhttps://github.com/a/b,{'x' * 200_000}\nhttps://github.com/a/c,MIT\n"
    )
    assert [r.url for r in found.records] == ["https://github.com/a/c"]
    assert problems(found) == [("line 2", "The row cannot be read. It is left out.")]


def test_only_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_csv, "MAX_ROWS", 2)
    found = read("url\n" + "".join(f"https://github.com/a/{n}\n" for n in range(5)))
    assert len(found.records) == 2
    assert problems(found) == [
        ("line 4", "Only the first 2 rows were read. The others are left out.")
    ]


def test_a_wide_table_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_model, "MAX_COLUMNS", 3)
    found = read("url,a,b,c\nhttps://github.com/a/b,1,2\n")
    assert found.mapping is not None
    assert [c.header for c in found.mapping.columns] == ["url", "a", "b"]


def test_a_table_that_names_no_repository() -> None:
    with pytest.raises(InputError, match=r"No column of “list\.csv” says") as error:
        read("colour,size\nred,5\nblue,6\n")
    assert "“colour”, “size”" in str(error.value)


def test_a_table_without_rows() -> None:
    assert read("url,license\n").records == ()


def test_json_lists_of_plain_rows() -> None:
    rows = [
        {"repo": "a/b", "license": "MIT", "topics": ["x", "y"], "owner": {"login": "jane"}},
        {"repo": "a/c", "stars": 5},
    ]
    found = read(json.dumps(rows), "list.json")
    assert found.shape == "table-json"
    assert values(found) == [{"license": "MIT", "topics": ("x", "y")}, {"stars": 5}]
    assert "jane" not in repr(found)


def test_formulas_stay_text_and_are_not_worked_out() -> None:
    found = read('url,department\nhttps://github.com/a/b,"=HYPERLINK(""http://x"")"\n')
    assert values(found) == [{"department": '=HYPERLINK("http://x")'}]


def test_preview_shows_columns_and_values_but_no_people() -> None:
    text = (
        "url,licence,Contact\nhttps://github.com/a/b,MIT,Jane Doe\nhttps://github.com/a/c,,John\n"
    )
    found = preview(Document("x.csv", text.encode()))
    assert found is not None
    assert [c.field for c in found.mapping.columns] == ["url", "license", ""]
    assert found.mapping.columns[2].personal
    assert found.samples == (("https://github.com/a/b", "https://github.com/a/c"), ("MIT",), ())
    assert preview(Document("x.bin", b"\x00\x01\x02\x00\x00\x03")) is None


def test_a_wide_table_of_unknown_words_is_looked_at_and_not_compared_for_minutes() -> None:
    rows = [",".join(f"word{r}x{n}" for n in range(1_000)) for r in range(30)]
    compared = mapping_guess._alike.cache_info().misses
    with pytest.raises(InputError):
        read("\n".join(rows))
    assert mapping_guess._alike.cache_info().misses - compared < 1_500
