# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Partners: institutes whose people work on own projects, and own people on projects of others.

Only counts by domain come in, and groups under five never leave: consolidation puts them together,
and what comes here all the same is left out. An author counts once for each repository, so sums
are entries, not people. A domain is not an employer: some per cent are wrong
(https://github.com/cncf/gitdm/issues/462 found one in ten).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.records import AuthorDomain
from ospo_widgets.portfolio.source import FEWEST_AUTHORS
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import words

OTHER = "other"
"""Id of what is put together: institutes with too few authors to be named."""


class Direction(StrEnum):
    """Which way work flows."""

    INBOUND = "inbound"
    """People of other institutes on own projects."""
    OUTBOUND = "outbound"
    """Own people on projects of others."""


@dataclass(frozen=True, slots=True)
class Institute:
    """An institute.

    Attributes:
        id: Id of the Research Organization Registry (``01ggx4157``), else its domain.
        name: Name for people.
        ror: Its address in that registry, empty when it is not listed.
        country: Two letters (ISO 3166), empty when it is not listed.
    """

    id: str
    name: str
    ror: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """Work between the organisation and one institute, one way.

    Attributes:
        institute: The other institute; for outbound work the relation of the projects as the
            data has it, since their owners are not known by domain.
        direction: Which way.
        authors: Author entries: one for each person and repository; five or more.
        repositories: Repositories.
    """

    institute: Institute
    direction: Direction
    authors: int
    repositories: int

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "id": self.institute.id,
            "name": self.institute.name,
            "ror": self.institute.ror or None,
            "country": self.institute.country or None,
            "direction": str(self.direction),
            "authors": self.authors,
            "repositories": self.repositories,
        }


@dataclass(frozen=True, slots=True)
class Partners:
    """Partners of a selection.

    Attributes:
        inbound: By institute, the largest first, what is put together last.
        outbound: By relation of the projects, the same way.
        own_authors: Author entries of own people on own projects; None under five.
        unattributed: Repositories without any institutional group of five.
        repositories: Repositories of the selection.
    """

    inbound: tuple[Partner, ...]
    outbound: tuple[Partner, ...]
    own_authors: int | None
    unattributed: int
    repositories: int

    def basis(self) -> str:
        """What the counts are, and what they leave out."""
        return words("graph_portfolio.partners.basis", fewest=FEWEST_AUTHORS)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "inbound": [partner.to_json() for partner in self.inbound],
            "outbound": [partner.to_json() for partner in self.outbound],
            "own_authors": self.own_authors,
            "unattributed_repositories": self.unattributed,
            "repositories": self.repositories,
            "basis": self.basis(),
        }


class Institutes:
    """Institutes by domain, and who is at home.

    Args:
        by_domain: Institute of each listed domain.
        home_domains: Domains of the organisation.
        home_relations: Patterns of the relations of repositories that it owns.
    """

    def __init__(
        self,
        by_domain: Mapping[str, Institute],
        home_domains: Collection[str],
        home_relations: Collection[str],
    ) -> None:
        self._by_domain = by_domain
        self._home_domains = tuple(home_domains)
        self._home_relations = tuple(home_relations)

    @classmethod
    def load(cls) -> Institutes:
        """Those of ``data/portfolio/institutes.yaml``, or of the same file in an overlay.

        Raises:
            InputError: The file cannot be read.
        """
        overlay = overlay_dir()
        relative = Path("portfolio") / "institutes.yaml"
        if overlay and (overlay / relative).is_file():
            return _load(overlay / relative)
        return _load(data_dir() / relative)

    def of(self, domain: str) -> Institute:
        """Institute of a domain or of the longest domain that it lies in; else it stands alone."""
        labels = domain.strip().lower().split(".")
        for place in range(len(labels) - 1):
            found = self._by_domain.get(".".join(labels[place:]))
            if found is not None:
                return found
        return Institute(domain.lower(), domain.lower())

    def at_home(self, domain: str) -> bool:
        """Whether a domain is the organisation's."""
        folded = domain.strip().lower()
        return any(folded == own or folded.endswith(f".{own}") for own in self._home_domains)

    def owns(self, relation: str) -> bool:
        """Whether repositories of this relation are the organisation's; those without one are."""
        folded = relation.casefold()
        return not folded or any(fnmatchcase(folded, p) for p in self._home_relations)


def partners(
    author_domains: Iterable[AuthorDomain],
    relations: Mapping[str, str],
    *,
    institutes: Institutes | None = None,
) -> Partners:
    """Work with other institutes over some repositories.

    Args:
        author_domains: Authors by repository and domain; rows of other repositories do not count.
        relations: Relation to the organisation of each repository of the selection; ``""`` where
            none is stated.
        institutes: By default those of ``data/portfolio/institutes.yaml``.

    Raises:
        InputError: The institutes cannot be read.
    """
    known = institutes or Institutes.load()
    inbound = _Tally()
    outbound = _Tally()
    own = 0
    attributed = set()
    for row in author_domains:
        relation = relations.get(row.repo)
        if relation is None or row.authors < FEWEST_AUTHORS:
            continue
        attributed.add(row.repo)
        owned, home = known.owns(relation), known.at_home(row.domain)
        if owned and home:
            own += row.authors
        elif owned:
            inbound.add(_other(row.domain) or known.of(row.domain), row)
        elif home:
            outbound.add(Institute(relation, relation), row)
    return Partners(
        inbound=inbound.partners(Direction.INBOUND),
        outbound=outbound.partners(Direction.OUTBOUND),
        own_authors=own if own >= FEWEST_AUTHORS else None,
        unattributed=sum(repo not in attributed for repo in relations),
        repositories=len(relations),
    )


def _other(domain: str) -> Institute | None:
    """What a source has put together already: groups under five of several domains."""
    named = "." in domain
    return None if named else Institute(OTHER, words("graph_portfolio.partners.other"))


class _Tally:
    """Authors and repositories by institute."""

    def __init__(self) -> None:
        self._authors: dict[Institute, int] = {}
        self._repositories: dict[Institute, set[str]] = {}

    def add(self, institute: Institute, row: AuthorDomain) -> None:
        self._authors[institute] = self._authors.get(institute, 0) + row.authors
        self._repositories.setdefault(institute, set()).add(row.repo)

    def partners(self, direction: Direction) -> tuple[Partner, ...]:
        """The largest first; what is put together comes last."""
        found = [
            Partner(institute, direction, authors, len(self._repositories[institute]))
            for institute, authors in self._authors.items()
        ]
        found.sort(key=lambda p: (p.institute.id == OTHER, -p.authors, p.institute.name))
        return tuple(found)


@cache
def _load(file: Path) -> Institutes:
    import yaml

    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        by_domain = {}
        for row in data["institutes"]:
            ror = str(row.get("ror", ""))
            for domain in row["domains"]:
                by_domain[str(domain).lower()] = Institute(
                    id=ror or str(row["domains"][0]),
                    name=str(row["name"]),
                    ror=f"https://ror.org/{ror}" if ror else "",
                    country=str(row.get("country", "")),
                )
        home = data["home"]
        relations = [str(pattern).casefold() for pattern in home["relations"]]
        return Institutes(by_domain, [str(d).lower() for d in home["domains"]], relations)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError) as e:
        raise InputError(
            f"The institutes in “{file.name}” cannot be read. No partners were counted.",
            remedy="It needs home with domains and relations, and a list of institutes.",
        ) from e
