# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""First screen of the advisor: by hand, from a scan, from a saved file, or an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.errors import InputError
from ospo_widgets.markup import tag
from ospo_widgets.resources import data_dir
from ospo_widgets.widgets.fields import button, on_enter, row, text_field
from ospo_widgets.widgets.page import app_url
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

EXAMPLE = "answers-python-package.json"
"""File in ``data/examples`` that “Try it on an example” opens."""

ANSWER_FILE_BYTES = 1024 * 1024
"""Largest file of answers; ours have a few kilobytes."""


class StartScreen(ipw.VBox):  # type: ignore[misc]
    """The ways into the advisor."""

    def __init__(self, page: Page, model: AdvisorModel) -> None:
        self._model = model
        self._name = text_field(words("advisor_app.start.name"))
        self._name.continuous_update = True
        self._known = text_field(words("advisor_app.start.known"))
        self._known.continuous_update = True
        self._known.add_class("ospo-known")
        known_hint = ipw.HTML(tag("p", words("advisor_app.start.known_hint"), class_="small muted"))
        begin = button(words("advisor_app.start.begin"), page.guard(self._begin), primary=True)
        for field in (self._name, self._known):
            on_enter(field, page.guard(self._begin))
        rules = button(
            words("advisor_app.start.rules"),
            page.guard(lambda: model.show("rules")),
            quiet=True,
        )
        example = button(words("advisor_app.start.example"), page.guard(self.open_example))
        scan = ipw.HTML(
            tag(
                "p",
                tag("a", words("advisor_app.start.scan"), href=app_url("repository_scan")),
                " ",
                tag("span", words("advisor_app.start.scan_why"), class_="muted"),
            )
        )
        self._file = ipw.FileUpload(
            accept=".json",
            multiple=False,
            description=words("advisor_app.start.file"),
            tooltip="",
            layout=ipw.Layout(width="auto"),
        )
        self._file.observe(page.guard(self._file_changed), "value")
        super().__init__(
            [
                self._name,
                self._known,
                known_hint,
                row(begin, example),
                scan,
                row(self._file),
                row(rules),
            ]
        )
        self.add_class("stack")
        self.add_class("narrow-form")

    def _begin(self) -> None:
        self._model.start(name=self._name.value.strip(), known=self._known.value.strip())

    def open_example(self) -> None:
        """Open the example's answers, as a saved file."""
        self._model.from_json((data_dir() / "examples" / EXAMPLE).read_text(encoding="utf-8"))

    def _file_changed(self, change: Any) -> None:
        if not change["new"]:
            return
        file = change["new"][0]
        data = bytes(file["content"])
        self._file.value = ()
        wrong = InputError(words("advisor_app.start.file_wrong", name=str(file["name"])[:80]))
        if len(data) > ANSWER_FILE_BYTES:
            raise wrong
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            raise wrong from None
        self._model.from_json(text)
