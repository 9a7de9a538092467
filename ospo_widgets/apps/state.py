# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State in an address: compressed, checked, and without secrets.

The same text carries a project from the scan into the advisor and keeps an app's answers in the
link of its page.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.wording import words

LINK_BYTES = 12 * 1024
"""Longest state that goes into an address; proxies commonly allow 16 KB for a request's head."""

MAX_BYTES = 1024 * 1024
"""Largest state after unpacking; a longer one is an attack or a mistake."""


def pack(data: dict[str, Any]) -> str:
    """JSON data as text that needs no quoting in an address."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(zlib.compress(plain.encode(), 9)).decode().rstrip("=")


def unpack(text: str) -> dict[str, Any]:
    """What :func:`pack` packed.

    Raises:
        InputError: The text was cut, changed, or is too large.
    """
    wrong = InputError(words("common.link.broken"), remedy=words("common.link.broken_remedy"))
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        inflater = zlib.decompressobj()
        plain = inflater.decompress(raw, MAX_BYTES)
        if inflater.unconsumed_tail or not inflater.eof:
            raise wrong
        data = json.loads(plain)
    except (binascii.Error, ValueError, zlib.error, RecursionError):
        raise wrong from None
    if not isinstance(data, dict):
        raise wrong
    return data
