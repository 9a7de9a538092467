# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files that are no text, told by their first bytes: programs, dumps, key stores, archives."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from ospo_widgets.scanning.hygiene.lists import lists, version
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Kind, Source

_ARCHIVES = (
    b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07", b"\xed\xab\xee\xdb", b"!<arch>\ndebian",
)  # fmt: skip
_MACH = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_OLDEST_JAVA = 45
_CORE = 4
"""Type of an ELF file that is a memory dump."""
_DER_KEY = re.compile(
    rb"\x30(?:[\x20-\x7f]|\x81.|\x82..)\x02\x01\x00(?:"
    rb"\x30.\x06(?:\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01|\x07\x2a\x86\x48\xce\x3d\x02\x01|"
    rb"\x03\x2b\x65[\x6e-\x71])|"
    rb"\x02(?:\x81[\x80-\xff]|\x82[\x01-\x08].|[\x40-\x7f])\x00?)",
    re.S,
)
"""A private key in DER: version 0, then an algorithm (PKCS#8) or a modulus (PKCS#1)."""
_PKCS12 = re.compile(rb"\x30(?:\x82..|\x83...|\x80)\x02\x01\x03\x30", re.S)


def kind_of(data: bytes) -> str:
    """What the first bytes say: ``program``, ``dump``, ``class``, ``archive``, or the id of a rule.

    Rules of secrets are ``keytab``, ``java-keystore``, ``pkcs12`` and ``der-private-key``.
    """
    if data.startswith(b"\x7fELF") and len(data) > 18:
        little = data[5] == 1
        return "dump" if data[16 if little else 17] == _CORE else "program"
    if data.startswith(b"\xca\xfe\xba\xbe") and len(data) > 8:
        # Java's classes and Apple's universal programs share these bytes.
        return "class" if data[7] >= _OLDEST_JAVA else "program"
    return next((kind for kind, holds in _KINDS if holds(data)), "")


def _is_keytab(data: bytes) -> bool:
    """The first entry has a sensible length, number of parts and length of the realm."""
    if len(data) < 20:
        return False
    length = int.from_bytes(data[2:6], "big", signed=True)
    parts = int.from_bytes(data[6:8], "big")
    realm = int.from_bytes(data[8:10], "big")
    inside = 0 < length <= len(data) - 6 and 1 <= parts <= 8 and 1 <= realm <= 255
    return inside and data[10 : 10 + realm].isascii()


_KINDS: tuple[tuple[str, Callable[[bytes], object]], ...] = (
    ("program", lambda d: d.startswith(_MACH) or (d.startswith(b"MZ") and b"PE\0\0" in d[:1024])),
    ("keytab", lambda d: d.startswith(b"\x05\x02") and _is_keytab(d)),
    ("java-keystore", lambda d: d.startswith(b"\xfe\xed\xfe\xed\0\0\0") and len(d) > 32),
    ("pkcs12", _PKCS12.match),
    ("der-private-key", _DER_KEY.match),
    ("archive", lambda d: d.startswith(_ARCHIVES) or d[257:262] == b"ustar"),
)
"""Forms in the order in which they are tried."""


def _examine(source: Source) -> list[str] | None:
    if source.kind is not Kind.BINARY:
        return None
    kind = kind_of(source.data)
    return [kind] if kind else None


@cache
def _others() -> frozenset[str]:
    return frozenset(map(str, lists().tree["other_endings"]))


def _wants(path: str) -> bool:
    dot = path.rfind(".", path.rfind("/") + 1)
    return dot < 0 or path[dot:].lower() not in _others()


def detector() -> Detector:
    """Files that are no text: one word a file, see :func:`kind_of`."""
    return Detector("binaries", version(1), _examine, (), _wants, binary=True)
