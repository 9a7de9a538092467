# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A chart as PNG through the system's browser, and what is said where there is none."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from charts_of_all_kinds import AREAS, HEAT

from ospo_widgets import printing
from ospo_widgets.charting.png import PngError, to_png


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    printing._starts.cache_clear()


def size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


@pytest.mark.skipif(not printing.pdf_possible(), reason="there is no browser")
def test_a_png_has_two_pixels_for_one() -> None:
    for chart, dark in ((AREAS, False), (HEAT, True)):
        made = to_png(chart, width=500, dark=dark)
        assert made.startswith(b"\x89PNG\r\n")
        width, height = size(made)
        assert width == 1_000
        assert height > 400


def test_without_a_browser_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(printing.VARIABLE, "/nowhere/browser")
    with pytest.raises(PngError, match="no Chromium was found"):
        to_png(AREAS)


def test_a_browser_that_makes_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv(printing.VARIABLE, str(program))
    with pytest.raises(PngError, match="was not made"):
        to_png(AREAS)
