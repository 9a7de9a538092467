# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Trees and helpers for tests of the scan."""

import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ospo_widgets.scanning.intake.workspace import PREFIX
from tests.scanning.hostile_tree import HostileScan, scan_everything

COPYRIGHT_TAG = "SPDX-FileCopyright" + "Text:"
LICENSE_TAG = "SPDX-License-" + "Identifier:"


@pytest.fixture
def header() -> Callable[..., str]:
    """A header; built here, so that the tests themselves do not seem to state licences."""

    def made(license_id: str, holder: str = "2020 CERN") -> str:
        return f"# {COPYRIGHT_TAG} {holder}\n# {LICENSE_TAG} {license_id}\n"

    return made


@pytest.fixture
def make_tree(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Write files (path to content) into a fresh folder and return it."""
    count = 0

    def make(files: Mapping[str, str | bytes]) -> Path:
        nonlocal count
        count += 1
        root = tmp_path / f"tree{count}"
        root.mkdir()
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return make


@pytest.fixture
def git() -> Callable[..., str]:
    """Run git in a folder with an identity, and without the settings of this machine."""

    def run(folder: Path, *arguments: str) -> str:
        settings = ("user.name=T", "user.email=t@example.org", "init.defaultBranch=main",
                    "commit.gpgsign=false")  # fmt: skip
        options = [part for setting in settings for part in ("-c", setting)]
        command = ["git", *options, *arguments]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        return done.stdout

    return run


@pytest.fixture
def workspaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """Temporary folders that scans of this test left behind."""
    home = tmp_path / "temporary"
    home.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    return lambda: list(home.glob(PREFIX + "*"))


@pytest.fixture(scope="session")
def hostile_scan(tmp_path_factory: pytest.TempPathFactory) -> HostileScan:
    """One scan of everything bad; tests that use it share a group, so that one process has it."""
    return scan_everything(tmp_path_factory.mktemp("hostile"))
