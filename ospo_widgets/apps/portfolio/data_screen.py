# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""“Use other data”: files of any shape, their columns, what could not be taken over; other days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.data_state import MAX_BYTES, Brought, DataState
from ospo_widgets.apps.portfolio.file_box import FileBox
from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.panel import Panel, wrong_input
from ospo_widgets.errors import OspoError
from ospo_widgets.markup import Markup, name_text, table, tag
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.opening import open_portfolio
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.fields import button, column, dropdown, row
from ospo_widgets.widgets.upload import Upload
from ospo_widgets.wording import day, plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

PROBLEMS_SHOWN = 30
ACCEPT = ".csv,.tsv,.xlsx,.parquet,.json,.jsonl,.yml,.yaml,.cff,.toml,.xml,.spdx,.gz,.txt"


class DataScreen(Panel):
    """Brings files in and opens what they make.

    Attributes:
        state: The files.
        own: What is open, or about to be, is made of them.
    """

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self.state = DataState()
        self.own = False
        self._day = dropdown(words("portfolio_data.day"), [("–", "")])
        self._day.observe(page.guard(self._open_day), "value")
        self._filling = False
        self._remembered: dict[str, list[str]] = {}
        self._then: Callable[[], Any] | None = None
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
        self._boxes: dict[str, FileBox] = {}
        self._why_not = ipw.HTML()
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
            column(self._why_not, row(self._use, back, sample), class_="stack-s"),
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

        columns = self._remembered.pop(name, [])

        def work(_: Report, __: Cancel) -> Brought:
            brought = self.state.add(path, name)
            place = self._place(name)
            return self.state.map_columns(place, columns) if columns else brought

        self._read.start(work)

    def remember(self, files: Sequence[Mapping[str, Any]], then: Callable[[], Any]) -> None:
        """Read files as before when they are chosen again.

        Args:
            files: ``name``, and ``columns``: what each column is.
            then: Called once, after what they make was opened.
        """
        self._remembered = {file["name"]: list(file["columns"]) for file in files}
        self._then = then

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
        self._allow()
        if isinstance(error, OspoError):
            self._said.value = wrong_input(error)
        else:
            self._said.value = Markup("")
            self.page.guard.show(error)

    def _draw_files(self) -> None:
        boxes = {}
        for brought in self.state.files:
            name = brought.document.name
            box = self._boxes.get(name)
            if box is None or not box.fits(brought):
                box = FileBox(self.page, brought, self._map, self._remove)
            box.show(brought)
            boxes[name] = box
        self._boxes = boxes
        if tuple(boxes.values()) != self._files.children:
            self._files.children = tuple(boxes.values())
        self._allow()
        self._draw_problems()

    def _allow(self) -> None:
        """Offer to open the data, or say why not."""
        blockers = self.state.blockers
        self._use.disabled = bool(blockers)
        self._why_not.value = tag("p", blockers[0], class_="small muted") if blockers else ""

    def _draw_problems(self) -> None:
        problems = self.state.problems
        if not problems:
            self._problems.value = Markup("")
            return
        title = plural("portfolio_data.problems", len(problems))
        columns = [words(f"portfolio_data.column.{n}") for n in ("place", "repo", "message")]
        rows = [(place_text(p), name_text(p.repo), p.message) for p in problems]
        body = table(
            title, columns, rows[:PROBLEMS_SHOWN], class_="cards-s words", hide_caption=True
        )
        self._problems.value = tag(
            "section",
            tag("h2", title),
            tag("div", body, class_="scroll", tabindex=0, role="group", aria_label=title),
            class_="stack-s",
        )

    def _map(self, name: str, position: int, target: str) -> None:
        place = self._place(name)
        try:
            self._taken(self.state.map_column(place, position, target))
        except OspoError as error:
            self._draw_files()
            self._boxes[name].wrong(error)

    def _place(self, name: str) -> int:
        return [brought.document.name for brought in self.state.files].index(name)

    def _remove(self, name: str) -> None:
        self.state.remove(self._place(name))
        self._said.value = Markup("")
        self._draw_files()

    # Opening ----------------------------------------------------------------------------------

    def _start(self) -> None:
        self._use.disabled = True
        self.own = True
        self._open.start(lambda _, __: self.state.portfolio())

    def _open_default(self) -> None:
        self.own = False
        self._open.start(lambda _, __: open_portfolio())

    def _open_day(self, change: Any) -> None:
        wanted = str(change["new"] or "")
        if not self._filling and wanted:
            self.own = False
            self._open.start(lambda _, __: open_portfolio(date.fromisoformat(wanted)))

    def _opened(self, portfolio: Portfolio) -> None:
        self._allow()
        self.model.open_portfolio(portfolio)
        if self.own and self._then is not None:
            then, self._then = self._then, None
            then()
        self.page.say(portfolio.heading())


def place_text(problem: Problem) -> str:
    """Where a problem lies: file, and line or row."""
    return ", ".join(filter(None, (problem.source, problem.place)))
