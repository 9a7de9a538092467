# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""“Use other data”: files of any shape, their columns, what could not be taken over; other days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.data_state import MAX_BYTES, Brought, DataState
from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.panel import Panel
from ospo_widgets.errors import OspoError
from ospo_widgets.markup import Markup, chip, table, tag
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.fields import FIELDS
from ospo_widgets.portfolio.importing.mapping import KEYS, Column
from ospo_widgets.portfolio.opening import open_portfolio
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.fields import button, column, dropdown, row
from ospo_widgets.widgets.upload import Upload
from ospo_widgets.wording import day, number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

PROBLEMS_SHOWN = 30
ACCEPT = ".csv,.tsv,.xlsx,.parquet,.json,.jsonl,.yml,.yaml,.cff,.toml,.xml,.spdx,.gz,.txt"
SURE = 0.999


class DataScreen(Panel):
    """Brings files in and opens what they make."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self.state = DataState()
        self._day = dropdown(words("portfolio_data.day"), [("–", "")])
        self._day.observe(page.guard(self._open_day), "value")
        self._filling = False
        self._upload = Upload(
            page,
            self._received,
            max_bytes=MAX_BYTES,
            on_problem=self._refused,
            accept=ACCEPT,
            label=words("portfolio_data.upload", limit=size_text(MAX_BYTES)),
            hint=words("portfolio_data.hint"),
        )
        self._said = ipw.HTML()
        self._files = column(class_="stack-l")
        self._problems = ipw.HTML()
        self._use = button(words("portfolio_data.use"), page.guard(self._start), primary=True)
        back = button(words("portfolio_app.back"), page.guard(model.back))
        sample = button(words("portfolio_data.sample"), page.guard(self._open_default), quiet=True)
        self._read = self._task(self._taken)
        self._open = self._task(self._opened)
        head = tag(
            "header",
            tag("h1", words("portfolio_data.title")),
            tag("p", words("portfolio_data.lead"), class_="lead"),
            class_="stack",
        )
        self._days = column(self._day, class_="narrow-form")
        self.children = (
            ipw.HTML(head),
            self._days,
            self._upload,
            self._said,
            self._files,
            self._problems,
            row(self._use, back, sample),
        )
        self._draw_files()

    def _task(self, done: Any) -> BackgroundTask:
        return BackgroundTask(
            on_progress=lambda _: None, on_done=self.page.guard.quiet(done), on_error=self._failed
        )

    def refresh(self) -> None:
        """Offer the days of the store that is open."""
        whole = self.model.whole
        self._filling = True
        self._day.options = [(day(d), d.isoformat()) for d in reversed(whole.snapshots)] or [
            ("–", "")
        ]
        if whole.day is not None:
            self._day.value = whole.day.isoformat()
        self._filling = False
        self._days.layout.display = None if len(whole.snapshots) > 1 else "none"

    def draw(self, shown: Portfolio) -> None:
        """Nothing: the files count, not the filters."""

    # Files ------------------------------------------------------------------------------------

    def _received(self, path: Path, name: str) -> None:
        self._said.value = tag("p", words("portfolio_app.working"), class_="small muted")

        def work(_: Report, __: Cancel) -> Brought:
            return self.state.add(path, name)

        self._read.start(work)

    def _taken(self, brought: Brought) -> None:
        self._upload.discard()
        imported = brought.imported
        told = plural(
            "portfolio_data.found",
            len(imported.records),
            file=brought.document.name,
            shape=words(f"importing.shape.{imported.shape}"),
        )
        self._said.value = tag("p", told, role="status")
        self.page.say(told)
        self._draw_files()

    def _refused(self, error: OspoError) -> None:
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        self._upload.discard()
        self._use.disabled = bool(self.state.blockers)
        if isinstance(error, OspoError):
            said = tag("p", chip("no", words("common.error.input"), ground=False), " ", str(error))
            self._said.value = tag("div", said, class_="field-error", role="alert")
        else:
            self._said.value = Markup("")
            self.page.guard.show(error)

    def _draw_files(self) -> None:
        boxes = [self._file(i, brought) for i, brought in enumerate(self.state.files)]
        self._files.children = tuple(boxes)
        self._use.disabled = bool(self.state.blockers)
        self._draw_problems()

    def _draw_problems(self) -> None:
        problems = self.state.problems
        if not problems:
            self._problems.value = Markup("")
            return
        title = plural("portfolio_data.problems", len(problems))
        columns = [words(f"portfolio_data.column.{n}") for n in ("place", "repo", "message")]
        rows = [(", ".join(filter(None, (p.source, p.place))), p.repo, p.message) for p in problems]
        body = table(
            title, columns, rows[:PROBLEMS_SHOWN], class_="cards-s words", hide_caption=True
        )
        self._problems.value = tag(
            "section",
            tag("h2", title),
            tag("div", body, class_="scroll", tabindex=0, role="group", aria_label=title),
            class_="stack-s",
        )

    def _file(self, place: int, brought: Brought) -> ipw.Widget:
        head = ipw.HTML(tag("h2", brought.document.name))
        remove = button(
            words("portfolio_data.remove"), self.page.guard(lambda: self._remove(place)), small=True
        )
        parts: list[ipw.Widget] = [row(head, remove, class_="row-between")]
        mapping = brought.imported.mapping
        if mapping is not None:
            parts.append(ipw.HTML(tag("p", words("portfolio_data.mapping"), class_="small muted")))
            fields = [self._column(place, i, c) for i, c in enumerate(mapping.columns)]
            parts.append(row(*fields, class_="filters small-fields"))
        return column(*parts, class_="stack-s")

    def _column(self, place: int, position: int, mapped: Column) -> ipw.Widget:
        """One column of a table: its heading, and what it is taken for."""
        options = [(words("portfolio_data.leave_out"), "")]
        options += [(words(f"importing.target.{key}"), key) for key in KEYS]
        options += [(words(f"portfolio_fields.field.{name}"), name) for name in FIELDS]
        label = mapped.header or words("portfolio_data.no_header", number=number(position + 1))
        if mapped.personal:
            label = words("portfolio_data.personal", header=label)
        elif mapped.field and mapped.score < SURE:
            label = words("portfolio_data.guessed", header=label)
        field = dropdown(label, options, mapped.field)
        field.observe(self.page.guard(lambda c: self._map(place, position, str(c["new"]))), "value")
        return field

    def _map(self, place: int, position: int, target: str) -> None:
        try:
            self._taken(self.state.map_column(place, position, target))
        except OspoError as error:
            self._draw_files()
            self._failed(error)

    def _remove(self, place: int) -> None:
        self.state.remove(place)
        self._said.value = Markup("")
        self._draw_files()

    # Opening ----------------------------------------------------------------------------------

    def _start(self) -> None:
        self._use.disabled = True
        self._open.start(lambda _, __: self.state.portfolio())

    def _open_default(self) -> None:
        self._open.start(lambda _, __: open_portfolio())

    def _open_day(self, change: Any) -> None:
        wanted = str(change["new"] or "")
        if not self._filling and wanted:
            self._open.start(lambda _, __: open_portfolio(date.fromisoformat(wanted)))

    def _opened(self, portfolio: Portfolio) -> None:
        self._use.disabled = bool(self.state.blockers)
        self.model.open_portfolio(portfolio)
        self.page.say(portfolio.heading())
