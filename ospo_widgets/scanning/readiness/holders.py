# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Who holds copyright, told from a notice: one name for one holder, its years, and what it is.

The lists of words are in ``data/scan_lists.yaml``. What cannot be told is ``unknown``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from ospo_widgets.scanning.notices import TEMPLATE
from ospo_widgets.scanning.scan_lists import scan_list

_LEAD = re.compile(
    r"^(?:SPDX-(?:File|Snippet)Copyright" + r"Text:\s*)?(?:all (?:the )?code is\s+)?"
    r"(?:(?:\u00a9|\(c\)|&copy;)\s*)?(?:Copyright(?:s|ed)?\b[\s:]*)?(?:\u00a9|\(c\)|&copy;)?[\s,:]*",
    re.I,
)
_YEARS = re.compile(
    r"^(?:(?:19|20)\d{2}(?:\s*[-\u2013,/&]\s*(?:(?:19|20)?\d{2}|present|now|today|ongoing)\b)*[\s,.:;]*"
    r"(?:and\s+|(?:-|\u2013)\s+)?)+",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_TAIL = re.compile(
    r"\s*(?:[,.;]?\s*all rights?(?: not expressly granted are)? reserved\.?.*|\*+/|-->|"
    r"<[^<>]{1,120}>|\((?:see|cf)\b[^()]{0,80}\)|\([^()]{0,80}@[^()]{0,80}\)|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,40}|"
    r"\(?https?://[^\s)]{1,200}\)?|,?\s*(?:et al|and (?:many )?others|and many)\.?.*|"
    r",?\s*(?:released|licen[cs]ed|distributed|published) under.*|<br ?/?>|\((?:19|20)\d{2}\)|"
    r"\s(?:19|20)\d{2}(?:-\d{2,4})?|\s[/#+|*-]{1,8})"
    r"[\s,.;*]*$",
    re.I,
)
_LEAD_BY = re.compile(r"^(?:by|of|held by)\s+", re.I)
_BENEFIT = re.compile(r"\b(?:for the benefit of|on behalf of|for the)\b.*$", re.I)
_BENEFIT_LEAD = re.compile(r"^\W*(?:for the benefit of|on behalf of|for the)\s+", re.I)
LISTED = "Copyright Holders"
"""Holders whose list stands elsewhere."""
_LISTED = re.compile(r"^(?:the\s+)?holders\s+of\b(.{0,120})", re.I)
_PROSE = re.compile(r"^(?:holder|owner|licen[cs]e|notice|law|interest|work)s?\b", re.I)
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Ing|Mr|Ms|Mrs)\.? )?[A-ZÀ-ÞŁŠŽČ][\w'’.-]{0,30}"
    r"(?: (?:[A-ZÀ-ÞŁŠŽČ][\w'’.-]{0,30}|"
    r"de|da|di|del|della|van|von|der|den|la|le|el|bin|al)){1,4}"
)
_INITIALS = re.compile(r"(?:[A-Z]\.[ -]?){1,3}[A-ZÀ-Þ][\w'’-]{1,30}")


class HolderKind(StrEnum):
    """What a holder is."""

    LEGAL = "legal"
    PERSON = "person"
    COLLABORATION = "collaboration"
    PROJECT = "project"
    UNIT = "unit"
    PLACEHOLDER = "placeholder"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder named by a notice.

    Attributes:
        name: One spelling for one holder; a person keeps the name of the notice.
        kind: What it is.
        years: Years of the notice, sorted; empty when it names none.
        beneficiary: For whose benefit it holds, empty when that is not said.
    """

    name: str
    kind: HolderKind
    years: tuple[int, ...] = ()
    beneficiary: str = ""


def holder_of(notice: str) -> str:
    """The holder of a notice as it stands there, without prefix, years, address and formulas."""
    rest = _LEAD.sub("", notice.strip()[:400], count=1)
    rest = _YEARS.sub("", rest, count=1)
    rest = _LEAD_BY.sub("", _LEAD.sub("", rest, count=1))
    for _ in range(5):
        shorter = _TAIL.sub("", rest)
        if shorter == rest:
            break
        rest = shorter
    return re.sub(r"\s*<[^<>]{1,120}>", "", rest).strip(" .,;:*-+/#|")


@lru_cache(maxsize=4096)
def holder(notice: str) -> Holder | None:
    """The holder that a notice names, None when it names none."""
    years = tuple(sorted({int(year) for year in _YEAR.findall(notice[:400])}))
    if TEMPLATE.search(notice[:400]):
        return Holder(" ".join(notice.split())[:120], HolderKind.PLACEHOLDER, years)
    name = holder_of(notice.split("\\n", maxsplit=1)[0])
    if not re.search(r"[^\W\d_]{2,}", name):
        return None
    if listed := _LISTED.match(name):
        # “Copyright Holders of X”, with the list elsewhere, is a form that the task force allows;
        # REUSE gives one line, so what they hold may be cut off.
        whose = listed[1].strip(" .,;:*")
        return Holder(f"Copyright Holders of {whose}" if whose else LISTED, HolderKind.LEGAL, years)
    if _PROSE.match(name):
        return None
    match = _BENEFIT.search(name)
    benefit = _BENEFIT_LEAD.sub("", match[0]) if match else ""
    if match and name[: match.start()].strip(" ,"):
        name = name[: match.start()].strip(" ,")
    kind = _kind(name)
    if kind is HolderKind.LEGAL and house_of(name):
        name = house_of(name)
    return Holder(name[:160], kind, years, benefit.strip(" .,")[:120])


def is_collaboration(name: str) -> bool:
    """Whether a holder is a group without legal personality: a short name that ends in a marker."""
    if _BENEFIT.search(name):
        return False
    return bool(
        re.fullmatch(rf"(?:[\w+/&.'-]+ ){{1,6}}(?:{_joined('collaborations')})", name, re.I)
    )


def _kind(name: str) -> HolderKind:
    if _unit_of_house(name):
        return HolderKind.UNIT
    if house_of(name) or _legal().search(name):
        return HolderKind.LEGAL
    if is_collaboration(name):
        return HolderKind.COLLABORATION
    if _groups().search(name):
        return HolderKind.PROJECT
    if _PERSON.fullmatch(_first_of(name)) or _INITIALS.fullmatch(_first_of(name)):
        return HolderKind.PERSON
    return HolderKind.UNKNOWN


def _first_of(name: str) -> str:
    """The first of several names."""
    return re.split(r"\s*(?:,|;|&|\band\b|\()\s*", name, maxsplit=1)[0].strip()


@cache
def _joined(name: str) -> str:
    return "|".join(re.escape(word) for word in scan_list(name))


@cache
def _legal() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{_joined('legal_markers')}|{_joined('intergovernmental')})(?![\w-])", re.I
    )


@cache
def _groups() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{_joined('projects')})(?:$|[\s,.;(])", re.I)


@cache
def _houses() -> re.Pattern[str]:
    return re.compile(
        rf"(?:the\s)?(?:{_joined('house')})(?:[\s,(/-]{{1,3}}(?:{_joined('house')}|Geneva|Genève|"
        r"Switzerland|Suisse|Gen[eè]ve 23)\)?)*",
        re.I,
    )


def house_of(name: str) -> str:
    """``CERN`` when a name is CERN, however it is written, alone or beside others; else empty."""
    return "CERN" if _houses().match(name) else ""


def _unit_of_house(name: str) -> bool:
    """Whether a name is a part of CERN: a department, group, section or experiment area."""
    if not house_of(name):
        return False
    rest = _houses().sub("", name, count=1)
    return bool(
        re.fullmatch(r"[\s,/-]{1,3}[A-Z]{2,4}(?:[-/][A-Z]{2,4}){0,3}(?:[\s-]\w{1,12})?", rest)
        or re.fullmatch(rf"[\s,/-]{{1,3}}[\w ,/-]{{0,40}}\b(?:{_joined('units')})", rest, re.I)
    )
