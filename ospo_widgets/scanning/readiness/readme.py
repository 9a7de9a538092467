# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a README says: topics, links, badges, left-over template text, language.

A detector; whether its links lead anywhere is seen by the check, which knows the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote

import yaml

from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.readiness import prose
from ospo_widgets.scanning.readiness.prose import Line
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

MAX_LINKS = 400
_MAX_TEXT = 256 * 1024
_README = re.compile(r"readme(?:[._-][\w-]{1,20}){0,2}", re.I)
_FOLDERS = frozenset({"", "docs", "doc", ".github", ".gitlab"})
_SUFFIXES = frozenset({"", ".md", ".markdown", ".rst", ".txt", ".adoc", ".asciidoc", ".org"})


def is_readme(path: str) -> bool:
    """Whether this is a README where people look for one."""
    folder, _, name = path.rpartition("/")
    if folder.lower() not in _FOLDERS or name[:6].lower() != "readme":
        return False
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    return bool(_README.fullmatch(name)) and suffix in _SUFFIXES


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


@cache
def _table() -> dict[str, Any]:
    text = (data_dir() / "readme_topics.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return table


@cache
def _stub() -> re.Pattern[str]:
    """What stands below a heading until somebody writes the chapter."""
    return re.compile(rf"\W{{0,3}}(?:{'|'.join(_table()['stub'])})\W{{0,3}}", re.I)


@cache
def _patterns() -> tuple[dict[str, dict[str, re.Pattern[str]]], re.Pattern[str]]:
    """Patterns of ``data/readme_topics.yaml``, and those of template text."""
    table = _table()
    return {
        place: {topic: _any(*patterns) for topic, patterns in table[place].items()}
        for place in ("headings", "phrases", "badges")
    }, _any(*table["template"])


_TITLE_TEMPLATE = re.compile(
    r"(?:the )?(?:project|repo(?:sitory)?)[ -]?(?:title|name)|my[ -]project|"
    r"your project|untitled|title",
    re.I,
)

_INLINE = re.compile(r"\]\(\s{0,3}<?([^)<>\s]{1,300})>?(?:\s{1,3}[\"'(][^)]{0,200})?\)")
_DEFINITION = re.compile(r"\s{0,3}\[[^\]^]{1,100}\]:\s{1,4}<?([^\s>]{1,300})")
_HTML = re.compile(
    r"<(?:img|a|source)\b[^>]{0,300}?\b(?:src|href)\s?=\s?[\"']([^\"']{1,300})", re.I
)
_RST = re.compile(r"\s{0,12}\.\. (?:image|figure|\|[^|]{1,60}\| image)::\s{1,4}(\S{1,300})")
_RST_LINK = re.compile(r"`[^`<]{0,200}<([^>`\s]{1,300})>`_")
_ADOC = re.compile(r"\b(?:image::?|link:)([^\s\[:][^\s\[]{0,300})\[")
_CODE = re.compile(r"(`{1,3})[^`]{1,300}\1")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:|//|#|\?|@|\$|\{|<|%7B", re.I)
_TARGET = re.compile(r"[\w .,/()+@~&'=%-]{1,300}")


def _examine(source: Source) -> list[dict[str, Any]]:
    text = source.text[:_MAX_TEXT]
    lines = prose.lines_of(text, source.suffix)
    title = next((line for line in lines if line.kind == "heading" and line.text), None)
    if title and any(p.search(title.text) for p in _patterns()[0]["headings"].values()):
        title = None  # the first heading is a chapter already
    topics: dict[str, int] = {}
    for line in lines:
        _find_topics(line, topics)
    purpose = next(
        (n.number for n in lines if n.kind == "prose" and len(prose.bare(n.text).split()) >= 6), 0
    )
    if purpose:
        topics["purpose"] = purpose
    mail = next((n.number for n in lines if re.search(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w", n.text)), 0)
    return [
        {
            "title": prose.bare(title.text).strip()[:120] if title else "",
            "title_line": title.number if title else 0,
            "words": prose.word_count(lines),
            "topics": topics,
            "badges": _badges(lines),
            "template": _template(lines, title),
            "links": list(_links(lines, source.suffix))[:MAX_LINKS],
            "language": prose.language_of(lines),
            "mail": mail,
            "cern": next((n.number for n in lines if _CERN.search(n.text)), 0),
        }
    ]


_CERN = _any(
    r"(?:developed|written|created|made|designed|maintained) (?:at|by) (?:the )?CERN\b",
    r"developed (?:and maintained )?(?:at|by) (?:the )?CERN\b",
    r"\bCERN(?:'s|’s)? (?:copyright)\b",
)


def _find_topics(line: Line, topics: dict[str, int]) -> None:
    table = _patterns()[0]["headings" if line.kind == "heading" else "phrases"]
    for topic, pattern in table.items():
        if topic not in topics and pattern.search(line.text[:600]):
            topics[topic] = line.number


def _badges(lines: list[Line]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        if "http" in line.text:
            for name, pattern in _patterns()[0]["badges"].items():
                if name not in found and pattern.search(line.text):
                    found[name] = line.number
    return found


def _template(lines: list[Line], title: Line | None) -> list[list[Any]]:
    found: list[list[Any]] = []
    if title and _TITLE_TEMPLATE.fullmatch(title.text.strip()):
        found.append([title.number, title.text[:80]])
    before: Line | None = None
    for line in lines:
        if line.kind == "code" or not line.text.strip():
            continue
        stub = line.kind == "prose" and (
            before is not None and before.kind == "heading" and _stub().fullmatch(line.text.strip())
        )
        if stub or _patterns()[1].search(line.text):
            found.append([line.number, " ".join(line.text.split())[:80]])
        before = line
    return found[:20]


def _links(lines: list[Line], suffix: str) -> Iterator[list[Any]]:
    """Line and target of each link that leads to somewhere in the tree."""
    patterns = (
        (_RST, _RST_LINK)
        if suffix == ".rst"
        else (_ADOC,)
        if suffix in {".adoc", ".asciidoc"}
        else (_INLINE, _DEFINITION, _HTML)
    )
    for line in lines:
        if line.kind == "code":
            continue
        text = _CODE.sub(" ", line.text) if suffix != ".rst" else line.text
        for pattern in patterns:
            for match in pattern.finditer(text):
                target = match[1].split("#")[0].split("?")[0]
                if target and not _SCHEME.match(match[1]) and _TARGET.fullmatch(unquote(target)):
                    yield [line.number, unquote(target)[:300]]


DETECTOR = Detector("readme", 1, _examine, wants=is_readme)
