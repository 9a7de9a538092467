# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""CMake: packages that are found, fetched or built along, and libraries that are linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests.links import links
from ospo_widgets.scanning.manifests.model import Declared, Manifest, ManifestError
from ospo_widgets.sizes import MEGABYTE

_CALL = re.compile(
    r"\b(?P<call>find_package|pkg_check_modules|pkg_search_module|fetchcontent_declare|"
    r"externalproject_add|cpmaddpackage|cpmfindpackage|target_link_libraries|project|set|if|elseif|"
    r"endif)\s*\((?P<rest>[^()]{0,4000}(?:\([^()]{0,200}\)[^()]{0,2000}){0,8})\)",
    re.I,
)
_BRACKET_COMMENT = re.compile(r"#\[(=*)\[.*?\]\1\]", re.S)
_LINE_COMMENT = re.compile(r"#[^\n]*")
_VARIABLE = re.compile(r"\$\{(\w{1,60})\}")
_ARGUMENT = re.compile(r"\"([^\"]{0,1000})\"|([^\s\"]{1,1000})")
_SHORT = re.compile(
    r"(?P<host>gh|gl|bb):(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?(?:[#@](?P<version>[\w.+/-]+))*", re.A
)
_HOSTS = {"gh": "https://github.com/", "gl": "https://gitlab.com/", "bb": "https://bitbucket.org/"}
_SKIPPED = frozenset(
    {"backtrace", "bison", "ccache", "clang-format", "clangformat", "cmakepackageconfighelpers",
     "cudatoolkit", "cxxabi", "doxygen", "ecm", "filesystem", "flex", "gcov", "git", "git_lfs",
     "java", "jni", "latex", "lcov", "mpi", "opengl", "opengles", "openmp",
     "packagehandlestandardargs", "perl", "pkgconfig", "python", "python2", "python3",
     "pythoninterp", "pythonlibs", "pythonlibsnew", "sphinx", "swig", "threads", "unixcommands",
     "x11", "xquartzgl"}
)  # fmt: skip
"""What CMake finds but nobody hands on: tools, the compiler's own libraries, the system."""
_TESTS = frozenset(
    {"catch2", "gtest", "gmock", "googletest", "cppunit", "benchmark", "googlebenchmark",
     "google_benchmark", "doctest", "unittest++", "ctest", "boost_unit_test_framework"}
)  # fmt: skip
_BRANCHES = frozenset(
    {"master", "main", "develop", "dev", "trunk", "head", "origin/master", "origin/main"}
)
"""Usual names of branches: what they hold changes, so they settle no version."""
_MODULE = re.compile(r"(?P<name>[A-Za-z][\w.+-]{0,80})\s*(?P<version>[<>=]{1,2}\s*[\w.]+)?", re.A)
_NAME = re.compile(r"[A-Za-z][\w.+-]{0,80}", re.A)
_FLAGS = frozenset({"REQUIRED", "QUIET", "IMPORTED_TARGET", "GLOBAL", "NO_CMAKE_PATH"})
_EITHER = re.compile(r"\s*NOT\s+(?:TARGET\b|\S*FOUND\b|DEFINED\b)", re.I)
"""Conditions that only ask whether something is there already."""


def read_cmake(content: str) -> Manifest:
    """``CMakeLists.txt`` and modules. Without ``REQUIRED``, or inside ``if``, it is optional."""
    if len(content) > MEGABYTE:
        raise ManifestError("larger than 1 MB")
    plain = _without_comments(content)
    variables: dict[str, str] = {}
    found: list[Declared] = []
    provides: list[str] = []
    conditions: list[bool] = []
    line, counted = 1, 0
    for match in _CALL.finditer(plain):
        line += plain.count("\n", counted, match.start())
        counted = match.start()
        call, rest = match["call"].lower(), match["rest"]
        words = [_filled(a or b, variables) for a, b in _ARGUMENT.findall(rest)]
        if call == "if":
            conditions.append(not _EITHER.match(rest))
        elif call == "endif":
            if conditions:
                conditions.pop()
        elif call == "set" and len(words) >= 2 and len(variables) < 1000:
            variables[words[0]] = words[1][:300]
        elif call == "project" and words:
            provides.append(words[0])
            variables.setdefault("PROJECT_NAME", words[0][:100])
        elif call not in {"elseif"}:
            found += _declared(call, words, any(conditions), line)
    return Manifest(
        dependencies=tuple(found), provides=tuple(p for p in provides if _NAME.fullmatch(p))
    )


def _without_comments(content: str) -> str:
    """The source with comments blanked; line numbers stay."""
    if 0 < content.count("#[") < 200:
        content = _BRACKET_COMMENT.sub(lambda m: "\n" * m[0].count("\n"), content)
    return _LINE_COMMENT.sub("", content)


def _filled(word: str, variables: Mapping[str, str]) -> str:
    if "${" not in word:
        return word
    return _VARIABLE.sub(lambda m: variables.get(m[1], m[0]), word)[:1000]


def _declared(call: str, words: list[str], conditional: bool, line: int) -> Iterator[Declared]:
    if not words:
        return
    if call == "find_package":
        yield from _found(words, conditional, line)
    elif call.startswith("pkg_"):
        optional = conditional or "REQUIRED" not in words
        for word in words[1:]:
            match = _MODULE.fullmatch(word)
            if match and word not in _FLAGS and match["name"].lower() not in _SKIPPED:
                yield Declared(
                    match["name"], "generic", match["version"] or "", optional, _scope(word), line
                )
    elif call == "target_link_libraries":
        yield from links(words[1:], line)
    else:
        yield from _fetched(words, conditional, line)


def _found(words: list[str], conditional: bool, line: int) -> Iterator[Declared]:
    name = words[0]
    if not _NAME.fullmatch(name) or name.lower() in _SKIPPED:
        return
    version = words[1] if len(words) > 1 and words[1][:1].isdigit() else ""
    optional = conditional or "REQUIRED" not in words
    yield Declared(name, "generic", version, optional, _scope(name), line)


def _fetched(words: list[str], conditional: bool, line: int) -> Iterator[Declared]:
    """``FetchContent_Declare``, ``ExternalProject_Add`` and CPM, which build what they fetch."""
    short = _SHORT.fullmatch(words[0])
    if short:
        url = _HOSTS[short["host"]] + short["name"]
        yield _package(short["name"].partition("/")[2], short["version"] or "", url, False, line)
        return
    upper = [w.upper() for w in words]

    def after(*keys: str) -> str:
        places = (upper.index(k) + 1 for k in keys if k in upper)
        return next((words[at] for at in places if at < len(words)), "")

    named = after("NAME") if upper[0] in {"NAME", "GITHUB_REPOSITORY", "GITLAB_REPOSITORY"} else ""
    name = named or words[0]
    url = after("GIT_REPOSITORY", "URL", "SVN_REPOSITORY")
    for key, base in (("GITHUB_REPOSITORY", "gh"), ("GITLAB_REPOSITORY", "gl")):
        if repository := after(key):
            url = _HOSTS[base] + repository
    version = after("GIT_TAG", "VERSION")
    if not url or "$" in name or not _NAME.fullmatch(name):
        return
    yield _package(name, version, "" if "$" in url else url, conditional, line)


def _package(name: str, version: str, url: str, optional: bool, line: int) -> Declared:
    version = "" if "$" in version else version
    settled = "" if version.lower() in _BRANCHES else version
    return Declared(
        name, "generic", version, optional, _scope(name), line, resolved=settled, url=url
    )


def _scope(name: str) -> Scope:
    return Scope.TEST if name.lower() in _TESTS else Scope.RUNTIME
