# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One key for every spelling of a dependency, and the use that is presumed of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.graph.names import address_key, addresses_of, read_name
from ospo_widgets.portfolio.graph.uses import USES, presumed_use
from ospo_widgets.project import Use

SAME = [
    ("pkg:pypi/foo-bar", ["pkg:pypi/Foo_Bar@1.2", "pkg:pypi/foo.bar?x=y", "pypi:Foo__Bar"]),
    ("pkg:npm/%40swan/header", ["pkg:npm/@swan/header@1.0", "pkg:npm/%40Swan/Header"]),
    ("cmake:Boost", ["pkg:generic/boost@1.80", "spack:boost", "meson:Boost"]),
    ("pkg:maven/org.a/b", ["pkg:maven/org.a/b@2?type=jar#sub"]),
    ("pkg:deb/debian/zlib1g", ["pkg:deb/ubuntu/zlib1g@1.2?arch=amd64"]),
    ("pkg:golang/github.com/a/b", ["pkg:golang/github.com/A/B@v1.0.0"]),
    (
        "https://github.com/A/B",
        [
            "git@github.com:a/b.git",
            "ssh://git@github.com/a/b",
            "git+https://www.github.com/a/b.git/",
            "https://user:secret@github.com:8443/a/b?x#y",
            "pkg:github/A/b@main",
            "pkg:generic/b@1?vcs_url=git%2Bhttps://github.com/a/b.git@v1",
        ],
    ),
]


@pytest.mark.parametrize(("name", "others"), SAME, ids=[name for name, _ in SAME])
def test_spellings_have_one_key(name, others):
    assert {read_name(other).key for other in others} == {read_name(name).key}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pkg:pypi/a", "pkg:npm/a"),
        ("pkg:npm/@x/a", "pkg:npm/a"),
        ("cmake:a", "pkg:pypi/a"),
        ("https://github.com/a/b", "https://gitlab.com/a/b"),
        ("https://gitlab.com/a/b/c", "https://gitlab.com/a/b"),
    ],
)
def test_different_things_have_different_keys(one, other):
    assert read_name(one).key != read_name(other).key


@pytest.mark.parametrize("text", ["", "plain words", "C:\\temp", "http://", "a@b:", "//x/y", "é/ü"])
def test_what_is_no_address_has_no_address_key(text):
    assert address_key(text) == ""


def test_a_secret_in_an_address_is_not_kept():
    assert "secret" not in repr(read_name("https://user:secret@example.org/a/b"))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("pkg:maven/org.slf4j/slf4j-api@1", "org.slf4j:slf4j-api"),
        ("pkg:npm/%40swan/header", "@swan/header"),
        ("cmake:HepMC3", "HepMC3"),
        ("pkg:rpm/fedora/curl", "curl"),
    ],
)
def test_what_a_person_reads(name, label):
    assert read_name(name).label == label


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pkg:golang/github.com/a/b/v2", ("github.com/a/b",)),
        ("pkg:golang/gopkg.in/yaml.v2", ()),
        ("pkg:pypi/a", ()),
        ("git@example.org:a/b.git", ("example.org/a/b",)),
    ],
)
def test_addresses_of_a_name(name, expected):
    assert addresses_of(read_name(name)) == expected


@given(st.text(max_size=600))
def test_any_text_has_a_key(text):
    name = read_name(text)
    assert name.key
    assert len(name.key) <= 420
    assert read_name(text) == name


USED = [
    ("pkg:pypi/numpy", False, Use.DYNAMIC_LINK),
    ("pkg:golang/github.com/a/b", False, Use.STATIC_LINK),
    ("pkg:pypi/pytest-cov", False, Use.TOOL),
    ("pkg:conda/Sphinx", False, Use.TOOL),
    ("pkg:npm/%40types/node", False, Use.TOOL),
    ("cmake:Doxygen", False, Use.TOOL),
    ("https://github.com/a/b", False, Use.STATIC_LINK),
    ("https://github.com/a/b", True, Use.DESIGN),
    ("pkg:docker/debian", False, Use.RUNTIME),
    ("pkg:deb/debian/libssl3", False, Use.DYNAMIC_LINK),
    ("pkg:deb/debian/bash", False, Use.RUNTIME),
    ("cmake:Boost", True, Use.DYNAMIC_LINK),
]


@pytest.mark.parametrize(("name", "gateware", "use"), USED)
def test_presumed_use(name, gateware, use):
    assert presumed_use(read_name(name), gateware=gateware) is use


def test_every_use_has_a_place():
    assert set(USES) == set(Use)
    assert USES[-1] is Use.TOOL


def test_an_overlay_brings_its_own_tools(tmp_path, monkeypatch):
    folder = tmp_path / "portfolio"
    folder.mkdir()
    file = folder / "dependency_tools.yaml"
    file.write_text("tools: [{ecosystems: [pypi], names: [numpy]}]", encoding="utf-8")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    assert presumed_use(read_name("pkg:pypi/numpy")) is Use.TOOL
    assert presumed_use(read_name("pkg:pypi/pytest")) is Use.DYNAMIC_LINK


def test_a_wrong_list_of_tools_is_an_error(tmp_path, monkeypatch):
    folder = tmp_path / "portfolio"
    folder.mkdir()
    (folder / "dependency_tools.yaml").write_text("tools: 5", encoding="utf-8")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    with pytest.raises(InputError, match=r"dependency_tools\.yaml"):
        presumed_use(read_name("pkg:pypi/numpy"))
