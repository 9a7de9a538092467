# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a click or a range in a chart chooses: filters and their values, checked."""

from __future__ import annotations

from dataclasses import dataclass

from ospo_widgets.charting.model import BY_KEY, Chart

RANGE = ".."
"""Between the first and the last month of a range."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A filter and the values that were chosen for it.

    Attributes:
        filter_name: Which filter.
        keys: Its values, in the order of the chart.
    """

    filter_name: str
    keys: tuple[str, ...]


def picks(chart: Chart, rows: object = (), columns: object = ()) -> tuple[Pick, ...]:
    """What a click chooses; whatever the chart does not have is left out.

    Args:
        chart: The chart that is shown.
        rows: Keys of labels, as the browser sends them.
        columns: Keys of series, as the browser sends them.
    """
    wanted_rows, wanted_columns = _texts(rows), _texts(columns)
    row_keys = tuple(key for key in chart.keys if key and key in wanted_rows)
    column_keys = tuple(s.key for s in chart.series if s.key and s.key in wanted_columns)
    if chart.pair_filter:
        pairs = tuple(f"{row}/{column}" for row in row_keys for column in column_keys)
        return (Pick(chart.pair_filter, pairs),) if pairs else ()
    found = []
    if chart.filter_name == BY_KEY:
        for key in row_keys:
            name, _, value = key.partition("=")
            found.append(Pick(name, (value,)))
    elif chart.filter_name and row_keys:
        found.append(Pick(chart.filter_name, row_keys))
    if chart.series_filter and column_keys:
        found.append(Pick(chart.series_filter, column_keys))
    return tuple(found)


def _texts(sent: object) -> frozenset[str]:
    """The texts of a list; anything else that a browser may send has none."""
    values = sent if isinstance(sent, list | tuple | frozenset | set) else ()
    return frozenset(key for key in values if isinstance(key, str))


def range_pick(chart: Chart, first: object, last: object) -> tuple[Pick, ...]:
    """What a range of an axis of time chooses: a month, or the first and the last.

    Args:
        chart: The chart that is shown; its keys are months or days.
        first: Key of one end.
        last: Key of the other end.
    """
    if not chart.filter_name or first not in chart.keys or last not in chart.keys:
        return ()
    ends = sorted((chart.keys.index(str(first)), chart.keys.index(str(last))))
    months = [chart.keys[end][: len("2026-08")] for end in ends]
    return (Pick(chart.filter_name, (RANGE.join(dict.fromkeys(months)),)),)
