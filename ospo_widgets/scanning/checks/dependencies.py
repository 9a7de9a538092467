# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about declared dependencies: conflicts with the main licence, unknown licences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ospo_widgets.knowledge.components import component_note
from ospo_widgets.knowledge.model import Answer, Category
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.effective import effective_license
from ospo_widgets.licensing.expressions import base_id, parse
from ospo_widgets.licensing.model import RANK, Verdict
from ospo_widgets.project import Component, Use
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.wording import plural, words


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about dependencies and their manifests."""
    for read in subject.facts.manifests:
        if read.problem:
            values = {"path": read.path}
            yield Draft("dependency.unreadable-manifest", (read.path,), values, (read.problem,))
    if subject.main.expression:
        for component in subject.components:
            yield from _conflict(subject, component, subject.main.expression)
    unknown = [c for c in subject.components if c.license is None]
    if unknown:
        paths = tuple(sorted({c.declared_in for c in unknown}))
        count = plural("scanning.dependencies", len(unknown))
        names = tuple(sorted({c.name for c in unknown}, key=str.lower))
        yield Draft("dependency.unknown", paths, {"count": count}, names)


def _asks_for_notices_only(subject: Subject, expression: str) -> bool:
    """All licences of the expression are permissive: every package index does what they ask."""
    known = [subject.knowledge.licenses.get(base_id(i)) for i in parse(expression).ids]
    return all(
        k is not None and k.category in {Category.PERMISSIVE, Category.PUBLIC_DOMAIN} for k in known
    )


def _conflict(subject: Subject, component: Component, main: str) -> Iterator[Draft]:
    if component.license is None:
        return
    verdict = compatible(component.license, main, Use.DYNAMIC_LINK, knowledge=subject.knowledge)
    whole = _whole(subject, component, main) if verdict.answer is Answer.NO else ""
    if verdict.answer is Answer.NO:
        one = "dependency.whole" if whole else "dependency.conflict"
        finding = "dependency.optional-conflict" if component.optional else one
    elif (
        verdict.answer is Answer.CONDITIONAL
        and not component.optional
        and not _asks_for_notices_only(subject, component.license)
    ):
        finding = "dependency.conditional"
    else:
        return
    values = {
        "component": component.name,
        "inbound": component.license,
        "main": subject.main.main,
        "reason": _why(verdict),
        "whole": whole,
    }
    evidence = (
        *_catalogue_notes(subject, component),
        *(reason.text for reason in verdict.reasons),
        *verdict.conditions,
    )
    yield Draft(finding, (component.declared_in,), values, evidence[:6])


def _whole(subject: Subject, component: Component, main: str) -> str:
    """Licence under which both can be handed out as one program, empty when there is none.

    The source keeps its own licence then (HSF-TN-2016-01), so nothing stands against a release.
    """
    linked = replace(component, use=Use.DYNAMIC_LINK, optional=False)
    found = effective_license(main, (linked,), subject.knowledge)
    return found.expression or "" if RANK[found.answer] >= RANK[Answer.CONDITIONAL] else ""


def _catalogue_notes(subject: Subject, component: Component) -> Iterator[str]:
    """What our catalogue tells of the component, and whether anybody looked into its licence."""
    note = component_note(component, subject.knowledge)
    if note is not None and note.text:
        yield note.text
    if note is not None and not note.reviewed:
        yield words("components.unreviewed")


def _why(verdict: Verdict) -> str:
    return verdict.reasons[0].text if verdict.reasons else f"{verdict.inbound}: {verdict.answer}."
