# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How long a scan takes, beside ``reuse lint`` on the same trees in the same run.

    python benchmarks/scan.py geant4=../geant4 acts=../acts            print the table
    python benchmarks/scan.py geant4=../geant4 acts=../acts --write    put it into the documentation

Each measurement is a fresh process, its start included, and both sides take turns. Memory is
measured in a run of its own, since asking for it costs time: the sum over all processes of their
proportional share, in which a page that several processes share counts once.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- scan:begin -->", "<!-- scan:end -->"

_RUN = "import sys; from pathlib import Path; root = Path(sys.argv[1]).resolve(); "
REUSE_TOOL = (sys.executable, "-m", "reuse", "--root", "{root}", "lint", "--json")
_LINT = _RUN + "from ospo_widgets.scanning.reuse.lint import lint; lint(root)"
OUR_LINT = (sys.executable, "-c", _LINT, "{root}")
SCAN = (sys.executable, "-c", _RUN + "from ospo_widgets.api import scan; scan(root)", "{root}")
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds on the clock and of processors, and most memory in bytes."""

    wall: float
    cpu: float
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    tree: str
    what: str
    wall: float
    cpu: float
    memory: int
    peer: float | None = None

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        ratio = "" if self.peer is None else f"{self.peer / self.wall:.1f}"
        memory = f"{self.memory / MEGABYTE:,.0f}" if self.memory else ""
        return (self.tree, self.what, f"{self.wall:.2f}", f"{self.cpu:.2f}", ratio, memory)


def run(command: Sequence[str], root: Path, cache: str, *, memory: bool = False) -> Run:
    """Run a command on a tree; ``cache`` is the folder for evidence, empty for none."""
    filled = [part.replace("{root}", str(root)) for part in command]
    environment = os.environ | {"OSPO_CACHE_DIR": cache, "PYTHONWARNINGS": "ignore"}
    start, before = time.perf_counter(), os.times()
    with subprocess.Popen(
        filled, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        peak = _peak(process) if memory else 0
        errors = process.communicate()[1].decode("utf-8", "replace")
    wall, after = time.perf_counter() - start, os.times()
    if process.returncode not in {0, 1} or "Traceback" in errors:
        raise SystemExit(f"{' '.join(filled)} failed:\n{errors[-2000:]}")
    cpu = after.children_user + after.children_system
    return Run(wall, cpu - before.children_user - before.children_system, peak)


def _peak(process: subprocess.Popen[bytes]) -> int:
    top = psutil.Process(process.pid)
    peak = 0
    while process.poll() is None:
        total = 0
        try:
            for one in (top, *top.children(recursive=True)):
                total += one.memory_full_info().pss
        except psutil.Error:
            continue
        peak = max(peak, total)
        time.sleep(0.01)
    return peak


def measure(name: str, root: Path, rounds: int) -> list[Row]:
    """The rows of one tree."""
    empty = tempfile.mkdtemp()
    filled = tempfile.mkdtemp()
    sides: dict[str, tuple[Sequence[str], str]] = {
        "`reuse lint`": (REUSE_TOOL, ""),
        "the same report by us": (OUR_LINT, ""),
        "whole scan": (SCAN, empty),
        "whole scan again": (SCAN, filled),
    }
    run(SCAN, root, filled)
    found: dict[str, list[Run]] = {what: [] for what in sides}
    for _ in range(rounds):
        for what, (command, cache) in sides.items():
            _clear(empty)
            found[what].append(run(command, root, cache))
    rows: list[Row] = []
    for what, (command, cache) in sides.items():
        _clear(empty)
        memory = run(command, root, cache, memory=True).memory
        wall = statistics.median(one.wall for one in found[what])
        cpu = statistics.median(one.cpu for one in found[what])
        rows.append(Row(name, what, wall, cpu, memory, rows[0].wall if rows else None))
    shutil.rmtree(empty)
    shutil.rmtree(filled)
    return rows


def _clear(folder: str) -> None:
    shutil.rmtree(folder)
    Path(folder).mkdir()


def table(rows: list[Row], rounds: int, about: dict[str, str]) -> str:
    """The results as a Markdown table."""
    head = ("tree", "what", "seconds", "processor seconds", "times quicker", "memory, MB")
    lines = ["| " + " | ".join(head) + " |", "|--|--|--:|--:|--:|--:|"]
    lines += ["| " + " | ".join(r.cells()) + " |" for r in rows]
    trees = "; ".join(f"{name}: {text}" for name, text in about.items())
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    note = f"Python {platform.python_version()}, {machine}, median of {rounds}. {trees}."
    return "\n".join((*lines, "", note))


def size_of(root: Path) -> str:
    """Files and bytes of a tree, as words."""
    sizes = [
        (Path(base) / name).lstat().st_size
        for base, folders, names in os.walk(root)
        if ".git" not in Path(base).relative_to(root).parts
        for name in names
    ]
    return f"{len(sizes):,} files, {sum(sizes) / MEGABYTE:,.0f} MB"


def main() -> None:
    """Measure and print; with ``--write`` into the documentation as well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("trees", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into the documentation")
    given = parser.parse_args()
    rows: list[Row] = []
    about: dict[str, str] = {}
    for tree in given.trees:
        name, _, folder = tree.partition("=")
        root = Path(folder).resolve()
        about[name] = size_of(root)
        rows += measure(name, root, given.rounds)
        sys.stdout.write("\n".join(" | ".join(r.cells()) for r in rows[-4:]) + "\n")
        sys.stdout.flush()
    text = table(rows, given.rounds, about)
    sys.stdout.write(text + "\n")
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
