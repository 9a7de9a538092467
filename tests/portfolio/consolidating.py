# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Records as sources would give them, for tests of what is made of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from ospo_widgets.portfolio.claims import Claim, Confidence, SourceRecord, Value
from ospo_widgets.portfolio.consolidate import consolidate
from ospo_widgets.portfolio.records import About, Records, Repository

DAY = date(2026, 8, 22)
EARLIER = date(2026, 5, 1)
ABOUT = About(reference_date=DAY, read_on=DAY)

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def claim(
    field: str,
    value: Value,
    source: str = "inventory.csv",
    *,
    read_on: date = DAY,
    confidence: Confidence = Confidence.REPORTED,
) -> Claim:
    """A claim, by default of an inventory of today."""
    return Claim(field, value, source, read_on, confidence)


def record(
    url: str = "https://github.com/cern/tool", *claims: Claim, **others: Any
) -> SourceRecord:
    """A record of one source on one repository."""
    return SourceRecord(url, claims=claims, **others)


def together(*records: SourceRecord, previous: Records | None = None) -> Records:
    """What is made of the records of a day."""
    return consolidate(records, about=ABOUT, previous=previous)


def only(found: Records) -> Repository:
    """The one repository that there is."""
    assert len(found.repositories) == 1
    return found.repositories[0]
