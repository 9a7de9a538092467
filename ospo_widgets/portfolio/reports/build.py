# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Makes a report from a portfolio."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

from ospo_widgets import wording
from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.reports.department import department as department_report
from ospo_widgets.portfolio.reports.model import Report, Section, Template
from ospo_widgets.portfolio.reports.monthly import monthly
from ospo_widgets.portfolio.reports.order import Order
from ospo_widgets.portfolio.reports.overview import overview
from ospo_widgets.portfolio.reports.period import Period, parse_period
from ospo_widgets.portfolio.reports.repository import repository
from ospo_widgets.portfolio.reports.states import states
from ospo_widgets.portfolio.reports.yearly import yearly
from ospo_widgets.wording import words

_TEMPLATES: Mapping[Template, Callable[[Order], Report]] = {
    Template.OVERVIEW: overview,
    Template.YEARLY: yearly,
    Template.MONTHLY: monthly,
    Template.DEPARTMENT: department_report,
    Template.REPOSITORY: repository,
}


def build_report(
    portfolio: Portfolio,
    template: Template | str,
    *,
    date: datetime.date,
    language: str = "",
    department: str = "",
    repo: str = "",
    period: Period | str | None = None,
    previous: Portfolio | None = None,
    title: str = "",
    more: Sequence[Section] = (),
) -> Report:
    """Make a report.

    Args:
        portfolio: Whole or filtered; its filters are named in the report.
        template: ``overview``, ``yearly``, ``monthly``, ``department`` or ``repository``.
        date: Day on which it is made.
        language: Code of its language; empty takes that of the session.
        department: Which one, for ``department``.
        repo: Which one, for ``repository``.
        period: Time that it is about, a :class:`Period` or its text (see
            :func:`period.parse_period`); None leaves it to the template. What is after the
            portfolio’s day is cut off. Of a store, the snapshots nearest to both ends are taken;
            see :func:`states.states`.
        previous: The portfolio at the beginning of the period, to compare with, where it is not in
            the same store; its filters are set as those of ``portfolio``.
        title: Heading; empty takes that of the template.
        more: Sections of others, for example on dependencies; put before the list of repositories.

    Raises:
        InputError: There is no such template, language, department or repository, or the period
            cannot be read.
    """
    wanted = _template(template)
    if language and language not in wording.languages():
        raise InputError(
            words("given.report.language", language=language[:40]),
            remedy=words("given.known", known=", ".join(wording.languages())),
        )
    if isinstance(period, str):
        period = parse_period(period, date) if period else None
    now, before, span = states(portfolio, wanted, period, previous)
    with wording.spoken(language or wording.language()):
        order = Order(
            portfolio=now,
            date=date,
            period=span,
            previous=before,
            department=department,
            repo=repo,
            title=title,
            more=tuple(more),
        )
        return _TEMPLATES[wanted](order)


def _template(name: Template | str) -> Template:
    try:
        return Template(name)
    except ValueError:
        raise InputError(
            words("given.report.template", name=str(name)[:40]),
            remedy=words("given.known", known=", ".join(Template)),
        ) from None
