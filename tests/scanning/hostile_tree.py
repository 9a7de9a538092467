# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One tree with everything that a file can do to a reader, and texts that want to be run."""

import json
import os
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ospo_widgets.scanning.intake.workspace import PREFIX
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.scanning.scan import scan
from tests.scanning.hostile import zip_bytes

COPYRIGHT_TAG = "SPDX-FileCopyright" + "Text:"
LICENSE_TAG = "SPDX-License-" + "Identifier:"
EVIL = "<img src=x onerror=alert(1)>"
"""What must stay text wherever it is shown."""
STEER = "\x1b]0;pwned\x07\x1b[2J\u202egpj\u200b\u0085"
"""Sequences that steer a terminal or the direction of a text."""
FORMULA = "=cmd|' /C calc'!A0"
IGNORE = ("REUSE-Ignore" + "Start", "REUSE-Ignore" + "End")

HEADER = f"# {COPYRIGHT_TAG} 2020 CERN\n# {LICENSE_TAG} MIT\n"
DEEP = 100_000
BLANKS = " \t" * 32_768

ENTITIES = "".join(
    f'<!ENTITY e{n} "{"&e" + str(n - 1) + ";" if n else "lol"}{f"&e{n - 1};" * 9 if n else ""}">'
    for n in range(12)
)
"""Each entity is ten of the one before: the last one is a terabyte."""


def xml_bomb(root: str, *, wide: str = "utf-8") -> bytes:
    """A document whose text unfolds without end, and one that reads a file."""
    head = f'<?xml version="1.0" encoding="{wide}"?>\n'
    kinds = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">{ENTITIES}]>\n'
    text = f"{head}{kinds}<{root}>&e11;&f;</{root.split(maxsplit=1)[0]}>\n"
    return text.encode(wide)


def merging(key: str = "a") -> str:
    """YAML merge keys of which each doubles the one before."""
    lines = [f"{key}0: &x0 {{k0: 1}}"]
    lines += [f"{key}{n}: &x{n} {{<<: [*x{n - 1}, *x{n - 1}], k{n}: 1}}" for n in range(1, 40)]
    return "\n".join(lines) + "\n"


def aliases(key: str = "authors") -> str:
    """YAML lists of which each holds the one before ten times."""
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join([*lines, f"{key}: *a11", "cff-version: 1.2.0", ""])


YAML_NAMES = (
    "CITATION.cff", ".ohwr.yaml", "okh.yml", "environment.yml", "pnpm-lock.yaml",
    "conda/meta.yaml", "conda/recipe.yaml", "spack.yaml", "Bender.yml", "x.core",
    ".ospo/baseline.yaml", ".ospo/checklist.yaml", ".gitlab-ci.yml", "conda-lock.yml",
)  # fmt: skip
XML_ROOTS = {
    "pom.xml": "project",
    "board.sch": "eagle",
    "board.brd": "eagle",
    "app.csproj": "Project",
    "bom.cdx.xml": 'bom xmlns="http://cyclonedx.org/schema/bom/1.6"',
    "ipc-2581.xml": "IPC-2581",
    "packages.config": "packages",
    "part.fcstd.xml": "Document",
    "drawing.svg": "svg",
    "PCB_BOM.xml": "export",
}
JSON_NAMES = (
    "package.json", "codemeta.json", ".zenodo.json", "vcpkg.json", "composer.json",
    "sbom.spdx.json", "app.cdx.json", "board.kicad_pro", "conan.lock", "spack.lock",
    "composer.lock", "Pipfile.lock", "npm/package-lock.json", "nb/deep.ipynb",
)  # fmt: skip
TOML_NAMES = ("pyproject.toml", "Cargo.toml", "okh.toml", "poetry.lock", "pixi.toml",
              "Project.toml", "gradle/libs.versions.toml", "Pipfile")  # fmt: skip


def parsers() -> dict[str, bytes]:
    """Files for every parser, each built to take all memory, all time or the whole stack."""
    files: dict[str, bytes] = {}
    for name in YAML_NAMES:
        prefix = b"CAPI=2:\n" if name.endswith(".core") else b""
        files[f"merge/{name}"] = prefix + merging().encode()
        files[f"alias/{name}"] = prefix + aliases().encode()
        files[f"deep/{name}"] = prefix + b"a: " + b"[" * DEEP
    files["CITATION.cff"] = aliases().encode()
    files[".ospo/baseline.yaml"] = merging().encode()
    files[".ospo/checklist.yaml"] = merging("answers").encode()
    files["codemeta.json"] = b'{"a": ' + b"[" * DEEP
    files[".zenodo.json"] = b'{"version": ' + b"9" * 20_000 + b"}"
    for name, root in XML_ROOTS.items():
        files[f"entities/{name}"] = xml_bomb(root)
    for name in JSON_NAMES:
        files[f"deep/{name}"] = b'{"a": ' + b"[" * DEEP
        files[f"long/{name}"] = b'{"version": ' + b"9" * 20_000 + b"}"
    for name in TOML_NAMES:
        files[f"deep/{name}"] = b"a = " + b"[" * DEEP
        files[f"long/{name}"] = b"a = " + b"9" * 20_000
        files[f"keys/{name}"] = b".".join([b"a"] * 20_000) + b" = 1\n"
    brackets = b"(" * 10_000 + b")" * 10_000
    files["ast/setup.py"] = (
        b"from setuptools import setup\nsetup(install_requires=" + brackets + b")"
    )
    files["ast/conanfile.py"] = b"class X:\n    requires = " + brackets
    files["ast/package.py"] = b"class X(Package):\n    depends_on(" + b"-" * 100_000 + b"1)"
    files["ast/Manifest.py"] = b"files = " + b"[" * 10_000
    files["ast/plus/setup.py"] = b"x = " + b"+".join([b"'a'"] * 30_000) + b"\n"
    zeros = b"\0" * 17_000_000
    files["zip/part.FCStd"] = zip_bytes({"Document.xml": zeros})
    files["zip/bom.xlsx"] = zip_bytes(
        {"xl/sharedStrings.xml": zeros, "xl/worksheets/sheet1.xml": zeros}
    )
    sheet = xml_bomb("worksheet", wide="utf-16")
    files["zip/entities/bom.xlsx"] = zip_bytes(
        {"xl/sharedStrings.xml": sheet, "xl/worksheets/sheet1.xml": sheet}
    )
    files["zip/late/bom.xlsx"] = zip_bytes(
        {
            "xl/worksheets/sheet1.xml": xml_bomb("worksheet").replace(
                b"?>\n", b"?>\n<!--" + b"-" * 0 + b" " * 5_000 + b"-->", 1
            )
        }
    )
    files["zip/entities/bom.ods"] = zip_bytes({"content.xml": xml_bomb("office")})
    files["zip/nested.zip"] = zip_bytes(
        {f"{n}.zip": zip_bytes({"0": zeros[:1_000_000]}) for n in range(4)}
    )
    return files


def texts() -> dict[str, bytes]:
    """Files whose lines, encodings or blocks stall or confuse a reader."""
    start, end = IGNORE
    tag = f"{LICENSE_TAG} MIT"
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    printed = {
        "output_type": "stream",
        "name": "stdout",
        "text": [f"# {LICENSE_TAG} GPL-3.0-only\n"],
    }
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": [],
        "execution_count": 1,
        "outputs": [printed],
    }
    return {
        "text/blanks.py": f"# {tag}{' ' * 65_536}x\n".encode(),
        "text/tabs.py": f"# {COPYRIGHT_TAG} 2020{BLANKS}CERN\n# {tag}\n".encode(),
        "text/one-line.txt": b"a" * 9_000_000,
        "text/app.min.js": b"/*! x | (c) 2020 A. Person | MIT */"
        + b"!function(e){e&&e()}," * 60_000,
        "text/tags-on-one-line.txt": f"{tag} ".encode() * 20_000,
        "text/ignored.py": (
            f"# {start}\n# {LICENSE_TAG} GPL-3.0-only\n# {end}\n" * 2_000 + HEADER
        ).encode(),
        "text/ignored-open.py": (f"# {start}\n" * 2_000).encode(),
        "text/binary.bin": b"\0\1\2" + HEADER.encode() + b"\0" * 9_000,
        "text/utf16.py": HEADER.encode("utf-16"),
        "text/utf16be.py": b"\xfe\xff" + HEADER.encode("utf-16-be"),
        "text/utf32.py": HEADER.encode("utf-32"),
        "text/utf16-broken.py": b"\xff\xfe" + HEADER.encode("utf-16-le") + b"\x00\xd8\x01",
        "text/latin1.py": (HEADER + "# é\n").encode("latin-1"),
        "text/bom.py": b"\xef\xbb\xbf" + HEADER.encode(),
        "text/crlf.py": HEADER.replace("\n", "\r\n").encode(),
        "text/mixed.py": HEADER.replace("\n", "\r", 1).encode() + b"x\r\ny\nz\r",
        "text/half.py": HEADER.encode() + b"\xff\xfe\xe9",
        "text/pointer.bin": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
        "text/empty.py": b"",
        "nb/not-json.ipynb": b"{" + HEADER.encode(),
        "nb/list.ipynb": b"[[]]",
        "nb/shape.ipynb": b'{"cells": {"a": 1}, "nbformat": "4"}',
        "nb/old.ipynb": b'{"nbformat": 3, "worksheets": [{"cells": 5}, 3]}',
        "nb/cells.ipynb": json.dumps(
            notebook | {"cells": [None, 3, {"cell_type": "code", "outputs": 7}]}
        ).encode(),
        "nb/outputs.ipynb": json.dumps(notebook | {"cells": [cell]}).encode(),
    }


def names() -> dict[str, bytes]:
    """File names and texts that want to be markup, commands, formulas or other paths."""
    notice = f"# {COPYRIGHT_TAG} 2020 {EVIL} <script>alert(2)</script>\n"
    stated = f"{notice}# {LICENSE_TAG} {EVIL}\n".encode()
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [
            {"type": "library", "name": name, "version": "1", "bom-ref": name,
             "purl": "pkg:pypi/" + name, "licenses": [{"license": {"name": EVIL}}]}
            for name in (EVIL, FORMULA, STEER, "same", "same", "\ud800", "a/b c", "é")
        ],
    }  # fmt: skip
    manifest = {
        "name": EVIL, "license": EVIL, "version": STEER, "repository": "javascript:alert(1)",
        "dependencies": {EVIL: "1", FORMULA: "1", STEER: "2", "-rf": "3", "same": "1"},
    }  # fmt: skip
    block = f'(title "{EVIL}") (rev "{FORMULA}") (comment 1 "Licensed under {EVIL}")'
    sheet = f"(kicad_sch (title_block {block}))"
    readme = f"# {EVIL}\n\n[x](javascript:alert(1)) {STEER} Licensed under {EVIL}.\n"
    odd = (
        f"{EVIL[:-1].replace('/', '')}>.py", f"steer-{STEER}.py", f"{FORMULA.replace('/', '')}.py",
        "@SUM(1+1).py", "+1.py", "-rf", "--upload-pack=x.py", "new\nline.py", "tab\there.py",
        'quote".py', "quote'.py", "back\\slash.py", "${{secrets.X}}.py", "%s%n.py", "colon:12",
        "%2e%2e%2fetc.py", "trailing ", "CON", "aux.c", "*.py", "[x].py", "#hash.py", "a?b.py",
        "é.py", "e\u0301.py", "CASE.py", "case.py", "n" * 250 + ".py", "]]>.py", "`id`.py", "|.py",
    )  # fmt: skip
    return {
        **{f"names/{name}": stated for name in odd},
        "names/package.json": json.dumps(manifest).encode(),
        "LICENSES/LicenseRef-odd.txt": f"{EVIL}\n{STEER}\n".encode(),
        "LICENSE": f"{EVIL}\nCopyright (c) 2020 {EVIL}\n{STEER}\n".encode(),
        "README.md": readme.encode(),
        "hw/title.kicad_sch": sheet.encode(),
        "hw/bom.csv": f'Reference,Value,MPN\n"{FORMULA}","{EVIL}","{STEER}"\n'.encode(),
        "sbom.cdx.json": json.dumps(bom).encode(),
        ".gitmodules": f'[submodule "{EVIL}"]\n\tpath = ../../up\n\turl = ext::sh -c x\n'.encode(),
    }  # fmt: skip


def traps(canary: Path) -> dict[str, bytes]:
    """Files that create ``canary`` as soon as anything runs or imports them."""
    python = f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n"
    shell = f"#!/bin/sh\ntouch {canary}\n"
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": [python],
        "execution_count": None,
        "outputs": [],
    }
    notebook = {"cells": [cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    backend = '[build-system]\nbuild-backend = "evil"\nbackend-path = ["."]\nrequires = []\n'
    modules = ("setup.py", "conftest.py", "docs/conf.py", "sitecustomize.py", "yaml.py", "json.py",
               "reuse/__init__.py", "ospo_widgets/__init__.py", "conanfile.py", "package.py",
               "Manifest.py", "SConstruct", "noxfile.py", "evil.py",
               "_distutils_hack/__init__.py")  # fmt: skip
    return {
        **{f"traps/{name}": python.encode() for name in modules},
        **{f"traps/{name}": shell.encode() for name in ("configure", "Makefile", "hook.sh", "git")},
        "traps/run.ipynb": json.dumps(notebook).encode(),
        "traps/package.json": json.dumps({"scripts": {"preinstall": f"touch {canary}"}}).encode(),
        "traps/pyproject.toml": backend.encode(),
        "traps/.gitattributes": b"* filter=evil diff=evil\n",
        "traps/.gitconfig": f"[core]\n\tfsmonitor = touch {canary}\n".encode(),
        "traps/x.pth": python.encode(),
        "traps/pickle.pkl": b"cos\nsystem\n(S'touch " + str(canary).encode() + b"'\ntR.",
        "traps/tag.yaml": f"!!python/object/apply:os.system ['touch {canary}']\n".encode(),
        "traps/CITATION.cff": f"!!python/object/apply:os.system ['touch {canary}']\n".encode(),
        "traps/.ohwr.yaml": f"a: !!python/object/apply:os.system ['touch {canary}']\n".encode(),
        "traps/page.html": f"<script>fetch('file://{canary}')</script>".encode(),
    }  # fmt: skip


def write_tree(root: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder that must not exist."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def add_special(root: Path) -> None:
    """Add what is no regular file, and names that are no UTF-8."""
    (root / "special").mkdir()
    os.mkfifo(root / "special" / "pipe")
    os.mkfifo(root / "special" / "a.py.license")
    (root / "special" / "a.py").write_bytes(b"x\n")
    (root / "special" / "link").symlink_to("/etc/passwd")
    (root / "special" / "loop").symlink_to(".")
    (root / "special" / "up").symlink_to("../..")
    (root / "special" / "zero").symlink_to("/dev/zero")
    (root / "LICENSES").mkdir(exist_ok=True)
    (root / "LICENSES" / "LicenseRef-link.txt").symlink_to("/etc/passwd")
    (root / "special" / "link.py").write_bytes(b"x\n")
    (root / "special" / "link.py.license").symlink_to("/etc/passwd")
    here = os.open(root / "special", os.O_RDONLY)
    os.close(here)
    with socket.socket(socket.AF_UNIX) as listening:
        before = Path.cwd()
        os.chdir(root / "special")
        try:
            listening.bind("socket")
        finally:
            os.chdir(before)
    (root / "special" / os.fsdecode(b"caf\xe9\xff.py")).write_bytes(HEADER.encode())
    (root / "special" / "closed.py").write_bytes(b"x\n")
    (root / "special" / "closed.py").chmod(0o000)


@dataclass(frozen=True)
class HostileScan:
    """One scan of everything, through the worker.

    Attributes:
        root: The tree.
        result: The scan.
        canary: What exists when something of the tree was run.
        left: Temporary folders that the scan left behind.
    """

    root: Path
    result: ScanResult
    canary: Path
    left: tuple[Path, ...]


def scan_everything(folder: Path) -> HostileScan:
    """Write the tree below ``folder`` and scan it, with the tree as the current folder."""
    canary, root, home = folder / "canary", folder / "tree", folder / "temporary"
    home.mkdir()
    write_tree(root, {**parsers(), **texts(), **names(), **traps(canary)})
    add_special(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(home))
        patch.chdir(root / "traps")
        result = scan(root)
    return HostileScan(root, result, canary, tuple(home.glob(PREFIX + "*")))
