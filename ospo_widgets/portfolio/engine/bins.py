# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bins of the starter metrics, worked out once a row, and medians that look into one bin only."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ospo_widgets.portfolio.chart_rows import HEALTH_BINS
from ospo_widgets.portfolio.engine.strings import Array

COLUMNS: Mapping[str, str] = {
    "first-response": "first_response_days",
    "closed-share": "closed_share",
    "absence-factor": "authors_for_half",
    "releases": "releases_12m",
    "libyears": "libyears",
}
"""Column by starter metric."""

SMALLEST: Mapping[str, int] = {"absence-factor": 1}
"""Smallest value that counts, where it is not 0: without a commit there is no author."""


def bin_arrays(columns: Mapping[str, Array]) -> dict[str, Array]:
    """Bin of each row by metric; after the last bin comes “not known”."""
    found = {}
    for metric, limits in HEALTH_BINS.items():
        values = columns[COLUMNS[metric]]
        bins = np.searchsorted(np.array(limits), values).astype(np.uint8)
        bins[~(values >= SMALLEST.get(metric, 0))] = len(limits) + 1  # NaN is not known either
        found[f"bin.{metric}"] = bins
    return found


def median(values: Array, bins: Array, counts: Array) -> float:
    """Median of values that are in bins of rising limits.

    Args:
        values: All values.
        bins: Bin of each.
        counts: Values a bin, those bins that count; at least one value.
    """
    ends = np.cumsum(counts)
    total = int(ends[-1])
    found = []
    for rank in {(total - 1) // 2, total // 2}:
        bin_ = int(np.searchsorted(ends, rank, side="right"))
        inside = values[bins == bin_]
        place = rank - int(ends[bin_] - counts[bin_])
        found.append(float(np.partition(inside, place)[place]))
    return sum(found) / len(found)
