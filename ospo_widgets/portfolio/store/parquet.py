# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One table, one Parquet file: written sorted and compressed, read with suspicion.

Who can write to the place of a store can write any file there. So the size that a file declares is
bounded, its columns are converted to the ones that we expect, and columns that it lacks are empty:
files of older versions have fewer, those of newer ones may have more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.store.chains import GONE
from ospo_widgets.portfolio.store.files import Files
from ospo_widgets.portfolio.store.snapshot import CHAINS, SnapshotId, TableFile
from ospo_widgets.portfolio.store.tables import columns, schema
from ospo_widgets.wording import words

MOST_ROWS = 500_000_000
"""Rows of the largest table that is read."""
MOST_BYTES = 32 << 30
"""Bytes of the columns of the largest table that is read, without compression."""
_ROW_GROUP = 32_768
"""Rows that are read together when one repository is asked for."""


def damaged(path: str) -> InputError:
    """The error for a file that is missing or is not what was written."""
    return InputError(words("store.damaged", file=path), remedy=words("store.damaged-remedy"))


@contextmanager
def reading(path: str) -> Iterator[None]:
    """What goes wrong inside means that this file is damaged."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError, AttributeError):
        raise damaged(path) from None


def write(files: Files, snapshot: SnapshotId, name: str, table: Any) -> TableFile:
    """Write a table of a snapshot.

    Raises:
        OSError: It could not be written.
    """
    import pyarrow.parquet as pq

    def make(part: Path) -> None:
        pq.write_table(table, part, compression="zstd", row_group_size=_ROW_GROUP)

    written = files.add(snapshot.path(name), make)
    return TableFile(len(table), written.bytes, written.sha256)


def read(
    files: Files,
    snapshot: SnapshotId,
    name: str,
    expected: TableFile | None,
    *,
    repo: str | None = None,
    only: Sequence[str] | None = None,
) -> Any:
    """Read a table of a snapshot.

    Args:
        files: Where the store lies.
        snapshot: Which snapshot.
        name: Which table.
        expected: What the manifest says of it; None when it does not know such a table, as in
            older stores: the table is then empty.
        repo: Rows of this repository only.
        only: Columns to read, all by default.

    Raises:
        InputError: The file is missing or damaged.
    """
    if expected is None:
        return _fitted(None, name, only)
    path = snapshot.path(name)
    with reading(path):
        return _fitted(_read(files, path, expected, repo, only), name, only)


def _read(
    files: Files, path: str, expected: TableFile, repo: str | None, only: Sequence[str] | None
) -> Any:
    import pyarrow.parquet as pq

    if files.size(path) != expected.bytes:
        raise ValueError(path)
    with files.opened(path) as stream:
        file = pq.ParquetFile(stream)
        about = file.metadata
        declared = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
        if about.num_rows != expected.rows or expected.rows > MOST_ROWS or declared > MOST_BYTES:
            raise ValueError(path)
        wanted = None if only is None else [n for n in only if n in file.schema_arrow.names]
        if repo is None:
            return file.read(columns=wanted)
        stream.seek(0)
        return pq.read_table(stream, columns=wanted, filters=[("repo", "=", repo)])


def _fitted(table: Any, name: str, only: Sequence[str] | None) -> Any:
    """A table with exactly our columns and types."""
    import pyarrow as pa

    wanted = schema(name)
    if name in CHAINS:
        wanted = wanted.append(pa.field(GONE, pa.bool_()))
    if only is not None:
        wanted = pa.schema([field for field in wanted if field.name in only])
    if table is None:
        return wanted.empty_table()
    found = []
    for field in wanted:
        if field.name in table.column_names:
            column = table[field.name].cast(field.type)
        else:
            column = pa.chunked_array([pa.nulls(len(table), field.type)])
        if field.name == "repo" and column.null_count:
            raise ValueError("a row without a repository")
        if column.null_count and _has_no_null(name, field.name):
            column = column.fill_null("" if pa.types.is_string(field.type) else False)
        found.append(column)
    return pa.Table.from_arrays(found, schema=wanted)


def _has_no_null(table: str, column: str) -> bool:
    """Whether null in a column is the same as empty: all texts outside of ``repositories``."""
    if column == GONE:
        return True
    return table != "repositories" and columns(table)[column] == "text"
