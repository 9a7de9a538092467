# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A line edit changes one field and nothing else; what it writes means what was asked for."""

from __future__ import annotations

import difflib
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.editing import add_row, review, row_text, set_fields
from ospo_widgets.knowledge.source_rows import SourceRow, file_rows, read_shelf
from ospo_widgets.knowledge.writing import meaning, written
from ospo_widgets.resources import data_dir

FILE = """\
# head of the file
components:
  # --- one ---

  - id: root      # the first
    name: "ROOT: a framework"   # its name
    aliases: [pyroot, 'lib''root', "TMVA"]
    license: LGPL-2.1-or-later
    note: Builds with MathMore
      are GPL as a whole.
    sources:
      - {title: "root, licence file", url: "https://example.org/LICENSE"}   # read twice
      - title: recipe é
        clause: "4, last"
    checked: 2026-11-22  # by two
    confidence: text

  # --- two ---
  - {id: fftw, name: FFTW, license: GPL-2.0-or-later, checked: 2026-01-02, confidence: memory}

  - id: last
    note: >-
      folded
      text
    checked: 2025-01-01
    confidence: packager
"""


def rows(text: str, file: str = "components.yaml") -> dict[str, SourceRow]:
    problems: list[object] = []
    found = {row.id: row for row in file_rows(text, file, problems)}  # type: ignore[arg-type]
    assert problems == []
    return found


def comments(text: str) -> list[str]:
    return [part.partition("#")[2] for part in text.splitlines() if "#" in part]


def changed_lines(before: str, after: str) -> list[str]:
    diff = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in diff if line[0] in "+-"]


@pytest.mark.parametrize("row_id", ["root", "fftw", "last"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_review_changes_the_day_and_the_confidence_alone(row_id: str, line_end: str) -> None:
    text = FILE.replace("\n", line_end)
    row = rows(text)[row_id]
    after = review(text, row, date(2027, 3, 4), "excerpt")
    assert comments(after) == comments(text)
    assert after.count(line_end) == text.count(line_end)
    found = rows(after)
    assert found[row_id].checked == date(2027, 3, 4)
    assert found[row_id].confidence == "excerpt"
    others = {name: one.data for name, one in rows(text).items() if name != row_id}
    assert {name: found[name].data for name in others} == others
    assert len(changed_lines(text, after)) <= 4


def test_the_same_review_again_changes_no_byte() -> None:
    row = rows(FILE)["root"]
    assert review(FILE, row, date(2026, 11, 22), "text") == FILE


TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=60
).filter(lambda t: t.isprintable())


@given(TEXTS)
def test_any_text_is_written_so_that_it_means_itself(text: str) -> None:
    assert meaning(written(text)) == text
    assert meaning(written((text, "x"))) == (text, "x")
    assert meaning(written({"title": text})) == {"title": text}
    assert yaml.safe_load(written({"title": text})) == {"title": text}


@given(
    st.sampled_from(["root", "fftw", "last"]),
    st.sampled_from(["name", "note", "license", "checked", "brandnew"]),
    TEXTS,
)
def test_any_text_in_any_field_leaves_all_else_as_it_is(row_id: str, name: str, text: str) -> None:
    row = rows(FILE)[row_id]
    value = "2027-01-01" if name == "checked" else text
    after = set_fields(FILE, row, {name: value})
    wanted = {one.id: dict(one.data) for one in rows(FILE).values()}
    wanted[row_id][name] = value
    assert {one.id: dict(one.data) for one in rows(after).values()} == wanted
    for line in FILE.splitlines():
        if line.lstrip().startswith("#"):
            assert line in after.splitlines()


@given(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
def test_a_list_is_replaced_as_a_whole(names: list[str]) -> None:
    row = rows(FILE)["root"]
    after = set_fields(FILE, row, {"aliases": names})
    assert rows(after)["root"].data["aliases"] == tuple(names)
    assert comments(after)[-1] == comments(FILE)[-1]


def test_sources_are_written_one_a_line_and_never_lose_a_comment() -> None:
    text = FILE.replace("   # read twice", "")
    row = rows(text)["root"]
    sources = [{"title": "a: b", "url": "https://example.org/#x"}, {"title": "c", "clause": "2"}]
    after = set_fields(text, row, {"sources": sources})
    assert rows(after)["root"].data["sources"] == tuple(sources)
    assert '      - {title: "a: b", url: "https://example.org/#x"}\n' in after
    with pytest.raises(InputError, match="comments inside"):
        set_fields(FILE, rows(FILE)["root"], {"sources": sources})


def test_an_empty_text_takes_the_field_out_and_a_new_field_stands_before_the_sources() -> None:
    row = rows(FILE)["root"]
    without = set_fields(FILE, row, {"note": ""})
    assert "note" not in rows(without)["root"].data
    assert "MathMore" not in without
    added = set_fields(FILE, rows(FILE)["root"], {"reach": "library"})
    assert added.index("    reach: library\n") < added.index("    sources:")


@pytest.mark.parametrize(
    ("name", "value"), [("id", "other"), ("sources", [{"title": "x"}]), ("aliases", ["a\nb"])]
)
def test_what_cannot_be_changed_alone_is_refused_or_means_itself(name: str, value: object) -> None:
    row = rows(FILE)["root"]
    if name == "aliases":
        assert rows(set_fields(FILE, row, {name: value}))["root"].data[name] == ("a\nb",)
        return
    with pytest.raises(InputError, match="Nothing was changed"):
        set_fields(FILE, row, {name: value})


def test_a_row_that_moved_is_not_changed() -> None:
    row = rows(FILE)["root"]
    with pytest.raises(InputError, match=r"not at components\.yaml:5 any more"):
        review(f"# one more line\n{FILE}", row, date(2027, 1, 1))
    with pytest.raises(InputError, match="no confidence"):
        review(FILE, row, date(2027, 1, 1), "sure")


def test_every_dated_row_of_ours_can_be_reviewed_in_its_file() -> None:
    shelf = read_shelf(data_dir())
    texts: dict[str, str] = {}
    tried = {}
    for row in shelf.rows.values():
        tried.setdefault((row.kind, row.file), row)
    for row in tried.values():
        if not row.reviewed:
            continue
        text = texts.setdefault(row.file, shelf.path_of(row).read_text(encoding="utf-8"))
        after = review(text, row, date(2030, 1, 1), "memory")
        assert 2 <= len(changed_lines(text, after)) <= 4, row.key


def test_a_row_is_added_at_the_end_in_the_house_style() -> None:
    fields = {
        "id": "our-daq",
        "name": "Our DAQ: library",
        "aliases": ["libourdaq"],
        "license": "LGPL-2.1-or-later",
        "effect": "weak",
        "sources": [{"title": "Repository, file LICENSE"}],
        "checked": "2026-11-22",
        "confidence": "text",
    }
    new = add_row("", "components", fields, year=2027)
    assert new.startswith("# SPDX-File" + "CopyrightText: 2027 CERN\n")
    assert rows(new)["our-daq"].data == {
        **fields, "aliases": ("libourdaq",), "sources": ({"title": "Repository, file LICENSE"},)
    }  # fmt: skip
    longer = add_row(FILE, "components", fields)
    assert longer.startswith(FILE.rstrip())
    assert list(rows(longer)) == ["root", "fftw", "last", "our-daq"]
    assert '    name: "Our DAQ: library"\n' in longer
    with pytest.raises(InputError, match="has no list"):
        add_row(FILE, "glossary", fields)


def test_a_row_is_added_to_a_list_in_the_middle_without_lines_between() -> None:
    text = "aliases:\n  - {license: A, names: [a]}\n  - {license: B, names: [b]}  # b\nlast: 1\n"
    after = add_row(text, "aliases", {"license": "C", "names": ["c d"]})
    assert after == text.replace("last:", "  - license: C\n    names: [c d]\nlast:")


def test_the_lines_of_a_row_are_those_of_its_file() -> None:
    assert row_text(FILE, rows(FILE)["fftw"]).startswith("  - {id: fftw,")
    assert row_text(FILE, rows(FILE)["root"]).splitlines()[-1] == "    confidence: text"
