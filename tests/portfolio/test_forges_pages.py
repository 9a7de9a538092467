# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pages of a forge, answers kept, and interrupted runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ospo_widgets.errors import CancelledError
from ospo_widgets.portfolio.collecting.forges import (
    gitlab_references,
)
from tests.portfolio.forge_server import (
    DAY,
    SIX,
    Asked,
    Clock,
    Forge,
    Reply,
    gitlab,
    paged,
    project,
)

pytestmark = pytest.mark.usefixtures("gitlab_token")


@pytest.mark.parametrize("where", ["", "https://elsewhere.example", "http://127.0.0.1:1"])
def test_all_pages_are_read_from_the_same_server(forge: Forge, clock: Clock, where: str) -> None:
    forge.answer = paged(forge, where=where)
    assert gitlab(forge, clock) == (SIX, [])
    assert [asked.query.get("id_after") for asked in forge.asked] == [None, "2", "3"]


@pytest.mark.parametrize("status", [400, 405])
def test_a_server_without_keyset_pages_is_asked_by_number(
    forge: Forge, clock: Clock, status: int
) -> None:
    usual = paged(forge, 1)
    forge.answer = lambda asked: (
        Reply({"error": "no keyset"}, status) if "pagination" in asked.query else usual(asked)
    )
    assert gitlab(forge, clock) == (SIX[:2], [])
    assert ["pagination" in asked.query for asked in forge.asked] == [True, False]


def test_repositories_that_come_twice_count_once(forge: Forge, clock: Clock) -> None:
    twice = [project(forge.url, 1, "physics/p1"), project(forge.url, 1, "physics/p1")]
    forge.answer = lambda _: Reply(twice)
    assert gitlab(forge, clock) == (["physics/p1"], [])


def test_what_has_not_changed_is_not_sent_again(forge: Forge, clock: Clock, tmp_path: Path) -> None:
    forge.answer = paged(forge)
    first = gitlab_references(
        forge.url, "physics", read_on=DAY, details=False, cache=tmp_path, settings=clock.settings()
    )
    assert all("If-None-Match" not in asked.headers for asked in forge.asked)
    forge.asked.clear()
    second = gitlab_references(
        forge.url, "physics", read_on=DAY, details=False, cache=tmp_path, settings=clock.settings()
    )
    assert [asked.headers.get("If-None-Match") for asked in forge.asked] == [
        'W/"1"', 'W/"2"', 'W/"3"'
    ]  # fmt: skip
    assert first == second
    assert len(first[0]) == 6


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"run": 1}', b"[" * 100_000, b"\xff"])
def test_damaged_answers_are_asked_for_again(
    forge: Forge, clock: Clock, tmp_path: Path, damage: bytes
) -> None:
    forge.answer = paged(forge)
    gitlab(forge, clock, cache=tmp_path)
    for path in tmp_path.rglob("*.json"):
        path.write_bytes(damage)
    assert gitlab(forge, clock, cache=tmp_path) == (SIX, [])


def test_a_cache_that_cannot_be_written_costs_nothing(
    forge: Forge, clock: Clock, tmp_path: Path
) -> None:
    forge.answer = paged(forge)
    file = tmp_path / "file"
    file.write_text("")
    assert gitlab(forge, clock, cache=file / "below") == (SIX, [])


@pytest.mark.parametrize("empty", [False, True])
def test_pages_without_end_are_left(forge: Forge, clock: Clock, empty: bool) -> None:
    def answer(asked: Asked) -> Reply:
        number = len(forge.asked) if empty else 2
        link = f'<{forge.url}{asked.path}?page={number}>; rel="next"'
        first = len(forge.asked) == 1
        items = [project(forge.url, 1, "physics/p1")] if first or not empty else []
        return Reply(items, headers={"Link": link})

    forge.answer = answer
    names, problems = gitlab(forge, clock)
    assert names == ["physics/p1"]
    assert ["circle" in problem for problem in problems] == [True]
    assert len(forge.asked) == (5 if empty else 2)


def _half_way(forge: Forge) -> Callable[[Asked], Reply]:
    usual = paged(forge)

    def answer(asked: Asked) -> Reply:
        if asked.query.get("id_after") == "3":
            return Reply({}, 500)
        reply = usual(asked)
        reply.headers["X-Total"] = "6"
        return reply

    return answer


def test_an_error_half_way_keeps_what_was_read_and_the_next_run_goes_on(
    forge: Forge, clock: Clock, tmp_path: Path
) -> None:
    forge.answer = _half_way(forge)
    names, problems = gitlab(forge, clock, cache=tmp_path)
    assert names == SIX[:4]
    assert ["2 repositories were not read" in problem for problem in problems] == [True]
    forge.asked.clear()
    forge.answer = paged(forge)
    assert gitlab(forge, clock, cache=tmp_path) == (SIX, [])
    assert [asked.query.get("id_after") for asked in forge.asked] == ["3"]


@pytest.mark.parametrize("change", [{"private": True}, {"later": 90_000.0}])
def test_another_run_does_not_go_on_there(
    forge: Forge, clock: Clock, tmp_path: Path, change: dict[str, Any]
) -> None:
    forge.answer = _half_way(forge)
    gitlab(forge, clock, cache=tmp_path)
    forge.asked.clear()
    forge.answer = paged(forge)
    clock.now += change.pop("later", 0.0)
    assert gitlab(forge, clock, cache=tmp_path, **change) == (SIX, [])
    assert [asked.query.get("id_after") for asked in forge.asked] == [None, "2", "3"]


def test_a_stopped_run_goes_on(forge: Forge, clock: Clock, tmp_path: Path) -> None:
    usual = paged(forge)
    stop = threading.Event()

    def answer(asked: Asked) -> Reply:
        if asked.query.get("id_after") == "2":
            stop.set()
        return usual(asked)

    forge.answer = answer
    with pytest.raises(CancelledError):
        gitlab(forge, clock, cache=tmp_path, cancel=stop)
    read = len(forge.asked)
    assert read == 2
    forge.asked.clear()
    assert gitlab(forge, clock, cache=tmp_path) == (SIX, [])
    assert "1" not in [asked.query.get("id_after", "1") for asked in forge.asked]
