# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One key for all spellings of an address."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ospo_widgets.portfolio.identity import (
    LONGEST_ADDRESS,
    address,
    canonical,
    is_code_address,
    path_of,
    platform_of,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/CERN/Some.Tool",
        "http://github.com/cern/some.tool/",
        "https://www.GitHub.com/CERN/Some.Tool.git",
        "https://github.com:443/CERN/Some.Tool",
        "https://someone:secret@github.com/CERN/Some.Tool.git",
        "https://github.com/CERN/Some.Tool/tree/main/src",
        "https://github.com/CERN/Some.Tool/blob/main/README.md#usage",
        "https://github.com/CERN/Some.Tool/issues?state=open",
        "https://api.github.com/repos/CERN/Some.Tool/commits",
        "https://raw.githubusercontent.com/CERN/Some.Tool/main/LICENSE",
        "git@github.com:CERN/Some.Tool.git",
        "ssh://git@github.com/CERN/Some.Tool.git",
        "ssh://git@ssh.github.com:443/CERN/Some.Tool.git",
        "git://github.com/CERN/Some.Tool.git",
        "git+https://github.com/CERN/Some.Tool.git@v1.2#egg=tool",
        "scm:git:git@github.com:CERN/Some.Tool.git",
        "scm:git:https://github.com/CERN/Some.Tool",
        "github.com/CERN/Some.Tool",
        "github:CERN/Some.Tool",
        "  https://github.com/CERN/Some.Tool \n",
    ],
)
def test_all_spellings_are_one(url: str) -> None:
    assert canonical(url) == "github.com/cern/some.tool"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://gitlab.cern.ch/a/b/c/d/-/tree/main", "gitlab.cern.ch/a/b/c/d"),
        ("https://gitlab.cern.ch/a/b/c/merge_requests/3", "gitlab.cern.ch/a/b/c"),
        ("ssh://git@gitlab.cern.ch:7999/a/b/c.git", "gitlab.cern.ch/a/b/c"),
        ("https://:@gitlab.cern.ch:8443/a/b.git", "gitlab.cern.ch/a/b"),
        ("https://gitlab.com/api/v4/projects/a%2Fb%2Fc", "gitlab.com/a/b/c"),
        ("https://codeberg.org/a/b/src/branch/main/x", "codeberg.org/a/b"),
        ("https://git.example.org/a/b/src/branch/main", "git.example.org/a/b"),
        ("https://bitbucket.example.org/scm/PRJ/tool.git", "bitbucket.example.org/prj/tool"),
        (
            "https://bitbucket.example.org/projects/PRJ/repos/tool/browse",
            "bitbucket.example.org/prj/tool",
        ),
        ("https://git.example.org/gitweb/?p=a/b.git;a=summary", "git.example.org/a/b"),
        ("https://git.sr.ht/~someone/tool/tree", "git.sr.ht/~someone/tool"),
        ("https://git.example.org/tool.git", "git.example.org/tool"),
        ("https://ohwr.org/project/white-rabbit/wikis/home", "ohwr.org/project/white-rabbit"),
        ("http://127.0.0.1:8929/a/b.git", "127.0.0.1:8929/a/b"),
        ("https://bücher.example/a/b", "xn--bcher-kva.example/a/b"),
        ("https://forge.example.org/a/src", "forge.example.org/a/src"),
        ("https://forge.example.org/raw/tree", "forge.example.org/raw/tree"),
    ],
)
def test_platforms_have_their_own_paths(url: str, key: str) -> None:
    assert canonical(url) == key


@pytest.mark.parametrize(
    "url",
    [
        "",
        "owner/name",
        "private",
        "https://github.com/GSA",
        "https://github.com/",
        "https://gitlab.com/group",
        "https://example.org",
        "file:///srv/git/tool.git",
        "/srv/git/tool.git",
        "C:\\tool",
        "mailto:someone@example.org",
        "someone@example.org",
        "https://example.org/a/../b",
        "https://example.org/a b/c",
        "https://example.org/a/%0Ab",
        "https://exa mple.org/a/b",
        "https://a:b@c@example.org/a/b",
        "notes.txt/more",
        "https://example.org/" + "a" * LONGEST_ADDRESS,
        "https://example.org" + "/a" * 50,
    ],
)
def test_what_is_no_repository_has_no_key(url: str) -> None:
    assert canonical(url) == ""
    assert address(url) == ""
    assert path_of(url) == ""
    assert not is_code_address(url)


def test_the_address_keeps_its_case_and_nobody_s_secret() -> None:
    url = "https://oauth2:glpat-secret@gitlab.cern.ch/Group/Sub/Tool.git?private_token=x"
    assert address(url) == "https://gitlab.cern.ch/Group/Sub/Tool"
    assert path_of(url) == "Group/Sub/Tool"
    assert platform_of(canonical(url)) == "gitlab.cern.ch"
    assert address("http://127.0.0.1:8929/a/b") == "http://127.0.0.1:8929/a/b"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://gitlab.desy.de/a/b", True),
        ("https://git.example.org/tool", True),
        ("https://example.org/tool.git", True),
        ("https://github.com/a/b/releases", True),
        ("https://arxiv.org/abs/2101.00001", False),
        ("https://doi.org/10.5281/zenodo.1", False),
        ("https://example.org/projects/tool", False),
        ("https://tool.github.io/docs", False),
        ("https://gitter.im/a/b", False),
        ("https://gitlab-ext.example.org/a/b", True),
    ],
)
def test_pages_are_told_from_repositories(url: str, code: bool) -> None:
    assert is_code_address(url) is code


_PARTS = st.sampled_from(
    ["https://", "git@", "github.com", "gitlab.x.org", ":", "/", "//", "a", "B", ".git", "@", "-",
     "tree", "%2F", "%", "?p=", "#", ".", "..", " ", "\x00", "é", "www.", "scm:", "git+", "[", "]"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(_PARTS, max_size=14).map("".join)))
@example("0.0:?")
@example("git@github.com:CERN/x.git#main")
def test_any_text_gives_a_key_that_stays(url: str) -> None:
    key = canonical(url)
    assert key == key.lower()
    assert bool(key) == bool(address(url))
    if key and "%" not in key:
        assert canonical(address(url)) == key
