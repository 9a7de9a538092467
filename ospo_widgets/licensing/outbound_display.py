# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Possible outbound licences and all-against-all grids as markup and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ospo_widgets.knowledge import Answer
from ospo_widgets.licensing.display import reason_list
from ospo_widgets.licensing.grid import Grid
from ospo_widgets.licensing.model import Verdict
from ospo_widgets.licensing.outbound import Conflict, Outbound, OutboundCandidate
from ospo_widgets.licensing.resolve import Named
from ospo_widgets.markup import VERDICT_CLASSES, Content, Markup, chip, license_id, tag
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 8
"""Candidates that are shown at once; the others stand behind “more”."""


SHOWN_CONFLICTS = 3
"""Conflicts that are shown at once; the others stand behind “more”."""


def answer_mark(answer: Answer) -> Markup:
    """The answer as a word with its shape, without ground."""
    return chip(answer, words(f"licensing.answer.{answer}"), ground=False)


# --- outbound licences ----------------------------------------------------------------------------


def outbound_sentence(outbound: Outbound) -> str:
    """The answer in one sentence."""
    if outbound.candidates:
        first = outbound.candidates[0].license
        return plural("outbound.possible", len(outbound.candidates), first=first)
    if outbound.answer is Answer.UNKNOWN:
        return words("outbound.unknown")
    return words("outbound.none")


def outbound_html(outbound: Outbound) -> str:
    """The answer with its candidates, or with what stands against it."""
    return tag(
        "div",
        tag("p", answer_mark(outbound.answer), " ", tag("strong", outbound_sentence(outbound))),
        [tag("p", note) for note in outbound.notes],
        candidate_list(outbound),
        conflict_list(outbound),
        class_="ospo",
    )


def candidate_list(outbound: Outbound) -> Markup:
    """The licences that fit, best first; more than :data:`SHOWN` behind a summary."""
    if not outbound.candidates:
        return Markup("")
    rows = [_candidate(candidate, outbound) for candidate in outbound.candidates]
    shown = tag("ol", rows[:SHOWN], class_="cand")
    rest = rows[SHOWN:]
    if not rest:
        return shown
    more = plural("outbound.more", len(rest))
    behind = tag("details", tag("summary", more), tag("ol", rest, class_="cand"), class_="more")
    return Markup(shown + behind)


def _candidate(candidate: OutboundCandidate, outbound: Outbound) -> Markup:
    limits: list[Content] = []
    for named, verdict in zip(outbound.inbound, candidate.verdicts, strict=True):
        if len(outbound.inbound) == 1:
            limits += [tag("p", condition) for condition in verdict.conditions]
        else:
            limits += [
                tag("p", words("outbound.of", name=named.label, text=condition))
                for condition in verdict.conditions
            ]
    return tag(
        "li",
        tag(
            "div",
            tag("span", license_id(candidate.license), class_="name"),
            answer_mark(candidate.answer),
            class_="row",
        ),
        limits,
    )


def conflict_list(outbound: Outbound) -> Markup:
    """The sets that fit together under no licence, each with its reasons."""
    if not outbound.conflict:
        return Markup("")
    rows = [_conflict(conflict) for conflict in outbound.conflict]
    shown = tag("ul", rows[:SHOWN_CONFLICTS], class_="cand")
    rest = rows[SHOWN_CONFLICTS:]
    if not rest:
        return shown
    more = plural("outbound.more_conflicts", len(rest))
    behind = tag("details", tag("summary", more), tag("ul", rest, class_="cand"), class_="more")
    return Markup(shown + behind)


def _conflict(conflict: Conflict) -> Markup:
    first, *others = conflict.reasons
    why: Content = None
    if others:
        summary = tag("summary", words("outbound.why"))
        sources = tag("details", summary, reason_list(others), class_="more small")
        why = [tag("p", others[0].text), sources]
    return tag("li", tag("div", answer_mark(conflict.answer), " ", first.text), why)


def outbound_frame(outbound: Outbound) -> pd.DataFrame:
    """One row a candidate, possible ones first."""
    import pandas as pd

    names = [named.label for named in outbound.inbound]
    rows = [
        [c.license, str(c.answer), " ".join(c.conditions), *(str(v.answer) for v in c.verdicts)]
        for c in (*outbound.candidates, *outbound.undecided)
    ]
    return pd.DataFrame(rows, columns=["license", "verdict", "conditions", *names])


# --- all against all ------------------------------------------------------------------------------


def grid_html(grid: Grid) -> str:
    """The grid with its counts."""
    return tag("div", grid_table(grid), tag("p", grid_counts(grid), class_="muted"), class_="ospo")


def grid_counts(grid: Grid) -> str:
    """How many of each answer, in one sentence."""
    counts = {str(answer): number(count) for answer, count in grid.counts.items()}
    return words("outbound.grid.counts", **counts)


def grid_table(grid: Grid) -> Markup:
    """A table of verdicts: rows are what is used, columns what it goes into."""
    heads = [words("outbound.grid.into", license=item.label) for item in grid.items]
    head = tag(
        "tr",
        tag("th", words("outbound.grid.use"), scope="col"),
        [tag("th", _unbroken(h, i), scope="col") for h, i in zip(heads, grid.items, strict=True)],
    )
    body = [
        tag(
            "tr",
            tag("th", _unbroken(item.label, item), scope="row"),
            [_cell(verdict, label) for verdict, label in zip(row, heads, strict=True)],
        )
        for item, row in zip(grid.items, grid.rows, strict=True)
    ]
    caption = words("outbound.grid.caption", use=words(f"licensing.use.{grid.use}"))
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", head),
        tag("tbody", body),
        class_="heat tight cards-s",
    )


def _unbroken(label: str, item: Named) -> Content:
    """One id stays on one line; expressions and components may break."""
    return license_id(label) if " " not in item.label else label


def _cell(verdict: Verdict, label: str) -> Markup:
    return tag(
        "td",
        tag("div", answer_mark(verdict.answer)),
        class_=f"c-{VERDICT_CLASSES[verdict.answer]}",
        data_h=label,
    )


def grid_frame(grid: Grid) -> pd.DataFrame:
    """Answers as texts; index and columns are the items."""
    import pandas as pd

    labels = [item.label for item in grid.items]
    answers = [[str(verdict.answer) for verdict in row] for row in grid.rows]
    return pd.DataFrame(answers, index=labels, columns=labels)
