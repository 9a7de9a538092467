# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How long a large portfolio takes: opening it, a filter with all chart data, one repository.

    python benchmarks/portfolio.py                   print the table, with 100,000 repositories
    python benchmarks/portfolio.py 100000 1000000    with these sizes; a million needs 10 GB
    python benchmarks/portfolio.py … --write         put it into docs/performance.md

The repositories are made up: every month of ten years has commits, which is more than real ones
have. Each measurement runs in a fresh process, as a page of its own does. The peer is pandas with
one row a month of a repository, in the same run on the same rows.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from ospo_widgets.portfolio.engine import Index, build_index, write_index
from ospo_widgets.portfolio.engine.activity import activity_arrays
from ospo_widgets.portfolio.engine.bins import bin_arrays
from ospo_widgets.portfolio.engine.orders import order_arrays
from ospo_widgets.portfolio.engine.schema import BITS, COUNTS, DAYS, month_number
from ospo_widgets.portfolio.engine.strings import code_arrays, smallest, text_arrays
from ospo_widgets.portfolio.families import families
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.readiness import TREND_ITEMS
from ospo_widgets.portfolio.records import About, Records

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- portfolio:begin -->", "<!-- portfolio:end -->"

ROUNDS = 9
MONTHS = 120
REFERENCE = date(2026, 8, 22)
VALUES = {
    "kind": ["software", "hardware", "docs", "notebooks", "data"],
    "relation": [f"relation-{i}" for i in range(12)],
    "department": [f"department-{i}" for i in range(200)],
    "platform": ["github.com", "gitlab.cern.ch", "ohwr.org", "example.org"],
    "main_language": [f"language-{i}" for i in range(60)],
    "stage": ["", "stable", "beta"],
}

FILTERS: dict[str, Filters] = {
    "nothing": Filters(),
    "a kind": Filters(kind="hardware"),
    "2 families, active": Filters(family="gpl,lgpl", active=True),
    "5 of 60 languages, 20 of 200 departments": Filters(
        language=",".join(VALUES["main_language"][:5]),
        department=",".join(VALUES["department"][:20]),
    ),
    "with tests (half)": Filters(only=frozenset({"tests"})),
    "name contains": Filters(name="17-3"),
    "commits in a period": Filters(period="2024-03..2024-05"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    size: int
    median: float
    slowest: float
    goal: str
    peer: float | None = None
    memory: float | None = None

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        ratio = "" if self.peer is None else f"{self.peer / self.median:,.0f}"
        memory = "" if self.memory is None else f"{self.memory:,.0f}"
        return (
            self.what,
            f"{self.size:,}",
            f"{self.median:,.1f}",
            f"{self.slowest:,.1f}",
            ratio,
            memory,
            self.goal,
        )


def synthetic(count: int) -> dict[str, Any]:
    """Arrays of an index of made-up repositories: as ``build_index`` gives them."""
    chance = np.random.default_rng(1)
    arrays = build_index(Records((), {}, (), (), About(REFERENCE)))
    names = [f"group-{i % 997}/repository-{i}-{i % 53}" for i in range(count)]
    arrays |= text_arrays("repo", names) | text_arrays("folded", names)
    for name in ("url", "head_commit", "key", "doi", "error", "ci", "languages", "topics", "also"):
        arrays |= text_arrays(name, [""] * count)
    arrays |= text_arrays("ids", [""] * count)
    for name, values in {**VALUES, "family": list(families())}.items():
        arrays |= _coded(name, values, count, chance)
    expressions = ["MIT", "GPL-3.0-only", "Apache-2.0", ""]
    for name in ("license", "license_hardware", "license_documentation", "license_detected"):
        arrays |= _coded(name, expressions, count, chance)
    for name in ("half", "age"):
        words = len(arrays[f"{name}.words.starts"]) - 1
        arrays[name] = chance.integers(0, words, count).astype(np.uint8)
    for name in COUNTS:
        arrays[name] = (chance.pareto(1.2, count) * 3 - 0.5).clip(-1, 1e6).astype(np.int32)
    for name in ("first_response_days", "closed_share", "libyears", "reuse_share"):
        arrays[name] = np.where(chance.random(count) < 0.3, np.nan, chance.random(count))
    newest = REFERENCE.toordinal()
    for name in DAYS:
        arrays[name] = (newest - chance.integers(0, 3_600, count)).astype(np.int32)
    arrays["begin"] = arrays["first_commit_date"]
    known = chance.integers(0, 1 << len(BITS), count, dtype=np.uint64)
    arrays["known"] = known | np.uint64((1 << 20) - 1)
    arrays["yes"] = arrays["known"] & chance.integers(0, 1 << 63, count, dtype=np.uint64)
    arrays |= _steps(count, chance)
    matrix = np.empty((count, MONTHS), dtype=np.uint16)
    for start in range(0, count, 50_000):
        block = matrix[start : start + 50_000]
        block[:] = chance.integers(0, 256, block.shape, dtype=np.uint8) >> 3
    arrays |= activity_arrays(arrays, (matrix, month_number(REFERENCE)))
    return arrays | order_arrays(arrays) | bin_arrays(arrays)


def _coded(name: str, values: list[str], count: int, chance: Any) -> dict[str, Any]:
    """Codes that are skewed as real ones: a few values have most repositories."""
    words = code_arrays(name, values)
    width = len(words[f"{name}.words.starts"]) - 1
    lowest = 1 if "" not in values else 0
    skewed = (chance.random(count) ** 2 * (width - lowest)).astype(np.int64) + lowest
    return {**words, name: skewed.astype(smallest(width))}


def _steps(count: int, chance: Any) -> dict[str, Any]:
    """A licence history and a history of eight items for each repository."""
    width = len(families()) + 1
    first = month_number(REFERENCE) - MONTHS + 1
    found: dict[str, Any] = {"mix.told": np.ones(count, dtype=bool)}
    begins = chance.integers(0, MONTHS, count)
    family = chance.integers(1, width, count)
    changed = chance.choice(count, count // 10, replace=False)
    later = chance.integers(begins[changed], MONTHS)
    other = chance.integers(1, width, len(changed))
    cells = [
        begins * width + family,
        later * width + family[changed],
        later * width + other,
    ]
    found["mix.row"] = np.concatenate([np.arange(count), changed, changed]).astype(np.int32)
    found["mix.cell"] = np.concatenate(cells).astype(np.int32)
    signs = np.repeat([1, -1, 1], [count, len(changed), len(changed)])
    found["mix.step"] = signs.astype(np.int8)
    found["mix.first"] = np.array([first, width], dtype=np.int32)
    items = len(TREND_ITEMS)
    for name, share, codes in (("trend.yes", 4, items), ("trend.known", 1, 1 << items)):
        rows = np.repeat(np.arange(count), share)
        months = chance.integers(0, MONTHS, len(rows))
        code = chance.integers(0, codes, len(rows)) if share > 1 else np.full(len(rows), codes - 1)
        found[f"{name}.row"] = rows.astype(np.int32)
        found[f"{name}.cell"] = (months * codes + code).astype(np.int32)
        found[f"{name}.step"] = np.ones(len(rows), dtype=np.int8)
        found[f"{name}.first"] = np.array([first, codes], dtype=np.int32)
    return found


def everything(portfolio: Portfolio) -> None:
    """All that the page asks for after a change of filter, and a page of the list."""
    selection = portfolio.selection
    portfolio.tiles()
    portfolio.glance()
    portfolio.attention()
    selection.by_family()
    selection.by_kind()
    selection.readiness()
    assert selection.monthly is not None
    portfolio.mix_over_time()
    portfolio.readiness_trend()
    portfolio.heat("relation")
    portfolio.sides()
    portfolio.health()
    portfolio.absence_factor()
    for name in ("language", "platform", "department", "stage"):
        portfolio.counts(name)
    portfolio.age()
    portfolio.page(sort="commits", size=25)


def timed(function: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of the processor in each round: what others do meanwhile does not count."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        function()
        found.append((time.process_time() - start) * 1_000)
    return found


def resident() -> float:
    """Most memory of this process so far, MB, what it has mapped of files included."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1_024


def session(folder: str) -> dict[str, Any]:
    """One session of a page: open, then filter after filter; the first round of each counts."""
    found: dict[str, Any] = {
        "open": timed(lambda: Portfolio.from_index(Index.open(folder)).heading())
    }
    index = Index.open(folder)
    portfolio = Portfolio.from_index(index)
    found["filters"] = {
        name: timed(lambda f=filters: everything(_fresh(index, f)))  # type: ignore[misc]
        for name, filters in FILTERS.items()
    }
    repo = index.names[len(index) // 3]
    found["row"] = timed(lambda: portfolio.repository(repo))
    found["memory"] = resident()
    return found


def _fresh(index: Index, filters: Filters) -> Portfolio:
    """A portfolio for which nothing was worked out yet."""
    fresh = Index(index.arrays)
    return Portfolio.from_index(fresh).filtered(filters)


def against_pandas(folder: str) -> dict[str, Any]:
    """Time series of a filter in pandas and from the index, in turns."""
    import pandas as pd

    index = Index.open(folder)
    arrays = index.arrays
    count = len(index)
    rows = pd.DataFrame(
        {
            "repo": np.arange(count),
            "kind": pd.Categorical.from_codes(
                arrays["kind"].astype(np.int16), list(index.vocabulary("kind"))
            ),
        }
    )
    months = pd.DataFrame(
        {
            "repo": np.repeat(np.arange(count, dtype=np.int32), MONTHS),
            "month": np.tile(np.arange(MONTHS, dtype=np.int16), count),
            "commits": arrays["activity"].reshape(-1),
        }
    )
    wanted = Filters(kind="software,hardware")

    def theirs() -> Any:
        chosen = rows.loc[rows["kind"].isin(["software", "hardware"]), "repo"]
        return months[months["repo"].isin(chosen)].groupby("month")["commits"].sum()

    def ours() -> Any:
        return _fresh(index, wanted).selection.monthly

    same = [commits for _, commits in ours()] == theirs().tolist()
    if not same:
        raise SystemExit("pandas counts otherwise")
    return {"ours": timed(ours, 5), "pandas": timed(theirs, 3)}


def measured(what: str, folder: str) -> dict[str, Any]:
    """What a function of this file finds in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", what, folder],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows_for(count: int) -> list[Row]:
    """All measurements with a number of repositories."""
    goal, memory = ("under 100", None) if count <= 100_000 else ("under 500", 500)
    with tempfile.TemporaryDirectory() as folder:
        write_index(synthetic(count), Path(folder))
        found = measured("session", folder)
        peer = measured("against_pandas", folder)
    memory_goal = f", under {memory} MB" if memory else ""
    made = [_row("open, with the figures of the heading", count, found["open"], goal)]
    for name, times in found["filters"].items():
        made.append(_row(f"filter by {name}, all chart data", count, times, goal))
    made[-1] = replace(made[-1], memory=found["memory"], goal=goal + memory_goal)
    made.append(_row("one repository", count, found["row"], ""))
    series = _row("commits by month of a filter", count, peer["ours"], "10 times pandas")
    return [*made, replace(series, peer=statistics.median(peer["pandas"]))]


def _row(what: str, count: int, times: list[float], goal: str) -> Row:
    return Row(what, count, statistics.median(times), max(times), goal)


def table(rows: list[Row]) -> str:
    """The results as a Markdown table."""
    head = (
        "what",
        "repositories",
        "median, ms",
        "slowest, ms",
        "times as fast as pandas",
        "session, MB",
        "goal, ms",
    )
    lines = ["| " + " | ".join(head) + " |", "|--|--:|--:|--:|--:|--:|--|"]
    lines += ["| " + " | ".join(r.cells()) + " |" for r in rows]
    about = (
        f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()},"
        f" {ROUNDS} rounds each; {MONTHS} months."
    )
    return "\n".join((*lines, "", about))


def main() -> None:
    """Measure and print; with ``--write`` into the documentation as well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[100_000], help="repositories")
    parser.add_argument("--write", action="store_true", help="put the table into the documentation")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        what, folder = args.one
        one = {"session": session, "against_pandas": against_pandas}[what]
        sys.stdout.write(json.dumps(one(folder)))
        return
    text = table([row for size in args.sizes for row in rows_for(size)])
    sys.stdout.write(text + "\n")
    if args.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
