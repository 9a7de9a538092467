# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How long the portfolio page takes after a filter until the charts in view are drawn again.

    python benchmarks/portfolio_browser.py              127 and 1,000 repositories
    python benchmarks/portfolio_browser.py 1000 10000   other sizes

A real server and a real Chromium, as tests/browser has them. The clock starts in the page with the
change of the field “Kind” and stops when plotly has drawn the last chart of those in the window and
one frame more has been painted; nothing that is drawn later is left out, because each round waits
until all has been quiet for a second. “First answer” is when the first chart starts to be drawn,
so kernel and websocket come before it and the browser's drawing after it. Portfolios larger than
the sample are the sample several times, under other names.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.opening import STORE_VARIABLE
from ospo_widgets.portfolio.records import Records
from ospo_widgets.portfolio.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from find_chromium import find

VIEWS = ("glance", "licences", "readiness", "health", "quality")
ROUNDS = 8
START_SECONDS = 120_000
GOAL = 300

WATCH = """() => {
  const drawn = (window.drawn = { first: 0, last: 0, charts: 0, open: 0 });
  const react = Plotly.react;
  Plotly.react = (...all) => {
    drawn.first ||= performance.now();
    drawn.open += 1;
    const done = () => {
      drawn.open -= 1;
      drawn.charts += 1;
      requestAnimationFrame(() => setTimeout(() => (drawn.last = performance.now())));
    };
    const promise = react(...all);
    promise.then(done, done);
    return promise;
  };
}"""
CHOOSE = """async (value) => {
  const field = document.querySelector(".filters select");
  Object.assign(window.drawn, { first: 0, last: 0, charts: 0 });
  const start = performance.now();
  let seen = start;
  const watcher = new MutationObserver(() => (seen = performance.now()));
  watcher.observe(document.querySelector("main"), { subtree: true, childList: true });
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const quiet = () => performance.now() - Math.max(seen, window.drawn.last, start) > 1000;
  while (window.drawn.open || !window.drawn.first || !quiet()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (performance.now() - start > 20000) break;
  }
  watcher.disconnect();
  const { first, last, charts } = window.drawn;
  return { first: first - start, last: last - start, charts, page: seen - start };
}"""


def multiplied(records: Records, count: int) -> Records:
    """As many repositories, each one of these under another name."""
    names = [row.repo for row in records.repositories]
    copies = -(-count // len(names))

    def rename(repo: str, copy: int) -> str:
        return f"copy{copy}-{repo}" if copy else repo

    def again(rows: Iterable[Any]) -> tuple[Any, ...]:
        kept = list(rows)
        wide = "url" in {f.name for f in fields(kept[0])} if kept else False
        return tuple(
            replace(row, repo=rename(row.repo, copy), **({"url": ""} if wide and copy else {}))
            for copy in range(copies)
            for row in kept
        )

    wanted = frozenset(row.repo for row in again(records.repositories)[:count])
    months = {
        rename(repo, copy): counts
        for copy in range(copies)
        for repo, counts in records.months.items()
    }
    return Records(
        again(records.repositories)[:count],
        {repo: counts for repo, counts in months.items() if repo in wanted},
        tuple(e for e in again(records.license_events) if e.repo in wanted),
        tuple(d for d in again(records.author_domains) if d.repo in wanted),
        records.about,
        changes=tuple(c for c in again(records.changes) if c.repo in wanted),
    )


@contextmanager
def served(store: str) -> Iterator[str]:
    """A server on a free port of loopback; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, STORE_VARIABLE: store, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "ospo_widgets", "serve", "--port", str(port), "--no-open"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    try:
        for line in process.stdout or ():
            if "open at " in line:
                break
        yield f"http://127.0.0.1:{port}/voila/render/portfolio.ipynb"
    finally:
        process.terminate()
        process.wait(30)


def rounds(page: Page, address: str, view: str) -> list[dict[str, float]]:
    """Each change of the filter in one view, after one that is not counted."""
    page.goto(f"{address}?view={view}")
    page.get_by_role("heading", level=1).wait_for(timeout=START_SECONDS)
    page.locator(".main-svg").first.wait_for(timeout=START_SECONDS)
    page.evaluate(WATCH)
    values = page.eval_on_selector_all(
        ".filters select >> nth=0 >> option", "all => all.map((one) => one.value)"
    )
    found = []
    for i in range(ROUNDS + 1):
        found.append(page.evaluate(CHOOSE, values[1 + i % 2]))
    return found[1:]


def measure(count: int) -> list[str]:
    """One line of the table for each view."""
    lines = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = ""
        sample = Portfolio.sample()
        if count != len(sample):
            store = f"{folder}/store"
            Store(store).append(multiplied(sample.records, count), sample.about.read_on)
        with served(store) as address:
            browser = playwright.chromium.launch(
                executable_path=str(find()), args=["--disable-gpu", "--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            for view in VIEWS:
                found = rounds(page, address, view)
                last = [one["last"] for one in found]
                first = statistics.median(one["first"] for one in found)
                charts = statistics.median(one["charts"] for one in found)
                lines.append(
                    f"| {view} | {count:,} | {charts:.0f} | {first:,.0f} "
                    f"| {statistics.median(last):,.0f} | {max(last):,.0f} | {GOAL} |"
                )
            browser.close()
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[127, 1_000], help="repositories")
    head = ("view", "repositories", "charts drawn", "first answer, ms", "median, ms", "slowest, ms")
    print("| " + " | ".join((*head, "goal, ms")) + " |\n|--|--:|--:|--:|--:|--:|--:|")
    for size in parser.parse_args().sizes:
        for line in measure(size):
            print(line, flush=True)


if __name__ == "__main__":
    main()
