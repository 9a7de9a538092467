# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Metadata files of tests: read them, and look at what they say."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.importing import Imported, read_document
from ospo_widgets.portfolio.importing.document import Document

DAY = date(2026, 8, 22)


def imported(content: Any, name: str = "file") -> Imported:
    """What is read of a text, bytes, or data that is written as JSON."""
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    data = content if isinstance(content, bytes) else content.encode()
    return read_document(Document(name, data), read_on=DAY)


def only(found: Imported) -> SourceRecord:
    """The one record of a file that has no problems."""
    assert not found.problems
    (record,) = found.records
    return record


def said(record: SourceRecord) -> dict[str, Any]:
    """Values by field; each field stands once."""
    fields = [claim.field for claim in record.claims]
    assert len(fields) == len(set(fields))
    return {claim.field: claim.value for claim in record.claims}


def messages(found: Imported) -> list[str]:
    """Sentences of all problems."""
    return [problem.message for problem in found.problems]
