# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The organisation's repositories: sources, metrics, charts and report."""

from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.model import Portfolio

__all__ = ["Filters", "Portfolio"]
