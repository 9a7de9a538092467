# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A project survives the trip through JSON; a wrong field is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
components = st.builds(
    Component,
    name=words,
    license=st.none() | words,
    use=st.none() | st.sampled_from(Use),
    optional=st.booleans(),
    version=st.text(max_size=5),
    purl=st.text(max_size=5),
    declared_in=st.text(max_size=5),
    origin=st.sampled_from(Origin),
)
parts = st.builds(
    Part,
    id=words,
    name=words,
    material=st.sampled_from(Material),
    paths=st.lists(words, min_size=1, max_size=3).map(tuple),
    license=st.none() | words,
    components=st.lists(components, max_size=3).map(tuple),
    file_count=st.none() | st.integers(0, 10**6),
    file_types=st.lists(st.sampled_from([".py", ".vhd", "Makefile"]), max_size=3).map(tuple),
    origin=st.sampled_from(Origin),
)
projects = st.builds(
    Project,
    name=st.text(max_size=20),
    parts=st.lists(parts, max_size=3, unique_by=lambda p: p.id).map(tuple),
    url=st.text(max_size=5),
    author_count=st.none() | st.integers(0, 999),
    copyright_lines=st.lists(words, max_size=3).map(tuple),
    license_ids=st.lists(words, max_size=3).map(tuple),
    existing_files=st.lists(words, max_size=3).map(tuple),
    reuse_toml=st.text(max_size=20),
    origin=st.sampled_from(Origin),
)


@given(projects)
def test_json_round_trip(project: Project) -> None:
    assert Project.from_json(project.to_json()) == project


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ([], "project"),
        ({"nme": "x"}, "nme"),
        ({"parts": [{}]}, "project.parts[0].id"),
        ({"parts": [{"id": "a", "material": "wood"}]}, "project.parts[0].material"),
        (
            {"parts": [{"id": "a", "components": [{"name": "x", "use": "eats"}]}]},
            "project.parts[0].components[0].use",
        ),
        ({"parts": [{"id": "a", "file_count": -1}]}, "file_count"),
        ({"author_count": True}, "author_count"),
        ({"parts": [{"id": "a"}, {"id": "a"}]}, "same id"),
    ],
)
def test_wrong_fields_are_named(data: Any, named: str) -> None:
    with pytest.raises(InputError, match=named.replace("[", r"\[").replace("]", r"\]")):
        Project.from_json(data)


def test_with_part_replaces_or_adds() -> None:
    first = Part("a", "A", Material.SOFTWARE)
    project = Project(parts=(first,)).with_part(Part("b", "B", Material.DATA))
    renamed = project.with_part(Part("a", "Z", Material.SOFTWARE))
    assert [p.name for p in renamed.parts] == ["Z", "B"]
    with pytest.raises(InputError):
        renamed.part("c")
