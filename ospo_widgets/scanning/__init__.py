# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Safe intake, one pass over the files, REUSE, licences, dependencies, findings and exports.

The entry is :func:`ospo_widgets.scanning.scan.scan`; here are the types that it returns. They are
loaded when they are asked for: the process that reads hostile files needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ospo_widgets.scanning.intake.unpacking import NotScanned
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

_ROOMS = {"NotScanned": "unpacking", "ReadinessItem": "readiness.model", "ScanSettings": "settings"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS.get(name, 'result')}"), name)
