# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Text of fields is kept without secrets, and finds its field again in any language."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw
import pytest

from ospo_widgets.widgets.fields import dropdown, text_area, text_field
from ospo_widgets.widgets.kept.fields import Fields, without_secrets
from ospo_widgets.widgets.kept.names import CLASS, named
from ospo_widgets.wording import spoken, words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("https://rosa:geheim@example.org/x.git", "https://example.org/x.git"),
        ("https://glpat-abcdefghijk@example.org/x", "https://example.org/x"),
        ("https://example.org/x?private_token=abc&b=1", "https://example.org/x?private_token=&b=1"),
        ("my token is ghp_0123456789abcdef", "my token is "),
        ("Rosa <rosa@example.org> asks", "Rosa <rosa@example.org> asks"),
    ],
)
def test_what_opens_doors_is_not_kept(text: str, left: str) -> None:
    assert without_secrets(text) == left


# Fields ---------------------------------------------------------------------------------------


def test_text_that_was_typed_goes_back_into_its_field() -> None:
    name, year = text_field("Name"), text_field("Year", "2026")
    secret = ipw.Password(description="Password")
    page = ipw.VBox([name, ipw.HBox([year, secret, text_field("Name")])])
    fields = Fields(page)
    assert fields.typed() == {}
    name.value, secret.value, page.children[1].children[2].value = "Rosa", "geheim", "Marie"
    assert fields.typed() == {"Name": "Rosa", "Name#2": "Marie"}
    assert fields.typed(held=["Rosa "]) == {"Name#2": "Marie"}

    again = ipw.VBox([text_field("Year", "2026")])
    later = text_area("Name", rows=3)
    back = Fields(again)
    left = back.put_back({"Name": "Rosa", "Year": "1999"})
    assert again.children[0].value == "1999"
    assert left == {"Name": "Rosa"}
    again.children = (*again.children, later)
    assert back.put_back(left) == {}
    assert later.value == "Rosa"


def test_what_a_person_typed_since_is_not_overwritten() -> None:
    field = text_field("Name")
    fields = Fields(ipw.VBox([field]))
    fields.typed()
    field.value = "new"
    assert fields.put_back({"Name": "old"}) == {"Name": "old"}
    assert field.value == "new"


def test_text_finds_its_field_in_another_language() -> None:
    def made() -> tuple[ipw.VBox, Fields]:
        form = ipw.VBox([
            text_field(words("advisor_app.start.name")),
            text_field(words("scan_app.accept.reason")),
            text_field(words("home.title"), name="q7"),
        ])  # fmt: skip
        fields = Fields(form)
        assert fields.typed() == {}
        return form, fields

    def classes(form: ipw.VBox) -> list[str]:
        return [next(c for c in f._dom_classes if c.startswith(CLASS)) for f in form.children]

    english, fields = made()
    for field, text in zip(english.children, "abc", strict=True):
        field.value = text
    typed = fields.typed()
    assert typed == {"Name of the project": "a", "Reason": "b", "q7": "c"}
    with spoken("fr"):
        french, fields = made()
        assert french.children[0].description == "Nom du projet"
        assert classes(french) == classes(english)
        assert len(set(classes(french))) == 3
        assert fields.put_back(typed) == {}
    assert [field.value for field in french.children] == ["a", "b", "c"]


def test_a_named_choice_comes_back_before_the_fields_that_it_brings() -> None:
    def made() -> tuple[ipw.VBox, Any]:
        choice, form = named(dropdown("Kind", [("One", "1"), ("Two", "2")])), ipw.VBox()
        choice.observe(lambda _: setattr(form, "children", (text_field("Title"),)), "value")
        return ipw.VBox([choice, dropdown("Other", [("x", "x"), ("y", "y")]), form]), choice

    page, choice = made()
    fields = Fields(page)
    fields.typed()
    choice.value, page.children[1].value = "2", "y"
    fields.typed()
    page.children[2].children[0].value = "Rows"
    typed = fields.typed()
    assert typed == {"Kind": "2", "Title": "Rows"}
    again, choice = made()
    back = Fields(again)
    back.typed()
    assert back.put_back({"Kind": "3"}) == {"Kind": "3"}
    assert back.put_back(typed) == {}
    assert (choice.value, again.children[2].children[0].value) == ("2", "Rows")
