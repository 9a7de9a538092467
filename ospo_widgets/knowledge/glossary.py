# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The glossary by itself, and which of its words stand in a text.

Pages that need nothing else of the knowledge read only this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from ospo_widgets.knowledge import rows
from ospo_widgets.knowledge.model import GlossaryTerm
from ospo_widgets.knowledge.nodes import File, Problem
from ospo_widgets.knowledge.translation import with_glossary_texts
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import DEFAULT_LANGUAGE, language

NAME = "glossary.yaml"


def load_terms() -> Mapping[str, GlossaryTerm]:
    """The glossary by id, in the language of the session, with what an overlay adds.

    A row that is wrong is left out here; loading the whole knowledge says what is wrong with it.
    """
    return _load(data_dir(), overlay_dir(), language())


@lru_cache(maxsize=8)
def _load(base: Path, overlay: Path | None, spoken: str) -> Mapping[str, GlossaryTerm]:
    found: dict[str, GlossaryTerm] = {}
    folders = [base, *([overlay] if overlay else [])]
    for folder in folders:
        path = folder / NAME
        if path.is_file():
            found |= _read(path)
    if spoken == DEFAULT_LANGUAGE:
        return found
    return with_glossary_texts(found, folders, spoken)


def _read(path: Path) -> dict[str, GlossaryTerm]:
    problems: list[Problem] = []
    top = File(NAME, problems).read(path.read_text(encoding="utf-8"))
    made = [rows.glossary_row(row) for row in top.rows("glossary")] if top else []
    return {term.id: term for term in made if term.id and term.term}


def terms_in(text: str, terms: Iterable[GlossaryTerm]) -> tuple[GlossaryTerm, ...]:
    """Terms that stand in a text, in the order of the glossary; a plural counts too.

    Args:
        text: Plain text.
        terms: Of :func:`load_terms`.
    """
    known = tuple(terms)
    names = {form: term.id for term in known for form in _forms(term.term)}
    said = {names[_plain(found)] for found in _pattern(frozenset(names)).findall(text)}
    return tuple(term for term in known if term.id in said)


def _forms(term: str) -> set[str]:
    """A term as texts write it: what stands in brackets is another name for the same."""
    names = [piece.strip() for piece in re.split(r"[()]", term)]
    return {_plain(name) for name in names if name}


def _plain(text: str) -> str:
    """Without case, and each word without the mark of a plural."""
    told = re.sub(r"ies?\b", "y", re.sub(r"\s+", " ", text.casefold()))
    return re.sub(r"(?<=\w\w)s\b", "", told)


@lru_cache(maxsize=8)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    made = [
        r"\s+".join(_word(word) for word in name.split())
        for name in sorted(names, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w-])({'|'.join(made) or '(?!)'})(?![\w-])", re.I)


def _word(word: str) -> str:
    if not word[-1].isalnum():  # a quotation mark has no plural
        return re.escape(word)
    stem = re.escape(word.removesuffix("y"))
    return f"{stem}(?:y|ies?)" if word.endswith("y") else f"{stem}s?"
