# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio collect``: repositories of platforms and lists into the store of a portfolio."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_answer_options, add_command, chosen_format, emit, emit_json
from ospo_widgets.cli.portfolio_import import day_option, taken_text
from ospo_widgets.cli.progress import progress_line
from ospo_widgets.errors import InputError
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.collecting import RepositoryReference
    from ospo_widgets.portfolio.records import Problem

_DETAILS = """\
Reads histories and files; nothing of a repository is run. Platforms and git addresses use the
network. Tokens come from the environment: GITLAB_TOKEN, GITHUB_TOKEN. People are counted, never
named.

A repository that cannot be read is stored with the reason, beside its values of before. With
--journal, a stopped collection goes on where it was.

Example:
  ospo portfolio collect --gitlab https://gitlab.cern.ch --group my-group --store our-portfolio
  ospo portfolio collect --github cern --store our-portfolio --journal collect.journal
  ospo portfolio collect --git repositories.txt --scheduler local --store our-portfolio

Exit codes:
  0    collected; what could not be read is listed
  2    nothing was named, or the store cannot be used; the store is as it was
  130  stopped by Ctrl-C; the store is as it was
"""


def add(inner: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        inner, "collect", "Read repositories of platforms or of a list.", details=_DETAILS
    )
    sources = parser.add_argument_group("what to read")
    sources.add_argument("--gitlab", metavar="URL", help="a GitLab, with --group")
    sources.add_argument("--group", metavar="GROUP", action="append", help="group with subgroups")
    sources.add_argument("--github", metavar="ORG", action="append", help="GitHub organisation")
    sources.add_argument("--github-url", metavar="URL", default="", help="a GitHub of your own")
    sources.add_argument(
        "--git", metavar="LIST", type=Path, help="file with one git address or folder a line"
    )
    sources.add_argument(
        "--private", action="store_true", help="also what only the token may see on a platform"
    )
    sources.add_argument(
        "--metrics", action="store_true", help="also ask platforms how soon changes are answered"
    )
    parser.add_argument(
        "--store", metavar="DIR", required=True, help="folder or address of the store"
    )
    parser.add_argument(
        "--day", metavar="DATE", type=day_option, help="day of the snapshot (today)"
    )
    parser.add_argument(
        "--scan", action="store_true", help="also scan all files; minutes a repository"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", default="", help="a Dask scheduler, or “local”"
    )
    parser.add_argument("--workers", metavar="N", type=int, default=0, help="processes here")
    parser.add_argument("--journal", metavar="FILE", type=Path, help="goes on after a stop")
    parser.add_argument("--clones", metavar="DIR", default="", help="keep copies for the next run")
    parser.add_argument("--anew", action="store_true", help="leave out what other sources said")
    add_answer_options(parser, ("text", "json"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Collect and say what was taken over.

    Raises:
        InputError: Nothing to read was named.
    """
    from ospo_widgets.api.portfolios import collect_portfolio

    day = args.day or date.today()
    references, problems = _references(args, day)
    with progress_line(lambda _: words("cli.portfolio.collecting")) as report:
        taken = collect_portfolio(
            references,
            args.store,
            day=day,
            problems=problems,
            scan=args.scan,
            scheduler=args.scheduler,
            workers=max(args.workers, 0),
            journal=args.journal,
            clones=args.clones,
            tokens=_tokens(args),
            anew=args.anew,
            report=report,
        )
    if chosen_format(args) == "json":
        emit_json(taken.to_json(), args.output)
    else:
        emit(taken_text(taken), args.output)
    return OK


def _tokens(args: argparse.Namespace) -> list[tuple[str, str]]:
    """Host and variable of the tokens that git needs: for private repositories only."""
    if not args.private:
        return []
    addresses = [(args.gitlab or "", "GITLAB_TOKEN")]
    if args.github:
        addresses.append((args.github_url or "https://github.com", "GITHUB_TOKEN"))
    return [(host, name) for url, name in addresses if (host := urlsplit(url).hostname)]


def _references(
    args: argparse.Namespace, day: date
) -> tuple[Iterable[RepositoryReference], list[Problem]]:
    """What the options name; platforms are asked before the first repository is read."""
    from ospo_widgets.portfolio.collecting import read_references

    found, problems = _of_platforms(args, day)
    if args.git:
        listed, wrong = read_references(args.git)
        found += listed
        problems += wrong
    if not found and not problems:
        raise InputError(
            "Nothing to read was named. Nothing was stored.",
            remedy="Give --gitlab with --group, --github, or --git.",
        )
    return found, problems


def _of_platforms(
    args: argparse.Namespace, day: date
) -> tuple[list[RepositoryReference], list[Problem]]:
    """What platforms have; their answers stay in the user's cache, without people."""
    found: list[RepositoryReference] = []
    problems: list[Problem] = []
    if bool(args.gitlab) != bool(args.group):
        raise InputError("--gitlab and --group go together. Nothing was read.")
    if not args.gitlab and not args.github:
        return found, problems
    from ospo_widgets.portfolio.collecting.forges import github_references, gitlab_references
    from ospo_widgets.scanning.reading.cache import default_folder

    with progress_line(lambda stage: words(f"forges.stage.{stage}")) as report:
        options: dict[str, Any] = {
            "read_on": day,
            "private": args.private,
            "metrics": args.metrics,
            "cache": default_folder(),
            "report": report,
        }
        asked = [gitlab_references(args.gitlab, group, **options) for group in args.group or ()]
        asked += [
            github_references(organisation, url=args.github_url, **options)
            for organisation in args.github or ()
        ]
    for references, said in asked:
        found += references
        problems += said
    return found, problems
