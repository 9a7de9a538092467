# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Meson, Debian and RPM packaging, container files and git submodules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ospo_widgets.scanning.dependencies.model import How, Scope
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.manifests.parsing import line_counter

_MESON = re.compile(
    r"\b(?P<call>dependency|project)\s*\(\s*'(?P<name>[\w.+-]{1,80})'(?P<rest>[^()]{0,800})", re.A
)
_VERSION = re.compile(r"version\s*:\s*\[?\s*'(?P<version>[^']{1,60})'")
_LICENSE = re.compile(r"license\s*:\s*\[?\s*'(?P<license>[^']{1,100})'")
_WRAP_FIELD = re.compile(r"^(?P<key>[a-z_]{1,40})\s*=\s*(?P<value>[^\n]{1,500})$", re.M)
_SYSTEM = frozenset(
    {"threads", "openmp", "python", "python3", "dl", "gl", "x11", "appleframeworks", "intl"}
)
_DEBIAN = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9+.-]{1,100})(?::\w+)?\s*(?:\((?P<version>[^)]{1,60})\))?", re.A
)
_DEBIAN_TOOLS = re.compile(
    r"debhelper.*|dh-.*|cdbs|dpkg-dev|quilt|build-essential|lsb-(?:base|release)|python3?(?:-all)?(?:-dev)?|"
    r"python3-setuptools|dh_.*|adduser|debconf|init-system-helpers|pkg-config|pkgconf|cmake|ninja-build|"
    r"meson|autoconf|automake|libtool|gcc|g\+\+|make"
)
_RPM = re.compile(
    r"^(?P<key>Requires|BuildRequires|Recommends|Suggests|Name|License|Version)(?:\([\w,]{1,40}\))?:"
    r"[ \t]*(?P<value>[^\n]{1,500})$",
    re.M | re.I,
)
_RPM_ENTRY = re.compile(
    r"(?:(?P<kind>pkgconfig|python3?(?:\.\d+)?dist|cmake|perl)\((?P<inner>[\w.:+-]{1,80})\)|"
    r"(?P<name>[A-Za-z0-9][\w.+-]{1,80}))(?:\([^)]{0,40}\))?(?:\s*(?P<version>[<>=]{1,2}\s*[\w.~:-]+))?",
    re.A,
)
_RPM_TOOLS = re.compile(
    r"gcc(?:-c\+\+)?|gcc-gfortran|make|cmake3?|ninja-build|meson|autoconf|automake|libtool|pkgconfig|"
    r"rpm-build|python3?(?:-devel|-rpm-macros|-setuptools)?|systemd(?:-rpm-macros)?|git|perl|"
    r"shadow-utils|bash|coreutils"
)
_FROM = re.compile(
    r"^FROM[ \t]+(?:--platform=\S+[ \t]+)?(?P<image>\S{1,300})"
    r"(?:[ \t]+AS[ \t]+(?P<stage>\S{1,100}))?",
    re.M | re.I,
)
_MODULE_FIELD = re.compile(r"^\s*(?P<key>path|url|branch)\s*=\s*(?P<value>[^\n]{1,500}?)\s*$")


def read_meson(content: str) -> Manifest:
    """``meson.build``: ``dependency()`` and ``project()``."""
    found, own, license_text = [], [], ""
    plain = re.sub(r"(?m)#[^\n]*$", "", content)
    line_at = line_counter(plain)
    for match in _MESON.finditer(plain):
        rest = match["rest"]
        if match["call"] == "project":
            own.append(match["name"])
            stated = _LICENSE.search(rest)
            license_text = license_text or (stated["license"] if stated else "")
        elif match["name"].lower() not in _SYSTEM:
            version = _VERSION.search(rest)
            optional = bool(re.search(r"required\s*:\s*(?:false|get_option)", rest))
            line = line_at(match.start())
            scope = Scope.TEST if match["name"] in {"gtest", "gmock", "catch2"} else Scope.RUNTIME
            stated_version = version["version"] if version else ""
            found.append(Declared(match["name"], "generic", stated_version, optional, scope, line))
    return Manifest("", license_text, tuple(found), provides=tuple(own))


def read_wrap(content: str, name: str) -> Manifest:
    """``subprojects/NAME.wrap`` of Meson: what is fetched and built along."""
    fields = {m["key"]: m["value"].strip() for m in _WRAP_FIELD.finditer(content)}
    url = fields.get("url") or fields.get("source_url", "")
    version = fields.get("revision", "")
    directory = re.search(r"-v?(\d[\w.]*)$", fields.get("directory", ""))
    settled = directory[1] if directory else version
    declared = Declared(
        name.removesuffix(".wrap"), "generic", settled, resolved=settled, url=url,
        checksums=(("sha256", fields["source_hash"].lower()),)
        if re.fullmatch(r"[0-9a-fA-F]{64}", fields.get("source_hash", ""))
        else (),
    )  # fmt: skip
    return Manifest(dependencies=(declared,) if url else ())


def read_debian_control(content: str) -> Manifest:
    """``debian/control``. What is linked stands under ``Build-Depends`` as ``…-dev``."""
    if not re.search(r"^Package:", content, re.M):
        return Manifest()
    found: list[Declared] = []
    provides: list[str] = []
    key, start, value = "", 0, ""
    for number, line in enumerate([*content.splitlines(), ""], start=1):
        if line[:1] in {" ", "\t"}:
            value += " " + line.strip()
            continue
        found += _debian_field(key, value, start)
        if key in {"source", "package"}:
            provides.append(value.strip())
        key, _, value = line.partition(":")
        key, start = key.strip().lower(), number
    return Manifest(dependencies=tuple(found), provides=tuple(provides))


def _debian_field(key: str, value: str, line: int) -> Iterator[Declared]:
    scopes = {
        "depends": Scope.RUNTIME,
        "pre-depends": Scope.RUNTIME,
        "recommends": Scope.OPTIONAL,
        "suggests": Scope.OPTIONAL,
        "build-depends": Scope.BUILD,
        "build-depends-indep": Scope.BUILD,
        "build-depends-arch": Scope.BUILD,
    }
    if key not in scopes:
        return
    for entry in value[:20_000].split(","):
        match = _DEBIAN.match(entry.partition("|")[0].strip())
        if match and not _DEBIAN_TOOLS.fullmatch(match["name"]) and "$" not in entry[:3]:
            linked = match["name"].endswith("-dev")
            scope = Scope.RUNTIME if linked else scopes[key]
            yield Declared(
                match["name"], "deb", (match["version"] or "").strip(), scope=scope, line=line
            )


def read_rpm_spec(content: str) -> Manifest:
    """``*.spec`` of RPM. What is linked stands under ``BuildRequires`` as ``…-devel``."""
    found: list[Declared] = []
    fields: dict[str, str] = {}
    line_at = line_counter(content)
    for match in _RPM.finditer(content):
        key, value = match["key"].lower(), match["value"].strip()
        if key in {"name", "license", "version"}:
            fields.setdefault(key, "" if "%" in value else value)
            continue
        line = line_at(match.start())
        for entry in _RPM_ENTRY.finditer(re.sub(r"%\{?[^\s,]*", " ", value)):
            found += _rpm(entry, key, line)
    return Manifest(
        "",
        fields.get("license", ""),
        tuple(found),
        fields.get("version", ""),
        provides=tuple(n for n in [fields.get("name", "")] if n),
    )


def _rpm(entry: re.Match[str], key: str, line: int) -> Iterator[Declared]:
    name = entry["inner"] or entry["name"]
    if _RPM_TOOLS.fullmatch(name) or not name[0].isalnum() or name[0].isdigit():
        return
    kind = entry["kind"] or ""
    linked = name.endswith("-devel") or kind in {"pkgconfig", "cmake"}
    scope = (
        Scope.OPTIONAL
        if key in {"recommends", "suggests"}
        else Scope.BUILD
        if key == "buildrequires" and not linked
        else Scope.RUNTIME
    )
    ecosystem = "pypi" if kind.startswith("python") else "generic" if kind else "rpm"
    version = (entry["version"] or "").replace(" ", "")
    yield Declared(name, ecosystem, version, scope=scope, line=line)


def read_dockerfile(content: str) -> Manifest:
    """``Dockerfile``: base images; stages of the file itself and ``scratch`` are none."""
    found: dict[str, Declared] = {}
    stages = {"scratch"}
    line_at = line_counter(content)
    for match in _FROM.finditer(content):
        image = match["image"]
        if image.lower() not in stages and "$" not in image:
            name, _, digest = image.partition("@")
            tagged = ":" in name.rpartition("/")[2]
            name, tag = name.rsplit(":", 1) if tagged else (name, "")
            line = line_at(match.start())
            registry, _, rest = name.partition("/")
            hosted = "." in registry or ":" in registry
            qualifiers = (("repository_url", registry),) if hosted and rest else ()
            found.setdefault(
                image,
                Declared(
                    rest if hosted and rest else name, "docker", tag, scope=Scope.OPTIONAL,
                    line=line, resolved=digest or tag, qualifiers=qualifiers,
                ),
            )  # fmt: skip
        if match["stage"]:
            stages.add(match["stage"].lower())
    return Manifest(dependencies=tuple(found.values()))


def read_gitmodules(content: str) -> Manifest:
    """``.gitmodules``: each submodule with its folder and address."""
    found: list[Declared] = []
    fields: dict[str, str] = {}
    start = 0
    for number, line in enumerate([*content.splitlines(), "["], start=1):
        if line.lstrip().startswith("["):
            found += _submodule(fields, start)
            fields, start = {}, number
        elif match := _MODULE_FIELD.match(line[:1000]):
            fields[match["key"]] = match["value"].strip('"')
    return Manifest(dependencies=tuple(found))


def _submodule(fields: dict[str, str], line: int) -> Iterator[Declared]:
    url, folder = fields.get("url", ""), fields.get("path", "").strip("/")
    name = re.sub(r"\.git$", "", url.rstrip("/")).rpartition("/")[2].rpartition(":")[2]
    name = name or folder.rpartition("/")[2]
    if name and folder:
        # Git makes no such submodule, and nothing outside the tree is ours to name.
        folder = "" if ".." in folder.split("/") else folder
        yield Declared(
            name, "generic", line=line, how=How.SUBMODULE, folder=folder, url=public_address(url)
        )


def public_address(url: str) -> str:
    """An address as ``https``, without a user's name or password; relative ones stay."""
    ssh = re.fullmatch(
        r"(?:ssh://)?(?:[\w.-]+@)?(?P<host>[\w.-]+\.[a-z]{2,})[:/](?:\d+/)?(?P<path>[^:]+)", url
    )
    if ssh and "://" not in url.removeprefix("ssh://"):
        return f"https://{ssh['host']}/{ssh['path']}"
    return re.sub(r"(?<=://)[^/@]*@", "", url)
