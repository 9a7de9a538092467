# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Safe intake, one pass over the files, REUSE, licences, dependencies, findings and exports.

The entry is :func:`ospo_widgets.scanning.scan.scan`; here are the types that it returns.
"""

from __future__ import annotations

from ospo_widgets.scanning.readiness.model import ReadinessItem
from ospo_widgets.scanning.result import (
    Evidence,
    FileResult,
    Finding,
    MainLicense,
    ScanResult,
    ScanVerdict,
)
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.unpacking import NotScanned

__all__ = [
    "Evidence",
    "FileResult",
    "Finding",
    "MainLicense",
    "NotScanned",
    "ReadinessItem",
    "ScanResult",
    "ScanSettings",
    "ScanVerdict",
]
