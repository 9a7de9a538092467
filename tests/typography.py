# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How a language sets its signs: what is wrong with a text, for tests of all texts."""

from __future__ import annotations

import re

NOT_PROSE = re.compile(r"https?://\S*|\{[^}]*\}|\b(?:SPDX-[\w-]+|Signed-off-by):")
"""Addresses, placeholders and the tags of headers and commits: signs mean something else there."""
BREAKING_SPACE = re.compile(r" [:;?!»%]|« ")
NO_SPACE = re.compile(r"[^\s][;?!»]|[^\s]:(?=\s|$)|«[^\s]")
ENGLISH_SIGN = re.compile(r"\w'|\.\.\.|[“”]")


def french_faults(text: str) -> list[str]:
    """What French typography does not allow in a text, empty when there is nothing.

    A space that does not break stands before ``: ; ? ! » %`` and after ``«``; the apostrophe is
    ``’``, the ellipsis ``…`` and quotes are ``« »``.
    """
    prose = NOT_PROSE.sub("x", text)
    faults = [f"a space that breaks: {m.group()!r}" for m in BREAKING_SPACE.finditer(prose)]
    faults += [f"no space: {m.group()!r}" for m in NO_SPACE.finditer(prose)]
    faults += [f"an English sign: {m.group()!r}" for m in ENGLISH_SIGN.finditer(prose)]
    return faults


FAULTS = {"fr": french_faults}
"""Languages whose typography is known, to what is wrong with a text."""
