# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licence texts: whole ones by the text engine, changed ones by the sentences that make them.

``licenseclassifier`` knows the texts of the SPDX list word by word, with the usual notices. What
was reworded, shortened or is in no list is told by sentences (``data/detection/texts.yaml``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

import re2

from ospo_widgets.scanning.detection.found import Found
from ospo_widgets.scanning.detection.model import TEXT
from ospo_widgets.scanning.detection.normal import Normal
from ospo_widgets.scanning.detection.rules import Passage, rules

COVERAGE = 0.1
"""Smallest share of the text, in per cent, that must be licence text."""
LONG = 4_000
"""Characters from which on a text is a whole licence and not a notice."""
MAX_PASSAGES = 300
MAX_READ = 400_000
"""Characters that the text engine reads of one file; no licence is longer."""

_GNU = re.compile(r"(A|L)?GPL-\d\.\d|GFDL-\d\.\d")


@cache
def _engine() -> Any:
    from licenseclassifier import identify_license

    identify_license("warm up")
    return identify_license


_WORTH = re2.compile(
    rb"permission|permitted|redistribut|warrant|terms|conditions|granted|grant |grants |freely"
    rb"|as is|as-is|rights|you may|you can|anyone|may be|unlimited|free software"
    rb"|licen[cs]e|lizenz|licenc"
)


def worth_reading(text: bytes) -> bool:
    """Whether a text in normal form has words that licence texts are made of."""
    return bool(_WORTH.search(text))


def by_engine(normal: Normal) -> list[Found]:
    """Whole texts and usual notices, as the text engine knows them; it reads lines as written."""
    text = "\n".join(normal.plain)[:MAX_READ]
    ends = list(accumulate(len(line) + 1 for line in normal.plain))
    found = []
    for match in _engine()(text, COVERAGE):
        first, last = bisect_right(ends, match.start), bisect_left(ends, match.end)
        start = normal.starts[min(first, len(normal.starts) - 1)]
        end = normal.starts[last + 1] if last + 1 < len(normal.starts) else len(normal.text)
        words = normal.text[start:end]
        if match.end - match.start < _ADDRESS and "http" in text[match.start : match.end]:
            continue
        long = match.end - match.start > LONG
        begin = _BEGINNING.search(words[:1500])
        found.append(
            Found(
                start + begin.start() if begin and not long else start,
                max(end, start + 1),
                _spelled(match.id, normal.text[start : end + _FOLLOWING]),
                TEXT,
                100 if long else 98,
                f"text:{match.id}",
                family_of(match.id),
                long=long,
            )
        )
    return found


_BEGINNING = re.compile(
    rb"permission (?:is|to) |redistribution and use|this software is provided '?\"?as"
)
"""Where a short text begins, behind the notice of copyright that the engine takes in."""


_ADDRESS = 120
"""Shorter matches that hold an address are addresses; our own rules judge those."""


def _spelled(license_id: str, text: bytes) -> str:
    """A GNU id with its suffix; a notice tells by itself, a whole text says “only”."""
    bare = license_id.removesuffix("-only")
    if not _GNU.fullmatch(bare):
        return license_id
    later = len(text) < LONG and any(
        m.group(1).decode("ascii") in {bare.rpartition("-")[2], bare[-3:].removesuffix(".0")}
        for m in _LATER.finditer(text)
    )
    return f"{bare}-or-later" if later else f"{bare}-only"


_FOLLOWING = 160
_LATER = re.compile(
    rb"version (\d(?:\.\d)?)(?: of the licen[cs]e| dated \w{3,9},? \d{4})?,? or,? \(?at your "
    rb"(?:option|opinion|choice)\)?,? any later"
)


def family_of(license_id: str) -> str:
    """``GPL`` for ``GPL-2.0-only``, else the id without its version."""
    return re.sub(r"-\d.*$", "", license_id)


_ENDING = re.compile(rb"including the gnu public licen[cs]e\.?\]")
"""Last words of texts; names up to them belong to the text."""


def by_sentences(text: bytes) -> list[Found]:
    """Texts told by their sentences; each passage gives one licence at most."""
    known = rules()
    found: list[Found] = []
    for index in known.passage_set.Match(text) or ():
        passage = known.passages[index]
        starts = [
            m.start()
            for m, _ in zip(passage.start.finditer(text), range(MAX_PASSAGES), strict=False)
        ]
        if passage.long:  # a title is said again soon, another text comes later
            starts = [s for n, s in enumerate(starts) if not n or s - starts[n - 1] > _WHOLE]
        for start, following in pairwise([*starts, len(text)]):
            end = min(start + passage.within, following)
            row = _variant(text, start, end, passage)
            if row is not None:
                found.append(row)
    return sorted(found, key=lambda one: not one.choice)


def _variant(text: bytes, start: int, end: int, passage: Passage) -> Found | None:
    body = text[max(0, start - passage.back) : end]
    for variant in passage.variants:
        if not all(pattern.search(body) for pattern in variant.all):
            continue
        if any(pattern.search(body) for pattern in variant.none):
            continue
        last = max(m.end() for m in (p.search(body) for p in variant.all) if m)
        ending = _ENDING.search(body, last)
        last = max(last, ending.end() if ending else 0)
        begin = max(0, start - passage.back)
        if passage.long:
            last = len(body)
            if passage.end and (ending := passage.end.search(body)):
                last = ending.end()
        row = Found(start, begin + last, variant.license, TEXT, 90, variant.rule, long=passage.long)
        row.choice = variant.over
        return row
    return None


_OPENING = re2.compile(
    rb"\b1\.?0?\.? \(?\"?definitions|\bdefinitions\b|\bpreamble\b|\bavertissement\b|pr.ambule"
    rb"|the following (?:terms|definitions)|terms and conditions (?:for|of)"
    rb"|accompanying program is provided under the terms"
    rb"|constitutes recipient's acceptance|article 1"
)
_WHOLE = 3_000
"""Characters that must follow a title for the text of the licence to be there."""
_SOON = 1_500


def opened(text: bytes, names: list[Found], texts: list[Found]) -> list[Found]:
    """Whole licences that nobody recognises word by word: a title, and then definitions.

    Args:
        text: The text in normal form.
        names: Names found in it.
        texts: Whole texts that were recognised.
    """
    found: list[Found] = []
    for name in names:
        if not name.versioned or len(text) - name.start < _WHOLE:
            continue
        if found and name.start < found[-1].end:
            continue
        if any(one.long and one.start - _SOON <= name.start <= one.end for one in texts):
            continue
        line = text.rfind(b"\n", 0, name.start) + 1
        if name.start - line > _TITLE or not _OPENING.search(text[name.end : name.end + _SOON]):
            continue
        end = min((o.start for o in texts if o.long and o.start > name.start), default=len(text))
        rule = f"title:{name.family}"
        found.append(Found(name.start, end, name.expression, TEXT, 85, rule, long=True))
    return found


_TITLE = 60
"""Characters that may stand before the name in a title."""
