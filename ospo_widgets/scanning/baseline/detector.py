# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Finds the baseline that lies in the tree."""

from __future__ import annotations

from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

PATH = ".ospo/baseline.yaml"
"""Where a repository keeps the list of accepted findings."""
MAX_BYTES = 256 * 1024
"""Largest such file."""


def _examine(source: Source) -> list[str]:
    # A longer text is not cut, so that reading it fails instead of accepting half of it.
    return [source.text[: MAX_BYTES + 1]]


BASELINE = Detector("baseline", 1, _examine, wants=lambda path: path == PATH)
