# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Judges what comes in against the licence of a part, through the advisor’s verdicts.

What is linked concerns what is built, not the source: that keeps its own licence, and a licence for
the whole may be found (HSF-TN-2016-01). Files copied into a part concern the source itself.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.components import find_component
from ospo_widgets.knowledge.model import Answer, Category, Knowledge, Source
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.component_ways import all_ways
from ospo_widgets.licensing.effective import OUTSIDE, effective_license
from ospo_widgets.licensing.expressions import ExpressionError, base_id, parse
from ospo_widgets.licensing.inference import SEPARATE
from ospo_widgets.licensing.model import RANK, Effective, Verdict
from ospo_widgets.licensing.resolve import Named
from ospo_widgets.licensing.ways_out import WayOut
from ospo_widgets.project import Component, Part, Use
from ospo_widgets.scanning.conflicts.model import Affects, Conflict, Inbound
from ospo_widgets.scanning.conflicts.parts import OUTSIDE as STAYS_OUTSIDE
from ospo_widgets.scanning.conflicts.parts import PROGRAMS, parts_that_use, use_of
from ospo_widgets.scanning.dependencies.licenses import Licensed
from ospo_widgets.wording import words

MAX_TOGETHER = 400
"""Dependencies of one part that are judged all at once."""
_FREE = frozenset({Category.PERMISSIVE, Category.PUBLIC_DOMAIN})


def outbounds_of(
    parts: Sequence[Part], main: str | None, chosen: str | None, knowledge: Knowledge
) -> dict[str, str]:
    """The licence that each part goes out under, by its id; parts without one are left out.

    What the person has in mind goes to the parts that it is written for. Else programs go out
    under the licence of the whole, whatever their headers say, since that is what people read
    first; designs, documents and data under the one that their files state.

    Args:
        parts: Of the project.
        main: Expression of the whole.
        chosen: What the person has in mind, None when nothing.
        knowledge: Tells for which material a licence is written.

    Raises:
        InputError: ``chosen`` is no licence.
    """
    wanted = parse(chosen) if chosen else None
    rows = [knowledge.licenses.get(base_id(i)) for i in wanted.ids] if wanted else []
    suited = {p.id for p in parts if all(r is None or p.material in r.materials for r in rows)}
    programs = {p.id for p in parts if p.id in suited and p.material in PROGRAMS}
    found: dict[str, str] = {}
    for part in parts:
        # A part of another kind that has a licence of its own keeps it.
        open_to_it = part.id in programs or not programs or part.license in {None, main}
        if wanted is not None and ((part.id in suited and open_to_it) or len(parts) == 1):
            found[part.id] = wanted.text
            continue
        first_main = part.material in PROGRAMS or len(parts) == 1
        for text in (main, part.license) if first_main else (part.license, main):
            try:
                found[part.id] = parse(text or "").text
                break
            except InputError:
                continue
    return found


@dataclass
class Judge:
    """Judges what comes into the parts of one project; equal questions are asked once.

    Attributes:
        knowledge: What the verdicts rest on.
    """

    knowledge: Knowledge
    _ways: dict[tuple[str, str, Use, str], tuple[WayOut, ...]] = field(default_factory=dict)
    _wholes: dict[tuple[str, str, Use], Effective] = field(default_factory=dict)

    def verdict(self, inbound: str, outbound: str, use: Use) -> Verdict:
        """The advisor’s verdict.

        Raises:
            ExpressionError: One of the two is no licence expression.
        """
        return compatible(inbound, outbound, use, knowledge=self.knowledge)

    def matters(self, verdict: Verdict) -> bool:
        """Whether a verdict asks for more than to keep notices, which every index does."""
        if verdict.answer is Answer.YES:
            return False
        return not (verdict.answer is Answer.CONDITIONAL and self.permissive(verdict))

    def permissive(self, verdict: Verdict) -> bool:
        """What comes in beside the licence of the part may be taken as permissive, and goes in."""
        own = set(parse(verdict.outbound).ids)
        for alternative in parse(verdict.inbound).alternatives:
            others = {base_id(term) for term in alternative} - own
            found = [self.knowledge.licenses.get(one) for one in others]
            if not all(one is not None and one.category in _FREE for one in found):
                continue
            taken = self.verdict(" AND ".join(sorted(alternative)), verdict.outbound, verdict.use)
            if RANK[taken.answer] >= RANK[Answer.CONDITIONAL]:
                return True
        return False

    def whole(self, inbound: str, outbound: str, use: Use) -> Effective:
        """Licence of what is built of both."""
        key = (inbound, outbound, use)
        if key not in self._wholes:
            component = Component(inbound, inbound, use)
            self._wholes[key] = effective_license(outbound, (component,), self.knowledge)
        return self._wholes[key]

    def ways(self, verdict: Verdict, name: str, ecosystem: str, version: str) -> tuple[WayOut, ...]:
        """What would lead to a better answer, and what may take the place of a component."""
        row = find_component(name, self.knowledge, ecosystem=ecosystem) if name else None
        key = (verdict.inbound, verdict.outbound, verdict.use, row.id if row else "")
        if key not in self._ways:
            named = Named(name, verdict.inbound, row, (), "", version)
            self._ways[key] = all_ways(named, verdict, self.knowledge)
        return self._ways[key]


def dependency_conflicts(
    licensed: Iterable[Licensed], parts: Sequence[Part], outbounds: dict[str, str], judge: Judge
) -> tuple[Conflict, ...]:
    """Dependencies against the licence of each part that uses them, in the order they come.

    Args:
        licensed: Dependencies with their licences.
        parts: Of the project.
        outbounds: Id of a part to the licence that it goes out under; parts without one have no
            conflicts.
        judge: Asks the advisor.
    """
    by_part: dict[str, list[tuple[Licensed, Use]]] = defaultdict(list)
    for one in licensed:
        for part in parts_that_use(one, parts):
            use = use_of(one, part)
            # A tool works on the product and stays outside of it, whatever its licence is.
            if part.id in outbounds and use not in STAYS_OUTSIDE:
                by_part[part.id].append((one, use))
    found: list[Conflict] = []
    for part in parts:
        used = by_part.get(part.id, [])
        if not used:
            continue
        outbound = outbounds[part.id]
        without = _without_optional(used, outbound, judge)
        own = [
            conflict
            for one, use in used
            if (
                conflict := _dependency(
                    one, use, part, outbound=outbound, judge=judge, without=without
                )
            )
            is not None
        ]
        found += own
        found += _together(used, own, part, outbound, judge)
    return tuple(found)


def _without_optional(used: Sequence[tuple[Licensed, Use]], outbound: str, judge: Judge) -> str:
    """Licence of what is built without any optional component; empty when none fits."""
    if not any(one.dependency.component.optional for one, _ in used):
        return ""
    required = [_component(one, use) for one, use in used if not one.dependency.component.optional][
        :MAX_TOGETHER
    ]
    return effective_license(outbound, required, judge.knowledge).expression or ""


def _component(one: Licensed, use: Use) -> Component:
    return replace(one.dependency.component, license=one.found.license, use=use)


def _dependency(
    one: Licensed, use: Use, part: Part, *, outbound: str, judge: Judge, without: str
) -> Conflict | None:
    dependency, found = one.dependency, one.found
    component = dependency.component
    version = dependency.version or component.version
    places = tuple(
        f"{place.path}:{place.line}" if place.line else place.path for place in dependency.places
    )
    base = Conflict(
        id=conflict_id(part.id, Inbound.DEPENDENCY, dependency.purl or component.name),
        inbound_kind=Inbound.DEPENDENCY,
        component=component.name,
        inbound=found.license,
        outbound=outbound,
        part=part.id,
        use=use,
        affects=Affects.BINARY,
        answer=Answer.UNKNOWN,
        reason=words("dependencies.no_license", name=component.name),
        paths=tuple(sorted(set(places) or {component.declared_in})),
        optional=component.optional,
        without=without if component.optional else "",
        version=version,
        purl=dependency.purl or component.purl,
        license_source=str(found.source),
        reviewed=found.reviewed,
        notes=found.notes,
        direct=dependency.direct,
    )
    conflict = judged(base, judge, dependency.ecosystem)
    if conflict is None or not found.newest:
        return conflict
    # The stricter licence counts while the version is open; nothing that a version mends blocks.
    newest = judged(replace(base, inbound=found.newest), judge, dependency.ecosystem)
    if newest is not None and (newest.answer is not Answer.CONDITIONAL or newest.whole):
        return conflict
    condition = words("dependencies.newest", name=component.name, license=found.newest)
    conditions = (condition, *(newest.conditions if newest is not None else ()))
    return replace(conflict, answer=Answer.CONDITIONAL, conditions=conditions, whole="")


def judged(base: Conflict, judge: Judge, ecosystem: str = "") -> Conflict | None:
    """The conflict with its answer; None when what comes in simply fits.

    Args:
        base: What comes in, with ``unknown`` as its answer and the reason for that.
        judge: Asks the advisor.
        ecosystem: Type of package, to find the component in the catalogue.
    """
    if base.inbound is None:
        return base
    try:
        verdict = judge.verdict(base.inbound, base.outbound, base.use)
    except ExpressionError as error:
        return replace(base, reason=str(error))
    if not judge.matters(verdict):
        return None
    reason = verdict.reasons[0] if verdict.reasons else None
    found = replace(
        base,
        inbound=parse(base.inbound).text,
        answer=verdict.answer,
        reason=reason.text if reason else base.reason,
        conditions=verdict.conditions,
        rows=tuple(dict.fromkeys(r.row for r in verdict.reasons if r.row)),
        basis=reason.basis if reason else "unknown",
        sources=_sources(verdict),
        disagreement=verdict.disagreement,
        whole=verdict.whole if verdict.whole != base.outbound else "",
        ways_out=judge.ways(verdict, base.component, ecosystem, base.version),
    )
    if verdict.answer is not Answer.NO or base.affects is Affects.SOURCE or base.use in OUTSIDE:
        return found
    effective = judge.whole(base.inbound, base.outbound, base.use)
    if effective.expression is None or RANK[effective.answer] < RANK[Answer.CONDITIONAL]:
        return found
    # Nothing stands against publishing the source; what is built of both has another licence.
    condition = words("dependencies.whole", whole=effective.expression, outbound=base.outbound)
    return replace(
        found,
        answer=Answer.CONDITIONAL,
        conditions=(condition, *effective.conditions),
        whole=effective.expression,
    )


def _sources(verdict: Verdict) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(s for reason in verdict.reasons for s in reason.sources))


def _together(
    used: Sequence[tuple[Licensed, Use]],
    own: Sequence[Conflict],
    part: Part,
    outbound: str,
    judge: Judge,
) -> Iterator[Conflict]:
    """Required dependencies that fit one by one and not all at once."""
    if any(c.answer is Answer.NO and not c.optional for c in own):
        return
    required = [
        (one, use)
        for one, use in used
        if not one.dependency.component.optional
        and one.found.license is not None
        and not one.found.newest
        and use not in SEPARATE
    ][:MAX_TOGETHER]
    effective = effective_license(
        outbound, [_component(one, use) for one, use in required], judge.knowledge
    )
    if effective.answer is not Answer.NO:
        return
    texts = [reason.text for reason in effective.because]
    yield Conflict(
        id=conflict_id(part.id, Inbound.TOGETHER, outbound),
        inbound_kind=Inbound.TOGETHER,
        component="",
        inbound=None,
        outbound=outbound,
        part=part.id,
        use=Use.STATIC_LINK,
        affects=Affects.BINARY,
        answer=Answer.NO,
        reason=texts[0] if texts else "",
        conditions=(),
        paths=tuple(sorted({p.path for one, _ in required for p in one.dependency.places})),
        rows=tuple(dict.fromkeys(r.row for r in effective.because if r.row)),
        basis=effective.because[0].basis if effective.because else "unknown",
        sources=tuple(dict.fromkeys(s for r in effective.because for s in r.sources)),
        notes=tuple(texts[1:]),
    )


def conflict_id(*parts: str) -> str:
    """A short id that is the same for the same question in every scan."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:12]
