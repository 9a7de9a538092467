# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The sample of 127 repositories: what is known of their dependencies, and what follows."""

from __future__ import annotations

import pytest

from ospo_widgets.knowledge import Answer
from ospo_widgets.portfolio.graph import Change, Graph, exposure, partners, sharing, what_if
from ospo_widgets.portfolio.graph.names import ADDRESS, GENERIC, read_name
from ospo_widgets.portfolio.records import Records
from ospo_widgets.portfolio.source import read_folder, sample_folder


@pytest.fixture(scope="module")
def sample() -> Records:
    return read_folder(sample_folder())


@pytest.fixture(scope="module")
def graph(sample) -> Graph:
    return Graph.build(sample)


def test_what_is_listed(sample):
    assert len(sample.dependencies) == 4_459
    assert len({row.repo for row in sample.dependencies}) == 98
    assert len(sample.packages) == 129
    assert {row.basis for row in sample.packages} == {"declared", "listed", "inferred"}


def test_every_name_is_understood(sample):
    known = {"pypi", "npm", "conda", "golang", "maven", "gem", GENERIC, ADDRESS}
    rows = (*sample.dependencies, *sample.packages)
    assert {read_name(row.name).ecosystem for row in rows} <= known
    assert not [row for row in rows if "@" in row.name.removeprefix("pkg:npm/%40")]


def test_no_package_is_published_twice(sample):
    keys = [read_name(row.name).key for row in sample.packages]
    assert len(keys) == len(set(keys))


def test_own_projects_need_each_other(graph):
    source, target = graph.between_repos
    pairs = {(graph.repos[a], graph.repos[b]) for a, b in zip(source, target, strict=True)}
    assert len(pairs) == 87
    assert {
        ("acts-project/traccc", "acts-project/acts"),
        ("key4hep/EDM4hep", "AIDASoft/podio"),
        ("scikit-hep/uproot5", "scikit-hep/awkward"),
        ("HSF/phoenix", "root-project/jsroot"),
        ("lnls-dig/rtm-lamp-gw", "lnls-dig/general-cores"),
        ("NuQuantum/wr-cores", "lnls-dig/general-cores"),
    } <= pairs


def test_risk_of_the_sample(graph):
    found = exposure(graph)
    assert found.unexamined == 29
    assert sum(found.counts.values()) == found.dependencies
    conflicts = {(row.repo, row.dependency) for row in found.rows()}
    # HepMC3 is GPL-3.0, EDM4hep is Apache-2.0 and may need it.
    assert ("key4hep/EDM4hep", "HepMC3") in conflicts
    assert all(row.answer is Answer.NO and row.reasons for row in found.rows())
    assert all(row.assumed for row in found.rows()), "the sample states no use"


def test_a_base_library_under_another_licence(graph):
    found = what_if(graph, "AIDASoft/podio", "GPL-3.0-only")
    worse = {row.repo: row.path for row in found.affected(Change.WORSE)}
    assert worse["HEP-FCC/FCCAnalyses"] == (
        "HEP-FCC/FCCAnalyses",
        "key4hep/EDM4hep",
        "AIDASoft/podio",
    )
    assert found.reached == 6


def test_the_most_shared(graph):
    found = sharing(graph)
    assert found.components[0].name == "NumPy"
    assert {s.name for s in found.own} >= {"scikit-hep/uproot5", "Geant4/geant4"}


def test_partners_of_the_sample(sample):
    found = partners(sample.author_domains, {r.repo: r.relation for r in sample.repositories})
    assert {p.institute.name for p in found.inbound} >= {"Fermi National Accelerator Laboratory"}
    assert all(p.authors >= 5 for p in (*found.inbound, *found.outbound))
    listed = {row.domain for row in sample.author_domains}
    assert len(listed) == 17
