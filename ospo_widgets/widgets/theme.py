# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The style sheet in a page that does not have it yet (JupyterLab, SWAN, plain Voilà)."""

from __future__ import annotations

import os

import ipywidgets as ipw

from ospo_widgets.resources import static_text


def framed() -> bool:
    """True when our own server draws header, footer and style sheet around the app."""
    return os.environ.get("OSPO_FRAME") == "1"


def style_sheet() -> ipw.HTML:
    """A widget that brings the style sheet; every rule in it is scoped under ``.ospo``."""
    return ipw.HTML(f"<style>{static_text('ospo.css')}</style>")
