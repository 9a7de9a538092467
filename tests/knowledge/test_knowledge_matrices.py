# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Matrices that others publish: ours is OSADL's, an overlay may bring more."""

from __future__ import annotations

from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import check_folder, load_knowledge
from ospo_widgets.knowledge.matrices import MatrixAnswer, load_matrices, osadl_file
from ospo_widgets.resources import OVERLAY_VARIABLE, data_dir

LAB = """title: Matrix of the laboratory
attribution: For tests
url: https://example.org
version: 2026-11-22
license: CC0-1.0
licenses: [LicenseRef-Lab, MIT, GPL-3.0-only]
rows:
  LicenseRef-Lab: "=YN"
  MIT: "N=?"
"""


def overlay(folder: Path, text: str) -> Path:
    (folder / "matrices").mkdir()
    (folder / "matrices" / "lab.yaml").write_text(text, encoding="utf-8")
    return folder


def test_ours_is_the_one_of_osadl_with_its_attribution() -> None:
    (osadl,) = load_matrices(None)
    assert len(osadl.rows) == len(osadl.columns) >= 121
    assert osadl.version.isoformat() >= "2026-02-12"
    assert osadl.license == "CC-BY-4.0"
    assert "Open Source Automation Development Lab (OSADL) eG" in osadl.source.title
    assert "CC-BY-4.0" in osadl.source.title
    assert osadl.url.startswith("https://www.osadl.org/")
    assert (data_dir() / "matrices" / "osadl.yaml").stat().st_size < 20_000


@pytest.mark.parametrize(
    ("inbound", "outbound", "says"),
    [
        ("MIT", "GPL-3.0-only", MatrixAnswer.YES),
        ("GPL-3.0-only", "MIT", MatrixAnswer.NO),
        ("Apache-2.0", "GPL-2.0-only", MatrixAnswer.NO),
        ("Apache-2.0", "GPL-3.0-only", MatrixAnswer.YES),
        ("GPL-2.0-only", "GPL-2.0-only", MatrixAnswer.SAME),
        ("LGPL-2.1-only", "GPL-2.0-only", MatrixAnswer.DEPENDS),
        ("AFL-3.0", "GPL-3.0-only", MatrixAnswer.UNKNOWN),
        ("CERN-OHL-P-2.0", "MIT", None),
    ],
)
def test_its_answers_have_their_direction(
    inbound: str, outbound: str, says: MatrixAnswer | None
) -> None:
    assert load_matrices(None)[0].says(inbound, outbound) is says


def test_we_know_every_licence_of_the_matrix() -> None:
    assert set(load_matrices(None)[0].columns) <= set(load_knowledge().licenses)


def test_an_overlay_brings_its_own_before_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OVERLAY_VARIABLE, str(overlay(tmp_path, LAB)))
    lab, osadl = load_matrices()
    assert lab.says("MIT", "LicenseRef-Lab") is MatrixAnswer.YES
    assert lab.says("LicenseRef-Lab", "GPL-3.0-only") is None  # a row may be left out
    assert osadl.title.startswith("OSADL")


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        (LAB.replace('"=YN"', '"=Y"'), 8, "must have 3 letters of: YN=?D"),
        (LAB.replace('"=YN"', '"=YX"'), 8, "must have 3 letters of: YN=?D"),
        (LAB.replace("  MIT:", "  ISC:"), 9, "“licenses” has no “ISC”"),
        (LAB.replace("MIT, GPL", "MIT, MIT, GPL"), 6, "a licence is there twice"),
        (LAB.replace("version: 2026-11-22", "version: soon"), 4, "must be a date"),
        (LAB + "colour: red\n", 10, "“colour” is not known here"),
        (LAB.replace("title: Matrix of the laboratory\n", ""), 1, "“title” is missing"),
    ],
)
def test_what_is_wrong_has_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, line: int, says: str
) -> None:
    folder = overlay(tmp_path, wrong)
    found = [str(problem) for problem in check_folder(folder)]
    assert any(p.startswith(f"{folder}/matrices/lab.yaml:{line}: ") and says in p for p in found)
    monkeypatch.setenv(OVERLAY_VARIABLE, str(folder))
    with pytest.raises(InputError, match=r"matrices cannot be used.*lab\.yaml"):
        load_matrices()


def test_a_published_matrix_becomes_a_file_of_ours(tmp_path: Path) -> None:
    published = {
        "timeformat": "%Y-%m-%dT%H:%M:%S%z",
        "timestamp": "2027-01-31T16:31:00+0000",
        "MIT": {"MIT": "Same", "GPL-2.0-only WITH Classpath-exception-2.0": "No"},
        "GPL-2.0-only WITH Classpath-exception-2.0": {
            "MIT": "Yes",
            "GPL-2.0-only WITH Classpath-exception-2.0": "Check dependency",
        },
    }
    folder = overlay(tmp_path, osadl_file(published))
    assert not [p for p in check_folder(folder) if "matrices" in p.file]
    found = load_matrices(folder)[0]
    assert found.version.isoformat() == "2027-01-31"
    assert found.says("GPL-2.0-only WITH Classpath-exception-2.0", "MIT") is MatrixAnswer.NO
    assert found.says("MIT", "GPL-2.0-only WITH Classpath-exception-2.0") is MatrixAnswer.YES


@pytest.mark.parametrize(
    "published",
    [
        {},
        {"timestamp": "2027-01-31T16:31:00+0000"},
        {"timestamp": "soon", "MIT": {"MIT": "Same"}},
        {"timestamp": "2027-01-31T16:31:00+0000", "MIT": {"MIT": "Perhaps"}},
        {"timestamp": "2027-01-31T16:31:00+0000", "MIT": {"ISC": "Yes"}},
    ],
)
def test_what_is_no_such_matrix_is_refused(published: dict[str, object]) -> None:
    with pytest.raises(InputError, match="Nothing was converted"):
        osadl_file(published)
