# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Everything inbound against everything outbound: dependencies, vendored work, single files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.model import RANK
from ospo_widgets.project import Part
from ospo_widgets.scanning.conflicts.files import file_conflicts
from ospo_widgets.scanning.conflicts.judge import Judge, dependency_conflicts, outbounds_of
from ospo_widgets.scanning.conflicts.model import Conflict, conflict_rows
from ospo_widgets.scanning.conflicts.vendored import Vendored, vendored_conflicts
from ospo_widgets.scanning.dependencies.licenses import Licensed
from ospo_widgets.scanning.dependencies.model import How

__all__ = ["conflict_rows", "find_conflicts"]


def find_conflicts(
    *,
    parts: Sequence[Part],
    main: str | None,
    licensed: Iterable[Licensed],
    vendored: Sequence[Vendored],
    licenses: Mapping[str, Sequence[str]],
    texts: Mapping[str, Sequence[str]],
    knowledge: Knowledge,
    outbound: str | None = None,
) -> tuple[Conflict, ...]:
    """Conflicts of a project, the worst first.

    Args:
        parts: Of the project.
        main: Expression of the whole, None when there is none.
        licensed: Dependencies with their licences.
        vendored: Those that lie in the tree.
        licenses: Path to the expressions that the file states of itself.
        texts: Path of each licence text to the ids of what it is.
        knowledge: What the verdicts rest on.
        outbound: Licence that the person has in mind, instead of the one that was found.

    Raises:
        InputError: ``outbound`` is no licence.
    """
    outbounds = outbounds_of(parts, main, outbound, knowledge)
    if not outbounds:
        return ()
    judge = Judge(knowledge)
    folders = [work.folder for work in vendored]
    elsewhere = [one for one in licensed if not _lies_here(one)]
    found = (
        *dependency_conflicts(elsewhere, parts, outbounds, judge),
        *vendored_conflicts(vendored, parts, outbounds, judge),
        *file_conflicts(licenses, texts, folders, parts, outbounds=outbounds, judge=judge),
    )
    return tuple(sorted(found, key=lambda conflict: (RANK[conflict.answer], conflict.optional)))


def _lies_here(one: Licensed) -> bool:
    return any(place.how is How.VENDORED for place in one.dependency.places)
