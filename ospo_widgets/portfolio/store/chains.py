# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Tables that mostly stay the same from snapshot to snapshot: only what differs is stored.

A row has a key (repository and month; repository, field and position). The table of a snapshot is
that of the snapshot before it, with rows of the same key replaced, rows that are ``gone`` left out
and new ones put in. Tables are Arrow tables; keys are compared as numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ospo_widgets.portfolio.fields import PRESENT
from ospo_widgets.portfolio.renames import renames
from ospo_widgets.portfolio.store.values import NOT_KNOWN

if TYPE_CHECKING:
    import datetime

WHO = ("repo", "key", "also", "ids")
"""Columns of repositories that tell which one it is."""

GONE = "gone"
"""Column of a stored table: this row is no more."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "months": ("repo", "month"),
    "history": ("repo", "field", "position"),
    "seen": ("repo", "field", "date"),
}
"""What tells rows of each chain apart."""


def whole(table: Any) -> Any:
    """A complete table as it is stored: no row is gone."""
    import pyarrow as pa

    return table.append_column(GONE, pa.repeat(pa.scalar(False), len(table)))


def difference(previous: Any, now: Any, keys: Sequence[str]) -> Any:
    """What has to be stored so that :func:`folded` makes ``now`` of ``previous``."""
    import pyarrow as pa

    both = pa.concat_tables([previous, now])
    size = len(previous)
    key, row = _codes(both, keys), _codes(both, both.column_names)
    put = now.filter(pa.array(~_among(row[size:], row[:size])))
    lost = previous.filter(pa.array(~_among(key[:size], key[size:])))
    return pa.concat_tables(
        [whole(put), lost.append_column(GONE, pa.repeat(pa.scalar(True), len(lost)))]
    )


def folded(stored: Sequence[Any], keys: Sequence[str]) -> Any:
    """The table that stored ones make, the oldest of which is whole; sorted by its keys."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute

    table = pa.concat_tables(stored)
    if len(stored) > 1:
        # Read backwards, the first row of each key is the one that counts.
        _, first = np.unique(_codes(table, keys)[::-1], return_index=True)
        table = table.take(pa.array(len(table) - 1 - first))
        table = table.filter(compute.invert(table[GONE]))
        table = table.sort_by([(key, "ascending") for key in keys])
    return table.drop_columns([GONE])


def _codes(table: Any, names: Sequence[str]) -> Any:
    """A number for each row, the same for rows that are equal in the columns of these names."""
    import numpy as np

    found = np.zeros(len(table), dtype=np.int64)
    for name in names:
        column = _numbers(table[name])
        span = int(column.max(initial=0)) + 1
        if found.max(initial=0) >= np.iinfo(np.int64).max // span:
            _, found = np.unique(found, return_inverse=True)  # as small as can be
        found = found * span + column
    return found


def _among(codes: Any, known: Any) -> Any:
    """Whether each code is one of the known ones."""
    import numpy as np

    if not len(known):
        return np.zeros(len(codes), dtype=bool)
    ordered = np.sort(known)
    places = np.searchsorted(ordered, codes)
    return ordered[np.minimum(places, len(ordered) - 1)] == codes


def _numbers(column: Any) -> Any:
    """Values of a column as numbers from zero on; those that are null share one."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_integer(column.type) and not column.null_count:
        values = column.to_numpy()
        if not len(values) or 0 <= values.min() <= values.max() < 1 << 31:
            return values.astype(np.int64)
    encoded = column.dictionary_encode(null_encoding="encode").unify_dictionaries()
    indices = [chunk.indices.to_numpy() for chunk in encoded.chunks]
    return np.concatenate([np.empty(0, np.int64), *indices]).astype(np.int64)


def observed(repositories: Any, day: datetime.date) -> Any:
    """What a snapshot shows of licences and files: rows of ``seen`` without a look at others.

    Args:
        repositories: Its table of repositories.
        day: Its day.
    """
    import pyarrow as pa
    from pyarrow import compute

    repos, parts = repositories["repo"], []
    for name in ("license", *PRESENT):
        if name == "license":
            values, told = compute.fill_null(repositories[name], NOT_KNOWN), None
        else:
            told = compute.is_valid(repositories[name])
            values = compute.if_else(repositories[name], "yes", "no")
        count = len(repos)
        part = pa.table(
            {
                "repo": repos,
                "field": pa.repeat(pa.scalar(name), count),
                "date": pa.repeat(pa.scalar(day, pa.date32()), count),
                "value": values,
            }
        )
        parts.append(part if told is None else part.filter(told))
    return pa.concat_tables(parts)


def news(seen: Any, observed_now: Any) -> Any:
    """Rows of an observation that say something else than the newest row about the same.

    What a snapshot cannot tell about a file or folder is no news; a licence that nobody can tell
    any more is.
    """
    import numpy as np
    import pyarrow as pa

    both = pa.concat_tables([seen.sort_by("date"), observed_now])
    size = len(seen)
    about = _codes(both, ("repo", "field"))
    row = _codes(both, ("repo", "field", "value"))
    _, last = np.unique(about[:size][::-1], return_index=True)
    newest = row[:size][::-1][last]
    return observed_now.filter(pa.array(~_among(row[size:], newest)))


def under_new_names(seen: Any, before: Any, now: Any) -> Any:
    """Rows of ``seen`` of repositories that have another name now, under that name.

    Args:
        seen: What snapshots saw up to ``before``.
        before: Table of the repositories of the snapshot before; its columns :data:`WHO`.
        now: Table of those of the snapshot.
    """
    import pyarrow as pa
    from pyarrow import compute

    names = renames(_named(before, now), _named(now, before))
    former = pa.array(names, type=pa.string())
    found = seen.filter(compute.is_in(seen["repo"], value_set=former))
    repos = pa.array([names[repo] for repo in found["repo"].to_pylist()], type=pa.string())
    return found.set_column(found.column_names.index("repo"), "repo", repos)


class _Row(NamedTuple):
    repo: str
    key: str
    also: tuple[str, ...]
    ids: tuple[str, ...]


def _named(table: Any, other: Any) -> list[_Row]:
    """Rows of a table whose names are not in the other one: mostly none."""
    from pyarrow import compute

    known = other["repo"].combine_chunks()
    rows = table.select(list(WHO)).filter(
        compute.invert(compute.is_in(table["repo"], value_set=known))
    )
    return [
        _Row(row["repo"], row["key"] or "", tuple(row["also"] or ()), tuple(row["ids"] or ()))
        for row in rows.to_pylist()
    ]


def changes(seen: Any, history: Any, repos: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of ``Change`` that only snapshots tell: repository, day, field, value.

    Args:
        seen: What snapshots saw, of all days up to the one that is read.
        history: What histories tell; where a commit tells of a field, snapshots do not count.
        repos: Column with the repositories that there are.
    """
    import pyarrow as pa
    from pyarrow import compute

    told = history.filter(compute.not_equal(history["commit"], ""))
    fields = compute.replace_substring_regex(told["field"], "^license_files$", "license")
    told = told.set_column(told.column_names.index("field"), "field", fields)
    names = ("repo", "field")
    found = seen.filter(compute.is_in(seen["repo"], value_set=repos.combine_chunks()))
    both = pa.concat_tables([told.select(names), found.select(names)])
    codes = _codes(both, names)
    found = found.filter(pa.array(~_among(codes[len(told) :], codes[: len(told)])))
    found = found.sort_by([("repo", "ascending"), ("date", "ascending"), ("field", "ascending")])
    order = ("repo", "date", "field", "value")
    return zip(*(found[name].to_pylist() for name in order), strict=True)


def joined(first: Any, second: Any) -> Any:
    """Rows of both tables."""
    import pyarrow as pa

    return pa.concat_tables([first, second])
