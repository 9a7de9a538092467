# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about who holds rights: collaborations, notices on immunities, all rights reserved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ospo_widgets.scanning.checks.model import Draft, Subject, scan_list
from ospo_widgets.scanning.checks.reuse import files

_BENEFIT = re.compile(r"\b(?:for the benefit of|on behalf of|for the)\b", re.I)
_LEAD = re.compile(
    r"^(?:SPDX-(?:File|Snippet)CopyrightText:\s*)?(?:Copyright\s*)?(?:\u00a9|\(c\))?\s*"
    r"(?:\d{4}(?:\s*[-–,]\s*\d{4})*,?\s*)?(?:by\s+)?",
    re.I,
)


def holder_of(notice: str) -> str:
    """The holder of a copyright notice, without prefix and years."""
    return _LEAD.sub("", notice, count=1).strip(" .,")


def is_collaboration(holder: str, markers: tuple[str, ...]) -> bool:
    """Whether a holder is a group without legal personality: a short name that ends in a marker."""
    if _BENEFIT.search(holder):
        return False
    ends = "|".join(re.escape(marker) for marker in markers)
    return bool(re.fullmatch(rf"(?:[\w+/&.'-]+ ){{1,6}}(?:{ends})(?: <[^>]*>)?", holder, re.I))


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about rights."""
    yield from _collaborations(subject)
    yield from _waivers(subject)
    stated = {f.path for f in subject.facts.files if f.licenses}
    reserved = tuple(
        f"{n.path}:{n.notice.line}"
        for n in subject.facts.notices
        if n.notice.kind == "reserved" and n.path not in stated
    )
    if reserved:
        yield Draft("rights.reserved", reserved, files(reserved))


def _collaborations(subject: Subject) -> Iterator[Draft]:
    markers = scan_list("collaborations")
    paths: list[str] = []
    holders: dict[str, None] = {}
    for file in subject.facts.files:
        for evidence in file.evidence:
            holder = holder_of(evidence.text) if evidence.kind == "copyright" else ""
            if holder and is_collaboration(holder, markers):
                line = f":{evidence.line}" if evidence.line else ""
                paths.append(f"{file.path}{line}")
                holders.setdefault(holder)
    if paths:
        first = next(iter(holders))
        first = re.sub(r"^the\s+", "", first, flags=re.I)
        values = {"holder": first}
        yield Draft("rights.collaboration-holder", tuple(paths), values, tuple(holders)[:10])


def _waivers(subject: Subject) -> Iterator[Draft]:
    known = scan_list("intergovernmental")
    foreign: dict[str, list[str]] = defaultdict(list)
    for found in subject.facts.notices:
        who = found.notice.text
        if found.notice.kind != "waiver" or any(
            re.search(rf"\b{re.escape(name)}\b", who, re.I) for name in known
        ):
            continue
        foreign[who].append(f"{found.path}:{found.notice.line}")
    for who, paths in sorted(foreign.items()):
        yield Draft("rights.foreign-waiver", tuple(paths), {"holder": who})
