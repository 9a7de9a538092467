# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What every page must pass: accessible, alone, narrow, without errors."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from pages import Server, Visit


def check_page(visit: Visit, server: Server) -> None:
    """No accessibility violation, no request to elsewhere, no script error, no sideways scroll."""
    found = Axe().run(visit.page).response["violations"]
    told = [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:4]}" for v in found]
    assert not told, "\n".join(told)
    assert visit.outside(server) == []
    assert visit.errors == []
    check_width(visit)


def check_width(visit: Visit) -> None:
    """The page is no wider than the window."""
    widths = visit.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert widths[0] <= widths[1], f"{widths[0]} px in a window of {widths[1]} px"
