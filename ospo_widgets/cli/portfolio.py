# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio …``: the organisation's repositories, collected, counted and reported."""

from __future__ import annotations

import argparse

from ospo_widgets.cli import (
    portfolio_collect,
    portfolio_import,
    portfolio_report,
    portfolio_summary,
    portfolio_what_if,
)
from ospo_widgets.cli.output import add_command

_DETAILS = """\
A store is a folder (or an address such as s3://bucket/portfolio) with one snapshot a day.

Example:
  ospo portfolio import inventory.csv --store our-portfolio
  ospo portfolio summary --store our-portfolio
  ospo portfolio report --output report.html
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    parser = add_command(
        commands, "portfolio", "Collect, count and report repositories.", details=_DETAILS
    )
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="what")
    commands_of_it = (
        portfolio_import,
        portfolio_collect,
        portfolio_summary,
        portfolio_what_if,
        portfolio_report,
    )
    for command in commands_of_it:
        command.add(inner)
