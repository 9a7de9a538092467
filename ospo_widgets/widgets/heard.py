# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a page's script says, read without trust: a browser may send anything in a message."""

from __future__ import annotations


def said(content: object, name: str) -> object:
    """A value of a message; None when there is none, or when the message has no names."""
    return content.get(name) if isinstance(content, dict) else None


def said_text(content: object, name: str) -> str:
    """A text of a message; empty for everything else."""
    value = said(content, name)
    return value if isinstance(value, str) else ""


def said_number(content: object, name: str) -> int:
    """A whole number of a message; -1 for everything else."""
    value = said(content, name)
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
