# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a click or a range chooses; nothing that the chart does not have ever becomes a filter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from charts_of_all_kinds import ALL, AREAS, DIVERGING, HEAT, MATRIX, SCATTER, SHARES
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.charting.model import Chart
from ospo_widgets.charting.picks import Pick, picks, range_pick

SENT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("gpl"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("chart", "rows", "columns", "chosen"),
    [
        (HEAT, ["hsf"], ["c3"], [("relation", ("hsf",)), ("only", ("c3",))]),
        (HEAT, ["hsf", "cern-it", "x"], [], [("relation", ("cern-it", "hsf"))]),
        (HEAT, [], ["c3"], [("only", ("c3",))]),
        (MATRIX, ["gpl"], ["mpl"], [("exposure", ("gpl/mpl",))]),
        (MATRIX, ["gpl"], [], []),
        (AREAS, [], ["gpl"], [("family", ("gpl",))]),
        (
            DIVERGING,
            ["only=readme"],
            ["hardware"],
            [("only", ("readme",)), ("kind", ("hardware",))],
        ),
        (SCATTER, ["b/two", "a/one", "x/y"], [], [("repo", ("a/one", "b/two"))]),
        (SHARES, ["2023-01-31"], ["none"], [("period", ("2023-01-31",))]),
        (HEAT, "hsf", {"c3": 1}, []),
        (replace(HEAT, keys=("", "hsf")), [""], [], []),
        (replace(HEAT, keys=()), ["hsf"], [], []),
    ],
)
def test_what_is_chosen(
    chart: Chart, rows: object, columns: object, chosen: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert picks(chart, rows, columns) == tuple(Pick(*one) for one in chosen)


@given(SENT, SENT)
def test_whatever_the_browser_sends_only_keys_of_the_chart_come_out(
    rows: object, columns: object
) -> None:
    for chart in ALL:
        known = {*chart.keys, *(s.key for s in chart.series)}
        known |= {key.partition("=")[2] for key in chart.keys}
        for pick in picks(chart, rows, columns) + range_pick(chart, rows, columns):
            for key in pick.keys:
                assert (
                    set(key.replace("..", "/").split("/")) <= known | {k[:7] for k in chart.keys}
                    or key in known
                )


@pytest.mark.parametrize(
    ("chart", "first", "last", "value"),
    [
        (AREAS, "2019-03", "2020-02", "2019-03..2020-02"),
        (AREAS, "2020-02", "2019-03", "2019-03..2020-02"),
        (AREAS, "2020-02", "2020-02", "2020-02"),
        (SHARES, "2021-06-01", "2023-01-31", "2021-06..2023-01"),
        (AREAS, "2020-02", "1999-01", None),
        (AREAS, None, ["2020-02"], None),
        (replace(AREAS, filter_name=""), "2019-03", "2020-02", None),
    ],
)
def test_ranges_are_months(chart: Chart, first: object, last: object, value: str | None) -> None:
    wanted = () if value is None else (Pick("period", (value,)),)
    assert range_pick(chart, first, last) == wanted
