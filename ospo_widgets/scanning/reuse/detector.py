# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The detector ``reuse``: licences, copyrights and contributors that each file states.

Its rows are lists of kind (``license``, ``copyright``, ``contributor``), text and line. A file at
which the library fails has one row of the kind ``error`` with the name of the exception.
"""

from __future__ import annotations

from collections.abc import Sequence

from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.reuse.extraction import prepare, tags_of
from ospo_widgets.scanning.worker.deadline import DeadlineError

NAME = "reuse"


def _examine(source: Source) -> Sequence[list[str | int]] | None:
    # What stands in a file that is here only in part is read again, see the tree.
    if not source.complete:
        return None
    try:
        return [list(tag) for tag in tags_of(source.data)]
    except DeadlineError:
        raise
    except Exception as error:
        # It matters only if nothing else speaks for the file, which the tree knows.
        return [["error", type(error).__name__, 1]]


def _every(_: str) -> bool:
    """Every file: which encoding it has, and so whether it is text, is for ``reuse`` to say."""
    return True


REUSE = Detector(NAME, 1, _examine, wants=_every, binary=True, prepare=prepare)
