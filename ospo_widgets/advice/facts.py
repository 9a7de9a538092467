# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Facts that conditions in questions and policies ask for, from a project and its answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ospo_widgets.advice.assembly import (
    LINKING,
    category_of,
    expression_of,
    strict_use,
    stricter,
)
from ospo_widgets.advice.known import short_cut
from ospo_widgets.advice.model import UNKNOWN, Answers
from ospo_widgets.advice.named import slugs
from ospo_widgets.knowledge.component_model import CatalogueComponent
from ospo_widgets.knowledge.components import find_component
from ospo_widgets.knowledge.condition_checks import COMPONENT_FACTS, PART_FACTS, PROJECT_FACTS
from ospo_widgets.knowledge.model import Knowledge, License
from ospo_widgets.project import Component, Origin, Part, Project, Use

__all__ = [
    "COMPONENT_FACTS",
    "PART_FACTS",
    "PROJECT_FACTS",
    "Facts",
    "component_facts",
    "license_facts",
    "part_facts",
    "project_facts",
]

Facts = Mapping[str, object]

RECORD = "-record"
"""End of the ids of questions for the date and reference of a clearance."""


def project_facts(
    project: Project, answers: Answers, questions: Iterable[str]
) -> dict[str, object]:
    """Facts of the whole project; ``project`` is the completed one.

    Args:
        project: With the parts that the answers made.
        answers: All answers.
        questions: Ids of the questions asked once for the project.
    """
    facts: dict[str, object] = {q: answers[q] for q in questions if answers.get(q)}
    if "materials" in facts:
        facts["materials-answer"] = facts["materials"]
    facts["materials"] = tuple(part.material.value for part in project.parts) or None
    facts["part-count"] = len(project.parts)
    facts["from-scan"] = project.origin is Origin.SCAN
    facts["has-address"] = bool(project.url)
    facts["has-name"] = bool(project.name)
    facts["has-components"] = any(
        strict_use(part, component) is not Use.TOOL
        for part in project.parts
        for component in part.components
    )
    facts["short-cut"] = bool(short_cut(answers))
    facts["documented"] = tuple(
        question.removesuffix(RECORD)
        for question in facts
        if question.endswith(RECORD) and facts[question] != UNKNOWN
    )
    return facts | derived("collaboration", facts.get("collaboration"))


def derived(question: str, value: object) -> dict[str, object]:
    """Facts that follow from the answer to one question."""
    if question != "collaboration" or not isinstance(value, str) or value in ("", UNKNOWN):
        return {}
    key = value.casefold().removesuffix(" collaboration")
    return {"collaboration-key": key.removeprefix("the ").strip()}


def part_facts(
    base: Facts, part: Part, answers: Answers, questions: Iterable[str]
) -> dict[str, object]:
    """Facts of one part, on top of those of the project."""
    facts = dict(base)
    for question in questions:
        value = answers.get(f"{part.id}/{question}")
        if value:
            facts[question] = value
    facts["material"] = part.material.value
    facts["part-from-scan"] = _scanned(part)
    return facts


def _scanned(part: Part) -> bool:
    """Whether a scan looked at the part, also when a person corrected it since."""
    found = (part.origin, *(component.origin for component in part.components))
    return Origin.SCAN in found or part.file_count is not None


def component_facts(
    base: Facts, part: Part, component: Component, found_use: str, knowledge: Knowledge
) -> dict[str, object]:
    """Facts of one component without its answers, on top of those of its part.

    Args:
        base: Facts of the part.
        part: The completed part.
        component: The component as the answers complete it.
        found_use: Use that a scan found, empty when none.
        knowledge: Licences and the catalogue.
    """
    category = category_of(component.license, knowledge)
    return {
        **base,
        "component-category": category.value if category else UNKNOWN,
        "component-court-clause": _names_court(component, knowledge),
        "found-use": found_use,
        "stricter-extras": bool(stricter_extras(part, component, knowledge)),
    }


def _names_court(component: Component, knowledge: Knowledge) -> bool:
    """Whether a licence of the component names a court or a law."""
    expression = expression_of(component.license)
    rows = (knowledge.licenses.get(i) for i in expression.ids) if expression else ()
    return any(row.court_clause for row in rows if row is not None)


def stricter_extras(part: Part, component: Component, knowledge: Knowledge) -> tuple[str, ...]:
    """Optional parts of a component that would bind more than what the part links already."""
    catalogued = find_component(component.name, knowledge)
    if catalogued is None or not catalogued.optional_parts:
        return ()
    bound = [
        category
        for other in part.components
        if not other.optional
        and strict_use(part, other) in LINKING
        and other.name not in extra_names(catalogued, component)
        and (category := category_of(other.license, knowledge)) is not None
    ]
    return tuple(
        name
        for name, license_text in catalogued.optional_parts.items()
        if (extra := category_of(license_text, knowledge)) is not None
        and all(stricter(extra, category) for category in bound)
    )


def extra_names(catalogued: CatalogueComponent, component: Component) -> frozenset[str]:
    """Names that the optional parts of a component have as components of their own."""
    return frozenset(f"{component.name} {name}" for name in catalogued.optional_parts)


def asked_components(part: Part, knowledge: Knowledge) -> Iterator[tuple[str, Component]]:
    """Components of a part by slug, without the optional parts that answers added."""
    extras: set[str] = set()
    for component in part.components:
        catalogued = find_component(component.name, knowledge)
        if catalogued is not None:
            extras |= extra_names(catalogued, component)
    listed = [c for c in part.components if c.name not in extras]
    yield from slugs(listed).items()


def license_facts(base: Facts, lic: License) -> dict[str, object]:
    """Facts of a licence for one part, for rules that rule out or prefer."""
    return {
        **base,
        "license": lic.id,
        "license-category": lic.category.value,
        "license-reach": lic.reach.value,
        "license-osi": lic.osi,
        "license-court-clause": lic.court_clause,
        "license-patent-grant": "unclear" if lic.patent_grant is None else lic.patent_grant,
    }
