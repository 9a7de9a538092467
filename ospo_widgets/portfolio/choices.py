# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Values that filters offer, with their counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ospo_widgets.portfolio.families import UNKNOWN, families
from ospo_widgets.portfolio.filter_values import value_label
from ospo_widgets.portfolio.filters import FLAGS
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine import Selection

MOST_OFFERED = 300
"""Most values of one filter that are offered; the rest has too few repositories to choose from."""

LISTED = ("relation", "department", "platform", "language", "stage")
"""Filters whose values are those of the data, most repositories first."""

ORDERED = ("half", "age")
"""Filters whose values have an order of their own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: what an address keeps, what a person reads, and its rows."""

    value: str
    label: str
    count: int


def choices(whole: Selection) -> dict[str, tuple[Choice, ...]]:
    """Values of each filter that a whole portfolio has.

    “Not known” is offered last, and only where some repositories state a value.
    """
    found = {
        "kind": _with_unknown(whole, "kind", tuple(RepositoryKind)),
        "family": _of(whole, "family", families()),
    }
    for name in LISTED:
        values = [count.key for count in whole.counts(name) if count.key][:MOST_OFFERED]
        found[name] = _with_unknown(whole, name, tuple(values))
    for name in ORDERED:
        values = list(whole.index.vocabulary(name)[1:])
        found[name] = _with_unknown(whole, name, tuple(values))
    for name in FLAGS:
        share = whole.share(name)
        yes_no = (("yes", share.yes), ("no", share.known - share.yes))
        found[name] = tuple(
            Choice(value, words(f"portfolio.{value}"), count) for value, count in yes_no if count
        )
    return found


def _of(whole: Selection, name: str, values: tuple[str, ...]) -> tuple[Choice, ...]:
    made = (Choice(str(v), value_label(name, str(v)), whole.count_of(name, str(v))) for v in values)
    return tuple(choice for choice in made if choice.count)


def _with_unknown(whole: Selection, name: str, values: tuple[str, ...]) -> tuple[Choice, ...]:
    found = _of(whole, name, values)
    unknown = whole.count_of(name, "")
    if not found or not unknown or UNKNOWN in values:
        return found
    return (*found, Choice(UNKNOWN, words("portfolio.not-known"), unknown))
