# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where community files lie, what they say, and the findings about them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.readiness.community import DETECTOR
from ospo_widgets.scanning.readiness.places import community_kind, found_in, is_ci, is_test
from ospo_widgets.scanning.reading.source import Source
from tests.scanning.readiness_trees import ids, subject_of


def read(name: str, text: str) -> dict[str, Any]:
    rows = DETECTOR.examine(Source(name, text.encode()))
    assert rows is not None
    found: dict[str, Any] = rows[0]
    return found


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("CONTRIBUTING", "contributing"), ("docs/contributing.rst", "contributing"),
        (".github/CONTRIBUTING.md", "contributing"), ("HACKING.rst", "contributing"),
        ("CODE_OF_CONDUCT.md", "conduct"), ("code-of-conduct.md", "conduct"),
        (".gitlab/SECURITY.md", "security"), ("security.txt", "security"),
        ("AUTHORS.rst", "authors"), (".all-contributorsrc", "authors"), ("MAINTAINERS", "authors"),
        ("CITATION.cff", "citation"), ("codemeta.json", "citation"), ("CITATION.bib", "citation"),
        ("ChangeLog", "changelog"), ("CHANGES.txt", "changelog"), ("RELEASE-NOTES", "changelog"),
        ("NEWS", "changelog"), ("README.fr.md", "readme"), ("CODEOWNERS", "owners"),
        ("src/CHANGES.md", ""), ("RELEASE_PROCEDURE.md", ""), ("security.py", ""),
        (".github/workflows/release.yml", ""), ("authors.png", ""), ("history.c", ""),
        ("release.yml", ""),
    ],
)  # fmt: skip
def test_names_and_folders(path: str, kind: str) -> None:
    assert community_kind(path) == kind


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".gitlab-ci.yml", True), (".github/workflows/a.yaml", True), ("Jenkinsfile", True),
        (".woodpecker/a.yml", True), ("azure-pipelines.yml", True), (".circleci/config.yml", True),
        (".github/dependabot.yml", False), ("src/.gitlab-ci.yml", False), ("ci.yml", False),
    ],
)  # fmt: skip
def test_pipelines(path: str, expected: bool) -> None:
    assert is_ci(path) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/a.py", True), ("src/a_test.go", True), ("a.spec.ts", True),
        ("hdl/tb_top.vhd", True),
        ("tests-cuda/a.py", True), ("x/top_tb.v", True), ("src/latest.py", False),
        ("contest.c", False), ("attestation/a.md", False),
    ],
)  # fmt: skip
def test_tests(path: str, expected: bool) -> None:
    assert is_test(path) is expected


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("pyproject.toml", "build"), ("configure.ac", "build"), ("top.core", "build"),
        ("uv.lock", "lock"), ("environment.yml", "lock"), ("web/package-lock.json", "lock"),
        ("Dockerfile", "container"), (".devcontainer/devcontainer.json", "container"),
        ("mkdocs.yml", "docs"), ("docs/conf.py", "docs"), ("Doxyfile", "docs"),
        (".github/ISSUE_TEMPLATE/bug.md", "issues"), (".github/FUNDING.yml", "funding"),
        (".gitignore", "ignore"),
    ],
)  # fmt: skip
def test_what_shows_builds_and_docs(path: str, kind: str) -> None:
    assert found_in([path])[kind] == (path,)
    assert kind not in found_in([f"some/deep/folder/x{path.replace('/', '_')}x"])


def test_the_file_nearest_to_the_top_comes_first() -> None:
    many = [f"docs/a{i}.md" for i in range(20)]
    found = found_in(["docs/CHANGES.md", "CHANGES.md", *many])
    assert found["changelog"] == ("CHANGES.md", "docs/CHANGES.md")
    assert len(found["docs"]) == 10


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("# Changelog\n\n## [1.2.0] - 2026-01-01\n- a\n\n## 1.1.0\n", ["1.2.0", "1.1.0"]),
        (
            "1.19.0\n======\nDate: 06.01.2026\n\n- fix numpy>=2.4\n\n1.18.1\n~~~~\n",
            ["1.19.0", "1.18.1"],
        ),
        ("2.12.0:\n  * Update curl to 7.86.0 (#1)\n2.11.5:\n", ["2.12.0", "2.11.5"]),
        ("| Date | Version |\n|---|---|\n| 12.05.2026 | 1.13.1 | x |\n", ["1.13.1"]),
        ("curl and libcurl 8.17.0\n\n Bugs fixed\n", ["8.17.0"]),
        ("# 4.19.0 (May 6, 2026)\n", ["4.19.0"]),
        ("See the releases page.\n", []),
    ],
)
def test_versions_of_a_change_log(text: str, versions: list[str]) -> None:
    assert read("CHANGELOG.md", text)["versions"] == versions


@pytest.mark.parametrize(
    ("text", "which", "placeholder"),
    [
        (
            "# Contributor Covenant\n... version 2.1, available at ...\n",
            "contributor-covenant-2.1",
            0,
        ),
        (
            "Contributor Covenant\n\nreported to [INSERT CONTACT METHOD].\n",
            "contributor-covenant",
            3,
        ),
        ("We follow the CERN Code of Conduct.\n", "cern", 0),
        ("Be kind.\n", "other", 0),
    ],
)
def test_codes_of_conduct(text: str, which: str, placeholder: int) -> None:
    found = read("CODE_OF_CONDUCT.md", text)
    assert (found["which"], found["placeholder"]) == (which, placeholder)


def test_contributing_and_authors() -> None:
    found = read("CONTRIBUTING.md", "Open a pull request.\nAdd Signed-off-by (DCO).\n")
    assert (found["howto"], found["dco"], found["cla"]) == (1, 2, 0)
    authors = read("AUTHORS", "Marie Curie <m@cern.ch>\nAda Bo\n\n")
    assert (authors["entries"], authors["cern"]) == (2, 1)
    assert "Curie" not in str(authors)


def test_pipelines_that_test_and_publish() -> None:
    found = read(".gitlab-ci.yml", "a:\n  script:\n    - pytest\n    - twine upload dist/*\n")
    assert (found["kind"], found["tests"], found["publishes"], found["reuse"]) == ("ci", 3, 4, 0)


PACKAGE = '[project]\nname = "a"\nversion = "1.4.0"\ndescription = "d"\n'


@pytest.mark.parametrize(
    ("tree", "finding"),
    [
        ({"CODE_OF_CONDUCT.md": "Mail [INSERT EMAIL ADDRESS]"}, "release.conduct-contact"),
        ({"SECURITY.md": "Use this section to tell people how to report"},
         "release.security-template"),
        ({"SECURITY.md": "We like security."}, "release.security-contact"),
        ({"CHANGELOG.md": "## 1.2.0\n## 1.1.0\n", "pyproject.toml": PACKAGE},
         "release.changelog-behind"),
    ],
)  # fmt: skip
def test_findings(tree: dict[str, str], finding: str) -> None:
    assert finding in ids(tree)


@pytest.mark.parametrize(
    "tree",
    [
        {"CODE_OF_CONDUCT.md": "Mail conduct@example.org"},
        {"SECURITY.md": "Write to security@example.org"},
        {"SECURITY.md": "Use the private advisories: https://x.org/security/advisories/new"},
        {"CHANGELOG.md": "## 1.4.0\n", "pyproject.toml": PACKAGE},
        {"CHANGELOG.md": "## 1.4\n", "pyproject.toml": PACKAGE},
        {"CHANGELOG.md": "## 1.2.0\n", "pyproject.toml": PACKAGE.replace("1.4.0", "1.4.0.dev0")},
        {"CHANGELOG.md": "## 2026.01\n", "pyproject.toml": PACKAGE},
        {"CHANGELOG.md": "See the web.\n", "pyproject.toml": PACKAGE},
    ],
)
def test_no_findings(tree: dict[str, str]) -> None:
    told = {"release.conduct-contact", "release.security-template", "release.security-contact",
            "release.changelog-behind"}  # fmt: skip
    assert not told & ids(tree)


def test_missing_files_and_what_brings_them() -> None:
    nothing = ids({"a.py": ""})
    assert {
        "release.no-readme",
        "release.no-citation",
        "release.no-authors",
        "release.no-ci",
    } <= nothing
    other = {"a.py": "", ".zenodo.json": '{"creators": [{"name": "A"}]}'}
    assert not {"release.no-citation", "release.no-authors"} & ids(other)
    assert not ids({})


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=300),
    st.sampled_from(["CHANGELOG.md", "SECURITY", "AUTHORS", "CONTRIBUTING", "Jenkinsfile"]),
)
def test_any_text_is_read(text: str, name: str) -> None:
    assert read(name, text)["kind"]


def test_places_of_a_subject() -> None:
    assert subject_of({"docs/SECURITY.md": "x@y.org"}).places["security"] == ("docs/SECURITY.md",)
