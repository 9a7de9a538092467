# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pages without a session: their order and links; sources are those of the knowledge."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import pytest

from ospo_widgets.apps.home.view import ADDRESSES
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.knowledge.practices import load_practices
from ospo_widgets.pages import APPS, BODIES, PAGES, problem, served, waiting
from ospo_widgets.pages.home import QUESTIONS
from ospo_widgets.pages.sources import cited
from ospo_widgets.pages.waiting import REASONS
from ospo_widgets.wording import day, languages, number, spoken, words

BASE = "/services/ospo/"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", BODIES)
def test_headings_ids_and_tables_are_in_order(name: str, language: str) -> None:
    with spoken(language):
        page = BODIES[name](served(BASE))
    levels = [int(n) for n in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert all(label in ids for label in re.findall(r'aria-labelledby="([^"]+)"', page))
    assert page.count("<table") == page.count("<caption")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", BODIES)
def test_links_lead_to_pages_that_there_are(name: str, language: str) -> None:
    with spoken(language):
        page = BODIES[name](served(BASE))
    for link in re.findall(r'href="([^"]+)"', page):
        parts = urlsplit(link.replace("&amp;", "&"))
        if parts.scheme in {"https", "http", "mailto"}:
            continue
        assert parts.path.startswith(BASE)
        place = parts.path.removeprefix(BASE)
        assert place in PAGES or place in {f"voila/render/{app}.ipynb" for app in APPS}
        said = dict(parse_qsl(parts.query)).get("lang")
        assert said == (None if language == "en" else language)


def test_home_leads_to_every_app() -> None:
    page = BODIES["home"](served("/"))
    assert [app for app in APPS[1:] if f"/{app}.ipynb" not in page] == []
    assert '<ul id="ospo-recent" hidden></ul>' in page


def test_questions_open_practices_that_there_are() -> None:
    opened = [query for _, app, query in QUESTIONS if app == "best_practices"]
    assert opened
    for query in opened:
        assert dict(parse_qsl(query))["open"] in load_practices().practices


def test_in_a_notebook_pages_are_parts_of_home() -> None:
    page = BODIES["home"](ADDRESSES)
    assert 'href="home.ipynb?page=help"' in page
    assert 'href="/' not in page


def test_sources_are_those_of_the_knowledge() -> None:
    knowledge = load_knowledge()
    rows = cited(knowledge, load_practices())
    assert len({(row.title, row.url) for row in rows}) == len(rows)
    named = {
        (source.title, source.url): license_.provenance.checked
        for license_ in knowledge.licenses.values()
        for source in license_.provenance.sources
    }
    found = {(row.title, row.url): row.checked for row in rows}
    assert named.keys() <= found.keys()
    assert all(found[key] >= checked for key, checked in named.items())
    assert max(found.values()) >= knowledge.reviewed_on
    page = BODIES["sources"](served("/"))
    assert number(sum(row.facts for row in rows)) in page
    assert day(knowledge.reviewed_on) in page
    for policy in knowledge.policies.values():
        assert policy.id in page


def test_a_source_counts_once_for_each_fact() -> None:
    from ospo_widgets.knowledge import Confidence, Provenance, Source

    shared = Source("Text", "https://example.org/")
    facts = {
        "a": Provenance((shared,), date(2026, 1, 1), Confidence.TEXT),
        "b": [Provenance((shared, Source("Other")), date(2026, 2, 1), Confidence.TEXT)],
    }
    found = cited(facts)
    assert [(row.title, row.facts, row.checked) for row in found] == [
        ("Text", 2, date(2026, 2, 1)),
        ("Other", 1, date(2026, 2, 1)),
    ]


@pytest.mark.parametrize("reason", REASONS)
def test_a_page_that_waits_says_why_and_keeps_its_address(reason: str) -> None:
    page = waiting(served("/"), reason, 10, 3 if reason == "wait" else 0)
    assert words(f"server.{reason}.title") in page
    assert 'data-seconds="10"' in page
    assert '<a href="" class="btn">' in page
    assert ("Your place in the queue: 3." in page) == (reason == "wait")


@pytest.mark.parametrize(("status", "words_of"), [(404, 404), (418, 400), (500, 500), (502, 500)])
def test_each_error_has_words(status: int, words_of: int) -> None:
    assert words(f"server.problem.{words_of}") in problem(served("/"), status)
