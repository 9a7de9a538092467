# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""“Make a report”: template, period and language; the preview is the report itself."""

from __future__ import annotations

import shlex
from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.panel import Panel, wrong_input
from ospo_widgets.errors import OspoError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.portfolio.reports.build import build_report
from ospo_widgets.portfolio.reports.model import Format, Report, Template
from ospo_widgets.portfolio.reports.render import ENDINGS, MEDIA_TYPES, Rendered, render_or_html
from ospo_widgets.progress import Cancel
from ospo_widgets.progress import Report as Tell
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.download import MOST_BYTES, download_link, safe_name
from ospo_widgets.widgets.fields import button, column, dropdown, row, shown, suggest_field
from ospo_widgets.wording import language, languages, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.widgets.page import Page

MOST_PREVIEWED = 4_000_000
"""Largest report that is shown in the page, bytes; larger ones are for the download only."""

MOST_SUGGESTED = 2_000
PERIODS = ("last-month", "last-year")
_FILTERS = ("kind", "family", "relation", "active", "name")


class ReportScreen(Panel):
    """Chooses a report, shows it and gives it in each format."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._report: Report | None = None
        self._template = dropdown(
            words("portfolio_make.template"),
            [(words(f"portfolio_make.templates.{t}"), str(t)) for t in Template],
        )
        self._language = dropdown(
            words("portfolio_make.language"),
            [(words(f"portfolio_make.languages.{code}"), code) for code in languages()],
            language(),
        )
        self._period = suggest_field(words("portfolio_make.period"), PERIODS)
        self._department = dropdown(words("portfolio_make.department"), [("–", "")])
        self._repo = suggest_field(words("portfolio_make.repository"), ())
        self._template.observe(page.guard(lambda _: self._fit()), "value")
        self._make = button(words("portfolio_make.make"), page.guard(self._start), primary=True)
        self._about = ipw.HTML()
        self._wrong = ipw.HTML()
        self._said = ipw.HTML()
        self._files = row()
        self._given = ipw.HTML()
        self._preview = ipw.HTML()
        self._build = self._task(self._built)
        self._render = self._task(self._give)
        head = tag(
            "header",
            tag("h1", words("portfolio_make.title")),
            tag("p", words("portfolio_make.lead"), class_="lead"),
            class_="stack",
        )
        back = button(words("portfolio_app.back"), page.guard(model.back))
        self.children = (
            ipw.HTML(head),
            self._about,
            row(self._template, self._period, self._language, class_="filters small-fields"),
            column(
                self._department,
                self._repo,
                self._wrong,
                row(self._make, back),
                class_="stack narrow-form",
            ),
            self._said,
            self._files,
            self._given,
            self._preview,
        )
        self._fit()

    def _task(self, done: Any) -> BackgroundTask:
        return BackgroundTask(
            on_progress=lambda _: None, on_done=self.page.guard.quiet(done), on_error=self._failed
        )

    def refresh(self) -> None:
        """Offer what the open portfolio has, and forget a report of other filters."""
        model = self.model
        filters = model.filters.describe()
        chosen = ", ".join(filters) or words("portfolio_make.no_filters")
        self._about.value = tag("p", words("portfolio_make.about", filters=chosen), class_="muted")
        self._repo.options = tuple(r.repo for r in model.whole.rows("repo", 0, MOST_SUGGESTED))
        names = [choice.value for choice in model.whole.choices().get("department", ())]
        self._department.options = [("–", ""), *((name, name) for name in names)]
        if self._drawn is not model.shown:
            self._drawn = model.shown
            self._forget()

    def draw(self, shown: Portfolio) -> None:
        """Nothing: a report is made when it is asked for."""

    def _fit(self) -> None:
        """Show the fields that the template needs."""
        shown(self._department, on=self._template.value == Template.DEPARTMENT)
        shown(self._repo, on=self._template.value == Template.REPOSITORY)
        self._forget()

    def _forget(self) -> None:
        self._report = None
        self._files.children = ()
        for place in (self._wrong, self._said, self._given, self._preview):
            place.value = Markup("")

    def _start(self) -> None:
        self._forget()
        self._make.disabled = True
        self._said.value = tag("p", words("portfolio_make.wait"), class_="small muted")
        portfolio, today = self.model.shown, date.today()
        wanted: dict[str, Any] = {
            "language": self._language.value,
            "department": self._department.value,
            "repo": self._repo.value.strip(),
            "period": self._period.value.strip() or None,
        }
        template = self._template.value

        def work(_: Tell, __: Cancel) -> tuple[Report, Rendered]:
            report = build_report(portfolio, template, date=today, **wanted)
            return report, render_or_html(report, Format.HTML)

        self._build.start(work)

    def _failed(self, error: BaseException) -> None:
        self._make.disabled = False
        self._given.value = Markup("")
        self._said.value = Markup("")
        if isinstance(error, OspoError):
            self._wrong.value = wrong_input(error)
        else:
            self.page.guard.show(error)

    def _built(self, made: tuple[Report, Rendered]) -> None:
        self._report, rendered = made
        self._make.disabled = False
        self._said.value = tag(
            "div",
            tag("p", words("portfolio_make.ready")),
            tag("p", words("portfolio_make.command"), " ", tag("code", self.command()),
                class_="small muted"),
            class_="stack-s",
        )  # fmt: skip
        self._files.children = tuple(
            button(
                words(f"portfolio_make.formats.{f}"), self.page.guard(lambda f=f: self._ask(f)),
                small=True,
            )
            for f in Format
        )  # fmt: skip
        if len(rendered.content) <= MOST_PREVIEWED:
            self._preview.value = tag(
                "iframe",
                srcdoc=rendered.content.decode(),
                sandbox=True,
                title=words("portfolio_make.preview"),
                class_="ospo-preview",
            )
        else:
            self._preview.value = tag("p", words("portfolio_make.too_large"), class_="muted")
        self.page.say(words("portfolio_make.ready"))

    def _ask(self, wanted: Format) -> None:
        report = self._report
        if report is None:
            return
        self._given.value = tag("p", words("portfolio_make.wait"), class_="small muted")
        self._render.start(lambda _, __: render_or_html(report, wanted))

    def _give(self, made: Rendered) -> None:
        ending = next(e for e, f in ENDINGS.items() if f is made.format)
        name = safe_name(f"portfolio-{self._template.value}-{self._language.value}{ending}")
        size = size_text(len(made.content))
        said = words("common.download.given", name=name, size=size)
        told = [tag("p", made.message, class_="notice is-cond")] if made.message else []
        if self.page.host.ready and len(made.content) <= MOST_BYTES:
            self.page.host.download(name, made.content, MEDIA_TYPES[made.format])
            told.append(tag("p", said, class_="small muted"))
        else:
            media = MEDIA_TYPES[made.format]
            told.append(tag("p", download_link(name, name, made.content, media)))
        self._given.value = tag("div", told, class_="stack-s")
        self.page.say(said)

    def command(self) -> str:
        """The command line that makes the same report, for a timer."""
        return command(
            self.model,
            template=self._template.value,
            language=self._language.value,
            period=self._period.value.strip(),
            department=self._department.value,
            repo=self._repo.value.strip(),
        )


def command(model: PortfolioModel, **options: str) -> str:
    """The command line of a report with the filters of the page.

    Args:
        model: State of the page.
        options: Further options by name; empty ones are left out.
    """
    parts = ["ospo portfolio report"]
    for name, value in options.items():
        if value:
            parts.append(f"--{name} {shlex.quote(value)}")
    for name in _FILTERS:
        value = model.value(name)
        if value:
            parts.append(f"--{name} {shlex.quote(value)}")
    parts += [f"--only {mark}" for mark in sorted(model.filters.only)]
    return " ".join([*parts, "--output report.html"])
