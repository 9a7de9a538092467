# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio what-if``."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

import pytest

from ospo_widgets.cli import portfolio_what_if
from ospo_widgets.cli.codes import OK
from ospo_widgets.errors import InputError
from tests.portfolio.graph_helpers import links, records

LICENSES = {"o/base": "MIT", "o/lib": "Apache-2.0", "o/app": "Apache-2.0", "o/quiet": ""}


def what_if(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    portfolio_what_if.add(parser.add_subparsers())
    args = parser.parse_args(["what-if", *arguments])
    code: int = args.run(args)
    return code


def test_the_sample_in_json(capsys):
    assert what_if("AIDASoft/podio", "--license", "GPL-3.0-only", "--format", "json") == OK
    found = json.loads(capsys.readouterr().out)
    assert (found["key"], found["license_before"]) == ("AIDASoft/podio", "Apache-2.0")
    assert found["counts"]["worse"] == len(found["affected"]) == 6
    assert found["affected"][-1]["path"][-1] == "AIDASoft/podio"
    assert found["without_known_dependencies"] == 29


def test_the_sample_in_text(capsys):
    assert what_if("podio", "--license", "GPL-3.0-only") == OK
    said = capsys.readouterr().out
    assert "AIDASoft/podio under GPL-3.0-only instead of Apache-2.0." in said
    assert "HEP-FCC/FCCAnalyses → key4hep/EDM4hep → AIDASoft/podio" in said
    assert "use assumed" in said
    assert "29 have no known dependencies" in said
    assert "not a legal opinion" in said


def test_what_the_project_needs_itself_is_told(capsys):
    assert what_if("acts-project/acts", "--license", "GPL-2.0-only") == OK
    said = capsys.readouterr().out
    assert "What it needs itself" in said
    assert "oneTBB (Apache-2.0): on conditions → no" in said


def test_many_rows_are_cut_with_their_number(tmp_path, capsys):
    names = [f"o/r{place}" for place in range(30)]
    rows = ["repo,kind,license,head_date,commits,commits_12m,authors"]
    rows += [f"{name},software,Apache-2.0,2026-08-22,1,1,1" for name in ("o/base", *names)]
    (tmp_path / "repositories.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "monthly.csv").write_text("repo,month,commits\n", encoding="utf-8")
    needs = ["repo,name", *(f"{name},cmake:base" for name in names)]
    (tmp_path / "dependencies.csv").write_text("\n".join(needs), encoding="utf-8")
    (tmp_path / "packages.csv").write_text("repo,name\no/base,cmake:base", encoding="utf-8")
    assert what_if("o/base", "--license", "GPL-3.0-only", "--data", str(tmp_path)) == OK
    said = capsys.readouterr().out
    assert said.count("o/base (Apache-2.0)") == 20
    assert "and 10 more" in said


def test_a_store(tmp_path: Path, capsys):
    from ospo_widgets.portfolio.store import Store

    store = tmp_path / "store"
    made = records(LICENSES, links("o/lib o/base, o/app o/lib"))
    Store(str(store)).append(made, date(2026, 8, 22))
    arguments = ("o/base", "--license", "GPL-3.0-only", "--store", str(store), "--format", "json")
    assert what_if(*arguments) == OK
    found = json.loads(capsys.readouterr().out)
    assert {row["repo"]: row["path"] for row in found["affected"]} == {
        "o/lib": ["o/lib", "o/base"],
        "o/app": ["o/app", "o/lib", "o/base"],
    }
    assert found["without_known_dependencies"] == 2
    assert what_if(*arguments, "--day", "2026-08-22") == OK


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("o/none", "--license", "MIT"), "no repository, component or package"),
        (("AIDASoft/podio", "--license", "MITT"), "MITT"),
        (("AIDASoft/podio", "--license", "MIT", "--data", "/no/such/folder"), "no folder"),
        (("AIDASoft/podio", "--license", "MIT", "--store", "/no/such/folder"), ""),
    ],
)
def test_errors_are_sentences(arguments, said):
    with pytest.raises(InputError) as error:
        what_if(*arguments)
    assert said in str(error.value)
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [("o/base",), ("--license", "MIT"), ("a", "--license", "MIT", "--day", "yesterday")],
)
def test_wrong_options(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        what_if(*arguments)
    assert stopped.value.code == 2
