# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where the files of a release lie, under which names, and what shows docs, tests, builds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ospo_widgets.scanning.facts import Facts

FOLDERS = frozenset({"", ".github", ".gitlab", ".forgejo", ".gitea", "docs", "doc"})
"""Folders, in lower case, where people and platforms look for community files."""

_NAMES: tuple[tuple[str, str], ...] = (
    ("readme", r"readme"),
    ("contributing", r"contribut(?:ing|e)|hacking"),
    ("conduct", r"code[-_ ]?of[-_ ]?conduct|conduct"),
    ("security", r"security(?:[-_]policy)?|vulnerability"),
    ("citation", r"citation|citations|codemeta|how[-_]to[-_]cite"),
    ("authors", r"authors?|(?:all-)?contributors?(?:rc)?|maintainers?|credits|thanks|team|people|"
                r"acknowledge?ments?"),
    ("changelog", r"change[-_ ]?logs?|changes|news|history|releases?|release[-_ ]?notes?|whatsnew"),
    ("support", r"support"),
    ("governance", r"governance"),
    ("owners", r"codeowners"),
    ("install", r"install(?:ation|ing)?|build(?:ing)?"),
)  # fmt: skip
_ENDING = r"(?:[_-]\w{1,5})?(?:\.\w{1,10}){0,2}"
_KIND = tuple((kind, re.compile(rf"\.?(?:{pattern}){_ENDING}", re.I)) for kind, pattern in _NAMES)
_CODE = frozenset({"py", "c", "h", "cc", "cpp", "hpp", "js", "ts", "java", "go", "rs", "sh", "vhd",
                   "v", "sv", "php", "rb", "css", "html", "png", "svg", "jpg", "license",
                   "yml", "yaml", "toml", "cfg", "ini", "ps1", "bat"})  # fmt: skip
_CI = re.compile(
    r"\.gitlab-ci\.ya?ml|\.gitlab/ci/.+\.ya?ml|\.(?:github|forgejo|gitea)/workflows/[^/]+\.ya?ml|"
    r"\.travis\.yml|jenkinsfile[^/]{0,30}|\.jenkins/.+|azure-pipelines[^/]{0,20}\.ya?ml|"
    r"\.azure-pipelines/.+|\.circleci/config\.yml|\.woodpecker(?:/[^/]+)?\.ya?ml|\.?appveyor\.yml|"
    r"\.builds/[^/]+\.yml|\.drone\.yml|\.cirrus\.yml|bitbucket-pipelines\.yml|\.semaphore/.+",
    re.I,
)
_BUILD = re.compile(
    r"pyproject\.toml|setup\.(?:py|cfg)|cmakelists\.txt|configure(?:\.ac|\.in)?|"
    r"(?:gnu)?makefile(?:\.am)?|"
    r"meson\.build|package\.json|cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|sconstruct|module\.bazel|"
    r"workspace|go\.mod|[^/]+\.core|manifest\.py|bender\.yml|[^/]+\.(?:sln|csproj|pro|xpr|qpf)|dub\.json|"
    r"build\.sbt|stack\.yaml|[^/]+\.cabal|dune-project|fpm\.toml|rakefile|justfile|platformio\.ini",
    re.I,
)
_LOCK = re.compile(
    r"(?:.*/)?(?:poetry\.lock|uv\.lock|pdm\.lock|pipfile\.lock|pylock(?:\.\w+)?\.toml|pixi\.lock|"
    r"package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|cargo\.lock|go\.sum|"
    r"conda-lock\.ya?ml|flake\.lock|spack\.lock|gradle\.lockfile|conan\.lock|composer\.lock|"
    r"gemfile\.lock|manifest\.toml)|spack\.ya?ml|environment\.ya?ml|requirements[^/]{0,20}\.txt",
    re.I,
)
_CONTAINER = re.compile(
    r"(?:[^/]+/){0,2}(?:(?:dockerfile|containerfile)[^/]{0,30}|apptainer[^/]{0,20}|"
    r"singularity[^/]{0,20}|docker-compose[^/]{0,20}\.ya?ml)|\.devcontainer/devcontainer\.json|binder/.+|\.binder/.+",
    re.I,
)
_DOCS = re.compile(
    r"mkdocs\.ya?ml|\.?readthedocs\.ya?ml|(?:[^/]+/){0,3}doxyfile[^/]{0,12}|(?:[^/]+/){0,2}book\.toml|"
    r"docs?[^/]{0,12}/(?:.+/)?(?:conf\.py|index\.\w+|mkdocs\.ya?ml)|docusaurus\.config\.\w+|"
    r"_quarto\.yml|"
    r"docs?/.+\.(?:md|rst|adoc|tex|pdf)",
    re.I,
)
_ISSUES = re.compile(r"\.(?:github|gitea|forgejo)/issue_template.*|\.gitlab/issue_templates/.+|"
                     r"\.github/(?:discussion_template/.+|issue_template\.md)", re.I)  # fmt: skip
_FUNDING = re.compile(r"(?:\.github/)?funding\.ya?ml|funding\.json", re.I)
_TEST_FOLDERS = frozenset(
    {"test", "tests", "testing", "spec", "specs", "testbench", "testbenches", "tb", "sim",
     "simulation", "__tests__", "unittest", "unittests", "testsuite", "testcases", "e2e"}
)  # fmt: skip
_PATTERNS = {"ci": _CI, "build": _BUILD, "lock": _LOCK, "container": _CONTAINER, "docs": _DOCS,
             "issues": _ISSUES, "funding": _FUNDING}  # fmt: skip
_ANY = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in _PATTERNS.values()), re.I)


def community_kind(path: str) -> str:
    """Kind of community file that a path is by its name and folder, empty when it is none."""
    folder, _, name = path.rpartition("/")
    if folder.lower() not in FOLDERS or len(name) > 60:
        return ""
    if "." in name and name.rpartition(".")[2].lower() in _CODE:
        return ""
    return next((kind for kind, pattern in _KIND if pattern.fullmatch(name)), "")


def is_ci(path: str) -> bool:
    """Whether this steers a continuous integration."""
    return _CI.fullmatch(path) is not None


def is_test(path: str) -> bool:
    """Whether this is a test, by its folder or name."""
    folder, _, name = path.lower().rpartition("/")
    stem = name.rpartition(".")[0]
    return (
        _holds_tests(folder)
        or name.startswith(("test_", "tb_"))
        or stem.endswith(("_test", ".test", ".spec", "_tb", "_tests", "_unittest"))
    )


@lru_cache(maxsize=20_000)
def _holds_tests(folder: str) -> bool:
    folders = folder.split("/")
    return not _TEST_FOLDERS.isdisjoint(folders) or any(
        f.startswith(("test-", "test_", "tests-", "tests_"))
        or f.endswith(("-test", "_test", "-tests", "_tests"))
        for f in folders
    )


def places_in(facts: Facts) -> dict[str, tuple[str, ...]]:
    """Files of a release by kind; ask for it by ``facts.once``."""
    return found_in(file.path for file in facts.tree)


def found_in(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Files of a release by kind, at most ten of each, those nearest to the top first.

    Kinds: those of community files, ``ci``, ``build``, ``lock``, ``container``, ``docs``,
    ``issues``, ``funding``, ``tests``, ``ignore``.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(paths, key=lambda p: (p.count("/"), p)):
        kinds = []
        if _ANY.fullmatch(path):
            kinds = [kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(path)]
        if kind := community_kind(path):
            kinds.append(kind)
        if is_test(path):
            kinds.append("tests")
        if path == ".gitignore":
            kinds.append("ignore")
        for kind in kinds:
            held = found.setdefault(kind, [])
            if len(held) < 10:
                held.append(path)
    return {kind: tuple(held) for kind, held in found.items()}
