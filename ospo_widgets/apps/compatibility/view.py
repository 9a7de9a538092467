# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The compatibility checker on screen: built once, follows its model."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as ipw

from ospo_widgets.apps.compatibility import panels
from ospo_widgets.apps.compatibility.finder import Finder
from ospo_widgets.apps.compatibility.keeping import CompatibilityKeeper
from ospo_widgets.apps.compatibility.lists import ListSection, field_error
from ospo_widgets.apps.compatibility.model import USE_GROUPS, CompatibilityModel
from ospo_widgets.licensing.outbound_display import outbound_sentence
from ospo_widgets.markup import Markup, tag
from ospo_widgets.project import Use
from ospo_widgets.widgets.fields import button, column, dropdown, on_enter, row, suggest_field
from ospo_widgets.widgets.first_visit import FirstVisit
from ospo_widgets.widgets.kept.keeper import keep_work
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.widgets.theme import framed
from ospo_widgets.wording import words

EXAMPLES = (
    ("vbfnlo", "VBFNLO", "Apache-2.0", Use.DYNAMIC_LINK),
    ("root", "ROOT with MathMore", "LGPL-3.0-or-later", Use.DYNAMIC_LINK),
    ("core", "CERN-OHL-W-2.0", "CERN-OHL-P-2.0", Use.DESIGN),
    ("figure", "CC-BY-SA-4.0", "CC-BY-4.0", Use.ADAPTATION),
)
"""Questions to click on: wording key, what is used, what it goes into, how."""


def use_options() -> list[tuple[str, str]]:
    """Uses in plain words, each with the kind of work it belongs to."""
    return [
        (
            words(
                "compatibility_app.use",
                group=words(f"compatibility_app.group.{group}"),
                use=words(f"licensing.use.{use}"),
            ),
            str(use),
        )
        for group, uses in USE_GROUPS
        for use in uses
    ]


class CompatibilityApp(Page):
    """One pair with its reasons, a list against itself, and the table of licences."""

    def __init__(self, model: CompatibilityModel) -> None:
        super().__init__(words("compatibility_app.title"))
        self.model = model
        self._filling = False
        self._asked = ("", "", model.use)
        names = model.suggestions()
        self._inbound = suggest_field(words("compatibility_app.field.in"), names)
        self._inbound.add_class("field-in")
        self._into = suggest_field(words("compatibility_app.field.into"), names)
        self._into.add_class("field-into")
        self._use = dropdown(words("compatibility_app.field.use"), use_options())
        self._errors = {"inbound": ipw.HTML(), "into": ipw.HTML()}
        check = button(words("compatibility_app.check"), self.guard(self._ask), primary=True)
        for field in (self._inbound, self._into):
            on_enter(field, self.guard(self._ask))
        self._use.observe(self.guard(lambda _: self._use_changed()), "value")
        form = row(
            column(self._inbound, self._errors["inbound"], _hint("in"), class_="with-hint"),
            column(self._into, self._errors["into"], _hint("into"), class_="with-hint"),
            column(self._use, _hint("use"), class_="with-hint"),
            column(check, class_="with-hint last"),
            class_="filters ospo-pair",
        )
        self._examples = row(
            ipw.HTML(tag("span", words("compatibility_app.examples.title"), class_="muted small")),
            *(self._example(*example) for example in EXAMPLES),
            class_="row ospo-examples screen-only",
        )
        self._answer = ipw.HTML().add_class("main")
        self._ways = ipw.HTML()
        self._copy = button(
            words("compatibility_app.copy.action"), self.guard(self._copy_link), quiet=True
        ).add_class("small")
        self._copied = ipw.HTML()
        aside = column(self._ways, self._copy, self._copied, class_="aside panel")
        explained = ipw.HTML(panels.explained(model.knowledge))
        self._pair = column(row(self._answer, aside, class_="split"), explained, class_="stack-l")
        self._lists = ListSection(
            model,
            self.guard,
            use_options(),
            self._answer_shown,
            self._list_taken,
            on_left=self._to_list,
        )
        self._finder = Finder(model, self.guard)
        self.body = (
            column(
                column(
                    ipw.HTML(_head()),
                    FirstVisit(self, "compatibility"),
                    form,
                    self._examples,
                    class_="stack-l",
                ),
                self._pair,
                self._lists,
                self._finder,
                class_="stack-xl",
            ),
        )
        model.observe(self.guard.quiet(lambda _: self._refresh()), "revision")
        self._refresh()
        self.when_ready(self._refresh)

    def take_query(self, query: Mapping[str, str]) -> None:
        """Show what an address asks for, and say what of it was left out."""
        self.model.from_query(query)
        if self.model.notes:
            self.alert.show(*[tag("p", note) for note in self.model.notes])

    # What the person does ---------------------------------------------------------------------

    def _ask(self) -> None:
        found = self.model.ask(self._inbound.value, self._into.value, self._use.value)
        self._answer_shown()
        if not found:
            field = "in" if "inbound" in self.model.errors else "into"
            self.host.focus(f".ospo-pair .field-{field} input")

    def _example(self, key: str, inbound: str, into: str, use: Use) -> ipw.Button:
        def ask() -> None:
            self.model.ask(inbound, into, use)
            self._answer_shown()

        label = words(f"compatibility_app.examples.{key}")
        return button(label, self.guard(ask), small=True, quiet=True)

    def _use_changed(self) -> None:
        """Another use of the same pair is another question; typed names wait for “Check”."""
        answered = self.model.answer
        if not self._filling and answered is not None:
            self.model.ask(answered.inbound.text, answered.outbound.text, self._use.value)
            self._answer_shown()

    def _answer_shown(self) -> None:
        answered = self.model.answer
        if answered is not None:
            self.say(panels.spoken(answered))
            self.host.focus("#answer")

    def _list_taken(self) -> None:
        self.say(outbound_sentence(self.model.outbound))
        self._to_list()

    def _to_list(self) -> None:
        # The buttons of the form went with it.
        self.host.focus("#all")

    def _copy_link(self) -> None:
        self.host.copy_address(self.guard.quiet(self._link_copied))

    def _link_copied(self, done: bool) -> None:
        told = words(f"compatibility_app.copy.{'done' if done else 'by_hand'}")
        _show(self._copied, tag("p", told, class_="small muted"))
        self.say(told)

    # Drawing ----------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model = self.model
        asked = (model.inbound, model.into, model.use)
        if asked != self._asked:
            # Not at every change: what is typed and not yet asked must stay.
            self._asked = asked
            self._filling = True
            self._inbound.value, self._into.value = model.inbound, model.into
            self._use.value = str(model.use)
            self._filling = False
        for field, place in self._errors.items():
            error = model.errors.get(field, "")
            _show(place, field_error(error) if error else Markup(""))
        answered = model.answer
        self._pair.layout.display = None if answered else "none"
        if answered is not None:
            self._answer.value = panels.answer(answered)
            self._ways.value = panels.ways(answered)
        # Without an address of our own there is no link to copy (JupyterLab). In our frame it keeps
        # its room until the page is connected, so that nothing moves under the hand of the person.
        layout = self._copy.layout
        layout.visibility = None if self.host.voila else "hidden"
        layout.display = None if self.host.voila or framed() else "none"
        _show(self._copied, Markup(""))
        self._lists.refresh()
        self._finder.refresh()
        self.host.query = model.to_query()


def _head() -> Markup:
    return tag(
        "header",
        tag("h1", words("compatibility_app.title")),
        tag("p", words("compatibility_app.lead"), class_="lead"),
        class_="stack-s",
    )


def _show(place: ipw.HTML, content: Markup) -> None:
    """Fill a place that takes no room while it is empty."""
    place.value = content
    place.layout.display = None if content else "none"


def _hint(field: str) -> ipw.HTML:
    return ipw.HTML(tag("p", words(f"compatibility_app.hint.{field}"), class_="small muted"))


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    query = request_query()
    app = CompatibilityApp(CompatibilityModel())
    open_list = query.pop("open", "") == "list"
    app.guard(lambda: app.take_query(query))()
    keep_work(app, "compatibility", CompatibilityKeeper(app), model=app.model, fresh=not query)
    if open_list:
        app.when_ready(lambda: app.host.focus("#all"))
    return app
