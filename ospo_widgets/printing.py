# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""HTML to PDF or PNG, through a Chromium or Chrome that the system has already.

No PDF library is needed: the HTML of sheets and reports prints to A4 by itself, and the browser
prints it. Where there is none, people get the HTML.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ospo_widgets.errors import OspoError
from ospo_widgets.wording import words

__all__ = ["PdfError", "pdf_from_html", "pdf_possible", "png_from_html"]

VARIABLE = "OSPO_CHROMIUM"
"""Environment variable that names the browser's program; asked before all others."""

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chrome-headless-shell",
)
"""Names on the path."""

SECONDS_TO_START = 20
"""Longest wait for the program to say its version."""

_PLAYWRIGHT = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
_PLAYWRIGHT_PROGRAMS = (
    "chromium*/chrome-linux*/chrome",
    "chromium*/chrome-linux*/headless_shell",
    "chromium*/chrome-headless-shell-*/chrome-headless-shell",
    "chromium*/chrome-mac*/*.app/Contents/MacOS/*",
)

_NOTHING_FROM_ELSEWHERE = (
    "<!doctype html>"
    '<meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'\">"
)
"""Stands before the document: no script, no frame, no file of this machine, no address."""

_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-crash-reporter",
    "--disable-breakpad",
    "--metrics-recording-only",
    "--mute-audio",
    # Two walls against the network: no name resolves, and every connection would go to a proxy on
    # the discard port, addresses in figures and this machine itself included.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--no-pdf-header-footer",
)

_log = logging.getLogger(__name__)


class PdfError(OspoError):
    """No PDF was made; the HTML that was to be printed is as good on paper."""

    exit_code = 2


def pdf_possible() -> bool:
    """Whether a browser that starts is there; asked of the system once for each program."""
    return _browser() is not None


def pdf_from_html(html: str, *, timeout: float = 60) -> bytes:
    """Print one self-contained HTML document.

    Nothing is loaded from elsewhere and no script runs, whatever the document says. The browser has
    a profile of its own, which is removed, and ends with all its processes.

    Args:
        html: The document; its ``@page`` rules choose paper and margins.
        timeout: Longest wait, seconds.

    Returns:
        The PDF.

    Raises:
        PdfError: There is no browser, it fails, or it takes too long.
    """
    content = _made(html, "page.pdf", ("--print-to-pdf={}",), timeout)
    if not content.startswith(b"%PDF-"):
        _log.warning("%s ended without a PDF", _browser())
        raise PdfError(words("printing.failed"))
    return content


def png_from_html(html: str, *, width: int, height: int, timeout: float = 60) -> bytes:
    """A picture of the upper left corner of one self-contained HTML document.

    The browser is kept as :func:`pdf_from_html` keeps it.

    Args:
        html: The document.
        width: Pixels of the page; the picture has twice as many.
        height: Pixels of the page.
        timeout: Longest wait, seconds.

    Returns:
        The PNG.

    Raises:
        PdfError: There is no browser, it fails, or it takes too long; its words speak of a PDF.
    """
    flags = (
        "--screenshot={}",
        f"--window-size={width},{height}",
        "--force-device-scale-factor=2",
        "--hide-scrollbars",
    )
    content = _made(html, "page.png", flags, timeout)
    if not content.startswith(b"\x89PNG"):
        _log.warning("%s ended without a PNG", _browser())
        raise PdfError(words("printing.failed"))
    return content


def _made(html: str, name: str, flags: Sequence[str], timeout: float) -> bytes:
    """What the browser writes to a file of this name; empty when it wrote none.

    Args:
        html: The document.
        name: Name of the file.
        flags: Options of the browser; ``{}`` in them becomes the path of the file.
        timeout: Longest wait, seconds.
    """
    program = _browser()
    if program is None:
        raise PdfError(words("printing.none"))
    with tempfile.TemporaryDirectory(prefix="ospo-pdf-", ignore_cleanup_errors=True) as folder:
        page, made = Path(folder) / "page.html", Path(folder) / name
        page.write_text(_NOTHING_FROM_ELSEWHERE + html, encoding="utf-8", errors="replace")
        command = [
            str(program),
            *_FLAGS,
            *_sandbox(),
            f"--user-data-dir={Path(folder) / 'profile'}",
            *(flag.replace("{}", str(made)) for flag in flags),
            page.as_uri(),
        ]
        _run(command, Path(folder), timeout)
        return made.read_bytes() if made.is_file() else b""


def _sandbox() -> tuple[str, ...]:
    """Chromium refuses to run as root with its sandbox, so then, and only then, it goes without.

    The sandbox guards against pages that attack the browser by script. We print our own escaped
    HTML, scripts are off twice over, and nothing is loaded from elsewhere.
    """
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()


def _run(command: Sequence[str], folder: Path, timeout: float) -> None:
    """Run the browser in a session of its own, and end all of it however that goes."""
    home = folder / "home"
    home.mkdir()
    environment = {
        **os.environ,
        # It would leave caches and settings in the home of the server otherwise.
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
    }
    output = folder / "output.txt"
    with output.open("wb") as stream:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                cwd=folder,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            _log.warning("%s does not start: %s", command[0], error)
            raise PdfError(words("printing.failed")) from None
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            _log.warning("%s was not ready in %s seconds", command[0], timeout)
            raise PdfError(words("printing.slow", seconds=f"{timeout:g}")) from None
        finally:
            _end(process)
    if code != 0:
        said = output.read_text(encoding="utf-8", errors="replace")
        _log.warning("%s ended with %s: %s", command[0], code, said[-2000:])
        raise PdfError(words("printing.failed"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser and its helpers, which share its session."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _browser() -> Path | None:
    """The first browser that starts, None when there is none."""
    named = os.environ.get(VARIABLE, "")
    if named:
        # Whoever names one wants this one and no other.
        return Path(named) if _starts(named) else None
    return next((path for path in _candidates() if _starts(str(path))), None)


def _candidates() -> Iterator[Path]:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    folders = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), *_PLAYWRIGHT]
    for folder in filter(None, folders):
        for pattern in _PLAYWRIGHT_PROGRAMS:
            found_here = sorted(Path(folder).expanduser().glob(pattern), reverse=True)
            yield from (path for path in found_here if os.access(path, os.X_OK))


@cache
def _starts(program: str) -> bool:
    """True when the program answers; a stub that only points to a package store does not."""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, timeout=SECONDS_TO_START, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
