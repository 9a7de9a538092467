# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From the address of a store to its files."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.store.files import Files, without_secrets
from ospo_widgets.portfolio.store.local_files import LocalFiles
from ospo_widgets.portfolio.store.remote_files import RemoteFiles
from ospo_widgets.wording import words

_PROTOCOL = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+)(://|::)")


def files_at(address: str | os.PathLike[str], options: Mapping[str, Any] | None = None) -> Files:
    """The files at a path or at an address such as ``s3://bucket/portfolio``.

    Args:
        address: Path of a folder, or an address that fsspec knows.
        options: Further arguments for fsspec, such as credentials.

    Raises:
        InputError: There is no such kind of place, or the package for it is not installed.
    """
    text = os.fspath(address)
    match = _PROTOCOL.match(text)
    if match is None:
        return LocalFiles(Path(text).expanduser())
    if match[1] in {"file", "local"} and match[2] == "://":
        return LocalFiles(Path(text[match.end() :] or "/"))
    import fsspec

    try:
        system, root = fsspec.core.url_to_fs(text, **(options or {}))
    except ImportError:
        message = words("store.missing-package", protocol=visible(match[1][:20]))
        raise InputError(message) from None
    except (ValueError, TypeError, KeyError, OSError):
        raise InputError(words("store.no-such-place", address=without_secrets(text))) from None
    return RemoteFiles(system, root.rstrip("/"), without_secrets(text))
