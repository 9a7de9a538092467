# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Words of the glossary are explained on each page that shows them, and first visits once."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as ipw
import pytest

from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.knowledge.glossary import load_terms, terms_in
from ospo_widgets.widgets.explained import Explained
from ospo_widgets.widgets.first_visit import CLOSED, FirstVisit
from ospo_widgets.widgets.page import Page
from ospo_widgets.wording import set_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    set_language("")


def said(text: str) -> list[str]:
    return [term.term for term in terms_in(text, load_terms().values())]


def explained(*shown: ipw.Widget) -> list[str]:
    made = Explained()
    made.follow(*shown)
    return re.findall("<dt>(.*?)</dt>", html.unescape(made.value))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_glossary_by_itself_is_that_of_the_knowledge(language: str) -> None:
    set_language(language)
    assert load_terms() == load_knowledge().terms


def test_an_overlay_adds_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text(
        'glossary:\n  - {id: widget, term: widget, text: "A part of a page.", '
        "sources: [{title: B}], checked: 2026-11-01, confidence: text}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    assert said("Two widgets on a page") == ["widget"]


def test_words_are_found_whole_in_any_case_and_in_the_plural() -> None:
    assert said("Sboms of your libraries") == ["library", "SBOM"]
    assert said("the Copyright\n holders") == ["copyright holder"]
    assert said("departments, reused, LIBRARYX, apart-ment") == []


def test_other_names_in_brackets_count() -> None:
    set_language("fr")
    assert said("Le copyleft est une forme de réciprocité.") == ["réciprocité (copyleft)"]


def test_only_what_is_shown_is_explained() -> None:
    hidden = ipw.HTML("<p>SBOM</p>", layout=ipw.Layout(display="none"))
    tabs = ipw.Tab([ipw.HTML("<p>A fork</p>"), ipw.HTML("<p>gateware</p>")], selected_index=0)
    cards = ipw.RadioButtons(options=[("A library\nfor others", "x")], description="Which?")
    page = ipw.VBox([hidden, tabs, cards, ipw.HTML("<pre>firmware</pre><b>Linking</b>")])
    assert explained(page) == ["fork", "library", "linking"]


def test_a_word_that_is_explained_there_already_is_left_out() -> None:
    meanings = '<dl class="words"><dt>fork</dt><dd>A copy</dd></dl>'
    page = ipw.HTML(f"{meanings}<p>forks</p><dl><dt>library</dt></dl>")
    assert explained(page) == ["library"]


def test_nothing_to_explain_takes_no_room() -> None:
    made = Explained()
    made.follow(ipw.HTML("<p>firmware</p>"))
    assert made.layout.display is None
    made.follow(ipw.HTML("<p>Nothing</p>"))
    assert (made.value, made.layout.display) == ("", "none")


def test_a_page_explains_its_words_where_no_front_end_of_ours_runs() -> None:
    page = Page("Title")
    page.body = (ipw.HTML("<h1>Firmware</h1>"),)
    page._repr_mimebundle_()
    assert "<dt>firmware</dt>" in page._explained.value


def test_the_first_visit_is_closed_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSPO_FRAME", "1")
    page = Page("Title")
    sent: list[dict[str, object]] = []
    monkeypatch.setattr(page.host, "send", lambda content, buffers=None: sent.append(content))
    first = FirstVisit(page, "compatibility")
    assert first.layout.display == "none"  # the browser was not asked yet
    page.host.ready = True
    assert {"op": "recall", "key": "first.compatibility"} in sent

    def browser_keeps(text: str) -> None:
        page.host._answer(None, {"op": "kept", "key": "first.compatibility", "text": text}, [])

    browser_keeps("")
    assert first.layout.display is None
    assert first.children[0].value.count("<li>") == 3
    first.children[1].click()
    assert first.layout.display == "none"
    assert {"op": "keep", "key": "first.compatibility", "text": CLOSED} in sent
    browser_keeps(CLOSED)
    assert first.layout.display == "none"


def test_without_our_frame_the_first_visit_is_there_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OSPO_FRAME", raising=False)
    assert FirstVisit(Page("Title"), "portfolio").layout.display is None


def test_words_are_found_in_french_too() -> None:
    set_language("fr")
    assert said("selon le nombre de parties") == said("Partie") == said("partie") != []
    for term in load_terms().values():
        said(f"{term.term} {term.term}s")  # no form of a word is unknown
