# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Metadata files that are broken, made to hurt, or of another shape than they seem."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from consolidating import together
from hypothesis import given, settings
from hypothesis import strategies as st
from metadata_files import imported, messages, only

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.fields import FIELDS
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.metadata import (
    _pages,
    license_of_page,
    plain_dependency,
    yaml_texts,
)
from ospo_widgets.portfolio.importing.shapes import shape_label, shapes
from ospo_widgets.portfolio.spdx import spdx_expression
from ospo_widgets.resources import data_dir
from ospo_widgets.wording import spoken

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    "rest",
    [
        "a: [",
        "a: " + "[" * 5_000,
        "\n".join(" " * n + "a:" for n in range(300)),
        BOMB,
        "a: &a [*a]\nb: " + "*a " * 200,
        "a: !!python/object/apply:os.system [id]\n\tb: c",
        "a: \x00",
    ],
    ids=["cut", "deep-flow", "deep-block", "aliases", "itself", "tag", "control"],
)
@pytest.mark.parametrize("start", ["cff-version: 1.2.0", "publiccodeYmlVersion: '0.4'", "okhv: x"])
def test_yaml_that_hurts_is_told(start: str, rest: str) -> None:
    try:
        found = imported(f"{start}\n{rest}\n")
    except InputError:
        assert "\x00" in rest  # that is no text at all
        return
    assert not found.records
    assert messages(found) == [
        "The file is no YAML or TOML, or is nested too deeply. Nothing was imported."
    ]


def test_tags_of_yaml_make_nothing() -> None:
    text = "cff-version: 1.2.0\ntitle: !!python/object/apply:os.system [id]\nurl: https://github.com/a/b"
    assert only(imported(text)).url == "https://github.com/a/b"


def test_yaml_makes_no_days_numbers_and_flags() -> None:
    document = Document("a.yml", b"day: 2026-02-30\nnorway: no\nversion: 1.10\nempty:\n")
    assert yaml_texts(document) == {
        "day": "2026-02-30", "norway": "no", "version": "1.10", "empty": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        {
            "name": "x",
            "permissions": {"admin": True, "push": False},
            "html_url": "https://x.org/a/b",
        },
        {"creators": [], "titles": [{"title": "DataCite"}]},
        {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": []},
        {"title": "something", "license": "MIT"},
        {"specVersion": "1.0"},
        "title: A page\nlicense: MIT\n",
        "project-link: https://example.org\n",
        "<html><body>cyclonedx</body></html>",
    ],
)
def test_other_files_have_none_of_these_shapes(content: Any) -> None:
    try:
        found = imported(content)
    except InputError:
        return
    ours = {"code-json", "code-json-agency", "zenodo-json", "zenodo-record", "codemeta", "oshwa",
            "okh", "citation-cff", "publiccode", "spdx", "spdx-3", "cyclonedx"}  # fmt: skip
    assert found.shape not in ours


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8),
              st.sampled_from(["MIT", "https://github.com/a/b", "2026-01-01", "a@b.org"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=8,
)  # fmt: skip
_KEYS = {
    "codemeta": "codeRepository name license identifier programmingLanguage keywords url @type"
    " softwareRequirements developmentStatus dateCreated @graph",
    "code-json-agency": "name repositoryURL permissions organization tags languages date status"
    " reuseFrequency reusedCode repositoryType",
    "zenodo-json": "title license keywords related_identifiers doi subjects",
    "citation-cff": "title license doi identifiers url repository-code keywords",
    "publiccode": "url name legal categories dependsOn organisation releaseDate",
    "okh": "name repo license keywords readme doi organization date-created",
    "oshwa": "documentationUrl hardwareLicense documentationLicense projectKeywords",
}
_FRAMES: dict[str, Any] = {
    "codemeta": lambda item: {"@context": "https://w3id.org/codemeta/3.0"} | item,
    "code-json-agency": lambda item: {"agency": "A", "releases": [{"name": "x"} | item]},
    "zenodo-json": lambda item: {"creators": [{"name": "x"}], "upload_type": "software"} | item,
    "citation-cff": lambda item: yaml.safe_dump({"cff-version": "1.2.0"} | item, sort_keys=False),
    "publiccode": lambda item: yaml.safe_dump(
        {"publiccodeYmlVersion": "0.4"} | item, sort_keys=False
    ),
    "okh": lambda item: yaml.safe_dump({"okhv": "1"} | item, sort_keys=False),
    "oshwa": lambda item: [{"oshwaUid": "CH1", "projectName": "x"} | item],
}


@pytest.mark.parametrize("shape", sorted(_KEYS))
@settings(max_examples=20)
@given(data=st.data())
def test_whatever_stands_in_a_file_a_portfolio_comes_of_it(shape: str, data: st.DataObject) -> None:
    item = data.draw(st.dictionaries(st.sampled_from(_KEYS[shape].split()), _JSON))
    found = imported(_FRAMES[shape](item))
    assert found.shape == shape
    for record in found.records:
        assert record.url or record.name
        assert {claim.field for claim in record.claims} <= FIELDS.keys()
    made = together(*found.records)
    assert len(made.repositories) <= len(found.records)
    assert "a@b.org" not in json.dumps([str(row) for row in made.repositories])


def test_pages_of_licences_lead_to_licences() -> None:
    loaded = yaml.safe_load((data_dir() / "portfolio" / "license_pages.yaml").read_text("utf-8"))
    pages = [(page, row["license"]) for row in loaded["pages"] for page in row["at"]]
    assert len({page for page, _ in pages}) == len(pages)
    for page, license_ in pages:
        assert spdx_expression(license_) == license_
        assert page == page.lower()
        assert license_of_page(f"https://www.{page}/") == license_
    assert set(_pages()) == {page for page, _ in pages} | {f"{one}/*" for one in loaded["folders"]}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/legalcode.txt", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by/4.0/deed.fr", "CC-BY-4.0"),
        ("https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
        ("https://spdx.org/licenses/MIT.html#licenseText", "mit"),
        ("https://spdx.org/licenses/", ""),
        ("https://github.com/a/b/blob/main/LICENSE", ""),
        ("https://www.gnu.org/licenses/gpl-3.0.html", ""),
        ("MIT", ""),
        ("ftp://spdx.org/licenses/MIT", ""),
    ],
)
def test_names_of_pages(url: str, name: str) -> None:
    assert license_of_page(url) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("numpy >= 1.20", "pkg:generic/numpy"),
        ("numpy==1.0; python_version < '3'", "pkg:generic/numpy"),
        ("Apache HTTP Server 2.4", "pkg:generic/Apache%20HTTP%20Server"),
        ("@angular/core@12", "pkg:generic/%40angular/core"),
        ("R (>= 4.0)", "pkg:generic/R"),
        ("Jane Doe <jane.doe@cern.ch>", ""),
        ("jane.doe@cern.ch", ""),
        ("left-pad@1.2.x", "pkg:generic/left-pad"),
        ("pkg:pypi/Numpy@1", "pkg:pypi/numpy"),
        ("https://github.com/a/b", "https://github.com/a/b"),
        ("https://example.org/page", ""),
        ("", ""),
        (" ", ""),
        ("a\nb", ""),
        ("x" * 900, ""),
    ],
)
def test_names_of_requirements(text: str, name: str) -> None:
    assert plain_dependency(text) == name


@pytest.mark.parametrize("code", ["en", "fr"])
def test_shapes_have_names(code: str) -> None:
    with spoken(code):
        labels = [shape_label(shape.id) for shape in shapes()]
    assert len(set(labels)) == len(labels)
