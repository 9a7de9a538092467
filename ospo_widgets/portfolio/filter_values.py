# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Values of filters: several in one text, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ospo_widgets.markup import visible
from ospo_widgets.portfolio.families import UNKNOWN, family_label
from ospo_widgets.portfolio.phrases import month
from ospo_widgets.portfolio.readiness import NOT
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.wording import words

ANY = "any"
"""Value of ``differs``: sources differ on some field."""

_VALUE = re.compile(r"(?:\\.|[^,\\])+", re.DOTALL)


def joined(values: Iterable[str]) -> str:
    """Values as the text of one filter."""
    return ",".join(dict.fromkeys(re.sub(r"([,\\])", r"\\\1", value) for value in values))


def split(text: str) -> tuple[str, ...]:
    """Values of the text of one filter."""
    return tuple(re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL) for value in _VALUE.findall(text))


def value_label(name: str, text: str) -> str:
    """The values of a filter for people, with commas between them."""
    return ", ".join(_one_label(name, value) for value in split(text))


def _one_label(name: str, value: str) -> str:
    if name in {"family", "exposure"}:
        return " / ".join(family_label(part) for part in value.split("/"))
    if name == "kind":
        return kind_label(None if value == UNKNOWN else value)
    if value == UNKNOWN:
        return words("portfolio.not-known")
    if name in {"half", "age"}:
        return words(f"portfolio.{name}.{value}")
    if name in {"unknown", "differs"}:
        return field_label(value)
    return visible(value)


def field_label(field: str) -> str:
    """Name of a field for people."""
    return words("portfolio_fields.any" if field == ANY else f"portfolio_fields.field.{field}")


def kind_label(kind: str | None) -> str:
    """Name of a kind of repository for people."""
    if kind is None:
        return words("portfolio.not-known")
    return words(f"portfolio.kind.{kind}") if kind in set(RepositoryKind) else kind


def mark_label(mark: str) -> str:
    """A mark in words: “has tests”, “without CITATION.cff”."""
    way = "without" if mark.startswith(NOT) else "with"
    return words(f"portfolio.{way}", mark=words(f"portfolio.mark.{mark.removeprefix(NOT)}"))


def yes_no(value: bool | None) -> str:
    """“Yes”, “No”, or nothing when it is not filtered."""
    return "" if value is None else words(f"portfolio.{'yes' if value else 'no'}")


def period_text(period: str) -> str:
    """“August 2025 to July 2026” for ``2025-08..2026-07``."""
    first, _, last = period.partition("..")
    if not first:
        return ""
    if not last or last == first:
        return month(first)
    return words("portfolio.period", first=month(first), last=month(last))


def said(name: str, value: str) -> str:
    """A value with the name of its filter: “Kind: hardware”."""
    return words("portfolio.said", name=words(f"portfolio.filter.{name}"), value=value)


def quoted(name: str) -> str:
    """A text that a person typed, in quotation marks."""
    return f"“{visible(name)}”" if name else ""
