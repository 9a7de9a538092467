# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files that a person brings to the portfolio page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ospo_widgets.apps.portfolio import PortfolioApp, PortfolioModel
from ospo_widgets.apps.portfolio.data_state import MOST_FILES, DataState
from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Portfolio

TABLE = (
    "Project URL;Licence;Kind;Dept;Last change\n"
    "https://gitlab.example.org/a/one;MIT;software;BE;2026-01-02\n"
    "https://gitlab.example.org/a/two;none;hardware;EP;2026-03-04\n"
    "https://gitlab.example.org/a/three;not a licence at all;software;EP;2026-03-04\n"
)


def state() -> DataState:
    return DataState(lambda: date(2026, 11, 22))


def given(folder: Path, content: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_table_becomes_a_portfolio(tmp_path: Path) -> None:
    data = state()
    brought = data.add(given(tmp_path, TABLE), "list.csv")
    assert brought.imported.mapping is not None
    assert len(brought.imported.records) == 3
    assert any("licence" in p.message.lower() for p in data.problems)
    portfolio = data.portfolio()
    assert len(portfolio) == 3
    assert portfolio.repository("a/two").family == "none"
    assert portfolio.repository("a/three").family == "unknown"
    assert "list.csv" in portfolio.heading()


def test_a_column_can_be_given_another_meaning(tmp_path: Path) -> None:
    data = state()
    data.add(given(tmp_path, TABLE), "list.csv")
    data.map_column(0, 3, "relation")
    assert data.portfolio().repository("a/one").relation == "BE"
    data.map_column(0, 3, "")
    assert data.portfolio().repository("a/one").relation == ""


def test_a_wrong_mapping_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    data = state()
    data.add(given(tmp_path, TABLE), "list.csv")
    with pytest.raises(InputError):
        data.map_column(0, 99, "relation")
    assert len(data.portfolio()) == 3


@pytest.mark.parametrize("content", ["", "\x00\x01", "{", "a,b\n1,2\n", "<html>"])
def test_what_is_no_portfolio_is_said_and_nothing_is_lost(content: str, tmp_path: Path) -> None:
    data = state()
    data.add(given(tmp_path, TABLE), "list.csv")
    with pytest.raises(InputError):
        brought = data.add(given(tmp_path, content, "other"), "other")
        assert not brought.imported.records
        raise InputError("no rows")
    assert len(data.portfolio()) == 3


def test_the_same_name_replaces_and_too_many_are_refused(tmp_path: Path) -> None:
    data = state()
    path = given(tmp_path, TABLE)
    for _ in range(3):
        data.add(path, "list.csv")
    assert len(data.files) == 1
    for number in range(MOST_FILES - 1):
        data.add(path, f"{number}.csv")
    with pytest.raises(InputError):
        data.add(path, "one-more.csv")


def test_nothing_brought_is_a_blocker() -> None:
    data = state()
    assert data.blockers
    with pytest.raises(InputError):
        data.portfolio()


def test_the_page_opens_it_and_goes_back(tmp_path: Path) -> None:
    app = PortfolioApp(PortfolioModel())
    app.model.set("kind", "hardware")
    app.model.view = "data"
    screen = app._panels["data"]
    assert screen._use.disabled
    screen._received(given(tmp_path, TABLE), "list.csv")
    screen._read._thread.join()
    assert not screen._use.disabled
    screen._start()
    screen._open._thread.join()
    assert len(app.model.whole) == 3
    assert app.model.view == "glance"
    assert not app.model.filters
    app.model.view = "data"
    screen._open_default()
    screen._open._thread.join()
    assert len(app.model.whole) == len(Portfolio.sample())
