# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What comes into a project: dependencies with licence, part and use, and what conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Component, Part
from ospo_widgets.scanning.conflict_model import Conflict
from ospo_widgets.scanning.conflicts import find_conflicts
from ospo_widgets.scanning.conflicts_files import Vendored, vendored_works
from ospo_widgets.scanning.conflicts_parts import settle
from ospo_widgets.scanning.dependency_licenses import Licensed
from ospo_widgets.scanning.dependency_model import Dependency, How, Place, Scope
from ospo_widgets.scanning.facts import Facts


@dataclass(frozen=True, slots=True)
class Incoming:
    """What comes into a project.

    Attributes:
        licensed: Dependencies with their licences, each with the part that uses it and how.
        conflicts: What does not simply fit, the worst first.
        vendored: Work of others in the tree.
    """

    licensed: tuple[Licensed, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    vendored: tuple[Vendored, ...] = ()


def incoming_of(
    facts: Facts,
    licensed: Iterable[Licensed],
    parts: Sequence[Part],
    main: str | None,
    knowledge: Knowledge,
    *,
    outbound: str | None = None,
) -> Incoming:
    """Everything inbound, judged.

    Args:
        facts: What the worker found out: files, their licences, licence texts.
        licensed: Dependencies with their licences.
        parts: Of the project.
        main: Expression of the whole, None when there is none.
        knowledge: What the verdicts rest on.
        outbound: Licence that the person has in mind, instead of the one that was found.

    Raises:
        InputError: ``outbound`` is no licence.
    """
    settled = settle(licensed, parts)
    paths = [file.path for file in facts.tree]
    licenses = {file.path: file.licenses for file in facts.files}
    texts = {text.path: text.ids for text in facts.license_texts}
    conflicts = find_conflicts(
        parts=parts,
        main=main,
        licensed=settled,
        licenses=licenses,
        texts=texts,
        paths=paths,
        knowledge=knowledge,
        outbound=outbound,
    )
    return Incoming(settled, conflicts, vendored_works(paths, licenses, texts))


def as_dependency(component: Component) -> Dependency:
    """A component of a manifest as a dependency, where nothing else is known of it."""
    ecosystem = component.purl.removeprefix("pkg:").partition("/")[0] or "generic"
    place = Place(component.declared_in, None, How.MANIFEST)
    return Dependency(
        component=component,
        scope=Scope.OPTIONAL if component.optional else Scope.RUNTIME,
        version=component.purl.partition("@")[2],
        purl=component.purl,
        ecosystem=ecosystem,
        places=(place,) if component.declared_in else (),
    )
