# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which licences a file states: tags, licence texts, and the phrases in which people name them."""

from __future__ import annotations

from ospo_widgets.scanning.detection.engine import detect_bytes, detect_text
from ospo_widgets.scanning.detection.model import Detection, Match

__all__ = ["Detection", "Match", "detect_bytes", "detect_text"]
