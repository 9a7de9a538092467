# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""CSV of OpenSSF's criticality score, old and new columns: signals become facts, not the score.

Columns: https://github.com/ossf/criticality_score. ``commit_frequency`` is commits a week in the
last year, so commits of the year are inferred from it. Ages are in months and not taken over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.importing.addresses import clean_address, path_of
from ospo_widgets.portfolio.importing.building import Problems, RecordBuilder, kind_of_language
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.forge_ecosystems import day_or
from ospo_widgets.portfolio.importing.mapping_guess import normal
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.portfolio.importing.tables_csv import csv_table
from ospo_widgets.portfolio.importing.tables_model import Table
from ospo_widgets.wording import words

SOURCE = "OpenSSF Criticality Score"

_URL = ("repo url", "url")
_DATE = ("collection date",)
_WEEKLY = ("legacy commit frequency", "commit frequency", "commit freq week last yr")
_LANGUAGE = ("repo language", "language")
_FIELDS = (
    ("license", ("repo license",)),
    ("stars", ("repo star count",)),
    ("created", ("repo created at",)),
    ("main_language", _LANGUAGE),
    ("authors", ("legacy contributor count", "contributor count", "contributors")),
    (
        "releases_12m",
        ("legacy recent release count", "recent releases count", "recent release count",
         "releases last yr"),
    ),
)  # fmt: skip
_SCORES = frozenset({"default score", "criticality score"})
_WEEKS = 52


def _headers(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, header in enumerate(table.headers):
        found.setdefault(normal(header), position)
    return found


def _matches(document: Document) -> bool:
    head = (document.text or "")[:4_096].casefold()
    if "commit" not in head or "url" not in head:
        return False
    table = csv_table(document)
    if table is None:
        return False
    headers = _headers(table).keys()
    signals = bool(headers & set(_WEEKLY)) and bool(headers & set(_URL))
    scored = bool(headers & _SCORES) or any(name.startswith("legacy ") for name in headers)
    return signals and scored


def _read(document: Document, context: Context) -> Imported:
    table = csv_table(document)
    problems = Problems(document.name)
    records: list[SourceRecord] = []
    if table is not None:
        at = _headers(table)
        for place, cells in table.rows(problems):
            record = _record(at, cells, place, problems, context.read_on)
            if record is not None:
                records.append(record)
    return Imported(tuple(records), problems.all(), "criticality")


def _record(
    at: dict[str, int], cells: Sequence[object], place: str, problems: Problems, read_on: date
) -> SourceRecord | None:
    def cell(names: Sequence[str]) -> str | None:
        positions = [at[name] for name in names if name in at and at[name] < len(cells)]
        text = str(cells[positions[0]]).strip() if positions else ""
        return text or None

    builder = RecordBuilder(problems, place, source=SOURCE, read_on=day_or(cell(_DATE), read_on))
    address = clean_address(cell(_URL))
    if not builder.identify(address, path_of(address) if address else ""):
        problems.add(place, words("importing.problem.nameless"))
        return None
    for field, names in _FIELDS:
        builder.set(field, cell(names), column=names[0])
    try:
        weekly = float(cell(_WEEKLY) or "nan")
    except ValueError:
        weekly = -1.0
    if 0 <= weekly < 1e6:
        builder.keep("commits_12m", round(weekly * _WEEKS), Confidence.INFERRED)
    if kind := kind_of_language(cell(_LANGUAGE)):
        builder.keep("kind", kind, Confidence.INFERRED)
    return builder.record()


SHAPES = (Shape("criticality", _matches, _read),)
