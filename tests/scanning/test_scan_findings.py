# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""Findings, main licence, parts, verdict and readiness, from facts put together by hand."""

from dataclasses import replace
from typing import Any

import pytest

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Answer, Severity
from ospo_widgets.project import Material, Project
from ospo_widgets.scanning.assemble import assemble
from ospo_widgets.scanning.dependencies.find import ReadManifest
from ospo_widgets.scanning.detection.license_texts import LicenseText, is_license_file
from ospo_widgets.scanning.facts import Facts, FileNotice, TreeFile
from ospo_widgets.scanning.intake.target import Target
from ospo_widgets.scanning.intake.unpacking import NotScanned
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.notices import Notice, bare_ohl_in, claim_in, is_bare_ohl, notices_in
from ospo_widgets.scanning.parts import parts_of
from ospo_widgets.scanning.readiness.holders import holder_of, is_collaboration
from ospo_widgets.scanning.result import Evidence, FileResult, Finding, ScanResult, ScanVerdict

COMPLETE = (
    "README.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "CITATION.cff",
    "AUTHORS", "CHANGELOG.md", ".gitlab-ci.yml", "tests/test_a.py",
)  # fmt: skip


def file(path: str, *licenses: str, by: str = "2020 CERN") -> FileResult:
    copyrights = (f"SPDX-FileCopyrightText: {by}",) if by else ()
    evidence = tuple(Evidence("copyright", text, path, 1) for text in copyrights)
    return FileResult(path, licenses, copyrights, evidence)


def facts(*files: FileResult, **more: Any) -> Facts:
    paths = [f.path for f in files] + list(more.pop("paths", COMPLETE))
    reuse = {
        "non_compliant": more.pop("non_compliant", {}),
        "summary": {"compliant": True},
        "recommendations": [],
    }
    texts = more.pop("texts", [LicenseText("LICENSE", ("MIT",))])
    return Facts(
        listed=True, complete=True, tree=[TreeFile(p, 1) for p in paths], total=len(files),
        files=list(files), reuse=reuse, license_texts=texts, **more,
    )  # fmt: skip


def result(found: Facts) -> ScanResult:
    return assemble(found, Target("folder", "/x", "x", "x"), load_knowledge())


def ids(found: Facts) -> set[str]:
    return {f.id for f in result(found).findings}


def finding(found: Facts, kind: str) -> Finding:
    return next(f for f in result(found).findings if f.id == kind)


def test_a_complete_project_is_ready() -> None:
    found = result(facts(file("a.py", "MIT")))
    assert [f.id for f in found.findings] == ["rights.no-waiver"]
    assert found.verdict is ScanVerdict.READY
    answers = {item.id: item.answer for item in found.readiness}
    assert {"S01", "S02", "S17"} <= {i for i, answer in answers.items() if answer is Answer.YES}
    assert {i for i, answer in answers.items() if answer is Answer.NO} == {"S04"}


def test_every_draft_has_its_words() -> None:
    texts = [t for k in load_knowledge().findings.values() for t in (k.title, k.why, k.remedy)]
    assert all(texts)


def test_no_license_at_all_blocks() -> None:
    found = result(facts(file("a.py", by=""), texts=[], paths=[]))
    assert found.verdict is ScanVerdict.BLOCKED
    assert found.license.expression is None
    assert {"license.none", "reuse.no-header", "release.no-readme"} <= {
        f.id for f in found.findings
    }
    severities = [list(Severity).index(f.severity) for f in found.findings]
    assert severities == sorted(severities)


def test_one_finding_for_one_cause() -> None:
    many = [file(f"src/f{i}.py", by="") for i in range(300)]
    found = finding(
        facts(*many, file("l.py", by="2020 X"), file("c.py", "MIT", by="")), "reuse.no-header"
    )
    assert found.title == "300 files without licence and copyright"
    assert len(found.paths) == 300
    both = facts(*many, file("l.py"), file("c.py", "MIT", by=""))
    assert finding(both, "reuse.no-license").paths == ("l.py",)
    assert finding(both, "reuse.no-license").title == "1 file with copyright but without a licence"
    assert finding(both, "reuse.no-copyright").paths == ("c.py",)


def test_reuse_lists() -> None:
    found = facts(
        file("a.py", "MIT"), file("b.py", "Nope-1"),
        non_compliant={
            "missing_licenses": ["MIT", "Nope-1"], "bad_licenses": ["Nope-1"],
            "unused_licenses": ["ISC"], "deprecated_licenses": ["GPL-3.0"],
            "licenses_without_extension": ["ISC"],
        },
    )  # fmt: skip
    assert finding(found, "reuse.missing-text").title == "The text of MIT is missing in LICENSES/"
    assert finding(found, "reuse.bad-id").paths == ("b.py",)
    assert {"reuse.unused-text", "reuse.deprecated-id", "reuse.text-without-extension"} <= ids(
        found
    )


@pytest.mark.parametrize(
    ("texts", "expected", "origin"),
    [
        ([LicenseText("LICENSE", ("Apache-2.0",))], "Apache-2.0", "LICENSE"),
        ([LicenseText("COPYING", ("GPL-3.0",))], "GPL-3.0-or-later", "COPYING"),
        (
            [LicenseText("COPYING", ("GPL-3.0",)), LicenseText("COPYING.LESSER", ("LGPL-3.0",))],
            "LGPL-3.0-only",
            "COPYING.LESSER",
        ),
        ([LicenseText("LICENSES/MIT.txt", ("MIT",))], "GPL-3.0-or-later", ""),
        ([LicenseText("LICENSE", ())], "GPL-3.0-or-later", ""),
    ],
)
def test_main_license(texts: list[LicenseText], expected: str, origin: str) -> None:
    found = facts(file("a.py", "GPL-3.0-or-later"), file("b.py", "MIT"), texts=texts)
    found.files.append(file("c.py", "GPL-3.0-or-later"))
    main = result(found).license
    assert (main.expression, main.path) == (expected, origin)
    assert main.reason


def test_a_root_text_that_nobody_knows() -> None:
    found = facts(file("a.py", by=""), texts=[LicenseText("LICENSE", ())])
    assert "license.unknown-text" in ids(found)
    assert "license.none" not in ids(found)


def test_two_root_texts_need_a_word() -> None:
    texts = [LicenseText("LICENSE-APACHE", ("Apache-2.0",)), LicenseText("LICENSE-MIT", ("MIT",))]
    plain = facts(file("a.py", by=""), texts=texts)
    assert result(plain).license.expression is None
    assert "license.unclear" in ids(plain)
    cargo = ReadManifest("Cargo.toml", Manifest("x", "MIT OR Apache-2.0"))
    joined = facts(file("a.py", by=""), texts=texts, manifests=[cargo])
    assert result(joined).license.expression == "MIT OR Apache-2.0"
    assert "license.unclear" not in ids(joined)


def test_main_license_from_a_manifest() -> None:
    read = ReadManifest("pyproject.toml", Manifest("x", "Apache License 2.0"))
    found = result(facts(file("a.py", by=""), texts=[], manifests=[read]))
    assert (found.license.expression, found.license.path) == ("Apache-2.0", "pyproject.toml")
    assert found.project.name == "x"


def test_manifest_and_readme_that_differ() -> None:
    found = facts(
        file("a.py", "MIT"),
        manifests=[
            ReadManifest("pyproject.toml", Manifest("x", "Apache-2.0")),
            ReadManifest("package.json", Manifest("x", "MIT")),
        ],
        notices=[FileNotice("README.md", Notice("claim", 9, "GPL-3.0"))],
    )
    readme = finding(found, "license.disagreement")
    assert readme.title == "2 places name another licence than MIT"
    assert readme.paths == ("LICENSE", "README.md:9", "pyproject.toml")
    found.manifests = found.manifests[1:]
    found.notices = [FileNotice("README.md", Notice("claim", 9, "MIT"))]
    assert "license.disagreement" not in ids(found)


def test_single_licences() -> None:
    found = facts(file("a.py", "LGPL-3.0-or-later"), file("b.py", "BSD-4-Clause"))
    assert {"license.bsd-4-clause", "license.lgpl-without-gpl"} <= ids(found)
    found.license_texts.append(LicenseText("COPYING", ("GPL-3.0",)))
    assert "license.lgpl-without-gpl" not in ids(found)
    assert "license.lgpl-without-gpl" not in ids(facts(file("a.py", "LGPL-2.1-only")))


def test_bare_cern_ohl() -> None:
    assert finding(facts(file("a.vhd", "CERN-OHL-2.0")), "license.bare-cern-ohl").paths == (
        "a.vhd",
    )
    notices = [FileNotice("README.md", Notice("bare-ohl", 3, "CERN-OHL v2"))]
    assert "license.bare-cern-ohl" in ids(facts(file("a.py", "MIT"), notices=notices))
    assert "license.bare-cern-ohl" not in ids(facts(file("a", "CERN-OHL-W-2.0"), notices=notices))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Licensed under CERN-OHL.", True),
        ("the CERN OHL v2 applies", True),
        ("CERN Open Hardware Licence Version 2", True),
        ("CERN-OHL should", True),
        ("CERN-OHL-W-2.0", False),
        ("CERN OHL-S v2", False),
        ("CERN-OHL v1.2", False),
        ("CERN-OHL-1.2", False),
        ("CERN Open Hardware Licence Version 2 - Strongly Reciprocal", False),
        ("CERN Open Hardware Licence v2 - Weakly Reciprocal (CERN-OHL-W)", False),
        ("CERN-OHL, here CERN-OHL-P-2.0", False),
        ("nothing", False),
    ],
)
def test_bare_ohl_in_prose(text: str, bare: bool) -> None:
    assert (bare_ohl_in(text) is not None) is bare


def test_bare_ohl_ids() -> None:
    assert is_bare_ohl("CERN-OHL") and is_bare_ohl("CERN-OHL-2.0")
    assert not any(map(is_bare_ohl, ("CERN-OHL-S-2.0", "CERN-OHL-1.2", "CERN-OHL-W-2.0+", "MIT")))


@pytest.mark.parametrize(
    ("notice", "collaboration"),
    [
        ("SPDX-FileCopyrightText: 2002-2024 ATLAS Collaboration", True),
        ("Copyright (C) 2010 The CMS collaboration", True),
        ("© 2015, ALICE Experiment", True),
        ("SPDX-FileCopyrightText: 2020 CERN for the benefit of the ATLAS collaboration", False),
        ("Copyright 2020 CERN on behalf of the LHCb Collaboration", False),
        ("Copyright 2020 Collaboration Systems GmbH", False),
        ("Copyright holder, year of first publication, collaboration that it is held for", False),
    ],
)
def test_collaborations_as_holders(notice: str, collaboration: bool) -> None:
    assert is_collaboration(holder_of(notice)) is collaboration


def test_a_collaboration_is_found_with_its_line() -> None:
    found = finding(
        facts(file("a.h", "MIT", by="2018 ATLAS Collaboration")), "rights.collaboration-holder"
    )
    assert found.paths == ("a.h:1",)
    assert found.remedy == "Write “CERN for the benefit of the ATLAS Collaboration”."


WAIVER = (
    "// In applying this {l}, {who} does not waive the privileges\n"
    "// and immunities granted to it by virtue of its status as an\n"
    "// Intergovernmental Organization or submit itself to any jurisdiction.\n"
)


@pytest.mark.parametrize("word", ["licence", "license"])
@pytest.mark.parametrize(
    ("who", "foreign"),
    [
        ("CERN", False),
        ("ECMWF", False),
        ("GSI", True),
        ("DESY", True),
        ("GSI Helmholtzzentrum", True),
    ],
)
def test_notices_on_immunities(word: str, who: str, foreign: bool) -> None:
    (notice,) = notices_in("/*\n" + WAIVER.format(l=word, who=who))
    assert (notice.kind, notice.line, notice.text) == ("waiver", 2, who)
    found = facts(file("a.py", "MIT"), notices=[FileNotice("a.py", notice)])
    assert ("rights.foreign-waiver" in ids(found)) is foreign


def test_reserved_rights_without_a_licence_block() -> None:
    (notice,) = notices_in(
        "-- (c) Copyright Vendor, Inc. All rights\n-- x\n-- All rights reserved.\n"
    )
    assert (notice.kind, notice.line) == ("reserved", 3)
    found = facts(file("ip.v", by="Vendor"), file("b.py", "BSD-3-Clause"), notices=[
        FileNotice("ip.v", notice), FileNotice("b.py", notice)
    ])  # fmt: skip
    assert finding(found, "rights.reserved").paths == ("ip.v:3",)
    assert "reuse.no-license" not in ids(found)


def test_reserved_rights_beside_a_permission_do_not_count() -> None:
    text = "# Copyright X. All rights reserved.\n# Redistribution and\n# use in source and binary"
    assert not list(notices_in(text))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("# X\n\nThis is licensed under the MIT License.\n", "MIT"),
        ("## License\n\nApache License, Version 2.0\n", "Apache-2.0"),
        ("[![x](https://img.shields.io/badge/license-MIT-blue.svg)](y)", "MIT"),
        ("Distributed under the terms of the GNU GPL v3.", "GPL-3.0"),
        ("released under the GNU Lesser General Public License, version 2.1", "LGPL-2.1"),
        ("licensed under BSD 3-Clause", "BSD-3-Clause"),
        ("Licensed under MIT or Apache-2.0, as you like.", None),
        ("We emit data. See LICENSE.", None),
    ],
)
def test_claims_in_a_readme(text: str, claim: str | None) -> None:
    found = claim_in(text)
    assert (found.text if found else None) == claim


def manifest(*names: str, optional: bool = False) -> list[ReadManifest]:
    declared = tuple(Declared(name, "pypi", "", optional) for name in names)
    return [ReadManifest("pyproject.toml", Manifest("me", "", declared))]


def test_dependencies_that_conflict() -> None:
    found = facts(file("a.py", "MIT"), manifests=manifest("fftw", "no-such-thing"))
    whole = finding(found, "dependency.whole")
    assert whole.title == "fftw is GPL-2.0-or-later: what you hand out with it is GPL-2.0-or-later"
    assert whole.paths == ("pyproject.toml",)
    assert whole.why.startswith("Your source keeps MIT.")
    assert whole.severity == "should"
    assert finding(found, "dependency.unknown").evidence == ("no-such-thing",)
    assert finding(found, "dependency.unknown").title == "1 dependency without a known licence"
    optional = facts(file("a.py", "MIT"), manifests=manifest("fftw", optional=True))
    assert result(optional).verdict is ScanVerdict.SHOULD_FIX
    assert "dependency.optional-conflict" in ids(optional)


def test_a_dependency_with_which_nothing_can_be_handed_out_blocks() -> None:
    texts = [LicenseText("LICENSE", ("Apache-2.0",))]
    found = facts(file("a.py", "Apache-2.0"), texts=texts, manifests=manifest("vbfnlo"))
    conflict = finding(found, "dependency.conflict")
    assert conflict.title == "vbfnlo is GPL-2.0-only, the project is Apache-2.0"
    assert conflict.severity == "blocks"
    assert "dependency.whole" not in ids(found)


def test_a_permissive_dependency_is_nothing_to_fix() -> None:
    # Apache-2.0 into BSD goes under conditions, but only those that every package index fulfils.
    texts = [LicenseText("LICENSE", ("BSD-3-Clause",))]
    found = facts(file("a.py", "BSD-3-Clause"), texts=texts, manifests=manifest("requests"))
    assert "dependency.conditional" not in ids(found)
    weak = facts(file("a.py", "BSD-3-Clause"), texts=texts, manifests=manifest("ROOT"))
    assert "dependency.conditional" in ids(weak)


def test_a_main_licence_that_nobody_knows_makes_no_conflict_and_no_crash() -> None:
    found = facts(file("a.py", "LicenseRef-Mine"), texts=[], manifests=manifest("fftw"))
    assert "dependency.conflict" not in ids(found)


def test_unreadable_manifest() -> None:
    read = ReadManifest("setup.cfg", Manifest(), "no section")
    found = finding(facts(file("a.py", "MIT"), manifests=[read]), "dependency.unreadable-manifest")
    assert (found.title, found.evidence) == ("setup.cfg could not be parsed", ("no section",))


def test_verdict_unknown_is_never_ready() -> None:
    good = facts(file("a.py", "MIT"))
    unread = replace(good, not_scanned=[NotScanned("b.py", "gone", incomplete=True)])
    assert result(unread).verdict is ScanVerdict.UNKNOWN
    link = replace(good, not_scanned=[NotScanned("l", "link to a")])
    assert result(link).verdict is ScanVerdict.READY
    for partial in (replace(good, truncated=True), replace(good, complete=False, reuse=None)):
        found = result(partial)
        assert (found.verdict, found.partial, found.compliant) == (ScanVerdict.UNKNOWN, True, None)
        assert Answer.YES not in {item.answer for item in found.readiness}
    blocked = facts(file("a.py", by=""), not_scanned=[NotScanned("b", "gone", incomplete=True)])
    assert result(blocked).verdict is ScanVerdict.BLOCKED


def test_parts_cover_the_tree_and_carry_components() -> None:
    paths = ["README.md", "sw/a.py", "sw/b.cpp", "hdl/top.vhd", "hdl/tb.sv", "pcb/x.kicad_pcb",
             "docs/a.md", "docs/b.rst", "docs/c.png", "data/1.csv", "data/2.csv", "data/3.root",
             "sw/sim/model.vhd", "sw/main.py", "x*y/a.py"]  # fmt: skip
    files = [file("sw/a.py", "Apache-2.0"), file("hdl/top.vhd", "CERN-OHL-W-2.0")]
    found = facts(*files, paths=paths, manifests=manifest("fftw"))
    found.tree = [TreeFile(p, 1) for p in paths]
    project = result(found).project
    parts = {part.material: part for part in project.parts}
    assert {m: p.paths for m, p in parts.items()} == {
        Material.SOFTWARE: ("*", "sw/**", "x\\*y/**"),
        Material.GATEWARE: ("hdl/**", "sw/**/*.vhd"),
        Material.HARDWARE: ("pcb/**",),
        Material.DOCUMENTATION: ("docs/**",),
        Material.DATA: ("data/**",),
    }
    assert parts[Material.GATEWARE].license == "CERN-OHL-W-2.0"
    assert parts[Material.GATEWARE].file_count == 3
    assert parts[Material.GATEWARE].file_types == (".vhd", ".sv")
    assert sum(p.file_count or 0 for p in project.parts) == len(paths)
    assert [c.name for c in parts[Material.SOFTWARE].components] == ["fftw"]
    assert Project.from_json(project.to_json()) == project


def test_parts_as_reuse_reads_their_globs() -> None:
    from reuse.global_licensing import AnnotationsItem

    paths = ["a.py", "hw/b.kicad_pcb", "hw/deep/er/c.step", "src/x/y.v", "src/z.py", "c.sch"]
    parts = parts_of(paths, (), (), None)
    for path in paths:
        matching = [p.id for p in parts if AnnotationsItem(paths=set(p.paths)).matches(path)]
        assert matching, path


def test_one_material_is_one_part() -> None:
    (part,) = parts_of(["a.py", "b/c.py"], (), (), "MIT")
    assert (part.paths, part.license, part.file_count) == (("**",), "MIT", 2)


def test_file_types_are_endings_and_well_known_names() -> None:
    (part,) = parts_of(["a.py", "b/c.PY", "Makefile", "README", "d.odd ending"], (), (), None)
    assert part.file_types == (".py", "Makefile")


@pytest.mark.parametrize(
    ("path", "is_text"),
    [("LICENSE", True), ("LICENCE.md", True), ("COPYING.LESSER", True), ("LICENSE-MIT", True),
     ("LICENSES/MIT.txt", True), ("sub/LICENSES/x", True), ("UNLICENSE", True),
     ("LICENSES/MIT.txt.license", False), ("license.py", False), ("src/licensed.txt", False)],
)  # fmt: skip
def test_licence_files_by_name(path: str, is_text: bool) -> None:
    assert is_license_file(path) is is_text
