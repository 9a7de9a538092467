# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The executive summary: sentences computed from the numbers, each with its basis.

A sentence says what is the case, never why: what the numbers cannot tell stands in the basis.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from ospo_widgets.charting.numbers import number, percent
from ospo_widgets.portfolio.families import NONE, UNKNOWN
from ospo_widgets.portfolio.metrics import last_windows
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.phrases import count_word, month
from ospo_widgets.portfolio.readiness import READINESS, readiness_count
from ospo_widgets.portfolio.records import Repository, RepositoryKind
from ospo_widgets.portfolio.reports.changes import Changes
from ospo_widgets.portfolio.reports.model import Finding
from ospo_widgets.wording import day, plural, words


def _some(name: str, count: int, total: int, /, **values: object) -> str:
    """Text of a finding by how many of ``total`` it is; see :func:`phrases.some`."""
    if total == 1:
        form = "only" if count else "only-none"
    else:
        form = {0: "none", total: "all", 1: "one"}.get(count, "other")
    return words(
        f"portfolio_report.finding.{name}.{form}",
        count=number(count),
        total=number(total),
        number=count_word(count),
        **values,
    )


def size(portfolio: Portfolio) -> Finding:
    """How many repositories, and how many of them are active."""
    found = portfolio.totals
    reference = portfolio.about.reference_date
    before = _has_months(portfolio)
    text = _some("size", found.active, len(portfolio), date=day(reference))
    basis = [words("portfolio_report.finding.size.basis")]
    if before:
        text = f"{text} {plural('portfolio_report.finding.size.before', found.active_before)}"
        basis.append(words("portfolio_report.finding.size.basis-before"))
    if found.old_copies:
        basis.append(
            plural(
                "portfolio_report.finding.size.basis-old", found.old_copies, year=reference.year - 1
            )
        )
    return Finding("size", text, " ".join(basis))


def activity(portfolio: Portfolio) -> Finding | None:
    """Commits of the year and of the year before; None where no months are known."""
    if not _has_months(portfolio):
        return None
    found = portfolio.totals
    (first, last), _ = last_windows(portfolio.about.reference_date)
    now, before = found.commits_12m, found.commits_12m_before
    values = {"now": number(now), "before": number(before)}
    if now == before:
        text = words("portfolio_report.finding.activity.same", **values)
    elif not before:
        text = words("portfolio_report.finding.activity.first", **values)
    else:
        way = "more" if now > before else "fewer"
        share = percent(abs(now - before), before)
        text = words(f"portfolio_report.finding.activity.{way}", percent=share, **values)
    basis = words(
        "portfolio_report.finding.activity.basis",
        first=month(first),
        last=month(last),
        date=day(portfolio.about.reference_date),
    )
    return Finding("activity", text, basis)


def _has_months(portfolio: Portfolio) -> bool:
    found = portfolio.totals
    return bool(found.commits_12m or found.commits_12m_before)


def licences(portfolio: Portfolio) -> Finding:
    """How many state no licence, and how many of those are active."""
    rows = portfolio.repositories
    without = [r for r in rows if r.family == NONE]
    unknown = sum(r.family == UNKNOWN for r in rows)
    share = percent(len(without), len(rows))
    said = [_some("licences", len(without), len(rows), percent=share)]
    active = sum(r.active is True for r in without)
    if active:
        said.append(plural("portfolio_report.finding.licences.active", active))
    if unknown:
        said.append(plural("portfolio_report.finding.licences.unknown", unknown))
    basis = [words("portfolio_report.finding.licences.basis")]
    if portfolio.totals.corrected:
        basis.append(
            plural("portfolio_report.finding.licences.corrected", portfolio.totals.corrected)
        )
    return Finding("licences", " ".join(said), " ".join(basis))


def hardware(portfolio: Portfolio) -> Finding | None:
    """Hardware beside software; None without hardware."""
    rows = portfolio.repositories
    hard = [r for r in rows if r.kind is RepositoryKind.HARDWARE]
    soft = [r for r in rows if r.kind is RepositoryKind.SOFTWARE]
    if not hard:
        return None
    text = _some("hardware", _without(hard), len(hard))
    if soft:
        beside = {"count": number(_without(soft)), "total": number(len(soft))}
        text = f"{text} {words('portfolio_report.finding.hardware.software', **beside)}"
    return Finding("hardware", text, words("portfolio_report.finding.hardware.basis"))


def _without(rows: Sequence[Repository]) -> int:
    return sum(r.family == NONE for r in rows)


def readiness(portfolio: Portfolio) -> Finding:
    """How ready they are: the middle of the counts, and the items that most and fewest have."""
    rows = portfolio.repositories
    counts = {item: sum(check(r) is True for r in rows) for item, check in READINESS.items()}
    order = sorted(counts, key=lambda item: -counts[item])
    total = len(rows)

    def said(item: str) -> str:
        share = percent(counts[item], total)
        label = words(f"portfolio.readiness.{item}")
        return words("portfolio_report.finding.readiness.item", item=label, percent=share)

    text = words(
        "portfolio_report.finding.readiness.title",
        middle=number(median_low(sorted(map(readiness_count, rows)))),
        items=number(len(READINESS)),
        most=said(order[0]),
        fewest=said(order[-1]),
    )
    checked = sum(r.present.get("reuse_compliant") is not None for r in rows)
    basis = words(
        "portfolio_report.finding.readiness.basis", checked=number(checked), total=number(total)
    )
    return Finding("readiness", text, basis)


def one_author(portfolio: Portfolio) -> Finding | None:
    """How many depend on one author; None where it is not known of any."""
    known = [r for r in portfolio.repositories if r.authors_for_half is not None]
    if not known:
        return None
    one = [r for r in known if r.one_author]
    text = _some("one-author", len(one), len(known))
    active = sum(r.active is True for r in one)
    if active:
        text = f"{text} {plural('portfolio_report.finding.one-author.active', active)}"
    return Finding(
        "one-author",
        text,
        words("portfolio_report.finding.one-author.basis", known=number(len(known))),
    )


def changed(changes: Changes) -> Finding:
    """What changed in the period, in one sentence."""
    parts = [
        plural(f"portfolio_report.finding.changed.{name}", count)
        for name, count in (
            ("new", len(changes.new)),
            ("gone", len(changes.gone or ())),
            ("licenses", len(changes.licenses)),
            ("gained", sum(c.gained for c in changes.readiness)),
            ("lost", sum(not c.gained for c in changes.readiness)),
        )
        if count
    ]
    period = changes.period.title()
    period = period[:1].upper() + period[1:]
    if parts:
        listed = words("common.semicolon").join(parts)
        text = words("portfolio_report.finding.changed.some", period=period, changes=listed)
    else:
        text = words("portfolio_report.finding.changed.none", period=period)
    return Finding("changed", text, changes_basis(changes))


def changes_basis(changes: Changes) -> str:
    """What tells the changes, and what it cannot tell."""
    return words(
        f"portfolio_report.finding.changed.{'snapshots' if changes.compared else 'histories'}"
    )


def coverage(portfolio: Portfolio) -> Finding | None:
    """How many could not be read; None when all were."""
    rows = portfolio.repositories
    unread = [r for r in rows if r.error]
    if not unread:
        return None
    days = [r.read_on for r in unread if r.read_on]
    text = _some("coverage", len(unread), len(rows))
    key = "oldest" if days else "no-day"
    values = {"date": day(min(days))} if days else {}
    return Finding("coverage", text, words(f"portfolio_report.finding.coverage.{key}", **values))


def against_whole(portfolio: Portfolio) -> tuple[Finding, ...]:
    """A department beside the whole: licences and activity in per cent of each."""
    whole = portfolio.whole or portfolio
    ours, all_rows = portfolio.repositories, whole.repositories
    found = []
    for name, fits in (
        ("without", lambda r: r.family == NONE),
        ("active", lambda r: r.active is True),
    ):
        mine, theirs = sum(map(fits, ours)), sum(map(fits, all_rows))
        text = words(
            f"portfolio_report.finding.beside.{name}",
            count=number(mine),
            total=number(len(ours)),
            percent=percent(mine, len(ours)),
            whole=percent(theirs, len(all_rows)),
        )
        basis = words(
            "portfolio_report.finding.beside.basis",
            ours=number(len(ours)),
            whole=number(len(all_rows)),
        )
        found.append(Finding(f"beside-{name}", text, basis))
    return tuple(found)
