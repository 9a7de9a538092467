# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names of parts and answers inside sentences."""

from __future__ import annotations

from ospo_widgets.advice.model import Value
from ospo_widgets.project import Part
from ospo_widgets.wording import words


def fill(template: str, names: dict[str, str]) -> str:
    """Put names into a template; only ``{part}`` and ``{component}`` are known."""
    for name, value in names.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def in_text(part: Part) -> str:
    """Name of a part inside a sentence: “the software” where it has no name of its own."""
    if part.name == words(f"advice.part.{part.material.value}"):
        return words(f"advice.part_in_text.{part.material.value}")
    return part.name


def shown(value: Value) -> str:
    """An answer in a sentence."""
    return value if isinstance(value, str) else ", ".join(value)
