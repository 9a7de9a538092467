# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How long a page takes until it answers, against Voilà's own page, in one run.

    python benchmarks/serve.py                     the licence advisor, 7 rounds
    python benchmarks/serve.py --rounds 3 --app compatibility
    python benchmarks/serve.py --write             put it into docs/performance.md

Five servers run side by side: ours with kernels ready and without, Voilà with its stock template
and stock settings and a notebook of one button (the yardstick), the same with kernels ready, and
Voilà's lightest settings (kernels ready, no extensions but those of widgets). Each round opens one
page of each, one after the other, in the same Chromium, twice: with an empty cache of its own
(“new”), and again with what the first view left in it (“known”).

The clock runs from the navigation to the first press of a button of the app that the kernel has
answered in the page. Nobody waits for anything else: the button is pressed in the frame in which it
can be (“shown”). The machine is shared, so the least of the rounds and the processor time say more
than the median. Processor time is that of the renderer, of the server and of all its kernels.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import psutil
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from find_chromium import find

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- serve:begin -->", "<!-- serve:end -->"
START_SECONDS = 120
PAGE_MILLISECONDS = 60_000
GOAL_READY = 0.6
GOAL_COLD = 1.0
GOAL_SCRIPT = 4.6e6
GOAL_MESSAGE = 100e3

TRIVIAL = """\
import ipywidgets as ipw
said = ipw.HTML("not yet")
button = ipw.Button(description="Press")
button.on_click(lambda _: setattr(said, "value", "answered"))
ipw.VBox([button, said])
"""

# Pressed again each frame until the page shows the answer: a button can be there before it works.
PRESS = """
() => {
  const { button, answer } = %s;
  const seen = (selector, text) =>
    [...document.querySelectorAll(selector)].find((one) =>
      one.textContent.includes(text) && one.offsetParent);
  let pressed = 0;
  const look = () => {
    const there = seen("button", button);
    if (there && !pressed) {
      pressed = performance.now();
      there.click();
    }
    if (pressed && answer.some(([selector, text]) => seen(selector, text))) {
      window.benchmark = { pressed, answered: performance.now() };
      return;
    }
    requestAnimationFrame(look);
  };
  look();
}
"""


@dataclass(frozen=True)
class App:
    """What is pressed, and what shows that the kernel has answered."""

    button: str
    answer: tuple[tuple[str, str], ...]


APPS = {
    "licence_advisor": App("Answer by hand", (("h2", ""),)),
    "compatibility": App("Check", ((".notice", ""), ("h2", ""))),
    "trivial": App("Press", ((".widget-html-content", "answered"),)),
}


@dataclass
class View:
    """One view of a page; times in seconds, sizes in bytes."""

    first_byte: float
    pressed: float
    answered: float
    browser_cpu: float
    server_cpu: float
    script: int
    transferred: int
    requests: int
    outside: int
    first_message: int
    websocket: int


@dataclass
class Watch:
    """What a page asks for, from Chromium's own books."""

    session: CDPSession
    own: str
    types: dict[str, str] = field(default_factory=dict)
    script: int = 0
    transferred: int = 0
    requests: int = 0
    outside: int = 0
    messages: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.dataReceived", self._received)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.on("Network.webSocketFrameReceived", self._message)
        self.session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if url.startswith(("data:", "blob:")):
            return
        self.types[event["requestId"]] = event.get("type", "")
        self.requests += 1
        self.outside += not url.startswith(self.own)

    def _received(self, event: dict[str, Any]) -> None:
        if self.types.get(event["requestId"]) == "Script":
            self.script += event["dataLength"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.types:
            self.transferred += int(event["encodedDataLength"])

    def _message(self, event: dict[str, Any]) -> None:
        response = event["response"]
        size = len(response["payloadData"])
        self.messages.append(size * 3 // 4 if response["opcode"] == 2 else size)


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: list[str], port: int, folder: Path) -> Iterator[psutil.Process]:
    """A server from its start until it answers, and its end."""
    environment = {**os.environ, "OSPO_LOG": str(folder / "errors.log"), "TMPDIR": str(folder)}
    environment.pop("JUPYTER_PATH", None)
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=folder
    )
    try:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu(process: psutil.Process) -> float:
    """Processor seconds of a process and all that it started and that still run."""
    spent = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.Error:
            continue
        spent += times.user + times.system
    return spent


def settled(process: psutil.Process, seconds: float = 60) -> None:
    """Wait until a server and its kernels do nothing: what starts would disturb the clock."""
    end = time.monotonic() + seconds
    quiet = 0
    before = cpu(process)
    while quiet < 3 and time.monotonic() < end:
        time.sleep(0.5)
        now = cpu(process)
        quiet = quiet + 1 if now - before < 0.05 else 0
        before = now


def look(page: Page, url: str, own: str, app: App, server: psutil.Process) -> View:
    """Open a page and press its button."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    watch = Watch(session, own)
    spent = cpu(server)
    page.add_init_script(
        "window.benchmark = null; ("
        + PRESS % f"{{button: {app.button!r}, answer: {[list(a) for a in app.answer]!r}}}"
        + ")()"
    )
    page.goto(url, wait_until="commit")
    end = time.monotonic() + PAGE_MILLISECONDS / 1000
    while not (found := page.evaluate("window.benchmark")):
        if time.monotonic() > end:
            raise TimeoutError(f"{url} did not answer.")
        page.wait_for_timeout(20)
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    view = View(
        timing / 1000,
        found["pressed"] / 1000,
        found["answered"] / 1000,
        metrics["TaskDuration"],
        cpu(server) - spent,
        watch.script,
        watch.transferred,
        watch.requests,
        watch.outside,
        max(watch.messages[:1], default=0),
        sum(watch.messages),
    )
    page.close()
    return view


@dataclass(frozen=True)
class Contender:
    """A server, and the page of it that is opened."""

    name: str
    url: str
    own: str
    app: App
    process: psutil.Process


def contenders(stack: ExitStack, folder: Path, app: str) -> list[Contender]:
    """Start all servers."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(TRIVIAL)],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    (folder / "trivial").mkdir()
    nbformat.write(notebook, str(folder / "trivial" / "trivial.ipynb"))
    voila = [sys.executable, "-m", "voila", str(folder / "trivial"), "--no-browser"]
    ready = ["--Voila.preheat_kernel=True", "--VoilaConfiguration.preheat_kernel=True"]
    light = ["--VoilaConfiguration.extension_allowlist=['@jupyter-widgets/jupyterlab-manager',"
             "'@voila-dashboards/widgets-manager8']"]  # fmt: skip
    ours = [sys.executable, "-m", "ospo_widgets", "serve", "--no-open"]
    found = []
    for name, command, page in (
        ("Voilà, stock", voila, "trivial"),
        ("Voilà, kernels ready", [*voila, *ready], "trivial"),
        ("Voilà, lightest", [*voila, *ready, *light], "trivial"),
        ("ours, no kernel ready", [*ours, "--no-preheat"], app),
        ("ours", ours, app),
    ):
        port = free_port()
        # Their own folders, so that what one keeps helps no other.
        place = Path(tempfile.mkdtemp(dir=folder))
        process = stack.enter_context(served([*command, f"--port={port}"], port, place))
        own = f"http://127.0.0.1:{port}/"
        found.append(Contender(name, f"{own}voila/render/{page}.ipynb", own, APPS[page], process))
    return found


def measure(browser: Browser, all_: list[Contender], rounds: int) -> dict[str, list[View]]:
    """Each contender in turn, as often as asked; the first round warms up and does not count."""
    views: dict[str, list[View]] = {}
    for number in range(rounds + 1):
        for one in all_ if number % 2 else reversed(all_):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            for cache in ("new", "known"):
                settled(one.process)
                view = look(context.new_page(), one.url, one.own, one.app, one.process)
                if number:
                    views.setdefault(f"{one.name} | {cache}", []).append(view)
            context.close()
    return views


TIMES = (
    ("first byte", "first_byte", 1.0, ".2f"),
    ("shown", "pressed", 1.0, ".2f"),
    ("answered", "answered", 1.0, ".2f"),
    ("browser CPU", "browser_cpu", 1.0, ".2f"),
    ("server and kernel CPU", "server_cpu", 1.0, ".2f"),
)
TRAFFIC = (
    ("script, KB", "script", 1e3, ",.0f"),
    ("transferred, KB", "transferred", 1e3, ",.0f"),
    ("requests", "requests", 1, ",.0f"),
    ("to elsewhere", "outside", 1, ",.0f"),
    ("first message, KB", "first_message", 1e3, ",.1f"),
    ("websocket, KB", "websocket", 1e3, ",.0f"),
)


def table(views: dict[str, list[View]], heads: tuple[tuple[str, str, float, str], ...]) -> str:
    """One table; times as the median and the least of all rounds, sizes as the median."""
    ends = {"": statistics.median, ", least": min} if heads is TIMES else {"": statistics.median}
    names = [f"{head[0]}{end}" for head in heads for end in ends]
    lines = ["| page | cache | " + " | ".join(names) + " |", "|--|--|" + "--:|" * len(names)]
    for name, rows in sorted(views.items(), key=lambda item: item[0].rpartition("|")[2]):
        told = [
            format(pick(getattr(row, what) for row in rows) / unit, how)
            for _, what, unit, how in heads
            for pick in ends.values()
        ]
        lines.append(f"| {name} | " + " | ".join(told) + " |")
    return "\n".join(lines)


def verdicts(views: dict[str, list[View]]) -> Iterator[str]:
    """Goals and whether they are kept, for both states of the browser's cache."""
    for cache in ("new", "known"):
        stock, cold, ours = (
            views[f"{name} | {cache}"] for name in ("Voilà, stock", "ours, no kernel ready", "ours")
        )
        for label, rows, goal in (
            ("kernel ready", ours, GOAL_READY),
            ("no kernel ready", cold, GOAL_COLD),
        ):
            for how, pick in (("median", statistics.median), ("least", min)):
                ratio = pick(r.answered for r in rows) / pick(r.answered for r in stock)
                said = f"{cache} cache, {label}, {how}: {ratio:.2f} of stock Voilà"
                yield f"{said}, goal {goal}: {_kept(ratio <= goal)}"
    ours = views["ours | new"] + views["ours | known"]
    script = max(view.script for view in ours)
    yield f"script {script / 1e6:.2f} MB, goal 4.6: {_kept(script <= GOAL_SCRIPT)}"
    first = max(view.first_message for view in ours)
    yield f"first message {first / 1e3:.1f} KB, goal 100: {_kept(first < GOAL_MESSAGE)}"
    outside = sum(view.outside for view in ours)
    yield f"requests to elsewhere {outside}, goal 0: {_kept(outside == 0)}"


def _kept(kept: bool) -> str:
    return "kept" if kept else "missed"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--app", default="licence_advisor", choices=[a for a in APPS if a != "trivial"]
    )
    parser.add_argument("--write", action="store_true", help="put it into docs/performance.md")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        ExitStack() as stack,
        sync_playwright() as playwright,
    ):
        all_ = contenders(stack, Path(folder), asked.app)
        browser = playwright.chromium.launch(
            executable_path=str(find()), args=["--disable-gpu", "--no-sandbox"]
        )
        views = measure(browser, all_, asked.rounds)
        browser.close()
    said = "\n".join(f"- {line}" for line in verdicts(views))
    made = f"{table(views, TIMES)}\n\n{table(views, TRAFFIC)}\n\n{said}\n"
    sys.stdout.write(made)
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
