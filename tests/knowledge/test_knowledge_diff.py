# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What differs between two states of the knowledge, and what that changes for those who ask."""

from __future__ import annotations

import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from ospo_widgets.advice.knowledge_effects import Effects, effects_of
from ospo_widgets.errors import CancelledError, InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.knowledge.difference import (
    RowChange,
    State,
    difference,
    shown,
    state_of_folder,
)
from ospo_widgets.knowledge.drafts import edited_draft
from ospo_widgets.knowledge.revisions import folder_at, last_change
from ospo_widgets.knowledge.source_rows import read_shelf
from ospo_widgets.project import Use
from ospo_widgets.resources import data_dir, overlay_dir, using_data

OURS = State("ours", data_dir())


def changed(key: str, fields: dict[str, object]) -> tuple[tuple[RowChange, ...], Effects]:
    """What differs, and what it changes, when one row of ours says something else."""
    draft = edited_draft(read_shelf(data_dir()), key, fields)
    with draft.state() as state:
        shelves = OURS.shelf(), state.shelf()
        changes = difference(*shelves)
        return changes, effects_of(OURS, state, changes, shelves)


def test_another_word_changes_a_row_and_nobodys_answer() -> None:
    changes, effects = changed("licenses/MIT", {"summary": "Shorter."})
    assert [(c.key, c.what, [f.field for f in c.fields]) for c in changes] == [
        ("licenses/MIT", "changed", ["summary"])
    ]
    assert effects.pairs > 400
    assert effects.asked == len(list((data_dir() / "examples").glob("answers-*.json")))
    assert not effects


def test_a_review_asks_no_pair() -> None:
    changes, effects = changed("licenses/MIT", {"checked": "2026-12-01", "confidence": "excerpt"})
    assert changes[0].only_review
    assert effects.pairs == 0
    assert not effects


def test_another_answer_of_a_verdict_is_told_for_its_pairs_and_no_other() -> None:
    key = next(
        row.key
        for row in read_shelf(data_dir()).rows.values()
        if row.kind == "verdicts"
        and row.data["answer"] == "yes"
        and row.data["inbound"] == ("GPL-2.0-only",)
    )
    row = read_shelf(data_dir()).rows[key]
    _, effects = changed(key, {"answer": "unknown"})
    assert effects.verdicts
    for verdict in effects.verdicts:
        assert verdict.inbound == "GPL-2.0-only"
        assert (verdict.before, verdict.after) != ("", "")
        assert verdict.use in {Use(u) for u in row.data["uses"]}  # type: ignore[attr-defined]


def test_another_order_of_the_policy_changes_a_worked_case() -> None:
    shelf = read_shelf(data_dir())
    draft = edited_draft(shelf, "policies/generic", {"name": "Any laboratory"})
    text = draft.after.replace(
        "software-library:\n    permissive: [Apache-2.0, MIT",
        "software-library:\n    permissive: [MIT, Apache-2.0",
    )
    assert text != draft.after
    other = type(draft)(shelf, draft.file, draft.laid, draft.before, text)
    with other.state() as state:
        shelves = OURS.shelf(), state.shelf()
        effects = effects_of(OURS, state, difference(*shelves), shelves)
    first = next(c for c in effects.cases if c.what == "chosen" and c.part == "software")
    assert (first.case, first.before, first.after) == ("python-package", ("Apache-2.0",), ("MIT",))


def test_a_state_with_a_problem_is_not_compared() -> None:
    with pytest.raises(InputError, match=r"licenses\.yaml:\d+"):
        changed("licenses/MIT", {"category": "splendid"})


def test_it_stops_when_told() -> None:
    stop = threading.Event()
    stop.set()
    draft = edited_draft(
        read_shelf(data_dir()), "licenses/MIT", {"category": "weak", "reach": "file"}
    )
    with draft.state() as state:
        shelves = OURS.shelf(), state.shelf()
        with pytest.raises(CancelledError):
            effects_of(OURS, state, difference(*shelves), shelves, cancel=stop)


def test_a_group_with_another_member_is_asked_for_its_pairs(tmp_path: Path) -> None:
    (tmp_path / "verdicts.yaml").write_text("groups:\n  mpl: [NetCDF]\nverdicts: []\n")
    after = State("overlay", data_dir(), tmp_path)
    shelves = OURS.shelf(), after.shelf()
    changes = difference(*shelves)
    assert [c.key for c in changes] == ["groups/mpl"]
    old, new = changes[0].fields[0].before, changes[0].fields[0].after
    assert isinstance(old, tuple)
    assert new == (*old, "NetCDF")
    assert effects_of(OURS, after, changes, shelves, cases={}).pairs > 0


def test_who_leaves_a_group_is_judged_otherwise_and_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder)
    file = folder / "verdicts.yaml"
    text = file.read_text(encoding="utf-8")
    assert "  weak-file: [CDDL-1.0, " in text
    file.write_text(text.replace("weak-file: [CDDL-1.0, ", "weak-file: ["), encoding="utf-8")
    after = State("without CDDL-1.0", folder)
    shelves = OURS.shelf(), after.shelf()
    changes = difference(*shelves)
    assert [c.key for c in changes] == ["groups/weak-file"]
    found = effects_of(OURS, after, changes, shelves, cases={})
    assert len(found.verdicts) > 100
    assert {"CDDL-1.0"} <= {v.inbound for v in found.verdicts}
    assert [v for v in found.verdicts if "CDDL-1.0" not in (v.inbound, v.outbound)] == []
    assert not found.cut


def test_only_this_thread_reads_the_other_folder(tmp_path: Path) -> None:
    seen: list[Path] = []
    with using_data(tmp_path, tmp_path / "over"):
        assert (data_dir(), overlay_dir()) == (tmp_path, tmp_path / "over")
        other = threading.Thread(target=lambda: seen.append(data_dir()))
        other.start()
        other.join()
    assert seen == [OURS.base]
    assert data_dir() == OURS.base
    assert load_knowledge().licenses


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "null"), (True, "true"), (("a", "b"), "[a, b]"), ({"a": ("b",)}, "{a: [b]}"),
     ("two\nlines", "two lines"), (3, "3")],
)  # fmt: skip
def test_values_are_shown_on_one_line(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_whole_folder_stands_alone_and_any_other_is_laid_over_ours(tmp_path: Path) -> None:
    assert state_of_folder(data_dir(), Path("elsewhere")) == State(str(data_dir()), data_dir())
    (tmp_path / "licenses.yaml").write_text("licenses: []\n")
    assert state_of_folder(tmp_path, data_dir()).overlay == tmp_path
    with pytest.raises(InputError, match="is no folder"):
        state_of_folder(tmp_path / "nowhere", data_dir())


# --- revisions ------------------------------------------------------------------------------------


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A repository whose folder “our data” changed once; its settings would run a program."""
    top = tmp_path / "repo"
    folder = top / "our data"
    folder.mkdir(parents=True)

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
            cwd=top, check=True, capture_output=True,
        )  # fmt: skip

    git("init", "-q", "-b", "main")
    for name in ("first", "second"):
        (folder / "glossary.yaml").write_text(f"glossary:\n  - {{id: {name}}}\n")
        git("add", ".")
        git("commit", "-q", "-m", name)
        git("tag", name)
    (folder / "link.yaml").symlink_to("/etc/passwd")
    git("add", ".")
    git("commit", "-q", "-m", "link")
    git("config", "core.fsmonitor", f"touch {tmp_path}/ran; false")
    return folder


def test_a_revision_is_read_without_touching_the_folder(history: Path) -> None:
    with folder_at("first", history) as old:
        assert list(read_shelf(old).rows) == ["glossary/first"]
        held = old
    assert not held.exists()
    assert list(read_shelf(history).rows) == ["glossary/second"]
    assert not (history.parent.parent / "ran").exists()


def test_the_top_of_a_repository_can_be_an_overlay(history: Path) -> None:
    with folder_at("first", history.parent) as old:
        assert (old / history.name / "glossary.yaml").is_file()


def test_links_of_a_revision_are_left_out(history: Path) -> None:
    with folder_at("main", history) as new:
        assert [path.name for path in new.iterdir()] == ["glossary.yaml"]


@pytest.mark.parametrize(
    "revision", ["", "--output=/tmp/x", "-h", "no-such", "main:our data", "a b", "main\n"]
)
def test_what_is_no_revision_is_refused(history: Path, revision: str) -> None:
    with pytest.raises(InputError, match="no folder"), folder_at(revision, history):
        pass


def test_a_folder_in_no_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError), folder_at("main", tmp_path):
        pass


def test_the_day_of_the_last_change_comes_from_git_or_is_not_known(
    history: Path, tmp_path: Path
) -> None:
    assert last_change(history / "glossary.yaml", 2, 2) is not None
    shutil.copy(history / "glossary.yaml", tmp_path / "alone.yaml")
    assert last_change(tmp_path / "alone.yaml", 2, 2) is None
    assert last_change(history / "glossary.yaml", 50, 99) is None
