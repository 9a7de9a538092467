# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Searching the practices: words in any order, accents, both languages, ids, and nothing found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.knowledge.practice_search import LONGEST, folded, search_practices
from ospo_widgets.knowledge.practices import load_practices
from ospo_widgets.project import Material


def ids(text: str, **kept: str) -> list[str]:
    return [practice.id for practice in search_practices(text, **kept).practices]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Données d’entraînement", ("donnee", "d", "entrainement")),
        ("CITATION.cff", ("citation", "cff")),
        ("CERN-OHL-S_2.0", ("cern", "ohl", "s", "2", "0")),
        ("licences class this DOIs", ("licence", "class", "this", "dois")),
        ("Ǆ ﬁle ΣΊΣΥΦΟΣ", ("dz", "file", "σισυφοσ")),
        (" \t«»", ()),
    ],
)
def test_words_are_folded(text: str, words: tuple[str, ...]) -> None:
    assert folded(text) == words


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("file header", "file-headers"),
        ("header file", "file-headers"),
        ("en-tête de fichier", "file-headers"),
        ("EN TETE FICHIER", "file-headers"),
        ("headers", "file-headers"),
        ("head", "file-headers"),
        ("license texts", "licence-texts"),
        ("get a DOI", "doi-for-releases"),
        ("obtenir un DOI", "doi-for-releases"),
        ("CITATION.cff", "citation-file"),
        ("puis-je signer cette convention ?", "sign-personal-cla"),
        ("mots de passe", "no-secrets"),
        ("silkscreen", "silkscreen"),
        ("fin de vie", "say-it-ends"),
    ],
)
def test_the_best_practice_comes_first(text: str, first: str) -> None:
    assert ids(text)[0] == first


@pytest.mark.parametrize(
    ("check", "practice"),
    [("S16", "write-readme"), ("release.no-security", "security-contact"),
     ("scan.baseline", "scan-each-change")],
)  # fmt: skip
def test_an_id_leads_to_its_practices(check: str, practice: str) -> None:
    assert ids(check) == [practice]


def test_some_of_the_words_are_better_than_nothing() -> None:
    found = search_practices("citation zebra")
    assert not found.all_words
    assert found.practices[0].id == "citation-file"
    assert search_practices("zebra giraffe").practices == ()
    assert search_practices("zebra").practices == ()


def test_choices_narrow_the_list() -> None:
    known = load_practices()
    assert ids("", doing="cite") == [practice.id for practice in known.of("cite")]
    assert len(ids("")) == len(known.practices)
    models = search_practices(material=Material.MODEL).practices
    assert all(Material.MODEL in practice.materials for practice in models)
    assert 0 < len(models) < len(known.practices)
    assert ids("doi", doing="end") == []


def test_a_question_of_nothing_but_common_words_still_searches() -> None:
    assert search_practices("how do I").all_words in (True, False)
    assert ids("?!") == []


@settings(max_examples=50)
@given(st.text(max_size=2 * LONGEST))
def test_no_text_breaks_the_search(text: str) -> None:
    found = search_practices(text)
    assert len({practice.id for practice in found.practices}) == len(found.practices)
