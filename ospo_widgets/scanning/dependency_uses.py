# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How a project probably uses a dependency: presets of ``data/dependency_uses.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import yaml

from ospo_widgets.project import Use
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.dependency_model import Place, Scope


@cache
def _presets() -> tuple[Mapping[str, Any], ...]:
    raw = (data_dir() / "dependency_uses.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(raw)["uses"])


def preset_use(scope: Scope, ecosystem: str, places: Sequence[Place], *, fetched: bool) -> Use:
    """The use that the first fitting row gives; a person corrects it in the advisor.

    Args:
        scope: What it is used for.
        ecosystem: Type of its package URL.
        places: Where it is named.
        fetched: An address stands beside it from which the build gets it.
    """
    for row in _presets():
        fits = (
            ("scopes" not in row or scope in row["scopes"])
            and ("ecosystems" not in row or ecosystem in row["ecosystems"])
            and ("hows" not in row or any(p.how in row["hows"] for p in places))
            and ("fetched" not in row or row["fetched"] == fetched)
            and ("files" not in row or _named(places, row["files"]))
        )
        if fits:
            return Use(row["use"])
    return Use.DYNAMIC_LINK


def _named(places: Sequence[Place], patterns: Sequence[str]) -> bool:
    names = {place.path.rpartition("/")[2] for place in places}
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
