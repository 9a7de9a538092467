# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Letters through the mail server of this service: to roles of the policy only, over TLS.

Nothing of a letter is logged, and what a mail server answers is not shown but for its number.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from ospo_widgets.errors import CancelledError, InputError, OspoError
from ospo_widgets.office.letter import Letter
from ospo_widgets.office.settings import MailSettings, Security
from ospo_widgets.progress import Cancel
from ospo_widgets.sizes import size_text
from ospo_widgets.wording import words

STEP_SECONDS = 20.0
"""How long the mail server may be silent."""
WHOLE_SECONDS = 60.0
"""How long all of it may take: a server that answers drop by drop is given up."""
_OK = 250
_TAKEN = frozenset({250, 251})
"""Answers of a server that takes a recipient, itself or through another."""
_GOODBYE_SECONDS = 2.0
"""How long a server may take to say goodbye, when all is done."""
_TOO_LARGE = 552
"""Answer of a server that takes no message of this size (RFC 5321, 4.2.3)."""


class LetterNotSentError(OspoError):
    """The letter did not go out; it is there as before.

    Attributes:
        reason: ``unreachable``, ``slow``, ``certificate``, ``tls``, ``login``, ``recipient``,
            ``sender``, ``large``, ``too_large``, ``refused``, ``broken`` or ``unsure``.
    """

    exit_code = 2

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(
            words(f"office.send.{reason}", **values), remedy=words("office.send.remedy")
        )
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a letter that a mail server took.

    Attributes:
        number: Number of the letter.
        to: Addresses that the server took it for.
        on: When.
        refused: Addresses that the server did not take it for.
    """

    number: str
    to: tuple[str, ...]
    on: datetime
    refused: tuple[str, ...] = ()


def send(
    letter: Letter,
    settings: MailSettings,
    *,
    allowed: Collection[str],
    cancel: Cancel | None = None,
    step_seconds: float = STEP_SECONDS,
    whole_seconds: float = WHOLE_SECONDS,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Receipt:
    """Hand a letter to the mail server.

    Args:
        letter: The letter.
        settings: The mail server.
        allowed: Addresses that may be written to: those of the roles of the policy.
        cancel: Asked until the text is on its way.
        step_seconds: How long the server may be silent.
        whole_seconds: How long all of it may take.
        now: Clock.

    Raises:
        InputError: There is nobody to write to, an address is not allowed, or it is too large.
        LetterNotSentError: The server was not reached or did not take it; the message says why.
        CancelledError: Stopped before it was sent.
    """
    if not letter.to:
        raise InputError(words("office.send.nobody"))
    if not set(letter.to) <= set(allowed):
        raise InputError(words("office.send.not_allowed"))
    on = now()
    data = letter.sent_bytes(settings.sender, on)
    attempt = _Attempt(settings, cancel, step_seconds, whole_seconds)
    with attempt.connection() as server:
        limit = server.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(data):
            raise LetterNotSentError(
                "large", size=size_text(len(data)), limit=size_text(int(limit))
            )
        if settings.user:
            server.login(settings.user, settings.password)
        taken = _addressed(server, settings.sender, letter.to, len(data))
        attempt.go_on()
        attempt.handing_over = True
        code, answer = server.data(data)
        if code != _OK:
            raise smtplib.SMTPDataError(code, answer)
    refused = tuple(address for address in letter.to if address not in taken)
    return Receipt(letter.number, taken, on, refused)


def _addressed(server: smtplib.SMTP, sender: str, to: Sequence[str], size: int) -> tuple[str, ...]:
    """Name sender and recipients; gives those that the server takes it for."""
    options = [f"size={size}"] if server.has_extn("size") else []
    code, answer = server.mail(sender, options)
    if code != _OK:
        raise smtplib.SMTPSenderRefused(code, answer, "")
    taken = tuple(address for address in to if server.rcpt(address)[0] in _TAKEN)
    if not taken:
        raise smtplib.SMTPRecipientsRefused({})
    return taken


class _Attempt:
    """One connection, its watch over the time, and what its failures mean."""

    def __init__(
        self, settings: MailSettings, cancel: Cancel | None, step: float, whole: float
    ) -> None:
        self._settings = settings
        self._cancel = cancel
        self._step, self._whole = step, whole
        self._late = False
        self.handing_over = False

    def go_on(self) -> None:
        """Stop when the person asked for it."""
        if self._cancel is not None and self._cancel.is_set():
            raise CancelledError(words("office.send.stopped"))

    @contextmanager
    def connection(self) -> Iterator[smtplib.SMTP]:
        """A protected connection; whatever fails in it is told in our words."""
        server = self._client()
        watch = threading.Timer(self._whole, self._give_up, [server])
        watch.daemon = True
        watch.start()
        try:
            self.go_on()
            server.connect(self._settings.host, self._settings.port)
            self._secure(server)
            yield server
        except (OSError, smtplib.SMTPException) as error:
            raise self._told(error) from None
        finally:
            watch.cancel()
            with suppress(OSError, smtplib.SMTPException):
                if server.sock is not None:
                    server.sock.settimeout(_GOODBYE_SECONDS)
                    server.quit()
            server.close()

    def _client(self) -> smtplib.SMTP:
        """A client that is not connected yet, so that the watch over the time comes first."""
        here, name = socket.gethostname(), self._settings.host
        made: smtplib.SMTP
        if self._settings.security is Security.TLS:
            context = ssl.create_default_context()
            made = smtplib.SMTP_SSL(local_hostname=here, timeout=self._step, context=context)
        else:
            made = smtplib.SMTP(local_hostname=here, timeout=self._step)
        # The name that the certificate must have; the library sets it when it connects at once.
        made._host = name  # type: ignore[attr-defined]
        return made

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if self._settings.security is Security.STARTTLS:
            if not server.has_extn("starttls"):
                raise LetterNotSentError("tls")
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        self.go_on()

    def _give_up(self, server: smtplib.SMTP) -> None:
        self._late = True
        if server.sock is not None:
            with suppress(OSError):
                server.sock.shutdown(socket.SHUT_RDWR)

    def _told(self, error: Exception) -> OspoError:
        """What happened, without anything that the server said but its number."""
        # The library turns silence into a lost connection, and keeps the cause behind it.
        silent = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
        if self._late or silent:
            # The text may have been on its way: nobody knows whether the server took it.
            return LetterNotSentError("unsure" if self.handing_over else "slow")
        found = LetterNotSentError("broken")
        if isinstance(error, ssl.SSLCertVerificationError):
            found = LetterNotSentError("certificate")
        elif isinstance(error, ssl.SSLError):
            found = LetterNotSentError("tls")
        elif isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError):
            found = LetterNotSentError("login")
        elif isinstance(error, smtplib.SMTPRecipientsRefused):
            found = LetterNotSentError("recipient")
        elif isinstance(error, smtplib.SMTPResponseException):
            sender = isinstance(error, smtplib.SMTPSenderRefused)
            if error.smtp_code == _TOO_LARGE:
                found = LetterNotSentError("too_large")
            elif sender:
                found = LetterNotSentError("sender")
            else:
                found = LetterNotSentError("refused", code=error.smtp_code)
        elif isinstance(error, smtplib.SMTPServerDisconnected):
            found = LetterNotSentError("unsure" if self.handing_over else "broken")
        elif isinstance(error, OSError):
            found = LetterNotSentError("unsure" if self.handing_over else "unreachable")
        return found
