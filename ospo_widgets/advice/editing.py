# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Corrections of a project by a person: each gives a changed copy, or says why not.

What a person touches is marked :attr:`Origin.PERSON`. Ids of parts and names of components stay, so
that answers about them stay. When a correction is refused, nothing is changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from ospo_widgets.advice.assembly import USUAL_PATHS
from ospo_widgets.advice.named import MAX_COMPONENTS, read_names, slug
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.expressions import parse
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use
from ospo_widgets.wording import words

MAX_NAME = 120
"""Longest name of a part or a component, in characters."""
MAX_PATHS = 50
"""Most path patterns of one part."""
MAX_PATH = 300
"""Longest path pattern, in characters."""
MAX_PARTS = 40
"""Most parts of a project."""
MAX_AUTHORS = 1_000_000
"""Most authors that a project can have."""


# --- the project ----------------------------------------------------------------------------------


def rename_project(project: Project, name: str) -> Project:
    """Give the project a name; empty takes it away.

    Raises:
        InputError: The name is too long or holds control characters.
    """
    return replace(project, name=_text(name, required=False))


def set_author_count(project: Project, count: int | None) -> Project:
    """Say how many people wrote it; None when it is not known. They are counted, never named.

    Raises:
        InputError: The count is no whole number, zero or more.
    """
    wrong = isinstance(count, bool) or not (count is None or isinstance(count, int))
    if wrong or (count is not None and not 0 <= count <= MAX_AUTHORS):
        raise InputError(words("advice.edit.count"))
    return replace(project, author_count=count)


# --- parts ----------------------------------------------------------------------------------------


def rename_part(project: Project, part_id: str, name: str) -> Project:
    """Give a part another name; its id and its answers stay.

    Raises:
        InputError: There is no such part, the name is empty or too long, or another part has it.
    """
    part = project.part(part_id)
    wanted = _text(name)
    _free_name(project, wanted, but=part_id)
    return _with(project, part, name=wanted)


def set_material(project: Project, part_id: str, material: Material | str) -> Project:
    """Say what a part is made of; its id, paths and components stay.

    Raises:
        InputError: There is no such part or no such material.
    """
    return _with(project, project.part(part_id), material=_material(material))


def set_paths(project: Project, part_id: str, paths: Iterable[str]) -> Project:
    """Say where a part lies: patterns relative to the root, as in ``REUSE.toml``.

    Raises:
        InputError: There is no such part, no path is given, or a path leads out of the project.
    """
    return _with(project, project.part(part_id), paths=_paths(paths))


def set_part_license(project: Project, part_id: str, expression: str) -> Project:
    """Say which licence the files of a part name already; empty when they name none.

    Raises:
        InputError: There is no such part, or the text is no licence; the nearest one is named.
    """
    return _with(project, project.part(part_id), license=_license(expression))


def add_part(
    project: Project, name: str, material: Material | str, paths: Iterable[str] = ()
) -> Project:
    """Add a part at the end, with an id of its own.

    Args:
        project: The project.
        name: Name for people.
        material: What it is made of.
        paths: Where it lies; by default where such parts usually lie.

    Raises:
        InputError: A value cannot be used, or the project has a part of this name.
    """
    if len(project.parts) >= MAX_PARTS:
        raise InputError(words("advice.edit.parts", limit=MAX_PARTS))
    wanted, kind = _text(name), _material(material)
    _free_name(project, wanted)
    given = tuple(paths)
    part = Part(
        id=_free_id(project, wanted),
        name=wanted,
        material=kind,
        paths=_paths(given) if given else USUAL_PATHS[kind],
    )
    return project.with_part(part)


def remove_part(project: Project, part_id: str) -> Project:
    """Take a part away; answers about it are kept and count no more.

    Raises:
        InputError: There is no such part.
    """
    gone = project.part(part_id)
    return replace(project, parts=tuple(p for p in project.parts if p.id != gone.id))


# --- components -----------------------------------------------------------------------------------


def add_component(
    project: Project,
    part_id: str,
    name: str,
    *,
    version: str = "",
    expression: str = "",
    use: Use | None = None,
    knowledge: Knowledge | None = None,
) -> Project:
    """Add something that a part uses.

    Args:
        project: The project.
        part_id: The part.
        name: A name, ``name: SPDX expression``, or an expression alone.
        version: Version as stated; by default the one in the name, if any.
        expression: Its licence, SPDX or everyday name; by default what the catalogue says.
        use: How the part uses it, None when not known yet.
        knowledge: The catalogue; by default what ships with the package.

    Raises:
        InputError: There is no such part, the text names no single component, the licence is not
            known, or the part has a component of this name.
    """
    part = project.part(part_id)
    named = read_names(_text(name), knowledge or load_knowledge())
    if named.faults:
        raise InputError(named.faults[0])
    if len(named.components) != 1:
        raise InputError(words("advice.edit.one_component"))
    if len(part.components) >= MAX_COMPONENTS:
        raise InputError(words("advice.edit.components", limit=MAX_COMPONENTS))
    found = named.components[0]
    twin = next((c for c in part.components if slug(c.name) == slug(found.name)), None)
    if twin is not None:
        raise InputError(words("advice.edit.component_twice", part=part.name, name=twin.name))
    added = replace(
        found,
        license=_license(expression) if expression.strip() else found.license,
        version=_text(version, required=False) or found.version,
        use=use,
        origin=Origin.PERSON,
    )
    return project.with_part(replace(part, components=(*part.components, added)))


def remove_component(project: Project, part_id: str, name: str) -> Project:
    """Take a component away from a part.

    Raises:
        InputError: There is no such part or no such component.
    """
    part = project.part(part_id)
    gone = _component(part, name)
    kept = tuple(c for c in part.components if c is not gone)
    return project.with_part(replace(part, components=kept))


def set_component_license(project: Project, part_id: str, name: str, expression: str) -> Project:
    """Correct the licence of a component; empty when it is not known.

    Raises:
        InputError: There is no such part or component, or the text is no licence.
    """
    return _changed(project, part_id, name, license=_license(expression))


def set_component_version(project: Project, part_id: str, name: str, version: str) -> Project:
    """Correct the version of a component; empty when it is not known.

    Raises:
        InputError: There is no such part or component, or the text is too long.
    """
    return _changed(project, part_id, name, version=_text(version, required=False))


def set_component_use(
    project: Project, part_id: str, name: str, use: Use | None, *, optional: bool = False
) -> Project:
    """Correct how a part uses a component, and whether it works without it.

    Raises:
        InputError: There is no such part or component.
    """
    return _changed(project, part_id, name, use=use, optional=optional)


# --- helpers --------------------------------------------------------------------------------------


def _with(project: Project, part: Part, **changes: object) -> Project:
    return project.with_part(replace(part, origin=Origin.PERSON, **changes))  # type: ignore[arg-type]


def _changed(project: Project, part_id: str, name: str, **changes: object) -> Project:
    part = project.part(part_id)
    old = _component(part, name)
    new = replace(old, origin=Origin.PERSON, **changes)  # type: ignore[arg-type]
    components = tuple(new if c is old else c for c in part.components)
    return project.with_part(replace(part, components=components))


def _component(part: Part, name: str) -> Component:
    for component in part.components:
        if component.name == name:
            return component
    raise InputError(words("advice.edit.no_component", part=part.name, name=name[:MAX_NAME]))


def _material(value: Material | str) -> Material:
    try:
        return Material(value)
    except ValueError:
        known = ", ".join(Material)
        raise InputError(words("advice.edit.material", value=value, known=known)) from None


def _license(expression: str) -> str | None:
    return parse(expression).text if expression.strip() else None


def _text(value: str, *, required: bool = True) -> str:
    text = " ".join(value.split())
    if required and not text:
        raise InputError(words("advice.edit.empty"))
    if len(text) > MAX_NAME:
        raise InputError(words("advice.edit.long", limit=MAX_NAME))
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} for c in text):
        raise InputError(words("advice.edit.characters"))
    return text


def _paths(paths: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(p.strip() for p in paths if p.strip()))
    if not found:
        raise InputError(words("advice.edit.no_path"))
    if len(found) > MAX_PATHS:
        raise InputError(words("advice.edit.paths", limit=MAX_PATHS))
    for path in found:
        outside = path.startswith(("/", "~")) or ":" in path or ".." in path.split("/")
        odd = len(path) > MAX_PATH or "\\" in path or not path.isprintable()
        if outside or odd:
            raise InputError(words("advice.edit.path", path=path[:MAX_NAME]))
    return found


def _free_name(project: Project, name: str, but: str = "") -> None:
    taken = {p.name.casefold() for p in project.parts if p.id != but}
    if name.casefold() in taken:
        raise InputError(words("advice.edit.part_twice", name=name))


def _free_id(project: Project, name: str) -> str:
    """An id that no part has, nor any material: answers name made parts by their material."""
    taken = {part.id for part in project.parts} | set(Material)
    base = candidate = slug(name)
    number = 2
    while candidate in taken:
        candidate = f"{base}-{number}"
        number += 1
    return candidate
