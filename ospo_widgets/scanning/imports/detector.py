# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The detector of imports and includes."""

from __future__ import annotations

from ospo_widgets.scanning.imports.reading import examine, wants
from ospo_widgets.scanning.reading.detector import Detector

IMPORTS = Detector("imports", 2, examine, wants=wants)
"""Rows: language, name, line, whether it is guarded, and the component of a header."""
