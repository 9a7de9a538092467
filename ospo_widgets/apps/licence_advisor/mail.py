# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A mail to the office with everything attached: seen first, then sent by the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.markup import Markup, tag
from ospo_widgets.office.letter import Letter
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.download import download_link, safe_name
from ospo_widgets.widgets.fields import button, column, row
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class MailScreen(ipw.VBox):  # type: ignore[misc]
    """The question, the mail as it will be, and the ways to send it."""

    def __init__(self, page: Page, model: AdvisorModel) -> None:
        self._model = model
        self._question = ipw.Textarea(
            description=words("advisor_app.mail.question"),
            continuous_update=False,
            rows=5,
            style={"description_width": "initial"},
            tooltip="",
            layout=ipw.Layout(width="auto"),
        ).add_class("field")
        self._question.observe(page.guard(lambda _: self.refresh()), "value")
        self._preview = ipw.HTML()
        back = button(words("advisor_app.mail.back"), page.guard(lambda: model.show("result")))
        super().__init__(
            [
                ipw.HTML(
                    tag(
                        "div",
                        tag("h1", words("advisor_app.mail.title")),
                        tag("p", words("advisor_app.mail.lead"), class_="lead"),
                        class_="stack-s",
                    )
                ),
                column(self._question, class_="narrow-form"),
                self._preview,
                row(back),
            ]
        )
        self.add_class("stack-l")

    def refresh(self) -> None:
        """Write the mail anew for what the model and the field hold."""
        mail = self._model.outcome.mail(self._question.value.strip())
        data = mail.eml_bytes()
        name = safe_name(f"{self._model.project.name or 'project'}-question.eml")
        label = words("advisor_app.mail.download", size=size_text(len(data)))
        self._preview.value = tag(
            "div",
            tag(
                "p",
                download_link(label, name, data, "message/rfc822", class_="btn primary"),
                " ",
                tag("a", words("advisor_app.mail.open"), href=mail.mailto(), class_="btn"),
                class_="row",
            ),
            tag("p", words("advisor_app.mail.how"), class_="small muted"),
            preview(mail),
            class_="stack",
        )


def preview(mail: Letter) -> Markup:
    """The mail as it will arrive."""
    attached = [
        tag("li", name, " ", tag("span", size_text(len(data)), class_="muted"))
        for name, data in mail.files.items()
    ]
    lines = [
        (words("advisor_app.mail.to"), ", ".join(mail.to)),
        (words("advisor_app.mail.subject"), mail.subject),
    ]
    return tag(
        "section",
        tag("h2", words("advisor_app.mail.preview"), id="mail-preview", class_="h3"),
        tag("dl", [(tag("dt", k), tag("dd", v)) for k, v in lines], class_="kv"),
        tag(
            "pre",
            mail.body,
            class_="mail-body",
            tabindex="0",
            role="group",
            aria_label=words("advisor_app.mail.body"),
        ),
        tag("h3", words("advisor_app.mail.attached")) if attached else None,
        tag("ul", attached) if attached else None,
        class_="panel stack",
        aria_labelledby="mail-preview",
    )
