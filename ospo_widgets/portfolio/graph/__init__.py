# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What repositories need of each other and of others: licence risk, what-if, sharing, partners.

Loads numpy: the facade and the commands import it when they need it, never with the package.
"""

from __future__ import annotations

from ospo_widgets.portfolio.graph.affected import Affected, Change
from ospo_widgets.portfolio.graph.columns import Columns
from ospo_widgets.portfolio.graph.exposure import Exposure, exposure
from ospo_widgets.portfolio.graph.exposure_rows import ExposureRow, RiskCell
from ospo_widgets.portfolio.graph.graph import Graph
from ospo_widgets.portfolio.graph.partners import Institutes, Partner, Partners, partners
from ospo_widgets.portfolio.graph.sharing import Shared, Sharing, SharingMatrix, sharing
from ospo_widgets.portfolio.graph.what_if import WhatIf, what_if

__all__ = [
    "Affected",
    "Change",
    "Columns",
    "Exposure",
    "ExposureRow",
    "Graph",
    "Institutes",
    "Partner",
    "Partners",
    "RiskCell",
    "Shared",
    "Sharing",
    "SharingMatrix",
    "WhatIf",
    "exposure",
    "partners",
    "sharing",
    "what_if",
]
