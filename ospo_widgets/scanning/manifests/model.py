# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a manifest says, and helpers to read it from data of any shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote


class ManifestError(ValueError):
    """The manifest cannot be parsed; the message says why in a few words."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared dependency.

    Attributes:
        name: Name as declared.
        ecosystem: Type of its package URL: ``pypi``, ``npm``, ``cargo``, ``golang``, ``conda``
            or ``generic``.
        version: Version or range as declared, empty when there is none.
        optional: Extras, development and test dependencies.
    """

    name: str
    ecosystem: str
    version: str = ""
    optional: bool = False

    @property
    def purl(self) -> str:
        """Package URL; the version only when it is pinned to one."""
        name = self.name.lower().replace("_", "-") if self.ecosystem == "pypi" else self.name
        pinned = self.version.removeprefix("==").strip()
        exact = self.ecosystem in {"golang"} or self.version.startswith("==")
        version = f"@{quote(pinned, safe='.+-_')}" if exact and pinned and "," not in pinned else ""
        return f"pkg:{self.ecosystem}/{quote(name, safe='/.-_')}{version}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one manifest says.

    Attributes:
        name: Name of the project, empty when it does not say.
        license: Licence as written there, empty when it does not say.
        dependencies: In the order of the file.
    """

    name: str = ""
    license: str = ""
    dependencies: tuple[Declared, ...] = ()


def mapping(value: object) -> Mapping[str, object]:
    """``value`` when it is a mapping with text keys, else an empty one."""
    if not isinstance(value, Mapping):
        return {}
    return {k: v for k, v in value.items() if isinstance(k, str)}


def items(value: object) -> Iterable[object]:
    """``value`` when it is a list, else nothing."""
    return value if isinstance(value, list | tuple) else ()


def text(value: object) -> str:
    """``value`` when it is a text, in one line, else an empty text."""
    return " ".join(value.split()) if isinstance(value, str) else ""
