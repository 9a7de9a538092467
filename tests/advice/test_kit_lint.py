# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Kits of random projects, laid over random trees, pass ``reuse lint``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from kit_making import COPYRIGHT, LICENSE, RIGHTS, SOFTWARE, fill, kit_for, lint, settled

from ospo_widgets.advice.kit.headers import SIDECAR, styles
from ospo_widgets.advice.kit.release import FOLDER, KitDetails, release_kit
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.errors import InputError
from ospo_widgets.licensing import is_collaboration
from ospo_widgets.licensing.texts import text_ids
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

TYPES = sorted({ending for style in styles() for ending in style.endings})
BYTES = b"\x89PNG\r\n\x1a\n\x00\xff\xfe"

plain = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))
holders = st.one_of(
    st.sampled_from(['CERN "and" \\ GSI', "*/ --> } #} CERN", "CERN ]] [[x", "高エネルギー研"]),
    st.text(plain, min_size=1, max_size=60),
    st.just("x" * 200),
).filter(lambda name: name.strip() and not is_collaboration(name))
anything = st.text(max_size=40)
globs = st.sampled_from(
    ["src/**", "hw/**", "**/*.vhd", 'we "quote"/**', "dïr/**", "a\\*b/**", "docs/*", "one.txt"]
)
components = st.builds(
    Component,
    name=st.text(plain, min_size=1, max_size=20),
    license=st.sampled_from([None, "MIT", "BSD-3-Clause", "LicenseRef-x"]),
    use=st.none() | st.sampled_from(Use),
    optional=st.booleans(),
    version=anything,
)
parts = st.builds(
    Part,
    id=st.sampled_from(["a", "b", "Ü ber/..", "con", "x" * 60]),
    name=st.text(min_size=1, max_size=30),
    material=st.sampled_from(Material),
    paths=st.one_of(st.just(("**",)), st.lists(globs, min_size=1, max_size=3).map(tuple)),
    components=st.lists(components, max_size=2).map(tuple),
    file_types=st.lists(st.sampled_from([*TYPES, ".odd"]), max_size=4).map(tuple),
)
EXPRESSIONS = (
    "MIT",
    "LGPL-3.0-only",
    "LGPL-2.1-or-later",
    "GPL-2.0-or-later WITH GCC-exception-2.0",
    "Apache-2.0 OR BSD-3-Clause",
)
RULES = (
    "",
    'version = 1\n[[annotations]]\npath = "img/**"\nSPDX-FileCopyrightText = "2019 A"\n'
    'SPDX-License-Identifier = "CC0-1.0"\n',
    'version = 1\nannotations = [{path = "**", precedence = "override", '
    'SPDX-FileCopyrightText = "2019 A", SPDX-License-Identifier = "Zlib"}]\n',
)
RELEASE_FILES = (
    "LICENSE",
    "NOTICE",
    "CONTRIBUTING.rst",
    "CITATION.cff",
    "CHANGELOG.md",
    "okh.toml",
)
details = st.builds(
    KitDetails,
    description=anything,
    version=anything,
    authors=st.text(max_size=60),
    contact=anything,
    maintainer=anything,
    keywords=st.lists(anything, max_size=2).map(tuple),
    source_location=st.sampled_from(["", "https://ohwr.example.org/x?a=1&b=]]"]),
)


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[str, str | bytes], tuple[str, ...]]:
    """Files of a project and the licences that they name, as a scan would find them."""
    files: dict[str, str | bytes] = {}
    named: set[str] = set()
    for number, kind in enumerate(draw(st.lists(st.sampled_from(TYPES), max_size=25))):
        folder = draw(st.sampled_from(["", "src/", "hw/deep/", "dïr/", "a*b/"]))
        name = f"{folder}f{number}{kind}" if kind.startswith(".") else f"{folder}d{number}/{kind}"
        stated = draw(st.none() | st.sampled_from(EXPRESSIONS))
        header = f"# {COPYRIGHT}2020 Someone\n# {LICENSE}{stated}\n" if stated else ""
        files[name] = BYTES if draw(st.booleans()) and not stated else f"{header}x\n"
        named.update(text_ids(stated) if stated else ())
    rules = draw(st.sampled_from(RULES))
    if rules:
        files |= {"REUSE.toml": rules, "img/logo.png": BYTES}
        named.add("CC0-1.0" if "CC0" in rules else "Zlib")
        if "override" in rules:
            named = {"Zlib"}
    for name in draw(st.sets(st.sampled_from(RELEASE_FILES))):
        files[name] = "theirs\n"
    return files, tuple(sorted(named))


@settings(
    max_examples=25,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)
@given(st.data())
def test_kits_of_random_projects_pass(data: st.DataObject) -> None:
    files, named = data.draw(trees())
    project = Project(
        name=data.draw(anything),
        parts=tuple(data.draw(st.lists(parts, min_size=1, max_size=3, unique_by=lambda p: p.id))),
        url=data.draw(st.sampled_from(["", "https://gitlab.example.org/a/b", "not an address"])),
        license_ids=named,
        existing_files=tuple(sorted(name for name in files if "/" not in name)),
        reuse_toml=str(files.get("REUSE.toml", "")),
        origin=Origin.SCAN,
    )
    answers = settled(
        project,
        {
            **RIGHTS,
            "openness": data.draw(st.sampled_from(["anything", "changes", "everything"])),
            "company": "no",
            "collaboration": data.draw(st.sampled_from(["", "ATLAS", 'the "X" project'])),
        },
    )
    advice = recommend(project, answers)
    for part in advice.parts:
        assume(part.candidates)
        answers[f"{part.part.id}/license"] = data.draw(
            st.sampled_from([c.license.id for c in part.candidates])
        )
    advice = recommend(project, answers)
    options = {"holder": data.draw(holders), "year": 2026, "details": data.draw(details)}
    kit = release_kit(advice, **options)
    assert kit.zip_bytes() == release_kit(advice, **options).zip_bytes()
    assert set(kit.comments) == set(kit.files)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        fill(root, files)
        kit.write_to(root)
        assert lint(root) == {}
        for name, content in files.items():
            if name != "REUSE.toml":
                assert (root / name).read_bytes() in (content, str(content).encode())
        if "NOTICE" in kit.files:
            shutil.rmtree(root / FOLDER)
            assert lint(root) == {}


def test_every_file_type_that_reuse_knows_passes(tmp_path: Path) -> None:
    files = {f"src/f{n}{t}" if t[0] == "." else f"src/d{n}/{t}": "x\n" for n, t in enumerate(TYPES)}
    fill(tmp_path, files)
    assert len(lint(tmp_path)["missing_licensing_info"]) > 300
    kit_for(Project(), SOFTWARE).write_to(tmp_path)
    assert lint(tmp_path) == {}


@pytest.mark.parametrize("style", styles(), ids=lambda style: style.name)
def test_reuse_reads_each_header(style: Any, tmp_path: Path) -> None:
    """Without REUSE.toml, the header alone says it all, in every comment style."""
    from reuse.project import Project as ReuseProject

    lines = f"{COPYRIGHT}2026 CERN\n{LICENSE}MIT\n\nSome more."
    end = SIDECAR if style.name == SIDECAR else ""
    for number, kind in enumerate(style.endings):
        name = f"f{number}{kind}" if kind.startswith(".") else f"d{number}/{kind}"
        fill(tmp_path, {name: "x", f"{name}{end}": f"{style.comment(lines)}\nx\n"})
        found = ReuseProject.from_directory(tmp_path).reuse_info_of(tmp_path / name)
        assert [str(e) for info in found for e in info.spdx_expressions] == ["MIT"], name
        assert len([c for info in found for c in info.copyright_notices]) == 1, name


def test_a_second_kit_changes_nothing_in_reuse_toml() -> None:
    first = kit_for(Project(), SOFTWARE).files["REUSE.toml"].decode()
    again = kit_for(Project(reuse_toml=first, origin=Origin.SCAN), SOFTWARE)
    assert again.files["REUSE.toml"].decode() == first


def test_a_project_that_names_nothing_gets_no_text_for_a_rule_without_files(tmp_path: Path) -> None:
    rules = RULES[1]
    kit = kit_for(Project(reuse_toml=rules, origin=Origin.SCAN), SOFTWARE)
    fill(tmp_path, {"a.py": "x\n", "REUSE.toml": rules})
    kit.write_to(tmp_path)
    assert lint(tmp_path) == {}


def test_extra_files_lie_in_the_folder_and_pass(tmp_path: Path) -> None:
    sheet = f"<p>{LICENSE}not an expression at all</p>\n".encode()
    kit = kit_for(Project(), SOFTWARE, extra_files={"sheet.html": sheet, "mail/a.eml": b"\x00"})
    assert kit.files[f"{FOLDER}/sheet.html"] == sheet
    assert f"{FOLDER}/mail/a.eml" in kit.comments
    fill(tmp_path, {"a.py": "x\n"})
    kit.write_to(tmp_path)
    assert lint(tmp_path) == {}


@pytest.mark.parametrize(
    "name", ["", ".", "../x", "/x", "a\\b", "a//b", "headers.md", "README.md", "a\0"]
)
def test_extra_files_stay_inside_and_replace_none_of_ours(name: str) -> None:
    with pytest.raises(InputError, match="No kit was made"):
        kit_for(Project(), SOFTWARE, extra_files={name: b""})
