# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo serve``: the apps in a browser."""

from __future__ import annotations

import argparse

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_command

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8866
"""Voilà's own default, so that bookmarks and firewalls know it."""

_DETAILS = """\
The address is printed when the page answers.
Everybody who reaches the address can use the apps. Keep the host as it is,
or put the server behind JupyterHub or a proxy that knows who may enter.

Example:
  ospo serve --port 8900 --no-open

Exit codes:
  0    the server ended, also by Ctrl-C
  2    the port is taken, or the host is not of this machine
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "serve", "Start the apps and print their address.", details=_DETAILS
    )
    parser.add_argument("--host", default=DEFAULT_HOST, help=f"default: {DEFAULT_HOST}")
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, metavar="N", help=f"default: {DEFAULT_PORT}"
    )
    parser.add_argument(
        "--open",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="open the page in your browser",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    from ospo_widgets.server.launch import serve

    serve(args.host, args.port, open_browser=args.open)
    return OK


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is no port, choose 1 to 65535")
    return int(text)
