# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From records to the arrays of an index: columns of the rows, and what is counted beforehand."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from ospo_widgets.portfolio.chart_rows import AGE_BINS
from ospo_widgets.portfolio.engine import schema
from ospo_widgets.portfolio.engine.activity import activity_arrays, as_counts
from ospo_widgets.portfolio.engine.bins import bin_arrays
from ospo_widgets.portfolio.engine.history import history_arrays
from ospo_widgets.portfolio.engine.orders import order_arrays
from ospo_widgets.portfolio.engine.strings import Array, code_arrays, text_arrays
from ospo_widgets.portfolio.families import families
from ospo_widgets.portfolio.records import Dependency, Records, Repository


def build_index(records: Records) -> dict[str, Array]:
    """All arrays of an index; ``write_index`` keeps them, ``Index`` answers from them.

    Args:
        records: A whole portfolio; names of repositories are unique.
    """
    rows = {r.repo: place for place, r in enumerate(records.repositories)}
    arrays: dict[str, Array] = {
        **_meta(records),
        **_columns(records.repositories),
        **_bits(records),
        **_groups(records),
        **_domains(records, rows),
        **_edges(records, rows),
        **_packages(records, rows),
        **_differences(records, rows),
    }
    arrays |= history_arrays(records, rows)
    arrays |= activity_arrays(arrays, _matrix(records, rows))
    arrays |= order_arrays(arrays)
    arrays |= bin_arrays(arrays)
    return arrays


def _meta(records: Records) -> dict[str, Array]:
    about = records.about
    said = {
        "version": schema.VERSION,
        "reference_date": about.reference_date.isoformat(),
        "read_on": about.read_on.isoformat() if about.read_on else None,
        "basis": about.basis,
        "absent": about.absent,
        "caveats": list(about.caveats),
        "bits": list(schema.BITS),
    }
    return {"meta": np.frombuffer(json.dumps(said).encode(), dtype=np.uint8)}


def _columns(repositories: Sequence[Repository]) -> dict[str, Array]:
    def each(name: str) -> list[Any]:
        return [getattr(r, name) for r in repositories]

    found = text_arrays("repo", each("repo"))
    found |= text_arrays("folded", (r.repo.casefold() for r in repositories))
    for name in schema.TEXTS:
        found |= text_arrays(name, each(name))
    for name in schema.LISTS:
        found |= text_arrays(
            name,
            (schema.NOT_KNOWN if v is None else schema.SEPARATOR.join(v) for v in each(name)),
        )
    for name in schema.CODED:
        first = ("", *families()) if name == "family" else ("",)
        found |= code_arrays(name, (str(value or "") for value in each(name)), first)
    for name in schema.LICENSES:
        values = (schema.NOT_KNOWN if value is None else value for value in each(name))
        found |= code_arrays(name, values)
    for name in schema.COUNTS:
        found[name] = _counts(each(name))
    for name in schema.NUMBERS:
        values_ = (np.nan if value is None else value for value in each(name))
        found[name] = np.fromiter(values_, np.float64, len(repositories))
    for name in schema.DAYS:
        found[name] = _days(each(name))
    return found


def _counts(values: Sequence[int | None]) -> Array:
    column = np.array([-1 if value is None else value for value in values], dtype=np.int64)
    return as_counts(column)


def _days(values: Iterable[date | None]) -> Array:
    return np.array([value.toordinal() if value else 0 for value in values], dtype=np.int32)


def _bits(records: Records) -> dict[str, Array]:
    reference = records.about.reference_date
    known, yes = [], []
    for repository in records.repositories:
        k = y = 0
        for place, check in enumerate(schema.BITS.values()):
            found = check(repository, reference)
            if found is not None:
                k |= 1 << place
                y |= (1 << place) if found else 0
        known.append(k)
        yes.append(y)
    return {"known": np.array(known, dtype=np.uint64), "yes": np.array(yes, dtype=np.uint64)}


def _groups(records: Records) -> dict[str, Array]:
    """Filters whose values are ranges: contributor absence factor, age of the values."""
    about = records.about
    read = [r.read_on or about.read_on for r in records.repositories]
    newest = max(filter(None, read), default=about.reference_date)

    def age(day: date | None) -> str:
        if day is None:
            return ""
        return schema.AGE_VALUES[1 + bisect_left(AGE_BINS, (newest - day).days)]

    def half(authors: int | None) -> str:
        if not authors:
            return ""
        return schema.HALF_VALUES[1 + bisect_left(schema.HALF, authors)]

    return {
        **code_arrays(
            "half", (half(r.authors_for_half) for r in records.repositories), schema.HALF_VALUES
        ),
        **code_arrays("age", map(age, read), schema.AGE_VALUES),
    }


def _matrix(records: Records, rows: dict[str, int]) -> tuple[Array, int]:
    """Commits by row and month, and the number of the last month, that of the reference date."""
    last = schema.month_number(records.about.reference_date)
    oldest = last - schema.OLDEST_MONTHS + 1
    numbers: dict[str, int] = {}
    for pairs in records.months.values():
        for month, _ in pairs:
            if month not in numbers:
                numbers[month] = schema.month_of(month)
    inside = {month: at for month, at in numbers.items() if oldest <= at <= last}
    first = min([*inside.values(), last - 23])
    # Four months lie in one word of the sums, so the width is a multiple of four.
    first -= -(last - first + 1) % 4
    matrix = np.zeros((len(rows), last - first + 1), dtype=np.int64)
    for repo, pairs in records.months.items():
        row = rows.get(repo)
        kept = [(inside[month] - first, count) for month, count in pairs if month in inside]
        if row is not None and kept:
            at, counts = zip(*kept, strict=True)
            matrix[row, list(at)] = counts
    return matrix, last


def _domains(records: Records, rows: dict[str, int]) -> dict[str, Array]:
    kept = [d for d in records.author_domains if d.repo in rows]
    return {
        "domain.row": _rows(kept, rows),
        "domain.authors": np.array([d.authors for d in kept], dtype=np.int32),
        **code_arrays("domain.name", (d.domain for d in kept)),
    }


def _rows(items: Sequence[Any], rows: dict[str, int]) -> Array:
    return np.array([rows[item.repo] for item in items], dtype=np.int32)


def _edges(records: Records, rows: dict[str, int]) -> dict[str, Array]:
    kept = [d for d in records.dependencies if d.repo in rows]

    def coded(name: str, read: Callable[[Dependency], str]) -> dict[str, Array]:
        return code_arrays(f"edge.{name}", map(read, kept))

    return {
        "edge.row": _rows(kept, rows),
        **coded("name", lambda d: d.name),
        **coded("use", lambda d: d.use),
        **coded("license", lambda d: d.license),
        **coded("source", lambda d: d.source),
        "edge.optional": np.array(
            [-1 if d.optional is None else int(d.optional) for d in kept], dtype=np.int8
        ),
    }


def _packages(records: Records, rows: dict[str, int]) -> dict[str, Array]:
    kept = [p for p in records.packages if p.repo in rows]
    return {
        "package.row": _rows(kept, rows),
        **code_arrays("package.name", (p.name for p in kept)),
        **code_arrays("package.basis", (p.basis for p in kept)),
    }


def _differences(records: Records, rows: dict[str, int]) -> dict[str, Array]:
    differ = [d for d in records.disagreements if d.repo in rows]
    wrong = [p for p in records.problems if p.repo in rows]
    return {
        "differ.row": _rows(differ, rows),
        **code_arrays("differ.field", (d.field for d in differ)),
        "problem.row": _rows(wrong, rows),
    }
