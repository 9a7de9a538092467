# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the ``reuse`` tool takes: its licence ids, TOML strings, comments by file type.

Shared by the release kit and the fix of a scan, which both write headers and ``REUSE.toml``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_WORD = re.compile(r"[A-Za-z0-9.:+-]+")
_OPERATORS = frozenset({"AND", "OR", "WITH"})

ALSO: Mapping[str, str] = {
    ".f95": ".f90",
    ".icc": ".hpp",
    ".lpf": ".py",
    ".pcf": ".py",
    ".qpf": ".py",
    ".qsf": ".py",
    ".sdc": ".py",
    ".sv": ".cpp",
    ".svh": ".cpp",
    ".ucf": ".py",
    ".vh": ".cpp",
    ".vhd": ".hs",
    ".vhdl": ".hs",
    ".xdc": ".py",
}
"""File types of gateware and the like that ``reuse`` does not list, to one with the same comments
(VHDL ``--``, SystemVerilog ``//``, constraint files ``#``). ``reuse`` reads them all the same."""


def tool_id(license_id: str) -> str:
    """An id as ``reuse`` takes it: a licence that its list is too old for gets ``LicenseRef-``."""
    from reuse._licenses import EXCEPTION_MAP, LICENSE_MAP

    custom = license_id.startswith(("LicenseRef-", "DocumentRef-", "AdditionRef-"))
    known = license_id.removesuffix("+") in LICENSE_MAP or license_id in EXCEPTION_MAP
    return license_id if custom or known else f"LicenseRef-{license_id}"


def tool_expression(expression: str) -> str:
    """A licence expression in which every id is one that ``reuse`` takes."""
    return _WORD.sub(
        lambda word: word[0] if word[0] in _OPERATORS else tool_id(word[0]), expression
    )


def toml_text(text: str) -> str:
    """A TOML basic string: JSON escapes are a subset of TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
