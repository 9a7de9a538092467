# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Templates of the practices: filled safely for each format, and good enough for our own scan."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets import scan
from ospo_widgets.advice.templates import LONGEST, checked_value, filled
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.knowledge.practice_templates import FIELDS, format_of, gaps
from ospo_widgets.knowledge.practices import load_practices
from ospo_widgets.scanning.result import ScanResult

DAY = date(2026, 11, 22)
VALUES = {
    "project": "leptonlib",
    "description": "Reconstructs tracks of leptons in a magnetic field.",
    "holder": "CERN",
    "year": "2024",
    "contact": "leptonlib@example.org",
    "repository": "https://gitlab.example.org/leptons/leptonlib",
    "license": "Apache-2.0",
    "version": "1.2.0",
}
TEMPLATES = load_practices(spoken="en").templates
ALL = sorted(TEMPLATES)
PYTHON = "print('leptons')\n"


@pytest.mark.parametrize("name", ALL)
def test_a_filled_template_has_no_gap_and_an_empty_one_names_its_gaps(name: str) -> None:
    template = TEMPLATES[name]
    whole = filled(template, VALUES, DAY)
    assert "{{" not in whole.text
    assert whole.open == ()
    assert whole.text.endswith("\n")
    empty = filled(template, {}, DAY)
    assert empty.open == gaps(template)
    assert all(f"{{{{{field}}}}}" in empty.text for field in empty.open)


@given(
    st.sampled_from([name for name in ALL if format_of(TEMPLATES[name])]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
)
def test_no_value_breaks_json_yaml_or_toml(name: str, text: str) -> None:
    template = TEMPLATES[name]
    value = checked_value("project", text)
    made = filled(template, {**VALUES, "project": text, "description": text}, DAY).text
    data = _read(format_of(template), made)
    if value and {"project", "description"} & set(gaps(template)):
        assert value in _strings(data)


def _read(kind: str, text: str) -> object:
    if kind == "json":
        return json.loads(text)
    return tomllib.loads(text) if kind == "toml" else yaml.safe_load(text)


def _strings(data: object) -> list[str]:
    if isinstance(data, Mapping):
        return [text for value in data.values() for text in _strings(value)]
    if isinstance(data, list):
        return [text for value in data for text in _strings(value)]
    return [str(data)]


def test_signs_of_markup_are_no_markup_in_markdown() -> None:
    made = filled(TEMPLATES["security"], {"project": "<img src=x> [a](b)\n# c"}, DAY).text
    assert r"in \<img src=x\> \[a\](b) # c?" in made


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("year", "24", "“24” is no year from 1954 on."),
        ("year", "2²24", "“2²24” is no year"),
        ("license", "MIT OR Apache-2.0", "is no single SPDX id"),
        ("license", "the GPL!", "is no single SPDX id"),
        ("repository", "gitlab.example.org/x", "is no address that begins with https://"),
        ("contact", "somebody", "is no mail address and no web address"),
        ("holder", "ATLAS Collaboration", "is a collaboration, which cannot hold copyright"),
        ("project", "x" * (LONGEST + 1), "is longer than 500 characters"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: str, message: str) -> None:
    with pytest.raises(InputError, match=message.replace(".", r"\.")):
        checked_value(name, value)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("repository", "https://example.org/a/", "https://example.org/a"),
        ("contact", "https://example.org/forum", "https://example.org/forum"),
        ("holder", "CERN for the benefit of the ATLAS Collaboration",
         "CERN for the benefit of the ATLAS Collaboration"),
        ("project", "  a\n b\u202e ", "a b"),
        ("year", "", ""),
    ],
)  # fmt: skip
def test_a_value_comes_in_one_line(name: str, value: str, kept: str) -> None:
    assert checked_value(name, value) == kept


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(InputError, match="“colour” is no field of a template"):
        filled(TEMPLATES["notice"], {"colour": "red"}, DAY)
    assert set(VALUES) == set(FIELDS)


def test_the_notice_is_the_one_of_the_policy() -> None:
    assert (
        load_knowledge().policies["cern-current"].notice
        in filled(TEMPLATES["notice"], VALUES, DAY).text
    )


def test_templates_say_what_the_kit_says() -> None:
    made = filled(TEMPLATES["contributing"], VALUES, DAY).text
    assert "Developer Certificate of Origin 1.1" in made
    assert "Who works for CERN also follows its own rules of conduct." in made
    changes = filled(TEMPLATES["changes-hardware"], VALUES, DAY).text
    assert "2026-11-22: First release, version 1.2.0, CERN" in changes


# --- held against our own scan --------------------------------------------------------------------


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def found(result: ScanResult) -> set[str]:
    return {finding.id for finding in result.findings}


BARE = {"src/leptons.py": PYTHON, "board/board.kicad_pcb": "(kicad_pcb (version 20240108))\n"}
"""A project of code and a board that has nothing of what a release needs."""
BEFORE: Mapping[str, Mapping[str, str]] = {
    "release.readme-short": {"README.md": "# leptonlib\n"},
    "release.security-contact": {"SECURITY.md": "# Security\n\nBe careful.\n"},
    "release.conduct-contact": {"CODE_OF_CONDUCT.md": "# Conduct\n\n[INSERT CONTACT METHOD]\n"},
    "rights.no-waiver": {"src/leptons.py": f"# Copyright {VALUES['year']} CERN\n{PYTHON}"},
}
"""What a finding needs to be there, beside :data:`BARE`."""

SETTLED = [(name, finding) for name in ALL for finding in TEMPLATES[name].settles]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Findings of the bare project, and of each that is bare but for one poor file."""
    made = {}
    for name, files in (("", {}), *BEFORE.items()):
        folder = write(tmp_path_factory.mktemp("before"), {**BARE, **files})
        made[name] = found(scan(folder, history="none"))
    return made


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ScanResult]:
    """The bare project with each template in its place."""
    made = {}
    for name in sorted({name for name, _ in SETTLED} | {"zenodo", "ohwr", "end-of-life"}):
        template = TEMPLATES[name]
        folder = write(tmp_path_factory.mktemp("after"), BARE)
        file = filled(template, VALUES, DAY)
        if name == "file-header":
            header = "".join(f"# {line}\n" for line in file.text.splitlines())
            write(folder, {"src/leptons.py": header + PYTHON})
            (folder / "board/board.kicad_pcb").unlink()
        else:
            write(folder, {file.name: file.text})
        made[name] = scan(folder, history="none")
    return made


@pytest.mark.parametrize(("name", "finding"), SETTLED)
def test_a_filled_template_settles_what_it_says(
    name: str, finding: str, before: dict[str, set[str]], after: dict[str, ScanResult]
) -> None:
    assert finding in before[finding if finding in BEFORE else ""]
    assert finding not in found(after[name])


INVALID = {
    "release.metadata-invalid",
    "release.readme-template",
    "release.readme-short",
    "release.readme-topics",
    "release.readme-links",
    "release.security-template",
    "release.conduct-contact",
    "reuse.config",
    "reuse.bad-id",
    "reuse.invalid-expression",
    "rights.template-notice",
    "hardware.okh-invalid",
    "hardware.ohwr-invalid",
    "hygiene.people",
}
"""What a filled template may not bring."""


def test_no_filled_template_brings_a_finding_of_its_own(after: dict[str, ScanResult]) -> None:
    brought = {name: sorted(found(result) & INVALID) for name, result in after.items()}
    assert {name: ids for name, ids in brought.items() if ids} == {}
