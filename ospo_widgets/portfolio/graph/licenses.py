# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences as codes, and which licence the catalogue gives for a dependency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import CatalogueComponent, find_component, license_of, load_knowledge
from ospo_widgets.knowledge.component_names import name_key
from ospo_widgets.knowledge.identity import Same
from ospo_widgets.licensing import ExpressionError, parse
from ospo_widgets.portfolio.families import NONE, UNKNOWN, license_family
from ospo_widgets.portfolio.graph.names import ADDRESS, Name, address_key

CODE_UNKNOWN: Final = 0
"""Nobody could say which licence."""
CODE_NONE: Final = 1
"""No licence is stated."""
FIRST_CODE: Final = 2
"""The first code of a licence that is known."""

_RECIPES = ("-feedstock", "/spack", "/conda-recipes", "/homebrew")
"""Repositories of packagers: many components, none of them theirs."""


class LicenseCodes:
    """Licence expressions and their codes, in order of appearance; the first two are no licence."""

    def __init__(self) -> None:
        self.texts: list[str] = ["", ""]
        self.families: list[str] = [UNKNOWN, NONE]
        self._codes: dict[str, int] = {}

    def code(self, expression: str | None) -> int:
        """Code of an expression; None and what is no expression are unknown.

        Args:
            expression: SPDX expression, ``""`` when none is stated, None when not known.
        """
        if expression is None:
            return CODE_UNKNOWN
        found = self._codes.get(expression)
        if found is None:
            found = self._codes[expression] = self._new(expression)
        return found

    def _new(self, expression: str) -> int:
        if expression.strip() in {"", "NONE"}:
            return CODE_NONE
        try:
            text = parse(expression).text
            family = license_family(text)
        except (ExpressionError, InputError):
            return CODE_UNKNOWN
        if family == UNKNOWN:
            return CODE_UNKNOWN
        if text in self._codes:
            return self._codes[text]
        self.texts.append(text)
        self.families.append(family)
        self._codes[text] = len(self.texts) - 1
        return len(self.texts) - 1

    def with_one_more(self, expression: str) -> tuple[LicenseCodes, int]:
        """A copy that has this expression too, and its code; what shares the graph sees no change.

        Args:
            expression: SPDX expression.
        """
        copy = LicenseCodes()
        copy.texts, copy.families = [*self.texts], [*self.families]
        copy._codes = dict(self._codes)
        return copy, copy.code(expression)

    def __len__(self) -> int:
        return len(self.texts)


def catalogued(name: Name) -> CatalogueComponent | None:
    """The component of the catalogue that a name means; None when we have none.

    Addresses mean a component only where its evidence lies at that address: forks and libraries
    of the same short name are others.
    """
    if name.ecosystem == ADDRESS:
        return _by_address().get(name.key)
    return find_component(name.label, ecosystem=name.ecosystem)


def addresses_of_component(component: CatalogueComponent) -> tuple[str, ...]:
    """Addresses at which its evidence lies, and that of no other component."""
    known = _by_address()
    return tuple(key for key in dict.fromkeys(_repositories(component)) if key in known)


def goes_by(component: CatalogueComponent, name: Name) -> bool:
    """Whether a name is the component's own, not that of something that comes with it."""
    short = name.label.rpartition("/")[2]
    return name_key(short) in {name_key(component.id), name_key(component.name)}


def license_of_component(component: CatalogueComponent) -> str | None:
    """Licence of its versions in use, the stricter one where they differ; None when not known."""
    expression = license_of(component).license
    return None if expression == "NOASSERTION" else expression


def _by_address() -> Mapping[str, CatalogueComponent]:
    return _addresses(Same(load_knowledge()))


@lru_cache(maxsize=4)
def _addresses(handle: Same) -> Mapping[str, CatalogueComponent]:
    """Components by the repository that their evidence is in; shared ones mean none of them."""
    found: dict[str, CatalogueComponent | None] = {}
    for component in handle.knowledge.components.values():
        for key in set(_repositories(component)):
            found[key] = None if key in found else component
    return {key: component for key, component in found.items() if component is not None}


def _repositories(component: CatalogueComponent) -> Iterator[str]:
    for source in component.provenance.sources:
        key = address_key(source.url)
        hosted = key.startswith(("github.com/", "gitlab.com/")) and key.count("/") >= 2
        if hosted and not any(word in key for word in _RECIPES):
            yield key
