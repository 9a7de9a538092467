# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the attributes of two licences allow to say when no other source speaks; marked inferred.

Each rule is careful: it says yes only to what permissive licences let everybody do, and unknown
wherever two licences both claim the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from ospo_widgets.knowledge import Answer, Category, License, Reach, Source
from ospo_widgets.project import Use
from ospo_widgets.wording import words

SEPARATE = frozenset({Use.AGGREGATE, Use.SUBPROCESS, Use.RUNTIME, Use.TOOL})
"""Uses in which the two stay works of their own."""
LINKED = frozenset({Use.STATIC_LINK, Use.DYNAMIC_LINK})
"""Uses that make one program without mixing source files: the source may keep its own licence and
what is handed out follows the stricter one (HSF-TN-2016-01)."""
MERGED = frozenset({Use.COPY, Use.ADAPTATION})
"""Uses that bring some of the text into files of the other work."""
HARDWARE = frozenset({Use.INTERFACE, Use.TOOL_LIBRARY, Use.PART})
"""Uses of designs that meet at a boundary: nothing of one is copied into the other."""

_FREE = frozenset({Category.PUBLIC_DOMAIN, Category.PERMISSIVE})
_CLAIMS_WHOLE = frozenset({Category.STRONG, Category.NETWORK})
_CLOSED = frozenset({Category.NONFREE, Category.CUSTOM})


@dataclass(frozen=True, slots=True)
class Finding:
    """Outcome of a rule: answer, sentence, conditions and the licences’ own sources."""

    answer: Answer
    text: str
    conditions: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    whole: str = ""


def infer(inbound: License, outbound: License, use: Use) -> Finding:
    """What follows for a pair from its attributes alone."""
    found = _rule(inbound, outbound, use)
    sources = inbound.provenance.sources if found.answer is not Answer.UNKNOWN else ()
    return Finding(found.answer, found.text, found.conditions, sources, found.whole)


def _rule(inbound: License, outbound: License, use: Use) -> Finding:
    if use in SEPARATE:
        return _separate(inbound, use)
    if inbound.id == outbound.id:
        return _same(inbound)
    if inbound.category in _CLOSED:
        return _closed(inbound, outbound)
    if inbound.category in _FREE:
        return _permissive(inbound, outbound)
    return _copyleft(inbound, outbound, use)


def _copyleft(inbound: License, outbound: License, use: Use) -> Finding:
    if use in HARDWARE:
        return _unknown("inference.hardware.open", license=inbound.id)
    if inbound.category is Category.WEAK:
        return _weak(inbound, outbound, use)
    return _strong(inbound, outbound)


def _unknown(key: str, **values: str) -> Finding:
    return Finding(Answer.UNKNOWN, words(key, **values))


def _conditional(key: str, condition: str, license_id: str) -> Finding:
    return Finding(Answer.CONDITIONAL, words(key), (words(condition, license=license_id),))


def _same(license_: License) -> Finding:
    if license_.category in _CLOSED:
        return _conditional("inference.same.limited", "inference.same.within", license_.id)
    return Finding(Answer.YES, words("inference.same.open"))


def _separate(inbound: License, use: Use) -> Finding:
    if inbound.category not in _CLOSED:
        text = "inference.separate.apart"
        if use in {Use.SUBPROCESS, Use.RUNTIME} and inbound.category in _CLAIMS_WHOLE:
            text = "inference.separate.data"
        return Finding(Answer.YES, words(text))
    if use is Use.AGGREGATE:
        return _unknown("inference.separate.passed-on", license=inbound.id)
    return _conditional(
        "inference.separate.needed", "inference.separate.not-handed-out", inbound.id
    )


def _closed(inbound: License, outbound: License) -> Finding:
    if inbound.category is Category.NONFREE and outbound.category not in _CLOSED:
        return Finding(Answer.NO, words("inference.closed.limits", license=inbound.id))
    return _unknown("inference.closed.terms", license=inbound.id)


def _permissive(inbound: License, outbound: License) -> Finding:
    both = {"inbound": inbound.id, "outbound": outbound.id}
    if not inbound.materials & outbound.materials:
        return _unknown("inference.permissive.other-kind", **both)
    if outbound.category is Category.CUSTOM:
        return _unknown("inference.closed.terms", license=outbound.id)
    if inbound.category is Category.PUBLIC_DOMAIN:
        return Finding(Answer.YES, words("inference.permissive.given-up"))
    if outbound.category is Category.PUBLIC_DOMAIN:
        return _conditional(
            "inference.permissive.into-given-up", "inference.permissive.both", inbound.id
        )
    if outbound.category not in _FREE | {Category.NONFREE}:
        # Copyleft allows no further restriction, and a permissive licence may bring one
        # (advertising, patents): only a row or a matrix can say that it does not.
        return _unknown("inference.permissive.copyleft", **both)
    return Finding(Answer.YES, words("inference.permissive.any"))


def _weak(inbound: License, outbound: License, use: Use) -> Finding:
    if outbound.category in _CLAIMS_WHOLE | {Category.WEAK, Category.CUSTOM}:
        return _unknown("inference.weak.agree", inbound=inbound.id, outbound=outbound.id)
    by_file = inbound.reach is Reach.FILE
    if use in LINKED:
        return _conditional("inference.weak.linked", "inference.weak.component", inbound.id)
    if by_file and use in MERGED | {Use.DESIGN}:
        return _conditional("inference.weak.files", "inference.weak.own-files", inbound.id)
    if use is Use.DESIGN:
        return _unknown("inference.weak.gateware", license=inbound.id)
    return Finding(Answer.NO, words("inference.weak.stays", license=inbound.id))


def _strong(inbound: License, outbound: License) -> Finding:
    if outbound.category in _CLAIMS_WHOLE or outbound.category is Category.CUSTOM:
        return _unknown("inference.strong.both", inbound=inbound.id, outbound=outbound.id)
    return Finding(Answer.NO, words("inference.strong.whole", license=inbound.id))
