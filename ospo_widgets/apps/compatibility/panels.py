# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The answer for one pair as markup: verdict, conditions, reasons, ways out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ospo_widgets.apps.compatibility.model import Answered
from ospo_widgets.knowledge import Answer, Knowledge
from ospo_widgets.licensing.display import reason_list
from ospo_widgets.licensing.model import Disagreement, Reason
from ospo_widgets.licensing.outbound_display import answer_mark
from ospo_widgets.licensing.resolve import Named
from ospo_widgets.markup import VERDICT_CLASSES, Content, Markup, license_id, link, tag
from ospo_widgets.wording import plural, words

SHOWN_REASONS = 3
"""Reasons that are shown at once; the others stand behind a summary."""

BASES = ("curated", "matrix", "inferred", "unreviewed", "unknown")
"""On what a reason may rest, as its tag says."""

TERMS = ("copyleft", "weak-copyleft", "permissive", "hand-out", "linking", "or-later", "spdx")
"""Words of the glossary that this page uses."""


def sentence(answered: Answered) -> str:
    """The answer in one sentence, in the words of the use."""
    return _sentence(answered, _name(answered.inbound), _name(answered.outbound))


def _sentence(answered: Answered, inbound: str, outbound: str) -> str:
    verdict = answered.verdict
    if verdict.answer is Answer.UNKNOWN:
        return words("compatibility_app.verdict.unknown", inbound=inbound, outbound=outbound)
    return words(
        f"compatibility_app.verdict.{verdict.use}.{verdict.answer}",
        inbound=inbound,
        outbound=outbound,
    )


def _marked(answered: Answered) -> list[Content]:
    """The sentence in which an id does not break over lines; its place is for the language."""
    names = {"\x00": answered.inbound, "\x01": answered.outbound}
    pieces = re.split("([\x00\x01])", _sentence(answered, *names))
    return [_unbroken(names[piece]) if piece in names else piece for piece in pieces]


def _unbroken(named: Named) -> Content:
    name = _name(named)
    return name if " " in name else license_id(name)


def spoken(answered: Answered) -> str:
    """The answer as it is announced: the word, then the sentence."""
    return words(
        "compatibility_app.spoken",
        answer=words(f"licensing.answer.{answered.verdict.answer}"),
        text=sentence(answered),
    )


def _name(named: Named) -> str:
    if named.component is None:
        return named.expression
    return words("outbound.under", name=named.label, license=named.expression)


def answer(answered: Answered) -> Markup:
    """Verdict, what a component is, conditions, reasons."""
    verdict = answered.verdict
    whole = None
    if verdict.whole and verdict.whole != verdict.outbound:
        whole = tag("p", words("compatibility_app.whole", license=verdict.whole))
    kind = VERDICT_CLASSES[verdict.answer]
    return tag(
        "section",
        tag(
            "div",
            tag("p", answer_mark(verdict.answer)),
            tag("h2", _marked(answered), id="answer", class_="verdict", tabindex="-1"),
            whole,
            class_=f"notice is-{kind}",
        ),
        [_component(n) for n in (answered.inbound, answered.outbound)],
        _conditions(verdict.conditions),
        tag("h2", words("compatibility_app.why"), class_="h3"),
        _reasons(verdict.reasons),
        _disagreement(verdict.disagreement),
        class_="stack answer",
        aria_labelledby="answer",
    )


def _component(named: Named) -> Markup:
    component = named.component
    if component is None:
        return tag("p", named.note, class_="small muted") if named.note else Markup("")
    sources: list[Content] = []
    for source in component.provenance.sources:
        label = " ".join(filter(None, (source.title, source.clause)))
        sources += [link(label, source.url) if source.url else label, " · "]
    basis = "curated" if component.provenance.confidence.reviewed else "unreviewed"
    return tag(
        "div",
        tag("p", words("compatibility_app.component", name=named.label, license=named.expression)),
        tag("p", named.note) if named.note else None,
        tag("p", sources, _basis(basis), class_="small muted"),
        class_="why",
    )


def _basis(basis: str) -> Markup:
    return tag("span", words(f"licensing.basis.{basis}"), class_="tag")


def _conditions(conditions: Sequence[str]) -> Markup:
    if not conditions:
        return Markup("")
    heading = tag("h2", words("compatibility_app.conditions"), class_="h3")
    return Markup(heading + tag("ul", [tag("li", condition) for condition in conditions]))


def _reasons(reasons: Sequence[Reason]) -> Markup:
    shown = reason_list(reasons[:SHOWN_REASONS])
    rest = reasons[SHOWN_REASONS:]
    if not rest:
        return shown
    summary = tag("summary", plural("compatibility_app.more_reasons", len(rest)))
    return Markup(shown + tag("details", summary, reason_list(rest), class_="more"))


def _disagreement(disagreement: Sequence[Disagreement]) -> Markup:
    """Sources that say otherwise: a row of their own, for the person to weigh."""
    if not disagreement:
        return Markup("")
    rows = [
        tag("li", tag("div", answer_mark(other.says), " ", other.text), tag("p", other.source))
        for other in disagreement
    ]
    return tag(
        "div",
        tag("h2", words("compatibility_app.disagree"), class_="h3"),
        tag("ul", rows, class_="cand"),
        class_="notice",
    )


def ways(answered: Answered) -> Markup:
    """What would have to change for a better answer, each with its own verdict."""
    title = tag("h2", words("compatibility_app.ways.title"), id="ways", class_="h3")
    if answered.verdict.answer is Answer.YES:
        inner: Content = tag("p", words("compatibility_app.ways.needless"), class_="muted")
    elif not answered.ways:
        inner = tag("p", words("compatibility_app.ways.none"), class_="muted")
    else:
        inner = tag(
            "ol",
            [
                tag(
                    "li",
                    tag("span", way.title, class_="name"),
                    tag("p", answer_mark(way.answer), " ", way.text),
                )
                for way in answered.ways
            ],
            class_="cand",
        )
    return tag("aside", title, inner, class_="stack", aria_labelledby="ways")


def explained(knowledge: Knowledge) -> Markup:
    """What the tags beside reasons mean, and the words of this page."""
    bases = [
        (
            tag("dt", _basis(basis)),
            tag("dd", words(f"compatibility_app.basis.{basis}")),
        )
        for basis in BASES
    ]
    terms = [knowledge.terms[i] for i in TERMS if i in knowledge.terms]
    meanings = [(tag("dt", term.term), tag("dd", term.text)) for term in terms]
    return tag(
        "div",
        _more(words("compatibility_app.basis.title"), bases),
        _more(words("compatibility_app.words"), meanings) if meanings else None,
        class_="stack-s",
    )


def _more(title: str, rows: Sequence[Content]) -> Markup:
    return tag("details", tag("summary", title), tag("dl", rows, class_="words"), class_="more")
