# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licence risk: verdicts on dependencies, the matrix of families, who hands a conflict on."""

from __future__ import annotations

import json

import pytest

from ospo_widgets.knowledge import Answer
from ospo_widgets.licensing import compatible
from ospo_widgets.portfolio.graph import exposure
from ospo_widgets.portfolio.graph.verdicts import Gap
from ospo_widgets.portfolio.records import Dependency
from ospo_widgets.wording import spoken
from tests.portfolio.graph_helpers import graph, links

LICENSES = {
    "o/app": "Apache-2.0",
    "o/lib": "Apache-2.0",
    "o/gpl": "GPL-3.0-only",
    "o/none": "",
    "o/unknown": None,
    "o/apart": "MIT",
    "o/user": "Apache-2.0",
}
NEEDS = [
    *links("o/app o/gpl, o/lib o/gpl, o/user o/lib, o/none o/gpl, o/app o/none, o/app o/unknown"),
    Dependency("o/gpl", "pkg:pypi/pandas", "dynamic-link", False, "", "pyproject.toml"),
    Dependency("o/unknown", "pkg:pypi/pandas", ""),
    Dependency("o/lib", "pkg:pypi/nothing-we-know", ""),
]


@pytest.fixture(scope="module")
def found():
    return exposure(graph(LICENSES, NEEDS))


def test_counts(found):
    assert found.counts == {
        Answer.NO: 2,
        Answer.UNKNOWN: 5,
        Answer.CONDITIONAL: 0,
        Answer.YES: 2,
    }
    assert found.dependencies == 9
    assert found.repositories[Answer.NO] == 2
    assert (found.total, found.unexamined) == (7, 1)
    assert found.assumed == 2
    assert found.counted_all


def test_what_is_unknown_is_told_apart(found):
    assert found.gaps == {
        Gap.OWN_NONE: 1,
        Gap.OWN_UNKNOWN: 1,
        Gap.NEEDED_NONE: 1,
        Gap.NEEDED_UNKNOWN: 2,
        Gap.UNDECIDED: 0,
    }
    rows = found.rows(Answer.UNKNOWN)
    assert {(row.repo, row.dependency, row.gap) for row in rows} == {
        ("o/none", "o/gpl", Gap.OWN_NONE),
        ("o/unknown", "pandas", Gap.OWN_UNKNOWN),
        ("o/app", "o/none", Gap.NEEDED_NONE),
        ("o/app", "o/unknown", Gap.NEEDED_UNKNOWN),
        ("o/lib", "nothing-we-know", Gap.NEEDED_UNKNOWN),
    }


def test_conflicts_that_others_get_come_first(found):
    rows = found.rows()
    assert [(row.repo, row.dependents) for row in rows] == [("o/lib", 1), ("o/app", 0)]
    first = rows[0]
    assert (first.license, first.dependency_license) == ("Apache-2.0", "GPL-3.0-only")
    assert first.own
    assert first.key == "o/gpl"
    assert first.reasons == compatible("GPL-3.0-only", "Apache-2.0").reasons
    assert found.affected() == ("o/app", "o/lib")


def test_rows_in_pages_and_by_family(found):
    everything = found.rows(None)
    assert [row.answer for row in everything][:2] == [Answer.NO, Answer.NO]
    assert len(everything) == 9
    assert found.rows(None, first=2, count=3) == everything[2:5]
    assert {row.repo for row in found.rows(None, own="gpl")} == {"o/gpl"}
    assert {row.dependency for row in found.rows(None, needed="none")} == {"o/none"}
    assert found.rows(None, own="no such family") == ()


def test_a_row_says_where_it_stands(found):
    row = next(r for r in found.rows(Answer.YES) if r.dependency == "pandas")
    assert (row.declared_as, row.source) == ("pkg:pypi/pandas", "pyproject.toml")
    assert (row.assumed, row.optional, row.own) == (False, False, False)


def test_the_matrix_sums_up_to_the_counts(found):
    cells = found.matrix()
    assert sum(sum(cell.counts.values()) for cell in cells) == found.dependencies
    conflict = next(c for c in cells if (c.own, c.needed) == ("apache", "gpl"))
    assert conflict.counts == {Answer.NO: 2}
    assert conflict.worst is Answer.NO
    assert conflict.repositories == 2
    # Each conflict counts once, and that of the library once more for the project that needs it.
    assert conflict.weight == 3
    assert {cell.own for cell in cells} == {"apache", "gpl", "none", "unknown"}


def test_a_selection(found):
    some = exposure(graph(LICENSES, NEEDS), ["o/lib", "o/apart"])
    assert (some.total, some.unexamined, some.dependencies) == (2, 1, 2)
    assert [row.repo for row in some.rows()] == ["o/lib"]
    assert some.rows()[0].dependents == 1, "dependents count over the whole portfolio"


def test_tools_are_no_conflict():
    some = exposure(graph(LICENSES, links("o/app o/gpl", "tool")))
    assert some.counts[Answer.NO] == 0


@pytest.mark.parametrize("needs", [[], links("o/app o/app")])
def test_without_dependencies_nothing_is_said_to_fit(needs):
    none = exposure(graph(LICENSES, needs))
    assert none.dependencies == 0
    assert none.matrix() == ()
    assert none.rows(None) == ()
    assert "No known dependency" in none.sentences()[0]


def test_an_empty_portfolio():
    assert exposure(graph({})).to_json()["total"] == 0


def test_json(found):
    data = found.to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["counts"] == {"no": 2, "unknown": 5, "conditional": 0, "yes": 2}
    assert data["without_known_dependencies"] == 1
    assert [row["repo"] for row in data["conflicts"]] == ["o/lib", "o/app"]
    assert data["conflicts"][0]["verdict"] == "no"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sentences(found, language):
    with spoken(language):
        said = found.sentences()
    assert len(said) == 3
    assert not any("{" in sentence for sentence in said)
    assert "9" in said[-1]
