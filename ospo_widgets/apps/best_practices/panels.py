# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Activities, results, and one practice as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from ospo_widgets.advice.answers import DEFAULT_POLICY
from ospo_widgets.apps.best_practices.model import SHOWN, PracticesModel
from ospo_widgets.knowledge import Knowledge, Source
from ospo_widgets.knowledge.practice_model import Activity, Practice
from ospo_widgets.markup import Content, Markup, link, tag
from ospo_widgets.project import Material
from ospo_widgets.widgets.page import app_url
from ospo_widgets.wording import day, filled, plural, words

DO, OPEN = "practices-do", "practices-open"
"""Names of drawn buttons: choose an activity, open a practice."""

Act = Callable[[Content, str, str], Markup | None]
"""Draws a button from label, name and value; None where the page cannot hear it."""

_PLACEHOLDER = re.compile(r"\{\w+\}")
_LETTERS = re.compile(r"[^\W\d_]{3}")


def head() -> Markup:
    """Title and what the page is for."""
    return tag(
        "header",
        tag("h1", words("practices_app.title")),
        tag("p", words("practices_app.lead"), class_="lead"),
        class_="stack-s",
    )


def activities(model: PracticesModel, act: Act) -> Markup:
    """What people do, each with the number of its practices."""
    cards = [
        _activity(activity, len(model.known.of(activity.id)), act)
        for activity in model.known.activities.values()
    ]
    return tag(
        "section",
        tag("h2", words("practices_app.activities"), id="results", tabindex="-1"),
        tag("div", cards, class_="cards ospo-activities"),
        class_="stack",
        aria_labelledby="results",
    )


def _activity(activity: Activity, count: int, act: Act) -> Markup:
    return tag(
        "div",
        tag("h3", act(activity.title, DO, activity.id) or activity.title),
        tag("p", activity.text, class_="small"),
        tag("p", plural("practices_app.practices", count), class_="small muted end"),
        class_="card",
    )


def result_heading(model: PracticesModel) -> str:
    """How many practices fit, in words."""
    count = len(model.found.practices)
    return plural("practices_app.found", count) if count else words("practices_app.nothing")


def results(model: PracticesModel, act: Act) -> Markup:
    """The practices that fit, or whom to ask when none does."""
    found = model.found
    shown = found.practices if model.whole else found.practices[:SHOWN]
    several = len({practice.doing for practice in shown}) > 1
    rows = [_result(practice, model, act, several=several) for practice in shown]
    return tag(
        "section",
        tag("h2", result_heading(model), id="results", tabindex="-1"),
        _nothing(model) if not rows else None,
        None if found.all_words or not rows else tag("p", words("practices_app.some_words")),
        tag("ol", rows, class_="cand ospo-results") if rows else None,
        class_="stack-s",
        aria_labelledby="results",
    )


def _result(practice: Practice, model: PracticesModel, act: Act, *, several: bool) -> Markup:
    notes = [model.known.activities[practice.doing].title] if several else []
    if practice.templates:
        notes.append(plural("practices_app.file_count", len(practice.templates)))
    if _findings(practice, model.knowledge):
        notes.append(words("practices_app.checked"))
    return tag(
        "li",
        tag("h3", act(practice.title, OPEN, practice.id) or practice.title, class_="name"),
        tag("p", practice.why),
        tag("p", " · ".join(notes), " " if notes else None, _unreviewed(practice)),
    )


def _nothing(model: PracticesModel) -> Markup:
    return tag(
        "div",
        tag("p", words("practices_app.nothing_text")),
        tag("p", _ask_link(model.text)),
        class_="stack-s",
    )


def _ask_link(text: str) -> Markup:
    subject = words("practices_app.ask_subject", words=text.strip())
    url = app_url("ask_the_office", urlencode({"subject": subject}))
    return tag("a", words("practices_app.ask"), href=url)


def practice(model: PracticesModel, found: Practice, act: Act) -> Markup:
    """One practice: steps, why, sources, and practices beside it."""
    return tag(
        "article",
        tag("p", model.known.activities[found.doing].title, class_="eyebrow"),
        tag("h2", found.title, " ", _unreviewed(found), id="practice", tabindex="-1"),
        _asked(found),
        tag("h3", words("practices_app.steps")),
        tag("ol", [tag("li", step) for step in found.steps], class_="ospo-steps"),
        tag("h3", words("practices_app.why")),
        tag("p", found.why),
        _doubt(found),
        _sources(found),
        _see(model, found, act),
        class_="stack",
        aria_labelledby="practice",
    )


def _unreviewed(found: Practice) -> Markup | None:
    if found.provenance.confidence.reviewed:
        return None
    return tag("span", words("practices_app.unreviewed"), class_="tag")


def _doubt(found: Practice) -> Markup | None:
    if found.provenance.confidence.reviewed:
        return None
    return tag("div", tag("p", words("practices_app.unreviewed_text")), class_="notice")


def _asked(found: Practice) -> Markup | None:
    if not found.asked:
        return None
    return tag("p", words("practices_app.asked"), " ", " ".join(found.asked), class_="muted")


def _sources(found: Practice) -> Markup:
    provenance = found.provenance
    names = ", ".join(words(f"catalogue.material.{m}") for m in Material if m in found.materials)
    sure = words(f"practices_app.confidence.{provenance.confidence}")
    looked = words("practices_app.looked", day=day(provenance.checked))
    return tag(
        "div",
        tag("h3", words("practices_app.sources")),
        tag("ul", [tag("li", _source(source)) for source in provenance.sources]),
        tag("p", f"{looked} · {sure}", class_="small muted"),
        tag("p", words("practices_app.materials", names=names), class_="small muted"),
        class_="stack-s",
    )


def _source(source: Source) -> Content:
    label = ", ".join(filter(None, (source.title, source.clause)))
    return link(label, source.url) if source.url else label


def _see(model: PracticesModel, found: Practice, act: Act) -> Markup | None:
    others = [model.known.practices[other] for other in found.see]
    if not others:
        return None
    rows = [tag("li", act(other.title, OPEN, other.id) or other.title) for other in others]
    return tag("div", tag("h3", words("practices_app.see")), tag("ul", rows), class_="stack-s")


def beside(model: PracticesModel, found: Practice) -> Markup:
    """What the scan checks, apps that help, and words of the page."""
    return tag(
        "aside",
        tag("h2", words("practices_app.scan.title"), id="checks", class_="h3"),
        _checks(model.knowledge, found),
        tag("p", tag("a", words("practices_app.scan.action"), href=app_url("repository_scan"))),
        _apps(found),
        _terms(model.knowledge, found),
        class_="stack",
        aria_labelledby="checks",
    )


def _findings(found: Practice, knowledge: Knowledge) -> list[str]:
    return [check for check in found.checks if check in knowledge.findings]


def _checks(knowledge: Knowledge, found: Practice) -> Markup:
    findings = [_finding(knowledge, check) for check in _findings(found, knowledge)]
    items = [_item(knowledge, check) for check in found.checks if check in knowledge.checklist]
    by_person = all(
        knowledge.checklist[check].kind in ("Q", "H")
        for check in found.checks
        if check in knowledge.checklist
    )
    return tag(
        "div",
        tag("p", words("practices_app.scan.nothing")) if not findings and by_person else None,
        _listed("findings", findings),
        _listed("items", items),
        class_="stack-s",
    )


def _listed(name: str, rows: Sequence[Markup]) -> Markup | None:
    if not rows:
        return None
    return Markup(
        tag("p", words(f"practices_app.scan.{name}"), class_="small muted")
        + tag("ul", rows, class_="tight")
    )


def _finding(knowledge: Knowledge, check: str) -> Markup:
    """A kind of finding; its title has gaps that only a scan fills."""
    kind = knowledge.findings[check]
    names = knowledge.policies[DEFAULT_POLICY].names
    gaps = {name: words(f"practices_app.scan.gap.{name}") for name in ("files", "path")}
    title = _PLACEHOLDER.sub("…", filled(kind.title, {**gaps, "house": names["house"]}))
    if not _LETTERS.search(title):
        return tag("li", kind.remedy)
    return tag("li", title[0].upper() + title[1:])


def _item(knowledge: Knowledge, check: str) -> Markup:
    item = knowledge.checklist[check]
    by_person = item.kind in ("Q", "H")
    who = tag("span", f" · {words('practices_app.scan.person')}", class_="muted")
    return tag("li", f"{item.id} {item.title}", who if by_person else None)


def _apps(found: Practice) -> Markup | None:
    """Links to apps; one that is there twice comes with an example. The scan has its link."""
    rows, seen = [], set()
    for target in found.apps:
        app, _, query = target.partition("?")
        if app == "repository_scan":
            continue
        name = words(f"frame.apps.{app}")
        if app in seen:
            name = words("practices_app.help.example", app=name)
        seen.add(app)
        if app == "ask_the_office":
            subject = words("practices_app.ask_subject", words=found.title)
            query = query or urlencode({"subject": subject})
        rows.append(tag("li", tag("a", name, href=app_url(app, query))))
    if not rows:
        return None
    return Markup(
        tag("h2", words("practices_app.help.title"), class_="h3") + tag("ul", rows, class_="tight")
    )


def _terms(knowledge: Knowledge, found: Practice) -> Markup | None:
    terms = [knowledge.terms[term] for term in found.terms]
    if not terms:
        return None
    rows = [(tag("dt", term.term), tag("dd", term.text)) for term in terms]
    return Markup(
        tag("h2", words("practices_app.terms"), class_="h3") + tag("dl", rows, class_="words small")
    )
