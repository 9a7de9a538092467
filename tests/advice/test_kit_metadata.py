# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files of the kit for machines: fields, escapes, and what is left out when nobody knows it."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from kit_making import BOARD, RIGHTS, SOFTWARE, WHOLE, all_parts, board, kit_for, settled, text_of

from ospo_widgets.advice.kit.release import KitDetails
from ospo_widgets.advice.kit.text import flat
from ospo_widgets.licensing import parse
from ospo_widgets.project import Component, Material, Part, Project, Use

AWKWARD = [
    'a "b" \\ c',
    "a: b # c",
    "x\ny",
    "]] [[annotations]]",
    "é 高 🎉",
    "'--",
    "null",
    "\x7f\x1b\ud800\u2028z",
]


# CITATION.cff ---------------------------------------------------------------------------------

CFF_FIELDS = {
    "cff-version", "message", "title", "authors", "type", "abstract", "version", "keywords",
    "repository-code", "license", "license-url",
}  # fmt: skip
CFF_AUTHOR = {"family-names", "given-names", "name", "email", "orcid"}


def check_citation(text: str) -> dict[str, Any]:
    """The rules of the Citation File Format 1.2.0 for the fields that we write."""
    data = yaml.safe_load(text)
    assert {"cff-version", "message", "title", "authors"} <= set(data) <= CFF_FIELDS
    assert data["cff-version"] == "1.2.0"
    assert data.get("type", "software") in ("software", "dataset")
    for key in set(data) - {"authors", "keywords"}:
        assert isinstance(data[key], str) and data[key], key
    for key in {"repository-code", "license-url"} & set(data):
        assert re.match(r"(https|http|ftp|sftp)://.+", data[key])
    if "license" in data:
        assert parse(data["license"]).ids == (data["license"],)
    if "keywords" in data:
        assert data["keywords"] and len(set(data["keywords"])) == len(data["keywords"])
        assert all(isinstance(word, str) and word for word in data["keywords"])
    assert data["authors"]
    for number, author in enumerate(data["authors"]):
        assert author not in data["authors"][:number]
        assert set(author) <= CFF_AUTHOR and ("name" in author) != ("family-names" in author)
        assert all(isinstance(value, str) and value for value in author.values())
        if "orcid" in author:
            pattern = r"https://orcid\.org/[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]"
            assert re.fullmatch(pattern, author["orcid"])
        if "email" in author:
            assert re.fullmatch(r"[\S]+@[\S]+\.[\S]{2,}", author["email"])
    return dict(data)


texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=60))


@settings(max_examples=25)
@given(name=texts, version=texts, authors=texts, words=st.lists(texts, max_size=3), about=texts)
def test_metadata_reads_back_whatever_people_write(
    name: str, version: str, authors: str, words: list[str], about: str
) -> None:
    details = KitDetails(
        version=version, authors=authors, keywords=tuple(words), description=about, contact=name
    )
    project = Project(
        name=name,
        parts=(
            Part("b", name or "b", Material.HARDWARE),
            Part("s", "s", Material.SOFTWARE, ("sw/**",)),
        ),
    )
    kit = kit_for(project, settled(project, RIGHTS), details=details)
    data = check_citation(text_of(kit, "CITATION.cff"))
    meta = json.loads(text_of(kit, "codemeta.json"))
    okh = tomllib.loads(text_of(kit, "okh.toml"))
    ohwr = yaml.safe_load(text_of(kit, ".ohwr.yaml"))
    shown = flat(name) or "This project"
    assert data["title"] == meta["name"] == okh["name"] == ohwr["name"] == shown
    for found in (data, meta, okh):
        assert found.get("version", "") == flat(version)
    assert okh.get("function", "") == data.get("abstract", "") == flat(about)
    assert tomllib.loads(text_of(kit, "REUSE.toml"))["version"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [{"name": "CERN"}]),
        (" ;\n, ", [{"name": "CERN"}]),
        ("Lovelace, Ada", [{"family-names": "Lovelace", "given-names": "Ada"}]),
        ("Ada Lovelace", [{"name": "Ada Lovelace"}]),
        ("Lovelace,", [{"name": "Lovelace"}]),
        ("van Beethoven, Ludwig; WR team", [
            {"family-names": "van Beethoven", "given-names": "Ludwig"}, {"name": "WR team"}]),
        ("A, B; A, B", [{"family-names": "A", "given-names": "B"}]),
        ("A, B https://orcid.org/0000-0002-1825-009x", [
            {"family-names": "A", "given-names": "B",
             "orcid": "https://orcid.org/0000-0002-1825-009X"}]),
        ("A, B <a@b.ch>", [{"family-names": "A", "given-names": "B", "email": "a@b.ch"}]),
        ("A, B <no mail>", [{"family-names": "A", "given-names": "B <no mail>"}]),
    ],
)  # fmt: skip
def test_authors_are_never_guessed(text: str, expected: list[dict[str, str]]) -> None:
    kit = kit_for(Project(), SOFTWARE, details=KitDetails(authors=text))
    assert check_citation(text_of(kit, "CITATION.cff"))["authors"] == expected
    guessed = any("Family, Given" in point for point in kit.todo)
    assert guessed == any("name" in author for author in expected)


def test_one_licence_is_named_and_several_are_not() -> None:
    one = check_citation(text_of(kit_for(Project(), SOFTWARE), "CITATION.cff"))
    assert one["license"] == "Apache-2.0" and one["type"] == "software"
    several = text_of(kit_for(*all_parts()), "CITATION.cff")
    # A list of licences in this format would mean a choice.
    assert "license" not in check_citation(several)
    assert several.startswith("# Licence: CERN-OHL-S-2.0 AND ")
    assert "type" not in check_citation(several)


def test_data_is_a_dataset_and_no_software() -> None:
    kit = kit_for(Project(), settled(Project(), {**RIGHTS, "materials": ("data",)}))
    assert check_citation(text_of(kit, "CITATION.cff"))["type"] == "dataset"
    assert not {"codemeta.json", "okh.toml", ".ohwr.yaml", "CHANGES"} & set(kit.files)


# codemeta.json --------------------------------------------------------------------------------


def test_codemeta_is_linked_data() -> None:
    part = Part("s", "S", Material.SOFTWARE, components=(Component("ROOT", use=Use.RUNTIME),))
    project = Project(name="tool", parts=(part,))
    kit = kit_for(project, settled(project, RIGHTS), details=WHOLE)
    data = json.loads(text_of(kit, "codemeta.json"))
    assert data["@context"] == "https://w3id.org/codemeta/3.0"
    assert data["@type"] == "SoftwareSourceCode"
    assert data["license"] == "https://spdx.org/licenses/Apache-2.0"
    assert data["author"][0] == {
        "@type": "Person",
        "@id": "https://orcid.org/0000-0002-1825-0097",
        "givenName": "Ada",
        "familyName": "Lovelace",
    }
    assert data["copyrightHolder"] == {"@type": "Organization", "name": "CERN"}
    assert data["softwareRequirements"] == ["ROOT"]
    assert data["codeRepository"] == WHOLE.repository
    assert "issueTracker" not in data


# Manifests of hardware -------------------------------------------------------------------------


def test_okh_has_every_required_field() -> None:
    kit = kit_for(board(existing_files=("README.md",)), BOARD, details=WHOLE)
    assert tomllib.loads(text_of(kit, "okh.toml")) == {
        "okhv": "OKH-LOSHv1.0",
        "name": "fanout",
        "repo": WHOLE.repository,
        "version": "1.2",
        "license": "CERN-OHL-S-2.0",
        "licensor": "CERN",
        "function": "Fans a clock out.",
        "documentation-language": "en",
        "organization": "CERN",
        "readme": "README.md",
        "contribution-guide": "CONTRIBUTING.md",
    }


def test_okh_holds_no_placeholder() -> None:
    kit = kit_for(Project(), BOARD)
    data = tomllib.loads(text_of(kit, "okh.toml"))
    assert not {"repo", "version", "function"} & set(data)
    assert re.findall(r"^# (\w+): nobody", text_of(kit, "okh.toml"), re.M) == [
        "repo", "version", "function",
    ]  # fmt: skip
    for word in ("address of the repository", "The version is", "A description"):
        assert any(word in point and "okh.toml" in point for point in kit.todo), word


def test_okh_names_all_parts() -> None:
    kit = kit_for(*all_parts())
    terms = tomllib.loads(text_of(kit, "okh.toml"))["license"].split(" AND ")
    assert terms == ["CERN-OHL-S-2.0", "GPL-3.0-or-later", "CC-BY-SA-4.0"]


@pytest.mark.parametrize(
    ("address", "existing", "description"),
    [
        ("https://github.com/a/b", ("README.md",), "https://raw.githubusercontent.com/a/b/HEAD/README.md"),
        ("https://github.com/a/b.git", (), "https://raw.githubusercontent.com/a/b/HEAD/README.md"),
        ("https://gitlab.cern.ch/g/h/p/", ("readme.md",), "https://gitlab.cern.ch/g/h/p/-/raw/HEAD/readme.md"),
        ("https://github.com/a/b", ("README.rst",), None),
        ("https://github.com/", (), None),
        ("https://example.org/a/b", (), None),
    ],
)  # fmt: skip
def test_ohwr_manifest(address: str, existing: tuple[str, ...], description: str | None) -> None:
    kit = kit_for(board(url=address, existing_files=existing), BOARD)
    data = yaml.safe_load(text_of(kit, ".ohwr.yaml"))
    assert data["version"] == "1.0.0" and data["name"] == "fanout" and data["website"] == address
    assert data["licenses"] == ["CERN-OHL-S-2.0"]
    assert data.get("description") == description
    assert set(data) <= {"version", "name", "description", "website", "licenses"}
    asked = any("README as plain Markdown" in point for point in kit.todo)
    assert asked == (description is None)


def test_gateware_alone_is_no_thing_to_make() -> None:
    project = Project(parts=(Part("g", "HDL", Material.GATEWARE),))
    kit = kit_for(project, settled(project, {**RIGHTS, "openness": "changes", "company": "no"}))
    assert ".ohwr.yaml" in kit.files and "okh.toml" not in kit.files
    assert "CHANGES" in kit.files and "ospo-kit/silkscreen.txt" not in kit.files


def test_a_licence_that_reuse_does_not_know_yet() -> None:
    project = Project(parts=(Part("m", "Model", Material.MODEL),))
    answers = {**settled(project, RIGHTS), "m/license": "OpenMDW-1.0"}
    kit = kit_for(project, answers)
    assert "LICENSES/LicenseRef-OpenMDW-1.0.txt" in kit.files
    assert '"LicenseRef-OpenMDW-1.0"' in text_of(kit, "REUSE.toml")
    data = check_citation(text_of(kit, "CITATION.cff"))
    assert data["license-url"] == "https://spdx.org/licenses/OpenMDW-1.0"
    assert any("does not know OpenMDW-1.0 yet" in point for point in kit.todo)
