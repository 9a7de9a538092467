# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bad input, trees: one scan through the worker reads all of it; each row is looked at here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ospo_widgets.scanning.manifests.table import reader_for
from ospo_widgets.scanning.result import FileResult, ScanVerdict
from tests.scanning.hostile_tree import (
    HostileScan,
    names,
    parsers,
    texts,
    traps,
)

pytestmark = pytest.mark.xdist_group("hostile scan")

NOT_FOUND_BAD = {
    # What is in these is read as far as anybody needs it; nothing unfolds.
    "ast/package.py", "entities/board.sch", "entities/board.brd", "deep/board.kicad_pro",
}  # fmt: skip
REPORTED_BY = {
    "CITATION.cff": "release.metadata-invalid",
    "codemeta.json": "release.metadata-invalid",
    ".zenodo.json": "release.metadata-invalid",
    ".ospo/baseline.yaml": "scan.baseline",
    ".ospo/checklist.yaml": "release.checklist-file",
    "merge/.ohwr.yaml": "hardware.ohwr-invalid",
    "alias/.ohwr.yaml": "hardware.ohwr-invalid",
    "deep/.ohwr.yaml": "hardware.ohwr-invalid",
    "merge/okh.yml": "hardware.okh-invalid",
    "deep/okh.yml": "hardware.okh-invalid",
    "deep/okh.toml": "hardware.okh-invalid",
    "keys/okh.toml": "hardware.okh-invalid",
    "entities/bom.cdx.xml": "dependency.unreadable-sbom",
    "deep/sbom.spdx.json": "dependency.unreadable-sbom",
    "deep/app.cdx.json": "dependency.unreadable-sbom",
    "deep/nb/deep.ipynb": "hygiene.broken-notebook",
    "zip/nested.zip": "hygiene.archives",
    "nb/not-json.ipynb": "hygiene.broken-notebook",
    "nb/list.ipynb": "hygiene.broken-notebook",
    "nb/shape.ipynb": "hygiene.broken-notebook",
    "nb/cells.ipynb": "hygiene.broken-notebook",
    "text/one-line.txt": "hygiene.large-files",
    "text/blanks.py": "reuse.invalid-expression",
    "text/pointer.bin": "scan.large-file-pointers",
    "LICENSES/LicenseRef-link.txt": "reuse.license-folder",
}
NOT_SCANNED = {
    "special/pipe": ("it cannot be read", True),
    "special/socket": ("it cannot be read", True),
    "special/a.py.license": ("it cannot be read", True),
    "special/a.py": ("its .license file is no regular file", True),
    "special/link.py": ("its .license file is a link out of the folder", True),
    "special/caf\\xe9\\xff.py": ("its name is no valid text", True),
    "special/link": ("link to /etc/passwd", False),
    "special/loop": ("link to .", False),
    "special/up": ("link to ../..", False),
    "special/zero": ("link to /dev/zero", False),
    "special/link.py.license": ("link to /etc/passwd", False),
    "LICENSES/LicenseRef-link.txt": ("link to /etc/passwd", False),
    "text/pointer.bin": ("its content is kept by Git LFS", False),
}
ENCODINGS = ("utf16", "utf16be", "utf16-broken", "utf32", "latin1", "half", "bom", "crlf", "mixed",
             "tabs", "ignored")  # fmt: skip


def by_path(scanned: HostileScan) -> dict[str, FileResult]:
    return {file.path: file for file in scanned.result.files}


def test_the_scan_comes_to_its_end_and_promises_nothing(hostile_scan: HostileScan) -> None:
    result = hostile_scan.result
    assert not result.partial
    assert result.verdict is ScanVerdict.BLOCKED
    assert result.compliant is False
    assert hostile_scan.left == ()


def test_no_file_stalls_or_breaks_its_reader(hostile_scan: HostileScan) -> None:
    """Nothing runs into the limit of a file, and every detector foresees what it meets."""
    incomplete = {n.path: n.reason for n in hostile_scan.result.not_scanned if n.incomplete}
    assert set(incomplete) == {path for path, (_, wanted) in NOT_SCANNED.items() if wanted}


@pytest.mark.parametrize("path", [*parsers(), *texts()])
def test_each_file_is_read(hostile_scan: HostileScan, path: str) -> None:
    read = by_path(hostile_scan)
    empty = not (hostile_scan.root / path).stat().st_size
    steering = path.endswith((".spdx", ".spdx.json"))  # REUSE covers no bills of materials
    assert (path in read) is not (empty or steering)


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in parsers()
        if path.split("/")[0] in {"merge", "alias", "deep", "keys", "entities", "ast"}
        and reader_for(path.rpartition("/")[2])
        and path not in NOT_FOUND_BAD
    ],
)
def test_each_manifest_that_unfolds_is_a_finding(hostile_scan: HostileScan, path: str) -> None:
    bad = [f for f in hostile_scan.result.findings if f.id == "dependency.unreadable-manifest"]
    assert path in {p.rpartition(":")[0] or p for f in bad for p in f.paths}


@pytest.mark.parametrize("path", REPORTED_BY)
def test_each_other_bad_file_is_a_finding(hostile_scan: HostileScan, path: str) -> None:
    found = {
        p.rpartition(":")[0] or p
        for f in hostile_scan.result.findings
        if f.id == REPORTED_BY[path]
        for p in f.paths
    }
    assert path in found


@pytest.mark.parametrize("path", NOT_SCANNED)
def test_each_special_file_is_listed(hostile_scan: HostileScan, path: str) -> None:
    listed = {n.path: (n.reason, n.incomplete) for n in hostile_scan.result.not_scanned}
    assert listed[path] == NOT_SCANNED[path]


@pytest.mark.parametrize("name", ENCODINGS)
def test_each_encoding_is_read(hostile_scan: HostileScan, name: str) -> None:
    file = by_path(hostile_scan)[f"text/{name}.py"]
    assert "MIT" in file.licenses
    assert "CERN" in file.copyrights[0]


@pytest.mark.parametrize("name", ["binary.bin", "one-line.txt", "ignored-open.py"])
def test_what_looks_like_a_licence_is_none(hostile_scan: HostileScan, name: str) -> None:
    assert by_path(hostile_scan)[f"text/{name}"].licenses == ()


@pytest.mark.parametrize("path", [name for name in names() if name.startswith("names/")])
def test_each_odd_name_is_kept(hostile_scan: HostileScan, path: str) -> None:
    assert path in by_path(hostile_scan)


def test_nothing_of_a_link_is_told(hostile_scan: HostileScan) -> None:
    first = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()[0]
    assert first and first not in json.dumps(hostile_scan.result.to_json())


def test_the_result_is_plain_data(hostile_scan: HostileScan) -> None:
    json.dumps(hostile_scan.result.to_json(), ensure_ascii=False).encode()


def test_no_place_lies_outside(hostile_scan: HostileScan) -> None:
    for finding in hostile_scan.result.findings:
        assert not [p for p in finding.paths if p.startswith(("/", "../"))]


def test_nothing_of_the_tree_was_run(hostile_scan: HostileScan) -> None:
    assert not hostile_scan.canary.exists()


def test_the_traps_work(hostile_scan: HostileScan) -> None:
    """Otherwise the test above could not fail. It runs last: pytest keeps the order of a file."""
    assert "traps/setup.py" in traps(hostile_scan.canary)
    command = [sys.executable, "setup.py"]
    environment = {"PATH": os.environ["PATH"]}
    subprocess.run(command, cwd=hostile_scan.root / "traps", env=environment, check=False)
    assert hostile_scan.canary.exists()
    hostile_scan.canary.unlink()
