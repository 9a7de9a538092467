# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The matrix as second layer: after curated rows, before inference, only of what it speaks of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ospo_widgets.knowledge import Answer, Reach, load_knowledge
from ospo_widgets.knowledge.matrices import MatrixAnswer, load_matrices
from ospo_widgets.licensing import compatible
from ospo_widgets.licensing.matrix import ONE_WORK, matrix_verdict, speaks_of
from ospo_widgets.project import Use
from ospo_widgets.resources import OVERLAY_VARIABLE

KNOWN = load_knowledge()
BARE = replace(KNOWN, verdicts=())
"""The same licences, and no curated row."""
OSADL = load_matrices(None)[0]
SEPARATE = sorted(set(Use) - ONE_WORK)


def test_without_a_row_the_matrix_decides_and_is_named() -> None:
    verdict = compatible("BSD-4-Clause", "GPL-2.0-only", Use.COPY, knowledge=BARE)
    assert verdict.answer is Answer.NO
    first = verdict.reasons[0]
    assert first.basis == "matrix"
    data = first.to_json()
    assert "OSADL" in data["source"]
    assert "2026-02-12" in data["source"]
    assert "CC-BY-4.0" in data["source"]
    assert data["url"].startswith("https://www.osadl.org/")


def test_a_row_comes_before_the_matrix() -> None:
    verdict = compatible("Apache-2.0", "GPL-2.0-only", Use.COPY)
    assert verdict.answer is Answer.NO
    assert verdict.reasons[0].basis == "curated"
    assert verdict.disagreement == ()


@pytest.mark.parametrize("use", SEPARATE)
def test_the_matrix_is_silent_where_works_stay_apart_or_are_no_software(use: Use) -> None:
    for inbound, outbound in (("GPL-3.0-only", "MIT"), ("MIT", "GPL-3.0-only")):
        verdict = compatible(inbound, outbound, use, knowledge=BARE)
        assert all(reason.basis != "matrix" for reason in verdict.reasons)
        assert verdict.disagreement == ()


@pytest.mark.parametrize("use", [Use.STATIC_LINK, Use.DYNAMIC_LINK])
def test_its_no_to_weak_copyleft_is_not_about_linking(use: Use) -> None:
    assert OSADL.says("LGPL-3.0-only", "Apache-2.0") is MatrixAnswer.NO
    linked = compatible("LGPL-3.0-only", "Apache-2.0", use, knowledge=BARE)
    assert linked.answer is Answer.CONDITIONAL
    assert linked.reasons[0].basis == "inferred"
    copied = compatible("LGPL-3.0-only", "Apache-2.0", Use.COPY, knowledge=BARE)
    assert copied.answer is Answer.NO
    assert copied.reasons[0].basis == "matrix"


@pytest.mark.parametrize("use", sorted(ONE_WORK))
def test_its_no_to_weak_copyleft_holds_under_a_licence_that_claims_the_whole(use: Use) -> None:
    assert OSADL.says("CDDL-1.0", "GPL-2.0-only") is MatrixAnswer.NO
    assert compatible("CDDL-1.0", "GPL-2.0-only", use, knowledge=BARE).answer is Answer.NO


def test_files_kept_apart_are_no_copy_of_the_whole() -> None:
    assert KNOWN.licenses["CDDL-1.0"].reach is Reach.FILE
    assert compatible("CDDL-1.0", "MIT", Use.COPY, knowledge=BARE).answer is Answer.CONDITIONAL
    assert compatible("CDDL-1.0", "MIT", Use.MODIFY, knowledge=BARE).answer is Answer.NO


def test_what_the_matrix_leaves_open_falls_through_and_is_mentioned() -> None:
    for inbound, outbound in (("AFL-3.0", "GPL-3.0-only"), ("LGPL-2.1-only", "GPL-2.0-only")):
        verdict = compatible(inbound, outbound, Use.COPY, knowledge=BARE)
        assert verdict.reasons[0].basis in {"inferred", "unknown"}
        assert verdict.reasons[-1].basis == "matrix"
        assert verdict.disagreement == ()


def test_its_yes_does_not_lose_the_conditions_that_follow_from_the_licences() -> None:
    verdict = compatible("BSD-3-Clause", "Unlicense", Use.COPY, knowledge=BARE)
    assert verdict.answer is Answer.CONDITIONAL
    assert verdict.conditions
    assert {reason.basis for reason in verdict.reasons} == {"matrix", "inferred"}


def test_who_says_otherwise_is_shown_beside_a_row() -> None:
    row = next(r for r in KNOWN.verdicts if r.answer is Answer.NO)
    against = replace(
        row,
        inbound=frozenset({"MIT"}),
        outbound=frozenset({"GPL-3.0-only"}),
        uses=frozenset({Use.COPY}),
    )
    verdict = compatible(
        "MIT", "GPL-3.0-only", Use.COPY, knowledge=replace(KNOWN, verdicts=(against,))
    )
    assert verdict.answer is Answer.NO
    (other,) = verdict.disagreement
    assert other.says is Answer.YES
    assert "OSADL" in other.source
    data = verdict.to_json()
    assert data["disagreement"] == [{"source": other.source, "says": "yes", "text": other.text}]
    assert "Others say otherwise" in verdict._repr_html_()
    frame = verdict.to_frame()
    assert list(frame["basis"]) == ["curated", "disagreement"]
    assert list(frame["verdict"]) == ["no", "yes"]
    both = compatible(
        "MIT AND ISC", "GPL-3.0-only", Use.COPY, knowledge=replace(KNOWN, verdicts=(against,))
    )
    assert other in both.disagreement


def test_inference_that_says_otherwise_is_shown_beside_the_matrix() -> None:
    assert OSADL.says("Artistic-2.0", "MIT") is MatrixAnswer.YES
    verdict = compatible("Artistic-2.0", "MIT", Use.COPY, knowledge=BARE)
    assert verdict.answer is Answer.YES
    assert [other.says for other in verdict.disagreement] == [Answer.NO]


def test_nobody_says_otherwise_is_an_empty_list() -> None:
    verdict = compatible("MIT", "Apache-2.0")
    assert verdict.to_json()["disagreement"] == []
    assert "Others say otherwise" not in verdict._repr_html_()


def test_an_exception_that_the_matrix_knows_counts() -> None:
    term = "GPL-2.0-only WITH Classpath-exception-2.0"
    assert OSADL.says("Apache-2.0", term) is MatrixAnswer.NO
    assert compatible("Apache-2.0", term, Use.COPY, knowledge=BARE).answer is Answer.NO


def test_a_later_version_that_we_only_infer_does_not_overrule_the_matrix() -> None:
    for license_ in KNOWN.licenses.values():
        if not license_.id.endswith("-or-later"):
            continue
        for outbound in OSADL.rows:
            if OSADL.says(license_.id, outbound) is not MatrixAnswer.NO:
                continue
            found = compatible(license_.id, outbound, Use.MODIFY, knowledge=BARE)
            if found.answer in {Answer.YES, Answer.CONDITIONAL}:
                assert found.reasons[0].basis == "matrix", (license_.id, outbound)
            if found.answer is not Answer.NO:
                assert found.disagreement, (license_.id, outbound)


def test_own_licences_of_an_overlay_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "matrices").mkdir()
    (tmp_path / "matrices" / "lab.yaml").write_text(
        "title: Ours\nattribution: Us\nurl: https://example.org\nversion: 2026-11-22\n"
        "license: CC0-1.0\nlicenses: [EPICS, GPL-3.0-only]\nrows:\n  GPL-3.0-only: 'N='\n",
        encoding="utf-8",
    )
    monkeypatch.setenv(OVERLAY_VARIABLE, str(tmp_path))
    verdict = compatible("EPICS", "GPL-3.0-only", Use.COPY, knowledge=replace(BARE))
    assert verdict.answer is Answer.NO
    assert verdict.reasons[0].sources[0].title.startswith("Ours, 2026-11-22")


def test_a_pair_that_no_matrix_has() -> None:
    assert matrix_verdict("CERN-OHL-S-2.0", "MIT") is None
    found = matrix_verdict("MIT", "GPL-3.0-only")
    assert found is not None
    licenses = KNOWN.licenses
    assert not speaks_of(found, licenses["MIT"], licenses["GPL-3.0-only"], Use.TOOL)
