# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How long work says where it is, and how it is told to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of running work.

    Attributes:
        stage: Id of the step now, for example ``"read"``; its words are in the wording catalogue.
        done: Units finished in this stage.
        total: Units in all, ``0`` when not known yet.
        item: What is being worked on, for example a path; shown escaped.
        noticed: The worst thing seen so far, as a sentence; empty when there is none.
        facts: Small figures found so far (label, value), to show beside the bar.
    """

    stage: str
    done: int = 0
    total: int = 0
    item: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    noticed: str = ""


Report = Callable[[Progress], None]
"""Receives progress; called from the working thread, so it must be quick and thread-safe."""


class Cancel(Protocol):
    """Anything that can be asked whether to stop; ``threading.Event`` fits."""

    def is_set(self) -> bool:
        """True once the person asked to stop."""
        ...


def silent(_: Progress) -> None:
    """Report nothing."""
