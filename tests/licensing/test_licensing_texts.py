# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Verbatim texts, offline: of all that we recommend, and of nearly all that a project may hold."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.licensing import TextMissingError, filled_text, has_text, license_text, text_ids
from ospo_widgets.resources import OVERLAY_VARIABLE, data_dir

KNOWN = load_knowledge()
WITHOUT_TEXT = {
    "bzip2-1.0.5",  # SPDX has taken it back and points to 1.0.6
    *(i for i in KNOWN.licenses if i.startswith("LicenseRef-") and "scancode" not in i),
}
EXCEPTIONS_WITHOUT_TEXT = {
    "Asterisk-linking-protocols-exception", "CGAL-linking-exception", "Digia-Qt-LGPL-exception-1.1",
    "erlang-otp-linking-exception", "GPL-3.0-389-ds-base-exception", "harbour-exception",
    "Independent-modules-exception", "mxml-exception", "PCRE2-exception",
    "polyparse-exception", "romic-exception", "RRDtool-FLOSS-exception-2.0",
}  # fmt: skip


def recommended() -> set[str]:
    """Every licence that a policy can recommend."""
    return {
        license_id
        for policy in KNOWN.policies.values()
        for regime in policy.regimes.values()
        for ids in regime.values()
        for license_id in ids
    }


def test_every_licence_that_can_be_recommended_has_its_text() -> None:
    assert len(recommended()) >= 10
    for license_id in sorted(recommended()):
        assert len(license_text(license_id)) > 900, license_id


def test_every_licence_that_we_know_has_its_text() -> None:
    assert {i for i in KNOWN.licenses if not has_text(i)} == WITHOUT_TEXT


def listed(name: str, key: str) -> set[str]:
    """Ids of an SPDX list that are still in force."""
    text = files("reuse").joinpath(f"resources/{name}.json").read_text(encoding="utf-8")
    return {row[key] for row in json.loads(text)[name] if not row["isDeprecatedLicenseId"]}


def test_every_licence_and_nearly_every_exception_of_spdx_has_its_text() -> None:
    ids = listed("licenses", "licenseId")
    assert len(ids) > 650
    assert {i for i in ids if not has_text(i)} == set()
    exceptions = listed("exceptions", "licenseExceptionId")
    assert {i for i in exceptions if not has_text(i)} == EXCEPTIONS_WITHOUT_TEXT


@pytest.mark.parametrize(
    ("license_id", "words"),
    [
        ("CERN-OHL-S-2.0", "Strongly Reciprocal"),
        ("CERN-OHL-1.2", "CERN Open Hardware Licence v1.2"),
        ("SHL-2.1", "Solderpad Hardware License v2.1"),
        ("TAPR-OHL-1.0", "TAPR"),
        ("CC-BY-SA-4.0", "Attribution-ShareAlike 4.0 International"),
        ("CC-BY-NC-3.0", "NonCommercial"),
        ("ODbL-1.0", "ODC Open Database License"),
        ("CDLA-Permissive-2.0", "Community Data License Agreement"),
        ("OpenMDW-1.0", "Model Materials"),
        ("ESA-PL-permissive-2.4", "European Space Agency Public License"),
        ("EPICS", "EPICS"),
        ("EUPL-1.2", "EUROPEAN UNION PUBLIC LICENCE v. 1.2"),
        ("GCC-exception-3.1", "GCC RUNTIME LIBRARY EXCEPTION"),
        ("Classpath-exception-2.0", "independent modules"),
        ("LLVM-exception", "4(a), 4(b) and 4(d)"),
        ("KiCad-libraries-exception", "electronic designs"),
    ],
)
def test_texts_are_those_of_their_licences(license_id: str, words: str) -> None:
    assert words in license_text(license_id)


def test_only_and_or_later_share_a_text() -> None:
    assert license_text("GPL-3.0-only") == license_text("GPL-3.0-or-later")


def test_a_licence_with_an_exception_has_both_texts() -> None:
    both = license_text("Apache-2.0 WITH LLVM-exception")
    assert both.startswith(license_text("Apache-2.0"))
    assert both.endswith(license_text("LLVM-exception"))
    assert not has_text("Apache-2.0 WITH Nope-exception")


def test_a_folder_of_texts_holds_the_exceptions_too() -> None:
    expression = "GPLv3+ WITH GCC-exception-3.1 AND (MIT OR CDDL-1.0+)"
    assert set(text_ids(expression)) == {
        "GPL-3.0-or-later", "GCC-exception-3.1", "MIT", "CDDL-1.0",
    }  # fmt: skip


def test_an_overlay_brings_texts_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "license_texts"
    folder.mkdir()
    (folder / "LicenseRef-Lab.txt").write_text("Ask the laboratory.", encoding="utf-8")
    monkeypatch.setenv(OVERLAY_VARIABLE, str(tmp_path))
    assert license_text("LicenseRef-Lab") == "Ask the laboratory.\n"
    assert has_text("GCC-exception-3.1")


def test_our_own_texts_are_of_ids_that_nobody_else_has() -> None:
    for path in (data_dir() / "license_texts").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n"), path.name
        assert "\r" not in text, path.name
        assert len(text) > 150, path.name


def test_blanks_are_filled_in_short_texts_only() -> None:
    assert "<year> <copyright holders>" in license_text("MIT")
    assert "Copyright (c) 2026 CERN" in filled_text("MIT", "CERN", 2026)
    assert "Copyright (c) 2026 CERN" in filled_text("BSD-1-Clause", "CERN", 2026)
    assert filled_text("GPL-3.0-only", "CERN", 2026) == license_text("GPL-3.0-only")
    assert r"A\1B" in filled_text("MIT", r"A\1B", 2026)


@pytest.mark.parametrize(
    "spdx_id", ["LicenseRef-FLUKA", "bzip2-1.0.5", "../../secret", "", "Nope-1.0", "MIT WITH "]
)
def test_missing_text_is_said(spdx_id: str) -> None:
    assert not has_text(spdx_id)
    with pytest.raises(TextMissingError, match="No file was written"):
        license_text(spdx_id)
