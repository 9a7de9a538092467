# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Colours and type of charts where no style sheet reaches: plotly, and SVG files on their own.

Same values as the tokens of ``static/ospo.css``, which lists their contrast; a test compares them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ospo_widgets.charting.model import Tone

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
"""The system’s own type face."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours of one theme, as ``#RRGGBB``; named as in the style sheet."""

    bg: str
    sub: str
    text: str
    muted: str
    line: str
    ctl: str
    accent: str
    no: str

    def fill(self, tone: Tone) -> str:
        """Colour of a bar or line of this tone."""
        return {Tone.NORMAL: self.accent, Tone.ATTENTION: self.no, Tone.QUIET: self.ctl}[tone]


LIGHT = Tokens(
    bg="#FFFFFF",
    sub="#F6F7F9",
    text="#1B1F24",
    muted="#565E68",
    line="#DDE1E6",
    ctl="#767F8A",
    accent="#0033A0",
    no="#A61B1B",
)
DARK = Tokens(
    bg="#111418",
    sub="#191D22",
    text="#E7EAEE",
    muted="#A6AEB8",
    line="#2E343B",
    ctl="#7C8691",
    accent="#9DB8FF",
    no="#FF9B95",
)


def tokens(*, dark: bool = False) -> Tokens:
    """Colours of the dark or the light theme."""
    return DARK if dark else LIGHT
