# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The columns give back every row as it came in, from memory and from files."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace

import numpy as np
import psutil
import pytest
from engine_records import REFERENCE, records
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.engine import Index, write_index
from ospo_widgets.portfolio.engine.files import SMALL_BYTES
from ospo_widgets.portfolio.engine.schema import BITS, MOST_BITS
from ospo_widgets.portfolio.engine.strings import read_texts, text_arrays
from ospo_widgets.portfolio.fields import FIELDS, PRESENT
from ospo_widgets.portfolio.records import About, Records, Repository, RepositoryKind
from ospo_widgets.portfolio.source import read_folder
from ospo_widgets.resources import data_dir


def with_all_items(r: Repository) -> Repository:
    """The same with None for each item that its source does not name."""
    return replace(r, present={name: r.present.get(name) for name in PRESENT})


def check(index: Index, given_: Records) -> None:
    assert len(index) == len(given_.repositories)
    assert index.about == given_.about
    for row, repository in enumerate(given_.repositories):
        assert index.repository(row) == with_all_items(repository)
        assert index.row_of(repository.repo) == row
        assert index.months_of(row) == given_.months.get(repository.repo, ())
        events = [e for e in given_.license_events if e.repo == repository.repo]
        assert list(index.license_events_of(row)) == sorted(events, key=lambda e: e.date)
        changes = [c for c in given_.changes if c.repo == repository.repo]
        assert list(index.changes_of(row)) == sorted(changes, key=lambda c: c.date)
    assert sorted(map(str, index.dependencies())) == sorted(map(str, given_.dependencies))
    assert list(index.domains()) == list(given_.author_domains)


@settings(max_examples=30)
@given(records())
def test_every_row_comes_back_as_it_was(given_):
    check(Index.build(given_), given_)


def test_the_sample_comes_back_from_files(tmp_path):
    sample = read_folder(data_dir() / "portfolio")
    Index.build(sample).write(tmp_path / "index")
    check(Index.open(tmp_path / "index"), sample)


def test_an_open_index_holds_few_files(tmp_path):
    Index.build(read_folder(data_dir() / "portfolio")).write(tmp_path / "index")
    before = psutil.Process().num_fds()
    arrays = Index.open(tmp_path / "index").arrays
    assert all(not array.flags.writeable for array in arrays.values())
    large = [f for f in (tmp_path / "index").glob("*.npy") if f.stat().st_size > SMALL_BYTES]
    assert len(large) < len(arrays) / 10
    assert psutil.Process().num_fds() - before <= len(large)


def test_every_attribute_of_a_repository_has_a_column():
    values = {
        "kind": RepositoryKind.DATA,
        "license": "MIT",
        "family": "mit",
        "present": dict.fromkeys(PRESENT, True),
    }
    for field in fields(Repository):
        kind = str(field.type)
        if field.name in values:
            continue
        options = {
            "str": "x",
            "int": 7,
            "float": 0.5,
            "date": REFERENCE,
            "bool": True,
            "tuple": ("a", "b"),
        }
        values[field.name] = next(v for name, v in options.items() if kind.startswith(name))
    full = Repository(**values)
    index = Index.build(Records((full,), {}, (), (), About(REFERENCE)))
    assert index.repository(0) == full


def test_names_that_are_not_there_are_not_found():
    index = Portfolio.sample().index
    for name in ("", "a", "zzz", "acts-project/act", "ACTS-project/acts", "acts-project/acts "):
        assert index.row_of(name) is None
    assert index.row_of("acts-project/acts") == 0


def test_an_index_of_nothing(tmp_path):
    nothing = Records((), {}, (), (), About(REFERENCE))
    Index.build(nothing).write(tmp_path)
    for index in (Index.build(nothing), Index.open(tmp_path)):
        whole = index.whole
        assert len(whole) == 0
        assert whole.monthly == ()
        assert whole.mix_over_time().points == ()
        assert whole.totals.newest is None
        assert whole.heat("kind").rows == ()
        assert whole.health() == whole.absence_factor() == whole.spots() == ()
        assert index.row_of("a") is None


@pytest.mark.parametrize(
    "broken", [b"", b"\x93NUMPY", b"no array at all", b"\x80\x04K\x01.", b"PK\x03\x04"]
)
def test_a_damaged_file_is_named(tmp_path, broken):
    write_index(Portfolio.sample().index.arrays, tmp_path)
    (tmp_path / "commits.npy").write_bytes(broken)
    index = Index.open(tmp_path)
    with pytest.raises(InputError, match=r"commits\.npy"):
        assert index.whole.totals


def test_a_folder_without_an_index_says_so(tmp_path):
    with pytest.raises(InputError, match="no index of this version"):
        Index.open(tmp_path)
    arrays = dict(Portfolio.sample().index.arrays)
    arrays["meta"] = np.frombuffer(b'{"version": 0}', dtype=np.uint8)
    with pytest.raises(InputError, match="no index of this version"):
        Index(arrays)


def test_bits_fit_into_a_word():
    assert len(BITS) <= MOST_BITS == 64


PARTS = st.text("aä/\N{GRINNING FACE}", max_size=3)


@given(st.lists(st.text("aä/\N{GRINNING FACE}b", max_size=8), max_size=8), PARTS)
def test_a_part_is_found_in_each_text_that_has_it(texts, part):
    found = read_texts(text_arrays("t", texts), "t")
    assert list(found) == [found[at] for at in range(len(found))] == texts
    assert found.containing(part).tolist() == [part in text for text in texts]


def test_a_search_does_not_go_from_one_name_into_the_next():
    found = read_texts(text_arrays("t", ["ab", "cd"]), "t")
    assert not found.containing("bc").any()
    assert not found.containing("b\nc").any()


def test_memory_is_given_back_and_values_stay():
    with tempfile.TemporaryDirectory() as folder:
        Portfolio.sample().index.write(folder)
        index = Index.open(folder)
        before = index.whole.totals
        index.arrays.release()
        assert Index(index.arrays).whole.totals == before


def test_fields_of_coverage_are_all_known_to_the_columns():
    coverage = Portfolio.sample().coverage()
    assert [c.field for c in coverage] == list(FIELDS)
    assert {c.field: c.known for c in coverage}["authors"] == 127
