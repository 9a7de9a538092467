# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``environment.yml`` (conda, Binder) and ``pyproject.toml`` (pip, SWAN) install the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def environment() -> tuple[list[str], list[str]]:
    """What conda installs, and what pip installs after it."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = [entry for entry in listed if isinstance(entry, str)]
    (pip,) = (entry["pip"] for entry in listed if isinstance(entry, dict))
    return conda, pip


def test_same_dependencies_with_the_same_floors() -> None:
    conda, pip = environment()
    installers = {"pip", f"python{PROJECT['requires-python']}", "."}
    assert {*conda, *pip} - installers == set(PROJECT["dependencies"])


def test_python_floor_pip_and_the_package_itself_are_listed() -> None:
    conda, pip = environment()
    assert f"python{PROJECT['requires-python']}" in conda
    assert "pip" in conda
    assert "." in pip


def test_no_root_requirements_file() -> None:
    # SWAN would install that file alone, and not the package.
    assert not (ROOT / "requirements.txt").exists()
