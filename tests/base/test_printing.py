# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""HTML to PDF: with the real browser, and with programs that stand in for one that misbehaves."""

from __future__ import annotations

import contextlib
import http.server
import io
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ospo_widgets import printing
from ospo_widgets.errors import OspoError
from ospo_widgets.printing import PdfError, pdf_from_html, pdf_possible

A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)
"""Paper, in points."""

DOCUMENT = """<!doctype html><html lang="en"><head><title>A sheet</title>
<style>@page { size: A4; margin: 0 } p { break-after: page } p:last-child { break-after: auto }
</style></head><body>%s</body></html>"""


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, so that what is left behind shows."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def program(folder: Path, body: str) -> Path:
    """A stand-in for a browser: it knows its version; ``body`` is what it does with a page."""
    path = folder / "browser"
    path.write_text(
        '#!/bin/sh\nif [ "$1" = "--version" ]; then echo "Chromium 1"; exit 0; fi\n' + body,
        encoding="utf-8",
    )
    path.chmod(0o755)
    return path


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def use(body: str) -> Path:
        path = program(tmp_path, body)
        monkeypatch.setenv(printing.VARIABLE, str(path))
        return path

    yield use
    printing._starts.cache_clear()


# --- programs that misbehave ---------------------------------------------------------------------

OUT = 'for a in "$@"; do case $a in --print-to-pdf=*) out=${a#--print-to-pdf=};; esac; done\n'


def test_what_the_program_writes_is_the_answer(stand_in, folders):
    stand_in(OUT + 'printf "%%PDF-1.4 fine" > "$out"\n')
    assert pdf_possible()
    assert pdf_from_html("<p>a") == b"%PDF-1.4 fine"
    assert list(folders.iterdir()) == []


def test_page_is_whole_and_walled_off(stand_in, tmp_path):
    kept = tmp_path / "kept.html"
    stand_in(OUT + f'cp "$(dirname "$out")/page.html" "{kept}"; printf "%%PDF-" > "$out"\n')
    pdf_from_html("<p>Hällo \ud800 ■</p>")
    text = kept.read_text(encoding="utf-8")
    assert text.endswith("<p>Hällo ? ■</p>")
    assert text.index("Content-Security-Policy") < text.index("Hällo")
    assert "default-src 'none'" in text


@pytest.mark.parametrize(
    "body",
    ["exit 1\n", "exit 0\n", OUT + ': > "$out"\n', OUT + 'echo no > "$out"\n', "kill -9 $$\n"],
    ids=["fails", "writes nothing", "writes an empty file", "writes no PDF", "crashes"],
)
def test_no_pdf_is_said_and_nothing_is_left(body, stand_in, folders):
    stand_in(body)
    with pytest.raises(PdfError, match=r"^The PDF could not be made\. The HTML prints to A4\.$"):
        pdf_from_html("<p>a")
    assert list(folders.iterdir()) == []


def wait_until_gone(pid: int) -> None:
    """Wait until a killed process has ended: the kernel ends it in its own time, not in ours.

    It may stay as a zombie until the init process has seen it.
    """
    patience = time.monotonic() + 30
    while time.monotonic() < patience:
        with contextlib.suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}:
                threading.Event().wait(0.05)
                continue
        return
    raise AssertionError(f"process {pid} still runs")


def test_a_program_that_hangs_is_ended_with_its_children(stand_in, tmp_path, folders):
    pids = tmp_path / "pids"
    stand_in(f'sleep 600 & echo $! $$ > "{pids}"\nsleep 600\n')
    started = time.monotonic()
    with pytest.raises(PdfError, match=r"within 3 seconds\. The HTML prints to A4"):
        pdf_from_html("<p>a", timeout=3)
    assert time.monotonic() - started < 60
    for pid in pids.read_text().split():
        wait_until_gone(int(pid))
    assert list(folders.iterdir()) == []


def test_a_program_that_vanished(stand_in):
    path = stand_in("exit 0\n")
    assert pdf_possible()
    path.unlink()
    with pytest.raises(PdfError, match="could not be made"):
        pdf_from_html("<p>a")


def test_home_of_the_server_is_left_alone(stand_in, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    stand_in(OUT + 'mkdir -p "$HOME/.cache" "$XDG_CONFIG_HOME/c"; printf "%%PDF-" > "$out"\n')
    pdf_from_html("<p>a")
    assert list(home.iterdir()) == []


def test_without_a_browser(monkeypatch, tmp_path):
    monkeypatch.setattr(printing, "_candidates", lambda: iter([tmp_path / "none"]))
    monkeypatch.delenv(printing.VARIABLE, raising=False)
    assert not pdf_possible()
    with pytest.raises(OspoError) as told:
        pdf_from_html("<p>a")
    assert str(told.value) == "PDF is not possible on this server. The HTML prints to A4."
    assert told.value.exit_code == 2


def test_a_browser_that_is_named_and_missing_is_not_replaced(monkeypatch, tmp_path):
    monkeypatch.setenv(printing.VARIABLE, str(tmp_path / "none"))
    assert not pdf_possible()


def test_a_stub_is_no_browser(monkeypatch, tmp_path):
    stub = tmp_path / "chromium-browser"
    stub.write_text("#!/bin/sh\necho 'Install the package first.'\nexit 1\n")
    stub.chmod(0o755)
    monkeypatch.setenv(printing.VARIABLE, str(stub))
    assert not pdf_possible()


def test_browser_of_playwright_is_found(monkeypatch, tmp_path):
    folder = tmp_path / "browsers" / "chromium-1200" / "chrome-linux64"
    folder.mkdir(parents=True)
    own = program(folder, "exit 0\n").rename(folder / "chrome")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    monkeypatch.delenv(printing.VARIABLE, raising=False)
    assert next(printing._candidates()) == own


@pytest.mark.parametrize(("user", "flags"), [(0, ("--no-sandbox",)), (1000, ())])
def test_only_root_goes_without_the_sandbox(user, flags, monkeypatch):
    monkeypatch.setattr(printing.os, "geteuid", lambda: user)
    assert printing._sandbox() == flags


# --- the real browser ----------------------------------------------------------------------------


def read(content: bytes):
    """The pages of a PDF."""
    import pypdf

    return pypdf.PdfReader(io.BytesIO(content))


@pytest.mark.browser
def test_pages_paper_text_and_title():
    pdf = read(pdf_from_html(DOCUMENT % "<p>Première page ● ▲ ■</p><p>Second</p>"))
    assert len(pdf.pages) == 2
    assert [p.extract_text().strip() for p in pdf.pages] == ["Première page ● ▲ ■", "Second"]
    for page in pdf.pages:
        assert (page.mediabox.width, page.mediabox.height) == pytest.approx(A4, abs=1)
    assert pdf.metadata.title == "A sheet"
    assert pdf.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.browser
def test_fonts_are_in_the_file():
    pdf = read(pdf_from_html(DOCUMENT % "<p>Text <b>and bold</b> ▲</p>"))
    fonts = [f.get_object() for f in pdf.pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        if font["/Subtype"] == "/Type3":
            assert font["/CharProcs"]  # its glyphs are drawings in the file
            continue
        inner = font.get("/DescendantFonts", [font])[0].get_object()
        described = inner["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)


@pytest.mark.browser
def test_nothing_is_loaded_or_run(tmp_path, folders):
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    secret = tmp_path / "secret.html"
    secret.write_text("<h1>SECRET</h1>")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        there = f"http://127.0.0.1:{server.server_port}"
        content = pdf_from_html(
            DOCUMENT
            % f"""<link rel="stylesheet" href="{there}/css"><img src="{there}/img">
            <iframe src="{secret.as_uri()}"></iframe><object data="{secret.as_uri()}"></object>
            <script>document.body.textContent = "RUN"</script>
            <img src="x" onerror="document.body.textContent = 'RUN'">
            <svg onload="document.body.textContent = 'RUN'"></svg><p>stays</p>"""
        )
    finally:
        server.shutdown()
        server.server_close()
    text = "".join(page.extract_text() for page in read(content).pages)
    assert "stays" in text
    assert "SECRET" not in text
    assert "RUN" not in text
    assert asked == []
    assert list(folders.iterdir()) == []
    left = [p for p in psutil.process_iter(["cmdline"]) if str(folders) in str(p.info["cmdline"])]
    assert left == []


@pytest.mark.browser
@pytest.mark.parametrize("seconds", [0, 1])
def test_a_page_cannot_send_the_browser_elsewhere(seconds, tmp_path):
    secret = tmp_path / "secret.html"
    secret.write_text("<h1>SECRET</h1>")
    leave = f'<meta http-equiv="refresh" content="{seconds};url={secret.as_uri()}"><p>stays</p>'
    try:
        text = read(pdf_from_html(DOCUMENT % leave)).pages[0].extract_text()
    except PdfError:
        return  # the browser left, so there is no PDF
    assert text.strip() == "stays"
