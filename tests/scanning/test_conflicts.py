# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Conflicts: inbound against outbound, per part and use, source and binary told apart."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.project import Component, Material, Part, Use
from ospo_widgets.scanning.conflicts.find import find_conflicts
from ospo_widgets.scanning.conflicts.model import Conflict, conflict_rows
from ospo_widgets.scanning.conflicts.parts import part_of, settle, use_of_file
from ospo_widgets.scanning.conflicts.vendored import (
    folder_of,
    vendored_works,
    with_vendored_licenses,
)
from ospo_widgets.scanning.dependencies.licenses import Licensed, license_dependencies
from ospo_widgets.scanning.dependencies.model import Dependency, How, Place, Scope
from ospo_widgets.scanning.dependencies.vendored import VendoredFolder, vendored_folders
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.incoming import stated_licenses
from ospo_widgets.scanning.result import FileResult

SOFTWARE = Part("software", "software", Material.SOFTWARE, ("**",), "MIT")
BOARD = (
    Part("software", "software", Material.SOFTWARE, ("*", "sw/**"), "MIT"),
    Part("gateware", "gateware", Material.GATEWARE, ("hdl/**", "sw/**/*.vhd"), "CERN-OHL-W-2.0"),
    Part("hardware", "hardware", Material.HARDWARE, ("pcb/**",), "CERN-OHL-W-2.0"),
)


def needs(name: str, stated: str = "", path: str = "pyproject.toml", **more: Any) -> Licensed:
    optional = more.pop("optional", False)
    component = Component(name, None, optional=optional, declared_in=path)
    values = {"places": (Place(path, 4, How.MANIFEST),), "ecosystem": "pypi", **more}
    dependency = Dependency(component, stated_license=stated, **values)
    return license_dependencies([dependency], load_knowledge())[0]


def conflicts(
    *licensed: Licensed,
    main: str | None = "MIT",
    parts: Sequence[Part] = (SOFTWARE,),
    licenses: Mapping[str, Sequence[str]] | None = None,
    texts: Mapping[str, Sequence[str]] | None = None,
    paths: Sequence[str] = (),
    outbound: str | None = None,
) -> tuple[Conflict, ...]:
    stated, known = dict(licenses or {}), texts or {}
    tree = [*paths, *stated, *known]
    everything = [*licensed, *(lying_in(work) for work in vendored_folders(tree))]
    return find_conflicts(
        parts=parts, main=main, licensed=everything, licenses=stated, texts=known,
        vendored=vendored_works(everything, tree, stated, known), knowledge=load_knowledge(),
        outbound=outbound,
    )  # fmt: skip


def lying_in(work: VendoredFolder) -> Licensed:
    place = Place(work.path, None, How.VENDORED)
    component = Component(work.name, declared_in=work.path)
    dependency = Dependency(component, places=(place,), version=work.version)
    return license_dependencies([dependency], load_knowledge())[0]


@pytest.mark.parametrize(
    ("stated", "main", "more", "answer", "affects", "whole"),
    [
        ("MIT", "MIT", {}, None, None, ""),
        ("Apache-2.0", "BSD-3-Clause", {}, None, None, ""),
        ("GPL-3.0-or-later", "MIT", {}, "conditional", "binary", "GPL-3.0-or-later"),
        ("GPL-2.0-only", "Apache-2.0", {}, "no", "binary", ""),
        ("LGPL-2.1-or-later", "MPL-2.0", {}, "conditional", "binary", ""),
        ("MPL-2.0", "MPL-2.0", {}, None, None, ""),
        ("", "MIT", {}, "unknown", "binary", ""),
        ("GPL-3.0-or-later", "MIT", {"scope": Scope.TEST}, None, None, ""),
        ("GPL-3.0-or-later", "MIT", {"scope": Scope.DEVELOPMENT}, None, None, ""),
        ("", "MIT", {"scope": Scope.BUILD}, None, None, ""),
        ("MIT OR GPL-2.0-only", "Apache-2.0", {}, None, None, ""),
        ("Apache-2.0 OR GPL-2.0-or-later", "MIT", {}, None, None, ""),
        ("Apache-2.0 OR GPL-2.0-only", "GPL-2.0-only", {}, None, None, ""),
        ("", "MIT", {"ecosystem": "docker", "path": "Dockerfile"}, None, None, ""),
        ("GPL-3.0-only", "MIT", {"path": ".github/scripts/requirements.txt"}, None, None, ""),
    ],
)
def test_dependencies(  # noqa: PLR0917 - columns of the table
    stated: str, main: str, more: dict[str, Any], answer: str | None, affects: str, whole: str
) -> None:
    found = conflicts(needs("strange-thing", stated, **more), main=main)
    if answer is None:
        assert found == ()
        return
    (one,) = found
    assert (one.answer, one.affects, one.whole) == (answer, affects, whole)
    assert one.paths == ("pyproject.toml:4",)
    assert one.reason
    if answer == "no":
        assert one.ways_out


def test_a_whole_under_another_licence_is_a_duty_on_the_build() -> None:
    (one,) = conflicts(needs("fftw", ecosystem="generic"))
    assert one.conditions[0] == (
        "What is built with it goes out under GPL-2.0-or-later. The source keeps MIT."
    )
    assert {way.kind for way in one.ways_out} >= {"separate", "whole"}
    (row,) = conflict_rows((one,))
    assert (row["kind"], row["part"], row["answer"]) == ("binary", "software", "conditional")
    assert row["license_source"] == "catalogue"
    json.dumps(row)


def test_optional_components_have_both_answers() -> None:
    (one,) = conflicts(
        needs("fftw", ecosystem="generic", optional=True), needs("numpy", "BSD-3-Clause")
    )
    assert one.optional
    assert (one.whole, one.without) == ("GPL-2.0-or-later", "MIT")


def test_unknown_licences_are_never_silently_fine() -> None:
    odd = conflicts(needs("strange-thing", "My own terms"))
    assert [one.answer for one in odd] == ["unknown"]
    assert "strange-thing" in odd[0].reason
    assert "My own terms" in odd[0].notes[0]


def test_what_fits_one_by_one_and_not_together() -> None:
    found = conflicts(needs("one", "GPL-2.0-only"), needs("two", "GPL-3.0-only"))
    (both,) = [c for c in found if c.inbound_kind == "together"]
    assert (both.answer, both.affects) == ("no", "binary")
    assert found[0] is both


def test_nothing_that_a_version_mends_blocks() -> None:
    (one,) = conflicts(needs("hepmc3", ecosystem="conda"), main="Apache-2.0")
    assert (one.inbound, one.answer, one.whole) == ("GPL-3.0-only", "conditional", "")
    assert one.conditions[0].startswith(
        "The version decides: the newest hepmc3 is LGPL-3.0-or-later"
    )
    open_ssl = needs("openssl", ecosystem="generic")
    found = conflicts(open_ssl, needs("thing", "GPL-3.0-or-later"))
    assert not [c for c in found if c.inbound_kind == "together"]


def test_the_chosen_licence_counts() -> None:
    one = needs("strange-thing", "GPL-2.0-only")
    assert [c.answer for c in conflicts(one, main="MIT")] == ["conditional"]
    assert [c.answer for c in conflicts(one, main="MIT", outbound="Apache-2.0")] == ["no"]
    assert conflicts(one, main="MIT", outbound="GPL-2.0-only") == ()
    with pytest.raises(InputError):
        conflicts(one, outbound="No such licence")


def test_the_chosen_licence_goes_where_it_is_written_for() -> None:
    board = needs("core", "CERN-OHL-S-2.0", path="hdl/top.core", ecosystem="fusesoc")
    (one,) = conflicts(board, parts=BOARD, outbound="LGPL-2.1-or-later")
    assert (one.part, one.outbound) == ("gateware", "CERN-OHL-W-2.0")


def test_no_licence_no_conflicts() -> None:
    bare = Part("software", "software", Material.SOFTWARE)
    assert conflicts(needs("fftw"), main=None, parts=(bare,)) == ()


def test_parts_by_path() -> None:
    assert [part_of(p, BOARD).id for p in ("a.py", "sw/a/b.py", "sw/x/top.vhd", "hdl/a/b.py")] == [  # type: ignore[union-attr]
        "software", "software", "gateware", "gateware",
    ]  # fmt: skip
    assert part_of("elsewhere/a", BOARD) is None
    star = Part("x", "x", Material.SOFTWARE, ("a\\*b/**",))
    assert part_of("a*b/c", (star,)) is star
    assert part_of("aXb/c", (star,)) is None


@settings(max_examples=60, deadline=None)
@given(st.text("*\\a/.", max_size=30), st.text("a/.", max_size=60))
def test_any_glob_is_a_pattern(glob: str, path: str) -> None:
    part = Part("x", "x", Material.SOFTWARE, (glob,))
    assert part_of(path, (part,)) in {None, part}


def test_software_named_in_other_parts_works_on_them() -> None:
    (one,) = settle([needs("cocotb", "GPL-3.0-only", path="hdl/requirements.txt")], BOARD)
    assert (one.dependency.part, one.use) == ("gateware", Use.TOOL)
    (one,) = settle([needs("x", "MIT", path="Cargo.toml", ecosystem="cargo")], BOARD)
    assert (one.dependency.part, one.use) == ("software", Use.STATIC_LINK)
    assert one.to_json()["use"] == "static-link"


def test_files_under_another_licence_are_one_entry_a_licence() -> None:
    files = {f"src/{i}.c": ["GPL-3.0-only"] for i in range(3)} | {"src/ok.c": ["MIT"]}
    (one,) = conflicts(licenses=files)
    assert (one.inbound_kind, one.affects, one.answer) == ("files", "source", "no")
    assert one.paths == ("src/0.c", "src/1.c", "src/2.c")
    assert one.use is Use.COPY
    assert one.ways_out


@pytest.mark.parametrize(
    ("path", "stated"),
    [
        ("src/a.c", "BSD-3-Clause"),
        ("tests/a.c", "GPL-3.0-only"),
        ("docs/a.rst", "CC-BY-SA-4.0"),
        ("logo.svg", "CC-BY-SA-4.0"),
        ("cmake/FindX.cmake", "GPL-3.0-only"),
        ("ltmain.sh", "GPL-2.0-or-later WITH Libtool-exception"),
        ("src/a.c", "GPL-2.0-only OR MIT"),
        ("src/a.c", "MIT AND Apache-2.0"),
        ("third_party/x/tests/a.c", "GPL-3.0-only"),
    ],
)
def test_files_that_are_no_conflict(path: str, stated: str) -> None:
    assert conflicts(licenses={path: [stated]}) == ()


def test_a_folder_with_its_own_text_is_a_work_of_its_own() -> None:
    licenses = {"addon/a.c": ["GPL-3.0-or-later"], "src/b.c": ["GPL-3.0-or-later"]}
    found = conflicts(licenses=licenses, texts={"addon/COPYING": ["GPL-3.0"], "LICENSE": ["MIT"]})
    assert [one.paths for one in found] == [("src/b.c",)]


def test_vendored_work_is_about_what_is_built() -> None:
    licenses = {"third_party/fast/a.c": ["GPL-3.0-or-later"], "third_party/ok/a.c": ["MIT"]}
    (one,) = conflicts(licenses=licenses)
    assert (one.inbound_kind, one.affects, one.component) == ("vendored", "binary", "fast")
    assert (one.answer, one.whole) == ("conditional", "GPL-3.0-or-later")
    assert one.notes[0].startswith("third_party/fast lies beside your work")


def test_vendored_work_by_its_text_or_our_catalogue_or_unknown() -> None:
    paths = ["extern/eigen/Eigen/Core.h", "extern/oddly/a.cpp", "extern/lib/b.cpp",
             "extern/doc/a.md"]  # fmt: skip
    found = conflicts(paths=paths, texts={"extern/lib/COPYING": ["GPL-3.0", "LGPL-3.0"]})
    by_name = {one.component: one for one in found}
    assert set(by_name) == {"eigen", "oddly", "lib"}
    assert (by_name["eigen"].inbound, by_name["eigen"].license_source) == ("MPL-2.0", "catalogue")
    assert (by_name["oddly"].inbound, by_name["oddly"].answer) == (None, "unknown")
    assert by_name["lib"].inbound == "LGPL-3.0-only"
    several = {"extern/lib/COPYING": ["MIT"], "extern/lib/COPYING.GPL": ["GPL-3.0"]}
    (unsaid,) = conflicts(paths=["extern/lib/b.cpp"], texts=several)
    assert (unsaid.inbound, unsaid.answer) == (None, "unknown")


def test_folders_of_paths() -> None:
    folders = {"third_party/x", "lib/one.js"}
    paths = ("third_party/x/y/b.c", "third_party/xy/b.c", "lib/one.js", "a.c", "")
    assert [folder_of(p, folders) for p in paths] == ["third_party/x", "", "lib/one.js", "", ""]


def test_vendored_dependencies_have_the_licence_of_their_files() -> None:
    (work,) = vendored_folders(["extern/oddly/a.cpp"])
    one = lying_in(work)
    works = vendored_works([one], ["extern/oddly/a.cpp"], {"extern/oddly/a.cpp": ["ISC"]}, {})
    (found,) = with_vendored_licenses([one], works)
    assert (found.found.license, found.found.source) == ("ISC", "vendored-file")
    assert found.dependency.component.license == "ISC"


def test_use_of_files_in_designs() -> None:
    gateware = BOARD[1]
    assert use_of_file("hdl/top.vhd", gateware) is Use.COPY
    assert use_of_file("hdl/sim.py", gateware) is Use.AGGREGATE
    assert use_of_file("hdl/Makefile", gateware) is Use.TOOL


def test_ids_stay_the_same_in_the_next_scan() -> None:
    once, again = (conflicts(needs("fftw"), licenses={"a.c": ["GPL-3.0-only"]}) for _ in range(2))
    assert [c.id for c in once] == [c.id for c in again]
    assert len({c.id for c in once}) == len(once) == 2


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "(" * 500, "MIT AND", "\x00", ""])
def test_hostile_expressions_are_unknown(text: str) -> None:
    found = conflicts(licenses={"a.c": [text]})
    assert all(one.answer == "unknown" for one in found)


def test_words_in_a_file_count_where_they_are_sure() -> None:
    def row(expression: str, confidence: int) -> dict[str, Any]:
        return {"kind": "notice", "expression": expression, "line": 1, "end_line": 2,
                "text": "x", "confidence": confidence, "rule": ""}  # fmt: skip

    facts = Facts(files=[FileResult("a.c", ("MIT",)), FileResult("b.c"), FileResult("c.c")])
    facts.evidence["licenses"] = {
        "a.c": [row("ISC", 99)], "b.c": [row("GPL-3.0-only", 95)], "c.c": [row("ISC", 61)],
    }  # fmt: skip
    assert stated_licenses(facts) == {"a.c": ("MIT",), "b.c": ("GPL-3.0-only",)}
