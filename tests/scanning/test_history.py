# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Contributors counted from a history, and what never leaves it."""

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ospo_widgets.scanning.history.additions import additions, parse
from ospo_widgets.scanning.history.authors import SMALLEST, Authors, authors, group_of
from ospo_widgets.scanning.history.repository import Commit, HistoryError, Repository
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.settings import ScanSettings

Git = Callable[..., str]


def commit(git: Git, folder: Path, who: str, when: str, message: str = "x") -> None:
    """Commit all as ``Name <address>`` on a day."""
    name, _, address = who.partition(" <")
    git(folder, "add", "-A")
    git(folder, "-c", f"user.name={name}", "-c", f"user.email={address.rstrip('>')}", "commit",
        "--allow-empty", "-q", "-m", message, f"--date={when}T12:00:00Z")  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path, git: Git) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "a.txt").write_text("one\n")
    commit(git, folder, "Ann Lee <ann.lee@cern.ch>", "2019-03-01")
    (folder / "b.txt").write_text("two\n")
    commit(git, folder, "Ann Lee <ann@gmail.com>", "2020-03-01")
    commit(git, folder, "Bo <bo@desy.de>", "2021-03-01", "x\n\nSigned-off-by: Bo <bo@desy.de>")
    commit(git, folder, "Cy <cy@example-corp.com>", "2021-04-01",
           "x\n\nCo-authored-by: Di Ro <di@uni-bonn.de>")  # fmt: skip
    commit(
        git, folder, "dependabot[bot] <1+dependabot[bot]@users.noreply.github.com>", "2022-01-01"
    )
    git(folder, "tag", "v1.0")
    return folder


def counted(folder: Path) -> Authors:
    found = Repository.open(folder)
    return authors(found.commits(1000), found.tags(), complete=True)


def test_people_are_counted_once_whatever_address_they_use(repository: Path) -> None:
    found = counted(repository)
    assert (found.people, found.commits) == (4, 4)
    assert found.by_group == {"own": 1, "institute": 2, "other": 1}
    assert found.commits_by_group == {"own": 2, "institute": 1, "other": 1}
    assert (found.first_year, found.last_year) == (2019, 2021)
    assert (found.tags, found.newest_tag) == (1, "v1.0")


def test_who_signs_off_has_told_under_which_terms(repository: Path) -> None:
    found = counted(repository)
    assert (found.signed_off, found.outside, found.outside_unsigned) == (1, 3, 2)


def test_years_have_commits_by_group_and_people(repository: Path) -> None:
    years = {y.year: y for y in counted(repository).years}
    assert years[2021].commits == 2
    assert years[2021].by_group == {"institute": 1, "other": 1}
    assert years[2021].people == 3


def test_nothing_that_names_a_person_leaves(repository: Path) -> None:
    result = scan(repository)
    said = json.dumps(result.to_json())
    for word in (
        "Ann Lee",
        "ann@",
        "ann.lee",
        "bo@",
        "cy@",
        "Di Ro",
        "example-corp",
        "desy",
        "gmail",
    ):
        assert word not in said, word
    assert result.to_json()["authors"]["people"] == 4
    assert result.project.author_count == 4


def test_a_domain_is_named_only_for_a_crowd() -> None:
    def people(count: int, domain: str) -> list[Commit]:
        return [Commit("", 1_600_000_000, f"p{i}", f"p{i}@{domain}") for i in range(count)]

    found = authors(
        [*people(SMALLEST, "cern.ch"), *people(SMALLEST - 1, "desy.de")], [], complete=True
    )
    assert found.domains == (("cern.ch", SMALLEST),)
    assert Authors.from_json(json.loads(json.dumps(found.to_json()))) == found


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("a@cern.ch", "own"),
        ("a@mail.cern.ch", "own"),
        ("a@notcern.ch", "other"),
        ("a@desy.de", "institute"),
        ("a@physik.uni-bonn.de", "institute"),
        ("a@uni-bonn.de", "institute"),
        ("a@princeton.edu", "institute"),
        ("a@ed.ac.uk", "institute"),
        ("a@gmail.com", "private"),
        ("1+a@users.noreply.github.com", "hidden"),
        ("49699333+dependabot[bot]@users.noreply.github.com", "bot"),
        ("ci@company.com", "bot"),
        ("gitlab-ci@company.com", "bot"),
        ("ricci@company.com", "other"),
        ("abbot@princeton.edu", "institute"),
        ("a@company.com", "other"),
        ("nonsense", "hidden"),
        ("", "hidden"),
    ],
)
def test_groups(address: str, group: str) -> None:
    assert group_of(address) == group


def test_years_of_files_are_those_in_which_they_came(repository: Path) -> None:
    assert Repository.open(repository).first_years() == {"a.txt": 2019, "b.txt": 2020}


def test_only_what_concerns_the_folder_counts(repository: Path, git: Git) -> None:
    inner = repository / "inner"
    inner.mkdir()
    (inner / "c.txt").write_text("three\n")
    commit(git, repository, "Ed <ed@cern.ch>", "2023-01-01")
    assert counted(inner).people == 1
    assert Repository.open(inner).first_years() == {"c.txt": 2023}


def test_no_repository_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(HistoryError, match="none"):
        Repository.open(tmp_path)
    assert scan(tmp_path).history.problem == "none"


def test_history_can_be_left_out(repository: Path) -> None:
    result = scan(repository, settings=ScanSettings(history="none"))
    assert result.history.problem == "off"
    assert result.to_json()["authors"]["known"] is False


def test_nothing_that_a_repository_configures_is_run(repository: Path, git: Git) -> None:
    trap = repository.parent / "sprung"
    for key in ("core.fsmonitor", "gpg.program", "core.pager", "diff.external", "core.sshCommand"):
        git(repository, "config", key, f"touch {trap}; false")
    git(repository, "config", "log.showSignature", "true")
    git(repository, "config", "diff.t.textconv", f"touch {trap}")
    (repository / ".gitattributes").write_text("*.txt diff=t\n")
    found = Repository.open(repository)
    assert list(found.commits(10))
    assert list(additions(found))
    assert found.first_years()
    assert not trap.exists()


def test_a_shallow_copy_is_not_complete(repository: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", f"file://{repository}", str(copy)], check=True
    )
    authors_found = scan(copy).history.authors
    assert authors_found is not None
    assert not authors_found.complete


def test_added_lines_have_the_number_that_they_had(repository: Path, git: Git) -> None:
    (repository / "a.txt").write_text("zero\none\n+++ b/fake\n-- x\n")
    commit(git, repository, "Ann Lee <ann.lee@cern.ch>", "2024-03-01")
    first = next(iter(additions(Repository.open(repository))))
    assert first.path == b"a.txt"
    assert first.lines == [(1, "zero"), (3, "+++ b/fake"), (4, "-- x")]


def test_a_line_without_end_is_cut() -> None:
    raw = b"\x1eabc\x1f10\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+" + b"k" * 9000
    found = list(parse(io.BytesIO(raw + b"\n+end\n")))
    assert [number for number, _ in found[0].lines] == [1, 2]
    assert found[0].lines[1][1] == "end"
    assert len(found[0].lines[0][1]) < 5000
