# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Components that a person names in a text: ``ROOT, FFTW, mylib: BSD-3-Clause, MPL-2.0``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.component_names import explicit_version
from ospo_widgets.knowledge.components import find_versioned, license_of
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.expressions import parse
from ospo_widgets.project import Component
from ospo_widgets.wording import words

MAX_TEXT = 4000
"""Longest text answer, in characters."""
MAX_COMPONENTS = 200
"""Most components that one answer may name."""

_SEPARATOR = re.compile(r"[,;\n]")
_BOUNDS = ("<", ">", "=", "!", "~")
"""How a bound of a version begins: ``numpy>=2, <3`` names one component."""
_NOT_KNOWN = frozenset(
    {"unknown", "not known", "?", "noassertion", "inconnu", "inconnue", "pas connue"}
)
"""What people write for a licence that they do not know; it then stays unknown."""
_OPERATOR = re.compile(r"\b(AND|OR|WITH)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names.

    Attributes:
        components: In the order of the text; the licence is None where we do not know it.
        unknown: Names that are neither a component nor a licence that we know.
        faults: What is wrong with a licence, one sentence each.
    """

    components: tuple[Component, ...]
    unknown: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def read_names(text: str, knowledge: Knowledge) -> Named:
    """Components named in a text, separated by commas, semicolons or new lines.

    Each is a name from the catalogue, perhaps with a version (``HepMC3 3.2.0``, ``numpy>=2``),
    ``name: SPDX expression``, or an SPDX expression alone. The version decides the licence.
    """
    components: dict[str, Component] = {}
    unknown: list[str] = []
    faults: list[str] = []
    items = _items(text)
    for item in items[:MAX_COMPONENTS]:
        try:
            component = _component(item, knowledge)
        except InputError as error:
            faults.append(error.message)
            component = Component(name=item.partition(":")[0].strip() or item)
        else:
            if component.license is None and not _says_unknown(item):
                unknown.append(item)
        components.setdefault(component.name.casefold(), component)
    if len(items) > MAX_COMPONENTS:
        faults.append(words("advice.problem.components", limit=MAX_COMPONENTS))
    return Named(tuple(components.values()), tuple(unknown), tuple(faults))


def _items(text: str) -> list[str]:
    """What separators part; a piece that begins with a bound belongs to the one before it."""
    found: list[str] = []
    for piece in (" ".join(p.split()) for p in _SEPARATOR.split(text)):
        if piece.startswith(_BOUNDS) and found:
            found[-1] += f",{piece}"
        elif piece:
            found.append(piece)
    return found


def _component(item: str, knowledge: Knowledge) -> Component:
    name, colon, expression = (p.strip() for p in item.partition(":"))
    if _says_unknown(item):
        return Component(name=name)
    if colon and name and expression:
        known = find_versioned(name, knowledge)
        if known is not None and known.version:
            stated = Component(name=known.component.name, version=known.version)
            return replace(stated, license=parse(expression).text)
        return Component(name=name, license=parse(expression).text)
    known = find_versioned(item, knowledge)
    if known is not None:
        fact = license_of(known.component, known.version, knowledge)
        return Component(name=known.component.name, license=fact.license, version=known.version)
    if item in knowledge.licenses or _OPERATOR.search(item):
        text = parse(item).text
        return Component(name=text, license=text)
    name, version = explicit_version(item)
    return Component(name=name, version=version)


def _says_unknown(item: str) -> bool:
    """A name with the statement that its licence is not known: an answer, not a slip."""
    name, _, expression = item.partition(":")
    return bool(name.strip()) and expression.strip().casefold() in _NOT_KNOWN


def slug(name: str) -> str:
    """ASCII id of a name for answer keys, for example ``"fftw"``; never empty."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", ascii_name.casefold()).strip("-")
    return short[:60] or "component"


def slugs(components: Iterable[Component]) -> Mapping[str, Component]:
    """Components by slug, in their order; equal slugs get a number."""
    found: dict[str, Component] = {}
    for component in components:
        base = candidate = slug(component.name)
        number = 2
        while candidate in found:
            candidate = f"{base}-{number}"
            number += 1
        found[candidate] = component
    return found
