# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Search in the best practices: words in any order, with or without accents, in every language.

A word of a question fits a word of a text that is the same, or that begins with it. Titles and the
questions that people ask count most. When no practice has all words, those with at least half of
them are given, and the result says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.practice_model import Practice, Practices
from ospo_widgets.knowledge.practices import load_practices
from ospo_widgets.project import Material
from ospo_widgets.resources import overlay_dir
from ospo_widgets.wording import languages

LONGEST = 200
"""Characters of a question that are looked at."""
BEGINNING = 0.6
"""What a word counts that only begins a word of the text; a whole word counts 1."""
SHORTEST_BEGINNING = 3
"""Letters from which on a word may stand for a longer one."""

LONGEST_WHOLE = 4
"""Letters up to which a word keeps its s: many short ones are no plurals (“dois”, “this”)."""

WEIGHTS: Mapping[str, float] = {
    "asked": 9.0,
    "title": 9.0,
    "templates": 6.0,
    "ids": 5.0,
    "steps": 3.0,
    "doing": 3.0,
    "why": 2.0,
}
"""What a word counts by the place where it stands."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave.

    Attributes:
        practices: Best first; in their own order when no words were given.
        all_words: False when no practice has all words, and these have some of them.
    """

    practices: tuple[Practice, ...]
    all_words: bool = True


def folded(text: str) -> tuple[str, ...]:
    """Words of a text in lower case, without accents; longer ones without a plural s."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_singular(word) for word in _WORD.findall(bare))


def search_practices(
    text: str = "",
    *,
    doing: str = "",
    material: Material | None = None,
    overlay: Path | None = None,
) -> Found:
    """Practices that fit, in the language of the session.

    Args:
        text: Words or a question, in any of our languages; an id of a finding or of an item of the
            checklist is looked up as one.
        doing: Id of an activity; empty for all.
        material: What the project is made of; None for all.
        overlay: Folder laid over our data; by default the one of the environment.
    """
    laid = overlay if overlay is not None else overlay_dir()
    known = load_practices(laid)
    wanted = [
        practice
        for practice in known.practices.values()
        if (not doing or practice.doing == doing)
        and (material is None or material in practice.materials)
    ]
    asked = text.strip()[:LONGEST]
    if not asked:
        return Found(tuple(wanted))
    kind = load_knowledge(laid).findings.get(asked)
    named = {p.id for p in known.for_check(asked, kind.checklist if kind else ())}
    if named:
        return Found(tuple(p for p in wanted if p.id in named))
    terms = _terms(asked, known)
    ranked = _ranked(wanted, terms, _index(laid), len(terms))
    if ranked or len(terms) < 2:
        return Found(ranked)
    some = _ranked(wanted, terms, _index(laid), (len(terms) + 1) // 2)
    return Found(some, all_words=False)


def _ranked(
    practices: Sequence[Practice],
    terms: Sequence[str],
    index: Mapping[str, Mapping[str, float]],
    needed: int,
) -> tuple[Practice, ...]:
    """Those that have as many of the words as needed, best first; at least one word is needed."""
    scored = []
    for place, practice in enumerate(practices):
        scores = [_score(term, index[practice.id]) for term in terms]
        hits = sum(score > 0 for score in scores)
        if hits >= max(needed, 1):
            scored.append((-hits, -sum(scores), place, practice))
    return tuple(practice for *_, practice in sorted(scored, key=lambda row: row[:3]))


def _score(term: str, weights: Mapping[str, float]) -> float:
    best = weights.get(term, 0.0)
    if len(term) >= SHORTEST_BEGINNING:
        longer = (w for word, w in weights.items() if word != term and word.startswith(term))
        best = max(best, BEGINNING * max(longer, default=0.0))
    return best


def _terms(text: str, known: Practices) -> tuple[str, ...]:
    words = [known.same.get(word, word) for word in folded(text)]
    telling = [word for word in words if word not in known.ignored]
    return tuple(dict.fromkeys(telling or words))


@lru_cache(maxsize=4)
def _index(overlay: Path | None) -> Mapping[str, Mapping[str, float]]:
    """Practice to its words, each with what it counts, out of the texts of all languages."""
    index: dict[str, dict[str, float]] = {}
    for language in languages():
        known = load_practices(overlay, language)
        for practice in known.practices.values():
            words = index.setdefault(practice.id, {})
            for field, text in _texts(practice, known):
                for word in folded(text):
                    if word not in known.ignored:
                        meant = known.same.get(word, word)
                        words[meant] = max(words.get(meant, 0.0), WEIGHTS[field])
    return index


def _texts(practice: Practice, known: Practices) -> list[tuple[str, str]]:
    templates = [known.templates[template] for template in practice.templates]
    return [
        ("title", practice.title),
        ("asked", " ".join(practice.asked)),
        ("templates", " ".join(f"{t.title} {t.name}" for t in templates)),
        ("ids", " ".join((practice.id, *practice.checks, *practice.terms))),
        ("steps", " ".join(practice.steps)),
        ("doing", known.activities[practice.doing].title),
        ("why", practice.why),
    ]


def _singular(word: str) -> str:
    return (
        word[:-1]
        if len(word) > LONGEST_WHOLE and word.endswith("s") and not word.endswith("ss")
        else word
    )
