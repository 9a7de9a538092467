# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What fuzzing begins with: our examples, our own files, and the hostile ones of the tests."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 64 * 1024
"""Longer seeds are left out: a fuzzer that copies them does little else."""

TREE = {
    "pyproject.toml": ROOT / "pyproject.toml",
    "CITATION.cff": ROOT / "CITATION.cff",
    "REUSE.toml": ROOT / "REUSE.toml",
    "README.md": ROOT / "README.md",
    "makefile": ROOT / "Makefile",
    "cmakelists.txt": ROOT / "data/examples/trackfit-tools/CMakeLists.txt",
    "a.ipynb": ROOT / "notebooks/home.ipynb",
    "LICENSES/MIT.txt": ROOT / "LICENSES/CC0-1.0.txt",
    "a.py": ROOT / "tests/conftest.py",
    "environment.yml": ROOT / "environment.yml",
}
"""Files of ours that say something to a parser, by the name under which it is told."""


def seeds(target: str) -> dict[str, bytes]:
    """Inputs for a target, by file name."""
    found = {name: data for name, data in _all(target) if len(data) <= LARGEST}
    return {f"{number:04d}": data for number, data in enumerate(found.values())}


def _all(target: str) -> Iterator[tuple[str, bytes]]:
    if target in {"manifests", "files", "imports", "sboms", "fixes"}:
        for name, path in TREE.items():
            yield name, name.encode() + b"\n" + path.read_bytes()
        for name, data in _hostile().items():
            yield f"hostile {name}", name.rpartition("/")[2].encode() + b"\n" + data
    if target in {"imports", "sboms", "files"}:
        yield from _bills()
    if target == "archives":
        yield from _archives()
    if target == "answers":
        for path in sorted((ROOT / "data/examples").glob("answers-*.json")):
            yield path.name, path.read_bytes()
        for path in sorted((ROOT / "tests/advice/cases").glob("*.json")):
            yield path.name, path.read_bytes()
    if target == "knowledge":
        for path in sorted((ROOT / "data").rglob("*.yaml")):
            if "wording" not in path.parts and "translations" not in path.parts:
                shown = path.relative_to(ROOT / "data").as_posix()
                yield shown, shown.encode() + b"\n" + path.read_bytes()[:8_000]
    yield from ((f"text {i}", text.encode()) for i, text in enumerate(TEXTS.get(target, ())))


def _hostile() -> dict[str, bytes]:
    sys.path.insert(0, str(ROOT))
    from tests.scanning.hostile_tree import names, parsers, texts

    return {**parsers(), **texts(), **names()}


def _bills() -> Iterator[tuple[str, bytes]]:
    package = {"name": "a", "SPDXID": "SPDXRef-a", "versionInfo": "1", "licenseDeclared": "MIT"}
    spdx = {"spdxVersion": "SPDX-2.3", "name": "a", "packages": [package], "relationships": []}
    yield "spdx", b"a.spdx.json\n" + json.dumps(spdx).encode()
    component = {"type": "library", "name": "a", "version": "1", "purl": "pkg:pypi/a@1",
                 "licenses": [{"expression": "MIT"}]}  # fmt: skip
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [component]}
    yield "cyclonedx", b"a.cdx.json\n" + json.dumps(bill).encode()
    xml = ('<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library">'
           "<name>a</name><version>1</version></component></components></bom>")  # fmt: skip
    yield "xml", b"a.cdx.xml\n" + xml.encode()
    yield "tags", b"a.spdx\nSPDXVersion: SPDX-2.3\nPackageName: a\nPackageVersion: 1\n"
    yield "csv", b"a.csv\nname,url,license\na,https://gitlab.cern.ch/a/b,MIT\n"
    yield "json", b'a.json\n[{"name": "a", "html_url": "https://github.com/a/b", "id": 1}]'
    yield "yaml", b"publiccode.yml\npubliccodeYmlVersion: '0.4'\nname: a\nurl: https://a.org/b\n"


def _archives() -> Iterator[tuple[str, bytes]]:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.py", "x = 1\n")
        archive.writestr("README.md", "text\n" * 20)
    yield "zip", zipped.getvalue()
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        member = tarfile.TarInfo("a/b.py")
        member.size = 6
        tar.addfile(member, io.BytesIO(b"x = 1\n"))
    yield "tar", plain.getvalue()
    yield "gzip", gzip.compress(plain.getvalue())
    for mode in ("bz2", "xz"):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode=f"w:{mode}") as tar:
            tar.addfile(tarfile.TarInfo("empty"))
        yield mode, packed.getvalue()


TEXTS: dict[str, tuple[str, ...]] = {
    "addresses": (
        "https://gitlab.cern.ch/a/b.git", "https://127.1/a", "https://[::1]/a", "ext::sh -c x",
        "git@gitlab.cern.ch:a/b", "https://user:word@host/a", "https://0x7f.1/a",
        "https://[64:ff9b::7f00:1]/a", "https://host.:443/a", "https://%6cocalhost/a",
    ),
    "expressions": (
        "MIT", "GPL-2.0-or-later WITH Classpath-exception-2.0", "(MIT OR Apache-2.0) AND X",
        "LicenseRef-a AND (BSD-3-Clause OR (MIT AND ISC))", "GPL-2.0+", "((MIT", "MIT or later",
    ),
    "history": (
        "\x1e" + "a" * 40 + "\x1f1700000000\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n"
        "@@ -0,0 +1,2 @@\n+one\n+two\n",
    ),
    "scans": (
        '{"schema": "ospo-scan/1", "findings": [], "files": [], "dependencies": []}',
    ),
    "forges": (
        '[{"id": 1, "path_with_namespace": "a/b", "web_url": "https://x/a/b", "topics": ["t"]}]',
        '[{"id": 1, "full_name": "a/b", "license": {"spdx_id": "MIT"}}]',
        '{"Python": 10, "C": 2}', '[{"tag_name": "v1", "released_at": "2026-01-01T00:00:00Z"}]',
    ),
    "records": ("https://gitlab.cern.ch/a/b name\n# note\nfolder name\n", '{"claims": []}'),
    "reports": (
        "kind=software&family=permissive&period=2026-01..2026-02", "2026-Q1", "last month",
        'template = "monthly"\n[filters]\nkind = "software"\n',
    ),
    "names": ("ROOT, FFTW 3.3, GPL-2.0-only", ">=1.0,<2", "pkg:pypi/numpy@1.0", "MIT\nApache 2"),
    "queries": (
        "licence_advisor\nproject=x&start=software&s=abc", "compatibility\nin=MIT&into=ISC",
        "best_practices\nq=start&check=scan.x", "knowledge\ntab=rows&kind=licenses",
        "repository_scan\ngit=https://gitlab.cern.ch/a/b", "portfolio\nview=glance&kind=software",
        "ask_the_office\nkind=release&subject=x&number=E-0000&page=portfolio",
    ),
    "kept": (
        '{"version": 1, "app": "licence_advisor", "query": "s=x", "more": {}, "typed": {"a": "b"}}',
        '[["name", "kind=software"]]', "eJyrVkosLcmIz0nNS88oVrJSUDI0VNIBAD1gBf8",
    ),
    "letters": ("Question about a\nBody\n", "a@example.org\nBody", "a\r\nBcc: x@y.org\nBody"),
    "messages": (
        '{"op": "chunk", "offset": 0, "size": 4, "name": "a"}\ndata', '{"op": "ping", "id": 1}',
        '{"op": "act", "name": "go", "value": "x"}', '{"op": "piece", "id": 1, "offset": 0}',
        '{"op": "select", "keys": ["2026-01"], "series": ["k"]}', '{"rows": [], "columns": []}',
        '{"op": "range", "first": "2026-01", "last": "2026-01"}', '{"op": "kept", "key": "key"}',
    ),
    "requests": ("localhost:8866\n192.0.2.1, 127.0.0.1\nhttp://localhost:8866", "[::1]\n::1\nnull"),
    "uploads": ("\x00\x00\x06\x00\x01a", "\x00\x00\x40\x00\x07a\x2a\x00\x40\x00\x07a"),
}  # fmt: skip
"""Short inputs by target."""
