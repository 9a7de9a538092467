# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Why no licence is possible for a part: the fewest components that fit together under none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

from ospo_widgets.advice.assembly import resolved
from ospo_widgets.advice.inbound import AS_ONE, REMEMBERED
from ospo_widgets.knowledge.identity import Same
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.effective import effective_license
from ospo_widgets.project import Component, Part

MAX_PAIRED = 12
"""Most components that are compared in pairs; those that alone fit nowhere are found before."""


def conflict_of(part: Part, licenses: Iterable[str], knowledge: Knowledge) -> tuple[Component, ...]:
    """Components that cannot be in one program, whatever the source is under.

    Args:
        part: The completed part.
        licenses: Licences that the source may have.
        knowledge: What to judge by.

    Returns:
        One component that fits nowhere, or a pair; empty when neither is the cause.
    """
    if part.material not in AS_ONE:
        return ()
    return _conflict(Same(knowledge), resolved(part), tuple(dict.fromkeys(licenses)))


@lru_cache(maxsize=REMEMBERED)
def _conflict(
    handle: Same, used: tuple[Component, ...], tried: tuple[str, ...]
) -> tuple[Component, ...]:
    knowledge = handle.knowledge
    # Equal components are judged once, and what may be left out stands in no way.
    kinds = {(c.license, c.use): c for c in reversed(used) if c.license and not c.optional}
    components = list(kinds.values())[::-1]
    for component in components:
        if not _fits([component], tried, knowledge):
            return (component,)
    binding = [c for c in components if not _free(c, tried, knowledge)][:MAX_PAIRED]
    for pair in combinations(binding, 2):
        if not _fits(pair, tried, knowledge):
            return pair
    return ()


def _fits(components: Sequence[Component], licenses: Sequence[str], knowledge: Knowledge) -> bool:
    return any(
        effective_license(license_id, components, knowledge).expression for license_id in licenses
    )


def _free(component: Component, licenses: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether a component leaves every licence as it is, as a permissive one does."""
    return all(
        effective_license(license_id, [component], knowledge).expression == license_id
        for license_id in licenses
    )
