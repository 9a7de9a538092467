# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The Hub of the tests: its two users with their homes, and the service for visitors."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from places import CLONE, SWAN_USER, USER, Hub
from servers import hub, hub_settings, settings_folder

from ospo_widgets.resources import notebooks_dir

CONFIG = Path(__file__).parents[1] / "hub" / "jupyterhub_config.py"


def proxy_command() -> list[str]:
    """How to start the proxy of the Hub, which ``make`` installs."""
    script = CONFIG.parent / "install_proxy.py"
    spec = importlib.util.spec_from_file_location("install_proxy", script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    command = module.command()
    if command is None:
        pytest.fail(f"configurable-http-proxy is missing; python {script} installs it.")
    return list(command)


@contextmanager
def started_hub(folder: Path) -> Iterator[Hub]:
    """Start it in a folder of its own."""
    homes = folder / "home"
    shutil.copytree(notebooks_dir(), homes / SWAN_USER / CLONE)
    users = {
        USER: settings_folder(folder / "settings" / USER),
        # SWAN's server has none of our front end, and its kernels start in the clone.
        SWAN_USER: settings_folder(folder / "settings" / SWAN_USER, front_end=False),
    }
    settings = hub_settings(folder, users, proxy=proxy_command(), swan_user=SWAN_USER)
    with hub(settings, CONFIG) as url:
        yield Hub(url, str(settings["password"]), homes)
