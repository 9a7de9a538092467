# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The short cut of a person who has a licence in mind: ``Apache 2`` or ``MIT, CC-BY-4.0``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ospo_widgets.advice.model import UNKNOWN, Answers
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.expressions import parse
from ospo_widgets.wording import words

KNOWN = "known-license"
"""Id of the question that takes the licence, which is also its answer key."""

MAX_NAMED = 20
"""Most licences that a person may have in mind for one project."""

_SEPARATOR = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class KnownLicenses:
    """What a text names.

    Attributes:
        ids: Licences in the order of the text, each once.
        faults: What cannot be used, one sentence each, with the nearest name.
    """

    ids: tuple[str, ...]
    faults: tuple[str, ...] = ()


def short_cut(answers: Answers) -> str:
    """The licence that the person has in mind, as written; empty when there is none."""
    value = answers.get(KNOWN)
    if not isinstance(value, str) or value == UNKNOWN:
        return ""
    return value.strip()


def read_known(text: str, knowledge: Knowledge) -> KnownLicenses:
    """Licences named in a text: SPDX expressions or everyday names, separated by commas.

    Each licence of an expression is taken by itself: of ``MIT OR Apache-2.0`` both are weighed.
    """
    ids: dict[str, None] = {}
    faults: list[str] = []
    items = [item.strip() for item in _SEPARATOR.split(text) if item.strip()]
    if len(items) > MAX_NAMED:
        faults.append(words("advice.problem.known_many", limit=MAX_NAMED))
    for item in items[:MAX_NAMED]:
        if item in knowledge.licenses:
            ids[item] = None
            continue
        try:
            expression = parse(item)
        except InputError as error:
            faults.append(str(error))
            continue
        terms = {term for choice in expression.alternatives for term in choice}
        for license_id in expression.ids:
            # A licence with an exception is another licence: it needs a row of its own.
            whole = next((t for t in sorted(terms) if t.startswith(f"{license_id} WITH ")), "")
            if whole and whole not in knowledge.licenses:
                faults.append(words("advice.problem.known_exception", license=whole))
            elif (whole or license_id) in knowledge.licenses:
                ids[whole or license_id] = None
            else:
                faults.append(words("advice.problem.known_row", license=license_id))
    return KnownLicenses(tuple(ids), tuple(faults))


def known_ids(answers: Answers, knowledge: Knowledge) -> tuple[str, ...]:
    """Licences that the person has in mind; what cannot be read is left out."""
    text = short_cut(answers)
    return read_known(text, knowledge).ids if text else ()
