# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences from a package index, asked only when a person wants that.

One small document a package through the JSON interface of the index: nothing is downloaded to be
built or installed. Only the address that is configured is asked, over https; a redirect to another
host is refused, and so is an answer that is too large or too late.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit

import yaml

from ospo_widgets.errors import InputError
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.dependency_licenses import Stated
from ospo_widgets.scanning.dependency_metadata import json_license, python_license
from ospo_widgets.scanning.dependency_model import Dependency
from ospo_widgets.sizes import MEGABYTE
from ospo_widgets.wording import words

SETTING = "OSPO_PACKAGE_INDEXES"
MAX_ANSWER = 4 * MEGABYTE
MAX_ASKED = 1_000
"""Packages of one scan that are looked up."""
SECONDS = 10.0
"""For one answer."""
WALL_SECONDS = 300.0
"""For all of them."""
PATIENCE = 3
"""Failures in a row after which an index is not asked again."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_NAME = re.compile(r"(?:@[\w.~-]{1,100}/)?[\w.~+-]{1,200}")
_VERSION = re.compile(r"[\w.+!-]{1,100}")


class AnswerError(Exception):
    """The index gave no usable answer."""


@dataclass(frozen=True, slots=True)
class PackageIndex:
    """One index.

    Attributes:
        ecosystem: Type of package URL that it serves.
        name: For people.
        address: ``https://host``, perhaps with a path, without a slash at the end.
        version: Path for one version of a package.
        newest: Path for the newest one.
        reader: How its answer is read.
    """

    ecosystem: str
    name: str
    address: str
    version: str
    newest: str
    reader: str


@cache
def _listed() -> tuple[PackageIndex, ...]:
    text = (data_dir() / "package_indexes.yaml").read_text(encoding="utf-8")
    keys = PackageIndex.__slots__
    return tuple(
        PackageIndex(**{k: row[k] for k in keys}) for row in yaml.safe_load(text)["indexes"]
    )


def package_indexes(setting: str | None = None) -> tuple[PackageIndex, ...]:
    """The indexes that may be asked.

    Args:
        setting: ``ecosystem=address`` or ``ecosystem=off``, several separated by commas; by default
            what the environment says.

    Raises:
        InputError: The setting names no index that we know, or an address that is not https.
    """
    wanted = os.environ.get("OSPO_PACKAGE_INDEXES", "") if setting is None else setting
    found = {index.ecosystem: index for index in _listed()}
    for pair in filter(None, (piece.strip() for piece in wanted.split(","))):
        ecosystem, _, address = pair.partition("=")
        if ecosystem not in found and ecosystem not in {i.ecosystem for i in _listed()}:
            raise InputError(words("dependencies.index.setting", setting=SETTING, value=ecosystem))
        if address.strip() == "off":
            found.pop(ecosystem, None)
            continue
        if not _allowed(address):
            raise InputError(words("dependencies.index.setting", setting=SETTING, value=address))
        row = next(i for i in _listed() if i.ecosystem == ecosystem)
        place = address.rstrip("/")
        name = urlsplit(place).hostname or row.name
        found[ecosystem] = PackageIndex(ecosystem, name, place, row.version, row.newest, row.reader)
    return tuple(found.values())


def _allowed(address: str) -> bool:
    """Whether it is https without credentials; plain http goes to this machine only."""
    parts = urlsplit(address)
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect within the index only."""

    def redirect_request(  # noqa: PLR0917 - as its base has them
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if (here.scheme, here.netloc) != (there.scheme, there.netloc):
            raise AnswerError("redirect")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class IndexLookup:
    """Asks package indexes, each package once.

    Attributes:
        indexes: Those that may be asked.
        cache: Folder in which answers for settled versions are kept; None keeps none.
        agent: Name under which the program says who asks.
        clock: Seconds that only go up.
    """

    indexes: tuple[PackageIndex, ...]
    cache: Path | None = None
    agent: str = "ospo-widgets"
    clock: Callable[[], float] = time.monotonic
    _asked: dict[str, Stated | None] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)
    _started: float | None = None

    def __call__(self, dependency: Dependency) -> Stated | None:
        """What the index states; None when no index serves packages of this kind."""
        index = next((i for i in self.indexes if i.ecosystem == dependency.ecosystem), None)
        name, version = dependency.name, dependency.version
        if index is None or not _NAME.fullmatch(name) or ".." in name:
            return None
        version = version if _VERSION.fullmatch(version) else ""
        key = f"{index.address} {name} {version}"
        if key not in self._asked:
            self._asked[key] = self._kept(key) if version else None
            if self._asked[key] is None:
                self._asked[key] = self._ask(index, name, version, key)
        return self._asked[key]

    def _ask(self, index: PackageIndex, name: str, version: str, key: str) -> Stated:
        place = index.version if version else index.newest
        # npm wants the slash of a scope escaped, and every index is content with that.
        path = place.format(name=quote(name, safe="@"), version=quote(version, safe=""))
        address = f"{index.address}{path}"
        if not self._may_ask(index):
            return Stated(
                "", address, version, words("dependencies.index.silent", index=index.name)
            )
        try:
            answer = self._get(address)
            stated = Stated(READERS[index.reader](answer), address, version)
        except FileNotFoundError:
            self._failures[index.address] = 0
            return Stated(
                "", address, version, words("dependencies.index.missing", index=index.name)
            )
        except (AnswerError, OSError, HTTPException, ValueError, RecursionError):
            self._failures[index.address] = self._failures.get(index.address, 0) + 1
            return Stated(
                "", address, version, words("dependencies.index.silent", index=index.name)
            )
        self._failures[index.address] = 0
        if version:
            self._keep(key, stated)
        return stated

    def _may_ask(self, index: PackageIndex) -> bool:
        if self._started is None:
            self._started = self.clock()
        late = self.clock() - self._started > WALL_SECONDS
        many = len(self._asked) > MAX_ASKED
        return not late and not many and self._failures.get(index.address, 0) < PATIENCE

    def _get(self, address: str) -> Any:
        headers = {"Accept": "application/json", "User-Agent": self.agent}
        request = urllib.request.Request(address, headers=headers)
        opener = urllib.request.build_opener(_SameHost)
        ends = self.clock() + SECONDS
        try:
            with opener.open(request, timeout=SECONDS) as response:
                content = b""
                while chunk := response.read1(1 << 16):
                    content += chunk
                    if len(content) > MAX_ANSWER or self.clock() > ends:
                        raise AnswerError("too large or too late")
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in {404, 410}:
                raise FileNotFoundError(address) from None
            raise AnswerError(str(error.code)) from None
        return json.loads(content)

    # --- kept answers ----------------------------------------------------------------------------

    def _file(self, key: str) -> Path | None:
        if self.cache is None:
            return None
        return self.cache / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"

    def _kept(self, key: str) -> Stated | None:
        file = self._file(key)
        try:
            row = json.loads(file.read_text(encoding="utf-8")) if file else None
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(row, Mapping) or row.get("key") != key:
            return None
        return Stated(str(row.get("license", "")), str(row.get("where", "")), str(row["version"]))

    def _keep(self, key: str, stated: Stated) -> None:
        file = self._file(key)
        if file is None:
            return
        row = {"key": key, "license": stated.license, "where": stated.where}
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps({**row, "version": stated.version}), encoding="utf-8")
            draft.replace(file)
        except OSError:
            return  # without a cache the next scan asks again


# --- answers of each index ---------------------------------------------------------------------


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("no object")
    return value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _pypi(answer: object) -> str:
    info = _mapping(_mapping(answer).get("info"))
    rows: Iterable[object] = info.get("classifiers") or ()
    named = [_text(row) for row in rows]
    return python_license(_text(info.get("license_expression")), _text(info.get("license")), named)


def _npm(answer: object) -> str:
    return json_license(_mapping(answer))


def _crates(answer: object) -> str:
    found = _mapping(answer)
    one = found.get("version")
    if not isinstance(one, Mapping):
        rows = found.get("versions")
        one = rows[0] if isinstance(rows, list) and rows else {}
    return _text(_mapping(one).get("license"))


READERS: Mapping[str, Callable[[object], str]] = {"pypi": _pypi, "npm": _npm, "crates": _crates}
