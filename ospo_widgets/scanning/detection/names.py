# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names of licences in prose: which one, which version, and whether the sentence grants it.

A name is found by one expression for all; what stands around it (:mod:`.cues`) tells the version
(“version 2 of the …”, “…, v2 or later”), whether something is granted under it, and whether another
licence may be taken instead. Everything looks at bounded stretches, so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ospo_widgets.scanning.detection.cues import cues
from ospo_widgets.scanning.detection.found import Found
from ospo_widgets.scanning.detection.model import PHRASE
from ospo_widgets.scanning.detection.rules import Family, Pattern, rules

REFERENCE = 46
"""Confidence of a name that only says where a text is; any other place is worth more."""
ACRONYM = 4
"""Characters of names such as “MPL”, which may be anybody’s initials."""
MAX_NAMES = 4_000
"""Names that are looked at in one text."""
BEFORE, AFTER = 170, 190
"""Characters around a name that are looked at."""
SENTENCE = 130
"""Characters behind a version in which “or later” may stand."""
SEPARATOR = 14
"""Characters between two names up to which a stroke between them means a choice."""
NEXT = 400
"""Characters between two names up to which one may be offered instead of the other."""

_SENTENCE_END = re.compile(rb"\.(?= )|\n|;(?! ?either)")
_STATED = re.compile(r"-(\d(?:\.\d)?)(?:\.0)?-(only|or-later)$")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name at its place, with what stands around it."""

    start: int
    end: int
    family: Family
    weak: bool
    before: bytes
    after: bytes
    text: bytes


@dataclass(frozen=True, slots=True)
class _Version:
    """A version that stands with a name: its number, ``only`` or ``later``, where it ends."""

    number: str = ""
    suffix: str = ""
    used: int = 0


def named(text: bytes) -> list[Found]:
    """Licences that a text in normal form names, with what each place is worth."""
    families = rules().families
    linked = cues().linked
    found: list[Found] = []
    hits = list(_hits(text))
    denied = -1
    for i, (start, end, family, weak) in enumerate(hits):
        following = _following(text, hits, i)
        beside = (
            bool(found)
            and found[-1].confidence > REFERENCE
            and linked.fullmatch(text[found[-1].end : start][:60]) is not None
        )
        name = _Name(
            start,
            end,
            families[family],
            weak and not beside,
            text[max(0, start - BEFORE) : start],
            text[end : min(end + AFTER, max(following, end))],
            text[start:end],
        )
        row = _judge(name)
        if _is_denied(name) or (denied >= 0 and linked.fullmatch(text[denied:start][:60])):
            denied = end
        elif row is not None:
            _link(text, found, row)
            found.append(row)
    return found


def _following(text: bytes, hits: list[tuple[int, int, str, bool]], i: int) -> int:
    """Where the next name begins that is not the abbreviation of this one, in parentheses."""
    for start, _, family, _ in hits[i + 1 :]:
        if family != hits[i][2] or text[start - 1 : start] not in {b"(", b'"'}:
            return start
    return len(text)


def _is_denied(name: _Name) -> bool:
    """Whether a name is mentioned and not granted, as “such as the GPL”."""
    known = cues()
    if known.key.search(name.before):
        return False
    return bool(known.denied.search(name.before) or known.denied_after.match(name.after))


def _hits(text: bytes) -> Iterator[tuple[int, int, str, bool]]:
    count = 0
    for match in rules().names.finditer(text):
        start, end = match.span()
        after = text[end : end + 2]
        if after[:1].isalpha() and not (after[:1] == b"v" and after[1:2].isdigit()):
            continue
        if after[:1].isdigit() and text[end - 1 : end].isdigit():
            continue
        which = _which(text[start:end])
        if which is None:
            continue
        yield start, end, *which
        count += 1
        if count >= MAX_NAMES:
            return


@lru_cache(maxsize=4096)
def _which(name: bytes) -> tuple[str, bool] | None:
    """Family of a name, and whether it is a weak one."""
    listed = rules().listed.get(name)
    if listed:
        return listed, False
    for family, weak, pattern in rules().which:
        if pattern.fullmatch(name):
            return family, weak
    return None


def _judge(name: _Name) -> Found | None:
    family = name.family
    if cues().file_after.match(name.after):
        return None
    version = _Version() if family.fixed else _version(name)
    confidence = _confidence(name, versioned=bool(version.number) or family.fixed)
    license_id = _license(name, version)
    if not confidence or not license_id:
        return None
    return Found(
        name.start,
        name.end + version.used,
        license_id,
        PHRASE,
        confidence,
        f"{'version' if _is_open(name, version) else 'name'}:{family.name}",
        family.name,
        bool(version.number) or family.fixed,
    )


def _confidence(name: _Name, *, versioned: bool) -> int:
    """What a name is worth; nothing when it is only mentioned. The first thing that fits says."""
    known = cues()
    size = name.end - name.start
    alone = name.family.alone and (versioned or size > ACRONYM or name.family.gnu)

    def before(pattern: Pattern) -> bool:
        return pattern.search(name.before) is not None

    def after(pattern: Pattern) -> bool:
        return pattern.match(name.after) is not None

    key = before(known.key)
    steps = (
        (before(known.file_before), REFERENCE),
        (key, 90),
        (name.weak, 70 * (before(known.close_grant) or after(known.granted_after))),
        (before(known.refers) or after(known.referred), REFERENCE),
        (before(known.grant), 88),
        (after(known.granted_after), 85),
        (before(known.loose_grant), 75 if versioned else 65),
        (before(known.heading) and name.family.alone, 60),
        (alone, 55 if versioned else 45),
    )
    return next((worth for fits, worth in steps if fits), 0)


def _version(name: _Name) -> _Version:
    """The version that stands behind a name, or before it."""
    known = cues()
    match = known.version_after.match(name.after)
    if match and _plausible(match, name.after):
        number = _known(match.group(2), name.family)
        if number:
            used = match.end()
            suffix = "later" if match.group(3) else _suffix(name.after[used:])
            return _Version(number, suffix, used)
    match = known.version_before.search(name.before)
    if match and known.version_tail.fullmatch(match.group(2)):
        number = _known(match.group(1), name.family)
        if number:
            tail = match.group(2)
            if b"only" in tail:
                return _Version(number, "only")
            said = tail.strip(b" ,()") != b""
            return _Version(number, "later" if said else _suffix(name.after))
    return _Version()


def _plausible(match: Any, after: bytes) -> bool:
    """Whether a number behind a name is a version: not a year, not a clause, not a list."""
    following = after[match.end() : match.end() + 1]
    if following.isdigit() or (following.isalpha() and not match.group(3)):
        return following == b"o"
    if match.group(1):
        return True
    lead = after[: match.start(2)]
    return len(lead) <= 2 or lead.strip(b" (-\"'") == b""


def _known(found: bytes, family: Family) -> str:
    """The version as the family has it: “2”, “2.0” and “2.0.0” are the same."""
    version = found.decode("ascii")
    if version in family.versions:
        return version
    short = version.removesuffix(".0").removesuffix(".0")
    if short in family.versions:
        return short
    return f"{version}.0" if f"{version}.0" in family.versions else ""


def _suffix(after: bytes) -> str:
    sentence = _SENTENCE_END.split(after, maxsplit=1)[0][:SENTENCE]
    if cues().only.match(sentence):
        return "only"
    return "later" if cues().later.search(sentence) else ""


def _license(name: _Name, version: _Version) -> str:
    family = name.family
    if not version.number:
        return family.lesser if family.lesser and b"lesser" in name.text else family.default
    found = family.versions[version.number]
    if not family.gnu:
        return found
    return f"{found}-or-later" if version.suffix == "later" else f"{found}-only"


def _is_open(name: _Name, version: _Version) -> bool:
    """Whether a GNU version was named without a word on later ones."""
    return name.family.gnu and bool(version.number) and not version.suffix


def _link(text: bytes, found: list[Found], row: Found) -> None:
    """Tell whether the licence before and this one are offered to choose from."""
    if not found:
        return
    known = cues()
    last = found[-1]
    between = text[last.end : row.start]
    if last.family == row.family:
        return
    if len(between) > NEXT or last.expression == row.expression:
        return
    if known.linked.fullmatch(between) and min(last.confidence, row.confidence) > REFERENCE:
        last.confidence = row.confidence = max(last.confidence, row.confidence)
    _lend(last, row, between)
    last.choice = _offered(text, last, row, between)


def _offered(text: bytes, last: Found, row: Found, between: bytes) -> bool:
    """Whether one of two licences may be taken instead of the other."""
    known = cues()
    apart = _SENTENCE_END.search(between) is not None
    if not apart and len(between) <= SEPARATOR and known.separator.search(between):
        return True
    if not apart and known.choice_between.search(known.no_choice.sub(b"", between)):
        return len(between) < BEFORE
    if apart and known.choice_apart.search(text[max(0, last.start - BEFORE) : row.start]):
        return True
    around = text[max(0, last.start - BEFORE) : row.end + 60]
    return not apart and known.choice_around.search(around) is not None


def _lend(last: Found, row: Found, between: bytes) -> None:
    """“GPL or LGPL version 2”: the version belongs to both."""
    if last.versioned or not row.versioned or len(between) > 40:
        return
    family = rules().families[last.family]
    stated = _STATED.search(row.expression)
    if not family.gnu or not stated or not cues().linked.fullmatch(between):
        return
    number = _known(stated.group(1).encode(), family)
    if number:
        last.expression = f"{family.versions[number]}-{stated.group(2)}"
        last.versioned = True
