# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Answer, load_knowledge
from ospo_widgets.licensing import compatible
from ospo_widgets.project import Use

KNOWN = load_knowledge()
IDS = sorted(KNOWN.licenses)
ids = st.sampled_from([*IDS, "LicenseRef-Unheard-Of"])
uses = st.sampled_from(list(Use))


@given(ids, ids, uses)
@settings(max_examples=150, deadline=None)
def test_every_verdict_has_reasons_and_conditions_only_when_conditional(
    inbound: str, outbound: str, use: Use
) -> None:
    verdict = compatible(inbound, outbound, use)
    assert verdict.reasons
    assert bool(verdict.conditions) == (verdict.answer is Answer.CONDITIONAL)
    for reason in verdict.reasons:
        assert reason.text.endswith(".")
        assert reason.basis in {"curated", "matrix", "inferred", "unknown"}
        assert reason.basis != "curated" or (reason.sources and reason.row)
        assert reason.basis != "matrix" or "OSADL" in reason.sources[0].title
    data = verdict.to_json()
    assert set(data) >= {"inbound", "outbound", "use", "verdict", "conditions", "reasons"}


def test_or_later_helps_where_only_does_not() -> None:
    assert compatible("GPL-2.0-only", "GPL-3.0-only", Use.COPY).answer is Answer.NO
    assert compatible("GPL-2.0-or-later", "GPL-3.0-only", Use.COPY).answer is Answer.YES


def test_the_licence_of_the_whole_is_named() -> None:
    verdict = compatible("Apache-2.0", "GPL-2.0-or-later")
    assert verdict.answer is Answer.CONDITIONAL
    assert verdict.whole == "GPL-3.0-or-later"
    offered = compatible("GPL-2.0-only", "MIT OR GPL-2.0-only")
    assert offered.answer is Answer.CONDITIONAL
    assert offered.whole == "GPL-2.0-only"


def test_outbound_and_is_governed_by_one_term() -> None:
    assert compatible("GPL-3.0-only", "GPL-3.0-only AND MIT").answer is Answer.YES
    assert compatible("Apache-2.0", "MIT AND Apache-2.0").answer is Answer.YES
    assert compatible("GPL-3.0-only", "GPL-2.0-only AND MIT").answer is Answer.NO


def test_exceptions_never_turn_unknown_into_yes() -> None:
    assert compatible("GPL-2.0-only WITH Classpath-exception-2.0", "Apache-2.0").answer == "yes"
    other = compatible("GPL-2.0-only WITH Bison-exception-2.2", "Apache-2.0")
    assert other.answer is Answer.UNKNOWN
    assert other.reasons[0].basis == "unknown"
    added = compatible("Apache-2.0 WITH LLVM-exception", "GPL-3.0-only")
    assert added.answer is Answer.YES
    lost = compatible("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0")
    assert lost.answer is Answer.UNKNOWN


def test_what_nobody_reviewed_is_unknown_and_says_so() -> None:
    verdict = compatible("LicenseRef-Unheard-Of", "MIT")
    assert verdict.answer is Answer.UNKNOWN
    assert "LicenseRef-Unheard-Of" in verdict.reasons[0].text
    assert compatible("Watcom-1.0", "MIT").answer is Answer.UNKNOWN


def test_assumptions_of_the_name_are_reasons() -> None:
    texts = [reason.text for reason in compatible("BSD", "Apache-2.0").reasons]
    assert any("does not say which" in text for text in texts)


def test_invalid_expression_is_an_input_error() -> None:
    with pytest.raises(InputError, match="no licence we know"):
        compatible("Frobnicate-1.0", "MIT")
    with pytest.raises(InputError):
        compatible("MIT", "")


def test_display_escapes_and_converts() -> None:
    verdict = compatible("GPL-2.0-only", "Apache-2.0")
    html = verdict._repr_html_()
    assert 'class="chip no">No<' in html
    assert "clause 2(b)" in html
    frame = verdict.to_frame()
    assert list(frame["verdict"]) == ["no"] * len(verdict.reasons)
    hostile = compatible("LicenseRef-a", "LicenseRef-b")
    assert "<script" not in hostile._repr_html_()


def test_what_is_remembered_belongs_to_its_knowledge() -> None:
    shipped = load_knowledge()
    bare = replace(shipped, verdicts=(), licenses={})
    first = compatible("MIT", "Apache-2.0", knowledge=shipped)
    assert first.answer is Answer.YES
    assert compatible("MIT", "Apache-2.0", knowledge=bare).answer is Answer.UNKNOWN
    assert compatible("MIT", "Apache-2.0", knowledge=shipped) == first
    assert compatible("MIT", "Apache-2.0", Use.COPY, knowledge=shipped).use is Use.COPY
