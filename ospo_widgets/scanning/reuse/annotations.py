# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``REUSE.toml`` and ``.reuse/dep5``: what they say about each file, worked out once per answer.

The ``reuse`` library parses them and combines what they say. Only the search for the annotation
that matches a path is done here: all patterns of one file at once, in linear time.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ospo_widgets.scanning.paths import display, points_inside
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.worker.deadline import deadline
from ospo_widgets.sizes import MEGABYTE

MAX_CONFIG = MEGABYTE
"""Largest ``REUSE.toml`` or ``.reuse/dep5`` that is read."""


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """A file that steers REUSE and cannot be used.

    Attributes:
        path: Path for people.
        message: What is wrong with it.
        kind: ``config`` (REUSE.toml, dep5) or ``text`` (a file in LICENSES/).
    """

    path: str
    message: str
    kind: str


@dataclass(frozen=True, slots=True)
class Info:
    """What one source says about one file.

    Attributes:
        source: Relative path of the source, as the system gives it.
        kind: ``dep5``, ``reuse-toml``, ``file-header`` or ``dot-license``.
        expressions: Licence expressions, with their lines in the source where known.
        notices: Copyright notices, with their lines.
    """

    source: str
    kind: str
    expressions: tuple[tuple[str, int | None], ...] = ()
    notices: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What steering files say about one file.

    Attributes:
        override: The file itself must not be asked.
        always: Counts beside what the file says, or instead of it.
        closest: Counts when the file says nothing, or fills the half that it leaves open.
    """

    override: bool = False
    always: tuple[Info, ...] = ()
    closest: tuple[Info, ...] = ()


NOTHING = Given()
Annotations = Callable[[str], Given]
"""What steering files say about a relative path; raises what the library raises."""


def read_annotations(
    root: Path, steering: Sequence[str], settings: ScanSettings, problems: list[ConfigProblem]
) -> Annotations:
    """Read the steering files.

    Args:
        root: The tree, absolute.
        steering: Paths of ``REUSE.toml`` files, relative.
        settings: Limits.
        problems: Receives what is wrong; then nothing is said about any file.
    """
    dep5 = root / ".reuse" / "dep5"
    paths = [root / path for path in steering]
    source = ".reuse/dep5" if dep5.exists() else "REUSE.toml"
    before = len(problems)
    try:
        if dep5.is_symlink() and not points_inside(dep5, root):
            raise ValueError("it is a link out of the folder")
        if dep5.exists():
            if paths:
                problems.append(ConfigProblem(source, _both(root, paths[0]), "config"))
            paths = [dep5]
        for path in paths:
            source = display(str(path.relative_to(root)))
            _check(path, source, problems)
        if len(problems) > before or not paths:
            return lambda _: NOTHING
        with deadline(settings.file_seconds):
            return _dep5(dep5, settings) if paths[0] == dep5 else _tomls(root, paths, settings)
    except (Exception, RecursionError) as error:
        named = getattr(error, "source", None)
        if named:
            source = display(os.path.relpath(named, root))
        message = " ".join(str(error).replace(f"{root}{os.sep}", "").split())
        problems.append(ConfigProblem(source, message[:300] or type(error).__name__, "config"))
        return lambda _: NOTHING


def _both(root: Path, toml: Path) -> str:
    name = display(str(toml.relative_to(root)))
    return f"there is a {name} too; only one kind can be used"


def _check(path: Path, shown: str, problems: list[ConfigProblem]) -> None:
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        problems.append(ConfigProblem(shown, "it is no regular file", "config"))
    elif state.st_size > MAX_CONFIG:
        problems.append(ConfigProblem(shown, "it is larger than 1 MB", "config"))


def _dep5(path: Path, settings: ScanSettings) -> Annotations:
    from reuse.global_licensing import ReuseDep5

    licensing = ReuseDep5.from_file(path)
    remembered: dict[int, Given] = {}

    def answer(relative: str) -> Given:
        with deadline(settings.file_seconds):
            # The paragraphs stay alive in the library's object, so their ids stay theirs.
            paragraph = id(licensing.dep5_copyright.find_files_paragraph(relative))
            if paragraph not in remembered:
                remembered[paragraph] = _given(licensing.reuse_info_of(relative))
        return remembered[paragraph]

    return answer


def _tomls(root: Path, paths: Sequence[Path], settings: ScanSettings) -> Annotations:
    from reuse.global_licensing import NestedReuseTOML, ReuseTOML

    tomls = [ReuseTOML.from_file(path) for path in paths]
    nested = NestedReuseTOML(reuse_tomls=tomls, source=str(root))
    by_folder = {
        os.path.relpath(toml.directory, root): _Matcher(toml.annotations) for toml in tomls
    }
    above: dict[str, tuple[tuple[str, _Matcher], ...]] = {}
    remembered: dict[tuple[object, ...], Given] = {}

    def matchers(folder: str) -> tuple[tuple[str, _Matcher], ...]:
        """Those above a folder, with the part of the path that lies above them."""
        if folder not in above:
            found = [(".", "")] if "." in by_folder else []
            ends = [i for i, c in enumerate(folder) if c == "/"] + [len(folder)] * bool(folder)
            found += [(folder[:i], f"{folder[:i]}/") for i in ends if folder[:i] in by_folder]
            above[folder] = tuple((prefix, by_folder[name]) for name, prefix in found)
        return above[folder]

    def answer(relative: str) -> Given:
        found: list[object] = []
        for prefix, matcher in matchers(relative.rpartition("/")[0]):
            item = matcher.last(relative[len(prefix) :], settings)
            if item is not None:
                found += (prefix, item)
        if not found:
            return NOTHING
        key = tuple(found)
        if key not in remembered:
            with deadline(settings.file_seconds):
                remembered[key] = _given(nested.reuse_info_of(relative))
        return remembered[key]

    return answer


class _Matcher:
    """The annotations of one ``REUSE.toml``; of those that match a path, the last counts."""

    def __init__(self, annotations: Sequence[Any]) -> None:
        import re2

        self._annotations = annotations
        options = re2.Options()
        options.max_mem = 64 << 20
        options.log_errors = False
        self._set = re2.Set.SearchSet(options)
        self._usable = bool(annotations)
        try:
            for item in annotations:
                self._set.Add(item._paths_regex.pattern)
            if annotations:
                self._set.Compile()
        except (re2.error, UnicodeEncodeError):
            self._usable = False

    def last(self, path: str, settings: ScanSettings) -> int | None:
        """Index of the annotation for a path that is relative to the ``REUSE.toml``."""
        # In the library's expressions a line feed has a meaning of its own.
        if self._usable and "\n" not in path:
            try:
                return max(self._set.Match(path) or (), default=None)
            except UnicodeEncodeError:
                pass
        with deadline(settings.file_seconds):
            matching = (i for i, item in enumerate(self._annotations) if item.matches(path))
            return max(matching, default=None)


def _given(found: dict[Any, list[Any]]) -> Given:
    by_name = {precedence.value: tuple(map(_info, infos)) for precedence, infos in found.items()}
    override = by_name.get("override")
    return Given(
        override is not None,
        (override or ()) + by_name.get("aggregate", ()),
        by_name.get("closest", ()),
    )


def _info(info: Any) -> Info:
    return Info(
        info.source_path,
        info.source_type.value,
        tuple((text, None) for text in sorted(map(str, info.spdx_expressions))),
        tuple((str(notice), None) for notice in sorted(info.copyright_notices)),
    )
