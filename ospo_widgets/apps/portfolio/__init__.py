# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Portfolio: licences, activity and readiness of the organisation's repositories."""

from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.view import PortfolioApp, show

__all__ = ["PortfolioApp", "PortfolioModel", "show"]
