# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Entries of catalogues: filled from a project, judged, written, and read by the scan as valid."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets import wording
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.licensing.expressions import parse
from ospo_widgets.office.catalogues import catalogue_of, load_catalogues
from ospo_widgets.office.entries import (
    Stated,
    description_address,
    entry_from,
    entry_problems,
    entry_text,
    filled,
    osi_approved,
    shown,
    typed,
)
from ospo_widgets.project import Material, Part, Project
from ospo_widgets.scanning.hardware.manifests import manifest_in

SOFTWARE, OHWR = catalogue_of("software"), catalogue_of("ohwr")
HOME = "https://gitlab.cern.ch/be/fmc-adc"
BOARD = Project(
    name="fmc-adc",
    url=HOME,
    parts=(
        Part("hardware", "Board", Material.HARDWARE, license="CERN-OHL-W-2.0"),
        Part("gateware", "Gateware", Material.GATEWARE, license="CERN-OHL-W-2.0"),
        Part("docs", "Documentation", Material.DOCUMENTATION, license="CC-BY-4.0"),
    ),
    existing_files=("LICENSES/CC-BY-4.0.txt", "README.md"),
)
WHOLE = {
    "title": "trackfit",
    "description": "Fits tracks.",
    "repository": "https://gitlab.cern.ch/x/trackfit",
    "readme": "README.md",
    "license": ("Apache-2.0",),
    "responsible": "trackfit-support@cern.ch",
    "tags": ("tracking", "physics"),
}


def kinds(catalogue, values):
    return [(p.field, p.kind) for p in entry_problems(catalogue, values)]


@pytest.mark.parametrize("code", wording.languages())
def test_every_field_has_its_words(code):
    with wording.spoken(code):
        for catalogue in load_catalogues().values():
            for field in catalogue.fields:
                assert wording.words(f"office.entry.{catalogue.id}.{field.id}")


def test_a_design_fills_its_entry_and_the_scan_finds_it_valid():
    values = filled(OHWR, BOARD)
    assert values == {
        "version": "1.0.0",
        "name": "fmc-adc",
        "description": f"{HOME}/-/raw/HEAD/README.md",
        "website": HOME,
        "licenses": ("CERN-OHL-W-2.0", "CC-BY-4.0"),
    }
    more = {
        **values,
        "images": ("https://x.org/a.png",),
        "links": ("White Rabbit https://white-rabbit.tech",),
        "trl": "7",
    }
    assert kinds(OHWR, more) == []
    text = entry_text(OHWR, more, ["one\nline"])
    assert text.startswith("# one line\n")
    data = yaml.safe_load(text)
    assert data["links"] == [{"name": "White Rabbit", "url": "https://white-rabbit.tech"}]
    assert "trl" not in data
    assert manifest_in(".ohwr.yaml", text).problems == ()


def test_what_nobody_knows_is_a_comment_and_never_invented():
    values = filled(SOFTWARE, Project(name="x"))
    assert values == {"title": "x"}
    text = entry_text(SOFTWARE, values)
    assert yaml.safe_load(text) == {"title": "x"}
    assert "# repository: nobody has said it yet" in text
    assert {f for f, kind in kinds(SOFTWARE, values) if kind == "missing"} == {
        *("description", "repository", "readme", "license", "responsible", "tags")
    }
    found = filled(SOFTWARE, BOARD, Stated(description="A board.", last_commit="2026-11-01"))
    assert found["description"] == "A board."
    assert found["license"] == ("CERN-OHL-W-2.0", "CC-BY-4.0")
    assert filled(SOFTWARE, BOARD, Stated("MIT"))["license"] == ("MIT",)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, None),
        ({"license": ("CC-BY-4.0",)}, ("license", "osi_unknown")),
        ({"license": ("CERN-OHL-1.2",)}, ("license", "osi")),
        ({"license": ("Apache-2.0 OR CERN-OHL-1.2",)}, None),
        ({"license": ("Apache-2.0 AND CERN-OHL-1.2",)}, ("license", "osi")),
        ({"license": ("no such words",)}, ("license", "license")),
        ({"responsible": "someone"}, ("responsible", "mail")),
        ({"responsible": "ada.lovelace@cern.ch"}, ("responsible", "person")),
        ({"responsible": "open.source@cern.ch"}, None),
        ({"repository": "https://me:pw@x.org/y"}, ("repository", "address")),
        ({"last_commit": "yesterday"}, ("last_commit", "day")),
        ({"tags": tuple(map(str, range(21)))}, ("tags", "many")),
        ({"description": "x" * 9000}, ("description", "long")),
        ({"colour": "red"}, ("colour", "unknown")),
        ({"tags": "one"}, ("tags", "type")),
    ],
)
def test_entries_are_judged(change, problem):
    found = kinds(SOFTWARE, {**WHOLE, **change})
    assert found == ([problem] if problem else [])
    for one in entry_problems(SOFTWARE, {**WHOLE, **change}):
        assert one.text(SOFTWARE)
        assert one.advice is (one.kind in {"person", "osi_unknown"})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"version": "2"}, ("version", "value")),
        ({"description": "A board."}, ("description", "address")),
        ({"images": tuple(f"https://x.org/{n}.png" for n in range(6))}, ("images", "many")),
        ({"links": ("https://x.org",)}, ("links", "address")),
        ({"trl": "10"}, ("trl", "level")),
    ],
)
def test_designs_are_judged(change, problem):
    assert kinds(OHWR, {**filled(OHWR, BOARD), **change}) == [problem]


def test_osi_is_yes_no_or_unknown():
    known = load_knowledge()
    assert osi_approved(parse("MIT AND Apache-2.0"), known) is True
    assert osi_approved(parse("CERN-OHL-1.2"), known) is False
    assert osi_approved(parse("LicenseRef-own"), known) is None
    assert osi_approved(parse("GPL-2.0-or-later WITH Classpath-exception-2.0"), known) is True


@given(text=st.text(max_size=200))
def test_what_is_typed_survives_the_file(text):
    values = {"title": typed(SOFTWARE, "title", text), "tags": typed(SOFTWARE, "tags", text)}
    data = yaml.safe_load(entry_text(SOFTWARE, values)) or {}
    assert data.get("title", "") == values["title"]
    assert tuple(data.get("tags", ())) == values["tags"]
    assert typed(SOFTWARE, "tags", shown(values["tags"])) == values["tags"]


@pytest.mark.parametrize(
    ("repository", "files", "address"),
    [
        ("https://github.com/a/b.git", (), "https://raw.githubusercontent.com/a/b/HEAD/README.md"),
        (HOME, ("readme.md",), f"{HOME}/-/raw/HEAD/readme.md"),
        (HOME, ("README.rst",), ""),
        ("https://example.org/a", (), ""),
        ("", (), ""),
    ],
)
def test_address_of_the_readme(repository, files, address):
    assert description_address(repository, files) == address


def test_an_unknown_catalogue():
    with pytest.raises(InputError, match="no catalogue “x”"):
        catalogue_of("x")


def test_links_that_were_kept_as_json_come_back() -> None:
    kept = {"links": ["Docs https://a.cern.ch/x"], "name": "fmc-adc"}
    assert entry_from(kept, OHWR)["links"] == ("Docs https://a.cern.ch/x",)


def test_what_is_no_address_gives_no_description() -> None:
    assert description_address("https://[gitlab-host]/group/name") == ""
    assert description_address("https://[a") == ""
