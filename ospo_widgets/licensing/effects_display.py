# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Effects as a heat map with numbered reasons, as rows of a table, and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ospo_widgets.charting.table import csv_text
from ospo_widgets.knowledge.effects import Aspect
from ospo_widgets.licensing.display import reason_list
from ospo_widgets.licensing.effects_model import (
    AspectEffect,
    Effects,
    EffectsTable,
    NeighbourEffect,
    PartnerEffect,
)
from ospo_widgets.licensing.model import Reason, Verdict
from ospo_widgets.markup import VERDICT_CLASSES, Markup, chip, license_id, link, tag
from ospo_widgets.wording import plural, words

COLUMNS = ("license", "partner", "aspect", "answer", "text", "reason", "source", "clause", "url")
"""Columns of the table and of the CSV, one row a licence, partner (or neighbour) and question."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One numbered entry of the list of reasons: the licences that mean the same for a partner."""

    effects: tuple[PartnerEffect, ...]
    licenses: tuple[str, ...]


def effects_html(table: EffectsTable, *, prefix: str = "effect", opened: bool = False) -> Markup:
    """Heat map, numbered reasons, and the concrete neighbours.

    Args:
        table: What to show.
        prefix: Begins the ids of the reasons; another one for each table on a page.
        opened: Whether the reasons are open, for print.
    """
    return tag(
        "div",
        heat_map(table, prefix=prefix),
        reasons_details(table, prefix=prefix, opened=opened),
        neighbours_table(table),
        class_="ospo stack",
    )


def heat_map(table: EffectsTable, *, prefix: str = "effect") -> Markup:
    """The table of partners and licences; a word, a shape and up to six words a cell."""
    numbers = _numbers(_items(table))
    headers = [_header(column, table.chosen) for column in table.columns]
    labels = [_label(column, table.chosen) for column in table.columns]
    kind = words(f"effects.material.{table.material}")
    caption = "chosen" if table.chosen else "plain"
    body = [
        tag(
            "tr",
            tag("th", row[0].name, scope="row"),
            [
                _cell(effect, labels[i], numbers[effect.partner, column.license], prefix)
                for i, (effect, column) in enumerate(zip(row, table.columns, strict=True))
            ],
        )
        for row in table.rows()
    ]
    return _scroll(
        words("effects.region"),
        tag(
            "table",
            tag("caption", words(f"effects.caption.{caption}", material=kind)),
            tag(
                "thead",
                tag(
                    "tr",
                    tag("th", words("effects.partner"), scope="col"),
                    [tag("th", header, scope="col") for header in headers],
                ),
            ),
            tag("tbody", body),
            class_="heat cards-s",
        ),
    )


def reasons_details(table: EffectsTable, *, prefix: str = "effect", opened: bool = False) -> Markup:
    """The reasons that the numbers in the heat map lead to, behind one summary."""
    items = _items(table)
    cells = sum(len(row) for row in table.rows())
    return tag(
        "details",
        tag("summary", plural("effects.reasons", cells)),
        tag(
            "ol",
            [_reason_item(item, f"{prefix}-{i}") for i, item in enumerate(items, 1)],
            class_="reasons",
        ),
        class_="more",
        open=opened,
    )


def neighbours_table(table: EffectsTable) -> Markup:
    """Concrete projects: can they take ours, can we take theirs; in words behind each."""
    rows = tuple(zip(*(column.neighbours for column in table.columns), strict=True))
    if not rows:
        return Markup("")
    kind = words(f"effects.material.{table.material}")
    labels = [_label(column, table.chosen) for column in table.columns]
    body = [
        tag(
            "tr",
            tag(
                "th",
                row[0].name,
                tag("br"),
                tag("span", row[0].license, class_="muted small"),
                scope="row",
            ),
            [tag("td", _both(effect), data_h=labels[i]) for i, effect in enumerate(row)],
        )
        for row in rows
    ]
    return _scroll(
        words("effects.neighbours.region"),
        tag(
            "table",
            tag("caption", words("effects.neighbours.caption", material=kind)),
            tag(
                "thead",
                tag(
                    "tr",
                    tag("th", words("effects.neighbours.name"), scope="col"),
                    [tag("th", _header(c, table.chosen), scope="col") for c in table.columns],
                ),
            ),
            tag("tbody", body),
            class_="cards-s neighbours",
        ),
    )


def _scroll(label: str, content: Markup) -> Markup:
    return tag("div", content, class_="scroll", tabindex=0, role="region", aria_label=label)


def _label(column: Effects, chosen: str) -> str:
    if column.license == chosen:
        return words("effects.chosen", license=column.license)
    return column.license


def _header(column: Effects, chosen: str) -> Markup:
    return license_id(_label(column, chosen))


def _cell(effect: PartnerEffect, label: str, number: int, prefix: str) -> Markup:
    answer = words(f"licensing.answer.{effect.answer}")
    why = link(
        str(number),
        f"#{prefix}-{number}",
        aria_label=words("effects.reason", number=number),
        class_="ref",
    )
    return tag(
        "td",
        tag("div", chip(effect.answer, answer, ground=False), tag("span", effect.cell, " ", why)),
        class_=f"c-{VERDICT_CLASSES[effect.answer]}",
        data_h=label,
    )


# --- reasons --------------------------------------------------------------------------------------


def _items(table: EffectsTable) -> list[_Item]:
    """Entries in reading order; licences that mean the same for a partner share one."""
    items: list[_Item] = []
    for row in table.rows():
        shared: dict[tuple[object, ...], list[int]] = {}
        for i, effect in enumerate(row):
            meaning = (effect.answer, effect.cell, tuple(r.text for r in effect.reasons))
            shared.setdefault(meaning, []).append(i)
        items += [
            _Item(tuple(row[i] for i in held), tuple(table.columns[i].license for i in held))
            for held in shared.values()
        ]
    return items


def _numbers(items: Sequence[_Item]) -> dict[tuple[str, str], int]:
    return {
        (item.effects[0].partner, license_): number
        for number, item in enumerate(items, 1)
        for license_ in item.licenses
    }


def _reason_item(item: _Item, anchor: str) -> Markup:
    first = item.effects[0]
    judged = [effect.judged for effect in item.effects]
    reasons = [
        _with_sources(reason, [effect.reasons[i] for effect in item.effects])
        for i, reason in enumerate(first.reasons)
    ]
    return tag(
        "li",
        tag("strong", first.name),
        " · ",
        _license_names(item.licenses),
        tag("p", first.text, class_="muted"),
        None
        if set(judged) <= set(item.licenses)
        else tag("p", words("effects.judged", license=", ".join(dict.fromkeys(judged)))),
        reason_list(reasons),
        _questions(item),
        id=anchor,
    )


def _license_names(names: Sequence[str]) -> list[Markup | str]:
    found: list[Markup | str] = []
    for name in names:
        found += [", ", license_id(name)] if found else [license_id(name)]
    return found


def _with_sources(reason: Reason, others: Sequence[Reason]) -> Reason:
    """The reason with the clauses of all licences that share it."""
    sources = tuple(dict.fromkeys(s for other in others for s in other.sources))
    return replace(reason, sources=sources, reviewed=all(other.reviewed for other in others))


def _questions(item: _Item) -> Markup:
    """May use, may combine, must share: behind one more summary, since the cell sums them up."""
    pairs: list[Markup] = []
    for aspect in item.effects[0].aspects:
        pairs.append(tag("dt", words(f"effects.aspect.{aspect}")))
        groups: dict[tuple[object, ...], list[int]] = {}
        for i, effect in enumerate(item.effects):
            held = effect.aspects[aspect]
            groups.setdefault((held.answer, held.cell, held.reason.text), []).append(i)
        for indexes in groups.values():
            answers = [item.effects[i].aspects[aspect] for i in indexes]
            names = [item.licenses[i] for i in indexes] if len(groups) > 1 else []
            pairs.append(_answer(answers, names))
    return tag(
        "details",
        tag("summary", words("effects.questions")),
        tag("dl", pairs, class_="questions"),
        class_="more",
    )


def _answer(held: Sequence[AspectEffect], names: Sequence[str]) -> Markup:
    reason = _with_sources(held[0].reason, [one.reason for one in held])
    return tag(
        "dd",
        [_license_names(names), " · "] if names else None,
        tag("strong", aspect_answer(held[0])),
        " · ",
        held[0].cell,
        reason_list((reason,)),
    )


def aspect_answer(held: AspectEffect) -> str:
    """The answer as a word; a duty to share is no verdict, so it has words of its own."""
    if held.aspect is Aspect.SHARE:
        return words(f"effects.share.{held.answer}")
    return words(f"licensing.answer.{held.answer}")


# --- neighbours -----------------------------------------------------------------------------------


def _both(effect: NeighbourEffect) -> Markup:
    return Markup(
        _direction(words("effects.neighbours.give"), effect.ours_into_theirs)
        + _direction(words("effects.neighbours.take"), effect.theirs_into_ours)
        + tag(
            "details",
            tag("summary", words("effects.neighbours.text")),
            tag("p", effect.text),
            tag("p", effect.note) if effect.note else None,
            None if effect.reviewed else tag("p", words("effects.unreviewed"), class_="muted"),
        )
    )


def _direction(label: str, verdict: Verdict | None) -> Markup:
    if verdict is None:
        return Markup("")
    word = words(f"licensing.answer.{verdict.answer}")
    return tag("p", tag("span", label, class_="muted small"), " ", _mark(verdict, word))


def _mark(verdict: Verdict, word: str) -> Markup:
    return chip(verdict.answer, word, ground=False)


# --- rows -----------------------------------------------------------------------------------------


def effects_rows(table: EffectsTable) -> Iterator[tuple[str, ...]]:
    """All that the table says, one row a licence, partner or neighbour, and question."""
    for column in table.columns:
        for effect in column.partners:
            for reason in effect.reasons:
                yield _row(
                    column,
                    effect.name,
                    str(Aspect.OVERALL),
                    effect.answer,
                    text=effect.cell,
                    reason=reason,
                )
            for aspect, held in effect.aspects.items():
                yield _row(
                    column,
                    effect.name,
                    str(aspect),
                    held.answer,
                    text=held.cell,
                    reason=held.reason,
                )
        for neighbour in column.neighbours:
            both = (
                ("ours-into-theirs", neighbour.ours_into_theirs),
                ("theirs-into-ours", neighbour.theirs_into_ours),
            )
            for name, verdict in both:
                if verdict is not None:
                    first = verdict.reasons[0] if verdict.reasons else Reason("", "unknown")
                    text = " ".join(verdict.conditions)
                    yield _row(
                        column, neighbour.name, name, verdict.answer, text=text, reason=first
                    )


def _row(
    column: Effects, who: str, aspect: str, answer: str, *, text: str, reason: Reason
) -> tuple[str, ...]:
    data = reason.to_json()
    return (
        column.license,
        who,
        aspect,
        str(answer),
        text,
        reason.text,
        data["source"],
        data["clause"],
        data["url"],
    )


def effects_csv(table: EffectsTable) -> str:
    """The rows as CSV; cells that a spreadsheet would run as formulas are defused."""
    return csv_text(COLUMNS, effects_rows(table))
