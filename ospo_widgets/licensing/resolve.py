# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a person means by a name: a licence expression, an everyday name, or a component.

A licence of that name comes first; then the catalogue of components, by name, alias or id, perhaps
with a version (“FFTW 3.3”) or with optional parts (“ROOT with MathMore”).
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from ospo_widgets.knowledge import Knowledge, load_knowledge
from ospo_widgets.knowledge.component_model import CatalogueComponent
from ospo_widgets.knowledge.components import (
    Found,
    bundle_notes,
    find_component,
    find_versioned,
    license_of,
)
from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.wording import words

_WITH = re.compile(r"\s+with\s+", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:,|\+|&|\band\b)\s*", re.IGNORECASE)
_OPERATORS = frozenset({"and", "or"})

SIMILAR = 0.7
"""How alike a name must be before it is suggested, from 0 to 1."""

MAX_NAME = 200
"""Longest name of a component that we look for, in characters."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for.

    Attributes:
        text: What the person wrote, without blanks around it.
        expression: Its SPDX expression, normalised.
        component: The catalogue’s component, None when the name is one of a licence.
        parts: Optional parts of the component that the name includes.
        note: What had to be assumed and what to heed, in sentences; empty when nothing.
        version: Version of the component as stated, empty when it is not.
    """

    text: str
    expression: str
    component: CatalogueComponent | None = None
    parts: tuple[str, ...] = ()
    note: str = ""
    version: str = ""

    @property
    def label(self) -> str:
        """Name for people: the component with its parts, else the expression."""
        if self.component is None:
            return self.expression
        name = f"{self.component.name} {self.version}".strip()
        if not self.parts:
            return name
        return words("outbound.with_parts", name=name, parts=", ".join(self.parts))

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        component = self.component
        return {
            "text": self.text,
            "expression": self.expression,
            "component": None
            if component is None
            else {
                "id": component.id,
                "name": component.name,
                "version": self.version,
                "parts": list(self.parts),
                "reviewed": component.provenance.confidence.reviewed,
                "sources": [
                    {"title": s.title, "url": s.url, "clause": s.clause}
                    for s in component.provenance.sources
                ],
            },
            "note": self.note,
        }


def resolve(text: str, knowledge: Knowledge | None = None) -> Named:
    """The licence or component that a person means.

    Args:
        text: For example ``"MIT OR GPL-2.0-only"``, ``"GPL v3 or later"``, ``"VBFNLO"``,
            ``"FFTW 3"`` or ``"ROOT with MathMore"``.
        knowledge: By default what :func:`load_knowledge` gives.

    Raises:
        ExpressionError: It is neither; the error names the word, its place and the nearest name.
    """
    known = knowledge or load_knowledge()
    found = None
    try:
        expression = parse(text)
    except ExpressionError as error:
        if 0 < len(text.strip()) <= MAX_NAME:
            found = _component(text.strip(), known)
        if found is None:
            raise _nearer(error, text, known) from None
        return found
    notes = list(expression.notes)
    component = find_component(text, known) if len(text) <= MAX_NAME else None
    if component is not None:
        # “SQLite” is a licence and a component: the component says more when both are the same.
        found = _named(text.strip(), Found(component), (), known)
        if found.expression == expression.text:
            return found
        notes.append(words("outbound.as_license", name=component.name, license=found.expression))
    return Named(text.strip(), expression.text, note=" ".join(notes))


def _component(text: str, known: Knowledge) -> Named | None:
    found = find_versioned(text, known)
    if found is None and (joined := find_component("".join(text.split()), known)) is not None:
        found = Found(joined)  # “Geant 4”
    if found is not None:
        return _named(text, found, (), known)
    pieces = _WITH.split(text, maxsplit=1)
    if len(pieces) == 1:
        return None
    found = find_versioned(pieces[0], known)
    if found is None:
        return None
    by_name = _part_names(found.component)
    whole = pieces[1].casefold()
    parts = []
    for wanted in [whole] if whole in by_name else _LIST.split(pieces[1]):
        if wanted.casefold() not in by_name:
            raise _no_such_part(text, wanted, found.component)
        parts.append(by_name[wanted.casefold()])
    return _named(text, found, tuple(dict.fromkeys(parts)), known)


def _part_names(component: CatalogueComponent) -> dict[str, str]:
    """Folded names of its optional parts; “MathMore (GSL)” also answers to “MathMore”."""
    names = {}
    for part in component.optional_parts:
        short = part.partition(" (")[0]
        names[part.casefold()] = part
        names.setdefault(short.casefold(), part)
    return names


def _named(text: str, found: Found, parts: tuple[str, ...], known: Knowledge) -> Named:
    component = found.component
    fact = license_of(component, found.version, known)
    licenses = [fact.license, *(component.optional_parts[part] for part in parts)]
    joined = licenses[0]
    if parts:
        joined = " AND ".join(f"({one})" for one in dict.fromkeys(licenses))
    try:
        expression = parse(joined).text
    except ExpressionError:
        # The catalogue says that nobody knows: “NOASSERTION”.
        raise ExpressionError(
            words("outbound.no_license", name=component.name), token=text
        ) from None
    notes = [*fact.why, component.note, *bundle_notes(component)]
    if component.optional_parts and not parts:
        names = ", ".join(component.optional_parts)
        notes.append(words("outbound.without_parts", name=component.name, parts=names))
    told = " ".join(dict.fromkeys(filter(None, notes)))
    return Named(text, expression, component, parts, told, found.version)


def _no_such_part(text: str, part: str, component: CatalogueComponent) -> ExpressionError:
    names = _part_names(component)
    near = difflib.get_close_matches(part.casefold(), names, 1, 0) if names else []
    nearest = names[near[0]] if near else ""
    return ExpressionError(
        words("outbound.no_part", name=component.name, part=part),
        token=part,
        position=text.casefold().rfind(part.casefold()) + 1,
        nearest=words("outbound.with_parts", name=component.name, parts=nearest)
        if nearest
        else component.name,
    )


def _nearer(error: ExpressionError, text: str, known: Knowledge) -> ExpressionError:
    """The error with the nearest component as suggestion, when that is nearer than a licence."""
    if not error.token:
        return error
    spoken = text.strip().casefold()
    inside = find_component(error.token, known)
    if _OPERATORS & set(spoken.split()) or "(" in spoken:
        nearest = inside.license if inside else error.suggestion
    elif inside:
        nearest = inside.name
    else:
        names = {n.casefold(): c.name for c in known.components.values() for n in (c.id, c.name)}
        near = difflib.get_close_matches(spoken[:64], names, 1, SIMILAR)
        closer = near and _alike(near[0], spoken) > _alike(error.suggestion, spoken)
        nearest = names[near[0]] if closer else error.suggestion
    return ExpressionError(
        error.message, token=error.token, position=error.position, nearest=nearest
    )


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one.casefold(), other).ratio() if one else 0.0
