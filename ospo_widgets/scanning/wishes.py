# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a person wants of a scan beside the facts: accepted findings, a licence in mind, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ospo_widgets.scanning.baseline.accepted import Baseline

if TYPE_CHECKING:
    from ospo_widgets.scanning.dependencies.licenses import Lookup
    from ospo_widgets.scanning.dependencies.model import Dependency
    from ospo_widgets.scanning.readiness.model import PersonAnswer


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants.

    Attributes:
        baseline: Findings that are accepted, beside those that the target itself accepts.
        outbound: Licence that the person has in mind, instead of the one that is found; None for
            the one that is found.
        metadata: Asks an installed environment for licences; None for none.
        index: Asks package indexes for licences; None for none.
        listed: Packages of bills of materials that the person gives beside the target.
        answers: What a person answered to the release checklist, by item; it counts before the
            answers that lie in the tree.
        today: For acceptances that end; the first of all days when none ends.
    """

    baseline: Baseline = field(default_factory=Baseline)
    outbound: str | None = None
    metadata: Lookup | None = None
    index: Lookup | None = None
    listed: tuple[Dependency, ...] = ()
    answers: Mapping[str, PersonAnswer] = field(default_factory=dict)
    today: date = date.min
