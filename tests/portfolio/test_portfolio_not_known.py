# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What no source tells is said to be not known; it never counts as no, and never as nought."""

from __future__ import annotations

from datetime import date

import pytest

from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.records import About, Records, Repository, RepositoryKind
from ospo_widgets.portfolio.tiles import value_text

DAY = date(2026, 11, 22)


def portfolio(*rows: Repository) -> Portfolio:
    return Portfolio.from_records(Records(rows, {}, (), (), About(DAY, DAY)))


def bare(name: str) -> Repository:
    return Repository(repo=name, kind=RepositoryKind.SOFTWARE, license="MIT", family="mit")


@pytest.fixture
def nothing() -> Portfolio:
    return portfolio(bare("a/one"), bare("a/two"))


def test_tiles_say_not_known(nothing: Portfolio) -> None:
    told = {tile.id: value_text(tile) for tile in nothing.tiles()}
    assert told["no-license"] == "0"
    assert {told[name] for name in ("active", "commits", "one-author", "reuse")} == {"not known"}


def test_heading_charts_and_quality_do_not_make_figures_up(nothing: Portfolio) -> None:
    assert "commits" not in nothing.heading()
    readiness = nothing.chart("readiness")
    assert readiness.title == "Readiness is not known"
    assert not readiness.labels
    assert any("Known of no repository" in s.text for s in nothing.data_quality())
    assert {row.id for row in nothing.glance().rows} == {
        "repositories",
        "no-license",
        "unknown-license",
    }


def test_a_share_is_of_those_of_which_it_is_known() -> None:
    known = Repository(
        repo="a/three", kind=RepositoryKind.SOFTWARE, license="MIT", family="mit", commits_12m=3
    )
    (tile,) = (t for t in portfolio(bare("a/one"), known).tiles() if t.id == "active")
    assert (tile.value, tile.comparison) == (1, "of 1 known, 100 %")


def test_report_and_command_line_say_it_too(nothing: Portfolio) -> None:
    from ospo_widgets.cli.portfolio_report import portfolio_text
    from ospo_widgets.portfolio.report import report_html

    assert "not known" in portfolio_text(nothing)
    html = report_html(nothing, date=DAY)
    assert "not known" in html
    assert "None is REUSE compliant" not in html
