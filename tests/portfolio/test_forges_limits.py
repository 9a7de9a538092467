# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Limits of a forge: what it asks for is waited for, up to an end."""

from __future__ import annotations

import threading
from email.utils import formatdate

import pytest

from ospo_widgets.errors import CancelledError, InputError
from ospo_widgets.portfolio.collecting.forges import (
    github_references,
)
from ospo_widgets.progress import Progress
from tests.portfolio.forge_server import (
    BEGIN,
    DAY,
    SIX,
    Asked,
    Clock,
    Forge,
    Once,
    Reply,
    gitlab,
    paged,
    repository,
)

pytestmark = pytest.mark.usefixtures("gitlab_token")


LIMITS = [
    (429, {"Retry-After": "17"}, 17),
    (429, {"Retry-After": formatdate(BEGIN + 30, usegmt=True)}, 30),
    (429, {"RateLimit-Remaining": "0", "RateLimit-Reset": str(int(BEGIN) + 40)}, 41),
    (429, {"RateLimit-Reset": "25"}, 26),
    (429, {}, 60),
    (429, {"Retry-After": "soon"}, 60),
    (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(BEGIN) + 99)}, 100),
    (403, {"Retry-After": "5"}, 5),
    (503, {"Retry-After": "8"}, 8),
]


@pytest.mark.parametrize(("status", "headers", "seconds"), LIMITS)
def test_limits_are_waited_for(
    forge: Forge, clock: Clock, status: int, headers: dict[str, str], seconds: float
) -> None:
    said: list[Progress] = []
    forge.answer = Once(paged(forge), Reply({}, status, headers))
    assert gitlab(forge, clock, report=said.append) == (SIX, [])
    assert sum(clock.slept) == pytest.approx(seconds)
    assert max(clock.slept) <= 1
    waits = [one for one in said if one.stage == "wait"]
    assert {one.total for one in waits} == {seconds}
    assert [one.done for one in waits] == list(range(len(waits)))


def test_the_second_limit_of_github_is_known_by_its_words(forge: Forge, clock: Clock) -> None:
    def usual(asked: Asked) -> Reply:
        if asked.path == "/api/v3/orgs/lab":
            return Reply({"public_repos": 1})
        return Reply([repository(forge.url, 1, "lab/a")])

    message = {"message": "You have exceeded a secondary rate limit."}
    forge.answer = Once(usual, Reply(message, 403))
    references, problems = github_references(
        "lab", url=forge.url, read_on=DAY, settings=clock.settings()
    )
    assert ([one.name for one in references], problems) == (["lab/a"], [])
    assert sum(clock.slept) == 60


def test_after_the_last_question_of_a_limit_none_is_asked_before_its_end(
    forge: Forge, clock: Clock
) -> None:
    usual = paged(forge)
    moments: list[float] = []

    def answer(asked: Asked) -> Reply:
        moments.append(clock.now)
        reply = usual(asked)
        reply.headers |= {"RateLimit-Remaining": "0", "RateLimit-Reset": str(int(clock.now) + 9)}
        return reply

    forge.answer = answer
    assert gitlab(forge, clock) == (SIX, [])
    assert moments == [BEGIN, BEGIN + 10, BEGIN + 20]


def test_a_limit_longer_than_patience_keeps_what_was_read(forge: Forge, clock: Clock) -> None:
    usual = paged(forge)
    limit = Reply({}, 429, {"Retry-After": "7200"})
    forge.answer = lambda asked: limit if asked.query.get("id_after") == "2" else usual(asked)
    names, problems = gitlab(forge, clock)
    assert names == SIX[:2]
    assert clock.slept == []
    assert len(problems) == 1
    assert "21 September 2026 16:13 UTC" in problems[0]


def test_a_limit_that_never_ends_is_given_up(forge: Forge, clock: Clock) -> None:
    forge.answer = lambda _: Reply({}, 429, {"Retry-After": "0"})
    with pytest.raises(InputError, match="no more questions"):
        gitlab(forge, clock)
    assert len(forge.asked) == 21


def test_waiting_ends_when_the_person_asks_to_stop(forge: Forge, clock: Clock) -> None:
    stop = threading.Event()
    forge.answer = lambda _: Reply({}, 429, {"Retry-After": "1000"})

    def report(progress: Progress) -> None:
        if progress.stage == "wait" and progress.done >= 3:
            stop.set()

    with pytest.raises(CancelledError):
        gitlab(forge, clock, report=report, cancel=stop)
    assert 3 <= sum(clock.slept) <= 5
    assert len(forge.asked) == 1


def test_patience_is_for_all_limits_together(forge: Forge, clock: Clock) -> None:
    forge.answer = lambda _: Reply({}, 429, {"Retry-After": "30"})
    with pytest.raises(InputError, match="no more questions"):
        gitlab(forge, clock, limits={"patience": 100.0})
    assert sum(clock.slept) == 90
    assert len(forge.asked) == 4
