# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What every plotly figure of ours shares: ground, type, escaped text, sizes."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

from ospo_widgets.charting.numbers import finite
from ospo_widgets.charting.tokens import FONT, Tokens
from ospo_widgets.markup import visible
from ospo_widgets.wording import separators

TRANSPARENT = "rgba(0,0,0,0)"

NARROW_WIDTH = 328
"""Width for which the narrow layout is made, pixels."""

WIDE_WIDTH = 560
"""Width for which the layout is made, pixels; wider is fine."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A kind of chart as plotly takes it.

    Attributes:
        data: Traces.
        layout: What differs from :func:`base_layout`.
        narrow: What differs from that on narrow screens.
        pick: What a click means: ``points`` (their ``customdata``), ``bands`` or ``lines`` (the
            one under the pointer, by ``meta`` of its trace) or ``cells``.
        rows: Keys of the rows of cells.
        columns: Keys of the columns of cells.
    """

    data: list[dict[str, Any]]
    layout: dict[str, Any]
    narrow: dict[str, Any] = field(default_factory=dict)
    pick: str = "points"
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def base_layout(colours: Tokens) -> dict[str, Any]:
    """Layout of all charts; the ground is transparent in both themes."""
    font = {"family": FONT, "size": 13, "color": colours.text}
    return {
        "autosize": True,
        "barmode": "overlay",
        "clickmode": "event",
        "dragmode": False,
        "font": font,
        "hoverlabel": {
            "bgcolor": colours.sub,
            "bordercolor": colours.ctl,
            "font": font,
        },
        "paper_bgcolor": TRANSPARENT,
        "plot_bgcolor": TRANSPARENT,
        "separators": "".join(reversed(separators())),
        "showlegend": False,
        "template": {"data": {}, "layout": {}},
    }


def selectable(colours: Tokens, direction: str) -> dict[str, Any]:
    """Layout of a chart in which a range can be drawn.

    Args:
        colours: Colours of the theme.
        direction: ``h`` for a range of the axis across, ``any`` for a box.
    """
    edge = {"color": colours.accent, "width": 1, "dash": "solid"}
    return {
        "dragmode": "select",
        "selectdirection": direction,
        "newselection": {"line": edge, "mode": "immediate"},
        "selections": [],
    }


def fixed_axis(colours: Tokens) -> dict[str, Any]:
    """An axis that is not zoomed, with quiet text and no line at zero."""
    return {
        "fixedrange": True,
        "tickfont": {"color": colours.muted},
        "zeroline": False,
        "ticks": "outside",
        "ticklen": 8,
        "tickcolor": TRANSPARENT,
    }


def plain(value: str) -> str:
    """Text that plotly, which reads a little HTML, shows as it is."""
    return html.escape(visible(value), quote=False)


def known(value: float | None) -> float | None:
    """The value, None (a gap) where it is not known or not finite: JSON has no NaN."""
    return value if finite([value]) else None


def nothing(said: str, colours: Tokens) -> Drawn:
    """A line of text in place of a drawing."""
    told = {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "top",
        "text": plain(said),
        "showarrow": False,
        "font": {"color": colours.muted},
    }
    hidden = {"visible": False, "fixedrange": True}
    layout = {
        "annotations": [told],
        "height": 48,
        "margin": {"l": 0, "r": 0, "t": 8, "b": 8},
        "xaxis": hidden,
        "yaxis": hidden,
    }
    return Drawn([], layout)


def led(
    text: str, x: float, y: float, down: float, colours: Tokens, *, along: str = "x"
) -> dict[str, Any]:
    """A label to the right of a point of the drawing, with a line to it.

    Args:
        text: What it says.
        x: Where the point lies across: a value, or a share of the drawing.
        y: Value of the point.
        down: How far below the point the label stands, pixels.
        colours: Colours of the theme.
        along: ``x`` when ``x`` is a value, ``paper`` when it is a share.
    """
    return {
        "xref": along,
        "yref": "y",
        "x": x,
        "y": y,
        "ax": 12,
        "ay": round(down, 1),
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "text": plain(text),
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": colours.ctl,
        "font": {"color": colours.text},
    }
