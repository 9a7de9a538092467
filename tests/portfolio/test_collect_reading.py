# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the newest state tells, and repositories that are bad or hostile."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.portfolio.claims import Claim, Confidence
from ospo_widgets.portfolio.collecting.collect import collect
from ospo_widgets.portfolio.collecting.export import _is_plain
from ospo_widgets.portfolio.collecting.limits import StoppedError
from ospo_widgets.portfolio.collecting.presence import (
    items_at,
    items_below,
    license_file,
    told_below,
)
from ospo_widgets.portfolio.collecting.record_json import from_json, to_json
from ospo_widgets.portfolio.collecting.reference import RepositoryReference, parse_references
from ospo_widgets.portfolio.collecting.settings import Evidence, Said
from ospo_widgets.wording import words
from tests.portfolio.collected import READ_ON, History, collected, examine, git, said, settings


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "work")


def error(reason: str) -> str:
    return words(f"collecting.error.{reason}")


STATES = [
    ({"a.py": "x" * 90, "b.sh": "x"}, "Python", ("Python", "Shell"), "software"),
    ({"a.c": "x", "CMakeLists.txt": "x" * 99, "b.html": "x" * 99}, "C", None, "software"),
    ({"a.ipynb": "x" * 950, "b.py": "x"}, "Jupyter Notebook", None, "notebooks"),
    ({"a.ipynb": "x" * 99, "b.py": "x" * 50}, "Python", None, "software"),
    ({"vendor/a.js": "x" * 99, "b.go": "x"}, "Go", ("Go",), "software"),
    ({"README.md": "x" * 900, "conf.py": "x" * 9}, "Python", None, "docs"),
    ({f"{i}.csv": "x" * 900 for i in range(30)}, None, None, "data"),
    ({"a.vhd": "entity a is\n", "b.tcl": "x"}, "VHDL", None, "hardware"),
    ({"a.kicad_pcb": "x", "a.kicad_sch": "x", "README": "x"}, None, None, "hardware"),
    ({"tests/a.v": "module a(b);\n" * 99, "b.py": "x"}, "Verilog", None, "software"),
    ({"notes": "x"}, None, None, None),
]


@pytest.mark.parametrize(("files", "main", "listed", "kind"), STATES)
def test_languages_and_kind(
    history: History, files: dict[str, str], main: str | None, listed: object, kind: str | None
) -> None:
    values = said(collected(history.commit("2024-01-01", files).write()))
    assert values.get("main_language") == main
    assert values.get("kind") == kind
    if listed:
        assert values["languages"] == listed
    assert values["files"] == len(files)


HARDWARE = [
    ({"a.sch": "EESchema Schematic File Version 4\n"}, 1, 0),
    ({"a.sch": "(define scheme)\n"}, 0, 0),
    ({"a.brd": '<?xml version="1.0"?>\n<!DOCTYPE eagle SYSTEM "eagle.dtd">\n'}, 1, 0),
    ({"a.SchDoc": b"\xd0\xcf\x11", "a.PcbDoc": b"\xd0\xcf\x11"}, 2, 0),
    ({"a.v": "Require Import Arith.\nTheorem a : True.\n"}, 0, 0),
    ({"a.v": "module a(input b);\nendmodule\n", "b.sv": "x"}, 0, 2),
    ({"a.py": "from migen import *\n", "b.scala": "import chisel3\n"}, 0, 0),
]


@pytest.mark.parametrize(("files", "boards", "hdl"), HARDWARE)
def test_hardware_is_told_by_content(
    history: History, files: dict[str, str | bytes], boards: int, hdl: int
) -> None:
    values = said(collected(history.commit("2024-01-01", files).write()))
    assert (values["eda_design_files"], values["hdl_files"]) == (boards, hdl)


def test_files_that_are_not_read_count_as_those_that_are(history: History) -> None:
    files = {f"{i:03}.v": f"Theorem a{i} : True.\n" for i in range(40)}
    values = said(collected(history.commit("2024-01-01", files).write(), max_contents=16))
    assert values["hdl_files"] == 0


@pytest.mark.parametrize(
    ("folder", "name", "is_folder", "items"),
    [
        ("", "README.MD", False, {"readme"}),
        ("docs", "readme", False, {"readme"}),
        ("src", "README", False, set()),
        ("doc", "README", False, {"readme"}),
        ("", "ReadMe", True, set()),
        ("", "CODE_OF_CONDUCT.md", False, {"code_of_conduct"}),
        ("", "security.py", False, set()),
        ("", "history.c", False, set()),
        ("", "ChangeLog", False, {"changelog"}),
        ("", "RELEASE-NOTES.md", False, {"changelog"}),
        ("", "reuse.toml", False, set()),
        ("", "REUSE.toml", False, {"reuse_toml"}),
        (".github", "dependabot.yml", False, {"dependency_updates"}),
        ("", "dependabot.yml", False, set()),
        (".github", "workflows", True, {"ci:github-actions"}),
        ("", ".gitlab-ci.yml", False, {"ci:gitlab-ci"}),
        ("", "LICENSES", True, {"licenses_folder"}),
        ("", "unit-tests", True, {"tests"}),
        ("", "latest", True, set()),
    ],
)
def test_names_tell_items(folder: str, name: str, is_folder: bool, items: set[str]) -> None:
    assert items_at(folder, name, is_folder) == items


@pytest.mark.parametrize(
    ("name", "sure"),
    [("LICENSE", 2), ("licence.md", 2), ("UNLICENSE", 2), ("COPYING", 2), ("LICENSE-MIT", 1),
     ("COPYING.LESSER", 1), ("MIT-LICENSE.txt", 1), ("license.json", 0), ("license_check.py", 0),
     ("LICENSE" + "x" * 90, 0), ("relicensed", 0), ("NOTICE", 0)],
)  # fmt: skip
def test_names_of_licence_files(name: str, sure: int) -> None:
    assert license_file(name) == sure


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=6))
def test_any_folder_tells_items(parts: list[str]) -> None:
    assert items_below("/".join(parts)) <= told_below() == {"tests", "docs"}


@pytest.mark.parametrize(
    ("folder", "items"),
    [
        ("", set()),
        ("tests", {"tests"}),
        ("src/p/tests", {"tests"}),
        ("a/b/c/Test/d", {"tests"}),
        ("a/b/c/d/test", set()),
        ("a/docs/b/test", {"docs", "tests"}),
        ("a/b/docs", set()),
        ("third_party/lib/tests", set()),
        ("src/Vendor/tests", set()),
        ("tests/vendor/docs", {"tests"}),
    ],
)
def test_folders_below_tell_items_near_the_top(folder: str, items: set[str]) -> None:
    assert items_below(folder) == items


def test_manifests_are_inspected(history: History) -> None:
    folder = history.commit("2024-01-01", {"requirements.txt": "a b\n", "x.txt": "c"}).write()
    record = collected(folder)
    assert [row[0] for row in record.dependencies] == ["pkg:pypi/a", "pkg:pypi/b"]
    assert record.packages == (("pkg:pypi/mine", "declared"),)
    claim = next(c for c in record.claims if c.field == "doi")
    assert (claim.source, claim.confidence) == ("requirements.txt", Confidence.DECLARED)


def test_a_scan_gets_all_files_and_no_links(history: History) -> None:
    folder = history.commit("2024-01-01", {"a/b.txt": "x", "c": "x", "l": "->/etc/passwd"}).write()
    values = said(collected(folder, examine=examine))
    assert values["spdx_tag_files"] == 2
    assert values["reuse_compliant"] is False
    assert values["scanned_on"] == READ_ON
    assert "scanned_on" not in said(collected(folder))


@pytest.mark.parametrize(
    "path",
    ["../a", "a/../../b", "/etc/a", "a//b", ".git/hooks/a", "a/.GIT/config", "a\\b", "a\0b",
     "a/./b", "a" * 300],
)  # fmt: skip
def test_paths_that_lead_elsewhere_are_not_written(path: str) -> None:
    assert not _is_plain(path)


def bad_values(files: object) -> Evidence:
    """Says what fields cannot hold."""
    return Evidence((Said("commits", "many"), Said("no_such", 1), Said("stage", "a\nb")))


def test_values_that_a_field_cannot_hold_are_left_out(history: History) -> None:
    folder = history.commit("2024-01-01", {"requirements.txt": "a"}).write()
    values = said(collected(folder, inspect=bad_values))
    assert values["commits"] == 1
    assert {"no_such", "stage"}.isdisjoint(values)


def raises(data: bytes, name: str) -> str | None:
    """A recogniser with a defect."""
    raise RuntimeError(f"token 1234 in {name}")


def test_a_defect_is_an_error_that_tells_no_content(history: History) -> None:
    record = collected(history.commit("2024-01-01", {"LICENSE": "MIT"}).write(), recognise=raises)
    assert record.error == words("collecting.error.defect", kind="RuntimeError")


def test_a_folder_without_a_repository(tmp_path: Path) -> None:
    assert collected(tmp_path).error == error("none")
    assert collected(tmp_path / "absent").error == error("none")


def test_a_folder_in_a_repository_is_not_taken_for_it(history: History) -> None:
    folder = history.commit("2024-01-01", {"sub/a": "x"}).write()
    assert collected(folder / "sub").error == error("below")


def test_a_repository_without_a_commit(history: History) -> None:
    assert collected(history.write()).error == error("empty")


def test_a_history_that_was_cut_off_counts_nothing(history: History, tmp_path: Path) -> None:
    files = {"LICENSE": "MIT", "README": "x"}
    folder = history.commit("2024-01-01", files).commit("2024-02-01").commit("2024-03-01").write()
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{folder}", "shallow")
    record = collected(tmp_path / "shallow")
    values = said(record)
    assert record.error == error("shallow")
    assert {"commits", "authors", "first_commit_date"}.isdisjoint(values)
    assert (record.changes, record.months) == ((), ())
    assert (values["license"], values["readme"]) == ("MIT", True)


@pytest.mark.parametrize(("limit", "reason"), [("max_commits", "commits"), ("max_files", "files")])
def test_what_is_too_much_is_not_counted(history: History, limit: str, reason: str) -> None:
    folder = history.commit("2024-01-01", {"a": "x", "b": "x"}).commit("2024-01-02").write()
    record = collected(folder, **{limit: 1})
    assert record.error == error(reason)
    assert said(record)["head_date"] == date(2024, 1, 2)


def test_no_time(history: History) -> None:
    assert collected(history.commit("2024-01-01").write(), seconds=-1).error == error("slow")


def test_a_damaged_repository_leaves_what_can_be_read(history: History) -> None:
    folder = history.commit("2024-01-01", {"LICENSE": "MIT"}).write(bare=True)
    tree = git(folder, "rev-parse", "HEAD^{tree}").strip()
    (folder / "objects" / tree[:2] / tree[2:]).unlink()
    record = collected(folder)
    assert record.error == error("strange")
    assert said(record)["commits"] == 1


def test_settings_of_a_repository_are_not_read(history: History, tmp_path: Path) -> None:
    folder = history.commit("2024-01-01", {"a": "x", ".mailmap": "x"}).write()
    trap = tmp_path / "trap"
    run = f"!touch {trap}"
    (folder / ".git" / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"
        f"\tfsmonitor = touch {trap}\n\thooksPath = {tmp_path}\n\tpager = touch {trap}\n"
        f"\tsshCommand = touch {trap}\n\talternateRefsCommand = touch {trap}\n"
        f"[alias]\n\tlog = {run}\n\tls-tree = {run}\n\tcat-file = {run}\n"
        f"[log]\n\tshowSignature = true\n[gpg]\n\tprogram = touch {trap}\n"
        f"[diff]\n\texternal = touch {trap}\n[remote \"origin\"]\n\tpromisor = true\n"
        f"\turl = ext::touch {trap}\n[extensions]\n\tworktreeConfig = true\n"
    )  # fmt: skip
    record = collected(folder)
    assert not trap.exists()
    assert said(record)["commits"] == 1


def test_replaced_and_grafted_commits_do_not_count(history: History) -> None:
    folder = history.commit("2024-01-01").commit("2024-01-02").write()
    first, second = git(folder, "rev-parse", "HEAD~1", "HEAD").split()
    git(folder, "replace", second, first)
    assert said(collected(folder))["commits"] == 2


def test_hostile_names_and_paths(history: History) -> None:
    history.commit("2024-01-01", {"a\x1b[31m": "x", "b\nc": "x", "LICENSE\n": "MIT"},
                   who="\x1f\x1e=cmd() <a\x1f@b>")  # fmt: skip
    record = collected(history.write())
    assert (record.error, said(record)["commits"]) == ("", 1)


def test_a_stop_ends_without_a_record(history: History, tmp_path: Path) -> None:
    folder = history.commit("2024-01-01").write()
    (tmp_path / "stop").touch()
    with pytest.raises(StoppedError):
        collected(folder, stop_file=str(tmp_path / "stop"))


def test_the_language_of_errors_is_that_of_the_settings(tmp_path: Path) -> None:
    assert "dépôt" in collected(tmp_path, language="fr").error


def test_a_record_has_what_the_forge_said(history: History) -> None:
    folder = history.commit("2024-01-01").write()
    star = Claim("stars", 7, "gitlab.cern.ch", READ_ON, Confidence.REPORTED)
    reference = RepositoryReference(
        url="https://gitlab.cern.ch/g/p", folder=str(folder), name="g/p", platform="gitlab.cern.ch",
        also=("https://gitlab.cern.ch/old/p",), ids=("gitlab.cern.ch:7",), claims=(star,),
    )  # fmt: skip
    record = collect(reference, settings())
    assert (record.url, record.also, record.ids) == (reference.url, reference.also, reference.ids)
    assert record.claims[0] == star
    assert said(record)["commits"] == 1
    assert collect(reference, settings()) == record
    only = collect(replace(reference, read_git=False, error="No statistics."), settings())
    assert (only.claims, only.error) == ((star,), "No statistics.")


def test_a_record_is_the_same_as_json(history: History) -> None:
    history.commit("2024-01-01", {"LICENSE": "MIT", "requirements.txt": "a", "b.py": "x"})
    record = collected(history.tag("v1").write())
    assert record.dependencies
    assert from_json(to_json(record)) == record


def test_lists_of_repositories(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    lines = [
        "# ours", "", "https://github.com/a/b.git", "git@gitlab.cern.ch:c/d.git  mine",
        "here", "https://github.com/a/b.git", "https://u:secret@x.org/a/b", "absent", "ftp://a/b",
        "https://x.org", "a\x1bb", "x" * 3000, "file:///etc",
    ]  # fmt: skip
    found, problems = parse_references(lines, "list.txt", tmp_path)
    assert [(r.shown, r.address, r.platform) for r in found] == [
        ("a/b", "https://github.com/a/b.git", "github.com"),
        ("mine", "https://gitlab.cern.ch/c/d.git", "gitlab.cern.ch"),
        ("here", "", ""),
    ]
    assert [p.place for p in problems] == [f"line {n}" for n in (6, 7, 8, 9, 10, 11, 12, 13)]
    assert not any("secret" in p.message for p in problems)


@given(st.lists(st.text(), max_size=5))
def test_any_list_is_read(lines: list[str]) -> None:
    found, problems = parse_references(lines, "list", Path(os.devnull))
    assert len(found) + len(problems) <= len(lines)


def test_a_line_that_no_folder_can_be_called_is_told(tmp_path: Path) -> None:
    found, problems = parse_references(["x" * 1_900, "é" * 900], "list", tmp_path)
    assert found == () and len(problems) == 2
