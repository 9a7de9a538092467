# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A laboratory lays its own addresses and names over ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.scanning import scan_lists
from ospo_widgets.scanning.history import authors


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """What was read once for the process is read anew, before and after."""
    read_once = (authors._groups, authors.group_of, scan_lists._lists, scan_lists.scan_list)
    for function in read_once:
        function.cache_clear()
    yield
    for function in read_once:
        function.cache_clear()


def test_rows_replace_rows_and_lists_replace_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert authors.group_of("a@cern.ch") == "own"
    assert "CERN" in scan_lists.scan_list("intergovernmental")
    authors._groups.cache_clear()
    authors.group_of.cache_clear()
    scan_lists._lists.cache_clear()
    scan_lists.scan_list.cache_clear()
    (tmp_path / "author_status.yaml").write_text("groups: [{id: own, domains: [lab.example]}]\n")
    (tmp_path / "scan_lists.yaml").write_text("intergovernmental: [Our Laboratory]\n")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    assert authors.group_of("a@x.lab.example") == "own"
    assert authors.group_of("a@cern.ch") != "own"
    assert authors.group_of("dependabot@x.y") == "bot"
    assert scan_lists.scan_list("intergovernmental") == ("Our Laboratory",)
    assert scan_lists.scan_list("collaborations")


@pytest.mark.parametrize(
    "text", ["groups: 1", "groups: [{id: alien}]", "groups: [1]", "groups: [{}]", "[", "- a"]
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "author_status.yaml").write_text(text)
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    with pytest.raises(InputError, match=r"author_status\.yaml cannot be used"):
        authors.group_of("a@cern.ch")
