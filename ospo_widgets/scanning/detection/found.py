# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What one layer found, in places of the normal form; made into matches at the end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Found:
    """A licence at a place of a text in normal form.

    Attributes:
        start: First position.
        end: Position after the last one.
        expression: SPDX expression.
        kind: As in :class:`~ospo_widgets.scanning.detection.model.Match`.
        confidence: As there.
        rule: As there.
        family: Family of the name, empty for texts and tags.
        versioned: A version was named, or the licence has none.
        choice: It is offered as one of several: the next one in the text may be taken instead.
        long: A whole licence text rather than a notice.
    """

    start: int
    end: int
    expression: str
    kind: str
    confidence: int
    rule: str
    family: str = ""
    versioned: bool = True
    choice: bool = False
    long: bool = False
