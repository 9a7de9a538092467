# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""ScanCode as a second opinion: a program of its own, used only when somebody asks for it.

It is no dependency: it takes gigabytes of memory and about 0.7 s of a processor for each file. Its
answers are kept by the hash of the file when a folder for them is given.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.detection.combine import ids_in
from ospo_widgets.wording import number, words

VARIABLE = "OSPO_SCANCODE"
"""Environment variable with the path of the program, when it is not on ``PATH``."""
NAME = "scancode"
START_SECONDS = 120
"""What the program may take to start; it reads its index first."""
FILE_SECONDS = 120
"""What it may take for one file."""
MAX_ANSWER = 256 << 20
"""Bytes of its answer that are read."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What ScanCode says about one file.

    Attributes:
        expression: SPDX expression, None when it finds no licence.
        ids: Licence ids of it, without exceptions.
        places: First line, last line, expression and score from 0 to 100 of each match.
        version: Of the program, empty when it does not say.
        problem: Why there is no opinion, in its words; empty when there is one.
    """

    expression: str | None = None
    ids: tuple[str, ...] = ()
    places: tuple[tuple[int, int, str, int], ...] = ()
    version: str = ""
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "tool": NAME,
            "version": self.version,
            "expression": self.expression,
            "ids": list(self.ids),
            "places": [list(place) for place in self.places],
            "problem": self.problem,
        }


def scancode_program() -> str | None:
    """Path of ScanCode: what the environment says, else what is on ``PATH``; None without it."""
    named = os.environ.get(VARIABLE, "")
    return named if named and os.access(named, os.X_OK) else shutil.which(named or NAME)


def second_opinions(
    contents: Mapping[str, bytes],
    *,
    kept: Path | None = None,
    processes: int = 1,
    file_seconds: float = FILE_SECONDS,
    start_seconds: float = START_SECONDS,
) -> dict[str, Opinion]:
    """Ask ScanCode about files.

    Args:
        contents: Content by path; the path only gives the name and the key of the answer.
        kept: Folder in which answers are kept by hash and looked up; None to keep none.
        processes: Processes that it starts; each takes 1.5 GB.
        file_seconds: Limit for one file.
        start_seconds: Limit for reading its index.

    Returns:
        An opinion for each path; one with a ``problem`` where there is none.

    Raises:
        InputError: ScanCode is not installed, does not end in time, or ends without an answer.
    """
    found: dict[str, Opinion] = {}
    asked: dict[str, bytes] = {}
    for path, data in contents.items():
        known = _remembered(kept, path, data)
        if known is None:
            asked[path] = data
        else:
            found[path] = known
    if asked:
        answered = _ask(asked, processes, file_seconds, start_seconds)
        for path, opinion in answered.items():
            if not opinion.problem:
                _remember(kept, path, asked[path], opinion)
        found.update(answered)
    return {path: found[path] for path in contents}


def _ask(
    contents: Mapping[str, bytes], processes: int, file_seconds: float, start_seconds: float
) -> dict[str, Opinion]:
    program = scancode_program()
    if program is None:
        raise InputError(
            words("detection.scancode.missing"), remedy=words("detection.scancode.install")
        )
    with tempfile.TemporaryDirectory(prefix="ospo-scancode-") as place:
        root = Path(place) / "files"
        names = _laid_out(root, contents)
        answer = Path(place) / "answer.json"
        command = [
            program, "--license", "--json", str(answer), "--quiet", "--strip-root",
            "--processes", str(processes), "--timeout", str(int(file_seconds)), str(root),
        ]  # fmt: skip
        limit = start_seconds + file_seconds * len(contents) / max(processes, 1)
        _run(command, limit)
        return _answers(answer, names)


def _laid_out(root: Path, contents: Mapping[str, bytes]) -> dict[str, str]:
    """Write the files under names of our own, the ending kept; name in the answer to path."""
    names: dict[str, str] = {}
    for count, (path, data) in enumerate(contents.items()):
        base = "".join(c if c.isalnum() or c in "._-+" else "_" for c in Path(path).name)[-80:]
        folder = root / f"{count:06d}"
        folder.mkdir(parents=True)
        (folder / (base.lstrip(".") or "file")).write_bytes(data)
        names[f"{count:06d}/{base.lstrip('.') or 'file'}"] = path
    return names


def _run(command: Sequence[str], limit: float) -> None:
    """Run the program in a group of its own, so that none of its processes outlives it."""
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                process.wait(timeout=limit)
            except BaseException as error:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                if isinstance(error, subprocess.TimeoutExpired):
                    late = words("detection.scancode.late", seconds=number(limit))
                    raise InputError(late) from None
                raise
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError(words("detection.scancode.failed", why=why)) from None


def _answers(answer: Path, names: Mapping[str, str]) -> dict[str, Opinion]:
    try:
        if answer.stat().st_size > MAX_ANSWER:
            raise ValueError("too large")
        report = json.loads(answer.read_bytes())
        version = str((report.get("headers") or [{}])[0].get("tool_version", ""))
        rows = {str(row["path"]).replace("\\", "/"): row for row in report["files"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        why = words("detection.scancode.no_answer")
        raise InputError(words("detection.scancode.failed", why=why)) from None
    found = {}
    for name, path in names.items():
        row = rows.get(name) or rows.get(f"files/{name}")
        problem = words("detection.scancode.no_answer")
        found[path] = _opinion(row, version) if row else Opinion(version=version, problem=problem)
    return found


def _opinion(row: Mapping[str, Any], version: str) -> Opinion:
    errors = row.get("scan_errors") or []
    if errors:
        return Opinion(version=version, problem=str(errors[0])[:200])
    stated = row.get("detected_license_expression_spdx")
    expression = str(stated)[:2000] if stated else None
    places = [
        (
            int(match.get("start_line") or 1),
            int(match.get("end_line") or 1),
            str(match.get("license_expression_spdx") or match.get("license_expression") or "")[
                :500
            ],
            round(float(match.get("score") or 0)),
        )
        for detection in _mappings(row.get("license_detections"))
        for match in _mappings(detection.get("matches"))
    ]
    ids = tuple(dict.fromkeys(ids_in(expression or "")))
    return Opinion(expression, ids, tuple(places[:100]), version)


def _mappings(value: Any) -> Iterable[Mapping[str, Any]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


# --- kept answers -----------------------------------------------------------------------------


def _kept_at(folder: Path, path: str, data: bytes) -> Path:
    """File of an answer: by content and ending, since both decide what ScanCode says."""
    suffix = Path(path).suffix.lower()
    digest = hashlib.sha256(suffix.encode("utf-8", "replace") + b"\0" + data).hexdigest()
    return folder / digest[:2] / f"{digest}.json"


def _remembered(folder: Path | None, path: str, data: bytes) -> Opinion | None:
    if folder is None:
        return None
    try:
        row = json.loads(_kept_at(folder, path, data).read_bytes())
        places = tuple((int(a), int(b), str(c), int(d)) for a, b, c, d in row["places"])
        expression = None if row["expression"] is None else str(row["expression"])
        return Opinion(expression, tuple(map(str, row["ids"])), places, str(row["version"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _remember(folder: Path | None, path: str, data: bytes, opinion: Opinion) -> None:
    """Keep an answer; a folder that cannot be written only costs time next time."""
    if folder is None:
        return
    place = _kept_at(folder, path, data)
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_suffix(f".{os.getpid()}.new")
        new.write_text(json.dumps(opinion.to_json()), encoding="utf-8")
        new.replace(place)
