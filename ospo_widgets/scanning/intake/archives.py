# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Unpacks zip and tar archives (plain, gz, bz2, xz, zst) that a stranger made.

The kind is told by content, not by name.

Links, devices and pipes are never created: they are listed as not scanned. Archives inside the
archive stay closed.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from zstandard import ZstdError

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Report, silent
from ospo_widgets.scanning.intake.unpacking import CHUNK, Unpacker, in_chunks
from ospo_widgets.scanning.paths import display
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.sizes import MEGABYTE, size_text
from ospo_widgets.wording import number, words

ENCRYPTED = 0x1 | 0x40 | 0x2000
"""Flags of a member or a directory that is encrypted, in the old ways and the strong one."""
_AES = 99
"""Method of a member that is encrypted by AES."""
UTF8_NAME = 0x800
LOCAL_HEADER = 30
"""Bytes of a local file header of zip, without name and extra field."""
BLOCK = 512
"""Block of a tar archive."""
_ZIP_END = b"PK\x05\x06"
_ZIP_END_SIZE = 22
"""Bytes of the record at the end of a zip archive, without its comment."""

DAMAGE = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,  # with it NotImplementedError and RecursionError, which are kinds of it
    MemoryError,
    ZstdError,
)
"""What the readers raise on archives that are cut short, damaged or of a kind they do not know."""

_OTHER_KINDS = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"!<arch>", "package"),
    (b"MZ", "program"),
    (b"%PDF", "pdf"),
)
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_WINDOW = 128 * MEGABYTE
"""Largest window of zstd that we hold in memory, what its command line tool takes by default."""
_XZ_MEMORY = 256 * MEGABYTE
"""Most memory that xz may ask for; its strongest preset needs a quarter."""


def unpack(
    archive: Path, folder: Path, settings: ScanSettings | None = None, report: Report = silent
) -> Unpacker:
    """Unpack ``archive`` into the empty ``folder``.

    Args:
        archive: The file.
        folder: Existing empty folder; the caller removes it.
        settings: Limits.
        report: Receives progress.

    Returns:
        What was written and what was left out.

    Raises:
        InputError: It is no archive that we read, is encrypted, is empty, points outside itself or
            passes a limit. What was written so far lies in ``folder``.
    """
    settings = settings or ScanSettings()
    size = archive.stat().st_size
    if size > settings.max_archive:
        raise InputError(
            words(
                "intake.archive.size",
                size=size_text(size),
                limit=size_text(settings.max_archive),
            ),
            remedy=words("intake.archive.size_remedy"),
        )
    unpacker = Unpacker(folder, settings, report)
    with archive.open("rb") as source:
        head = source.read(BLOCK)
        source.seek(0)
        if not head:
            raise InputError(words("intake.archive.empty"))
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            _unpack_zip(source, unpacker)
        else:
            _unpack_tar(_decompressor(source, head), source, unpacker)
    return unpacker


def _unpack_zip(source: BinaryIO, unpacker: Unpacker) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            if len(members) > unpacker.settings.max_entries:
                raise InputError(
                    words("intake.archive.entries", limit=number(unpacker.settings.max_entries))
                )
            if any(m.flag_bits & ENCRYPTED or m.compress_type == _AES for m in members):
                raise InputError(
                    words("intake.archive.encrypted"),
                    remedy=words("intake.archive.encrypted_remedy"),
                )
            _check_layout(members)
            _check_end(source, archive.start_dir)
            # Every name is checked before the first byte is written.
            accepted = [(m, unpacker.accept(_zip_name(m))) for m in members]
            for member, parts in accepted:
                if parts:
                    _write_zip_member(archive, member, parts, unpacker)
    except DAMAGE as error:
        raise InputError(
            words("intake.archive.damaged"), remedy=words("intake.archive.damaged_remedy")
        ) from error


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Name with its original bytes; without the UTF-8 flag most tools still write UTF-8."""
    name = member.orig_filename
    if member.flag_bits & UTF8_NAME:
        return name
    try:
        return os.fsdecode(name.encode("cp437"))
    except UnicodeEncodeError:
        return name


def _check_layout(members: list[zipfile.ZipInfo]) -> None:
    """Refuse archives whose members overlap or that begin after other content."""
    end = 0
    for i, member in enumerate(sorted(members, key=lambda m: m.header_offset)):
        if member.header_offset < end or (i == 0 and member.header_offset > 0):
            raise _unusual()
        end = member.header_offset + LOCAL_HEADER + member.compress_size


def _check_end(source: BinaryIO, directory: int) -> None:
    """Refuse archives with a second directory, or with content behind the first.

    Programs differ in which directory they take, so each would see other files.
    """
    source.seek(directory)
    tail = source.read()
    at = tail.find(_ZIP_END)
    if at < 0 or tail.count(_ZIP_END) > 1 or len(tail) < at + _ZIP_END_SIZE:
        raise _unusual()
    (comment,) = struct.unpack_from("<H", tail, at + _ZIP_END_SIZE - 2)
    if len(tail) != at + _ZIP_END_SIZE + comment:
        raise _unusual()


def _unusual() -> InputError:
    return InputError(
        words("intake.archive.unusual"), remedy=words("intake.archive.unusual_remedy")
    )


def _write_zip_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, parts: tuple[str, ...], unpacker: Unpacker
) -> None:
    name = "/".join(parts)
    mode = member.external_attr >> 16
    if member.orig_filename.endswith("/"):
        unpacker.make_folder(parts)
    elif stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFLNK}:
        unpacker.skip(name, words("intake.skipped.no_regular"))
    else:
        limit = member.compress_size * unpacker.settings.max_ratio
        try:
            with archive.open(member) as content:
                if stat.S_ISLNK(mode):
                    target = os.fsdecode(content.read(unpacker.settings.max_path))
                    unpacker.skip(name, words("intake.skipped.link", target=display(target)))
                    return
                chunks = in_chunks(cast("BinaryIO", content))
                unpacker.write(parts, chunks, lambda size: size > limit)
        except NotImplementedError:
            unpacker.skip(name, words("intake.skipped.packing"), incomplete=True)
        except DAMAGE:
            unpacker.truncated = True
            unpacker.skip(name, words("intake.skipped.damaged"), incomplete=True)


class _Xz(io.RawIOBase):
    """Decompressed xz; unlike :class:`lzma.LZMAFile` it has a limit of memory."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._stream = self._next()

    @staticmethod
    def _next() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        wanted = CHUNK if size < 0 else size
        while True:
            packed = b""
            if self._stream.eof:
                # Streams may follow each other, with zeros in between.
                packed = self._stream.unused_data.lstrip(b"\0")
                while not packed:
                    if not (packed := self._source.read(CHUNK)):
                        return b""
                    packed = packed.lstrip(b"\0")
                self._stream = self._next()
            elif self._stream.needs_input and not (packed := self._source.read(CHUNK)):
                raise EOFError
            if data := self._stream.decompress(packed, wanted):
                return data


class _Counted(io.RawIOBase):
    """Decompressed stream that counts what comes out against what went in."""

    def __init__(self, stream: BinaryIO, source: BinaryIO, settings: ScanSettings) -> None:
        self._stream = stream
        self._source = source
        self._settings = settings
        self._out = 0
        self.tail = b""
        self.written_to = 0
        """Where the last byte stands that is not zero; zeros end an archive."""

    def over_ratio(self, _: int = 0) -> bool:
        """Whether the stream has given too much for what it read."""
        allowed = self._settings.ratio_from + self._source.tell() * self._settings.max_ratio
        return self._stream is not self._source and self._out > allowed

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(CHUNK if size < 0 else size)
        self._out += len(data)
        self.tail = (self.tail + data)[-BLOCK:]
        if kept := data.rstrip(b"\0"):
            self.written_to = self._out - len(data) + len(kept)
        if self.over_ratio():
            raise InputError(words("intake.archive.ratio", times=number(self._settings.max_ratio)))
        return data


def _decompressor(source: BinaryIO, head: bytes) -> BinaryIO:
    if head.startswith(b"\x1f\x8b"):
        return cast("BinaryIO", gzip.GzipFile(fileobj=source))
    if head.startswith(b"BZh"):
        return cast("BinaryIO", bz2.BZ2File(source))
    if head.startswith(b"\xfd7zXZ\x00"):
        return cast("BinaryIO", _Xz(source))
    if head.startswith(_ZSTD):
        from zstandard import ZstdDecompressor

        reader = ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        return cast("BinaryIO", reader.stream_reader(source, read_across_frames=True))
    for magic, kind in _OTHER_KINDS:
        if head.startswith(magic):
            raise InputError(
                words(f"intake.archive.kind.{kind}"), remedy=words("intake.archive.accepted")
            )
    return source


def _unpack_tar(stream: BinaryIO, source: BinaryIO, unpacker: Unpacker) -> None:
    counted = _Counted(stream, source, unpacker.settings)
    started = False
    try:
        # “r|” reads forward only, so a header cannot send the reader elsewhere in the file.
        with tarfile.open(fileobj=cast("BinaryIO", counted), mode="r|") as archive:
            for member in archive:
                started = True
                # The archive object keeps every header; it is not needed again.
                vars(archive)["members"] = []
                _write_tar_member(archive, member, counted, unpacker)
        while counted.read(CHUNK):  # to the end, so that its checksum is verified
            pass
        # The reader takes a damaged header for the end, and so would whoever hides files behind it.
        if started and (counted.tail.strip(b"\x00") or counted.written_to > archive.offset):
            raise EOFError
    except DAMAGE as error:
        if not started:
            raise InputError(
                words("intake.archive.other"), remedy=words("intake.archive.accepted")
            ) from error
        unpacker.truncated = True
        unpacker.skip(words("intake.skipped.end"), words("intake.skipped.cut"), incomplete=True)


def _write_tar_member(
    archive: tarfile.TarFile, member: tarfile.TarInfo, counted: _Counted, unpacker: Unpacker
) -> None:
    parts = unpacker.accept(member.name)
    if not parts:
        return
    name = "/".join(parts)
    if member.size < 0:
        unpacker.skip(name, words("intake.skipped.no_size"), incomplete=True)
    elif member.isdir():
        unpacker.make_folder(parts)
    elif member.issym():
        unpacker.skip(name, words("intake.skipped.link", target=display(member.linkname)))
    elif member.islnk():
        unpacker.copy(parts, member.linkname)
    elif not member.isreg():
        unpacker.skip(name, words("intake.skipped.no_regular"))
    elif member.issparse():
        unpacker.skip(name, words("intake.skipped.sparse"), incomplete=True)
    else:
        content = archive.extractfile(member)
        if content is not None:
            chunks = _exactly(cast("BinaryIO", content), member.size)
            unpacker.write(parts, chunks, counted.over_ratio)


def _exactly(content: BinaryIO, size: int) -> Iterator[bytes]:
    """Chunks of a member; fails when fewer bytes come than its header promised."""
    for chunk in in_chunks(content):
        size -= len(chunk)
        yield chunk
    if size > 0:
        raise EOFError
