# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a letter to the office says about an advice, and the letter of the advisor itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ospo_widgets.advice.asking import asked_in_order
from ospo_widgets.advice.model import Recommendation
from ospo_widgets.advice.sheet.model import Sheet, State
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.markup import visible
from ospo_widgets.office.contacts import is_address, mail_address, named, office
from ospo_widgets.office.letter import Letter, attachment, header_text, one_line
from ospo_widgets.wording import day, plural, words

__all__ = ["advice_lines", "office_mail"]

SHOWN_POINTS = 8
"""Open points in the text; the sheet has all."""


def office_mail(
    recommendation: Recommendation,
    *,
    sheet: Sheet,
    attachments: Mapping[str, bytes],
    question: str = "",
    sender: str = "",
    knowledge: Knowledge | None = None,
) -> Letter:
    """A letter to the office about an advice, with all that it needs to answer.

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
    if sender and not is_address(sender):
        raise InputError(words("office.error.address", address=visible(sender)[:80]))
    files = tuple(attachment(name, content) for name, content in attachments.items())
    project = sheet.project or words("mail.project")
    kind = "hold" if sheet.state is State.HOLD else "ready"
    body = "\n".join(_body(recommendation, known, sheet, question, tuple(attachments)))
    return Letter(
        to=tuple(dict.fromkeys(filter(None, addresses))),
        subject=header_text(words(f"mail.subject.{kind}", project=project, number=sheet.number)),
        body=f"{visible(body)}\n",
        attachments=files,
        sender=sender,
        number=sheet.number,
    )


_INTRO = {
    State.HOLD: "hold",
    State.NONE: "none",
    State.EMPTY: "empty",
    State.READY: "ready",
    State.POINTS: "ready",
}


def advice_lines(
    recommendation: Recommendation, sheet: Sheet, knowledge: Knowledge | None = None
) -> tuple[str, ...]:
    """What the advisor says, line by line: who is asked on a hold, else what it proposes.

    On a hold no licence is named.
    """
    return tuple(_advice(recommendation, knowledge or load_knowledge(), sheet))


def _body(
    recommendation: Recommendation,
    known: Knowledge,
    sheet: Sheet,
    question: str,
    files: tuple[str, ...],
) -> Iterator[str]:
    ours = office(known.policies[recommendation.policy])
    project = one_line(sheet.project) or words("mail.project")
    yield words(f"mail.intro.{_INTRO[sheet.state]}", project=project)
    if recommendation.project.url:
        yield words("mail.source", url=one_line(recommendation.project.url))
    if question.strip():
        yield from ("", words("mail.question"), *question.strip().splitlines())
    yield from ("", *_advice(recommendation, known, sheet))
    if files:
        yield from ("", words("mail.attached", files=", ".join(files)))
    yield ""
    yield words("mail.made", number=sheet.number, office=ours.name, date=day(sheet.on))


def _advice(recommendation: Recommendation, known: Knowledge, sheet: Sheet) -> Iterator[str]:
    if sheet.state is State.HOLD:
        yield words("mail.order")
        for number, ask in enumerate(asked_in_order(recommendation, known), 1):
            yield words("mail.ask", number=number, name=named(ask.contact))
            yield from (words("mail.asked", text=one_line(hold.text)) for hold in ask.holds)
            if not mail_address(ask.contact):
                yield words("mail.bring", name=ask.contact.name)
    else:
        yield words("mail.answer", answer=sheet.answer)
        yield from _proposed(sheet)
    points = [point for point in sheet.points if not point.hold]
    if points:
        yield from ("", words("mail.points"))
        yield from (words("mail.point", text=one_line(p.text)) for p in points[:SHOWN_POINTS])
        more = len(points) - SHOWN_POINTS
        if more > 0:
            yield plural("mail.more", more)


def _proposed(sheet: Sheet) -> Iterator[str]:
    lines = [part for part in sheet.parts if part.license]
    if lines:
        yield words("mail.proposed")
    for part in lines:
        if part.whole and part.whole != part.license:
            yield words("mail.part_whole", part=part.name, license=part.license, whole=part.whole)
        else:
            yield words("mail.part", part=part.name, license=part.license)
