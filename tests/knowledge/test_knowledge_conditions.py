# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.knowledge.conditions import facts_used, faults, holds

FACTS: dict[str, object] = {
    "material": "software",
    "regimes": ("weak", "strong"),
    "network": True,
    "count": 1,
    "none": (),
    "missing": None,
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, True),
        ({"material": "software"}, True),
        ({"material": "data"}, False),
        ({"material": ["data", "software"]}, True),
        ({"regimes": "weak"}, True),
        ({"regimes": ["permissive", "strong"]}, True),
        ({"regimes": "permissive"}, False),
        ({"none": "weak"}, False),
        ({"network": True}, True),
        ({"count": True}, False),
        ({"network": 1}, False),
        ({"absent": "x"}, None),
        ({"missing": "x"}, None),
        ({"material": "software", "regimes": "weak"}, True),
        ({"material": "data", "absent": "x"}, False),
        ({"material": "software", "absent": "x"}, None),
        ({"all": [{"material": "software"}, {"network": True}]}, True),
        ({"all": [{"absent": "x"}, {"material": "data"}]}, False),
        ({"any": [{"absent": "x"}, {"material": "software"}]}, True),
        ({"any": [{"absent": "x"}, {"material": "data"}]}, None),
        ({"not": {"material": "data"}}, True),
        ({"not": {"absent": "x"}}, None),
        ({"not": {"any": [{"material": "data"}, {"regimes": "weak"}]}}, False),
    ],
)
def test_three_outcomes(condition: dict[str, object], expected: bool | None) -> None:
    assert not list(faults(condition))
    assert holds(condition, FACTS) is expected


@pytest.mark.parametrize(
    "condition",
    [
        "software",
        {"all": []},
        {"all": {"a": "b"}},
        {"any": "x"},
        {"not": "x"},
        {"material": None},
        {"material": []},
        {"material": {"is": "software"}},
        {"all": ["software"]},
        {"material": [["software"]]},
    ],
)
def test_faults_are_found(condition: object) -> None:
    assert list(faults(condition))


LEAVES = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["x", "y"]), max_size=2)
CONDITIONS: st.SearchStrategy[dict[str, Any]] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda c: {"all": c}),
        st.lists(inner, min_size=1, max_size=3).map(lambda c: {"any": c}),
        inner.map(lambda c: {"not": c}),
    ),
    max_leaves=6,
)


@given(CONDITIONS, st.dictionaries(st.sampled_from("abc"), st.sampled_from(["x", "y"])))
def test_more_facts_never_change_what_was_decided(
    condition: dict[str, Any], facts: dict[str, str]
) -> None:
    before = holds(condition, facts)
    complete = dict.fromkeys(facts_used(condition), "x") | facts
    after = holds(condition, complete)
    assert after is not None
    assert before in {None, after}
