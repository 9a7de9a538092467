# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The report of a month: what came, what went, which licences and which readiness changed."""

from __future__ import annotations

from ospo_widgets.portfolio.reports import changed, evidence, findings, parts
from ospo_widgets.portfolio.reports.changes import Changes
from ospo_widgets.portfolio.reports.model import Figure, Report, Section, Template
from ospo_widgets.portfolio.reports.order import Order
from ospo_widgets.wording import day, words


def monthly(order: Order) -> Report:
    """The report of what changed in a period, usually a month."""
    portfolio = order.portfolio
    title = words("portfolio_report.title.monthly", period=order.period.title())
    if not len(portfolio):
        return order.report(Template.MONTHLY, title, ())
    changes = order.changes
    summary = (
        findings.changed(changes),
        findings.licences(portfolio),
        findings.coverage(portfolio),
    )
    sections = (
        _figures(changes),
        evidence.at_a_glance(order),
        *changed.sections(changes),
        parts.looks(portfolio),
        *(parts.of_chart(c) for c in portfolio.charts() if c.id in ("licences", "activity")),
        *order.more,
    )
    return order.report(
        Template.MONTHLY,
        title,
        sections,
        summary=summary,
        subtitle=(_span(order),),
    )


def _span(order: Order) -> str:
    """From which day to which day the report goes, and what it compares."""
    period, previous = order.period, order.previous
    if previous is None:
        return words(
            "portfolio_report.span.histories", first=day(period.first), last=day(period.last)
        )
    return words(
        "portfolio_report.span.snapshots",
        before=day(previous.about.reference_date),
        now=day(order.portfolio.about.reference_date),
    )


def _figures(changes: Changes) -> Section:
    gone = None if changes.gone is None else len(changes.gone)
    counts = {
        "new": len(changes.new),
        "gone": gone,
        "licenses": len(changes.licenses),
        "gained": sum(change.gained for change in changes.readiness),
        "lost": sum(not change.gained for change in changes.readiness),
    }
    notes = {"gone": words("portfolio_report.tile.gone-not-known")} if gone is None else {}
    return Section(
        id="figures",
        title=words("portfolio_report.changes"),
        figures=tuple(
            Figure(
                name,
                words(f"portfolio_report.tile.{name}"),
                count,
                (notes[name],) if name in notes else (),
            )
            for name, count in counts.items()
        ),
    )
