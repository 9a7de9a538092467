# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Corrections of a scanned project: a changed copy with answers that stay, or a plain refusal."""

from __future__ import annotations

import pytest

from ospo_widgets.advice import editing
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

FFTW = Component("FFTW", "GPL-2.0-or-later", Use.DYNAMIC_LINK, origin=Origin.SCAN)
SCANNED = Project(
    name="trackfit",
    origin=Origin.SCAN,
    author_count=3,
    parts=(
        Part(
            "python",
            "Python package",
            Material.SOFTWARE,
            ("src/**",),
            components=(FFTW, Component("numpy", "BSD-3-Clause", origin=Origin.SCAN)),
            origin=Origin.SCAN,
        ),
        Part("docs", "Manual", Material.DOCUMENTATION, ("docs/**",), origin=Origin.SCAN),
    ),
)
ANSWERS = {
    "materials": ("software", "documentation"),
    "python/software-kind": "library",
    "python/fftw/component-use": "process",
}


def python(project: Project) -> Part:
    return project.part("python")


def test_a_new_name_keeps_the_id_and_its_answers() -> None:
    changed = editing.rename_part(SCANNED, "python", "  Track   fit ")
    assert python(changed).name == "Track fit"
    assert python(changed).origin is Origin.PERSON
    assert changed.part("docs") is SCANNED.part("docs")
    form = Questionnaire(load_knowledge())
    before = {s.key: s.value for s in form.steps(SCANNED, ANSWERS)}
    assert {s.key: s.value for s in form.steps(changed, ANSWERS)} == before


def test_every_correction_leaves_the_original_alone() -> None:
    before = SCANNED.to_json()
    editing.set_material(SCANNED, "python", "firmware")
    editing.set_paths(SCANNED, "python", ["lib/**"])
    editing.remove_component(SCANNED, "python", "FFTW")
    editing.set_author_count(SCANNED, 7)
    assert SCANNED.to_json() == before


def test_material_and_paths_are_corrected() -> None:
    changed = editing.set_material(SCANNED, "python", Material.FIRMWARE)
    changed = editing.set_paths(changed, "python", ["fw/**", " fw/** ", "", "boot/*.s"])
    assert python(changed).material is Material.FIRMWARE
    assert python(changed).paths == ("fw/**", "boot/*.s")
    assert python(changed).components == python(SCANNED).components


@pytest.mark.parametrize(
    "paths", [[], [" "], ["/etc"], ["../x"], ["a/../b"], ["C:/x"], ["a\\b"], ["a\nb"], ["x" * 400]]
)
def test_paths_that_lead_out_are_refused(paths: list[str]) -> None:
    with pytest.raises(InputError, match="Nothing was changed"):
        editing.set_paths(SCANNED, "python", paths)


def test_added_parts_get_ids_of_their_own() -> None:
    changed = editing.add_part(SCANNED, "Docs", Material.DATA, ["data/**"])
    changed = editing.add_part(changed, "Software", "software")
    changed = editing.add_part(changed, "Größe", "model")
    assert [p.id for p in changed.parts] == ["python", "docs", "docs-2", "software-2", "groe"]
    assert changed.parts[3].paths == ("src/**", "software/**", "sw/**")
    assert all(p.origin is Origin.PERSON for p in changed.parts[2:])


@pytest.mark.parametrize(
    ("name", "material"),
    [("", "data"), ("manual", "data"), ("x" * 500, "data"), ("a\u202eb", "data"), ("x", "cheese")],
)
def test_parts_that_cannot_be_are_refused(name: str, material: str) -> None:
    with pytest.raises(InputError, match="Nothing was changed"):
        editing.add_part(SCANNED, name, material)


def test_a_removed_part_is_gone_and_the_others_stay() -> None:
    assert [p.id for p in editing.remove_part(SCANNED, "docs").parts] == ["python"]
    with pytest.raises(InputError, match="no part"):
        editing.remove_part(SCANNED, "cellar")


@pytest.mark.parametrize(
    ("text", "expression", "expected"),
    [
        ("GSL", "", ("GSL", "GPL-3.0-or-later")),
        ("mylib: mit", "", ("mylib", "MIT")),
        ("mylib", "GPL v3 or later", ("mylib", "GPL-3.0-or-later")),
        ("mystery", "", ("mystery", None)),
    ],
)
def test_added_components_are_read_like_answers(
    text: str, expression: str, expected: tuple[str, str | None]
) -> None:
    changed = editing.add_component(SCANNED, "python", text, version="2.1", expression=expression)
    added = python(changed).components[-1]
    assert (added.name, added.license) == expected
    assert (added.version, added.origin) == ("2.1", Origin.PERSON)


@pytest.mark.parametrize("text", ["", "a, b", "fftw", "x: GPL3.1", "FFTW3"])
def test_components_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        editing.add_component(SCANNED, "python", text)


def test_a_component_keeps_its_place_and_its_answers() -> None:
    changed = editing.set_component_license(SCANNED, "python", "FFTW", "MIT")
    changed = editing.set_component_version(changed, "python", "FFTW", "3.3.10")
    changed = editing.set_component_use(changed, "python", "FFTW", Use.SUBPROCESS, optional=True)
    found = python(changed).components[0]
    assert (found.name, found.license, found.version) == ("FFTW", "MIT", "3.3.10")
    assert (found.use, found.optional, found.origin) == (Use.SUBPROCESS, True, Origin.PERSON)
    assert python(changed).components[1] == python(SCANNED).components[1]
    assert (
        python(editing.set_component_license(changed, "python", "FFTW", "")).components[0].license
        is None
    )


def test_wrong_licence_names_the_nearest_and_changes_nothing() -> None:
    with pytest.raises(InputError, match=r"Did you mean GPL-3\.0-or-later"):
        editing.set_component_license(SCANNED, "python", "FFTW", "GPL3.1")
    with pytest.raises(InputError, match="no component"):
        editing.remove_component(SCANNED, "python", "fftw!")


def test_authors_are_counted() -> None:
    assert editing.set_author_count(SCANNED, 5).author_count == 5
    assert editing.set_author_count(SCANNED, None).author_count is None
    for wrong in (-1, True, 2.5):
        with pytest.raises(InputError, match="whole number"):
            editing.set_author_count(SCANNED, wrong)  # type: ignore[arg-type]


def test_the_project_gets_a_name() -> None:
    assert editing.rename_project(SCANNED, " new ").name == "new"
    assert (
        editing.set_part_license(SCANNED, "docs", "cc by 4.0").part("docs").license == "CC-BY-4.0"
    )
