# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What one metadata file states about the project, and what is wrong with the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

FIELDS = ("name", "version", "license", "doi", "date", "description", "repository", "keywords",
          "authors", "mail", "cern", "status", "readme", "urls")  # fmt: skip
"""Fields that are compared or asked for; ``authors``, ``keywords``, ``urls`` are numbers."""


@dataclass
class Statement:
    """What one file states; plain data through :meth:`to_json`.

    Attributes:
        format: ``cff``, ``codemeta``, ``zenodo``, ``pyproject``, ``setup-cfg``, ``package-json``,
            ``cargo``, ``cmake``, ``pom``, ``okh``, ``debian``, ``r``.
        fields: Field to value and line; see :data:`FIELDS`. No names of persons.
        problems: Line, code (its words are ``readiness.problem.<code>``) and a detail.
    """

    format: str
    fields: dict[str, tuple[str | int, int]] = field(default_factory=dict)
    problems: list[tuple[int, str, str]] = field(default_factory=list)

    def say(self, name: str, value: str | int, line: int) -> None:
        """Note a field, unless it is empty or there already."""
        if value:
            self.fields.setdefault(name, (value, line))

    def wrong(self, line: int, code: str, detail: str = "") -> None:
        """Note a problem; not more than thirty of them."""
        if len(self.problems) < 30:
            self.problems.append((line, code, detail[:120]))

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "format": self.format,
            "fields": {name: list(pair) for name, pair in self.fields.items()},
            "problems": [list(problem) for problem in self.problems],
        }
