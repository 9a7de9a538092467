# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which language a visitor reads: the address says, else the switch, else the browser, else we."""

from __future__ import annotations

import string
from urllib.parse import quote

from tornado.web import RequestHandler

from ospo_widgets.wording import DEFAULT_LANGUAGE, best_language, language, languages

COOKIE = "ospo-lang"
"""What the person chose with the switch in the header; written by ``frame/language.js``."""

VARIES = "Accept-Encoding, Accept-Language, Cookie"
"""What pages without a session depend on beside their address."""


def language_for(handler: RequestHandler) -> str:
    """Language of a page: ``lang`` of its address, cookie, browser, ``OSPO_LANGUAGE``, English."""
    ours = languages()
    for said in (handler.get_query_argument("lang", ""), handler.get_cookie(COOKIE) or ""):
        if said in ours:
            return said
    return (
        best_language(handler.request.headers.get("Accept-Language", ""), language()) or language()
    )


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
