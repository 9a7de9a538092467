# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Replaces three functions of the ``reuse`` library by ones that a hostile file cannot stall.

Results stay the same, but for white space of more than :data:`LONGEST_BLANK` characters inside
one notice, which is shortened: there the library's expressions need cubic time.
"""

from __future__ import annotations

import importlib
import io
import re
from typing import Any, BinaryIO

from ospo_widgets.scanning.settings import ScanSettings

LONGEST_BLANK = 80
_BLANK = re.compile(r"[^\S\n]{%d,}" % (LONGEST_BLANK + 1))  # noqa: UP031 (braces)
_CANDIDATE = re.compile(r"SPDX-|Copyright|\u00a9")


def without_long_blanks(text: str) -> str:
    """``text`` with long runs of white space inside a line shortened."""
    if not _BLANK.search(text):
        return text
    return "\n".join(
        _BLANK.sub(lambda m: m.group()[:LONGEST_BLANK], line) if _CANDIDATE.search(line) else line
        for line in text.split("\n")
    )


def filter_ignored(text: str, start_tag: str, end_tag: str, inside: bool) -> tuple[str, bool]:
    """Leave out what stands between the tags; a loop, where the library recurses.

    Args:
        text: Part of a file.
        start_tag: Text that begins an ignored block.
        end_tag: Text that ends it.
        inside: The text begins inside a block.

    Returns:
        The text outside blocks, and whether it ends inside one.
    """
    kept: list[str] = []
    while True:
        start, end = text.find(start_tag), text.find(end_tag)
        if start < 0 and inside:
            start = 0
        if start < 0:
            kept.append(text)
            return "".join(kept), False
        kept.append(text[:start])
        end_of_block = end + len(end_tag)
        if end < 0 or end_of_block <= start:
            # An end before the start does not close it: look behind the start.
            end = text.find(end_tag, start + len(start_tag)) if end >= 0 else -1
            end_of_block = end + len(end_tag)
        if end < 0:
            return "".join(kept), True
        text, inside = text[end_of_block:], False


class _Capped(io.RawIOBase):
    """The first bytes of a file, with the few methods that the library calls."""

    def __init__(self, source: BinaryIO, limit: int) -> None:
        self._source = source
        self._limit = limit
        self.name = source.name

    def read(self, size: int = -1, /) -> bytes:
        left = max(0, self._limit - self._source.tell())
        return self._source.read(left if size < 0 else min(size, left))

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        return self._source.tell()


def install_guards(settings: ScanSettings) -> set[str]:
    """Put the guards into the library's modules.

    Returns:
        A set to which the name of each file is added that was read only in part.
    """
    modules = {name: importlib.import_module(f"reuse.{name}") for name in ("extract", "project")}
    extract: Any = modules["extract"]
    project: Any = modules["project"]

    original_extract = getattr(extract.extract_reuse_info, "original", extract.extract_reuse_info)
    original_file = getattr(project.reuse_info_of_file, "original", project.reuse_info_of_file)
    over_cap: set[str] = set()

    def extract_reuse_info(text: str) -> Any:
        return original_extract(without_long_blanks(text) if _CANDIDATE.search(text) else "")

    def filter_ignore_block(text: str, in_ignore_block: bool = False) -> Any:
        start, end = extract.REUSE_IGNORE_START, extract.REUSE_IGNORE_END
        return extract.FilterBlock(*filter_ignored(text, start, end, in_ignore_block))

    def reuse_info_of_file(fp: BinaryIO, *args: Any, **options: Any) -> Any:
        capped = _Capped(fp, settings.max_text)
        found = original_file(capped, *args, **options)
        if fp.tell() >= settings.max_text and fp.read(1):
            over_cap.add(str(fp.name))
        return found

    extract_reuse_info.original = original_extract  # type: ignore[attr-defined]
    reuse_info_of_file.original = original_file  # type: ignore[attr-defined]
    extract.extract_reuse_info = extract_reuse_info
    extract.filter_ignore_block = filter_ignore_block
    project.reuse_info_of_file = reuse_info_of_file
    return over_cap
