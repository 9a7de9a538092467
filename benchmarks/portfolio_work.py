# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How long it takes to read real histories and to make reports.

    python benchmarks/portfolio_work.py FOLDER…            print the table
    python benchmarks/portfolio_work.py FOLDER… --write    put it into docs/performance.md

Each FOLDER is a clone, bare or with files. The history pass runs alone, in one process. Then all
folders are read in full by two processes, and by two workers of a Dask cluster on this machine, in
turns; the start of either is not counted. Reports are of 1,000 repositories: the sample several
times over, under other names.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from ospo_widgets.api import collecting_tools as tools
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.collecting import CollectSettings, RepositoryReference, collect, run
from ospo_widgets.portfolio.collecting.authors import activity
from ospo_widgets.portfolio.collecting.executors import place
from ospo_widgets.portfolio.collecting.git import opened
from ospo_widgets.portfolio.collecting.limits import Limits
from ospo_widgets.portfolio.records import Records
from ospo_widgets.portfolio.reports.build import build_report
from ospo_widgets.portfolio.reports.render import render

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- portfolio-work:begin -->", "<!-- portfolio-work:end -->"
DAY = date(2026, 11, 22)
ROUNDS = 3
REPOSITORIES = 1_000


def headers(folders: Sequence[Path]) -> tuple[int, float]:
    """Commits of all histories, and seconds of the pass over their headers."""
    commits, begin = 0, time.perf_counter()
    for folder in folders:
        with opened(folder, Limits.of(600, "", 6 << 30)) as repository:
            found = activity(
                repository,
                year_before=DAY - timedelta(days=365),
                reference=DAY,
                newest=DAY,
                most=10_000_000,
            )
        commits += found.commits
    return commits, time.perf_counter() - begin


def whole(folders: Sequence[Path], scheduler: str) -> float:
    """Seconds in which two workers read everything of all folders."""
    references = [RepositoryReference(folder=str(f), name=f.parent.name) for f in folders]
    settings = CollectSettings(
        read_on=DAY,
        reference_date=DAY,
        recognise=tools.recognise,
        wants=tools.wants,
        inspect=tools.inspect,
    )
    with place(scheduler, 2) as there:
        work = partial(collect, settings=settings)
        list(run(references[:2], work, there.executor, workers=there.workers))  # all is imported
        begin = time.perf_counter()
        made = list(run(references, work, there.executor, workers=there.workers))
        took = time.perf_counter() - begin
    assert len(made) == len(references)
    return took


def thousand() -> Portfolio:
    """The sample several times over, under other names."""
    sample = Portfolio.sample().records
    times = -(-REPOSITORIES // len(sample.repositories))
    rows = tuple(
        replace(row, repo=f"{row.repo}-{i}", key=f"{row.key}-{i}")
        for i in range(times)
        for row in sample.repositories
    )[:REPOSITORIES]
    names = {row.repo for row in rows}
    months = {
        f"{repo}-{i}": pairs
        for i in range(times)
        for repo, pairs in sample.months.items()
        if f"{repo}-{i}" in names
    }
    return Portfolio.from_records(Records(rows, months, (), (), sample.about))


def reports() -> list[tuple[str, float]]:
    """Seconds of the yearly report in each format, the making of the report included."""
    portfolio = thousand()
    build_report(portfolio, "yearly", date=DAY)  # loads what it needs
    found = []
    for kind in ("html", "pdf", "xlsx", "zip"):
        took = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            render(build_report(portfolio, "yearly", date=DAY), kind)
            took.append(time.perf_counter() - begin)
        found.append((kind, statistics.median(took)))
    return found


def table(folders: Sequence[Path]) -> str:
    """The measurements as Markdown."""
    commits, seconds = min((headers(folders) for _ in range(ROUNDS)), key=lambda row: row[1])
    processes, dask = [], []
    for _ in range(ROUNDS):
        processes.append(whole(folders, ""))
        dask.append(whole(folders, "local"))
    goals = {"html": "under 1", "pdf": "under 10"}
    rows = [
        f"| history pass, one process, {len(folders)} repositories, {commits:,} commits |"
        f" {seconds:.1f} | {commits / seconds:,.0f} commits a second | 40,000 a second |",
        f"| everything, two processes | {statistics.median(processes):.1f} | | |",
        f"| everything, two Dask workers | {statistics.median(dask):.1f} |"
        f" {statistics.median(dask) / statistics.median(processes):.2f} of the processes | 1.00 |",
        *(
            f"| yearly report of {REPOSITORIES:,} repositories, {kind.upper()} | {took:.2f} | |"
            f" {goals.get(kind, '')} |"
            for kind, took in reports()
        ),
    ]
    head = "| what | seconds | ratio | goal |\n|---|--:|---|---|"
    about = f"Python {platform.python_version()}, {platform.machine()}, {ROUNDS} rounds in turns."
    return "\n".join(["", head, *rows, "", about, ""])


def main() -> None:
    """Measure and print, or write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    made = table(args.folders)
    print(made)
    if args.write:
        text = PAGE.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
