# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What somebody asked for, as templates read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.reports import parts
from ospo_widgets.portfolio.reports.changes import Changes, changes_in
from ospo_widgets.portfolio.reports.model import Finding, Report, Section, Template
from ospo_widgets.portfolio.reports.period import Period
from ospo_widgets.wording import language, words


@dataclass(frozen=True)
class Order:
    """What somebody asked for.

    Attributes:
        portfolio: Repositories to report on, filtered.
        date: Day on which the report is made.
        period: Time that it is about.
        previous: The same portfolio at the beginning of the period; None when it is not kept.
        department: Name of the department, for that template.
        repo: Name of the repository, for that template.
        title: Heading; empty takes that of the template.
        more: Sections of others, put before the list of repositories.
    """

    portfolio: Portfolio
    date: date
    period: Period
    previous: Portfolio | None = None
    department: str = ""
    repo: str = ""
    title: str = ""
    more: tuple[Section, ...] = ()

    @cached_property
    def changes(self) -> Changes:
        """What changed in the period."""
        now = self.portfolio
        return changes_in(
            self.period,
            now.repositories,
            None if self.previous is None else self.previous.repositories,
            now.license_events,
            now.records.changes,
        )

    def report(
        self,
        template: Template,
        title: str,
        sections: Sequence[Section | None],
        *,
        summary: Sequence[Finding | None] = (),
        subtitle: Sequence[str] = (),
        quality: Sequence[str] | None = None,
    ) -> Report:
        """Put a report together; sections and sentences that have nothing to say are None.

        Without repositories it says so, and has no section.
        """
        portfolio = self.portfolio
        empty = not len(portfolio)
        return Report(
            template=template,
            language=language(),
            title=self.title.strip() or title,
            subtitle=(*subtitle, *parts.subtitle(portfolio, self.date)),
            date=self.date,
            period=self.period.short(),
            summary=() if empty else tuple(f for f in summary if f is not None),
            sections=() if empty else tuple(s for s in sections if s is not None),
            quality=parts.quality(portfolio) if quality is None else tuple(quality),
            nothing=words("portfolio.nothing") if empty else "",
            data=() if empty else (parts.every_row(portfolio.repositories),),
        )
