# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Print the path of a Chromium that starts; install one where there is none.

Looked for, in this order: ``$OSPO_CHROMIUM``, a browser on the path, the one of Playwright. Then
installed: the system's package when we may (Debian, as root), else Playwright's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "OSPO_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS_TO_START = 60


def find() -> Path | None:
    """The first Chromium that starts, or None."""
    return next((path for path in _candidates() if starts(path)), None)


def _candidates() -> Iterator[Path]:
    named = os.environ.get(VARIABLE)
    if named:
        yield Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    own = _of_playwright()
    if own is not None:
        yield own


def _of_playwright() -> Path | None:
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            return Path(playwright.chromium.executable_path)
    except Error:
        return None


def starts(path: Path) -> bool:
    """True when the program answers; a stub that only points to a package store does not."""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, timeout=SECONDS_TO_START, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install() -> None:
    """Install Chromium; output goes to standard error, so that only the path is printed."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        _run("apt-get", "update", "--quiet")
        _run("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium")
        if find() is not None:
            return
    _run(sys.executable, "-m", "playwright", "install", *(["--with-deps"] * is_root), "chromium")


def _run(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, stdout=sys.stderr, env=environment, check=False)


def main() -> int:
    """Print the path, or say what is missing."""
    path = find()
    if path is None:
        install()
        path = find()
    if path is None:
        print(f"No Chromium starts here. Install one, or name it in {VARIABLE}.", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
