# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Language of comments, told by common words and by script; English is the default.

Only files in which comments of another language clearly outnumber English ones are told: the words
of a language that are counted are in ``data/hygiene.yaml``.
"""

from __future__ import annotations

import re

from ospo_widgets.scanning.hygiene.lists import lists, version
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

_HASH = (".py", ".sh", ".pl", ".rb", ".tcl", ".cmake", ".mk", ".r", ".jl", ".xdc", ".sdc")
_SLASH = (".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".icc", ".java", ".js", ".ts",
          ".go", ".rs", ".v", ".sv", ".svh", ".vh", ".kt", ".scala", ".cs", ".swift", ".cu", ".ino",
          ".php", ".scad")  # fmt: skip
_OTHER = {".vhd": "--", ".vhdl": "--", ".sql": "--", ".lua": "--", ".f": "!", ".f90": "!",
          ".for": "!", ".m": "%", ".tex": "%", ".asm": ";", ".s": ";"}  # fmt: skip
_HASH_LINE = re.compile(r"(?m)^[ \t]*#+(?!!)(.*)$|[ \t]#[ \t](.*)$")
_SLASH_LINE = re.compile(r"//+[!/]?(.*)$|/\*+(.*?)(?:\*/|\Z)", re.M | re.S)
_DOCSTRING = re.compile(r'"""(.{0,4000}?)"""', re.S)
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
}
_LEAST_WORDS = 8
"""Telling words that a file must have: one borrowed sentence is no language."""
_LEAST_SIGNS = 40
_MAX = 400_000


def comments_of(text: str, suffix: str) -> str:
    """Comments of a source text, joined; empty when the kind of file is not known."""
    text = text[:_MAX]
    if suffix in _HASH:
        found = [a or b for a, b in _HASH_LINE.findall(text)]
        found += _DOCSTRING.findall(text) if suffix == ".py" else []
    elif suffix in _SLASH:
        found = [a or b for a, b in _SLASH_LINE.findall(text)]
    elif suffix in _OTHER:
        sign = _OTHER[suffix]
        found = [line.partition(sign)[2] for line in text.split("\n") if sign in line]
    else:
        return ""
    return "\n".join(found)


def language_of(comments: str) -> tuple[str, float]:
    """Language of comments and the share of telling words that are of it; empty when English.

    Returns:
        Code of ISO 639-1 and a number from 0 to 1; ``("", 0)`` for English and for too few words.
    """
    for code, script in _SCRIPTS.items() if not comments.isascii() else ():
        signs = len(script.findall(comments))
        if signs < _LEAST_SIGNS:
            continue
        letters = sum(c.isalpha() for c in comments)
        if signs > letters / 4:
            japanese = code == "zh" and len(_SCRIPTS["ja"].findall(comments)) > signs / 10
            return ("ja" if japanese else code), min(1.0, signs / max(letters, 1))
    words = [word.lower() for word in _WORD.findall(comments)]
    known = lists().languages
    unsure = known["unsure"]
    english = sum(word in known["en"] for word in words)
    scores = {}
    for code in known.keys() - {"en", "unsure"}:
        hits = [word for word in words if word in known[code]]
        if len({word for word in hits if word not in unsure}) >= 4:
            scores[code] = sum(0.5 if word in unsure else 1.0 for word in hits)
    if not scores:
        return "", 0.0
    code = max(sorted(scores), key=lambda c: scores[c])
    score = scores[code]
    share = score / (score + english)
    enough = score >= _LEAST_WORDS and score > len(words) / 12
    return (code, round(share, 2)) if enough and share > 0.66 else ("", 0.0)


def _examine(source: Source) -> list[list[object]] | None:
    comments = comments_of(source.text, source.suffix)
    if len(comments) < _LEAST_SIGNS:
        return None
    code, share = language_of(comments)
    return [[code, share]] if code else None


def detector() -> Detector:
    """Language of comments that are not in English: ``[code, share]``."""
    triggers = (
        r" (?:cette|dans|avec|lorsque|fichier|être|sont|chaque) ",
        r" (?:nicht|werden|wird|oder|wenn|für|eine|datei) ",
        r" (?:della|delle|questo|questa|viene|nella|anche) ",
        r" (?:también|según|función|desde|cuando|porque|está|cada|donde) ",
        r" (?:jest|oraz|jeśli|przez|który|tylko) ",
        r"[\x{0400}-\x{04ff}]{4}|[\x{3040}-\x{30ff}]{3}|[\x{4e00}-\x{9fff}]{3}|[\x{ac00}-\x{d7af}]{3}",
    )
    return Detector("comments", version(1), _examine, triggers)
