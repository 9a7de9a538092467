# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files into the kernel: in pieces where our front end runs, else with core FileUpload.

A file that comes with FileUpload travels as one websocket message; above the server's limit it
vanishes without a word, so that widget's limit stands in its label. Pieces have no such limit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import anywidget
import ipywidgets as ipw
import traitlets as tl

from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.markup import tag
from ospo_widgets.resources import static_text
from ospo_widgets.sizes import GIGABYTE, MEGABYTE, size_text
from ospo_widgets.widgets.fields import row
from ospo_widgets.widgets.heard import said_number, said_text
from ospo_widgets.widgets.page import Page
from ospo_widgets.wording import words

CHUNK_BYTES = 2 * MEGABYTE
MAX_BYTES = GIGABYTE
SMALL_MAX_BYTES = 8 * MEGABYTE
"""Limit of core FileUpload: below the 10 MiB websocket message of a stock server."""

ACCEPT = ".zip,.tar,.tgz,.gz,.bz2,.xz,.zst,.tzst"

OnFile = Callable[[Path, str], None]
"""Gets the path of the received file and the name it had; the path is gone after the call's work
is done, when :meth:`Upload.discard` is called."""


class ChunkedUpload(anywidget.AnyWidget):
    """File input that sends pieces and waits for each to be acknowledged."""

    _esm = static_text("upload.js")
    label = tl.Unicode("").tag(sync=True)
    hint = tl.Unicode("").tag(sync=True)
    accept = tl.Unicode(ACCEPT).tag(sync=True)
    progress_label = tl.Unicode("").tag(sync=True)
    chunk_bytes = tl.Int(CHUNK_BYTES).tag(sync=True)
    max_bytes = tl.Int(MAX_BYTES).tag(sync=True)
    primary = tl.Bool(True).tag(sync=True)


class Receiver:
    """Puts pieces together into one file in a private folder."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        # Goes with the session at the latest, also when the page is closed half way.
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._file: BinaryIO | None = None

    def accept(self, offset: int, size: int, piece: bytes) -> Path | None:
        """Take one piece.

        Returns:
            Path of the file when it is whole, else None.

        Raises:
            InputError: The piece does not fit what came before, or the file is too large or empty.
        """
        if offset == 0:
            self.discard()
            self._folder = tempfile.TemporaryDirectory(prefix="ospo-upload-")
            # The name a browser sends is never used as a path.
            self._file = (Path(self._folder.name) / "upload.bin").open("wb")
        if self._file is None or offset != self._file.tell() or size < 0:
            self.discard()
            raise InputError(words("common.upload.interrupted"))
        if max(size, offset + len(piece)) > self.max_bytes:
            self.discard()
            raise too_large(max(size, offset + len(piece)), self.max_bytes)
        if size == 0:
            self.discard()
            raise InputError(words("common.upload.empty"))
        self._file.write(piece)
        if self._file.tell() < size:
            return None
        path = Path(self._file.name)
        self._file.close()
        self._file = None
        return path

    def discard(self) -> None:
        """Remove what was received."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def too_large(size: int, limit: int) -> InputError:
    """The error for a file over the limit, in bytes."""
    return InputError(
        words("common.upload.too_large", size=size_text(size), limit=size_text(limit)),
        remedy=words("common.upload.too_large_remedy"),
    )


class Upload(ipw.VBox):  # type: ignore[misc]
    """The upload of a page; starts with FileUpload and improves when our front end answers.

    Args:
        page: The page, for guard and readiness.
        on_file: Gets the file.
        max_bytes: Largest file, the same that its reader accepts.
        accept: Ends of the names that the browser offers.
        label: Words of the button; those for an archive when empty.
        hint: What is said beside it; that for an archive when empty.
        on_problem: Says what is wrong with a file, beside the upload; the page's alert when None.
    """

    def __init__(
        self,
        page: Page,
        on_file: OnFile,
        *,
        max_bytes: int = MAX_BYTES,
        accept: str = ACCEPT,
        label: str = "",
        hint: str = "",
        on_problem: Callable[[OspoError], Any] | None = None,
    ) -> None:
        self._on_problem = on_problem
        self._on_file = on_file
        self._max_bytes = max_bytes
        self._accept, self._label, self._hint = accept, label, hint
        self._receiver = Receiver(max_bytes)
        small = size_text(SMALL_MAX_BYTES)
        self._small = ipw.FileUpload(
            accept=accept,
            multiple=False,
            description=label or words("common.upload.small_label", limit=small),
            tooltip="",
            layout=ipw.Layout(width="auto"),
        )
        self._small.observe(page.guard(self._small_changed), "value")
        said = tag("p", hint or words("common.upload.small_hint"), class_="muted small")
        super().__init__([row(self._small), ipw.HTML(said)])
        self.add_class("ospo-upload")
        self._guard = page.guard
        page.when_ready(self._improve)

    def discard(self) -> None:
        """Remove the file received last."""
        self._receiver.discard()

    def _improve(self) -> None:
        self._large = ChunkedUpload(
            label=self._label or words("common.upload.label"),
            max_bytes=self._max_bytes,
            accept=self._accept,
            primary=not self._label,
            hint=self._hint or words("common.upload.hint", limit=size_text(self._max_bytes)),
            progress_label=words("common.upload.progress"),
        )
        self._large.on_msg(self._message)
        self.children = (self._large,)

    def _message(self, _: Any, content: Any, buffers: list[Any]) -> None:
        ok = False
        op = said_text(content, "op")

        def take() -> None:
            nonlocal ok
            size = said_number(content, "size")
            if op == "too-large":
                raise too_large(max(size, self._max_bytes), self._max_bytes)
            piece = bytes(buffers[0]) if buffers else b""
            path = self._receiver.accept(said_number(content, "offset"), size, piece)
            ok = True
            if path is not None:
                self._on_file(path, said_text(content, "name"))

        self._guard(lambda: self._said(take))()
        if op == "chunk":
            self._large.send({"op": "ack", "ok": ok})

    def _said(self, work: Callable[[], None]) -> None:
        """Do the work; what is wrong with the file is said beside the upload."""
        try:
            work()
        except OspoError as error:
            if self._on_problem is None:
                raise
            self._on_problem(error)

    def _small_changed(self, change: Any) -> None:
        if not change["new"]:
            return
        file = change["new"][0]
        data = bytes(file["content"])

        def take() -> None:
            path = self._receiver.accept(0, len(data), data)
            self._small.value = ()
            if path is not None:
                self._on_file(path, str(file["name"]))

        self._said(take)
