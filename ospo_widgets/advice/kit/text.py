# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a person wrote, made safe for the formats of a release kit.

Names and descriptions may hold anything: quotes, line breaks, signs of markup, half a character.
Each function here makes one kind of place safe; nothing else in the kit escapes by hand.
"""

from __future__ import annotations

import re
import unicodedata

WEB_ADDRESS = re.compile(r"https?://[^\s/?#<>\"'`\\^{|}][^\s<>\"'`\\^{|}]*", re.IGNORECASE)
"""A web address without signs that no address holds, so that it may stand in any of the formats."""

_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories that stand for no visible sign: controls, halves of a character, separators."""

_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of the text around, so that it reads as what it is not."""


def flat(text: str) -> str:
    """Text in one line, without signs that cannot be seen or written as UTF-8."""
    return " ".join("".join(c if _visible(c) else " " for c in text).split())


def paragraphs(text: str) -> str:
    """Text in lines, each as in :func:`flat`; empty lines at both ends are left out."""
    return "\n".join(flat(line) for line in text.splitlines()).strip("\n")


def web_address(text: str) -> str:
    """The text when it is a web address, else nothing."""
    address = text.strip()
    return address if WEB_ADDRESS.fullmatch(address) else ""


def code(text: str) -> str:
    """A path as code inside Markdown, also in a table cell; backslashes escape nothing in code."""
    return f"`{flat(text).replace('`', chr(39)).replace('|', chr(92) + '|')}`"


def cell(text: str) -> str:
    """Text of a person inside Markdown: one line, no markup, no table cell, no HTML."""
    line = flat(text)
    for character in "\\|<>`*_[]":
        line = line.replace(character, f"\\{character}")
    return line


def kicad_text(text: str) -> str:
    """A quoted string of a KiCad file, in which a backslash escapes quotes and itself."""
    line = flat(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{line}"'


def file_name(text: str, default: str) -> str:
    """A short ASCII name that every file system takes.

    Args:
        text: What it is made of.
        default: Name when nothing of the text is left.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower())[:40].strip("-") or default


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN and character not in _DIRECTION
