# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Any JSON that a forge may send: told by repository, never raised, nothing unprintable taken."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.markup import visible
from ospo_widgets.portfolio.collecting.forges import ForgeSettings, change_requests, reducing
from ospo_widgets.portfolio.collecting.forges.access import Origin
from ospo_widgets.portfolio.collecting.forges.answers import Answers
from ospo_widgets.portfolio.collecting.forges.client import Answer, Client
from ospo_widgets.portfolio.collecting.forges.errors import ForgeError
from ospo_widgets.portfolio.collecting.forges.gathering import Asked, gather
from ospo_widgets.portfolio.collecting.forges.github import _FORM as GITHUB
from ospo_widgets.portfolio.collecting.forges.gitlab import _FORM as GITLAB
from ospo_widgets.portfolio.collecting.forges.pacing import Pacing
from ospo_widgets.portfolio.collecting.forges.transport import Transport
from ospo_widgets.portfolio.fields import FIELDS, FieldType, parse
from ospo_widgets.progress import silent
from tests.portfolio.forge_server import DAY, project, repository

UNDERSTOOD = (ValueError, TypeError, AttributeError, KeyError)
"""What a client takes for an answer that cannot be read."""
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
WHOLE_GITLAB = project("https://forge.example", 1, "g/p", license={"key": "mit"}, import_url="x")
WHOLE_GITHUB = repository("https://forge.example", 1, "o/r")


def changed(whole: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A repository some of whose values are anything."""
    return st.dictionaries(st.sampled_from(sorted(whole)), JSON, max_size=4).map(
        lambda more: whole | more
    )


def _gathered(form: Any, items: list[Any]) -> None:
    client = Client("forge.example", None, None, Answers(None, "", "", 0.0))  # type: ignore[arg-type]
    asked = Asked(DAY, False, ForgeSettings(), silent)
    data = json.loads(json.dumps(reducing.repositories(items)))
    references, problems = gather(client, form, iter([Answer(data, {})]), [], asked)
    assert len(references) <= len(items)
    for reference in references:
        assert reference.url.startswith("https://forge.example/")
        assert reference.clone_url.startswith("https://forge.example/")
        for claim in reference.claims:
            empty = claim.value == "" and FIELDS[claim.field] is FieldType.LICENSE
            assert empty or parse(claim.field, claim.value) is not None
    for problem in problems:
        assert problem.message == visible(problem.message)
        assert problem.place == visible(problem.place)


@given(st.lists(JSON | changed(WHOLE_GITLAB), max_size=4))
def test_any_page_of_gitlab(items: list[Any]) -> None:
    _gathered(GITLAB, items)


@given(st.lists(JSON | changed(WHOLE_GITHUB), max_size=4))
def test_any_page_of_github(items: list[Any]) -> None:
    _gathered(GITHUB, items)


@given(JSON)
def test_any_other_answer(data: Any) -> None:
    reduces = (
        reducing.organisation,
        reducing.languages,
        reducing.releases,
        reducing.count,
        change_requests._of_gitlab,
        change_requests._of_github,
        lambda said: change_requests._first_note(said, "1"),
    )
    for reduce in reduces:
        try:
            json.dumps(reduce(data))
        except UNDERSTOOD:
            continue


MOMENTS = st.text(max_size=12) | st.datetimes().map(lambda moment: moment.isoformat() + "Z")


@given(st.lists(st.tuples(MOMENTS, MOMENTS, MOMENTS), max_size=6))
def test_any_moments(found: list[tuple[str, str, str]]) -> None:
    requests = [change_requests.Request(*moments) for moments in found]
    since, until = date(1900, 1, 1), date(2100, 1, 1)
    for claim in change_requests.metric_claims(requests, since, until, "forge.example"):
        assert parse(claim.field, claim.value) == claim.value


HEADERS = ("retry-after", "x-ratelimit-remaining", "x-ratelimit-reset", "ratelimit-reset")
NUMBERS = st.sampled_from(
    ["0", "-1", "1e400", "nan", "1e308", "7", "Wed, 21 Oct 2015 07:28:00 GMT"]
)


@given(
    st.sampled_from([200, 403, 429, 503]),
    st.dictionaries(st.sampled_from(HEADERS), NUMBERS | st.text(max_size=8)),
)
def test_any_headers_of_a_limit(status: int, headers: dict[str, str]) -> None:
    pacing = Pacing(ForgeSettings(), "forge.example", silent, None)
    pacing.note(headers)
    wait = pacing.limit(status, headers, "")
    assert wait is None or wait >= 1


def test_a_page_that_is_no_list_is_nothing() -> None:
    for data in ({}, "text", None, 5):
        try:
            reducing.repositories(data)
        except ValueError:
            continue
        raise AssertionError(data)


@pytest.mark.parametrize("raised", [KeyError("data"), IndexError(), TypeError(), RecursionError()])
def test_an_answer_that_lacks_something_is_told_as_a_strange_one(raised: Exception) -> None:
    transport = Transport.__new__(Transport)
    transport._origin = Origin("https", "forge.example", 443)

    def reduce(_: Any) -> Any:
        raise raised

    transport.reduce = reduce
    with pytest.raises(ForgeError) as caught:
        transport._reduced({})
    assert (caught.value.reason, caught.value.host) == ("strange", "forge.example")
