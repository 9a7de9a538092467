# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The real pip, asked about an index on loopback: it answers, and nothing is built or run."""

import io
import os
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pip._internal.metadata._json import METADATA_FIELDS

from ospo_widgets.project import Component
from ospo_widgets.scanning.dependencies.clients import PIP
from ospo_widgets.scanning.dependencies.index import IndexLookup
from ospo_widgets.scanning.dependencies.model import Dependency

REPORTED = {name for name, _ in METADATA_FIELDS}
"""Fields of the metadata that this pip puts into its report."""

pytestmark = pytest.mark.skipif(not PIP.found(), reason="pip is not installed here")


def wheel(name: str, version: str, *headers: str) -> tuple[str, bytes]:
    module = name.replace("-", "_")
    metadata = "\n".join(
        ("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *headers, "")
    )
    info = f"{module}-{version}.dist-info"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(f"{info}/METADATA", metadata)
        tag = "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(f"{info}/WHEEL", tag)
        archive.writestr(f"{info}/RECORD", "")
    return f"{module}-{version}-py3-none-any.whl", content.getvalue()


def source(name: str, version: str, marker: Path) -> tuple[str, bytes]:
    """A source distribution that shows when its set-up is run."""
    script = f"open({str(marker)!r}, 'w')".encode()
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        entry = tarfile.TarInfo(f"{name}-{version}/setup.py")
        entry.size = len(script)
        archive.addfile(entry, io.BytesIO(script))
    return f"{name}-{version}.tar.gz", content.getvalue()


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A simple index that pip is configured for, and the paths for which it was asked."""
    projects = {
        "new-thing": [wheel("new-thing", "1.0", "License-Expression: MIT OR Apache-2.0")],
        "old-thing": [
            wheel("Old.Thing", "0.9", "License: ISC"),
            wheel("Old.Thing", "1.0", "Classifier: License :: OSI Approved :: zlib/libpng License"),
        ],
        "old-python": [wheel("old-python", "1.0", "Requires-Python: <3", "License: MIT")],
        "to-build": [source("to-build", "1.0", tmp_path / "was-built")],
        "needy": [wheel("needy", "1.0", "License: MIT", "Requires-Dist: to-build")],
    }
    files = {f"/files/{name}": content for rows in projects.values() for name, content in rows}
    pages = {
        f"/simple/{project}/": "".join(
            f'<a href="/files/{name}">{name}</a><br>' for name, _ in rows
        ).encode()
        for project, rows in projects.items()
    }
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = {**files, **pages}.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html" if self.path in pages else "x/x")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    for name in os.environ:
        if name.startswith("PIP_") or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{made.server_port}/simple")
    yield asked
    made.shutdown()
    thread.join()
    made.server_close()


def package(name: str, version: str = "") -> Dependency:
    return Dependency(Component(name), version=version, ecosystem="pypi")


def test_pip_says_what_wheels_state(index: list[str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    lookup = IndexLookup(cache)
    packages = [
        package("New_Thing", "1.0"),
        package("old-thing", "0.9"),
        package("old-thing"),
        package("old-python", "1.0"),
        package("needy"),
        package("to-build", "1.0"),
        package("absent", "1.0"),
    ]
    lookup.prepare(packages)
    asked = len(index)
    found = [lookup(one) for one in packages]
    assert [one.license for one in found if one is not None] == [
        # An older pip does not report this field, so the licence stays unknown.
        "MIT OR Apache-2.0" if "License-Expression" in REPORTED else "",
        "ISC",
        "zlib/libpng License",
        "MIT",
        "MIT",
        "",
        "",
    ]
    assert [bool(one.problem) for one in found if one is not None] == [False] * 5 + [True] * 2
    assert len(index) == asked
    assert not (tmp_path / "was-built").exists()
    assert not [path for path in index if path.endswith(".tar.gz")]
    assert {path.suffix for path in cache.iterdir()} == {".json"}


def test_an_index_that_does_not_answer(
    index: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Port 1 of loopback is closed: pip itself finds that nobody is there.
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    stated = IndexLookup(tmp_path)(package("new-thing", "1.0"))
    assert stated is not None
    assert stated.problem == "Unknown: pip did not answer."
    assert index == []
