# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bad input, the process: limits, a worker that is killed, files that move, two scans at once."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ospo_widgets.cli import main
from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.progress import Progress
from ospo_widgets.scanning.paths import read_regular
from ospo_widgets.scanning.reading.reader import Reader
from ospo_widgets.scanning.result import ScanResult, ScanVerdict
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.worker import process
from tests.scanning.hostile import scan_here
from tests.scanning.hostile_tree import HEADER

Make = Callable[[Mapping[str, str | bytes]], Path]
Workspaces = Callable[[], list[Path]]
QUICK = ScanSettings(history="none")


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Processes that scans start from here on."""
    pids: list[int] = []
    real = subprocess.Popen

    def popen(*args: object, **options: object) -> object:
        started = real(*args, **options)  # type: ignore[call-overload]
        pids.append(started.pid)
        return started

    monkeypatch.setattr(process.subprocess, "Popen", popen)
    return pids


def test_limits_are_in_force_in_the_worker(make_tree: Make, workers: list[int]) -> None:
    """Read from the system, while the worker works; the parent has none of them."""
    limits: dict[str, tuple[int, int]] = {}

    def report(progress: Progress) -> None:
        if progress.stage == "read" and not limits:
            for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE"):
                limits[name] = resource.prlimit(workers[0], getattr(resource, name))

    settings = ScanSettings(memory=3 << 30, cpu_seconds=55, max_unpacked=1 << 20)
    scan(make_tree({f"a{n}.py": HEADER for n in range(40)}), settings=settings, report=report)
    assert [limits[n][0] for n in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE")] == [
        3 << 30, 55, 1 << 20, 0
    ]  # fmt: skip
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] != 55
    with pytest.raises(ProcessLookupError):
        os.kill(workers[0], 0)


@pytest.mark.parametrize(("said", "steps"), [("7", 7), ("0", 0), ("-5", 0), ("much", 0)])
def test_the_worker_steps_back_as_it_is_told(
    make_tree: Make, workers: list[int], monkeypatch: pytest.MonkeyPatch, said: str, steps: int
) -> None:
    seen: set[int] = set()

    def report(progress: Progress) -> None:
        if progress.stage == "read":
            seen.add(os.getpriority(os.PRIO_PROCESS, workers[0]))

    monkeypatch.setenv("OSPO_SCAN_NICE", said)
    scan(make_tree({f"a{n}.py": HEADER for n in range(40)}), settings=QUICK, report=report)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert seen == {min(own + steps, 19)}


def test_a_worker_killed_half_way_leaves_an_error_and_nothing_else(
    make_tree: Make, workspaces: Workspaces
) -> None:
    root = make_tree({f"a{n}.py": HEADER for n in range(300)})
    archive = root / "a.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for path in root.glob("*.py"):
            out.write(path, path.name)
    killed: list[int] = []

    def report(progress: Progress) -> None:
        if progress.stage == "read" and not killed:
            folder = workspaces()[0]
            for running in Path("/proc").glob("[1-9]*"):
                try:
                    at = (running / "cwd").readlink()
                except OSError:
                    continue
                if at == folder:
                    killed.append(int(running.name))
                    os.kill(int(running.name), signal.SIGKILL)

    with pytest.raises(OspoError, match="no result") as caught:
        scan(archive, report=report, settings=QUICK)
    assert killed and not isinstance(caught.value, InputError)
    assert workspaces() == []
    assert scan_here(root, QUICK).files_total == 301  # the process is alive and works


def test_what_a_killed_program_left_is_removed_by_the_next(
    make_tree: Make, tmp_path: Path, workspaces: Workspaces
) -> None:
    code = (
        "import os, signal, sys\n"
        "from ospo_widgets.scanning.scan import scan\n"
        "scan(sys.argv[1], report=lambda p: p.stage == 'read' and os.kill(os.getpid(), 9))\n"
    )
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("a.py", HEADER)
    environment = os.environ | {"TMPDIR": str(tempfile.gettempdir())}
    command = [sys.executable, "-c", code, str(archive)]
    done = subprocess.run(command, env=environment, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert len(workspaces()) == 1
    scan_here(make_tree({"a.py": HEADER}), QUICK)
    assert workspaces() == []


def test_two_scans_at_once_stay_apart(make_tree: Make, workspaces: Workspaces) -> None:
    roots = [make_tree({f"{name}.py": HEADER}) for name in "ab"]
    archives = []
    for root, name in zip(roots, "ab", strict=True):
        archive = root / "x.zip"
        with zipfile.ZipFile(archive, "w") as out:
            out.write(root / f"{name}.py", f"{name}.py")
        archives.append(archive)
    results: dict[str, ScanResult] = {}

    def work(archive: Path) -> None:
        results[archive.parent.name] = scan(archive, settings=QUICK)

    threads = [threading.Thread(target=work, args=(archive,)) for archive in archives]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [[f.path for f in results[root.name].files] for root in roots]
    assert found == [["a.py"], ["b.py"]]
    assert workspaces() == []


@pytest.mark.parametrize("how", ["vanishes", "becomes a link", "becomes a pipe", "grows"])
def test_a_file_that_moves_during_the_scan(
    make_tree: Make, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    root = make_tree({"a.py": HEADER, "b.py": HEADER, "LICENSES/MIT.txt": "t"})
    real = Reader.read

    def read(self: Reader, path: str, size: int) -> object:
        target = root / "b.py"
        if path == "a.py":
            if how == "grows":
                target.write_text(HEADER + "x" * 100_000)
            else:
                target.unlink()
            if how == "becomes a link":
                target.symlink_to("/etc/passwd")
            elif how == "becomes a pipe":
                os.mkfifo(target)
        return real(self, path, size)

    monkeypatch.setattr(Reader, "read", read)
    result = scan_here(root, QUICK)
    reasons = {n.path: n.reason for n in result.not_scanned if n.incomplete}
    if how == "grows":
        assert reasons == {}
        return
    assert reasons["b.py"] in {"it went away during the scan", "it cannot be read"}
    assert result.compliant is not True
    assert result.verdict in {ScanVerdict.UNKNOWN, ScanVerdict.BLOCKED}


def test_a_file_that_grows_while_it_is_read_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 1_000_000)
    assert len(read_regular(path, 100)) == 100


def test_a_sparse_file_of_a_terabyte_is_read_in_its_beginning(make_tree: Make) -> None:
    root = make_tree({"a.py": HEADER, "big.bin": b""})
    with (root / "big.bin").open("wb") as big:
        big.truncate(1 << 40)
    with (root / "line.txt").open("wb") as line:
        line.write(b"x" * 1_000)
        line.truncate(1 << 31)
    settings = ScanSettings(history="none", max_text=1 << 20, max_buffer=1 << 20)
    result = scan_here(root, settings)
    assert {f.path for f in result.files} == {"a.py", "big.bin", "line.txt"}
    assert "hygiene.huge-files" in {f.id for f in result.findings}


@pytest.mark.parametrize("place", ["/proc/self", "/dev", "..", "link", "link/../.."])
def test_a_folder_field_that_leads_outside(make_tree: Make, place: str) -> None:
    root = make_tree({"in/a.py": HEADER})
    (root / "in" / "link").symlink_to("/etc")
    limits = ScanSettings(folder_root=str(root / "in"))
    target = place if place.startswith("/") else str(root / "in" / place)
    with pytest.raises(InputError, match="may not be scanned"):
        scan(target, settings=limits)


def test_the_command_says_it_in_one_line_and_goes_on(
    make_tree: Make, capsys: pytest.CaptureFixture[str], workspaces: Workspaces
) -> None:
    root = make_tree({"bad.zip": b"PK\x03\x04" + b"x" * 60, "a\x1b[2J.py": HEADER})
    assert main(["scan", str(root / "bad.zip")]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") <= 2 and "damaged" in said.err
    assert main(["scan", str(root), "--format", "json", "--history", "none"]) == 0
    said = capsys.readouterr()
    assert "\x1b" not in said.out
    assert "a\x1b[2J.py" in {f["path"] for f in json.loads(said.out)["files"]}
    assert workspaces() == []
