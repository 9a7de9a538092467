# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Home: three tasks, common questions, when to ask a person first, and the way back to work."""

from __future__ import annotations

from ospo_widgets.markup import Markup, table, tag
from ospo_widgets.pages.addresses import Addresses
from ospo_widgets.wording import words

OFFICE = "Open.Source@cern.ch"

QUESTIONS = (
    ("owner", "licence_advisor", ""),
    ("gpl", "compatibility", "in=GPL-2.0-only&into=Apache-2.0"),
    ("linking", "compatibility", "in=LGPL-3.0-only&into=Apache-2.0&use=dynamic-link"),
    ("ohl", "licence_advisor", "start=hardware"),
    ("header", "best_practices", "open=file-headers"),
    ("agreement", "best_practices", "open=sign-personal-cla"),
    ("missing", "repository_scan", ""),
    ("patent", "licence_advisor", ""),
)
"""Common questions: wording key, app that answers, and its start."""

STAFF = (("portfolio", "portfolio", ""), ("reports", "portfolio", "view=report"))
"""Pages for the office's own staff: wording key, app, and its start; knowledge comes after."""


def home(to: Addresses) -> Markup:
    """Everything below the header of the home page."""
    return tag(
        "div",
        tag(
            "div",
            tag("h1", words("home.title")),
            tag("p", words("home.lead"), class_="lead"),
            tag(
                "p",
                words("home.first"),
                " ",
                to.page_link(words("home.first_help"), "help"),
                class_="small",
            ),
            class_="stack",
        ),
        tag(
            "div",
            _card(to, "advisor", "licence_advisor", "start=known"),
            _card(to, "scan", "repository_scan", "example=1"),
            _card(to, "compatibility", "compatibility", "open=list"),
            class_="cards",
        ),
        tag(
            "div",
            _faq(to),
            tag("div", _person(to), _go_on(to), class_="aside stack-l"),
            class_="split",
        ),
        _staff(to),
        class_="stack-xl ospo-home",
    )


def _card(to: Addresses, name: str, app: str, other: str) -> Markup:
    key = f"home.{name}"
    return tag(
        "div",
        tag("h2", words(f"{key}.title"), class_="h3"),
        tag("p", words(f"{key}.text")),
        tag("p", to.app_link(words(f"{key}.action"), app, class_="btn primary"), class_="end row"),
        tag("p", to.app_link(words(f"{key}.other"), app, other), class_="small"),
        class_="card",
    )


def _faq(to: Addresses) -> Markup:
    rows = [
        (
            to.app_link(words(f"home.faq.rows.{key}"), app, query),
            tag("span", words(f"home.faq.rows.{key}_where"), class_="muted small"),
        )
        for key, app, query in QUESTIONS
    ]
    columns = (words("home.faq.question"), words("home.faq.where"))
    return tag(
        "section",
        tag("h2", words("home.faq.title"), id="faq"),
        table(words("home.faq.caption"), columns, rows, hide_caption=True, class_="bare"),
        tag("p", to.app_link(words("home.faq.all"), "best_practices")),
        class_="main stack",
        aria_labelledby="faq",
    )


def _person(to: Addresses) -> Markup:
    reasons = [tag("li", words(f"home.person.{k}")) for k in ("patent", "contract", "sensitive")]
    return tag(
        "section",
        tag("h2", words("home.person.title"), id="person", class_="h3"),
        tag("ul", reasons),
        tag(
            "p",
            to.app_link(words("home.person.ask"), "ask_the_office"),
            words("home.person.with"),
            tag("a", OFFICE, href=f"mailto:{OFFICE}"),
            ".",
        ),
        class_="panel",
        aria_labelledby="person",
    )


def _go_on(to: Addresses) -> Markup:
    """The way back to work; a script fills the list with what this browser keeps."""
    return tag(
        "section",
        tag("h2", words("home.go_on.title"), id="go-on", class_="h3"),
        tag("ul", id="ospo-recent", hidden=True),
        tag("p", words("home.go_on.text"), " ", tag("code", "ospo-answers.json"), "."),
        tag(
            "p",
            to.app_link(words("home.go_on.action"), "licence_advisor", "start=open", class_="btn"),
        ),
        class_="stack-s",
        aria_labelledby="go-on",
    )


def _staff(to: Addresses) -> Markup:
    """Pages for the staff of the office, below the rest and not hidden."""
    entries = [
        tag(
            "div",
            tag("h3", to.app_link(words(f"home.staff.{key}"), app, query)),
            tag("p", words(f"home.staff.{key}_text"), class_="muted"),
        )
        for key, app, query in (*STAFF, ("knowledge", "knowledge", ""))
    ]
    return tag(
        "section",
        tag("h2", words("home.staff.title"), id="staff"),
        tag("div", entries, class_="thirds"),
        class_="rule-above stack",
        aria_labelledby="staff",
    )
