# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Saved views: those of the office, and those that a browser keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.apps.portfolio.saved_views import MOST_VIEWS, read_views, write_views
from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.office_views import View, office_views


def test_each_view_of_the_office_has_rows() -> None:
    portfolio = Portfolio.sample()
    for view in office_views():
        filters, notes = portfolio.filters_from_query(view.query)
        assert not notes
        assert len(portfolio.filtered(filters))


def test_an_overlay_has_its_own_views(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portfolio").mkdir()
    file = tmp_path / "portfolio" / "views.yaml"
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    file.write_text("views:\n  - name: {en: Ours}\n    query: kind=hardware\n", encoding="utf-8")
    assert office_views() == (View("Ours", "kind=hardware"),)


@pytest.mark.parametrize("text", ["views: 3", "[]", "views:\n - {query: a}", "a: [", "\x00"])
def test_a_wrong_file_is_said(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portfolio").mkdir()
    (tmp_path / "portfolio" / "views.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    with pytest.raises(InputError, match=r"views\.yaml"):
        office_views()


def test_what_is_kept_comes_back() -> None:
    views = (View("Hardware", "kind=hardware"), View("Vue « à nous »", ""))
    assert read_views(write_views(views)) == views
    assert write_views(()) == ""


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[", "[1]", '[["a"]]', '[["a", 3]]', '[["", "b"]]', '[["a\\n", "b"]]', "[" * 9999],
)
def test_what_a_browser_changed_is_left_out(text: str) -> None:
    assert read_views(text) == ()


@given(st.text())
def test_any_text_gives_views(text: str) -> None:
    assert len(read_views(text)) <= MOST_VIEWS
