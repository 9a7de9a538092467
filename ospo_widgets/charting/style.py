# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How the classes of drawings look: in the page by ``static/ospo.css``, in a file by itself here.

A test holds that both say the same.
"""

from __future__ import annotations

import re

from ospo_widgets.charting.model import Tone
from ospo_widgets.charting.tokens import FONT, Tokens, tokens

BAR_CLASS = {
    Tone.NORMAL: "b",
    Tone.ATTENTION: "bn",
    Tone.QUIET: "bq",
    Tone.GOOD: "by",
    Tone.CONDITION: "bc",
    Tone.UNKNOWN: "bq",
}
"""Class of a bar or point of each tone."""

LINE_CLASS = {
    Tone.NORMAL: "ln",
    Tone.ATTENTION: "la",
    Tone.QUIET: "lt",
    Tone.GOOD: "ln",
    Tone.CONDITION: "ln",
    Tone.UNKNOWN: "lt",
}
"""Class of a line of each tone."""

CELL_CLASS = {
    Tone.NORMAL: "h1",
    Tone.ATTENTION: "cn",
    Tone.QUIET: "h0",
    Tone.GOOD: "cy",
    Tone.CONDITION: "cc",
    Tone.UNKNOWN: "cu",
}
"""Class of the ground of a cell of each tone."""

RULES = (
    ".ax{fill:var(--muted)}",
    ".grid{stroke:var(--line);stroke-width:1}",
    ".b{fill:var(--accent)}",
    ".b0{fill:var(--line)}",
    ".bn{fill:var(--no)}",
    ".bq{fill:var(--ctl)}",
    ".by{fill:var(--yes)}",
    ".bc{fill:var(--cond)}",
    ".ln{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}",
    ".la{fill:none;stroke:var(--no);stroke-width:2}",
    ".lt{fill:none;stroke:var(--ctl);stroke-width:1;opacity:.6}",
    ".l2{fill:none;stroke:var(--ctl);stroke-width:2;stroke-linejoin:round}",
    ".l3{fill:none;stroke:var(--s3);stroke-width:2;stroke-linejoin:round}",
    ".lead{fill:none;stroke:var(--ctl);stroke-width:1}",
    ".sep{fill:none;stroke:var(--bg);stroke-width:1}",
    *(f".s{i}{{fill:var(--s{i})}}" for i in range(1, 7)),
    *(f".h{i}{{fill:var(--h{i})}}" for i in range(5)),
    ".cn{fill:var(--no-bg)}",
    ".cy{fill:var(--yes-bg)}",
    ".cc{fill:var(--cond-bg)}",
    ".cu{fill:var(--unk-bg)}",
    ".dot{fill-opacity:.6}",
)
"""Look of each class, by variables of the style sheet."""

_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")


def standalone_style(*, dark: bool) -> str:
    """The rules for a file of its own, in the colours of one theme."""
    colours = _values(tokens(dark=dark))
    rules = " ".join(_VARIABLE.sub(lambda m: colours[m[1]], rule) for rule in RULES)
    return f"text{{font:400 13px {FONT};fill:{colours['text']}}} {rules}"


def _values(t: Tokens) -> dict[str, str]:
    """Value of each variable of the style sheet that drawings use."""
    plain = (
        "bg", "sub", "text", "muted", "line", "ctl", "accent", "no", "yes", "cond", "unk",
        "yes_bg", "cond_bg", "no_bg", "unk_bg",
    )  # fmt: skip
    return (
        {name.replace("_", "-"): str(getattr(t, name)) for name in plain}
        | {f"s{i}": colour for i, colour in enumerate(t.bands, 1)}
        | {f"h{i}": colour for i, colour in enumerate(t.steps)}
    )
