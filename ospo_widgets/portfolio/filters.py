# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Filters of the portfolio: what an address keeps, and which repositories fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ospo_widgets.markup import visible
from ospo_widgets.portfolio.families import NONE, families, family_label
from ospo_widgets.portfolio.readiness import NOT, has_mark, is_mark
from ospo_widgets.portfolio.records import Repository, RepositoryKind
from ospo_widgets.wording import words

LONGEST_QUERY = 4_000
"""Longest query that is read, characters."""

LONGEST_NAME = 100
"""Longest text of “Name contains”, characters."""

_ACTIVE = {"yes": True, "no": False}
_TEXTS = frozenset({"kind", "family", "relation", "name"})


@dataclass(frozen=True, slots=True)
class Filters:
    """Which repositories to show; an empty value lets all pass.

    Attributes:
        kind: What a repository mainly holds (``"hardware"``).
        family: Licence family (``"none"``, ``"gpl"``).
        relation: Context, how it belongs to the institute (``"cern-it"``).
        active: With (True) or without (False) a commit in the 12 months before the reference date.
        name: Text that the name contains, upper and lower case alike.
        only: Marks that must all hold (``"tests"``, ``"no-security"``, ``"one-author"``); see
            ``readiness.py``.
    """

    kind: str = ""
    family: str = ""
    relation: str = ""
    active: bool | None = None
    name: str = ""
    only: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """True when anything is filtered."""
        return self != Filters()

    def matches(self, repository: Repository, reference: date) -> bool:
        """Whether a repository fits; ``reference`` is the portfolio’s reference date."""
        return (
            (not self.kind or repository.kind == self.kind)
            and (not self.family or repository.family == self.family)
            and (not self.relation or repository.relation == self.relation)
            and (self.active is None or repository.active is self.active)
            and self.name.casefold() in repository.repo.casefold()
            and all(has_mark(repository, mark, reference) for mark in self.only)
        )

    def with_(self, name: str, value: str) -> Filters:
        """A copy with one filter set from text, as a click on a chart or an address gives it.

        Setting ``only`` adds a mark; a mark that is there already is taken out, and so is its
        opposite. Any other filter that has this value already is cleared.

        Raises:
            ValueError: There is no such filter or mark.
        """
        if name == "only":
            if not is_mark(value):
                raise ValueError(f"no such mark: {value}")
            opposite = value.removeprefix(NOT) if value.startswith(NOT) else NOT + value
            rest = self.only - {value, opposite}
            return replace(self, only=rest if value in self.only else rest | {value})
        if name == "active":
            return replace(self, active=None if _ACTIVE[value] is self.active else _ACTIVE[value])
        if name not in _TEXTS:
            raise ValueError(f"no such filter: {name}")
        changed: dict[str, Any] = {name: "" if getattr(self, name) == value else value}
        return replace(self, **changed)

    def without(self, name: str) -> Filters:
        """A copy with one filter cleared (``"kind"``, …, ``"only"``)."""
        cleared: dict[str, Any] = {name: getattr(Filters(), name)}
        return replace(self, **cleared)

    def to_query(self) -> str:
        """Query of an address that keeps these filters; empty when nothing is filtered."""
        pairs = {
            "kind": self.kind,
            "family": self.family,
            "relation": self.relation,
            "active": "" if self.active is None else "yes" if self.active else "no",
            "name": self.name,
            "only": ",".join(sorted(self.only)),
        }
        return urlencode({name: value for name, value in pairs.items() if value})

    @classmethod
    def from_query(
        cls, query: str, relations: Collection[str] | None = None
    ) -> tuple[Filters, tuple[str, ...]]:
        """Read filters from the query of an address; what is not known is left out and noted.

        Args:
            query: With or without a leading ``?``. Names that are not filters are passed over,
                since other parts of a page keep their state in the same query.
            relations: Contexts that exist; None takes any.

        Returns:
            The filters, and one sentence for each value that was left out.
        """
        if len(query) > LONGEST_QUERY:
            return cls(), (words("portfolio.note.too-long"),)
        try:
            pairs = dict(parse_qsl(query.removeprefix("?"), max_num_fields=50))
        except ValueError:
            return cls(), (words("portfolio.note.unreadable"),)
        known: Mapping[str, Collection[str] | None] = {
            "kind": tuple(RepositoryKind),
            "family": families(),
            "relation": relations,
        }
        found: dict[str, str] = {}
        notes: list[str] = []
        for name, values in known.items():
            value = pairs.get(name, "")
            if not value:
                continue
            if len(value) <= LONGEST_NAME and (values is None or value in values):
                found[name] = value
            else:
                notes.append(_note(name, value))
        active = pairs.get("active", "")
        if active not in {"", *_ACTIVE}:
            notes.append(_note("active", active))
        name = pairs.get("name", "")
        if len(name) > LONGEST_NAME or not name.isprintable():
            notes.append(_note("name", name))
            name = ""
        marks = [mark for mark in pairs.get("only", "").split(",") if mark]
        notes += [_note("only", mark) for mark in marks if not is_mark(mark)]
        filters = cls(
            **found,
            active=_ACTIVE.get(active),
            name=name,
            only=frozenset(mark for mark in marks if is_mark(mark)),
        )
        return filters, tuple(dict.fromkeys(notes))

    def describe(self) -> tuple[str, ...]:
        """Each filter that is set, with its name (“Kind: hardware”), for reports."""
        yes_no = words(f"portfolio.{'yes' if self.active else 'no'}")
        said = {
            "kind": kind_label(self.kind),
            "family": family_label(self.family) if self.family else "",
            "relation": self.relation,
            "active": "" if self.active is None else yes_no,
            "name": _quoted(self.name),
        }
        return (
            *(_said(name, value) for name, value in said.items() if value),
            *(mark_label(mark) for mark in sorted(self.only)),
        )

    def values(self) -> tuple[str, ...]:
        """Each filter that is set as it reads by itself (“hardware”, “No licence stated”)."""
        family = family_label(self.family) if self.family else ""
        if self.family == NONE:
            family = words("portfolio.tile.no-license")
        way = words(f"portfolio.value.{'active' if self.active else 'not-active'}")
        said = (
            family,
            kind_label(self.kind),
            self.relation,
            "" if self.active is None else way,
            _quoted(self.name),
            *(mark_label(mark) for mark in sorted(self.only)),
        )
        return tuple(value for value in said if value)


def kind_label(kind: str | None) -> str:
    """Name of a kind of repository for people."""
    if kind is None:
        return words("portfolio.not-known")
    return words(f"portfolio.kind.{kind}") if kind in set(RepositoryKind) else kind


def mark_label(mark: str) -> str:
    """A mark in words: “has tests”, “without CITATION.cff”."""
    way = "without" if mark.startswith(NOT) else "with"
    return words(f"portfolio.{way}", mark=words(f"portfolio.mark.{mark.removeprefix(NOT)}"))


def _said(name: str, value: str) -> str:
    return words("portfolio.said", name=words(f"portfolio.filter.{name}"), value=value)


def _quoted(name: str) -> str:
    return f"“{visible(name)}”" if name else ""


def _note(name: str, value: str) -> str:
    shown = visible(value if len(value) <= 40 else value[:40] + "…")
    return words("portfolio.note.unknown", name=words(f"portfolio.filter.{name}"), value=shown)
