# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Verdicts on millions of pairs: each distinct question is asked once."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ospo_widgets.knowledge import Answer
from ospo_widgets.licensing import ExpressionError, Verdict, compatible
from ospo_widgets.licensing.model import RANK
from ospo_widgets.portfolio.graph.licenses import CODE_NONE, CODE_UNKNOWN, FIRST_CODE, LicenseCodes
from ospo_widgets.portfolio.graph.uses import USES

Array = NDArray[Any]

ANSWERS: tuple[Answer, ...] = tuple(sorted(RANK, key=RANK.__getitem__))
"""Answers by code, the worst first: no, unknown, conditional, yes."""

ANSWER_CODES = RANK
"""Code of each answer."""

_TABLE = 4_000_000
"""Most distinct questions for which a table of all of them is made; else they are sorted."""


class Gap(StrEnum):
    """Why a verdict is unknown."""

    OWN_NONE = "own-none"
    """The repository states no licence."""
    OWN_UNKNOWN = "own-unknown"
    """Nobody could say which licence the repository has."""
    NEEDED_NONE = "dependency-none"
    """What it needs states no licence."""
    NEEDED_UNKNOWN = "dependency-unknown"
    """Nobody could say which licence it has."""
    UNDECIDED = "undecided"
    """Both licences are known, and no source decides the pair."""


class Judge:
    """Asks :func:`licensing.compatible` what codes of licences mean for each other.

    Args:
        licenses: What the codes stand for.
    """

    def __init__(self, licenses: LicenseCodes) -> None:
        self._licenses = licenses

    def verdict(self, inbound: int, outbound: int, use: int) -> Verdict | None:
        """The verdict with its reasons; None when one of the licences is not known."""
        if min(inbound, outbound) < FIRST_CODE:
            return None
        texts = self._licenses.texts
        try:
            return compatible(texts[inbound], texts[outbound], USES[use])
        except ExpressionError:
            return None

    def answer(self, inbound: int, outbound: int, use: int) -> int:
        """Code of the answer; unknown when one of the licences is not known."""
        verdict = self.verdict(inbound, outbound, use)
        return RANK[verdict.answer if verdict else Answer.UNKNOWN]

    def answers(self, inbound: Array, outbound: Array, use: Array) -> Array:
        """Codes of the answers to many questions.

        Args:
            inbound: Codes of the licences of what is used.
            outbound: Codes of the licences of the work that uses it.
            use: How, places in ``uses.USES``.
        """
        size = len(self._licenses)
        keys = (inbound.astype(np.int64) * size + outbound) * len(USES) + use
        if size * size * len(USES) <= _TABLE:
            asked = np.zeros(size * size * len(USES), dtype=bool)
            asked[keys] = True
            table = np.full(len(asked), RANK[Answer.UNKNOWN], dtype=np.int8)
            for key in np.flatnonzero(asked).tolist():
                table[key] = self._of_key(key)
            found: Array = table[keys]
            return found
        distinct, places = np.unique(keys, return_inverse=True)
        few = np.array([self._of_key(key) for key in distinct.tolist()], dtype=np.int8)
        spread: Array = few[places]
        return spread

    def _of_key(self, key: int) -> int:
        pair, use = divmod(key, len(USES))
        return self.answer(*divmod(pair, len(self._licenses)), use)


def gap(inbound: int, outbound: int) -> Gap:
    """Why the verdict on two licences is unknown; the repository's own gap comes first."""
    if outbound == CODE_NONE:
        return Gap.OWN_NONE
    if outbound == CODE_UNKNOWN:
        return Gap.OWN_UNKNOWN
    if inbound == CODE_NONE:
        return Gap.NEEDED_NONE
    return Gap.NEEDED_UNKNOWN if inbound == CODE_UNKNOWN else Gap.UNDECIDED
