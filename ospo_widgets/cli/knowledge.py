# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo knowledge …``: what the office knows, checked, drawn, compared and reviewed."""

from __future__ import annotations

import argparse

from ospo_widgets.cli import (
    knowledge_check,
    knowledge_diff,
    knowledge_graph,
    knowledge_matrix,
    knowledge_review,
)
from ospo_widgets.cli.output import add_command

_DETAILS = """\
Example:
  ospo knowledge check --strict
  ospo knowledge graph licenses/Apache-2.0
  ospo knowledge diff main HEAD
  ospo knowledge review licenses/MIT --on 2027-01-31
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    summary = "Look after the knowledge: licences, verdicts, policies, questions."
    parser = add_command(commands, "knowledge", summary, details=_DETAILS)
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="what")
    for command in (
        knowledge_check,
        knowledge_graph,
        knowledge_diff,
        knowledge_review,
        knowledge_matrix,
    ):
        command.add(inner)
