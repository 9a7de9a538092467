# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How well licences are detected in files with known answers, and how long that takes.

    python benchmarks/detection.py FOLDER            print the table
    python benchmarks/detection.py FOLDER --fails    also print the files that were not exact
    python benchmarks/detection.py FOLDER --write    put the table into docs/performance.md

FOLDER has ``expected.json``, a list of rows ``{file, source, kind, expected}``, and the files. Rows
with source ``scancode`` are tests of ScanCode, on which it is tuned; others are independent of it.
A file is *exact* when the ids are the expected ones, ``-only`` and ``-or-later`` aside; *strict*
with them; *extra* when some id was not expected; *nothing* when there is a licence and no id.
Peers read the decoded text: the text engine by itself, and tags by themselves.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ospo_widgets.scanning.detection import detect_bytes
from ospo_widgets.scanning.detection.combine import ids_in
from ospo_widgets.scanning.detection.decoding import decoded

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- detection:begin -->", "<!-- detection:end -->"
MEASURES = ("exact", "strict", "extra", "nothing")

Engine = Callable[[bytes, str], Iterable[str]]

_GNU = re.compile(r"(?:(?:A|L)?GPL|GFDL)-\d\.\d")
_SUFFIX = re.compile(r"-(?:only|or-later)$")
_RENAMED = {"BSD-2-Clause-NetBSD": "BSD-2-Clause", "BSD-2-Clause-FreeBSD": "BSD-2-Clause"}


@dataclass(slots=True)
class Score:
    """What an engine did with the files of one part."""

    files: int = 0
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))

    def cells(self) -> list[str]:
        """Shares in per cent, and milliseconds of processor time for each file."""
        shares = [f"{100 * self.counts[m] / max(self.files, 1):.1f}" for m in MEASURES]
        return [f"{self.files:,}", *shares, f"{1000 * self.seconds / max(self.files, 1):.1f}"]


def current(license_id: str) -> str:
    """An id in the spelling of today, exceptions dropped."""
    bare = re.sub(r"-with-.*", "", license_id.removeprefix("depreciate_"))
    if bare.endswith("+") and _GNU.fullmatch(bare[:-1]):
        return f"{bare[:-1]}-or-later"
    return f"{bare}-only" if _GNU.fullmatch(bare) else _RENAMED.get(bare, bare)


def expected_ids(row: Mapping[str, Any]) -> set[str]:
    """Expected ids of a row; exceptions by themselves are no licences."""
    ids = {i for i in row["expected"] if i.startswith("depreciate_") or "-exception" not in i}
    return {current(i) for i in ids}


def judged(expected: set[str], found: set[str]) -> dict[str, bool]:
    """Which measures one file counts for."""
    families = {_SUFFIX.sub("", i) for i in expected}, {_SUFFIX.sub("", i) for i in found}
    return {
        "exact": families[0] == families[1],
        "strict": expected == found,
        "extra": bool(families[1] - families[0]),
        "nothing": bool(expected and not found),
    }


def ours(data: bytes, name: str) -> Iterable[str]:
    """Our engine."""
    return detect_bytes(data, name).ids


def text_engine(data: bytes, _name: str) -> Iterable[str]:
    """licenseclassifier by itself, at the threshold at which it is best."""
    from licenseclassifier import identify_license

    return [match.id for match in identify_license(decoded(data), 1)]


def tags(data: bytes, _name: str) -> Iterable[str]:
    """Tags, as the reuse library reads them."""
    from reuse.extract import extract_reuse_info

    text = re.sub(r"[ \t]+", " ", decoded(data))
    found = extract_reuse_info(text).spdx_expressions
    return [i for expression in found for i in ids_in(str(expression))]


ENGINES: dict[str, Engine] = {
    "ours": ours, "licenseclassifier by itself": text_engine, "tags by themselves": tags,
}  # fmt: skip


def measure(folder: Path, engine: Engine, fails: list[str] | None = None) -> dict[str, Score]:
    """Scores of an engine, by part."""
    scores: dict[str, Score] = defaultdict(Score)
    engine(b"SPDX-License-" + b"Identifier: MIT\nlicensed under the GPL", "warm-up")
    for row in json.loads((folder / "expected.json").read_text(encoding="utf-8")):
        path = folder / row["file"]
        data = path.read_bytes()
        start = time.process_time()
        found = {current(i) for i in engine(data, path.name)}
        seconds = time.process_time() - start
        expected = expected_ids(row)
        result = judged(expected, found)
        part = "tests of ScanCode" if row["source"] == "scancode" else "independent of ScanCode"
        for name in (part, "all"):
            score = scores[name]
            score.files += 1
            score.seconds += seconds
            for key, counts in result.items():
                score.counts[key] += counts
        if fails is not None and not result["exact"]:
            fails.append(f"{row['file']}: expected {sorted(expected)}, found {sorted(found)}")
    return dict(scores)


def table(results: Mapping[str, Mapping[str, Score]]) -> str:
    """The results as a Markdown table."""
    head = ("part", "engine", "files", *(f"{m}, %" for m in MEASURES), "ms a file")
    lines = ["| " + " | ".join(head) + " |", "|--|--|--:|--:|--:|--:|--:|--:|"]
    for part in ("independent of ScanCode", "tests of ScanCode", "all"):
        for engine, scores in results.items():
            if part in scores:
                lines.append("| " + " | ".join((part, engine, *scores[part].cells())) + " |")
    about = f"Python {platform.python_version()}, {platform.machine()}, processor time."
    return "\n".join((*lines, "", about))


def main() -> None:
    """Measure and print; with ``--write`` into the documentation as well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder with expected.json and the files")
    parser.add_argument("--fails", action="store_true", help="print files that were not exact")
    parser.add_argument("--write", action="store_true", help="put the table into the documentation")
    args = parser.parse_args()
    fails: list[str] = []
    results = {
        name: measure(args.folder, engine, fails if name == "ours" else None)
        for name, engine in ENGINES.items()
    }
    text = table(results)
    sys.stdout.write(text + "\n")
    if args.fails:
        sys.stdout.write("\n".join(["", *fails, ""]))
    if args.write:
        page = PAGE.read_text(encoding="utf-8")
        before, begin, rest = page.partition(BEGIN)
        if not begin:
            raise SystemExit(f"{PAGE} has no place for the table: {BEGIN}")
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
