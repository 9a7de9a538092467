# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A letter as it will arrive, as markup: to whom, what it says, what it brings."""

from __future__ import annotations

from ospo_widgets.apps.ask_the_office.model import AskModel
from ospo_widgets.markup import Content, Markup, chip, link, tag
from ospo_widgets.office.contacts import mail_address
from ospo_widgets.office.letter import Attachment, Letter
from ospo_widgets.sizes import KILOBYTE, size_text
from ospo_widgets.widgets.download import download_link
from ospo_widgets.wording import words

READABLE = frozenset({"text/plain", "text/csv", "text/markdown", "application/json"})
"""Media types whose text is shown in the page."""
SHOWN = 20 * KILOBYTE
"""Beginning of a text that is shown, in bytes; the whole can be opened."""


def preview(letter: Letter) -> Markup:
    """The letter as it will arrive."""
    rows = [
        (words("ask_app.preview.to"), ", ".join(letter.to) or words("ask_app.preview.nobody")),
        (words("ask_app.preview.answer_to"), letter.sender or words("ask_app.preview.no_sender")),
        (words("ask_app.preview.subject"), letter.subject),
    ]
    # The files themselves stand once in the page, where they are chosen: letters are drawn often.
    files = [tag("li", one.name, " ", holds(one)) for one in letter.attachments]
    return tag(
        "section",
        tag("h2", words("ask_app.preview.title"), id="letter-preview", class_="h3"),
        tag("dl", [(tag("dt", k), tag("dd", v)) for k, v in rows], class_="kv"),
        tag(
            "pre",
            letter.body,
            class_="mail-body",
            tabindex="0",
            role="group",
            aria_label=words("ask_app.preview.body"),
        ),
        tag("h3", words("ask_app.preview.files")),
        tag("ul", files) if files else tag("p", words("ask_app.preview.none"), class_="muted"),
        class_="panel stack",
        aria_labelledby="letter-preview",
    )


def holds(one: Attachment) -> Markup:
    """Size of a file, and what it holds."""
    size = size_text(len(one.content))
    return tag("span", words("ask_app.preview.file", size=size, holds=one.holds), class_="muted")


def inside(one: Attachment) -> Markup:
    """What a file holds, and its text where it has one."""
    return tag(
        "div",
        tag("p", tag("strong", one.name), " ", holds(one)),
        _text(one) if one.media_type in READABLE else None,
    )


def _text(one: Attachment) -> Markup:
    text = one.content[:SHOWN].decode("utf-8", "replace")
    if len(one.content) > SHOWN:
        text = f"{text}\n{words('ask_app.preview.more')}"
    body = tag("pre", text, tabindex="0", role="group", aria_label=one.name, class_="mail-body")
    return tag("details", tag("summary", words("ask_app.preview.look")), body, class_="more")


def lead(model: AskModel) -> Markup:
    """What this kind of request is for, who reads it, and what helps."""
    form = model.form
    contacts = [_contact(model, number, len(model.asked())) for number in range(len(model.asked()))]
    helps = [words(f"ask_app.helps.{name}") for name in form.helps]
    return tag(
        "aside",
        tag("h2", words("ask_app.aside.who"), class_="h3", id="ask-who"),
        tag("ol", contacts) if len(contacts) > 1 else tag("ul", contacts),
        tag("h3", words("ask_app.aside.helps")) if helps else None,
        tag("ul", [tag("li", text) for text in helps]) if helps else None,
        tag("h3", words("ask_app.aside.ways")),
        tag("p", words("ask_app.aside.server" if model.can_send() else "ask_app.aside.no_server")),
        class_="panel stack-s",
        aria_labelledby="ask-who",
    )


def _contact(model: AskModel, index: int, total: int) -> Markup:
    one = model.asked()[index]
    if not one.address:
        return tag("li", one.name)
    mail = mail_address(one)
    shown: Content = [one.name, ", ", mail] if mail else link(one.name, one.address)
    # Whoever has a page and no mail address is told by the office.
    note = None if mail or total == 1 else tag("span", words("ask_app.aside.page"), class_="muted")
    return tag("li", shown, " " if note else None, note)


def receipt(model: AskModel) -> Markup:
    """What became of the last letter: sent with its number and a copy, or not, and why."""
    if model.failure is not None:
        return tag(
            "div",
            tag("p", chip("no", words("ask_app.failed"), ground=False)),
            tag("p", model.failure.message),
            tag("p", model.failure.remedy) if model.failure.remedy else None,
            class_="notice is-no",
            role="alert",
        )
    if model.receipt is None or model.copy is None:
        return Markup("")
    sent, copy = model.receipt, model.copy
    data = copy.eml_bytes()
    refused = ", ".join(sent.refused)
    label = words("ask_app.sent.copy", size=size_text(len(data)))
    return tag(
        "div",
        tag("p", chip("yes", words("ask_app.sent.chip"), ground=False)),
        tag("p", words("ask_app.sent.text", number=sent.number, to=", ".join(sent.to))),
        tag("p", words("ask_app.sent.refused", to=refused)) if refused else None,
        tag("p", words("ask_app.sent.answer", address=copy.sender)) if copy.sender else None,
        tag("p", download_link(label, f"{sent.number}.eml", data, "message/rfc822")),
        class_="notice is-yes",
        role="status",
    )
