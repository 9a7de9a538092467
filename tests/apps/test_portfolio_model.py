# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The portfolio page without a screen: fields, clicks, address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.report_screen import command
from ospo_widgets.portfolio import Filters


def test_a_field_sets_and_clears() -> None:
    model = PortfolioModel()
    model.set("family", "none")
    assert len(model.shown) == 20
    model.set("kind", "hardware")
    assert len(model.shown) == 8
    model.set("family", "")
    assert len(model.shown) == 15
    model.clear()
    assert len(model.shown) == 127


def test_a_field_set_twice_stays_set() -> None:
    model = PortfolioModel()
    model.set("family", "none")
    model.set("family", "none")
    assert model.value("family") == "none"
    model.set("name", "wr")
    model.set("name", "wr-")
    assert model.value("name") == "wr-"


def test_a_click_sets_and_the_same_click_clears() -> None:
    model = PortfolioModel()
    model.toggle("family", ("apache",))
    assert len(model.shown) == 27
    model.toggle("family", ("apache",))
    assert len(model.shown) == 127


@pytest.mark.parametrize("query", ["", "family=none&sort=repo", "active=yes&only=tests"])
def test_the_address_brings_the_view_back(query: str) -> None:
    model = PortfolioModel()
    model.from_query(query)
    again = PortfolioModel()
    again.from_json(model.to_json())
    assert again.filters == model.filters
    assert again.sort == model.sort
    assert not model.notes


@given(st.text(max_size=200))
def test_any_address_gives_a_view(query: str) -> None:
    model = PortfolioModel()
    model.from_query(query)
    assert len(model.shown) <= 127


def test_what_is_not_known_is_noted() -> None:
    model = PortfolioModel()
    model.from_query("kind=<script>&family=none&sort=evil")
    assert model.filters == Filters(family="none")
    assert len(model.notes) == 1
    assert model.sort == "commits"


def test_the_command_makes_the_same_report() -> None:
    model = PortfolioModel()
    model.from_query("kind=hardware&active=yes&only=tests&name=a+b")
    assert command(model) == (
        "ospo portfolio report --kind hardware --active yes --name 'a b' --only tests "
        "--output report.html"
    )
