# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One chart of each kind beyond bars and lines, for the tests of drawings and of plotly."""

from __future__ import annotations

from ospo_widgets.charting.model import Axis, Chart, Kind, Series, Tone

MONTHS = tuple(f"{2018 + i // 12}-{i % 12 + 1:02d}" for i in range(100))
DAYS = ("2021-06-01", "2022-04-28", "2023-01-31", "2023-11-04", "2024-07-24", "2025-12-27")


def _series(name: str, values: tuple[float | None, ...], tone: Tone = Tone.NORMAL) -> Series:
    return Series(name, values, tone, key=name.lower(), short_name=name[:6])


AREAS = Chart(
    id="areas",
    title="Half state no licence",
    basis="Each month.",
    kind=Kind.AREAS,
    label_header="Month",
    labels=MONTHS,
    series=(
        _series("None", (10,) * 100, Tone.ATTENTION),
        _series("Unknown", (None, *(5,) * 99), Tone.QUIET),
        _series("Apache-2.0", tuple(range(100))),
        _series("GPL", (20,) * 99 + (0,)),
    ),
    keys=MONTHS,
    filter_name="period",
    series_filter="family",
)
SHARES = Chart(
    id="shares",
    title="t",
    basis="b",
    kind=Kind.AREA_SHARES,
    label_header="Day",
    labels=DAYS,
    series=(
        _series("None", (176, 201, 213, 222, 232, 245), Tone.ATTENTION),
        _series("MIT", (90, 110, 147, 183, 209, 262)),
    ),
    keys=DAYS,
    filter_name="period",
)
GROUPED = Chart(
    id="grouped",
    title="t",
    basis="b",
    kind=Kind.LINES,
    label_header="Month",
    labels=MONTHS,
    series=tuple(
        _series(f"Item {k}", tuple(None if i < k else min(100, i + k) for i in range(100)))
        for k in range(8)
    ),
    keys=MONTHS,
    whole=100,
    filter_name="period",
    series_filter="only",
)
HEAT = Chart(
    id="heat",
    title="t",
    basis="b",
    kind=Kind.HEAT,
    label_header="Context",
    labels=("cern-it (12)", "hsf (40)"),
    series=tuple(
        Series(f"Column {k}", (0 if k == 0 else 10 * k + 1, None), key=f"c{k}") for k in range(10)
    ),
    keys=("cern-it", "hsf"),
    whole=100,
    filter_name="relation",
    series_filter="only",
)
MATRIX = Chart(
    id="matrix",
    title="t",
    basis="b",
    kind=Kind.MATRIX,
    label_header="Own",
    labels=("Apache-2.0", "GPL"),
    series=(
        Series(
            "GPL", (6, 8), key="gpl", texts=("■ 6", "● 8"), tones=(Tone.ATTENTION, Tone.GOOD)
        ),
        Series(
            "None", (3, None), key="none", texts=("○ 3", ""), tones=(Tone.UNKNOWN, Tone.QUIET)
        ),
        Series(
            "MPL", (1, 1), key="mpl", texts=("▲ 1", "▲ 1"), tones=(Tone.CONDITION, Tone.CONDITION)
        ),
    ),
    keys=("apache", "gpl"),
    pair_filter="exposure",
)  # fmt: skip
SCATTER = Chart(
    id="scatter",
    title="t",
    basis="b",
    kind=Kind.SCATTER,
    label_header="Repository",
    labels=("a/one", "b/two", "c/zero", "d/unknown"),
    series=(Series("Commits", (1, 2500, 0, 10)), Series("Authors", (1, 1, 3, None))),
    keys=("a/one", "b/two", "c/zero", "d/unknown"),
    tones=(Tone.NORMAL, Tone.ATTENTION, Tone.NORMAL, Tone.NORMAL),
    axes=(Axis("Commits", log=True), Axis("Authors", log=True)),
    filter_name="repo",
)
DIVERGING = Chart(
    id="sides",
    title="t",
    basis="b",
    kind=Kind.DIVERGING,
    label_header="What",
    labels=("README", "A tagged release"),
    series=(
        Series("Hardware (15)", (90, None), key="hardware", texts=("90 %", "not known")),
        Series("Software (102)", (98, 80), Tone.QUIET, key="software", texts=("98 %", "80 %")),
    ),
    keys=("only=readme", "only=release"),
    whole=100,
    filter_name="*",
    series_filter="kind",
)
ALL = (AREAS, SHARES, GROUPED, HEAT, MATRIX, SCATTER, DIVERGING)
