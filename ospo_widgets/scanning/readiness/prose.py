# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Lines of a document written in a markup: which are prose, headings, code; and its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LINES = 4_000
MAX_LINE = 2_000

_FENCE = re.compile(r"\s{0,6}(```|~~~)")
_HASH = re.compile(r"\s{0,3}(#{1,6}|={1,5}|\*{1,5})\s+(\S.{0,200})$")
_UNDERLINE = re.compile(r"([=~^*+#\"'`:._-])\1{2,}\s*$")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]{0,200}>(.{0,200})", re.I)
_MARKUP = re.compile(
    r"!\[[^\]]{0,200}\]\([^)]{0,500}\)|!\[[^\]]{0,200}\]\[[^\]]{0,100}\]|<[^>]{0,500}>|"
    r"\]\([^)]{0,500}\)|\]\[[^\]]{0,100}\]|https?://\S{1,500}|`[^`]{0,200}`|[#*_|\[\]>`]"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_STOP = {
    "en": "the of and to in is for with that this you are can from by be or as it on an",
    "fr": "le la les des et est pour dans une vous que sur avec par du sont qui en au ou",
    "de": "der die das und ist für mit den von ein eine zu im nicht auf werden sie wird",
    "es": "el los las una para con por que del es en como se su al lo más este son",
    "it": "il di che per una con del della è sono nel gli le si da in questo come al",
}
_ENOUGH = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its text, and what it is (``prose``, ``heading``, ``code``)."""

    number: int
    text: str
    kind: str
    level: int = 0


def lines_of(text: str, suffix: str) -> list[Line]:
    """The lines of a document, those of comments left out.

    Args:
        text: The document; Markdown, reStructuredText, AsciiDoc, Org or plain.
        suffix: Ending of its name, which tells stars of Org from stars of emphasis.
    """
    raw = [line[:MAX_LINE].rstrip() for line in text.split("\n", MAX_LINES)[:MAX_LINES]]
    found: list[Line] = []
    fenced = ""
    comment = False
    for i, line in enumerate(raw):
        if fenced:
            if line.strip().startswith(fenced):
                fenced = ""
            found.append(Line(i + 1, line, "code"))
            continue
        if comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
            continue
        if match := _FENCE.match(line):
            fenced = match[1]
            found.append(Line(i + 1, line, "code"))
            continue
        found.append(_line(i, line, raw, suffix))
    return found


def _line(i: int, line: str, raw: list[str], suffix: str) -> Line:
    heading = _HASH.match(line)
    if heading and (heading[1][0] != "*" or suffix == ".org"):
        return Line(i + 1, heading[2].strip(" #="), "heading", len(heading[1]))
    if match := _HTML_HEADING.search(line):
        return Line(
            i + 1, re.sub(r"<[^>]{0,300}>?", "", match[2]).strip(), "heading", int(match[1])
        )
    below = raw[i + 1] if i + 1 < len(raw) else ""
    if line.strip() and _UNDERLINE.match(below) and not _UNDERLINE.match(line) and len(line) < 120:
        return Line(i + 1, line.strip(), "heading", 1 if below[0] == "=" else 2)
    # Four blanks are code in Markdown, quotes and literal blocks elsewhere.
    indented = line.startswith(("    ", "\t")) and not line.lstrip().startswith(("-", "*", "+"))
    return Line(i + 1, line, "code" if indented else "prose")


def bare(text: str) -> str:
    """A line without its markup, links and code."""
    return _MARKUP.sub(" ", text)


def word_count(lines: list[Line]) -> int:
    """Words of prose."""
    return sum(len(_WORD.findall(bare(line.text))) for line in lines if line.kind == "prose")


def language_of(lines: list[Line]) -> str:
    """``en``, ``fr``, ``de``, ``es``, ``it``, ``other`` (another script), or empty: too short."""
    words = list(_prose_words(lines))
    if len(words) < _ENOUGH:
        return ""
    if sum(not word[0].isascii() and ord(word[0]) > 0x24F for word in words) * 2 > len(words):
        return "other"
    counts = {code: sum(word in stops for word in words) for code, stops in _STOPS.items()}
    best = max(counts, key=lambda code: counts[code])
    second = max(count for code, count in counts.items() if code != best)
    sure = counts[best] * 12 >= len(words) and counts[best] >= 2 * second
    return best if sure else ""


_STOPS = {code: frozenset(stops.split()) for code, stops in _STOP.items()}


def _prose_words(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        if line.kind == "prose":
            yield from (word.lower() for word in _WORD.findall(bare(line.text)))
