# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""At a glance: each figure now and before, the difference, and whether that is good news.

“Before” is the snapshot before. Without one it is the same day a year before, as far as the
histories tell it; what they do not tell stays empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ospo_widgets.portfolio.chart_rows import Told
from ospo_widgets.portfolio.families import NONE, UNKNOWN
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.readiness import ARCHIVE, TREND_ITEMS
from ospo_widgets.wording import day, number, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine import Selection


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One figure.

    Attributes:
        id: ASCII id.
        label: What it counts.
        latest: Value now; None when it is not known.
        previous: Value before; None when it is not known.
        good: Whether the difference is good news; None when there is none, or it is neither.
        filters: Filters that open its rows; None when they are all rows.
    """

    id: str
    label: str
    latest: int | None
    previous: int | None
    good: bool | None
    filters: Filters | None

    @property
    def difference(self) -> int | None:
        """How much more it is than before; None when one of the two is not known."""
        if self.latest is None or self.previous is None:
            return None
        return self.latest - self.previous

    @property
    def share(self) -> float | None:
        """The difference as a share of the value before; None when that is 0 or not known."""
        difference = self.difference
        return difference / self.previous if difference is not None and self.previous else None


@dataclass(frozen=True, slots=True)
class Glance:
    """All figures, and what they are compared with.

    Attributes:
        rows: The figures.
        before: Day of the values before; None when there are none.
        told: What tells them: the snapshot before, or histories.
        basis: What is compared, one or two sentences.
    """

    rows: tuple[GlanceRow, ...]
    before: date | None
    told: Told
    basis: str


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure of the page: how it is counted, what more of it means, and what opens it."""

    id: str
    count: Callable[[Selection], int | None]
    opens: Callable[[Filters], Filters] | None = None
    up_is_good: bool | None = None


def _marked(mark: str, *, up_is_good: bool) -> _Figure:
    def count(selection: Selection) -> int | None:
        found = selection.share(mark)
        return found.yes if found.known else None

    return _Figure(
        mark, count, lambda filters: replace(filters, only=filters.only | {mark}), up_is_good
    )


def _of_family(name: str, family: str) -> _Figure:
    return _Figure(
        name,
        lambda selection: selection.family_share(family).yes,
        lambda filters: replace(filters, family=family),
        up_is_good=False,
    )


_FIGURES = (
    _Figure("repositories", len),
    _of_family("no-license", NONE),
    _of_family("unknown-license", UNKNOWN),
    _Figure(
        "active",
        lambda selection: selection.totals.active if selection.totals.knows("active") else None,
        lambda filters: replace(filters, active=True),
        up_is_good=True,
    ),
    _Figure(
        "commits",
        lambda selection: (
            selection.totals.commits_12m if selection.totals.knows("active") else None
        ),
    ),
    _marked("one-author", up_is_good=False),
    _marked("reuse", up_is_good=True),
    _marked("citation", up_is_good=True),
    _marked("doi", up_is_good=True),
    _marked("security", up_is_good=True),
    _marked("release", up_is_good=True),
    _marked(ARCHIVE, up_is_good=False),
    _Figure(
        "error",
        lambda selection: selection.share("error").yes or None,
        lambda filters: replace(filters, only=filters.only | {"error"}),
        up_is_good=False,
    ),
)


def glance(
    latest: Selection, filters: Filters, before: Selection | None, before_day: date | None
) -> Glance:
    """The figures of some repositories, now and before.

    Args:
        latest: The repositories that fit the filters.
        filters: Filters that are set; those of a figure add to them.
        before: The repositories of the snapshot before that fit the same filters, if there is one.
        before_day: Day of that snapshot.
    """
    reference = latest.index.about.reference_date
    values = {figure.id: figure.count(latest) for figure in _FIGURES}
    if before is not None and before_day is not None:
        told, day_before = Told.SNAPSHOTS, before_day
        past = {figure.id: figure.count(before) for figure in _FIGURES}
        basis = words("portfolio_glance.basis.snapshot", date=day(before_day))
    else:
        told, day_before = Told.HISTORY, year_before(reference)
        past = _from_histories(latest, day_before)
        basis = _history_basis(latest, day_before)
    rows = tuple(
        GlanceRow(
            id=figure.id,
            label=words(f"portfolio_glance.row.{figure.id}"),
            latest=values[figure.id],
            previous=past.get(figure.id),
            good=_good(figure, values[figure.id], past.get(figure.id)),
            filters=figure.opens(filters) if figure.opens else None,
        )
        for figure in _FIGURES
        if values[figure.id] is not None or past.get(figure.id) is not None
    )
    known = any(row.previous is not None for row in rows)
    return Glance(rows, day_before if known else None, told, basis if known else "")


def year_before(reference: date) -> date:
    """The same day a year before; of 29 February the day before."""
    try:
        return reference.replace(year=reference.year - 1)
    except ValueError:
        return reference.replace(year=reference.year - 1, day=28)


def _good(figure: _Figure, latest: int | None, previous: int | None) -> bool | None:
    if figure.up_is_good is None or latest is None or previous is None or latest == previous:
        return None
    return (latest > previous) is figure.up_is_good


def _from_histories(selection: Selection, at: date) -> dict[str, int | None]:
    """Figures of a day before, those that histories tell."""
    found: dict[str, int | None] = {}
    if not len(selection):
        return found
    if selection.with_begin == len(selection):
        found["repositories"] = selection.begun_before(at)
    if selection.monthly:
        found["active"] = selection.totals.active_before
        found["commits"] = selection.totals.commits_12m_before
    if selection.with_history:
        families = selection.family_counts_at(at)
        found["no-license"] = families.get(NONE, 0)
        found["unknown-license"] = families.get(UNKNOWN, 0)
    for item, (yes, known) in selection.readiness_at(at).items():
        # Compared with all of today, so only when it is known of all that were there.
        if item in TREND_ITEMS and known == selection.begun_before(at):
            found[item] = yes
    return found


def _history_basis(selection: Selection, at: date) -> str:
    said = [words("portfolio_glance.basis.history", date=day(at))]
    left_out = len(selection) - selection.with_history
    if selection.with_history and left_out:
        told = number(selection.with_history)
        said.append(
            words("portfolio_glance.basis.licenses", told=told, total=number(len(selection)))
        )
    return " ".join(said)
