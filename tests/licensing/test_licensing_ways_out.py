# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.licensing import compatible, effective_license, ways_out
from ospo_widgets.licensing.model import RANK
from ospo_widgets.project import Component, Use
from ospo_widgets.resources import PACKAGE, data_dir

KNOWN = load_knowledge()
COMMON = [
    "MIT",
    "Apache-2.0",
    "BSD-4-Clause",
    "MPL-2.0",
    "LGPL-3.0-only",
    "GPL-2.0-only",
    "GPL-3.0-or-later",
    "AGPL-3.0-only",
    "EUPL-1.2",
    "CERN-OHL-P-2.0",
    "CERN-OHL-W-2.0",
    "CERN-OHL-S-2.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "ODbL-1.0",
    "LicenseRef-Geant4",
    "LicenseRef-proprietary",
]
ids = st.one_of(st.sampled_from(COMMON), st.sampled_from(sorted(KNOWN.licenses)))
uses = st.sampled_from(list(Use))


def kinds(inbound: str, into: str, use: Use = Use.STATIC_LINK) -> dict[str, str]:
    return {way.kind: str(way.answer) for way in ways_out(compatible(inbound, into, use))}


def test_vbfnlo_in_an_apache_program() -> None:
    ways = ways_out(compatible("GPL-2.0-only", "Apache-2.0"))
    assert [way.kind for way in ways] == ["separate", "or-later", "optional", "inside", "own"]
    assert "GPL-3.0-or-later" in ways[1].text
    assert "not handed out" in ways[2].text
    assert [way.answer for way in ways] == ["yes", *["conditional"] * 4]
    assert ways[0].to_json()["question"] == {
        "inbound": "GPL-2.0-only",
        "into": "Apache-2.0",
        "use": "subprocess",
    }
    assert ways[3].to_json()["question"] is None


@pytest.mark.parametrize(
    ("inbound", "into", "use", "expected"),
    [
        ("GPL-2.0-or-later", "Apache-2.0", Use.STATIC_LINK, {"whole": "yes"}),
        ("LGPL-3.0-only", "MIT", Use.COPY, {"load": "conditional", "separate": "yes"}),
        ("CC-BY-SA-4.0", "MIT", Use.COPY, {"beside": "yes", "whole": "yes"}),
        ("CC-BY-SA-4.0", "CC-BY-4.0", Use.ADAPTATION, {"beside": "yes", "whole": "yes"}),
        ("ODbL-1.0", "CC-BY-4.0", Use.DATABASE, {"beside": "yes"}),
        ("proprietary", "CERN-OHL-S-2.0", Use.DESIGN, {"part": "conditional"}),
        ("CERN-OHL-S-2.0", "CERN-OHL-P-2.0", Use.DESIGN, {"part": "yes", "whole": "yes"}),
        ("GPL-3.0-only", "CERN-OHL-S-2.0", Use.DESIGN, {"interface": "conditional"}),
        ("LicenseRef-Geant4", "GPL-3.0-or-later", Use.STATIC_LINK, {"own": "conditional"}),
        ("BUSL-1.1", "MIT", Use.STATIC_LINK, {"ask": "conditional"}),
    ],
)
def test_ways_fit_the_use(inbound: str, into: str, use: Use, expected: dict[str, str]) -> None:
    found = kinds(inbound, into, use)
    assert {kind: found.get(kind) for kind in expected} == expected


def test_a_closed_core_is_better_off_in_a_weakly_reciprocal_design() -> None:
    ways = ways_out(compatible("proprietary", "CERN-OHL-S-2.0", Use.DESIGN))
    own = next(way for way in ways if way.kind == "own")
    assert "CERN-OHL-W-2.0" in own.title


def test_what_is_no_program_is_not_run() -> None:
    assert not {"load", "separate"} & set(kinds("CC-BY-SA-4.0", "MIT", Use.COPY))
    assert "beside" not in kinds("GPL-3.0-only", "MIT", Use.COPY)


def test_yes_needs_no_way_out() -> None:
    assert kinds("MIT", "Apache-2.0") == {}


def test_network_and_closed_licences_get_no_false_comfort() -> None:
    assert "inside" not in kinds("AGPL-3.0-only", "MIT")
    found = kinds("LicenseRef-FLUKA", "MIT")
    assert found == {"separate": "conditional", "optional": "conditional", "ask": "conditional"}
    assert kinds("LicenseRef-Unheard-Of", "MIT") == {}


@given(ids, ids, uses)
@settings(max_examples=150, deadline=None)
def test_every_way_is_true_and_better(inbound: str, into: str, use: Use) -> None:
    verdict = compatible(inbound, into, use)
    ways = ways_out(verdict, KNOWN)
    assert len({way.kind for way in ways}) == len(ways)
    for way in ways:
        assert way.answer in {"yes", "conditional"}
        assert RANK[way.answer] > RANK[verdict.answer] or way.kind == "whole"
        assert way.title
        assert way.text.endswith(".")
        if way.verdict is not None:
            asked = way.verdict
            again = compatible(asked.inbound, asked.outbound, asked.use)
            assert again == asked
            assert again.answer in {"yes", "conditional"}


@given(ids, ids, st.sampled_from([Use.STATIC_LINK, Use.DYNAMIC_LINK, Use.DESIGN]))
@settings(max_examples=100, deadline=None)
def test_the_licence_of_the_whole_is_the_effective_one(inbound: str, into: str, use: Use) -> None:
    for way in ways_out(compatible(inbound, into, use), KNOWN):
        if way.kind == "whole":
            whole = effective_license(into, [Component("it", inbound, use)], KNOWN).expression
            assert whole is not None
            assert whole in way.title


def test_every_sentence_is_used() -> None:
    text = (data_dir() / "wording" / "en" / "ways_out.yaml").read_text(encoding="utf-8")
    code = (PACKAGE / "licensing" / "ways_out.py").read_text(encoding="utf-8")
    for name in yaml.safe_load(text):
        assert f'"{name}"' in code or f'"ways_out.{name}"' in code
