# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Review of facts: when somebody looked last, what is due, and what depends on it.

``review.yaml`` says after how many months a row is due, by confidence and, for some kinds, by
kind; the shorter time counts. An overlay may say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Confidence
from ospo_widgets.knowledge.nodes import File, Problem, Row
from ospo_widgets.knowledge.source_rows import Shelf, SourceRow
from ospo_widgets.knowledge.usage import Usage

FILE = "review.yaml"

MAX_MONTHS = 1_200
"""Longest time that the setting takes; more is a slip."""


@dataclass(frozen=True, slots=True)
class Terms:
    """After how many months rows are due.

    Attributes:
        months: By confidence.
        kinds: By kind, where it is shorter.
    """

    months: Mapping[str, int]
    kinds: Mapping[str, int] = field(default_factory=dict)

    def of(self, row: SourceRow) -> int:
        """Months after which a row is due; an unknown confidence counts as ``memory``."""
        by_confidence = self.months.get(row.confidence or Confidence.TEXT)
        usual = self.months[Confidence.MEMORY] if by_confidence is None else by_confidence
        return min(usual, self.kinds.get(row.kind, usual))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One row with its review.

    Attributes:
        row: The row.
        checked: Day of the last review.
        due: Day from which it is due again.
        weight: How many rows depend on it.
    """

    row: SourceRow
    checked: date
    due: date
    weight: int

    def age(self, on: date) -> int:
        """Days since the last review."""
        return (on - self.checked).days

    def is_due(self, on: date) -> bool:
        """Whether it should be looked at again."""
        return on >= self.due


def read_terms(base: Path, overlay: Path | None = None) -> Terms:
    """The setting, ours and what an overlay says otherwise.

    Raises:
        InputError: A file is wrong; the message names file and line.
    """
    problems: list[Problem] = []
    terms = terms_of(base, overlay, problems)
    if problems:
        raise InputError(f"The times of review cannot be used. {min(problems)}")
    return terms


def terms_of(base: Path, overlay: Path | None, problems: list[Problem]) -> Terms:
    """The setting; what is wrong with it goes to ``problems``."""
    months: dict[str, int] = dict.fromkeys(Confidence, 12)
    kinds: dict[str, int] = {}
    for folder, prefix in ((base, ""), (overlay, f"{overlay}/")):
        path = folder / FILE if folder is not None else None
        if path is None or not path.is_file():
            continue
        top = File(f"{prefix}{FILE}", problems).read(path.read_text(encoding="utf-8"))
        if top is not None:
            months |= _numbers(top, "months", tuple(Confidence))
            kinds |= _numbers(top, "kinds", ())
            top.finish()
    return Terms(months, kinds)


def _numbers(top: Row, name: str, known: tuple[str, ...]) -> dict[str, int]:
    inner = top.row(name)
    found: dict[str, int] = {}
    for key in inner.names() if inner else ():
        value = inner.node_value(key) if inner else ""
        if inner and known and key not in known:
            inner.wrong(key, f"“{key}” must be one of: {', '.join(known)}.")
        elif inner and not (value.isdecimal() and 0 < int(value) <= MAX_MONTHS):
            inner.wrong(key, f"“{key}” must be a number of months, from 1 to {MAX_MONTHS}.")
        else:
            found[key] = int(value)
    return found


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def review_list(shelf: Shelf, usage: Usage, terms: Terms, *, on: date) -> tuple[Reviewed, ...]:
    """All rows with a day of review: due ones first, what most depends on first, then the oldest.

    Args:
        shelf: The rows.
        usage: What depends on them.
        terms: When they are due.
        on: Today.
    """
    found = [
        Reviewed(row, checked, months_later(checked, terms.of(row)), usage.weight(row.key))
        for row in shelf.rows.values()
        if (checked := row.checked) is not None
    ]
    return tuple(sorted(found, key=lambda r: (not r.is_due(on), -r.weight, r.checked, r.row.key)))


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of the whole.

    Attributes:
        rows: Rows of all kinds.
        dated: Those with a day of review.
        due: Those to look at again.
        unreviewed: Those whose confidence is a claim: ``packager`` or ``memory``.
        without_place: Those whose sources all lack address and clause.
        unused: Those to which nothing refers although they are there for that.
        newest: Newest day of review, None without any.
        oldest: Oldest one.
        by_file: File to confidence to number, only rows with a day of review.
    """

    rows: int
    dated: int
    due: int
    unreviewed: int
    without_place: int
    unused: int
    newest: date | None
    oldest: date | None
    by_file: Mapping[str, Mapping[str, int]]


def quality_of(shelf: Shelf, usage: Usage, reviewed: Sequence[Reviewed], *, on: date) -> Quality:
    """Count."""
    by_file: dict[str, dict[str, int]] = {}
    for one in reviewed:
        counts = by_file.setdefault(one.row.file, {})
        counts[one.row.confidence] = counts.get(one.row.confidence, 0) + 1
    unsure = {Confidence.PACKAGER, Confidence.MEMORY}
    days = [one.checked for one in reviewed]
    return Quality(
        rows=len(shelf.rows),
        dated=len(reviewed),
        due=sum(one.is_due(on) for one in reviewed),
        unreviewed=sum(one.row.confidence in unsure for one in reviewed),
        without_place=sum(lacks_place(one.row) for one in reviewed),
        unused=len(usage.unused()),
        newest=max(days, default=None),
        oldest=min(days, default=None),
        by_file=by_file,
    )


def lacks_place(row: SourceRow) -> bool:
    """Whether a row names sources, and none of them says where to look."""
    return bool(row.sources) and not any(source.url or source.clause for source in row.sources)
