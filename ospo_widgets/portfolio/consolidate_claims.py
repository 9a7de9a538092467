# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Values that several sources state about one repository: which holds, and where they differ."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from ospo_widgets.portfolio.claims import Claim, Value
from ospo_widgets.portfolio.fields import (
    FIELDS,
    LONGEST_TEXT,
    MOST_IN_LIST,
    FieldType,
)
from ospo_widgets.portfolio.fields import parse as parse_field
from ospo_widgets.portfolio.records import Disagreement, Problem, RepositoryKind
from ospo_widgets.portfolio.spdx import spdx_expression
from ospo_widgets.portfolio.unsaid import shown_value
from ospo_widgets.wording import words

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""An e-mail address: kept nowhere."""

EARLIEST = 1972
"""First year of any history: days of 1970 stand for a time that nobody wrote down."""

_SHOWN = 60

_ZONES = timedelta(days=1)
"""A day may have begun elsewhere: a commit from the east is no commit from the future."""

_MOVING = frozenset(
    {name for name, kind in FIELDS.items() if kind in {FieldType.COUNT, FieldType.NUMBER}}
    | {"closed_share", "reuse_share", "head_commit", "head_date", "last_tag_date", "scanned_on"}
)
"""Fields that differ from day to day without anybody being wrong."""

_TOGETHER = frozenset({"languages", "topics"})
"""Lists of which each source gives a part."""

_DETECTED = "license_detected"


class Chosen(NamedTuple):
    """What holds for one repository.

    Attributes:
        values: Value by field.
        claims: Every claim that could be read, by field, the best first.
        disagreements: Where sources differ.
        read_on: Newest day of the values that hold, None when there are none.
    """

    values: dict[str, Value]
    claims: tuple[Claim, ...]
    disagreements: tuple[Disagreement, ...]
    read_on: date | None


def choose(
    repo: str, claims: Iterable[Claim], latest: date | None, problems: list[Problem]
) -> Chosen:
    """The best claim for each field: the most confident one, of those the newest.

    Of equal ones the first holds. Another value of the same source from an earlier day is no
    disagreement, and neither are counts of different days. What tools made of the licence files
    counts as a claim about the licence.

    Args:
        repo: Repository that they are about.
        claims: Of all sources, in their order.
        latest: Day after which nothing can have been read, None when that is not known.
        problems: Receives what was left out.
    """
    by_field: dict[str, list[Claim]] = {}
    for claim in claims:
        readable = _checked(repo, claim, latest, problems)
        if readable is not None:
            by_field.setdefault(claim.field, []).append(readable)
    values: dict[str, Value] = {}
    kept: list[Claim] = []
    differences: list[Disagreement] = []
    read_on: date | None = None
    for name, found in by_field.items():
        ranked = found if len(found) == 1 else _ranked(found)
        best = ranked[0]
        kept += ranked
        values[name] = best.value
        read_on = best.read_on if read_on is None or best.read_on > read_on else read_on
        if len(ranked) > 1:
            differences += _differences(repo, best, ranked[1:])
    if _DETECTED in by_field:
        _with_detected(repo, by_field, values, differences)
    return Chosen(values, tuple(kept), tuple(differences), read_on)


def _ranked(claims: Sequence[Claim]) -> list[Claim]:
    """Best first, the same claim once."""
    once = dict.fromkeys(claims)
    return sorted(once, key=lambda claim: (-claim.confidence, -claim.read_on.toordinal()))


def _with_detected(
    repo: str,
    by_field: Mapping[str, list[Claim]],
    values: dict[str, Value],
    differences: list[Disagreement],
) -> None:
    detected = _ranked(by_field[_DETECTED])[0]
    stated = by_field.get("license")
    if not stated:
        values["license"] = detected.value
        return
    best, other = _ranked([*stated, detected])[0], detected
    if best is detected:
        values["license"] = detected.value
        other = _ranked(stated)[0]
    # A source that gives both has seen both: it corrected what the tools had found.
    if other.source != best.source:
        differences += _differences(repo, best, [other])


def _differences(repo: str, taken: Claim, others: Iterable[Claim]) -> list[Disagreement]:
    found = []
    seen: set[str] = set()
    for other in others:
        earlier = other.read_on != taken.read_on
        if earlier and (other.source == taken.source or taken.field in _MOVING):
            continue
        if other.source not in seen and not same(taken.field, taken.value, other.value):
            seen.add(other.source)
            found.append(Disagreement(repo, taken.field, taken, other))
    return found


def same(name: str, one: Value, other: Value) -> bool:
    """Whether two values of a field say the same thing, however they are written."""
    if one == other:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        first, second = ({text.casefold() for text in texts} for texts in (one, other))
        return first == second or (name in _TOGETHER)
    if isinstance(one, str) and isinstance(other, str):
        if FIELDS[name] is FieldType.LICENSE:
            return equal_licenses(one, other)
        return one.casefold() == other.casefold()
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    return numbers and math.isclose(float(one), float(other), rel_tol=1e-6)  # type: ignore[arg-type]


@lru_cache(maxsize=16_384)
def equal_licenses(one: str, other: str) -> bool:
    """Whether two SPDX expressions say the same in another order (``A OR B``, ``B OR A``)."""
    import license_expression

    if not one or not other or max(len(one), len(other)) > LONGEST_TEXT:
        return one == other
    parser = license_expression.get_spdx_licensing()
    try:
        return bool(parser.is_equivalent(one, other))
    except Exception:  # the parser has no base class of errors, and unequal is safe
        return False


def _checked(repo: str, claim: Claim, latest: date | None, problems: list[Problem]) -> Claim | None:
    """The claim with a value of its field’s type; None when it says nothing or cannot be true."""
    kind = FIELDS.get(claim.field)
    try:
        if kind is None:
            raise _WrongError(words("consolidate.field"))
        if latest is not None and claim.read_on > latest + _ZONES:
            raise _WrongError(words("consolidate.read-later", day=claim.read_on.isoformat()))
        value = claim.value if _CHECKS[kind](claim.value) else _read(claim, kind)
        if isinstance(value, date) and value > claim.read_on + _ZONES:
            raise _WrongError(words("consolidate.future", day=value.isoformat()))
        if isinstance(value, date) and value.year < EARLIEST:
            raise _WrongError(words("consolidate.past", day=value.isoformat()))
    except _WrongError as error:
        problems.append(Problem(claim.source, claim.field, str(error), repo))
        return None
    if value is None or value is claim.value:
        return None if value is None else claim
    return Claim(claim.field, value, claim.source, claim.read_on, claim.confidence)


class _WrongError(ValueError):
    """Why a claim is left out, as a sentence."""


def _read(claim: Claim, kind: FieldType) -> Value | None:
    """The value that a claim of another type stands for."""
    if EMAIL.search(str(claim.value)):
        raise _WrongError(words("consolidate.person"))
    try:
        return parse_field(claim.field, claim.value)
    except ValueError:
        expected = words(f"consolidate.expected.{kind}")
        raise _WrongError(
            words("consolidate.value", value=shown_value(claim.value, _SHOWN), expected=expected)
        ) from None


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        return False
    return value.isprintable() and not ("@" in value and EMAIL.search(value))


def _is_license(value: object) -> bool:
    return isinstance(value, str) and (not value or spdx_expression(value) == value)


def _is_list(value: object) -> bool:
    if not isinstance(value, tuple) or len(value) > MOST_IN_LIST:
        return False
    return all(map(_is_text, value))


_CHECKS: Mapping[FieldType, Callable[[Any], bool]] = {
    FieldType.TEXT: _is_text,
    FieldType.ADDRESS: lambda _: False,
    FieldType.KIND: lambda value: isinstance(value, RepositoryKind),
    FieldType.LICENSE: _is_license,
    FieldType.COUNT: lambda value: type(value) is int and 0 <= value < 10**15,
    FieldType.NUMBER: lambda value: type(value) in {int, float} and 0 <= value <= 1e12,
    FieldType.SHARE: lambda value: type(value) in {int, float} and 0 <= value <= 1,
    FieldType.DAY: lambda value: type(value) is date,
    FieldType.FLAG: lambda value: type(value) is bool,
    FieldType.LIST: _is_list,
}
"""Whether a value is what its field holds; quick, since there are millions of them."""
