# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The fix and the answers of the scan page without a screen."""

from __future__ import annotations

import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.apps.repository_scan.targets import better_address, example_target
from ospo_widgets.errors import InputError
from ospo_widgets.progress import silent
from ospo_widgets.scanning.fix.choices import Group
from ospo_widgets.scanning.intake.git import check_address


def scanned(target: Path, name: str) -> ScanModel:
    model = ScanModel()
    scan(model, target, name)
    return model


def scan(model: ScanModel, target: Path, name: str) -> None:
    model.begin(target, name)
    model.finish(model.run(target, name, silent, threading.Event()))


@pytest.fixture
def model(tmp_path: Path) -> Iterator[ScanModel]:
    folder = tmp_path / "trackfit-tools"
    shutil.copytree(example_target(), folder)
    made = scanned(folder, "trackfit-tools")
    made.keep_fix(made.propose(made.fix_choices(), silent, threading.Event()))
    yield made
    made.forget_fix()


def test_the_fix_brings_readme_and_manifest_in_line(model: ScanModel) -> None:
    assert model.fix is not None
    assert {Group.README, Group.METADATA} <= set(model.fix.counts())
    assert "license.disagreement" in model.settled
    model.leave_out("README.md")
    assert "license.disagreement" not in model.settled
    assert "README.md" not in [change.path for change in model.fix.changes]
    assert "reuse.missing-text" in model.settled


def test_findings_are_told_apart_by_who_settles_them(model: ScanModel) -> None:
    assert model.result is not None
    model.solved_by = "fix"
    by_fix = model.findings()
    model.solved_by = "person"
    by_person = model.findings()
    assert by_fix and by_person
    assert len(by_fix) + len(by_person) == len(model.result.findings)


def test_the_fix_goes_into_the_folder_and_the_next_scan_tells_what_changed(
    model: ScanModel, tmp_path: Path
) -> None:
    folder = tmp_path / "trackfit-tools"
    assert model.fix_folder() == folder
    assert not model.has_history()
    assert model.apply_fix() > 5
    with pytest.raises(InputError, match="changed since the scan"):
        model.apply_fix()
    scan(model, folder, "trackfit-tools")
    assert model.comparison is not None
    assert model.comparison.after < model.comparison.before
    assert "license.disagreement" in [gone.id for gone in model.comparison.gone]


def test_what_was_accepted_and_answered_counts_in_the_next_scan(model: ScanModel) -> None:
    assert model.result is not None
    with pytest.raises(InputError, match="reason"):
        model.accept(0, " ")
    finding = model.result.findings[0]
    model.accept(0, "The old  code goes next month")
    assert model.answer("S09", "yes", "")
    scan(model, Path(model.target), "trackfit-tools")
    assert model.result is not None
    assert [f.id for f in model.result.accepted] == [finding.id]
    assert finding.id not in [f.id for f in model.result.findings]
    assert "The old code goes next month" in model.baseline_file()[1].decode()
    item = next(i for i in model.result.readiness if i.id == "S09")
    assert (str(item.answer), item.told_by, item.question) == ("yes", "person", "")
    scan(model, Path(model.target), "another")
    assert model.result.accepted == () and model.answers == {}


def test_answers_need_an_item_an_answer_and_a_note_where_somebody_signs(model: ScanModel) -> None:
    assert model.result is not None
    signed = next(i.id for i in model.result.readiness if i.kind == "H")
    for item, answer, note in (
        ("X99", "yes", ""), ("S09", "", ""), (signed, "yes", ""), ("S09", "not-applicable", " ")
    ):  # fmt: skip
        with pytest.raises(InputError, match="Nothing was kept"):
            model.answer(item, answer, note)
    # The files without a licence say no, whatever a person says.
    assert not model.answer("S02", "yes", "")
    assert model.answer(signed, "yes", "KT, reference 1")
    assert model.answer("S09", "not-applicable", "nothing of the sort")
    kept = yaml.safe_load(model.checklist_file()[1])
    assert kept["answers"][signed] == {"answer": "yes", "note": "KT, reference 1"}
    assert kept["answers"]["S02"] == "yes"
    item = next(i for i in model.result.readiness if i.id == "S02")
    assert str(item.answer) == "no" and item.told_by == "scan"


def test_an_archive_comes_back_whole_with_the_fix_in_it(tmp_path: Path) -> None:
    packed = tmp_path / "upload.bin"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in example_target().rglob("*"):
            if path.is_file():
                archive.write(path, f"t/{path.relative_to(example_target())}")
    model = scanned(packed, "t.zip")
    with pytest.raises(InputError, match="no fix"):
        model.patch_file()
    model.keep_fix(model.propose(model.fix_choices(), silent, threading.Event()))
    name, data, _ = model.fixed_archive()
    assert name == "t-fixed.zip"
    inside = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert any(path.endswith("src/fit/transform.cpp") for path in inside)  # does not change
    assert any(path.endswith("LICENSES/Apache-2.0.txt") for path in inside)
    model.leave_out("README.md")
    inside = zipfile.ZipFile(io.BytesIO(model.fixed_archive()[1])).namelist()
    assert not any(path.endswith(("transform.cpp", "README.md")) for path in inside)
    model.forget_fix()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year": "26"}, "four digits"),
        ({"exclude": "vendor/**"}, "Say why"),
        ({"holder": "ATLAS Collaboration"}, "CERN for the benefit of ATLAS Collaboration"),
    ],
)
def test_choices_that_cannot_be_used_are_said(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        ScanModel().fix_choices(**wrong)  # type: ignore[arg-type]


def test_choices_as_a_person_types_them() -> None:
    choices = ScanModel().fix_choices(
        " MIT ", "CERN for the benefit of the ATLAS Collaboration", "2019",
        without={Group.HEADERS}, wanted={Group.OUTPUTS}, exclude="a/**, b", reason="copied",
    )  # fmt: skip
    assert (choices.license, choices.holder, choices.year) == ("MIT", "CERN", 2019)
    assert choices.beneficiary == "the ATLAS Collaboration"
    assert [e.pattern for e in choices.exclusions] == ["a/**", "b"]
    assert Group.OUTPUTS in choices.groups and Group.HEADERS not in choices.groups


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("git@example.org:a/b.git", "https://example.org/a/b.git"),
        ("ssh://git@example.org/a/b", "https://example.org/a/b"),
        ("http://example.org/a", "https://example.org/a"),
        ("example.org/a/b", "https://example.org/a/b"),
        ("https://example.org/a", ""),
        ("/etc/passwd", ""),
        ("", ""),
    ],
)
def test_another_form_of_an_address_leads_to_one_that_works(typed: str, better: str) -> None:
    assert better_address(typed) == better
    if better:
        assert check_address(better) == better
