# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which server is asked, with which token. The token is in no address, message or file."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ospo_widgets.errors import InputError
from ospo_widgets.git_access import check_address
from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings
from ospo_widgets.wording import words

_TOKEN = re.compile(r"[!-~]{1,1000}")
_PATH = re.compile(r"[\w.+~-]{1,255}(/[\w.+~-]{1,255}){0,30}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of a server; the only one that a token goes to."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, address: str) -> Origin:
        """The origin of an address.

        Raises:
            ValueError: It is no address.
        """
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return cls(parts.scheme, (parts.hostname or "").lower(), port)


@dataclass(frozen=True, slots=True)
class Token:
    """A token, and the environment variable that it comes from; both empty for none."""

    variable: str = ""
    value: str = ""

    def __repr__(self) -> str:
        return f"Token({self.variable!r})"


def checked_server(address: str, path: str, settings: ForgeSettings) -> str:
    """Address of a server that may be asked, without a slash at its end.

    Args:
        address: As somebody typed it.
        path: Group or organisation that is asked for.
        settings: Which hosts and schemes may be used.

    Raises:
        InputError: It is no plain https address, or its host is refused.
    """
    base = address.strip().rstrip("/")
    check_address(f"{base}/{path}", settings)
    parts = urlsplit(base)
    if parts.query or parts.fragment:
        raise InputError(words("forges.input.address"))
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise InputError(words("forges.input.plain"))
    return base


def checked_path(path: str) -> str:
    """Path of a group or name of an organisation.

    Raises:
        InputError: It is none.
    """
    clean = path.strip().strip("/")
    if not _PATH.fullmatch(clean) or {".", ".."} & set(clean.split("/")):
        raise InputError(words("forges.input.path"))
    return clean


def token_of(variables: Sequence[str]) -> Token:
    """The first token that the environment has.

    Args:
        variables: Names of environment variables in the order in which they count.

    Raises:
        InputError: What a variable holds can be no token; only its name is told.
    """
    for variable in variables:
        value = os.environ.get(variable, "").strip()
        if value and not _TOKEN.fullmatch(value):
            raise InputError(words("forges.token.strange", variable=variable))
        if value:
            return Token(variable, value)
    return Token()
