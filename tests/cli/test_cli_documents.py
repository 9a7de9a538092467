# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What ``docs/cli.md`` says is what the program takes."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ospo_widgets.cli import codes
from ospo_widgets.cli.program import build_parser
from ospo_widgets.errors import HoldError, InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.scanning.baseline.accepted import read_baseline
from ospo_widgets.scanning.readiness import answers
from ospo_widgets.scanning.reading.source import Source

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(
    parser: argparse.ArgumentParser, name: str = "ospo"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """All commands with their parsers, those that hold others left out."""
    inner = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not inner:
        yield name, parser
    for action in inner:
        for word, child in action.choices.items():
            yield from commands(child, f"{name} {word}")


@pytest.mark.parametrize(("name", "parser"), list(commands(build_parser())))
def test_every_command_and_option_is_documented(name: str, parser: argparse.ArgumentParser) -> None:
    assert f"## `{name}`" in PAGE
    options = [o for action in parser._actions for o in action.option_strings if o[:2] == "--"]
    assert [
        option for option in options if f"`{option}" not in PAGE and f"{option} " not in PAGE
    ] == []


def test_every_exit_code_is_documented() -> None:
    documented = {
        int(n) for row in re.findall(r"^\| ([\d, ]+) \|", PAGE, re.M) for n in row.split(",")
    }
    numbers = {value for name, value in vars(codes).items() if name.isupper()}
    assert documented == numbers | {InputError.exit_code, HoldError.exit_code}


def examples() -> list[str]:
    """Every ``ospo …`` line of a code block in the documents."""
    found = []
    for document in DOCUMENTS:
        for block in re.findall(r"```sh\n(.*?)```", document.read_text(encoding="utf-8"), re.S):
            found += re.findall(r"^(?:[A-Z_]+=\S+ )?(ospo .*)$", block, re.M)
    assert found
    return sorted(set(found))


def yaml_examples() -> list[str]:
    found = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    assert len(found) == 4
    return found


def test_examples_of_a_baseline_and_of_answers_are_read() -> None:
    baseline, checklist, *pipelines = yaml_examples()
    entries = read_baseline(baseline).entries
    assert [entry.finding for entry in entries] == ["hygiene.secret", "dependency.conditional", "*"]
    rows = answers.DETECTOR.examine(Source(answers.PATH, checklist.encode()))
    given, problems = answers.answers_from(rows or (), load_knowledge().checklist)
    assert (list(given), problems) == (["S09", "S11", "S27"], [])
    kinds = load_knowledge().findings
    assert {"hygiene.secret", "dependency.conditional"} <= set(kinds)
    for pipeline in pipelines:
        runs = re.findall(r"^ *- (?:run: )?(ospo .*)$", pipeline, re.M)
        runs += [s for s in yaml.safe_load(pipeline).get("licences", {}).get("script", ())
                 if s.startswith("ospo")]  # fmt: skip
        assert runs
        for line in runs:
            assert callable(build_parser().parse_args(shlex.split(line)[1:]).run)


@pytest.mark.parametrize("line", examples())
def test_examples_are_understood(line: str) -> None:
    args = build_parser().parse_args(shlex.split(line, comments=True)[1:])
    assert callable(args.run)
