# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whether and how this server sends letters, from its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ospo_widgets.errors import OspoError
from ospo_widgets.office.contacts import is_address
from ospo_widgets.wording import words

HOST, PORT, SENDER = "OSPO_SMTP_HOST", "OSPO_SMTP_PORT", "OSPO_SMTP_FROM"
USER, PASSWORD_FILE = "OSPO_SMTP_USER", "OSPO_SMTP_PASSWORD_FILE"
SECURITY, HOURLY = "OSPO_SMTP_SECURITY", "OSPO_SMTP_HOURLY"

DEFAULT_HOURLY = 30
"""Letters of one server in an hour, unless it says otherwise."""
MAX_PASSWORD = 4096
"""Longest password file that is read, in bytes."""


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    """Asked for on a plain connection, and nothing is sent without it."""
    TLS = "tls"
    """From the first byte on."""
    NONE = "none"
    """Not at all; for a mail server on the same machine."""


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


class MailSettingsError(OspoError):
    """The settings of the mail server cannot be used; an administrator has to look."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A mail server that takes letters.

    Attributes:
        host: Its name, which its certificate must have.
        port: Its port.
        sender: Address that letters come from; it must be one that the server may use.
        security: How the connection is protected.
        user: Who signs in, empty when nobody does.
        password: The password, shown nowhere.
        hourly: Letters in an hour, all sessions of the server together.
    """

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    hourly: int = DEFAULT_HOURLY


def mail_settings(environment: Mapping[str, str] | None = None) -> MailSettings | None:
    """The settings of this server, None when it sends no letters.

    Args:
        environment: By default that of the process.

    Raises:
        MailSettingsError: A setting is missing or cannot be used; the message names it, never its
            value.
    """
    given = os.environ if environment is None else environment
    host = given.get(HOST, "").strip()
    if not host:
        return None
    sender = given.get(SENDER, "").strip()
    if not is_address(sender):
        raise _wrong(SENDER)
    try:
        security = Security(given.get(SECURITY, "").strip().lower() or Security.STARTTLS)
    except ValueError:
        raise _wrong(SECURITY) from None
    user = given.get(USER, "").strip()
    password = _password(given.get(PASSWORD_FILE, "").strip()) if user else ""
    if user and security is Security.NONE:
        raise _wrong(SECURITY)  # a password never travels in the clear
    return MailSettings(
        host,
        _number(given, PORT, _PORTS[security], 65535),
        sender,
        security,
        user,
        password,
        _number(given, HOURLY, DEFAULT_HOURLY, 10_000),
    )


def _number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= most):
        raise _wrong(name)
    return int(text)


def _password(file: str) -> str:
    try:
        with Path(file).open("rb") as stream:
            text = stream.read(MAX_PASSWORD + 1).decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise _wrong(PASSWORD_FILE) from None
    if not text or len(text) > MAX_PASSWORD:
        raise _wrong(PASSWORD_FILE)
    return text


def _wrong(name: str) -> MailSettingsError:
    return MailSettingsError(words("office.send.setting", name=name))
