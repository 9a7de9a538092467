# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A store that is killed, full, read and written at once, from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from bad_portfolios import Commands

from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.store import Store

FIRST, SECOND = date(2026, 1, 1), date(2026, 2, 1)

BEGIN = """
import os, resource, signal, sys
from ospo_widgets.cli import main
from ospo_widgets.portfolio.store.local_files import LocalFiles
"""
KILL = """
count = 0
def killing(real):
    def step(*args, **kwargs):
        global count
        count += 1
        if count == {at}:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return step
LocalFiles.write, LocalFiles.add = killing(LocalFiles.write), killing(LocalFiles.add)
"""
FULL = """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({at}, {at}))
"""


def table(license_: str, count: int = 300) -> str:
    rows = (f"https://git.example.org/g/r{n},{license_},D{n % 7}\n" for n in range(count))
    return "url,licence,department\n" + "".join(rows)


@pytest.fixture
def ospo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    """A store with one snapshot, and a file for the next one."""
    found = Commands(tmp_path, capsys)
    assert found.bring("t.csv", table("MIT"), day=FIRST.isoformat()).code == 0
    (tmp_path / "t.csv").write_text(table("Apache-2.0"), encoding="utf-8")
    return found


def start(ospo: Commands, change: str = "") -> subprocess.Popen[str]:
    argv = ["portfolio", "import", str(ospo.folder / "t.csv"), "--store", str(ospo.store)]
    argv += ["--day", SECOND.isoformat(), "--format", "json"]
    code = f"{BEGIN}{change}\nsys.exit(main({argv!r}))"
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def licenses(ospo: Commands, day: date | None = None) -> set[str]:
    return {row.license for row in Portfolio.open(ospo.store, day).repositories}


def goes_on(ospo: Commands) -> None:
    """The first snapshot is as it was, and the next import does its work."""
    assert Store(ospo.store).snapshots() == (FIRST,)
    assert licenses(ospo) == {"MIT"}
    again = start(ospo)
    assert again.communicate()[1] == ""
    assert again.returncode == 0
    store = Store(ospo.store)
    assert store.snapshots() == (FIRST, SECOND)
    assert (licenses(ospo, FIRST), licenses(ospo)) == ({"MIT"}, {"Apache-2.0"})
    assert store.verify() == ()


@pytest.mark.parametrize("at", [1, 4, 11])
def test_an_import_that_is_killed_while_it_writes_damages_nothing(at: int, ospo: Commands) -> None:
    killed = start(ospo, KILL.format(at=at))
    killed.communicate()
    assert killed.returncode == -9
    goes_on(ospo)


@pytest.mark.parametrize("at", [200, 3_000])
def test_a_full_disk_is_said_and_damages_nothing(at: int, ospo: Commands) -> None:
    full = start(ospo, FULL.format(at=at))
    out, err = full.communicate()
    assert (full.returncode, out) == (2, "")
    assert "no space left" in err
    goes_on(ospo)


def test_two_imports_at_once_are_both_whole_or_one_is_told(ospo: Commands) -> None:
    both = [start(ospo), start(ospo)]
    said = [process.communicate() for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 0], [0, 2])
    for process, (out, err) in zip(both, said, strict=True):
        assert json.loads(out)["repositories"] == 300 if process.returncode == 0 else err
    assert licenses(ospo) == {"Apache-2.0"}
    assert Store(ospo.store).verify() == ()


def test_who_reads_during_an_import_sees_one_whole_snapshot(ospo: Commands) -> None:
    reading = Portfolio.open(ospo.store)
    writing = start(ospo)
    seen = []
    while writing.poll() is None:
        seen.append(frozenset(licenses(ospo)))
    writing.communicate()
    assert writing.returncode == 0
    assert set(seen) <= {frozenset({"MIT"}), frozenset({"Apache-2.0"})}
    assert {row.license for row in reading.repositories} == {"MIT"}
