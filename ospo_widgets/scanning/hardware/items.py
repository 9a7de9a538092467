# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Answers to the items H01 to H23 of the release checklist, with what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ospo_widgets.knowledge.model import Answer
from ospo_widgets.scanning.checks.model import Subject


@dataclass(frozen=True, slots=True)
class HardwareItem:
    """What a scan can say about one item of the hardware checklist.

    Attributes:
        id: Id, for example ``"H03"``.
        answer: Yes, no, conditional (in part), or unknown when only a person can tell.
        paths: Files that it rests on, sorted, at most 20.
        findings: Ids of the kinds of findings (``data/findings/hardware.yaml``) that say no.
        question: What to ask the person, in the session's language; empty when nothing is open.
    """

    id: str
    answer: Answer
    paths: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    question: str = ""


def hardware_items(subject: Subject) -> Mapping[str, HardwareItem]:
    """Items by id, in their order; empty when the tree has neither hardware nor gateware.

    Args:
        subject: What the scan found out.
    """
    del subject
    return {}
