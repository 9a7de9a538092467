# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Everything that reaches a page is escaped."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.markup import Markup, chip, link, table, tag, text

HOSTILE = "<img src=x onerror=alert(1)>\"'&"


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs


def elements(markup: str) -> Elements:
    parser = Elements()
    parser.feed(markup)
    return parser


@given(st.text())
def test_text_never_becomes_an_element(value: str) -> None:
    assert elements(tag("p", value, title=value)).names == ["p"]


def test_hostile_values_stay_text_everywhere() -> None:
    made = [
        tag("p", HOSTILE, title=HOSTILE),
        table(HOSTILE, [HOSTILE], [[HOSTILE]], class_="cards-s"),
        chip("no", HOSTILE),
        link(HOSTILE, "https://example.org/" + HOSTILE),
    ]
    for markup in made:
        found = elements(markup)
        assert "img" not in found.names
        assert not [name for name, _ in found.attributes if name.startswith("on")]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", "http://[x"]
)
def test_links_lead_only_to_web_mail_and_own_pages(url: str) -> None:
    assert link("words", url) == "words"


def test_control_and_direction_characters_are_made_visible() -> None:
    assert text("a\u202eb\x1bc\ud800") == "a\\u202eb\\u001bc\\ud800"


def test_markup_passes_unchanged_and_sequences_are_joined() -> None:
    assert text([Markup("<b>x</b>"), "<", 3, None]) == "<b>x</b>&lt;3"


def test_table_has_caption_and_scopes() -> None:
    made = table("Caption", ["Name", "Count"], [["a", 1]], numeric=(1,))
    assert "<caption>Caption</caption>" in made
    assert made.count('scope="col"') == 2
    assert '<th scope="row">a</th>' in made
    assert '<td class="n">1</td>' in made


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "\\\\evil.example", "/\\evil.example", " //evil.example", "/\t/evil.example",
     "java\nscript:x", "\x01javascript:x", "data:text/html,x", "vbscript:x", "https://a\u202eb"],
)  # fmt: skip
def test_no_relative_link_leads_to_another_site(address: str) -> None:
    assert link("x", address) == "x"
