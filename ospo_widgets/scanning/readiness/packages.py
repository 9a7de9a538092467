# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What manifests of packages and builds state about the project itself, not its dependencies."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterable
from typing import Any

from ospo_widgets.scanning.readiness.statement import Statement
from ospo_widgets.scanning.readiness.structured import StructureError, json_document, one_line

MAX_DOTS = 2_000
"""Dots in one line of TOML; nothing that people write has so many."""
_CMAKE = re.compile(r"^[ \t]{0,8}project[ \t]{0,4}\(([^)]{1,600})\)", re.I | re.M)
_CMAKE_VERSION = re.compile(r"\bVERSION\s{1,20}\"?(\d+(?:\.\d+){0,3})\"?", re.I)
_POM = re.compile(r"<(name|version|description|url)>\s{0,20}([^<]{1,300}?)\s{0,20}</\1>")
_POM_INNER = re.compile(
    r"<(parent|dependencies|dependencyManagement|build|profiles|repositories|modules|properties)\b"
)
_POM_LICENSE = re.compile(r"<license>\s{0,40}<name>([^<]{1,200})</name>")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_VERSION = re.compile(r"v?\d+(?:\.\d+){0,4}[\w.+-]{0,30}")


def line_of(text: str, key: str) -> int:
    """Line of the first ``key =`` or ``"key":``, 1 when it is not found."""
    match = re.search(rf"^[ \t]{{0,20}}\"?{re.escape(key)}\"?[ \t]{{0,9}}[=:]", text, re.M)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _toml(text: str) -> dict[str, Any]:
    if any(line.count(".") > MAX_DOTS for line in text.split("\n")):
        return {}  # a key of so many parts takes minutes to read
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}  # the finding about manifests says so


def _version(value: Any) -> str:
    shown = one_line(value)
    return shown if _VERSION.fullmatch(shown) else ""


def read_pyproject(text: str) -> Statement:
    """``pyproject.toml``: the table ``project``, else that of Poetry."""
    found = Statement("pyproject")
    data = _toml(text)
    project = _mapping(data.get("project"))
    poetry = _mapping(_mapping(data.get("tool")).get("poetry"))
    table = project or poetry
    if not table:
        return found
    stated = table.get("license")
    if isinstance(stated, dict):
        stated = stated.get("text", "")
    for name, value in (("name", table.get("name")), ("version", _version(table.get("version"))),
                        ("license", stated), ("description", table.get("description")),
                        ("readme", table.get("readme") and "yes")):  # fmt: skip
        shown = one_line(value)
        if name != "license" or len(shown) < 100:
            found.say(name, shown, line_of(text, name))
    classifiers = [one_line(c) for c in _items(table.get("classifiers"))]
    for classifier in classifiers:
        if classifier.startswith("License ::") and "OSI Approved ::" in classifier:
            found.say(
                "license", classifier.rpartition("::")[2].strip(), line_of(text, "classifiers")
            )
        if classifier.startswith("Development Status ::"):
            found.say(
                "status", classifier.rpartition("::")[2].strip(), line_of(text, "classifiers")
            )
    urls = _mapping(table.get("urls"))
    urls |= {k: table[k] for k in ("repository", "homepage", "documentation") if table.get(k)}
    found.say("urls", len(urls), line_of(text, "urls"))
    _people(_items(table.get("authors")) + _items(table.get("maintainers")), text, found, "authors")
    found.say("keywords", len(_items(table.get("keywords"))), line_of(text, "keywords"))
    dynamic = {one_line(name) for name in _items(table.get("dynamic"))}
    if project and not found.fields.get("readme") and "readme" in dynamic:
        found.say("readme", "dynamic", line_of(text, "dynamic"))
    return found


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _people(people: Iterable[Any], text: str, found: Statement, key: str) -> None:
    """Count people, and note whether one can be written to and whether one is at CERN."""
    count = 0
    for person in people:
        count += 1
        shown = " ".join(map(str, person.values())) if isinstance(person, dict) else str(person)
        if _MAIL.search(shown[:500]):
            found.say("mail", 1, line_of(text, key))
        if "@cern.ch" in shown[:500].lower():
            found.say("cern", 1, line_of(text, key))
    found.say("authors", count, line_of(text, key))


def read_setup_cfg(text: str) -> Statement:
    """``setup.cfg``: section ``metadata``."""
    found = Statement("setup-cfg")
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError):
        return found
    table = dict(parser["metadata"]) if parser.has_section("metadata") else {}
    for name, key in (("name", "name"), ("license", "license"), ("description", "description"),
                      ("repository", "url")):  # fmt: skip
        found.say(name, one_line(table.get(key)), line_of(text, key))
    found.say("version", _version(table.get("version")), line_of(text, "version"))
    if table.get("long_description") or table.get("long-description"):
        found.say("readme", "yes", line_of(text, "long_description"))
    if table.get("author_email") or table.get("author-email"):
        _people(
            [table.get("author_email") or table.get("author-email")], text, found, "author_email"
        )
    return found


def read_package_json(text: str) -> Statement:
    """``package.json``; nothing of one that is private, since nobody gets it as a package."""
    found = Statement("package-json")
    try:
        data = json_document(text).data
    except StructureError:
        return found
    if not isinstance(data, dict) or data.get("private") is True:
        return found
    stated = data.get("license")
    if isinstance(stated, dict):
        stated = stated.get("type")
    for name, value in (("name", data.get("name")), ("version", _version(data.get("version"))),
                        ("license", stated), ("description", data.get("description"))):  # fmt: skip
        found.say(name, one_line(value), line_of(text, name))
    repository = data.get("repository")
    if isinstance(repository, dict):
        repository = repository.get("url")
    found.say("repository", one_line(repository), line_of(text, "repository"))
    found.say("keywords", len(_items(data.get("keywords"))), line_of(text, "keywords"))
    if data.get("author"):
        _people([data["author"], *_items(data.get("contributors"))], text, found, "author")
    return found


def read_cargo(text: str) -> Statement:
    """``Cargo.toml``: table ``package``."""
    found = Statement("cargo")
    table = _mapping(_toml(text).get("package"))
    for name in ("name", "license", "description", "repository"):
        found.say(name, one_line(table.get(name)), line_of(text, name))
    found.say("version", _version(table.get("version")), line_of(text, "version"))
    found.say("keywords", len(_items(table.get("keywords"))), line_of(text, "keywords"))
    _people(_items(table.get("authors")), text, found, "authors")
    return found


def read_cmake(text: str) -> Statement:
    """``CMakeLists.txt``: the first call of ``project``."""
    found = Statement("cmake")
    match = _CMAKE.search(text)
    if match is None:
        return found
    line = text.count("\n", 0, match.start()) + 1
    words = match[1].split()
    if words and re.fullmatch(r"[\w.+-]{1,80}", words[0]):
        found.say("name", words[0], line)
    if version := _CMAKE_VERSION.search(match[1]):
        found.say("version", version[1], line + match[1].count("\n", 0, version.start()))
    return found


def read_pom(text: str) -> Statement:
    """``pom.xml``: its own name, version and licence, told without an XML parser."""
    found = Statement("pom")
    licensed = _POM_LICENSE.search(text)
    if licensed:
        found.say("license", one_line(licensed[1]), text.count("\n", 0, licensed.start()) + 1)
    inner = _POM_INNER.search(text)
    top = text[: inner.start()] if inner else text[:4000]
    for match in _POM.finditer(top):
        name = "repository" if match[1] == "url" else match[1]
        value = _version(match[2]) if name == "version" else one_line(match[2])
        found.say(name, value, text.count("\n", 0, match.start()) + 1)
    return found


def read_okh(text: str) -> Statement:
    """``okh.toml``, the manifest of open hardware."""
    found = Statement("okh")
    data = _toml(text)
    for name, key in (("name", "name"), ("license", "license"), ("version", "version"),
                      ("description", "function"), ("repository", "repo")):  # fmt: skip
        found.say(name, one_line(data.get(key)), line_of(text, key))
    return found


def read_description(text: str) -> Statement:
    """``DESCRIPTION`` of an R package."""
    found = Statement("r")
    fields = dict(re.findall(r"^([A-Z][\w@.]{1,30}):[ \t]{0,9}(.{1,300})$", text, re.M))
    if "Package" in fields:
        for name, key in (("name", "Package"), ("version", "Version"), ("license", "License"),
                          ("description", "Title"), ("repository", "URL")):  # fmt: skip
            found.say(name, one_line(fields.get(key)), line_of(text, key))
    return found
