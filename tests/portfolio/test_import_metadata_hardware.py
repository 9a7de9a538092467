# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Open Know-How manifests and certifications of OSHWA."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from metadata_files import imported, messages, only, said

from ospo_widgets.portfolio.records import RepositoryKind

HARDWARE = RepositoryKind.HARDWARE

OKH_1 = """\
# Open know-how manifest 1.0
date-created: 2019-08-01
manifest-author:
  name: Some One
  email: some.one@example.org
title: A board
description: It measures.
intended-use: To measure.
keywords: [board, physics]
{place}
contact: {{name: Some One, email: some.one@example.org}}
development-stage: prototype
license:
  hardware: CERN-OHL-S-2.0
  documentation: CC-BY-4.0
  software: GPL-3.0-only
licensor: {{name: Some One}}
"""

OKH_2 = """\
okhv = "OKH-LOSHv1.0"
name = "A board"
repo = "https://gitlab.cern.ch/group/board/-/tree/main"
version = "1.0"
license = "CERN-OHL-W-2.0"
licensor = "Some One"
organization = "Department of Boards"
readme = "README.md"
contribution-guide = "CONTRIBUTING.md"
technology-readiness-level = "OTRL-4"
function = "It measures."

[[part]]
name = "Case"
"""


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("documentation-home: https://github.com/a/board", "https://github.com/a/board"),
        (
            "project-link: https://example.org/board\n"
            "documentation-home: https://ohwr.org/project/board/wikis/home",
            "https://ohwr.org/project/board",
        ),
        (
            "project-link: https://hackaday.io/project/1-board",
            "https://hackaday.io/project/1-board",
        ),
        ("project-link: mailto:some.one@example.org", ""),
    ],
)
def test_manifest_1(place: str, url: str) -> None:
    found = imported(OKH_1.format(place=place), "okh.yml")
    assert found.shape == "okh"
    record = only(found)
    assert record.url == url
    assert said(record) == {
        "kind": HARDWARE,
        "license": "CERN-OHL-S-2.0",
        "license_hardware": "CERN-OHL-S-2.0",
        "license_documentation": "CC-BY-4.0",
        "stage": "prototype",
        "created": date(2019, 8, 1),
        "topics": ("board", "physics"),
    }
    assert "Some One" not in str(found)


def test_manifest_2() -> None:
    found = imported(OKH_2, "okh.toml")
    assert found.shape == "okh"
    record = only(found)
    assert record.url == "https://gitlab.cern.ch/group/board"
    assert said(record) == {
        "kind": HARDWARE,
        "license": "CERN-OHL-W-2.0",
        "license_hardware": "CERN-OHL-W-2.0",
        "stage": "OTRL-4",
        "department": "Department of Boards",
        "readme": True,
        "contributing": True,
    }
    assert "Some One" not in str(found)


@pytest.mark.parametrize(
    "text",
    [
        "okhv: OKH-LOSHv1.0\nname: A board\nrepo: https://github.com/a/board\n"
        "license:\n  hardware: CERN-OHL-S-2.0\nlicensor: X\n",
        'okh_manifest_version = "1.0.0"\ntitle = "A board"\nrepo = "github.com/a/board"\n'
        '[license]\nhardware = "CERN-OHL-S v2"\n',
    ],
    ids=["yaml-of-2", "underscores"],
)
def test_mixed_manifests(text: str) -> None:
    record = only(imported(text))
    assert record.url == "https://github.com/a/board"
    assert said(record)["license_hardware"] == "CERN-OHL-S-2.0"


def test_a_hardware_licence_that_is_none_is_told_once() -> None:
    found = imported(OKH_2.replace("CERN-OHL-W-2.0", "CERN OHL"))
    assert "license" not in said(found.records[0])
    assert len(found.problems) == 1


BOARD: dict[str, Any] = {
    "oshwaUid": "CH000012",
    "responsibleParty": "Some One",
    "projectName": "A board",
    "projectWebsite": "https://example.org/board",
    "documentationUrl": "https://github.com/a/board",
    "projectKeywords": ["board"],
    "hardwareLicense": "CERN-OHL-P-2.0",
    "softwareLicense": "MIT",
    "documentationLicense": "CC-BY-SA-4.0",
    "certificationDate": "2020-01-02T00:00-05:00",
}


@pytest.mark.parametrize("wrap", [lambda items: items, lambda items: {"items": items, "total": 1}])
def test_certification(wrap: Any) -> None:
    found = imported(wrap([BOARD]))
    assert found.shape == "oshwa"
    record = only(found)
    assert (record.url, record.ids) == (
        "https://github.com/a/board",
        ("certification.oshwa.org:CH000012",),
    )
    assert said(record) == {
        "kind": HARDWARE,
        "license": "CERN-OHL-P-2.0",
        "license_hardware": "CERN-OHL-P-2.0",
        "license_documentation": "CC-BY-SA-4.0",
        "topics": ("board",),
    }
    assert "Some One" not in str(found)


@pytest.mark.parametrize(
    ("license_", "value"), [("Other", None), ("None", ""), ("TAPR", "TAPR-OHL-1.0"), ("", None)]
)
def test_licences_of_certifications(license_: str, value: str | None) -> None:
    record = only(imported([BOARD | {"hardwareLicense": license_}]))
    assert said(record).get("license_hardware") == value
    assert said(record).get("license") == value


def test_certifications_are_told_by_entry() -> None:
    vague = BOARD | {"hardwareLicense": "CERN", "documentationUrl": "", "projectWebsite": None}
    nameless = {"oshwaUid": "", "projectName": ""}
    found = imported([BOARD, vague, nameless])
    assert [(one.url, one.name) for one in found.records] == [
        ("https://github.com/a/board", "a/board"),
        ("", "A board"),
    ]
    assert [problem.place.partition(",")[0] for problem in found.problems] == ["entry 2", "entry 3"]
    assert "CERN" in messages(found)[0]
