# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What licences ask of those who hand out: clauses read off the texts, and what always holds."""

from __future__ import annotations

import json

import pytest

from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.knowledge.effects import Trigger
from ospo_widgets.licensing import ExpressionError
from ospo_widgets.licensing.obligations import Obligation, obligations, trigger_name

KNOWN = load_knowledge()


def duties(license_text: str) -> tuple[Obligation, ...]:
    found = obligations(license_text)
    assert found is not None
    return found


def clauses(license_text: str, trigger: Trigger) -> set[str]:
    return {d.sources[0].clause for d in duties(license_text) if d.trigger is trigger}


@pytest.mark.parametrize(
    ("license_id", "trigger", "expected"),
    [
        ("Apache-2.0", Trigger.SOURCE, {"4(a)", "4(c)", "4(d)"}),
        ("Apache-2.0", Trigger.MODIFIED, {"4(b)"}),
        ("Apache-2.0", Trigger.BINARY, {"4(a)", "4(d)"}),
        ("MPL-2.0", Trigger.BINARY, {"3.2(a)", "3.2(b)"}),
        ("LGPL-3.0-or-later", Trigger.BINARY, {"4", "4(a)", "4(b)", "4(d)"}),
        ("LGPL-3.0-or-later", Trigger.PRODUCT, {"4(e)"}),
        ("GPL-2.0-only", Trigger.MODIFIED, {"2(a)", "2(b)", "2(c)"}),
        ("GPL-2.0-only", Trigger.BINARY, {"3"}),
        ("GPL-3.0-or-later", Trigger.BINARY, {"6", "10"}),
        ("GPL-3.0-or-later", Trigger.NETWORK, set()),
        ("AGPL-3.0-or-later", Trigger.NETWORK, {"13"}),
        ("CERN-OHL-S-2.0", Trigger.PRODUCT, {"4", "8.2"}),
        ("CERN-OHL-S-2.0", Trigger.MODIFIED, {"3.3(b)", "3.2, 3.3(c)", "3.3(d)"}),
        ("CERN-OHL-W-2.0", Trigger.PRODUCT, {"4.1, 4.2", "4.1", "4.3", "8.2"}),
        ("CERN-OHL-P-2.0", Trigger.PRODUCT, {"4", "7.2"}),
        ("CERN-OHL-P-2.0", Trigger.MODIFIED, {"3.3(b)", "3.4(b)"}),
        ("CC-BY-4.0", Trigger.MODIFIED, {"3(a)(1)(B)", "3(a)(4)"}),
        ("CC-BY-SA-4.0", Trigger.MODIFIED, {"3(a)(1)(B)", "3(b)(1)", "3(b)(3)"}),
        ("ODbL-1.0", Trigger.PRODUCT, {"4.3"}),
    ],
)
def test_clauses_by_trigger(license_id: str, trigger: Trigger, expected: set[str]) -> None:
    assert clauses(license_id, trigger) == expected


def test_a_licence_that_asks_for_nothing_differs_from_one_that_nobody_read() -> None:
    assert obligations("CC0-1.0") == ()
    assert obligations("LicenseRef-Somebodys-Own") is None
    assert obligations("MIT AND LicenseRef-Somebodys-Own") is None


def test_other_licences_get_the_duties_of_their_conditions() -> None:
    found = duties("ISC")
    assert {duty.row for duty in found} == {"notices"}
    assert found[0].sources, "the licence’s own source stands in for the clause"


def test_duties_name_their_licence_and_come_in_the_order_of_the_triggers() -> None:
    found = duties("MIT AND GPL-2.0-only")
    assert {duty.license for duty in found} == {"MIT", "GPL-2.0-only"}
    order = [list(Trigger).index(duty.trigger) for duty in found]
    assert order == sorted(order)


def test_a_choice_shows_the_duties_of_each_choice() -> None:
    assert set(duties("MIT OR GPL-2.0-only")) == set(duties("MIT AND GPL-2.0-only"))


def test_an_exception_asks_for_no_more_than_the_bare_licence() -> None:
    with_exception = {d.row for d in duties("GPL-3.0-or-later WITH GCC-exception-3.1")}
    assert with_exception == {d.row for d in duties("GPL-3.0-or-later")}


def test_every_licence_of_a_policy_has_duties_or_asks_for_none() -> None:
    for policy in KNOWN.policies.values():
        for regimes in policy.regimes.values():
            for license_id in {i for ids in regimes.values() for i in ids}:
                found = duties(license_id)
                assert all(duty.sources and duty.text.endswith(".") for duty in found)
                asked = KNOWN.licenses[license_id].conditions
                assert bool(found) == bool(asked), license_id


def test_every_row_is_used_and_all_licences_are_answered() -> None:
    used: set[str] = set()
    for license_id in KNOWN.licenses:
        used |= {duty.row for duty in obligations(license_id) or ()}
    assert {row.id for row in KNOWN.obligations} - used == set()


def test_sentences_are_short() -> None:
    for row in KNOWN.obligations:
        assert len(row.text.split()) <= 20, row.id


def test_plain_data_and_names() -> None:
    data = json.loads(json.dumps([duty.to_json() for duty in duties("Apache-2.0")]))
    assert data[0]["trigger"] == "source"
    assert data[0]["sources"][0]["clause"] == "4(a)"
    assert len({trigger_name(trigger) for trigger in Trigger}) == len(Trigger)


def test_a_text_that_is_no_licence_is_named() -> None:
    with pytest.raises(ExpressionError, match="MIIT"):
        obligations("MIIT")
