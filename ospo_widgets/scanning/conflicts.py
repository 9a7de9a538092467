# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Everything inbound against everything outbound: dependencies, vendored work, single files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.model import RANK
from ospo_widgets.project import Part
from ospo_widgets.scanning.conflict_judge import Judge, dependency_conflicts, outbounds_of
from ospo_widgets.scanning.conflict_model import Conflict, conflict_rows
from ospo_widgets.scanning.conflicts_files import (
    file_conflicts,
    vendored_conflicts,
    vendored_works,
)
from ospo_widgets.scanning.dependency_licenses import Licensed

__all__ = ["conflict_rows", "find_conflicts"]


def find_conflicts(
    *,
    parts: Sequence[Part],
    main: str | None,
    licensed: Iterable[Licensed],
    licenses: Mapping[str, Sequence[str]],
    texts: Mapping[str, Sequence[str]],
    paths: Iterable[str],
    knowledge: Knowledge,
    outbound: str | None = None,
) -> tuple[Conflict, ...]:
    """Conflicts of a project, the worst first.

    Args:
        parts: Of the project.
        main: Expression of the whole, None when there is none.
        licensed: Dependencies with their licences.
        licenses: Path to the expressions that the file states of itself.
        texts: Path of each licence text to the ids of what it is.
        paths: All files of the tree.
        knowledge: What the verdicts rest on.
        outbound: Licence that the person has in mind, instead of the one that was found.

    Raises:
        InputError: ``outbound`` is no licence.
    """
    outbounds = outbounds_of(parts, main, outbound, knowledge)
    if not outbounds:
        return ()
    judge = Judge(knowledge)
    found = (
        *dependency_conflicts(licensed, parts, outbounds, judge),
        *vendored_conflicts(vendored_works(paths, licenses, texts), parts, outbounds, judge),
        *file_conflicts(licenses, texts, parts, outbounds, judge),
    )
    return tuple(sorted(found, key=lambda conflict: (RANK[conflict.answer], conflict.optional)))
