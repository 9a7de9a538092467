# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The program: help, version, and what happens when something goes wrong."""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from ospo_widgets import __version__
from ospo_widgets.cli import compatible, main
from ospo_widgets.cli.program import build_parser, error_number
from ospo_widgets.errors import CancelledError, HoldError, InputError, OspoError

COMMANDS = (
    ("serve",),
    ("advise",),
    ("scan",),
    ("compatible",),
    ("portfolio", "report"),
    ("knowledge", "check"),
)


@pytest.fixture(autouse=True)
def _keep_sigterm() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], list[str]]:
    """Make a command raise; gives the arguments that call it."""

    def prepare(error: BaseException) -> list[str]:
        def run(_args: argparse.Namespace) -> int:
            raise error

        monkeypatch.setattr(compatible, "run", run)
        return ["compatible", "MIT", "--into", "MIT"]

    return prepare


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=" ".join)
def test_help_shows_an_example_and_exit_codes(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command, "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert re.search(rf"Example:\n  ospo {' '.join(command)}", out)
    assert re.search(r"Exit codes:\n  0 ", out)
    assert max(map(len, out.splitlines())) <= 110


def test_every_command_is_in_the_help() -> None:
    text = build_parser().format_help()
    assert all(command[0] in text for command in COMMANDS)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"ospo {__version__}\n"


def test_no_command_shows_the_help_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Example:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("It is wrong.", remedy="Mend it."), 2),
        (HoldError("Ask KT first."), 3),
        (CancelledError("Stopped early."), 130),
        (OspoError("The worker died."), 70),  # 1 is kept for conditions that the caller set
    ],
)
def test_expected_errors_are_one_sentence(
    error: OspoError,
    code: int,
    failing: Callable[[BaseException], list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(failing(error)) == code
    captured = capsys.readouterr()
    assert captured.err == f"ospo: {error}\n"
    assert captured.out == ""


def test_a_defect_is_a_sentence_with_a_number(
    failing: Callable[[BaseException], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(failing(ZeroDivisionError("secret value"))) == 70
    err = capsys.readouterr().err
    assert re.search(r"Number E-[0-9A-F]{4}\.", err)
    assert "Traceback" not in err
    assert "secret value" not in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("before", [True, False])
def test_debug_shows_the_traceback(
    before: bool,
    failing: Callable[[BaseException], list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = failing(ZeroDivisionError("detail"))
    assert main(["--debug", *argv] if before else [*argv, "--debug"]) == 70
    assert "ZeroDivisionError: detail" in capsys.readouterr().err


def test_debug_by_environment(
    failing: Callable[[BaseException], list[str]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OSPO_DEBUG", "1")
    assert main(failing(InputError("It is wrong."))) == 2
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c(
    failing: Callable[[BaseException], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(failing(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == "ospo: Stopped.\n"


def test_sigterm_runs_finally_blocks() -> None:
    code = """
import argparse, os, signal, sys
from ospo_widgets.cli import compatible, main
def run(args):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()
    finally:
        print("cleaned")
compatible.run = run
sys.exit(main(["compatible", "MIT", "--into", "MIT"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (143, "cleaned\n")


def test_reader_that_closed_the_pipe_causes_no_complaint() -> None:
    code = """
import sys
from ospo_widgets.cli import compatible, main
from ospo_widgets.cli.output import emit
def run(args):
    sys.stdin.read()
    emit("x" * 10_000_000)
    return 0
compatible.run = run
sys.exit(main(["compatible", "MIT", "--into", "MIT"]))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(b"", timeout=60)
    assert (process.returncode, err) == (141, b"")


def test_terminal_without_unicode_gets_escapes() -> None:
    code = "import sys; from ospo_widgets.cli import main; sys.exit(main(['scan', '/no/“such”']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        timeout=60,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert done.returncode == 2
    assert rb"\u201c" in done.stderr


def test_same_defect_same_number() -> None:
    def number() -> str:
        try:
            raise RuntimeError("differs each time")
        except RuntimeError as error:
            return error_number(error)

    assert number() == number()
