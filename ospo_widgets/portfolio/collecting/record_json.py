# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A record as plain data, for files that other runs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from ospo_widgets.portfolio.claims import Claim, Confidence, SourceRecord, Value
from ospo_widgets.portfolio.fields import FIELDS, FieldType


def to_json(record: SourceRecord) -> dict[str, Any]:
    """Plain data; what is empty is left out."""
    plain = asdict(record)
    plain["claims"] = [
        [c.field, _plain(c.value), c.source, c.read_on.isoformat(), int(c.confidence)]
        for c in record.claims
    ]
    plain["changes"] = [[day.isoformat(), *rest] for day, *rest in record.changes]
    return {name: value for name, value in plain.items() if value}


def from_json(plain: Mapping[str, Any]) -> SourceRecord:
    """Read what :func:`to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: It is something else.
    """
    return SourceRecord(
        url=str(plain.get("url", "")),
        name=str(plain.get("name", "")),
        also=tuple(map(str, plain.get("also", ()))),
        ids=tuple(map(str, plain.get("ids", ()))),
        claims=tuple(_claim(*row) for row in plain.get("claims", ())),
        months=tuple((str(m), int(n)) for m, n in plain.get("months", ())),
        changes=tuple(
            (date.fromisoformat(d), str(f), str(v), str(c))
            for d, f, v, c in plain.get("changes", ())
        ),
        domains=tuple((str(d), int(n)) for d, n in plain.get("domains", ())),
        dependencies=tuple(
            (str(n), str(u), None if o is None else bool(o), str(li), str(s))
            for n, u, o, li, s in plain.get("dependencies", ())
        ),
        packages=tuple((str(n), str(b)) for n, b in plain.get("packages", ())),
        error=str(plain.get("error", "")),
    )


def _plain(value: Value) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _claim(name: str, value: Any, source: str, read_on: str, confidence: int) -> Claim:
    found: Value = value
    if FIELDS[name] is FieldType.DAY:
        found = date.fromisoformat(value)
    elif FIELDS[name] is FieldType.LIST:
        found = tuple(map(str, value))
    elif not isinstance(value, str | int | float | bool):
        raise TypeError(name)
    return Claim(name, found, str(source), date.fromisoformat(read_on), Confidence(confidence))
