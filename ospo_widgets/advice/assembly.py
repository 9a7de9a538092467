# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The project that the answers make: parts that a person ticks, components named and their use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ospo_widgets.advice.model import UNKNOWN, Answers, Value
from ospo_widgets.advice.named import read_names, slugs
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.components import find_component, license_of
from ospo_widgets.knowledge.model import Category, Knowledge
from ospo_widgets.licensing.expressions import Expression, parse
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use
from ospo_widgets.wording import words

MAIN_FIRST = (
    Material.HARDWARE,
    Material.SOFTWARE,
    Material.GATEWARE,
    Material.FIRMWARE,
    Material.MODEL,
    Material.DATA,
    Material.DOCUMENTATION,
)
"""Which part made by answers is the main one, whose licence covers what no other part claims."""

USUAL_PATHS: Mapping[Material, tuple[str, ...]] = {
    Material.SOFTWARE: ("src/**", "software/**", "sw/**"),
    Material.HARDWARE: ("hardware/**", "hw/**", "pcb/**"),
    Material.GATEWARE: ("gateware/**", "hdl/**", "rtl/**"),
    Material.FIRMWARE: ("firmware/**", "fw/**"),
    Material.DOCUMENTATION: ("docs/**", "doc/**"),
    Material.DATA: ("data/**",),
    Material.MODEL: ("model/**", "models/**"),
}
"""Folders in which parts usually lie, for projects that nobody scanned; a person corrects them."""

USE_OF: Mapping[str, Use] = {
    "process": Use.DYNAMIC_LINK,
    "separate": Use.SUBPROCESS,
    "optional": Use.DYNAMIC_LINK,
    "copied": Use.MODIFY,
    "tool": Use.TOOL,
    "interface": Use.INTERFACE,
    "design": Use.DESIGN,
    "vendor": Use.TOOL_LIBRARY,
    "extract": Use.DATABASE,
    "cited": Use.AGGREGATE,
}
"""Options of ``component-use``, ``core-use`` and ``data-use`` in the terms of verdicts."""

STRICTEST_USE: Mapping[Material, Use] = {
    Material.SOFTWARE: Use.DYNAMIC_LINK,
    Material.FIRMWARE: Use.DYNAMIC_LINK,
    Material.GATEWARE: Use.DESIGN,
    Material.HARDWARE: Use.DESIGN,
    Material.DATA: Use.DATABASE,
    Material.DOCUMENTATION: Use.ADAPTATION,
    Material.MODEL: Use.ADAPTATION,
}
"""Use that is taken while none is known; linking stands for “inside our process”."""

MAX_NAME = 200
"""Longest name of a project, in characters."""

USE_QUESTIONS = ("component-use", "core-use", "data-use")
"""Questions whose answer is the use of a component."""

LINKING = frozenset({Use.STATIC_LINK, Use.DYNAMIC_LINK, Use.COPY, Use.MODIFY})
"""Uses by which both become one program; dynamic linking is no safe escape (HSF 2017)."""

_RANK = {
    Category.PUBLIC_DOMAIN: 0,
    Category.PERMISSIVE: 1,
    Category.WEAK: 2,
    Category.STRONG: 3,
    Category.NETWORK: 4,
    Category.CUSTOM: 5,
    Category.NONFREE: 6,
}


def project_from(project: Project, answers: Answers, knowledge: Knowledge) -> Project:
    """A copy of ``project`` with the parts and components that the answers create or complete."""
    parts = tuple(_complete(part, answers, knowledge) for part in _parts(project, answers))
    name = answers.get("project-name", "")
    named = name.strip() if isinstance(name, str) and name != UNKNOWN else ""
    return replace(project, parts=parts, name=project.name or named[:MAX_NAME])


def _parts(project: Project, answers: Answers) -> tuple[Part, ...]:
    ticked = many(answers.get("materials"))
    if not ticked:
        return project.parts
    wanted = [Material(m) for m in ticked if m in set(Material)]
    if UNKNOWN in ticked and Material.SOFTWARE not in wanted:
        wanted.append(Material.SOFTWARE)
    kept = tuple(part for part in project.parts if part.material in wanted)
    there = {part.material for part in kept}
    new = [m for m in MAIN_FIRST if m in wanted and m not in there]
    made = tuple(
        Part(
            id=material.value,
            name=words(f"advice.part.{material.value}"),
            material=material,
            paths=("**",) if not kept and i == 0 else USUAL_PATHS[material],
        )
        for i, material in enumerate(new)
        if material.value not in {part.id for part in kept}
    )
    return (*kept, *made)


def _complete(part: Part, answers: Answers, knowledge: Knowledge) -> Part:
    components = list(part.components)
    named = answers.get(f"{part.id}/components")
    if isinstance(named, str) and named != UNKNOWN:
        there = {c.name.casefold() for c in components}
        components += [
            c for c in read_names(named, knowledge).components if c.name.casefold() not in there
        ]
    completed: list[Component] = []
    for name, component in slugs(components).items():
        prefix = f"{part.id}/{name}/"
        catalogued = find_component(component.name, knowledge)
        resolved = component
        if component.license is None and catalogued is not None:
            fact = license_of(catalogued, component.version, knowledge)
            resolved = replace(resolved, license=fact.license)
        resolved = _used(resolved, prefix, answers)
        completed.append(resolved)
        if catalogued is not None:
            extras = _extras(
                resolved, catalogued.optional_parts, answers.get(f"{prefix}component-extras")
            )
            listed = {c.name for c in components}
            completed += [extra for extra in extras if extra.name not in listed]
    return replace(part, components=tuple(completed))


def _used(component: Component, prefix: str, answers: Answers) -> Component:
    for question in USE_QUESTIONS:
        value = answers.get(prefix + question)
        if isinstance(value, str) and value in USE_OF:
            return replace(component, use=USE_OF[value], optional=value == "optional")
        if value == UNKNOWN:
            return replace(component, use=None, optional=False)
    return component


def _extras(
    component: Component, offered: Mapping[str, str], value: Value | None
) -> list[Component]:
    """Optional parts in use, as components of their own: ``ROOT MathMore``."""
    chosen = many(value)
    names = tuple(offered) if UNKNOWN in chosen else tuple(n for n in offered if slug_in(n, chosen))
    return [
        Component(
            name=f"{component.name} {name}",
            license=offered[name],
            use=component.use,
            optional=component.optional,
            origin=Origin.PERSON,
        )
        for name in names
    ]


def slug_in(name: str, chosen: tuple[str, ...]) -> bool:
    """Whether the optional part ``name`` is among the chosen option ids (slugs)."""
    return next(iter(slugs([Component(name)]))) in chosen


def many(value: Value | None) -> tuple[str, ...]:
    """Chosen option ids of a question that takes several."""
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) else value


def strict_use(part: Part, component: Component) -> Use:
    """How a part uses a component; the stricter case while nobody knows."""
    return component.use or STRICTEST_USE[part.material]


def resolved(part: Part) -> tuple[Component, ...]:
    """Components of a part with a use each: what is not known is taken as the stricter case."""
    return tuple(c if c.use else replace(c, use=strict_use(part, c)) for c in part.components)


def expression_of(text: str | None) -> Expression | None:
    """The parsed licence of a component, None when it has none that we can read."""
    if not text:
        return None
    try:
        return parse(text)
    except InputError:
        return None


def category_of(text: str | None, knowledge: Knowledge) -> Category | None:
    """What an expression asks: the mildest alternative, strictest term of it; None when unknown."""
    expression = expression_of(text)
    if expression is None:
        return None
    best: Category | None = None
    for terms in expression.alternatives:
        found = [knowledge.licenses.get(term.split(" WITH ")[0]) for term in terms]
        known = [row.category for row in found if row is not None]
        if len(known) < len(found) or not known:
            continue
        strictest = max(known, key=_RANK.__getitem__)
        if best is None or _RANK[strictest] < _RANK[best]:
            best = strictest
    return best


def stricter(one: Category, other: Category) -> bool:
    """Whether ``one`` asks for more than ``other``."""
    return _RANK[one] > _RANK[other]
