# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bad input, the fix: odd trees keep their bytes, and nothing of a person is overwritten."""

import io
import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.fix.choices import FixChoices
from ospo_widgets.scanning.fix.propose import propose
from ospo_widgets.scanning.settings import ScanSettings
from tests.scanning.hostile import scan_here
from tests.scanning.hostile_tree import EVIL, HostileScan, add_special, names

Make = Callable[[Mapping[str, str | bytes]], Path]
QUICK = ScanSettings(history="none")
CHOICES = FixChoices(license="Apache-2.0", holder="CERN", year=2026)

ODD: dict[str, str | bytes] = {
    "crlf.py": b"x = 1\r\ny = 2\r\n",
    "bom.py": b"\xef\xbb\xbfx = 1\n",
    "run.sh": b"#!/bin/sh\necho x\n",
    "page.xml": b'<?xml version="1.0"?>\n<a/>\n',
    "latin.py": "# é\n".encode("latin-1"),
    "wide.py": "x = 1\n".encode("utf-16"),
    "mixed.py": b"x = 1\r\ny = 2\nz = 3\r",
    "no-end.py": b"x = 1",
    "data.bin": b"\0\1\2",
    "LICENSE": f"All rights reserved, {EVIL}\n",
    "REUSE.toml.license": "x\n",
    "a.py.license": "a note of a person\n",
    "a.py": "x = 1\n",
    f"{EVIL[:-1].replace('/', '')}>.py": "x = 1\n",
    "new\nline.py": "x = 1\n",
    'quote".py': "x = 1\n",
    "-rf": "x = 1\n",
}


@pytest.fixture
def odd_tree(make_tree: Make) -> Path:
    root = make_tree(ODD)
    (root / "run.sh").chmod(0o755)
    (root / "more").mkdir()
    add_special(root / "more")
    (root / "out.py").symlink_to("/etc/passwd")
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {
        os.fsencode(path.relative_to(root)).decode("utf-8", "backslashreplace"): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def test_an_odd_tree_keeps_every_byte(odd_tree: Path) -> None:
    before = contents(odd_tree)
    passwords = Path("/etc/passwd").read_bytes()
    with propose(odd_tree, scan_here(odd_tree, QUICK), CHOICES, settings=QUICK) as fix:
        assert contents(odd_tree) == before  # a proposal changes nothing
        patch = b"".join(fix.patch())
        fix.apply(odd_tree)
    after = contents(odd_tree)
    assert set(before) <= set(after)
    assert after["LICENSE"] == before["LICENSE"]
    assert after["data.bin"] == before["data.bin"]
    assert (odd_tree / "run.sh").stat().st_mode & 0o777 == 0o755
    assert after["run.sh"].startswith(b"#!/bin/sh\n")
    assert after["page.xml"].startswith(b'<?xml version="1.0"?>\n')
    assert after["bom.py"].startswith(b"\xef\xbb\xbf#") and after["bom.py"].count(b"\xef\xbb") == 1
    assert b"\n" not in after["crlf.py"].replace(b"\r\n", b"")
    for name, content in before.items():
        if name.endswith((".py", ".sh", ".xml")) and name != "wide.py":
            body = content.removeprefix(b"\xef\xbb\xbf").removeprefix(b"#!/bin/sh\n")
            body = body.removeprefix(b'<?xml version="1.0"?>\n')
            assert after[name].endswith(body), name
    assert not [line for line in patch.split(b"\n") if line.startswith(b"+++ b/../")]
    assert Path("/etc/passwd").read_bytes() == passwords


def test_the_patch_applies_where_git_takes_it(odd_tree: Path) -> None:
    with propose(odd_tree, scan_here(odd_tree, QUICK), CHOICES, settings=QUICK) as fix:
        patch = b"".join(fix.patch())
        archive = io.BytesIO()
        fix.archive(archive)
        changed = {change.path for change in fix.changes}
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=odd_tree, input=patch, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    with zipfile.ZipFile(archive) as packed:
        members = packed.namelist()
        assert members and all(not n.startswith("/") and ".." not in n.split("/") for n in members)
        for name in changed & set(members):
            assert packed.read(name) == (odd_tree / name).read_bytes()


def test_a_tree_that_changed_meanwhile_is_left_alone(odd_tree: Path) -> None:
    with propose(odd_tree, scan_here(odd_tree, QUICK), CHOICES, settings=QUICK) as fix:
        (odd_tree / "no-end.py").write_text("y = 2\n")
        before = contents(odd_tree)
        with pytest.raises(InputError, match="changed"):
            fix.apply(odd_tree)
        (odd_tree / "no-end.py").unlink()
        (odd_tree / "no-end.py").symlink_to("/etc/passwd")
        with pytest.raises(InputError):
            fix.apply(odd_tree)
    (odd_tree / "no-end.py").unlink()
    (odd_tree / "no-end.py").write_text("y = 2\n")
    assert contents(odd_tree) == before


@pytest.mark.parametrize("kind", ["file", "link out", "link to nothing"])
def test_what_stands_in_the_way_is_left_to_a_person(make_tree: Make, kind: str) -> None:
    root = make_tree({"a.py": "x = 1\n"})
    if kind == "file":
        (root / "LICENSES").write_text("a file where a folder belongs\n")
    else:
        (root / "LICENSES").symlink_to("/tmp" if kind == "link out" else "nowhere")
        (root / "LICENSE").symlink_to("nowhere")
    with propose(root, scan_here(root, QUICK), CHOICES, settings=QUICK) as fix:
        assert {row.path: row.reason for row in fix.undecided}[
            "LICENSES/Apache-2.0.txt"
        ] == "blocked"
        assert all(fix.why(row) for row in fix.undecided)
        fix.apply(root)
    assert (root / "a.py").read_text().startswith("#")
    assert not Path("/tmp/Apache-2.0.txt").exists()


@pytest.mark.xdist_group("hostile scan")
def test_a_fix_of_everything_bad_is_a_proposal_or_a_sentence(
    hostile_scan: HostileScan,
) -> None:
    """The worker that plans meets the same files as the one that scans."""
    choices = FixChoices(license="MIT", holder="CERN", year=2026)
    with propose(hostile_scan.root, hostile_scan.result, choices, settings=QUICK) as fix:
        paths = {change.path for change in fix.changes}
        assert not [p for p in paths if p.startswith("/") or ".." in p.split("/")]
        assert not paths & {"special/pipe", "special/link", "special/zero", "LICENSE"}
        for change in fix.changes[:200]:
            assert "\x1b" not in "".join(fix.diff_of(change.path))
        told = paths | {row.path for row in (*fix.undecided, *fix.left_alone)}
        assert len(told & {name for name in names() if name.startswith("names/")}) > 20
    assert not hostile_scan.canary.exists()
