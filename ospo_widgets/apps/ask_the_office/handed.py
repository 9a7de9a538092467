# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What other pages hand over for a letter: answers of the advisor, a scan, values of an entry.

Nothing of it is sent before the person agrees to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ospo_widgets.office.catalogues import load_catalogues
from ospo_widgets.office.compose import Summary
from ospo_widgets.office.contacts import Contact
from ospo_widgets.office.entries import NOTHING_STATED, Stated, filled
from ospo_widgets.office.letter import Attachment, attachment
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.apps.licence_advisor.model import AdvisorModel
    from ospo_widgets.project import Project
    from ospo_widgets.scanning.result import ScanResult

DEFAULT_POLICY = "cern-current"

Entry = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Handed:
    """What a page hands over.

    Attributes:
        kind: Kind of request that it leads to, empty for any.
        subject: Name of the project.
        url: Its address.
        because: Questions of the advisor whose answers made a hold, the weightiest first.
        policy: Id of the policy profile.
        attachments: Files that may go along.
        summaries: Lines that may go along.
        asked: Whom to ask, in which order; empty where the kind says it.
        entries: What is known for each catalogue.
    """

    kind: str = ""
    subject: str = ""
    url: str = ""
    because: tuple[str, ...] = ()
    policy: str = DEFAULT_POLICY
    attachments: tuple[Attachment, ...] = ()
    summaries: tuple[Summary, ...] = ()
    asked: tuple[Contact, ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)


def from_advice(advisor: AdvisorModel) -> Handed:
    """The answers, the sheet made from them, and what the advisor says."""
    from ospo_widgets.advice.asking import asked_in_order
    from ospo_widgets.advice.mail import advice_lines

    advice = advisor.recommendation()
    sheet = advisor.outcome.sheet()
    asks = asked_in_order(advice, advisor.knowledge)
    group = "answers"
    return Handed(
        kind="hold" if advice.holds else "licence",
        subject=advisor.project.name,
        url=advisor.project.url,
        policy=advisor.policy,
        attachments=(
            attachment(
                "ospo-answers.json",
                advisor.to_json().encode("utf-8", "backslashreplace"),
                holds=words("office.holds.answers"),
                group=group,
            ),
            attachment(
                "sheet.html",
                sheet.to_html().encode("utf-8", "backslashreplace"),
                holds=words("office.holds.sheet"),
                group=group,
            ),
        ),
        summaries=(Summary(group, advice_lines(advice, sheet, advisor.knowledge)),),
        asked=tuple(ask.contact for ask in asks),
        because=tuple(
            key.rpartition("/")[2] for ask in asks for hold in ask.holds for key in hold.keys
        ),
        entries=filled_entries(advisor.project),
    )


def from_scan(result: ScanResult, kind: str = "release") -> Handed:
    """The findings, to read and for programs, and what the scan tells for a catalogue."""
    from ospo_widgets.api.letters import stated_by
    from ospo_widgets.scanning import exports
    from ospo_widgets.scanning.exports.shared import for_others

    shared = for_others(result)
    data = json.dumps(shared.to_json(), ensure_ascii=False, indent=1)
    heading = words("ask_app.scan_says", verdict=exports.heading(result))
    return Handed(
        kind=kind,
        subject=result.project.name,
        url=result.project.url,
        attachments=(
            attachment(
                "scan.html",
                exports.rendered(shared, "html").encode("utf-8", "backslashreplace"),
                holds=words("office.holds.scan_html"),
                group="scan",
            ),
            attachment(
                "scan.json",
                data.encode("utf-8", "backslashreplace"),
                holds=words("office.holds.scan_json"),
                group="scan",
            ),
        ),
        summaries=(Summary("scan", (heading,)),),
        entries=filled_entries(result.project, stated_by(result)),
    )


def filled_entries(project: Project, stated: Stated = NOTHING_STATED) -> dict[str, Entry]:
    """What is known for each catalogue."""
    return {one.id: filled(one, project, stated) for one in load_catalogues().values()}
