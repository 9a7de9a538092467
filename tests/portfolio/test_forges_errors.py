# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A forge that breaks, or answers what nobody expects."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from tests.portfolio.forge_server import (
    GROUP,
    SIX,
    Asked,
    Clock,
    Forge,
    Once,
    Reply,
    gitlab,
    paged,
    project,
    serving,
)

pytestmark = pytest.mark.usefixtures("gitlab_token")


@pytest.mark.parametrize(
    "broken",
    [
        Reply({}, 502),
        Reply({}, 503),
        Reply({}, 202),
        Reply(b"<html>busy</html>"),
        Reply(b""),
        Reply(b'[{"id": 1', claimed=4_000),
        Reply(b"not gzip", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["502", "503", "202", "page", "empty", "cut", "packed"],
)
def test_passing_errors_are_tried_again(forge: Forge, clock: Clock, broken: Reply) -> None:
    forge.answer = Once(paged(forge), broken, broken)
    assert gitlab(forge, clock) == (SIX, [])
    assert clock.slept == [1, 1, 1]  # a second, then two


def test_a_server_that_stays_broken_is_given_up(forge: Forge, clock: Clock) -> None:
    forge.answer = lambda _: Reply({}, 502)
    with pytest.raises(InputError, match="did not answer"):
        gitlab(forge, clock, limits={"attempts": 3})
    assert len(forge.asked) == 3


def test_a_server_that_is_not_there(clock: Clock) -> None:
    with serving() as gone:
        pass
    with pytest.raises(InputError, match="did not answer"):
        gitlab(gone, clock)


def test_whole_items_of_a_page_that_stays_cut_are_taken(forge: Forge, clock: Clock) -> None:
    whole = json.dumps([project(forge.url, n, f"physics/p{n}") for n in (1, 2, 3)]).encode()
    forge.answer = lambda _: Reply(whole[:-200])
    names, problems = gitlab(forge, clock)
    assert names == SIX[:2]
    assert len(problems) == 1


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000 + b"]" * 100_000, b'{"message": "hello"}', b'"text"', b"null", b"7"],
    ids=["deep", "object", "text", "null", "number"],
)
def test_an_answer_that_is_no_page_is_refused(forge: Forge, clock: Clock, body: bytes) -> None:
    forge.answer = lambda _: Reply(body)
    with pytest.raises(InputError, match="cannot be read"):
        gitlab(forge, clock)


@pytest.mark.parametrize("packed", [False, True])
def test_a_huge_answer_is_refused(forge: Forge, clock: Clock, packed: bool) -> None:
    body = b"[" + b" " * 3_000_000 + b"]"
    headers = {"Content-Encoding": "gzip"} if packed else {}
    forge.answer = lambda _: Reply(gzip.compress(body) if packed else body, headers=headers)
    with pytest.raises(InputError, match="too large"):
        gitlab(forge, clock, limits={"max_answer": 1_000_000})


def test_only_so_many_repositories_are_taken(forge: Forge, clock: Clock) -> None:
    forge.answer = paged(forge)
    names, problems = gitlab(forge, clock, limits={"max_repositories": 3})
    assert names == SIX[:3]
    assert len(problems) == 1
    assert len(forge.asked) == 2


def test_details_that_fail_are_told_by_repository_and_given_up_in_the_end(
    forge: Forge, clock: Clock
) -> None:
    usual = paged(forge, 5)
    forge.answer = lambda asked: usual(asked) if asked.path == GROUP else Reply({}, 500)
    names, problems = gitlab(forge, clock, details=None, limits={"attempts": 1})
    assert len(names) == 10
    assert len(problems) == 5
    assert "For 6 repositories" in problems[-1]


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"7" * 10_000], ids=["bytes", "digits"])
def test_one_broken_value_does_not_take_the_page_with_it(
    forge: Forge, clock: Clock, broken: bytes
) -> None:
    items = json.dumps([project(forge.url, n, f"physics/p{n}", star_count="HERE") for n in (1, 2)])
    first = b'"%s"' % broken if broken.startswith(b"\xff") else broken
    page = items.encode().replace(b'"HERE"', first, 1).replace(b'"HERE"', b"5")
    forge.answer = lambda _: Reply(b"\xef\xbb\xbf" + page)
    names, problems = gitlab(forge, clock)
    assert names == SIX[:2]
    assert clock.slept == []
    assert len(problems) == (1 if broken.startswith(b"\xff") else 0)


def test_a_page_that_was_cut_is_read_again_by_the_next_run(
    forge: Forge, clock: Clock, tmp_path: Path
) -> None:
    usual = paged(forge, 1)

    def cut(asked: Asked) -> Reply:
        reply = usual(asked)
        return Reply(json.dumps(reply.data).encode()[:-200], headers=reply.headers)

    forge.answer = cut
    assert gitlab(forge, clock, cache=tmp_path)[0] == SIX[:1]
    forge.answer = usual
    assert gitlab(forge, clock, cache=tmp_path) == (SIX[:2], [])


def test_details_are_given_up_only_after_failures_in_a_row(forge: Forge, clock: Clock) -> None:
    usual = paged(forge, 5)

    def answer(asked: Asked) -> Reply:
        if asked.path == GROUP:
            return usual(asked)
        even = int(asked.path.split("/")[4]) % 2 == 0
        return Reply({}, 404 if even else 500)

    forge.answer = answer
    names, problems = gitlab(forge, clock, details=None, limits={"attempts": 1})
    assert len(names) == 10
    assert len(problems) == 5  # by repository, nothing was given up
    assert not any("repositories" in problem for problem in problems)
