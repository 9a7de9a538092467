# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bad input, shown: names and texts of a hostile tree stay text in every report and on a page."""

import csv
import io
import json
import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from ospo_widgets.charting.table import FORMULA_STARTS
from ospo_widgets.cli.scan_text import scan_text
from ospo_widgets.scanning.exports import FORMATS, rendered
from tests.scanning.hostile_tree import EVIL, FORMULA, HostileScan, names

pytestmark = pytest.mark.xdist_group("hostile scan")

SHAPES = (*FORMATS, "text", "notebook")


def shown(scanned: HostileScan, shape: str) -> str:
    if shape == "text":
        return scan_text(scanned.result)
    return scanned.result._repr_html_() if shape == "notebook" else rendered(scanned.result, shape)


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_steers_a_terminal_or_the_direction(hostile_scan: HostileScan, shape: str) -> None:
    text = shown(hostile_scan, shape)
    text.encode()
    steering = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"}}
    assert steering <= {"\n", "\r", "\t", "\ufeff"}
    assert "\ufeff" not in text[1:]


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("shape", ["html", "notebook"])
def test_markup_stays_text(hostile_scan: HostileScan, shape: str) -> None:
    page = Page(shown(hostile_scan, shape))
    assert not page.tags & {"img", "script", "iframe", "object", "embed", "base", "form"}
    assert not [n for n, _ in page.attributes if n.startswith("on")]
    addresses = [value for name, value in page.attributes if name in {"href", "src", "action"}]
    assert addresses and all(re.match(r"https?://|mailto:|#|[\w./-]+$", a) for a in addresses)
    assert "alert(1)" in shown(hostile_scan, shape)  # it is there, as text


def test_markdown_stays_text(hostile_scan: HostileScan) -> None:
    text = shown(hostile_scan, "markdown")
    assert r"names/\#hash.py" in text
    assert not re.search(r"(?<!\\)<\w", text)
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert not re.search(r"(?m)^(?:-rf|\+1|@SUM)", text)


def test_no_cell_of_the_csv_is_a_formula(hostile_scan: HostileScan) -> None:
    rows = list(csv.reader(io.StringIO(shown(hostile_scan, "csv").lstrip("\ufeff"))))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]


def test_sarif_names_files_of_the_tree_only(hostile_scan: HostileScan) -> None:
    run = json.loads(shown(hostile_scan, "sarif"))["runs"][0]
    places = [
        place["physicalLocation"]["artifactLocation"]["uri"]
        for row in run["results"]
        for place in row.get("locations", ())
    ]
    assert places and all(place.isascii() and " " not in place for place in places)
    tree = {unquote(place) for place in places}
    assert not [place for place in tree if place.startswith(("/", "..")) or "://" in place]
    assert f"names/{FORMULA.replace('/', '')}.py" in tree


def test_junit_is_xml(hostile_scan: HostileScan) -> None:
    suites = ET.fromstring(shown(hostile_scan, "junit"))
    assert len(list(suites.iter("testcase"))) > 10
    assert {element.tag for element in suites.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "skipped", "error"
    }  # fmt: skip


def test_code_quality_has_one_fingerprint_a_row(hostile_scan: HostileScan) -> None:
    rows = json.loads(shown(hostile_scan, "code-quality"))
    prints = [row["fingerprint"] for row in rows]
    assert len(prints) == len(set(prints)) > 50


def test_spdx_is_valid_and_its_ids_are_unique(hostile_scan: HostileScan) -> None:
    from spdx_tools.spdx.parser.json.json_parser import parse_from_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    text = shown(hostile_scan, "spdx")
    packages = json.loads(text)["packages"]
    ids = [package["SPDXID"] for package in packages]
    assert len(ids) == len(set(ids)) > 5
    assert all(re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", one) for one in ids)
    assert EVIL in {package["name"] for package in packages}
    place = hostile_scan.root.parent / "bill.spdx.json"
    place.write_text(text, encoding="utf-8")
    assert validate_full_spdx_document(parse_from_file(str(place))) == []


def test_cyclonedx_is_valid_and_its_references_are_unique(hostile_scan: HostileScan) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = shown(hostile_scan, "cyclonedx")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    refs = [component["bom-ref"] for component in json.loads(text)["components"]]
    assert len(refs) == len(set(refs)) > 5


def test_json_keeps_the_names_as_they_are(hostile_scan: HostileScan) -> None:
    paths = {file["path"] for file in json.loads(shown(hostile_scan, "json"))["files"]}
    assert paths >= {name for name in names() if name.startswith("names/")}
