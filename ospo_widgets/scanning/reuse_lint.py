# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""REUSE compliance of a tree by the ``reuse`` library, with guards against what can hurt it.

Runs in the worker process only: it changes the library's module state and this process's
environment. The verdict, licences and copyrights equal those of ``reuse lint --json``.
"""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ospo_widgets.scanning.deadline import DeadlineError, deadline
from ospo_widgets.scanning.git import guards
from ospo_widgets.scanning.paths import display, points_inside
from ospo_widgets.scanning.reuse_guards import install_guards
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.unpacking import NotScanned
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


@dataclass
class ReuseProject:
    """One tree under REUSE; use :meth:`open`, then :meth:`check` for each of ``files``.

    Attributes:
        root: Folder.
        settings: Limits.
        project: The library's project.
        report: The library's report, filled by :meth:`check`.
        over_cap: Names of files that were read only in part.
        files: Covered files, absolute.
        problems: What is wrong with steering files.
        skipped: Files that could not be read, or only in part.
    """

    root: Path
    settings: ScanSettings
    project: Any
    report: Any
    over_cap: set[str]
    files: list[Path] = field(default_factory=list)
    problems: list[ConfigProblem] = field(default_factory=list)
    skipped: list[NotScanned] = field(default_factory=list)

    @classmethod
    def open(cls, root: Path, settings: ScanSettings, *, git: bool) -> ReuseProject:
        """Find covered files and steering files as ``reuse`` does.

        Args:
            root: Folder to check, absolute.
            settings: Limits.
            git: Ask git which files it ignores; never for an unpacked archive.

        Raises:
            RecursionError: The folder is nested too deep.
        """
        os.environ |= guards()
        over_cap = install_guards(settings)
        from reuse.project import Project
        from reuse.report import ProjectReport

        strategy = _strategy(root, git=git)
        problems: list[ConfigProblem] = []
        global_licensing = _global_licensing(root, strategy, problems)
        project = Project(root, vcs_strategy=strategy, global_licensing=global_licensing)
        _find_licenses(project, problems)
        report = ProjectReport(do_checksum=False)
        report.path = root
        report.licenses = project.licenses
        report._license_map = project.license_map
        report.licenses_without_extension = project.licenses_without_extension
        made = cls(root, settings, project, report, over_cap, problems=problems)
        made.files = sorted(project.all_files())
        return made

    def relative(self, path: str | Path) -> str:
        """Path relative to the root, for people."""
        text = os.fspath(path)
        base = f"{self.root}{os.sep}"
        return display(text.removeprefix(base))

    def ignored(self, relative: str) -> bool:
        """Whether version control ignores this path, relative to the root."""
        return bool(self.project.vcs_strategy.is_ignored(self.root / relative))

    def submodule(self, relative: str) -> bool:
        """Whether this folder is a submodule."""
        return bool(self.project.vcs_strategy.is_submodule(self.root / relative))

    def check(self, path: Path) -> Any | None:
        """The library's report on one covered file; None when it could not be read (and noted)."""
        from reuse.report import FileReport

        try:
            self._check_sidecar(path)
            with deadline(self.settings.file_seconds):
                report = FileReport.generate(self.project, path, do_checksum=False)
        except (Exception, RecursionError) as error:
            self.report.read_errors.add(path)
            self.skipped.append(NotScanned(self.relative(path), _reason(error), incomplete=True))
            return None
        if str(path) in self.over_cap:
            reason = f"only the first {self.settings.max_text:,} bytes were read"
            self.skipped.append(NotScanned(self.relative(path), reason, incomplete=True))
        self.report.file_reports.add(report)
        return report

    def _check_sidecar(self, path: Path) -> None:
        """Refuse a ``.license`` file that is a pipe (it would block) or a link out of the tree."""
        sidecar = Path(f"{path}.license")
        try:
            mode = sidecar.lstat().st_mode
        except OSError:
            return
        if stat.S_ISLNK(mode):
            if not points_inside(sidecar, self.root):
                raise _SidecarError("its .license file is a link out of the folder")
            mode = sidecar.stat().st_mode
        if not stat.S_ISREG(mode):
            raise _SidecarError("its .license file is no regular file")

    def result(self) -> dict[str, Any]:
        """The report in the shape of ``reuse lint --json``, paths relative to the root.

        A problem with a steering file, at which ``reuse`` gives no verdict at all, counts as
        not compliant.
        """
        data: dict[str, Any] = self.report.to_dict_lint()
        found = data["non_compliant"]
        for key in ("read_errors", "missing_copyright_info", "missing_licensing_info"):
            found[key] = sorted(self.relative(path) for path in found[key])
        data["files"].sort(key=lambda row: row["path"])
        if self.problems:
            data["summary"]["compliant"] = False
        return data


class _SidecarError(Exception):
    pass


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (DeadlineError, "reading it took too long"),
    (UnicodeError, "its name is no valid text"),
    (PermissionError, "no permission to read it"),
    (FileNotFoundError, "it went away during the scan"),
    (OSError, "it cannot be read"),
)


def _reason(error: BaseException) -> str:
    if isinstance(error, _SidecarError):
        return str(error)
    parse = f"it could not be parsed ({type(error).__name__})"
    return next((words for kind, words in _REASONS if isinstance(error, kind)), parse)


def _strategy(root: Path, *, git: bool) -> Any:
    """Ignore rules of git when asked for and there is a repository; else none.

    Other version control systems that ``reuse`` knows are left out: asking them runs programs
    that the repository's settings name.
    """
    from reuse.vcs import VCSStrategyGit, VCSStrategyNone

    class SafeGit(VCSStrategyGit):
        """The library's strategy, for names that are no UTF-8 and odd ``.gitmodules``."""

        def _find_all_ignored_files(self) -> set[Path]:
            command = [str(self.EXE), "ls-files", "--exclude-standard", "--ignored", "--others",
                       "--directory", "--no-empty-directory", "-z"]  # fmt: skip
            found = subprocess.run(
                command, cwd=self.root, capture_output=True, check=False, stdin=subprocess.DEVNULL
            )
            return {Path(os.fsdecode(name)) for name in found.stdout.split(b"\0")}

        def _find_submodules(self) -> set[Path]:
            modules = self.root / ".gitmodules"
            try:
                if not stat.S_ISREG(modules.lstat().st_mode):
                    return set()
                return set(super()._find_submodules())
            except (OSError, UnicodeDecodeError, IndexError):
                return set()

    if git and VCSStrategyGit.EXE and VCSStrategyGit.in_repo(root):
        return SafeGit(root)
    return VCSStrategyNone(root)


def _global_licensing(root: Path, strategy: Any, problems: list[ConfigProblem]) -> Any | None:
    """Parsed ``REUSE.toml`` files or ``.reuse/dep5``; None when there are none or they are bad."""
    from reuse.exceptions import GlobalLicensingParseError
    from reuse.project import Project

    os.environ["_SUPPRESS_DEP5_WARNING"] = "1"
    before = len(problems)
    source = "REUSE.toml"
    try:
        dep5 = root / ".reuse" / "dep5"
        if dep5.is_symlink() and not points_inside(dep5, root):
            raise ValueError("it is a link out of the folder")
        found = Project.find_global_licensing(root, vcs_strategy=strategy)
        for item in found:
            source = display(str(item.path.relative_to(root)))
            state = item.path.stat()
            if not stat.S_ISREG(state.st_mode):
                problems.append(ConfigProblem(source, "it is no regular file", "config"))
            elif state.st_size > MAX_CONFIG:
                problems.append(ConfigProblem(source, "it is larger than 1 MB", "config"))
        if len(problems) > before or not found:
            return None
        return Project._global_licensing_from_found(found, str(root))
    except (Exception, RecursionError) as error:
        if isinstance(error, GlobalLicensingParseError) and error.source:
            source = display(os.path.relpath(error.source, root))
        message = " ".join(str(error).replace(str(root) + os.sep, "").split())
        problems.append(ConfigProblem(source, message[:300] or type(error).__name__, "config"))
        return None


def _find_licenses(project: Any, problems: list[ConfigProblem]) -> None:
    """Fill ``project.licenses`` from ``LICENSES/`` without following links out of the tree."""
    from reuse.exceptions import SpdxIdentifierNotFoundError
    from reuse.extract import _LICENSEREF_PATTERN

    for path in _license_files(project.root, problems):
        try:
            identifier = project._identifier_of_license(path)
        except SpdxIdentifierNotFoundError:
            if path.name in project.license_map:
                identifier = path.name
                project.licenses_without_extension[identifier] = path
            else:
                identifier = path.stem
        relative = display(str(path.relative_to(project.root)))
        if identifier in project.licenses:
            other = display(str(project.licenses[identifier].relative_to(project.root)))
            problems.append(ConfigProblem(relative, f"it has the same id as {other}", "text"))
            continue
        project.licenses[identifier] = path
        if _LICENSEREF_PATTERN.match(identifier) and "Unknown" not in identifier:
            project.license_map[identifier] = {
                "licenseId": identifier,
                "name": identifier,
                "reference": str(path),
                "isDeprecatedLicenseId": False,
                "isOsiApproved": None,
            }


def _license_files(root: Path, problems: list[ConfigProblem]) -> Iterator[Path]:
    """Files below ``LICENSES/`` as the library's pattern finds them: hidden names left out."""

    def walk(folder: Path) -> Iterator[Path]:
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            return
        for path in entries:
            if path.name.startswith("."):
                continue
            if path.is_symlink() and (path.is_dir() or not points_inside(path, root)):
                if path.exists():
                    relative = display(str(path.relative_to(root)))
                    problems.append(ConfigProblem(relative, "it is a link, not read", "text"))
            elif path.is_dir():
                yield from walk(path)
            elif path.is_file() and path.suffix != ".license":
                yield path

    folder = root / "LICENSES"
    if not folder.is_symlink():
        yield from walk(folder)
    elif folder.exists():
        problems.append(ConfigProblem("LICENSES", "it is a link, not read", "text"))
