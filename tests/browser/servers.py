# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Servers that the tests start as people do, on free ports of loopback, and end again."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from free_ports import free_port

START_SECONDS = 180
STOP_SECONDS = 30
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NO_QUESTIONS = "@jupyterlab/apputils-extension:announcements"
"""Asks whether news may be fetched; no test says yes."""
OWN_FRONT_END = ("anywidget", "jupyterlab-plotly")
"""Lab extensions that SWAN's server does not have."""

PRINTED: dict[str, list[str]] = {}
"""What each program that runs now has printed."""


@contextmanager
def short_folder() -> Iterator[Path]:
    """A temporary folder with a short path.

    Sockets of kernels lie in it, and the name of a socket has at most 107 bytes; the folders of
    pytest, longer with several workers, leave no room for it.
    """
    folder = Path(tempfile.mkdtemp(prefix="ospo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(
    command: Sequence[str],
    environment: dict[str, str],
    folder: Path | None = None,
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A program with all that it prints, line by line; asked to end afterwards, then made to."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        cwd=folder,
    )
    lines: list[str] = []
    named = f"{' '.join(command[1:4])} ({process.pid})"
    PRINTED[named] = lines

    def read() -> None:
        assert process.stdout is not None
        lines.extend(iter(process.stdout.readline, ""))

    threading.Thread(target=read, daemon=True).start()
    try:
        yield process, lines
    finally:
        del PRINTED[named]
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[str], lines: list[str]) -> None:
    """Wait until a server answers; what it printed is told when it does not."""
    until = time.monotonic() + START_SECONDS
    pause = threading.Event()
    while not ready():
        told = "".join(lines[-40:])
        assert process.poll() is None, f"It ended with {process.returncode}.\n{told}"
        assert time.monotonic() < until, f"It did not answer in {START_SECONDS} s.\n{told}"
        pause.wait(0.1)


def answers(url: str) -> bool:
    """True when something at the address answers with success."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def settings_folder(folder: Path, *, front_end: bool = True) -> dict[str, str]:
    """Private settings of Jupyter; without our front end as ``jupyter labextension disable`` does.

    Args:
        folder: Where they are written.
        front_end: False takes from the server what SWAN's does not have.

    Returns:
        Variables of the environment that lead to them and away from those of the person.
    """
    disabled = [NO_QUESTIONS, *(() if front_end else OWN_FRONT_END)]
    lab = folder / "labconfig"
    lab.mkdir(parents=True)
    (lab / "page_config.json").write_text(
        json.dumps({"disabledExtensions": dict.fromkeys(disabled, True)}), encoding="utf-8"
    )
    # Two servers that each choose ports for their kernels may choose the same; a socket in the file
    # system is nobody else's.
    (folder / "jupyter_server_config.json").write_text(
        json.dumps({"ConnectionFileMixin": {"transport": "ipc"}}), encoding="utf-8"
    )
    if not front_end:
        voila = {"VoilaConfiguration": {"extension_denylist": list(OWN_FRONT_END)}}
        (folder / "voila.json").write_text(json.dumps(voila), encoding="utf-8")
    return {
        "JUPYTER_CONFIG_DIR": str(folder),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "run"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "lab"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "IPYTHONDIR": str(folder / "ipython"),
    }


def plain_environment(**more: str) -> dict[str, str]:
    """The environment without what tells a kernel that it runs in a server of ours or a Hub."""
    ours = ("OSPO_FRAME", "OSPO_KEPT_DIR", "JUPYTERHUB_", "JPY_", "VOILA_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, **more}


@contextmanager
def jupyter(program: str, folder: Path, root: Path) -> Iterator[tuple[str, str]]:
    """JupyterLab (``lab``) or Notebook 7 (``notebook``) that shows a folder.

    Yields:
        Its address, and the token that opens it.
    """
    port, token = free_port(), secrets.token_urlsafe()
    options = [f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", "--no-browser",
               f"--ServerApp.root_dir={root}", "--ServerApp.port_retries=0",
               *(["--allow-root"] if AS_ROOT else [])]  # fmt: skip
    environment = plain_environment(
        **settings_folder(folder / "settings"), HOME=str(root), JUPYTER_TOKEN=token
    )
    command = [sys.executable, "-m", program, *options]
    with running(command, environment, root) as (process, lines):
        address = f"http://127.0.0.1:{port}/"
        wait_until(lambda: answers(f"{address}api"), process, lines)
        yield address, token


def hub_settings(folder: Path, users: dict[str, dict[str, str]], **more: Any) -> dict[str, Any]:
    """Ports, folders and the password of one Hub, made for this run."""
    return {
        "folder": str(folder),
        "port": free_port(),
        "hub_port": free_port(),
        "proxy_port": free_port(),
        "password": secrets.token_urlsafe(),
        "users": users,
        **more,
    }


@contextmanager
def hub(settings: dict[str, Any], config: Path) -> Iterator[str]:
    """JupyterHub with its proxy.

    Yields:
        Its address.
    """
    folder = Path(settings["folder"])
    named = folder / "settings.json"
    named.touch(mode=0o600)
    named.write_text(json.dumps(settings), encoding="utf-8")
    environment = plain_environment(
        OSPO_TEST_HUB=str(named),
        OSPO_HUB_HOST="127.0.0.1",
        OSPO_HUB_HOME=str(folder),
        OSPO_HUB_SERVICE_PORT=str(free_port()),
        CONFIGPROXY_AUTH_TOKEN=secrets.token_urlsafe(),
        TMPDIR=str(folder),
    )
    command = [sys.executable, "-m", "jupyterhub", "--config", str(config)]
    with running(command, environment, folder) as (process, lines):
        address = f"http://127.0.0.1:{settings['port']}/"
        wait_until(lambda: answers(f"{address}hub/health"), process, lines)
        yield address
