# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sentences about rights in the text of a file, with their lines: notices, claims, reservations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ospo_widgets.scanning.licence_names import named_licenses

HEAD = 64 * 1024
"""Bytes of each file in which notices are looked for; they stand at the top."""

_S = r"[\s#*/;%!|>\"'-]+"
_WAIVER = re.compile(rf"does{_S}not{_S}waive{_S}the{_S}privileges{_S}and{_S}immunities", re.I)
_BEFORE_WAIVER = re.compile(r"licen[cs]e,? (?P<who>[^,.;]{2,100})$", re.I)
_RESERVED = re.compile(r"all\s+rights\s+reserved", re.I)
_GRANT = re.compile(
    rf"redistribution{_S}and{_S}use|permission{_S}is{_S}hereby{_S}granted|licen[cs]ed{_S}under|"
    rf"terms{_S}of{_S}the|free{_S}software",
    re.I,
)
"""Words of permissions; beside them, “all rights reserved” is an old formula without effect."""
_PROPRIETARY = re.compile(r"confidential\s+and\s+proprietary\s+information", re.I)
_OHL = re.compile(r"CERN[\s_-]*(?:OHL|Open\s+Hardware\s+Licen[cs]e)", re.I)
_OHL_AGAIN = r"(?:\(?\s*CERN[\s-]*OHL[^)\n]{0,12}\)?)?"
_OHL_VERSION_2 = r"(?:v(?:er(?:sion|\.)?)?[\s.]*)?(?:2(?:\.0)?)?"
_OHL_VARIANT = re.compile(
    rf"[\s\W_]*{_OHL_AGAIN}[\s\W_]*{_OHL_VERSION_2}[\s\W_]*(?:[SPW](?![a-z])|strong|weak|permissive)",
    re.I,
)
_OHL_VERSION_1 = re.compile(
    rf"[\s\W_]*{_OHL_AGAIN}[\s\W_]*(?:v(?:er(?:sion|\.)?)?[\s.]*)?1(?:\.\d)?\b", re.I
)
_OHL_ID = re.compile(r"CERN-OHL-(?:1\.[12]|[PSW]-2\.0)(?:\+|-or-later)?")
_CLAIM = re.compile(
    r"(?:licen[cs]ed\s+under|(?:released|distributed|available|published)\s+under|"
    r"licen[cs]e:|badge/licen[cs]e-|under\s+the\s+terms\s+of)(?P<what>.{0,160})",
    re.I | re.S,
)
_HEADING = re.compile(r"^#{1,4}\s*licen[cs](?:e|ing)\b.*\n+(?P<what>(?:.*\n?){0,5})", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that matters.

    Attributes:
        kind: ``waiver`` (immunities of an intergovernmental organisation), ``reserved``,
            ``bare-ohl`` or ``claim`` (a README names a licence).
        line: Line, counted from 1.
        text: Who waives nothing, what is reserved, or the licence claimed.
    """

    kind: str
    line: int
    text: str


def notices_in(text: str) -> Iterator[Notice]:
    """Waivers and reservations in the head of a file of any kind."""
    if match := _WAIVER.search(text):
        before = " ".join(
            re.sub(r"[^\w.,()&-]+", " ", text[max(0, match.start() - 240) : match.start()]).split()
        )
        named = _BEFORE_WAIVER.search(before)
        who = named["who"] if named else " ".join(before.split()[-3:])
        yield Notice("waiver", _line(text, match.start()), who.strip(" ,"))
    granted = _GRANT.search(text) is not None
    for pattern in (_PROPRIETARY,) if granted else (_PROPRIETARY, _RESERVED):
        if match := pattern.search(text):
            yield Notice("reserved", _line(text, match.start()), " ".join(match.group().split()))
            break


def bare_ohl_in(text: str) -> Notice | None:
    """The first mention of CERN-OHL version 2 without its variant; None when a variant is named."""
    first: Notice | None = None
    for match in _OHL.finditer(text):
        rest = text[match.end() : match.end() + 80]
        if _OHL_VARIANT.match(rest):
            return None
        if not _OHL_VERSION_1.match(rest) and first is None:
            line = text[match.start() : match.end() + 20].split("\n", maxsplit=1)[0]
            first = Notice("bare-ohl", _line(text, match.start()), " ".join(line.split()))
    return first


def is_bare_ohl(license_id: str) -> bool:
    """Whether an SPDX id begins with CERN-OHL but names no variant: clause 8.3 makes it S."""
    return license_id.upper().startswith("CERN-OHL") and not _OHL_ID.fullmatch(license_id)


def claim_in(text: str) -> Notice | None:
    """The licence that a README claims, when it claims exactly one family."""
    for pattern in (_CLAIM, _HEADING):
        for match in pattern.finditer(text):
            what = match["what"].split("\n\n")[0]
            names = named_licenses(what)
            if len(names) == 1:
                return Notice("claim", _line(text, match.start()), names[0])
    return None


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
