# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The advisor on screen: built once, follows its model."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from urllib.parse import urlencode

import ipywidgets as ipw

from ospo_widgets.advice.model import UNKNOWN
from ospo_widgets.advice.revisions import ChangedRow
from ospo_widgets.apps.licence_advisor import panel, result
from ospo_widgets.apps.licence_advisor.keeping import AdvisorKeeper, address
from ospo_widgets.apps.licence_advisor.model import SECTIONS, AdvisorModel
from ospo_widgets.apps.licence_advisor.question import eyebrow, field_for, reason_for
from ospo_widgets.apps.licence_advisor.start import StartScreen
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.markup import Markup, tag
from ospo_widgets.widgets.download import download_link
from ospo_widgets.widgets.fields import button, column, row
from ospo_widgets.widgets.first_visit import FirstVisit
from ospo_widgets.widgets.kept.keeper import keep_work
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.widgets.wizard import HistoryBar, HistoryStep, QuestionCard, details
from ospo_widgets.wording import day, plural, words

OTHER_SCREENS = {
    "parts": ("parts_editor", "PartsEditor"),
    "sheet": ("sheet", "SheetScreen"),
    "mail": ("mail", "MailScreen"),
    "rules": ("rules", "RulesScreen"),
}
"""Pages beside start, question and result: module and class, imported when first asked for."""


class AdvisorApp(Page):
    """The advisor: start, one question at a time beside a live panel, result."""

    def __init__(self, model: AdvisorModel) -> None:
        super().__init__(words("advisor_app.title"))
        self.model = model
        self._head = ipw.HTML()
        self._notices = ipw.HTML()
        self._history = HistoryBar(self.guard(model.go))
        self._start = StartScreen(self, model)
        self._first = FirstVisit(self, "licence_advisor")
        self._continue = button(
            words("advisor_app.question.continue"), self.guard(self._accept), primary=True
        )
        self._back = button(words("advisor_app.question.back"), self.guard(self._go_back))
        self._skip = button(words("advisor_app.question.skip"), self.guard(model.skip), quiet=True)
        self._blocker = ipw.HTML()
        self._actions = column(
            row(self._continue, self._back, self._skip), self._blocker, class_="stack-s"
        )
        self._card = QuestionCard(self._actions)
        self._panel = ipw.HTML().add_class("aside")
        self._summary = ipw.HTML().add_class("narrow-only")
        self._result = ipw.HTML()
        self._answer = ipw.HTML()
        self._change = button(words("advisor_app.result.change"), self.guard(self._go_back))
        self._go_on = button(
            words("advisor_app.result.go_on"), self.guard(model.start), primary=True
        )
        self._take_away: Any = None
        self._effects: Any = None
        self._result_actions: Any = None
        self._screens: dict[str, Any] = {}
        self._below = ipw.HTML()
        self._open_sheet = button(
            words("advisor_app.result.sheet"),
            self.guard(lambda: model.show("sheet")),
            primary=True,
        )
        self._to_kit = ipw.HTML()
        self._ask_office = button(
            words("advisor_app.result.send"), self.guard(lambda: model.show("mail")), quiet=True
        )
        self._edit = button(
            words("advisor_app.result.parts_edit"),
            self.guard(lambda: model.show("parts")),
            quiet=True,
        )
        main = column(self._summary, self._card, class_="main stack")
        self._question_page = row(main, self._panel, class_="split")
        self._result_page: Any = None
        self._open_key = ""
        self._told = ""
        model.observe(self.guard.quiet(lambda _: self._refresh()), "revision")
        self._refresh()
        self.when_ready(self._refresh)

    # Drawing ----------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model = self.model
        self.host.query = address(model)
        self._head.value = self._heading()
        self._notices.value = _notices(model.notices, model.rules_changed)
        if model.screen == "start":
            self._open_key = ""
            self._turn_to(self._head, self._first, self._start)
            return
        self._history.show(self._history_steps())
        if model.screen == "question":
            self._show_question()
        elif model.screen == "result":
            self._show_result()
        else:
            self._show_other(model.screen)

    def _heading(self) -> Markup:
        name = self.model.project.name
        if self.model.screen == "result":
            return Markup("")
        small = self.model.screen == "question"
        return tag(
            "div",
            tag(
                "h1",
                words("advisor_app.title"),
                " ",
                tag("span", name, class_="muted") if name else None,
                class_="h1-small" if small else None,
            ),
            tag(
                "p",
                [words("advisor_app.save_link"), " "] if self.host.voila else None,
                download_link(
                    words("advisor_app.save_file"),
                    "ospo-answers.json",
                    self.model.to_json().encode(),
                    "application/json",
                ),
                class_="small muted",
            )
            if small
            else tag("p", words("advisor_app.start.lead"), class_="lead"),
            class_="row-between" if small else "stack",
        )

    def _history_steps(self) -> list[HistoryStep]:
        steps = self.model.steps()
        now = self.model.step()
        made = []
        for section in SECTIONS:
            mine = [s for s in steps if s.question.section == section]
            done = [s for s in mine if s.key in self.model.answers]
            current = now is not None and now.question.section == section
            if not mine:
                answer = words("advisor_app.section_state.none")
            elif not done:
                answer = words("advisor_app.section_state.todo")
            elif len(done) == len(mine):
                answer = _answer_words(mine)
            else:
                answer = words("advisor_app.section_state.part", done=len(done), total=len(mine))
            state = "now" if current else "done" if done else "todo"
            made.append(
                HistoryStep(section, words(f"advisor_app.section.{section}"), answer, state)
            )
        return made

    def _show_question(self) -> None:
        model = self.model
        step = model.step()
        if step is None:
            return
        asked = self._open_key != step.key
        if asked:
            self._open_key = step.key
            field = field_for(step, model.draft, self.guard(self._draft))
            number, left = model.place
            self._card.show(
                eyebrow(
                    step,
                    number,
                    left,
                    settled=model.settled,
                    changed=step.key in model.changed,
                ),
                field,
                reason_for(step, self.model.knowledge),
            )
            skip = "next" if model.settled else "skip"
            self._skip.description = words(f"advisor_app.question.{skip}")
            self.say(step.text)
        advice = model.recommendation()
        part_id = step.part.id if step.part else ""
        self._panel.value = panel.panel(model, part_id)
        told = panel.summary(advice, part_id)
        if told != self._told and not asked:
            self.say(told)
        self._told = told
        self._summary.value = tag(
            "p",
            told,
            " ",
            tag("a", words("advisor_app.panel.see_why"), href="#live"),
            class_="small",
        )
        blockers = model.blockers
        # Off to the eye, with the reason beside it. Not disabled: that would take the focus away
        # from the button that was pressed, at every question.
        (self._continue.add_class if blockers else self._continue.remove_class)("is-off")
        self._blocker.value = (
            tag("p", " ".join(blockers), class_="small muted") if blockers else Markup("")
        )
        self._turn_to(self._head, self._notices, self._history, self._question_page)

    def _make_result(self) -> None:
        """The widgets of the result page; most visits never come here."""
        from ospo_widgets.apps.licence_advisor.effects import EffectsSection
        from ospo_widgets.apps.licence_advisor.take_away import TakeAway

        self._take_away = TakeAway(self, self.model)
        self._effects = EffectsSection(self, self.model)
        self._result_actions = row()
        self._result_page = column(
            self._result,
            self._result_actions,
            self._answer,
            self._effects,
            self._take_away,
            self._below,
            class_="stack-xl",
        )

    def _show_result(self) -> None:
        if self._result_page is None:
            self._make_result()
        model = self.model
        self._open_key = ""
        advice = model.recommendation()
        heading = result.title(advice)
        open_count = model.open_count
        eyebrow_text = words(
            "advisor_app.result.eyebrow",
            project=model.project.name or words("advisor_app.result.no_name"),
            count=model.answered,
        )
        self._result.value = tag(
            "div",
            tag(
                "header",
                tag("p", eyebrow_text, class_="eyebrow"),
                tag("h1", heading),
                result.holds(advice, model.knowledge),
                result.clashes(model.problems()),
                tag("p", plural("advisor_app.result.unanswered", open_count))
                if open_count
                else None,
                result.open_points(advice),
                class_="stack",
            ),
        )
        named = any(p.chosen for p in advice.parts)
        self._answer.value = (
            Markup("") if advice.holds else result.parts_table(advice, model.ways_to_any)
        )
        self._to_kit.value = (
            tag("a", words("advisor_app.result.kit"), href="#kit", class_="btn")
            if named and not advice.holds
            else Markup("")
        )
        self._show_actions(on_hold=bool(advice.holds))
        self._effects.refresh()
        self._go_on.layout.display = None if open_count else "none"
        self._take_away.refresh()
        self._below.value = Markup("") if advice.holds else result.excluded(advice)
        if self._turn_to(self._notices, self._history, self._result_page):
            self.say(heading)

    def _turn_to(self, *screen: ipw.Widget) -> bool:
        """Show a screen, if it is another one: what was pressed is gone, and the focus with it."""
        if self.body == screen:
            return False
        self.body = screen
        if self.host.ready:  # not on opening the page
            self.host.focus("main h1")
        return True

    def _show_actions(self, *, on_hold: bool) -> None:
        """One primary action: the sheet, or on a hold the mail to those who can release it."""
        key = "send_hold" if on_hold else "send"
        self._ask_office.description = words(f"advisor_app.result.{key}")
        first = self._ask_office if on_hold else self._open_sheet
        self._open_sheet.remove_class("primary")
        self._ask_office.remove_class("primary")
        (self._ask_office.remove_class if on_hold else self._ask_office.add_class)("quiet")
        first.add_class("primary")
        if on_hold:
            order = (self._go_on, first, self._open_sheet, self._change, self._edit)
        else:
            order = (
                self._go_on,
                first,
                self._to_kit,
                self._change,
                self._ask_office,
                self._edit,
            )
        if self._result_actions.children != order:
            self._result_actions.children = order

    def _show_other(self, name: str) -> None:
        """A page that needs no open question; made when it is first asked for."""
        self._open_key = ""
        if name not in self._screens:
            module, class_name = OTHER_SCREENS[name]
            made = getattr(import_module(f"{__package__}.{module}"), class_name)
            self._screens[name] = made(self, self.model)
        screen = self._screens[name]
        screen.refresh()
        self._turn_to(screen)

    # Callbacks --------------------------------------------------------------------------------

    def _draft(self, value: Any) -> None:
        self.model.draft_answer(value)

    def _accept(self) -> None:
        self.model.accept()

    def _go_back(self) -> None:
        self.model.back()


def _notices(sentences: tuple[str, ...], changed: tuple[ChangedRow, ...]) -> Markup:
    """What a person has to know about the file or the link that was opened.

    Args:
        sentences: About single answers.
        changed: Rules that were reviewed since the file was written.
    """
    if not sentences and not changed:
        return Markup("")
    rows = [
        tag("li", row.text, " ", tag("span", day(row.checked), class_="muted")) for row in changed
    ]
    return tag(
        "div",
        [tag("p", s) for s in sentences],
        details(plural("advisor_app.rules_changed", len(changed)), tag("ul", rows))
        if changed
        else None,
        class_="notice is-cond",
        role="status",
    )


def _answer_words(steps: list[Any]) -> str:
    """The first answer of a section that says something, in words, for the history bar."""
    for step in steps:
        if step.question.kind == "text" and step.value and step.value != UNKNOWN:
            return _shortened(step.value)
        chosen = step.value if isinstance(step.value, tuple) else (step.value,)
        labels = [o.label for o in step.question.options if o.id in chosen]
        if labels:
            return _shortened(", ".join(labels))
    return words("advisor_app.section_state.done")


def _shortened(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip(" ,") + "…"


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    load_knowledge()  # a kernel that waits for its page has time to read it
    query = request_query()
    model = AdvisorModel()
    app, keeper = AdvisorApp(model), AdvisorKeeper(model)
    if query.get("example"):
        app.guard(app._start.open_example)()
    else:
        app.guard(lambda: keeper.restore(urlencode(query), {}))()
    keep_work(app, "licence_advisor", keeper, model=model, fresh=not query)
    if query.get("start") == "known":
        app.when_ready(lambda: app.host.focus(".ospo-known input"))
    if query.get("start") == "open":
        app.when_ready(lambda: app.host.focus(".widget-upload"))
    return app
