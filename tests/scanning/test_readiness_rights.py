# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""Holders of copyright: names, kinds, years; notices in prose; findings about rights."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.checks import rights
from ospo_widgets.scanning.checks.licenses import check as check_licenses
from ospo_widgets.scanning.checks.model import Subject
from ospo_widgets.scanning.detection.license_texts import LicenseText
from ospo_widgets.scanning.notices import DETECTOR
from ospo_widgets.scanning.readiness.copyright import copyright_summary, is_vendored
from ospo_widgets.scanning.readiness.holders import HolderKind, holder
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.result import FileResult
from tests.scanning.readiness_trees import facts_of, held, subject_of

APACHE_APPENDIX = """   END OF TERMS AND CONDITIONS

   APPENDIX: How to apply the Apache License to your work.

   Copyright [yyyy] [name of copyright owner]
"""


@pytest.mark.parametrize(
    ("notice", "name", "kind", "years"),
    [
        ("SPDX-FileCopyrightText: 2026 CERN", "CERN", "legal", (2026,)),
        ("Copyright (c) 2010-2015, CERN. All rights reserved.", "CERN", "legal", (2010, 2015)),
        ("© Copyright 2020 CERN. All rights not expressly granted are reserved.", "CERN", "legal",
         (2020,)),
        ("Copyright (c) European Organization for Nuclear Research (CERN)", "CERN", "legal", ()),
        ("(C) 2009 - 2019 Google Inc.", "Google Inc", "legal", (2009, 2019)),
        ("Copyright 2013-2026 Thomas Gläßle", "Thomas Gläßle", "person", (2013, 2026)),
        ("Copyright (C) Daniel Stenberg, <daniel@haxx.se>, et al.", "Daniel Stenberg", "person",
         ()),
        ("2021 ATLAS Collaboration", "ATLAS Collaboration", "collaboration", (2021,)),
        ("2021 The REUSE contributors", "The REUSE contributors", "project", (2021,)),
        ("2022 PODIO developer team", "PODIO developer team", "project", (2022,)),
        ("2015 CERN, BE-CO-HT", "CERN, BE-CO-HT", "unit", (2015,)),
        ("2015 CERN IT department", "CERN IT department", "unit", (2015,)),
        ("2015 CERN openlab", "CERN openlab", "unit", (2015,)),
        ("2020 CERN, Geneva, Switzerland", "CERN", "legal", (2020,)),
        ("Copyright Holders  of *", "Copyright Holders", "legal", ()),
        ("Copyright (C) 2016, Copyright Holders of the ALICE Collaboration",
         "Copyright Holders of the ALICE Collaboration", "legal", (2016,)),
        ("Copyright [yyyy] [name of copyright owner]", "Copyright [yyyy] [name of copyright owner]",
         "placeholder", ()),
        ("Copyright (C) <year> <name of author>", "Copyright (C) <year> <name of author>",
         "placeholder", ()),
        ("Copyright YYYY Your Name", "Copyright YYYY Your Name", "placeholder", ()),
        ("Copyright (c) {year} CERN", "Copyright (c) {year} CERN", "placeholder", ()),
    ],
)  # fmt: skip
def test_holders(notice: str, name: str, kind: str, years: tuple[int, ...]) -> None:
    found = holder(notice)
    assert found is not None
    assert (found.name, str(found.kind), found.years) == (name, kind, years)


def test_a_beneficiary_is_no_holder() -> None:
    found = holder("Copyright (C) 2002-2024 CERN for the benefit of the ATLAS collaboration")
    assert found is not None
    assert (found.name, found.kind) == ("CERN", HolderKind.LEGAL)
    assert found.beneficiary == "the ATLAS collaboration"


@pytest.mark.parametrize(
    "notice",
    ["", "Copyright (C) 2020", "©", "Copyright \\nThis", "  ", "Copyright Holder(s) and the"],
)
def test_a_notice_without_holder(notice: str) -> None:
    assert holder(notice) is None


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_notice_is_read(notice: str) -> None:
    found = holder(f"Copyright 2020 {notice}")
    assert found is None or found.name


@pytest.mark.parametrize(
    ("name", "text", "kinds"),
    [
        ("LICENSE", "MIT License\n\nCopyright (c) 2020 CERN\n", ["holder"]),
        ("LICENSE", "MIT License\n\nCopyright (c) <year> <copyright holders>\n", ["template"]),
        ("LICENSE", "Copyright [2015 - 2022] [PODIO developer team]\n", ["template"]),
        ("LICENSE", APACHE_APPENDIX, []),
        ("COPYING", "Copyright (C) 2007 Free Software Foundation, Inc.\n", []),
        ("COPYING", "How to Apply These Terms\n\nCopyright (C) <year>  <name of author>\n", []),
        ("LICENSE", "THE AUTHORS OR\nCOPYRIGHT HOLDERS BE LIABLE\n", []),
        ("a.py", "# Copyright 2020 CERN\n", []),
        ("a.py", "# All rights reserved.\n", ["reserved"]),
        ("a.py", "# All rights reserved. Use of this source code is governed by a licence.\n", []),
        ("a.py", "# REUSE-" "IgnoreStart\n# All rights reserved.\n# REUSE-" "IgnoreEnd\n", []),
        ("a.py", "# REUSE-" "IgnoreStart\n# REUSE-" "IgnoreEnd\n# All rights reserved.\n",
         ["reserved"]),
        ("a.v", "// confidential and proprietary information\n", ["reserved"]),
    ],
)  # fmt: skip
def test_notices(name: str, text: str, kinds: list[str]) -> None:
    rows = DETECTOR.examine(Source(name, text.encode())) or []
    assert [kind for kind, _, _ in rows] == kinds


def drafts(
    tree: dict[str, str], *files: FileResult, today: date = date(2026, 11, 22), **more: Any
) -> dict[str, Any]:
    found = subject_of(tree, *files, **more)
    subject = Subject(found.facts, found.main, (), found.knowledge, today=today)
    return {draft.id: draft for draft in rights.check(subject)}


@pytest.mark.parametrize(
    ("tree", "files", "finding"),
    [
        ({}, (held("a.py", "2020 ATLAS Collaboration"),), "rights.collaboration-holder"),
        ({}, (held("a.py", "2020 CERN IT department"),), "rights.unit-holder"),
        ({}, (held("a.py", "2020 The Thing developers"),), "rights.project-holder"),
        ({"LICENSE": "Copyright (c) <year> <owner>\n"}, (), "rights.template-notice"),
        ({}, (held("a.py", "YYYY Your Name"),), "rights.template-notice"),
        ({}, (held("a.py", "2031 CERN"),), "rights.future-year"),
        ({}, (held("a.py", "CERN"),), "rights.no-year"),
        ({}, (held("a.py", "2020 CERN"),), "rights.no-waiver"),
        ({"README.md": "It is developed at CERN.\n"}, (held("a.py", "2020 Ada Bo"),),
         "rights.missing-house"),
        ({"a.py": "GSI does not waive the privileges and immunities\n"},
         (held("a.py", "2020 GSI"),), "rights.foreign-waiver"),
        ({"x.v": "// All rights reserved\n"}, (held("x.v", "2020 Xilinx, Inc.", licenses=()),
          held("a.py", "2020 CERN"), held("b.py", "2020 CERN"), held("c.py", "2020 CERN")),
         "rights.reserved"),
        ({"a.py": "# All rights reserved\n"}, (held("a.py", "2020 CERN", licenses=()),),
         "rights.reserved-own"),
    ],
)  # fmt: skip
def test_findings(tree: dict[str, str], files: tuple[FileResult, ...], finding: str) -> None:
    assert finding in drafts(tree, *files)


WAIVER = "In applying this licence, CERN does not waive the privileges and immunities\n"


@pytest.mark.parametrize(
    ("tree", "files"),
    [
        ({"README.md": WAIVER}, (held("a.py", "2020 CERN"),)),
        ({}, (held("a.py", "2020 Ada Bo"),)),
        ({}, (held("a.py", "2020 Google LLC"),)),
        ({"LICENSE": APACHE_APPENDIX}, (held("a.py", "2020 Google LLC"),)),
        ({"README.md": WAIVER},
         (held("a.py", "2020 CERN for the benefit of the LHCb Collaboration"),)),
        ({"README.md": WAIVER}, (held("a.py", "2020 CERN", "2021 The Thing developers"),)),
        ({"README.md": WAIVER}, (held("third_party/a.py", "2020 HepMC Collaboration"),
                                 held("a.py", "2020 CERN"))),
        ({"LICENSES/MIT.txt": "Copyright (c) <year> <owner>\n"}, (held("a.py", "2020 Ada Bo"),)),
        ({"LICENSE": "Copyright (c) <year> <owner>\n",
          "LICENSES/MIT.txt": "Copyright (c) <year> <owner>\n"}, (held("a.py", "2020 Ada Bo"),)),
        ({}, (held("run.out", "2020 ATLAS Collaboration"), held("a.py", "2020 Ada Bo"))),
        ({}, (held("messages.pot", "YYYY ORGANIZATION"), held("a.py", "2020 Ada Bo"))),
    ],
)  # fmt: skip
def test_no_findings(tree: dict[str, str], files: tuple[FileResult, ...]) -> None:
    assert drafts(tree, *files) == {}


def test_the_year_to_come_depends_on_the_day() -> None:
    assert "rights.future-year" not in drafts({}, held("a.py", "2031 CERN"), today=date(2031, 1, 1))
    assert "rights.future-year" not in drafts({}, held("a.py", "2031 CERN"), today=date.min)


def test_copied_code_is_grouped_and_people_are_counted() -> None:
    own = [held(f"src/{i}.py", "2020 CERN") for i in range(40)]
    copied = held("src/copy/a.c", "1999 Google Inc.", "1998 Ada Bo")
    person = held("src/b.py", "2021 Ada Bo")
    other = held("src/c.py", "2021 Ada Bo", licenses=("ISC",))
    draft = drafts({}, *own, copied, person, other)["rights.other-holders"]
    assert draft.paths == ("src/copy/a.c", "src/c.py")
    assert draft.evidence == ("src (1): 1 person", "src/copy (1): Google Inc, 1 person")
    assert "rights.other-holders" not in drafts({}, *own, held("vendor/x/a.c", "1999 Google Inc."))


def test_the_summary_names_no_people() -> None:
    files = [held(f"{i}.py", "2019 CERN", "2021 Ada Bo") for i in range(3)]
    found = copyright_summary(facts_of({}, *files, held("x.py", "2020 Cy Do"), FileResult("y.py")))
    data = found.to_json()
    assert data["persons"] == 2
    assert data["holders"][0] == {"name": "persons", "kind": "person", "files": 4, "first": 2020,
                                  "last": 2021}  # fmt: skip
    assert (data["files_with_notice"], data["files_without_notice"]) == (4, 1)
    assert data["main"] == ["CERN", "persons"]
    assert "Ada" not in str(data)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("third_party/a.c", True), ("x/vendor/a.go", True), ("src/a.c", False), ("vendor", False)],
)
def test_folders_with_the_work_of_others(path: str, expected: bool) -> None:
    assert is_vendored(path) is expected


def test_all_who_disagree_about_the_licence_are_one_finding() -> None:
    tree = {
        "README.md": "Released under the Apache License 2.0.\n",
        "CITATION.cff": "title: x\nlicense: BSD-3-Clause\n",
        "pyproject.toml": '[project]\nname = "a"\nlicense = "MIT"\n',
    }
    (draft,) = [d for d in check_licenses(subject_of(tree)) if d.id == "license.disagreement"]
    assert draft.values["count"] == "2 places name"
    assert draft.paths == ("README.md:1", "CITATION.cff:2", "LICENSE")
    assert draft.evidence == (
        "LICENSE: MIT", "README.md:1: Apache-2.0", "CITATION.cff:2: BSD-3-Clause",
        "pyproject.toml:3: MIT",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tree", "files"),
    [
        ({"README.md": "Released under the MIT license.\n"}, ()),
        ({"README.md": "Documents: CC-BY-4.0 license.\n"},
         (held("a.md", "2020 X", licenses=("CC-BY-4.0",)),)),
        ({"README.md": "It has an Apache-like license.\n"}, ()),
        ({"pyproject.toml": '[project]\nname="a"\nlicense="MIT AND ISC"\n'},
         (held("a.py", "2020 X", licenses=("ISC",)),)),
        ({".zenodo.json": '{"license": "other-open"}'}, ()),
        ({".zenodo.json": '{"license": "mit"}'}, ()),
        ({"pyproject.toml": '[project]\nname="a"\nlicense={text="see LICENSE"}\n'}, ()),
    ],
)  # fmt: skip
def test_places_that_agree(tree: dict[str, str], files: tuple[FileResult, ...]) -> None:
    assert "license.disagreement" not in {d.id for d in check_licenses(subject_of(tree, *files))}


def test_gpl_beside_the_lgpl_is_no_disagreement() -> None:
    texts = [LicenseText("COPYING.LESSER", ("LGPL-3.0", "GPL-3.0"))]
    tree = {"README.md": "under the terms of the GPL-3.0 license\n"}
    assert "license.disagreement" not in {
        d.id for d in check_licenses(subject_of(tree, texts=texts))
    }


# REUSE-IgnoreEnd
