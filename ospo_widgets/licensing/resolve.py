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
from ospo_widgets.knowledge.components import find_component
from ospo_widgets.knowledge.model import CatalogueComponent
from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.wording import words

_WITH = re.compile(r"\s+with\s+", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_LIST = re.compile(r"\s*(?:,|\+|&|\band\b)\s*", re.IGNORECASE)
_VERSION = re.compile(r"(?P<name>.*?[^\s@=<>~^-])[\s@=<>~^-]*v?(?P<version>\d[\w.+-]*)", re.DOTALL)
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
    """

    text: str
    expression: str
    component: CatalogueComponent | None = None
    parts: tuple[str, ...] = ()
    note: str = ""

    @property
    def label(self) -> str:
        """Name for people: the component with its parts, else the expression."""
        if self.component is None:
            return self.expression
        if not self.parts:
            return self.component.name
        return words("outbound.with_parts", name=self.component.name, parts=", ".join(self.parts))

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
        found = _named(text.strip(), component, (), "")
        if found.expression == expression.text:
            return found
        notes.append(words("outbound.as_license", name=component.name, license=found.expression))
    return Named(text.strip(), expression.text, note=" ".join(notes))


def _component(text: str, known: Knowledge) -> Named | None:
    found, version = _versioned(text, known)
    if found is not None:
        return _named(text, found, (), version)
    pieces = _WITH.split(text, maxsplit=1)
    if len(pieces) == 1:
        return None
    found, version = _versioned(pieces[0], known)
    if found is None:
        return None
    by_name = _part_names(found)
    whole = pieces[1].casefold()
    parts = []
    for wanted in [whole] if whole in by_name else _LIST.split(pieces[1]):
        if wanted.casefold() not in by_name:
            raise _no_such_part(text, wanted, found)
        parts.append(by_name[wanted.casefold()])
    return _named(text, found, tuple(dict.fromkeys(parts)), version)


def _part_names(component: CatalogueComponent) -> dict[str, str]:
    """Folded names of its optional parts; “MathMore (GSL)” also answers to “MathMore”."""
    names = {}
    for part in component.optional_parts:
        short = part.partition(" (")[0]
        names[part.casefold()] = part
        names.setdefault(short.casefold(), part)
    return names


def _versioned(text: str, known: Knowledge) -> tuple[CatalogueComponent | None, str]:
    """The component of this name, and the version when the name has one at its end."""
    found = find_component(text, known) or find_component(_BLANKS.sub("", text), known)
    if found is not None:
        return found, ""
    match = _VERSION.fullmatch(text)
    if match is None:
        return None, ""
    return find_component(match["name"], known), match["version"]


def _named(text: str, component: CatalogueComponent, parts: tuple[str, ...], version: str) -> Named:
    licenses = [component.license, *(component.optional_parts[part] for part in parts)]
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
    notes = [component.note]
    if version:
        notes.insert(0, words("outbound.any_version", name=component.name))
    if component.optional_parts and not parts:
        names = ", ".join(component.optional_parts)
        notes.append(words("outbound.without_parts", name=component.name, parts=names))
    return Named(text, expression, component, parts, " ".join(filter(None, notes)))


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
