# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The best practices on screen: built once, follows its model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets as ipw

from ospo_widgets.apps.best_practices import panels
from ospo_widgets.apps.best_practices.model import SHOWN, PracticesModel
from ospo_widgets.apps.best_practices.template_box import TemplateBox
from ospo_widgets.markup import tag
from ospo_widgets.project import Material
from ospo_widgets.widgets.fields import button, column, dropdown, on_enter, row, shown, text_field
from ospo_widgets.widgets.first_visit import FirstVisit
from ospo_widgets.widgets.kept.keeper import keep_work
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.wording import plural, words

EXAMPLES = ("header", "agreement", "doi")
"""Searches to click on, as keys of their words."""


class BestPracticesApp(Page):
    """Search and choices, a list of what fits, and one practice with its files."""

    def __init__(self, model: PracticesModel) -> None:
        super().__init__(words("practices_app.title"))
        self.model = model
        self._filling = False
        self._listed: tuple[str, ...] = ()
        self._text = text_field(words("practices_app.search")).add_class("ospo-search")
        self._text.continuous_update = True
        doing = [(a.title, a.id) for a in model.known.activities.values()]
        self._doing = dropdown(
            words("practices_app.doing"), [(words("practices_app.all_doing"), ""), *doing]
        )
        materials = [(words(f"catalogue.material.{m}"), str(m)) for m in Material]
        self._material = dropdown(
            words("practices_app.material"),
            [(words("practices_app.all_materials"), ""), *materials],
        )
        self._text.observe(self.guard(lambda _: self._search()), "value")
        on_enter(self._text, self.guard(self._results_shown))
        self._doing.observe(self.guard(lambda _: self._choose()), "value")
        self._material.observe(self.guard(lambda _: self._choose()), "value")
        self._clear = button(words("practices_app.clear"), self.guard(self._cleared), small=True)
        self._results = ipw.HTML()
        # Titles of the list cannot be pressed where our front end does not run: this field can.
        self._pick = dropdown(words("practices_app.pick"), [(words("practices_app.pick_none"), "")])
        self._pick.observe(self.guard(self._picked), "value")
        self._more = button("–", self.guard(model.show_all), small=True)
        self._list = column(self._results, self._pick, row(self._more), class_="stack")
        self._practice, self._beside = ipw.HTML().add_class("main"), ipw.HTML()
        self._files = TemplateBox(self, model)
        self._one = column(
            row(button(words("practices_app.back"), self.guard(self._back), small=True)),
            row(self._practice, column(self._beside, class_="aside panel"), class_="split"),
            self._files,
            class_="stack-l",
        )
        self._examples = self._example_row()
        self.on_act(panels.DO, self._act_do)
        self.on_act(panels.OPEN, self._act_open)
        self.body = (
            ipw.HTML(panels.head()),
            FirstVisit(self, "best_practices"),
            column(
                row(
                    self._text,
                    self._doing,
                    self._material,
                    self._clear,
                    class_="filters",
                ),
                self._examples,
                class_="stack-s",
            ),
            self._list,
            self._one,
        )
        model.observe(self.guard.quiet(lambda _: self._refresh()), "revision")
        self._refresh()
        self.when_ready(self._became_ready)

    def take_query(self, query: Mapping[str, str]) -> None:
        """Show what an address asks for, and say what of it was left out."""
        self.model.from_query(query)
        if self.model.notes:
            self.alert.show(*[tag("p", note) for note in self.model.notes])

    # What the person does ---------------------------------------------------------------------

    def _example_row(self) -> ipw.HBox:
        label = tag("span", words("practices_app.examples"), class_="muted small")
        made = []
        for key in EXAMPLES:
            text = words(f"practices_app.example.{key}")
            made.append(button(text, self.guard(self._example_of(text)), small=True, quiet=True))
        return row(
            ipw.HTML(label), *made, class_="row ospo-examples ospo-practice-examples screen-only"
        )

    def _example_of(self, text: str) -> Any:
        def search() -> None:
            self.model.search(text)
            self._results_shown()

        return search

    def _search(self) -> None:
        if not self._filling and self._text.value != self.model.text:
            self.model.search(self._text.value)
            self._say_count()

    def _choose(self) -> None:
        if not self._filling:
            self.model.choose(doing=str(self._doing.value), material=str(self._material.value))
            self._say_count()

    def _cleared(self) -> None:
        self.model.clear()
        self.host.focus(".ospo-search input")

    def _picked(self, change: Any) -> None:
        if not self._filling and change["new"]:
            self._act_open(str(change["new"]))

    def _act_do(self, doing: str) -> None:
        self.model.choose(doing=doing)
        self._results_shown()

    def _act_open(self, practice: str) -> None:
        self.model.open_practice(practice)
        found = self.model.practice
        if found is not None:
            self.say(found.title)
            self.host.focus("#practice")

    def _back(self) -> None:
        self.model.open_practice("")
        self.host.focus("#results")

    def _results_shown(self) -> None:
        self._say_count()
        self.host.focus("#results")

    def _say_count(self) -> None:
        if self.model.asked:
            self.say(panels.result_heading(self.model))

    # Drawing ----------------------------------------------------------------------------------

    def _became_ready(self) -> None:
        self._refresh()
        self.model.warm()

    def _refresh(self) -> None:
        model = self.model
        self._filling = True
        if self._text.value.strip() != model.text.strip():
            self._text.value = model.text
        self._doing.value, self._material.value = model.doing, model.material
        self._filling = False
        shown(self._clear, on=model.asked)
        found = model.practice
        shown(self._list, on=found is None)
        shown(self._one, on=found is not None)
        shown(self._examples, on=found is None)
        if found is None:
            self._draw_list()
        else:
            self._practice.value = panels.practice(model, found, self.act)
            self._beside.value = panels.beside(model, found)
        self._files.refresh()
        self.host.query = model.to_query()

    def _draw_list(self) -> None:
        model = self.model
        found = model.found.practices if model.asked else tuple(model.known.practices.values())
        if model.asked:
            self._results.value = panels.results(model, self.act)
        else:
            self._results.value = panels.activities(model, self.act)
        left = len(found) - SHOWN
        shown(self._more, on=model.asked and not model.whole and left > 0)
        if left > 0:
            self._more.description = plural("practices_app.more", left)
        shown(self._pick, on=not self.host.ready and bool(found))
        listed = tuple(practice.id for practice in found)
        self._filling = True
        if not self.host.ready and listed != self._listed:
            self._listed = listed
            none = (words("practices_app.pick_none"), "")
            self._pick.options = [none, *((practice.title, practice.id) for practice in found)]
        self._pick.value = ""
        self._filling = False


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    query = request_query()
    app = BestPracticesApp(PracticesModel())
    app.guard(lambda: app.take_query(query))()
    if app.model.open:
        app.when_ready(lambda: app.host.focus("#practice"))
    keep_work(app, "best_practices")
    return app
