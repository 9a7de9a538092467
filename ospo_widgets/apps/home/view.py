# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The home page: three tasks, common questions, and when to ask a person first."""

from __future__ import annotations

import ipywidgets as ipw

from ospo_widgets.markup import Markup, table, tag
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.widgets.fields import html
from ospo_widgets.widgets.page import Page, app_url, request_query
from ospo_widgets.wording import number, words

OFFICE = "Open.Source@cern.ch"

QUESTIONS = (
    ("owner", "licence_advisor", ""),
    ("gpl", "compatibility", "in=GPL-2.0-only&into=Apache-2.0"),
    ("linking", "compatibility", "in=LGPL-3.0-only&into=Apache-2.0&use=dynamic-link"),
    ("ohl", "licence_advisor", "start=hardware"),
    ("header", "licence_advisor", ""),
    ("missing", "repository_scan", ""),
    ("patent", "licence_advisor", ""),
)
"""Common questions: wording key, app that answers, and its start."""


def _card(name: str, url: str, other: str = "", **values: object) -> Markup:
    key = f"home.{name}"
    return tag(
        "div",
        tag("h2", words(f"{key}.title"), class_="h3"),
        tag("p", words(f"{key}.text", **values)),
        tag(
            "p", tag("a", words(f"{key}.action"), class_="btn primary", href=url), class_="end row"
        ),
        tag("p", tag("a", words(f"{key}.other"), href=other), class_="small") if other else None,
        class_="card",
    )


def _faq() -> Markup:
    rows = [
        (
            tag("a", words(f"home.faq.rows.{key}"), href=app_url(app, query)),
            tag("span", words(f"home.faq.rows.{key}_where"), class_="muted small"),
        )
        for key, app, query in QUESTIONS
    ]
    columns = (words("home.faq.question"), words("home.faq.where"))
    return tag(
        "section",
        tag("h2", words("home.faq.title"), id="faq"),
        table(words("home.faq.caption"), columns, rows, hide_caption=True, class_="bare"),
        class_="main stack",
        aria_labelledby="faq",
    )


def _person() -> Markup:
    reasons = [tag("li", words(f"home.person.{k}")) for k in ("patent", "contract", "sensitive")]
    return tag(
        "section",
        tag("h2", words("home.person.title"), id="person", class_="h3"),
        tag("ul", reasons),
        tag("p", words("home.person.write"), tag("a", OFFICE, href=f"mailto:{OFFICE}"), "."),
        class_="aside panel",
        aria_labelledby="person",
    )


def _staff() -> Markup:
    """Pages for the staff of the office, below the rest and not hidden."""
    count = number(len(Portfolio.sample()))
    return tag(
        "section",
        tag("h2", words("home.staff.title"), id="staff", class_="h3"),
        tag(
            "p",
            tag("a", words("home.staff.portfolio"), href=app_url("portfolio")),
            " ",
            words("home.staff.portfolio_text", count=count),
        ),
        class_="panel",
        aria_labelledby="staff",
    )


class HomeApp(Page):
    """The page that leads to every app."""

    def __init__(self) -> None:
        super().__init__(words("frame.apps.home"))
        cards = tag(
            "div",
            _card("advisor", app_url("licence_advisor"), app_url("licence_advisor", "start=known")),
            _card("scan", app_url("repository_scan"), app_url("repository_scan", "example=1")),
            _card("compatibility", app_url("compatibility"), app_url("compatibility", "open=list")),
            class_="cards",
        )
        head = tag(
            "header",
            tag("h1", words("home.title")),
            tag("p", words("home.lead"), class_="lead"),
            class_="stack",
        )
        self.body = (
            html(
                head,
                cards,
                tag("div", _faq(), _person(), class_="split"),
                _staff(),
                class_="stack-xl",
            ),
        )


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    request_query()
    return HomeApp()
