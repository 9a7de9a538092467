# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Feed parsers with what coverage leads to, until one fails: see README.md beside this file.

``python benchmarks/fuzz/run.py [TARGET ...] [--seconds N] [--folder F]``
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

SECONDS = 60
HANG_SECONDS = 5
"""On an idle machine; a busy one gets as much more as there is more to do than it has cores."""
MEMORY_MB = 1024
LONGEST = 64 * 1024
PACKAGES = ("ospo_widgets",)
"""What is instrumented, so that the fuzzer sees which way an input took."""

_DONE = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_PEAK = re.compile(r"stat::peak_rss_mb:\s*(\d+)")
_COVERAGE = re.compile(r"cov: (\d+)")


def fuzz_one(name: str, folder: Path, seconds: int) -> int:
    """Run one target in this process; does not return."""
    import atheris

    with atheris.instrument_imports(include=list(PACKAGES), enable_loader_override=False):
        from targets import ERRORS, TARGETS

        target = TARGETS[name]
        with contextlib.suppress(ERRORS):
            target(b"\n")  # imports of the function are instrumented too

    def once(data: bytes) -> None:
        try:
            target(data)
        except ERRORS:
            return

    corpus, crashes = folder / name / "corpus", folder / name / "crashes"
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    options = [
        f"-max_total_time={seconds}", f"-timeout={round(HANG_SECONDS * busy)}",
        f"-rss_limit_mb={MEMORY_MB}", f"-max_len={LONGEST}",
        f"-artifact_prefix={crashes}/", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], once)
    atheris.Fuzz()
    return 0


def prepare(name: str, folder: Path) -> None:
    """Make the folders of a target, with its first inputs."""
    from corpus import seeds

    for inside in ("corpus", "crashes"):
        (folder / name / inside).mkdir(parents=True, exist_ok=True)
    for file, data in seeds(name).items():
        (folder / name / "corpus" / f"seed-{file}").write_bytes(data)


def run(name: str, folder: Path, seconds: int) -> tuple[str, bool]:
    """Run one target in a process of its own: a line of the table, and whether nothing failed."""
    prepare(name, folder)
    log = folder / name / "log"
    command = [sys.executable, __file__, name, "--inside", "--folder", str(folder)]
    with log.open("wb") as output:
        done = subprocess.run(
            [*command, "--seconds", str(seconds)], stdout=output, stderr=output, check=False,
            env=os.environ | {"OSPO_CACHE_DIR": "", "OSPO_KEPT_DIR": ""},
        )  # fmt: skip
    said = log.read_text(errors="replace")
    runs = _DONE.search(said)
    peak = _PEAK.search(said)
    coverage = _COVERAGE.findall(said)
    crashes = sorted((folder / name / "crashes").iterdir())
    line = (
        f"| {name} | {runs[1] if runs else '?'} | {coverage[-1] if coverage else '?'} "
        f"| {peak[1] if peak else '?'} | {len(crashes)} |"
    )
    return line, done.returncode == 0 and not crashes


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="names; all when none")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for each target")
    parser.add_argument("--folder", type=Path, help="for inputs and crashes, outside of git")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    folder = (given.folder or Path(tempfile.gettempdir()) / "ospo-fuzz").resolve()
    if HERE.parents[1] in (folder, *folder.parents):
        parser.error("--folder lies in the repository: choose one outside")
    if given.inside:  # before any parser is imported: what is imported is instrumented
        return fuzz_one(given.targets[0], folder, given.seconds)
    from targets import TARGETS

    if unknown := set(given.targets) - set(TARGETS):
        parser.error(
            f"no such target: {', '.join(sorted(unknown))}. There are {', '.join(TARGETS)}"
        )
    print("| Target | Inputs | Coverage | Memory, MB | Findings |")
    print("|---|---|---|---|---|", flush=True)
    good = True
    for name in given.targets or TARGETS:
        line, fine = run(name, folder, given.seconds)
        print(line, flush=True)
        good &= fine
    print(f"Inputs and crashes are in {folder}.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
