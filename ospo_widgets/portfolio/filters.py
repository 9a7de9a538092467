# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Filters of the portfolio: what an address keeps. Which rows fit says ``engine/mask.py``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ospo_widgets.markup import visible
from ospo_widgets.portfolio.families import NONE, UNKNOWN, families
from ospo_widgets.portfolio.fields import FIELDS
from ospo_widgets.portfolio.filter_values import (
    ANY,
    joined,
    kind_label,
    mark_label,
    period_text,
    quoted,
    said,
    split,
    value_label,
    yes_no,
)
from ospo_widgets.portfolio.readiness import NOT, is_mark
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.wording import words

__all__ = ["Filters", "joined", "kind_label", "mark_label"]

LONGEST_QUERY = 8_000
"""Longest query that is read, characters."""

LONGEST_NAME = 100
"""Longest text of “Name contains”, and of one value of a filter, characters."""

MOST_VALUES = 200
"""Most values of one filter."""

LISTED = (
    "kind",
    "family",
    "relation",
    "department",
    "platform",
    "language",
    "stage",
    "license",
    "half",
    "age",
    "unknown",
    "differs",
    "partner",
    "uses",
    "exposure",
    "repo",
)
"""Filters that take several values, of which a repository has one."""

FLAGS = ("active", "archived", "fork")
"""Filters that are yes or no."""

_WAYS = {"yes": True, "no": False}
_PERIOD = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))(?:\.\.(\d{4}-(?:0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which repositories to show; an empty value lets all pass.

    A text may hold several values with commas between them (``"gpl,lgpl"``); a repository fits
    when it has one of them. A comma that belongs to a value has a backslash before it: see
    :func:`joined` and :meth:`values_of`. The value ``unknown`` stands for “not stated”.

    Attributes:
        kind: What a repository mainly holds (``"hardware"``).
        family: Licence family (``"none"``, ``"gpl,lgpl"``).
        relation: Context, how it belongs to the institute (``"cern-it"``).
        active: With (True) or without (False) a commit in the 12 months before the reference date.
        name: Text that the name contains, upper and lower case alike.
        only: Marks that must all hold (``"tests"``, ``"no-security"``, ``"one-author"``); see
            ``readiness.py``.
        department: Unit of the organisation.
        platform: Host of the address.
        language: Main programming language.
        stage: Development status.
        license: SPDX expression of the main licence.
        half: Contributor absence factor: ``1``, ``2``, ``3-5``, ``6-10`` or ``more``.
        age: How long ago the values were read: ``month``, ``quarter``, ``year`` or ``older``.
        unknown: Fields that are all not known (``"license,authors"``).
        differs: Fields on one of which sources differ.
        partner: Domains of institutes whose authors take part.
        uses: Packages of which it needs one.
        exposure: Own family and that of a dependency with a conflict (``"gpl/apache"``).
        repo: Names of repositories, as a selection in a chart gives them.
        period: Month, or first and last month (``"2025-01..2025-06"``), with a commit.
        archived: Read-only on its platform, or not.
        fork: A fork on its platform, or not.
    """

    kind: str = ""
    family: str = ""
    relation: str = ""
    active: bool | None = None
    name: str = ""
    only: frozenset[str] = frozenset()
    department: str = ""
    platform: str = ""
    language: str = ""
    stage: str = ""
    license: str = ""
    half: str = ""
    age: str = ""
    unknown: str = ""
    differs: str = ""
    partner: str = ""
    uses: str = ""
    exposure: str = ""
    repo: str = ""
    period: str = ""
    archived: bool | None = None
    fork: bool | None = None

    def __bool__(self) -> bool:
        """True when anything is filtered."""
        return self != Filters()

    def values_of(self, name: str) -> tuple[str, ...]:
        """Values of a filter that takes several.

        Raises:
            ValueError: There is no such filter.
        """
        if name not in LISTED:
            raise ValueError(f"no such filter: {name}")
        return split(getattr(self, name))

    def months(self) -> tuple[int, int]:
        """First and last month of ``period`` as year × 12 + month − 1.

        Raises:
            ValueError: It is no period.
        """
        match = _PERIOD.fullmatch(self.period)
        if not match:
            raise ValueError(f"no period: {self.period}")
        first, last = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (match[1], match[2] or match[1]))
        return min(first, last), max(first, last)

    def with_(self, name: str, value: str) -> Filters:
        """A copy with one filter set from text, as a click on a chart or an address gives it.

        Setting ``only`` adds a mark; a mark that is there already is taken out, and so is its
        opposite. Any other filter that has this value already is cleared. An empty value stands
        for repositories that state nothing.

        Raises:
            ValueError: There is no such filter or mark, or the value is not possible.
        """
        if name == "only":
            if not is_mark(value):
                raise ValueError(f"no such mark: {value}")
            opposite = value.removeprefix(NOT) if value.startswith(NOT) else NOT + value
            rest = self.only - {value, opposite}
            return replace(self, only=rest if value in self.only else rest | {value})
        if name in FLAGS:
            way = _WAYS[value]
            return self._set(name, None if way is getattr(self, name) else way)
        if name in LISTED:
            value = value or UNKNOWN
        elif name == "period":
            if not _PERIOD.fullmatch(value):
                raise ValueError(f"no period: {value}")
        elif name != "name":
            raise ValueError(f"no such filter: {name}")
        return self._set(name, "" if getattr(self, name) == value else value)

    def choose(self, name: str, keys: Iterable[str]) -> Filters:
        """A copy with the values that a selection in a chart gave, in place of those before.

        The same selection again clears it. A range of time has two keys, the first and the last.

        Raises:
            ValueError: There is no such filter, or a key is not possible.
        """
        values = tuple(keys)
        if not values:
            return self.without(name)
        if name == "period":
            months_ = sorted(key[:7] for key in (values[0], values[-1]))
            return self.with_(name, "..".join(dict.fromkeys(months_)))
        if name in LISTED:
            return self.with_(name, joined(value or UNKNOWN for value in values[:MOST_VALUES]))
        return self.with_(name, values[0])

    def plus(self, name: str, value: str) -> Filters:
        """A copy with one value more of a filter that takes several, or without it.

        Raises:
            ValueError: There is no such filter.
        """
        values = self.values_of(name)
        value = value or UNKNOWN
        kept = [v for v in values if v != value]
        return self._set(name, joined(kept if value in values else (*values, value)))

    def without(self, name: str) -> Filters:
        """A copy with one filter cleared (``"kind"``, …, ``"only"``)."""
        return self._set(name, getattr(Filters(), name))

    def _set(self, name: str, value: object) -> Filters:
        changed: dict[str, Any] = {name: value}
        return replace(self, **changed)

    def to_query(self) -> str:
        """Query of an address that keeps these filters; empty when nothing is filtered."""
        pairs: dict[str, str] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, frozenset):
                pairs[field.name] = ",".join(sorted(value))
            elif isinstance(value, bool):
                pairs[field.name] = "yes" if value else "no"
            else:
                pairs[field.name] = value or ""
        return urlencode({name: value for name, value in pairs.items() if value})

    @classmethod
    def from_query(
        cls, query: str, known: Collection[str] | Mapping[str, Collection[str]] | None = None
    ) -> tuple[Filters, tuple[str, ...]]:
        """Read filters from the query of an address; what is not known is left out and noted.

        Args:
            query: With or without a leading ``?``. Names that are not filters are passed over,
                since other parts of a page keep their state in the same query.
            known: Values that exist, by filter; a plain collection is that of ``relation``.
                Filters that are not there take any text.

        Returns:
            The filters, and one sentence for each value that was left out.
        """
        if len(query) > LONGEST_QUERY:
            return cls(), (words("portfolio.note.too-long"),)
        try:
            pairs = dict(parse_qsl(query.removeprefix("?"), max_num_fields=50))
        except ValueError:
            return cls(), (words("portfolio.note.unreadable"),)
        exist = dict(known) if isinstance(known, Mapping) else _relations(known)
        exist = {"kind": tuple(RepositoryKind), "family": families(), **_FIXED, **exist}
        found: dict[str, Any] = {}
        notes: list[str] = []
        for name in LISTED:
            text = pairs.get(name, "")
            kept, wrong = _listed(_parts(text) if name == "family" else text, exist.get(name))
            found[name] = joined(kept)
            notes += [_note(name, value) for value in wrong]
        for name in FLAGS:
            value = pairs.get(name, "")
            found[name] = _WAYS.get(value)
            notes += [_note(name, value)] if value not in {"", *_WAYS} else []
        text = pairs.get("name", "")
        if len(text) > LONGEST_NAME or not text.isprintable():
            notes.append(_note("name", text))
            text = ""
        period = pairs.get("period", "")
        if period and not _PERIOD.fullmatch(period):
            notes.append(_note("period", period))
            period = ""
        marks = [mark for mark in pairs.get("only", "").split(",") if mark]
        notes += [_note("only", mark) for mark in marks if not is_mark(mark)]
        only = frozenset(mark for mark in marks if is_mark(mark))
        filters = cls(**found, name=text, period=period, only=only)
        return filters, tuple(dict.fromkeys(notes))

    def describe(self) -> tuple[str, ...]:
        """Each filter that is set, with its name (“Kind: hardware”), for reports."""
        texts = {name: value_label(name, getattr(self, name)) for name in LISTED}
        texts |= {name: yes_no(getattr(self, name)) for name in FLAGS}
        texts |= {"name": quoted(self.name), "period": period_text(self.period)}
        ordered = ("kind", "family", "relation", "active", "name")
        return (
            *(said(name, texts[name]) for name in ordered if texts[name]),
            *(said(name, text) for name, text in texts.items() if text and name not in ordered),
            *(mark_label(mark) for mark in sorted(self.only)),
        )

    def values(self) -> tuple[str, ...]:
        """Each filter that is set as it reads by itself (“hardware”, “No licence stated”)."""
        family = value_label("family", self.family)
        if self.family == NONE:
            family = words("portfolio.tile.no-license")
        named = {"unknown", "differs", "partner", "uses", "exposure", "half", "age", "repo"}
        rest = (
            said(name, value_label(name, getattr(self, name)))
            if name in named
            else value_label(name, getattr(self, name))
            for name in LISTED[3:]
            if getattr(self, name)
        )
        ways = (
            words(f"portfolio.value.{name if getattr(self, name) else 'not-' + name}")
            for name in FLAGS
            if getattr(self, name) is not None
        )
        period = said("period", period_text(self.period)) if self.period else ""
        texts = (
            family,
            value_label("kind", self.kind),
            value_label("relation", self.relation),
            *ways,
            quoted(self.name),
            *rest,
            period,
            *(mark_label(mark) for mark in sorted(self.only)),
        )
        return tuple(text for text in texts if text)


_FIXED: Mapping[str, Collection[str]] = {
    "half": ("1", "2", "3-5", "6-10", "more"),
    "age": ("month", "quarter", "year", "older"),
    "unknown": tuple(FIELDS),
    "differs": (*FIELDS, ANY),
}
"""Values of filters that are the same for every portfolio."""


def _relations(known: Collection[str] | None) -> dict[str, Collection[str]]:
    return {} if known is None else {"relation": known}


def _listed(text: str, exist: Collection[str] | None) -> tuple[list[str], list[str]]:
    """Values that are taken over, and those that are not."""
    kept: list[str] = []
    wrong: list[str] = []
    for value in split(text)[:MOST_VALUES]:
        fits = len(value) <= 2 * LONGEST_NAME and value.isprintable()
        known = exist is None or value in exist or value == UNKNOWN
        (kept if fits and known else wrong).append(value)
    return kept, wrong


def _parts(text: str) -> str:
    """With the parts of what was one family once in its place (``cern-ohl``)."""
    found: list[str] = []
    for value in split(text):
        parts = [family for family in families() if family.startswith(f"{value}-")]
        found += [value] if value in families() or not parts else parts
    return joined(found)


def _note(name: str, value: str) -> str:
    shown = visible(value if len(value) <= 40 else value[:40] + "…")
    return words("portfolio.note.unknown", name=words(f"portfolio.filter.{name}"), value=shown)
