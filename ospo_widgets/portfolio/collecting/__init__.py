# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads repositories from their git histories and files, on one machine or on many.

``collect`` makes one record of one reference and is pure; ``run`` has any executor do it for many;
``collect_all`` chooses the executor.
"""

from __future__ import annotations

from ospo_widgets.portfolio.collecting.collect import collect
from ospo_widgets.portfolio.collecting.executors import collect_all
from ospo_widgets.portfolio.collecting.reference import (
    RepositoryReference,
    parse_references,
    read_references,
)
from ospo_widgets.portfolio.collecting.run import run
from ospo_widgets.portfolio.collecting.settings import CollectSettings, Evidence, Said

__all__ = [
    "CollectSettings",
    "Evidence",
    "RepositoryReference",
    "Said",
    "collect",
    "collect_all",
    "parse_references",
    "read_references",
    "run",
]
