# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What does not simply fit under the licence of a part, with reasons and ways out."""

from __future__ import annotations

from ospo_widgets.markup import Markup, chip, license_id, link, tag
from ospo_widgets.scanning.conflicts.model import Conflict
from ospo_widgets.scanning.exports.places import SHOWN_PATHS
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.wording import plural, words

MAX_CONFLICTS = 200
MAX_WAYS = 4


def conflicts_list(result: ScanResult) -> Markup:
    """All conflicts, the worst first; a sentence when there is none."""
    if not result.conflicts:
        known = "none" if result.license.expression else "no_license"
        return tag("p", words(f"conflicts.{known}"), class_="muted")
    items = [_item(conflict, result) for conflict in result.conflicts[:MAX_CONFLICTS]]
    more = len(result.conflicts) - MAX_CONFLICTS
    return tag(
        "div",
        tag("ol", items, class_="findings"),
        tag("p", plural("conflicts.more", more), class_="muted") if more > 0 else None,
    )


def _item(conflict: Conflict, result: ScanResult) -> Markup:
    names = {part.id: part.name for part in result.project.parts}
    where = ", ".join(conflict.paths[:SHOWN_PATHS])
    answer = chip(conflict.answer, words(f"conflicts.answer.{conflict.answer}"))
    more = len(conflict.paths) - SHOWN_PATHS
    return tag(
        "li",
        tag("div", answer, class_="sev"),
        tag(
            "div",
            tag("h3", _title(conflict)),
            tag("p", plural("scanning.and_more", more, shown=where) if more > 0 else where,
                class_="small mono muted") if where else None,
            tag("p", conflict.reason),
            tag("ul", [tag("li", condition) for condition in conflict.conditions])
            if conflict.conditions
            else None,
            tag("p", words("conflicts.whole"), " ", license_id(conflict.whole))
            if conflict.whole
            else None,
            tag("p", words("conflicts.without"), " ", license_id(conflict.without))
            if conflict.without
            else None,
            _ways(conflict),
            tag(
                "p",
                words(f"conflicts.affects.{conflict.affects}"),
                " · ",
                words("conflicts.part", name=names.get(conflict.part, conflict.part)),
                [[" · ", link(source.title, source.url)] for source in conflict.sources[:3]],
                class_="small muted",
            ),
            class_="what",
        ),
    )  # fmt: skip


def _title(conflict: Conflict) -> str:
    inbound = conflict.inbound or words("scanning.not_known")
    if conflict.component and not conflict.inbound:
        return words("conflicts.title.unknown", component=conflict.component)
    kind = "component" if conflict.component else "files"
    return words(
        f"conflicts.title.{kind}",
        component=conflict.component,
        inbound=inbound,
        outbound=conflict.outbound,
    )


def _ways(conflict: Conflict) -> Markup | None:
    if not conflict.ways_out:
        return None
    rows = [
        tag("li", tag("strong", way.title), " ", way.text) for way in conflict.ways_out[:MAX_WAYS]
    ]
    return tag("details", tag("summary", words("conflicts.ways")), tag("ul", rows), class_="more")
