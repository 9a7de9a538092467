# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The catalogue against the facts that were collected for it, row by row, and against itself."""

from __future__ import annotations

import pytest

from ospo_widgets.knowledge import (
    Category,
    Confidence,
    component_note,
    find_component,
    find_versioned,
    license_of,
    load_knowledge,
)
from ospo_widgets.knowledge.component_model import CatalogueComponent
from ospo_widgets.knowledge.component_names import name_key
from ospo_widgets.knowledge.components import bundle_notes, strictness
from ospo_widgets.knowledge.spdx import terms
from ospo_widgets.knowledge.versions import read_range
from ospo_widgets.licensing.expressions import base_id, parse
from ospo_widgets.project import Component

KNOWN = load_knowledge()
COMPONENTS = tuple(KNOWN.components.values())

FACTS = """
ROOT                     LGPL-2.1-or-later                     weak       text
Geant4                   LicenseRef-Geant4                     custom     text
Geant4 VMC               GPL-3.0-only                          strong     packager
CLHEP                    LGPL-3.0-only                         weak       text
HepMC 2                  GPL-2.0-or-later                      strong     packager
HepMC3 3.2.6             LGPL-3.0-or-later                     weak       text
HepMC3 3.2.5             GPL-3.0-only                          strong     text
Pythia 8                 GPL-2.0-or-later                      strong     text
Pythia 6                 LicenseRef-Pythia6                    custom     excerpt
FastJet                  GPL-2.0-or-later                      strong     excerpt
fastjet-python           BSD-3-Clause AND GPL-2.0-or-later     strong     text
fjcontrib                GPL-2.0-or-later                      strong     packager
LHAPDF                   GPL-3.0-or-later                      strong     packager
EvtGen                   GPL-3.0-or-later                      strong     text
Herwig 7                 GPL-3.0-only                          strong     packager
ThePEG                   GPL-3.0-or-later                      strong     packager
Sherpa                   GPL-3.0-only                          strong     packager
Tauola++                 GPL-3.0-or-later                      strong     packager
Photos++                 GPL-3.0-only                          strong     packager
Rivet                    GPL-3.0-or-later                      strong     packager
YODA                     GPL-3.0-or-later                      strong     packager
MadGraph5_aMC@NLO        NCSA                                  permissive excerpt
Whizard                  GPL-2.0-or-later                      strong     packager
OpenLoops                GPL-3.0-only                          strong     packager
Collier                  GPL-3.0-only                          strong     packager
FORM                     GPL-3.0-or-later                      strong     packager
Recola                   GPL-3.0-or-later                      strong     packager
APFEL                    GPL-3.0-or-later                      strong     packager
LoopTools                LGPL-3.0-or-later                     weak       packager
VBFNLO                   GPL-2.0-only                          strong     packager
DPMJET                   BSD-3-Clause AND LicenseRef-Pythia6   custom     packager
Delphes                  GPL-3.0-or-later                      strong     text
CERNLIB                  GPL-2.0-or-later                      strong     memory
FLUKA                    LicenseRef-FLUKA                      nonfree    excerpt
Gaudi                    Apache-2.0                            permissive text
DD4hep                   LGPL-3.0-or-later                     weak       text
podio                    Apache-2.0                            permissive text
EDM4hep                  Apache-2.0                            permissive packager
LCIO                     BSD-3-Clause                          permissive packager
genfit                   LGPL-3.0-or-later                     weak       packager
ACTS                     MPL-2.0                               weak       text
detray                   MPL-2.0                               weak       text
vecmem                   MPL-2.0                               weak       packager
VecCore                  Apache-2.0                            permissive packager
Celeritas                Apache-2.0                            permissive text
AdePT                    Apache-2.0                            permissive packager
VecGeom                  Apache-2.0                            permissive memory
vdt                      LGPL-3.0-or-later                     weak       packager
Vc                       BSD-3-Clause                          permissive packager
FairRoot                 LGPL-3.0-only                         weak       text
FairMQ                   LGPL-3.0-or-later                     weak       text
AliRoot                  BSD-3-Clause                          permissive text
ALICE O2                 GPL-3.0-only                          strong     text
Allpix²                  MIT                                   permissive text
TMVA                     LGPL-2.1-or-later                     weak       text
CMSSW                    Apache-2.0                            permissive text
Athena                   Apache-2.0                            permissive text
XRootD                   LGPL-3.0-or-later                     weak       text
XRootD 3.2.7             BSD-3-Clause                          weak       text
EOS                      GPL-3.0-or-later                      strong     text
CTA                      GPL-3.0-or-later                      strong     text
CernVM-FS                BSD-3-Clause                          permissive text
Rucio                    Apache-2.0                            permissive text
DIRAC                    GPL-3.0-only                          strong     text
PanDA                    Apache-2.0                            permissive text
gfal2                    Apache-2.0                            permissive packager
davix                    LGPL-2.1-or-later                     weak       packager
Indico                   MIT                                   permissive text
Invenio                  MIT                                   permissive text
REANA                    MIT                                   permissive text
Zenodo                   GPL-2.0-only                          strong     text
SWAN extensions          AGPL-3.0-only                         network    text
Oracle client            LicenseRef-Oracle-Proprietary         nonfree    packager
MariaDB server           GPL-2.0-or-later                      strong     packager
MariaDB Connector/C      LGPL-2.1-or-later                     weak       packager
EPICS Base               EPICS                                 permissive text
Tango                    LGPL-3.0-or-later                     weak       text
FESA                     LicenseRef-FESA                       nonfree    excerpt
White Rabbit             CERN-OHL-W-2.0                        weak       excerpt
Cheby                    GPL-3.0-only                          strong     text
GHDL                     GPL-2.0-or-later                      strong     text
Yosys                    ISC                                   permissive packager
Verilator                LGPL-3.0-only OR Artistic-2.0         weak       packager
KiCad                    GPL-3.0-or-later                      strong     text
FreeCAD                  LGPL-2.0-or-later                     weak       text
ngspice                  BSD-3-Clause                          permissive packager
OpenCascade              LGPL-2.1-only WITH OCCT-exception-1.0 weak       packager
MAD-X                    LicenseRef-MADX                       nonfree    text
SixTrack                 LGPL-2.1-only                         weak       text
Xsuite                   Apache-2.0                            permissive text
Eigen                    MPL-2.0                               weak       packager
Boost                    BSL-1.0                               permissive packager
Qt6                      LGPL-3.0-only                         weak       excerpt
PyQt5                    GPL-3.0-only                          strong     packager
PyQt6                    GPL-3.0-or-later                      strong     packager
PySide                   LGPL-3.0-or-later                     weak       packager
GSL                      GPL-3.0-or-later                      strong     packager
FFTW                     GPL-2.0-or-later                      strong     text
UNURAN                   GPL-2.0-or-later                      strong     packager
GNU readline             GPL-3.0-or-later                      strong     packager
R                        GPL-2.0-or-later                      strong     packager
HDF5                     HDF5                                  permissive text
SQLite                   blessing                              permissive packager
ZeroMQ 4.3.5             MPL-2.0                               weak       packager
protobuf                 BSD-3-Clause                          permissive packager
VTK                      BSD-3-Clause                          permissive packager
Coin3D                   BSD-3-Clause                          permissive packager
TBB                      Apache-2.0                            permissive packager
Xerces-C                 Apache-2.0                            permissive packager
OpenSSL 3                Apache-2.0                            permissive packager
OpenSSL 1.1.1w           OpenSSL                               permissive packager
nlohmann-json            MIT                                   permissive packager
fmt                      MIT                                   permissive packager
range-v3                 BSL-1.0                               permissive packager
jemalloc                 BSD-2-Clause                          permissive packager
log4cpp                  LGPL-2.1-or-later                     weak       packager
cppunit                  LGPL-2.1-or-later                     weak       packager
alpaka                   MPL-2.0-no-copyleft-exception         weak       packager
Kokkos                   Apache-2.0 WITH LLVM-exception        permissive packager
CUDA runtime             LicenseRef-NVIDIA-CUDA                nonfree    memory
numpy                    BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0 permissive text
scipy                    BSD-3-Clause                          permissive packager
scikit-learn             BSD-3-Clause                          permissive packager
ipywidgets               BSD-3-Clause                          permissive packager
JupyterLab               BSD-3-Clause                          permissive packager
pandas                   BSD-3-Clause                          permissive memory
matplotlib               PSF-2.0                               permissive packager
XGBoost                  Apache-2.0                            permissive packager
LightGBM                 MIT                                   permissive packager
PyTorch                  BSD-3-Clause                          permissive packager
TensorFlow               Apache-2.0                            permissive packager
JAX                      Apache-2.0                            permissive packager
Keras                    Apache-2.0                            permissive packager
ONNX                     Apache-2.0                            permissive packager
uproot                   BSD-3-Clause                          permissive text
awkward                  BSD-3-Clause                          permissive text
vector                   BSD-3-Clause                          permissive text
hist                     BSD-3-Clause                          permissive text
boost-histogram          BSD-3-Clause                          permissive text
particle                 BSD-3-Clause                          permissive text
coffea                   BSD-3-Clause                          permissive text
mplhep                   MIT                                   permissive text
iminuit                  MIT AND LGPL-2.1-only                 weak       text
pyhf                     Apache-2.0                            permissive text
hls4ml                   Apache-2.0                            permissive text
"""
"""Name, licence, effect and how well it was checked, of each row of tables 3.1 to 3.4.

Where the upstream licence file was read since (FORM, Verilator), it is the licence of the file.
"""

CLOSER = (Confidence.MEMORY, Confidence.PACKAGER, Confidence.EXCERPT, Confidence.TEXT)


def facts() -> list[tuple[str, str, str, str]]:
    rows = []
    for line in FACTS.strip().splitlines():
        start, _, confidence = line.rstrip().rpartition(" ")
        start, _, effect = start.rstrip().rpartition(" ")
        rows.append((start[:25].strip(), start[25:].strip(), effect, confidence))
    return rows


def row(name: str) -> CatalogueComponent:
    found = find_component(name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(("name", "expression", "effect", "confidence"), facts())
def test_each_collected_fact_is_in_the_catalogue(
    name: str, expression: str, effect: str, confidence: str
) -> None:
    found = find_versioned(name)
    assert found is not None, name
    fact = license_of(found.component, found.version)
    assert fact.license == expression
    assert fact.certain
    if not found.version:
        assert found.component.effect == effect
    have = CLOSER.index(found.component.provenance.confidence)
    assert have >= CLOSER.index(Confidence(confidence))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("ROOT", {"GPL-3.0-or-later", "GPL-2.0-or-later"}),
        ("Qt", {"GPL-3.0-only"}),
        ("Delphes", {"CC-BY-SA-4.0"}),
        ("White Rabbit", {"LGPL-2.1-or-later"}),
        ("GHDL", {"CC-BY-SA-4.0", "Apache-2.0"}),
        ("FFmpeg", {"GPL-2.0-or-later", "LicenseRef-proprietary"}),
        ("OpenCV", {"LGPL-2.1-or-later", "LGPL-3.0-only"}),
        ("SuiteSparse", {"BSD-3-Clause", "LGPL-2.1-or-later"}),
    ],
)
def test_optional_parts_that_change_the_answer(name: str, parts: set[str]) -> None:
    assert set(row(name).optional_parts.values()) == parts


@pytest.mark.parametrize(
    ("name", "bundled", "expression", "counts"),
    [
        ("fastjet-python", "FastJet", "GPL-2.0-or-later", True),
        ("iminuit", "Minuit2", "LGPL-2.1-only", True),
        ("pyFFTW", "FFTW", "GPL-2.0-or-later", True),
        ("cpymad", "MAD-X", "LicenseRef-MADX", True),
        ("pyhepmc", "HepMC3", "LGPL-3.0-or-later", True),
        ("numpy", "libgfortran", "GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("numpy", "OpenBLAS", "BSD-3-Clause", True),
        ("opencv-python", "FFmpeg", "LGPL-2.1-or-later", False),
        ("opencv-python", "Qt 5", "LGPL-3.0-only", False),
        ("psycopg2-binary", "libpq", "PostgreSQL", False),
    ],
)
def test_what_packages_bring_along(name: str, bundled: str, expression: str, counts: bool) -> None:
    component = row(name)
    part = next(b for b in component.bundles if b.name == bundled)
    assert part.license == expression
    assert (terms(expression) <= terms(component.license)) is counts
    told = next(t for t in bundle_notes(component) if bundled in t)
    assert expression in told
    assert ("counts" in told) is counts


@pytest.mark.parametrize(
    ("name", "other", "expression"),
    [
        ("FFTW", "pocketfft", "BSD-3-Clause"),
        ("GNU readline", "libedit (editline)", "BSD-3-Clause"),
        ("PyQt5", "PySide", "LGPL-3.0-or-later"),
        ("mysqlclient", "PyMySQL", "MIT"),
        ("HepMC 2", "HepMC3", "LGPL-3.0-or-later"),
        ("chardet", "charset-normalizer", "MIT"),
    ],
)
def test_replacements_are_milder(name: str, other: str, expression: str) -> None:
    component = row(name)
    found = next(a for a in component.alternatives if a.name == other)
    assert found.license == expression
    strictest = max(
        strictness(text, KNOWN)
        for text in (component.license, *(v.license for v in component.versions))
    )
    assert strictness(expression, KNOWN) < strictest


def test_a_replacement_that_we_list_ourselves_has_the_same_licence_there() -> None:
    seen = 0
    for component in COMPONENTS:
        for other in component.alternatives:
            ours = find_component(other.name)
            if ours is not None and not ours.bundles:
                seen += 1
                assert other.license == ours.license, (component.id, other.name)
    assert seen >= 15


def test_every_licence_is_known_and_every_expression_is_read() -> None:
    for component in COMPONENTS:
        rows = (*component.versions, *component.bundles, *component.alternatives)
        texts = (component.license, *component.optional_parts.values(), *(r.license for r in rows))
        for text in texts:
            expression = parse(text)
            assert parse(expression.text).alternatives == expression.alternatives
            for license_id in expression.ids:
                assert base_id(license_id) in KNOWN.licenses, (component.id, text)


def test_names_lead_to_one_component_each() -> None:
    owner: dict[str, str] = {}
    for component in COMPONENTS:
        for name in (component.id, component.name, *component.aliases):
            assert owner.setdefault(name_key(name), component.id) == component.id, name
            assert find_component(name) == component
            assert find_component(name.upper()) == component
            assert find_component(f"  {name.swapcase()} ") is component


def test_a_prefix_counts_unless_an_alias_has_it() -> None:
    assert row("libfftw3").id == "fftw"
    assert row("lib_jemalloc".replace("_", "")).id == "jemalloc"
    assert find_component("libgeant4") is None
    assert find_component("python-root") is None


def test_a_crowded_registry_gives_its_short_names_to_others() -> None:
    assert find_component("form", ecosystem="npm") is None
    assert find_component("form", ecosystem="pypi") is None
    assert row("form").id == "form"
    assert find_component("three", ecosystem="npm") is row("three.js")
    assert find_component("three", ecosystem="pypi") is None
    assert find_component("numpy", ecosystem="pypi") is row("numpy")
    assert find_component("numpy", ecosystem="cargo") is None
    assert find_component("redis", ecosystem="pypi") is None


@pytest.mark.parametrize(
    ("text", "expression", "certain"),
    [
        ("HepMC3", "GPL-3.0-only", False),
        ("HepMC3 3.2.0", "GPL-3.0-only", True),
        ("HepMC3==3.2.0", "GPL-3.0-only", True),
        ("hepmc3-3.02.06", "LGPL-3.0-or-later", True),
        ("HepMC3>=3.2.6", "LGPL-3.0-or-later", True),
        ("HepMC3>=3.2", "GPL-3.0-only", False),
        ("HepMC3 ^3.2.1", "GPL-3.0-only", False),
        ("HepMC3 3.2", "GPL-3.0-only", False),
        ("HepMC3 some day", "", False),
        ("XRootD", "LGPL-3.0-or-later", True),
        ("XRootD v3.2.0", "BSD-3-Clause", True),
        ("OpenSSL 1.1.1w", "OpenSSL", True),
        ("OpenSSL 3.0.2", "Apache-2.0", True),
        ("OpenSSL", "Apache-2.0 AND OpenSSL", False),
        ("ZeroMQ 4.3.4", "LGPL-3.0-or-later WITH LGPL-3.0-linking-exception", True),
        ("Pythia 8", "GPL-2.0-or-later", True),
        ("Pythia 8.3", "GPL-2.0-or-later", True),
        ("Pythia 8.310", "GPL-2.0-or-later", True),
        ("Pythia 8.150", "GPL-2.0-only", True),
        ("Qt 5.6", "LGPL-2.1-only OR LGPL-3.0-only", True),
        ("Qt 6.5", "LGPL-3.0-only", True),
        ("chardet 5.2.0", "LGPL-2.1-or-later", True),
        ("chardet 7.1", "MIT", True),
        ("chardet>=7.3", "0BSD", True),
        ("chardet", "LGPL-2.1-or-later", False),
        ("Redis 7.2", "BSD-3-Clause", True),
        ("Redis 7.4.1", "SSPL-1.0", True),
        ("redis 8", "AGPL-3.0-only OR SSPL-1.0", True),
        ("tinymce@6.8.3", "MIT", True),
        ("tinymce@5.10.7", "LGPL-2.1-only", True),
        ("pyzmq", "BSD-3-Clause AND MPL-2.0 AND LGPL-3.0-or-later", False),
        ("Geant4 11.2.p01", "LicenseRef-Geant4", True),
        ("ROOT 6.30/02", "LGPL-2.1-or-later", True),
        ("valgrind 3.26", "GPL-3.0-or-later", True),
    ],
)
def test_the_version_decides(text: str, expression: str, certain: bool) -> None:
    found = find_versioned(text)
    if not expression:
        assert found is None
        return
    assert found is not None
    fact = license_of(found.component, found.version)
    assert (fact.license, fact.certain) == (expression, certain)
    if not certain:
        assert expression in fact.why[0]
        assert found.component.license in fact.why[0]


def test_a_range_decides_only_where_all_of_it_is_on_one_side() -> None:
    for component in COMPONENTS:
        for version in component.versions:
            bound = read_range(version.range)
            inside = license_of(component, version.range)
            assert inside == license_of(component, f" {version.range} ")
            assert inside.license == version.license
            assert bound.high is not None or bound.low is not None
            assert version.license != component.license, component.id


def test_notes_say_whether_somebody_looked() -> None:
    gsl = component_note(Component(name="GSL", license="GPL-3.0-or-later"))
    assert gsl is not None
    assert not gsl.reviewed
    assert gsl.source.url.startswith("https://github.com/spack/")
    fftw = component_note(Component(name="fftw3", license="GPL-2.0-or-later"))
    assert fftw is not None
    assert fftw.reviewed
    assert fftw.text == "MIT sells other terms."
    assert component_note(Component(name="of our own", license="MIT")) is None


def test_notes_tell_of_versions_bundles_and_other_opinions() -> None:
    open_ = component_note(Component(name="HepMC3", license="GPL-3.0-only"))
    assert open_ is not None
    assert not open_.certain
    assert "<3.2.6" in open_.text
    known = component_note(Component(name="HepMC3", license="GPL-3.0-only", version="==3.2.0"))
    assert known is not None
    assert known.certain
    assert "3.2.0" in known.text
    other = component_note(Component(name="GSL", license="MIT"))
    assert other is not None
    assert "your project says MIT" in other.text
    wheel = component_note(
        Component(name="fastjet-python", license="BSD-3-Clause AND GPL-2.0-or-later")
    )
    assert wheel is not None
    assert "FastJet under GPL-2.0-or-later" in wheel.text


def test_an_unknown_licence_never_counts_as_mild() -> None:
    assert strictness("LicenseRef-nobody-knows", KNOWN) == strictness("LicenseRef-Geant4", KNOWN)
    assert strictness("MIT OR LicenseRef-nobody-knows", KNOWN) == strictness("MIT", KNOWN)
    assert strictness("MIT AND GPL-3.0-only", KNOWN) == strictness("GPL-3.0-only", KNOWN)
    assert strictness("MIT AND (ISC OR GPL-3.0-only)", KNOWN) == strictness("MIT", KNOWN)


def test_evidence_is_an_address_and_a_reading_of_files_names_the_commit() -> None:
    vague = 0
    for component in COMPONENTS:
        for source in component.provenance.sources:
            assert source.url.startswith(("https://", "http://")), component.id
            if "spack recipe" in source.title:
                assert "/blob/1e8cf059/" in source.url
        if component.provenance.confidence is Confidence.TEXT:
            vague += not any(
                "/blob/" in s.url or "/tree/" in s.url or "wheel" in s.title or "SPDX" in s.title
                for s in component.provenance.sources
            )
    assert vague <= 15
    read = [c for c in COMPONENTS if c.provenance.confidence.reviewed]
    assert len(read) >= 210


def test_only_a_look_makes_a_replacement_reviewed() -> None:
    reviewed = [a for c in COMPONENTS for a in c.alternatives if a.reviewed]
    assert 0 < len(reviewed) < sum(len(c.alternatives) for c in COMPONENTS) / 2


@pytest.mark.parametrize("name", ["FLUKA", "MAD-X", "Vivado", "AMD (Xilinx) IP cores", "MongoDB"])
def test_what_cannot_be_handed_out_is_nonfree(name: str) -> None:
    assert row(name).effect is Category.NONFREE
