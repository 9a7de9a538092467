# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio import``, ``collect``, ``summary``: from sources to a store and figures."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from ospo_widgets.cli import main

TABLE = (
    "url,licence,kind,department,head date\n"
    "https://gitlab.example.org/a/one,MIT,software,BE,2026-01-02\n"
    "https://gitlab.example.org/a/two,CERN-OHL-S-2.0,hardware,EP,2026-02-03\n"
)


def run(*argv: str) -> int:
    return main(["portfolio", *argv])


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "inventory.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def repository(folder: Path, name: str, license_text: str) -> Path:
    """A git repository with one commit."""
    root = folder / name
    root.mkdir()
    (root / "LICENSE").write_text(license_text, encoding="utf-8")
    (root / "README.md").write_text("# a project\n", encoding="utf-8")
    (root / "pyproject.toml").write_text(
        '[project]\nname = "one"\ndependencies = ["numpy"]\n', encoding="utf-8"
    )
    git = ["git", "-C", str(root), "-c", "user.name=A B", "-c", "user.email=a.b@cern.ch"]
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "begin"], check=True)
    return root


def test_files_become_a_snapshot_and_its_counts(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    assert run("import", str(table), "--store", store, "--day", "2026-11-22") == 0
    assert "2 repositories" in capsys.readouterr().out
    assert run("summary", "--store", store, "--format", "json") == 0
    (row,) = said(capsys)
    assert row["day"] == "2026-11-22"
    assert row["repositories"] == 2
    assert row["kinds"] == {"hardware": 1, "software": 1}
    assert row["families"]["cern-ohl-s"] == 1
    assert row["none"] == row["unknown"] == 0
    assert run("summary", "--store", store) == 0
    assert "2026-11-22" in capsys.readouterr().out


def test_one_file_of_several_that_nobody_knows_does_not_stop_the_others(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    assert run("import", str(bad), str(table), "--store", store, "--format", "json") == 0
    taken = said(capsys)
    assert taken["repositories"] == 2
    assert [p["source"] for p in taken["problems"]] == ["bad.json"]
    assert run("import", str(bad), str(tmp_path / "no.csv"), "--store", store) == 2
    assert run("import", str(bad), str(bad), "--store", store) == 2


def test_other_sources_stay_and_what_a_source_no_longer_says_goes(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    run("import", str(table), "--store", store, "--day", "2026-10-01")
    other = tmp_path / "others.csv"
    other.write_text("url,stage\nhttps://gitlab.example.org/a/one,stable\n", encoding="utf-8")
    run("import", str(other), "--store", store, "--day", "2026-11-01")
    capsys.readouterr()
    table.write_text("\n".join(TABLE.splitlines()[:2]) + "\n", encoding="utf-8")
    assert (
        run("import", str(table), "--store", store, "--day", "2026-12-01", "--format", "json") == 0
    )
    taken = said(capsys)
    assert taken["repositories"] == 1
    assert taken["gone"] == ["a/two"]
    from ospo_widgets.portfolio import Portfolio

    portfolio = Portfolio.open(store)
    one = portfolio.repository("a/one")
    assert (one.license, one.stage) == ("MIT", "stable")
    assert [len(portfolio.snapshots), portfolio.total] == [3, 1]
    stages = [c for c in portfolio.claims("a/one") if c.field == "stage"]
    assert [(c.source, str(c.read_on)) for c in stages] == [("others.csv", "2026-11-01")]


def test_a_mapping_is_shown_changed_and_used(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mapping.json"
    assert run("import", str(table), "--show-mapping", "--output", str(file)) == 0
    text = file.read_text(encoding="utf-8")
    assert '"department"' in text
    file.write_text(text.replace('"field": "department"', '"field": "relation"'), encoding="utf-8")
    store = str(tmp_path / "store")
    assert run("import", str(table), "--mapping", str(file), "--store", store) == 0
    from ospo_widgets.portfolio import Portfolio

    assert Portfolio.open(store).repository("a/one").relation == "BE"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["import", "missing.csv", "--store", "s"], "missing.csv"),
        (["import", "inventory.csv"], "--store"),
        (["import", "inventory.csv", "--store", "s", "--mapping", "inventory.csv"], "mapping"),
        (["import", "empty.csv", "--store", "s"], "empty.csv"),
        (["summary", "--store", "nothing-here"], "nothing-here"),
        (["collect", "--store", "s"], "--git"),
        (["collect", "--gitlab", "https://gitlab.example.org", "--store", "s"], "--group"),
        (["collect", "--git", "missing.txt", "--store", "s"], "missing.txt"),
        (["report", "--store", "nothing-here"], "nothing-here"),
        (["report", "--template", "weekly"], "weekly"),
        (["report", "--template", "yearly", "--output", "x.json"], "JSON"),
        (["report", "--config", "inventory.csv"], "TOML"),
    ],
)
@pytest.mark.usefixtures("table")
def test_wrong_input_is_said_and_nothing_is_written(
    argv: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    assert run(*argv) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "s" / "snapshots").exists()


def test_repositories_of_a_list_are_read_and_a_bad_one_does_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag = "SPDX-License-Identifier" + ": Apache-2.0\n"
    one = repository(tmp_path, "one", tag)
    (tmp_path / "broken").mkdir()
    listed = tmp_path / "list.txt"
    listed.write_text(f"{one}\n# a comment\n{tmp_path / 'broken'}\nnonsense\n", encoding="utf-8")
    store = str(tmp_path / "store")
    assert run("collect", "--git", str(listed), "--store", store, "--format", "json") == 0
    taken = said(capsys)
    assert taken["repositories"] == 2
    assert taken["errors"] == 1
    assert any("nonsense" in str(p) or "line 4" in str(p) for p in taken["problems"])
    from ospo_widgets.portfolio import Portfolio

    portfolio = Portfolio.open(store)
    found = portfolio.repository("one")
    assert found.license == "Apache-2.0"
    assert found.present["readme"]
    assert found.commits == 1
    assert [d.name for d in portfolio.records.dependencies] == ["pkg:pypi/numpy"]
    assert portfolio.repository("broken").error


def test_a_report_of_a_store_is_a_file_in_each_format(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    run("import", str(table), "--store", store, "--day", "2026-11-22")
    for ending, begin in ((".html", b"<!"), (".md", b"#"), (".xlsx", b"PK"), (".zip", b"PK")):
        file = tmp_path / f"report{ending}"
        assert run("report", "--store", store, "--template", "yearly", "--output", str(file)) == 0
        assert file.read_bytes().startswith(begin)
    assert run("report", "--store", store, "--template", "monthly", "--language", "fr") == 0
    assert "Dépôts" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "tokens"),
    [
        (["--github", "cern"], []),
        (["--github", "cern", "--private"], [("github.com", "GITHUB_TOKEN")]),
        (
            ["--gitlab", "https://gitlab.example.org/x", "--group", "g", "--private"],
            [("gitlab.example.org", "GITLAB_TOKEN")],
        ),
    ],
)
def test_git_gets_tokens_for_private_repositories_of_the_named_platform_only(
    argv: list[str], tokens: list[tuple[str, str]]
) -> None:
    from ospo_widgets.cli.portfolio_collect import _tokens
    from ospo_widgets.cli.program import build_parser

    args = build_parser().parse_args(["portfolio", "collect", *argv, "--store", "s"])
    assert _tokens(args) == tokens
