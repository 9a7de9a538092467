# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the best practices: search, one practice, its templates, and the address."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest

from ospo_widgets.apps.best_practices import PracticesModel
from ospo_widgets.errors import InputError

DAY = date(2026, 11, 22)


def model(query: str = "") -> PracticesModel:
    made = PracticesModel(today=DAY)
    made.from_query(dict(parse_qsl(query)))
    return made


def test_words_and_choices_narrow_together() -> None:
    made = model()
    assert not made.asked
    made.search("doi")
    many = len(made.found.practices)
    made.choose(doing="cite")
    assert made.asked
    assert 0 < len(made.found.practices) < many
    made.clear()
    assert len(made.found.practices) == len(made.known.practices)


def test_a_new_search_closes_what_is_open() -> None:
    made = model("open=citation-file")
    assert made.practice is not None
    made.search("header")
    assert (made.practice, made.file) == (None, None)


@pytest.mark.parametrize("wrong", [{"doing": "swim"}, {"material": "wood"}])
def test_a_wrong_choice_changes_nothing(wrong: dict[str, str]) -> None:
    made = model("do=cite")
    with pytest.raises(InputError):
        made.choose(**wrong)
    assert (made.doing, made.material) == ("cite", "")


def test_a_practice_that_is_not_there_is_refused() -> None:
    made = model()
    with pytest.raises(InputError, match="There is no practice “x”"):
        made.open_practice("x")


def test_typed_values_stay_for_all_templates_and_wrong_ones_are_named() -> None:
    made = model("open=citation-file")
    assert made.values == {"holder": "CERN", "year": "2026"}
    made.fill("project", "leptonlib")
    made.fill("license", "the GPL!")
    assert "is no single SPDX id" in made.errors["license"]
    assert made.values["license"] == "the GPL!"
    assert made.file is not None
    assert "license" in made.file.open
    made.choose_template("codemeta")
    assert made.file is not None
    assert '"name": "leptonlib"' in made.file.text
    made.fill("license", "MIT")
    assert made.errors == {}
    assert made.file is not None
    assert "licenses/MIT" in made.file.text
    made.choose_template("okh")
    assert made.template == "codemeta"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "do=cite",
        "for=model&q=licence",
        "do=cite&q=doi&open=citation-file&template=zenodo",
        "open=silkscreen",
    ],
)
def test_the_address_brings_back_what_it_carries(query: str) -> None:
    assert parse_qsl(model(query).to_query()) == parse_qsl(query)


def test_what_was_typed_into_templates_is_not_in_the_address() -> None:
    made = model("open=citation-file")
    made.fill("contact", "somebody@example.org")
    assert "example.org" not in made.to_query()


@pytest.mark.parametrize(
    ("query", "opened", "listed"),
    [
        ("check=release.no-security", "security-contact", 1),
        ("check=S16", "write-readme", 1),
        ("check=reuse.no-header", "", 2),
        ("check=zebra", "", 0),
    ],
)
def test_a_check_leads_to_its_practices(query: str, opened: str, listed: int) -> None:
    made = model(query)
    assert made.open == opened
    assert len(made.found.practices) == listed


@pytest.mark.parametrize(
    "query",
    ["do=swim", "for=wood", "open=nothing", "open=" + "x" * 5000],
)
def test_what_an_address_cannot_ask_for_is_left_out_and_said(query: str) -> None:
    made = model(query)
    assert len(made.notes) == 1
    assert len(made.notes[0]) < 150
    assert made.to_query() == ""


def test_a_search_from_an_address_is_short_and_printable() -> None:
    assert model("q=a%00b").text == ""
    assert len(model("q=" + "x" * 5000).text) == 200
