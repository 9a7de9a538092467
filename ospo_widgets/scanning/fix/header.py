# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Puts what a file lacks into its header: one splice, every other byte stays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ospo_widgets.scanning.fix.content import Content, Splice
from ospo_widgets.scanning.fix.preamble import place_of
from ospo_widgets.scanning.fix.styles import Style

LICENSE_TAG = "SPDX-License-" + "Identifier:"
"""In two pieces, so that this file does not seem to state a licence here."""
COPYRIGHT_TAG = "SPDX-FileCopyright" + "Text:"
_HEAD = 16_384
"""Bytes in which an existing header is looked for."""
_PREFIX = r"^(?P<prefix>[ \t]*(?:#+|//+!?|--+|;+|%+|!+|\*+|REM|dnl|\.\.|\"|'|\.\\\")?[ \t]*)"
_TAGGED = re.compile(_PREFIX + rf"{LICENSE_TAG}[^\r\n]{{0,300}}$", re.M)
_NOTICED = re.compile(
    _PREFIX + rf"(?:{COPYRIGHT_TAG}|(?i:copyright)\s|\(c\)|©|\xc2\xa9)[^\r\n]{{0,300}}$", re.M
)
_MULTILINE = frozenset({"*", ""})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a header shall say.

    Attributes:
        copyright: Copyright notice without its tag; empty when the file has one.
        license: SPDX expression; empty when the file has one.
        notice: More lines, empty for none.
    """

    copyright: str = ""
    license: str = ""
    notice: str = ""

    def lines(self) -> tuple[str, ...]:
        """The lines without comment signs."""
        made = [f"{COPYRIGHT_TAG} {self.copyright}"] if self.copyright else []
        if self.license:
            made.append(f"{LICENSE_TAG} {self.license}")
        if self.notice:
            made += ["", *self.notice.split("\n")]
        return tuple(made)


def header_splice(content: Content, path: str, style: Style, wanted: Wanted) -> Splice | None:
    """The splice that puts ``wanted`` into a file; None when it cannot carry it.

    What the file says already stays: a missing copyright line goes above the licence tag, a
    missing tag below the copyright lines, with the comment signs that stand there.
    """
    if content.encoding == "binary":
        return None
    made = None
    if bool(wanted.copyright) != bool(wanted.license) and not wanted.notice:
        made = _beside(content, style, wanted)
    return made or _on_top(content, path, style, wanted)


def _beside(content: Content, style: Style, wanted: Wanted) -> Splice | None:
    """A line beside the one that the file has, when that is plainly a comment line."""
    text = content.text
    head = text[:_HEAD].rsplit("\n", 1)[0] if len(text) > _HEAD else text
    pattern = _TAGGED if wanted.copyright else _NOTICED
    found = [m for m in pattern.finditer(head) if _plain(m, style)]
    if not found:
        return None
    match = found[0]
    line = wanted.lines()[0]
    if wanted.license:
        for later in found[1:]:  # the copyright lines that follow each other
            if head[match.end() : later.start()].strip("\r\n") or (
                head.count("\n", match.end(), later.start()) > 1
            ):
                break
            match = later
    prefix = match["prefix"]
    if wanted.copyright:
        encoded = content.encode(f"{prefix}{line}{content.newline}")
        return None if encoded is None else Splice(match.start(), match.start(), encoded)
    encoded = content.encode(f"{content.newline}{prefix}{line}")
    return None if encoded is None else Splice(match.end(), match.end(), encoded)


def _plain(match: re.Match[str], style: Style) -> bool:
    """Whether a line is a comment line of this style and no block ends on it."""
    sign = match["prefix"].strip()
    if style.end and style.end in match[0]:
        return False
    if sign in _MULTILINE:
        before = match.string[: match.start()]
        opened = before.rfind(style.start) if style.start else -1
        inside = opened >= 0 and before.find(style.end, opened) < 0
        return inside and bool(re.fullmatch(r"\s*", _line_before(before, opened)))
    return bool(style.single) and sign.startswith(style.single)


def _line_before(text: str, position: int) -> str:
    """What stands on a line before ``position``."""
    return text[max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1 : position]


def _on_top(content: Content, path: str, style: Style, wanted: Wanted) -> Splice | None:
    """A comment of its own at the top of the file."""
    place = place_of(content.text, content.begin, path, style)
    if place is None:
        return None
    if place.style == "front":
        block = "\n".join(f"# {line}".rstrip() for line in wanted.lines())
    else:
        made = style.comment("\n".join(wanted.lines()))
        if made is None:
            return None
        block = made
    newline = content.newline
    rest = content.text[place.position :]
    follows = bool(rest) and rest[0] not in "\r\n"
    gap = newline if follows and place.style != "front" else ""
    ahead = newline if place.breaks else ""
    text = ahead + block.replace("\n", newline) + newline + gap
    encoded = content.encode(text)
    return None if encoded is None else Splice(place.position, place.position, encoded)
