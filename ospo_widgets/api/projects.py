# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Questions about the files of a project: scan it, fix it, tell the licences of single files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Cancel, Report, silent
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.scanning.baseline.accepted import Baseline
    from ospo_widgets.scanning.detection.asked import Detections
    from ospo_widgets.scanning.fix.choices import FixChoices
    from ospo_widgets.scanning.fix.fix import Fix
    from ospo_widgets.scanning.result import ScanResult


def scan(
    target: str | os.PathLike[str],
    *,
    history: str = "authors",
    baseline: Baseline | None = None,
    outbound: str = "",
    environment: str | os.PathLike[str] | None = None,
    look_up: bool = False,
    sbom: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    second_opinion: str = "",
    cache: str | os.PathLike[str] | None = None,
    report: Report = silent,
    cancel: Cancel | None = None,
) -> ScanResult:
    """Scan a project: licences and copyrights by file, REUSE, dependencies, findings.

    Nothing of the target is executed or changed. Only an https address uses the network.

    Args:
        target: Folder, archive (zip, tar) or https git address.
        history: ``"none"``, ``"authors"`` (contributors in aggregate and tags) or ``"full"``
            (secrets in old versions too; takes longer).
        baseline: Findings that are accepted, beside those that the target itself accepts in
            ``.ospo/baseline.yaml``.
        outbound: Licence that you have in mind for all of it, instead of the one that is found;
            what the project uses is judged against it.
        environment: Folder with installed packages (a virtual environment, ``node_modules``) to
            ask for licences that nobody here knows.
        look_up: Ask the package indexes for them as well, with pip, npm and cargo as they are
            configured; names of packages go over the network.
        sbom: Bills of materials (SPDX, CycloneDX) whose packages count as dependencies too; those
            in the target are read anyway.
        second_opinion: ``"scancode"`` to ask ScanCode as well about files that name a licence; it
            must be installed, and takes gigabytes of memory and about 0.7 s a file.
        cache: Folder in which to keep what was said about contents, so that the next scan is
            faster; by default the user's own. The environment variable ``OSPO_CACHE_DIR`` names
            another one, and set to nothing keeps none.
        report: Receives progress.
        cancel: Asked now and then whether to stop; what was read so far is then returned as
            partial.

    Raises:
        InputError: The target cannot be read as any of the three, or an option cannot be used;
            nothing is left behind.
    """
    from ospo_widgets.scanning import wishing
    from ospo_widgets.scanning.scan import scan as run

    settings = wishing.settings(history, None if cache is None else Path(cache), second_opinion)
    wishes = wishing.wishes(
        baseline=baseline,
        outbound=outbound,
        environment=None if environment is None else Path(environment),
        look_up=look_up,
        sbom=_paths(sbom),
        cache=settings.cache_folder,
        cancel=cancel,
    )
    return run(_plain(target), report=report, cancel=cancel, settings=settings, wishes=wishes)


def fix(
    target: str | os.PathLike[str],
    *,
    result: ScanResult | None = None,
    choices: FixChoices | None = None,
    whole: bool = False,
    report: Report = silent,
    cancel: Cancel | None = None,
) -> Fix:
    """Propose changes that settle what a scan found; nothing is changed before ``apply``.

    The result is used in a ``with`` block: ``patch()`` and ``write_patch()`` give the patch,
    ``archive()`` the new files, ``diff_of()`` one diff, ``apply()`` changes a folder, all of it or
    nothing; ``undecided`` lists what a person must decide.

    Args:
        target: Folder, archive (zip, tar) or https git address.
        result: The scan of it; scanned now when None.
        choices: Licences, holder, years, groups; what the scan proposes when None.
        whole: Also keep an archive of the whole tree with the fix in it.
        report: Receives progress.
        cancel: Asked now and then whether to stop.

    Raises:
        InputError: A licence must be chosen, a choice cannot be used, or the target cannot be read.
        CancelledError: Stopped; nothing is left behind.
    """
    from ospo_widgets.scanning.fix.propose import propose
    from ospo_widgets.scanning.settings import ScanSettings
    from ospo_widgets.scanning.wishing import allowed_hosts

    scanned = result or scan(target, report=report, cancel=cancel)
    return propose(
        _plain(target),
        scanned,
        choices,
        whole=whole,
        settings=ScanSettings(allowed_hosts=allowed_hosts()),
        report=report,
        cancel=cancel,
    )


def detect(
    *files: str | os.PathLike[str], text: str | bytes | None = None, name: str = ""
) -> Detections:
    """Licences that single files or a text state: SPDX tags, licence texts, sentences.

    Nothing is executed, and nothing uses the network. Of each file the first 8 MB are looked at.
    A file that cannot be read says so in its ``error``; the others are answered.

    Args:
        files: Paths of files.
        text: Content instead of files, or beside them.
        name: Name of ``text``, which may matter: ``"LICENSE"``, ``"a.c"``.

    Raises:
        InputError: There is neither a file nor a text.
    """
    from ospo_widgets.scanning.detection.asked import TEXT, detect_contents, read_files

    if not files and text is None:
        raise InputError(words("given.text.none"))
    contents, problems = read_files([os.fspath(path) for path in files])
    if text is not None:
        # What UTF-8 cannot hold, as half of a character from a notebook, is no reason to stop.
        data = text.encode("utf-8", "replace") if isinstance(text, str) else text
        contents[name or TEXT] = data
    return detect_contents(contents, problems)


def _plain(target: str | os.PathLike[str]) -> str | Path:
    return target if isinstance(target, str) else Path(target)


def _paths(given: str | os.PathLike[str] | Sequence[str | os.PathLike[str]]) -> tuple[Path, ...]:
    if isinstance(given, str | os.PathLike):
        return (Path(given),)
    return tuple(Path(path) for path in given)
