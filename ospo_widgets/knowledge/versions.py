# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Versions and ranges of versions, as people, manifests and our catalogue write them.

Components of a laboratory number their releases in every way: ``v08.5.0``, ``6.30/02``,
``11.2.p01``, ``1.1.1w``. PEP 440 reads none but the first, so numbers and words are compared one
after the other: words of a release to come (``rc``, ``beta``) come before the release, other words
are patches and come after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

MAX_LENGTH = 200
"""Longest version or range that we read, in characters."""

_Piece = tuple[int, int, str]
_END: _Piece = (1, 0, "")
"""What stands where a version has ended; a zero counts the same, so that 1.1 is 1.1.0."""

_BEFORE = {
    **dict.fromkeys(("dev", "snapshot"), 0),
    **dict.fromkeys(("a", "alpha"), 1),
    **dict.fromkeys(("b", "beta"), 2),
    **dict.fromkeys(("c", "pre", "preview", "rc"), 3),
}
"""Words of releases that come before the release of the same number, in their order."""

_PIECES = re.compile(r"\d+|[a-z]+")
_VERSION = r"v?\d[\w.+/-]*"
_BOUND = re.compile(rf"(>=|<=|==|<|>)\s*({_VERSION})", re.I)
_CLAUSE = re.compile(
    rf"(>=|<=|===|==|!=|~=|=|\^|~>|~|<|>)?\s*({_VERSION}?)((?:\.[*x])*)(?:=[\w.*]+)?", re.I
)


@dataclass(frozen=True, slots=True)
class Version:
    """A version that can be compared with others; equal when no piece differs."""

    pieces: tuple[_Piece, ...]

    def __lt__(self, other: Version) -> bool:
        return _order(self, other) < 0

    def same(self, other: Version) -> bool:
        """Whether both are one version, however they are written."""
        return _order(self, other) == 0

    def bumped(self, place: int) -> Version:
        """The first version whose number at ``place`` (0 is the first) is one higher."""
        kept = [*self.pieces[: place + 1]]
        kept += [_END] * (place + 1 - len(kept))
        kept[place] = (1, kept[place][1] + 1, "")
        return Version(tuple(kept))

    @property
    def places(self) -> int:
        """How many pieces it has."""
        return len(self.pieces)


@dataclass(frozen=True, slots=True)
class Range:
    """All versions from ``low`` to ``high``; None is open."""

    low: Version | None = None
    low_inside: bool = True
    high: Version | None = None
    high_inside: bool = True

    def meets(self, other: Range) -> bool:
        """Whether a version can be in both."""
        return _before_end(self, other) and _before_end(other, self)

    def within(self, other: Range) -> bool:
        """Whether every version of this one is in ``other``."""
        return _starts_inside(self, other) and _ends_inside(self, other)


ANY = Range()
"""All versions."""


def version(text: str) -> Version:
    """Read a version; every text has one, an empty text that of nothing."""
    body = text.strip().casefold().split("+", 1)[0].removeprefix("v")
    pieces: list[_Piece] = []
    for piece in _PIECES.findall(body[:MAX_LENGTH]):
        if piece.isdecimal():
            pieces.append((1, int(piece), ""))
        elif piece in _BEFORE:
            pieces.append((0, _BEFORE[piece], ""))
        else:
            pieces.append((1, 0, piece))
    return Version(tuple(pieces))


def read_range(text: str) -> Range:
    """A range as our data files write it: ``">=3.2.6"``, ``">=7.4,<8"``.

    Raises:
        ValueError: It is no such range; the message names the piece.
    """
    found = ANY
    for clause in text.split(","):
        match = _BOUND.fullmatch(clause.strip())
        if match is None or len(text) > MAX_LENGTH:
            raise ValueError(f"“{clause.strip()[:40]}” is no bound such as >=3.2.6 or <4.")
        found = _narrowed(found, _OPERATORS[match[1]](version(match[2])))
    if found.low is not None and found.high is not None and not found.meets(found):
        raise ValueError(f"no version is in “{text}”.")
    return found


@lru_cache(maxsize=4096)
def stated_range(text: str) -> Range | None:
    """What a manifest or a person says of a version; None when it says nothing that we can read.

    Knows the ways of pip, conda, npm and Poetry: ``3.2.0``, ``==3.2.*``, ``>=3.2,<4``, ``~=3.2``,
    ``^3.2``, ``~3.2``. A bare ``3.2`` stands for 3.2.5 as well. A choice (``1 || 2``) says nothing.
    """
    body = text.strip()
    if not body or "|" in body or len(body) > MAX_LENGTH:
        return None
    spaced = re.sub(r"([<>=!~^]+)\s+", r"\1", body)
    found = ANY
    for clause in re.split(r"[,\s]+", spaced):
        match = _CLAUSE.fullmatch(clause)
        if match is None or not match[2]:
            return None
        operator, stated, wild = match[1] or "", version(match[2]), bool(match[3])
        if operator == "!=":
            continue
        if wild or operator in ("", "="):
            # “HepMC3 3.2” and “3.2.*” mean any release 3.2.
            found = _narrowed(found, Range(stated, True, stated.bumped(stated.places - 1), False))
        else:
            found = _narrowed(found, _OPERATORS[operator](stated))
    return None if found is ANY else found


def _narrowed(one: Range, other: Range) -> Range:
    """What is in both; one of several bounds of a side is kept, the closer one."""
    low, low_inside = one.low, one.low_inside
    if low is None or (other.low is not None and low < other.low):
        low, low_inside = other.low, other.low_inside
    elif other.low is not None and low.same(other.low):
        low_inside = low_inside and other.low_inside
    high, high_inside = one.high, one.high_inside
    if high is None or (other.high is not None and other.high < high):
        high, high_inside = other.high, other.high_inside
    elif other.high is not None and high.same(other.high):
        high_inside = high_inside and other.high_inside
    return Range(low, low_inside, high, high_inside)


def _compatible(stated: Version) -> Range:
    return Range(stated, True, stated.bumped(max(stated.places - 2, 0)), False)


def _caret(stated: Version) -> Range:
    """Up to the next version whose first number that is not zero changes."""
    place = next((i for i, piece in enumerate(stated.pieces) if piece[1]), stated.places - 1)
    return Range(stated, True, stated.bumped(place), False)


_OPERATORS: dict[str, Callable[[Version], Range]] = {
    "==": lambda v: Range(v, True, v, True),
    "===": lambda v: Range(v, True, v, True),
    ">=": lambda v: Range(low=v),
    ">": lambda v: Range(low=v, low_inside=False),
    "<=": lambda v: Range(high=v),
    "<": lambda v: Range(high=v, high_inside=False),
    "~=": _compatible,
    "~>": _compatible,
    "^": _caret,
    "~": lambda v: Range(v, True, v.bumped(min(1, v.places - 1)), False),
}


def _order(one: Version, other: Version) -> int:
    for left, right in zip_longest(one.pieces, other.pieces, fillvalue=_END):
        if left != right:
            return -1 if left < right else 1
    return 0


def _before_end(one: Range, other: Range) -> bool:
    """Whether ``one`` begins before ``other`` ends."""
    if one.low is None or other.high is None:
        return True
    order = _order(one.low, other.high)
    return order < 0 or (order == 0 and one.low_inside and other.high_inside)


def _starts_inside(inner: Range, outer: Range) -> bool:
    if outer.low is None:
        return True
    if inner.low is None:
        return False
    order = _order(outer.low, inner.low)
    return order < 0 or (order == 0 and (outer.low_inside or not inner.low_inside))


def _ends_inside(inner: Range, outer: Range) -> bool:
    if outer.high is None:
        return True
    if inner.high is None:
        return False
    order = _order(inner.high, outer.high)
    return order < 0 or (order == 0 and (outer.high_inside or not inner.high_inside))
