# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Nothing in a tree runs, nothing stays on disk, and a scan can be stopped at any moment."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ospo_widgets.errors import CancelledError, InputError, OspoError
from ospo_widgets.progress import Progress
from ospo_widgets.scanning.intake.workspace import PREFIX, workspace
from ospo_widgets.scanning.result import ScanVerdict
from ospo_widgets.scanning.reuse import covered
from ospo_widgets.scanning.reuse.ignoring import LeftOut
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.worker import main as worker
from ospo_widgets.scanning.worker import process

Make = Callable[[Mapping[str, str | bytes]], Path]
Header = Callable[..., str]
Workspaces = Callable[[], list[Path]]


def test_nothing_in_a_tree_is_executed(
    make_tree: Make, git: Callable[..., str], tmp_path: Path
) -> None:
    canary = tmp_path / "canary"
    run = f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n"
    root = make_tree(
        {
            "setup.py": run + "from setuptools import setup\nsetup(name='x', license='MIT')\n",
            "conftest.py": run,
            "json.py": run,
            "reuse/__init__.py": run,
            "yaml.py": run,
            "ospo_widgets/__init__.py": run,
            "sitecustomize.py": run,
            "docs/conf.py": run,
            "pyproject.toml": '[build-system]\nbuild-backend = "evil"\nbackend-path = ["."]\n',
            "evil.py": run,
            "hook.sh": f"#!/bin/sh\ntouch {canary}\n",
            ".gitignore": "*.log\n",
            ".gitattributes": "* filter=evil diff=evil\n",
        }
    )
    (root / "hook.sh").chmod(0o755)
    git(root, "init", "-q")
    hook = str(root / "hook.sh")
    for key in ("core.fsmonitor", "filter.evil.clean", "filter.evil.process", "core.pager",
                "diff.evil.textconv", "core.sshCommand", "alias.ls-files"):  # fmt: skip
        git(root, "config", key, hook)
    (root / ".git" / "hooks").mkdir(exist_ok=True)
    for name in ("post-index-change", "fsmonitor-watchman", "post-checkout"):
        (root / ".git" / "hooks" / name).write_text(f"#!/bin/sh\ntouch {canary}\n")
        (root / ".git" / "hooks" / name).chmod(0o755)
    before = Path.cwd()
    os.chdir(root)
    try:
        result = scan(".")
    finally:
        os.chdir(before)
    assert not canary.exists()
    assert result.project.name == "x"
    # The same repository does run it when nobody guards: the test can fail.
    subprocess.run(["git", "ls-files", "-o"], cwd=root, check=False, capture_output=True)
    assert canary.exists()


def test_a_folder_is_only_read(make_tree: Make, header: Header) -> None:
    root = make_tree({"a.py": header("MIT"), "b/c.py": "x"})
    before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in root.rglob("*")}
    scan(root)
    assert {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in root.rglob("*")} == before


def test_an_archive_is_scanned_and_its_copy_removed(
    make_tree: Make, tmp_path: Path, header: Header, workspaces: Workspaces
) -> None:
    archive = tmp_path / "tool-1.0.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("tool-1.0/a.py", header("MIT"))
        out.writestr("tool-1.0/LICENSES/MIT.txt", "t")
        out.writestr("tool-1.0/.git/config", "[core]\nfsmonitor = touch x\n")
    modes: set[int] = set()

    def report(progress: Progress) -> None:
        modes.update(folder.stat().st_mode & 0o777 for folder in workspaces())

    result = scan(archive, report=report)
    assert [f.path for f in result.files] == ["a.py"]
    assert result.project.name == "tool-1.0"
    assert result.compliant
    assert modes == {0o700}
    assert workspaces() == []


def test_an_unpacked_archive_does_not_take_the_repository_around_it(
    make_tree: Make, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch, header: Header
) -> None:
    around = make_tree({".gitignore": "*.py\n"})
    git(around, "init", "-q")
    monkeypatch.setattr("tempfile.tempdir", str(around))
    archive = around / "a.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("a.py", header("MIT"))
    assert [f.path for f in scan(archive).files] == ["a.py"]


@pytest.mark.parametrize("name", ["../evil", "/evil", "x/../../evil"])
def test_a_refused_archive_leaves_nothing(
    tmp_path: Path, name: str, workspaces: Workspaces
) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("good.py", "x")
        out.writestr(name, "x")
    with pytest.raises(InputError) as caught:
        scan(archive)
    assert caught.value.exit_code == 2
    assert "refused" in caught.value.message
    assert workspaces() == []
    assert not list(tmp_path.rglob("evil"))


def test_a_truncated_archive_is_partial_and_unknown(tmp_path: Path, header: Header) -> None:
    import tarfile

    archive = tmp_path / "a.tar"
    with tarfile.open(archive, "w") as out:
        for i in range(20):
            content = header("MIT").encode() + b"x" * 5_000
            info = tarfile.TarInfo(f"f{i}.py")
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    archive.write_bytes(archive.read_bytes()[:60_000])
    result = scan(archive)
    assert 0 < len(result.files) < 20
    assert result.partial
    assert result.verdict is ScanVerdict.UNKNOWN
    assert result.compliant is None


@pytest.mark.parametrize(
    ("target", "words"),
    [("", "nothing to scan"), ("/no/such/folder", "There is no"), ("/dev/null", "neither")],
)
def test_targets_that_are_nothing(target: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        scan(target)


def test_folders_outside_the_root_are_refused(make_tree: Make) -> None:
    root = make_tree({"in/a": "x", "out/a": "x"})
    (root / "in" / "link").symlink_to(root / "out")
    limits = ScanSettings(folder_root=str(root / "in"))
    assert scan(root / "in", settings=limits).tree_total == 1
    for target in (root / "out", root / "in" / "link", root / "in" / ".." / "out"):
        with pytest.raises(InputError, match="may not be scanned"):
            scan(target, settings=limits)


def test_an_empty_folder_is_unknown(make_tree: Make) -> None:
    result = scan(make_tree({}))
    assert result.verdict is ScanVerdict.UNKNOWN
    assert result.compliant is None
    assert not result.partial


def test_an_unreadable_folder_is_told(make_tree: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    # Everything is readable for root, so the walk is made to fail instead of the permission.
    root = make_tree({"a.py": "x", "closed/b.py": "x"})
    real = os.scandir

    def scandir(path: object) -> object:
        if str(path).endswith("closed"):
            raise PermissionError
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(covered.os, "scandir", scandir)
    listing = covered.list_tree(root, LeftOut(), ScanSettings())
    skipped = listing.skipped
    assert [file.path for file in listing.files] == ["a.py"]
    assert [(n.path, n.incomplete) for n in skipped] == [("closed", True)]


def test_stopping_keeps_what_was_read(
    make_tree: Make, header: Header, workspaces: Workspaces
) -> None:
    slow = "SPDX-" * 12_000 + "Copyright x\n"
    files: dict[str, str | bytes] = {f"a{i:03}.py": header("MIT") for i in range(150)}
    root = make_tree(files | {f"z{i}.py": slow * 60 for i in range(20)})
    cancel = threading.Event()

    def report(progress: Progress) -> None:
        if progress.item.startswith("z"):
            cancel.set()

    limits = ScanSettings(file_seconds=0.25)
    result = scan(root, report=report, cancel=cancel, settings=limits)
    assert result.partial
    assert result.verdict is ScanVerdict.UNKNOWN
    assert result.compliant is None
    assert 100 <= len(result.files) < result.files_total == 170
    assert result.reuse["summary"]["compliant"] is None
    assert workspaces() == []


def test_stopping_before_the_first_file(make_tree: Make, workspaces: Workspaces) -> None:
    event = threading.Event()
    event.set()
    with pytest.raises(CancelledError):
        scan(make_tree({"a.py": "x"}), cancel=event)
    assert workspaces() == []


def test_too_late_says_so(make_tree: Make, workspaces: Workspaces) -> None:
    with pytest.raises(InputError, match="took more than 0 seconds"):
        scan(make_tree({"a.py": "x"}), settings=ScanSettings(wall_seconds=0))
    assert workspaces() == []


def test_a_killed_worker_is_a_clear_error(
    make_tree: Make, workspaces: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers: list[int] = []
    real = subprocess.Popen

    def popen(*args: object, **options: object) -> object:
        started = real(*args, **options)  # type: ignore[call-overload]
        workers.append(started.pid)
        os.kill(started.pid, signal.SIGKILL)
        return started

    monkeypatch.setattr(process.subprocess, "Popen", popen)
    with pytest.raises(OspoError, match="no result"):
        scan(make_tree({"a.py": "x"}))
    assert workspaces() == []
    with pytest.raises(ProcessLookupError):
        os.kill(workers[0], 0)


def test_an_error_in_the_report_ends_the_worker(make_tree: Make, workspaces: Workspaces) -> None:
    def report(_: Progress) -> None:
        raise RuntimeError("the page is gone")

    with pytest.raises(RuntimeError, match="page is gone"):
        scan(make_tree({"a.py": "x"}), report=report)
    assert workspaces() == []


def test_the_process_is_limited() -> None:
    code = (
        "from ospo_widgets.scanning.worker.main import limit_resources\n"
        "from ospo_widgets.scanning.settings import ScanSettings\n"
        "import resource\n"
        "limit_resources(ScanSettings(memory=400_000_000, max_unpacked=1_000, cpu_seconds=77))\n"
        "soft = lambda what: resource.getrlimit(what)[0]\n"
        "print(soft(resource.RLIMIT_CPU), soft(resource.RLIMIT_CORE))\n"
        "try:\n    bytearray(500_000_000)\nexcept MemoryError:\n    print('no memory')\n"
        "try:\n    with open('big', 'wb') as f:\n        f.write(b'x' * 5_000)\n"
        "except OSError:\n    print('no room')\n"
    )
    command = [sys.executable, "-c", code]
    with workspace() as folder:
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    assert done.stdout.splitlines() == ["77 0", "no memory", "no room"]


def test_running_out_of_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def bring(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(worker, "bring", bring)
    monkeypatch.setattr(worker, "limit_resources", lambda _: None)
    out = io.StringIO()
    target = {"kind": "folder", "place": "/", "shown": "x", "name": "x"}
    settings = ScanSettings().to_json()
    worker.serve({"target": target, "folder": "/", "settings": settings}, out)
    message = json.loads(out.getvalue())
    assert (message["kind"], message["message"]) == (
        "error",
        "The scan needs more memory than it may use.",
    )


def test_it_works_from_a_thread(make_tree: Make, header: Header) -> None:
    root = make_tree({"a.py": header("MIT")})
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(len(scan(root).files)))
    thread.start()
    thread.join()
    assert found == [1]


def test_orphans_of_dead_processes_are_removed(workspaces: Workspaces, tmp_path: Path) -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    home = tmp_path / "temporary"
    orphan = home / f"{PREFIX}{done.pid}-x"
    (orphan / "sub").mkdir(parents=True)
    (orphan / "sub").chmod(0o000)
    own = home / f"{PREFIX}{os.getpid()}-y"
    own.mkdir()
    with workspace() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert workspaces() == [own]


def test_the_worker_imports_nothing_slow() -> None:
    code = (
        "import sys; import ospo_widgets.scanning.worker.main; "
        "print([m for m in ('pandas', 'plotly', 'ipywidgets', 'IPython', 'numpy') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
