# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""“What to look at” and data quality: computed sentences, each with the rows it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ospo_widgets.charting.numbers import number
from ospo_widgets.portfolio.families import NONE
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.metrics import Totals, last_windows
from ospo_widgets.portfolio.phrases import month, some
from ospo_widgets.portfolio.records import About, Months, Repository, RepositoryKind
from ospo_widgets.wording import day, plural, words

SPIKE_SHARE = 0.75
"""A month is put down to one repository when that made this share of its commits, …"""

SPIKE_TIMES = 3
"""… and the month has this many times the commits of a usual month (the median)."""


FEWEST_FOR_SPIKES = 10
"""Among fewer repositories than this, a month of one of them is nothing to remark on."""


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


def attention(
    repositories: Sequence[Repository], totals: Totals, about: About, filters: Filters
) -> tuple[Attention, ...]:
    """What to look at among these repositories, most urgent first, data quality last.

    Args:
        repositories: Repositories that fit the filters.
        totals: Their figures.
        about: What is known of the data.
        filters: Filters that are set; each item adds to them.
    """
    if not repositories:
        return ()
    found = [
        _active_without_license(repositories, totals, about, filters),
        _hardware_without_license(repositories, filters),
        _cern_ohl(repositories, filters),
        _active_one_author(repositories, filters),
        _quality(totals, about, filters),
    ]
    return tuple(item for item in found if item is not None)


def _open(count: int) -> str:
    return plural("portfolio.attention.open", count)


def _active_without_license(
    repositories: Sequence[Repository], totals: Totals, about: About, filters: Filters
) -> Attention | None:
    count = sum(r.active is True and r.family == NONE for r in repositories)
    if not count:
        return None
    return Attention(
        id="active-no-license",
        headline=plural(
            "portfolio.attention.active-no-license", count, total=number(totals.no_license)
        ),
        detail=plural(
            "portfolio.attention.active-no-license.why", count, date=day(about.reference_date)
        ),
        filters=replace(filters, family=NONE, active=True),
        count=count,
        link=_open(count),
    )


def _hardware_without_license(
    repositories: Sequence[Repository], filters: Filters
) -> Attention | None:
    hardware = [r for r in repositories if r.kind is RepositoryKind.HARDWARE]
    software = [r for r in repositories if r.kind is RepositoryKind.SOFTWARE]
    count = sum(r.family == NONE for r in hardware)
    if not count or filters.family:
        return None
    key = "portfolio.attention.hardware-no-license"
    detail = ""
    if software:
        without = number(sum(r.family == NONE for r in software))
        detail = words(f"{key}.why", count=without, total=number(len(software)))
    return Attention(
        id="hardware-no-license",
        headline=plural(key, count, total=number(len(hardware))),
        detail=detail,
        filters=replace(filters, kind=str(RepositoryKind.HARDWARE), family=NONE),
        count=count,
        link=_open(count),
    )


def _cern_ohl(repositories: Sequence[Repository], filters: Filters) -> Attention | None:
    named = [r for r in repositories if r.family == "cern-ohl"]
    if not named or filters.family:
        return None
    old = sum("CERN-OHL-1." in r.license for r in named)
    return Attention(
        id="cern-ohl",
        headline=plural("portfolio.attention.cern-ohl", len(named)),
        detail=some("portfolio.attention.cern-ohl.old", old, len(named)),
        filters=replace(filters, family="cern-ohl"),
        count=len(named),
        link=_open(len(named)),
    )


def _active_one_author(repositories: Sequence[Repository], filters: Filters) -> Attention | None:
    count = sum(r.active is True and r.one_author for r in repositories)
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


def data_quality(
    repositories: Sequence[Repository], months: Months, totals: Totals, about: About
) -> tuple[Statement, ...]:
    """What to know of the data behind these repositories before quoting a figure."""
    reference = about.reference_date
    (first, last), _ = last_windows(reference)
    key = "portfolio.quality"
    found: list[Statement] = []
    if totals.corrected:
        corrected = Filters(only=frozenset({"corrected"}))
        found.append(Statement(plural(f"{key}.corrected", totals.corrected), corrected))
    if totals.old_copies:
        old = plural(f"{key}.old", totals.old_copies, year=reference.year - 1)
        found.append(Statement(old, Filters(only=frozenset({"old-copy"}))))
    current = _current(repositories, months, about)
    found += [Statement(current)] if current else []
    found += [Statement(spike) for spike in spikes(months)]
    found.append(Statement(words(f"{key}.months", first=month(first), last=month(last))))
    found.append(Statement(words(f"{key}.partial", month=month(last), date=day(reference))))
    checked = sum(r.present.get("reuse_compliant") is not None for r in repositories)
    if checked < totals.repositories:
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


def _current(repositories: Sequence[Repository], months: Months, about: About) -> str:
    """The year’s comparison among repositories that were surely read up to the last month.

    Old copies pull the last twelve months down; these do not. They are the active ones, so the
    figure is no estimate for the others.
    """
    (first, last), (first_before, last_before) = last_windows(about.reference_date)
    current = [r for r in repositories if f"{r.head_date:%Y-%m}" == last]
    if not current or len(current) == len(repositories):
        return ""
    now = before = 0
    for repository in current:
        for at, commits in months.get(repository.repo, ()):
            now += commits if first <= at <= last else 0
            before += commits if first_before <= at <= last_before else 0
    return words(
        "portfolio.quality.current",
        count=number(len(current)),
        month=month(last),
        now=number(now),
        before=number(before),
    )


def spikes(months: Months) -> tuple[str, ...]:
    """Sentences on months that stand out because of one repository, at most two, largest first.

    Such a month is often an import of an old history, not work of that month.
    """
    sums: dict[str, int] = {}
    largest: dict[str, tuple[int, str]] = {}
    for repo, pairs in months.items():
        for at, commits in pairs:
            sums[at] = sums.get(at, 0) + commits
            largest[at] = max(largest.get(at, (0, "")), (commits, repo))
    if len(months) < FEWEST_FOR_SPIKES or not sums:
        return ()
    usual = sorted(sums.values())[len(sums) // 2]
    found = [
        (total, at)
        for at, total in sums.items()
        if total > SPIKE_TIMES * usual and largest[at][0] >= SPIKE_SHARE * total
    ]
    return tuple(
        words(
            "portfolio.quality.spike",
            month=month(at),
            commits=number(largest[at][0]),
            total=number(total),
            repo=largest[at][1],
        )
        for total, at in sorted(found, reverse=True)[:2]
    )
