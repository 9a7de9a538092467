# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A chart as PNG where no page draws it: through a Chromium or Chrome that the system has.

In the page the browser itself makes the PNG from the same SVG (``static/chart.js``).
"""

from __future__ import annotations

import re

from ospo_widgets.charting.model import Chart
from ospo_widgets.charting.svg import draw_file
from ospo_widgets.charting.tokens import tokens
from ospo_widgets.errors import OspoError
from ospo_widgets.printing import PdfError, pdf_possible, png_from_html
from ospo_widgets.wording import words

WIDTH = 800
"""Width of the drawing in pixels; the picture has twice as many."""

_SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
_FRAME = (
    "<style>html, body {{ margin: 0; background: {ground}; }} svg {{ display: block; }}</style>"
)


class PngError(OspoError):
    """No PNG was made; the SVG shows the same."""

    exit_code = 2


def to_png(chart: Chart, *, width: int = WIDTH, dark: bool = False, timeout: float = 60) -> bytes:
    """The chart as PNG, two pixels for one of the drawing.

    Args:
        chart: What to draw.
        width: Pixels of the drawing.
        dark: Colours of the dark theme.
        timeout: Longest wait, seconds.

    Raises:
        PngError: There is no browser, or it failed; the message says which.
    """
    if not pdf_possible():
        raise PngError(words("charting.png.none"))
    drawing = draw_file(chart, width=width, dark=dark)
    size = _SIZE.search(drawing)
    assert size is not None
    ground = tokens(dark=dark).bg
    try:
        return png_from_html(
            _FRAME.format(ground=ground) + drawing,
            width=int(size[1]),
            height=int(size[2]),
            timeout=timeout,
        )
    except PdfError as error:
        raise PngError(words("charting.png.failed")) from error
