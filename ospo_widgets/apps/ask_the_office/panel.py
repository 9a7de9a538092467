# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The letter on screen: what is asked, what goes along, how it will arrive, the ways to send it.

The page of this app shows it, and so do the advisor and the scan, with what they hand over.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.ask_the_office import letter_view
from ospo_widgets.apps.ask_the_office.form import EntryForm, RequestForm
from ospo_widgets.apps.ask_the_office.model import CATALOGUE, AskModel
from ospo_widgets.errors import CancelledError, OspoError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.office.compose import GROUPS
from ospo_widgets.office.letter import MAX_FILES, MAX_LETTER, MEDIA_TYPES, Attachment
from ospo_widgets.office.requests import load_kinds
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.download import Download
from ospo_widgets.widgets.fields import button, column, dropdown, row, shown, text_field
from ospo_widgets.widgets.upload import Upload
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class AskPanel(ipw.VBox):  # type: ignore[misc]
    """The whole letter.

    Args:
        page: The page.
        model: State of the letter.
    """

    def __init__(self, page: Page, model: AskModel) -> None:
        self._page, self._model = page, model
        kinds = [(words(f"office.kind.{kind}.title"), kind) for kind in load_kinds()]
        self._kind = dropdown(words("ask_app.kind"), kinds, model.kind)
        self._kind.observe(page.guard(lambda change: model.choose(str(change["new"]))), "value")
        self._kind_lead = ipw.HTML()
        self._form = RequestForm(page, model)
        self._entry = EntryForm(page, model)
        self._along = GoesAlong(page, model)
        self._person = PersonForm(page, model)
        self._consent = Consent(page, model)
        self._ways = Ways(page, model)
        self._preview = ipw.HTML()
        self._aside = ipw.HTML().add_class("aside")
        main = column(
            column(self._kind, self._kind_lead, class_="stack-s narrow-form"),
            self._entry,
            self._form,
            self._along,
            self._person,
            self._consent,
            self._preview,
            self._ways,
            class_="main stack-l",
        )
        super().__init__([row(main, self._aside, class_="split")])
        self.add_class("ospo-ask")
        model.observe(page.guard.quiet(lambda _: self.refresh()), "revision")
        self.refresh()

    def refresh(self) -> None:
        """Follow the model."""
        model = self._model
        self._kind.value = model.kind
        self._kind_lead.value = tag("p", words(f"office.kind.{model.kind}.lead"))
        shown(self._entry, on=model.kind == CATALOGUE)
        if model.kind == CATALOGUE:
            self._entry.refresh()
        for part in (self._form, self._along, self._person, self._consent, self._ways):
            part.refresh()
        self._preview.value = letter_view.preview(model.draft())
        self._aside.value = letter_view.lead(model)


class GoesAlong(ipw.VBox):  # type: ignore[misc]
    """Files: those that a page handed over, those that the person adds; each can be left out."""

    def __init__(self, page: Page, model: AskModel) -> None:
        self._page, self._model = page, model
        self._offered: tuple[Attachment, ...] = ()
        self._files = column(class_="stack-s")
        self._upload = Upload(
            page,
            self._add,
            max_bytes=MAX_LETTER,
            accept=",".join(MEDIA_TYPES),
            label=words("ask_app.file.add"),
            hint=words("ask_app.file.hint", count=MAX_FILES, limit=size_text(MAX_LETTER)),
            on_problem=self._say,
        )
        self._problem = ipw.HTML()
        self._again = button(
            words("ask_app.file.again"), page.guard(model.put_back), small=True, quiet=True
        )
        title = ipw.HTML(tag("h2", words("ask_app.file.title"), class_="h3"))
        super().__init__([title, self._files, self._again, self._upload, self._problem])
        self.add_class("stack")

    def refresh(self) -> None:
        """Follow the model."""
        offered = tuple(one for one in self._model.offered() if one.group)
        shown(self._again, on=self._model.left_out)
        if offered != self._offered:  # content counts: a person agrees to what can be looked at
            self._offered = offered
            self._files.children = tuple(map(self._row, offered))

    def _row(self, one: Attachment) -> ipw.Widget:
        name = one.name
        give = Download(
            self._page,
            words("ask_app.file.open", name=name),
            lambda: (one.name, one.content, one.media_type),
            small=True,
        )
        out = button(
            words("ask_app.file.out", name=name),
            self._page.guard(lambda: self._model.take_out(name)),
            small=True,
            quiet=True,
        )
        return column(ipw.HTML(letter_view.inside(one)), row(give, out), class_="stack-s")

    def _add(self, path: Path, name: str) -> None:
        content = path.read_bytes()
        self._upload.discard()
        self._problem.value = Markup("")
        try:
            self._model.add_file(name, content)
        except OspoError as error:
            self._say(error)
            return
        self._page.say(words("ask_app.file.added", name=self._model.files[-1].name))

    def _say(self, error: OspoError) -> None:
        self._problem.value = tag("p", str(error), class_="field-error no", role="alert")


class PersonForm(ipw.VBox):  # type: ignore[misc]
    """Who asks."""

    def __init__(self, page: Page, model: AskModel) -> None:
        self._model = model
        self._name = text_field(words("ask_app.person.name"), model.person.name)
        self._address = text_field(words("ask_app.person.address"), model.person.address)
        self._name.observe(
            page.guard(lambda change: model.introduce(name=str(change["new"]))), "value"
        )
        self._address.observe(
            page.guard(lambda change: model.introduce(address=str(change["new"]))), "value"
        )
        self._note = ipw.HTML()
        super().__init__(
            [
                ipw.HTML(tag("h2", words("ask_app.person.title"), class_="h3")),
                self._name,
                self._address,
                self._note,
            ]
        )
        self.add_class("stack")
        self.add_class("narrow-form")

    def refresh(self) -> None:
        """Follow the model."""
        self._name.value = self._model.person.name
        self._address.value = self._model.person.address
        key = "anonymous" if self._model.form.anonymous else "needed"
        key = key if self._model.can_send() else "own"
        self._note.value = tag("p", words(f"ask_app.person.{key}"), class_="small muted")


class Consent(ipw.VBox):  # type: ignore[misc]
    """One box for each group of data; none is ticked before the person does it."""

    def __init__(self, page: Page, model: AskModel) -> None:
        self._model = model
        self._boxes = {group: self._box(page, group) for group in GROUPS}
        lead = tag("p", words("ask_app.consent.lead"))
        head = tag("div", tag("h2", words("ask_app.consent.title"), class_="h3"), lead)
        super().__init__([ipw.HTML(head), *self._boxes.values()])
        self.add_class("ospo-checks")

    def _box(self, page: Page, group: str) -> ipw.Checkbox:
        label = tag(
            "span",
            tag("strong", words(f"office.group.{group}.label")),
            " ",
            tag("span", words(f"office.group.{group}.holds"), class_="muted small"),
        )
        box = ipw.Checkbox(
            value=False,
            description=label,
            description_allow_html=True,
            indent=False,
            style={"description_width": "initial"},
            tooltip="",
            layout=ipw.Layout(width="auto"),
        ).add_class("check")
        box.observe(
            page.guard(lambda change: self._model.agree(group, yes=bool(change["new"]))), "value"
        )
        return box

    def refresh(self) -> None:
        """Follow the model."""
        groups = self._model.groups()
        shown(self, on=bool(groups))
        for group, box in self._boxes.items():
            shown(box, on=group in groups)
            box.value = group in self._model.agreed


class Ways(ipw.VBox):  # type: ignore[misc]
    """Send it, take it away as a file, or open it in a mail program; what came of it."""

    def __init__(self, page: Page, model: AskModel) -> None:
        self._page, self._model = page, model
        self._task = BackgroundTask(
            on_progress=lambda _: None,
            on_done=page.guard.quiet(self._done),
            on_error=page.guard.quiet(self._failed),
        )
        self._sends = model.can_send()
        self._go = button(words("ask_app.send"), page.guard(self._start), primary=True)
        self._stop = button(words("ask_app.stop"), page.guard(self._task.cancel))
        self._file = Download(page, words("ask_app.download"), self._eml, primary=not self._sends)
        self._link = ipw.HTML()
        self._why = ipw.HTML()
        self._said = ipw.HTML()
        shown(self._go, on=self._sends)
        shown(self._stop, on=False)
        head = ipw.HTML(tag("h2", words("ask_app.ways"), class_="h3"))
        how = ipw.HTML(tag("p", words("ask_app.how"), class_="small muted"))
        super().__init__(
            [head, self._why, row(self._go, self._stop, self._file, self._link), how, self._said]
        )
        self.add_class("stack")

    def refresh(self) -> None:
        """Follow the model."""
        model = self._model
        reasons = model.blockers() if self._sends else model.missing()
        # Off to the eye, with the reason beside it; not disabled, which would take the focus away.
        (self._go.add_class if reasons else self._go.remove_class)("is-off")
        rows = [tag("li", reason) for reason in reasons]
        lead = words("ask_app.blocker.lead" if self._sends else "ask_app.blocker.lead_file")
        self._why.value = (
            tag("div", tag("p", lead), tag("ul", rows), class_="small muted")
            if reasons
            else Markup("")
        )
        draft = model.draft()
        href = draft.mailto(f"{draft.number}.eml")
        self._link.value = tag("a", words("ask_app.open"), href=href, class_="btn")
        if not self._task.running:
            self._said.value = letter_view.receipt(model)

    def _eml(self) -> tuple[str, bytes, str]:
        letter = self._model.letter()
        return f"{letter.number}.eml", letter.eml_bytes(), "message/rfc822"

    def _start(self) -> None:
        if self._task.running:
            return
        if blockers := self._model.blockers():
            self._said.value = tag("p", blockers[0], class_="field-error no", role="alert")
            return
        self._said.value = tag("p", words("ask_app.sending"), role="status")
        self._page.say(words("ask_app.sending"))
        shown(self._stop, on=True)
        self._task.start(lambda _, cancel: self._model.post(cancel))

    def _done(self, result: Any) -> None:
        shown(self._stop, on=False)
        self._model.posted(*result)
        self._said.value = letter_view.receipt(self._model)
        self._page.say(words("ask_app.sent.said", number=result[1].number))

    def _failed(self, error: BaseException) -> None:
        shown(self._stop, on=False)
        if not isinstance(error, OspoError):
            self._said.value = Markup("")
            self._page.guard.show(error)
            return
        self._model.failed(error)
        self._said.value = letter_view.receipt(self._model)
        if isinstance(error, CancelledError):
            self._page.say(error.message)
