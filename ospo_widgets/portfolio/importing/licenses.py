# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences as lists and platforms name them: SPDX expressions and everyday names, never guesses."""

from __future__ import annotations

import re
from functools import lru_cache

from ospo_widgets.portfolio.families import normal_expression
from ospo_widgets.portfolio.fields import parse

_OPERATOR = re.compile(r"(\s+(?:AND|OR|WITH)\s+|[()])", re.IGNORECASE)
_REFERENCE = re.compile(r"(DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+")
_LONGEST = 400


@lru_cache(maxsize=8_192)
def read_license(text: str) -> str | None:
    """The licence that a text names.

    Every id must be one of SPDX, a ``LicenseRef``, or an everyday name that leaves neither version
    nor variant open (“Apache License, Version 2.0”, but not “GPL”).

    Args:
        text: SPDX expression or name.

    Returns:
        SPDX expression; empty when the text says that there is none; None when it says nothing,
        or only that there is a licence that nobody recognised.

    Raises:
        ValueError: It is no licence that we know.
    """
    plain = " ".join(text.split())
    if len(plain) > _LONGEST or not plain.isprintable():
        raise ValueError("license")
    stated = _stated(plain)
    if not stated:
        return stated
    if one := _known(plain):
        return one
    pieces = _OPERATOR.split(plain)
    if len(pieces) == 1:
        raise ValueError("license")
    spelled = [p if n % 2 or not p.strip() else _term(p.strip()) for n, p in enumerate(pieces)]
    found = parse("license", "".join(spelled))
    return found if isinstance(found, str) else None


def _stated(text: str) -> str | None:
    """None where a text says nothing, empty where it says that there is no licence, else itself."""
    try:
        found = parse("license", text)
    except ValueError:
        return text
    return text if found else None if found is None else ""


def _term(name: str) -> str:
    found = _known(name)
    if not found:
        raise ValueError("license")
    return found


def _known(name: str) -> str:
    """SPDX id of a licence or an exception, empty when nothing knows exactly this name."""
    from ospo_widgets.licensing.names import Names, names

    if _REFERENCE.fullmatch(name):
        return name
    known = names()
    if spelled := known.license(name) or known.exception(name):
        return spelled
    alias = known.aliases.get(Names.key(name))
    if alias:
        return "" if alias.note else normal_expression(alias.term)
    return known.elsewhere(name)
