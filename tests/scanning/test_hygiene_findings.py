# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the detectors said becomes findings, grouped by cause and graver outside of tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ospo_widgets import scan, wording
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Severity
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.checks import hygiene
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.facts import Facts, ReadFile, TreeFile
from ospo_widgets.scanning.hygiene.lists import _lists, lists
from ospo_widgets.scanning.result import MainLicense

MB = 1 << 20


def drafts(
    evidence: dict[str, dict[str, list[Any]]] | None = None,
    sizes: dict[str, int] | None = None,
    binary: tuple[str, ...] = (),
) -> list[Draft]:
    found = Facts(
        tree=[TreeFile(path, size) for path, size in (sizes or {}).items()],
        read={path: ReadFile(path, 1, "binary", "", "") for path in binary},
        evidence=evidence or {},
    )
    subject = Subject(found, MainLicense("", "", ()), (), load_knowledge())
    return list(hygiene.check(subject))


def secret(kind: str, line: int = 3, mark: str = "") -> dict[str, Any]:
    return {"kind": kind, "line": line, "mark": mark}


def test_a_clean_tree_has_no_findings() -> None:
    assert drafts({}, {"a.py": 10, "README.md": 10}) == []


def test_one_kind_of_secret_is_one_finding() -> None:
    rows = {"a.py": [secret("github-token", 3, "x")], "b.py": [secret("github-token", 9, "x")]}
    (draft,) = drafts({"secrets": rows})
    assert draft.id == "hygiene.secret"
    assert draft.paths == ("a.py:3", "b.py:9")
    assert draft.values["what"] == "access key (GitHub)" and draft.about == "github-token"
    assert draft.evidence == ("2 places, 1 different",)


@pytest.mark.parametrize(("path", "kind", "finding"), [
    ("src/a.py", "github-token", "hygiene.secret"),
    ("src/a.py", "assigned-password", "hygiene.password"),
    ("docs/a.md", "github-token", "hygiene.secret"),
    ("docs/a.md", "assigned-password", "hygiene.test-secret"),
    ("docs/a.py", "assigned-password", "hygiene.password"),
    ("tests/a.py", "github-token", "hygiene.test-secret"),
    ("tests/a.py", "assigned-password", "hygiene.test-secret"),
    ("etc/cloud-test.json", "private-key", "hygiene.secret"),
    ("etc/cloud-test.json", "assigned-key", "hygiene.test-secret"),
    ("examples/a.py", "assigned-key", "hygiene.test-secret"),
])  # fmt: skip
def test_secrets_are_judged_by_where_they_stand(path: str, kind: str, finding: str) -> None:
    assert [d.id for d in drafts({"secrets": {path: [secret(kind)]}})] == [finding]


def test_key_stores_are_secrets_without_a_line() -> None:
    (draft,) = drafts({"binaries": {"etc/krb5.keytab": ["keytab"]}}, {"etc/krb5.keytab": 90})
    assert (draft.id, draft.paths) == ("hygiene.secret", ("etc/krb5.keytab",))


def test_kinds_that_the_lists_do_not_know_are_left() -> None:
    assert drafts({"secrets": {"a.py": [secret("no-such-rule")]}}) == []


@pytest.mark.parametrize(("path", "kind", "finding"), [
    ("a.csv", "table", "hygiene.people"),
    ("tests/a.csv", "table", "hygiene.addresses"),
    ("a.vcf", "address-book", "hygiene.people"),
    ("a.txt", "number", "hygiene.people"),
    ("a.txt", "addresses", "hygiene.addresses"),
    ("a.txt", "phones", "hygiene.addresses"),
])  # fmt: skip
def test_people(path: str, kind: str, finding: str) -> None:
    (draft,) = drafts({"people": {path: [{"kind": kind, "count": 1200, "line": 1}]}})
    assert (draft.id, draft.paths) == (finding, (f"{path}:1",))
    assert draft.evidence[0].startswith(path) and (kind == "number" or "1,200" in draft.evidence[0])


INTERNAL = "cs-ccr-abc1.cern" + ".ch"
UNKNOWN = "nobody-knows.cern" + ".ch"
ACCOUNT = "lxplus.cern" + ".ch"


@pytest.mark.parametrize(("path", "row", "finding"), [
    ("a.py", ["host", INTERNAL, 4, ""], "hygiene.internal-hosts"),
    ("docs/a.md", ["host", INTERNAL, 4, ""], "hygiene.hosts-to-check"),
    ("tests/a.py", ["host", INTERNAL, 4, ""], ""),
    ("a.py", ["host", UNKNOWN, 4, ""], "hygiene.hosts-to-check"),
    ("docs/a.md", ["host", UNKNOWN, 4, ""], ""),
    ("a.py", ["host", ACCOUNT, 4, ""], ""),
    ("pip.conf", ["host", INTERNAL, 4, "index"], "hygiene.internal-service"),
    ("Dockerfile", ["host", ACCOUNT, 4, "image"], "hygiene.internal-service"),
    ("Dockerfile", ["host", UNKNOWN, 4, "image"], "hygiene.hosts-to-check"),
    ("pip.conf", ["address", "172.18.1.1", 4, "index"], "hygiene.internal-service"),
    ("a.py", ["address", "172.18.1.1", 4, ""], "hygiene.private-addresses"),
    ("tests/a.py", ["address", "172.18.1.1", 4, ""], ""),
    ("a.py", ["ending", "a.corp", 4, ""], "hygiene.internal-hosts"),
    (".gitmodules", ["submodule", "", 4, ""], "hygiene.submodule-account"),
    ("a.py", ["home", "", 4, ""], "hygiene.user-folders"),
    ("a.py", ["folder", "afs", 4, ""], "hygiene.user-folders"),
    ("docs/a.rst", ["home", "", 4, ""], "hygiene.example-folders"),
    ("tests/a.py", ["folder", "afs", 4, ""], "hygiene.example-folders"),
])  # fmt: skip
def test_internal_names(path: str, row: list[Any], finding: str) -> None:
    found = drafts({"places": {path: [row]}})
    assert [d.id for d in found] == ([finding] if finding else [])
    assert all(d.paths == (f"{path}:4",) for d in found)


def test_hosts_are_counted() -> None:
    rows = [["host", INTERNAL, line, ""] for line in (1, 2, 3)]
    (draft,) = drafts({"places": {"a.py": rows, "b.py": rows[:1]}})
    assert draft.evidence == (f"{INTERNAL}: 4 places",)
    assert draft.values["files"] == "2 files"


def test_merges_words_and_languages() -> None:
    found = drafts(
        {
            "conflicts": {"a.c": [3, 9]},
            "offensive": {"a.c": [1]},
            "comments": {"a.c": [["fr", 0.9]], "b.c": [["fr", 0.8]], "c.c": [["xx", 1.0]]},
        }
    )
    assert {(d.id, d.paths) for d in found} == {
        ("hygiene.merge-conflict", ("a.c:3", "a.c:9")),
        ("hygiene.offensive", ("a.c:1",)),
        ("hygiene.comments-language", ("a.c", "b.c")),
        ("hygiene.comments-language", ("c.c",)),
    }
    assert {d.values["language"] for d in found if "language" in d.values} == {"French", "xx"}


def test_notebooks() -> None:
    outputs = {"cells": 2, "bytes": 3 * MB, "images": 1, "counts": 2}
    broken, run = drafts(
        {"notebooks": {"a.ipynb": [{"broken": "json", "line": 7}], "b.ipynb": [outputs]}}
    )
    assert (broken.id, broken.paths) == ("hygiene.broken-notebook", ("a.ipynb:7",))
    assert run.evidence == ("b.ipynb: 2 cells with output, 3 MB, 1 image",)


@pytest.mark.parametrize(("path", "binary", "said", "finding"), [
    ("a.o", True, [], "build-output"),
    ("a.o", False, [], ""),
    ("x/__pycache__/a.txt", False, [], "build-output"),
    ("node_modules/a/b.js", False, [], "build-output"),
    ("CMakeCache.txt", False, [], "build-output"),
    ("bin/tool", True, ["program"], "build-output"),
    ("tests/bin/tool", True, ["program"], ""),
    ("A.class", True, ["class"], "build-output"),
    ("core.99", True, ["dump"], "memory-dump"),
    (".DS_Store", True, [], "leftovers"),
    (".idea/a.xml", False, [], "leftovers"),
    ("a.c~", False, [], "leftovers"),
    ("~", False, [], ""),
    ("data.tar.gz", True, ["archive"], "archives"),
    ("data", True, ["archive"], "archives"),
    ("diagram.dia", True, ["archive"], ""),
    ("gradle/wrapper/gradle-wrapper.jar", True, ["archive"], ""),
    ("notes.gz", False, [], ""),
    ("logo.png", True, [], ""),
])  # fmt: skip
def test_files_that_do_not_belong(path: str, binary: bool, said: list[str], finding: str) -> None:
    evidence = {"binaries": {path: said}} if said else {}
    found = drafts(evidence, {path: 9}, (path,) if binary else ())
    assert [d.id for d in found] == ([f"hygiene.{finding}"] if finding else [])


def test_large_files_name_the_largest_first() -> None:
    huge, large = drafts({}, {"a.root": 6 * MB, "b.root": 9 * MB, "c.root": 60 * MB, "d": MB})
    assert (huge.id, huge.paths) == ("hygiene.huge-files", ("c.root",))
    assert large.evidence == ("b.root: 9 MB", "a.root: 6 MB")
    assert large.values["limit"] == "5 MB"


def test_advice_is_no_reason_for_a_no_in_the_checklist() -> None:
    kinds = [k for k in load_knowledge().findings.values() if k.id.startswith("hygiene.")]
    assert len(kinds) > 20
    assert all(not kind.checklist for kind in kinds if kind.severity is Severity.ADVICE)


def test_every_kind_of_secret_has_its_words() -> None:
    for kind in lists().rules:
        for code in ("en", "fr"):
            with wording.spoken(code):
                (draft,) = drafts({"secrets": {"a.py": [secret(kind)]}})
                assert draft.values["what"]


def test_an_overlay_adds_and_replaces_rows(tmp_path: Path) -> None:
    (tmp_path / "hygiene.yaml").write_text(
        "secrets:\n  - {id: desy-token, kind: token, product: DESY, certain: true, check: random,"
        " trigger: 'desy-[a-z0-9]{8}', pattern: '(desy-[a-z0-9]{20})'}\n"
        "hosts:\n  domains: [desy.de]\n  rows:\n"
        "    - {id: public, level: public, domain: desy.de, hosts: [a]}\n"
        "words:\n  offensive: [blast]\n",
        encoding="utf-8",
    )
    ours, theirs = _lists(data_dir(), None), _lists(data_dir(), tmp_path)
    assert theirs.rules.keys() - ours.rules.keys() == {"desy-token"}
    assert theirs.hosts["domains"] == ["desy.de"]
    assert theirs.hosts["rows"]["public"]["hosts"] == ["a"]
    assert theirs.hosts["rows"].keys() == ours.hosts["rows"].keys()
    assert theirs.words["offensive"] == ("blast",)
    assert theirs.fingerprint != ours.fingerprint


@pytest.mark.parametrize("text", ["secrets: [", "secrets:\n  - {id: x}\n", "words: 7\n"])
def test_an_overlay_that_is_wrong_says_which_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "hygiene.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"hygiene\.yaml"):
        _lists(data_dir(), tmp_path)


def test_a_scan_finds_what_must_not_be_there(make_tree: Callable[..., Path]) -> None:
    token = "glp" + "at-" + "x9Kd03mFq7TzL2vB8nRw"
    tree = make_tree(
        {
            "a.py": f'TOKEN = "{token}"\n',
            "b.py": f"T = '{token}'\n",
            "c.c": "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n",
            "nb.ipynb": "{",
            "build/x.o": b"\x7fELF\x02\x01\x01" + b"\0" * 90,
            "users.csv": "name,email\n" + "a b,c@d.ch\n" * 9,
        }
    )
    result = scan(tree)
    found = {f.id: f for f in result.findings if f.id.startswith("hygiene.")}
    assert set(found) == {
        "hygiene.secret", "hygiene.merge-conflict", "hygiene.broken-notebook",
        "hygiene.build-output", "hygiene.people",
    }  # fmt: skip
    assert found["hygiene.secret"].paths == ("a.py:1", "b.py:1")
    assert found["hygiene.secret"].title == "A secret in 2 files: access key (GitLab)"
    assert token not in str(result.to_json())
