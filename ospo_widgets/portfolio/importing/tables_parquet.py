# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Parquet files: read in batches, and only as large as a table may be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import MAX_BYTES, Document
from ospo_widgets.portfolio.importing.tables_model import (
    MAX_COLUMNS,
    MAX_ROWS,
    SAMPLE,
    Row,
    Table,
    headers_of,
)
from ospo_widgets.wording import number, words

_BATCH = 10_000


def is_parquet(document: Document) -> bool:
    """Whether the file is Parquet."""
    return document.data.startswith(b"PAR1") and document.data.endswith(b"PAR1")


def parquet_table(document: Document) -> Table:
    """The table of a Parquet file. People do not write those by hand, so it reports its values.

    Raises:
        InputError: The file is damaged or too large.
    """
    file = _file(document)
    names = [str(name) for name in file.schema_arrow.names]
    metadata = file.metadata
    size = sum(metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups))
    if size > MAX_BYTES * 2 or len(names) > MAX_COLUMNS:
        most = number(MAX_BYTES // 1_000_000)
        raise InputError(words("importing.file.large", file=document.name, most=most))
    sample = [cells for _, cells in _read(document, Problems(document.name), SAMPLE)]
    headers = headers_of(names)

    def rows(problems: Problems) -> Iterator[Row]:
        return _read(document, problems, MAX_ROWS)

    return Table(headers, rows, tuple(sample), Confidence.REPORTED)


def _file(document: Document) -> Any:
    import pyarrow
    import pyarrow.parquet

    try:
        return pyarrow.parquet.ParquetFile(io.BytesIO(document.data))
    except (pyarrow.ArrowException, OSError, ValueError):
        raise InputError(words("importing.file.parquet", file=document.name)) from None


def _read(document: Document, problems: Problems, most: int) -> Iterator[Row]:
    import pyarrow

    count = 0
    try:
        for batch in _file(document).iter_batches(batch_size=min(_BATCH, most)):
            columns = [column.to_pylist() for column in batch.columns]
            for row in zip(*columns, strict=True):
                count += 1
                if count > most:
                    if most == MAX_ROWS:
                        problems.add("", words("importing.problem.rows", most=number(most)))
                    return
                yield words("importing.place.record", record=number(count)), row
    except (pyarrow.ArrowException, OSError, ValueError):
        place = words("importing.place.record", record=number(count + 1))
        problems.add(place, words("importing.problem.damaged"))
