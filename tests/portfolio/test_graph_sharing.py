# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What own projects share, and with whom they work."""

from __future__ import annotations

import json

import pytest
import yaml

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.graph import Institutes, partners, sharing
from ospo_widgets.portfolio.graph.partners import OTHER, Direction
from ospo_widgets.portfolio.records import AuthorDomain, Dependency
from ospo_widgets.project import Use
from ospo_widgets.resources import data_dir
from tests.portfolio.graph_helpers import graph, links

LICENSES = {"o/a": "MIT", "o/b": "MIT", "o/c": "", "o/d": "GPL-3.0-only", "o/e": None}
NEEDS = [
    *links("o/b o/a, o/c o/b, o/d o/b"),
    Dependency("o/a", "pkg:pypi/numpy"),
    Dependency("o/b", "pkg:conda/numpy", optional=True),
    Dependency("o/c", "pkg:pypi/numpy", "static-link"),
    Dependency("o/a", "pkg:pypi/pandas"),
    Dependency("o/b", "pkg:pypi/pandas"),
    Dependency("o/a", "pkg:pypi/only-here"),
    Dependency("o/a", "pkg:pypi/pytest"),
    Dependency("o/b", "pkg:pypi/pytest"),
]


@pytest.fixture(scope="module")
def found():
    return sharing(graph(LICENSES, NEEDS))


def test_components_by_how_many_need_them(found):
    assert [(s.name, s.users, s.optional_users) for s in found.components] == [
        ("NumPy", 3, 1),
        ("pandas", 2, 0),
    ]
    assert found.components[1].license == "BSD-3-Clause"
    assert found.components[1].family == "bsd"


def test_what_only_tests_or_builds_is_left_out(found):
    assert found.tools_left_out == 1
    with_tools = sharing(graph(LICENSES, NEEDS), tools=True)
    assert "pytest" in {s.key.removeprefix("component:") for s in with_tools.components}


def test_own_packages_with_their_reach(found):
    assert [(s.name, s.users, s.reach) for s in found.own] == [("o/b", 2, 2), ("o/a", 1, 3)]
    assert all(s.own for s in found.own)


def test_users_of_one_thing(found):
    assert found.users("component:numpy") == ("o/a", "o/b", "o/c")
    assert found.users("o/b") == ("o/c", "o/d")
    with pytest.raises(KeyError):
        found.users("pypi/only-here")


def test_the_matrix(found):
    matrix = found.matrix(own=False)
    assert [s.name for s in matrix.needed] == ["NumPy", "pandas"]
    assert matrix.users == ("o/a", "o/b", "o/c")
    assert matrix.uses[2] == (Use.STATIC_LINK, None)
    assert matrix.users_left_out == 0
    small = found.matrix(own=False, most_users=1, most_needed=1)
    assert (small.users, small.uses, small.users_left_out) == (
        ("o/a",),
        ((Use.DYNAMIC_LINK,),),
        2,
    )
    assert found.matrix().users == ("o/b", "o/c", "o/d")


def test_a_selection_counts_its_own_users():
    some = sharing(graph(LICENSES, NEEDS), ["o/c", "o/d", "o/e"])
    assert some.components == ()
    assert [(s.name, s.users) for s in some.own] == [("o/b", 2)]
    assert (some.total, some.unexamined) == (3, 1)


def test_json_of_sharing(found):
    data = found.to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["components"][0]["users"] == 3


def test_sharing_of_nothing():
    empty = sharing(graph({}))
    assert (empty.components, empty.own, empty.matrix().users) == ((), (), ())


# --- partners -------------------------------------------------------------------------------------

RELATIONS = {"o/own": "cern-it", "o/also": "", "o/theirs": "hep-community", "o/quiet": "cern-it"}
ROWS = [
    AuthorDomain("o/own", "cern.ch", 20),
    AuthorDomain("o/own", "desy.de", 7),
    AuthorDomain("o/also", "mail.desy.de", 5),
    AuthorDomain("o/also", "imperial.ac.uk", 6),
    AuthorDomain("o/own", "ic.ac.uk", 5),
    AuthorDomain("o/own", "unlisted.example", 9),
    AuthorDomain("o/theirs", "cern.ch", 8),
    AuthorDomain("o/theirs", "fnal.gov", 50),
    AuthorDomain("o/own", "few.example", 4),
    AuthorDomain("o/own", "other", 11),
    AuthorDomain("not/selected", "desy.de", 100),
]


def test_partners_by_institute_and_direction():
    found = partners(ROWS, RELATIONS)
    assert [(p.institute.name, p.authors, p.repositories) for p in found.inbound] == [
        ("Deutsches Elektronen-Synchrotron DESY", 12, 2),
        ("Imperial College London", 11, 2),
        ("unlisted.example", 9, 1),
        ("Groups put together", 11, 1),
    ]
    assert found.inbound[0].institute.ror == "https://ror.org/01js2sh04"
    assert found.inbound[-1].institute.id == OTHER
    assert [(p.institute.id, p.authors, p.direction) for p in found.outbound] == [
        ("hep-community", 8, Direction.OUTBOUND)
    ]
    assert found.own_authors == 20
    assert (found.unattributed, found.repositories) == (1, 4)


def test_groups_under_five_never_leave():
    rows = [AuthorDomain("o/own", domain, 4) for domain in ("cern.ch", "desy.de", "a.org", "other")]
    data = partners(rows, RELATIONS).to_json()
    assert (data["inbound"], data["outbound"], data["own_authors"]) == ([], [], None)


def test_json_of_partners_has_only_counts():
    data = partners(ROWS, RELATIONS).to_json()
    assert json.loads(json.dumps(data)) == data
    assert set(data["inbound"][0]) == {
        "id", "name", "ror", "country", "direction", "authors", "repositories",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("cern.ch", "European Organization for Nuclear Research"),
        ("slac.stanford.edu", "SLAC National Accelerator Laboratory"),
        ("physics.stanford.edu", "Stanford University"),
        ("LAL.IN2P3.FR", "Institut National de Physique Nucléaire et de Physique des Particules"),
        ("notdesy.de", "notdesy.de"),
        ("com", "com"),
    ],
)
def test_the_longest_domain_that_is_listed(domain, name):
    assert Institutes.load().of(domain).name == name


def test_home():
    known = Institutes.load()
    assert known.at_home("mail.CERN.ch")
    assert not known.at_home("notcern.ch")
    assert known.owns("cern-experiment")
    assert known.owns("")
    assert not known.owns("hep-community")


def test_each_domain_and_id_is_listed_once():
    file = data_dir() / "portfolio" / "institutes.yaml"
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))["institutes"]
    domains = [domain for row in rows for domain in row["domains"]]
    assert len(domains) == len(set(domains))
    assert len({row["ror"] for row in rows}) == len(rows) > 150
    assert all(len(row["ror"]) == 9 and row["ror"].startswith("0") for row in rows)
    assert all(len(row["country"]) == 2 for row in rows)


@pytest.mark.parametrize("text", ["5", "home: 5\ninstitutes: []", "institutes: [5]", ": :", "[]"])
def test_wrong_institutes_are_an_error(tmp_path, monkeypatch, text):
    folder = tmp_path / "portfolio"
    folder.mkdir()
    (folder / "institutes.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    with pytest.raises(InputError, match=r"institutes\.yaml"):
        partners(ROWS, RELATIONS)


def test_another_organisation_brings_its_own(tmp_path, monkeypatch):
    folder = tmp_path / "portfolio"
    folder.mkdir()
    text = "home: {domains: [desy.de], relations: [ours]}\ninstitutes: []"
    (folder / "institutes.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    found = partners(ROWS, {"o/own": "ours"})
    assert found.own_authors == 7
    assert found.inbound[0].institute.name == "cern.ch"
