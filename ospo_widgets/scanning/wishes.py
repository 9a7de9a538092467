# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a person wants of a scan beside the facts: accepted findings, a licence in mind, sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ospo_widgets.scanning.baseline import Baseline
from ospo_widgets.scanning.dependency_licenses import Lookup


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants.

    Attributes:
        baseline: Findings that are accepted, beside those that the target itself accepts.
        outbound: Licence that the person has in mind, instead of the one that is found; None for
            the one that is found.
        metadata: Asks an installed environment for licences; None for none.
        index: Asks package indexes for licences; None for none.
        today: For acceptances that end; the first of all days when none ends.
    """

    baseline: Baseline = field(default_factory=Baseline)
    outbound: str | None = None
    metadata: Lookup | None = None
    index: Lookup | None = None
    today: date = date.min
