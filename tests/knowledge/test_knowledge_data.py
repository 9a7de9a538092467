# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The data that ships: large enough, sourced, in plain words, and in step with SPDX."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from ospo_widgets.knowledge import Category, Confidence, find_component, load_knowledge

KNOWN = load_knowledge()


def spdx() -> dict[str, dict[str, object]]:
    text = files("reuse").joinpath("resources/licenses.json").read_text(encoding="utf-8")
    return {row["licenseId"]: row for row in json.loads(text)["licenses"]}


def test_there_is_enough() -> None:
    assert len(KNOWN.licenses) >= 45
    assert len(KNOWN.verdicts) >= 70
    assert len(KNOWN.components) >= 80
    assert len(KNOWN.glossary) >= 20


def test_flags_are_those_of_spdx() -> None:
    listed = spdx()
    for license_ in KNOWN.licenses.values():
        row = listed.get(license_.id)
        if row is None:
            assert (
                license_.id.startswith("LicenseRef-") or not license_.provenance.confidence.reviewed
            )
            continue
        assert not row["isDeprecatedLicenseId"], license_.id
        if license_.osi is not None:
            assert license_.osi == row["isOsiApproved"], license_.id
        assert license_.fsf == row.get("isFsfLibre"), license_.id


def test_or_later_reaches_its_own_version_and_newer_ones_only() -> None:
    for license_ in KNOWN.licenses.values():
        if license_.id.endswith("-or-later") and license_.id != "GFDL-1.3-or-later":
            assert license_.id.replace("-or-later", "-only") in license_.later
        if license_.id.endswith("-only"):
            assert license_.later == ()
        family, version = license_.id.split("-")[:2] if "-" in license_.id else ("", "")
        for later in license_.later:
            assert later.split("-")[0] == family
            assert later.split("-")[1] >= version or family == "CERN"


def test_licences_with_a_court_are_marked() -> None:
    assert KNOWN.licenses["EUPL-1.2"].court_clause
    assert KNOWN.licenses["CECILL-2.1"].court_clause
    assert not KNOWN.licenses["Apache-2.0"].court_clause


@pytest.mark.parametrize("kind", ["licenses", "verdicts", "components", "terms"])
def test_sentences_are_short_and_plain(kind: str) -> None:
    rows = getattr(KNOWN, kind)
    for row in rows.values() if isinstance(rows, dict) else rows:
        texts = [getattr(row, name, "") for name in ("summary", "reason", "text", "note")]
        for text in [*texts, *getattr(row, "conditions", ())]:
            for sentence in text.replace(": ", ". ").split(". "):
                assert len(sentence.split()) <= 20, (row.id, sentence)
            assert "!" not in text
            assert "please" not in text.casefold()
            assert not re.search(r"\blicenses?\b", text), (row.id, text)


def test_curated_verdicts_have_an_address() -> None:
    for row in KNOWN.verdicts:
        assert all(source.url for source in row.provenance.sources), row.id


def test_effect_of_a_component_fits_its_licence() -> None:
    closed = {Category.NONFREE, Category.CUSTOM}
    for component in KNOWN.components.values():
        ids = [i for i in component.license.replace("(", "").split() if i in KNOWN.licenses]
        categories = {KNOWN.licenses[i].category for i in ids}
        if component.effect in closed:
            assert categories & closed, component.id
        elif component.effect is Category.PERMISSIVE:
            assert categories <= {Category.PERMISSIVE, Category.PUBLIC_DOMAIN} | {
                Category.CUSTOM
            }, component.id
        elif component.effect in {Category.STRONG, Category.NETWORK}:
            assert component.effect in categories, component.id


@pytest.mark.parametrize(
    ("name", "license_id", "word"),
    [
        ("ROOT", "LGPL-2.1-or-later", "MathMore"),
        ("fastjet-python", "BSD-3-Clause AND GPL-2.0-or-later", "bundles"),
        ("PyQt5", "GPL-3.0-only", "PySide"),
        ("MAD-X", "LicenseRef-MADX", "permission"),
        ("FairRoot", "LGPL-3.0-only", "LGPL"),
    ],
)
def test_traps_are_told(name: str, license_id: str, word: str) -> None:
    component = find_component(name)
    assert component is not None
    assert component.license == license_id
    assert word in component.note


def test_packagers_claims_are_not_called_reviewed() -> None:
    component = find_component("GSL")
    assert component is not None
    assert component.provenance.confidence is Confidence.PACKAGER
    assert not component.provenance.confidence.reviewed
