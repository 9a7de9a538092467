# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bad input, archives: every way to leave the folder, to fill memory or disk, or to hide files.

Each row is refused in one sentence or scanned without what is bad in it; what is missing is listed
and keeps the verdict from being good; nothing stays on disk.
"""

import binascii
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import zstandard

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.result import ScanVerdict
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.settings import ScanSettings
from tests.scanning.hostile import END, member, pax, plain, raw_header, scan_here, tar_bytes
from tests.scanning.hostile import zip_bytes as zipped
from tests.scanning.hostile_tree import HEADER

Make = Callable[[], bytes]
Workspaces = Callable[[], list[Path]]

CLEAN = {"a.py": HEADER.encode(), "LICENSES/MIT.txt": b"t"}
GOOD = plain(b"a.py", CLEAN["a.py"]) + plain(b"LICENSES/MIT.txt", b"t")
ZEROS = b"\0" * 2_000_000
LIMITS = ScanSettings(ratio_from=100_000, max_entries=1_000, max_unpacked=3_000_000, history="none")


def zip_with(members: Mapping[str, bytes], **modes: int) -> bytes:
    """A clean zip archive and more members, with their modes."""
    out = bytearray(zipped({**CLEAN, **members}))
    at = out.index(b"PK\x01\x02")
    while (at := out.find(b"PK\x01\x02", at)) >= 0:
        size = struct.unpack_from("<H", out, at + 28)[0]
        name = out[at + 46 : at + 46 + size].decode()
        out[at + 5] = 3
        struct.pack_into("<I", out, at + 38, modes.get(name, 0o100644) << 16)
        at += 46
    return bytes(out)


def renamed(old: bytes, new: bytes) -> bytes:
    """A zip archive whose member ``old`` has another name of the same length."""
    return zipped({**CLEAN, old.decode(): b"x"}).replace(old, new)


def flagged(bits: int, method: int = 8) -> bytes:
    """A zip archive whose members have other flags or another method."""
    out = bytearray(zipped(CLEAN))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := out.find(mark, place + 1)) >= 0:
            struct.pack_into("<HH", out, place + at, bits, method)
    return bytes(out)


def overlapping(*, full: bool) -> bytes:
    """A zip archive whose members share their data, as Fifield's bombs do."""
    out = bytearray(zipped({"a": b"1" * 100, "b": b"2" * 100}))
    second = out.rindex(b"PK\x01\x02")
    struct.pack_into("<I", out, second + 42, 0 if full else 20)
    return bytes(out)


def second_directory() -> bytes:
    """A zip archive with an end record in its comment that names fewer files."""
    out = bytearray(zipped(CLEAN))
    end = out[-22:]
    struct.pack_into("<HH", end, 8, 1, 1)
    struct.pack_into("<H", out, len(out) - 2, len(end))
    return bytes(out + end)


def damaged(data: bytes, at: int) -> bytes:
    """``data`` with one byte changed."""
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def damaged_member() -> bytes:
    """A zip archive with one member that does not fit its checksum."""
    out = zip_with({"bad": os.urandom(500)})
    return damaged(out, out.index(b"bad") + 203)


def nested(depth: int = 5) -> bytes:
    """Archives in archives, as 42.zip; a quine that holds itself is the same to who opens none."""
    inner = zipped({"0.dat": ZEROS[:500_000]})
    for _ in range(depth):
        inner = zipped({f"lib{n}.zip": inner for n in range(3)})
    return zip_with({"bomb.zip": inner})


def large_window() -> bytes:
    """A tar in zstd with a window of 2 GB."""
    parameters = zstandard.ZstdCompressionParameters(window_log=30, write_content_size=False)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return packer.compress(GOOD + END) + packer.flush()


def large_dictionary() -> bytes:
    """A tar in xz whose header asks for a dictionary of 4 GB."""
    out = bytearray(lzma.compress(GOOD + END))
    out[out.index(b"\x21\x01") + 2] = 40
    size = (out[12] + 1) * 4
    struct.pack_into("<I", out, 12 + size - 4, binascii.crc32(bytes(out[12 : 12 + size - 4])))
    return bytes(out)


def lzma_member() -> bytes:
    """A zip archive with a member packed by lzma with a dictionary of 4 GB."""
    out = bytearray(zipped({"a.py": b"x" * 500}, zipfile.ZIP_LZMA))
    at = out.index(b"\x09\x04\x05\x00")
    out[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    return bytes(out)


def gzipped(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def gnu_sparse() -> bytes:
    """A header of the old GNU kind: one byte, said to be a terabyte."""
    head = bytearray(raw_header(b"s", b"%011o" % 1, b"S"))
    head[257:265] = b"ustar  \0"
    head[386:410] = b"%011o\0%011o\0" % (0, 1)
    head[483:495] = b"\x80" + b"\0" * 5 + (1 << 40).to_bytes(6, "big")
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + b"x".ljust(512, b"\0")


def mixed_methods() -> bytes:
    """A zip archive with a member by a method that nobody here knows."""
    out = bytearray(zip_with({"b": b"x"}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", out, out.rindex(mark) + at, 9)
    return bytes(out)


REFUSED: dict[str, tuple[Make, str]] = {
    "zip slip": (lambda: renamed(b"xx/evil", b"../evil"), "points outside"),
    "zip absolute": (lambda: renamed(b"xetc/evil", b"/etc/evil"), "absolute path"),
    "zip drive letter": (lambda: renamed(b"c_/evil", b"c:/evil"), "drive letter"),
    "zip backslash": (lambda: renamed(b"xx_evil", b"..\\evil"), "backslash"),
    "zip NUL": (lambda: renamed(b"x_py", b"x\0py"), "NUL"),
    "tar slip": (lambda: GOOD + plain(b"x/../../evil") + END, "points outside"),
    "tar absolute": (lambda: GOOD + plain(b"/etc/evil") + END, "absolute path"),
    "tar NUL": (lambda: GOOD + pax({"path": "x\0y"}) + plain(b"c") + END, "NUL"),
    "pax path": (lambda: pax({"path": "../../evil"}) + plain(b"c") + GOOD + END, "points outside"),
    "pax path for all": (
        lambda: pax({"path": "../e"}).replace(b"\0x\0", b"\0g\0", 1) + GOOD + END,
        "points outside",
    ),
    "flat zip bomb": (lambda: zip_with({"zeros": ZEROS}), "200 times"),
    "flat gz bomb": (lambda: gzipped(GOOD + plain(b"z", ZEROS) + END), "200 times"),
    "flat xz bomb": (lambda: lzma.compress(GOOD + plain(b"z", ZEROS) + END), "200 times"),
    "flat zst bomb": (
        lambda: zstandard.ZstdCompressor().compress(GOOD + plain(b"z", ZEROS) + END),
        "200 times",
    ),
    "bomb in a pax header": (
        lambda: gzipped(raw_header(b"p", b"%011o" % len(ZEROS), b"x") + ZEROS + GOOD + END),
        "200 times",
    ),
    "unpacks to too much": (
        lambda: GOOD + b"".join(plain(b"%d" % n, os.urandom(900_000)) for n in range(4)) + END,
        "unpacks to more",
    ),
    "hard links that multiply": (
        lambda: GOOD + plain(b"big", os.urandom(900_000))
        + b"".join(raw_header(b"l%d" % n, b"0", b"1", b"big") for n in range(9)) + END,
        "unpacks to more",
    ),
    "overlapping parts": (lambda: overlapping(full=False), "overlap"),
    "the same part many times": (lambda: overlapping(full=True), "overlap"),
    "too many entries, zip": (lambda: zipped({str(n): b"" for n in range(1_001)}), "entries"),
    "too many entries, tar": (lambda: b"".join(plain(b"%d" % n, b"") for n in range(1_001)) + END,
                              "entries"),
    "encrypted": (lambda: flagged(1), "encrypted"),
    "strong encryption": (lambda: flagged(0x41), "encrypted"),
    "encrypted by AES": (lambda: flagged(0, 99), "encrypted"),
    "zip without its end": (lambda: zipped(CLEAN)[:-30], "incomplete or damaged"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + b"x" * 600, "7z"),
    "rar": (lambda: b"Rar!\x1a\x07\x01" + b"x" * 600, "rar"),
    "deb": (lambda: b"!<arch>\ndebian-binary" + b"x" * 600, "package"),
    "iso": (lambda: b"\0" * 32_769 + b"CD001" + b"\0" * 5_000, "no files"),
    "gz in gz": (lambda: gzipped(gzipped(os.urandom(2_000))), "no archive"),
    "zero bytes": (lambda: b"", "empty"),
    "empty zip": (lambda: zipped({}), "no files"),
    "empty tar": (lambda: b"\0" * 10_240, "no"),
    "only folders": (lambda: zipped({"a/": b"", "a/b/": b""}), "no files"),
    "prepended program": (lambda: b"MZ" + b"\0" * 600 + zipped(CLEAN), "Windows program"),
    "prepended script": (lambda: b"#!/bin/sh\nexit\n" + b"x" * 600 + zipped(CLEAN), "no archive"),
    "two zips in one": (lambda: zipped(CLEAN) + zipped({"b.py": b"x"}), "unusual way"),
    "two directories": (second_directory, "unusual way|damaged"),
    "appended content": (lambda: zipped(CLEAN) + b"x" * 100, "unusual way"),
    "xz with a dictionary of 4 GB": (large_dictionary, "no archive"),
    "zstd with a window of 2 GB": (large_window, "no archive"),
}  # fmt: skip

INCOMPLETE: dict[str, tuple[Make, str, str]] = {
    "hard link outside": (lambda: GOOD + raw_header(b"h", b"0", b"1", b"../../x") + END, "h",
                          "hard link to"),
    "pax link path": (
        lambda: GOOD + pax({"linkpath": "/etc/passwd"}) + raw_header(b"h", b"0", b"1", b"a") + END,
        "h", "hard link to /etc/passwd",
    ),
    "long component": (lambda: GOOD + pax({"path": "n" * 256}) + plain(b"x") + END, "nnn",
                       "longer than 255"),
    "long path": (lambda: GOOD + pax({"path": "d/" * 600 + "x"}) + plain(b"x") + END, "d/d",
                  "longer"),
    "deep folders": (lambda: GOOD + plain(b"/".join([b"d"] * 42)) + END, "d/d", "deeper"),
    "GNU sparse": (lambda: GOOD + gnu_sparse() + END, "s", "sparse"),
    "pax sparse 0.0": (
        lambda: GOOD + pax({"GNU.sparse.size": "1099511627776", "GNU.sparse.numblocks": "1",
                            "GNU.sparse.offset": "0", "GNU.sparse.numbytes": "1"})
        + plain(b"s") + END, "s", "sparse",
    ),
    "pax sparse 0.1": (
        lambda: GOOD + pax({"GNU.sparse.size": "1099511627776", "GNU.sparse.map": "0,1",
                            "GNU.sparse.name": "s"}) + plain(b"x") + END, "s", "sparse",
    ),
    "pax sparse 1.0": (
        lambda: GOOD + pax({"GNU.sparse.major": "1", "GNU.sparse.minor": "0",
                            "GNU.sparse.realsize": "1099511627776", "GNU.sparse.name": "s"})
        + plain(b"x", b"1\n0\n1\n".ljust(512, b"\0") + b"x") + END, "s", "sparse",
    ),
    "huge declared size": (lambda: GOOD + raw_header(b"h", b"77777777777") + b"x" * 900,
                           "(end", "cut short"),
    "pax size": (lambda: GOOD + pax({"size": "9" * 18}) + plain(b"h") + END, "(end", "cut short"),
    "size below zero": (lambda: GOOD + raw_header(b"h", b"\xff" * 12) + END, "h", "no number"),
    "files behind a bad number": (lambda: GOOD + raw_header(b"h", b"zzz") + plain(b"evil.py") + END,
                                  "(end", "cut short"),
    "files behind a bad checksum": (
        lambda: GOOD + damaged(plain(b"h"), 150) + plain(b"evil.py") + END, "(end", "cut short"),
    "files behind the end": (lambda: GOOD + END + plain(b"evil.py") + END, "(end", "cut short"),
    "pax record without length": (
        lambda: GOOD + raw_header(b"p", b"%011o" % 6, b"x") + b"0 a=b\n".ljust(512, b"\0")
        + plain(b"c") + END, "(end", "cut short"),
    "pax headers without end": (lambda: GOOD + pax({"a": "b"}) * 3_000 + plain(b"c") + END, "(end",
                                "cut short"),
    "long names without end": (
        lambda: GOOD + (raw_header(b"L", b"%011o" % 5, b"L") + b"abcde".ljust(512, b"\0")) * 3_000
        + END, "(end", "cut short"),
    "damaged member": (damaged_member, "bad", "damaged"),
    "cut xz": (lambda: lzma.compress(GOOD + plain(b"r", os.urandom(90_000)) + END)[:60_000], "(end",
               "cut short"),
    "unknown method": (mixed_methods, "b", "packed in a way"),
    "a file where a folder is": (lambda: GOOD + plain(b"d") + plain(b"d/f") + END, "d",
                                 "a file has"),
    "names that are no text": (lambda: GOOD + plain(b"caf\xe9.py", CLEAN["a.py"]) + END,
                               "caf\\xe9.py", "no valid text"),
}  # fmt: skip

HARMLESS: dict[str, tuple[Make, dict[str, str]]] = {
    "symbolic link, zip": (lambda: zip_with({"l": b"/etc/passwd"}, l=0o120777),
                           {"l": "link to /etc/passwd"}),
    "symbolic link, tar": (lambda: GOOD + raw_header(b"l", b"0", b"2", b"/etc/passwd") + END,
                           {"l": "link to /etc/passwd"}),
    "file through a link": (
        lambda: GOOD + raw_header(b"d", b"0", b"2", b"/tmp")
        + plain(b"d/b.py", CLEAN["a.py"]) + END,
        {"d": "link to /tmp"},
    ),
    "device": (lambda: GOOD + raw_header(b"n", b"0", b"3") + END, {"n": "no regular file"}),
    "pipe": (lambda: GOOD + raw_header(b"x.license", b"0", b"6") + END,
             {"x.license": "no regular file"}),
    "socket and device, zip": (lambda: zip_with({"s": b"", "n": b""}, s=0o140644, n=0o020644),
                               {"s": "no regular file", "n": "no regular file"}),
    "modes, owners and times": (
        lambda: tar_bytes(
            *((member(name, mode=mode, uid=2**31, uname="é" * 40, mtime=10**18), content)
              for (name, content), mode in zip(CLEAN.items(), (0o6777, 0), strict=True))
        ),
        {},
    ),
    "times that are no numbers": (lambda: pax({"mtime": "1e400", "uid": "nan"}) + GOOD + END, {}),
    "the same name twice": (lambda: GOOD + plain(b"a.py", b"evil") + END, {"a.py": "twice"}),
    "uploaded .git": (
        lambda: zip_with({".git/config": b"[core]\nfsmonitor = x", "sub/.GIT/hooks/x": b""}),
        {".git": "history", "sub/.GIT": "history"},
    ),
    ".git file that leads elsewhere": (lambda: zip_with({".git": b"gitdir: /srv/x/.git\n"}),
                                       {".git": "history"}),
    "archives in archives": (nested, {}),
    "wrong ending": (lambda: GOOD + END, {}),
    "several xz streams": (lambda: lzma.compress(GOOD) + b"\0" * 8 + lzma.compress(END), {}),
}  # fmt: skip


@pytest.mark.parametrize("row", REFUSED)
def test_refused(row: str, tmp_path: Path, workspaces: Workspaces) -> None:
    make, words = REFUSED[row]
    archive = tmp_path / "a.zip"
    archive.write_bytes(make())
    with pytest.raises(InputError, match=words) as caught:
        scan_here(archive, LIMITS)
    assert caught.value.message.count("\n") == 0
    assert "Nothing was scanned." in caught.value.message
    assert workspaces() == []
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("row", INCOMPLETE)
def test_what_is_missing_keeps_the_verdict_unknown(
    row: str, tmp_path: Path, workspaces: Workspaces
) -> None:
    make, name, reason = INCOMPLETE[row]
    archive = tmp_path / "a.tar"
    archive.write_bytes(make())
    result = scan_here(archive, LIMITS)
    left_out = [n for n in result.not_scanned if n.incomplete]
    assert any(n.path.startswith(name) and reason in n.reason for n in left_out), left_out
    assert result.verdict in {ScanVerdict.UNKNOWN, ScanVerdict.BLOCKED}
    assert result.compliant is not True
    paths = {f.path for f in result.files}
    assert "a.py" in paths and "evil.py" not in paths
    assert workspaces() == []


@pytest.mark.parametrize("row", HARMLESS)
def test_the_rest_is_scanned(row: str, tmp_path: Path, workspaces: Workspaces) -> None:
    make, expected = HARMLESS[row]
    archive = tmp_path / "a.7z"
    archive.write_bytes(make())
    result = scan_here(archive, LIMITS)
    listed = {n.path: n.reason for n in result.not_scanned}
    assert set(listed) == set(expected)
    assert all(reason in listed[path] for path, reason in expected.items())
    assert "a.py" in [f.path for f in result.files]
    assert not result.partial
    assert workspaces() == []


def test_names_that_are_one_file_elsewhere_are_told(tmp_path: Path) -> None:
    archive = tmp_path / "a.tar"
    composed, decomposed = "é.py".encode(), "e\u0301.py".encode()
    names = (composed, decomposed, b"B.py", b"b.py")
    archive.write_bytes(GOOD + b"".join(plain(n, CLEAN["a.py"]) for n in names) + END)
    found = {f.id: f for f in scan_here(archive, LIMITS).findings}
    assert {"B.py", "b.py"} <= set(found["scan.name-collision"].paths)


def test_modes_of_strangers_are_ignored(tmp_path: Path, workspaces: Workspaces) -> None:
    from ospo_widgets.scanning.intake.archives import unpack

    archive, folder = tmp_path / "a.tar", tmp_path / "out"
    folder.mkdir()
    archive.write_bytes(HARMLESS["modes, owners and times"][0]())
    unpack(archive, folder)
    files = [p for p in folder.rglob("*") if p.is_file()]
    assert {p.stat().st_mode & 0o7777 for p in files} == {0o600}
    assert len(files) == 2 and all(p.stat().st_uid == os.getuid() for p in files)


def test_the_worker_holds_what_no_reader_can(tmp_path: Path, workspaces: Workspaces) -> None:
    """A dictionary of 4 GB inside a zip archive: only the limit of memory stands in its way."""
    archive = tmp_path / "a.zip"
    archive.write_bytes(lzma_member())
    with pytest.raises(InputError, match="damaged"):
        scan(archive, settings=ScanSettings(history="none"))
    assert workspaces() == []


def test_no_room_on_the_disk(tmp_path: Path, workspaces: Workspaces) -> None:
    """The limit of file size stands for a full disk; the worker reports it."""
    archive = tmp_path / "a.tar"
    archive.write_bytes(GOOD + plain(b"big", os.urandom(300_000)) + END)
    with pytest.raises(InputError, match=r"unpacks to more than|no room"):
        scan(archive, settings=ScanSettings(max_unpacked=200_000, history="none"))
    assert workspaces() == []
