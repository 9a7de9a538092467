# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings that people accept, with a reason, and paths that they exclude."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.scanning.baseline.accepted import (
    Accepted,
    Baseline,
    BaselineError,
    apply,
    dump_baseline,
    read_baseline,
)
from ospo_widgets.scanning.checks.model import Draft
from ospo_widgets.scanning.globs import matcher
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.wishes import Wishes

MakeTree = Callable[[Mapping[str, str | bytes]], Path]
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("glob", "fits", "not_"),
    [
        ("a.py", ["a.py"], ["b/a.py", "axpy"]),
        ("*.py", ["a.py"], ["b/a.py"]),
        ("**.py", ["a.py", "b/a.py"], ["a.pyc"]),
        ("src/**", ["src/a", "src/b/c"], ["src", "xsrc/a"]),
        ("src/", ["src/a", "src/b/c"], ["src"]),
        ("src/*/x", ["src/a/x"], ["src/a/b/x"]),
        (r"a\*b", ["a*b"], ["axb"]),
        (r"a\\b", ["a\\b"], ["ab"]),
        ("[x]", ["[x]"], ["x"]),
        ("é/*", ["é/1"], ["e/1"]),
    ],
)
def test_globs(glob: str, fits: list[str], not_: list[str]) -> None:
    match = matcher([glob])
    assert all(map(match, fits))
    assert not any(map(match, not_))


def test_no_globs_fit_nothing() -> None:
    assert not matcher([])("a")


@given(st.text(min_size=1, max_size=40).filter(lambda t: "/" not in t[-1:]))
def test_a_literal_path_fits_itself(path: str) -> None:
    escaped = path.replace("\\", "\\\\").replace("*", "\\*")
    assert matcher([escaped])(path)


def test_reading() -> None:
    found = read_baseline(
        "accepted:\n"
        "  - finding: release.no-changelog\n    reason: |\n      Not\n      yet.\n"
        "  - {finding: rights.*, about: X, paths: a/**, reason: r, until: 2027-01-31}\n"
        "excluded:\n  - {paths: ['v/**'], reason: Copied.}\n"
    )
    assert found.entries == (
        Accepted("release.no-changelog", "Not yet."),
        Accepted("rights.*", "r", ("a/**",), "X", date(2027, 1, 31)),
        Accepted("*", "Copied.", ("v/**",)),
    )
    assert read_baseline("") == Baseline()
    assert read_baseline("# nothing\n") == Baseline()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("accepted: [{finding: a}]", "no reason"),
        ("accepted: [{finding: a, reason: '  '}]", "no reason"),
        ("accepted: [{reason: r}]", "names no finding"),
        ("accepted: [{finding: '*', reason: r}]", "names no finding"),
        ("excluded: [{reason: r}]", "list of paths"),
        ("excluded: [{paths: [1], reason: r}]", "list of paths"),
        ("excluded: [{paths: [a], reason: r, finding: x}]", "may only have"),
        ("accepted: [{finding: a, reason: r, until: soon}]", "2027-06-30"),
        ("accepted: {a: b}", "must be a list"),
        ("accepted: [1]", "may only have"),
        ("other: []", "nothing else"),
        ("[]", "nothing else"),
        ("a: b: c", "no valid YAML"),
        ("a: &a [*a]", "nothing else"),
        ("x" * 300_000, "too large"),
    ],
)
def test_bad_files_say_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(BaselineError, match=words.replace("*", r"\*")):
        read_baseline(text)


@given(st.text(max_size=300))
def test_any_text_is_a_baseline_or_a_clear_error(text: str) -> None:
    try:
        read_baseline(text)
    except BaselineError as error:
        assert str(error)


def drafts() -> list[Draft]:
    return [
        Draft("reuse.no-header", ("a/x.py", "b/y.py:3", "b/z.py"), {"files": "3 files"}),
        Draft("rights.collaboration-holder", ("c:1",), {"holder": "The X Collaboration"}),
        Draft("release.no-changelog"),
    ]


def ids(found: list[Draft] | tuple[Draft, ...]) -> list[str]:
    return [draft.id for draft in found]


def test_a_finding_keeps_the_files_that_are_not_accepted() -> None:
    entry = Accepted("reuse.no-header", "r", ("b/**",))
    applied = apply(drafts(), Baseline((entry,)), TODAY)
    assert applied.kept[0].paths == ("a/x.py",)
    assert applied.kept[0].values["files"] == "1 file"
    assert applied.accepted[0][0].paths == ("b/y.py:3", "b/z.py")
    assert applied.accepted[0][1] == "r"
    assert not applied.unused


@pytest.mark.parametrize(
    ("entry", "kept"),
    [
        (Accepted("release.no-changelog", "r"), ["reuse.no-header", "rights.collaboration-holder"]),
        (Accepted("release.*", "r"), ["reuse.no-header", "rights.collaboration-holder"]),
        (
            Accepted("rights.collaboration-holder", "r", about="the x collaboration"),
            ["reuse.no-header", "release.no-changelog"],
        ),
        (
            Accepted("*", "r", ("a/**", "b/**")),
            ["rights.collaboration-holder", "release.no-changelog"],
        ),
    ],
)  # fmt: skip
def test_what_an_entry_takes_out(entry: Accepted, kept: list[str]) -> None:
    assert ids(apply(drafts(), Baseline((entry,)), TODAY).kept) == kept


@pytest.mark.parametrize(
    "entry",
    [
        Accepted("rights.collaboration-holder", "r", about="The Y Collaboration"),
        Accepted("reuse.no-header", "r", ("c/**",)),
        Accepted("release", "r"),
    ],
)
def test_an_entry_that_fits_nothing_is_said(entry: Accepted) -> None:
    applied = apply(drafts(), Baseline((entry,)), TODAY)
    assert len(applied.kept) == 3
    assert applied.unused == (entry,)


def test_an_acceptance_ends() -> None:
    entry = Accepted("release.no-changelog", "r", until=date(2026, 11, 21))
    applied = apply(drafts(), Baseline((entry,)), TODAY)
    assert len(applied.kept) == 3
    assert applied.expired == (entry,)
    still = Accepted("release.no-changelog", "r", until=TODAY)
    assert len(apply(drafts(), Baseline((still,)), TODAY).kept) == 2


def test_the_tree_brings_its_own_list(make_tree: MakeTree) -> None:
    text = "accepted: [{finding: release.*, reason: Small.}, {finding: nope, reason: r}]\n"
    root = make_tree({"a.py": "x = 1\n", ".ospo/baseline.yaml": text})
    result = scan(root)
    assert not [f for f in result.findings if f.id.startswith("release.")]
    assert {f.accepted for f in result.accepted} == {"Small."}
    assert "scan.baseline-unused" in {f.id for f in result.findings}


def test_a_bad_list_accepts_nothing_and_is_a_finding(make_tree: MakeTree) -> None:
    root = make_tree({"a.py": "x = 1\n", ".ospo/baseline.yaml": "accepted: [{finding: a}]"})
    result = scan(root)
    assert not result.accepted
    assert any(f.id == "scan.baseline" and "no reason" in f.title for f in result.findings)


def test_what_is_written_accepts_what_was_found(make_tree: MakeTree) -> None:
    root = make_tree({"a*b.py": "x = 1\n", "c.py": "y = 1\n"})
    first = scan(root)
    text = dump_baseline(first.findings, "Known,\nall of it.", date(2030, 1, 1))
    again = scan(root, wishes=Wishes(read_baseline(text), today=TODAY))
    assert not again.findings
    assert {f.accepted for f in again.accepted} == {"Known, all of it."}
    assert again.verdict == "ready"
    later = scan(root, wishes=Wishes(read_baseline(text), today=date(2031, 1, 1)))
    assert len(later.findings) > len(first.findings)
    with pytest.raises(BaselineError, match="no reason"):
        dump_baseline(first.findings, " ")
