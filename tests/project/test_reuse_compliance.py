# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""This project follows REUSE, and our own scan says of it what ``reuse lint`` says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lint() -> dict[str, Any]:
    """What ``reuse lint --json`` says of this checkout."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "reuse"), "--root", str(ROOT), "lint", "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return dict(json.loads(done.stdout))


@pytest.mark.xdist_group("reuse")
def test_compliant(lint: dict[str, Any]) -> None:
    assert lint["non_compliant"] == {
        key: type(value)() for key, value in lint["non_compliant"].items()
    }
    assert lint["summary"]["compliant"]


@pytest.mark.xdist_group("reuse")
def test_licences_are_by_kind_of_file(lint: dict[str, Any]) -> None:
    expected = {".py": {"Apache-2.0"}, ".md": {"CC-BY-4.0"}, ".ipynb": {"Apache-2.0"}}
    wrong = {
        file["path"]: found
        for file in lint["files"]
        if (suffix := Path(file["path"]).suffix) in expected
        and not file["path"].startswith("data/")
        and (found := {e["value"] for e in file["spdx_expressions"]}) != expected[suffix]
    }
    assert wrong == {}
    # Our own data is free of rights; what others made keeps the terms of its source.
    of_others = {"data/matrices/": "CC-BY-4.0", "data/license_texts/": "LicenseRef-License-Texts"}
    for file in lint["files"]:
        path = file["path"]
        if path.startswith("data/"):
            terms = next((t for p, t in of_others.items() if path.startswith(p)), "CC0-1.0")
            assert {e["value"] for e in file["spdx_expressions"]} == {terms}, path


@pytest.mark.slow
@pytest.mark.xdist_group("reuse")
def test_our_scan_agrees_file_by_file(lint: dict[str, Any]) -> None:
    from ospo_widgets import scan

    result = scan(ROOT)
    ours = {file["path"]: by_value(file) for file in result.reuse["files"]}
    theirs = {file["path"]: by_value(file) for file in lint["files"]}
    assert ours == theirs
    assert result.reuse["summary"] == lint["summary"]
    assert result.reuse["non_compliant"] == lint["non_compliant"]
    assert not [f for f in result.findings if f.severity == "blocks"]
    assert not result.partial


def by_value(file: dict[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Licences and copyright notices of a file; their order is not part of the answer."""
    return (
        frozenset(entry["value"] for entry in file["spdx_expressions"]),
        frozenset(entry["value"] for entry in file["copyrights"]),
    )


def test_the_licence_at_the_top_is_that_of_the_code() -> None:
    # Hosting services read this file; REUSE reads the one in LICENSES.
    top, text = ROOT / "LICENSE", ROOT / "LICENSES" / "Apache-2.0.txt"
    assert top.read_bytes() == text.read_bytes()
