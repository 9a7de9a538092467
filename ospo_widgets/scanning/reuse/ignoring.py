# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What git leaves out of a folder: ignored files and submodules, asked without running anything.

Other version control systems that ``reuse`` knows are left out: asking them runs programs that
the repository's settings name.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ospo_widgets.scanning.intake.git import guards

_IGNORED = ("ls-files", "--exclude-standard", "--ignored", "--others", "--directory",
            "--no-empty-directory", "-z")  # fmt: skip
_SUBMODULES = ("config", "-z", "--file", ".gitmodules", "--get-regexp", r"\.path$")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What version control leaves out.

    Attributes:
        known: There is a repository.
        ignored: Relative paths; of a folder that is ignored as a whole only the folder.
        submodules: Folders, absolute and resolved.
    """

    known: bool = False
    ignored: frozenset[str] = frozenset()
    submodules: frozenset[str] = frozenset()


def ask_git(root: Path) -> Callable[[], LeftOut]:
    """Begin to ask git about the folder ``root``; call the result to get the answer.

    Git works while we do something else. Without git, outside a repository, and when git refuses
    (a repository of somebody else), nothing is left out, as in ``reuse``.
    """
    program = shutil.which("git")
    if program is None or not _in_repository(root):
        return LeftOut
    environment = os.environ | guards()
    asked = subprocess.Popen(
        [program, *_IGNORED],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )

    def answer() -> LeftOut:
        output = asked.communicate()[0]
        if asked.returncode:
            return LeftOut()
        names = (os.fsdecode(name).rstrip("/") for name in output.split(b"\0") if name)
        return LeftOut(True, frozenset(names), _submodules(program, root, environment))

    return answer


def _in_repository(root: Path) -> bool:
    resolved = root.resolve()
    return any((folder / ".git").exists() for folder in (resolved, *resolved.parents))


def _submodules(program: str, root: Path, environment: dict[str, str]) -> frozenset[str]:
    try:
        if not stat.S_ISREG((root / ".gitmodules").lstat().st_mode):
            return frozenset()
    except OSError:
        return frozenset()
    done = subprocess.run(
        [program, *_SUBMODULES],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    # Each entry is a key, a line feed and the path.
    values = (entry.partition(b"\n")[2] for entry in done.stdout.split(b"\0"))
    paths = (os.fsdecode(value.split(b"\n")[0]) for value in values if value)
    return frozenset(os.path.realpath(root / path) for path in paths if path)
