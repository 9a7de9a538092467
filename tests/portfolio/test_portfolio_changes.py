# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Changes of readiness in a folder of CSV files, and those of the sample."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.fields import PRESENT
from ospo_widgets.portfolio.readiness import MARKS
from ospo_widgets.portfolio.records import Change, Repository
from ospo_widgets.portfolio.source import CHANGING, read_folder, sample_folder

REPOSITORIES = """\
repo,kind,license,head_date,commits,commits_12m,authors,first_commit_date,readme,ci,tags,languages,doi,releases_12m
a/one,software,MIT,2026-08-22,10,5,3,2024-01-01,yes,gitlab-ci,2,Python; C++,10.5281/zenodo.1,1
b/two,hardware,,2026-01-31,7,0,1,2025-03-01,no,,0,,,
"""
CHANGES = """\
repo,date,field,value,commit
a/one,2024-01-01,readme,yes,0a1b2c3
a/one,2025-06-30,ci,yes,0a1b2c4
a/one,2025-07-01,release,yes,0a1b2c5
b/two,2025-03-01,readme,yes,0a1b2c6
b/two,2026-01-31,readme,no,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (
        ("repositories.csv", REPOSITORIES),
        ("monthly.csv", "repo,month,commits\na/one,2026-08,5\n"),
        ("changes.csv", CHANGES),
        ("about.yaml", "read_on: 2026-11-22\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_changes_are_read(folder: Path) -> None:
    changes = read_folder(folder).changes
    assert changes[0] == Change("a/one", date(2024, 1, 1), "readme", "yes", "0a1b2c3")
    assert changes[-1] == Change("b/two", date(2026, 1, 31), "readme", "no", "")
    assert len(changes) == 5


def test_without_the_file_no_change_is_known(folder: Path) -> None:
    (folder / "changes.csv").unlink()
    assert read_folder(folder).changes == ()
    assert Portfolio.read(folder).readiness_trend().items == ()


def test_values_that_a_collection_tells_are_read(folder: Path) -> None:
    one, two = read_folder(folder).repositories
    assert (one.languages, one.doi, one.releases_12m) == (("Python", "C++"), "10.5281/zenodo.1", 1)
    assert (two.languages, two.doi, two.releases_12m) == ((), "", None)
    assert (one.ci, two.ci) == (("gitlab-ci",), ())


def test_the_trend_follows_the_changes(folder: Path) -> None:
    trend = Portfolio.read(folder).readiness_trend()
    items = {item.item: item for item in trend.items}
    at = {month: place for place, month in enumerate(trend.points)}

    def told(item: str, month: str) -> tuple[int, int]:
        return items[item].yes[at[month]], items[item].known[at[month]]

    assert (trend.points[0], trend.points[-1]) == ("2024-01", "2026-08")
    assert [told("readme", m) for m in ("2024-01", "2025-03", "2026-01")] == [
        (1, 1),
        (2, 2),
        (1, 2),
    ]
    assert [told("ci", month) for month in ("2025-05", "2025-06")] == [(0, 2), (1, 2)]
    assert told("release", "2026-08") == (1, 2)
    # No history mentions them, so none can tell that they never were there.
    assert {"doi", "tests", "reuse", "citation"}.isdisjoint(items)


@pytest.mark.parametrize(
    ("doi", "files", "has"),
    [
        ("10.5281/zenodo.1", (None, None, None), True),
        ("", (False, False, False), False),
        ("", (False, True, False), None),  # a file that may state one without our seeing it
        ("", (False, False, None), None),
    ],
)
def test_no_doi_is_known_only_where_no_file_can_state_one(
    doi: str, files: tuple[bool | None, ...], has: bool | None
) -> None:
    names = ("citation_cff", "codemeta_json", "zenodo_json")
    present = dict(zip(names, files, strict=True))
    assert MARKS["doi"](Repository("a/b", None, "", "none", doi=doi, present=present)) is has


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a/one,2024", "c/one,2024", "line 2, column repo: “c/one” is not in"),
        ("2024-01-01", "1.1.2024", "line 2, column date: “1.1.2024”"),
        ("2024-01-01", "", "line 2, column date: the value is missing"),
        ("2024-01-01", "2026-11-23", "line 2, column date: 2026-11-23 is after 2026-11-22"),
        ("2025-06-30,ci", "2025-06-30,stars", "line 3, column field: “stars” must be one of"),
        ("2025-06-30,ci", "2025-06-30,license", "line 3, column field: “license” must be one of"),
        ("2025-06-30,ci", "2025-06-30,", "line 3, column field"),
        ("2026-01-31", "2025-03-01", "line 6, column field: readme of b/two changes twice on"),
        ("yes,0a1b2c6", "true,0a1b2c6", "line 5, column value: “true” must be yes, no"),
        ("yes,0a1b2c6", ",0a1b2c6", "line 5, column value: the value is missing"),
        ("0a1b2c6", "0" * 65, "line 5, column commit: the text has more than 64"),
        (",0a1b2c6", "", "line 5: the row has 4 cells"),
        ("value,", "what,", "line 1: column value is missing"),
    ],
)
def test_wrong_changes_are_refused_by_place(folder: Path, old: str, new: str, said: str) -> None:
    assert CHANGES.count(old) == 1
    (folder / "changes.csv").write_text(CHANGES.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_folder(folder)
    assert said in error.value.message
    assert error.value.message.startswith("changes.csv")
    assert error.value.message.endswith("The portfolio was not opened.")


def test_the_changes_of_the_sample_lead_to_its_columns() -> None:
    records = read_folder(sample_folder())
    last = {(change.repo, change.field): change.value for change in records.changes}
    items = [item for item in CHANGING if item != "reuse_compliant"]  # a tool tells it, no history
    for repository in records.repositories:
        for item in items:
            told = last.get((repository.repo, item), "no") == "yes"
            assert told is _now(repository, item), (repository.repo, item)


def _now(repository: Repository, item: str) -> bool | None:
    if item in PRESENT:
        return repository.present[item]
    return bool(repository.ci if item == "ci" else repository.tags)


def test_each_change_of_the_sample_changes_something() -> None:
    records = read_folder(sample_folder())
    heads = {repository.repo: repository.head_date for repository in records.repositories}
    before: dict[tuple[str, str], str] = {}
    for change in records.changes:
        head = heads[change.repo]
        assert len(change.commit) == 40
        assert head is not None and change.date <= head
        assert before.get((change.repo, change.field), "no") != change.value, change
        before[change.repo, change.field] = change.value


def test_the_trend_of_the_sample_ends_with_its_figures() -> None:
    portfolio = Portfolio.sample()
    trend = {item.item: item for item in portfolio.readiness_trend().items}
    present = {
        item: sum(r.present[item] is True for r in portfolio.repositories) for item in PRESENT
    }
    with_ci = sum(bool(r.ci) for r in portfolio.repositories)
    ends = {item: told.yes[-1] for item, told in trend.items()}
    assert {told.known[-1] for told in trend.values()} == {len(portfolio)}
    assert ends == {
        "readme": present["readme"],
        "tests": present["tests"],
        "ci": with_ci,
        "release": sum(bool(r.tags) for r in portfolio.repositories),
        "citation": present["citation_cff"],
        "security": present["security"],
        "changelog": present["changelog"],
        "contributing": present["contributing"],
        "codeowners": present["codeowners"],
    }
