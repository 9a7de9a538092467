# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Two steps of the ``reuse`` library in a form that a hostile file cannot stall.

Results stay the same, but for white space of more than :data:`LONGEST_BLANK` characters inside
one notice, which is shortened: there the library's expressions need cubic time.
"""

from __future__ import annotations

import re

LONGEST_BLANK = 80
_BLANK = re.compile(r"[^\S\n]{%d,}" % (LONGEST_BLANK + 1))  # noqa: UP031 (braces)

Span = tuple[int, int]
"""Begin and end of a piece of text."""


def without_long_blanks(line: str) -> str:
    """``line`` with long runs of white space shortened."""
    return _BLANK.sub(lambda m: m.group()[:LONGEST_BLANK], line)


def kept_spans(text: str, start_tag: str, end_tag: str, inside: bool) -> tuple[list[Span], bool]:
    """What stands outside ignored blocks; a loop, where the library recurses.

    Args:
        text: Part of a file.
        start_tag: Text that begins an ignored block.
        end_tag: Text that ends it.
        inside: The text begins inside a block.

    Returns:
        The pieces outside blocks, and whether the text ends inside one.
    """
    kept: list[Span] = []
    at = 0
    while True:
        start, end = text.find(start_tag, at), text.find(end_tag, at)
        if start < 0 and inside:
            start = at
        if start < 0:
            kept.append((at, len(text)))
            return kept, False
        kept.append((at, start))
        end_of_block = end + len(end_tag)
        if end < 0 or end_of_block <= start:
            # An end before the start does not close it: look behind the start.
            end = text.find(end_tag, start + len(start_tag)) if end >= 0 else -1
            end_of_block = end + len(end_tag)
        if end < 0:
            return kept, True
        at, inside = end_of_block, False
