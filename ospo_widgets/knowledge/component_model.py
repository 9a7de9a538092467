# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A component of the catalogue: its licence by version, what it brings along, replacements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ospo_widgets.knowledge.model import Category, Provenance


@dataclass(frozen=True, slots=True)
class VersionLicense:
    """Licence of some versions of a component, where it is not the one of the newest.

    Attributes:
        range: Versions, ``"<3.2.6"`` or ``">=7.4,<8"``; see :mod:`ospo_widgets.knowledge.versions`.
        license: SPDX expression.
        note: What changed, one sentence; empty when the licence says it all.
        historic: So old that it counts only where such a version is stated.
    """

    range: str
    license: str
    note: str = ""
    historic: bool = False


@dataclass(frozen=True, slots=True)
class BundledPart:
    """Something of others that lies inside the packages of a component.

    Attributes:
        name: Name for people.
        license: SPDX expression. Where it is part of ``CatalogueComponent.license`` it counts for
            every program that uses the component; otherwise for those who hand its package on.
        note: Where it lies, empty when there is nothing to add.
    """

    name: str
    license: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another component that does the same under other terms.

    Attributes:
        name: Name for people.
        license: SPDX expression.
        note: What to mind.
        reviewed: Whether somebody compared both, and read the licence of this one.
    """

    name: str
    license: str
    note: str = ""
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class CatalogueComponent:
    """A component that projects of the house meet often.

    Attributes:
        id: Short ASCII id.
        name: Name as people say it.
        aliases: Names in manifests (``"pyfftw"``, ``"FFTW3"``), matched without case.
        license: SPDX expression of the newest version, with what it brings into every program.
        effect: Effect on a program that links it.
        optional_parts: Optional components that change the answer, name to SPDX expression.
        note: Trap or remark, empty when there is none.
        provenance: Evidence; ``provenance.confidence.reviewed`` is False for packagers' claims.
        versions: Other licences of other versions.
        bundles: What its packages bring along.
        alternatives: What does the same under other terms.
        ecosystems: Types of package URL in whose manifests its names mean it (``"npm"``). Empty
            means all but npm, cargo and golang, where many short names belong to others.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    license: str
    effect: Category
    optional_parts: Mapping[str, str]
    note: str
    provenance: Provenance
    versions: tuple[VersionLicense, ...] = ()
    bundles: tuple[BundledPart, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    ecosystems: tuple[str, ...] = ()
