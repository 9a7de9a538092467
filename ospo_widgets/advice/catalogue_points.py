# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Open points that the catalogue knows of: a version to state, a bundle, a licence to look up."""

from __future__ import annotations

from collections.abc import Iterator

from ospo_widgets.advice.assembly import strict_use
from ospo_widgets.advice.model import OpenPoint
from ospo_widgets.knowledge.component_model import CatalogueComponent
from ospo_widgets.knowledge.components import (
    STRICTNESS,
    find_versioned,
    license_of,
    strictness,
)
from ospo_widgets.knowledge.model import Category, Knowledge
from ospo_widgets.knowledge.spdx import terms
from ospo_widgets.project import Component, Part, Use
from ospo_widgets.wording import words

SHOWN_NAMES = 6
"""Components that one point names; the others are counted."""


def catalogue_points(part: Part, knowledge: Knowledge) -> Iterator[OpenPoint]:
    """What to settle about the components of a part, the version that decides first.

    Args:
        part: The completed part.
        knowledge: Licences and the catalogue.
    """
    key = (f"{part.id}/components",)
    unreviewed: list[Component] = []
    for component in part.components:
        found = find_versioned(component.name, knowledge)
        if found is None or strict_use(part, component) is Use.TOOL:
            continue
        row = found.component
        fact = license_of(row, component.version or found.version, knowledge)
        if component.license != fact.license:
            continue  # The person or a scan knows better than the catalogue.
        sources = row.provenance.sources[:1]
        if not fact.certain:
            text = words("components.point.version", told=fact.why[0])
            yield OpenPoint("component-version", text, None, part.id, key, sources)
        for name, license_text in _surprises(row, knowledge):
            text = words(
                "components.point.bundle", component=row.name, name=name, license=license_text
            )
            yield OpenPoint("component-bundle", text, None, part.id, key, sources)
        if not row.provenance.confidence.reviewed and _binds(fact.license, knowledge):
            unreviewed.append(component)
    if unreviewed:
        names = ", ".join(c.name for c in unreviewed[:SHOWN_NAMES])
        more = len(unreviewed) - SHOWN_NAMES
        shown = words("components.point.more", names=names, more=more) if more > 0 else names
        text = words("components.point.unreviewed", names=shown)
        yield OpenPoint("component-unreviewed", text, None, part.id, key, ())


def _surprises(row: CatalogueComponent, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Bundled parts that bind a program, where the name of the component does not show it."""
    own = terms(row.license)
    for part in row.bundles:
        if terms(part.license) <= own and _binds(part.license, knowledge):
            yield part.name, part.license


def _binds(expression: str, knowledge: Knowledge) -> bool:
    """Whether a licence asks for more than notices."""
    return strictness(expression, knowledge) >= STRICTNESS[Category.WEAK]
