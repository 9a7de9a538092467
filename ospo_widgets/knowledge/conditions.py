# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Conditions in data files: small, without code, with three outcomes.

======================= ==========================================================
``{all: [c, …]}``       every condition holds
``{any: [c, …]}``       at least one holds
``{not: c}``            it does not hold
``{fact: value}``       the fact has this value; a fact that is a list contains it
``{fact: [v1, v2]}``    the fact is one of these; a list has one in common
``{f1: v1, f2: v2}``    several facts in one mapping: all of them
``{}``                  always
======================= ==========================================================

A fact that is not known yet makes the outcome None (“not decidable yet”) unless the rest decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

WORDS = frozenset({"all", "any", "not"})


def holds(condition: Mapping[str, object], facts: Mapping[str, object]) -> bool | None:
    """Whether ``condition`` holds for ``facts``.

    Args:
        condition: As read from a data file, checked by :func:`faults`.
        facts: Name to text, truth value, number or a collection of them. None means not known.

    Returns:
        True, False, or None when facts that matter are missing.
    """
    return _all(_term(key, value, facts) for key, value in condition.items())


def facts_used(condition: Mapping[str, object]) -> frozenset[str]:
    """Names of all facts that a condition asks for."""
    names: set[str] = set()
    for key, value in condition.items():
        if key not in WORDS:
            names.add(key)
        else:
            for inner in (value,) if isinstance(value, Mapping) else _many(value):
                if isinstance(inner, Mapping):
                    names |= facts_used(inner)
    return frozenset(names)


def faults(condition: object) -> Iterator[str]:
    """What is wrong with a condition, one sentence each; nothing when it is sound."""
    if not isinstance(condition, Mapping):
        yield "a condition must be a mapping such as {material: software}."
        return
    for key, value in condition.items():
        if key in {"all", "any"}:
            if isinstance(value, str) or not isinstance(value, Collection) or not value:
                yield f"“{key}” must list at least one condition."
            elif isinstance(value, Mapping):
                yield f"“{key}” must list conditions, each beginning with a dash."
            else:
                for inner in value:
                    yield from faults(inner)
        elif key == "not":
            yield from faults(value)
        elif value is None or isinstance(value, Mapping):
            yield f"the fact “{key}” must be compared with a value or a list of values."
        elif any(
            v is None or isinstance(v, Mapping | tuple | list) for v in _many(value) or [None]
        ):
            yield f"the fact “{key}” must be compared with plain values, at least one."


def _many(value: object) -> tuple[object, ...]:
    if isinstance(value, str | Mapping) or not isinstance(value, Collection):
        return (value,)
    return tuple(value)


def _term(key: str, value: object, facts: Mapping[str, object]) -> bool | None:
    if key in {"all", "any"}:
        outcomes = [holds(c, facts) for c in _many(value) if isinstance(c, Mapping)]
        if key == "all":
            return _all(outcomes)
        negated = _all(None if o is None else not o for o in outcomes)
        return None if negated is None else not negated
    if key == "not":
        outcome = holds(value, facts) if isinstance(value, Mapping) else None
        return None if outcome is None else not outcome
    fact = facts.get(key)
    if fact is None:
        return None
    wanted = _many(value)
    return any(_same(f, w) for f in _many(fact) for w in wanted)


def _same(fact: object, wanted: object) -> bool:
    # True equals 1 in Python; in a data file it must not.
    return isinstance(fact, bool) == isinstance(wanted, bool) and fact == wanted


def _all(outcomes: Iterable[bool | None]) -> bool | None:
    """Kleene’s “and”: False wins, then None."""
    result: bool | None = True
    for outcome in outcomes:
        if outcome is False:
            return False
        if outcome is None:
            result = None
    return result
