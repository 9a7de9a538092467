# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files that are too large for a link: written to where the person finds them.

In a server of the person's own (SWAN, a Hub, a notebook) that is a folder beside the notebook, in
the project and, under SWAN, in CERNBox; else a private folder that goes with the session.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from ospo_widgets.errors import InputError
from ospo_widgets.widgets.kept.files import in_voila
from ospo_widgets.wording import words

FOLDER_VARIABLE = "OSPO_SAVE_DIR"
"""Environment variable with the folder for files that are too large for a link."""

FOLDER = "ospo-files"
"""Name of that folder beside a notebook."""


@dataclass(frozen=True)
class Saved:
    """A file that was written.

    Attributes:
        path: Where it is.
        stays: Whether it is there after the session.
        url: Address under which the person's server gives it out; empty where none is known.
    """

    path: Path
    stays: bool
    url: str = ""


def is_own_server() -> bool:
    """Whether the session's files are those of the person who uses it.

    That is a notebook, and a server of their own under a Hub; ``ospo serve`` and a Voilà server are
    shared.
    """
    if os.environ.get("OSPO_FRAME") == "1":
        return False
    return bool(os.environ.get("JUPYTERHUB_USER")) or not in_voila()


def save(name: str, data: bytes) -> Saved:
    """Write a file whole, never over another one; the same content is written once.

    Args:
        name: A plain name, see :func:`~ospo_widgets.widgets.download.safe_name`.
        data: The whole file.

    Raises:
        InputError: The folder cannot be written.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    stays = bool(named) or is_own_server()
    try:
        if named:
            folder = Path(named).expanduser()
        else:
            folder = Path.cwd() / FOLDER if stays else _session_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = _write(folder, name, data)
    except OSError as error:
        raise InputError(words("common.download.not_saved", reason=error.strerror)) from error
    return Saved(path, stays, _url(path) if stays else "")


def _write(folder: Path, name: str, data: bytes) -> Path:
    path, number = folder / name, 1
    while path.exists():
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return path
        number += 1
        path = path.with_name(f"{Path(name).stem}-{number}{Path(name).suffix}")
    # Renamed when it is whole: a network file system shows no half of it.
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as half:
        half.write(data)
    Path(half.name).replace(path)
    return path


def _url(path: Path) -> str:
    """Where the person's server under a Hub gives the file out, as a download."""
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX")
    root = Path(os.environ.get("JUPYTERHUB_ROOT_DIR") or Path.home()).resolve()
    if not prefix or not path.resolve().is_relative_to(root):
        return ""
    if root.is_relative_to("/eos"):
        return ""  # SWAN shows /eos or the home, and does not tell its kernels which
    return f"{prefix}files/{quote(path.resolve().relative_to(root).as_posix())}?download=1"


@cache
def _session_folder() -> Path:
    """A private folder that goes when the session ends."""
    folder = Path(tempfile.mkdtemp(prefix="ospo-download-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
