# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a history tells: commits, authors, institutes, licences and files over time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ospo_widgets.portfolio.collecting.institutes import institute_of, is_bot
from tests.portfolio.collected import ANN, History, collected, git, said

BO = "Bo Ek <bo@desy.de>"


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "work")


def test_commits_are_counted_by_month_and_year(history: History) -> None:
    history.commit("2020-01-31").commit("2020-02-01").commit("2020-02-29")
    # The year before 2026-08-22 begins on 2025-08-22 and ends on the day itself.
    history.commit("2025-08-21").commit("2025-08-22").commit("2026-08-22").commit("2026-08-23")
    record = collected(history.write())
    values = said(record)
    assert record.error == ""
    assert (values["commits"], values["commits_12m"]) == (7, 2)
    assert values["first_commit_date"] == date(2020, 1, 31)
    assert values["head_date"] == date(2026, 8, 23)
    assert record.months == (("2020-01", 1), ("2020-02", 2), ("2025-08", 2), ("2026-08", 2))


@pytest.mark.parametrize(
    ("authors", "people"),
    [
        ([ANN, "Ann Lee <ann@gmail.com>"], 1),  # the same full name
        ([ANN, "ann lee <ann@gmail.com>"], 1),  # in another case
        ([ANN, "A. Lee <Ann.Lee@CERN.ch>"], 1),  # the same address
        (["al <1+al@users.noreply.github.com>", "Al Bo <al@users.noreply.github.com>"], 1),
        (["root <a@x.org>", "root <b@y.org>"], 2),  # one word is no name
        ([ANN, "Ann Lea <ann@gmail.com>"], 2),
        ([ANN, "dependabot[bot] <1+dependabot[bot]@users.noreply.github.com>"], 1),
    ],
)  # fmt: skip
def test_people_are_joined(history: History, authors: list[str], people: int) -> None:
    for i, who in enumerate(authors):
        history.commit(f"2024-01-{i + 1:02}", who=who)
    assert said(collected(history.write()))["authors"] == people


def test_a_mailmap_of_the_newest_state_counts(history: History) -> None:
    history.commit("2024-01-01", who="al <a@x.org>").commit("2024-01-02", who="bo <b@x.org>")
    history.commit("2024-01-03", {".mailmap": "Al Bo <a@x.org> <b@x.org>\n"}, who="al <a@x.org>")
    assert said(collected(history.write()))["authors"] == 1
    bare = History(history.folder.parent / "bare", history._stream, history._count)
    assert said(collected(bare.write(bare=True)))["authors"] == 1


def test_a_mailmap_that_is_not_committed_does_not_count(history: History) -> None:
    history.commit("2024-01-01", who="al <a@x.org>").commit("2024-01-02", who="bo <b@x.org>")
    folder = history.write()
    (folder / ".mailmap").write_text("Al Bo <a@x.org> <b@x.org>\n")
    assert said(collected(folder))["authors"] == 2


@pytest.mark.parametrize(
    ("commits", "half"), [([1], 1), ([3, 3], 1), ([2, 2, 2], 2), ([5, 1, 1, 1], 1), ([1] * 7, 4)]
)
def test_authors_for_half_of_the_commits(history: History, commits: list[int], half: int) -> None:
    for author, count in enumerate(commits):
        for _ in range(count):
            history.commit("2024-01-01", who=f"P{author} Q{author} <p{author}@x.org>")
    assert said(collected(history.write()))["authors_for_half"] == half


def test_programs_are_no_people(history: History) -> None:
    history.commit("2026-08-01").commit("2026-08-02", who="renovate-bot <r@x.org>")
    values = said(collected(history.write()))
    assert (values["commits"], values["bot_commits"], values["authors"]) == (2, 1, 1)


def test_a_history_of_programs_only_has_no_author(history: History) -> None:
    values = said(collected(history.commit("2026-08-01", who="renovate-bot <r@x.org>").write()))
    assert values["authors"] == 0
    assert "authors_for_half" not in values


@pytest.mark.parametrize(
    ("name", "address", "bot"),
    [
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", True),
        ("GitHub Actions", "a@b.org", True),
        ("", "ci@lab.org", True),
        ("Carl Builder", "carl.builder@x.org", False),
        ("", "cmsbuild@node7.cern.ch", True),
        ("Mo Ricci", "ricci@infn.it", False),  # the end of a name is no “ci@”
        ("Ann Abbot", "abbot@x.org", False),
        ("Robota Ek", "r@x.org", False),
    ],
)
def test_bots(name: str, address: str, bot: bool) -> None:
    assert is_bot(name, address) is bot


@pytest.mark.parametrize(
    ("domain", "institute"),
    [
        ("cern.ch", "cern.ch"),
        ("Mail.CERN.ch", "cern.ch"),
        ("notcern.ch", ""),
        ("hep.ph.ic.ac.uk", "ic.ac.uk"),
        ("physics.princeton.edu", "princeton.edu"),
        ("mpp.mpg.de", "mpg.de"),
        ("physik.uni-bonn.de", "uni-bonn.de"),
        ("uni-bonn.de", "uni-bonn.de"),
        ("cs.anu.edu.au", "anu.edu.au"),
        ("gmail.com", ""),
        ("users.noreply.github.com", ""),
        ("ann-lee.com", ""),  # a person’s own domain would name the person
        ("edu", ""),
        ("", ""),
        ("x y.edu", ""),
        ("<b>.edu", ""),
        ("a" * 300 + ".edu", ""),
    ],
)
def test_domains_are_rolled_up_to_institutes(domain: str, institute: str) -> None:
    assert institute_of(domain) == institute


def test_a_person_counts_at_one_institute(history: History) -> None:
    history.commit("2024-01-01", who="Ann Lee <ann@desy.de>")
    history.commit("2024-01-02").commit("2024-01-03")
    history.commit("2024-01-04", who=BO).commit("2024-01-05", who="Cy Di <cy@gmail.com>")
    assert collected(history.write()).domains == (("cern.ch", 1), ("desy.de", 1))


def test_nothing_that_names_a_person_leaves(history: History) -> None:
    history.commit("2024-01-01", who=BO).commit("2024-01-02", who="Zed Qu <zedqu@zedqu.name>")
    record = repr(collected(history.write()))
    for word in ("Bo Ek", "bo@", "Zed", "zedqu"):
        assert word not in record, word


@pytest.mark.parametrize("stamp", ["@0", "@99999999999", "@4102444800"])
def test_dates_that_cannot_be_right_are_left_out(history: History, stamp: str) -> None:
    history.commit("2024-01-01", {"LICENSE": "MIT"})
    history.commit(stamp, {"LICENSE": "Apache-2.0"}).commit("2024-03-01")
    record = collected(history.write())
    assert said(record)["commits"] == 3
    assert record.months == (("2024-01", 1), ("2024-03", 1))
    # A change has the day of the next commit whose date can be right.
    licenses = [(day, value) for day, name, value, _ in record.changes if name == "license"]
    assert licenses == [(date(2024, 1, 1), "MIT"), (date(2024, 3, 1), "Apache-2.0")]


def test_the_licence_history_has_each_change_and_its_commit(history: History) -> None:
    history.commit("2019-01-01", {"a.py": "1"}).commit("2019-02-01", {"LICENSE": "GPL-3.0-only"})
    history.commit("2019-03-01", {"a.py": "2"}).commit("2020-01-01", {"LICENSE": None})
    history.commit("2021-01-01", {"LICENSE.md": "MIT"}, landed="2021-02-01")
    record = collected(history.write())
    rows = [(str(day), value) for day, name, value, _ in record.changes if name == "license"]
    assert rows == [("2019-02-01", "GPL-3.0-only"), ("2020-01-01", ""), ("2021-02-01", "MIT")]
    commits = [commit for _, name, _, commit in record.changes if name == "license"]
    assert all(len(commit) == 40 for commit in commits)
    assert commits[-1] == said(record)["head_commit"]


LICENSES = [
    ({}, "", ""),
    ({"LICENSE": "MIT"}, "MIT", "MIT"),
    ({"LICENCE.txt": "mit"}, "MIT", "MIT"),
    ({"COPYING": "GPL-2.0-only", "COPYING.LESSER": "LGPL-2.1-only"}, *["LGPL-2.1-only"] * 2),
    ({"LICENSE-MIT": "MIT", "LICENSE-APACHE": "Apache-2.0"}, *["Apache-2.0 AND MIT"] * 2),
    ({"LICENSE": "Apache-2.0", "LICENSE-3RD": "MIT"}, "Apache-2.0", "Apache-2.0"),
    ({"LICENSE": "secret terms"}, "LicenseRef-unidentified", None),
    ({"LICENSE": "no expression ("}, "LicenseRef-unidentified", None),
    ({"LICENSE": "MIT OR Apache-2.0", "COPYING": "GPL-3.0-only"},
     *["GPL-3.0-only AND (MIT OR Apache-2.0)"] * 2),
    ({"LICENSES/MIT.txt": "text", "LICENSES/CC0-1.0.txt": "text"}, "MIT", "MIT"),
    ({"LICENSES/CC-BY-4.0.txt": "text"}, "CC-BY-4.0", "CC-BY-4.0"),
    ({"LICENSES/nothing we know.txt": "text"}, "LicenseRef-unidentified", None),
    ({"LICENSE": "->LICENSES/MIT.txt", "LICENSES/MIT.txt": "text"}, "MIT", "MIT"),
    ({"LICENSE": "->../../etc/passwd"}, "LicenseRef-unidentified", None),
    ({"license.py": "MIT", "src/LICENSE": "MIT"}, "", ""),
    ({"LICENSE/text": "MIT"}, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("files", "detected", "stated"), LICENSES)
def test_licences(
    history: History, files: dict[str, str], detected: str, stated: str | None
) -> None:
    record = collected(history.commit("2024-01-01", {"x": "", **files}).write())
    values = said(record)
    assert values["license_detected"] == detected
    assert values.get("license") == stated
    changes = [value for _, name, value, _ in record.changes if name == "license"]
    assert changes == ([detected] if detected else [])


def test_without_a_recogniser_a_licence_is_not_known(history: History) -> None:
    record = collected(history.commit("2024-01-01", {"LICENSE": "MIT"}).write(), recognise=None)
    assert {"license", "license_detected"}.isdisjoint(said(record))
    assert not [row for row in record.changes if row[1] == "license"]


def test_files_come_and_go(history: History) -> None:
    history.commit("2019-01-01", {"README.md": "x", "docs/SECURITY.md": "x"})
    history.commit("2020-01-01", {".github/workflows/a.yml": "x", "CITATION.cff": "x"})
    history.commit("2021-01-01", {"docs/SECURITY.md": None, "REUSE.toml": "x"})
    history.commit("2022-01-01", {"tests/a/b/c.py": "x", ".github/CODEOWNERS": "x"})
    record = collected(history.write())
    rows = {(str(day)[:4], name, value) for day, name, value, _ in record.changes}
    assert rows == {
        ("2019", "readme", "yes"), ("2019", "security", "yes"), ("2019", "docs", "yes"),
        ("2020", "ci", "yes"), ("2020", "citation_cff", "yes"),
        ("2021", "security", "no"), ("2021", "docs", "no"), ("2021", "reuse_toml", "yes"),
        ("2022", "tests", "yes"), ("2022", "codeowners", "yes"),
    }  # fmt: skip
    values = said(record)
    assert values["readme"] is True
    assert values["security"] is False
    assert values["ci"] == ("github-actions",)
    assert "reuse_compliant" not in values  # no name of a file tells it
    assert [day for day, *_ in record.changes] == sorted(day for day, *_ in record.changes)


def test_of_one_day_only_the_end_counts(history: History) -> None:
    history.commit("2020-01-01", {"README": "x", "LICENSE": "MIT"})
    history.commit("2020-01-01", {"README": None, "LICENSE": "Apache-2.0"})
    history.commit("2020-01-01", {"LICENSE": "MIT"}).commit("2021-01-01", {"LICENSE": "ISC"})
    record = collected(history.write())
    rows = [(str(day), name, value) for day, name, value, _ in record.changes]
    assert rows == [("2020-01-01", "license", "MIT"), ("2021-01-01", "license", "ISC")]


def test_tests_below_have_the_day_on_which_they_came(history: History) -> None:
    history.commit("2019-01-01", {"src/a.py": "x"}).commit("2020-01-01", {"src/p/tests/b.py": "x"})
    record = collected(history.commit("2021-01-01", {"src/p/tests/c.py": "x"}).write())
    assert said(record)["tests"] is True
    assert [(str(d), v) for d, n, v, _ in record.changes if n == "tests"] == [("2020-01-01", "yes")]


def test_the_commit_is_that_which_brought_the_value(history: History) -> None:
    history.commit("2020-01-01", {"README": "x", "tests/a.py": "x"})
    history.commit("2020-01-01", {"CITATION.cff": "x", "tests/b.py": "x"})
    folder = history.commit("2020-01-01", {"README": None, "tests/c.py": "x"}).write()
    first, second = git(folder, "rev-list", "--reverse", "HEAD").split()[:2]
    rows = [row[1:] for row in collected(folder).changes]
    assert rows == [("citation_cff", "yes", second), ("tests", "yes", first)]


@pytest.mark.parametrize(
    ("moves", "rows"),
    [
        # to a folder below: with a gap, at once, with both for a while; to the top; gone
        (
            ["tests/a.py", "", "src/p/tests/a.py"],
            [("2020", "yes"), ("2021", "no"), ("2022", "yes")],
        ),
        (["tests/a.py", "src/p/tests/a.py"], [("2020", "yes")]),
        (["tests/a.py", "tests/a.py src/p/tests/a.py", "src/p/tests/a.py"], [("2020", "yes")]),
        (["src/p/tests/a.py", "tests/a.py tests/b.py", "tests/b.py"], [("2020", "yes")]),
        (["src/p/tests/a.py", "a.py"], [("2020", "yes"), ("2021", "no")]),
        (["vendor/p/tests/a.py", "a/b/c/d/tests/a.py"], []),
    ],
)
def test_tests_that_move_below_keep_their_history(
    history: History, moves: list[str], rows: list[tuple[str, str]]
) -> None:
    before: set[str] = set()
    for year, paths in enumerate(moves, 2020):
        files: dict[str, str | None] = dict.fromkeys(before - set(paths.split()))
        history.commit(f"{year}-01-01", files | dict.fromkeys(paths.split(), "x"))
        before = set(paths.split())
    record = collected(history.write())
    assert said(record)["tests"] is bool(rows and rows[-1][1] == "yes")
    assert [(str(d)[:4], v) for d, n, v, _ in record.changes if n == "tests"] == rows


def test_a_merge_counts_on_the_main_line(tmp_path: Path, history: History) -> None:
    folder = history.commit("2020-01-01", {"a": "x"}).write()
    git(folder, "checkout", "-q", "-b", "side")
    (folder / "LICENSE").write_text("MIT\n")
    (folder / "tests").mkdir()
    (folder / "tests" / "a.py").write_text("x")
    git(folder, "add", ".")
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    git(folder, *who, "commit", "-q", "-m", "x", "--date=2020-02-01T12:00:00Z")
    git(folder, "checkout", "-q", "main")
    git(folder, *who, "merge", "-q", "--no-ff", "-m", "x", "side")
    merge = git(folder, "rev-parse", "HEAD").strip()
    rows = [row[1:] for row in collected(folder, read_on=date.today()).changes]
    assert sorted(rows) == [("license", "MIT", merge), ("tests", "yes", merge)]


def test_tags_and_releases(history: History) -> None:
    history.commit("2020-01-01").tag("v1").commit("2026-01-01").tag("v2", "2026-02-01").tag("v3")
    record = collected(history.tag("odd", "@0").tag("late", "@4102444800").write())
    values = said(record)
    assert (values["tags"], values["releases_12m"]) == (5, 2)
    assert values["last_tag_date"] == date(2026, 2, 1)
    first = git(history.folder, "rev-list", "--max-parents=0", "HEAD").strip()
    assert [row for row in record.changes if row[1] == "release"] == [
        (date(2020, 1, 1), "release", "yes", first)
    ]


def test_of_an_annotated_tag_the_commit_is_told(history: History) -> None:
    folder = history.commit("2020-01-01").tag("v1", "2020-02-01").write()
    head = git(folder, "rev-parse", "HEAD").strip()
    rows = [row for row in collected(folder).changes if row[1] == "release"]
    assert rows == [(date(2020, 2, 1), "release", "yes", head)]


def test_changes_are_capped(history: History) -> None:
    for i in range(40):
        history.commit(f"20{i + 10}-01-01" if i < 17 else f"2026-{i % 8 + 1:02}-{i % 27 + 1:02}",
                       {"README": None if i % 2 else "x"})  # fmt: skip
    rows = [row for row in collected(history.write(), max_changes=3).changes if row[1] == "readme"]
    assert len(rows) == 3
