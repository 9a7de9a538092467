# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reports that a timer makes: the configuration, the snapshots that are compared, the files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ospo_widgets import printing
from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.records import About, Records, Repository, RepositoryKind
from ospo_widgets.portfolio.reports.build import build_report
from ospo_widgets.portfolio.reports.config import LARGEST_FILE, read_config
from ospo_widgets.portfolio.reports.model import Format
from ospo_widgets.portfolio.reports.run import run_config
from ospo_widgets.portfolio.store import Store
from ospo_widgets.resources import data_dir

DAY = date(2026, 11, 22)


def config(folder: Path, text: str, *, outputs: str = 'outputs = ["r.md"]') -> Path:
    path = folder / "report.toml"
    path.write_text(f"{outputs}\n{text}\n" if outputs else text, encoding="utf-8")
    return path


# The file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tempalte = 'yearly'", "“tempalte” is not known."),
        ("template = 'weekly'", "“weekly” is no template."),
        ("template = 3", "“template” must be a printable text"),
        ("languages = ['en', 'xx']", "There are no texts in “xx”."),
        ("languages = {}", "“languages” must be a list of texts."),
        ("store = 'a'\ndata = 'b'", "Either “store” or “data”"),
        ("filters = 'kind'", "“filters” must be a table."),
        ('title = "a\\nb"', "“title” must be a printable text"),
        ("title = '" + "x" * 2000 + "'", "“title” must be a printable text"),
        ("languages = ['en', 'fr']", "each output needs {language}"),
        ("not toml", "This is no TOML"),
        ("x = " + "[" * 20_000, "No report was made."),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_config(config(tmp_path, text))
    assert message in str(error.value)
    assert len(str(error.value)) < 500


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        ("", "must name at least one file"),
        ("outputs = []", "must name at least one file"),
        ("outputs = ['report.doc']", "names no format"),
        ("outputs = ['{secret}.html']", "a placeholder that is not known"),
        ("outputs = ['{date.__class__}.html']", "a placeholder that is not known"),
        ("outputs = [" + ",".join(f"'{i}.md'" for i in range(30)) + "]", "more than 20 files"),
    ],
)
def test_outputs_are_checked_before_anything_is_made(
    tmp_path: Path, outputs: str, message: str
) -> None:
    with pytest.raises(InputError, match=r"written|made") as error:
        read_config(config(tmp_path, "", outputs=outputs))
    assert message in str(error.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_config(tmp_path / "none.toml")
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(InputError, match="more than 64 KB"):
        read_config(large)
    large.write_bytes(b"title = '\xff'")
    with pytest.raises(InputError, match="not UTF-8"):
        read_config(large)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ("colour = 'red'", "“colour” is no filter."),
        ("kind = 'planes'", "“planes”"),
        ("only = 'no-such-mark'", "no-such-mark"),
        ("kind = 3", "“kind” must be a printable text"),
    ],
)
def test_wrong_filters_are_errors(tmp_path: Path, filters: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        run_config(config(tmp_path, f"[filters]\n{filters}"), date=DAY)
    assert message in str(error.value)
    assert not (tmp_path / "r.md").exists()


# What it writes -----------------------------------------------------------------------------------


def test_each_language_has_its_files(tmp_path: Path) -> None:
    path = config(
        tmp_path,
        'template = "monthly"\nperiod = "2026-08"\nlanguages = ["en", "fr"]\n'
        '[filters]\nkind = ["hardware", "docs"]\nactive = true',
        outputs='outputs = ["{template}-{period}-{language}.md", "{date}-{language}.xlsx"]',
    )
    written = run_config(path, date=DAY)
    assert sorted(w.path.name for w in written) == [
        "2026-11-22-en.xlsx",
        "2026-11-22-fr.xlsx",
        "monthly-2026-08-01_2026-08-22-en.md",
        "monthly-2026-08-01_2026-08-22-fr.md",
    ]
    english, french = (
        (tmp_path / f"monthly-2026-08-01_2026-08-22-{code}.md").read_text(encoding="utf-8")
        for code in ("en", "fr")
    )
    assert "Filters: Kind: hardware, docs; Active in 12 months: Yes." in english
    assert "Filtres" in french
    # Texts of the data itself follow the language too.
    assert "The set was picked for variety" in english
    assert "L’ensemble a été choisi" in french


def test_data_of_a_folder(tmp_path: Path) -> None:
    shutil.copytree(data_dir() / "portfolio", tmp_path / "ours")
    (written,) = run_config(config(tmp_path, 'data = "ours"\ntitle = "March"'), date=DAY)
    assert written.path.read_text(encoding="utf-8").startswith("# March\n")
    with pytest.raises(InputError, match="is no folder"):
        run_config(config(tmp_path, 'data = "theirs"'), date=DAY)


def test_without_a_browser_the_html_is_written_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(printing.VARIABLE, "/no/such/browser")
    (written,) = run_config(config(tmp_path, "", outputs='outputs = "r.pdf"'), date=DAY)
    assert (written.path.name, written.format) == ("r.html", Format.HTML)
    assert "PDF is not possible" in written.message
    assert not (tmp_path / "r.pdf").exists()


@pytest.mark.parametrize("place", ["folder", "no-folder"])
def test_a_place_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder.md").mkdir()
    name = {"folder": "folder.md", "no-folder": "no/such/r.md"}[place]
    with pytest.raises(InputError, match="was not written"):
        run_config(config(tmp_path, "", outputs=f'outputs = "{name}"'), date=DAY)
    assert {p.name for p in tmp_path.iterdir()} == {"folder.md", "report.toml"}


# Snapshots ----------------------------------------------------------------------------------------


def records(day: date, *licenses: str) -> Records:
    rows = tuple(
        Repository(
            repo=f"a/{i}",
            kind=RepositoryKind.SOFTWARE,
            license=license_,
            family="mit" if license_ == "MIT" else "apache",
            head_date=day,
            commits=1,
            commits_12m=1,
            authors=9,
        )
        for i, license_ in enumerate(licenses)
    )
    return Records(rows, {}, (), (), About(reference_date=day))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four readings: a year ago, then on the first of three months."""
    folder = tmp_path_factory.mktemp("readings")
    place = Store(folder / "store")
    for day, licenses in (
        (date(2025, 11, 1), ("MIT",)),
        (date(2026, 9, 1), ("MIT", "MIT")),
        (date(2026, 10, 1), ("MIT", "Apache-2.0")),
        (date(2026, 11, 1), ("Apache-2.0", "Apache-2.0", "MIT")),
    ):
        place.append(records(day, *licenses), day)
    return folder / "store"


@pytest.mark.parametrize(
    ("template", "period", "before", "now"),
    [
        # The newest, beside the one nearest to a month or a year before.
        ("monthly", None, "1 October 2026", "1 November 2026"),
        # Readings near both ends of the month.
        ("monthly", "2026-09", "1 September 2026", "1 October 2026"),
        ("monthly", "2026-10", "1 October 2026", "1 November 2026"),
        ("monthly", "last-month", "1 October 2026", "1 November 2026"),
    ],
)
def test_readings_near_the_ends_of_the_period_are_compared(
    store: Path, template: str, period: str | None, before: str, now: str
) -> None:
    found = Portfolio.open(store)
    report = build_report(found, template, date=DAY, period=period, language="en")
    assert report.subtitle[0] == f"What was read on {before} beside what was read on {now}."


def test_without_a_reading_near_its_beginning_histories_tell(store: Path) -> None:
    found = Portfolio.open(store)
    report = build_report(found, "monthly", date=DAY, period="2026-03", language="en")
    assert report.subtitle[0].startswith("Changes from 1 March 2026 to 31 March 2026, as the hist")


def test_a_year_is_compared_with_the_reading_a_year_before(store: Path) -> None:
    report = build_report(Portfolio.open(store), "yearly", date=DAY, language="en")
    glance = next(s for s in report.sections if s.id == "glance")
    assert glance.text == ("Compared with the snapshot of 1 November 2025.",)
    assert glance.tables[0].rows[0][1:4] == (3, 1, 2)
    said = {f.id: f.text for f in report.summary}
    assert said["changed"] == (
        "The 12 months to 1 November 2026: 2 new repositories; 1 licence changed."
    )


def test_a_store_is_opened_beside_the_configuration(store: Path) -> None:
    path = config(store.parent, 'store = "store"\ntemplate = "monthly"')
    (written,) = run_config(path, date=DAY)
    text = written.path.read_text(encoding="utf-8")
    assert "1 new repository; 1 licence changed" in text
    with pytest.raises(InputError):
        run_config(config(store.parent, 'store = "no-store"'), date=DAY)


def test_one_reading_alone_is_told_by_histories(tmp_path: Path) -> None:
    place = Store(tmp_path / "one")
    place.append(replace(records(date(2026, 11, 1), "MIT")), date(2026, 11, 1))
    report = build_report(Portfolio.open(tmp_path / "one"), "monthly", date=DAY, language="en")
    assert report.title == "Changes in the portfolio, 1 November 2026 to 1 November 2026"
    assert "as the histories" in report.subtitle[0]
