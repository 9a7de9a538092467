# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How pip, npm and cargo are asked for a licence, and how their answers are read.

Each is told to answer and to do nothing else. Names and versions become arguments only when they
follow the rules of their ecosystem strictly, so that none of them is an option, path or address.

Sources: pip, "Installation Report" (format version 1); npm, ``npm view``; The Cargo Book,
``cargo info``.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ospo_widgets.scanning.dependencies.client_process import Answer, ClientError, search_path
from ospo_widgets.scanning.dependencies.licenses import package_key
from ospo_widgets.scanning.dependencies.metadata import json_license, python_license
from ospo_widgets.scanning.dependencies.model import Dependency

_SEMVER = r"\d{1,15}\.\d{1,15}\.\d{1,15}(?:-[0-9A-Za-z.-]{1,80})?(?:\+[0-9A-Za-z.-]{1,80})?"
_PEP_440 = (
    r"(?:\d{1,9}!)?\d{1,15}(?:\.\d{1,15}){0,9}(?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|post|rev|"
    r"r|dev)[-_.]?\d{0,15}){0,4}(?:\+[0-9A-Za-z]{1,40}(?:[-_.][0-9A-Za-z]{1,40}){0,9})?"
)
_MAX_VERSION = 100
_MAX_TEXT = 2_000
_ARCHIVE = re.compile(r".*\.(?:whl|zip|t?gz|tar|tbz|txz|tlz|bz2|lz|xz|lzma|egg)", re.I | re.S)
"""Names that pip and npm take for files."""


class Package(NamedTuple):
    """One package to ask for.

    Attributes:
        ecosystem: Type of package URL.
        name: As it is written.
        version: The settled one, empty for the newest.
    """

    ecosystem: str
    name: str
    version: str

    @property
    def key(self) -> str:
        """Name under which an answer is kept; two spellings of one Python package are one."""
        name = package_key(self.name) if self.ecosystem == "pypi" else self.name
        return f"{self.ecosystem} {name} {self.version}"


class NoSuchPackageError(Exception):
    """The index has no such package or version, or none that is ready-built."""


@dataclass(frozen=True, slots=True)
class Client:
    """One client.

    Attributes:
        name: As people call it.
        ecosystem: Type of package URL that it serves.
        names: What may be asked for.
        versions: What a settled version looks like.
        pinned: Between name and version.
        many: Packages of one call; 1 for a client that takes one.
        obedient: Whether it obeys files in the folders above the one that it stands in.
        found: Program and first arguments; empty when it is not installed.
        options: Arguments before the packages, for the folder in which it stands.
        fields: Arguments after them.
        read: Licences by name of package, from its answer. Raises ClientError for what is none and
            NoSuchPackageError.
    """

    name: str
    ecosystem: str
    names: re.Pattern[str]
    versions: re.Pattern[str]
    pinned: str
    many: int
    obedient: bool
    found: Callable[[], tuple[str, ...]]
    options: Callable[[Path], tuple[str, ...]]
    fields: tuple[str, ...]
    read: Callable[[Answer, Sequence[Package]], Mapping[str, str]]

    def package(self, dependency: Dependency) -> Package | None:
        """What to ask for; None when the name is none of this ecosystem."""
        name, version = dependency.name, dependency.version
        if not self.names.fullmatch(name) or _ARCHIVE.fullmatch(name):
            return None
        short = len(version) <= _MAX_VERSION and not _ARCHIVE.fullmatch(version)
        settled = short and self.versions.fullmatch(version)
        return Package(self.ecosystem, name, version if settled else "")

    def command(self, packages: Sequence[Package], folder: Path) -> tuple[str, ...]:
        """Program and arguments.

        Raises:
            ClientError: It is not installed.
        """
        program = self.found()
        if not program:
            raise ClientError("not installed")
        asked = (f"{p.name}{self.pinned}{p.version}" if p.version else p.name for p in packages)
        return (*program, *self.options(folder), "--", *asked, *self.fields)


def on_path(program: str) -> tuple[str, ...]:
    """Where a program lies, outside the current folder; empty when it is not installed."""
    found = shutil.which(program, path=search_path())
    return (found,) if found and Path(found).is_absolute() else ()


# --- pip -----------------------------------------------------------------------------------------


def _pip_found() -> tuple[str, ...]:
    # -P: modules come from the installation, not from the folder that it stands in.
    return (sys.executable, "-P", "-m", "pip") if importlib.util.find_spec("pip") else ()


def _pip_options(_folder: Path) -> tuple[str, ...]:
    # Only wheels: a source distribution would have to be built to say its licence.
    return (
        "install", "--dry-run", "--report", "-", "--only-binary=:all:", "--no-deps",
        "--ignore-installed", "--ignore-requires-python", "--no-cache-dir", "--retries=1",
        "--no-input", "--disable-pip-version-check", "--no-color", "--quiet",
    )  # fmt: skip


def _pip_read(answer: Answer, packages: Sequence[Package]) -> Mapping[str, str]:
    if answer.code:
        broken = "connection broken" in answer.errors
        if "No matching distribution found" in answer.errors and not broken:
            raise NoSuchPackageError
        raise ClientError("pip failed")
    asked = {package_key(package.name): package.name for package in packages}
    found: dict[str, str] = {}
    for row in _rows(_mapping(_json(answer.output)).get("install")):
        metadata = _mapping(_mapping(row).get("metadata"))
        name = asked.get(package_key(_text(metadata.get("name"))))
        if name is not None:
            named = [_text(one) for one in _rows(metadata.get("classifier") or [])]
            expression = _text(metadata.get("license_expression"))
            found[name] = python_license(expression, _text(metadata.get("license")), named)
    return found


# --- npm -----------------------------------------------------------------------------------------


def _npm_options(folder: Path) -> tuple[str, ...]:
    return (
        "view", "--json", "--ignore-scripts", f"--prefix={folder}", "--workspaces=false",
        "--fetch-retries=1", "--no-update-notifier", "--loglevel=error", "--logs-max=0",
    )  # fmt: skip


def _npm_read(answer: Answer, packages: Sequence[Package]) -> Mapping[str, str]:
    data = _mapping(_json(answer.output))
    problem = data.get("error")
    if isinstance(problem, Mapping) and problem.get("code") in {"E404", "ETARGET"}:
        raise NoSuchPackageError
    (package,) = packages
    if answer.code or data.get("name") != package.name:
        raise ClientError("npm failed")
    return {package.name: _text(json_license(data))}


# --- cargo ---------------------------------------------------------------------------------------


def _cargo_options(_folder: Path) -> tuple[str, ...]:
    # The name of the public registry in cargo's own configuration, which may replace it by another.
    return ("info", "--registry", "crates-io", "--color", "never", "--quiet")


def _cargo_read(answer: Answer, packages: Sequence[Package]) -> Mapping[str, str]:
    (package,) = packages
    if answer.code:
        if "could not find" in answer.errors:
            raise NoSuchPackageError
        raise ClientError("cargo failed")
    lines = answer.output.decode("utf-8", "replace").splitlines()
    # The description comes first and may hold such a line, but not right after the version.
    for line, following in pairwise(lines):
        version = line.removeprefix("version: ").split(" ")[0]
        if line.startswith("version: ") and version == (package.version or version):
            field, colon, license_ = following.partition(": ")
            if field == "license" and colon:
                return {package.name: "" if license_ == "unknown" else _text(license_)}
    raise ClientError("no licence line")


# --- plain data ----------------------------------------------------------------------------------


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise ClientError("not JSON") from None


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ClientError("no object")
    return value


def _rows(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ClientError("no list")
    return value


def _text(value: object) -> str:
    """A text of bearable length that can be written as UTF-8; empty for anything else."""
    return value[:_MAX_TEXT].encode("utf-8", "replace").decode() if isinstance(value, str) else ""


PIP = Client(
    name="pip",
    ecosystem="pypi",
    names=re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,198}[A-Za-z0-9])?"),
    versions=re.compile(_PEP_440, re.I | re.A),
    pinned="==",
    many=20,
    obedient=False,
    found=_pip_found,
    options=_pip_options,
    fields=(),
    read=_pip_read,
)
NPM = Client(
    name="npm",
    ecosystem="npm",
    names=re.compile(
        r"(?:@[A-Za-z0-9][A-Za-z0-9._~-]{0,99}/)?[A-Za-z0-9](?:[A-Za-z0-9._~-]{0,198}[A-Za-z0-9~_-])?"
    ),
    versions=re.compile(_SEMVER, re.A),
    pinned="@",
    many=1,
    obedient=True,
    found=lambda: on_path("npm"),
    options=_npm_options,
    fields=("name", "version", "license", "licenses"),
    read=_npm_read,
)
CARGO = Client(
    name="cargo",
    ecosystem="cargo",
    names=re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}"),
    versions=re.compile(_SEMVER, re.A),
    pinned="@",
    many=1,
    obedient=True,
    found=lambda: on_path("cargo"),
    options=_cargo_options,
    fields=(),
    read=_cargo_read,
)
CLIENTS = (PIP, NPM, CARGO)
