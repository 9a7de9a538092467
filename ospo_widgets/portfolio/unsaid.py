# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What no message, row or file of a portfolio may say: who somebody is, and what lets them in."""

from __future__ import annotations

import re

from ospo_widgets.markup import visible

HIDDEN = "…"
"""Stands for what is not said."""

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?![\w-])")
"""An e-mail address; ``name@v1.2.3`` is the version of a package, not one."""

_USER = re.compile(r"(?<=://)[^/@\s]*@")
_QUERY = re.compile(r"(?<=://)([^\s?#]*)[?#]\S*")
_TOKEN = re.compile(r"\b(?:gl[a-z]{2,7}-|gh[a-z]_|github_pat_)[\w.-]{10,}")
"""Tokens of GitLab and GitHub."""

_LOOKED_AT = 4
"""Times the longest text: what is cut off must not hide that it begins with a secret."""


def without_secrets(text: str) -> str:
    """The text without passwords, tokens and what stands behind ``?`` in an address."""
    return _TOKEN.sub(HIDDEN, _QUERY.sub(r"\1", _USER.sub("", text)))


def shown_value(value: object, most: int) -> str:
    """A value as a message may show it: printable, one line, without people and secrets.

    What holds an e-mail address mostly holds the name beside it, so nothing of it is shown.

    Args:
        value: What was found.
        most: Longest text, characters; more is cut.
    """
    text = visible(str(value)[: most * _LOOKED_AT]).replace("\n", " ")
    text = without_secrets(text)
    if "@" in text and (MAIL.search(text) or len(text) > most):
        return f"{HIDDEN}@{HIDDEN}"
    return text if len(text) <= most else text[:most] + HIDDEN
