# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Many researchers at one server: how long they wait, whether an answer is lost, what it takes.

``python benchmarks/load.py [--people 40] [--sessions 500] [--port 8920] [--write]`` starts
``ospo serve`` and opens all pages at the same moment, each for a whole journey: the advisor to its
result, the scan of the example to its findings, or the portfolio through its filters. Every result
is compared with that of a journey that was made alone. Then sessions come and go in groups, and
the memory of server and kernels is followed. Nothing is asked but this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import platform
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from researcher import LostError, Researcher
from tornado.httpclient import AsyncHTTPClient

ROOT = Path(__file__).parent.parent
THINKING = 1.0
"""Seconds between two answers; a person reads for longer."""

_TAGS = re.compile(r"<[^>]+>|\s+")
_GLOSSARY = re.compile(r"<details[^>]*><summary>Words explained</summary>.*?</details>", re.S)
"""Follows the page in a quiet moment, so it may be one step behind; no part of an answer."""


# Journeys -----------------------------------------------------------------------------------------


@dataclass
class Visit:
    """What one person went through.

    Attributes:
        page: Notebook.
        first: Seconds to the first page with its widgets.
        seen: What the pages said, in order; the name of the project taken out.
        steps: Seconds that each answer took.
        fault: What went wrong, or empty.
    """

    page: str
    first: float = 0.0
    seen: list[str] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    fault: str = ""


Journey = Callable[[Researcher, Visit, str, float], Awaitable[None]]


async def advise(person: Researcher, visit: Visit, name: str, thinking: float) -> None:
    """Answer every question of the advisor, each time with the first possible answer."""
    [field_name, *_] = person.find("TextModel", within=person.root())
    await person.change(field_name, value=name)
    await _press(person, visit, "Answer by hand", thinking)
    while go_on := _button(person, "Continue"):
        inside = person.root()
        radios = person.find("RadioButtonsModel", within=inside)
        boxes = person.find("CheckboxModel", within=inside)
        texts = person.find("TextModel", within=inside)
        if radios:
            await person.change(radios[0], index=0)
        elif texts:
            await person.change(texts[0], value="")
        elif boxes:
            await person.change(boxes[0], value=True)
        visit.seen.append(_plain(person, "question", name))
        await _press(person, visit, go_on, thinking)
        if len(visit.seen) > 40:
            raise LostError("the questions do not end")
    if name not in person.text():
        raise LostError("the result does not name the project")
    visit.seen.append(_plain(person, "", name))


async def scan(person: Researcher, visit: Visit, name: str, thinking: float) -> None:  # noqa: ARG001
    """Scan the example and wait for its findings."""
    begun = time.perf_counter()
    await _press(person, visit, "Try it on an example", thinking)
    await person.until(lambda: "ospo-findings" in person.text() or _count(person) > 0, "findings")
    visit.steps.append(time.perf_counter() - begun)
    visit.seen.append(str(_count(person)))


def _count(person: Researcher) -> int:
    found = re.search(r"(\d+) findings", _TAGS.sub(" ", person.text()))
    return int(found[1]) if found else 0


async def look(person: Researcher, visit: Visit, name: str, thinking: float) -> None:  # noqa: ARG001
    """Filter the portfolio by each kind, and take the filter off again."""
    [kind] = person.find("DropdownModel", description="Kind")
    for index in (1, 2, 3, 0):
        begun = time.perf_counter()
        await person.change(kind, index=index)
        visit.steps.append(time.perf_counter() - begun)
        visit.seen.append(_showing(person))
        await asyncio.sleep(thinking)


def _showing(person: Researcher) -> str:
    found = re.search(r"Showing (\d+) of (\d+)", person.text())
    if not found:
        raise LostError("the portfolio does not say how much it shows")
    return found[0]


def _button(person: Researcher, words: str) -> str:
    found = person.find("ButtonModel", within=person.root(), description=words)
    return words if found else ""


async def _press(person: Researcher, visit: Visit, words: str, thinking: float) -> None:
    await asyncio.sleep(thinking)
    found = person.find("ButtonModel", within=person.root(), description=words)
    if not found:
        raise LostError(f"there is no button “{words}”")
    begun = time.perf_counter()
    await person.click(found[0])
    visit.steps.append(time.perf_counter() - begun)


def _plain(person: Researcher, class_: str, name: str) -> str:
    """The page in words, or only its question."""
    text = _GLOSSARY.sub("", person.text())
    if class_:
        found = re.search(rf'class="{class_}">(.*?)</', text)
        labels = [person.widgets[w].get("description", "") for w in person.shown(person.root())]
        text = found[1] if found else " ".join(label for label in labels if "?" in label)
    return _TAGS.sub(" ", text).replace(name, "…").strip()


JOURNEYS: dict[str, Journey] = {
    "licence_advisor": advise,
    "repository_scan": scan,
    "portfolio": look,
}


async def visit(server: str, page: str, name: str, thinking: float = THINKING) -> Visit:
    """One whole journey; what goes wrong is noted, not raised."""
    person, made = Researcher(server), Visit(page)
    try:
        made.first = await person.open(f"{page}.ipynb")
        await JOURNEYS[page](person, made, name, thinking)
    except Exception as error:
        made.fault = f"{error!r}, {await person.why()}"
    finally:
        with contextlib.suppress(Exception):
            await person.leave()
    return made


# What the server takes ----------------------------------------------------------------------------


@dataclass
class Taken:
    """Memory of all processes of a server in MB, their number, processor seconds, and when."""

    memory: float
    processes: int
    cpu: float
    at: float


def taken(server: int) -> Taken:
    """What a server and all that it started take now; shared memory counts once."""
    sys.path.insert(0, str(ROOT))
    from ospo_widgets.server.kernels.watch import descendants, processes, proportional

    everything = processes()
    own = descendants(server, everything.values()) & everything.keys()
    sizes = [size for pid in own if (size := proportional(pid))]
    cpu = sum(everything[pid].cpu_seconds for pid in own)
    return Taken(sum(sizes) / 2**20, len(sizes), cpu, time.perf_counter())


@contextlib.contextmanager
def running(port: int, folder: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server of ours with its temporary files in a folder of its own; gives its process."""
    environment = os.environ | {
        "TMPDIR": str(folder), "OSPO_LOG": str(folder / "errors.log"), "OSPO_CACHE_DIR": "",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "ospo_widgets", "serve", "--port", str(port), *options],
        env=environment,
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        _await_server(process, f"http://127.0.0.1:{port}/")
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_server(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}ospo/health", timeout=5).close()
        except OSError:
            time.sleep(0.2)
            continue
        if process.poll() is None:  # else another server answers at this port
            return
    raise SystemExit("The server did not start.")


@contextlib.asynccontextmanager
async def watched(server: int) -> AsyncIterator[list[Taken]]:
    """Looks every other second what the server takes, for as long as the block lasts."""
    seen: list[Taken] = []

    async def keep_looking() -> None:
        while True:
            seen.append(await asyncio.to_thread(taken, server))
            await asyncio.sleep(2)

    task = asyncio.create_task(keep_looking())
    try:
        yield seen
    finally:
        task.cancel()


# The two runs -------------------------------------------------------------------------------------


def pages_of(people: int) -> list[str]:
    """Who does what: of five, three ask the advisor, one scans, one looks at the portfolio."""
    order = (
        "licence_advisor",
        "licence_advisor",
        "repository_scan",
        "licence_advisor",
        "portfolio",
    )
    return [order[at % len(order)] for at in range(people)]


async def alone(server: str) -> dict[str, list[str]]:
    """What each journey shows when nobody else is there."""
    shown = {}
    for page in JOURNEYS:
        made = await visit(server, page, "Alone-0", 0.0)
        if made.fault:
            raise SystemExit(f"{page} does not work at all: {made.fault}")
        shown[page] = made.seen
    return shown


async def together(
    server: str, people: int, expected: dict[str, list[str]], thinking: float = THINKING
) -> list[Visit]:
    """All at the same moment; each result is compared with that of one who was alone."""
    made = await asyncio.gather(
        *(visit(server, page, f"Person-{at}", thinking) for at, page in enumerate(pages_of(people)))
    )
    for one in made:
        if not one.fault and one.seen != expected[one.page]:
            one.fault = "what was shown differs from a visit alone"
    return made


def slope(values: list[float]) -> float:
    """By how much a value grows from one to the next, on the whole."""
    return statistics.linear_regression(range(len(values)), values).slope


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of all lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


async def measure(port: int, server: int, people: int, sessions: int) -> list[tuple[str, str, str]]:
    """Both runs; gives the rows of the table."""
    AsyncHTTPClient.configure(None, max_clients=people * 2, max_body_size=2**26)
    address = f"http://127.0.0.1:{port}"
    expected = await alone(address)
    rows = []
    async with watched(server) as seen:
        begun = time.perf_counter()
        made = await together(address, people, expected)
        whole = time.perf_counter() - begun
    lost = [f"{one.page}: {one.fault}" for one in made if one.fault]
    print(*lost, sep="\n", file=sys.stderr)
    first = [one.first for one in made if one.first]
    steps = [step for one in made for step in one.steps]
    drawn = next((t for t in seen if t.at >= begun + max(first)), seen[-1])
    rows += [
        (f"first page, {people} at once: median", f"{statistics.median(first):.2f} s", ""),
        ("first page: 95 of 100", f"{percentile(first, 0.95):.2f} s", ""),
        ("first page: slowest", f"{max(first):.2f} s", "under 10 s"),
        ("first pages: processor time of all", f"{drawn.cpu - seen[0].cpu:.1f} s", ""),
        ("an answer: median", f"{statistics.median(steps):.2f} s", ""),
        ("an answer: 95 of 100", f"{percentile(steps, 0.95):.2f} s", ""),
        ("all journeys", f"{whole:.0f} s", ""),
        ("all journeys: processor time", f"{seen[-1].cpu - seen[0].cpu:.0f} s", ""),
        ("journeys with an answer lost", f"{len(lost)} of {people}", "0"),
        ("memory of server and sessions, most", f"{max(t.memory for t in seen):,.0f} MB",
         "under 8,000 MB"),
        ("processes, most", str(max(t.processes for t in seen)), ""),
    ]  # fmt: skip
    if sessions:
        rows += await _come_and_go(address, server, sessions, expected)
    return rows


async def _come_and_go(
    address: str, server: int, sessions: int, expected: dict[str, list[str]], group: int = 10
) -> list[tuple[str, str, str]]:
    memory, lost = [], 0
    for begun in range(0, sessions, group):
        made = await together(address, min(group, sessions - begun), expected, thinking=0.0)
        lost += sum(bool(one.fault) for one in made)
        await asyncio.sleep(2)  # the pool fills up
        memory.append((await asyncio.to_thread(taken, server)).memory)
        print(f"{begun + group} sessions: {memory[-1]:.0f} MB", file=sys.stderr)
    half = memory[len(memory) // 2 :]
    return [
        (f"journeys with an answer lost, {sessions} in groups of {group}", str(lost), "0"),
        (
            "memory after the first and the last group",
            f"{memory[0]:,.0f}, {memory[-1]:,.0f} MB",
            "",
        ),
        ("growth over the second half", f"{slope(half) / group * 1024:.1f} KB a session", "flat"),
    ]


def main() -> None:
    """Entry point."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=40)
    asked.add_argument("--sessions", type=int, default=500)
    asked.add_argument("--port", type=int, default=8920)
    asked.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md"
    )
    chosen = asked.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="load-") as folder,
        running(chosen.port, Path(folder)) as server,
    ):
        time.sleep(10)  # the pool fills up
        rows = asyncio.run(measure(chosen.port, server.pid, chosen.people, chosen.sessions))
    table = "\n".join(
        ["| what | measured | goal |", "|---|--:|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    )
    where = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores."
    print(f"{table}\n\n{where}")
    if chosen.write:
        page = ROOT / "docs" / "performance.md"
        before, _, rest = page.read_text(encoding="utf-8").partition("<!-- load:begin -->")
        after = rest.partition("<!-- load:end -->")[2]
        page.write_text(
            f"{before}<!-- load:begin -->\n\n{table}\n\n{where}\n\n<!-- load:end -->{after}",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
