# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Portfolios by day: Parquet for what is, events for what changed, an index for what is asked.

pyarrow and fsspec are loaded by what needs them.
"""

from ospo_widgets.portfolio.store.snapshot import Counts, Snapshot, SnapshotId
from ospo_widgets.portfolio.store.store import Store
from ospo_widgets.portfolio.store.summary import SummaryTable, summary, summary_tables

__all__ = [
    "Counts",
    "Snapshot",
    "SnapshotId",
    "Store",
    "SummaryTable",
    "summary",
    "summary_tables",
]
