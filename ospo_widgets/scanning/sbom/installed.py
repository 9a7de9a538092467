# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The bill of materials of a Python package as it is installed, with all that it needs.

Names, versions and needs are read from the metadata of an environment; nothing is imported or run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.parser import HeaderParser
from pathlib import Path

from ospo_widgets import __version__
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Component
from ospo_widgets.scanning.dependencies.licenses import (
    Licensed,
    license_dependencies,
    lookup_in,
    package_key,
)
from ospo_widgets.scanning.dependencies.metadata import installed_packages
from ospo_widgets.scanning.dependencies.model import Dependency, How, Place, Scope
from ospo_widgets.scanning.manifests.model import package_url
from ospo_widgets.scanning.paths import decode, display, read_regular
from ospo_widgets.scanning.sbom.bill import bill_of
from ospo_widgets.scanning.sbom.model import Bill
from ospo_widgets.sizes import MEGABYTE
from ospo_widgets.wording import words

ECOSYSTEM = "pypi"
_SITES = ("lib/python*/site-packages", "lib64/python*/site-packages", "Lib/site-packages", ".")
_NEED = re.compile(r"\s*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[(?P<extras>[^\]]*)\])?")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")


@dataclass(frozen=True, slots=True)
class Installed:
    """One package of an environment.

    Attributes:
        name: As it names itself.
        version: The one that is installed.
        needs: For each package needed: its key, the extras asked of it, and the extra of this
            package that asks, empty for always.
        where: Folder of its metadata.
    """

    name: str
    version: str
    needs: tuple[tuple[str, frozenset[str], str], ...]
    where: str

    @property
    def purl(self) -> str:
        """Package URL with its version."""
        return package_url(ECOSYSTEM, self.name, self.version, {})


def installed_bill(folder: Path, name: str, knowledge: Knowledge, created: datetime) -> Bill:
    """The bill of a package and of all that is installed because it needs it.

    Args:
        folder: A virtual environment, or a ``site-packages``.
        name: The package; extras of it are not followed.
        knowledge: Has the catalogue, whose licences come before what packages state.
        created: Time that the document carries.

    Raises:
        InputError: There is no such folder, or the package is not installed in it.
    """
    packages = {package_key(one.name): one for one in _installed(folder)}
    root = packages.get(package_key(name))
    stated = lookup_in(installed_packages(folder))
    if root is None:
        raise InputError(words("dependencies.environment.empty", folder=display(str(folder))))
    parents = _users(package_key(name), packages)
    rows = [
        _dependency(one, packages, parents[key], package_key(name))
        for key, one in packages.items()
        if key in parents
    ]
    (own,) = license_dependencies((_dependency(root, packages, set(), ""),), knowledge,
                                  metadata=stated)  # fmt: skip
    licensed: tuple[Licensed, ...] = license_dependencies(rows, knowledge, metadata=stated)
    return bill_of(
        name=root.name,
        version=root.version,
        main=own.found.license,
        licensed=licensed,
        created=created,
        tool_version=__version__,
    )


def _installed(folder: Path) -> Iterator[Installed]:
    for pattern in _SITES:
        for site in [folder] if pattern == "." else sorted(folder.glob(pattern)):
            for path in sorted(site.glob("*.dist-info/METADATA")):
                headers = HeaderParser().parsestr(
                    decode(read_regular(path, MEGABYTE)), headersonly=True
                )
                needs = tuple(_needs(map(str, headers.get_all("Requires-Dist", []))))
                name, version = str(headers.get("Name", "")), str(headers.get("Version", ""))
                if name:
                    yield Installed(name, version[:100], needs, display(path.parent.name))


def _needs(lines: Iterator[str]) -> Iterator[tuple[str, frozenset[str], str]]:
    for line in lines:
        if need := _NEED.match(line):
            extras = (need["extras"] or "").split(",")
            asked = _EXTRA.search(line)
            found = frozenset(package_key(extra) for extra in extras if extra.strip())
            yield package_key(need["name"]), found, package_key(asked[1]) if asked else ""


def _users(root: str, packages: Mapping[str, Installed]) -> dict[str, set[str]]:
    """What the root needs, directly or not, by key, with the keys of those who need it."""
    users: dict[str, set[str]] = defaultdict(set)
    waiting: list[tuple[str, frozenset[str]]] = [(root, frozenset())]
    seen: set[tuple[str, str]] = set()
    while waiting:
        key, extras = waiting.pop()
        for extra in {"", *extras}:
            if (key, extra) in seen:
                continue
            seen.add((key, extra))
            for need, asked, only_for in packages[key].needs:
                if only_for == extra and need in packages and need != root:
                    users[need].add(key)
                    waiting.append((need, asked))
    return users


def _dependency(
    one: Installed, packages: Mapping[str, Installed], users: set[str], root: str
) -> Dependency:
    direct = root in users
    return Dependency(
        component=Component(name=one.name, version=one.version),
        scope=Scope.RUNTIME if direct else Scope.TRANSITIVE,
        direct=direct,
        version=one.version,
        purl=one.purl,
        ecosystem=ECOSYSTEM,
        places=(Place(one.where, None, How.SBOM),),
        parents=tuple(sorted(packages[user].purl for user in users if user != root)),
    )
