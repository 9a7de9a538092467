# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""“What to look at” and data quality: computed sentences, each with the rows it opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ospo_widgets.charting.numbers import number
from ospo_widgets.portfolio.families import NONE
from ospo_widgets.portfolio.filters import Filters, joined
from ospo_widgets.portfolio.metrics import last_windows
from ospo_widgets.portfolio.phrases import month, some
from ospo_widgets.portfolio.records import About, RepositoryKind
from ospo_widgets.portfolio.totals import Totals
from ospo_widgets.wording import day, plural, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine import Selection

CERN_OHL = "cern-ohl"
"""Families of CERN’s hardware licences begin with this."""

CERN_OHL_OLD = "cern-ohl-1"
"""Family of its versions before 2."""

SPIKE_SHARE = 0.75
"""A month is put down to one repository when that made this share of its commits, …"""

SPIKE_TIMES = 3
"""… and the month has this many times the commits of a usual month (the median)."""


FEWEST_FOR_SPIKES = 10
"""Among fewer repositories than this, a month of one of them is nothing to remark on."""


MOST_SPIKES = 24
"""Months above the usual that are looked into."""


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to look at.

    Attributes:
        id: ASCII id.
        headline: What is the case, as a sentence.
        detail: Why it matters or what it compares with; may be empty.
        filters: Filters that open its rows; those already set are among them.
        count: Number of rows that they open.
        link: Words of the link, for example “See the 5”.
        unknown: True for the remark on data quality, which carries the mark *unknown*.
    """

    id: str
    headline: str
    detail: str
    filters: Filters
    count: int
    link: str
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence on data quality; ``filters`` opens its rows, None when it has none."""

    text: str
    filters: Filters | None = None


def attention(selection: Selection, about: About, filters: Filters) -> tuple[Attention, ...]:
    """What to look at among some repositories, most urgent first, data quality last.

    Args:
        selection: Repositories that fit the filters.
        about: What is known of the data.
        filters: Filters that are set; each item adds to them.
    """
    if not len(selection):
        return ()
    totals = selection.totals
    found = [
        _active_without_license(selection, about, filters),
        _hardware_without_license(selection, filters),
        _cern_ohl(selection, filters),
        _active_one_author(selection, filters),
        _quality(totals, about, filters),
    ]
    return tuple(item for item in found if item is not None)


def _open(count: int) -> str:
    return plural("portfolio.attention.open", count)


def _active_without_license(
    selection: Selection, about: About, filters: Filters
) -> Attention | None:
    count = selection.active_of_family(NONE)
    if not count:
        return None
    total = number(selection.totals.no_license)
    return Attention(
        id="active-no-license",
        headline=plural("portfolio.attention.active-no-license", count, total=total),
        detail=plural(
            "portfolio.attention.active-no-license.why", count, date=day(about.reference_date)
        ),
        filters=replace(filters, family=NONE, active=True),
        count=count,
        link=_open(count),
    )


def _hardware_without_license(selection: Selection, filters: Filters) -> Attention | None:
    kinds = {kind: (total, without) for kind, total, without in selection.by_kind()}
    hardware, count = kinds.get(str(RepositoryKind.HARDWARE), (0, 0))
    software, software_without = kinds.get(str(RepositoryKind.SOFTWARE), (0, 0))
    if not count or filters.family:
        return None
    key = "portfolio.attention.hardware-no-license"
    detail = ""
    if software:
        detail = words(f"{key}.why", count=number(software_without), total=number(software))
    return Attention(
        id="hardware-no-license",
        headline=plural(key, count, total=number(hardware)),
        detail=detail,
        filters=replace(filters, kind=str(RepositoryKind.HARDWARE), family=NONE),
        count=count,
        link=_open(count),
    )


def _cern_ohl(selection: Selection, filters: Filters) -> Attention | None:
    named = {f: n for f, n in selection.by_family().items() if f.startswith(CERN_OHL) and n}
    total = sum(named.values())
    if not total or filters.family:
        return None
    return Attention(
        id="cern-ohl",
        headline=plural("portfolio.attention.cern-ohl", total),
        detail=some("portfolio.attention.cern-ohl.old", named.get(CERN_OHL_OLD, 0), total),
        filters=replace(filters, family=joined(named)),
        count=total,
        link=_open(total),
    )


def _active_one_author(selection: Selection, filters: Filters) -> Attention | None:
    count = selection.active_with("one-author")
    if not count:
        return None
    return Attention(
        id="active-one-author",
        headline=plural("portfolio.attention.active-one-author", count),
        detail=words("portfolio.attention.active-one-author.why"),
        filters=replace(filters, active=True, only=filters.only | {"one-author"}),
        count=count,
        link=_open(count),
    )


def _quality(totals: Totals, about: About, filters: Filters) -> Attention:
    key = "portfolio.attention.quality"
    said = plural(key, totals.corrected) if totals.corrected else words(f"{key}.none")
    return Attention(
        id="quality",
        headline=words(f"{key}.head"),
        detail=f"{words('common.semicolon').join(filter(None, (said, about.absent)))}.",
        filters=replace(filters, only=filters.only | {"corrected"}),
        count=totals.corrected,
        link=words(f"{key}.open"),
        unknown=True,
    )


def data_quality(selection: Selection, about: About) -> tuple[Statement, ...]:
    """What to know of the data behind some repositories before quoting a figure."""
    reference = about.reference_date
    totals = selection.totals
    (first, last), _ = last_windows(reference)
    key = "portfolio.quality"
    found: list[Statement] = []
    if totals.corrected:
        corrected = Filters(only=frozenset({"corrected"}))
        found.append(Statement(plural(f"{key}.corrected", totals.corrected), corrected))
    if totals.old_copies:
        old = plural(f"{key}.old", totals.old_copies, year=reference.year - 1)
        found.append(Statement(old, Filters(only=frozenset({"old-copy"}))))
    current = _current(selection, last)
    found += [Statement(current)] if current else []
    found += [Statement(spike) for spike in spikes(selection)]
    if totals.knows("active"):
        found.append(Statement(words(f"{key}.months", first=month(first), last=month(last))))
        found.append(Statement(words(f"{key}.partial", month=month(last), date=day(reference))))
    unknown = [words(f"{key}.figure.{name}") for name in totals.known if not totals.knows(name)]
    if unknown:
        listed = ", ".join(unknown)
        found.append(Statement(words(f"{key}.nothing-known", figures=listed)))
    checked = selection.share("reuse").known
    if 0 < checked < totals.repositories:
        total = number(totals.repositories)
        found.append(Statement(words(f"{key}.reuse", checked=number(checked), total=total)))
    found += [Statement(caveat) for caveat in (about.basis, *about.caveats) if caveat]
    if about.absent:
        found.append(Statement(words(f"{key}.absent", absent=about.absent)))
    found.append(Statement(words(f"{key}.authors")))
    if about.read_on:
        dates = {"date": day(about.read_on), "reference": day(reference)}
        found.append(Statement(words(f"{key}.read", **dates)))
    return tuple(found)


def _current(selection: Selection, last: str) -> str:
    """The year’s comparison among repositories that were surely read up to the last month.

    Old copies pull the last twelve months down; these do not. They are the active ones, so the
    figure is no estimate for the others.
    """
    count, now, before = selection.current()
    if not count or count == len(selection):
        return ""
    return words(
        "portfolio.quality.current",
        count=number(count),
        month=month(last),
        now=number(now),
        before=number(before),
    )


def spikes(selection: Selection) -> tuple[str, ...]:
    """Sentences on months that stand out because of one repository, at most two, largest first.

    Such a month is often an import of an old history, not work of that month.
    """
    sums = {at: total for at, total in selection.monthly if total}
    if not sums or selection.with_commits < FEWEST_FOR_SPIKES:
        return ()
    usual = sorted(sums.values())[len(sums) // 2]
    high = [(total, at) for at, total in sums.items() if total > SPIKE_TIMES * usual]
    found: list[str] = []
    for total, at in sorted(high, reverse=True)[:MOST_SPIKES]:
        repo, commits = selection.largest(at)
        if commits >= SPIKE_SHARE * total and len(found) < 2:
            found.append(
                words(
                    "portfolio.quality.spike",
                    month=month(at),
                    commits=number(commits),
                    total=number(total),
                    repo=repo,
                )
            )
    return tuple(found)
