# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Effects on partners: a table written by hand from the licence texts, and what always holds."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Answer, load_knowledge
from ospo_widgets.knowledge.effects import ANSWERED, CELL_LENGTH, CELL_WORDS, Aspect
from ospo_widgets.licensing import ExpressionError
from ospo_widgets.licensing.effects import compare, effects
from ospo_widgets.licensing.effects_display import effects_html, neighbours_table
from ospo_widgets.licensing.effects_model import Effects, room
from ospo_widgets.licensing.model import RANK, Effective, Reason
from ospo_widgets.project import Material

KNOWN = load_knowledge()
Y, C, N, U = "yes", "conditional", "no", "unknown"
WORDS = {"Y": Y, "C": C, "N": N, "U": U}

BOARD = ("CERN-OHL-S-2.0", "CERN-OHL-W-2.0", "CERN-OHL-P-2.0")
CODE = (
    "Apache-2.0",
    "MPL-2.0",
    "LGPL-3.0-or-later",
    "GPL-3.0-or-later",
    "AGPL-3.0-or-later",
)
TEXTS = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0")
DATA = ("CC0-1.0", "CC-BY-4.0", "ODbL-1.0", "CC-BY-NC-4.0")

# Read off the licence texts, not off data/effects.yaml: one letter a licence, in the order above.
EXPECTED: list[tuple[Material, tuple[str, ...], str, str]] = [
    # The board of the agreed picture: strong, weak, permissive.
    (Material.HARDWARE, BOARD, "laboratories", "YYY"),
    (Material.HARDWARE, BOARD, "larger-system", "CYY"),
    (Material.HARDWARE, BOARD, "manufacturer", "CCY"),
    (Material.HARDWARE, BOARD, "industry-codeveloper", "CYY"),
    (Material.HARDWARE, BOARD, "industry-user", "YYY"),
    (Material.HARDWARE, BOARD, "spin-off", "NCY"),
    (Material.HARDWARE, BOARD, "contributors", "CCC"),
    (Material.HARDWARE, BOARD, "relicensing", "CCC"),
    (Material.HARDWARE, BOARD, "tool-vendor", "UUY"),
    (Material.HARDWARE, BOARD, "upstream", "CCY"),
    (Material.HARDWARE, BOARD, "collections", "YYY"),
    (Material.GATEWARE, BOARD, "spin-off", "NCY"),
    # Code: Apache, MPL, LGPL, GPL, AGPL.
    (Material.SOFTWARE, CODE, "laboratories", "YYYYC"),
    (Material.SOFTWARE, CODE, "framework", "YYCCC"),
    (Material.SOFTWARE, CODE, "industry-user", "YYYYC"),
    (Material.SOFTWARE, CODE, "industry-codeveloper", "YYCCC"),
    (Material.SOFTWARE, CODE, "spin-off", "YCCNN"),
    (Material.SOFTWARE, CODE, "service-operators", "YYYYC"),
    (Material.SOFTWARE, CODE, "upstream", "CCCCC"),
    (Material.SOFTWARE, CODE, "distributions", "YYYYY"),
    (Material.FIRMWARE, CODE, "manufacturer", "YCCCC"),
    (Material.FIRMWARE, CODE, "larger-system", "YYCCC"),
    # Software copyleft says nothing about weights of a model.
    (Material.MODEL, CODE, "spin-off", "YUUUU"),
    # Documents: given up, credit, share alike, non-commercial, no derivatives.
    (Material.DOCUMENTATION, TEXTS, "publishers", "YYCNC"),
    (Material.DOCUMENTATION, TEXTS, "trainers", "YYCCN"),
    (Material.DOCUMENTATION, TEXTS, "industry-user", "YYYNY"),
    (Material.DOCUMENTATION, TEXTS, "upstream", "YYCNN"),
    # Data: given up, credit, share alike for databases, non-commercial.
    (Material.DATA, DATA, "aggregators", "YYCN"),
    (Material.DATA, DATA, "analysts", "YYCC"),
    (Material.DATA, DATA, "spin-off", "YYCN"),
    (Material.DATA, DATA, "service-operators", "YYCC"),
    (Material.DATA, DATA, "relicensing", "YCCC"),
]  # fmt: skip

# May use, may combine, must share.
QUESTIONS = [
    (Material.SOFTWARE, "MIT", "spin-off", "yes yes no"),
    (Material.SOFTWARE, "MPL-2.0", "spin-off", "yes yes conditional"),
    (Material.SOFTWARE, "LGPL-2.1-or-later", "framework", "yes conditional conditional"),
    (Material.SOFTWARE, "GPL-2.0-or-later", "framework", "yes conditional yes"),
    (Material.SOFTWARE, "GPL-3.0-or-later", "spin-off", "yes no yes"),
    (Material.SOFTWARE, "GPL-3.0-or-later", "industry-user", "yes yes no"),
    (Material.SOFTWARE, "AGPL-3.0-or-later", "service-operators", "yes conditional conditional"),
    (Material.HARDWARE, "CERN-OHL-S-2.0", "larger-system", "yes conditional yes"),
    (Material.HARDWARE, "CERN-OHL-W-2.0", "larger-system", "yes yes conditional"),
    (Material.HARDWARE, "CERN-OHL-P-2.0", "larger-system", "yes yes no"),
    (Material.GATEWARE, "LGPL-2.1-or-later", "larger-system", "yes unknown conditional"),
    (Material.DATA, "ODbL-1.0", "aggregators", "yes conditional conditional"),
    (Material.DATA, "CC-BY-NC-4.0", "spin-off", "no no no"),
    (Material.DOCUMENTATION, "CC-BY-ND-4.0", "trainers", "yes no no"),
    (Material.DOCUMENTATION, "CC-BY-NC-SA-4.0", "trainers", "conditional conditional conditional"),
    (Material.HARDWARE, "GPL-3.0-or-later", "manufacturer", "yes unknown unknown"),
]


@pytest.mark.parametrize(
    ("material", "license_id", "partner", "answer"),
    [
        pytest.param(material, license_id, partner, answer, id=f"{license_id}-{partner}-{material}")
        for material, ids, partner, answers in EXPECTED
        for license_id, answer in zip(ids, answers, strict=True)
    ],
)
def test_the_table_of_expected_effects(
    material: Material, license_id: str, partner: str, answer: str
) -> None:
    assert str(effects(license_id, material).partner(partner).answer) == WORDS[answer]


@pytest.mark.parametrize(("material", "license_id", "partner", "answers"), QUESTIONS)
def test_the_three_questions(
    material: Material, license_id: str, partner: str, answers: str
) -> None:
    aspects = effects(license_id, material).partner(partner).aspects
    assert [str(aspects[a].answer) for a in (Aspect.USE, Aspect.COMBINE, Aspect.SHARE)] == (
        answers.split()
    )


@pytest.mark.parametrize(
    ("license_id", "material", "partner", "clause"),
    [
        ("CERN-OHL-S-2.0", Material.HARDWARE, "spin-off", "1.7, 3.2, 3.3(d)"),
        ("CERN-OHL-W-2.0", Material.GATEWARE, "larger-system", "1.8, 3.3(d)"),
        ("MPL-2.0", Material.SOFTWARE, "framework", "3.3"),
        ("AGPL-3.0-or-later", Material.SOFTWARE, "service-operators", "13"),
        ("ODbL-1.0", Material.DATA, "analysts", "4.3"),
        ("CC-BY-SA-4.0", Material.DOCUMENTATION, "publishers", "1(a), 3(b), 4(b)"),
    ],
)
def test_reasons_name_the_clause_of_the_licence(
    license_id: str, material: Material, partner: str, clause: str
) -> None:
    first = effects(license_id, material).partner(partner).reasons[0]
    assert clause in {source.clause for source in first.sources}
    assert first.reviewed


def test_patents_courts_and_approval_are_told_where_they_matter() -> None:
    def rows(license_id: str, partner: str, material: Material = Material.SOFTWARE) -> set[str]:
        return {reason.row for reason in effects(license_id, material).partner(partner).reasons}

    assert "note-patents-granted" in rows("Apache-2.0", "spin-off")
    assert "note-patents-silent" in rows("MIT", "spin-off")
    assert "note-patents-left-out" in rows("CC0-1.0", "spin-off")
    assert not {r for r in rows("CC0-1.0", "spin-off", Material.DATA) if "patents" in r}
    assert "note-court" in rows("EUPL-1.2", "laboratories")
    assert "note-court" not in rows("GPL-3.0-or-later", "laboratories")
    assert "note-own-changes" in rows("GPL-3.0-or-later", "upstream")


# --- what must always hold ------------------------------------------------------------------------


def all_effects() -> Iterator[Effects]:
    for license_id in KNOWN.licenses:
        for material in Material:
            yield effects(license_id, material)


@pytest.fixture(scope="module")
def everything() -> list[Effects]:
    return list(all_effects())


def test_every_licence_has_an_answer_for_every_partner(everything: list[Effects]) -> None:
    for found in everything:
        expected = [p.id for p in KNOWN.partners.values() if found.material in p.materials]
        assert [p.partner for p in found.partners] == expected
        for effect in found.partners:
            assert set(effect.aspects) == {Aspect.USE, Aspect.COMBINE, Aspect.SHARE}
            assert effect.reasons[0].text
            for cell in (effect.cell, *(a.cell for a in effect.aspects.values())):
                assert 0 < len(cell) <= CELL_LENGTH
                assert len(cell.split()) <= CELL_WORDS


def test_unknown_says_so_and_nothing_else_does(everything: list[Effects]) -> None:
    for found in everything:
        for effect in found.partners:
            pairs = [(effect.answer, effect.cell)]
            pairs += [(a.answer, a.cell) for a in effect.aspects.values()]
            for answer, cell in pairs:
                assert (answer is Answer.UNKNOWN) == (cell == "No reviewed source")


def test_every_row_speaks_of_some_licence(everything: list[Effects]) -> None:
    used = {
        reason.row
        for found in everything
        for effect in found.partners
        for reason in (*effect.reasons, *(a.reason for a in effect.aspects.values()))
    }
    assert {row.id for row in KNOWN.effects} - used == set()


def test_a_closed_product_never_has_more_room_than_the_framework_next_to_it(
    everything: list[Effects],
) -> None:
    for found in everything:
        if found.material is Material.SOFTWARE:
            spin_off, framework = found.partner("spin-off"), found.partner("framework")
            assert RANK[spin_off.answer] <= RANK[framework.answer], found.license


def test_effects_and_verdicts_tell_one_story(everything: list[Effects]) -> None:
    """“Fits nearly every project” and “may close the result” must not hide a verdict of no."""
    from ospo_widgets.licensing import compatible
    from ospo_widgets.project import Use

    for found in everything:
        if found.material is not Material.SOFTWARE:
            continue
        if found.partner("upstream").answer is Answer.YES:
            for into in ("GPL-2.0-only", "GPL-3.0-only", "Apache-2.0"):
                verdict = compatible(found.license, into, Use.COPY)
                assert verdict.answer is not Answer.NO, (found.license, into)
        closed = compatible(found.license, "LicenseRef-proprietary", Use.STATIC_LINK)
        if found.partner("spin-off").answer is Answer.YES:
            assert closed.answer is not Answer.NO, found.license
        if found.partner("spin-off").answer is Answer.NO:
            assert closed.answer is not Answer.YES, found.license


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(sorted(KNOWN.licenses)),
    st.sampled_from(sorted(KNOWN.licenses)),
    st.sampled_from(list(Material)),
)
def test_and_leaves_no_more_room_and_or_no_less(one: str, other: str, material: Material) -> None:
    both = effects(f"({one}) AND ({other})", material).partners
    either = effects(f"({one}) OR ({other})", material).partners
    pairs = zip(effects(one, material).partners, effects(other, material).partners, strict=True)
    for (first, second), under_both, under_either in zip(pairs, both, either, strict=True):
        ranks = (RANK[first.answer], RANK[second.answer])
        assert RANK[under_both.answer] == min(ranks)
        assert RANK[under_either.answer] == max(ranks)
        for aspect in under_both.aspects:
            assert room(under_both.aspects[aspect]) == min(
                room(first.aspects[aspect]), room(second.aspects[aspect])
            )


def test_the_choice_that_counts_is_named() -> None:
    effect = effects("MIT OR GPL-2.0-only", Material.SOFTWARE).partner("spin-off")
    assert effect.answer is Answer.YES
    assert any("MIT" in reason.text for reason in effect.reasons)
    effect = effects("MIT AND GPL-2.0-only", Material.SOFTWARE).partner("spin-off")
    assert effect.answer is Answer.NO
    assert any("GPL-2.0-only decides" in reason.text for reason in effect.reasons)


def test_an_exception_turns_a_no_into_unknown_never_into_a_yes() -> None:
    effect = effects("GPL-2.0-only WITH Bison-exception-2.2", Material.SOFTWARE).partner("spin-off")
    assert effect.answer is Answer.UNKNOWN
    assert "Bison-exception-2.2" in effect.reasons[0].text


def test_a_licence_that_nobody_knows_is_unknown_and_never_a_yes() -> None:
    found = effects("LicenseRef-Somebodys-Own", Material.SOFTWARE)
    for effect in found.partners:
        if not effect.inside:
            assert effect.answer is Answer.UNKNOWN
            assert effect.aspects[Aspect.USE].answer is Answer.UNKNOWN


# --- builds ---------------------------------------------------------------------------------------


def test_who_gets_builds_is_judged_by_the_licence_of_the_builds() -> None:
    source = effects("Apache-2.0", Material.SOFTWARE)
    found = effects("Apache-2.0", Material.SOFTWARE, effective="GPL-2.0-or-later")
    assert found.effective == "GPL-2.0-or-later"
    assert found.partner("spin-off").answer is Answer.NO
    assert found.partner("spin-off").judged == "GPL-2.0-or-later"
    assert "GPL-2.0-or-later" in found.partner("spin-off").reasons[0].text
    # Those who get the source see no difference.
    for partner in ("upstream", "contributors", "relicensing"):
        assert found.partner(partner) == source.partner(partner)


def test_the_build_without_the_optional_component_is_named() -> None:
    because = (Reason("FFTW is under GPL-2.0-or-later. The whole follows it.", "curated"),)
    built = Effective("GPL-2.0-or-later", Answer.YES, because, "Apache-2.0")
    texts = [
        reason.text
        for reason in effects("Apache-2.0", Material.SOFTWARE, effective=built)
        .partner("spin-off")
        .reasons
    ]
    assert any("FFTW" in text for text in texts)
    assert any("without the optional components is under Apache-2.0" in text for text in texts)


def test_builds_of_unknown_or_impossible_licence_are_told() -> None:
    unsure = Effective("Apache-2.0", Answer.UNKNOWN, ())
    first = (
        effects("Apache-2.0", Material.SOFTWARE, effective=unsure).partner("spin-off").reasons[0]
    )
    assert "do not know" in first.text
    none = Effective(None, Answer.NO, ())
    first = effects("Apache-2.0", Material.SOFTWARE, effective=none).partner("spin-off").reasons[0]
    assert "no build can be handed out" in first.text


def test_builds_under_the_licence_of_the_source_change_nothing() -> None:
    assert effects("MIT", Material.SOFTWARE, effective="MIT") == effects("MIT", Material.SOFTWARE)


# --- neighbours -----------------------------------------------------------------------------------

NEIGHBOURS = [
    # licence of ours, material, neighbour, they take ours, we take theirs
    ("Apache-2.0", Material.SOFTWARE, "athena", Y, Y),
    ("MIT", Material.SOFTWARE, "linux", Y, Y),
    ("Apache-2.0", Material.SOFTWARE, "linux", N, Y),
    ("GPL-3.0-or-later", Material.SOFTWARE, "athena", C, Y),
    ("GPL-3.0-or-later", Material.SOFTWARE, "geant4", N, N),
    ("Apache-2.0", Material.SOFTWARE, "gsl", Y, C),
    ("Apache-2.0", Material.SOFTWARE, "qt", "", C),
    ("Apache-2.0", Material.SOFTWARE, "eos", Y, Y),
    ("GPL-3.0-or-later", Material.SOFTWARE, "rucio", N, Y),
    ("MPL-2.0", Material.SOFTWARE, "acts", Y, Y),
    ("CERN-OHL-W-2.0", Material.GATEWARE, "white-rabbit", Y, Y),
    ("CERN-OHL-S-2.0", Material.GATEWARE, "white-rabbit", N, C),
    ("CERN-OHL-W-2.0", Material.GATEWARE, "vendor-core", "", C),
    ("CERN-OHL-P-2.0", Material.HARDWARE, "ohwr-strong", Y, N),
    ("CERN-OHL-S-2.0", Material.HARDWARE, "cern-kicad-libs", N, Y),
    ("LGPL-2.1-or-later", Material.FIRMWARE, "white-rabbit-firmware", Y, Y),
    ("LGPL-2.1-or-later", Material.FIRMWARE, "freertos", N, Y),
    ("CC0-1.0", Material.DATA, "opendata-cern", Y, Y),
    ("ODbL-1.0", Material.DATA, "opendata-cern", N, Y),
    ("CC0-1.0", Material.DATA, "openstreetmap", Y, N),
    ("CC-BY-4.0", Material.DOCUMENTATION, "wikipedia", Y, N),
    ("CC-BY-SA-4.0", Material.DOCUMENTATION, "wikipedia", Y, Y),
    ("CC-BY-SA-4.0", Material.DOCUMENTATION, "hsf-training", N, Y),
    ("Apache-2.0", Material.SOFTWARE, "stack-overflow", "", N),
]


@pytest.mark.parametrize(("ours", "material", "neighbour", "give", "take"), NEIGHBOURS)
def test_neighbours_both_ways(
    ours: str, material: Material, neighbour: str, give: str, take: str
) -> None:
    found = {n.neighbour: n for n in effects(ours, material).neighbours}[neighbour]
    given, taken = found.ours_into_theirs, found.theirs_into_ours
    assert (str(given.answer) if given else "") == give
    assert (str(taken.answer) if taken else "") == take
    assert found.name in found.text


def test_a_link_that_only_binds_the_builds_names_their_licence() -> None:
    found = {n.neighbour: n for n in effects("Apache-2.0", Material.SOFTWARE).neighbours}["gsl"]
    assert found.theirs_into_ours
    assert found.theirs_into_ours.whole == "GPL-3.0-or-later"
    assert "GPL-3.0-or-later" in found.text


def test_neighbours_who_link_our_build_see_its_licence() -> None:
    built = effects("Apache-2.0", Material.SOFTWARE, effective="GPL-3.0-or-later")
    by_id = {n.neighbour: n for n in built.neighbours}
    assert str(by_id["gaudi"].ours_into_theirs.answer) == C
    assert str(by_id["rucio"].ours_into_theirs.answer) == Y  # copies the source, not the build


def test_all_materials_and_wishes_of_the_list_have_neighbours() -> None:
    for material in Material:
        assert effects("CC0-1.0", material).neighbours, material
    names = " ".join(n.name for n in KNOWN.neighbours.values())
    wanted = (
        "ROOT Geant4 Gaudi Athena CMSSW LHCb ALICE ACTS DD4hep Key4hep podio Rucio EOS XRootD "
        "Indico Invenio Scikit-HEP Linux Qt GSL EPICS Tango Rabbit KiCad Zephyr FreeRTOS "
        "HEPData Zenodo Wikipedia OpenStreetMap Arduino"
    )
    assert [name for name in wanted.split() if name not in names] == []


# --- side by side ---------------------------------------------------------------------------------


def test_the_chosen_licence_comes_first_and_doubles_count_once() -> None:
    table = compare(
        ["MIT", "Apache License 2.0", "GPL-3.0-or-later", "MIT"],
        Material.SOFTWARE,
        chosen="Apache-2.0",
    )
    assert [c.license for c in table.columns] == ["Apache-2.0", "MIT", "GPL-3.0-or-later"]
    assert table.chosen == "Apache-2.0"
    assert "spin-off" in table.differences()
    assert "contributors" not in table.differences()


@pytest.mark.parametrize("count", [0, 5])
def test_one_to_four_licences_fit(count: int) -> None:
    some = sorted(KNOWN.licenses)[:count]
    with pytest.raises(InputError, match="Nothing was compared"):
        compare(some, Material.SOFTWARE)


def test_a_text_that_is_no_licence_is_named() -> None:
    with pytest.raises(ExpressionError, match=r"GPL3\.1"):
        compare(["GPL3.1"], Material.SOFTWARE)


def test_the_summary_shows_limits_and_freedoms() -> None:
    lines = effects("CERN-OHL-S-2.0", Material.HARDWARE).summary()
    assert lines[0] == "Spin-off with a closed product: No. Closed design not allowed."
    assert len(lines) == 3
    assert all("contributors" not in line for line in lines)
    four = effects("CERN-OHL-S-2.0", Material.HARDWARE).summary(4)
    assert [line.split(": ")[1].split(".")[0] for line in four] == [
        "No", "Unknown", "Conditional", "Yes",
    ]  # fmt: skip
    assert effects("MIT", Material.SOFTWARE).summary(0) == ()
    assert len(effects("MIT", Material.SOFTWARE).summary(99)) == len(
        effects("MIT", Material.SOFTWARE).partners
    )


def test_json_holds_everything_and_is_plain() -> None:
    table = compare(["CERN-OHL-W-2.0"], Material.HARDWARE, chosen="CERN-OHL-S-2.0")
    data = json.loads(json.dumps(table.to_json()))
    first = data["licenses"][0]
    assert data["chosen"] == first["license"] == "CERN-OHL-S-2.0"
    partner = next(p for p in first["partners"] if p["partner"] == "spin-off")
    assert {"use", "combine", "share", "reasons"} <= set(partner)
    assert partner["reasons"][0]["clause"]
    assert first["neighbours"][0]["ours_into_theirs"]["verdict"] == "no"
    assert len(first["summary"]) == 3


def test_frame_and_csv_have_one_row_a_question() -> None:
    table = compare(["MIT", "GPL-3.0-or-later"], Material.SOFTWARE)
    frame = table.to_frame()
    rows = list(csv.DictReader(io.StringIO(table.to_csv())))
    assert len(frame) == len(rows)
    asked = {(r["license"], r["partner"], r["aspect"]) for r in rows}
    for column in table.columns:
        for effect in column.partners:
            for aspect in ANSWERED:
                assert (column.license, effect.name, str(aspect)) in asked
    assert set(effects("MIT", Material.SOFTWARE).to_frame()["license"]) == {"MIT"}


# --- markup ---------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {k: v or "" for k, v in attrs}))


def test_the_heat_map_is_a_real_table_and_each_number_leads_to_a_reason() -> None:
    table = compare(list(BOARD[1:]), Material.HARDWARE, chosen=BOARD[0])
    page = _Page(effects_html(table, prefix="board"))
    heat = next(a for t, a in page.tags if t == "table")
    assert heat["class"] == "heat cards-s"
    assert "caption" in {t for t, _ in page.tags}
    scopes = [a.get("scope") for t, a in page.tags if t == "th"]
    assert set(scopes) == {"row", "col"}
    cells = [a for t, a in page.tags if t == "td" and a.get("class", "").startswith("c-")]
    assert len(cells) == sum(len(row) for row in table.rows())
    assert cells[0]["data-h"] == "CERN-OHL-S-2.0, chosen"
    targets = {
        a["href"][1:] for t, a in page.tags if t == "a" and a.get("href", "").startswith("#")
    }
    ids = [a["id"] for t, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert targets == set(ids)
    assert all(i.startswith("board-") for i in ids)
    assert [
        a for t, a in page.tags if t == "a" and not a.get("aria-label") and "#" in a["href"][:1]
    ] == []


def test_two_tables_on_a_page_share_no_id() -> None:
    table = compare(["MIT"], Material.SOFTWARE)
    ids = re.findall(r' id="([^"]+)"', effects_html(table) + effects_html(table, prefix="other"))
    assert len(ids) == len(set(ids))


def test_reasons_can_be_open_for_print() -> None:
    table = compare(["MIT"], Material.SOFTWARE)
    assert '<details class="more" open>' in effects_html(table, opened=True)
    assert '<details class="more" open>' not in effects_html(table)


def test_without_neighbours_there_is_no_second_table() -> None:
    from dataclasses import replace

    bare = replace(KNOWN, neighbours={})
    table = compare(["MIT"], Material.SOFTWARE, knowledge=bare)
    assert neighbours_table(table) == ""
    assert effects_html(table).count("<table") == 1


def test_what_an_overlay_writes_is_escaped_and_defused() -> None:
    from dataclasses import replace

    evil = '=HYPERLINK("x")<script>alert(1)</script>'
    partners = {
        i: replace(p, name=evil, text=evil) if i == "spin-off" else p
        for i, p in KNOWN.partners.items()
    }
    neighbours = {
        i: replace(n, name=evil, text=evil) if i == "linux" else n
        for i, n in KNOWN.neighbours.items()
    }
    rows = tuple(
        replace(r, cell="<b>x</b>", reason=evil) if "spin-off" in r.partners and r.cell else r
        for r in KNOWN.effects
    )
    known = replace(KNOWN, partners=partners, neighbours=neighbours, effects=rows)
    table = compare(["MIT"], Material.SOFTWARE, knowledge=known)
    html = effects_html(table)
    assert "<script" not in html
    assert "<b>x" not in html
    assert "&lt;script&gt;" in html
    for row in csv.reader(io.StringIO(table.to_csv())):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
