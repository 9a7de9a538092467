# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which column holds which field of a repository, and what is known by a bit each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ospo_widgets.portfolio.fields import PRESENT
from ospo_widgets.portfolio.readiness import DATED_MARKS, HEAT_ITEMS, MARKS, READINESS
from ospo_widgets.portfolio.records import Repository

VERSION = 2
"""Of the arrays; an index of another version is built again from the records."""

CODED = ("kind", "family", "relation", "department", "platform", "stage", "main_language")
"""Texts with few values: a code each, and a vocabulary."""

LICENSES = ("license", "license_hardware", "license_documentation", "license_detected")
"""Licence expressions: a code each."""

COUNTS = (
    "commits",
    "commits_12m",
    "authors",
    "authors_for_half",
    "authors_12m",
    "bot_commits",
    "tags",
    "files",
    "spdx_tag_files",
    "eda_design_files",
    "hdl_files",
    "stars",
    "forks",
    "open_issues",
    "releases_12m",
    "blockers",
    "conflicts",
)
"""Whole numbers; -1 is not known."""

NUMBERS = ("first_response_days", "closed_share", "libyears", "reuse_share")
"""Other numbers; NaN is not known."""

DAYS = ("head_date", "first_commit_date", "last_tag_date", "created", "scanned_on", "read_on")
"""Days as ``date.toordinal()``; 0 is not known."""

TEXTS = ("url", "head_commit", "key", "doi", "error")
"""Texts of which each row has its own, beside its name."""

LISTS = ("ci", "languages", "topics", "also", "ids")
"""Lists of texts."""

SEPARATOR = "\x1f"
"""Between the texts of a list; what comes in is printable, so no text has it."""

NOT_KNOWN = "\x1e"
"""A list or a licence that is not known, which is not the same as an empty one."""

FLAGS = ("active", "archived", "fork")
"""Attributes of a repository that hold or not."""

Check = Callable[[Repository, date], bool | None]


def _flag(name: str) -> Check:
    def check(repository: Repository, _: date) -> bool | None:
        found: bool | None = getattr(repository, name)
        return found

    return check


def _mark(name: str) -> Check:
    return lambda repository, _: MARKS[name](repository)


def _present(name: str) -> Check:
    return lambda repository, _: repository.present.get(name)


BITS: Mapping[str, Check] = {
    **{name: _mark(name) for name in (*HEAT_ITEMS, *READINESS)},
    **{name: _flag(name) for name in FLAGS},
    **{name: _mark(name) for name in MARKS},
    **DATED_MARKS,
    **{f"present:{name}": _present(name) for name in PRESENT},
}
"""What a repository has or has not: one bit each in ``known`` and ``yes``, at most 64. Items of
the heat map come first, so that few bytes have them."""

MOST_BITS = 64
"""Bits of a word."""

BIT: Mapping[str, int] = {name: place for place, name in enumerate(BITS)}
"""Place of each bit."""

DIMENSIONS: Mapping[str, str] = {
    "kind": "kind",
    "family": "family",
    "relation": "relation",
    "department": "department",
    "platform": "platform",
    "language": "main_language",
    "stage": "stage",
    "license": "license",
    "half": "half",
    "age": "age",
}
"""Column of codes by name of the filter."""

HALF = (1, 2, 5, 10)
"""Upper limits of the groups of the contributor absence factor; a last one has what is above."""

HALF_VALUES = ("", "1", "2", "3-5", "6-10", "more")
"""Values of the filter ``half``; the empty one is not known."""

AGE_VALUES = ("", "month", "quarter", "year", "older")
"""Values of the filter ``age``: how long ago the newest values were read; empty: no date."""

CUBE_COLUMNS = (
    "family",
    "kind",
    "relation",
    "department",
    "platform",
    "main_language",
)
"""Columns by which commits are put together beforehand, most asked for first."""

ITEM_OF_FIELD: Mapping[str, str] = {"citation_cff": "citation", "reuse_compliant": "reuse"}
"""Item of readiness by the field of a change, where they have different names."""

OLDEST_MONTHS = 600
"""Months before the reference date that are kept; older commits have a wrong clock."""


def month_number(day: date) -> int:
    """Number of the month of a day: year × 12 + month − 1."""
    return day.year * 12 + day.month - 1


def month_text(number: int) -> str:
    """``2026-08`` for the number of a month."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def month_of(text: str) -> int:
    """Number of a month such as ``2026-08``."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1
