# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the catalogue does to the advice: versions, bundles, optional parts, the known traps."""

from __future__ import annotations

import pytest

from ospo_widgets.advice.catalogue_points import catalogue_points
from ospo_widgets.advice.named import read_names
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.knowledge import Answer, find_component, license_of, load_knowledge
from ospo_widgets.licensing import compatible, effective_license
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

KNOWN = load_knowledge()
ANSWERS = {
    "authors": ("staff",),
    "collaboration": "",
    "patent": "no",
    "contract": "no",
    "sensitive": "no",
    "materials": ("software",),
    "software/software-kind": "library",
    "openness": "anything",
}


def advised(components: str, **more: object):
    keyed = {f"software/{key.replace('__', '/').replace('_', '-')}": v for key, v in more.items()}
    answers = {**ANSWERS, "software/components": components, **keyed}
    return recommend(Project(), answers)


def linked(*names: str, **fields: object) -> list[Component]:
    found = []
    for name in names:
        row = find_component(name)
        assert row is not None
        text = license_of(row).license
        found.append(Component(name=row.name, license=text, use=Use.DYNAMIC_LINK, **fields))
    return found


def named(text: str) -> list[tuple[str, str | None, str]]:
    return [(c.name, c.license, c.version) for c in read_names(text, KNOWN).components]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HepMC3 3.2.0", [("HepMC3", "GPL-3.0-only", "3.2.0")]),
        ("hepmc3==3.3.0", [("HepMC3", "LGPL-3.0-or-later", "==3.3.0")]),
        ("HepMC3>=3.2.6, <4; FFTW", [
            ("HepMC3", "LGPL-3.0-or-later", ">=3.2.6,<4"),
            ("FFTW", "GPL-2.0-or-later", ""),
        ]),
        ("Pythia 8", [("Pythia 8", "GPL-2.0-or-later", "")]),
        ("Pythia 8.310", [("Pythia 8", "GPL-2.0-or-later", "8.310")]),
        ("OpenSSL 1.1.1w", [("OpenSSL", "OpenSSL", "1.1.1w")]),
        ("HepMC3 3.2.0: LGPL-3.0-or-later", [("HepMC3", "LGPL-3.0-or-later", "3.2.0")]),
        ("mylib 1.2: MIT", [("mylib 1.2", "MIT", "")]),
        ("mylib==1.2", [("mylib", None, "==1.2")]),
        ("<3", [("<3", None, "")]),
        ("GPL-3.0-only", [("GPL-3.0-only", "GPL-3.0-only", "")]),
    ],
)  # fmt: skip
def test_names_with_versions(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert named(text) == expected


def test_the_stated_version_decides_the_binary() -> None:
    old = advised("HepMC3 3.2.0", hepmc3__component_use="process").parts[0]
    new = advised("HepMC3 3.2.7", hepmc3__component_use="process").parts[0]
    assert old.chosen == new.chosen == "Apache-2.0"
    assert old.effective is not None
    assert new.effective is not None
    assert old.effective.expression == "GPL-3.0-only"
    assert new.effective.expression == "Apache-2.0"


def test_an_open_version_is_an_open_point_and_counts_as_the_stricter() -> None:
    found = advised("HepMC3", hepmc3__component_use="process")
    assert found.parts[0].effective is not None
    assert found.parts[0].effective.expression == "GPL-3.0-only"
    point = next(p for p in found.open_points if p.id == "component-version")
    assert "LGPL-3.0-or-later" in point.text
    assert "<3.2.6" in point.text
    assert point.keys == ("software/components",)
    settled = advised("HepMC3 3.2.7", hepmc3__component_use="process")
    assert not [p for p in settled.open_points if p.id == "component-version"]


def test_a_version_from_a_scan_counts_too() -> None:
    def project(version: str) -> Project:
        used = Component(name="HepMC3", version=version, origin=Origin.SCAN)
        part = Part("code", "code", Material.SOFTWARE, components=(used,), origin=Origin.SCAN)
        return Project(parts=(part,), origin=Origin.SCAN)

    answers = {k: v for k, v in ANSWERS.items() if "software/" not in k}
    for version, expression in (("==3.2.7", "LGPL-3.0-or-later"), ("<3.2", "GPL-3.0-only")):
        found = recommend(project(version), answers)
        assert [c.license for c in found.parts[0].part.components] == [expression]


def test_packagers_word_is_a_point_unless_it_asks_for_notices_only() -> None:
    found = advised("GSL, fjcontrib, boost, xgboost, FFTW")
    point = next(p for p in found.open_points if p.id == "component-unreviewed")
    assert "GSL" in point.text
    assert "fjcontrib" in point.text
    assert "Boost" not in point.text
    assert "FFTW" not in point.text
    tool = advised("GSL", gsl__component_use="tool")
    assert not [p for p in tool.open_points if p.id == "component-unreviewed"]


def test_many_unreviewed_components_are_counted() -> None:
    names = ("GSL", "fjcontrib", "LHAPDF", "Rivet", "YODA", "ThePEG", "Whizard", "Collier")
    part = Part("p", "p", Material.SOFTWARE, components=tuple(linked(*names)))
    (point,) = catalogue_points(part, KNOWN)
    assert point.id == "component-unreviewed"
    assert "and 2 more" in point.text


def test_a_licence_that_the_person_gives_is_theirs() -> None:
    part = Part("p", "p", Material.SOFTWARE, components=(Component("GSL", license="MIT"),))
    assert list(catalogue_points(part, KNOWN)) == []


# --- The traps of cern-and-hep.md, section 3.5 ---------------------------------------------------


def test_t1_root_with_mathmore_turns_the_binary() -> None:
    plain = advised("ROOT", root__component_use="process").parts[0]
    math = advised(
        "ROOT", root__component_use="process", root__component_extras=("mathmore-gsl",)
    ).parts[0]
    assert plain.chosen == math.chosen == "Apache-2.0"
    assert plain.effective is not None
    assert math.effective is not None
    assert plain.effective.expression == "Apache-2.0"
    assert math.effective.expression == "GPL-3.0-or-later"


def test_t2_the_fastjet_wheel_brings_the_gpl() -> None:
    found = advised("fastjet-python", fastjet_python_package__component_use="process")
    part = found.parts[0]
    assert part.chosen == "Apache-2.0"
    assert part.effective is not None
    assert "GPL-3.0" in str(part.effective.expression)
    point = next(p for p in found.open_points if p.id == "component-bundle")
    assert "FastJet under GPL-2.0-or-later" in point.text
    assert "metadata" in point.text


@pytest.mark.parametrize("other", ["GSL", "Pythia 8"])
def test_t3_geant4_and_the_gpl_are_no_one_binary(other: str) -> None:
    found = effective_license("Apache-2.0", linked("Geant4", other), KNOWN)
    assert found.expression is None
    assert found.answer in {Answer.NO, Answer.UNKNOWN}


def test_t4_gpl_2_only_and_apache_are_no_one_program() -> None:
    found = effective_license("Apache-2.0", linked("VBFNLO"), KNOWN)
    assert (found.expression, found.answer) == (None, Answer.NO)


@pytest.mark.parametrize("name", ["FLUKA", "MAD-X"])
def test_t5_what_may_not_be_passed_on(name: str) -> None:
    row = find_component(name)
    assert row is not None
    verdict = compatible(row.license, "Apache-2.0", Use.COPY, knowledge=KNOWN)
    assert verdict.answer is Answer.NO


def test_t11_an_optional_component_gives_two_results() -> None:
    found = effective_license("Apache-2.0", linked("FFTW", optional=True), KNOWN)
    assert found.expression in {"GPL-3.0-or-later", "GPL-3.0-only"}
    assert found.without_optional == "Apache-2.0"


def test_t15_vendor_cores_are_not_ours_to_license() -> None:
    row = find_component("xilinx ip")
    assert row is not None
    assert "Leave its files out" in row.note
    verdict = compatible(row.license, "CERN-OHL-W-2.0", Use.COPY, knowledge=KNOWN)
    assert verdict.answer is Answer.NO


@pytest.mark.parametrize(
    "text", ["mylib: unknown", "mylib: ?", "mylib: inconnue", "mylib: UNKNOWN"]
)
def test_a_licence_that_a_person_does_not_know_is_an_answer(text: str) -> None:
    named = read_names(text, KNOWN)
    assert [(c.name, c.license) for c in named.components] == [("mylib", None)]
    assert (named.unknown, named.faults) == ((), ())
    answers = {"materials": ("software",), "authors": ("staff",), "software/components": text}
    advice = recommend(Project(), answers, KNOWN)
    assert {c.answer for c in advice.parts[0].candidates} == {Answer.UNKNOWN}
    assert any("mylib is not known" in point.text for point in advice.open_points)


def test_a_name_that_nobody_knows_is_asked_back() -> None:
    assert read_names("frobnicate", KNOWN).unknown == ("frobnicate",)
    assert read_names("White Rabbit PTP Core", KNOWN).unknown == ()
