# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which column is which field: guessed by header and content, changed, kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.importing.mapping import (
    TARGETS,
    Column,
    ColumnMapping,
    Form,
    target_label,
)
from ospo_widgets.portfolio.importing.mapping_guess import guess_mapping, is_personal
from ospo_widgets.wording import spoken

ADDRESS = "https://github.com/a/b"


def guessed(header: str, *values: object) -> str:
    return guess_mapping([header], [list(values)]).columns[0].field


@pytest.mark.parametrize(
    ("header", "values", "field"),
    [
        ("Repository URL", [ADDRESS], "url"),
        ("repository", [ADDRESS], "url"),
        ("repository", ["a/b"], "name"),
        ("Dépôt", ["a/b"], "name"),
        ("Adresse du dépôt", [ADDRESS], "url"),
        ("full_name", ["a/b"], "name"),
        ("fullName", ["a/b"], "name"),
        ("LICENCE", ["MIT"], "license"),
        ("Lisence", ["MIT"], "license"),
        ("SPDX License", ["MIT"], "license"),
        ("Département", ["IT"], "department"),
        ("Date de création", ["2020-01-01"], "created"),
        ("created_at", ["2020-01-01T00:00:00Z"], "created"),
        ("Dernier commit", ["22.08.2026"], "head_date"),
        ("Bus factor", ["2"], "authors_for_half"),
        ("CITATION.cff", ["yes"], "citation_cff"),
        ("SECURITY.md", ["no"], "security"),
        ("REUSE compliant", ["x"], "reuse_compliant"),
        ("stargazers_count", ["5"], "stars"),
        ("Nombre d'étoiles", ["5"], "stars"),
        ("commits_12m", [5], "commits_12m"),
        ("some link", [ADDRESS, ADDRESS], "url"),
        ("something", ["a", "b"], ""),
        ("created", ["green", "blue"], "created"),
        ("state of mind", ["fine"], ""),
        ("", ["x"], ""),
    ],
)
def test_guesses(header: str, values: list[object], field: str) -> None:
    assert guessed(header, *values) == field


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_answers_to_its_own_name(target: str) -> None:
    assert guessed(target) == target


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("target", TARGETS)
def test_each_target_has_a_name_for_people(target: str, language: str) -> None:
    with spoken(language):
        assert target_label(target) not in {"", "commits_12m"}


def test_labels_differ() -> None:
    assert len({target_label(target) for target in TARGETS}) == len(TARGETS)


@pytest.mark.parametrize(
    "header",
    ["Maintainer", "Contact email", "e-mail", "Responsable", "Courriel", "author_name", "Login"],
)
def test_columns_of_people_are_never_taken_over(header: str) -> None:
    assert is_personal(header)
    column = guess_mapping([header], [["Jane Doe"]]).columns[0]
    assert (column.field, column.personal) == ("", True)


def test_an_owner_with_a_space_is_no_organisation() -> None:
    assert guessed("owner", "Jane Doe") == ""
    assert guessed("owner", "cern-ohwr") == "owner"


def test_a_field_is_read_from_the_better_column_only() -> None:
    found = guess_mapping(["Licence", "license", "url"], [["Foo"], ["MIT"], [ADDRESS]])
    assert [c.field for c in found.columns] == ["", "license", "url"]


def test_scores_say_how_sure_a_guess_is() -> None:
    found = guess_mapping(["license", "licences"], [["MIT", "?!"], []])
    assert found.columns[0].score == 0.75
    assert guess_mapping(["license"], [["MIT"]]).columns[0].score == 1.0
    assert 0.6 <= guess_mapping(["licences"], [["MIT"]]).columns[0].score < 1.0


def test_a_choice_takes_the_field_from_the_column_that_had_it() -> None:
    before = guess_mapping(["url", "license", "other"], [[ADDRESS], ["MIT"], ["ISC"]])
    after = before.with_field(2, "license")
    assert [c.field for c in after.columns] == ["url", "", "license"]
    assert after.columns[2].score == 1.0
    assert after.with_field(2, "").fields() == ("url",)
    assert before.usable
    assert not before.with_field(0, "").usable


@pytest.mark.parametrize(
    ("position", "field", "form"),
    [(9, "license", None), (-1, "license", None), (0, "colour", None), (0, "created", "x")],
)
def test_choices_that_are_none(position: int, field: str, form: str | None) -> None:
    mapping = ColumnMapping((Column("url", "url"),))
    with pytest.raises(InputError, match=r"There is no|is no way"):
        mapping.with_field(position, field, form)


COLUMNS = st.lists(
    st.builds(
        Column,
        header=st.text(max_size=20),
        field=st.sampled_from(["", *TARGETS]),
        score=st.sampled_from([0.0, 0.5, 1.0]),
        form=st.sampled_from(Form),
        personal=st.booleans(),
    ),
    unique_by=lambda column: column.field or id(column),
    max_size=6,
)


@given(COLUMNS, st.sampled_from(Confidence))
def test_a_mapping_survives_json(columns: list[Column], confidence: Confidence) -> None:
    mapping = ColumnMapping(tuple(columns), confidence)
    assert ColumnMapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"columns": 5}',
        '{"columns": [5]}',
        '{"columns": [{"field": "url"}]}',
        '{"columns": [{"header": "x", "field": "colour"}]}',
        '{"columns": [{"header": "x", "form": "sideways"}]}',
        '{"columns": [], "confidence": "blind"}',
        '{"columns": [{"header": "x", "field": "url"}, {"header": "y", "field": "url"}]}',
        "[" * 100_000,
    ],
)
def test_json_that_is_no_mapping(text: str) -> None:
    with pytest.raises(InputError):
        ColumnMapping.from_json(text)


def test_a_mapping_is_for_tables_with_other_columns_too() -> None:
    mapping = ColumnMapping((Column("URL", "url"), Column("x", "license"), Column("x", "stars")))
    found = mapping.for_headers(["new", "x", "url", "X "])
    assert [c.field for c in found.columns] == ["", "license", "url", "stars"]


@given(st.lists(st.text(), max_size=5), st.lists(st.text() | st.integers() | st.none(), max_size=3))
def test_any_headers_are_guessed_once_each(headers: list[str], values: list[object]) -> None:
    found = guess_mapping(headers, [values for _ in headers])
    assert [c.header for c in found.columns] == headers
    assert len(found.fields()) == len(set(found.fields()))
