# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the worker process finds out about a tree, gathered from its messages as they come.

Messages are JSON, not pickles: the worker reads hostile files, and what it sends must never be
able to do more than carry data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ospo_widgets.scanning.detection.files import FileLicenses, file_licenses
from ospo_widgets.scanning.detection.second_opinion import Opinion
from ospo_widgets.scanning.history.model import History
from ospo_widgets.scanning.license_texts import LicenseText
from ospo_widgets.scanning.manifests.model import ReadManifest, from_row
from ospo_widgets.scanning.manifests.places import is_own
from ospo_widgets.scanning.notices import Notice, counts_at
from ospo_widgets.scanning.result import Evidence, FileResult
from ospo_widgets.scanning.reuse.rows import reuse_row
from ospo_widgets.scanning.unpacking import NotScanned


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A file of the tree, covered by REUSE or not, that version control does not ignore."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read.

    Attributes:
        path: Relative path, in display form.
        size: Bytes.
        kind: ``text``, ``binary``, ``empty``, ``pointer``, or empty when it could not be read.
        encoding: Of text, else empty.
        digest: SHA-256 of what was read.
    """

    path: str
    size: int
    kind: str
    encoding: str
    digest: str


@dataclass(frozen=True, slots=True)
class FileNotice:
    """A notice and the file in which it stands."""

    path: str
    notice: Notice


@dataclass
class Facts:
    """Everything a scan found out so far.

    Attributes:
        listed: The tree has been listed.
        tree: All files.
        total: Covered files, to be read.
        files: Covered files that were read.
        read: Every file of the tree that was read, by path.
        evidence: What detectors said: name of the detector, then path, then its rows.
        notices: Sentences that matter.
        license_texts: Licence files.
        manifests: Manifests.
        reuse: As ``reuse lint --json``, None until all files are read.
        reuse_problems: Steering files of REUSE that cannot be used: (path, message, kind).
        reuse_toml: Text of the ``REUSE.toml`` at the root.
        large_files: Pointers to content that git keeps elsewhere.
        collisions: Paths that are one file on macOS and Windows.
        root: Where the tree lies while the scan runs.
        opinions: What ScanCode says, by path, when it was asked.
        history: What the history tells.
        not_scanned: What was left out.
        truncated: The archive ended early.
        complete: The worker reached its end.
    """

    listed: bool = False
    tree: list[TreeFile] = field(default_factory=list)
    total: int = 0
    files: list[FileResult] = field(default_factory=list)
    reuse_files: list[dict[str, Any]] = field(default_factory=list)
    read: dict[str, ReadFile] = field(default_factory=dict)
    evidence: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    notices: list[FileNotice] = field(default_factory=list)
    license_texts: list[LicenseText] = field(default_factory=list)
    manifests: list[ReadManifest] = field(default_factory=list)
    reuse: dict[str, Any] | None = None
    reuse_problems: list[tuple[str, str, str]] = field(default_factory=list)
    reuse_toml: str = ""
    large_files: list[str] = field(default_factory=list)
    collisions: list[tuple[str, str]] = field(default_factory=list)
    root: str = ""
    opinions: dict[str, Opinion] = field(default_factory=dict)
    history: History = field(default_factory=History)
    not_scanned: list[NotScanned] = field(default_factory=list)
    truncated: bool = False
    complete: bool = False

    def add(self, message: Mapping[str, Any]) -> None:
        """Take one message of the worker in; unknown kinds are ignored."""
        handler = getattr(self, f"_add_{message.get('kind')}", None)
        if handler is not None:
            handler(message)

    def _add_unpacked(self, message: Mapping[str, Any]) -> None:
        self.collisions = [(str(a), str(b)) for a, b in message["collisions"]]
        self.truncated = bool(message["truncated"])

    def _add_listed(self, message: Mapping[str, Any]) -> None:
        self.listed = True
        self.tree = [TreeFile(str(path), int(size)) for path, size in message["tree"]]
        self.total = int(message["total"])
        self.reuse_toml = str(message["reuse_toml"])
        self.reuse_problems = [(str(a), str(b), str(c)) for a, b, c in message["problems"]]
        self.license_texts = [LicenseText(p, tuple(ids), t) for p, ids, t in message["texts"]]

    def rows(self, detector: str) -> Mapping[str, list[Any]]:
        """What one detector said: path to rows; in the order of paths."""
        return self.evidence.get(detector, {})

    @cached_property
    def detected(self) -> dict[str, FileLicenses]:
        """What each file says of its licence beside the tags that REUSE reads; once all is read.

        Thousands of files carry the same notice, so what one place tells is worked out once.
        """
        known: dict[tuple[str, ...], FileLicenses] = {}
        found: dict[str, FileLicenses] = {}
        for path, rows in self.rows("licenses").items():
            if len(rows) != 1:
                found[path] = file_licenses(rows)
                continue
            row = rows[0]
            key = (row["expression"], row["kind"], str(row["confidence"]), row["rule"])
            if key not in known:
                known[key] = file_licenses(rows)
            one = known[key]
            places = tuple(replace(m, line=row["line"], end_line=row["end_line"], text=row["text"])
                           for m in one.evidence)  # fmt: skip
            found[path] = replace(one, evidence=places)
        return found

    def _add_read(self, message: Mapping[str, Any]) -> None:
        for row in message["rows"]:
            path = str(row["path"])
            self.read[path] = ReadFile(
                path, int(row["size"]), str(row["kind"]), str(row["encoding"]), str(row["digest"])
            )
            for name, found in row["evidence"].items():
                self.evidence.setdefault(name, {})[path] = found
            if is_own(path):
                self.manifests += [from_row(path, r) for r in row["evidence"].get("manifests", ())]
            self.notices += told_by_rows(path, row["evidence"].get("notices", ()))

    def _add_files(self, message: Mapping[str, Any]) -> None:
        for row in message["rows"]:
            self.files.append(
                FileResult(
                    path=str(row["path"]),
                    licenses=tuple(row["licenses"]),
                    copyrights=tuple(row["copyrights"]),
                    evidence=tuple(Evidence(*e) for e in row["evidence"]),
                    invalid=tuple(row["invalid"]),
                )
            )
            self.reuse_files.append(reuse_row(row))
            self.large_files += [str(row["path"])] * bool(row["large"])

    def _add_skipped(self, message: Mapping[str, Any]) -> None:
        self.not_scanned += [NotScanned(p, r, bool(i)) for p, r, i in message["rows"]]

    def _add_reuse(self, message: Mapping[str, Any]) -> None:
        self.reuse = dict(message["report"])

    def _add_root(self, message: Mapping[str, Any]) -> None:
        self.root = str(message["path"])

    def _add_history(self, message: Mapping[str, Any]) -> None:
        self.history = History.from_json(message["history"])

    def _add_end(self, _: Mapping[str, Any]) -> None:
        self.complete = True


def told_by_rows(path: str, rows: Iterable[Sequence[Any]]) -> list[FileNotice]:
    """Notices of one file that count where it lies."""
    found = [Notice(str(kind), int(line), str(text)) for kind, line, text in rows]
    return [FileNotice(path, notice) for notice in found if counts_at(path, notice.kind)]
