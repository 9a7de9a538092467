# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One dependency with its verdict, and one cell of the matrix of licence families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ospo_widgets.knowledge import Answer
from ospo_widgets.licensing import Reason
from ospo_widgets.portfolio.graph.verdicts import ANSWER_CODES, Gap
from ospo_widgets.project import Use


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """A repository and one thing that it needs, with the verdict.

    Attributes:
        repo: The repository.
        license: Its licence: ``""`` when none is stated, None when it is not known.
        dependency: What it needs, name for people.
        key: Id of what it needs; the name of a repository.
        own: What it needs is a repository of the portfolio.
        dependency_license: Licence of what it needs, as ``license``.
        use: How it uses it.
        assumed: No source states the use, so the usual one counts.
        inferred: Only the likeness of names leads to that repository.
        optional: It works without; None when no source says.
        answer: The verdict.
        gap: Why it is unknown, None when it is known.
        conditions: What must be true, one sentence each.
        reasons: Why.
        dependents: Own projects that need the repository, directly or through others.
        declared_as: Name in the manifest.
        source: Where it stands.
    """

    repo: str
    license: str | None
    dependency: str
    key: str
    own: bool
    dependency_license: str | None
    use: Use
    assumed: bool
    inferred: bool
    optional: bool | None
    answer: Answer
    gap: Gap | None
    conditions: tuple[str, ...]
    reasons: tuple[Reason, ...]
    dependents: int
    declared_as: str
    source: str

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "repo": self.repo,
            "license": self.license,
            "dependency": self.dependency,
            "key": self.key,
            "own": self.own,
            "dependency_license": self.dependency_license,
            "use": str(self.use),
            "use_assumed": self.assumed,
            "names_alike_only": self.inferred,
            "optional": self.optional,
            "verdict": str(self.answer),
            "unknown_because": str(self.gap) if self.gap else None,
            "conditions": list(self.conditions),
            "reasons": [reason.to_json() for reason in self.reasons],
            "dependents": self.dependents,
            "declared_as": self.declared_as,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class RiskCell:
    """Own licence family against the family of what is needed.

    Attributes:
        own: Family of the repositories’ licences.
        needed: Family of the licences of what they need.
        counts: Dependencies by answer.
        repositories: Distinct repositories.
        weight: Of the conflicts: one each, and one for each own project that needs the repository.
    """

    own: str
    needed: str
    counts: Mapping[Answer, int]
    repositories: int
    weight: int

    @property
    def worst(self) -> Answer:
        """The worst answer of the cell."""
        return min(self.counts, key=ANSWER_CODES.__getitem__)
