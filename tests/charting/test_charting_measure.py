# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where things lie: labels that do not collide, axes of time, thinning, lines of words."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.charting.measure import (
    axis_ticks,
    in_time,
    log_ticks,
    positions,
    shortened,
    spread,
    stacked,
    text_width,
    thinned,
    wrapped,
)

PLACES = st.lists(st.floats(-50, 400), max_size=12)


@given(PLACES)
def test_labels_keep_order_stay_inside_and_keep_their_distance(wanted: list[float]) -> None:
    placed = spread(wanted, 16, 8, 292)
    assert all(8 - 1e-6 <= p <= 292 + 1e-6 for p in placed)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    along = [placed[i] for i in order]
    assert all(b - a >= 16 - 1e-6 for a, b in pairwise(along))


def test_labels_that_fit_stay_where_they_are() -> None:
    assert spread([20, 100, 60], 16, 0, 200) == [20, 100, 60]


def test_too_many_labels_move_together() -> None:
    placed = spread([50] * 30, 16, 0, 100)
    assert (placed[0], placed[-1]) == pytest.approx((0, 100))
    assert spread([], 16, 0, 10) == []


@pytest.mark.parametrize(
    ("labels", "where"),
    [
        (("2020-01", "2020-02", "2020-11"), [0, 0.1, 1]),
        (("2021-01-01", "2021-01-11", "2021-04-11"), [0, 0.1, 1]),
        (("a", "b", "c"), [0, 0.5, 1]),
        (("2021-13-01", "2021-01-11"), [0, 1]),  # no date: at even distance
        (("2021-02", "2020-02", "2022-02"), [0, 0.5, 1]),  # not in order: the same
        (("2020-01",), [0.5]),
        ((), []),
    ],
)
def test_times_lie_by_time(labels: tuple[str, ...], where: list[float]) -> None:
    assert positions(labels) == pytest.approx(where)


@pytest.mark.parametrize(
    ("labels", "texts"),
    [
        (("2021-06-01", "2025-12-27"), ["2022", "2023", "2024", "2025"]),
        (("2021-01-20", "2021-04-11"), ["2021-02", "2021-03", "2021-04"]),
        (("2021-01-20", "2021-01-25"), ["2021-01-20", "2021-01-25"]),
        (tuple(f"{y}-{m:02d}" for y in range(2000, 2021) for m in range(1, 13)),
         ["2000", "2005", "2010", "2015", "2020"]),
        (("a", "b", "c"), ["a", "b", "c"]),
    ],
)  # fmt: skip
def test_axes_name_years_months_or_labels(labels: tuple[str, ...], texts: list[str]) -> None:
    ticks = axis_ticks(labels, 5)
    assert [t.text for t in ticks] == texts
    assert all(0 <= t.position <= 1 for t in ticks)


def test_times_are_all_months_or_all_days() -> None:
    assert in_time(("2020-01", "2020-02"))
    assert in_time(("2020-01-01",))
    assert not in_time(("2020-01", "2020-02-01"))
    assert not in_time(("2020-02-31",))
    assert not in_time(())


@given(st.integers(0, 3_000), st.integers(2, 200))
def test_thinning_keeps_the_ends_and_the_distance(count: int, most: int) -> None:
    kept = thinned(count, most)
    assert kept == sorted(set(kept))
    assert len(kept) <= most + 1
    if count:
        assert (kept[0], kept[-1]) == (0, count - 1)


@pytest.mark.parametrize(
    ("least", "most", "ticks"),
    [(1, 1, [1, 10]), (1, 2500, [1, 10, 100, 1000, 10_000]), (0.02, 0.5, [0.01, 0.1, 1]),
     (0, 0, [1, 10])],
)  # fmt: skip
def test_steps_of_ten_hold_the_values(least: float, most: float, ticks: list[float]) -> None:
    assert log_ticks(least, most) == pytest.approx(ticks)


def test_stacks_count_what_is_missing_as_nothing() -> None:
    rows = [(1, None), (2, math.nan), (-5, 4)]
    assert stacked(rows, shares=False) == [[1, 0], [3, 0], [3, 4]]
    assert stacked(rows, shares=True)[-1] == [100, 100]
    assert stacked([(0,), (None,)], shares=True) == [[0], [0]]
    assert stacked([], shares=True) == []


@given(st.text(max_size=200), st.integers(20, 400))
def test_lines_of_words_fit_and_lose_no_short_word(words: str, room: int) -> None:
    lines = wrapped(words, room)
    assert all(text_width(line) <= room for line in lines)
    if all(text_width(word) <= room for word in words.split()):
        assert " ".join(lines).split() == words.split()


def test_a_label_is_cut_only_when_it_must_be() -> None:
    assert shortened("short", 100) == "short"
    cut = shortened("a very long label indeed", 60)
    assert cut.endswith("…")
    assert text_width(cut) <= 60
