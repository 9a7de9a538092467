# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Self-service of an open source program office.

``from ospo_widgets import scan, advise, compatible, Portfolio`` gives in a notebook what the apps
give on a page. Each name is loaded when it is first used, so importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ospo_widgets.api import (
        Portfolio,
        advise,
        all_against_all,
        ask_office,
        catalogue_entry,
        collect_portfolio,
        compatible,
        detect,
        due_diligence,
        fix,
        import_portfolio,
        office_mail,
        outbound_candidates,
        practice_template,
        practices,
        scan,
    )

__version__ = "0.1.0"

__all__ = [
    "Portfolio",
    "__version__",
    "advise",
    "all_against_all",
    "ask_office",
    "catalogue_entry",
    "collect_portfolio",
    "compatible",
    "detect",
    "due_diligence",
    "fix",
    "import_portfolio",
    "office_mail",
    "outbound_candidates",
    "practice_template",
    "practices",
    "scan",
]

_LAZY = frozenset(__all__) - {"__version__"}


def __getattr__(name: str) -> object:
    """Load a public name from :mod:`ospo_widgets.api` when it is first asked for."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module("ospo_widgets.api"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
