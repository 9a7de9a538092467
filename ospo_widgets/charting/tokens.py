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
    yes: str
    cond: str
    unk: str
    yes_bg: str
    cond_bg: str
    no_bg: str
    unk_bg: str
    bands: tuple[str, ...]
    """Shades of the accent for bands, the strongest first; ``--s1`` and on."""
    steps: tuple[str, ...]
    """Grounds of heat cells, the least first; ``--h0`` and on. Text on them has 5.8:1 or more."""

    def fill(self, tone: Tone) -> str:
        """Colour of a bar or line of this tone."""
        return {
            Tone.NORMAL: self.accent,
            Tone.ATTENTION: self.no,
            Tone.QUIET: self.ctl,
            Tone.GOOD: self.yes,
            Tone.CONDITION: self.cond,
            Tone.UNKNOWN: self.ctl,
        }[tone]

    def ground(self, tone: Tone) -> str:
        """Ground of a cell of this tone."""
        return {
            Tone.NORMAL: self.steps[1],
            Tone.ATTENTION: self.no_bg,
            Tone.QUIET: self.sub,
            Tone.GOOD: self.yes_bg,
            Tone.CONDITION: self.cond_bg,
            Tone.UNKNOWN: self.unk_bg,
        }[tone]


LIGHT = Tokens(
    bg="#FFFFFF",
    sub="#F6F7F9",
    text="#1B1F24",
    muted="#565E68",
    line="#DDE1E6",
    ctl="#767F8A",
    accent="#0033A0",
    no="#A61B1B",
    yes="#0B6B3A",
    cond="#7A4A00",
    unk="#4D5660",
    yes_bg="#E8F4EC",
    cond_bg="#FCF2DF",
    no_bg="#FCECEB",
    unk_bg="#EDEFF2",
    bands=("#0033A0", "#3A62BE", "#6C8BD4", "#98AFE4", "#BFCDF0", "#DCE4F7"),
    steps=("#F6F7F9", "#E3EAFA", "#C6D4F5", "#A5BAEE", "#84A0E6"),
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
    yes="#6FD39B",
    cond="#F0B95A",
    unk="#B4BCC6",
    yes_bg="#11291C",
    cond_bg="#2E2410",
    no_bg="#341A19",
    unk_bg="#23282E",
    bands=("#9DB8FF", "#7C9BEA", "#5E7ECF", "#4866B2", "#354F93", "#263B72"),
    steps=("#191D22", "#1B2748", "#21346A", "#28428C", "#3053AE"),
)


def tokens(*, dark: bool = False) -> Tokens:
    """Colours of the dark or the light theme."""
    return DARK if dark else LIGHT
