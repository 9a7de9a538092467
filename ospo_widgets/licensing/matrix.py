# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What published matrices say of a pair of licences, and of which uses they may speak.

A matrix answers one question: may material under one licence be copied into work that is handed out
under another? It knows nothing of linking, of separate programs, of data or of designs.
"""

from __future__ import annotations

from dataclasses import dataclass

from ospo_widgets.knowledge import Category, License, Reach
from ospo_widgets.knowledge.matrices import Matrix, MatrixAnswer, load_matrices
from ospo_widgets.project import Use

ONE_WORK = frozenset({Use.COPY, Use.ADAPTATION, Use.MODIFY, Use.STATIC_LINK, Use.DYNAMIC_LINK})
"""Uses in which the two become one work of software."""

_CLAIMS_WHOLE = frozenset({Category.STRONG, Category.NETWORK})


@dataclass(frozen=True, slots=True)
class MatrixVerdict:
    """Answer of one matrix for a pair.

    Attributes:
        says: Its answer.
        matrix: The matrix, with its source.
    """

    says: MatrixAnswer
    matrix: Matrix


def matrix_verdict(inbound: str, outbound: str) -> MatrixVerdict | None:
    """What the first matrix that has both licences says; None when none has.

    Args:
        inbound: SPDX id, perhaps with an exception, of what is copied.
        outbound: The same of the work that it is copied into.
    """
    for matrix in load_matrices():
        says = matrix.says(inbound, outbound)
        if says is not None:
            return MatrixVerdict(says, matrix)
    return None


def speaks_of(verdict: MatrixVerdict, inbound: License, outbound: License, use: Use) -> bool:
    """Whether an answer about copying holds for this use as well.

    It holds where the two become one work. A “no” for a weak copyleft licence is only about its own
    code: a program that links it, or that holds its files apart, may have other terms, unless the
    licence of that program claims the whole.
    """
    if use not in ONE_WORK:
        return False
    if verdict.says is not MatrixAnswer.NO or inbound.category is not Category.WEAK:
        return True
    if outbound.category in _CLAIMS_WHOLE or use is Use.MODIFY:
        return True
    return use in {Use.COPY, Use.ADAPTATION} and inbound.reach is not Reach.FILE
