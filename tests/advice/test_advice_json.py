# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The JSON that continuous integration reads: each part with its licences, effects and lines."""

from __future__ import annotations

import json

import pytest
from sheet_making import LIBRARY, ON, advised, case

from ospo_widgets.advice.contract import advice_json
from ospo_widgets.advice.sheet.diligence import due_diligence


def data_of(advice):
    whole = advice_json(advice, sheet=due_diligence(advice, on=ON))
    return json.loads(json.dumps(whole, allow_nan=False))


@pytest.mark.parametrize("name", ["python-root-fftw", "kicad-board", "data-set", "model"])
def test_each_part_has_the_whole_answer(name):
    advice = case(name)
    data = data_of(advice)
    assert data["schema"] == "ospo-advice/1"
    assert [part["part"] for part in data["parts"]] == [p.part.id for p in advice.parts]
    for part in data["parts"]:
        assert {"recommended", "excluded", "holds", "effects", "sheet"} <= set(part)
        assert part["recommended"] == part["candidates"]
        assert [c["rank"] for c in part["recommended"]] == list(
            range(1, len(part["recommended"]) + 1)
        )
        assert all(c["reasons"] for c in part["recommended"])
        assert all(e["reasons"] for e in part["excluded"])
        assert part["holds"] == []
        assert part["effects"]["license"] == part["chosen"]
        assert part["effects"]["partners"]
        assert part["sheet"]["proposal"]["license"] == part["chosen"]
        assert part["sheet"]["number"] == data["sheet"]["number"]


def test_keys_of_the_light_form_are_all_there():
    advice = case("kicad-board")
    light, whole = advice.to_json(), data_of(advice)
    assert set(light) <= set(whole)
    for ours, part in zip(light["parts"], whole["parts"], strict=True):
        assert {k: part[k] for k in ours} == json.loads(json.dumps(ours))


def test_lines_of_a_part_are_its_own():
    data = data_of(case("kicad-board"))
    parts = {part["part"]: part["sheet"] for part in data["parts"]}
    assert [u["names"] for u in parts["gateware"]["uses"]] == [["White Rabbit"]]
    assert parts["hardware"]["uses"] == []
    for name, sheet in parts.items():
        assert all(p["part"] in ("", name) for p in sheet["points"])


def test_on_a_hold_nothing_is_recommended():
    data = data_of(case("patent-hold"))
    (part,) = data["parts"]
    assert part["recommended"] == part["excluded"] == []
    assert part["effects"] is None
    assert part["chosen"] is None
    assert [h["rule"] for h in part["holds"]] == ["patent-idea"]
    assert part["holds"][0]["ask"]["role"] == "kt"
    assert part["sheet"]["state"] == data["sheet"]["state"] == "hold"
    assert part["sheet"]["proposal"]["license"] is None


def test_a_hold_is_told_for_the_parts_that_it_rests_on():
    answers = {
        **LIBRARY,
        "materials": ("software", "data"),
        "collaboration": "CMS",
        "data/components": "",
        "data/data-policy": "not-yet",
    }
    data = data_of(advised(answers))
    told = {part["part"]: [h["rule"] for h in part["holds"]] for part in data["parts"]}
    assert told["data"]
    assert all(not part["recommended"] for part in data["parts"])
    assert data["holds"]
