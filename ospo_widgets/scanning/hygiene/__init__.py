# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What must not be in a released tree: secrets, data on people, internal names, broken files."""

from __future__ import annotations

from ospo_widgets.scanning.reading.detector import Detector


def hygiene_detectors() -> tuple[Detector, ...]:
    """All detectors of this room; heavy parts are loaded here, in the worker only."""
    from ospo_widgets.scanning.hygiene import (
        binaries,
        comments,
        hosts,
        markers,
        notebooks,
        people,
        secrets,
    )

    return (
        secrets.detector(),
        people.detector(),
        hosts.detector(),
        markers.conflicts(),
        markers.offensive(),
        notebooks.detector(),
        comments.detector(),
        binaries.detector(),
    )
