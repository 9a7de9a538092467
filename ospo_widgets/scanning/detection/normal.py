# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One form for all texts: lower case, no comment decoration, single blanks; lines are remembered.

Only the surroundings of words that licences are made of are taken, so that a long program costs
what its notices cost. Long lines are cut into pieces first: nothing here depends on line ends.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

import re2

BEFORE, AFTER, GAP = 6, 40, 60
"""Lines that are taken before and after a telling word, and largest gap that is taken as well."""
PIECE = 2000
"""Longest piece of a line, in characters."""
SHORT = 6_000
"""Characters of a text that is taken as a whole."""
PROSE = 120_000
"""Characters of prose that is taken as a whole: a licence text has sections without such words."""
MAX_LINES = 20_000
"""Lines that are taken at most."""

_options = re2.Options()
_options.case_sensitive = False
_TELLING = re2.compile(
    rb"licen[cst]|licenz|lizenz|gpl|gfdl|general public|copyleft|public domain|copying|permission"
    rb"|permitted|redistribut|warrant|spdx|creative ?commons|creativecommons|same terms|as-is"
    rb"|freely|opensource\.org|cddl|mozilla public|same conditions|freeware|cecill|beer"
    rb"|b.?s.?d\b|proprietary|classifiers|all rights reserved|granted|software is provided",
    _options,
)
_ODD = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "`": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u00a0": " ", "\u2028": " ", "\u2029": " ", "\ufeff": " ", "\t": " ", "\r": " ", "\f": " ",
    "\v": " ", "\u00a9": "(c)", "\u200b": "", "\u00ad": "", "\u2022": "*", "\u00b7": "*",
})  # fmt: skip
_LEAD = " /*#;%!|\"'-.:~+=_$<>\\{}[],&^@"
_ENDING = " */#|\\;%-=_~^"
_WORD_COMMENTS = re.compile(r"(?:rem|dnl|c|comment|echo|\.\\\"|xcomm)(?: +|$)")
_TAGS = re.compile(r"<(/?)([a-z][a-z0-9:]{0,30})\b([^<>]{0,400})>", re.I)
_LINK = re.compile(r"(?:href|rdf:resource|resource|src)\s{0,3}=\s{0,3}[\"']([^\"'<>]{1,200})", re.I)
_MARKUP = re.compile(r"</?(?:html|p|br|div|a|h[1-6]|li|span|licen[cs]es?|para|body|b|pre)\b", re.I)
_PROSE = frozenset(
    {"txt", "md", "rst", "html", "htm", "rtf", "license", "licence", "copyright", "adoc"}
)
_RTF = re.compile(r"\\'[0-9a-f]{2}|\\[a-z]{1,32}-?\d{0,6} ?|[{}]", re.I)


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in normal form.

    Attributes:
        text: ASCII bytes in lower case, single blanks, a line feed between paragraphs.
        starts: Where each taken line begins in ``text``.
        lines: Number of each taken line, counted from 1.
        raw: The taken lines as they stand in the file.
        plain: The same without markup.
    """

    text: bytes
    starts: list[int]
    lines: list[int]
    raw: list[str]
    plain: list[str]

    def index_at(self, position: int) -> int:
        """Which of the taken lines a position of ``text`` belongs to."""
        return max(0, bisect_right(self.starts, position) - 1)

    def line_at(self, position: int) -> int:
        """Line of a position of ``text``."""
        return self.lines[self.index_at(position)] if self.lines else 1


def pieces(text: str) -> list[tuple[int, str]]:
    """Numbered lines of a text, those that are too long in pieces."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) <= PIECE:
            found.append((number, line))
        else:
            found += ((number, line[i : i + PIECE]) for i in range(0, len(line), PIECE))
    return found


def zones(lines: list[tuple[int, str]], name: str = "") -> list[tuple[int, str]]:
    """The lines around telling words; all lines of a short text and of prose that is not long.

    Args:
        lines: Numbered lines, as :func:`pieces` gives them.
        name: Name of the file; its ending tells prose from programs.
    """
    size = sum(len(line) for _, line in lines)
    if size <= SHORT or (size <= PROSE and _is_prose(name)):
        return lines
    encoded = [line.encode("utf-8", "replace") for _, line in lines]
    data = b"\n".join(encoded)
    ends = list(accumulate(len(line) + 1 for line in encoded))
    hits = sorted({bisect_right(ends, m.start()) for m in _TELLING.finditer(data)})
    chosen: list[tuple[int, str]] = []
    done = 0
    for hit in hits:
        start = max(done, hit - BEFORE)
        if start - done <= GAP and done:
            start = done
        chosen += lines[start : hit + AFTER]
        done = max(done, min(hit + AFTER, len(lines)))
        if len(chosen) >= MAX_LINES:
            break
    return chosen[:MAX_LINES]


def _is_prose(name: str) -> bool:
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    return suffix in _PROSE or not suffix.isalpha() or len(suffix) > 6


def normalise(lines: list[tuple[int, str]], *, name: str = "") -> Normal:
    """Bring lines into normal form.

    Args:
        lines: Numbered lines, as :func:`zones` gives them.
        name: Name of the file; markup is taken away from files that have some.
    """
    raw = [line for _, line in lines]
    texts = _plain(raw, name)
    parts: list[bytes] = []
    starts: list[int] = []
    position = 0
    broken = True
    before = 0
    for (number, _), text in zip(lines, texts, strict=True):
        cleaned = _clean(text)
        starts.append(position)
        if before and number > before + 1 and not broken:
            parts.append(b"\n")
            position += 1
            broken = True
        before = number
        if not cleaned:
            if not broken:
                parts.append(b"\n")
                position += 1
                broken = True
            continue
        if not broken:
            parts.append(b" ")
            position += 1
        data = cleaned.encode("ascii", "replace")
        parts.append(data)
        position += len(data)
        broken = False
    return Normal(b"".join(parts), starts, [number for number, _ in lines], raw, texts)


def _clean(text: str) -> str:
    """One line without decoration, in lower case, single blanks."""
    line = text.translate(_ODD).lower().lstrip(_LEAD) if not text.isascii() else text.lower()
    line = " ".join(line.lstrip(_LEAD).rstrip(_ENDING).replace("`", "'").split())
    if line.endswith("\\n"):  # a text in the program, line by line
        line = line[:-2].rstrip(_ENDING)
    if line[:3] in {"rem", "dnl", "com", "xco", "ech"} or line[:2] == "c ":
        line = _WORD_COMMENTS.sub("", line, count=1)
    return line.lstrip(_LEAD)


def _plain(lines: list[str], name: str) -> list[str]:
    """Lines without tags and entities, when they hold markup."""
    start = "\n".join(lines[:40])[:8000]
    if start.lstrip().startswith("{\\rtf"):
        return [_RTF.sub("", line) for line in lines]
    suffix = name.rpartition(".")[2].lower()
    marked = suffix in {"html", "htm", "xhtml", "xml", "svg", "docbook", "pom", "rdf", "nuspec"}
    if not marked and len(_MARKUP.findall("\n".join(lines)[:60_000], 0)) < 3:
        return [html.unescape(line) if "&" in line else line for line in lines]
    return [_unmarked(line) for line in lines]


def _unmarked(line: str) -> str:
    if "<" in line:
        line = _TAGS.sub(_shown, line)
    return html.unescape(line) if "&" in line else line


def _shown(found: re.Match[str]) -> str:
    """What a tag leaves behind: the address it points to, or a word that says what follows."""
    closing, tag, rest = found.groups()
    if tag.lower() in {"license", "licence"} and not closing:
        link = _LINK.search(rest)
        return f" license: {link.group(1) if link else ''} "
    link = _LINK.search(rest) if "=" in rest else None
    if link and tag.lower() in {"a", "link", "ulink", "cc:license"}:
        return f" {link.group(1)} "
    return "" if tag.lower() in {"b", "i", "em", "strong", "s", "tt", "span", "font"} else " "
