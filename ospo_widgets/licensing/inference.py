# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the attributes of two licences allow to say when no curated row speaks; marked inferred.

Each rule is careful: it says yes only to what permissive licences let everybody do, and unknown
wherever two licences both claim the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from ospo_widgets.knowledge import Answer, Category, License, Reach, Source
from ospo_widgets.project import Use

SEPARATE = frozenset({Use.AGGREGATE, Use.SUBPROCESS, Use.RUNTIME, Use.TOOL})
"""Uses in which the two stay works of their own."""
LINKED = frozenset({Use.STATIC_LINK, Use.DYNAMIC_LINK})
HARDWARE = frozenset({Use.INTERFACE, Use.TOOL_LIBRARY, Use.PART})

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
    return _open(inbound, outbound, use)


def _open(inbound: License, outbound: License, use: Use) -> Finding:
    if use in HARDWARE and inbound.category not in _FREE:
        return Finding(
            Answer.UNKNOWN, f"No reviewed source says how {inbound.id} counts in this use."
        )
    if inbound.category in _FREE:
        return _permissive(inbound, outbound)
    if inbound.category is Category.WEAK:
        return _weak(inbound, outbound, use)
    return _strong(inbound, outbound)


def _same(license_: License) -> Finding:
    if license_.category in _CLOSED:
        return Finding(
            Answer.CONDITIONAL,
            "The licence is the same on both sides, but it does not let everybody pass it on.",
            (f"What you do is within the terms of {license_.id}.",),
        )
    return Finding(Answer.YES, "The licence is the same on both sides.")


def _separate(inbound: License, use: Use) -> Finding:
    if inbound.category in _CLOSED:
        if use is Use.AGGREGATE:
            return Finding(
                Answer.UNKNOWN, f"No reviewed source says whether {inbound.id} may be passed on."
            )
        return Finding(
            Answer.CONDITIONAL,
            "Your work does not contain it, but others need it to use your work.",
            ("Do not hand it out; name it in the documentation.",),
        )
    if use in {Use.SUBPROCESS, Use.RUNTIME} and inbound.category in _CLAIMS_WHOLE:
        return Finding(
            Answer.CONDITIONAL,
            "A program of its own is a separate work when only data passes.",
            ("The two exchange data only, and you link none of its code.",),
        )
    return Finding(Answer.YES, "The two stay separate works, each under its own licence.")


def _closed(inbound: License, outbound: License) -> Finding:
    if inbound.category is Category.NONFREE and outbound.category not in _CLOSED:
        return Finding(
            Answer.NO,
            f"{inbound.id} sets limits on use that an open licence cannot pass on.",
        )
    return Finding(
        Answer.UNKNOWN, f"No reviewed source says what the terms of {inbound.id} mean here."
    )


def _permissive(inbound: License, outbound: License) -> Finding:
    if not inbound.materials & outbound.materials:
        return Finding(
            Answer.UNKNOWN,
            f"{inbound.id} and {outbound.id} were written for different kinds of work.",
        )
    if outbound.category is Category.CUSTOM:
        return Finding(
            Answer.UNKNOWN, f"No reviewed source says what the terms of {outbound.id} mean here."
        )
    if inbound.category is Category.PUBLIC_DOMAIN:
        return Finding(Answer.YES, "Its authors gave up their rights, so it may go anywhere.")
    if outbound.category is Category.PUBLIC_DOMAIN:
        return Finding(
            Answer.CONDITIONAL,
            "Its notice must stay, so the whole is not free of duties.",
            ("Keep its notice, and state both licences.",),
        )
    if outbound.category not in _FREE | {Category.NONFREE}:
        # Copyleft allows no further restriction, and a permissive licence may bring one
        # (advertising, patents): only a curated row can say that it does not.
        return Finding(
            Answer.UNKNOWN,
            f"No reviewed source says that {outbound.id} allows all terms of {inbound.id}.",
        )
    return Finding(
        Answer.YES, "Permissive: it may go into work under other terms, with its notice."
    )


def _weak(inbound: License, outbound: License, use: Use) -> Finding:
    if outbound.category in _CLAIMS_WHOLE | {Category.WEAK, Category.CUSTOM}:
        return Finding(
            Answer.UNKNOWN,
            f"No reviewed source says whether {inbound.id} and {outbound.id} agree.",
        )
    if use in LINKED:
        return Finding(
            Answer.CONDITIONAL,
            "Copyleft reaches the component itself, not the program that links it.",
            (f"The component and changes to it stay under {inbound.id}, with source.",),
        )
    if inbound.reach is Reach.FILE and use is Use.COPY:
        return Finding(
            Answer.CONDITIONAL,
            "Copyleft reaches its own files only.",
            (f"Its files stay under {inbound.id}, with source.",),
        )
    return Finding(Answer.NO, f"What is copied or changed stays under {inbound.id}.")


def _strong(inbound: License, outbound: License) -> Finding:
    if outbound.category in _CLAIMS_WHOLE or outbound.category is Category.CUSTOM:
        return Finding(
            Answer.UNKNOWN,
            f"{inbound.id} and {outbound.id} may both claim the whole; no reviewed source says.",
        )
    return Finding(Answer.NO, f"The whole would have to be under {inbound.id}.")
