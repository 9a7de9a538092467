# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Small portfolios for the tests of the graph, written as short lines."""

from __future__ import annotations

from datetime import date

from ospo_widgets.portfolio.families import UNKNOWN, license_family
from ospo_widgets.portfolio.graph import Graph
from ospo_widgets.portfolio.records import (
    About,
    Dependency,
    Package,
    Records,
    Repository,
    RepositoryKind,
)


def repository(repo: str, license_: str | None, **more: object) -> Repository:
    """A repository; a licence of None is not known."""
    known = license_ or ""
    family = UNKNOWN if license_ is None else license_family(known)
    values = {"kind": RepositoryKind.SOFTWARE, "url": f"https://github.com/{repo}", **more}
    return Repository(repo=repo, license=known, family=family, **values)  # type: ignore[arg-type]


def records(
    licenses: dict[str, str | None],
    needs: list[Dependency] | None = None,
    packages: list[Package] | None = None,
    **kinds: RepositoryKind,
) -> Records:
    """A portfolio of repositories with their licences."""
    return Records(
        repositories=tuple(
            repository(repo, license_, **({"kind": kinds[repo]} if repo in kinds else {}))
            for repo, license_ in licenses.items()
        ),
        months={},
        license_events=(),
        author_domains=(),
        about=About(date(2026, 8, 22)),
        dependencies=tuple(needs or ()),
        packages=tuple(packages or ()),
    )


def links(text: str, use: str = "dynamic-link") -> list[Dependency]:
    """``"a b, c a"``: a needs the repository b, c needs a; by address."""
    pairs = [pair.split() for pair in text.split(",") if pair.strip()]
    return [Dependency(one, f"https://github.com/{other}", use) for one, other in pairs]


def graph(
    licenses: dict[str, str | None],
    needs: list[Dependency] | None = None,
    packages: list[Package] | None = None,
) -> Graph:
    """The graph of such a portfolio."""
    return Graph.build(records(licenses, needs, packages))
