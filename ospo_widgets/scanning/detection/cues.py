# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What stands around a name and tells how it is meant: ``data/detection/cues.yaml``, compiled."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from ospo_widgets.scanning.detection.rules import Pattern, compile_rule, load_rules


@dataclass(frozen=True, slots=True)
class Cues:
    """Expressions by what they tell; the data says what each is matched on."""

    version_after: Pattern
    version_before: Pattern
    version_tail: Pattern
    later: Pattern
    only: Pattern
    key: Pattern
    loose_grant: Pattern
    grant: Pattern
    close_grant: Pattern
    refers: Pattern
    referred: Pattern
    file_before: Pattern
    denied: Pattern
    denied_after: Pattern
    granted_after: Pattern
    heading: Pattern
    file_after: Pattern
    linked: Pattern
    no_choice: Pattern
    separator: Pattern
    choice_between: Pattern
    choice_apart: Pattern
    or_before: Pattern
    choice_around: Pattern


@cache
def cues() -> Cues:
    """All cues, read and compiled when they are first needed."""
    rows = load_rules("cues")["cues"]
    return Cues(**{f.name: compile_rule("".join(rows[f.name])) for f in fields(Cues)})
