# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The compatibility checker without a screen: pair, list, search, address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.apps.compatibility import panels
from ospo_widgets.apps.compatibility.model import (
    DEFAULT_ITEMS,
    MAX_ITEMS,
    MAX_NOTES,
    USE_GROUPS,
    CompatibilityModel,
)
from ospo_widgets.apps.compatibility.view import EXAMPLES
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Answer, load_knowledge
from ospo_widgets.licensing import compatible
from ospo_widgets.licensing.catalogue import CHOICES, LicenseFilter
from ospo_widgets.markup import VERDICT_CLASSES
from ospo_widgets.project import Use

IDS = sorted(load_knowledge().licenses)


@pytest.fixture
def model() -> CompatibilityModel:
    return CompatibilityModel()


def again(model: CompatibilityModel) -> CompatibilityModel:
    """A model that opens the address of another one."""
    made = CompatibilityModel()
    made.from_query(dict(parse_qsl(model.to_query())))
    return made


# One pair -----------------------------------------------------------------------------------------


def test_a_pair_is_answered_with_reasons_and_ways(model: CompatibilityModel) -> None:
    assert model.answer is None
    assert model.ask("VBFNLO", "apache 2", Use.STATIC_LINK)
    answered = model.answer
    assert answered is not None
    assert answered.verdict == compatible("GPL-2.0-only", "Apache-2.0", Use.STATIC_LINK)
    assert answered.inbound.label == "VBFNLO"
    assert answered.ways
    assert panels.sentence(answered) == (
        "VBFNLO (GPL-2.0-only) cannot be linked into work that is handed out under Apache-2.0."
    )


def test_wrong_names_are_said_by_field_and_stay(model: CompatibilityModel) -> None:
    model.ask("MIT", "Apache-2.0", Use.COPY)
    assert not model.ask("GPL3.1", "", Use.COPY)
    assert "at character 1. Did you mean GPL-3.0-or-later?" in model.errors["inbound"]
    assert "which licence your work has" in model.errors["into"]
    assert (model.inbound, model.into, model.answer) == ("GPL3.1", "", None)
    assert model.ask("GPL-3.0-or-later", "MIT", Use.COPY)
    assert model.errors == {}


@pytest.mark.parametrize("use", list(Use))
def test_every_answer_has_its_sentence(use: Use, model: CompatibilityModel) -> None:
    offered = [one for _, uses in USE_GROUPS for one in uses]
    assert offered.count(use) == 1
    seen = set()
    for inbound in ("MIT", "GPL-2.0-only", "LGPL-3.0-only", "CERN-OHL-W-2.0", "ODbL-1.0"):
        for into in ("Apache-2.0", "CERN-OHL-P-2.0", "CC-BY-4.0"):
            model.ask(inbound, into, use)
            assert model.answer is not None
            text = panels.sentence(model.answer)
            assert inbound in text
            assert into in text
            assert text == text.strip()
            seen.add(model.answer.verdict.answer)
            kind = VERDICT_CLASSES[model.answer.verdict.answer]
            assert f'class="notice is-{kind}"' in panels.answer(model.answer)
    assert seen


def test_the_examples_can_be_answered(model: CompatibilityModel) -> None:
    answers = set()
    for _, inbound, into, use in EXAMPLES:
        assert model.ask(inbound, into, use), model.errors
        assert model.answer is not None
        answers.add(model.answer.verdict.answer)
    assert Answer.UNKNOWN not in answers


def test_what_comes_in_is_escaped(model: CompatibilityModel) -> None:
    model.ask("<script>x</script>", "MIT", Use.COPY)
    assert model.errors
    model.ask("LicenseRef-a", "LicenseRef-b", Use.COPY)
    assert model.answer is not None
    assert "unk" in panels.answer(model.answer)


def test_ways_out_say_when_none_is_needed_or_known(model: CompatibilityModel) -> None:
    model.ask("MIT", "Apache-2.0", Use.COPY)
    assert model.answer is not None
    assert "None is needed." in panels.ways(model.answer)
    model.ask("LicenseRef-Unheard-Of", "MIT", Use.COPY)
    assert model.answer is not None
    if not model.answer.ways:
        assert "Ask the office" in panels.ways(model.answer)


def test_suggestions_are_names_that_can_be_read(model: CompatibilityModel) -> None:
    names = model.suggestions()
    assert {"MIT", "VBFNLO", "CERN-OHL-W-2.0"} <= set(names)
    assert len(names) == len(set(names))


# One list -----------------------------------------------------------------------------------------


def test_the_list_is_compared_and_judged_as_a_whole(model: CompatibilityModel) -> None:
    assert len(model.grid.items) == len(DEFAULT_ITEMS)
    assert model.outbound.candidates == ()
    assert model.outbound.conflict
    model.set_items("MIT\n\n  Apache-2.0 \nMIT\n", Use.COPY, "software")
    assert model.items == ("MIT", "Apache-2.0")
    assert len(model.grid.items) == 2
    assert model.grid.use is Use.COPY
    assert model.outbound.candidates[0].license == "Apache-2.0"


def test_a_wrong_list_changes_nothing_and_says_which_line(model: CompatibilityModel) -> None:
    before = model.grid
    with pytest.raises(InputError, match=r"Line 3: “GPL3.1” is no licence"):
        model.set_items("MIT\n\nApache-2.0\nGPL3.1", Use.COPY)
    with pytest.raises(InputError, match="list is empty"):
        model.set_items(" \n ", Use.COPY)
    with pytest.raises(InputError, match=f"at most {MAX_ITEMS}"):
        model.set_items("\n".join(IDS[: MAX_ITEMS + 1]), Use.COPY)
    assert model.items == DEFAULT_ITEMS
    assert model.grid is before


def test_a_cell_is_explained(model: CompatibilityModel) -> None:
    model.set_items("MIT\nVBFNLO", Use.STATIC_LINK)
    assert model.explain(1, 0)
    assert model.answer is not None
    assert (model.inbound, model.into, model.use) == ("VBFNLO", "MIT", Use.STATIC_LINK)


# One search ---------------------------------------------------------------------------------------


def test_search_and_clear(model: CompatibilityModel) -> None:
    model.search("material", "hardware")
    model.search("text", "  cern  ")
    assert {"CERN-OHL-P-2.0", "CERN-OHL-S-2.0"} <= {one.id for one in model.found}
    assert all("hardware" in one.materials for one in model.found)
    with pytest.raises(ValueError, match="material"):
        model.search("material", "cheese")
    model.clear_search()
    assert len(model.found) == len(IDS)


def test_compare_up_to_four(model: CompatibilityModel) -> None:
    model.compare(["MIT", "", "Apache-2.0", "MIT"])
    assert model.compared == ("MIT", "Apache-2.0")
    with pytest.raises(InputError):
        model.compare(IDS[:5])
    assert model.compared == ("MIT", "Apache-2.0")


# Address ------------------------------------------------------------------------------------------


def test_nothing_asked_is_no_query(model: CompatibilityModel) -> None:
    assert model.to_query() == ""


def test_the_address_brings_everything_back(model: CompatibilityModel) -> None:
    model.ask("ROOT with MathMore", "MIT OR Apache-2.0", Use.STATIC_LINK)
    model.set_items("MIT OR ISC\nVBFNLO", Use.COPY, "software")
    model.search("reach", "file")
    model.search("text", "mozilla & co; x")
    model.compare(["MIT", "MPL-2.0"])
    made = again(model)
    assert made.notes == ()
    assert made.answer == model.answer
    assert made.items == model.items
    assert made.grid == model.grid
    assert made.items_material == "software"
    assert made.wanted == model.wanted
    assert made.compared == model.compared
    assert made.to_query() == model.to_query()


@given(
    st.sampled_from([*IDS, "VBFNLO"]),
    st.sampled_from(IDS),
    st.sampled_from(list(Use)),
    st.lists(st.sampled_from(IDS), max_size=6, unique=True),
    st.builds(LicenseFilter, **{k: st.sampled_from(["", *v]) for k, v in CHOICES.items()}),
)
@settings(max_examples=40, deadline=None)
def test_any_state_survives_its_address(
    inbound: str, into: str, use: Use, items: list[str], wanted: LicenseFilter
) -> None:
    model = CompatibilityModel()
    model.ask(inbound, into, use)
    if items:
        model.set_items("\n".join(items), use)
    model.wanted = wanted
    made = again(model)
    assert made.notes == ()
    assert (made.answer, made.items, made.wanted) == (model.answer, model.items, model.wanted)


def test_a_tampered_address_says_what_was_left_out(model: CompatibilityModel) -> None:
    model.from_query(
        {
            "in": "GPL-2.0-only",
            "into": "Apache-2.0",
            "use": "magic",
            "list": "MIT;<script>;ISC",
            "share": "everything",
            "compare": "MIT;NOPE",
            "theme": "dark",
        }
    )
    assert model.answer is None, "with another use the answer might be another one"
    assert (model.inbound, model.into) == ("GPL-2.0-only", "Apache-2.0")
    assert model.items == ("MIT", "ISC")
    assert model.compared == ("MIT",)
    said = " ".join(model.notes)
    assert len(model.notes) == 4
    for value, name in (
        ("magic", "and it is"),
        ("<script>", "the list"),
        ("everything", "Must share"),
        ("NOPE", "the comparison"),
    ):
        assert f"“{value}” cannot be used for “{name}”" in said


def test_a_wrong_name_in_an_address_is_said_at_its_field(model: CompatibilityModel) -> None:
    model.from_query({"in": "GPL3.1", "into": "MIT", "use": "copy"})
    assert "Did you mean" in model.errors["inbound"]
    assert model.inbound == "GPL3.1"
    assert model.answer is None


def test_an_address_of_thousands_of_names_is_cut(model: CompatibilityModel) -> None:
    model.from_query({"list": ";".join(f"nothing-{i}" for i in range(5000)), "in": "M" * 5000})
    assert model.items == DEFAULT_ITEMS
    assert model.inbound == ""
    assert len(model.notes) == MAX_NOTES + 1
    assert "more were left out" in model.notes[-1]


@given(st.dictionaries(st.sampled_from(["in", "into", "use", "list", "q", "compare"]), st.text()))
@settings(max_examples=60, deadline=None)
def test_any_address_gives_a_page(query: dict[str, str]) -> None:
    model = CompatibilityModel()
    model.from_query(query)
    assert model.grid.items
    urlencode(dict(parse_qsl(model.to_query())))
