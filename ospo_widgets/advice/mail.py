# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A mail to the office with everything attached: drafted and previewed here, sent by the person.

Nothing is sent from the server. The draft is a file that mail programs open ready to send, and a
link for those that have none at hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import PurePosixPath
from urllib.parse import quote

from ospo_widgets.advice.asking import asked_in_order, mail_address, named, office
from ospo_widgets.advice.model import Contact, Recommendation
from ospo_widgets.advice.sheet.model import Sheet, State
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.markup import tag, visible
from ospo_widgets.wording import day, plural, words

__all__ = ["OfficeMail", "office_mail"]

MAX_LINK = 1800
"""Longest link, in characters; some mail programs and browsers stop at about 2,000."""
MAX_SUBJECT = 400
"""Longest subject in a link, encoded; the draft has all of it."""
SHOWN_POINTS = 8
"""Open points in the text; the sheet has all."""
DRAFT = "ospo-question.eml"
"""Usual name of the draft, as the link tells it."""

_TYPES: Mapping[str, tuple[str, str]] = {
    ".html": ("text", "html"),
    ".json": ("application", "json"),
    ".md": ("text", "markdown"),
    ".pdf": ("application", "pdf"),
    ".txt": ("text", "plain"),
    ".zip": ("application", "zip"),
}
"""Media types by ending; the machine's own list would differ from server to server."""


@dataclass(frozen=True, slots=True)
class OfficeMail:
    """A mail before it is sent.

    Attributes:
        to: Mail addresses of roles, in the order in which to ask; empty when the policy has none.
        subject: Subject on one line.
        body: Text.
        attachments: File names to contents.
        sender: Address of who sends it, empty when the mail program knows.
    """

    to: tuple[str, ...]
    subject: str
    body: str
    attachments: Mapping[str, bytes]
    sender: str = ""

    def eml_bytes(self) -> bytes:
        """The mail as a draft (RFC 5322): ``X-Unsent`` makes mail programs open it for sending."""
        message = EmailMessage(policy=SMTP)
        message["X-Unsent"] = "1"
        if self.sender:
            message["From"] = self.sender
        if self.to:
            message["To"] = ", ".join(self.to)
        message["Subject"] = self.subject
        message.set_content(self.body, charset="utf-8", cte="quoted-printable")
        for name, content in self.attachments.items():
            kind, subtype = _TYPES.get(
                PurePosixPath(name).suffix.lower(), ("application", "octet-stream")
            )
            message.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
        if message.is_multipart():
            # The boundary of the library is random; the same mail shall be the same file.
            message.set_boundary(f"ospo-{self._digest()}")
        # A folded line may begin with the space of the fold (RFC 5322 allows 998 characters).
        return message.as_bytes(policy=SMTP.clone(max_line_length=998))

    def mailto(self, draft: str = DRAFT) -> str:
        """The mail as a link (RFC 6068), without attachments, which a link cannot carry.

        Args:
            draft: Name of the draft file, which the text tells.

        Returns:
            At most :data:`MAX_LINK` characters; a longer text is cut and says so.
        """
        told = words("mail.attach", file=draft) if self.attachments else ""
        whole = f"{self.body}\n{told}\n" if told else self.body
        start = f"mailto:{','.join(quote(address, safe='@.-_+') for address in self.to)}"
        start += f"?subject={_percent_upto(self.subject, MAX_SUBJECT)}&body="
        link = start + _percent(whole)
        if len(link) <= MAX_LINK:
            return link
        end = _percent(f"…\n\n{words('mail.cut', file=draft)}\n")
        room = MAX_LINK - len(start) - len(end)
        return start + _percent_upto(self.body, room) + end

    def text(self) -> str:
        """The mail as one text, to look at and to copy where there is no mail program."""
        head = [words("mail.preview.to", to=", ".join(self.to))] if self.to else []
        head.append(words("mail.preview.subject", subject=self.subject))
        if self.attachments:
            files = ", ".join(self.attachments)
            head.append(words("mail.preview.attached", files=files))
        return "\n".join(head) + f"\n\n{self.body}"

    def _repr_html_(self) -> str:
        return tag("div", tag("pre", self.text()), class_="ospo")

    def _digest(self) -> str:
        digest = hashlib.sha256(f"{self.to}{self.subject}{self.body}".encode())
        for name, content in self.attachments.items():
            digest.update(name.encode() + hashlib.sha256(content).digest())
        return digest.hexdigest()[:40]


def office_mail(
    recommendation: Recommendation,
    *,
    sheet: Sheet,
    attachments: Mapping[str, bytes],
    question: str = "",
    sender: str = "",
    knowledge: Knowledge | None = None,
) -> OfficeMail:
    """A mail to the office about an advice, with all that it needs to answer.

    On a hold it goes to the roles that the holds name, in the order in which to ask them, and it
    names no licence.

    Args:
        recommendation: The advice.
        sheet: Its sheet.
        attachments: File names to contents; names without a folder.
        question: What the person wants to know, in their words.
        sender: Mail address for ``From``; without it the mail program fills in its own.
        knowledge: The same as for the recommendation.

    Raises:
        InputError: The sender is no mail address, or an attachment has no proper name.
    """
    known = knowledge or load_knowledge()
    ours = office(known.policies[recommendation.policy])
    asks = asked_in_order(recommendation, known)
    addresses = [mail_address(ask.contact) for ask in asks] + [mail_address(ours)]
    if sender and not mail_address(Contact("", "", sender)):
        raise InputError(words("mail.error.sender", sender=sender))
    for name in attachments:
        if not name or name != visible(name) or set(name) & set('/\\"\n\r'):
            raise InputError(words("mail.error.attachment", name=name))
    project = sheet.project or words("mail.project")
    kind = "hold" if sheet.state is State.HOLD else "ready"
    body = "\n".join(_body(recommendation, known, sheet, question, tuple(attachments)))
    return OfficeMail(
        to=tuple(dict.fromkeys(filter(None, addresses))),
        subject=_line(words(f"mail.subject.{kind}", project=project, number=sheet.number)),
        body=f"{visible(body)}\n",
        attachments=dict(attachments),
        sender=sender,
    )


_INTRO = {
    State.HOLD: "hold",
    State.NONE: "none",
    State.EMPTY: "empty",
    State.READY: "ready",
    State.POINTS: "ready",
}


def _body(
    recommendation: Recommendation,
    known: Knowledge,
    sheet: Sheet,
    question: str,
    files: tuple[str, ...],
) -> Iterator[str]:
    ours = office(known.policies[recommendation.policy])
    project = _line(sheet.project) or words("mail.project")
    yield words(f"mail.intro.{_INTRO[sheet.state]}", project=project)
    if recommendation.project.url:
        yield words("mail.source", url=_line(recommendation.project.url))
    if question.strip():
        yield from ("", words("mail.question"), *question.strip().splitlines())
    if sheet.state is State.HOLD:
        yield from ("", words("mail.order"))
        for number, ask in enumerate(asked_in_order(recommendation, known), 1):
            yield words("mail.ask", number=number, name=named(ask.contact))
            yield from (words("mail.asked", text=_line(hold.text)) for hold in ask.holds)
            if not mail_address(ask.contact):
                yield words("mail.bring", name=ask.contact.name)
    else:
        yield from ("", words("mail.answer", answer=sheet.answer))
        yield from _proposed(sheet)
    points = [point for point in sheet.points if not point.hold]
    if points:
        yield from ("", words("mail.points"))
        yield from (words("mail.point", text=_line(p.text)) for p in points[:SHOWN_POINTS])
        more = len(points) - SHOWN_POINTS
        if more > 0:
            yield plural("mail.more", more)
    if files:
        yield from ("", words("mail.attached", files=", ".join(files)))
    yield ""
    yield words("mail.made", number=sheet.number, office=ours.name, date=day(sheet.on))


def _proposed(sheet: Sheet) -> Iterator[str]:
    lines = [part for part in sheet.parts if part.license]
    if lines:
        yield words("mail.proposed")
    for part in lines:
        if part.whole and part.whole != part.license:
            yield words("mail.part_whole", part=part.name, license=part.license, whole=part.whole)
        else:
            yield words("mail.part", part=part.name, license=part.license)


def _line(value: str) -> str:
    """Text on one line without signs that a header could not carry."""
    return " ".join(visible(value).split())


def _percent(value: str) -> str:
    """Percent-encoded, with the line breaks that RFC 6068 asks for."""
    return quote("\r\n".join(value.split("\n")), safe="")


def _percent_upto(value: str, room: int) -> str:
    """The longest beginning whose encoding fits; never half a character."""
    low, high = 0, len(value)
    while low < high:
        middle = (low + high + 1) // 2
        if len(_percent(value[:middle])) <= room:
            low = middle
        else:
            high = middle - 1
    return _percent(value[:low].rstrip())
