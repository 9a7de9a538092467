# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Versions of every style compare, ranges never fail on what people type, bad rows are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ospo_widgets.knowledge import check_folder, find_versioned, license_of, load_knowledge
from ospo_widgets.knowledge.component_names import explicit_version, version_beside
from ospo_widgets.knowledge.spdx import fault, terms
from ospo_widgets.knowledge.versions import ANY, read_range, stated_range, version

KNOWN = load_knowledge()
STATED = st.text(alphabet="0123456789.,<>=!~^*xvprcw-+/ |", max_size=24)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("1.9", "1.10"),
        ("3.0rc1", "3.0"),
        ("3.0.dev4", "3.0a1"),
        ("11.2", "11.2.p01"),
        ("11.2.p01", "11.2.p02"),
        ("11.2.p02", "11.3"),
        ("1.1.1", "1.1.1w"),
        ("1.1.1k", "1.1.1w"),
        ("6.28/12", "6.30/02"),
        ("v08.5.0", "9"),
        ("2012-09-01", "2012-09-02"),
        ("00-01", "01-22-01"),
    ],
)
def test_order(older: str, newer: str) -> None:
    assert version(older) < version(newer)
    assert not version(newer) < version(older)
    assert not version(older).same(version(newer))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("v08.5.0", "8.5"),
        ("3.02.06", "3.2.6"),
        ("6.30/02", "6.30.2"),
        ("1.0+local", "1"),
        ("", "0"),
    ],
)
def test_the_same_version_in_another_style(one: str, other: str) -> None:
    assert version(one).same(version(other))


@pytest.mark.parametrize(
    ("stated", "inside", "outside"),
    [
        ("3.2", "3.2.9", "3.3"),
        ("==3.2", "3.2.0", "3.2.1"),
        ("==3.2.*", "3.2.9", "3.3"),
        ("=3.2", "3.2.9", "3.3"),
        ("=3.2=py_0", "3.2.9", "3.3"),
        ("3.x", "3.9", "4.0"),
        (">=3.2,<4", "3.9", "4"),
        (">= 3.2 <4", "3.9", "3.1"),
        ("~=3.2", "3.9", "4.0"),
        ("~=3.2.1", "3.2.9", "3.3"),
        ("^3.2.1", "3.9", "4.0"),
        ("^0.2.1", "0.2.9", "0.3"),
        ("~3.2.1", "3.2.9", "3.3"),
        (">3.2", "3.2.1", "3.2"),
        ("<=3.2", "3.2", "3.2.1"),
        (">=1,>=3,<9,<4", "3.5", "2"),
    ],
)
def test_ranges_of_manifests(stated: str, inside: str, outside: str) -> None:
    found = stated_range(stated)
    assert found is not None
    assert found.meets(read_range(f"=={inside}"))
    assert not found.meets(read_range(f"=={outside}"))


@pytest.mark.parametrize(
    "stated", ["", "*", "latest", "1 || 2", "1 - 2", "!=3", "x" * 500, "git+ssh"]
)
def test_what_says_nothing(stated: str) -> None:
    assert stated_range(stated) is None


@pytest.mark.parametrize("text", ["", "3.2", ">=", "<3,", ">4,<3", "=>3", ">=a", "<3 <4"])
def test_a_bad_range_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"bound|no version"):
        read_range(text)


@given(STATED)
@example("^")
@example("0.0.0")
@example("^0.0")
@example("~=1")
@example(">=9,<1")
def test_ranges_never_raise(stated: str) -> None:
    found = stated_range(stated)
    if found is not None:
        assert found.within(ANY)
        assert found.meets(ANY)


@given(STATED, st.sampled_from([c for c in KNOWN.components.values() if c.versions]))
def test_any_version_gets_one_of_the_licences(stated: str, component: object) -> None:
    row = KNOWN.components[component.id]  # type: ignore[attr-defined]
    fact = license_of(row, stated)
    possible = {row.license, *(v.license for v in row.versions)}
    assert terms(fact.license) <= frozenset().union(*(terms(text) for text in possible))
    assert fact.certain is (fact.license in possible and not fact.why) or fact.why


@given(
    st.lists(st.integers(0, 99), min_size=1, max_size=4),
    st.lists(st.integers(0, 99), min_size=1, max_size=4),
)
def test_order_is_that_of_the_numbers(one: list[int], other: list[int]) -> None:
    left, right = (version(".".join(map(str, v))) for v in (one, other))
    width = max(len(one), len(other))
    padded = [v + [0] * (width - len(v)) for v in (one, other)]
    assert (left < right) is (padded[0] < padded[1])
    assert left.same(right) is (padded[0] == padded[1])


@given(st.text(max_size=60))
def test_names_with_versions_never_raise(text: str) -> None:
    for name, stated in (explicit_version(text), version_beside(text)):
        assert isinstance(name, str)
        assert isinstance(stated, str)
    found = find_versioned(text)
    if found is not None:
        assert license_of(found.component, found.version).license


@given(st.text(alphabet="()ANDORWITHMIT- ", max_size=30))
def test_expressions_of_rows_never_raise(text: str) -> None:
    assert bool(terms(text)) is not bool(fault(text))


@pytest.mark.parametrize(
    ("text", "name", "stated"),
    [
        ("HepMC3==3.2.0", "HepMC3", "==3.2.0"),
        ("numpy >=2,<3", "numpy", ">=2,<3"),
        ("d3@7.9.0", "d3", "7.9.0"),
        ("@angular/core@17", "@angular/core", "17"),
        ("@angular/core", "@angular/core", ""),
        ("Tauola++", "Tauola++", ""),
    ],
)
def test_name_and_version_parted_by_an_operator(text: str, name: str, stated: str) -> None:
    assert explicit_version(text) == (name, stated)


HEAD = """components:
  - id: thing
    name: Thing
    license: MIT
    effect: permissive
"""
END = """    sources:
      - {title: A book}
    checked: 2026-11-22
    confidence: text
"""


@pytest.mark.parametrize(
    ("extra", "line", "message"),
    [
        (
            '    versions:\n      - {range: "3.2", license: MIT}\n',
            7,
            "“3.2” is no range of versions",
        ),
        ('    versions:\n      - {range: "<3"}\n', 7, "“license” is missing"),
        ('    versions:\n      - {range: "<3", license: MIT OR}\n', 7, "no SPDX expression"),
        ('    versions:\n      - {range: "<3", license: Nope-1.0}\n', 6, "no licence “Nope-1.0”"),
        (
            '    versions:\n      - {range: "<3", license: MIT, old: true}\n',
            7,
            "“old” is not known",
        ),
        ("    bundles:\n      - {name: Other, license: MIT ISC}\n", 7, "where AND or OR belongs"),
        ("    bundles:\n      - {name: Other, license: Nope-1.0}\n", 6, "no licence “Nope-1.0”"),
        ("    alternatives:\n      - {name: Other, license: MIT}\n", 7, "“reviewed” is missing"),
        (
            "    alternatives:\n      - {name: Other, license: (MIT, reviewed: false}\n",
            7,
            "no SPDX expression",
        ),
        ("    optional_parts:\n      Part: AND MIT\n", 7, "“AND MIT” is no SPDX expression"),
        ("    ecosystems: [maven]\n", 6, "“maven”"),
        ("    aliases: [GSL]\n", 6, "“gsl” also names “gsl”"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(
    tmp_path: Path, extra: str, line: int, message: str
) -> None:
    (tmp_path / "components.yaml").write_text(HEAD + extra + END, encoding="utf-8")
    found = [str(problem) for problem in check_folder(tmp_path)]
    where = f"{tmp_path}/components.yaml:{line}: "
    assert any(p.startswith(where) and message in p for p in found), found


def test_a_bad_expression_names_the_row(tmp_path: Path) -> None:
    text = (HEAD + END).replace("license: MIT", "license: MIT WITH")
    (tmp_path / "components.yaml").write_text(text, encoding="utf-8")
    found = [str(problem) for problem in check_folder(tmp_path)]
    assert any(p.startswith(f"{tmp_path}/components.yaml:4: ") for p in found), found
