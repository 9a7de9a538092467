# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Another licence: who is affected, by which path, for better or worse."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Answer
from ospo_widgets.licensing import compatible
from ospo_widgets.portfolio.graph import Change, what_if
from ospo_widgets.portfolio.graph.verdicts import Gap
from ospo_widgets.portfolio.records import Dependency, Package
from ospo_widgets.project import Use
from ospo_widgets.wording import spoken
from tests.portfolio.graph_helpers import graph, links

CHAIN = {
    "o/base": "MIT",
    "o/middle": "Apache-2.0",
    "o/top": "Apache-2.0",
    "o/free": "GPL-3.0-only",
    "o/none": "",
    "o/unknown": None,
    "o/apart": "MIT",
}
NEEDS = links("o/middle o/base, o/top o/middle, o/free o/base, o/none o/base, o/unknown o/base")


def by_repo(found):
    return {row.repo: row for row in found.affected()}


def test_dependents_are_judged_along_the_path():
    found = what_if(graph(CHAIN, NEEDS), "o/base", "GPL-3.0-only")
    rows = by_repo(found)
    assert rows["o/middle"].path == ("o/middle", "o/base")
    assert rows["o/top"].path == ("o/top", "o/middle", "o/base")
    assert rows["o/top"].steps == 2
    for repo in ("o/middle", "o/top"):
        assert (rows[repo].before, rows[repo].after) == (Answer.YES, Answer.NO)
        assert rows[repo].change is Change.WORSE
        assert rows[repo].reasons
    assert rows["o/free"].change is Change.SAME
    assert "o/apart" not in rows
    assert (found.before, found.after) == ("MIT", "GPL-3.0-only")
    assert (found.direct, found.reached, found.total) == (4, 5, 7)


def test_what_is_not_known_stays_apart():
    found = what_if(graph(CHAIN, NEEDS), "o/base", "GPL-3.0-only")
    rows = by_repo(found)
    assert rows["o/none"].change is Change.UNKNOWN
    assert rows["o/none"].gap is Gap.OWN_NONE
    assert rows["o/unknown"].gap is Gap.OWN_UNKNOWN
    assert rows["o/middle"].gap is None
    # The one without a known dependency of its own may need it unseen; so may what others need.
    assert found.unexamined == 2
    assert found.counts == {Change.WORSE: 2, Change.UNKNOWN: 2, Change.BETTER: 0, Change.SAME: 1}


def test_the_other_way_it_gets_better():
    licenses = {**CHAIN, "o/base": "GPL-3.0-only"}
    found = what_if(graph(licenses, NEEDS), "o/base", "MIT")
    assert by_repo(found)["o/top"].change is Change.BETTER
    assert by_repo(found)["o/free"].change is Change.SAME


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (None, "GPL-3.0-only", Change.WORSE),
        (None, "MIT", Change.BETTER),
        ("", "MIT", Change.BETTER),
    ],
)
def test_an_open_question_that_is_settled(before, after, change):
    found = what_if(
        graph({"o/base": before, "o/top": "Apache-2.0"}, links("o/top o/base")), "o/base", after
    )
    row = by_repo(found)["o/top"]
    assert (row.before, row.change) == (Answer.UNKNOWN, change)
    assert row.gap in {Gap.NEEDED_NONE, Gap.NEEDED_UNKNOWN}


def test_conditions_and_the_licence_of_the_whole_come_with_the_verdict():
    licenses = {"o/base": "MIT", "o/top": "MIT"}
    found = what_if(graph(licenses, links("o/top o/base", "copy")), "o/base", "MPL-2.0")
    verdict = compatible("MPL-2.0", "MIT", Use.COPY)
    row = by_repo(found)["o/top"]
    assert row.after is verdict.answer
    assert (row.conditions, row.whole) == (verdict.conditions, verdict.whole)


def test_the_loosest_step_of_a_path_counts():
    needs = links("o/middle o/base", "static-link") + links("o/top o/middle", "tool")
    found = what_if(graph(CHAIN, needs), "o/base", "GPL-3.0-only")
    rows = by_repo(found)
    assert rows["o/middle"].use is Use.STATIC_LINK
    assert rows["o/top"].use is Use.TOOL
    assert rows["o/top"].change is Change.SAME


def test_a_closer_way_is_taken_even_when_it_is_longer():
    needs = links("o/top o/base", "tool") + links("o/top o/middle, o/middle o/base")
    found = what_if(graph(CHAIN, needs), "o/base", "GPL-3.0-only")
    row = by_repo(found)["o/top"]
    assert row.use is Use.DYNAMIC_LINK
    assert row.path == ("o/top", "o/middle", "o/base")
    assert row.change is Change.WORSE
    assert found.direct == 1


def test_circles_end():
    needs = links("o/base o/top, o/top o/middle, o/middle o/base")
    found = what_if(graph(CHAIN, needs), "o/base", "GPL-3.0-only")
    assert set(by_repo(found)) == {"o/middle", "o/top"}
    assert [row.repo for row in found.needed] == ["o/top"]


def test_what_the_repository_needs_itself_is_judged_too():
    needs = [Dependency("o/base", "pkg:pypi/x", "dynamic-link", license="Apache-2.0")]
    found = what_if(graph(CHAIN, needs), "o/base", "GPL-2.0-only")
    row = found.needed[0]
    assert (row.repo, row.path) == ("x", ("o/base", "x"))
    assert row.before is compatible("Apache-2.0", "MIT").answer
    assert (row.after, row.change) == (Answer.NO, Change.WORSE)
    assert any("fits worse" in sentence for sentence in found.sentences())


def test_a_component_of_others_changes_its_licence():
    needs = [Dependency("o/middle", "pkg:pypi/pandas", "dynamic-link"), *links("o/top o/middle")]
    found = what_if(graph(CHAIN, needs), "pandas", "GPL-3.0-only")
    assert not found.own
    assert found.key == "component:pandas"
    assert found.before == "BSD-3-Clause"
    assert {row.repo: row.change for row in found.affected()} == {
        "o/middle": Change.WORSE,
        "o/top": Change.WORSE,
    }
    assert found.needed == ()


def test_a_component_that_nobody_needs_affects_nobody():
    found = what_if(graph(CHAIN, NEEDS), "Qt", "MIT")
    assert (found.reached, found.affected(), found.total) == (0, (), 7)
    assert found.before
    assert found.sentences()[1] == "No known project needs it."


def test_each_step_says_how_sure_it_is():
    needs = [
        Dependency("o/middle", "cmake:base", "", None),
        Dependency("o/top", "https://github.com/o/middle", "dynamic-link", True),
    ]
    found = what_if(
        graph(CHAIN, needs, [Package("o/base", "cmake:base", "inferred")]), "o/base", "MIT"
    )
    rows = by_repo(found)
    assert (rows["o/middle"].assumed, rows["o/middle"].inferred) == (True, True)
    assert rows["o/middle"].optional is None
    assert (rows["o/top"].assumed, rows["o/top"].inferred, rows["o/top"].optional) == (
        True,
        True,
        True,
    )


def test_a_selection_limits_what_is_listed_not_the_paths():
    found = what_if(graph(CHAIN, NEEDS), "o/base", "GPL-3.0-only", selection=["o/top", "o/apart"])
    assert [row.repo for row in found.affected()] == ["o/top"]
    assert found.affected()[0].path == ("o/top", "o/middle", "o/base")
    assert (found.reached, found.direct, found.total, found.unexamined) == (1, 0, 2, 1)


def test_rows_come_worst_first_and_in_pages():
    found = what_if(graph(CHAIN, NEEDS), "o/base", "GPL-3.0-only")
    order = [row.change for row in found.affected()]
    assert order == sorted(order, key=list(Change).index)
    assert [row.repo for row in found.affected(Change.WORSE)] == ["o/middle", "o/top"]
    assert [row.repo for row in found.affected(Change.WORSE, first=1, count=1)] == ["o/top"]
    assert found.affected(count=0) == ()


@pytest.mark.parametrize("licence", ["MITT", "", "GPL-3.0-only AND", "(" * 3_000])
def test_a_wrong_licence_is_an_error(licence):
    with pytest.raises(InputError):
        what_if(graph(CHAIN, NEEDS), "o/base", licence)


def test_asking_changes_nothing_of_the_graph():
    made = graph(CHAIN, NEEDS)
    before = (list(made.licenses.texts), made.license_of.tolist())
    what_if(made, "o/base", "EUPL-1.2")
    assert (made.licenses.texts, made.license_of.tolist()) == before


def test_everyday_names_of_licences_are_understood():
    assert what_if(graph(CHAIN, NEEDS), "o/base", "GPL v3 or later").after == "GPL-3.0-or-later"


def test_json():
    found = what_if(graph(CHAIN, NEEDS), "base", "GPL-3.0-only").to_json()
    assert json.loads(json.dumps(found)) == found
    assert (found["key"], found["kind"]) == ("o/base", "repository")
    assert found["counts"] == {"worse": 2, "unknown": 2, "better": 0, "same": 1}
    assert found["without_known_dependencies"] == 2
    top = next(row for row in found["affected"] if row["repo"] == "o/top")
    assert top["path"] == ["o/top", "o/middle", "o/base"]
    assert (top["before"], top["after"], top["change"]) == ("yes", "no", "worse")
    none = next(row for row in found["affected"] if row["repo"] == "o/none")
    assert none["unknown_because"] == "own-none"
    assert none["license"] == ""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sentences_say_the_basis(language):
    with spoken(language):
        said = what_if(graph(CHAIN, NEEDS), "o/base", "GPL-3.0-only").sentences()
    assert "o/base" in said[0]
    assert "7" in said[-1]
    assert "2" in said[-1]
    assert not any("{" in sentence for sentence in said)


IDS = ["MIT", "GPL-3.0-only", "Apache-2.0", "GPL-2.0-only", "LGPL-2.1-only", "", None]


@given(st.lists(st.sampled_from(IDS), min_size=5, max_size=5), st.data())
def test_each_verdict_is_that_of_the_rules(licenses, data):
    names = [f"o/r{place}" for place in range(5)]
    node = st.sampled_from(names)
    pairs = data.draw(st.lists(st.tuples(node, node), max_size=10, unique=True))
    needs = [Dependency(one, f"https://github.com/{two}", "dynamic-link") for one, two in pairs]
    known = dict(zip(names, licenses, strict=True))
    found = what_if(graph(known, needs), "o/r0", "GPL-3.0-only")
    assert sum(found.counts.values()) == found.reached == len(found.affected())
    for row in found.affected():
        assert row.path[0] == row.repo
        assert row.path[-1] == "o/r0"
        assert all((one, two) in pairs for one, two in zip(row.path, row.path[1:], strict=False))
        own, base = known[row.repo], known["o/r0"]
        expected = [
            compatible(inbound, own).answer if inbound and own else Answer.UNKNOWN
            for inbound in (base, "GPL-3.0-only")
        ]
        assert [row.before, row.after] == expected
