# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A fix of whole trees: the patch makes them compliant, and there is nothing left to propose."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.fix.choices import DEFAULT_GROUPS, Exclusion, FixChoices, Group
from ospo_widgets.scanning.fix.fix import Fix
from ospo_widgets.scanning.fix.propose import propose
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.scanning.reuse.lint import lint
from ospo_widgets.scanning.scan import scan
from tests.scanning.conftest import COPYRIGHT_TAG, LICENSE_TAG

CHOICES = FixChoices(license="Apache-2.0", holder="CERN", year=2026)
Make = Callable[[Mapping[str, str | bytes]], Path]

EVERYTHING: Mapping[str, str | bytes] = {
    "README.md": "# A project\n",
    "src/a.py": "#!/usr/bin/env python3\nprint(1)",
    "src/b.c": b"int b;\r\nint c;\r\n",
    "src/c.cpp": b"\xef\xbb\xbfint c;\n",
    "src/old.f90": b"! one\r! two\r",
    "src/latin.py": "# é\n".encode("latin-1"),
    "src/wide.txt": "hello\n".encode("utf-16"),
    "src/top.vhd": "entity top is\n",
    "src/board.kicad_pcb": "(kicad_pcb)\n",
    "data/a.csv": "1,2\n",
    "data/b.csv": "1,2\n",
    "data/deep/c.csv": "1,2\n",
    "data/raw.bin": b"\x00\x01\x02",
    "docs/logo.png": b"\x89PNG\r\n\x1a\n\x00",
    "docs/index.rst": "Title\n=====\n",
    "docs/page.html": "<!DOCTYPE html>\n<p>x</p>\n",
    "nb/one.ipynb": json.dumps(
        {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1
    ),
    "nb/flat.ipynb": '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "package.json": "{}\n",
    "package-lock.json": "{}\n",
    ".gitignore": "*.o\n",
    "Makefile": "all:\n\ttrue\n",
    "odd name/é x.py": "x\n",
    "odd name/star*.dat": "x\n",
    "noend": "text",
}


def fixed(root: Path, choices: FixChoices = CHOICES) -> tuple[ScanResult, Fix]:
    result = scan(root)
    return result, propose(root, result, choices)


def git_apply(root: Path, patch: bytes) -> None:
    command = ["git", "apply", "--whitespace=nowarn"]
    done = subprocess.run(command, cwd=root, input=patch, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


def test_patch_makes_a_tree_of_every_kind_compliant(make_tree: Make) -> None:
    root = make_tree(EVERYTHING)
    with fixed(root)[1] as fix:
        assert fix.undecided == ()
        git_apply(root, b"".join(fix.patch()))
        assert fix.patch_size == len(b"".join(fix.patch()))
    done = subprocess.run(
        [sys.executable, "-m", "reuse", "lint"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    again, nothing = fixed(root)
    with nothing:
        assert nothing.changes == ()
    assert not [f.id for f in again.findings if f.id.startswith("reuse.")]


def test_binary_and_lock_files_are_grouped_by_glob(make_tree: Make) -> None:
    root = make_tree(EVERYTHING)
    with fixed(root)[1] as fix:
        fix.apply(root)
    text = (root / "REUSE.toml").read_text()
    assert text.count("[[annotations]]") == 1
    assert '"**/*.csv"' in text and '"odd name/star\\\\*.dat"' in text
    assert (root / "data/raw.bin").read_bytes() == EVERYTHING["data/raw.bin"]
    assert (root / "package.json").read_text() == "{}\n"


def test_settled_findings_are_gone_afterwards(make_tree: Make) -> None:
    root = make_tree({"a.py": "x\n", "b.py": "y\n", "README.md": "# x\n"})
    with fixed(root)[1] as fix:
        assert "reuse.no-header" in fix.settles
        fix.apply(root)
    assert not {f.id for f in scan(root).findings} & set(fix.settles)


def test_apply_patch_and_archive_are_the_same(make_tree: Make) -> None:
    one, two = make_tree(EVERYTHING), make_tree(EVERYTHING)
    result = scan(one)
    with propose(one, result, CHOICES, whole=True) as fix:
        git_apply(two, b"".join(fix.patch()))
        archive, whole = BytesIO(), BytesIO()
        fix.archive(archive)
        fix.archive(whole, whole=True)
        fix.apply(one)
    files = {str(p.relative_to(one)): p.read_bytes() for p in one.rglob("*") if p.is_file()}
    assert files == {str(p.relative_to(two)): p.read_bytes() for p in two.rglob("*") if p.is_file()}
    with zipfile.ZipFile(whole) as read:
        assert {name: read.read(name) for name in read.namelist()} == files
    with zipfile.ZipFile(archive) as read:
        assert {n: read.read(n) for n in read.namelist()} == {
            c.path: files[c.path] for c in fix.changes
        }


def test_an_archive_is_opened_again_and_nothing_stays(
    make_tree: Make, tmp_path: Path, workspaces: Callable[[], list[Path]]
) -> None:
    place = tmp_path / "p.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("p/a.py", "x\n")
    result = scan(place)
    with propose(place, result, CHOICES, whole=True) as fix:
        assert [c.path for c in fix.changes] == ["LICENSE", "LICENSES/Apache-2.0.txt", "a.py"]
        assert not [p for w in workspaces() for p in w.iterdir() if p.name == "tree"]
    assert workspaces() == []


def test_only_wanted_groups_are_proposed(make_tree: Make) -> None:
    root = make_tree(EVERYTHING)
    only = FixChoices(license="MIT", holder="CERN", groups=frozenset({Group.TEXTS}))
    with fixed(root, only)[1] as fix:
        assert {g for c in fix.changes for g in c.groups} == {Group.TEXTS}


def test_dep5_and_sidecars(make_tree: Make) -> None:
    home = "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    root = make_tree({".reuse/dep5": f"Format: {home}\n", "a.csv": "1\n"})
    with fixed(root)[1] as fix:
        assert "a.csv.license" in {c.path for c in fix.changes}
        fix.apply(root)
    assert lint(root)["summary"]["compliant"]


def test_texts_without_ending_are_renamed_and_old_ids_mended(make_tree: Make) -> None:
    tagged = f"# {COPYRIGHT_TAG} 2020 CERN\n# {LICENSE_TAG} GPL-2.0+\n"
    root = make_tree(
        {
            "a.py": tagged,
            "LICENSES/GPL-2.0.txt": "text\n",
            "COPYING": "x\n",
            "b.py": tagged.replace("GPL-2.0+", "MIT"),
            "LICENSES/MIT": "mit\n",
        }
    )
    with fixed(root, FixChoices(license="GPL-2.0-or-later"))[1] as fix:
        kinds = {c.path: (str(c.kind), c.old_path) for c in fix.changes}
        assert kinds["LICENSES/MIT.txt"] == ("rename", "LICENSES/MIT")
        assert kinds["LICENSES/GPL-2.0-or-later.txt"] == ("rename", "LICENSES/GPL-2.0.txt")
        git_apply(root, b"".join(fix.patch()))
    assert f"{LICENSE_TAG} GPL-2.0-or-later\n" in (root / "a.py").read_text()
    assert lint(root)["summary"]["compliant"]


def test_a_compliant_tree_is_left_as_it_is(make_tree: Make) -> None:
    tagged = f"# {COPYRIGHT_TAG} 2020 Jane Doe\n# {LICENSE_TAG} MIT\n"
    root = make_tree({"a.py": tagged, "LICENSES/MIT.txt": "text\n"})
    with fixed(root, FixChoices())[1] as fix:
        assert fix.changes == ()
        assert fix.undecided == ()


def test_licence_must_be_chosen_when_none_is_known(make_tree: Make) -> None:
    root = make_tree({"a.py": "x\n"})
    with pytest.raises(InputError, match="No licence is known for the part"):
        fixed(root, FixChoices())


def test_exclusion_with_a_licence_is_annotated_with_its_reason(make_tree: Make) -> None:
    root = make_tree({"a.py": "x\n", "old/b.py": "y\n", "out/c.py": "z\n"})
    rules = (
        Exclusion("old/**", "copied from X 1.2", "MIT", "2015 X"),
        Exclusion("out/**", "made by the build"),
    )
    choices = FixChoices(license="Apache-2.0", holder="CERN", exclusions=rules)
    with fixed(root, choices)[1] as fix:
        assert [(r.path, fix.why(r)) for r in fix.left_alone] == [
            ("out/c.py", "You left it out: made by the build")
        ]
        fix.apply(root)
    text = (root / "REUSE.toml").read_text()
    assert '# copied from X 1.2\n[[annotations]]\npath = "old/b.py"' in text
    assert (root / "old/b.py").read_text() == "y\n"


def test_extra_files_do_not_replace_others(make_tree: Make) -> None:
    root = make_tree({"a.py": "x\n", "CITATION.cff": "there: 1\n"})
    extra = {"CITATION.cff": "new\n", "codemeta.json": "{}\n"}
    choices = FixChoices(license="MIT", holder="CERN", extra_files=extra)
    with fixed(root, choices)[1] as fix:
        fix.apply(root)
    assert (root / "CITATION.cff").read_text().endswith("there: 1\n")
    assert (root / "codemeta.json").read_text() == "{}\n"
    assert lint(root)["summary"]["compliant"]


NAME = st.sampled_from(
    [
        "a.py",
        "b.c",
        "c.md",
        "d.json",
        "e.yaml",
        "f.txt",
        "g.rst",
        "h.html",
        "s/a.py",
        "s/d.json",
        "s/t/d.json",
        "s/t/x.vhd",
        "i.ipynb",
        "k.sh",
    ]
)
TEXT = st.builds(
    lambda lines, newline, bom, last: (
        (b"\xef\xbb\xbf" if bom else b"")
        + (newline.join(lines) + (newline if last else "")).encode()
    ),
    st.lists(
        st.one_of(
            st.sampled_from(["#!/bin/sh", "---", "<?xml version='1.0'?>", "# coding: utf-8", ""]),
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.booleans(),
)


@settings(
    max_examples=5,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(files=st.dictionaries(NAME, TEXT, min_size=2, max_size=8))
def test_random_trees(files: dict[str, bytes], make_tree: Make) -> None:
    root = make_tree({name: data or b"x" for name, data in files.items()})
    _, fix = fixed(root, FixChoices(license="Apache-2.0", holder="CERN", groups=DEFAULT_GROUPS))
    with fix:
        git_apply(root, b"".join(fix.patch()))
        left = {row.path for row in fix.undecided}
    report = lint(root)
    missing = report["non_compliant"]
    assert {*missing["missing_licensing_info"], *missing["missing_copyright_info"]} <= left
    assert report["summary"]["compliant"] or left
    with fixed(root)[1] as again:
        assert again.changes == ()
