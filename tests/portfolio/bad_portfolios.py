# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What tests with bad input share: the command line, and all texts of all files that it wrote."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ospo_widgets.cli import main

DAY = "2026-11-22"


@dataclass(frozen=True)
class Said:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def taken(self) -> dict[str, Any]:
        """What went into the store."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Place and message of each problem."""
        return [(p["place"], p["message"]) for p in self.taken["problems"]]


class Commands:
    """``ospo portfolio …`` with a store in a folder of the test."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.store, self._capsys = folder, folder / "store", capsys

    def run(self, *argv: object) -> Said:
        self._capsys.readouterr()
        code = main(["portfolio", *map(str, argv)])
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)

    def bring(self, name: str, content: str | bytes, *more: object, day: str = DAY) -> Said:
        """Import one file."""
        file = self.folder / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        asked = ("--store", self.store, "--day", day, "--format", "json", *more)
        return self.run("import", file, *asked)

    def report(self, name: str, template: str, *more: object) -> Path:
        """Make a report; the ending of the name says its format."""
        file = self.folder / name
        asked = ("--store", self.store, "--template", template, "--output", file, *more)
        said = self.run("report", *asked)
        assert said.code == 0, said.err
        return file


def contents(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """A file and all that is packed in it, Parquet also as rows."""
    yield name, data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from contents(archive.read(member), f"{name}!{member}")
    if data.startswith(b"PAR1"):
        import pyarrow.parquet as pq

        yield f"{name} rows", repr(pq.read_table(io.BytesIO(data)).to_pylist()).encode()


def all_files(*roots: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file, unpacked."""
    for root in roots:
        for file in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if file.is_file():
                yield from contents(file.read_bytes(), file.name)


def where(needle: str, *roots: Path) -> list[str]:
    """Files that hold a text in any case."""
    wanted = needle.lower().encode()
    return [name for name, data in all_files(*roots) if wanted in data.lower()]
