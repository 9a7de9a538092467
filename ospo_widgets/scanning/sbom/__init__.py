# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Software bills of materials: a scan as SPDX 2.3 and CycloneDX 1.6, and those of others read."""

from __future__ import annotations

from ospo_widgets.scanning.sbom.bill import bill_of
from ospo_widgets.scanning.sbom.cyclonedx import to_cyclonedx
from ospo_widgets.scanning.sbom.model import Bill, Package
from ospo_widgets.scanning.sbom.spdx import to_spdx
from ospo_widgets.scanning.sbom.spdx_tag_value import to_spdx_tag_value

__all__ = ["Bill", "Package", "bill_of", "to_cyclonedx", "to_spdx", "to_spdx_tag_value"]
