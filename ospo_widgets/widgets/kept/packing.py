# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State as text for an address or a store: compressed, checked, and without secrets.

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

LINK_BYTES = 7_600
"""Longest query of ours, so that a whole address stays under 8,000 characters.

nginx takes 8,192 bytes for the first line of a request (``large_client_header_buffers``), Node.js,
on which JupyterHub's proxy runs, 16 KB for all of a request's head, in which the address may stand
twice. Tornado takes 64 KB.
"""

MAX_BYTES = 1024 * 1024
"""Largest state after unpacking; a longer one is an attack or a mistake."""


def pack(data: dict[str, Any]) -> str:
    """JSON data as text that needs no quoting in an address."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # What a browser typed may hold half a surrogate pair, which no other encoding has.
    raw = zlib.compress(plain.encode("utf-8", "surrogatepass"), 9)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


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
        data = json.loads(plain.decode("utf-8", "surrogatepass"))
    except (binascii.Error, ValueError, zlib.error, RecursionError):
        raise wrong from None
    if not isinstance(data, dict):
        raise wrong
    return data
