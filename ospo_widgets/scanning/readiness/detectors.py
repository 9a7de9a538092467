# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The detectors of this room, for the registry."""

from __future__ import annotations

from ospo_widgets.scanning import notices
from ospo_widgets.scanning.readiness import answers, community, metadata, readme

READINESS = (
    notices.DETECTOR,
    readme.DETECTOR,
    metadata.DETECTOR,
    community.DETECTOR,
    answers.DETECTOR,
)
