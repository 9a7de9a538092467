# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reading a portfolio: what is wrong is named by file, line and column, and nothing is guessed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.families import families, license_family, normal_expression
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.resources import data_dir

REPOSITORIES = """\
repo,kind,license,head_date,commits,commits_12m,authors,readme,ci,tags
a/one,software,MIT,2026-08-22,10,5,3,yes,github-actions;gitlab-ci,2
b/two,hardware,,2020-01-31,7,0,1,no,,
"""
HEADER = REPOSITORIES.partition("\n")[0].encode()
MONTHLY = "repo,month,commits\na/one,2026-08,5\na/one,2025-01,5\nb/two,2020-01,7\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "repositories.csv").write_text(REPOSITORIES, encoding="utf-8")
    (tmp_path / "monthly.csv").write_text(MONTHLY, encoding="utf-8")
    return tmp_path


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_two_files_are_enough(folder):
    portfolio = Portfolio.read(folder)
    one, two = portfolio.repositories
    assert (one.repo, one.kind, one.license, one.family) == (
        "a/one",
        RepositoryKind.SOFTWARE,
        "MIT",
        "mit",
    )
    assert one.head_date == date(2026, 8, 22)
    assert one.ci == ("github-actions", "gitlab-ci")
    assert portfolio.months["a/one"] == (("2025-01", 5), ("2026-08", 5))
    assert portfolio.about.reference_date == date(2026, 8, 22)
    assert two.ci == ()
    assert portfolio.license_history("a/one") == ()


def test_what_is_not_there_is_not_known(folder):
    one, two = Portfolio.read(folder).repositories
    assert one.present["readme"] is True
    assert two.present["readme"] is False
    assert one.present["tests"] is None
    assert (one.tags, two.tags) == (2, None)
    assert one.authors_for_half is None
    assert one.license_detected is None
    assert not one.license_corrected


WRONG = [
    ("repositories.csv", "10,5,3", "ten,5,3", "line 2, column commits: “ten”"),
    ("repositories.csv", "10,5,3", "-1,5,3", "line 2, column commits: “-1”"),
    ("repositories.csv", "10,5,3", "1e3,5,3", "line 2, column commits: “1e3”"),
    ("repositories.csv", "10,5,3", ",5,3", "line 2, column commits: the value is missing"),
    ("repositories.csv", "10,5,3", "9999999999999999,5,3", "line 2, column commits"),
    ("repositories.csv", "2020-01-31", "2020-02-31", "line 3, column head_date: “2020-02-31”"),
    ("repositories.csv", "2020-01-31", "31.1.2020", "line 3, column head_date"),
    ("repositories.csv", "hardware", "toys", "line 3, column kind: “toys”"),
    ("repositories.csv", "MIT", "MIT AND", "line 2, column license: “MIT AND”"),
    ("repositories.csv", "MIT", "()", "line 2, column license: “()”"),
    ("repositories.csv", ",no,", ",0,", "line 3, column readme: “0” must be yes, no or empty"),
    ("repositories.csv", "b/two", "a/one", "line 3, column repo: “a/one” stands there twice"),
    ("repositories.csv", "b/two", "", "line 3, column repo: the value is missing"),
    ("repositories.csv", "b/two", "b\u202etwo", "line 3, column repo"),
    ("repositories.csv", "b/two", "b" * 300, "line 3, column repo"),
    ("repositories.csv", "kind,", "sort,", "line 1: column kind is missing"),
    ("repositories.csv", "readme,ci", "ci,ci", "line 1: column ci stands there twice"),
    ("repositories.csv", ",no,,", ",no,,,,", "line 3: the row has 12 cells, the header 10"),
    ("monthly.csv", "2020-01", "2020-13", "line 4, column month: “2020-13”"),
    ("monthly.csv", "2026-08", "2026-09", "line 2, column month: 2026-09 is after"),
    ("monthly.csv", "2025-01", "2026-08", "line 3, column month: 2026-08 of a/one stands"),
    ("monthly.csv", "b/two", "c/three", "line 4, column repo: “c/three” is not in"),
    ("monthly.csv", "month,", "m,", "line 1: column month is missing"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), WRONG)
def test_wrong_files_are_refused_by_place(folder, file, old, new, said):
    change(folder, file, old, new)
    with pytest.raises(InputError) as error:
        Portfolio.read(folder)
    assert said in error.value.message
    assert error.value.message.startswith(file)
    assert "The portfolio was not opened." in error.value.message


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("repositories.csv", None, "repositories.csv cannot be read: there is no such file"),
        ("monthly.csv", None, "monthly.csv cannot be read: there is no such file"),
        ("repositories.csv", b"", "repositories.csv is empty"),
        ("repositories.csv", b"\n\n", "repositories.csv is empty"),
        ("repositories.csv", HEADER, "repositories.csv has no rows"),
        ("monthly.csv", b"repo,month,commits\n\xff\xfe", "monthly.csv, line 2: this is no text"),
        ("monthly.csv", b'repo,month,commits\n"a', "monthly.csv, line 2: this is no CSV"),
        ("about.yaml", b"a: [", "about.yaml, line 1: this is no YAML"),
        ("about.yaml", b"- a", "about.yaml must name its fields"),
        ("about.yaml", b"reference_date: soon", "about.yaml: reference_date must be a date"),
        ("about.yaml", b"basis: 3", "about.yaml: basis must be a text"),
        ("about.yaml", b"caveats: no list", "about.yaml: caveats must be a list"),
        ("author_domains.csv", b"repo,domain,authors\na/one,x.ch,4", "line 2, column authors"),
        ("license_events.csv", b"repo,date,commit,license\na/one,x,y,MIT", "line 2, column date"),
    ],
)
def test_missing_empty_and_broken_files(folder, file, content, said):
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    with pytest.raises(InputError, match=re.escape(said)):
        Portfolio.read(folder)


def test_a_folder_must_be_a_folder(tmp_path):
    with pytest.raises(InputError, match="is no folder"):
        Portfolio.read(tmp_path / "nowhere")


def test_a_directory_in_place_of_a_file(folder):
    (folder / "monthly.csv").unlink()
    (folder / "monthly.csv").mkdir()
    with pytest.raises(InputError, match="it is no file"):
        Portfolio.read(folder)


def test_about_may_speak_several_languages(folder):
    (folder / "about.yaml").write_text(
        "reference_date: 2026-09-30\n"
        "basis: {en: All of them., fr: Tous.}\n"
        "caveats: [One., {en: Two.}]\n",
        encoding="utf-8",
    )
    about = Portfolio.read(folder).about
    assert about.reference_date == date(2026, 9, 30)
    assert about.basis == "All of them."
    assert about.caveats == ("One.", "Two.")


def test_a_byte_order_mark_and_quoted_cells_are_read(folder):
    text = REPOSITORIES.replace("a/one", '"a/one"')
    (folder / "repositories.csv").write_text("\ufeff" + text, encoding="utf-8")
    assert Portfolio.read(folder).repositories[0].repo == "a/one"


@given(st.binary(max_size=300))
def test_any_bytes_give_a_portfolio_or_an_input_error(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("any")
    (folder / "repositories.csv").write_bytes(REPOSITORIES.encode() + content)
    (folder / "monthly.csv").write_text(MONTHLY, encoding="utf-8")
    try:
        assert len(Portfolio.read(folder)) >= 2
    except InputError as error:
        assert "repositories.csv" in error.message


@pytest.mark.parametrize(
    ("expression", "family"),
    [
        ("", "none"),
        ("NOASSERTION", "unknown"),
        ("LicenseRef-Geant4", "own"),
        ("GPL-3.0-or-later AND LicenseRef-x", "own"),
        ("Apache-2.0", "apache"),
        ("Apache-1.1", "other"),
        ("gpl-3.0", "gpl"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "gpl"),
        ("GPL-2.0-only OR GPL-3.0-only", "gpl"),
        ("Apache-2.0 OR MIT", "other"),
        ("MIT AND LGPL-2.1-only", "mit"),
        ("(MIT OR Apache-2.0) AND GPL-3.0-only", "other"),
        ("CC-BY-4.0 AND MIT", "creative-commons"),
        ("CC0-1.0", "creative-commons"),
        ("CERN-OHL-1.2 AND BSD-2-Clause", "cern-ohl-1"),
        ("CERN-OHL-S-2.0", "cern-ohl-s"),
        ("CERN-OHL-W-2.0+", "cern-ohl-w"),
        ("CERN-OHL-P-2.0 AND MIT", "cern-ohl-p"),
        ("CERN-OHL-S-2.0 OR CERN-OHL-P-2.0", "other"),
        ("LGPL-3.0-or-later", "lgpl"),
        ("AGPL-3.0-only", "agpl"),
        ("EPICS", "other"),
    ],
)
def test_families(expression, family):
    assert license_family(expression) == family
    assert family in families()


def test_expressions_take_the_spelling_of_spdx():
    assert normal_expression("gpl-3.0 and mit") == "GPL-3.0-only AND MIT"
    assert normal_expression(" NONE ") == ""


@given(st.text(max_size=40) | st.text(alphabet="MIT()ANDOR +-WH", max_size=30))
def test_any_expression_has_a_family_or_is_refused(expression):
    try:
        assert license_family(expression) in families()
    except InputError as error:
        assert "no SPDX licence expression" in error.message


def test_an_overlay_brings_its_own_families(tmp_path, monkeypatch):
    assert license_family("EPICS") == "other"
    (tmp_path / "portfolio").mkdir()
    (tmp_path / "portfolio" / "families.yaml").write_text(
        "families: [{id: epics, licenses: [EPICS]}]"
    )
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    assert license_family("EPICS") == "epics"
    assert families() == ("none", "unknown", "own", "epics", "other")


def test_the_sample_holds_no_addresses_and_no_small_groups():
    folder = data_dir() / "portfolio"
    for file in folder.iterdir():
        assert not re.search(r"\w@\w", file.read_text(encoding="utf-8")), file.name
    assert min(d.authors for d in Portfolio.sample().author_domains) >= 5
    assert sum(f.stat().st_size for f in folder.iterdir()) < 1_200_000
