# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Real mail servers on loopback, with certificates made for the test."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "localhost"
PASSWORD = "correct horse"


@dataclass(frozen=True)
class Certificate:
    """A certificate that signs itself, and its key, in files."""

    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """For a server that shows it."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.certificate, self.key)
        return made


def certificate(folder: Path, name: str = HOST) -> Certificate:
    """A certificate for a host of this name, valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    paths.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@dataclass
class Inbox:
    """Takes letters, or refuses them as it is told."""

    on_data: str = "250 OK"
    on_recipient: str = "250 OK"
    on_sender: str = "250 OK"
    hold_back: asyncio.Event | None = None
    letters: list[Envelope] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    at_data: threading.Event = field(default_factory=threading.Event)

    async def handle_MAIL(  # noqa: N802 - a name of aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.on_sender

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.on_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.on_recipient

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.at_data.set()
        if self.hold_back is not None:
            await self.hold_back.wait()
        if self.on_data.startswith("250"):
            self.letters.append(envelope)
            self.sessions.append(session)
        return self.on_data


def _authenticate(*args: Any) -> AuthResult:
    data = args[-1]
    good = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=good, handled=good)


@contextmanager
def running(
    make: Callable[[], asyncio.Protocol], tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """A server on loopback while the block runs; gives its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> asyncio.Server:
        return await loop.create_server(make, "127.0.0.1", 0, ssl=tls)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:

        async def stop() -> None:
            server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def smtp(inbox: Inbox, **options: Any) -> Callable[[], asyncio.Protocol]:
    """A mail server for an inbox.

    Args:
        inbox: Where letters go.
        options: Those of ``aiosmtpd.smtp.SMTP``, for example ``tls_context``.
    """
    return lambda: SMTP(inbox, hostname=HOST, authenticator=_authenticate, **options)


class Silent(asyncio.Protocol):
    """Takes connections and says nothing."""


class Drip(asyncio.Protocol):
    """Says one letter of a greeting that never ends, again and again."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._more()

    def _more(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(b"2")  # type: ignore[attr-defined]
            asyncio.get_running_loop().call_later(0.02, self._more)
