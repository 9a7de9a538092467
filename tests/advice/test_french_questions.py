# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Questions in French: short enough for their places, and joined to the names put into them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from kit_making import all_parts, kit_for, text_of

from ospo_widgets import wording
from ospo_widgets.advice.phrases import in_text, in_words_of
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Material, Part

LABEL, HINT = 43, 113
"""A quarter more than the 34 and 90 characters of English."""


@pytest.fixture
def french() -> Iterator[Knowledge]:
    wording.set_language("fr")
    yield load_knowledge()
    wording.set_language("")


@pytest.mark.parametrize("policy", ["cern-current", "generic"])
def test_labels_and_hints_are_short(french: Knowledge, policy: str) -> None:
    asked = [in_words_of(french.policies[policy], q) for q in french.questions]
    long = [
        (question.id, option.id)
        for question in asked
        for option in question.options
        if len(option.label) > LABEL or len(option.hint) > HINT
    ]
    assert not long


@pytest.mark.parametrize("policy", ["cern-current", "cern-osltf-2012", "generic"])
@pytest.mark.parametrize("material", list(Material))
def test_names_are_joined_to_prepositions(
    french: Knowledge, policy: str, material: Material
) -> None:
    usual = wording.words(f"advice.part.{material.value}")
    part = Part(id="p", name=usual, material=material, paths=("**",))
    profile = french.policies[policy]
    names = {**profile.names, "part": in_text(part), "component": "ROOT"}
    texts = [
        text
        for q in french.questions
        for text in (q.text, q.why, *(t for o in q.options for t in (o.label, o.hint)))
    ]
    texts += [rule.text for rule in profile.rules]
    said = [wording.filled(text, names) for text in texts]
    articles = "|".join(n for n in names.values() if n.startswith(("le ", "les ")))
    apart = re.compile(rf"\b(?:de|à) (?:{articles})\b" if articles else "$^", re.IGNORECASE)
    assert not [text for text in said if apart.search(text) or "{" in text or "}" in text]
    assert any("du CERN" in text for text in said) == policy.startswith("cern")


def test_a_part_from_an_english_session_speaks_french(french: Knowledge) -> None:
    english = Part(id="p", name="Software", material=Material.SOFTWARE, paths=("**",))
    assert in_text(english) == "le logiciel"
    named = Part(id="p", name="trackfit", material=Material.SOFTWARE, paths=("**",))
    assert in_text(named) == "trackfit"


def test_the_same_question_in_both_languages(french: Knowledge) -> None:
    text = {q.id: q.text for q in french.questions}["runs-outside"]
    current = french.policies["cern-current"].names
    said = wording.filled(text, {**current, "part": "le logiciel"})
    assert said == "Peut-on construire et faire tourner le logiciel hors du CERN\u00a0?"
    wording.set_language("en")
    english = {q.id: q.text for q in load_knowledge().questions}["runs-outside"]
    assert english.startswith("Can people outside of {institute}")


def test_what_stays_in_the_repository_is_in_english() -> None:
    project, answers = all_parts()
    english = kit_for(project, answers)
    wording.set_language("fr")
    try:
        french = kit_for(project, answers)
    finally:
        wording.set_language("")
    for name in ("CONTRIBUTING.md", "CHANGES.md", "LICENSE", "REUSE.toml"):
        if name in english.files:
            assert french.files[name] == english.files[name], name
    assert b"Third" in french.files["NOTICE"] or b"licence" in french.files["NOTICE"]
    assert "é" not in text_of(french, "CONTRIBUTING.md")
    assert french.files["ospo-kit/README.md"] != english.files["ospo-kit/README.md"]
    assert wording.language() == "en"
