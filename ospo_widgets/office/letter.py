# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A letter before it is sent: to whom, about what, what it says, what it brings.

What it brings is handed in as data. It is a file that mail programs open ready to send, a link for
those that have none at hand, or goes out through a mail server (see ``sending``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import PurePosixPath

from ospo_widgets.errors import InputError
from ospo_widgets.markup import tag, visible
from ospo_widgets.office.contacts import is_address
from ospo_widgets.office.links import mail_link
from ospo_widgets.sizes import MEGABYTE, size_text
from ospo_widgets.wording import words

MAX_LETTER = 8 * MEGABYTE
"""Largest sum of what a letter brings, in bytes; encoded it is a third more, and many servers take
no message over 10 MB."""

MAX_FILES = 5
"""Files that a person may add; those that a page hands over count apart."""

MAX_NAME = 100
"""Longest name of an attachment, in characters."""

DRAFT = "ospo-question.eml"
"""Usual name of the draft, as the link tells it."""

MEDIA_TYPES: Mapping[str, str] = {
    ".cff": "text/plain",
    ".csv": "text/csv",
    ".diff": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".log": "text/plain",
    ".md": "text/markdown",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".patch": "text/plain",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".toml": "text/plain",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "text/plain",
    ".yml": "text/plain",
    ".zip": "application/zip",
}
"""Endings that a letter may bring, with their media types; the machine's own list would differ
from server to server. Programs are not among them: mail servers refuse such letters."""

_UNKNOWN_TYPE = "application/octet-stream"
_BAD_IN_NAMES = frozenset('/\\"\r\n\t?*:<>|')


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a letter.

    Attributes:
        name: Name without a folder.
        media_type: For example ``"text/html"``.
        content: The whole file.
        holds: What is in it, in words for the person who sends it.
        group: Group of data that the person must agree to before it is sent; empty when the person
            typed it for this letter.
    """

    name: str
    media_type: str
    content: bytes
    holds: str = ""
    group: str = ""


def attachment(name: str, content: bytes, *, holds: str = "", group: str = "") -> Attachment:
    """An attachment whose media type follows from its name.

    Raises:
        InputError: The name is empty, too long, names a folder or holds what a header cannot carry.
    """
    if not name or len(name) > MAX_NAME or name != visible(name) or set(name) & _BAD_IN_NAMES:
        raise InputError(words("office.error.attachment", name=visible(name)[:MAX_NAME]))
    return Attachment(name, media_type(name) or _UNKNOWN_TYPE, content, holds, group)


def media_type(name: str) -> str:
    """Media type for the ending of a name; empty when a letter may not bring such files."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "")


def neutral_name(name: str) -> str:
    """A name of plain characters, with its ending, at most 60 long; never empty."""
    path = PurePosixPath(name.replace("\\", "/"))
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("._-")[:50]
    return f"{stem or 'file'}{path.suffix.lower() if media_type(name) else ''}"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is sent.

    Attributes:
        to: Mail addresses of roles, in the order in which to ask; empty when the policy has none.
        subject: Subject on one line.
        body: Text.
        attachments: What it brings.
        sender: Address of who asks, empty when it is not given; a mail program knows it.
        number: Number of the letter, by which it can be found; empty when it has none.
    """

    to: tuple[str, ...]
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    sender: str = ""
    number: str = ""

    @property
    def files(self) -> dict[str, bytes]:
        """Names of the attachments to their contents."""
        return {one.name: one.content for one in self.attachments}

    @property
    def size(self) -> int:
        """Bytes of text and attachments, before they are encoded."""
        return len(self.body.encode("utf-8", "replace")) + sum(
            len(one.content) for one in self.attachments
        )

    def checked(self) -> Letter:
        """The letter itself.

        Raises:
            InputError: An address is none, or it is too large; nothing was written.
        """
        for address in (*self.to, *filter(None, (self.sender,))):
            if not is_address(address):
                raise InputError(words("office.error.address", address=visible(address)[:80]))
        if self.size > MAX_LETTER:
            raise InputError(
                words("office.error.large", size=size_text(self.size), limit=size_text(MAX_LETTER)),
                remedy=words("office.error.large_remedy"),
            )
        return self

    def eml_bytes(self) -> bytes:
        """The letter as a draft (RFC 5322): ``X-Unsent`` makes mail programs open it for sending.

        Raises:
            InputError: See :meth:`checked`.
        """
        self.checked()
        message = EmailMessage(policy=SMTP)
        message["X-Unsent"] = "1"
        if self.sender:
            message["From"] = self.sender
        return self._filled(message)

    def sent_bytes(self, sender: str, on: datetime) -> bytes:
        """The letter as a mail server gets it; answers go to who asks.

        Args:
            sender: Address of the service that sends it.
            on: Time of sending, with its time zone.

        Raises:
            InputError: See :meth:`checked`.
        """
        self.checked()
        message = EmailMessage(policy=SMTP)
        message["From"] = sender
        if self.sender:
            message["Reply-To"] = self.sender
        message["Date"] = format_datetime(on)
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
        return self._filled(message)

    def _filled(self, message: EmailMessage) -> bytes:
        if self.to:
            message["To"] = ", ".join(self.to)
        message["Subject"] = header_text(self.subject)
        message.set_content(visible(self.body), charset="utf-8", cte="quoted-printable")
        for one in self.attachments:
            kind, _, subtype = one.media_type.partition("/")
            message.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
        if message.is_multipart():
            # The boundary of the library is random; the same letter shall be the same file.
            message.set_boundary(f"ospo-{self.digest()[:40]}")
        # A folded line may begin with the space of the fold (RFC 5322 allows 998 characters).
        return message.as_bytes(policy=SMTP.clone(max_line_length=998))

    def mailto(self, draft: str = DRAFT) -> str:
        """The letter as a link (RFC 6068), without attachments, which a link cannot carry.

        Args:
            draft: Name of the draft file, which the text tells.

        Returns:
            At most :data:`~ospo_widgets.office.links.MAX_LINK` characters; a longer text is cut
            and says so.
        """
        told = words("office.link.attach", file=draft) if self.attachments else ""
        whole = f"{self.body}\n{told}\n" if told else self.body
        cut = words("office.link.cut", file=draft)
        return mail_link(self.to, self.subject, whole, cut=f"…\n\n{cut}\n")

    def text(self) -> str:
        """The letter as one text, to look at and to copy where there is no mail program."""
        head = [words("office.text.to", to=", ".join(self.to))] if self.to else []
        head.append(words("office.text.subject", subject=self.subject))
        if self.attachments:
            files = ", ".join(self.files)
            head.append(words("office.text.attached", files=files))
        return "\n".join(head) + f"\n\n{self.body}"

    def _repr_html_(self) -> str:
        return tag("div", tag("pre", self.text()), class_="ospo")

    def digest(self) -> str:
        """The same for the same letter, in hexadecimal digits."""
        found = hashlib.sha256()
        for text in (*self.to, self.sender, self.subject, self.body):
            found.update(text.encode("utf-8", "surrogatepass") + b"\0")
        for one in self.attachments:
            found.update(one.name.encode() + hashlib.sha256(one.content).digest())
        return found.hexdigest()


def header_text(value: str) -> str:
    """Text for a header: on one line, and without what readers would decode (RFC 2047).

    The library decodes such words when a header is set, and a line break that was encoded in one
    would begin a header of its own.
    """
    return one_line(value).replace("=?", "= ?")


def one_line(value: str) -> str:
    """Text on one line without signs that a header could not carry."""
    return " ".join(visible(value).split())
