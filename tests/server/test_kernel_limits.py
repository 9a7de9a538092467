# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a session may take, its folder, and what a page is told of its end."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.server.kernels import Limits, Sessions, Usage, Why
from ospo_widgets.server.kernels.folders import LOCK, ServerFolder, remove, size_of, sweep
from ospo_widgets.server.kernels.limits import exceeded
from ospo_widgets.server.kernels.watch import Process, descendants, processes, usage

MB = 2**20


def usage_of(memory: int = 0, processes: int = 1, disk: int = 0) -> Usage:
    return Usage(memory=memory * MB, processes=processes, cpu_seconds=0, disk=disk * MB)


@pytest.mark.parametrize(
    ("taken", "age", "lonely", "why"),
    [
        (usage_of(memory=101), 0, 0, Why.MEMORY),
        (usage_of(memory=100), 0, 0, None),
        (usage_of(disk=51), 0, 0, Why.DISK),
        (usage_of(processes=6), 0, 0, Why.LIMIT),
        (usage_of(processes=5), 0, 0, None),
        (usage_of(), 61, 0, Why.LIMIT),
        (usage_of(), 0, 11, Why.LIMIT),
        (usage_of(), 60, 10, None),
    ],
)
def test_each_limit_has_its_reason(
    taken: Usage, age: float, lonely: float, why: Why | None
) -> None:
    limits = Limits(memory_mb=100, disk_mb=50, processes=5, lonely_seconds=10, life_seconds=60)
    assert exceeded(taken, limits, age=age, lonely=lonely) == why


def test_zero_is_no_limit() -> None:
    limits = Limits(memory_mb=0, disk_mb=0, processes=0, lonely_seconds=0, life_seconds=0)
    assert exceeded(usage_of(10**6, 10**6, 10**6), limits, age=1e9, lonely=1e9) is None


def test_limits_come_from_the_environment() -> None:
    chosen = Limits.from_environment({"OSPO_SESSION_MEMORY_MB": "300", "OSPO_SESSION_FILES": ""})
    assert chosen.memory_mb == 300
    assert chosen.files == Limits().files


@pytest.mark.parametrize("text", ["much", "-1", "1.5", "²"])
def test_a_limit_that_is_no_number_stops_the_start(text: str) -> None:
    with pytest.raises(InputError, match="OSPO_SESSION_DISK_MB"):
        Limits.from_environment({"OSPO_SESSION_DISK_MB": text})


def test_descendants_are_found_over_generations() -> None:
    rows = [(1, 0), (10, 1), (11, 10), (12, 11), (20, 1), (13, 99)]
    made = [Process(pid, parent, 0.0, 0) for pid, parent in rows]
    assert descendants(10, made) == {10, 11, 12}


def test_usage_of_this_very_process_is_measured(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * MB)
    everything = processes()
    if not everything:
        pytest.skip("no /proc on this system")
    plain = usage(os.getpid(), tmp_path, everything, memory=0, disk=10 * MB)
    assert plain.processes >= 1 and plain.cpu_seconds > 0 and plain.disk >= MB
    # Over the limit, what is shared is told apart, so it is never more than before.
    assert 0 < usage(os.getpid(), tmp_path, everything, memory=1, disk=0).memory <= plain.memory


def test_a_folder_is_counted_until_it_is_too_large(tmp_path: Path) -> None:
    for at in range(20):
        (tmp_path / str(at)).mkdir()
        (tmp_path / str(at) / "file").write_bytes(b"x" * 100_000)
    (tmp_path / "link").symlink_to("/")
    whole = size_of(tmp_path, 10**9)
    assert 20 * 100_000 <= whole < 40 * 100_000
    assert 300_000 < size_of(tmp_path, 300_000) < whole


def test_the_folder_of_a_running_server_is_left_alone(tmp_path: Path) -> None:
    ours = ServerFolder(tmp_path)
    session = ours.new_session()
    assert session.stat().st_mode & 0o777 == 0o700
    assert sweep(tmp_path) == 0 and session.exists()
    ours.close()
    assert not ours.path.exists()


def test_what_a_killed_server_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    left = tmp_path / "ospo-left"
    (left / "session" / "upload").mkdir(parents=True)
    (left / LOCK).touch()
    others = [tmp_path / "ospo-other", tmp_path / "else"]
    for other in others:  # without a lock of ours
        (other / "kept").mkdir(parents=True)
    (tmp_path / "ospo-link").symlink_to(others[1])
    now = ServerFolder(tmp_path)
    assert now.removed == 1
    assert not left.exists() and all((other / "kept").exists() for other in others)
    now.close()


def test_a_folder_that_was_made_read_only_goes_too(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o500)
    folder = tmp_path / "session"
    (folder / "deep" / "deeper").mkdir(parents=True)
    (folder / "deep" / "file").touch()
    (folder / "deep" / "link").symlink_to(outside)
    (folder / "deep").chmod(0o500)
    remove(folder)
    assert not folder.exists()
    assert outside.stat().st_mode & 0o777 == 0o500


def test_a_page_is_told_why_its_session_is_gone(tmp_path: Path) -> None:
    sessions = Sessions(Limits(), tmp_path)
    session = sessions.open("k1")
    session.given = 1.0
    assert sessions.told("k1") == {"alive": True, "why": None}
    sessions.will_end("k1", Why.MEMORY)
    sessions.will_end("k1", Why.CLOSED)
    assert sessions.told("k1") == {"alive": False, "why": "memory"}
    assert sessions.end("k1") == session.folder
    assert sessions.told("k1") == {"alive": False, "why": "memory"}
    assert sessions.told("k2") == {"alive": False, "why": "restart"}
    waiting = sessions.open("k3")  # nobody saw it, so nobody asks for it
    assert sessions.end("k3") == waiting.folder
    assert sessions.told("k3")["why"] == "restart"
    sessions.close()
    assert list(tmp_path.iterdir()) == []


def test_a_turn_passes_on_once_when_the_page_is_drawn_or_over_or_late(tmp_path: Path) -> None:
    async def turns() -> list[str]:
        sessions, passed = Sessions(Limits(), tmp_path), list[str]()
        drawn, over, late = (sessions.open(name) for name in ("drawn", "over", "late"))
        for session in (drawn, over):
            session.when_drawn(partial(passed.append, session.kernel_id), 1000)
        drawn.drawn()
        drawn.drawn()
        sessions.end("over")
        came = asyncio.Event()
        late.when_drawn(came.set, 0.01)
        await came.wait()
        for name in ("drawn", "late"):
            sessions.end(name)
        sessions.close()
        return passed

    assert asyncio.run(turns()) == ["drawn", "over"]
