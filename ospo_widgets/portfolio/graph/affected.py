# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One project that another licence of something else affects: path, verdicts, reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ospo_widgets.knowledge import Answer
from ospo_widgets.licensing import Reason, Verdict
from ospo_widgets.portfolio.graph.uses import USES
from ospo_widgets.portfolio.graph.verdicts import Gap
from ospo_widgets.project import Use


class Change(StrEnum):
    """What another licence does to a verdict, the worst first."""

    WORSE = "worse"
    UNKNOWN = "unknown"
    BETTER = "better"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Affected:
    """One project that gets what changes, or one thing that the changed project needs.

    Attributes:
        repo: The project.
        license: Its licence: ``""`` when none is stated, None when it is not known.
        path: From the project to what changes, both included; steps are names for people.
        use: How it gets it: the loosest step of the path.
        assumed: A step states no use, so the usual one counts.
        inferred: Only the likeness of names says that a step leads to that project.
        optional: A step is optional; None when one does not say.
        before: Verdict with the licence of today.
        after: Verdict with the other licence.
        change: Better, worse, the same, or unknown.
        conditions: What must be true after, one sentence each.
        reasons: Why the verdict after is as it is.
        whole: Licence under which the whole must be handed out after; empty when it may keep its.
        gap: Why a verdict is unknown; None when both are known.
    """

    repo: str
    license: str | None
    path: tuple[str, ...]
    use: Use
    assumed: bool
    inferred: bool
    optional: bool | None
    before: Answer
    after: Answer
    change: Change
    conditions: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    whole: str = ""
    gap: Gap | None = None

    @property
    def steps(self) -> int:
        """Steps from the project to what changes; 1 when it needs it itself."""
        return len(self.path) - 1

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "repo": self.repo,
            "license": self.license,
            "path": list(self.path),
            "use": str(self.use),
            "use_assumed": self.assumed,
            "names_alike_only": self.inferred,
            "optional": self.optional,
            "before": str(self.before),
            "after": str(self.after),
            "change": str(self.change),
            "conditions": list(self.conditions),
            "whole": self.whole,
            "unknown_because": str(self.gap) if self.gap else None,
            "reasons": [reason.to_json() for reason in self.reasons],
        }


def affected_row(
    *,
    repo: str,
    license_: str | None,
    path: tuple[str, ...],
    use: int,
    assumed: bool,
    inferred: bool,
    optional: int,
    answers: tuple[Answer, Answer],
    change: Change,
    verdict: Verdict | None,
    open_: Gap | None,
) -> Affected:
    """A row; codes and verdict as :class:`WhatIf` has them."""
    return Affected(
        repo=repo,
        license=license_,
        path=path,
        use=USES[use],
        assumed=assumed,
        inferred=inferred,
        optional=None if optional < 0 else bool(optional),
        before=answers[0],
        after=answers[1],
        change=change,
        conditions=verdict.conditions if verdict else (),
        reasons=verdict.reasons if verdict else (),
        whole=verdict.whole if verdict else "",
        gap=open_,
    )
