# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is due for review, in which order, and by which setting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.drafts import edited_draft, new_row_draft, reviewed_draft
from ospo_widgets.knowledge.loader import check_folder
from ospo_widgets.knowledge.review import (
    Terms,
    months_later,
    quality_of,
    read_terms,
    review_list,
)
from ospo_widgets.knowledge.source_rows import Shelf, SourceRow, read_shelf
from ospo_widgets.knowledge.usage import usage_of
from ospo_widgets.resources import data_dir, using_data

MONTHS = {"text": 12, "excerpt": 12, "packager": 6, "memory": 6}


def row(
    row_id: str, checked: str, confidence: str, kind: str = "licenses", **more: object
) -> SourceRow:
    data: dict[str, object] = {"id": row_id, "checked": checked, "confidence": confidence, **more}
    return SourceRow(kind, row_id, f"{kind}.yaml", 1, 2, data)


def shelf_of(*rows: SourceRow) -> Shelf:
    return Shelf(Path(), None, {one.key: one for one in rows})


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-01-15", 11, "2026-12-15"),
        ("9999-06-01", 12, "9999-12-31"),
    ],
)
def test_months_later(start: str, months: int, end: str) -> None:
    assert months_later(date.fromisoformat(start), months) == date.fromisoformat(end)


@given(st.dates(max_value=date(2900, 1, 1)), st.integers(1, 1200))
def test_months_later_is_later_and_in_the_right_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert later > day
    assert (later.year - day.year) * 12 + later.month - day.month == months


def test_due_ones_come_first_then_what_most_depends_on_then_the_oldest() -> None:
    shelf = shelf_of(
        row("unused-old", "2025-01-01", "text"),
        row("used-old", "2025-06-01", "text"),
        row("used-new", "2026-11-01", "text"),
        row("guess", "2026-03-01", "memory"),
        row("undated", "", "text"),
        row("v1", "2026-11-01", "text", "verdicts", inbound=("used-old", "used-new")),
        row("v2", "2026-11-01", "text", "verdicts", inbound=("used-new",)),
    )
    found = review_list(shelf, usage_of(shelf, wording=False), Terms(MONTHS), on=date(2026, 11, 22))
    assert [(r.row.id, r.weight) for r in found] == [
        ("used-old", 1), ("unused-old", 0), ("guess", 0),
        ("used-new", 2), ("v1", 0), ("v2", 0),
    ]  # fmt: skip
    due = [r.row.id for r in found if r.is_due(date(2026, 11, 22))]
    assert due == ["used-old", "unused-old", "guess"]
    assert found[0].age(date(2026, 11, 22)) == 539


@pytest.mark.parametrize(
    ("confidence", "kind", "months"),
    [("text", "licenses", 12), ("memory", "licenses", 6), ("text", "policies", 3), ("odd", "x", 6)],
)
def test_the_shorter_time_counts(confidence: str, kind: str, months: int) -> None:
    assert Terms(MONTHS, {"policies": 3}).of(row("a", "2026-01-01", confidence, kind)) == months


def test_an_overlay_says_otherwise_and_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "review.yaml").write_text("months: {memory: 1}\nkinds: {components: 2}\n")
    terms = read_terms(data_dir(), tmp_path)
    ours = read_terms(data_dir())
    assert terms.months == {**ours.months, "memory": 1}
    assert terms.kinds["components"] == 2
    assert check_folder(tmp_path) == ()


@pytest.mark.parametrize(
    "text", ["months: {sure: 3}\n", "months: {text: soon}\n", "months: {text: 0}\n", "weeks: {}\n"]
)
def test_a_wrong_setting_names_file_and_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "review.yaml").write_text(text)
    with pytest.raises(InputError, match=r"review\.yaml:1: "):
        read_terms(data_dir(), tmp_path)


def test_figures_count_what_is_there() -> None:
    shelf = shelf_of(
        row("a", "2025-01-01", "text", sources=({"title": "A book"},)),
        row("b", "2026-11-01", "packager", sources=({"title": "x", "clause": "2"},)),
        SourceRow("groups", "g", "verdicts.yaml", 1, 1, {"id": "g", "holds": ("a",)}),
    )
    usage = usage_of(shelf, wording=False)
    on = date(2026, 11, 22)
    found = quality_of(shelf, usage, review_list(shelf, usage, Terms(MONTHS), on=on), on=on)
    assert (found.rows, found.dated, found.due, found.unreviewed) == (3, 2, 1, 1)
    assert (found.without_place, found.unused) == (1, 1)
    assert (found.oldest, found.newest) == (date(2025, 1, 1), date(2026, 11, 1))
    assert found.by_file == {"licenses.yaml": {"text": 1, "packager": 1}}


# --- drafts ---------------------------------------------------------------------------------------


def overlay_with(tmp_path: Path, files: Mapping[str, str]) -> Shelf:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_shelf(data_dir(), tmp_path)


@pytest.mark.parametrize(
    "key", ["licenses/MIT", "findings/reuse.no-header", "rules/cern-current:authors-unknown",
            "policies/cern-current", "verdicts/free-into-anything"]
)  # fmt: skip
def test_a_row_of_ours_comes_into_the_overlay_to_be_reviewed(tmp_path: Path, key: str) -> None:
    shelf = overlay_with(tmp_path, {})
    draft = reviewed_draft(shelf, key, date(2026, 12, 1), "text")
    assert (draft.laid, draft.before) == (True, "")
    with draft.state() as state:
        assert state.overlay is not None
        with using_data(state.base, state.overlay):
            assert check_folder(state.overlay) == ()
        found = state.shelf().rows[key]
    assert (found.checked, found.confidence, found.laid) == (date(2026, 12, 1), "text", True)
    assert not draft.path.exists()


def test_a_second_row_is_put_behind_the_first_of_the_overlay(tmp_path: Path) -> None:
    first = reviewed_draft(overlay_with(tmp_path, {}), "licenses/MIT", date(2026, 12, 1))
    shelf = overlay_with(tmp_path, {"licenses.yaml": first.after})
    second = reviewed_draft(shelf, "licenses/ISC", date(2026, 12, 2))
    assert second.after.startswith(first.after.rstrip())
    assert "+++ b/" + tmp_path.name + "/licenses.yaml" in second.diff()
    again = reviewed_draft(shelf, "licenses/MIT", date(2026, 12, 1))
    assert not again.changed


def test_without_an_overlay_our_own_file_is_meant_and_not_touched() -> None:
    shelf = read_shelf(data_dir())
    path = data_dir() / "licenses.yaml"
    before = path.read_bytes()
    draft = edited_draft(shelf, "licenses/MIT", {"summary": "Keep the notice: all else is free."})
    assert [line for line in draft.diff() if line[:1] in "+-"][2:] == [
        "-    summary: Anyone may use it in anything, as long as the notice stays.",
        '+    summary: "Keep the notice: all else is free."',
    ]
    with draft.state() as state, using_data(state.base):
        assert check_folder(state.base) == ()
    assert path.read_bytes() == before


def test_a_wrong_value_is_a_problem_of_the_draft_with_file_and_line() -> None:
    draft = edited_draft(read_shelf(data_dir()), "licenses/MIT", {"category": "splendid"})
    with draft.state() as state, using_data(state.base):
        problems = check_folder(state.base)
    line = next(n for n, t in enumerate(draft.after.splitlines(), 1) if "splendid" in t)
    assert [(p.file, p.line) for p in problems] == [("licenses.yaml", line)]


def test_a_new_row_is_refused_when_its_id_is_taken() -> None:
    fields = {"id": "copyleft", "term": "copyleft", "text": "x"}
    with pytest.raises(InputError, match=r"is there already, at glossary\.yaml:\d+"):
        new_row_draft(read_shelf(data_dir()), "glossary", fields)


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(InputError, match="There is no row"):
        reviewed_draft(read_shelf(data_dir()), "licenses/Nope", date(2026, 12, 1))
