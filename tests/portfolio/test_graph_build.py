# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names lead to repositories, components and packages; edges carry licence and use."""

from __future__ import annotations

import numpy as np
import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.graph import Graph
from ospo_widgets.portfolio.graph.find import find
from ospo_widgets.portfolio.graph.uses import USES
from ospo_widgets.portfolio.records import Dependency, Package, Records, RepositoryKind
from ospo_widgets.project import Use
from tests.portfolio.graph_helpers import graph, links, records, repository

LICENSES = {"a/one": "MIT", "a/two": "GPL-3.0-only", "b/three": ""}


def edges(found: Graph) -> list[tuple[str, str]]:
    steps = found.steps
    return [
        (found.repos[one], found.key(other))
        for one, other in zip(steps.source.tolist(), steps.target.tolist(), strict=True)
    ]


def needed(name: str, packages: list[Package] | None = None) -> tuple[str, bool]:
    """Key of what a name leads to, and whether only the likeness of names says so."""
    found = graph(LICENSES, [Dependency("a/one", name)], packages)
    return edges(found)[0][1], bool(found.edge_inferred[0])


@pytest.mark.parametrize(
    ("name", "packages", "key", "inferred"),
    [
        ("pkg:pypi/two", [Package("a/two", "pkg:pypi/Two")], "a/two", False),
        ("pkg:pypi/two@1.2", [Package("a/two", "pkg:pypi/two", "listed")], "a/two", False),
        ("cmake:Two", [Package("a/two", "cmake:two", "inferred")], "a/two", True),
        (
            "https://x.org/two",
            [Package("a/two", "https://x.org/two.git", "inferred")],
            "a/two",
            True,
        ),
        ("git@github.com:a/two.git", [], "a/two", False),
        ("pkg:github/a/two@v1", [], "a/two", False),
        ("pkg:golang/github.com/a/two/v3", [], "a/two", False),
        ("pkg:npm/two", [Package("a/two", "pkg:pypi/two")], "npm/two", False),
        ("pkg:pypi/numpy", [], "component:numpy", False),
        ("pkg:conda/numpy", [], "component:numpy", False),
        ("https://github.com/somebody/numpy", [], "github.com/somebody/numpy", False),
        ("cmake:nothing-we-know", [], "generic/nothing-we-know", False),
    ],
)
def test_names_lead_to_nodes(name, packages, key, inferred):
    assert needed(name, packages) == (key, inferred)


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_publishers_the_surer_one_counts(order):
    packages = [Package("b/three", "cmake:X", "inferred"), Package("a/two", "cmake:x", "declared")]
    assert needed("cmake:x", packages[::order]) == ("a/two", False)


def test_a_component_is_the_repository_where_its_evidence_lies():
    # The catalogue has podio with the licence file of github.com/AIDASoft/podio.
    licenses = {"x/y": "MIT", "AIDASoft/podio": "Apache-2.0"}
    found = graph(licenses, [Dependency("x/y", "pkg:conda/podio")])
    assert edges(found) == [("x/y", "AIDASoft/podio")]
    assert not found.edge_inferred[0]


def test_an_alias_of_such_a_component_is_only_inferred():
    licenses = {"x/y": "MIT", "scikit-hep/uproot5": "BSD-3-Clause"}
    found = graph(licenses, [Dependency("x/y", "pkg:pypi/uproot4")])
    assert edges(found) == [("x/y", "scikit-hep/uproot5")]
    assert found.edge_inferred[0]


def test_other_addresses_of_a_repository_lead_to_it():
    rows = (
        repository("a/one", "MIT"),
        repository("a/two", "MIT", also=("gitlab.cern.ch/old/two",)),
    )
    base = records({})
    found = Graph.build(
        Records(
            rows,
            {},
            (),
            (),
            base.about,
            dependencies=(
                *links("a/one x/y"),
                Dependency("a/one", "https://gitlab.cern.ch/old/two.git"),
            ),
        )
    )
    assert ("a/one", "a/two") in edges(found)


def test_a_pair_has_one_edge_with_its_closest_use():
    needs = [
        Dependency("a/one", "pkg:pypi/numpy", "tool", True),
        Dependency("a/one", "pkg:conda/numpy", "static-link", None),
        Dependency("a/one", "pkg:pypi/NumPy@2", "dynamic-link", False),
    ]
    found = graph(LICENSES, needs)
    assert edges(found) == [("a/one", "component:numpy")]
    assert USES[found.steps.use[0]] is Use.STATIC_LINK
    assert found.steps.optional[0] == -1
    assert not found.steps.assumed[0]


def test_of_equal_uses_the_one_that_is_needed_counts():
    needs = [
        Dependency("a/one", "pkg:pypi/numpy", "dynamic-link", True),
        Dependency("a/one", "pkg:conda/numpy", "dynamic-link", False),
    ]
    assert graph(LICENSES, needs).steps.optional.tolist() == [0]


def test_what_a_repository_needs_of_itself_is_no_edge():
    found = graph(LICENSES, links("a/one a/one"))
    assert edges(found) == []
    assert found.examined.tolist() == [True, False, False]


def test_rows_of_unknown_repositories_are_left_out():
    found = graph(LICENSES, links("x/y a/one"), [Package("x/y", "pkg:pypi/z")])
    assert edges(found) == []


def test_an_empty_portfolio():
    found = graph({})
    assert len(found) == 0
    assert found.mask().tolist() == []


@pytest.mark.parametrize(
    ("needs", "licence"),
    [
        (Dependency("a/one", "https://github.com/a/two", license="MIT"), "GPL-3.0-only"),
        (Dependency("a/one", "https://github.com/b/three", license="MIT"), "MIT"),
        (Dependency("a/one", "https://github.com/b/three"), ""),
        (Dependency("a/one", "pkg:pypi/numpy", license="Zlib"), "Zlib"),
        (Dependency("a/one", "pkg:pypi/pandas", license="!!"), "BSD-3-Clause"),
        (Dependency("a/one", "pkg:pypi/pandas", license="NOASSERTION"), "BSD-3-Clause"),
        (Dependency("a/one", "pkg:pypi/nothing-we-know"), None),
        (Dependency("a/one", "pkg:pypi/nothing-we-know", license="gpl-2.0+"), "GPL-2.0-or-later"),
    ],
)
def test_the_licence_that_counts(needs, licence):
    found = graph(LICENSES, [needs])
    assert found.license(int(found.edge_license[0])) == licence


@pytest.mark.parametrize(("kind", "use"), [("SOFTWARE", Use.STATIC_LINK), ("HARDWARE", Use.DESIGN)])
def test_the_use_of_a_submodule_follows_the_kind_of_the_repository(kind, use):
    made = records(LICENSES, links("a/one a/two", use=""), **{"a/one": RepositoryKind[kind]})
    found = Graph.build(made)
    assert USES[found.steps.use[0]] is use
    assert found.steps.assumed[0]


def test_masks():
    found = graph(LICENSES)
    assert found.mask().tolist() == [True, True, True]
    assert found.mask(["a/two", "not/there"]).tolist() == [False, True, False]
    assert found.mask([2]).tolist() == [False, False, True]
    assert found.mask(np.array([True, False, False])).tolist() == [True, False, False]
    assert found.mask([]).tolist() == [False, False, False]
    with pytest.raises(ValueError, match="one place"):
        found.mask(np.array([True]))


FOUND = [
    ("a/one", "a/one"),
    ("A/ONE", "a/one"),
    ("https://github.com/a/one/", "a/one"),
    ("one", "a/one"),
    ("pkg:pypi/uno", "a/one"),
    ("pkg:pypi/numpy", "component:numpy"),
    ("NumPy", "component:numpy"),
    ("component:numpy", "component:numpy"),
    ("pkg:npm/left-pad-x", "npm/left-pad-x"),
    ("left-pad-x", "npm/left-pad-x"),
]


@pytest.fixture(scope="module")
def small() -> Graph:
    needs = [Dependency("a/two", "pkg:pypi/numpy"), Dependency("a/two", "pkg:npm/left-pad-x")]
    return graph({**LICENSES, "c/two": "MIT"}, needs, [Package("a/one", "pkg:pypi/uno")])


@pytest.mark.parametrize(("text", "key"), FOUND)
def test_a_person_finds_a_node(small, text, key):
    node = find(small, text).node
    assert node is not None
    assert small.key(node) == key


def test_a_component_that_nobody_needs_is_found_without_a_node(small):
    found = find(small, "Qt")
    assert found.node is None
    assert found.component is not None
    assert found.component.name.startswith("Qt")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("two", "Name one of them: a/two, c/two"),
        ("a/oen", "Similar names are: a/one"),
        ("", "Nothing was worked out"),
        ("x" * 5_000, "Nothing was worked out"),
        ("\x1b[31m", "Nothing was worked out"),
    ],
)
def test_what_cannot_be_found_is_said(small, text, said):
    with pytest.raises(InputError) as error:
        find(small, text)
    assert said in str(error.value)
    assert "\x1b" not in str(error.value)
    assert len(str(error.value)) < 600
