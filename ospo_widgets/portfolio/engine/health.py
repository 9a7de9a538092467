# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Health of some rows in the terms of CHAOSS, and what to know of their data."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ospo_widgets.portfolio.chart_rows import (
    HEALTH_BINS,
    Age,
    Coverage,
    Factor,
    Health,
    Spot,
)
from ospo_widgets.portfolio.engine import schema
from ospo_widgets.portfolio.engine.bins import COLUMNS, median
from ospo_widgets.portfolio.engine.mask import known
from ospo_widgets.portfolio.engine.rows import Rows

FACTORS = 11
"""Contributor absence factors that are counted apart; the last row has the rest."""


class HealthCounts(Rows):
    """Counts of health and of data quality.

    Names follow CHAOSS: https://chaoss.community/kb-metrics-and-metrics-models/
    """

    def health(self) -> tuple[Health, ...]:
        """Starter metrics of CHAOSS, those that the data carries.

        Source: https://chaoss.community/kb/metrics-model-starter-project-health/
        """
        found = []
        for metric, limits in HEALTH_BINS.items():
            bins = self.column(f"bin.{metric}")
            counts = np.bincount(bins, minlength=len(limits) + 2)[: len(limits) + 1]
            if counts.any():
                found.append(
                    Health(
                        metric=metric,
                        bins=tuple(counts.tolist()),
                        median=median(self.column(COLUMNS[metric]), bins, counts),
                        known=int(counts.sum()),
                        repositories=len(self),
                    )
                )
        return tuple(found)

    def absence_factor(self) -> tuple[Factor, ...]:
        """Repositories by contributor absence factor (bus factor), those that are active apart.

        Source: https://chaoss.community/kb/metric-contributor-absence-factor/
        """
        values = self.column("authors_for_half")
        active = self.active_rows
        capped = np.minimum(values, FACTORS)
        sure = values > 0
        counts = np.bincount(capped[sure], minlength=FACTORS + 1)
        active_counts = np.bincount(capped[sure & active], minlength=FACTORS + 1)
        highest = int(np.flatnonzero(counts).max(initial=0))
        return tuple(
            Factor(
                authors=at,
                repositories=int(counts[at]),
                active=int(active_counts[at]),
                more=at == FACTORS,
            )
            for at in range(1, highest + 1)
        )

    def spots(self, most: int = 2_000) -> tuple[Spot, ...]:
        """Repositories between commits and authors, those with most commits first.

        Args:
            most: Largest number of repositories.
        """
        index = self.index
        order = index.arrays["order.commits"]
        order = order if self.whole else order[self.mask[order]]
        words = index.vocabulary("family")
        columns = [index.arrays[n] for n in ("commits_12m", "authors_for_half", "family")]
        found = []
        for row in order[:most].tolist():
            commits, half, family = (int(column[row]) for column in columns)
            if commits >= 0 and half > 0:
                found.append(Spot(index.names[row], commits, half, words[family]))
        return tuple(found)

    def age(self) -> Age:
        """How old the values are."""
        words = self.index.vocabulary("age")
        order = (*schema.AGE_VALUES[1:], "")
        counts = self.codes("age")
        bins = tuple(int(counts[words.index(value)]) for value in order)
        return Age(bins=bins, errors=self.share("error").yes)

    def coverage(self, fields: tuple[str, ...]) -> tuple[Coverage, ...]:
        """Of how many repositories some fields are known, and where sources differ.

        Args:
            fields: Names of fields (``fields.py``).
        """
        differs = self._differences
        return tuple(
            Coverage(
                field=field,
                known=int(np.count_nonzero(known(self.index, field) & self.mask)),
                repositories=len(self),
                disagreements=differs.get(field, 0),
            )
            for field in fields
        )

    @cached_property
    def _differences(self) -> dict[str, int]:
        arrays = self.index.arrays
        rows, fields = arrays["differ.row"], arrays["differ.field"]
        chosen = self.mask[rows]
        pairs = np.unique(np.stack([fields[chosen], rows[chosen]]), axis=1)
        counts = np.bincount(pairs[0].astype(np.int64))
        words = self.index.vocabulary("differ.field")
        return {words[at]: int(n) for at, n in enumerate(counts) if n}

    def without_dependencies(self) -> int:
        """Repositories of which no dependency is known."""
        having = np.zeros(len(self.index), dtype=bool)
        having[self.index.arrays["edge.row"]] = True
        return int(np.count_nonzero(self.mask & ~having))
