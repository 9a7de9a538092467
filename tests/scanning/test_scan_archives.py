# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Archives that are hostile, damaged or plain."""

import io
import os
import stat
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.intake.archives import unpack
from ospo_widgets.scanning.intake.unpacking import Unpacker
from ospo_widgets.scanning.paths import UnsafeNameError, UnusableNameError, member_parts
from ospo_widgets.scanning.settings import ScanSettings


def zip_of(path: Path, members: dict[str, bytes], **attributes: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = attributes.get(name, 0o100644) << 16
            archive.writestr(info, content)
    return path


def tar_of(path: Path, members: list[tuple[tarfile.TarInfo, bytes]], mode: str = "w") -> Path:
    with tarfile.open(path, "w" if mode == "zst" else mode) as archive:
        for info, content in members:
            info.size = len(content) if info.type == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(content))
    if mode == "zst":
        path.write_bytes(zstandard.ZstdCompressor().compress(path.read_bytes()))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def unpacked(
    archive: Path, limits: ScanSettings | None = None
) -> tuple[Unpacker, dict[str, bytes]]:
    folder = archive.parent / "out"
    folder.mkdir(exist_ok=True)
    unpacker = unpack(archive, folder, limits)
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if not p.is_dir()}
    assert all(stat.S_ISREG(p.lstat().st_mode) for p in files.values())
    return unpacker, {name: p.read_bytes() for name, p in files.items()}


@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "/etc/evil", "C:evil", "c:/evil", "a\\b", "..\\evil"]
)
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_name_that_points_outside_refuses_the_whole_archive(
    tmp_path: Path, name: str, kind: str
) -> None:
    archive = tmp_path / "a"
    if kind == "zip":
        zip_of(archive, {"good": b"1", name: b"2"})
    else:
        tar_of(archive, [(member("good"), b"1"), (member(name), b"2")])
    with pytest.raises(InputError, match="refused"):
        unpacked(archive)
    assert not (tmp_path / "evil").exists()
    if kind == "zip":
        assert not list((tmp_path / "out").iterdir())


@given(st.text(alphabet=st.sampled_from("a./\\:é\x00 ~C"), max_size=14))
@settings(max_examples=300, deadline=None)
def test_accepted_member_names_stay_inside(name: str) -> None:
    try:
        parts = member_parts(name, ScanSettings())
    except (UnsafeNameError, UnusableNameError):
        return
    inside = os.path.normpath(Path("/root-of-archive", *parts))
    assert inside == "/root-of-archive" or inside.startswith("/root-of-archive/")
    assert ".." not in parts and "." not in parts and "" not in parts
    assert name.strip("./") == "" or "/".join(parts)


def test_links_devices_and_pipes_are_listed_not_made(tmp_path: Path) -> None:
    archive = tar_of(
        tmp_path / "a",
        [
            (member("a.txt"), b"x"),
            (member("link", tarfile.SYMTYPE, "/etc/passwd"), b""),
            (member("fifo", tarfile.FIFOTYPE), b""),
            (member("dev", tarfile.CHRTYPE), b""),
            (member("hard", tarfile.LNKTYPE, "a.txt"), b""),
            (member("hard-out", tarfile.LNKTYPE, "../../etc/passwd"), b""),
        ],
    )
    unpacker, files = unpacked(archive)
    assert files == {"a.txt": b"x", "hard": b"x"}
    assert {n.path: n.reason for n in unpacker.not_scanned} == {
        "link": "link to /etc/passwd",
        "fifo": "no regular file",
        "dev": "no regular file",
        "hard-out": "hard link to ../../etc/passwd",
    }


def test_a_file_below_a_link_cannot_leave_the_folder(tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    archive = tar_of(
        tmp_path / "a",
        [
            (member("d", tarfile.SYMTYPE, str(tmp_path / "victim")), b""),
            (member("d/f"), b"x"),
        ],
    )
    _, files = unpacked(archive)
    assert files == {"d/f": b"x"}
    assert not list((tmp_path / "victim").iterdir())


def test_links_in_zip_are_listed(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a", {"f": b"x", "l": b"/etc/passwd"}, l=0o120777)
    unpacker, files = unpacked(archive)
    assert files == {"f": b"x"}
    assert [(n.path, n.reason, n.incomplete) for n in unpacker.not_scanned] == [
        ("l", "link to /etc/passwd", False)
    ]


def test_history_is_never_unpacked(tmp_path: Path) -> None:
    archive = zip_of(
        tmp_path / "a",
        {"p/.git/config": b"[core]", "p/.git/hooks/post": b"", "p/x/.GIT/c": b"", "p/a": b"1"},
    )
    unpacker, files = unpacked(archive)
    assert files == {"p/a": b"1"}
    assert [n.path for n in unpacker.not_scanned] == ["p/.git", "p/x/.GIT"]
    assert unpacker.root().name == "p"


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz", "zst"])
def test_the_kind_is_told_by_content(tmp_path: Path, mode: str) -> None:
    archive = tar_of(tmp_path / "wrong.zip", [(member("p/a"), b"1")], mode)
    assert unpacked(archive)[1] == {"p/a": b"1"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"hello, this is no archive", "no archive"),
        (b"\x1f\x8b" + b"\x00" * 40, "no archive"),
        (b"7z\xbc\xaf\x27\x1c rest", "7z"),
        (b"Rar!\x1a\x07", "rar"),
        (b"PK\x05\x06" + b"\x00" * 18, "no files"),
        (b"PK\x03\x04" + b"\x00" * 60, "incomplete or damaged"),
        (b"\x00" * 10240, "no"),
    ],
)
def test_what_is_no_archive_says_so(tmp_path: Path, content: bytes, words: str) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        unpacked(archive)[0].root()
    assert "Nothing was scanned." in caught.value.message


def test_a_window_of_zstd_larger_than_we_hold_is_refused(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "a", [(member("a"), b"1")])
    parameters = zstandard.ZstdCompressionParameters(window_log=28, write_content_size=False)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    archive.write_bytes(packer.compress(archive.read_bytes()) + packer.flush())
    with pytest.raises(InputError, match="no archive that we can read"):
        unpacked(archive)


def test_encrypted_zip_is_refused_before_writing(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a", {"a": b"1"})
    raw = bytearray(archive.read_bytes())
    raw[6] |= 1
    central = raw.index(b"PK\x01\x02")
    raw[central + 8] |= 1
    archive.write_bytes(raw)
    with pytest.raises(InputError, match="encrypted"):
        unpacked(archive)
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz", "zst"])
@pytest.mark.parametrize("cut", [0.45, 0.75])
def test_truncated_tar_gives_what_was_verified(tmp_path: Path, mode: str, cut: float) -> None:
    members = [(member(f"f{i}"), os.urandom(20_000)) for i in range(50)]
    archive = tar_of(tmp_path / "a", members, mode)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * cut)])
    try:
        unpacker, files = unpacked(archive)
    except InputError:
        assert mode == "w:bz2"  # its first block may hold everything
        return
    assert unpacker.truncated
    assert any(n.incomplete for n in unpacker.not_scanned)
    assert 0 < len(files) < 50
    expected = {info.name: content for info, content in members}
    assert all(expected[name] == content for name, content in files.items())


def test_tar_cut_between_members_counts_as_truncated(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "a", [(member("a"), b"1"), (member("b"), b"2")])
    archive.write_bytes(archive.read_bytes()[:1024])
    unpacker, files = unpacked(archive)
    assert files == {"a": b"1"}
    assert unpacker.truncated


def test_damaged_member_of_a_zip_is_left_out(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a", {"good": b"g" * 50, "bad": os.urandom(500)})
    raw = bytearray(archive.read_bytes())
    place = raw.index(b"bad") + 3 + 200
    raw[place] ^= 0xFF
    archive.write_bytes(raw)
    unpacker, files = unpacked(archive)
    assert set(files) == {"good"}
    assert unpacker.truncated
    assert [(n.path, n.incomplete) for n in unpacker.not_scanned] == [("bad", True)]


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_bombs_stop_at_the_ratio(tmp_path: Path, kind: str) -> None:
    limits = ScanSettings(ratio_from=100_000)
    archive = tmp_path / "a"
    if kind == "zip":
        zip_of(archive, {"zeros": b"\0" * 2_000_000})
    else:
        tar_of(archive, [(member("zeros"), b"\0" * 2_000_000)], "w:gz")
    with pytest.raises(InputError, match="200 times"):
        unpacked(archive, limits)


def test_headers_that_lie_about_the_size_do_not_help_a_bomb(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a", {"zeros": b"\0" * 2_000_000})
    raw = bytearray(archive.read_bytes())
    central = raw.index(b"PK\x01\x02")
    struct.pack_into("<I", raw, 22, 10)
    struct.pack_into("<I", raw, central + 24, 10)
    archive.write_bytes(raw)
    unpacker, files = unpacked(archive, ScanSettings(ratio_from=100_000))
    assert sum(map(len, files.values())) <= 10
    assert unpacker.truncated


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a", {"a": b"1" * 100, "b": b"2" * 100})
    raw = bytearray(archive.read_bytes())
    second = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<I", raw, second + 42, 4)
    archive.write_bytes(raw)
    with pytest.raises(InputError, match="overlap"):
        unpacked(archive)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (ScanSettings(max_archive=10), "limit"),
        (ScanSettings(max_entries=3), "entries"),
        (ScanSettings(max_unpacked=2), "unpacks to more"),
    ],
)
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_caps(tmp_path: Path, limits: ScanSettings, words: str, kind: str) -> None:
    archive = tmp_path / "a"
    names = {f"f{i}": b"1" for i in range(5)}
    if kind == "zip":
        zip_of(archive, names)
    else:
        tar_of(archive, [(member(name), content) for name, content in names.items()])
    with pytest.raises(InputError, match=words):
        unpacked(archive, limits)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("x" * 256, "longer than 255"), ("/".join("d" * 41), "deeper"), ("y/" * 600 + "z", "longer")],
)
def test_names_that_cannot_be_written_are_left_out(tmp_path: Path, name: str, reason: str) -> None:
    archive = tar_of(tmp_path / "a", [(member(name), b"1"), (member("ok"), b"2")])
    unpacker, files = unpacked(archive)
    assert files == {"ok": b"2"}
    assert reason in unpacker.not_scanned[0].reason and unpacker.not_scanned[0].incomplete


def test_names_that_are_no_utf8_are_kept_and_shown(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "a", [(member("caf\udce9.txt"), b"1")])
    unpacker, files = unpacked(archive)
    assert [os.fsencode(name) for name in files] == [b"caf\xe9.txt"]
    assert unpacker.files == 1


def test_duplicates_and_collisions(tmp_path: Path) -> None:
    archive = tar_of(
        tmp_path / "a",
        [(member("a"), b"1"), (member("a"), b"2"), (member("A"), b"3"), (member("a/b"), b"4")],
    )
    unpacker, files = unpacked(archive)
    assert files["a"] == b"1"
    assert unpacker.collisions == [("a", "A")]
    assert [n.path for n in unpacker.not_scanned] == ["a", "a"]


def test_archives_inside_stay_closed(tmp_path: Path) -> None:
    inner = zip_of(tmp_path / "inner", {"x": b"1"}).read_bytes()
    assert set(unpacked(zip_of(tmp_path / "a", {"p/inner.zip": inner}))[1]) == {"p/inner.zip"}


@given(st.binary(max_size=400))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_end_in_a_sentence_or_files(tmp_path: Path, noise: bytes) -> None:
    whole = zip_of(tmp_path / "a", {"a": b"1", "b": b"22"}).read_bytes()
    place = len(noise) % len(whole)
    archive = tmp_path / "b"
    archive.write_bytes(whole[:place] + noise + whole[place + len(noise) :])
    out = tmp_path / "noise"
    out.mkdir(exist_ok=True)
    try:
        unpack(archive, out)
    except InputError as error:
        assert error.message.endswith(".")
    finally:
        for path in out.rglob("*"):
            if path.is_file():
                path.unlink()
