# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every target of the fuzzer, for a moment: seeds, seeds that were changed, and any bytes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[2] / "benchmarks" / "fuzz"))

from corpus import seeds
from targets import ERRORS, TARGETS

SLOW = {"knowledge": 4, "files": 12, "archives": 12}
"""Fewer examples of what takes longer."""


def feed(name: str, data: bytes) -> None:
    try:
        TARGETS[name](data)
    except ERRORS:
        return


@pytest.mark.parametrize("name", TARGETS)
def test_no_seed_ends_in_an_error_that_is_not_ours(name: str) -> None:
    found = list(seeds(name).values())
    assert found
    for data in found[:: max(1, len(found) // 30)]:
        feed(name, data)


@pytest.mark.parametrize("name", TARGETS)
def test_no_change_of_a_seed_does(name: str) -> None:
    found = list(seeds(name).values())

    @settings(
        max_examples=SLOW.get(name, 25), deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.sampled_from(found), st.integers(0, 4_000), st.binary(max_size=12), st.integers(0, 9))
    def changed(seed: bytes, at: int, noise: bytes, gone: int) -> None:
        at %= len(seed) + 1
        feed(name, seed[:at] + noise + seed[at + gone :])
        feed(name, noise)

    changed()


def test_every_target_says_what_it_is_for() -> None:
    assert all((target.__doc__ or "").endswith(".") for target in TARGETS.values())
    assert len(TARGETS) >= 22
