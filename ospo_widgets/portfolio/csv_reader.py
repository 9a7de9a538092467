# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads one CSV file strictly: every error names the file, the line and the column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible

MAX_BYTES = 64_000_000
"""Largest file that is read: some two million months."""

MAX_CELL = 4_000
"""Longest cell, characters."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT = re.compile(r"[0-9]{1,15}")
_FLAGS = {"yes": True, "no": False, "": None}


class Row:
    """One row; reads its cells as typed values."""

    def __init__(self, file: str, line: int, cells: dict[str, str]) -> None:
        self._file = file
        self._line = line
        self._cells = cells

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self._cells

    def wrong(self, column: str, problem: str) -> InputError:
        """Error that names file, line and column; ``problem`` ends without a full stop."""
        return InputError(
            f"{self._file}, line {self._line}, column {column}: {problem}."
            " The portfolio was not opened."
        )

    def _wrong_value(self, column: str, expected: str) -> InputError:
        value = self._cells.get(column, "")
        shown = visible(value if len(value) <= 60 else value[:60] + "…")
        return self.wrong(column, f"“{shown}” must be {expected}")

    def text(self, column: str, *, required: bool = False, longest: int = MAX_CELL) -> str:
        """Text without control characters; empty when the column or the value is not there."""
        value = self._cells.get(column, "").strip()
        if required and not value:
            raise self.wrong(column, "the value is missing")
        if len(value) > longest:
            raise self.wrong(column, f"the text has more than {longest} characters")
        if value and not value.isprintable():
            raise self._wrong_value(column, "text without control characters")
        return value

    def count(self, column: str) -> int:
        """A whole number, zero or more."""
        number = self.count_or_none(column)
        if number is None:
            raise self.wrong(column, "the value is missing")
        return number

    def count_or_none(self, column: str) -> int | None:
        """A whole number, zero or more; None when it is not known."""
        value = self.text(column)
        if not value:
            return None
        if not _COUNT.fullmatch(value):
            raise self._wrong_value(column, "a whole number, zero or more")
        return int(value)

    def day(self, column: str) -> date:
        """A date."""
        found = self.day_or_none(column)
        if found is None:
            raise self.wrong(column, "the value is missing")
        return found

    def day_or_none(self, column: str) -> date | None:
        """A date; None when it is not known."""
        value = self.text(column)
        if not value:
            return None
        try:
            if _DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self._wrong_value(column, "a date such as 2026-08-22")

    def flag(self, column: str) -> bool | None:
        """``yes`` or ``no``; None when it is not known."""
        value = self.text(column)
        if value not in _FLAGS:
            raise self._wrong_value(column, "yes, no or empty")
        return _FLAGS[value]

    def address(self, column: str) -> str:
        """A web address; empty when there is none."""
        value = self.text(column)
        if value and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
            raise self._wrong_value(column, "an address that begins with https://")
        return value


def read_text(file: Path) -> str:
    """Text of a file of the portfolio.

    Raises:
        InputError: It is missing, too large, or no UTF-8.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else "it is no file"
        if isinstance(error, PermissionError):
            why = "you may not read it"
        raise InputError(
            f"{file.name} cannot be read: {why}. The portfolio was not opened.",
            remedy=f"The folder is “{file.parent}”.",
        ) from None
    if len(raw) > MAX_BYTES:
        raise InputError(
            f"{file.name} is larger than {MAX_BYTES // 1_000_000} MB. The portfolio was not opened."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{file.name}, line {line}: this is no text in UTF-8. The portfolio was not opened."
        ) from None


def rows(file: Path, required: Collection[str]) -> Iterator[Row]:
    """The rows of a CSV file with a header; columns that we do not know are left alone.

    Args:
        file: File to read.
        required: Columns that must be there.

    Raises:
        InputError: The file or a row cannot be read; the message names the place.
    """
    reader = csv.reader(io.StringIO(read_text(file), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(file.name, header, required)
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise InputError(
                    f"{file.name}, line {reader.line_num}: the row has {len(cells)} cells,"
                    f" the header {len(header)}. The portfolio was not opened."
                )
            yield Row(file.name, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise InputError(
            f"{file.name}, line {reader.line_num}: this is no CSV ({error})."
            " The portfolio was not opened."
        ) from None


def _check_header(file: str, header: list[str], required: Collection[str]) -> None:
    if not any(header):
        raise InputError(f"{file} is empty. The portfolio was not opened.")
    missing = [name for name in required if name not in header]
    if missing:
        raise InputError(
            f"{file}, line 1: column {missing[0]} is missing. The portfolio was not opened."
        )
    twice = [name for name in header if name and header.count(name) > 1]
    if twice:
        raise InputError(
            f"{file}, line 1: column {visible(twice[0][:60])} stands there twice."
            " The portfolio was not opened."
        )
