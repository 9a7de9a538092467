# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""All detectors, in the order in which they run on a file."""

from __future__ import annotations

from functools import cache

from ospo_widgets.scanning.reading.detector import Detector


@cache
def detectors() -> tuple[Detector, ...]:
    """Every detector; imported here and not above, since only the worker needs them."""
    from ospo_widgets.scanning.baseline.detector import BASELINE
    from ospo_widgets.scanning.detection.detector import LICENSE_TEXTS, LICENSES
    from ospo_widgets.scanning.hardware.detector import HARDWARE
    from ospo_widgets.scanning.hygiene import hygiene_detectors
    from ospo_widgets.scanning.imports.detector import IMPORTS
    from ospo_widgets.scanning.manifests.table import MANIFESTS
    from ospo_widgets.scanning.readiness.detectors import READINESS
    from ospo_widgets.scanning.reuse.detector import REUSE
    from ospo_widgets.scanning.sbom.detector import SBOM

    return (
        REUSE, LICENSES, LICENSE_TEXTS, BASELINE, MANIFESTS, IMPORTS, SBOM, *hygiene_detectors(),
        *READINESS, HARDWARE,
    )  # fmt: skip
