# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One file as shapes look at it: bytes, text and what the text parses to, each worked out once.

Whatever is in the file, asking for text or a parsed value never raises: what cannot be read is
None. Sizes are limited before anything is read.
"""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.importing.encodings import Decoded, decoded
from ospo_widgets.portfolio.importing.json_text import ParsedJson, parse_json
from ospo_widgets.wording import number, words

MAX_BYTES = 512_000_000
"""Largest file that is read, compressed or not: some 100,000 repositories of a forge."""

MAX_YAML = 4_000_000
"""Largest YAML or TOML text that is parsed, characters; metadata files are far smaller."""

MAX_ALIASES = 100
"""Most YAML aliases; more of them are an attack on memory."""

MAX_DEPTH = 100
"""Deepest nesting of YAML."""

_GZIP = b"\x1f\x8b"
_LOOKED_AT = 4_096


class Document:
    """A file that somebody wants to take into the portfolio.

    Attributes:
        name: Name of the file, without folders; never used as a path.
        data: Its bytes, unpacked when it was gzip.
        kept: What shapes found out about the file and need again when they read it.
    """

    def __init__(self, name: str, data: bytes) -> None:
        """Keep the bytes; nothing is parsed yet.

        Args:
            name: Name that people know the file by; folders are cut off.
            data: Content, at most ``MAX_BYTES``.

        Raises:
            InputError: It is larger than ``MAX_BYTES``, or a gzip file that is broken.
        """
        shown = name.replace("\\", "/").rpartition("/")[2]
        self.name = visible(shown)[:200] or "file"
        _check_size(self.name, len(data))
        self.data = _unpacked(self.name, data) if data.startswith(_GZIP) else data
        self.kept: dict[str, Any] = {}

    @property
    def suffix(self) -> str:
        """End of the name in lower case, with its dot (``.json``); ``.gz`` does not count."""
        return Path(self.name.lower().removesuffix(".gz")).suffix

    @cached_property
    def decoded(self) -> Decoded | None:
        """Text and how its bytes were read; None for binary content."""
        return decoded(self.data)

    @property
    def text(self) -> str | None:
        """Text of the file; None for binary content (a workbook, a Parquet file)."""
        return self.decoded.text if self.decoded else None

    @cached_property
    def parsed(self) -> ParsedJson | None:
        """JSON with what had to be left out of it; None when it is no JSON."""
        text = self.text
        if text is None or text[:_LOOKED_AT].lstrip()[:1] not in {"{", "["}:
            return None
        return parse_json(text)

    @property
    def json(self) -> Any:
        """What the JSON holds: a dictionary or a list; None when it is no JSON.

        Several values one after the other (JSON lines, pages of an API) are one list. Of a file
        that ends in the middle the whole items are there; ``parsed`` says so.
        """
        return self.parsed.value if self.parsed else None

    @cached_property
    def yaml(self) -> Any:
        """What safe YAML gives; None when it is none, or something else than a mapping or list."""
        text = self.text
        if text is None or len(text) > MAX_YAML:
            return None
        return _safe_yaml(text)

    @cached_property
    def toml(self) -> dict[str, Any] | None:
        """What TOML gives; None when it is none."""
        text = self.text
        if text is None or len(text) > MAX_YAML:
            return None
        try:
            return tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError):
            return None


def open_document(path: Path, name: str = "") -> Document:
    """Read a file.

    Args:
        path: File to read.
        name: Name that people know it by; that of the path when empty.

    Raises:
        InputError: It cannot be read or is too large.
    """
    shown = visible(name or path.name)[:200]
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(words("importing.file.missing", file=shown)) from None
    except IsADirectoryError:
        raise InputError(words("importing.file.folder", file=shown)) from None
    except (OSError, ValueError):
        raise InputError(words("importing.file.unreadable", file=shown)) from None
    return Document(shown, data)


def _check_size(name: str, size: int) -> None:
    if size > MAX_BYTES:
        most = number(MAX_BYTES // 1_000_000)
        raise InputError(words("importing.file.large", file=name, most=most))


def _unpacked(name: str, data: bytes) -> bytes:
    """Content of a gzip file, of several members one after the other too."""
    import zlib

    found: list[bytes] = []
    size = 0
    while data:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            part = unpacker.decompress(data, MAX_BYTES + 1 - size)
        except zlib.error:
            raise InputError(words("importing.file.gzip", file=name)) from None
        size += len(part)
        _check_size(name, size)
        if not unpacker.eof:  # the end is missing, and nothing says what stood there
            raise InputError(words("importing.file.gzip", file=name))
        found.append(part)
        data = unpacker.unused_data.lstrip(b"\0")
    return b"".join(found)


def _safe_yaml(text: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if not _is_tame(yaml.parse(text, loader)):
            return None
        value = yaml.load(text, Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError, TypeError, OverflowError):
        return None
    return value if isinstance(value, dict | list) else None


def _is_tame(events: Any) -> bool:
    """Whether YAML is neither nested deeply nor full of aliases; stops at the first excess."""
    import yaml

    depth = aliases = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        if depth > MAX_DEPTH or aliases > MAX_ALIASES:
            return False
    return True
