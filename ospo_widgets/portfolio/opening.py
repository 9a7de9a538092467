# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which portfolio a page opens: the store that the administrator names, else the sample."""

from __future__ import annotations

import os
from datetime import date

from ospo_widgets.portfolio.model import Portfolio

STORE_VARIABLE = "OSPO_PORTFOLIO"
"""Environment variable with the folder or address of the organisation's store."""


def open_portfolio(day: date | None = None) -> Portfolio:
    """The organisation's portfolio, or the sample where none is named.

    Args:
        day: Snapshot of this day; the newest when None. The sample has one day only.

    Raises:
        InputError: The store cannot be read, or has no such snapshot.
    """
    store = os.environ.get(STORE_VARIABLE, "")
    return Portfolio.open(store, day) if store else Portfolio.sample()
