# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Our own practices: what they cover, what they rest on, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from typography import FAULTS

from ospo_widgets.knowledge import Confidence, load_knowledge
from ospo_widgets.knowledge.practice_model import Practice, Practices
from ospo_widgets.knowledge.practice_search import search_practices
from ospo_widgets.knowledge.practices import load_practices

ASKED = {
    "Who owns the software that I wrote, as user or student?": "who-holds-the-rights",
    "How do I release? Who approves?": "record-decision",
    "What is the default licence, and why not MIT?": "choose-licence",
    "What do I put in the header? Which year?": "file-headers",
    "Do I name the collaboration in the copyright line?": "collaboration-line",
    "May I combine GPL code with ROOT?": "licences-fit",
    "Is dynamic linking enough?": "licences-fit",
    "May I sign this CLA?": "sign-personal-cla",
    "Where to host? GitHub or GitLab?": "choose-host",
    "Which CERN-OHL suffix?": "ohl-variant",
    "A project of hardware and software?": "hardware-parts",
    "May I use the CERN logo?": "no-cern-logo",
    "Will I still be able to patent, sell or start a company?": "patents-first",
    "How do I get cited?": "citation-file",
    "How do I get a DOI?": "doi-for-releases",
    "Licence for data, notebooks and a model?": "each-part-its-licence",
}
"""What people bring to open source offices, and the practice that answers."""


@pytest.fixture(scope="module")
def english() -> Practices:
    return load_practices(spoken="en")


def test_every_item_of_the_checklist_has_a_practice(english: Practices) -> None:
    named = {check for practice in english.practices.values() for check in practice.checks}
    assert set(load_knowledge().checklist) - named == set()


def test_every_finding_of_the_scan_has_a_practice(english: Practices) -> None:
    kinds = load_knowledge().findings
    assert [k.id for k in kinds.values() if not english.for_check(k.id, k.checklist)] == []


@pytest.mark.parametrize(("question", "practice"), ASKED.items())
def test_what_people_ask_leads_to_the_practice_that_answers(question: str, practice: str) -> None:
    found = [one.id for one in search_practices(question).practices]
    assert practice in found[:3], found[:5]


def test_every_activity_has_practices_and_every_practice_leads_on(english: Practices) -> None:
    assert [a for a in english.activities if not english.of(a)] == []
    alone = [p.id for p in english.practices.values() if not (p.checks or p.templates or p.apps)]
    assert alone == []


def test_practices_that_were_not_read_in_a_source_are_unreviewed(english: Practices) -> None:
    # Where no source is known its row says so, and nothing else may do without an address.
    for practice in english.practices.values():
        reviewed = practice.provenance.confidence.reviewed
        assert reviewed or practice.provenance.confidence is Confidence.MEMORY
        assert any(source.url for source in practice.provenance.sources) or not reviewed


def sentences(practice: Practice) -> Iterator[str]:
    for text in (*practice.steps, practice.why):
        yield from re.split(r"(?<=[.;:]) ", text)


def test_sentences_are_short(english: Practices) -> None:
    long = [
        sentence
        for practice in english.practices.values()
        for sentence in sentences(practice)
        if len(sentence.split()) > 20
    ]
    assert long == []


@pytest.mark.parametrize("name", ["practices", "activities", "templates"])
def test_every_text_is_translated(english: Practices, name: str) -> None:
    french = load_practices(spoken="fr")
    ours, theirs = getattr(french, name), getattr(english, name)
    assert list(ours) == list(theirs)
    fields = {"practices": ("title", "steps", "why", "asked")}.get(name, ("title", "text"))
    same = [
        f"{i}.{field}"
        for i in ours
        for field in fields
        if getattr(ours[i], field) and getattr(ours[i], field) == getattr(theirs[i], field)
    ]
    assert same == []


def test_french_texts_have_the_signs_of_french() -> None:
    french = load_practices(spoken="fr")
    texts = [t for p in french.practices.values() for t in (p.title, p.why, *p.steps, *p.asked)]
    for rows in (french.activities, french.templates):
        texts += [text for row in rows.values() for text in (row.title, row.text)]
    # Commands and headers are quoted as they are typed.
    prose = [re.sub(r"git [^.]*$|SPDX[^»\u00a0]*", "x", text) for text in texts]
    assert {text: FAULTS["fr"](text) for text in prose if FAULTS["fr"](text)} == {}
