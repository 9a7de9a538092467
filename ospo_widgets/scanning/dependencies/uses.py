# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How a project probably uses a dependency: presets of ``data/dependency_uses.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import yaml

from ospo_widgets.project import Use
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.dependencies.model import Place, Scope


@cache
def _presets() -> tuple[Mapping[str, Any], ...]:
    raw = (data_dir() / "dependency_uses.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(raw)["uses"])


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a dependency when its use is guessed.

    Attributes:
        name: As declared.
        scope: What it is used for.
        ecosystem: Type of its package URL.
        places: Where it is named.
        fetched: An address stands beside it from which the build gets it.
        gateware: Most sources of the project are a hardware description.
    """

    name: str
    scope: Scope
    ecosystem: str
    places: Sequence[Place]
    fetched: bool = False
    gateware: bool = False


def preset_use(found: Found) -> Use:
    """The use that the first fitting row gives; a person corrects it in the advisor."""
    files = {place.path.rpartition("/")[2] for place in found.places}
    for row in _presets():
        fits = (
            ("scopes" not in row or found.scope in row["scopes"])
            and ("ecosystems" not in row or found.ecosystem in row["ecosystems"])
            and ("hows" not in row or any(p.how in row["hows"] for p in found.places))
            and ("fetched" not in row or row["fetched"] == found.fetched)
            and ("gateware" not in row or row["gateware"] == found.gateware)
            and ("files" not in row or _matches(files, row["files"]))
            and ("names" not in row or _matches((found.name,), row["names"]))
        )
        if fits:
            return Use(row["use"])
    return Use.DYNAMIC_LINK


def _matches(names: Iterable[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
