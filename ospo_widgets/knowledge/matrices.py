# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Compatibility matrices that others publish: verdicts for pairs of licences, without reasons.

A matrix is one file in ``matrices/``, of ours (``matrices/osadl.yaml``) or of an overlay folder::

    title: OSADL matrix of licence compatibility
    attribution: A project by the Open Source Automation Development Lab (OSADL) eG
    url: https://www.osadl.org/Checklists
    version: 2026-02-12
    license: CC-BY-4.0
    licenses: [MIT, GPL-3.0-only]
    rows:
      MIT: "=N"
      GPL-3.0-only: "Y="

A row is an outbound licence; its letters are the answers for copying from each of ``licenses`` into
work under it: ``Y`` yes, ``N`` no, ``=`` the same licence, ``?`` not known, ``D`` depends on the
case. Rows may be left out. A pair in a matrix of an overlay comes before the same pair in ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Source
from ospo_widgets.knowledge.nodes import File, Problem, Row
from ospo_widgets.resources import data_dir, overlay_dir

FOLDER = "matrices"
MAX_LICENSES = 1_000
"""Most licences of one matrix."""


class MatrixAnswer(StrEnum):
    """What a matrix says of a pair; the values are the letters of the file."""

    YES = "Y"
    NO = "N"
    SAME = "="
    UNKNOWN = "?"
    DEPENDS = "D"


_OSADL = {
    "Yes": MatrixAnswer.YES,
    "No": MatrixAnswer.NO,
    "Same": MatrixAnswer.SAME,
    "Unknown": MatrixAnswer.UNKNOWN,
    "Check dependency": MatrixAnswer.DEPENDS,
}


@dataclass(frozen=True, slots=True)
class Matrix:
    """One matrix with where it comes from.

    Attributes:
        title: Name for people.
        attribution: Who made it, in the words that its licence asks for.
        url: Where it is published.
        version: Day of the state that we hold.
        license: SPDX id of its licence.
        columns: Inbound licence to its place in a row.
        rows: Outbound licence to its letters.
    """

    title: str
    attribution: str
    url: str
    version: date
    license: str
    columns: Mapping[str, int]
    rows: Mapping[str, str]

    def says(self, inbound: str, outbound: str) -> MatrixAnswer | None:
        """Its answer for copying ``inbound`` into work under ``outbound``; None without one."""
        row, column = self.rows.get(outbound), self.columns.get(inbound)
        return None if row is None or column is None else MatrixAnswer(row[column])

    @property
    def source(self) -> Source:
        """As the source of a reason: attribution, day and licence of the data."""
        return Source(
            f"{self.title}, {self.version} ({self.license}). {self.attribution}", self.url
        )


def load_matrices(overlay: Path | None = None) -> tuple[Matrix, ...]:
    """All matrices, those of the overlay first; read once per process and overlay.

    Args:
        overlay: By default the folder that ``OSPO_DATA_DIR`` names, if any.

    Raises:
        InputError: A file is wrong; the message names file and line.
    """
    return _load(data_dir(), overlay if overlay is not None else overlay_dir())


@lru_cache(maxsize=8)
def _load(base: Path, overlay: Path | None) -> tuple[Matrix, ...]:
    problems: list[Problem] = []
    found: list[Matrix] = []
    if overlay is not None:
        found += read_matrices(overlay, f"{overlay}/", problems)
    found += read_matrices(base, "", problems)
    if problems:
        raise InputError(
            f"The compatibility matrices cannot be used. {min(problems)}",
            remedy="Correct the file, then run “ospo knowledge check”.",
        )
    return tuple(found)


def read_matrices(folder: Path, prefix: str, problems: list[Problem]) -> list[Matrix]:
    """The matrices of one folder of knowledge; what is wrong with them goes to ``problems``."""
    found: list[Matrix] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        file = File(f"{prefix}{FOLDER}/{path.name}", problems)
        try:
            top = file.read(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            file.problem(1, f"the file cannot be read as text: {error}.")
            continue
        if top is not None:
            found.append(_matrix(top))
    return found


def _matrix(top: Row) -> Matrix:
    columns = top.texts("licenses", required=True)
    if len(columns) > MAX_LICENSES:
        top.wrong("licenses", f"a matrix has at most {MAX_LICENSES:,} licences.")
    if len(set(columns)) < len(columns):
        top.wrong("licenses", "a licence is there twice.")
    letters = "".join(MatrixAnswer)
    rows: dict[str, str] = {}
    inside = top.row("rows", required=True)
    for name in inside.names() if inside else ():
        row = inside.text(name, required=True) if inside else ""
        if inside and name not in columns:
            inside.wrong(name, f"“licenses” has no “{name}”.")
        elif inside and (len(row) != len(columns) or set(row) - set(letters)):
            inside.wrong(
                name, f"the row of “{name}” must have {len(columns)} letters of: {letters}"
            )
        else:
            rows[name] = row
    found = Matrix(
        title=top.text("title", required=True),
        attribution=top.text("attribution", required=True),
        url=top.text("url", required=True),
        version=top.day("version"),
        license=top.text("license", required=True),
        columns={license_id: place for place, license_id in enumerate(columns)},
        rows=rows,
    )
    top.finish()
    return found


def osadl_file(published: Mapping[str, Any]) -> str:
    """The matrix as OSADL publishes it (``matrix.json``), as a file of ours.

    Args:
        published: The JSON, read: ``timestamp``, and outbound to inbound licence to answer.

    Raises:
        InputError: It has another shape.
    """
    ids = [key for key, value in published.items() if isinstance(value, Mapping)]
    try:
        day = datetime.fromisoformat(str(published["timestamp"])).date()
        rows = [
            f'  {_key(outbound)}: "{"".join(_OSADL[published[outbound][i]] for i in ids)}"'
            for outbound in ids
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"This is no matrix of OSADL: {error} is missing or not known. Nothing was converted.",
            remedy="Take the file matrix.json from www.osadl.org.",
        ) from error
    if not ids:
        raise InputError("This matrix has no licences. Nothing was converted.")
    return "\n".join([_HEAD.format(day=day, ids=", ".join(map(_key, ids))), *rows, ""])


def _key(license_id: str) -> str:
    return f'"{license_id}"' if " " in license_id else license_id


# REUSE-IgnoreStart
_HEAD = """\
# SPDX-FileCopyrightText: 2017-2024 Open Source Automation Development Lab (OSADL) eG and contributors
# SPDX-License-Identifier: CC-BY-4.0

# Verdicts of OSADL, unchanged; each answer is one letter here, all else is left out.
# Written by “ospo knowledge matrix”; shape: see ospo_widgets/knowledge/matrices.py.

title: OSADL matrix of licence compatibility
attribution: A project by the Open Source Automation Development Lab (OSADL) eG.
url: https://www.osadl.org/Checklists
version: {day}
license: CC-BY-4.0
licenses: [{ids}]
rows:"""
# REUSE-IgnoreEnd
