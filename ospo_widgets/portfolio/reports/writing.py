# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Writes a file as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.wording import words


def write_whole(path: Path, content: bytes) -> None:
    """Write a file; what was there before stays until all of it is written.

    Raises:
        InputError: It is a folder, its folder is missing, or it cannot be written.
    """
    shown = visible(str(path))
    if path.is_dir():
        raise InputError(words("given.report.folder", path=shown))
    if not path.parent.is_dir():
        raise InputError(words("given.report.no_folder", path=visible(str(path.parent))))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".report-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError(words("given.report.not_written", path=shown, why=why)) from None
