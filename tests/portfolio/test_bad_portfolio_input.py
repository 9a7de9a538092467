# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bad input from the command line to the store: told by row, kept apart, the rest taken over."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bad_portfolios import Commands

from ospo_widgets.portfolio import Portfolio

TABLE = (
    "url,licence,department\n"
    "https://git.example.org/a/b,MIT,Été\nhttps://git.example.org/a/c,MIT,Zürich\n"
)


@pytest.fixture
def ospo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(tmp_path, capsys)


def github(full: str, number: int, license_: str | None = "MIT", **more: Any) -> dict[str, Any]:
    named = {"spdx_id": license_, "key": "x"} if license_ else None
    return {
        "id": number, "full_name": full, "name": full.split("/")[1], "license": named,
        "html_url": f"https://github.com/{full}", "owner": {"login": "o", "type": "User"},
        "stargazers_count": 1, "forks_count": 0, **more,
    }  # fmt: skip


def xlsx(sheet: str, *, shared: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook><sheets/></workbook>")
        book.writestr("xl/worksheets/sheet1.xml", sheet)
        book.writestr("xl/sharedStrings.xml", shared)
    return out.getvalue()


def parquet(**columns: list[Any]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
DUMP = json.dumps([github(f"o/r{n}", n) for n in range(40)])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.csv", "foo,bar\n1,2\n", "which repository"),
        ("t.csv", "url,licence\n", "No repository"),
        ("t.csv", "", "no format"),
        ("t.csv", bytes(range(256)) * 40, "no format"),
        ("t.csv", "url,licence\nhttps://git.example.org/a/b,M\0IT\n", "no format"),
        ("x.json", "[" * 100_000, "no format"),
        ("x.json", '{"a":' * 50_000, "no format"),
        ("x.json", "<html>502 Bad gateway</html>", "no format"),
        ("x.json", '{"message": "Bad credentials", "status": "401"}', "error of the platform"),
        ("x.json.gz", gzip.compress(DUMP.encode())[:-20], "damaged gzip"),
        ("t.xlsx", xlsx(ENTITY), "t.xlsx"),
        ("t.xlsx", xlsx("<worksheet>" + " " * 300_000_000), "t.xlsx"),
        ("t.xlsx", b"PK\x03\x04 cut", "t.xlsx"),
        ("t.parquet", b"PAR1 cut PAR1", "t.parquet"),
        ("t.parquet", parquet(url=[1.5, 2.5], licence=[True, False]), "No "),
    ],
    ids=lambda value: None,
)
def test_a_file_that_gives_nothing_is_one_sentence_and_no_store(
    name: str, content: str | bytes, words: str, ospo: Commands
) -> None:
    said = ospo.bring(name, content)
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert "Traceback" not in said.err
    assert not ospo.store.exists()


B, C = "https://git.example.org/a/b", "https://git.example.org/a/c"
LONG = "x" * 5_000


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (f"url,licence\n{B},MIT\nnonsense here,MIT\n", "line 3", "no address"),
        (f"url,licence\n{B},Do what you want\n", "line 2, column licence", "SPDX"),
        (f"url,licence\n{B},GPL\n", "line 2, column licence", "SPDX"),
        (f"url,created\n{B},2026-13-45\n", "line 2, column created", "date"),
        (f"url,created\n{B},2099-01-01\n", "created", "after the day"),
        (f"url,created\n{B},1970-01-01\n", "created", "before there were"),
        (f"url,created\n{B},0001-01-01\n", "created", "before there were"),
        (f"url\n{B}\nhttps://git.example.org/../../x\n", "line 3", "no address"),
        (f"url\n{B}\nhttps://git.example.org/a/%3Cimg%20src%3E\n", "line 3", "no address"),
        (f"url\n{B}\njavascript:alert(1)\n", "line 3", "no address"),
        (f"url,name\n{B},a/b\n,../../x\n", "line 3", "no address"),
        (f"url,stage\n{B},x\n{C},{LONG}\n", "line 3, column stage", "printable"),
        (f'url,stage\n{B},x\n{C},"open\n{C},y\n', "line 4", "quotation mark"),
        (f"url,stage\n{B},x\n{C},a\u202eb\n", "line 3, column stage", "printable"),
        (TABLE.encode().replace("ü".encode(), b"\xfc"), "line 3", "no UTF-8"),
        (DUMP[: len(DUMP) // 2], "line 1", "breaks off"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_the_rest_is_there(
    content: str | bytes, place: str, words: str, ospo: Commands
) -> None:
    said = ospo.bring("bad.data", content)
    assert said.code == 0, said.err
    assert [message for at, message in said.problems if at == place and words in message]
    portfolio = Portfolio.open(ospo.store)
    assert portfolio.total >= 1
    assert [p.place for p in portfolio.records.problems if p.place == place]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig"])
def test_encodings(encoding: str, ospo: Commands) -> None:
    assert ospo.bring("t.csv", TABLE.encode(encoding)).code == 0
    found = {row.department for row in Portfolio.open(ospo.store).repositories}
    assert found == {"Été", "Zürich"}


OLD_CODE = {
    "agency": "X",
    "projects": [{"name": "p", "repository": B, "license": "MIT", "openSourceProject": 1}],
}
OLD_CODEMETA = {
    "@context": "https://raw.githubusercontent.com/codemeta/codemeta/1.0/codemeta.jsonld",
    "@type": "Code",
    "name": "c",
    "codeRepository": B,
}
OLD_GITHUB = {
    "id": 1, "name": "b", "full_name": "a/b", "html_url": "https://github.com/a/b",
    "owner": {"login": "a"}, "private": False, "fork": False, "watchers": 1, "forks": 0,
    "master_branch": "master", "pushed_at": "2011-01-26T19:06:43Z",
}  # fmt: skip
OLD_PUBLICCODE = f"publiccodeYmlVersion: '0.1'\nname: p\nurl: {B}.git\nreleaseDate: '2016-01-01'\n"
OLD_CITATION = (
    "cff-version: 1.0.3\nmessage: m\ntitle: T\nversion: 1\ndate-released: 2016-01-01\n"
    f"repository-code: {B}\nauthors:\n - family-names: X\n"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("code.json", json.dumps(OLD_CODE)),
        ("codemeta.json", json.dumps(OLD_CODEMETA)),
        ("old.json", json.dumps([OLD_GITHUB])),
        ("publiccode.yml", OLD_PUBLICCODE),
        ("CITATION.cff", OLD_CITATION),
    ],
)
def test_formats_of_ten_years_ago(name: str, content: str, ospo: Commands) -> None:
    said = ospo.bring(name, content)
    assert said.code == 0, said.err
    assert [row.repo for row in Portfolio.open(ospo.store).repositories] == ["a/b"]


def test_one_repository_in_every_spelling_is_one_and_that_is_told(ospo: Commands) -> None:
    spelled = (
        "https://github.com/CERN/X", "https://github.com/cern/x.git", "git@github.com:cern/x",
        "ssh://git@github.com/cern/x.git", "http://www.github.com/Cern/x/tree/main",
    )  # fmt: skip
    said = ospo.bring("t.csv", "url,licence\n" + "".join(f"{url},MIT\n" for url in spelled))
    assert said.taken["repositories"] == 1
    assert any("several times" in message for _, message in said.problems)


def test_the_same_repository_on_two_platforms_is_one_when_one_says_so(ospo: Commands) -> None:
    mirror = github("cern/x", 1)
    lab = {
        "id": 5, "path_with_namespace": "cern/X", "web_url": "https://gitlab.cern.ch/cern/X",
        "mirror": True, "import_url": "https://github.com/CERN/x.git",
        "star_count": 1, "forks_count": 0, "namespace": {"full_path": "cern"},
        "last_activity_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    files = [ospo.folder / "gl.json", ospo.folder / "gh.json"]
    for file, rows in zip(files, ([lab], [mirror]), strict=True):
        file.write_text(json.dumps(rows), encoding="utf-8")
    said = ospo.run("import", *files, "--store", ospo.store, "--format", "json")
    assert said.taken["repositories"] == 1
    assert any("several platforms" in message for _, message in said.problems)


def test_the_history_of_a_renamed_repository_goes_on(ospo: Commands) -> None:
    for day, name, license_ in (
        ("2026-01-31", "o/old", "MIT"),
        ("2026-02-28", "o/old", "Apache-2.0"),
        ("2026-03-31", "o/new", "GPL-3.0-only"),
    ):
        both = [github(name, 7, license_), github("o/other", 8)]
        said = ospo.bring("gh.json", json.dumps(both), day=day)
    assert said.taken["renamed"] == [{"from": "o/old", "to": "o/new"}]
    assert (said.taken["new"], said.taken["gone"]) == ([], [])
    changes = Portfolio.open(ospo.store).records.changes
    assert [(c.date.month, c.value) for c in changes if c.repo == "o/new"] == [
        (1, "MIT"), (2, "Apache-2.0"), (3, "GPL-3.0-only"),
    ]  # fmt: skip
    assert not [c for c in changes if c.repo == "o/old"]
    report = ospo.report("march.md", "monthly", "--period", "2026-03").read_text(encoding="utf-8")
    assert "o/old" in report
    assert "New repositories: **0**" in report
    assert "Gone repositories: **0**" in report
    earlier = Portfolio.open(ospo.store, date(2026, 2, 28))
    assert [row.repo for row in earlier.repositories] == ["o/old", "o/other"]


def test_a_portfolio_younger_than_a_year_is_reported(ospo: Commands) -> None:
    ospo.bring("gh.json", json.dumps([github("o/r", 1, created_at="2026-11-01T00:00:00Z")]))
    for template in ("overview", "yearly", "monthly"):
        assert ospo.report(f"{template}.md", template).stat().st_size > 100
