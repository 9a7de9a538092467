# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Records as tables of columns, one file each; rows are sorted by repository.

The way back is in ``rows.py``. Columns have the names of ``fields.py`` and ``records.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from ospo_widgets.portfolio.claims import Claim
from ospo_widgets.portfolio.families import UNKNOWN
from ospo_widgets.portfolio.fields import FIELDS, PRESENT, FieldType
from ospo_widgets.portfolio.records import Records, Repository
from ospo_widgets.portfolio.store.snapshot import Counts
from ospo_widgets.portfolio.store.values import NOT_KNOWN, to_text, type_of

FEWEST_AUTHORS = 5
"""Smaller groups of people are not stored."""

LICENSE_FILES = "license_files"
"""Field of rows of the history that are ``LicenseEvent``; all others are ``Change``."""

_TYPES = {
    FieldType.COUNT: "count",
    FieldType.NUMBER: "number",
    FieldType.SHARE: "number",
    FieldType.DAY: "day",
    FieldType.FLAG: "flag",
    FieldType.LIST: "list",
}

_CLAIM = "type value source read_on:day confidence:small"
_SCHEMAS = {
    "claims": f"repo field {_CLAIM}",
    "disagreements": "repo field "
    + " ".join(f"{side}_{name}" for side in ("taken", "other") for name in _CLAIM.split()),
    "dependencies": "repo name use optional:flag license source",
    "packages": "repo name basis",
    "domains": "repo domain authors:count",
    "problems": "repo source place message",
    "months": "repo month commits:count",
    "history": "repo field position:count date:day value commit",
    "seen": "repo field date:day value",
}
"""Columns by table; those without a type are text."""


@cache
def columns(table: str) -> Mapping[str, str]:
    """Type by name of the columns of a table; an attribute new to ``Repository`` is one at once."""
    if table != "repositories":
        parts = (column.partition(":") for column in _SCHEMAS[table].split())
        return {name: kind or "text" for name, _, kind in parts}
    found = {}
    for attribute in fields(Repository):
        if attribute.name == "present":
            found.update(dict.fromkeys(PRESENT, "flag"))
        elif attribute.name in FIELDS:
            found[attribute.name] = _TYPES.get(FIELDS[attribute.name], "text")
        elif attribute.name == "read_on":
            found[attribute.name] = "day"
        else:
            found[attribute.name] = "list" if attribute.default == () else "text"
    return found


@cache
def schema(table: str) -> Any:
    """Arrow schema of a table."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "count": pa.int64(),
        "small": pa.int8(),
        "number": pa.float64(),
        "day": pa.date32(),
        "flag": pa.bool_(),
        "list": pa.list_(pa.string()),
    }
    return pa.schema([(name, types[kind]) for name, kind in columns(table).items()])


def from_rows(table: str, rows: Iterable[Sequence[Any]]) -> Any:
    """Arrow table of rows in the order of its columns."""
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns(table))
    return from_columns(table, by_column)


def from_columns(table: str, values: Sequence[Sequence[Any]]) -> Any:
    """Arrow table of values by column."""
    import pyarrow as pa

    wanted = schema(table)
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(values, wanted, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=wanted)


def tables(records: Records) -> Iterator[tuple[str, Any]]:
    """Name and Arrow table of all that a snapshot has as a whole, one at a time."""
    by_repo = attrgetter("repo")
    yield "repositories", repositories(records.repositories)
    yield "claims", from_rows("claims", _claims(records.claims))
    yield (
        "disagreements",
        from_rows(
            "disagreements",
            (
                (d.repo, d.field, *_said(d.taken), *_said(d.other))
                for d in sorted(records.disagreements, key=by_repo)
            ),
        ),
    )
    yield (
        "dependencies",
        from_rows(
            "dependencies",
            (
                (d.repo, d.name, d.use, d.optional, d.license, d.source)
                for d in sorted(records.dependencies, key=by_repo)
            ),
        ),
    )
    packages = sorted(records.packages, key=by_repo)
    yield "packages", from_rows("packages", ((p.repo, p.name, p.basis) for p in packages))
    domains = (d for d in records.author_domains if d.authors >= FEWEST_AUTHORS)
    yield (
        "domains",
        from_rows("domains", ((d.repo, d.domain, d.authors) for d in sorted(domains, key=by_repo))),
    )
    yield (
        "problems",
        from_rows("problems", ((p.repo, p.source, p.place, p.message) for p in records.problems)),
    )


def _said(claim: Claim) -> tuple[Any, ...]:
    """A claim in the order of its columns."""
    value = claim.value
    return type_of(value), to_text(value), claim.source, claim.read_on, int(claim.confidence)


def _claims(claims: Mapping[str, tuple[Claim, ...]]) -> Iterator[tuple[Any, ...]]:
    for repo in sorted(claims):
        for claim in claims[repo]:
            yield repo, claim.field, *_said(claim)


def repositories(rows: Iterable[Repository]) -> Any:
    """Arrow table of repositories, sorted by name. A licence that is not known is null."""
    ordered = sorted(rows, key=attrgetter("repo"))
    values = []
    for name in columns("repositories"):
        column: Sequence[Any]
        if name in PRESENT:
            column = [r.present.get(name) for r in ordered]
        elif name == "license":
            column = [None if r.family == UNKNOWN else r.license for r in ordered]
        else:
            column = list(map(attrgetter(name), ordered))
        values.append(column)
    return from_columns("repositories", values)


def months(records: Records) -> Any:
    """Arrow table of commits by repository and month."""
    ordered = sorted(records.months)
    pairs = [records.months[repo] for repo in ordered]
    repos = [repo for repo, of_repo in zip(ordered, pairs, strict=True) for _ in of_repo]
    names = [month for of_repo in pairs for month, _ in of_repo]
    commits = [count for of_repo in pairs for _, count in of_repo]
    return from_columns("months", (repos, names, commits))


def history(records: Records) -> Any:
    """Arrow table of all that histories tell: events of licence files and changes.

    Several of one day and field keep their order by ``position``.
    """
    rows = [(e.repo, LICENSE_FILES, e.date, e.license, e.commit) for e in records.license_events]
    rows += [(c.repo, c.field, c.date, c.value, c.commit) for c in records.changes]
    rows.sort(key=lambda row: row[:3])
    counted: Counter[tuple[str, str]] = Counter()
    ordered = []
    for repo, name, day, value, commit in rows:
        ordered.append((repo, name, counted[repo, name], day, value, commit))
        counted[repo, name] += 1
    return from_rows("history", ordered)


def counts(records: Records) -> Counts:
    """Figures of a snapshot that a summary needs."""
    rows = records.repositories
    return Counts(
        repositories=len(rows),
        licenses=dict(
            Counter(NOT_KNOWN if r.family == UNKNOWN else r.license for r in rows).most_common()
        ),
        kinds=dict(Counter(str(r.kind or "") for r in rows).most_common()),
        errors=sum(bool(r.error) for r in rows),
        problems=len(records.problems),
        disagreements=len(records.disagreements),
    )
