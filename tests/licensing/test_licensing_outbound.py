# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences for the whole, the pairs that stand against it, and all against all."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.knowledge import Answer, load_knowledge
from ospo_widgets.licensing import compatible
from ospo_widgets.licensing.grid import all_against_all
from ospo_widgets.licensing.model import RANK
from ospo_widgets.licensing.outbound import Outbound, outbound_candidates, together
from ospo_widgets.project import Material, Use

KNOWN = load_knowledge()
IDS = sorted(KNOWN.licenses)
names = st.sampled_from([*IDS, "LicenseRef-Unheard-Of", "MIT OR GPL-2.0-only", "VBFNLO"])
uses = st.sampled_from(list(Use))


def ids(outbound: Outbound) -> list[str]:
    return [candidate.license for candidate in outbound.candidates]


def test_a_common_licence_is_found_that_none_of_them_has() -> None:
    found = outbound_candidates(["Apache-2.0", "GPL-2.0-or-later"])
    assert ids(found)[0] == "GPL-3.0-or-later"
    assert "GPL-3.0-only" in ids(found)
    assert "GPL-2.0-or-later" not in ids(found), "the whole would be under version 3"
    assert "GPL-2.0-only" not in ids(found)
    assert found.conflict == ()


def test_an_expression_and_a_list_say_the_same() -> None:
    together_ = outbound_candidates(["Apache-2.0 AND GPL-2.0-or-later"])
    assert ids(together_) == ids(outbound_candidates(["Apache-2.0", "GPL-2.0-or-later"]))


def test_a_licence_that_is_in_use_already_comes_first() -> None:
    found = outbound_candidates(["MIT", "Apache-2.0"])
    assert ids(found)[0] == "Apache-2.0"
    assert found.answer is Answer.YES


def test_none_possible_names_the_pair_and_why() -> None:
    found = outbound_candidates(["MIT", "Apache-2.0", "VBFNLO"])
    assert found.candidates == ()
    assert found.answer is Answer.NO
    assert [conflict.pair for conflict in found.conflict] == [("Apache-2.0", "GPL-2.0-only")]
    conflict = found.conflict[0]
    assert conflict.names == ("Apache-2.0", "VBFNLO (GPL-2.0-only)")
    assert "VBFNLO" in conflict.reasons[0].text
    assert any("patent" in reason.text for reason in conflict.reasons[1:])
    data = found.to_json()
    assert data["candidates"] == []
    assert data["conflict"][0]["pair"] == ["Apache-2.0", "GPL-2.0-only"]


def test_every_conflicting_pair_is_named_once() -> None:
    found = outbound_candidates(["GPL-2.0-only", "GPL-3.0-only", "Apache-2.0", "GPL-2.0-only"])
    assert [set(conflict.pair) for conflict in found.conflict] == [
        {"GPL-2.0-only", "GPL-3.0-only"},
        {"GPL-2.0-only", "Apache-2.0"},
    ]


def test_what_fits_nowhere_is_named_alone() -> None:
    found = outbound_candidates(["MIT", "LicenseRef-Unheard-Of"])
    assert [conflict.pair for conflict in found.conflict] == [("LicenseRef-Unheard-Of",)]
    assert found.answer is Answer.UNKNOWN
    assert found.undecided


def test_three_that_fit_in_pairs_only_are_named_together() -> None:
    # Three made-up licences for which only each pair has a licence in common.
    template = next(row for row in KNOWN.verdicts if row.answer is Answer.YES)

    def row(inbound: str, outbound: str, answer: Answer) -> object:
        return replace(
            template,
            id=f"{inbound}-{outbound}",
            inbound=frozenset({inbound}),
            outbound=frozenset({outbound}),
            uses=frozenset(Use),
            answer=answer,
            conditions=(),
            whole="",
        )

    fits = {"A": {"AB", "AC"}, "B": {"AB", "BC"}, "C": {"AC", "BC"}}
    rows = tuple(
        row(f"LicenseRef-{one}", f"LicenseRef-{to}", Answer.YES if to in into else Answer.NO)
        for one, into in fits.items()
        for to in ("AB", "AC", "BC")
    )
    made = replace(KNOWN, verdicts=rows)
    found = outbound_candidates(
        [f"LicenseRef-{one}" for one in fits],
        candidates=[f"LicenseRef-{to}" for to in ("AB", "AC", "BC")],
        knowledge=made,
    )
    assert [len(conflict.pair) for conflict in found.conflict] == [3]
    assert found.answer is Answer.NO


def test_each_may_have_a_use_of_its_own() -> None:
    mixed = outbound_candidates(["Apache-2.0", ("GPL-2.0-only", Use.SUBPROCESS)])
    assert "Apache-2.0" in ids(mixed)
    assert mixed.uses == (Use.DYNAMIC_LINK, Use.SUBPROCESS)


def test_candidates_suit_the_material() -> None:
    assert "CC-BY-4.0" not in ids(outbound_candidates(["MIT"]))
    assert "CERN-OHL-P-2.0" in ids(
        outbound_candidates(["CERN-OHL-P-2.0"], use=Use.DESIGN, material=Material.HARDWARE)
    )
    for candidate in outbound_candidates(["CC0-1.0"], material=Material.DATA).candidates:
        if candidate.license != "CC0-1.0":
            assert Material.DATA in KNOWN.licenses[candidate.license].materials


def test_a_licence_for_other_work_makes_the_question_doubtful() -> None:
    wrong = outbound_candidates(["CERN-OHL-S-2.0", "MIT"])
    assert len(wrong.notes) == 1
    assert "CERN-OHL-S-2.0 was not written for software" in wrong.notes[0]
    assert wrong.notes[0] in wrong._repr_html_()
    right = outbound_candidates(["CERN-OHL-S-2.0", "CERN-OHL-W-2.0"], use=Use.DESIGN)
    assert right.notes == ()
    assert ids(right) == ["CERN-OHL-S-2.0"]


def test_given_candidates_are_the_only_ones() -> None:
    found = outbound_candidates(["MIT"], candidates=["GPL v3 or later", "Apache-2.0"])
    assert set(ids(found)) == {"GPL-3.0-or-later", "Apache-2.0"}


@given(st.lists(names, min_size=1, max_size=4), uses)
@settings(max_examples=60, deadline=None)
def test_a_candidate_takes_everything_and_unknown_never_counts(
    inbound: list[str], use: Use
) -> None:
    found = outbound_candidates(inbound, use=use)
    for candidate in found.candidates:
        assert RANK[candidate.answer] >= RANK[Answer.CONDITIONAL]
        assert len(candidate.verdicts) == len(inbound)
        assert all(RANK[v.answer] >= RANK[Answer.CONDITIONAL] for v in candidate.verdicts)
        assert bool(candidate.conditions) == (candidate.answer is Answer.CONDITIONAL)
    assert bool(found.conflict) != bool(found.candidates)


@given(st.lists(names, min_size=1, max_size=3), names, uses)
@settings(max_examples=60, deadline=None)
def test_one_more_never_adds_a_candidate(inbound: list[str], more: str, use: Use) -> None:
    every = ["MIT", "Apache-2.0", "LGPL-3.0-or-later", "GPL-2.0-only", "GPL-3.0-or-later"]
    before = outbound_candidates(inbound, use=use, candidates=every)
    after = outbound_candidates([*inbound, more], use=use, candidates=every)
    assert set(ids(after)) <= set(ids(before))


@given(st.lists(names, min_size=2, max_size=5), uses)
@settings(max_examples=60, deadline=None)
def test_a_conflict_is_minimal(inbound: list[str], use: Use) -> None:
    found = outbound_candidates(inbound, use=use)
    tried = [c.license for c in (*found.candidates, *found.undecided)]
    for conflict in found.conflict:
        if len(conflict.pair) == 1 or not tried:
            continue
        every = sorted(KNOWN.licenses)
        assert not outbound_candidates(list(conflict.pair), use=use).candidates
        for left_out in conflict.pair:
            rest = [one for one in conflict.pair if one != left_out]
            assert outbound_candidates(rest, use=use, candidates=every).candidates


def test_together_is_the_strictest() -> None:
    verdicts = [compatible(i, "Apache-2.0") for i in ("MIT", "GPL-2.0-only", "LGPL-3.0-only")]
    whole = together(verdicts)
    assert whole.answer is Answer.NO
    assert whole.inbound == "MIT AND GPL-2.0-only AND LGPL-3.0-only"
    assert whole.conditions == ()
    assert whole.reasons[0] in verdicts[1].reasons
    fine = together([verdicts[0], verdicts[2]])
    assert fine.answer is Answer.CONDITIONAL
    assert fine.conditions == verdicts[2].conditions


def test_results_convert_and_show_themselves() -> None:
    found = outbound_candidates(["MIT", "LGPL-3.0-only"])
    frame = found.to_frame()
    assert list(frame.columns[:3]) == ["license", "verdict", "conditions"]
    assert len(frame) == len(found.candidates) + len(found.undecided)
    assert ids(found)[0] in found._repr_html_()
    none = outbound_candidates(["GPL-2.0-only", "GPL-3.0-only"])
    assert "fits all of it" in none._repr_html_()


# --- all against all --------------------------------------------------------------------------


def test_grid_rows_go_into_columns() -> None:
    grid = all_against_all(["MIT", "Apache-2.0", "VBFNLO", "mit"], Use.COPY)
    assert [item.label for item in grid.items] == ["MIT", "Apache-2.0", "VBFNLO"]
    assert grid.rows[0][1] == compatible("MIT", "Apache-2.0", Use.COPY)
    assert grid.rows[2][1].answer is Answer.NO
    assert sum(grid.counts.values()) == 9
    rows = list(csv.reader(io.StringIO(grid.to_csv())))
    assert rows[0] == ["inbound", "MIT", "Apache-2.0", "VBFNLO"]
    assert [row[0] for row in rows[1:]] == rows[0][1:]
    assert rows[3][2] == "no"
    assert grid.to_json()["rows"][2][1] == "no"
    assert grid.to_frame().loc["VBFNLO", "Apache-2.0"] == "no"
    html = grid._repr_html_()
    assert html.count("<td ") == 9
    assert 'scope="row"' in html
