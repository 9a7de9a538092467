# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where a header may stand: behind everything that must stay in the first lines of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from ospo_widgets.scanning.fix.styles import Style

_LINE = re.compile(r"[^\r\n]{0,4000}(?:\r\n|\n|\r|\Z)")
_SHEBANG = re.compile(r"#!(?!\[)")
_CODING = re.compile(r"[ \t\f]*#.{0,200}?coding[:=][ \t]*[-\w.]+")
_EMACS = re.compile(r"\W{1,10}[^\w\r\n]*-\*-.{1,200}-\*-")
_VIM = re.compile(r"\W{1,10}(?:vim?|ex):\s*\S")
_DIRECTIVE = re.compile(r"#\s*(?:syntax|escape|check)\s*=", re.I)
_CLOUD = re.compile(r"#cloud-config\b")
_TEX = re.compile(r"%&\S|%\s*!(?:TEX|BIB)\b", re.I)
_ECHO = re.compile(r"@echo\s+off\b", re.I)
_CABAL = re.compile(r"cabal-version:", re.I)
_EXTENDS = re.compile(r"\s*\{%-?\s*extends\b[^%\r\n]{0,300}%\}")
_DOCTYPE = re.compile(r"\s*<!doctype\s+html\b[^>\r\n\[]{0,300}>", re.I)
_XML = re.compile(r"<\?xml\b.{0,500}?\?>", re.S)
_PHP = re.compile(r"<\?php[ \t]*(?:\r\n|\n|\r)")
_YAML = re.compile(
    r"(?:%[A-Z]+[^\r\n]{0,200}(?:\r\n|\n|\r)){0,5}---[ \t]*(?:#[^\r\n]{0,400})?(?:\r\n|\n|\r|\Z)"
)
_FRONT = re.compile(r"(?:---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a header goes.

    Attributes:
        position: Position of the first byte behind it.
        breaks: The header needs a line end before it: the line above has none.
        style: Name of another style that counts there (front matter), else empty.
    """

    position: int
    breaks: bool = False
    style: str = ""


def place_of(text: str, begin: int, path: str, style: Style) -> Place | None:
    """Where the header of a file goes.

    Args:
        text: The content, one character for each byte.
        begin: Where it begins, behind the byte order mark.
        path: Relative path.
        style: Its comment style.

    Returns:
        The place, or None when a comment there would come out as text of a page.
    """
    name = PurePosixPath(path).name.lower()
    suffix = PurePosixPath(name.removesuffix(".in")).suffix
    if suffix in {".php", ".php3", ".php4", ".php5"}:
        return _php(text, begin)
    if style.name == "html":
        return _markup(text, begin, suffix)
    position = begin
    if suffix in {".yaml", ".yml"} and (match := _YAML.match(text, begin)):
        return _after(text, match.end(), begin)
    while (line := _LINE.match(text, position)) and line[0]:
        if not _stays(line[0], position == begin, name, style):
            break
        position = line.end()
    return _after(text, position, begin)


def _stays(line: str, first: bool, name: str, style: Style) -> bool:
    """Whether this line must stay above a header."""
    if first and (_SHEBANG.match(line) or (_TEX.match(line) and style.single == "%")):
        return True
    if name.endswith(".bat") and first and _ECHO.match(line):
        return True
    if name.endswith(".cabal") and first and _CABAL.match(line):
        return True
    if style.single == "#":
        if _CODING.match(line) or (first and _CLOUD.match(line)):
            return True
        if ("dockerfile" in name or "containerfile" in name) and _DIRECTIVE.match(line):
            return True
    sign = line.lstrip()[:1]
    marks = (style.single[:1], style.start[:1])
    commented = bool(sign) and sign in marks
    closed = not line.lstrip().startswith(style.start or "\0") or style.end in line
    return commented and closed and bool(_EMACS.match(line) or _VIM.match(line))


def _after(text: str, position: int, begin: int) -> Place:
    return Place(position, breaks=position > begin and text[position - 1] not in "\r\n")


def _php(text: str, begin: int) -> Place | None:
    position = begin
    if text.startswith("#!", begin) and (line := _LINE.match(text, begin)):
        position = line.end()
    match = _PHP.match(text, position)
    return Place(match.end()) if match else None


def _markup(text: str, begin: int, suffix: str) -> Place | None:
    if suffix in {".md", ".markdown", ".rmd"} and (match := _FRONT.match(text, begin)):
        fence = match[0].rstrip()
        closed = re.search(
            rf"^{re.escape(fence)}[ \t]*\r?$", text[match.end() : match.end() + 65536], re.M
        )
        if closed:
            return Place(match.end(), style="front")
    position = begin
    blank = re.compile(r"\s{0,100}").match(text, begin)
    start = blank.end() if blank else begin
    if match := _XML.match(text, start):
        position = match.end()
        if (line := _LINE.match(text, position)) and not line[0].strip():
            position = line.end()
    for pattern in (_EXTENDS, _DOCTYPE):
        if suffix in {".html", ".htm"} and (match := pattern.match(text, position)):
            line = _LINE.match(text, match.end())
            if line and not line[0].strip():
                position = line.end()
            elif pattern is _DOCTYPE:
                position = match.end()
    return _after(text, position, begin)
