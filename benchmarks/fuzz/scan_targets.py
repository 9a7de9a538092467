# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Parsers of the scan."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path

from inputs import chosen, decoded

TREE_NAMES = (
    "CITATION.cff", "codemeta.json", ".zenodo.json", "REUSE.toml", ".reuse/dep5", "README.md",
    "LICENSE", "LICENSES/MIT.txt", "COPYING", "AUTHORS", "CONTRIBUTING.md", "SECURITY.md",
    "okh.yaml", "okh.toml", ".ohwr.yaml", "ohwr.yml", "bom.csv", "bom.xlsx", "board.kicad_pcb",
    "board.kicad_sch", "top.vhd", "top.sv", "Manifest.py", "part.step", "part.stl", "a.ipynb",
    "a.py", "a.c", "a.html", "a.md", "a.tex", "a.json", ".ospo/baseline.yaml",
    ".ospo/checklist.yaml", "sbom.spdx", "sbom.spdx.json", "sbom.cdx.json", "sbom.cdx.xml",
    "debian/copyright", "package.json", "pyproject.toml", "data.bin", ".env", "id_rsa", "a.pem",
)  # fmt: skip
"""Names of files that some detector wants."""


def manifests(data: bytes) -> None:
    """Manifests and lock files of every language."""
    from ospo_widgets.scanning.manifests.model import ManifestError, to_row
    from ospo_widgets.scanning.manifests.table import ENDINGS, NAMES

    readers = {**NAMES, **{f"a.{ending}": reader for ending, reader in ENDINGS.items()}}
    name, rest = chosen(data, tuple(readers))
    try:
        json.dumps(to_row(readers[name](decoded(rest))))
    except (ManifestError, RecursionError):
        return


def files(data: bytes) -> None:
    """Every detector on one file: tags, notices, licences, metadata, hardware, secrets."""
    from ospo_widgets.scanning.reading.registry import detectors
    from ospo_widgets.scanning.reading.source import Kind, Source

    name, rest = chosen(data, TREE_NAMES)
    source = Source(name, rest)
    for detector in detectors():
        asked = detector.wants is None or detector.wants(name) or detector.triggers
        if asked and (detector.binary or source.kind is Kind.TEXT):
            json.dumps(detector.examine(source))


def expressions(data: bytes) -> None:
    """Licence expressions, and what is done with each that could be read."""
    from ospo_widgets.licensing.expressions import parse

    text = decoded(data)
    expression = parse(text)
    assert str(parse(str(expression))) == str(expression)


def sboms(data: bytes) -> None:
    """Bills of materials that come in."""
    from ospo_widgets.scanning.sbom.reading import read_bill

    name, rest = chosen(data, ("a.spdx", "a.spdx.json", "a.cdx.json", "a.cdx.xml", "a.json"))
    read_bill(name, rest)


def archives(data: bytes) -> None:
    """Zip, tar and their compressions."""
    from ospo_widgets.scanning.intake.archives import unpack
    from ospo_widgets.scanning.settings import ScanSettings

    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        (folder / "a").write_bytes(data)
        (folder / "out").mkdir()
        unpack(folder / "a", folder / "out", ScanSettings(max_unpacked=1 << 22))
    finally:
        shutil.rmtree(folder)


def history(data: bytes) -> None:
    """What ``git log -p`` says of a repository of others."""
    from ospo_widgets.scanning.history.additions import parse
    from ospo_widgets.scanning.history.authors import group_of

    for added in parse(io.BytesIO(data)):
        group_of(decoded(added.path))


def scans(data: bytes) -> None:
    """A scan that was saved, compared with itself."""
    from ospo_widgets.scanning.compare import compare, parse_scan

    scan = parse_scan(data)
    compare(scan, scan)


def fixes(data: bytes) -> None:
    """Headers put into files: everything but the header stays."""
    from ospo_widgets.scanning.fix.content import Content, spliced
    from ospo_widgets.scanning.fix.header import Wanted, header_splice
    from ospo_widgets.scanning.fix.notebook import notebook_splice, output_splices
    from ospo_widgets.scanning.fix.styles import style_of

    name, rest = chosen(data, TREE_NAMES)
    content = Content(rest)
    wanted = Wanted("2026 CERN", "MIT")
    style = style_of(name, content.text[:200])
    splices = [notebook_splice(content, wanted)] if name.endswith(".ipynb") else []
    if style is not None:
        splices.append(header_splice(content, name, style, wanted))
    for splice in filter(None, splices):
        spliced(rest, [splice])
    if name.endswith(".ipynb"):
        spliced(rest, output_splices(content))


def addresses(data: bytes) -> None:
    """Git addresses: what passes is plain https to a public host, as two readers see it."""
    from urllib.parse import urlsplit

    from ospo_widgets.git_access import check_address
    from ospo_widgets.scanning.settings import ScanSettings

    text = decoded(data)
    address = check_address(text, ScanSettings())
    parts = urlsplit(address)
    assert parts.scheme == "https" and parts.hostname and parts.hostname.isascii()
    assert "@" not in parts.netloc and "\\" not in address and address.isprintable()
