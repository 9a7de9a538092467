# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What must hold for every pair of licences and every use, whoever wrote the rows."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ospo_widgets.knowledge import Answer, Category, load_knowledge
from ospo_widgets.licensing import compatible, effective_license, inference, strictest
from ospo_widgets.licensing.model import RANK
from ospo_widgets.licensing.outbound import outbound_candidates
from ospo_widgets.project import Component, Use
from ospo_widgets.resources import data_dir

KNOWN = load_knowledge()
CLOSED = {Category.NONFREE, Category.CUSTOM}
OPEN_IDS = sorted(i for i, found in KNOWN.licenses.items() if found.category not in CLOSED)
LIMITED_IDS = sorted(i for i, found in KNOWN.licenses.items() if found.category is Category.NONFREE)
COMMON = [
    "MIT",
    "Apache-2.0",
    "BSD-4-Clause",
    "MPL-2.0",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "AGPL-3.0-only",
    "EPL-2.0",
    "EUPL-1.2",
    "LicenseRef-Geant4",
    "LicenseRef-FLUKA",
]
"""Drawn often: chance alone would rarely bring two of these together."""
UNKNOWN_ID = "LicenseRef-Unheard-Of"
LINKED = (Use.STATIC_LINK, Use.DYNAMIC_LINK)
JOINED = (Use.COPY, Use.MODIFY, *LINKED)

ids = st.one_of(st.sampled_from(COMMON), st.sampled_from([*KNOWN.licenses, UNKNOWN_ID]))
open_ids = st.one_of(
    st.sampled_from([i for i in COMMON if i in OPEN_IDS]), st.sampled_from(OPEN_IDS)
)
uses = st.sampled_from(list(Use))
expressions = st.recursive(
    ids,
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(
        lambda pair: f"({pair[0]} {pair[1]} {pair[2]})"
    ),
    max_leaves=4,
)
components = st.lists(
    st.tuples(st.sampled_from(COMMON), st.sampled_from(LINKED)), min_size=0, max_size=3
)
quick = settings(max_examples=120, deadline=None)


def answer(inbound: str, into: str, use: Use) -> Answer:
    return compatible(inbound, into, use).answer


def lets(found: Answer) -> bool:
    return found in {Answer.YES, Answer.CONDITIONAL}


# --- one licence ----------------------------------------------------------------------------------


@pytest.mark.parametrize("license_id", sorted(KNOWN.licenses))
def test_a_licence_fits_itself_for_a_copy(license_id: str) -> None:
    found = answer(license_id, license_id, Use.COPY)
    if license_id in OPEN_IDS:
        assert found is Answer.YES
    else:
        assert found is not Answer.NO


@given(open_ids, st.sampled_from(JOINED))
@quick
def test_an_open_licence_fits_itself_in_every_joined_use(license_id: str, use: Use) -> None:
    assert answer(license_id, license_id, use) is Answer.YES


@given(open_ids, open_ids)
@quick
def test_shipping_beside_is_never_worse_than_linking(inbound: str, into: str) -> None:
    beside = answer(inbound, into, Use.AGGREGATE)
    assert beside is Answer.YES
    assert all(RANK[beside] >= RANK[answer(inbound, into, use)] for use in LINKED)


@given(open_ids, open_ids)
@quick
def test_a_separate_program_is_never_worse_than_a_linked_one(inbound: str, into: str) -> None:
    for use in (Use.SUBPROCESS, Use.RUNTIME, Use.TOOL):
        assert RANK[answer(inbound, into, use)] >= RANK[answer(inbound, into, Use.STATIC_LINK)]


@given(open_ids, open_ids)
@quick
def test_loading_is_never_worse_than_building_in(inbound: str, into: str) -> None:
    built_in = RANK[answer(inbound, into, Use.STATIC_LINK)]
    assert RANK[answer(inbound, into, Use.DYNAMIC_LINK)] >= built_in


@given(ids, uses)
@quick
def test_what_nobody_knows_is_never_a_yes(other: str, use: Use) -> None:
    assert answer(UNKNOWN_ID, other, use) is Answer.UNKNOWN
    # The work that uses it is unknown, but material without any duties may still go there.
    given_up = other in KNOWN.licenses and KNOWN.licenses[other].category is Category.PUBLIC_DOMAIN
    assert given_up or not lets(answer(other, UNKNOWN_ID, use))


@given(st.sampled_from(LIMITED_IDS), open_ids, st.sampled_from((*JOINED, Use.AGGREGATE)))
@quick
def test_material_with_limits_is_never_a_plain_yes_in_open_work(
    inbound: str, into: str, use: Use
) -> None:
    assert answer(inbound, into, use) is not Answer.YES


@given(ids, ids, uses)
@quick
def test_the_whole_is_named_only_when_it_is_another_licence(
    inbound: str, into: str, use: Use
) -> None:
    verdict = compatible(inbound, into, use)
    if verdict.whole:
        assert verdict.answer is Answer.CONDITIONAL
        assert verdict.whole != verdict.outbound
        # What is handed out under the named licence may hold both.
        assert lets(answer(inbound, verdict.whole, use))


# --- expressions ----------------------------------------------------------------------------------


@given(expressions, expressions, ids, uses)
@quick
def test_and_never_makes_more_possible(one: str, other: str, into: str, use: Use) -> None:
    both = answer(f"{one} AND {other}", into, use)
    assert RANK[both] <= RANK[strictest([answer(one, into, use), answer(other, into, use)])]


@given(expressions, expressions, ids, uses)
@quick
def test_or_never_makes_less_possible(one: str, other: str, into: str, use: Use) -> None:
    choice = answer(f"{one} OR {other}", into, use)
    assert RANK[choice] >= max(RANK[answer(one, into, use)], RANK[answer(other, into, use)])


@given(ids, ids, ids, uses)
@quick
def test_a_choice_for_the_receiver_is_no_easier_than_each_of_the_two(
    inbound: str, one: str, other: str, use: Use
) -> None:
    offered = answer(inbound, f"{one} OR {other}", use)
    alone = [answer(inbound, one, use), answer(inbound, other, use)]
    if offered is Answer.YES:
        assert alone == [Answer.YES, Answer.YES]
    assert lets(offered) == any(map(lets, alone))


@given(ids, ids, ids, uses)
@quick
def test_two_licences_on_the_whole_are_no_easier_than_the_easier_one(
    inbound: str, one: str, other: str, use: Use
) -> None:
    both = answer(inbound, f"{one} AND {other}", use)
    assert RANK[both] <= max(RANK[answer(inbound, one, use)], RANK[answer(inbound, other, use)])


@given(expressions, expressions, ids, st.sampled_from(["AND", "OR"]), uses)
@quick
def test_order_and_parentheses_do_not_matter(
    one: str, other: str, into: str, operator: str, use: Use
) -> None:
    found = answer(f"{one} {operator} {other}", into, use)
    assert answer(f"{other} {operator} {one}", into, use) is found
    assert answer(f"(({one})) {operator} ({other})", into, use) is found
    assert answer(one, f"{into} {operator} MIT", use) is answer(one, f"MIT {operator} {into}", use)


@given(ids, ids, uses)
@quick
def test_twice_the_same_is_the_same(one: str, into: str, use: Use) -> None:
    assert answer(f"{one} AND {one}", into, use) is answer(one, into, use)
    assert answer(f"{one} OR {one}", into, use) is answer(one, into, use)


# --- several components ---------------------------------------------------------------------------


@given(components, st.sampled_from(COMMON), st.sampled_from(LINKED))
@settings(max_examples=25, deadline=None)
def test_one_more_component_adds_no_candidate(
    pieces: list[tuple[str, Use]], extra: str, use: Use
) -> None:
    assume(pieces)
    before = {c.license for c in outbound_candidates(pieces, knowledge=KNOWN).candidates}
    after = outbound_candidates([*pieces, (extra, use)], knowledge=KNOWN).candidates
    assert {c.license for c in after} <= before


@given(st.sampled_from(COMMON), components, st.sampled_from(COMMON), st.sampled_from(LINKED))
@settings(max_examples=60, deadline=None)
def test_one_more_component_never_frees_the_whole(
    source: str, pieces: list[tuple[str, Use]], extra: str, use: Use
) -> None:
    parts = [Component(f"c{i}", found, how) for i, (found, how) in enumerate(pieces)]
    before = effective_license(source, parts, KNOWN)
    after = effective_license(source, [*parts, Component("extra", extra, use)], KNOWN)
    # Conditions of one whole may fall away in a stricter one; what is not possible stays so.
    assert min(RANK[after.answer], RANK[Answer.CONDITIONAL]) <= RANK[before.answer]
    if before.expression is None:
        assert after.expression is None
    elif after.expression is not None and before.expression in KNOWN.licenses:
        assert strictness(after.expression) >= strictness(before.expression)


ORDER = (
    Category.PUBLIC_DOMAIN,
    Category.PERMISSIVE,
    Category.CUSTOM,
    Category.NONFREE,
    Category.WEAK,
    Category.STRONG,
    Category.NETWORK,
)


def strictness(license_id: str) -> int:
    return ORDER.index(KNOWN.licenses[license_id].category)


@given(st.sampled_from(COMMON), components)
@settings(max_examples=40, deadline=None)
def test_order_of_components_does_not_matter(source: str, pieces: list[tuple[str, Use]]) -> None:
    parts = [Component(f"c{i}", found, how) for i, (found, how) in enumerate(pieces)]
    one, other = (effective_license(source, order, KNOWN) for order in (parts, parts[::-1]))
    assert (one.expression, one.answer) == (other.expression, other.answer)


# --- sentences ------------------------------------------------------------------------------------


def test_every_inferred_sentence_is_used() -> None:
    text = (data_dir() / "wording" / "en" / "inference.yaml").read_text(encoding="utf-8")
    code = Path(inference.__file__).read_text(encoding="utf-8")
    for group, sentences in yaml.safe_load(text).items():
        for name in sentences:
            assert f'"inference.{group}.{name}"' in code
