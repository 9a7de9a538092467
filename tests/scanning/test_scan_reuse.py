# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""REUSE: the same dictionary as the real tool, file by file, and guards against hostile files."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.result import ScanResult, ScanVerdict
from ospo_widgets.scanning.reuse.ignore_blocks import LONGEST_BLANK, kept_spans, without_long_blanks
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.settings import ScanSettings

Make = Callable[[Mapping[str, str | bytes]], Path]
Git = Callable[..., str]

COPYRIGHT = "SPDX-FileCopyright" + "Text"
LICENSE = "SPDX-License-" + "Identifier"
BLOCK = "# REUSE-" + "IgnoreStart\n" + "# REUSE-" + "IgnoreEnd\n"
HEADER = f"# {COPYRIGHT}: 2020 CERN\n# {LICENSE}: Apache-2.0\n"


def real_lint(root: Path) -> dict[str, Any]:
    """Output of ``reuse lint --json``."""
    command = [sys.executable, "-m", "reuse", "--no-multiprocessing", "lint", "--json"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def normal(data: dict[str, Any], root: Path) -> dict[str, Any]:
    """Paths relative, lists in order; nothing else is changed."""

    def relative(path: str) -> str:
        return os.fsencode(os.path.relpath(path, root) if path.startswith("/") else path).decode(
            "utf-8", "backslashreplace"
        )

    for key in ("read_errors", "missing_copyright_info", "missing_licensing_info"):
        data["non_compliant"][key] = sorted(relative(p) for p in data["non_compliant"][key])
    data["files"].sort(key=lambda row: row["path"])
    for row in data["files"]:
        for key in ("copyrights", "spdx_expressions"):
            row[key].sort(key=lambda item: (item["value"], str(item["source"])))
    return data


def trees() -> dict[str, dict[str, str | bytes]]:
    text = "text of a licence\n"
    toml = (
        'version = 1\n[[annotations]]\npath = "closest/**"\n'
        f'{COPYRIGHT} = "2019 Closest"\n{LICENSE} = "MIT"\n'
        '[[annotations]]\npath = ["aggregate/**", "odd\\\\*name"]\nprecedence = "aggregate"\n'
        f'{COPYRIGHT} = ["2018 A", "Copyright 2017 B"]\n{LICENSE} = "CC0-1.0"\n'
        '[[annotations]]\npath = "override/**"\nprecedence = "override"\n'
        f'{COPYRIGHT} = "2016 Override"\n{LICENSE} = "CC-BY-4.0"\n'
    )
    inner = (
        'version = 1\n[[annotations]]\npath = "**"\nprecedence = "closest"\n'
        f'{COPYRIGHT} = "2015 Inner"\n{LICENSE} = "ISC"\n'
    )
    dep5 = (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"
        "Files: *\nCopyright: 2020 Dep Five\nLicense: MIT\n\n"
        "Files: img/*\nCopyright: 2021 Painter\n 2022 Other\nLicense: CC-BY-4.0\n"
    )
    snippet = (
        f"{HEADER}code\n# SPDX-SnippetBegin\n# SPDX-SnippetCopyrightText: 2001 Jane\n"
        f"# {LICENSE}: MIT\nx = 1\n# SPDX-SnippetEnd\n"
    )
    ignored = HEADER + BLOCK.replace("\n", f"\n# {LICENSE}: GPL-3.0-only\n", 1)
    utf16 = f"{HEADER}x = 1\r\n".encode("utf-16")
    return {
        "sidecars": {
            "a.bin": b"\x00\x01", "a.bin.license": HEADER, "b.py": "x", "b.py.license": HEADER,
            "c.py": HEADER, "c.py.license": f"# {LICENSE}: MIT\n", "LICENSES/Apache-2.0.txt": text,
            "LICENSES/MIT.txt": text, "LICENSE": text, "empty.py": "", "d.spdx.json": "{}",
        },
        "precedence": {
            "REUSE.toml": toml, "closest/a.py": "x", "closest/b.py": HEADER,
            "closest/c.py": "Copyright 2000 Only Me\n", "aggregate/a.py": HEADER,
            "aggregate/b.txt": "x", "override/a.py": HEADER, "odd*name": "x",
            "closest/in/REUSE.toml": inner, "closest/in/a.txt": "x", "override/REUSE.toml": inner,
            "override/z": "x", "LICENSES/MIT.txt": text, "LICENSES/CC0-1.0.txt": text,
            "LICENSES/ISC.txt": text, "LICENSES/Apache-2.0.txt": text,
        },
        "dep5": {
            ".reuse/dep5": dep5, "a.py": HEADER, "img/x.svg": "<svg/>", "b": "x",
            "LICENSES/MIT.txt": text, "LICENSES/CC-BY-4.0.txt": text,
        },
        "licences": {
            "a.py": HEADER, "b.py": f"# {LICENSE}: NoSuch-1.0\n", "c.py": f"# {LICENSE}: GPL-3.0\n",
            "d.py": f"# {LICENSE}: MIT OR (\n", "e.py": f"# {LICENSE}: LicenseRef-Own AND MIT+\n",
            "f.py": f"/* {LICENSE}: GPL-2.0-only WITH Classpath-exception-2.0 */\n",
            "LICENSES/BSD-3-Clause.txt": text, "LICENSES/MIT": text, "LICENSES/Odd.txt": text,
            "LICENSES/LicenseRef-Own.txt": text, "LICENSES/sub/ISC.txt": text,
            "LICENSES/.hidden.txt": text, "LICENSES/GPL-3.0.txt": text,
        },
        "snippets": {
            "a.py": snippet, "b.py": ignored, "u16.txt": utf16,
            "latin.txt": b"Copyright 2003 Andr\xe9\n",
            "crlf.c": HEADER.replace("\n", "\r\n"), "big.txt": "y\n" * 70_000 + HEADER,
            "long.txt": f"{COPYRIGHT}: 2020   Spaced   Name      \n",
            "bom.py": b"\xef\xbb\xbf" + HEADER.encode(),
            "html.html": f'<meta content="{LICENSE}: MIT" />\n'
            "<!-- Copyright (c) 2010-2012, X -->\n",
            "subprojects/x/a.c": "x", "LICENSES/Apache-2.0.txt": text, "LICENSES/MIT.txt": text,
        },
        "names": {
            "caf\udce9.py": HEADER, "ok é.py": HEADER, "new\nline.py": HEADER,
            "<img src=x onerror=alert(1)>.py": "x", "LICENSES/Apache-2.0.txt": text,
        },
        "nothing": {"a.py": "print()\n", "README.md": "hello\n"},
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(trees()))
def test_equals_reuse_lint(name: str, make_tree: Make) -> None:
    root = make_tree(trees()[name])
    (root / "link.py").symlink_to("a.py")
    assert normal(scan(root).reuse, root) == normal(real_lint(root), root)


def test_equals_reuse_lint_in_a_git_repository(make_tree: Make, git: Git) -> None:
    root = make_tree(
        {
            ".gitignore": "build/\n*.log\n!keep.log\n",
            "a.py": HEADER,
            "x.log": "x",
            "keep.log": "x",
            "build/out.py": "x",
            "sub/.gitignore": "gen.py\n",
            "sub/gen.py": "x",
            "sub/caf\udce9.py": "x",
            "LICENSES/Apache-2.0.txt": "t",
            "untracked.py": HEADER,
        }
    )
    git(root, "init", "-q")
    git(root, "add", "a.py", ".gitignore")
    result = scan(root)
    assert normal(result.reuse, root) == normal(real_lint(root), root)
    assert not any("build" in f.path for f in result.files)


def test_bad_steering_files_become_findings(make_tree: Make) -> None:
    root = make_tree(
        {
            "REUSE.toml": "version = 1\n[[annotations]]\npath = 3\n",
            "a.py": HEADER,
            "LICENSES/Apache-2.0.txt": "t",
            "LICENSES/sub/Apache-2.0.md": "t",
        }
    )
    result = scan(root)
    assert result.compliant is False
    found = {f.id: f for f in result.findings}
    assert found["reuse.config"].paths == ("REUSE.toml",)
    assert found["reuse.license-folder"].paths == ("LICENSES/sub/Apache-2.0.md",)
    assert [f.licenses for f in result.files] == [("Apache-2.0",)]


@pytest.mark.parametrize("toml", ["[[", "annotations = 3", 'version = "x"', "a = " + "[" * 4000])
def test_malformed_reuse_toml_does_not_stop_the_scan(make_tree: Make, toml: str) -> None:
    result = scan(make_tree({"REUSE.toml": toml, "a.py": HEADER}))
    assert "reuse.config" in {f.id for f in result.findings}
    assert len(result.files) == 1


def test_pipes_and_links_do_not_block_or_leak(make_tree: Make, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{COPYRIGHT}: 1999 Secret Holder\n")
    root = make_tree({"a.py": HEADER, "b.py": HEADER, "c.py": HEADER, "d.py": HEADER})
    os.mkfifo(root / "a.py.license")
    os.mkfifo(root / "REUSE.toml")
    os.mkfifo(root / "pipe")
    (root / "b.py.license").symlink_to(secret)
    (root / "c.py.license").symlink_to("d.py")
    (root / "LICENSES").mkdir()
    (root / "LICENSES" / "LicenseRef-x.txt").symlink_to(secret)
    (root / "LICENSES" / "all").symlink_to("/")
    result = scan(root)
    assert result.verdict is not ScanVerdict.READY
    assert "Secret" not in json.dumps(result.to_json())
    reasons = {n.path: n.reason for n in result.not_scanned if n.incomplete}
    assert set(reasons) == {"a.py", "a.py.license", "b.py", "pipe", "REUSE.toml"}
    assert sorted(f.path for f in result.files) == ["c.py", "d.py"]
    problems = {path for f in result.findings if f.id.startswith("reuse.") for path in f.paths}
    assert {"REUSE.toml", "LICENSES/LicenseRef-x.txt", "LICENSES/all"} <= problems


def test_texts_that_stall_the_library(make_tree: Make) -> None:
    root = make_tree(
        {
            "blank.py": f"# {LICENSE}: MIT{' ' * 60_000}x\n",
            "blocks.py": HEADER + BLOCK * 3_000,
            "ok.py": HEADER,
        }
    )
    result = scan(root)
    states = {f.path: f.licenses for f in result.files}
    assert states["ok.py"] == states["blocks.py"] == ("Apache-2.0",)


def test_a_file_that_takes_too_long_is_left_out(make_tree: Make) -> None:
    evil = "SPDX-" * 13_000 + f"Copyright {'x' * 10}\n"
    root = make_tree({"evil.py": evil * 40, "ok.py": HEADER})
    result = scan(root, settings=ScanSettings(file_seconds=0.05))
    assert [(n.path, n.reason) for n in result.not_scanned] == [
        ("evil.py", "reading it took too long")
    ]
    assert [f.path for f in result.files] == ["ok.py"]
    assert result.compliant is False


def test_only_the_beginning_of_a_huge_file_is_read(make_tree: Make) -> None:
    root = make_tree({"a.txt": HEADER + "x\n" * 200_000, "LICENSES/Apache-2.0.txt": "t"})
    result = scan(root, settings=ScanSettings(max_text=100_000, max_buffer=50_000))
    assert result.files[0].licenses == ("Apache-2.0",)
    assert [(n.path, n.incomplete) for n in result.not_scanned] == [("a.txt", True)]
    assert result.verdict is ScanVerdict.UNKNOWN


pieces = st.lists(st.sampled_from(["S<", ">E", "a", "b", "\n", "S", "<"]), max_size=14)


@given(pieces, st.booleans())
@settings(max_examples=500, deadline=None)
def test_ignore_blocks_as_in_the_library(parts: list[str], inside: bool) -> None:
    from reuse import extract

    original = extract.filter_ignore_block
    text = "".join(parts)
    tagged = text.replace("S<", extract.REUSE_IGNORE_START).replace(">E", extract.REUSE_IGNORE_END)
    tags = extract.REUSE_IGNORE_START, extract.REUSE_IGNORE_END
    spans, ends_inside = kept_spans(tagged, *tags, inside)
    ours = "".join(tagged[a:b] for a, b in spans), ends_inside
    assert ours == tuple(original(tagged, inside))


@given(st.text(alphabet=" \t\nSPDX-©x", max_size=300))
@settings(max_examples=200, deadline=None)
def test_only_long_blanks_are_shortened(text: str) -> None:
    short = without_long_blanks(text)
    assert short.split() == text.split()
    assert short == text or " " * LONGEST_BLANK in short.replace("\t", " ")
    assert short.count("\n") == text.count("\n")


def test_result_is_plain_json(make_tree: Make) -> None:
    result: ScanResult = scan(make_tree(trees()["names"]))
    text = json.dumps(result.to_json())
    assert json.loads(text)["schema"] == "ospo-scan/1"
    assert "\\ud" not in text
    text.encode("utf-8")
