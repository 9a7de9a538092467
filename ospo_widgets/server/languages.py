# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which language a visitor reads: the address says, else the switch, else the browser, else we."""

from __future__ import annotations

import re
import string
from urllib.parse import quote

from tornado.web import RequestHandler

from ospo_widgets.wording import DEFAULT_LANGUAGE, language, languages

COOKIE = "ospo-lang"
"""What the person chose with the switch in the header; written by ``frame/language.js``."""

VARIES = "Accept-Encoding, Accept-Language, Cookie"
"""What pages without a session depend on beside their address."""

_HEADER_CHARACTERS = 1_000
"""As much of a header as is read; browsers send a few dozen."""

_RANGE = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([\d.]{1,6})\s*)?")


def best_of(header: str, house: str = DEFAULT_LANGUAGE) -> str:
    """The one of our languages that a browser likes best.

    ``fr-CH`` is as good as ``fr`` for us, as we have one of each. What cannot be read is left out.

    Args:
        header: ``Accept-Language`` as in RFC 9110, section 12.5.4.
        house: Language of those who take any (``*``).

    Returns:
        English when it names none of ours; empty when there is nothing to read in it.
    """
    liked: dict[str, float] = {}
    for part in header[:_HEADER_CHARACTERS].split(","):
        if (found := _RANGE.fullmatch(part)) and (quality := _quality(found[2])) is not None:
            code = found[1].lower()
            liked[code] = max(quality, liked.get(code, 0.0))
    if not liked:
        return ""
    # The order decides between equals: as the browser names them, then that of the house.
    order = [code for code in liked if code in languages()]
    order += [code for code in dict.fromkeys((house, *languages())) if code not in order]
    best = max(order, key=lambda code: liked.get(code, liked.get("*", 0.0)))
    return best if liked.get(best, liked.get("*", 0.0)) > 0 else DEFAULT_LANGUAGE


def _quality(text: str | None) -> float | None:
    """A weight from 0 to 1, 1 when none is given; None for nonsense."""
    try:
        found = 1.0 if text is None else float(text)
    except ValueError:
        return None
    return found if 0 <= found <= 1 else None


def language_for(handler: RequestHandler) -> str:
    """Language of a page: ``lang`` of its address, cookie, browser, ``OSPO_LANGUAGE``, English."""
    ours = languages()
    for said in (handler.get_query_argument("lang", ""), handler.get_cookie(COOKIE) or ""):
        if said in ours:
            return said
    return best_of(handler.request.headers.get("Accept-Language", ""), language()) or language()


def address_in_language(handler: RequestHandler, path: str) -> str:
    """Where a page of an app is in the visitor's language; empty when the visitor is there.

    The page and its session read the language from the address alone, so it has to be in it.

    Args:
        handler: Has the query, which is kept as it is.
        path: Where the page is on this server, known to be ours.
    """
    wanted = language_for(handler)
    if handler.get_query_arguments("lang") or {wanted, language()} == {DEFAULT_LANGUAGE}:
        return ""
    query = quote(handler.request.query.encode("latin-1"), safe=string.punctuation)
    return f"{path}?{query}{'&' if query else ''}lang={wanted}"
