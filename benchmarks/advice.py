# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How long advice takes: verdicts, the panel after an answer, the import of the page.

    python benchmarks/advice.py                  print the table
    python benchmarks/advice.py --write          put it into docs/performance.md

The peer is license-audit (``pip install '.[benchmark]'``), which looks verdicts up in the OSADL
matrix and gives no reasons. Both sides run in one process, in turns, so that their ratio holds on
any machine; milliseconds are of this machine.
"""

from __future__ import annotations

import argparse
import itertools
import json
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ospo_widgets.advice.recommend import recommend
from ospo_widgets.knowledge import Knowledge, load_knowledge, loader
from ospo_widgets.knowledge.matrices import load_matrices
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.grid import all_against_all
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use
from ospo_widgets.resources import data_dir

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- advice:begin -->", "<!-- advice:end -->"

ROUNDS = 30
"""Repetitions of each measurement; the table shows their median and the slowest."""

TWENTY = (
    "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0", "Zlib", "BSL-1.0", "MPL-2.0",
    "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "EPL-2.0",
    "GPL-2.0-or-later", "GPL-3.0-or-later", "Unlicense", "Python-2.0", "NCSA", "CC0-1.0", "0BSD",
)  # fmt: skip
"""Licences of twenty components, as a larger program links them."""

TARGETS = ("Apache-2.0", "MIT", "LGPL-3.0-or-later", "GPL-2.0-only", "GPL-3.0-or-later")

IMPORTS = """
import time
start = time.process_time()
import anywidget, ipywidgets
widgets = time.process_time()
from ospo_widgets.apps import licence_advisor
licence_advisor.AdvisorModel()
end = time.process_time()
import json, sys
print(json.dumps([end - widgets, widgets - start, "pandas" in sys.modules]))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times in milliseconds."""

    what: str
    median: float
    slowest: float
    goal: str
    peer: float | None = None

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        ratio = "" if self.peer is None else f"{self.median / self.peer:.2f}"
        return (self.what, f"{self.median:.2f}", f"{self.slowest:.2f}", ratio, self.goal)


def anew() -> Knowledge:
    """The same knowledge, for which nobody has asked for a verdict yet."""
    return replace(load_knowledge())


def timed(function: Callable[[], object], *, rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each round."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        found.append((time.perf_counter() - start) * 1000)
    return found


def row(what: str, goal: str, times: list[float], peer: list[float] | None = None) -> Row:
    """A row from the times of both sides."""
    other = statistics.median(peer) if peer else None
    return Row(what, statistics.median(times), max(times), goal, other)


def verdict_rows() -> list[Row]:
    """Verdicts for an expression with twenty components: worked out, and remembered."""
    expression = " AND ".join(TWENTY)
    peer = _peer()

    def cold() -> None:
        known = anew()
        for target in TARGETS:
            compatible(expression, target, Use.STATIC_LINK, knowledge=known)

    def warm() -> None:
        for target in TARGETS:
            compatible(expression, target, Use.STATIC_LINK)

    def theirs() -> None:
        for target in TARGETS:
            for license_id in TWENTY:
                peer.is_compatible(license_id, target)

    per_target = [t / len(TARGETS) for t in timed(cold)]
    others = [t / len(TARGETS) for t in timed(theirs)] if peer else None
    warm()
    again = [t / len(TARGETS) for t in timed(warm)]
    return [
        row("verdict with reasons, 20 components, worked out", "under 5", per_target, others),
        row("the same, remembered", "", again, others),
    ]


def _peer() -> Any:
    try:
        from license_audit.core.compatibility import CompatibilityMatrix
    except ImportError:
        return None
    return CompatibilityMatrix()


def scanned_project() -> Project:
    """Four parts with forty components each, as a scan of a large project gives them."""
    catalogue = sorted(load_knowledge().components.values(), key=lambda c: c.id)
    chance = random.Random(1)
    materials = (Material.SOFTWARE, Material.FIRMWARE, Material.GATEWARE, Material.DOCUMENTATION)
    parts = tuple(
        Part(
            f"{material}-{number}",
            f"{material} {number}",
            material,
            (f"{material}/**",),
            components=tuple(
                Component(c.name, c.license, Use.DYNAMIC_LINK, origin=Origin.SCAN)
                for c in chance.sample(catalogue, 40)
            ),
            origin=Origin.SCAN,
        )
        for number, material in enumerate(materials)
    )
    return Project("benchmark", parts, origin=Origin.SCAN)


def recommendation_rows() -> list[Row]:
    """The recommendation after one more answer, as the panel beside the questions needs it."""
    by_hand = {
        "materials": ("software",),
        "software/software-kind": "library",
        "authors": ("staff",),
        "software/components": "ROOT, FFTW, NumPy",
    }
    return [
        _recommendation("recommendation after an answer, one part", Project("small"), by_hand),
        _recommendation(
            "recommendation after an answer, 4 parts × 40 components",
            scanned_project(),
            {"authors": ("staff",)},
        ),
    ]


def _recommendation(what: str, project: Project, answers: dict[str, Any]) -> Row:
    turns = itertools.cycle(("anything", "changes", "everything"))
    times = timed(lambda: recommend(project, {**answers, "openness": next(turns)}))
    return row(what, "under 50", times)


def matrix_rows() -> list[Row]:
    """All licences of the OSADL matrix against each other, as the checker draws them."""
    peer = _peer()
    ids = [i for i in load_matrices()[-1].columns if " " not in i]

    def ours() -> None:
        all_against_all(ids, knowledge=anew())

    def theirs() -> None:
        for outbound in ids:
            for inbound in ids:
                peer.is_compatible(inbound, outbound)

    what = f"all against all, {len(ids)} licences"
    others = timed(theirs, rounds=3) if peer else None
    return [row(what, "under 1,000", timed(ours, rounds=3), others)]


def reading_row() -> Row:
    """Reading all knowledge in one process, checks across rows included."""
    folder = data_dir()
    return row("reading all knowledge", "", timed(lambda: loader._read(folder, None), rounds=7))


def import_row() -> Row:
    """Processor time of a fresh interpreter that imports the page and reads the knowledge."""
    times = []
    for _ in range(7):
        out = subprocess.run(
            [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True
        ).stdout
        ours, _, pandas = json.loads(out)
        if pandas:
            raise SystemExit("the page imports pandas")
        times.append(ours * 1000)
    return row("import of the advisor and its knowledge, processor time", "under 300", times)


def table(rows: list[Row]) -> str:
    """The results as a Markdown table."""
    head = ("what", "median, ms", "slowest, ms", "ratio to license-audit", "goal, ms")
    lines = ["| " + " | ".join(head) + " |", "|--|--:|--:|--:|--:|"]
    lines += ["| " + " | ".join(r.cells()) + " |" for r in rows]
    about = f"Python {platform.python_version()}, {platform.machine()}, {ROUNDS} rounds each."
    return "\n".join((*lines, "", about))


def main() -> None:
    """Measure and print; with ``--write`` into the documentation as well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put the table into the documentation")
    write = parser.parse_args().write
    load_knowledge()
    rows = [*verdict_rows(), *matrix_rows(), *recommendation_rows(), reading_row(), import_row()]
    text = table(rows)
    sys.stdout.write(text + "\n")
    if write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
