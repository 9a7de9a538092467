# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What no file of the project may hold, and how long a module may be."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAX_LINES = 400

# Written in two pieces, so that this file does not hold what it looks for.
REGISTRIES = tuple(
    name + ending
    for name, ending in (
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("npmjs", ".com"),
        ("npmjs", ".org"),
        ("deb.debian", ".org"),
    )
)
UNFINISHED = re.compile(r"raise NotImplemented" + r"Error|\bTO" + r"DO\b|\bFIX" + r"ME\b")


def tracked() -> list[Path]:
    """Files that git knows."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    """Tracked text files and their content."""
    found = []
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" not in raw:
            found.append((path, raw.decode("utf-8", "replace")))
    assert found
    return found


def test_no_registry_is_named() -> None:
    # Pip and its mirrors are configured by whoever installs; an address here would go past that.
    named = [p for p, text in texts() if any(host in text for host in REGISTRIES)]
    assert [str(p) for p in named] == []


def test_no_path_of_this_machine() -> None:
    shared = {Path(ROOT.anchor), Path(tempfile.gettempdir())}
    places = [str(place) for place in (ROOT.parent, Path.home()) if place not in shared]
    # At the beginning of a path only: an answer key may hold the name of such a folder.
    here = re.compile(r"(?<![\w./-])(" + "|".join(map(re.escape, places)) + ")/")
    assert [str(p) for p, text in texts() if here.search(text)] == []


def test_nothing_is_left_unfinished() -> None:
    ours = [(p, t) for p, t in texts() if p.is_relative_to(ROOT / "ospo_widgets")]
    assert [str(p) for p, text in ours if UNFINISHED.search(text)] == []


def test_names_suit_swan() -> None:
    # SWAN opens only addresses of these characters.
    allowed = re.compile(r"[A-Za-z0-9/._+-]+")
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    assert [name for name in names if not allowed.fullmatch(name)] == []


@pytest.mark.parametrize("folder", ["ospo_widgets"])
def test_modules_have_one_subject(folder: str) -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / folder).rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}


def test_ci_runs_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text(encoding="utf-8").rstrip().endswith("make test")
    assert script.stat().st_mode & 0o111
