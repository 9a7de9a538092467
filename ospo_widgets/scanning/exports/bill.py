# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The bill of materials of a scan, as SPDX 2.3 and as CycloneDX 1.6."""

from __future__ import annotations

from datetime import datetime

from ospo_widgets import __version__
from ospo_widgets.markup import json_text
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.scanning.sbom.bill import bill_of
from ospo_widgets.scanning.sbom.cyclonedx import to_cyclonedx
from ospo_widgets.scanning.sbom.model import Bill
from ospo_widgets.scanning.sbom.spdx import to_spdx


def bill(result: ScanResult, created: datetime) -> Bill:
    """The bill of what was scanned.

    Args:
        result: The scan.
        created: Time that the document carries.
    """
    return bill_of(
        name=result.project.name or result.target,
        main=result.license.expression,
        licensed=result.licensed,
        created=created,
        tool_version=__version__,
        url=result.project.url,
        vendored=result.vendored,
        texts=result.own_texts,
    )


def to_spdx_text(result: ScanResult, created: datetime) -> str:
    """The bill as SPDX 2.3 JSON."""
    return json_text(to_spdx(bill(result, created))) + "\n"


def to_cyclonedx_text(result: ScanResult, created: datetime) -> str:
    """The bill as CycloneDX 1.6 JSON."""
    return json_text(to_cyclonedx(bill(result, created))) + "\n"
