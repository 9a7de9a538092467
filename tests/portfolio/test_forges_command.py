# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What ``ospo portfolio collect`` asks of platforms."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ospo_widgets.cli import main
from ospo_widgets.portfolio.collecting import RepositoryReference, forges
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.portfolio.store import Store


def test_groups_and_organisations_go_into_one_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[Any, ...]] = []

    def answer(name: str) -> tuple[list[RepositoryReference], list[Problem]]:
        url = f"https://forge.example/{name}/p"
        found = RepositoryReference(url=url, name=f"{name}/p", read_git=False)
        return [found], [Problem("forge.example", "", f"{name} was cut")]

    def gitlab(url: str, group: str, **options: Any) -> Any:
        asked.append((url, group, options["metrics"], options["private"], options["cache"]))
        return answer(group)

    def github(name: str, *, url: str, **options: Any) -> Any:
        asked.append((url, name, options["metrics"], options["private"], options["cache"]))
        return answer(name)

    monkeypatch.setattr(forges, "gitlab_references", gitlab)
    monkeypatch.setattr(forges, "github_references", github)
    monkeypatch.setenv("OSPO_CACHE_DIR", str(tmp_path / "cache"))
    store = tmp_path / "store"
    platforms = "--gitlab https://forge.example --group a --group b --github c --metrics"
    command = f"portfolio collect {platforms} --store {store} --day 2026-08-22"
    assert main(command.split()) == 0
    cache = tmp_path / "cache"
    assert asked == [
        ("https://forge.example", "a", True, False, cache),
        ("https://forge.example", "b", True, False, cache),
        ("", "c", True, False, cache),
    ]
    kept = Store(str(store)).read(date(2026, 8, 22))
    assert len(kept.repositories) == 3
    assert {problem.message for problem in kept.problems} >= {"a was cut", "c was cut"}
    assert "c was cut" in capsys.readouterr().out


@pytest.mark.parametrize("half", ["--gitlab https://forge.example", "--group a"])
def test_a_server_and_a_group_go_together(tmp_path: Path, half: str) -> None:
    store = tmp_path / "store"
    assert main(f"portfolio collect {half} --store {store}".split()) == 2
    assert not store.exists()
