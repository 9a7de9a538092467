# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Made-up records of any shape for the tests of the engine."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from ospo_widgets.portfolio.families import license_family
from ospo_widgets.portfolio.fields import PRESENT
from ospo_widgets.portfolio.records import (
    About,
    AuthorDomain,
    Change,
    Dependency,
    LicenseEvent,
    Records,
    Repository,
    RepositoryKind,
)

REFERENCE = date(2026, 8, 22)
LICENSES = ("", "MIT", "GPL-3.0-only", "CERN-OHL-S-2.0", "LicenseRef-own", "Apache-2.0 OR MIT")

TEXT = st.text(st.characters(exclude_categories=("C", "Z")), max_size=12)
NAMES = st.text("abcÄßİ/-", min_size=1, max_size=6)
COUNTS = st.none() | st.integers(0, 12) | st.integers(0, 10**12)
DAYS = st.none() | st.dates(date(2015, 1, 1), REFERENCE)
FLAGS = st.none() | st.booleans()
SHARES = st.none() | st.floats(0, 1)


@st.composite
def repositories(draw: st.DrawFn, repo: str) -> Repository:
    """A repository with any values, None among them."""
    license_ = draw(st.sampled_from(LICENSES))
    family = "unknown" if draw(st.integers(0, 5)) == 0 else license_family(license_)
    counts = {
        name: draw(COUNTS)
        for name in ("commits", "commits_12m", "authors", "authors_for_half", "releases_12m")
    }
    return Repository(
        repo=repo,
        kind=draw(st.none() | st.sampled_from(RepositoryKind)),
        license=license_,
        family=family,
        relation=draw(st.sampled_from(("", "cern-it", "a, b", "unknown-yet"))),
        department=draw(TEXT),
        main_language=draw(st.sampled_from(("", "C++", "Python"))),
        license_detected=draw(st.none() | st.sampled_from(LICENSES)),
        head_date=draw(DAYS),
        first_commit_date=draw(DAYS),
        last_tag_date=draw(DAYS),
        read_on=draw(DAYS),
        tags=draw(COUNTS),
        ci=draw(st.none() | st.just(()) | st.just(("gitlab-ci", "github-actions"))),
        present={name: draw(FLAGS) for name in draw(st.sets(st.sampled_from(PRESENT)))},
        archived=draw(FLAGS),
        fork=draw(FLAGS),
        doi=draw(TEXT),
        error=draw(st.sampled_from(("", "The server did not answer."))),
        first_response_days=draw(st.none() | st.floats(0, 400)),
        closed_share=draw(SHARES),
        topics=tuple(draw(st.lists(st.text("xyz", min_size=1, max_size=3), max_size=3))),
        **counts,
    )


@st.composite
def records(draw: st.DrawFn, largest: int = 12) -> Records:
    """Records of some repositories with commits, licence history and dependencies."""
    names = draw(st.lists(NAMES, unique=True, min_size=1, max_size=largest))
    rows = tuple(draw(repositories(name)) for name in names)
    months = {name: draw(_months()) for name in names if draw(st.booleans())}
    some = st.sampled_from(names)
    days = st.dates(date(2020, 1, 1), REFERENCE)
    events = draw(
        st.lists(st.builds(LicenseEvent, some, days, st.just("c0"), st.sampled_from(LICENSES)))
    )
    changes = draw(
        st.lists(
            st.builds(
                Change,
                some,
                days,
                st.sampled_from(("readme", "citation_cff", "tests", "authors_file")),
                st.sampled_from(("yes", "no")),
                st.sampled_from(("", "c1")),
            )
        )
    )
    return Records(
        repositories=rows,
        months=months,
        license_events=tuple(events),
        author_domains=tuple(
            draw(st.lists(st.builds(AuthorDomain, some, st.just("cern.ch"), st.integers(5, 9))))
        ),
        about=About(REFERENCE, draw(DAYS), draw(TEXT), draw(TEXT), (draw(TEXT),)),
        changes=tuple(changes),
        dependencies=tuple(
            draw(st.lists(st.builds(Dependency, some, st.just("pkg:pypi/numpy"), optional=FLAGS)))
        ),
    )


@st.composite
def _months(draw: st.DrawFn) -> tuple[tuple[str, int], ...]:
    first = date(2026, 8, 1)
    back = sorted(draw(st.sets(st.integers(0, 60), max_size=6)), reverse=True)
    counts = st.integers(1, 9) | st.integers(65_530, 200_000)
    found = {}
    for number in back:
        day = first - timedelta(days=30 * number)
        found[f"{day:%Y-%m}"] = draw(counts)
    return tuple(sorted(found.items()))
