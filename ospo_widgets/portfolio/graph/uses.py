# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How a repository probably uses what it needs, where its source does not say.

The rules are data: ``data/dependency_uses.yaml`` (shared with the scan) and, for tools,
``data/portfolio/dependency_tools.yaml``. An overlay may bring either file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.graph.names import ADDRESS, Name
from ospo_widgets.project import Use
from ospo_widgets.resources import OVERLAY_VARIABLE, data_dir

USES: tuple[Use, ...] = (
    Use.COPY,
    Use.MODIFY,
    Use.ADAPTATION,
    Use.PART,
    Use.DESIGN,
    Use.DATABASE,
    Use.STATIC_LINK,
    Use.DYNAMIC_LINK,
    Use.INTERFACE,
    Use.TOOL_LIBRARY,
    Use.SUBPROCESS,
    Use.RUNTIME,
    Use.AGGREGATE,
    Use.TOOL,
)
"""All uses, the closest first. Over several steps the loosest one tells how the first project
uses the last: what is linked into a tool is no part of what the tool is used for."""

USE_CODES: Mapping[str, int] = {str(use): code for code, use in enumerate(USES)}
"""Place of each use in :data:`USES`."""

_UNTOLD = ("scopes", "files", "fetched")
"""Conditions on what a portfolio does not know of a dependency; rules with them never hold."""


@dataclass(frozen=True, slots=True)
class _Rule:
    use: Use
    conditions: Mapping[str, Any]

    def may_hold(self, ecosystem: str, *, gateware: bool) -> bool:
        """Whether all conditions but that on the name hold."""
        if any(key in self.conditions for key in _UNTOLD):
            return False
        ecosystems = self.conditions.get("ecosystems", (ecosystem,))
        hows = self.conditions.get("hows")
        wanted = self.conditions.get("gateware", gateware)
        submodule = hows is None or (ecosystem == ADDRESS and "submodule" in hows)
        return ecosystem in ecosystems and submodule and bool(wanted) is gateware


def presumed_use(name: Name, *, gateware: bool = False) -> Use:
    """The use that counts where no source states one.

    Args:
        name: What is needed; an address counts as a submodule.
        gateware: The repository that needs it is hardware.
    """
    if _is_tool(name):
        return Use.TOOL
    for use, pattern in _candidates(_file("dependency_uses.yaml"), name.ecosystem, gateware):
        if pattern is None or pattern.fullmatch(name.label.lower()):
            return use
    return Use.DYNAMIC_LINK


@lru_cache(maxsize=512)
def _candidates(
    file: Path, ecosystem: str, gateware: bool
) -> tuple[tuple[Use, re.Pattern[str] | None], ...]:
    """Uses for an ecosystem with the pattern that the name must fit, None when any name does."""
    found: list[tuple[Use, re.Pattern[str] | None]] = []
    for rule in _rules(file):
        if rule.may_hold(ecosystem, gateware=gateware):
            names = rule.conditions.get("names")
            found.append((rule.use, _pattern(names) if names else None))
    return tuple(found)


def _pattern(names: Iterable[object]) -> re.Pattern[str]:
    return re.compile("|".join(translate(str(name)) for name in names))


def _is_tool(name: Name) -> bool:
    pattern = _tools(_file("portfolio/dependency_tools.yaml")).get(name.ecosystem)
    return bool(pattern and pattern.fullmatch(name.label.lower()))


def _file(relative: str) -> Path:
    return _located(relative, os.environ.get(OVERLAY_VARIABLE, ""))


@lru_cache(maxsize=64)
def _located(relative: str, overlay: str) -> Path:
    """Where a file lies; kept by overlay, since a graph asks once for each name."""
    ours = Path(overlay) / relative
    return ours if overlay and ours.is_file() else data_dir() / relative


@cache
def _rules(file: Path) -> tuple[_Rule, ...]:
    found = []
    for row in _read(file, "uses"):
        conditions = {k: v for k, v in row.items() if k not in {"use", "source"}}
        found.append(_Rule(Use(row["use"]), conditions))
    return tuple(found)


@cache
def _tools(file: Path) -> Mapping[str, re.Pattern[str]]:
    names: dict[str, list[str]] = {}
    for row in _read(file, "tools"):
        for ecosystem in row["ecosystems"]:
            names.setdefault(str(ecosystem), []).extend(map(str, row["names"]))
    return {ecosystem: _pattern(patterns) for ecosystem, patterns in names.items()}


def _read(file: Path, key: str) -> list[dict[str, Any]]:
    import yaml

    try:
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))[key]
        return [dict(row) for row in rows]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"“{file.name}” cannot be read. The dependencies were not judged.",
            remedy=f"It needs a list “{key}”.",
        ) from error
