# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The fields of a repository that sources may state, and how each is read.

One list for importers, collectors, consolidation, store and the mapping of columns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from ospo_widgets.portfolio.claims import Value
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.portfolio.spdx import spdx_expression


class FieldType(StrEnum):
    """How a value is read."""

    TEXT = "text"
    ADDRESS = "address"
    KIND = "kind"
    LICENSE = "license"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    FLAG = "flag"
    LIST = "list"


PRESENT = (
    "readme",
    "contributing",
    "code_of_conduct",
    "citation_cff",
    "codemeta_json",
    "zenodo_json",
    "security",
    "codeowners",
    "changelog",
    "authors_file",
    "governance",
    "publiccode_yml",
    "reuse_toml",
    "licenses_folder",
    "tests",
    "docs",
    "pre_commit",
    "dependency_updates",
    "reuse_compliant",
)
"""Whether a file or folder is there; stand in ``Repository.present``."""

_T = FieldType

FIELDS: Mapping[str, FieldType] = {
    "relation": _T.TEXT,
    "department": _T.TEXT,
    "stage": _T.TEXT,
    "kind": _T.KIND,
    "license": _T.LICENSE,
    "license_detected": _T.LICENSE,
    "license_hardware": _T.LICENSE,
    "license_documentation": _T.LICENSE,
    "head_commit": _T.TEXT,
    "head_date": _T.DAY,
    "first_commit_date": _T.DAY,
    "created": _T.DAY,
    "last_tag_date": _T.DAY,
    "scanned_on": _T.DAY,
    "commits": _T.COUNT,
    "commits_12m": _T.COUNT,
    "bot_commits": _T.COUNT,
    "authors": _T.COUNT,
    "authors_12m": _T.COUNT,
    "authors_for_half": _T.COUNT,
    "tags": _T.COUNT,
    "releases_12m": _T.COUNT,
    "files": _T.COUNT,
    "spdx_tag_files": _T.COUNT,
    "eda_design_files": _T.COUNT,
    "hdl_files": _T.COUNT,
    "stars": _T.COUNT,
    "forks": _T.COUNT,
    "open_issues": _T.COUNT,
    "blockers": _T.COUNT,
    "conflicts": _T.COUNT,
    "first_response_days": _T.NUMBER,
    "libyears": _T.NUMBER,
    "closed_share": _T.SHARE,
    "reuse_share": _T.SHARE,
    "archived": _T.FLAG,
    "fork": _T.FLAG,
    "main_language": _T.TEXT,
    "languages": _T.LIST,
    "topics": _T.LIST,
    "ci": _T.LIST,
    "doi": _T.TEXT,
    **dict.fromkeys(PRESENT, _T.FLAG),
}
"""Type by name. Names are attributes of ``Repository``, or keys of ``Repository.present``."""

LONGEST_TEXT = 400
"""Longest text of a field, characters."""

MOST_IN_LIST = 100
"""Longest list of a field."""

_YES = frozenset({"yes", "y", "true", "1", "oui", "x"})
_NO = frozenset({"no", "n", "false", "0", "non"})
_COUNT = re.compile(r"\d{1,15}(\.0+)?")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})([T ].*)?")
_UNKNOWN = frozenset({"", "null", "none", "nan", "na", "n/a", "unknown", "-"})
_NO_LICENSE = frozenset({"none", "no license", "unlicensed"})
_NOT_TOLD = frozenset({"noassertion", "other", "unknown", "null", "nan", "n/a", "na", "-"})


def parse(name: str, raw: object) -> Value | None:
    """Read a value of a field from text, JSON, YAML or a cell of a table.

    Args:
        name: Name of the field.
        raw: What the source has.

    Returns:
        The value; None when the source says nothing (``null``, empty, ``NOASSERTION``). A licence
        of “none” is the empty text: the source says that there is none.

    Raises:
        KeyError: There is no such field.
        ValueError: The value cannot be read; the message says what it must be (“a date such as
            2026-08-22”).
    """
    kind = FIELDS[name]
    if raw is None or (isinstance(raw, float) and math.isnan(raw)):
        return None
    found: Value | None
    if kind is FieldType.LIST:
        found = _list(raw)
    elif kind is FieldType.DAY:
        found = _day(raw)
    elif isinstance(raw, bool) or kind is FieldType.FLAG:
        found = _flag(raw, kind)
    else:
        found = _from_text(str(raw).strip(), kind)
    return found


def _from_text(text: str, kind: FieldType) -> Value | None:
    if kind is FieldType.LICENSE:
        return _license(text)
    if text.casefold() in _UNKNOWN:
        return None
    if kind is FieldType.COUNT:
        return _count(text)
    if kind in {FieldType.NUMBER, FieldType.SHARE}:
        return _number(text, kind)
    return _text(text, kind)


def _text(text: str, kind: FieldType) -> str:
    if kind is FieldType.KIND:
        if text.casefold() not in set(RepositoryKind):
            raise ValueError(f"one of {', '.join(RepositoryKind)}")
        return text.casefold()
    if kind is FieldType.ADDRESS and urlsplit(text).scheme not in {"http", "https"}:
        raise ValueError("an address that begins with https://")
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise ValueError(f"printable text of up to {LONGEST_TEXT} characters")
    return text


def _license(text: str) -> str | None:
    if not text or text.casefold() in _NOT_TOLD:
        return None
    if text.casefold() in _NO_LICENSE:
        return ""
    found = spdx_expression(text)
    if found is None:
        raise ValueError("an SPDX licence expression")
    return found


def _count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise ValueError("a whole number, zero or more")
    return int(text.partition(".")[0])


def _number(text: str, kind: FieldType) -> float:
    percent = kind is FieldType.SHARE and text.endswith("%")
    try:
        found = float(text.rstrip("% ")) / (100 if percent else 1)
    except ValueError:
        found = math.nan
    most = 1.0 if kind is FieldType.SHARE else 1e12
    if not 0 <= found <= most:
        raise ValueError("a share from 0 to 1" if most == 1 else "a number, zero or more")
    return found


def _day(raw: object) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    if text.casefold() in _UNKNOWN:
        return None
    match = _DAY.fullmatch(text)
    try:
        if match:
            return date.fromisoformat(match[1])
    except ValueError:
        pass
    raise ValueError("a date such as 2026-08-22")


def _flag(raw: object, kind: FieldType) -> bool | None:
    if isinstance(raw, bool):
        if kind is not FieldType.FLAG:
            raise ValueError(f"a {kind}, not yes or no")
        return raw
    text = str(raw).strip().casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    if text in _UNKNOWN:
        return None
    raise ValueError("yes, no or empty")


def _list(raw: object) -> tuple[str, ...] | None:
    items = raw if isinstance(raw, list | tuple) else re.split("[;,]", str(raw))
    texts = [str(item).strip() for item in items[:MOST_IN_LIST]]
    found = tuple(dict.fromkeys(text for text in texts if text))
    if not all(text.isprintable() and len(text) <= LONGEST_TEXT for text in found):
        raise ValueError(f"printable texts of up to {LONGEST_TEXT} characters")
    return found or None
