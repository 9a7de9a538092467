# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Tables of a snapshot back to rows; what does not fit the columns is damage, not data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from functools import lru_cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Claim, Confidence
from ospo_widgets.portfolio.families import NONE, UNKNOWN, license_family
from ospo_widgets.portfolio.fields import PRESENT
from ospo_widgets.portfolio.records import (
    AuthorDomain,
    Change,
    Dependency,
    Disagreement,
    LicenseEvent,
    Months,
    Package,
    Problem,
    Repository,
    RepositoryKind,
)
from ospo_widgets.portfolio.store.tables import LICENSE_FILES
from ospo_widgets.portfolio.store.values import from_text


def repositories(table: Any) -> tuple[Repository, ...]:
    """Rows of ``repositories``; the family is worked out anew from the licence."""
    if not len(table):
        return ()
    values = {name: table[name].to_pylist() for name in table.column_names}
    kinds = {str(kind): kind for kind in RepositoryKind}
    values["kind"] = [kinds.get(kind) for kind in values["kind"]]
    families = {text: _family(text) for text in set(values["license"])}
    values["family"] = [families[text] for text in values["license"]]
    marks = [(name, values.pop(name)) for name in PRESENT]
    values["present"] = [
        {name: column[row] for name, column in marks if column[row] is not None}
        for row in range(len(table))
    ]
    columns = []
    for attribute in fields(Repository):
        column = values[attribute.name]
        standard = "" if attribute.default is MISSING else attribute.default
        if standard is not None and attribute.name not in {"present", "kind"}:
            column = [standard if value is None else value for value in column]
        if column and any(isinstance(value, list) for value in column):
            column = [tuple(value) if isinstance(value, list) else value for value in column]
        columns.append(column)
    return tuple(Repository(*row) for row in zip(*columns, strict=True))


def _family(license_: str | None) -> str:
    if license_ is None:
        return UNKNOWN
    try:
        return license_family(license_) if license_ else NONE
    except InputError:
        return UNKNOWN


def _rows(table: Any, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def claims(table: Any) -> dict[str, tuple[Claim, ...]]:
    """Rows of ``claims`` by repository."""
    names = ("repo", "field", "type", "value", "source", "read_on", "confidence")
    return {
        repo: tuple(_claim(row[1], row[2:]) for row in group)
        for repo, group in groupby(_rows(table, *names), key=itemgetter(0))
    }


@lru_cache(maxsize=65_536)
def _claim(field: str, said: tuple[Any, ...]) -> Claim:
    kind, value, source, read_on, confidence = said
    return Claim(field, from_text(kind, value), source, read_on, Confidence(confidence))


def disagreements(table: Any) -> tuple[Disagreement, ...]:
    """Rows of ``disagreements``."""
    names = ("type", "value", "source", "read_on", "confidence")
    taken = _rows(table, *(f"taken_{name}" for name in names))
    other = _rows(table, *(f"other_{name}" for name in names))
    return tuple(
        Disagreement(repo, field, _claim(field, first), _claim(field, second))
        for (repo, field), first, second in zip(
            _rows(table, "repo", "field"), taken, other, strict=True
        )
    )


def dependencies(table: Any) -> tuple[Dependency, ...]:
    """Rows of ``dependencies``."""
    names = ("repo", "name", "use", "optional", "license", "source")
    return tuple(Dependency(*row) for row in _rows(table, *names))


def packages(table: Any) -> tuple[Package, ...]:
    """Rows of ``packages``."""
    return tuple(Package(*row) for row in _rows(table, "repo", "name", "basis"))


def domains(table: Any) -> tuple[AuthorDomain, ...]:
    """Rows of ``domains``."""
    return tuple(AuthorDomain(*row) for row in _rows(table, "repo", "domain", "authors"))


def problems(table: Any) -> tuple[Problem, ...]:
    """Rows of ``problems``."""
    return tuple(Problem(*row) for row in _rows(table, "source", "place", "message", "repo"))


def months(table: Any) -> Months:
    """Rows of ``months`` by repository."""
    by_repo: Callable[[tuple[Any, ...]], str] = itemgetter(0)
    rows = _rows(table, "repo", "month", "commits")
    return {
        repo: tuple((month, commits) for _, month, commits in group)
        for repo, group in groupby(rows, key=by_repo)
    }


def license_events(history: Any) -> tuple[LicenseEvent, ...]:
    """Rows of ``history`` that tell of licence files, by repository and day."""
    rows = _rows(history, "repo", "field", "date", "commit", "value")
    return tuple(LicenseEvent(repo, *rest) for repo, field, *rest in rows if field == LICENSE_FILES)


def changes(history: Any, seen: Iterator[tuple[Any, ...]]) -> tuple[Change, ...]:
    """Rows of ``history`` that tell of other changes, and what only snapshots tell.

    Args:
        history: The table.
        seen: Repository, day, field and value of what snapshots tell.
    """
    rows = _rows(history, "repo", "date", "field", "value", "commit")
    found = [Change(*row) for row in rows if row[2] != LICENSE_FILES]
    without_commit = {(c.repo, c.date, c.field, c.value) for c in found if not c.commit}
    found += [Change(*row) for row in seen if row not in without_commit]
    found.sort(key=attrgetter("repo", "date", "field"))
    return tuple(found)


READ: Mapping[str, Callable[[Any], Any]] = {
    "repositories": repositories,
    "claims": claims,
    "disagreements": disagreements,
    "dependencies": dependencies,
    "packages": packages,
    "domains": domains,
    "problems": problems,
}
"""How each table of a snapshot is read."""
