# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Settings that the server starts with, and what whoever starts it may choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from ospo_widgets.cli import main
from ospo_widgets.errors import InputError
from ospo_widgets.resources import notebooks_dir
from ospo_widgets.server.kernels.server import WAITING
from ospo_widgets.server.options import (
    MOST_SESSIONS,
    SCAN_BYTES,
    SERVER_BYTES,
    SESSION_BYTES,
    Options,
    available_memory,
    options,
    sessions_for,
)
from ospo_widgets.server.routes import SESSION_APPS
from ospo_widgets.server.settings import settings


def test_every_notebook_with_an_app_has_a_route_and_no_other() -> None:
    notebooks = {
        path.stem: path.read_text(encoding="utf-8") for path in notebooks_dir().glob("*.ipynb")
    }
    pages = {name for name, text in notebooks.items() if "ospo_widgets.apps" in text}
    assert pages == {"home", *SESSION_APPS}


def test_kernels_wait_for_pages_with_a_session_only() -> None:
    assert set(WAITING) <= {f"{name}.ipynb" for name in SESSION_APPS}


def test_nothing_of_voila_is_left_open() -> None:
    chosen = settings(Options())
    assert chosen["VoilaConfiguration"]["file_allowlist"] == [r"^$"]
    assert chosen["VoilaConfiguration"]["allow_template_override"] == "NO"
    assert not chosen["VoilaConfiguration"]["show_tracebacks"]
    assert chosen["KernelManager"]["transport"] == "ipc"


@pytest.mark.parametrize(
    ("given", "base"),
    [("", "/"), ("/", "/"), ("ospo", "/ospo/"), ("/services/ospo/", "/services/ospo/"),
     ("/user/a@b/~x", "/user/a@b/~x/")],
)  # fmt: skip
def test_base_addresses(given: str, base: str) -> None:
    assert options(base_url=given).base_url == base


@pytest.mark.parametrize(
    "given",
    [
        {"port": 0}, {"port": 65536}, {"max_sessions": 0}, {"max_own": -1}, {"grace": -1},
        {"base_url": "/../"}, {"base_url": "/a b/"}, {"base_url": "/a//b"}, {"base_url": "/a/./b"},
        {"base_url": "/<x>/"}, {"trust_proxy": "proxy.example.org"}, {"trust_proxy": "300.1.1.1"},
        {"allowed_hosts": "https://x.example"}, {"allowed_hosts": "*"}, {"allowed_hosts": "a/b"},
        {"frame_ancestors": ""}, {"frame_ancestors": "*"},
        {"frame_ancestors": "'self'; script-src *"}, {"frame_ancestors": "https://a.example/x"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(InputError) as raised:
        options(**given)  # type: ignore[arg-type]
    assert "Nothing was started." in raised.value.message


def test_values_of_the_environment_are_checked_as_options_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSPO_SERVE_MAX_SESSIONS", "many")
    assert main(["serve"]) == 2
    assert "OSPO_SERVE_MAX_SESSIONS is “many”" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("memory", "sessions"),
    [
        (0, 1),
        (SERVER_BYTES + SCAN_BYTES + 10 * SESSION_BYTES, 10),
        (SERVER_BYTES + SCAN_BYTES + 10 * SESSION_BYTES - 1, 9),
        (2**50, MOST_SESSIONS),
    ],
)
def test_memory_says_how_many_sessions(memory: int, sessions: int) -> None:
    assert sessions_for(memory) == sessions


def test_one_visitor_gets_a_quarter_unless_said() -> None:
    assert options(max_sessions=40).max_own == 10
    assert options(max_sessions=2).max_own == 4
    assert options(max_sessions=40, max_own=3).max_own == 3


@pytest.mark.parametrize(
    ("files", "memory"),
    [
        ({"proc/meminfo": "MemTotal:        2048 kB\n"}, 2048 * 1024),
        ({"proc/meminfo": "MemTotal: 2048 kB\n", "cgroup/memory.max": "max\n"}, 2048 * 1024),
        ({"proc/meminfo": "MemTotal: 2048 kB\n", "cgroup/memory.max": "1000\n"}, 1000),
        (
            {
                "proc/meminfo": "MemTotal: 2048 kB\n",
                "proc/self/cgroup": "0::/system.slice/ospo.service\n",
                "cgroup/system.slice/ospo.service/memory.max": "500\n",
                "cgroup/system.slice/memory.max": "700\n",
            },
            500,
        ),
        ({"cgroup/memory/memory.limit_in_bytes": "900\n"}, 900),
        ({}, 4 * 2**30),
    ],
)
def test_memory_is_that_of_the_container(
    files: dict[str, str], memory: int, tmp_path: Path
) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii")
    assert available_memory(tmp_path / "proc", tmp_path / "cgroup") == memory
