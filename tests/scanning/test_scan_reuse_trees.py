# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""Trees of every kind: the report of the library itself, without its files' order."""

import json
import logging
import os
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.reuse.annotations import ConfigProblem, read_annotations
from ospo_widgets.scanning.reuse.lint import lint
from ospo_widgets.scanning.reuse.tree import ReuseTree
from ospo_widgets.scanning.settings import ScanSettings

Make = Callable[[Mapping[str, str | bytes]], Path]
Files = dict[str, str | bytes]
Git = Callable[..., str]

COPYRIGHT = "SPDX-FileCopyright" + "Text"
LICENSE = "SPDX-License-" + "Identifier"
HEADER = f"# {COPYRIGHT}: 2020 CERN\n# {LICENSE}: Apache-2.0\n"
MIT = f"{COPYRIGHT}: 2021 Other\n{LICENSE}: MIT\n"
FAILS = f"\u00a9 2017-2020,Jane Doe\n{HEADER}"
"""A line at which the library's parser of years raises."""


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("reuse").setLevel(logging.CRITICAL)


def by_library(root: Path) -> dict[str, Any]:
    """The report that the library makes in this process."""
    from reuse.project import Project
    from reuse.report import ProjectReport

    before = Path.cwd()
    os.chdir(root)
    try:
        project = Project.from_directory(root)
        report = ProjectReport.generate(project, do_checksum=False, multiprocessing=False)
        return normal(report.to_dict_lint(), root)
    finally:
        os.chdir(before)


def normal(data: dict[str, Any], root: Path) -> dict[str, Any]:
    """Paths relative, lists in order; nothing else is changed."""

    def relative(path: str) -> str:
        inside = os.path.relpath(path, root) if path.startswith("/") else path
        return os.fsencode(inside).decode("utf-8", "backslashreplace")

    for key in ("read_errors", "missing_copyright_info", "missing_licensing_info"):
        found = data["non_compliant"][key]
        data["non_compliant"][key] = sorted(relative(path) for path in found)
    data["files"].sort(key=lambda row: row["path"])
    for row in data["files"]:
        for key in ("copyrights", "spdx_expressions"):
            row[key].sort(key=lambda item: (item["value"], str(item["source"])))
    return data


def ours(root: Path, **limits: Any) -> dict[str, Any]:
    data = lint(root, ScanSettings(**limits))
    return normal(json.loads(json.dumps(data)), root)


def toml(*items: tuple[str, str, str]) -> str:
    """A ``REUSE.toml`` of annotations: path as TOML, precedence, and the rest."""
    return "version = 1\n" + "".join(
        f'[[annotations]]\npath = {path}\nprecedence = "{precedence}"\n{rest}\n'
        for path, precedence, rest in items
    )


BOTH = f'{COPYRIGHT} = ["2018 A", "Copyright 2017 B"]\n{LICENSE} = ["MIT", "ISC"]'
ONLY_COPYRIGHT = f'{COPYRIGHT} = "2016 C"'
ONLY_LICENSE = f'{LICENSE} = "CC0-1.0 OR MIT"'


def comments() -> Files:
    from reuse.comment import NAME_STYLE_MAP, CommentCreateError

    files: Files = {}
    for name, style in NAME_STYLE_MAP.items():
        for multi in (False, True):
            try:
                text = style.create_comment(MIT.strip(), force_multi=multi)
            except CommentCreateError:
                continue
            files[f"{name}-{multi}.txt"] = f"{text}\ncode\n"
    return files


def odd_names() -> Files:
    names = (
        "LICENSE", "LICENSE-MIT", "LICENSE.txt", "LICENSE\n", "LICENSES.txt", "LICENSING",
        "LICENCE", "COPYING", "COPYING.LESSER", "COPYINGS", "CAL-1.0", "CAL-1x0.txt",
        "SHL-2.1.html", "a.spdx", "a.spdx.json", "a.spdx.yml", "a.spdxXxml", "a.spdx.jsonx",
        ".hgtags", ".gitattributes", "x.license", "x.license.license", ".license", "reuse.toml",
        "REUSE.toml.bak", "a b.py", "sub/LICENSES/MIT.txt", "sub/.reuse/x", "LICENSES/MIT.txt",
        "LICENSES\n/y", ".sl/x", "subprojects/a/b.c", "subprojects/c.c", "sub/subprojects/d/e.c",
        "subprojects/a/REUSE.toml", ".hidden/.file", "caf\udce9.py", "deep/" * 15 + "x.py",
        "ok é.py",
    )  # fmt: skip
    return dict.fromkeys(names, HEADER) | {"empty": "", "e.py": "", "e.py.license": HEADER}


def trees() -> dict[str, Files]:
    texts: Files = {f"LICENSES/{i}.txt": "t" for i in ("MIT", "ISC", "CC0-1.0", "Apache-2.0")}
    kinds: Files = {
        "nothing.c": "x", "header.c": HEADER, "copyright.c": "Copyright 2000 Me\n",
        "license.c": f"{LICENSE}: 0BSD\n", "contributor.c": "SPDX-FileContributor: Jane\n",
        "sidecar.c": "Copyright 1999 X\n", "sidecar.c.license": MIT, "void.c": HEADER,
        "void.c.license": "", "empty.c": "",
    }  # fmt: skip

    def below(folder: str) -> Files:
        return {f"{folder}/{name}": content for name, content in kinds.items()}

    dep5 = (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"
        "Files: a/*\nCopyright: 2020 Five\nLicense: MIT\n\n"
        "Files: b/* ?/header.c\nCopyright: 2021 Painter\n 2022 Other\nLicense: CC0-1.0\n"
    )
    return {
        "comments": comments(),
        "names": odd_names(),
        "kinds": {**texts, **below("a"), "REUSE.toml": toml(('"b/**"', "closest", BOTH))},
        "precedence": {
            **texts,
            **below("closest"), **below("aggregate"), **below("override"), **below("c"),
            **below("l"), **below("nested/in"), **below("nested/over/deep"),
            "REUSE.toml": toml(
                ('"**"', "closest", ONLY_LICENSE), ('"closest/**"', "closest", BOTH),
                ('"aggregate/**"', "aggregate", BOTH), ('"override/*.c"', "override", BOTH),
                ('"c/**"', "closest", ONLY_COPYRIGHT), ('"l/**"', "closest", ONLY_LICENSE),
            ),
            "nested/REUSE.toml": toml(('"**"', "aggregate", ONLY_COPYRIGHT)),
            "nested/in/REUSE.toml": toml(('["*.c"]', "closest", ONLY_COPYRIGHT)),
            "nested/over/REUSE.toml": toml(('"deep/**"', "override", BOTH)),
            "nested/over/deep/REUSE.toml": toml(('"*"', "override", ONLY_LICENSE)),
        },
        "globs": {
            "REUSE.toml": toml(
                (r'"a\\*b"', "closest", BOTH), (r'"a\\\\b"', "closest", BOTH),
                ('"src/**/x.c"', "closest", ONLY_LICENSE), ('"*.[ch]"', "closest", BOTH),
                ('"***/y"', "closest", BOTH), ('["q/*/r", "q/**"]', "aggregate", ONLY_COPYRIGHT),
                ('"line*"', "closest", BOTH), ('"é*"', "override", BOTH),
            ),
            **dict.fromkeys(
                ("a*b", "a\\b", "axb", "src/x.c", "src/p/x.c", "src/p/q/x.c", "m.[ch]", "m.c",
                 "z/y", "z/w/y", "q/s/r", "q/s/t/r", "line\nfeed", "line", "été", "x/MIT.txt"),
                "x",
            ),
        },
        "dep5": {".reuse/dep5": dep5, **below("a"), **below("b"), **below("c"), **texts},
        "fails": {
            "a.py": FAILS, "over/b.py": FAILS, "c.py": FAILS, "c.py.license": HEADER,
            "d.py": HEADER, "d.py.license": FAILS,
            "REUSE.toml": toml(('"over/**"', "override", BOTH)),
        },
        "licences": {
            "a.py": f"{LICENSE}: MIT+\n{LICENSE}: Apache-1.0+ AND EUPL-1.2\n", "b": f"{LICENSE}:\n",
            "c": f"{LICENSE}: GPL-2.0+ WITH Autoconf-exception-2.0\n{LICENSE}: ((MIT\n",
            "d": f"{LICENSE}: mit or MIT\n{LICENSE}: LicenseRef-A OR DocumentRef-x:LicenseRef-B\n",
            "e": f"{LICENSE}: LicenseRef-Unknown\n{LICENSE}: Nonsense-1.0\n", **texts,
            "LICENSES/LicenseRef-A.txt": "t", "LICENSES/LicenseRef-Unknown.txt": "t",
            "LICENSES/GPL-2.0+.txt": "t", "LICENSES/Nonsense-1.0.txt": "t", "LICENSES/0BSD": "t",
            "LICENSES/Apache-1.0.md": "t", "LICENSES/sub/EUPL-1.2.txt": "t", "LICENSES/no": "t",
            "LICENSES/Autoconf-exception-2.0.txt": "t", "LICENSES/x.license": "t",
        },
        "all well": {**texts, "a.py": HEADER, "b/c.py": MIT, "d": f"{LICENSE}: ISC\n© 1 X\n",
                     "e": f"{LICENSE}: CC0-1.0\n© 2 Y\n"},
        "empty": {},
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(trees()))
def test_equals_the_library(name: str, make_tree: Make) -> None:
    root = make_tree(trees()[name])
    assert ours(root) == by_library(root)


def test_links_and_folders_as_sidecars(make_tree: Make) -> None:
    names = ("to-file", "to-nothing", "to-self", "folder", "chain")
    root = make_tree({f"{name}.py": HEADER for name in names} | {"other": MIT, "real/x.py": HEADER})
    (root / "to-file.py.license").symlink_to("other")
    (root / "to-nothing.py.license").symlink_to("gone")
    (root / "to-self.py.license").symlink_to("to-self.py.license")
    (root / "chain.py.license").symlink_to("to-file.py.license")
    (root / "folder.py.license").mkdir()
    (root / "link").symlink_to("real")
    (root / "link.py").symlink_to("other")
    (root / "REUSE.toml").symlink_to("other")
    assert ours(root) == by_library(root)


def test_large_files_are_read_in_pieces(make_tree: Make) -> None:
    root = make_tree(
        {
            "late.txt": "x\n" * 100_000 + HEADER,
            "early.txt": HEADER + "x\n" * 100_000,
            "wide.txt": ("x\n" * 70_000 + HEADER).encode("utf-16"),
            "side.bin": b"\x00" * 10,
            "side.bin.license": "x\n" * 100_000 + MIT,
            "over.txt": "x\n" * 100_000 + HEADER,
            "REUSE.toml": toml(('"over.txt"', "override", BOTH)),
        }
    )
    assert ours(root, max_buffer=1_000) == ours(root) == by_library(root)


def test_many_files_in_several_processes(make_tree: Make) -> None:
    files: Files = {f"{i % 7}/f{i}.py": (HEADER, MIT, "x", "")[i % 4] for i in range(450)}
    files |= {f"{i}/f{i}.py.license": HEADER for i in range(7)}
    root = make_tree({**files, "1/REUSE.toml": toml(('"**"', "aggregate", BOTH))})
    expected = by_library(root)
    for processes in (1, 2, 3):
        found = normal(lint(root, processes=processes), root)
        assert found == expected


@pytest.fixture
def repository(make_tree: Make, git: Git) -> Path:
    root = make_tree(
        {
            ".gitignore": "build/\n*.log\n!keep.log\n*.license\nignored/REUSE.toml\n",
            "a.py": HEADER, "x.log": "x", "keep.log": "x", "build/deep/out.py": "x",
            "sub/.gitignore": "gen.py\n", "sub/gen.py": "x", "sub/caf\udce9.py": "x",
            "new.py": HEADER, "b.py": "x", "b.py.license": MIT,
            "ignored/REUSE.toml": toml(('"**"', "override", BOTH)), "ignored/c.py": HEADER,
            "build/REUSE.toml": "version = [", "modules/m/d.py": HEADER, "modules/n/e.py": HEADER,
            "subprojects/f/g.c": "x",
            ".gitmodules": '[submodule "m"]\n\tpath = ./modules/m/\n\turl = https://x.org/m\n'
            '[submodule "gone"]\n\tpath = modules/gone\n[submodule "link"]\n\tpath = way/n\n',
        }
    )  # fmt: skip
    (root / "way").symlink_to("modules")
    git(root, "init", "-q")
    git(root, "add", "a.py", ".gitignore", "sub/.gitignore")
    return root


def test_equals_the_library_in_a_repository(repository: Path) -> None:
    found = ours(repository)
    (repository / "sub/caf\udce9.py").unlink()  # the library cannot read git's answer with it
    assert "sub/caf\\xe9.py" in found["non_compliant"]["read_errors"]
    assert ours(repository) == by_library(repository)
    paths = {row["path"] for row in found["files"]}
    assert not paths & {
        "x.log",
        "sub/gen.py",
        "modules/m/d.py",
        "modules/n/e.py",
        "build/deep/out.py",
    }


def test_without_asking_git_everything_counts(repository: Path) -> None:
    listing = ReuseTree(repository, ScanSettings(), git=False).listing
    covered = {file.path for file in listing.files if file.covered}
    assert {"x.log", "build/deep/out.py", "modules/m/d.py"} <= covered


@pytest.mark.parametrize("modules", [b"\xff\xfe[", b'[submodule "x"]\npath\n', b"[" * 5_000])
def test_an_odd_list_of_submodules_is_no_error(repository: Path, modules: bytes) -> None:
    (repository / ".gitmodules").write_bytes(modules)
    assert ReuseTree(repository, ScanSettings(), git=True).listing.files


NAMES = st.text(alphabet="ab*.é[", min_size=1, max_size=3).filter(lambda name: name.strip("."))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
GLOBS = st.lists(st.sampled_from(["a", "b", "*", "**", "/", "\\*", "\\\\", "\\", ".", "é", "["]),
                 min_size=1, max_size=7).map("".join)  # fmt: skip
ITEMS = st.lists(
    st.tuples(
        st.lists(GLOBS, min_size=1, max_size=2).map(json.dumps),
        st.sampled_from(["closest", "aggregate", "override"]),
        st.sampled_from([BOTH, ONLY_COPYRIGHT, ONLY_LICENSE]),
    ),
    max_size=4,
)


@given(ITEMS, ITEMS, st.lists(PATHS, min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_annotations_as_in_the_library(
    tmp_path_factory: pytest.TempPathFactory,
    outer: list[tuple[str, str, str]],
    inner: list[tuple[str, str, str]],
    paths: Iterable[str],
) -> None:
    from reuse.global_licensing import NestedReuseTOML

    root = tmp_path_factory.mktemp("globs")
    (root / "a").mkdir()
    (root / "REUSE.toml").write_text(toml(*outer), encoding="utf-8")
    (root / "a" / "REUSE.toml").write_text(toml(*inner), encoding="utf-8")
    library = NestedReuseTOML.from_file(root)
    problems: list[ConfigProblem] = []
    given_by = read_annotations(root, ["REUSE.toml", "a/REUSE.toml"], ScanSettings(), problems)
    assert not problems
    for path in set(paths) - {"a"}:  # that is a folder
        expected = {k.value: v for k, v in library.reuse_info_of(path).items()}
        found = given_by(path)
        assert found.override == ("override" in expected)
        always = [*expected.get("override", ()), *expected.get("aggregate", ())]
        for infos, theirs in ((found.always, always), (found.closest, expected.get("closest", ()))):
            assert [
                (i.source, i.kind, {t for t, _ in i.expressions}, {t for t, _ in i.notices})
                for i in infos
            ] == [
                (i.source_path, i.source_type.value, set(map(str, i.spdx_expressions)),
                 set(map(str, i.copyright_notices)))
                for i in theirs
            ]  # fmt: skip


def test_a_glob_that_would_take_for_ever(make_tree: Make) -> None:
    glob = json.dumps("**a" * 200 + "b")
    root = make_tree({"REUSE.toml": toml((glob, "closest", BOTH)), "a" * 200: HEADER})
    assert [row["path"] for row in ours(root)["files"]] == ["a" * 200]


def test_too_many_files_are_refused(make_tree: Make) -> None:
    root = make_tree({f"f{i}": "x" for i in range(30)})
    with pytest.raises(InputError, match="more than 20 files"):
        lint(root, ScanSettings(max_entries=20))


def test_a_deep_tree_is_no_error(tmp_path: Path) -> None:
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1_200):
            Path("d").mkdir()
            os.chdir("d")
        Path("a.py").write_text(HEADER)
        found = ours(tmp_path)["files"]
    finally:
        os.chdir(before)
        # shutil.rmtree, with which pytest cleans up, recurses and would fail.
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)
    assert [row["copyrights"][0]["value"][-4:] for row in found] == ["CERN"]


# REUSE-IgnoreEnd
