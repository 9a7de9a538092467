# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""All that can be said of the order of a folder of knowledge: problems, warnings, translations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ospo_widgets.knowledge.loader import check_folder
from ospo_widgets.knowledge.nodes import Problem
from ospo_widgets.knowledge.review import terms_of
from ospo_widgets.knowledge.source_rows import read_shelf
from ospo_widgets.knowledge.usage import usage_of
from ospo_widgets.knowledge.warnings import Translated, Warned, completeness, warnings_of
from ospo_widgets.resources import data_dir


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        problems: What makes the knowledge unusable, by file and line.
        warnings: What to look at.
        translated: How complete each language is.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Warned, ...]
    translated: tuple[Translated, ...]


def checked_folder(folder: Path, *, on: date) -> Checked:
    """Check a folder, laid over ours unless it is ours.

    Args:
        folder: Ours or an overlay.
        on: Today.

    Raises:
        InputError: There is no such folder.
    """
    problems = set(check_folder(folder))
    base = data_dir()
    overlay = None if folder.resolve() == base.resolve() else folder
    more: list[Problem] = []
    terms_of(base, overlay, more)
    shelf = read_shelf(base, overlay)
    problems |= set(more)
    known = {(p.file.rpartition("/")[2], p.line) for p in problems}
    # The loader names broken files that it reads; here are those that only the scan reads.
    problems |= {p for p in shelf.problems if (p.file.rpartition("/")[2], p.line) not in known}
    warned = warnings_of(shelf, usage_of(shelf), on=on)
    return Checked(tuple(sorted(problems)), warned, completeness(shelf))
