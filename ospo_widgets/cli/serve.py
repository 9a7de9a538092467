# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo serve``: the apps in a browser."""

from __future__ import annotations

import argparse
import os

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_command

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8866
"""Voilà's own default, so that bookmarks and firewalls know it."""

SETTINGS = {
    "host": "HOST",
    "port": "PORT",
    "base_url": "BASE_URL",
    "max_sessions": "MAX_SESSIONS",
    "max_own": "MAX_OWN",
    "grace": "GRACE",
    "trust_proxy": "TRUST_PROXY",
    "allowed_hosts": "ALLOWED_HOSTS",
    "frame_ancestors": "FRAME_ANCESTORS",
}
"""Options that a variable of the environment may give, ``OSPO_SERVE_`` and these names."""

_DETAILS = """\
The address is printed when the page answers.
Everybody who reaches the address can use the apps. Keep the host as it is,
or put the server behind JupyterHub or a proxy that knows who may enter.
Each option can also be given by a variable: OSPO_SERVE_MAX_SESSIONS and so on.

Example:
  ospo serve --port 8900 --no-open
  ospo serve --trust-proxy 127.0.0.1 --allowed-hosts ospo.example.org

Exit codes:
  0    the server ended, also by Ctrl-C or SIGTERM
  2    the port is taken, the host is not of this machine, or a value is wrong
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "serve", "Start the apps and print their address.", details=_DETAILS
    )
    parser.add_argument("--host", help=f"default: {DEFAULT_HOST}")
    parser.add_argument("--port", type=_port, metavar="N", help=f"default: {DEFAULT_PORT}")
    parser.add_argument(
        "--open",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="open the page in your browser",
    )
    parser.add_argument(
        "--preheat",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="keep sessions ready, so that pages open at once",
    )
    parser.add_argument(
        "--base-url", metavar="PATH", help="where browsers see it, for example /services/ospo/"
    )
    parser.add_argument(
        "--max-sessions", type=_count, metavar="N", help="default: as many as memory allows"
    )
    parser.add_argument(
        "--max-own",
        type=_count,
        metavar="N",
        help="sessions of one visitor or address; default: a quarter of all, at least 4",
    )
    parser.add_argument(
        "--grace",
        type=_count,
        metavar="SECONDS",
        help="how long sessions go on after SIGTERM; default: 30",
    )
    parser.add_argument(
        "--trust-proxy",
        metavar="ADDRESSES",
        help="proxies whose X-Forwarded headers are believed, for example 127.0.0.1",
    )
    parser.add_argument(
        "--allowed-hosts", metavar="NAMES", help="names by which browsers ask for it"
    )
    parser.add_argument(
        "--frame-ancestors",
        metavar="SOURCES",
        help="pages that may show it in a frame; default: 'self'",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    from ospo_widgets.server.launch import serve
    from ospo_widgets.server.options import options

    chosen = {name: getattr(args, name) for name in SETTINGS}
    for name, variable in SETTINGS.items():
        if chosen[name] is None and (text := os.environ.get(f"OSPO_SERVE_{variable}")):
            chosen[name] = _from_environment(name, variable, text)
    given = {name: value for name, value in chosen.items() if value is not None}
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "")
    # The Hub gives its services a token. We ask it for nothing, and sessions of visitors inherit.
    os.environ.pop("JUPYTERHUB_API_TOKEN", None)
    if prefix:
        given.setdefault("base_url", prefix)
    serve(options(preheat=args.preheat, **given), open_browser=args.open)
    return OK


def _from_environment(name: str, variable: str, text: str) -> object:
    from ospo_widgets.errors import InputError

    if name not in {"port", "max_sessions", "max_own", "grace"}:
        return text
    if not text.isdecimal():
        raise InputError(f"OSPO_SERVE_{variable} is “{text}”, which is no number.")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is no port, choose 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"“{text}” is no number")
    return int(text)
