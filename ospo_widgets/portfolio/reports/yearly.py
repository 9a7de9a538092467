# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The report of a year, for management: a summary that says its basis, then the evidence."""

from __future__ import annotations

from ospo_widgets.portfolio.reports import changed, drawn, evidence, findings, parts
from ospo_widgets.portfolio.reports.model import Report, Section, Template
from ospo_widgets.portfolio.reports.order import Order
from ospo_widgets.wording import words


def yearly(order: Order) -> Report:
    """The report of a year."""
    portfolio = order.portfolio
    title = words("portfolio_report.title.yearly", period=order.period.title())
    if not len(portfolio):
        return order.report(Template.YEARLY, title, ())
    summary = (
        findings.size(portfolio),
        findings.activity(portfolio),
        findings.licences(portfolio),
        findings.changed(order.changes),
        findings.hardware(portfolio),
        findings.readiness(portfolio),
        findings.one_author(portfolio),
        findings.coverage(portfolio),
    )
    sections: tuple[Section | None, ...] = (
        parts.figures(portfolio),
        evidence.at_a_glance(order),
        parts.looks(portfolio),
        drawn.section(drawn.page_chart(portfolio, "licences")),
        drawn.section(drawn.license_mix(portfolio)),
        changed.licenses(order.changes),
        drawn.section(
            drawn.page_chart(portfolio, "readiness"),
            drawn.readiness_heat(portfolio),
            drawn.readiness_trend(portfolio),
        ),
        drawn.section(drawn.page_chart(portfolio, "activity")),
        drawn.section(drawn.absence_factor(portfolio)),
        evidence.health(portfolio),
        evidence.archive_candidates(portfolio),
        drawn.section(
            drawn.page_chart(portfolio, "kinds"),
            drawn.hardware_beside_software(portfolio),
        ),
        drawn.section(drawn.groups(portfolio, "language")),
        drawn.section(drawn.groups(portfolio, "platform")),
        *order.more,
        parts.repository_list(portfolio),
        drawn.section(drawn.data_age(portfolio)),
        evidence.coverage(portfolio),
    )
    return order.report(Template.YEARLY, title, sections, summary=summary)
