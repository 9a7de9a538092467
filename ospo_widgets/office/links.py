# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Links that open a mail program with a letter begun (RFC 6068)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

MAX_LINK = 1800
"""Longest link, in characters; some mail programs and browsers stop at about 2,000."""

MAX_SUBJECT = 400
"""Longest subject in a link, encoded; the draft has all of it."""


def mail_link(to: Sequence[str], subject: str, body: str, *, cut: str = "…") -> str:
    """A link that opens a mail program.

    Args:
        to: Mail addresses; empty where the person fills them in.
        subject: Subject on one line.
        body: Text.
        cut: What stands at the end of a text that had to be cut.

    Returns:
        At most :data:`MAX_LINK` characters, and never half a character.
    """
    start = f"mailto:{','.join(quote(address, safe='@.-_+') for address in to)}"
    start += f"?subject={_percent_upto(subject, MAX_SUBJECT)}&body="
    link = start + _percent(body)
    if len(link) <= MAX_LINK:
        return link
    end = _percent(cut)
    return start + _percent_upto(body, MAX_LINK - len(start) - len(end)) + end


def _percent(value: str) -> str:
    """Percent-encoded, with the line breaks that RFC 6068 asks for."""
    return quote("\r\n".join(value.split("\n")), safe="", errors="replace")


def _percent_upto(value: str, room: int) -> str:
    """The longest beginning whose encoding fits; never half a character."""
    low, high = 0, len(value)
    while low < high:
        middle = (low + high + 1) // 2
        if len(_percent(value[:middle])) <= room:
            low = middle
        else:
            high = middle - 1
    return _percent(value[:low].rstrip())
