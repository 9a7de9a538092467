# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A portfolio as numpy columns that may lie in files, and every count of a selection of its rows.

Import this inside functions: ``import ospo_widgets.portfolio`` loads no numpy.
"""

from ospo_widgets.portfolio.engine.build import build_index
from ospo_widgets.portfolio.engine.files import write_index
from ospo_widgets.portfolio.engine.index import Index
from ospo_widgets.portfolio.engine.selection import Selection

__all__ = ["Index", "Selection", "build_index", "write_index"]
