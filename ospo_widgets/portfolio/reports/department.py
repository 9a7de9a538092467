# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The report of one department beside the whole organisation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.filters import joined
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.reports import changed, drawn, evidence, findings, parts
from ospo_widgets.portfolio.reports.model import Report, Section, Template
from ospo_widgets.portfolio.reports.order import Order
from ospo_widgets.wording import words

MOST_NAMED = 20
"""Most departments that an error names."""


def department(order: Order) -> Report:
    """The report of one department.

    Where the data states no departments, the context (``relation``) is taken in their place, and
    the report says so.

    Raises:
        InputError: No department is named, or the portfolio does not have it.
    """
    field, portfolio = _of(order.portfolio, order.department)
    previous = order.previous
    if previous is not None:
        previous = previous.filtered(portfolio.filters)
    order = replace(order, portfolio=portfolio, previous=previous)
    title = words("portfolio_report.title.department", department=visible(order.department))
    if not len(portfolio):
        return order.report(Template.DEPARTMENT, title, ())
    summary = (
        findings.size(portfolio),
        *findings.against_whole(portfolio),
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
        drawn.section(
            drawn.page_chart(portfolio, "licences"),
            drawn.license_mix(portfolio),
        ),
        drawn.section(
            drawn.page_chart(portfolio, "readiness"),
            drawn.readiness_trend(portfolio),
        ),
        drawn.section(drawn.page_chart(portfolio, "activity")),
        drawn.section(drawn.absence_factor(portfolio)),
        drawn.section(drawn.page_chart(portfolio, "kinds")),
        *changed.sections(order.changes),
        evidence.archive_candidates(portfolio),
        *order.more,
        parts.repository_list(portfolio),
    )
    note = (words("portfolio_report.no-departments"),) if field == "relation" else ()
    return order.report(Template.DEPARTMENT, title, sections, summary=summary, subtitle=note)


def _of(portfolio: Portfolio, wanted: str) -> tuple[str, Portfolio]:
    """The repositories of a department, and the name of the filter that chose them."""
    choices = portfolio.choices()
    field = "department" if choices.get("department") else "relation"
    known = [choice.value for choice in choices.get(field, ())]
    if wanted not in known:
        named = ", ".join(visible(name) for name in known[:MOST_NAMED])
        more = ", …" if len(known) > MOST_NAMED else ""
        message = (
            f"The portfolio has no department “{visible(wanted[:100])}”. No report was made."
            if wanted
            else "A department report needs the name of a department. No report was made."
        )
        raise InputError(message, remedy=f"There are: {named}{more}." if named else "")
    chosen: dict[str, Any] = {field: joined([wanted])}
    return field, portfolio.filtered(replace(portfolio.filters, **chosen))
