# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Ways out that a component offers."""

from __future__ import annotations

import pytest

from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.licensing import ExpressionError, compatible
from ospo_widgets.licensing.component_ways import component_ways
from ospo_widgets.licensing.model import RANK
from ospo_widgets.licensing.resolve import resolve
from ospo_widgets.licensing.ways_out import WayOut
from ospo_widgets.project import Use

KNOWN = load_knowledge()


def ways(text: str, into: str) -> tuple[WayOut, ...]:
    named = resolve(text)
    return component_ways(named, compatible(named.expression, into, Use.DYNAMIC_LINK))


def test_less_of_it_may_fit() -> None:
    found = ways("ROOT with MathMore", "Apache-2.0")
    assert [(way.kind, way.answer) for way in found] == [("without", "conditional")]
    assert found[0].title == "Build it without MathMore (GSL)"


def test_another_one_may_fit() -> None:
    found = ways("FFTW 3", "Apache-2.0")
    assert {way.kind for way in found} == {"replace"}
    pocketfft = next(way for way in found if "pocketfft" in way.title)
    assert pocketfft.answer == "yes"
    assert "Nobody has compared" in pocketfft.text


def test_licences_and_good_answers_have_no_such_ways() -> None:
    assert ways("GPL-2.0-or-later", "Apache-2.0") == ()
    assert ways("FFTW 3", "GPL-3.0-or-later") == ()


@pytest.mark.parametrize("into", ["Apache-2.0", "GPL-2.0-only", "MIT"])
def test_every_way_is_better(into: str) -> None:
    for component in KNOWN.components.values():
        try:
            named = resolve(component.name)
        except ExpressionError:  # nobody knows its licence
            continue
        verdict = compatible(named.expression, into)
        for way in component_ways(named, verdict):
            assert RANK[way.answer] > RANK[verdict.answer]
            assert way.answer in {"yes", "conditional"}
            assert way.text
