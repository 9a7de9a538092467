# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a manifest or a lock file says, and how it travels from the worker process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from packageurl import PackageURL

from ospo_widgets.scanning.dependencies.model import AIDS, How, Scope

MAX_VERSION = 100
"""Characters of a version or range that are kept."""


class ManifestError(ValueError):
    """The manifest cannot be parsed; the message says why in a few words."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared dependency.

    Attributes:
        name: Name as declared; ``group:artifact`` for Maven, ``vendor/name`` for Composer and
            for repositories, the module path for Go.
        ecosystem: Type of its package URL: ``pypi``, ``npm``, ``conda``, ``github``, or
            ``generic`` where there is no type of its own (CMake, Spack, Meson).
        version: Version or range as declared, empty when there is none.
        optional: Works without it. True for every scope but runtime and transitive.
        scope: What it is used for.
        line: Line in the file, counted from 1, None when not known.
        resolved: The version that a lock file settles.
        top: False in a lock file for what only others can need (a nested copy).
        needs: Names of what it needs, as the lock file has them; ``name`` or ``name@version``.
        license: Licence as written beside it.
        checksums: Pairs of algorithm and hexadecimal value.
        url: Where its source lies.
        how: What kind of place names it.
        folder: Folder of the tree in which its source lies, for submodules.
        qualifiers: Qualifiers of its package URL.
    """

    name: str
    ecosystem: str
    version: str = ""
    optional: bool = False
    scope: Scope = Scope.RUNTIME
    line: int | None = None
    resolved: str = ""
    top: bool = True
    needs: tuple[str, ...] = ()
    license: str = ""
    checksums: tuple[tuple[str, str], ...] = ()
    url: str = ""
    how: How = How.MANIFEST
    folder: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.optional and self.scope is Scope.RUNTIME:
            object.__setattr__(self, "scope", Scope.OPTIONAL)
        if self.scope in AIDS or self.scope is Scope.OPTIONAL:
            object.__setattr__(self, "optional", True)
        if len(self.version) > MAX_VERSION:
            object.__setattr__(self, "version", self.version[:MAX_VERSION])

    @property
    def pinned(self) -> str:
        """The one version that is settled, empty when several would do."""
        if self.resolved:
            return self.resolved
        exact = self.version.removeprefix("==").strip()
        settled = self.ecosystem == "golang" or self.version.startswith("==")
        return exact if settled and "," not in exact and "*" not in exact else ""

    @property
    def purl(self) -> str:
        """Package URL; the version only when it is settled."""
        if self.ecosystem == "generic" and self.url:
            return repository_url(self.url, self.name, self.pinned)
        return package_url(self.ecosystem, self.name, self.pinned, dict(self.qualifiers))


_HOSTED = re.compile(
    r"(?:git\+)?https?://(?:www\.)?(?P<host>github|gitlab|bitbucket)\.(?:com|org)/"
    r"(?P<name>[\w.-]{1,100}/[\w.-]{1,100}?)(?:\.git)?(?:/.*)?",
    re.A,
)
_ARCHIVE = re.compile(r"\.(?:zip|tgz|tar(?:\.\w{2,4})?)$")


def repository_url(url: str, name: str, version: str = "") -> str:
    """A package URL for a repository or an archive; of the host where there is a type for it.

    Args:
        url: Address of the source.
        name: Name that the project gives it.
        version: Tag, commit or version; for a branch it is what the project follows.
    """
    hosted = _HOSTED.fullmatch(url)
    if hosted:
        return package_url(hosted["host"], hosted["name"], version)
    if url.startswith("https://"):
        key = "download_url" if _ARCHIVE.search(url) else "vcs_url"
        value = url if key == "download_url" else f"git+{url}"
        return package_url("generic", name, version, {key: value})
    return package_url("generic", name, version)


_NAMESPACED = {"npm", "golang", "composer", "github", "gitlab", "bitbucket", "docker", "maven"}


def package_url(
    ecosystem: str, name: str, version: str = "", qualifiers: dict[str, str] | None = None
) -> str:
    """A package URL in canonical form, empty when no valid one can be made.

    Args:
        ecosystem: Its type.
        name: Name with its namespace in the way of the ecosystem.
        version: One version, or empty.
        qualifiers: For example ``{"vcs_url": "git+https://…"}``.

    Source of the rules for each type: https://github.com/package-url/purl-spec (types).
    """
    namespace = None
    if ecosystem in _NAMESPACED:
        separator = ":" if ecosystem == "maven" else "/"
        namespace, _, name = name.rpartition(separator)
    elif ecosystem == "deb":
        namespace = "debian"
    try:
        made = PackageURL(ecosystem, namespace or None, name, version or None, qualifiers or None)
        return made.to_string()
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one manifest says.

    Attributes:
        name: Name of the project, empty when it does not say.
        license: Licence as written there, empty when it does not say.
        dependencies: In the order of the file.
        version: Version of the project, empty when it does not say.
        provides: Further names under which others need what is made here; nothing of these names
            is a dependency.
        lock: It settles versions, for what is needed indirectly too.
        managed: Versions for what this or another manifest names; they name nothing themselves.
    """

    name: str = ""
    license: str = ""
    dependencies: tuple[Declared, ...] = ()
    version: str = ""
    provides: tuple[str, ...] = ()
    lock: bool = False
    managed: tuple[Declared, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadManifest:
    """One manifest that was found.

    Attributes:
        path: Its path in the tree.
        manifest: What it says, empty when it could not be parsed.
        problem: Why it could not be parsed, empty when it was.
    """

    path: str
    manifest: Manifest
    problem: str = ""


_DEFAULTS = {f.name: f.default for f in fields(Declared)}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_TUPLES = ("needs",)
_PAIRS = ("checksums", "qualifiers")


def to_row(manifest: Manifest, problem: str = "") -> dict[str, Any]:
    """Plain data for the message of the worker; what is left at its default is left out."""
    row: dict[str, Any] = {
        "name": manifest.name,
        "license": manifest.license,
        "version": manifest.version,
        "provides": list(manifest.provides),
        "lock": manifest.lock,
        "problem": problem,
    }
    row = {k: v for k, v in row.items() if v}
    row["dependencies"] = [_row(declared) for declared in manifest.dependencies]
    if manifest.managed:
        row["managed"] = [_row(declared) for declared in manifest.managed]
    cleaned: dict[str, Any] = _clean(row)
    return cleaned


def _row(declared: Declared) -> dict[str, Any]:
    return {k: v for k, default in _DEFAULTS.items() if (v := getattr(declared, k)) != default}


def _clean(value: Any) -> Any:
    """Without characters that would steer a terminal or that are no characters at all."""
    if isinstance(value, str):
        plain = value if value.isascii() else value.encode("utf-8", "replace").decode()
        return plain if plain.isprintable() else _UNSEEN.sub("", plain)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list | tuple) else value


def from_row(path: str, row: Mapping[str, Any]) -> ReadManifest:
    """Read what :func:`to_row` made."""
    manifest = Manifest(
        name=str(row.get("name", "")),
        license=str(row.get("license", "")),
        dependencies=tuple(_declared(d) for d in row["dependencies"]),
        version=str(row.get("version", "")),
        provides=tuple(str(p) for p in row.get("provides", ())),
        lock=bool(row.get("lock", False)),
        managed=tuple(_declared(d) for d in row.get("managed", ())),
    )
    return ReadManifest(path, manifest, str(row.get("problem", "")))


def _declared(row: Mapping[str, Any]) -> Declared:
    given = dict(row)
    for key in _TUPLES:
        if key in given:
            given[key] = tuple(given[key])
    for key in _PAIRS:
        if key in given:
            given[key] = tuple((str(a), str(b)) for a, b in given[key])
    if "scope" in given:
        given["scope"] = Scope(given["scope"])
    if "how" in given:
        given["how"] = How(given["how"])
    return Declared(**given)
