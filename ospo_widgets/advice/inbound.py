# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the components of a part, and the work it builds on, allow for one outbound licence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ospo_widgets.advice.assembly import category_of, resolved
from ospo_widgets.advice.model import Reason
from ospo_widgets.advice.rules import Situation
from ospo_widgets.knowledge.identity import Same
from ospo_widgets.knowledge.model import Answer, Category
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.effective import effective_license
from ospo_widgets.licensing.inference import LINKED
from ospo_widgets.licensing.model import Effective, Verdict
from ospo_widgets.project import Component, Material, Part, Use
from ospo_widgets.wording import words

AS_ONE = frozenset({Material.SOFTWARE, Material.FIRMWARE, Material.GATEWARE, Material.HARDWARE})
"""Materials that are handed out as one program or design, which has a licence of its own."""

REMEMBERED = 1024
"""Results that are kept: some ten licences a part, for the answers of a few sessions."""

SHOWN_NAMES = 3
"""Components that a sentence names; the others are counted."""


@dataclass(slots=True)
class Inbound:
    """What came out for one licence: reasons against it, reasons to tell, conditions."""

    against: list[Reason] = field(default_factory=list)
    told: list[Reason] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    unknown: bool = False

    @property
    def answer(self) -> Answer:
        """Verdict over all components; unknown never counts as yes."""
        if self.against:
            return Answer.NO
        if self.unknown:
            return Answer.UNKNOWN
        return Answer.CONDITIONAL if self.conditions else Answer.YES


def judge(now: Situation, part: Part, license_id: str, upstream: str) -> Inbound:
    """Weigh one outbound licence against all that comes in.

    Args:
        now: The situation.
        part: The completed part.
        license_id: SPDX id of the outbound licence.
        upstream: SPDX expression of the work that the part changes, empty when there is none.
    """
    found = Inbound()
    if upstream:
        verdict = compatible(upstream, license_id, Use.MODIFY, knowledge=now.form.knowledge)
        _note(verdict, found, "", f"{part.id}/upstream-license", changed=True)
    for group in _groups(part):
        _component(now, part, group, license_id, found)
    _as_one(now, part, license_id, found)
    return found


def effective_of(now: Situation, part: Part, license_id: str) -> Effective | None:
    """Licence of what is handed out as one; None for parts that are no program or design."""
    if part.material not in AS_ONE:
        return None
    return _whole(Same(now.form.knowledge), license_id, resolved(part))


@lru_cache(maxsize=REMEMBERED)
def _whole(handle: Same, license_id: str, components: tuple[Component, ...]) -> Effective:
    """The same part is weighed again at every answer, and most answers leave its components."""
    return effective_license(license_id, components, handle.knowledge)


def _groups(part: Part) -> Iterator[tuple[Component, ...]]:
    """Components that count the same, together: a lock file may name hundreds under MIT."""
    groups: dict[tuple[str | None, Use | None, bool], list[Component]] = {}
    for component in resolved(part):
        key = (component.license, component.use, component.optional)
        groups.setdefault(key, []).append(component)
    yield from (tuple(group) for group in groups.values())


def _component(
    now: Situation, part: Part, group: tuple[Component, ...], license_id: str, found: Inbound
) -> None:
    component = group[0]
    use = component.use or Use.DYNAMIC_LINK
    if use is Use.TOOL:
        return
    name = now.slug_of(part, component)
    shown = _named(group)
    if component.license is None:
        found.unknown = True
        text = words("advice.reason.component_unknown", component=shown)
        found.told.append(Reason(text, "unknown", component=name))
        return
    verdict = compatible(component.license, license_id, use, knowledge=now.form.knowledge)
    # “No” for linking, and a licence for the whole, concern what is handed out: see _as_one.
    linked = use in LINKED or component.optional
    if linked and (verdict.whole or verdict.answer in {Answer.YES, Answer.NO}):
        return
    _note(verdict, found, name, _use_key(now, part, name), component=shown)


def _named(group: tuple[Component, ...]) -> str:
    """Names of a group in a sentence."""
    names = ", ".join(c.name for c in group[:SHOWN_NAMES])
    more = len(group) - SHOWN_NAMES
    return words("advice.reason.more", names=names, more=more) if more > 0 else names


def _as_one(now: Situation, part: Part, license_id: str, found: Inbound) -> None:
    """The program or design as a whole must have a licence, too."""
    if not part.components:
        return
    whole = effective_of(now, part, license_id)
    if whole is None:
        return
    if whole.expression is None and whole.answer is Answer.NO:
        if whole.without_optional:
            optional = ", ".join(c.name for c in part.components if c.optional)
            found.conditions.append(words("advice.reason.only_without", components=optional))
            return
        names = {c.name: now.slug_of(part, c) for c in part.components}
        found.against += _adopted(whole.because, names)
    elif whole.answer is Answer.UNKNOWN:
        found.unknown = True
    if whole.expression and whole.expression != license_id:
        text = words("advice.reason.binary", effective=whole.expression, license=license_id)
        sources = tuple(s for reason in whole.because for s in reason.sources)
        found.told.append(Reason(text, "curated", tuple(dict.fromkeys(sources)), "effective"))
        found.told += _for_those_who_build_on(now, part, whole)


def _for_those_who_build_on(now: Situation, part: Part, whole: Effective) -> Iterator[Reason]:
    """Others link a library: what binds it binds their programs, too (FSF, IfLibraryIsGPL)."""
    key = f"{part.id}/software-kind"
    if now.part_facts(part).get("software-kind") not in ("library", "framework"):
        return
    if category_of(whole.expression, now.form.knowledge) in (Category.STRONG, Category.NETWORK):
        text = words("advice.reason.builders", effective=whole.expression)
        question = now.form.question_of(key)
        sources = question.provenance.sources if question else ()
        yield Reason(text, "answer", sources, "builders", key)


def _note(
    verdict: Verdict,
    found: Inbound,
    name: str,
    key: str,
    *,
    component: str = "",
    changed: bool = False,
) -> None:
    reasons = [
        Reason(
            words("advice.reason.of_component", component=component, reason=r.text)
            if component
            else r.text,
            r.basis,
            r.sources,
            r.row,
            key,
            name,
        )
        for r in verdict.reasons
    ]
    if verdict.answer is Answer.NO:
        found.against += reasons
    elif verdict.answer is Answer.UNKNOWN:
        found.unknown = True
        found.told += reasons
    elif verdict.answer is Answer.CONDITIONAL:
        found.told += reasons
        found.conditions += [
            words("advice.reason.of_component", component=component, reason=c) if component else c
            for c in verdict.conditions
            if c not in found.conditions
        ]
    elif changed:
        found.told += reasons


def _adopted(reasons: Iterable[object], names: dict[str, str]) -> list[Reason]:
    """Reasons of the licensing room as ours; a component named in the text is linked to it."""
    adopted = []
    for reason in reasons:
        text = str(getattr(reason, "text", ""))
        component = next((slug for name, slug in names.items() if name and name in text), "")
        adopted.append(
            Reason(
                text,
                str(getattr(reason, "basis", "curated")),
                tuple(getattr(reason, "sources", ())),
                str(getattr(reason, "row", "")),
                component=component,
            )
        )
    return adopted


def _use_key(now: Situation, part: Part, name: str) -> str:
    for question in ("component-use", "core-use", "data-use"):
        key = f"{part.id}/{name}/{question}"
        if key in now.answers:
            return key
    return ""
