# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which records are about one repository."""

from __future__ import annotations

import pytest
from consolidating import COMMIT, DAY, EARLIER, claim, record

from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.identity_groups import grouped

GITHUB = "https://github.com/cern/tool"
GITLAB = "https://gitlab.cern.ch/group/tool"
HEAD = claim("head_commit", COMMIT)
NO_FORK = claim("fork", False)
FORK = claim("fork", True)


def test_spellings_of_one_address_are_joined_in_the_order_of_their_first_records() -> None:
    groups = grouped(
        [record("git@github.com:b/second.git"), record(GITHUB), record("github.com/B/Second/")]
    )
    assert [group.places[0].key for group in groups] == [
        "github.com/b/second",
        "github.com/cern/tool",
    ]
    assert len(groups[0].records) == 2


@pytest.mark.parametrize(
    "records",
    [
        (record(GITHUB), record(GITLAB, also=(GITHUB,))),
        (record(GITHUB, also=(GITLAB,)), record(GITLAB)),
        (record(GITHUB), record("https://github.com/new-owner/tool", also=("cern/tool",))),
        (record(GITHUB, ids=("github.com:7",)), record(GITLAB, ids=("github.com:7",))),
        (record(GITHUB), record("", name="CERN/Tool")),
        (record("", name="Some tool"), record("", name="some tool")),
        (record(GITHUB, HEAD), record(GITLAB, HEAD)),
        (record(GITHUB, HEAD, NO_FORK), record("https://github.com/cern/new-name", HEAD, NO_FORK)),
    ],
    ids=["also", "also-first", "former", "id", "name", "two-names", "mirror", "renamed"],
)  # fmt: skip
def test_joined(records: tuple[SourceRecord, ...]) -> None:
    assert len(grouped(records)) == 1


@pytest.mark.parametrize(
    "records",
    [
        (record(GITHUB), record(GITLAB)),
        (record(GITHUB), record("", name="tool")),
        (record(GITHUB), record("", name="other/tool")),
        (record(GITHUB, HEAD), record("https://github.com/else/tool", HEAD)),
        (record(GITHUB, HEAD), record(GITLAB, HEAD, FORK)),
        (record(GITHUB, claim("head_commit", "abc")), record(GITLAB, claim("head_commit", "abc"))),
        (record(GITHUB, ids=("",)), record(GITLAB, ids=("",))),
        (record(GITHUB, also=("",)), record(GITLAB, also=("",))),
        (record(GITHUB, also=("https://github.com/cern",)), record("https://github.com/cern/x")),
    ],
    ids=["platforms", "short-name", "other-name", "fork-unknown", "fork", "short-commit", "no-id",
         "no-also", "owner"],
)  # fmt: skip
def test_kept_apart(records: tuple[SourceRecord, ...]) -> None:
    assert len(grouped(records)) == 2


def test_a_name_that_fits_two_addresses_is_joined_to_neither() -> None:
    groups = grouped(
        [record(GITHUB), record("https://gitlab.com/cern/tool"), record("", name="cern/tool")]
    )
    assert [group.doubtful for group in groups] == [False, False, True]


def test_forks_without_commits_are_not_joined_over_a_mirror() -> None:
    other = "https://github.com/else/tool"
    groups = grouped([record(GITHUB, HEAD), record(other, HEAD), record(GITLAB, HEAD)])
    assert len(groups) == 3


def test_a_new_repository_at_a_former_address_is_another_one() -> None:
    renamed = record("https://github.com/cern/new", ids=("github.com:1",), also=(GITHUB,))
    newcomer = record(GITHUB, ids=("github.com:2",))
    assert len(grouped([renamed, newcomer])) == 2
    assert len(grouped([newcomer, renamed])) == 2


def test_the_best_address_is_no_former_one_and_the_newest() -> None:
    old = record(GITHUB, *[claim(name, 1, read_on=DAY) for name in ("stars", "forks", "commits")])
    new = record("https://github.com/cern/new", claim("stars", 1, read_on=EARLIER), also=(GITHUB,))
    (group,) = grouped([old, new])
    assert group.places[0].key == "github.com/cern/new"
    assert group.also == ("github.com/cern/tool",)
    fresh = record(GITLAB, claim("stars", 2, read_on=DAY), ids=("a:1",))
    stale = record(GITHUB, claim("stars", 1, read_on=EARLIER), ids=("a:1",))
    (group,) = grouped([stale, fresh])
    assert group.places[0].key == "gitlab.cern.ch/group/tool"


def test_chains_of_names_end_in_one_group() -> None:
    urls = [f"https://github.com/cern/name-{number}" for number in range(300)]
    chain = [record(url, also=(urls[max(n - 1, 0)],)) for n, url in enumerate(urls)]
    groups = grouped(chain[::-1])
    assert len(groups) == 1
    assert groups[0].places[0].key == "github.com/cern/name-299"
