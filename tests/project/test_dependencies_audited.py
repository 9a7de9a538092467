# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What we depend on: floors above versions with known weaknesses, and an audit of what is there."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
KNOWN_BAD = "voila==0.5.5"
"""Has an advisory; who does not find that one has no data."""
SECONDS = 15

WEAK = {
    # package: newest version that has the weakness, and its advisory
    "voila": ("0.5.5", "GHSA-2q59-h24c-w6fg: any file could be read"),
    "jupyter-server": ("2.17.0", "CVE-2026-40934 and CVE-2026-40110: cookies, origins"),
    "jupyterlab": ("4.2.4", "CVE-2024-43805: HTML of a notebook gets the user's rights"),
    "notebook": ("7.2.1", "CVE-2024-43805: the same"),
    "jupyterhub": ("5.4.4", "CVE-2026-40864: forged requests"),
    "jinja2": ("3.1.5", "CVE-2025-27516: a way out of the sandbox"),
    "tornado": ("6.4.2", "CVE-2025-47287: logs without end"),
    "pyarrow": ("14.0.0", "CVE-2023-47248: a file runs code"),
    "pyyaml": ("5.3.1", "CVE-2020-14343: a file runs code"),
    "cryptography": ("42.0.3", "CVE-2024-26130: a crash by a file"),
}


def declared() -> dict[str, Requirement]:
    lines = [*PROJECT["dependencies"]]
    for more in PROJECT["optional-dependencies"].values():
        lines += more
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}


@pytest.mark.parametrize("name", WEAK)
def test_floors_exclude_versions_with_known_weaknesses(name: str) -> None:
    newest, why = WEAK[name]
    assert Version(newest) not in declared()[name].specifier, why


def test_every_package_that_the_server_is_made_of_has_a_floor() -> None:
    bare = [
        str(one)
        for one in declared().values()
        if not any(s.operator == ">=" for s in one.specifier)
    ]
    assert bare == []


def audit(lines: list[str], folder: Path) -> dict[str, list[str]]:
    """Advisories by package, of exact versions; packages that could not be looked up are absent."""
    file = folder / "pinned.txt"
    file.write_text("\n".join(lines))
    done = subprocess.run(
        [
            sys.executable, "-m", "pip_audit", "--requirement", file, "--no-deps", "--disable-pip",
            "--format", "json", "--progress-spinner", "off", "--timeout", str(SECONDS),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        rows = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return {}
    return {
        row["name"]: [weakness["id"] for weakness in row["vulns"]] for row in rows if "vulns" in row
    }


@pytest.mark.slow
def test_nothing_that_is_installed_has_a_known_weakness(tmp_path: Path) -> None:
    if not audit([KNOWN_BAD], tmp_path).get("voila"):
        pytest.skip(
            "the advisories of PyPI cannot be reached from here: run pip-audit where they can"
        )
    from ospo_widgets.knowledge import load_knowledge
    from ospo_widgets.scanning.sbom.installed import installed_bill

    bill = installed_bill(Path(sys.prefix), "ospo-widgets", load_knowledge(), datetime.now(UTC))
    found = audit([f"{one.name}=={one.version}" for one in bill.packages], tmp_path)
    assert len(found) == len(bill.packages)
    assert {name: ids for name, ids in found.items() if ids} == {}
