# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Hostile texts, people and secrets from an import or a history to every file that is written."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from bad_portfolios import Commands, all_files, where

from ospo_widgets.apps.portfolio.data_state import DataState

PERSON, MAIL, TOKEN = "Xaviera Plantedname", "xaviera.planted@cern.ch", "glpat-PLANTED1234567890"
PLANTED = ("plantedname", "xaviera.planted", "glpat-planted")
MARKUP = "<img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[-+]?[\d.,]+(e-?\d+)?%?")


@pytest.fixture
def ospo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(tmp_path, capsys)


def reports(ospo: Commands) -> list[Path]:
    made = [
        ospo.report(f"{template}.{ending}", template)
        for template in ("overview", "yearly", "monthly")
        for ending in ("html", "md", "xlsx", "zip")
    ]
    rows = ospo.folder / "rows.csv"
    assert ospo.run("report", "--store", ospo.store, "--output", rows).code == 0
    return [*made, rows]


@pytest.fixture
def hostile(ospo: Commands) -> Commands:
    """A store of texts that would do something if they were not texts."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["name", "url", "licence", "department", "stage", "topics"])
    texts = (FORMULA, "+1+1", "-2+3", "@SUM(A1)", MARKUP, "/etc", "[x](javascript:alert(1)) |p|")
    for number, text in enumerate(texts):
        url = f"https://git.example.org/a/r{number}"
        write.writerow([f"a/r{number}", url, MARKUP, text, text, f"{text};{MARKUP}"])
    write.writerow(["a/q", 'https://git.example.org/a/"onmouseover=alert(1)', "MIT", "D", "", ""])
    write.writerow(["=a/f", "https://git.example.org/=a/+f", "MIT", "D", "", ""])
    assert ospo.bring("t.csv", out.getvalue()).code == 0
    return ospo


def test_no_text_becomes_markup_a_formula_or_a_path(hostile: Commands) -> None:
    made = reports(hostile)
    made.append(hostile.report("one.html", "repository", "--repo", "a/r0"))
    made.append(hostile.report("of.xlsx", "department", "--department", FORMULA))
    for name, data in all_files(*made):
        if name.endswith(".html"):
            page = data.decode()
            assert MARKUP not in page
            assert not re.findall(r'href="(?!https?:|#|mailto:)', page)
            assert '"onmouseover' not in page
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
                wrong = [c for c in row if c.startswith(STARTS) and not NUMBER.fullmatch(c)]
                assert not wrong
        if name.endswith(".xml") and "sheet" in name:
            formulas = re.findall(rb"<f>([^<]*)", data)
            assert not [f for f in formulas if b"HYPERLINK" in f or b"SUM(A1)" in f]
        if "!" in name:
            member = name.rpartition("!")[2]
            assert ".." not in member
            assert not member.startswith("/")
    assert sum(name.endswith(".csv") for name, _ in all_files(*made)) > 5


def test_the_terminal_gets_no_control_characters(ospo: Commands) -> None:
    table = "url,stage\nhttps://git.example.org/a/b,x\nhttps://git.example.org/a/c,\x1b[31m\u202e\n"
    for said in (
        ospo.bring("t\u202e.csv", table),
        ospo.run("report", "--store", ospo.store),
        ospo.run("summary", "--store", ospo.store),
        ospo.run("what-if", "a/\x1b[31m\u202e", "--license", "MIT", "--store", ospo.store),
    ):
        assert not {"\x1b", "\u202e"} & set(said.out + said.err)


SECRET_FILES = {
    "people.csv": "url,licence,department,maintainer,contact e-mail,author,stage\n"
    f"https://u:{TOKEN}@git.example.org/a/b?private_token={TOKEN},{MAIL},{PERSON} <{MAIL}>,"
    f"{PERSON},{MAIL},{PERSON},{PERSON} <{MAIL}>\n"
    f"https://git.example.org/a/c,https://x:{TOKEN}@h/l?t={TOKEN},BE,{PERSON},{MAIL},,{TOKEN}\n"
    f"{PERSON} <{MAIL}>,MIT,,,,,\nhttps://git.example.org/{MAIL}/x,MIT,,,,,\n",
    "github.json": json.dumps(
        [{
            "id": 1, "full_name": "o/r", "name": "r", "html_url": "https://github.com/o/r",
            "owner": {"login": "o", "email": MAIL, "name": PERSON}, "topics": [MAIL, PERSON],
            "clone_url": f"https://{TOKEN}@github.com/o/r.git", "description": f"{PERSON} {MAIL}",
            "stargazers_count": 1, "forks_count": 0, "license": None, "temp_clone_token": TOKEN,
        }]
    ),
    "codemeta.json": json.dumps(
        {
            "@context": "https://doi.org/10.5063/schema/codemeta-2.0", "name": f"c {MAIL}",
            "codeRepository": f"https://{TOKEN}@git.example.org/a/c", "maintainer": PERSON,
            "author": [{"givenName": "Xaviera", "familyName": "Plantedname", "email": MAIL}],
            "softwareRequirements": [MAIL, {"name": "n", "@id": f"https://{TOKEN}@github.com/d/e"}],
        }
    ),
    "publiccode.yml": f"publiccodeYmlVersion: '0.4'\nname: p {MAIL}\n"
    f"url: https://{TOKEN}@git.example.org/a/p.git\nlegal:\n  license: MIT\n"
    f"  mainCopyrightOwner: {PERSON}\nmaintenance:\n  contacts:\n   - name: {PERSON}\n"
    f"     email: {MAIL}\n",
    "spdx.json": json.dumps(
        {
            "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "d",
            "creationInfo": {"creators": [f"Person: {PERSON} ({MAIL})"], "created": "2020-01-01"},
            "packages": [
                {"SPDXID": "SPDXRef-r", "name": "r", "supplier": f"Person: {PERSON} ({MAIL})",
                 "downloadLocation": f"git+https://{TOKEN}@git.example.org/a/s.git"},
                {"SPDXID": "SPDXRef-p", "name": MAIL, "supplier": f"Person: {PERSON}"},
            ],
            "relationships": [
                {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                 "relatedSpdxElement": "SPDXRef-r"},
                {"spdxElementId": "SPDXRef-r", "relationshipType": "DEPENDS_ON",
                 "relatedSpdxElement": "SPDXRef-p"},
            ],
        }
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SECRET_FILES)
def test_people_and_tokens_of_a_file_reach_nothing(name: str, ospo: Commands) -> None:
    said = ospo.bring(name, SECRET_FILES[name])
    assert said.code == 0, said.err
    made = reports(ospo)
    topics = name == "github.json"  # with a mail address in it the whole list is left out
    assert not topics or "topics" in said.out
    for planted in PLANTED:
        assert planted not in (said.out + said.err).lower()
        assert where(planted, ospo.store, *made) == []
    assert where(PERSON, ospo.folder / name), "it was planted"


@pytest.mark.parametrize("name", SECRET_FILES)
def test_the_page_shows_no_people_and_tokens(name: str, tmp_path: Path) -> None:
    file = tmp_path / "upload"
    file.write_text(SECRET_FILES[name], encoding="utf-8")
    state = DataState()
    state.add(file, f"../../{name}")
    portfolio = state.portfolio()
    shown = repr((state.problems, portfolio.records, portfolio.heading())).lower()
    assert not [planted for planted in PLANTED if planted in shown]
    assert "../" not in state.files[0].document.name


def test_people_and_tokens_of_a_history_reach_nothing(ospo: Commands) -> None:
    root = ospo.folder / "one"
    root.mkdir()
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
           for what, value in (("NAME", PERSON), ("EMAIL", MAIL))}  # fmt: skip
    tag = "SPDX-License-Identifier" + ": MIT\n"
    (root / "LICENSE").write_text(f"{tag}Copyright {PERSON} <{MAIL}>\n", encoding="utf-8")
    (root / "AUTHORS").write_text(f"{PERSON} <{MAIL}>\n", encoding="utf-8")
    needs = {"x": f"git+https://{TOKEN}@github.com/a/x.git", "y": "1"}
    manifest = {"name": "p", "author": f"{PERSON} <{MAIL}>", "dependencies": needs}
    (root / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    module = f"[submodule]\n path=s\n url=https://u:{TOKEN}@git.example.org/a/sub.git\n"
    (root / ".gitmodules").write_text(module, encoding="utf-8")
    git = ["git", "-C", str(root)]
    origin = f"https://oauth2:{TOKEN}@git.example.org/a/one.git"
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["commit", "-q", "-m", f"{PERSON} {MAIL} {TOKEN}"],
        ["remote", "add", "origin", origin],
    ):
        subprocess.run([*git, *command], check=True, env={**os.environ, **who})
    listed = ospo.folder / "list.txt"
    refused = f"https://u:{TOKEN}@127.0.0.1/a/b.git\next::sh -c id\nfile:///etc\n{MAIL}\n--upload-pack=x\n"
    listed.write_text(f"{root}\n{refused}", encoding="utf-8")
    journal = ospo.folder / "a.journal"
    said = ospo.run(
        "collect", "--git", listed, "--store", ospo.store, "--journal", journal, "--format", "json"
    )
    assert said.code == 0, said.err
    assert said.taken["new"] == ["one"]
    assert len(said.taken["problems"]) >= 5
    for planted in PLANTED:
        assert planted not in (said.out + said.err).lower()
        assert where(planted, ospo.store, journal, *reports(ospo)) == []
