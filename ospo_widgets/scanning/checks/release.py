# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about what a release needs beside licences, and about the scan itself."""

from __future__ import annotations

from collections.abc import Iterator

from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.checks.reuse import files

_EXPECTED: tuple[tuple[str, frozenset[str]], ...] = (
    ("release.no-readme", frozenset({"README"})),
    ("release.no-contributing", frozenset({"CONTRIBUTING"})),
    ("release.no-code-of-conduct", frozenset({"CODE_OF_CONDUCT"})),
    ("release.no-security", frozenset({"SECURITY"})),
    ("release.no-citation", frozenset({"CITATION", "CODEMETA"})),
    ("release.no-authors", frozenset({"AUTHORS", "CONTRIBUTORS", "MAINTAINERS", "CREDITS"})),
    ("release.no-changelog", frozenset({"CHANGELOG", "CHANGES", "NEWS", "HISTORY", "RELEASES"})),
)
"""Kinds of findings and the names, in upper case without extension, that settle them."""
_CI = (".gitlab-ci.yml", ".github/workflows/", ".travis.yml", "Jenkinsfile", "azure-pipelines.yml",
       ".circleci/", ".woodpecker", "appveyor.yml", ".builds/")  # fmt: skip
_TEST_FOLDERS = frozenset({"test", "tests", "testing", "spec", "testbench", "tb", "sim"})


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about files that are missing, and about what could not be read."""
    if subject.facts.tree:
        for finding, names in _EXPECTED:
            if not names & subject.top_names:
                yield Draft(finding)
        paths = [file.path for file in subject.facts.tree]
        if not any(_is_test(path) for path in paths):
            yield Draft("release.no-tests")
        if not any(path.startswith(_CI) for path in paths):
            yield Draft("release.no-ci")
    yield from _scan(subject)


def _is_test(path: str) -> bool:
    *folders, name = path.lower().split("/")
    return (
        bool(_TEST_FOLDERS & set(folders))
        or name.startswith(("test_", "tb_"))
        or name.rpartition(".")[0].endswith(("_test", ".test", ".spec", "_tb"))
    )


def _scan(subject: Subject) -> Iterator[Draft]:
    unread = tuple(n.path for n in subject.facts.not_scanned if n.incomplete)
    if unread:
        yield Draft("scan.unreadable", unread, files(unread))
    large = tuple(subject.facts.large_files)
    if large:
        yield Draft("scan.large-file-pointers", large, files(large))
    names = tuple(path for pair in subject.facts.collisions for path in pair)
    if names:
        yield Draft("scan.name-collision", names, files(names))
