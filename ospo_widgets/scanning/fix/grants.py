# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a file without an SPDX tag says about its licence and its holders, in the words of old."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

CERTAIN = 95
"""Confidence from which a detected licence is written as a tag."""
HEAD = 6_144
"""Characters in which a file speaks of its own licence."""

_HINT = re.compile(
    r"licen[cs]e|permission\s+is\s+hereby|redistribution\s+and\s+use|all\s+rights\s+reserved|"
    r"public\s+domain|copying\s+and\s+distribution|confidential|proprietary|trade\s+secret",
    re.I,
)
_SECRET = re.compile(
    r"confidential\s+and\s+proprietary|proprietary\s+and\s+confidential|trade\s+secret", re.I
)
_RESERVED = re.compile(r"all\s+rights\s+reserved", re.I)
_SIGNS = re.compile(r"^[ \t]*(?:[#*;%!|]+|//+|--+|REM\b|dnl\b|\.\.)?", re.M)
_LEAD = re.compile(
    r"^(?:SPDX-(?:File|Snippet)CopyrightText:\s*)?(?:Copyright\b\s*)?(?:\u00a9|\(c\))?\s*"
    r"(?P<years>(?:\d{4}(?:\s*[-–,]\s*(?:\d{4}|present))*,?\s*)?)(?:by\s+)?",
    re.I,
)
_MARKED = re.compile(r"SPDX-|©|\([Cc]\)|\d{4}")
_RIGHTS = re.compile(r"[\s.,;]*all rights? reserved.*$", re.I)
_SINCE = re.compile(r"[\s,]*\bsince(?:\s+\d{4})?\s*$", re.I)
_NO_HOLDER = re.compile(
    r"[\[<{](?:yyyy|year|name|full)|^(?:notice|holder|owner|law|statement)s?\b", re.I
)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a file says about its licence.

    Attributes:
        expression: SPDX expression; empty when the words are none that we know.
        certain: A full text or an exact grant.
        reserved: It keeps all rights and grants none.
    """

    expression: str
    certain: bool
    reserved: bool = False


def grant_in(text: str, *, not_ours: bool = True) -> Grant | None:
    """What the head of a file says about its licence; None when it says nothing.

    Args:
        text: The file, or its beginning.
        not_ours: It names no holder of ours, so “all rights reserved” is meant; beside our own
            name it is an old formula without effect.
    """
    head = text[:HEAD]
    if not _HINT.search(head):
        return None
    expression, confidence = _detected(head)
    if expression:
        return Grant(expression, confidence >= CERTAIN)
    if _SECRET.search(head) or (not_ours and _RESERVED.search(head)):
        return Grant("", False, reserved=True)
    return None


def _detected(head: str) -> tuple[str, int]:
    """Expression and smallest confidence.

    Passage by passage, as the scan reads: thousands of files have the same ones, read once.
    """
    from ospo_widgets.scanning.detection.blocks import rows_of
    from ospo_widgets.scanning.detection.files import file_licenses

    found = file_licenses(rows_of(head.encode("utf-8", "replace")), sure=0)
    if not found.expression:
        return "", 0
    return found.expression, min(match.confidence for match in found.evidence)


def holder_in(notice: str) -> str:
    """The holder that a copyright notice names; empty when it names none.

    A line such as “Copyright notice of the library” has neither year nor sign and names nobody.
    """
    text = " ".join(notice.split())
    if not _MARKED.search(text):
        return ""
    holder = _RIGHTS.sub("", _LEAD.sub("", text, count=1)).strip(" .,;*/")
    holder = _SINCE.sub("", holder).strip(" .,;")
    return "" if _NO_HOLDER.search(holder) else holder


def same_holder(holder: str, ours: Iterable[str]) -> bool:
    """Whether a holder is one of ours, whatever stands behind the name (address, beneficiary)."""
    key = _key(holder)
    return any(k and (key == k or key.startswith(f"{k} ")) for k in map(_key, ours))


def _key(holder: str) -> str:
    plain = re.sub(r"<[^>]*>|\([^)]*\)", " ", holder)
    words = re.sub(r"[^\w]+", " ", plain).casefold().split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def copyright_lines(text: str, limit: int = 10) -> tuple[str, ...]:
    """Copyright notices in a licence file, without their tag, in order: years and holder."""
    found: dict[str, None] = {}
    for line in text[:HEAD].splitlines():
        match = re.search(r"copyright\s*(?:\([Cc]\)|©)?\s*(?=\d{4})|©\s*(?=\d{4})", line, re.I)
        if match:
            rest = _RIGHTS.sub("", line[match.end() :]).strip(" .,;*/#")
            if holder_in(f"© {rest}"):
                found.setdefault(rest[:300])
    return tuple(found)[:limit]
