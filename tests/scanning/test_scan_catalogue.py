# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the catalogue makes of declared dependencies: ecosystem, version, notes."""

import pytest

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.scanning.assemble import assemble
from ospo_widgets.scanning.dependencies.find import ReadManifest
from ospo_widgets.scanning.detection.license_texts import LicenseText
from ospo_widgets.scanning.facts import Facts, TreeFile
from ospo_widgets.scanning.intake.target import Target
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.result import ScanResult


def scanned(*declared: Declared) -> ScanResult:
    facts = Facts(
        listed=True,
        complete=True,
        tree=[TreeFile("pyproject.toml", 1)],
        reuse={"non_compliant": {}, "summary": {"compliant": True}, "recommendations": []},
        license_texts=[LicenseText("LICENSE", ("Apache-2.0",))],
        manifests=[ReadManifest("pyproject.toml", Manifest("me", "", declared))],
    )
    return assemble(facts, Target("folder", "/x", "x", "x"), load_knowledge())


@pytest.mark.parametrize(
    ("declared", "expression"),
    [
        (Declared("hepmc3", "conda", "=3.2.5"), "GPL-3.0-only"),
        (Declared("hepmc3", "conda", ">=3.2.6"), "LGPL-3.0-or-later"),
        (Declared("hepmc3", "conda"), "GPL-3.0-only"),
        (Declared("chardet", "pypi", "==7.4.0"), "0BSD"),
        (Declared("chardet", "pypi", ">=3,<6"), "LGPL-2.1-or-later"),
        (Declared("OpenSSL", "generic", "3.0"), "Apache-2.0"),
        (Declared("tinymce", "npm", "^6.8.3"), "MIT"),
        (Declared("tinymce", "npm", "^7.0.0"), "GPL-2.0-or-later"),
        (Declared("form", "npm", "1.0.0"), None),
        (Declared("fmt", "cargo", "1"), None),
        (Declared("fmt", "generic", "10"), "MIT"),
        (Declared("three", "npm", "0.160.0"), "MIT"),
        (Declared("redis", "pypi", "5.0"), None),
    ],
)
def test_version_and_ecosystem_decide(declared: Declared, expression: str | None) -> None:
    (component,) = scanned(declared).dependencies
    assert component.license == expression
    assert component.version == declared.version


def test_a_finding_tells_what_the_catalogue_knows() -> None:
    found = scanned(Declared("hepmc3", "conda"), Declared("vbfnlo", "conda"))
    by_name = {f.title.split()[0]: f for f in found.findings if f.id.startswith("dependency.")}
    assert "<3.2.6" in " ".join(by_name["hepmc3"].evidence)
    assert "packager" not in " ".join(by_name["hepmc3"].evidence)
    assert "packager" in " ".join(by_name["vbfnlo"].evidence)
