# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences of files that a person names one by one, with what cannot be read among them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ospo_widgets.scanning.detection.engine import detect_bytes
from ospo_widgets.scanning.detection.model import Detection
from ospo_widgets.wording import words

if TYPE_CHECKING:
    import pandas

    from ospo_widgets.scanning.detection.second_opinion import Opinion

MAX_BYTES = 8 << 20
"""Bytes of a file that are looked at."""
TEXT = "text"
"""Name of a text that has none."""
_COLUMNS = ["path", "expression", "kind", "line", "end_line", "confidence", "text", "error"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One file and its licences.

    Attributes:
        path: As the person gave it.
        detection: What it states; nothing when it cannot be read.
        error: Why it cannot be read, empty when it was read.
        opinion: What ScanCode says, None when it was not asked.
    """

    path: str
    detection: Detection = field(default_factory=lambda: Detection((), None, ()))
    error: str = ""
    opinion: Opinion | None = None

    @property
    def shown(self) -> str:
        """The path; bytes that are no UTF-8 as escapes."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    def to_json(self) -> dict[str, Any]:
        """Plain data: one row of ``ospo detect --format json``."""
        row: dict[str, Any] = {"path": self.shown, **self.detection.to_json()}
        if self.error:
            row["error"] = self.error
        if self.opinion is not None:
            same = agrees(self.detection.ids, self.opinion.ids)
            row["second_opinion"] = {**self.opinion.to_json(), "agrees": same}
        return row


@dataclass(frozen=True, slots=True)
class Detections:
    """Licences of some files, in the order in which they were named."""

    files: tuple[Asked, ...]

    def __iter__(self) -> Iterator[Asked]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, path: str) -> Asked:
        for file in self.files:
            if file.path == path:
                return file
        raise KeyError(path)

    def to_json(self) -> list[dict[str, Any]]:
        """Plain data for ``json.dumps``: one row a file."""
        return [file.to_json() for file in self.files]

    def to_frame(self) -> pandas.DataFrame:
        """One row a place; a file that states nothing, or cannot be read, has one row."""
        import pandas

        rows = []
        for file in self.files:
            head = {"path": file.shown, "error": file.error}
            places = [match.to_json() for match in file.detection.evidence]
            rows += [{**place, **head} for place in places] or [head]
        return pandas.DataFrame(rows, columns=_COLUMNS)

    def _repr_html_(self) -> str:
        from ospo_widgets.markup import table, tag

        rows = [
            (
                file.shown,
                file.error or file.detection.expression or words("detection.none"),
                ", ".join(dict.fromkeys(str(m.line) for m in file.detection.evidence)),
            )
            for file in self.files
        ]
        columns = [words(f"detection.column.{name}") for name in ("path", "license", "lines")]
        return tag("div", table(words("detection.caption"), columns, rows), class_="ospo")


def agrees(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether both name the same licences; “or later” is not looked at."""

    def family(ids: tuple[str, ...]) -> set[str]:
        return {i.removesuffix("-only").removesuffix("-or-later") for i in ids}

    return family(ours) == family(theirs)


def read_files(paths: Iterable[str]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Beginnings of files, and why the others cannot be read; both by path."""
    contents: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for path in paths:
        try:
            contents[path] = _content(path)
        except (OSError, ValueError) as error:
            problems[path] = getattr(error, "strerror", None) or str(error)
    return contents, problems


def _content(path: str) -> bytes:
    """The beginning of a regular file; a pipe is not waited for.

    Raises:
        OSError: It cannot be read, or it is no regular file.
        ValueError: The name holds a zero byte.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        kind = "folder" if stat.S_ISDIR(mode) else "special"
        raise OSError(0, words(f"detection.error.{kind}"))
    with os.fdopen(handle, "rb") as stream:
        return stream.read(MAX_BYTES)


def detect_contents(
    contents: Mapping[str, bytes],
    problems: Mapping[str, str] | None = None,
    opinions: Mapping[str, Opinion] | None = None,
    order: Iterable[str] | None = None,
) -> Detections:
    """The licences of contents, by path.

    Args:
        contents: Path to the beginning of the file.
        problems: Path to why it cannot be read.
        opinions: Path to what ScanCode says.
        order: Paths in the order of the answer; by default what cannot be read comes last.
    """
    wrong, others = problems or {}, opinions or {}
    return Detections(
        tuple(
            Asked(path, error=wrong[path])
            if path in wrong
            else Asked(
                path,
                detect_bytes(contents[path][:MAX_BYTES], Path(path).name),
                opinion=others.get(path),
            )
            for path in dict.fromkeys(order if order is not None else (*contents, *wrong))
        )
    )
