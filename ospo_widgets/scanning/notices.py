# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sentences about rights in the text of a file, with their lines: notices, claims, reservations.

Each file is looked at once, by :data:`DETECTOR`; what stands where matters to the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ospo_widgets.scanning.detection.license_names import named_licenses
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

HEAD = 64 * 1024
"""Bytes of each file in which notices are looked for; they stand at the top."""

_S = r"[\s#*/;%!|>\"'-]+"
_WAIVER = re.compile(rf"does{_S}not{_S}waive{_S}the{_S}privileges{_S}and{_S}immunities", re.I)
_BEFORE_WAIVER = re.compile(r"licen[cs]e,? (?P<who>[^,.;]{2,100})$", re.I)
_RESERVED = re.compile(r"all\s+rights\s+reserved", re.I)
_GRANT = re.compile(
    rf"redistribution{_S}and{_S}use|permission{_S}is{_S}hereby{_S}granted|licen[cs]ed{_S}under|"
    rf"terms{_S}of{_S}the|free{_S}software|governed{_S}by|\blicen[cs]e{_S}that|"
    rf"see{_S}(?:the{_S})?(?:file{_S})?(?:LICEN[CS]E|COPYING)|subject{_S}to{_S}the|for{_S}terms|"
    rf"distributed{_S}under|permission{_S}to{_S}use",
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
_ALIKE = re.compile(
    r"(?:MIT|BSD|GPL|Apache|X11)(?:[/-]X)?[\s-](?:like|style|derivat|inspired)", re.I
)
_HEADING = re.compile(r"^#{1,4}\s*licen[cs](?:e|ing)\b.*\n+(?P<what>(?:.*\n?){0,5})", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that matters.

    Attributes:
        kind: ``waiver`` (immunities of an intergovernmental organisation), ``reserved``,
            ``bare-ohl``, ``claim`` (a README names a licence), ``holder`` (a line of copyright in a
            licence file or README, which REUSE does not look at) or ``template`` (a line of
            copyright that still has the brackets of its template).
        line: Line, counted from 1.
        text: Who waives nothing, what is reserved, the licence claimed, or the line.
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
            if len(names) == 1 and not _ALIKE.search(what):
                return Notice("claim", _line(text, match.start()), names[0])
    return None


_TELLS = re.compile(r"(?:README|LICEN[CS]E|COPYING|COPYRIGHT|NOTICE)(?:[-._].*)?", re.I)
"""Names of files in which prose states licence and holder."""
_COPYRIGHT = re.compile(
    r"^[ \t#*/;%!|>\"'.-]{0,20}(?P<line>(?:SPDX-FileCopyright"  # two pieces: this is no notice
    r"Text:|(?:\(c\)[ \t]{0,4})?Copyright|\u00a9|\(c\)[ \t]{1,4}(?=\d{4}|<|\[))"
    r"[ \t:]{1,4}.{2,200})$",
    re.I | re.M,
)
_STATES = re.compile(
    r"\d{4}|\([cC]\)|\u00a9|SPDX-File|<year>|\[y{2,4}\]|"
    r"^[Cc]opyright[ \t:]{1,4}(?:by[ \t])?[A-Z<\[]"
)
_NOT_STATED = re.compile(
    r"copyright (?:notice|holder|owner|law|licen[cs]e|interest|act|disclaimer|statement|and|or|in|"
    r"of|is|on|to|for|any|over|remains|protect|treaty|hold)",
    re.I,
)
TEMPLATE = re.compile(
    r"[<\[{](?:the )?(?:year|y{2,4}|name|fullname|full name|your|owner|holder|copyright|author|"
    r"organi[sz]ation|company|dates?|insert|program)[^>\]}]{0,60}[>\]}]|"
    r"\{\{|\$\{|\{\(|\{%|\bYYYY\b|\b20[xX]{2}\b|\b\d{4},? ORGANIZATION\b|"
    r"\b(?:your name(?: here)?|my company|name of (?:the )?author|john doe|"
    r"package'?s copyright holder|your company|your organi[sz]ation)\b|"
    r"\[\d{4}(?: ?- ?\d{4})?\] \[[^\]]{2,80}\]",
    re.I,
)
"""What a template leaves in a line of copyright."""


OF_A_TEXT = re.compile(
    r"Free Software Foundation, Inc|Creative Commons|Eclipse Foundation, Inc", re.I
)
"""Who wrote licence texts; a line that names them in a licence file is about that text."""


def _copyright_lines(text: str) -> Iterator[Notice]:
    """Lines of copyright in a file that states them in prose.

    Left out are templates that show how to use a licence, and who wrote the text of a licence.
    """
    for match in _COPYRIGHT.finditer(text):
        line = " ".join(match["line"].split())
        if not _STATES.search(line) or _NOT_STATED.match(line) or OF_A_TEXT.search(line):
            continue
        kind = "template" if TEMPLATE.search(line) else "holder"
        if kind == "template" and _explains_itself(text, match.start()):
            continue
        yield Notice(kind, _line(text, match.start()), line)


_EXPLAINS = re.compile(
    r"how to (?:apply|use) (?:the|these|this)|end of terms and conditions|boilerplate notice|"
    r"appendix|"
    r"replaced with your own identifying|attach the following|to apply the .{1,60} to your work",
    re.I,
)
_APACHE_TEMPLATE = re.compile(r"\[yyyy\] \[name of copyright owner\]|<year>\s{1,4}<name of author>|"
                              r"\{yyyy\} \{name of copyright owner\}|\(C\) yyyy name of author|"
                              r"19yy", re.I)  # fmt: skip


def _explains_itself(text: str, position: int) -> bool:
    """Whether a template stands in the part of a licence text that shows how to use it."""
    line = text[position : position + 200]
    return bool(_APACHE_TEMPLATE.search(line) and _EXPLAINS.search(text[:position]))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def tells(path: str) -> bool:
    """Whether a file states licence and holder in prose, by its name and depth."""
    return path.count("/") <= 1 and _TELLS.fullmatch(path.rpartition("/")[2]) is not None


def counts_at(path: str, kind: str) -> bool:
    """Whether a notice of this kind says something about the project in a file at this path."""
    if kind in {"bare-ohl", "holder", "template"}:
        return tells(path) and not path.startswith("LICENSES/")
    if kind == "claim":
        return "/" not in path
    return True


_IGNORED = ("REUSE-Ignore" + "Start", "REUSE-Ignore" + "End")


def _without_ignored(text: str) -> str:
    """The text with the regions emptied that REUSE ignores; lines keep their numbers."""
    start = text.find(_IGNORED[0])
    if start < 0:
        return text
    kept: list[str] = []
    end = 0
    while start >= 0:
        kept.append(text[end:start])
        after = text.find(_IGNORED[1], start)
        stop = len(text) if after < 0 else after
        kept.append("\n" * text.count("\n", start, stop))
        end = stop
        start = text.find(_IGNORED[0], end)
    return "".join((*kept, text[end:]))


def _examine(source: Source) -> list[tuple[str, int, str]]:
    """Rows ``(kind, line, text)``; whether they count where the file lies is for the checks."""
    text = _without_ignored(source.head)
    found = list(notices_in(text))
    if _TELLS.fullmatch(source.name):
        found += [n for n in (bare_ohl_in(text),) if n]
        if source.name.upper().startswith("README"):
            found += [n for n in (claim_in(text),) if n]
        found += list(_copyright_lines(text))[:50]
    return [(notice.kind, notice.line, notice.text[:300]) for notice in found]


DETECTOR = Detector(
    "notices",
    3,
    _examine,
    triggers=(
        r"waive[\s#*/;%!|>\"'-]+the[\s#*/;%!|>\"'-]+privileges",
        r"all\s+rights\s+reserved",
        r"confidential\s+and\s+proprietary\s+information",
    ),
    wants=tells,
)
