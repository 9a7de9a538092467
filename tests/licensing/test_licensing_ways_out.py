# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from ospo_widgets.licensing import compatible, ways_out
from ospo_widgets.project import Use


def kinds(inbound: str, into: str, use: Use = Use.STATIC_LINK) -> dict[str, str]:
    return {way.kind: str(way.answer) for way in ways_out(compatible(inbound, into, use))}


def test_vbfnlo_in_an_apache_program() -> None:
    ways = ways_out(compatible("GPL-2.0-only", "Apache-2.0"))
    assert [way.kind for way in ways] == ["separate", "or-later", "inside"]
    assert "GPL-3.0-or-later" in ways[1].text
    assert [way.answer for way in ways] == ["yes", "conditional", "conditional"]
    assert ways[0].to_json()["verdict"] == "yes"


def test_gpl_in_an_apache_program_may_become_gpl() -> None:
    assert kinds("GPL-2.0-or-later", "Apache-2.0")["whole"] == "yes"


def test_a_copied_library_is_better_loaded() -> None:
    assert kinds("LGPL-3.0-only", "MIT", Use.COPY)["load"] == "conditional"


def test_yes_needs_no_way_out() -> None:
    assert kinds("MIT", "Apache-2.0") == {}


def test_network_and_closed_licences_get_no_false_comfort() -> None:
    assert "inside" not in kinds("AGPL-3.0-only", "MIT")
    assert kinds("LicenseRef-FLUKA", "MIT") == {"separate": "conditional"}
    assert kinds("LicenseRef-Unheard-Of", "MIT") == {}


def test_nothing_unknown_is_offered() -> None:
    for way in ways_out(compatible("EUPL-1.2", "MIT", Use.COPY)):
        assert way.answer != "unknown"
