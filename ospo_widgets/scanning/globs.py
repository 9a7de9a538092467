# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

r"""Globs as in ``REUSE.toml``: ``*`` within one folder, ``**`` across folders, ``\`` escapes.

Source: REUSE specification 3.3, section on REUSE.toml, “path”.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import re2


def expression(glob: str) -> str:
    """The glob as a regular expression for the whole path; a folder means all that is in it."""
    pieces: list[str] = []
    i = 0
    text = f"{glob}**" if glob.endswith("/") else glob
    while i < len(text):
        if text[i] == "\\" and i + 1 < len(text):
            pieces.append(re2.escape(text[i + 1]))
            i += 2
        elif text.startswith("**", i):
            pieces.append(".*")
            i += 2
        elif text[i] == "*":
            pieces.append("[^/]*")
            i += 1
        else:
            pieces.append(re2.escape(text[i]))
            i += 1
    return "".join(pieces)


def matcher(globs: Sequence[str]) -> Callable[[str], bool]:
    """A function that tells whether a path fits one of the globs; with none, nothing fits."""
    if not globs:
        return lambda _: False
    options = re2.Options()
    options.dot_nl = True
    options.log_errors = False
    compiled = re2.compile("|".join(f"(?:{expression(glob)})" for glob in globs), options)
    return lambda path: compiled.fullmatch(path) is not None
