# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where an answer goes: whole files or none, formats, and text that is safe on a terminal."""

from __future__ import annotations

import argparse
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.cli.output import add_answer_options, chosen_format, emit, one_line, write_file
from ospo_widgets.errors import InputError


def parse(*argv: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_answer_options(parser, ("text", "json", "html"))
    return parser.parse_args(argv)


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ((), "text"),
        (("--output", "-"), "text"),
        (("--output", "a.json"), "json"),
        (("--output", "a.HTM"), "html"),
        (("--output", "a.csv"), "text"),  # not a format of this command
        (("--output", "a.json", "--format", "html"), "html"),
    ],
)
def test_format_is_asked_for_or_read_from_the_name(argv: tuple[str, ...], expected: str) -> None:
    assert chosen_format(parse(*argv)) == expected


def test_unknown_format_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as stopped:
        parse("--format", "pdf")
    assert stopped.value.code == 2


def test_file_is_written_with_one_line_break_at_its_end(tmp_path: Path) -> None:
    emit("héllo\n\n", str(tmp_path / "a.txt"))
    assert (tmp_path / "a.txt").read_bytes() == "héllo\n".encode()


def test_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    write_file(tmp_path / "ours", b"x")
    assert (tmp_path / "ours").stat().st_mode == plain.stat().st_mode


def test_existing_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("old")
    file.chmod(0o600)
    write_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        write_file(tmp_path, b"x")


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        write_file(tmp_path / "no" / "a.txt", b"x")


def test_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("old")

    def fail(_self: Path, _target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match="No space left"):
        write_file(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]  # noqa: PTH208


def test_device_is_written_and_stays_a_device() -> None:
    write_file(Path(os.devnull), b"x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_control_characters_become_visible() -> None:
    assert one_line("a\x1b[31mb\nc\td\u202e\u2028") == "a\\u001b[31mb\\u000ac d\\u202e\\u2028"


@given(st.text())
def test_one_line_is_printable_whatever_comes(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    line.encode("utf-8")
