# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Verdicts and effective licences as markup and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ospo_widgets.licensing.model import Disagreement, Effective, Reason, Verdict
from ospo_widgets.markup import Markup, chip, link, tag
from ospo_widgets.wording import words

if TYPE_CHECKING:
    import pandas as pd


def reason_list(reasons: Sequence[Reason]) -> Markup:
    """Reasons as a list: sentence, then authority, clause and tag."""
    return tag(
        "ol", [tag("li", tag("span", r.text), _authority(r)) for r in reasons], class_="cand"
    )


def _authority(reason: Reason) -> Markup:
    pieces: list[Markup] = []
    for source in reason.sources:
        title = link(source.title, source.url) if source.url else tag("span", source.title)
        pieces += [tag("span", title, _clause(source.clause)), tag("span", " · ")]
    basis = reason.basis if reason.reviewed else "unreviewed"
    return tag("p", pieces, tag("span", words(f"licensing.basis.{basis}"), class_="tag"))


def _clause(clause: str) -> str:
    """A numbered clause is called so; a heading stands for itself."""
    if not clause:
        return ""
    numbered = clause[0].isdigit()
    return f", {words('licensing.clause', clause=clause) if numbered else clause}"


def verdict_html(verdict: Verdict) -> str:
    """The verdict as the pages show it: answer, conditions, reasons."""
    names = {"inbound": verdict.inbound, "outbound": verdict.outbound}
    use = words(f"licensing.use.{verdict.use}")
    return tag(
        "div",
        tag("p", words("licensing.verdict.question", use=use, **names)),
        tag(
            "p",
            chip(verdict.answer, words(f"licensing.answer.{verdict.answer}")),
            " ",
            tag("strong", words(f"licensing.verdict.{verdict.answer}", **names)),
        ),
        _conditions(verdict.conditions),
        tag("h3", words("licensing.verdict.why")),
        reason_list(verdict.reasons),
        disagreement_list(verdict.disagreement),
        class_="ospo",
    )


def disagreement_list(disagreement: Sequence[Disagreement]) -> Markup:
    """Sources that say otherwise, under a heading of their own; empty when there are none."""
    if not disagreement:
        return Markup("")
    lines = [
        tag(
            "li",
            chip(other.says, words(f"licensing.answer.{other.says}")),
            " ",
            tag("span", other.text),
            tag("p", other.source),
        )
        for other in disagreement
    ]
    return Markup(tag("h3", words("licensing.verdict.disagreement")) + tag("ul", lines))


def _conditions(conditions: Sequence[str]) -> Markup:
    if not conditions:
        return Markup("")
    return Markup(
        tag("h3", words("licensing.verdict.conditions"))
        + tag("ul", [tag("li", condition) for condition in conditions])
    )


def effective_sentence(effective: Effective) -> str:
    """The answer in one sentence."""
    if effective.expression is None:
        return words("licensing.effective.none")
    key = "unknown" if effective.answer == "unknown" else "known"
    return words(f"licensing.effective.{key}", expression=effective.expression)


def effective_html(effective: Effective) -> str:
    """The effective licence as the pages show it."""
    without = effective.without_optional
    return tag(
        "div",
        tag(
            "p",
            chip(effective.answer, words(f"licensing.answer.{effective.answer}")),
            " ",
            tag("strong", effective_sentence(effective)),
        ),
        tag("p", words("licensing.effective.without", expression=without)) if without else None,
        _conditions(effective.conditions),
        reason_list(effective.because),
        class_="ospo",
    )


def verdict_frame(verdict: Verdict) -> pd.DataFrame:
    """One row a reason, then one a source that says otherwise."""
    head = {
        "inbound": verdict.inbound,
        "outbound": verdict.outbound,
        "use": str(verdict.use),
        "verdict": str(verdict.answer),
    }
    frame = _frame(head, verdict.reasons)
    for other in verdict.disagreement:
        line = dict.fromkeys(frame.columns, "") | head
        line |= {"verdict": str(other.says), "text": other.text, "source": other.source}
        frame.loc[len(frame)] = line | {"basis": "disagreement"}
    return frame


def effective_frame(effective: Effective) -> pd.DataFrame:
    """One row a reason."""
    head = {"expression": effective.expression or "", "verdict": str(effective.answer)}
    return _frame(head, effective.because)


def _frame(head: dict[str, str], reasons: Sequence[Reason]) -> pd.DataFrame:
    import pandas as pd

    columns = ("text", "basis", "source", "clause", "url", "row")
    rows = []
    for reason in reasons:
        data = reason.to_json()
        rows.append({**head, **{column: data[column] for column in columns}})
    return pd.DataFrame(rows, columns=[*head, *columns])
