# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the licence means for working with others: up to four licences side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.advice.model import PartAdvice
from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.apps.licence_advisor.outcome import comparable
from ospo_widgets.knowledge.model import Option
from ospo_widgets.licensing.effects_display import heat_map, neighbours_table, reasons_details
from ospo_widgets.licensing.effects_model import EffectsTable
from ospo_widgets.markup import Markup, tag
from ospo_widgets.widgets.download import download_link, safe_name
from ospo_widgets.widgets.fields import CheckGroup, button, column, dropdown, row, text_field
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class EffectsSection(ipw.VBox):  # type: ignore[misc]
    """Heat map of the chosen licence beside others, for one part at a time."""

    def __init__(self, page: Page, model: AdvisorModel) -> None:
        self._page = page
        self._model = model
        self._filling = False
        self._part = dropdown(words("advisor_app.effects.part"), [("–", "")])
        self._part.observe(page.guard(lambda _: self._part_changed()), "value")
        self._beside = column()
        self._other = text_field(words("advisor_app.effects.other"))
        self._other.continuous_update = True
        add = button(words("advisor_app.effects.add"), page.guard(self._add), small=True)
        self._table = ipw.HTML()
        self._checks: CheckGroup | None = None
        self._offered: tuple[str, ...] = ()
        title = tag("h2", words("advisor_app.effects.title"), id="effects")
        choose = ipw.HTML(tag("p", words("advisor_app.effects.beside"), class_="small muted"))
        super().__init__(
            [
                row(ipw.HTML(title), self._part, class_="row-between"),
                self._table,
                column(
                    choose,
                    self._beside,
                    row(self._other, add, class_="row ospo-choose small-fields"),
                    class_="stack-s",
                ),
            ]
        )
        self.add_class("stack")
        self.add_class("ospo-effects")

    def refresh(self) -> None:
        """Follow the advice; nothing is shown while no licence is named."""
        advice = self._model.recommendation()
        parts = [p for p in advice.parts if p.chosen]
        self.layout.display = None if parts else "none"
        if not parts:
            return
        self._filling = True
        kept = self._part.value
        self._part.options = [(p.part.name, p.part.id) for p in parts]
        self._part.value = kept if kept in [p.part.id for p in parts] else parts[0].part.id
        self._part.layout.display = None if len(parts) > 1 else "none"
        self._filling = False
        self._part_changed()

    @property
    def _shown(self) -> PartAdvice | None:
        return self._model.recommendation().part(str(self._part.value))

    def _part_changed(self) -> None:
        part = self._shown
        if self._filling or part is None:
            return
        self._offer(part)
        self._draw()

    def _offer(self, part: PartAdvice) -> None:
        """Licences to tick: those worth a look, then those that the person asked for."""
        compared = self._model.outcome.compared(part.part.id)
        offered = tuple(dict.fromkeys((*comparable(part), *compared)))
        if offered == self._offered and self._checks is not None:
            return
        self._offered = offered
        self._checks = CheckGroup("", [Option(i, i) for i in offered], compared)
        self._checks.add_class("row")
        self._checks.on_change(self._page.guard(self._ticked))
        self._beside.children = (self._checks,)

    def _ticked(self) -> None:
        part = self._shown
        if part is None or self._checks is None:
            return
        self._model.outcome.compare(part.part.id, self._checks.value)
        self._draw()

    def _add(self) -> None:
        part = self._shown
        if part is None:
            return
        now = self._model.outcome.compared(part.part.id)
        self._model.outcome.compare(part.part.id, (*now, self._other.value.strip()))
        self._other.value = ""
        self._offer(part)
        self._draw()

    def _draw(self) -> None:
        part = self._shown
        if part is None:
            return
        table = self._model.outcome.effects(part.part.id)
        name = safe_name(f"{self._model.project.name or 'project'}-{part.part.id}-effects.csv")
        self._table.value = tag(
            "div",
            _judged_by(part, table),
            heat_map(table),
            reasons_details(table),
            tag(
                "details",
                tag("summary", words("advisor_app.effects.neighbours")),
                neighbours_table(table),
                class_="more",
            )
            if any(column.neighbours for column in table.columns)
            else None,
            tag(
                "p",
                download_link(
                    words("advisor_app.effects.csv"), name, table.to_csv().encode(), "text/csv"
                ),
                class_="small",
            ),
            class_="stack",
        )


def _judged_by(part: PartAdvice, table: EffectsTable) -> Markup:
    """Which licence counts for those who get builds, when that is not the one of the source."""
    built = table.columns[0].effective
    if not built:
        return Markup("")
    without = part.effective.without_optional if part.effective else None
    lines = [words("advisor_app.effects.build", license=built)]
    if without and without != built:
        lines.append(words("advisor_app.effects.build_without", license=without))
    return tag("p", " ".join(lines), class_="small")
