# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The result page as markup: heading is the answer, then reasons, then sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ospo_widgets.advice.asking import asked_in_order
from ospo_widgets.advice.model import AnswerProblem, Change, PartAdvice, Recommendation
from ospo_widgets.advice.questionnaire import in_text
from ospo_widgets.apps.licence_advisor.panel import (
    candidate_chip,
    changes_list,
    effective_notice,
    excluded_list,
    reason_line,
    source_links,
)
from ospo_widgets.knowledge import Answer, Knowledge
from ospo_widgets.markup import Content, Markup, chip, license_id, link, table, tag
from ospo_widgets.office.contacts import Contact, mail_address
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.advice.kit.release import Kit

SHOWN_FILES = 12
"""Files of a folder that stand open in the tree of the kit."""


def title(advice: Recommendation) -> str:
    """The answer as a heading."""
    if advice.holds:
        return words("advisor_app.result.title_hold")
    if not advice.parts or not all(p.candidates for p in advice.parts):
        key = "title_none" if advice.complete else "title_partial"
        return words(f"advisor_app.result.{key}")
    if len(advice.parts) == 1:
        return words("advisor_app.result.title_one", part=in_text(advice.parts[0].part))
    return words("advisor_app.result.title_many", count=len(advice.parts))


def holds(advice: Recommendation, knowledge: Knowledge) -> Markup:
    """Why there is no licence yet, and who to ask, in order; a hold outranks everything else."""
    if not advice.holds:
        return Markup("")
    offices = asked_in_order(advice, knowledge)
    one = len(offices) == 1
    rows = [
        tag(
            "div" if one else "li",
            [
                tag(
                    "div",
                    tag("p", tag("strong", hold.text)),
                    tag("p", source_links(hold.sources), class_="small muted")
                    if hold.sources
                    else None,
                )
                for hold in ask.holds
            ],
            tag("p", words("advisor_app.result.ask"), contact(ask.contact)),
            class_="stack-s" if one else None,
        )
        for ask in offices
    ]
    return tag(
        "div",
        tag("p", chip("conditional", words("advisor_app.result.hold_chip"), ground=False)),
        rows if one else tag("ol", rows),
        tag("p", words("advisor_app.result.hold_kept")),
        class_="notice is-cond",
    )


def contact(ask: Contact) -> Content:
    """A role with its address."""
    name = ask.name or ask.role
    if not ask.address:
        return name
    # Some offices have a page and no address for mail.
    return link(name, f"mailto:{ask.address}" if mail_address(ask) else ask.address)


def clashes(problems: tuple[AnswerProblem, ...]) -> Markup:
    """Contradictory answers, side by side."""
    if not problems:
        return Markup("")
    return tag(
        "div",
        tag("p", tag("strong", words("advisor_app.result.clash"))),
        tag("ul", [tag("li", p.message) for p in problems]),
        class_="notice is-no",
    )


def open_points(advice: Recommendation) -> Markup:
    """What is still to settle before a release."""
    if not advice.open_points:
        return Markup("")
    # Several parts may share a point; it is one thing to do.
    points = {point.text: point for point in advice.open_points}.values()
    rows = [
        tag("li", point.text, [" (", contact(point.ask), ")"] if point.ask else None)
        for point in points
    ]
    return tag(
        "div",
        tag("h2", words("advisor_app.result.points"), class_="h3"),
        tag("p", words("advisor_app.result.points_why")),
        tag("ul", rows),
        class_="notice is-cond",
    )


def _row(part: PartAdvice, ways: Callable[[str], tuple[Change, ...]]) -> tuple[Content, ...]:
    chosen_id = part.chosen or (part.candidates[0].license.id if part.candidates else "")
    chosen = next((c for c in part.candidates if c.license.id == chosen_id), None)
    others = [c for c in part.candidates if c.license.id != chosen_id]
    files = part.part.file_count
    name: list[Content] = [part.part.name]
    note = (
        words("advisor_app.result.files", count=number(files))
        if files
        else words(f"advisor_app.material.{part.part.material}")
    )
    name += [tag("br"), tag("span", note, class_="muted small")]
    if chosen is None:
        out = ways(part.part.id)
        told: Content = ""
        if out:
            told = [
                tag("p", tag("strong", words("advisor_app.result.ways_any"))),
                changes_list(out),
            ]
        return (name, chip("no", words("advisor_app.result.none_possible"), ground=False), told, "")
    reasons = [reason_line(r) for r in chosen.reasons[:3]]
    more = [reason_line(r) for r in chosen.reasons[3:]]
    return (
        name,
        [
            tag("strong", license_id(chosen.license.id)),
            tag("br"),
            candidate_chip(chosen)
            if chosen.answer is not Answer.YES
            else chip("yes", words("advisor_app.result.chosen"), ground=False),
        ],
        [
            *reasons,
            tag("ul", [tag("li", c) for c in chosen.conditions]) if chosen.conditions else None,
            tag(
                "details",
                tag("summary", words("advisor_app.result.reasons")),
                more,
                class_="more",
            )
            if more
            else None,
            effective_notice(part),
        ],
        license_id(others[0].license.id) if others else words("advisor_app.result.no_second"),
    )


def parts_table(
    advice: Recommendation, ways: Callable[[str], tuple[Change, ...]] = lambda _: ()
) -> Markup:
    """The answer for each part.

    Args:
        advice: The advice.
        ways: Gives, for a part without any possible licence, the changes that lead to one.
    """
    columns = [words(f"advisor_app.result.{c}") for c in ("part", "license", "why", "second")]
    caption = [
        tag("strong", words("advisor_app.result.parts")),
        words("advisor_app.result.parts_caption"),
    ]
    return table(caption, columns, [_row(p, ways) for p in advice.parts], class_="cards-s")


def excluded(advice: Recommendation) -> Markup:
    """What was ruled out, part by part."""
    blocks = [
        tag(
            "details",
            tag("summary", words("advisor_app.result.excluded_caption", part=p.part.name)),
            excluded_list(p),
            class_="more",
        )
        for p in advice.parts
        if p.excluded
    ]
    if not blocks:
        return Markup("")
    return tag(
        "section",
        tag("h2", words("advisor_app.result.excluded"), id="excluded"),
        blocks,
        class_="stack-s",
        aria_labelledby="excluded",
    )


def kit_tree(kit: Kit, project: str) -> Markup:
    """The files of a kit as a tree, each with what it is for."""
    folders: dict[str, list[str]] = {}
    for path in sorted(kit.files):
        folder, _, _ = path.rpartition("/")
        folders.setdefault(folder, []).append(path)
    rows: list[Content] = [_file(kit, path) for path in folders.pop("", [])]
    for folder, paths in sorted(folders.items()):
        inner: Content = tag("ul", [_file(kit, path) for path in paths])
        if len(paths) > SHOWN_FILES:
            summary = tag("summary", plural("advisor_app.kit.folder", len(paths)))
            inner = tag("details", summary, inner)
        rows.append(tag("li", f"{folder}/", inner))
    root = tag("li", f"{project or 'project'}/", tag("ul", rows))
    return tag("ul", root, class_="tree", aria_label=words("advisor_app.kit.files"))


def _file(kit: Kit, path: str) -> Markup:
    comment = kit.comments.get(path, "")
    note = tag("span", comment, class_="muted") if comment else None
    return tag("li", path.rpartition("/")[2], " ", note)
