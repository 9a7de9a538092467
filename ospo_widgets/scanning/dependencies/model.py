# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a scan knows of one dependency: what it is, where it is named, and what it is used for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ospo_widgets.project import Component


class Scope(StrEnum):
    """What a project uses a dependency for."""

    RUNTIME = "runtime"
    OPTIONAL = "optional"
    """Extras and features: the product works without it."""
    BUILD = "build"
    TEST = "test"
    DEVELOPMENT = "development"
    TRANSITIVE = "transitive"
    """Only other dependencies need it, and nothing says what those are used for."""


AIDS = frozenset({Scope.BUILD, Scope.TEST, Scope.DEVELOPMENT})
"""Scopes of things that work on the product and do not become part of it."""


class How(StrEnum):
    """What kind of place names a dependency."""

    MANIFEST = "manifest"
    LOCK = "lock"
    IMPORT = "import"
    INCLUDE = "include"
    LINK = "link"
    SUBMODULE = "submodule"
    VENDORED = "vendored"
    SBOM = "sbom"


class Place(NamedTuple):
    """Where a dependency is named.

    Attributes:
        path: File, or folder for what is vendored.
        line: Counted from 1, None when not known or when the whole file is meant.
        how: What kind of place it is.
    """

    path: str
    line: int | None
    how: How


@dataclass(frozen=True, slots=True)
class Dependency:
    """One thing that the project needs, each once, whatever number of places name it.

    Attributes:
        component: As the advisor knows it. ``component.license`` is what our catalogue says for
            this version, None when it does not know it; ``component.version`` what manifests
            declare, else ``version``.
        scope: The strongest of all places: runtime before optional before the rest.
        direct: The project itself names it; False when only a lock file does.
        version: The one version that a lock file or an exact pin settles, empty otherwise.
        purl: Package URL, with ``version`` where there is one; empty when there is none.
        ecosystem: Type of package of the manifest: ``pypi``, ``npm``, ``generic``, …
        places: Where it is named, manifests first.
        parents: Package URLs of what needs it, where a lock file says so; sorted.
        stated_license: Licence as written in a lock file or in the vendored manifest, not checked.
        checksums: Pairs of algorithm (``sha256``) and value in hexadecimal digits.
        url: Where its source lies, as a submodule or a lock file says.
        part: Id of the part that uses it, empty until somebody settles it.
    """

    component: Component
    scope: Scope = Scope.RUNTIME
    direct: bool = True
    version: str = ""
    purl: str = ""
    ecosystem: str = "generic"
    places: tuple[Place, ...] = ()
    parents: tuple[str, ...] = ()
    stated_license: str = ""
    checksums: tuple[tuple[str, str], ...] = ()
    url: str = ""
    part: str = ""

    @property
    def name(self) -> str:
        """Name as declared, or as people say it for what sources include."""
        return self.component.name
