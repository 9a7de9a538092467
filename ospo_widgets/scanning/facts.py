# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the worker process finds out about a tree, gathered from its messages as they come.

Messages are JSON, not pickles: the worker reads hostile files, and what it sends must never be
able to do more than carry data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from ospo_widgets.scanning.detection.files import FileLicenses, file_licenses
from ospo_widgets.scanning.detection.license_texts import MAX_TEXTS, LicenseText
from ospo_widgets.scanning.detection.license_texts import from_row as license_text
from ospo_widgets.scanning.detection.second_opinion import Opinion
from ospo_widgets.scanning.history.model import History
from ospo_widgets.scanning.intake.unpacking import NotScanned
from ospo_widgets.scanning.manifests.model import ReadManifest, from_row
from ospo_widgets.scanning.manifests.places import is_own
from ospo_widgets.scanning.notices import Notice, counts_at
from ospo_widgets.scanning.result import Evidence, FileResult

T = TypeVar("T")


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
    _said: list[list[Any]] = field(default_factory=list, init=False, repr=False)
    _stated: list[_Stated] = field(default_factory=list, init=False, repr=False)
    _made: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

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
        self.license_texts = [LicenseText(str(p), ()) for p in message["texts"][:MAX_TEXTS]]

    def rows(self, detector: str) -> Mapping[str, list[Any]]:
        """What one detector said: path to rows; in the order of paths."""
        return self.evidence.get(detector, {})

    def once(self, make: Callable[[Facts], T]) -> T:
        """What ``make`` makes of these facts, worked out when somebody asks first.

        For what several checks need; once all is read.
        """
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    @cached_property
    def detected(self) -> dict[str, FileLicenses]:
        """What each file says of its licence beside the tags that REUSE reads; once all is read.

        Thousands of files carry the same notice, so what one place tells is worked out once.
        """
        # Rows that came once for many files are one list.
        known: dict[int, FileLicenses] = {}
        found: dict[str, FileLicenses] = {}
        for path, rows in self.rows("licenses").items():
            one = known.get(id(rows))
            if one is None:
                one = known[id(rows)] = file_licenses(rows)
            found[path] = one
        return found

    def _add_read(self, message: Mapping[str, Any]) -> None:
        self._said += message["said"]
        self._stated += [_Stated.from_json(stated) for stated in message["stated"]]
        for place, size, kind, encoding, digest, *said in message["rows"]:
            path = self.tree[place].path
            evidence = {said[i]: self._said[said[i + 1]] for i in range(0, len(said), 2)}
            self.take(ReadFile(path, size, kind, encoding, digest), evidence)
        for place, stated in message["files"]:
            path = self.tree[place].path
            self.files.append(self._stated[stated].file(path))
            if self.read[path].kind == "pointer":
                self.large_files.append(path)

    def take(self, read: ReadFile, evidence: Mapping[str, list[Any]]) -> None:
        """Take one file in, with what detectors said of it."""
        path = read.path
        self.read[path] = read
        for name, rows in evidence.items():
            self.evidence.setdefault(name, {})[path] = rows
            if name == "manifests" and is_own(path):
                self.manifests += [from_row(path, row) for row in rows]
            elif name == "notices":
                self.notices += told_by_rows(path, rows)
            elif name == "license-texts":
                found = license_text(path, rows[0])
                self.license_texts = [
                    found if text.path == path else text for text in self.license_texts
                ]

    def _in_order(self) -> None:
        """Bring files, which come as they are read, into the order of the listing."""
        order = {file.path: place for place, file in enumerate(self.tree)}
        self.read = {path: self.read[path] for path in order if path in self.read}
        for name, rows in self.evidence.items():
            self.evidence[name] = {path: rows[path] for path in order if path in rows}
        for found in (self.files, self.manifests, self.notices):
            found.sort(key=lambda one: order[one.path])
        self.large_files.sort(key=lambda path: order[path])

    def _add_skipped(self, message: Mapping[str, Any]) -> None:
        self.not_scanned += [NotScanned(p, r, bool(i)) for p, r, i in message["rows"]]

    def _add_reuse(self, message: Mapping[str, Any]) -> None:
        self.reuse = dict(message["report"])

    def _add_root(self, message: Mapping[str, Any]) -> None:
        self.root = str(message["path"])

    def _add_history(self, message: Mapping[str, Any]) -> None:
        self.history = History.from_json(message["history"])

    def _add_end(self, _: Mapping[str, Any]) -> None:
        self._in_order()
        self.complete = True


@dataclass(frozen=True, slots=True)
class _Stated:
    """What REUSE finds in a file; thousands of files have the same."""

    licenses: tuple[str, ...]
    copyrights: tuple[str, ...]
    invalid: tuple[str, ...]
    evidence: tuple[tuple[str, str, str, int | None], ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> _Stated:
        return cls(
            tuple(data["licenses"]),
            tuple(data["copyrights"]),
            tuple(data["invalid"]),
            tuple((kind, text, source, line) for kind, text, source, line in data["evidence"]),
        )

    def file(self, path: str) -> FileResult:
        evidence = tuple([Evidence(k, t, s or path, n) for k, t, s, n in self.evidence])
        return FileResult(path, self.licenses, self.copyrights, evidence, self.invalid)


def told_by_rows(path: str, rows: Iterable[Sequence[Any]]) -> list[FileNotice]:
    """Notices of one file that count where it lies."""
    found = [Notice(str(kind), int(line), str(text)) for kind, line, text in rows]
    return [FileNotice(path, notice) for notice in found if counts_at(path, notice.kind)]
