# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which licences the licence files of a tree contain, told from their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ospo_widgets.scanning.paths import display, ending_of, read_regular
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.worker.deadline import DeadlineError, deadline

MAX_TEXTS = 300
MAX_SIZE = 512 * 1024
MAX_OWN = 64 * 1024
"""Bytes of the text of a ``LicenseRef-`` that are kept; a longer one is left out."""
SURE = 60
"""Smallest confidence of a place in a licence file that counts."""

_NAME = re.compile(
    r"(?:(?:un)?licen[cs]es?|copying|copyright|copyleft|eula)(?:[-._ ].*)?"
    r"|(?:mit|bsd|isc|apache|a?l?gpl|mpl|epl|cern[-_]?ohl|cc0|cc-by)[-_. ]?(?:v?\d[\d.]{0,3})?"
    r"[-_. ]?(?:licen[cs]e)?(?:\.txt|\.md|\.rst|\.html?)?"
    r"|(?:third[-_ ]?party|software|code|docs?|data|font|hardware)[-_. ]licen[cs]es?"
    r"(?:\.txt|\.md|\.rst|\.html?)?",
    re.I,
)
_CODE = re.compile(
    r"\.(?:pyi?|ipynb|[ch]|cc|[ch]pp|[ch]xx|[jt]sx?|vue|svelte|java|rs|go|sh|bat|ps1|rb|php|p[lm]|cs|"
    r"vhd|s?v|license|json|ya?ml|toml|csv|cmake|in|svg|png|jpg|s?css|sql|el|m4|a[cm])",
    re.I,
)
"""Endings of files that are no texts, whatever they are called."""
_OWN = re.compile(r"LICENSES/(?P<id>LicenseRef-[A-Za-z0-9.-]{1,200}?)(?:\.(?:txt|md|rst))?")


@dataclass(frozen=True, slots=True)
class LicenseText:
    """One licence file.

    Attributes:
        path: Its path in the tree.
        ids: Ids of the texts found in it, GNU ids without ``-only``; empty when none is known.
        text: The text itself of a ``LicenseRef-`` in ``LICENSES/``, else empty: nobody else has it.
    """

    path: str
    ids: tuple[str, ...]
    text: str = ""

    @property
    def at_root(self) -> bool:
        """Whether it lies at the top, where people look for the licence of the whole."""
        return "/" not in self.path

    @property
    def own_id(self) -> str:
        """The ``LicenseRef-`` whose text it is, empty for others."""
        found = _OWN.fullmatch(self.path)
        return found["id"] if found else ""


@lru_cache(maxsize=100)
def is_license_file(path: str) -> bool:
    """Whether this path is, by its name, a licence text."""
    folders, _, name = path.rpartition("/")
    if folders and "LICENSES" in folders.split("/"):
        return not name.endswith(".license")
    if _NAME.fullmatch(name) is None or len(name) < 3:
        return False
    return _CODE.fullmatch(ending_of(name)) is None


def read_license_texts(
    root: Path, paths: Iterable[str], settings: ScanSettings
) -> list[LicenseText]:
    """Identify the licence files among ``paths`` (relative to ``root``)."""
    from ospo_widgets.scanning.detection.detector import LICENSE_TEXTS
    from ospo_widgets.scanning.reading.source import Source

    found: list[LicenseText] = []
    for path in paths:
        if not is_license_file(path) or len(found) >= MAX_TEXTS:
            continue
        text = LicenseText(display(path), ())
        try:
            data = read_regular(root / path, MAX_SIZE)
            with deadline(settings.file_seconds):
                for row in LICENSE_TEXTS.examine(Source(path, data)) or ():
                    text = from_row(text.path, row)
        except (OSError, DeadlineError, RecursionError):
            pass
        found.append(text)
    return found


def from_row(path: str, row: Mapping[str, Any]) -> LicenseText:
    """A licence file from the row of the detector ``license-texts``; ``path`` in display form."""
    own = str(row["text"]) if _OWN.fullmatch(path) else ""
    return LicenseText(path, tuple(row["ids"]), own)


def is_own_name(name: str) -> bool:
    """Whether a file of this name would be, in ``LICENSES/``, the text of a ``LicenseRef-``."""
    return _OWN.fullmatch(f"LICENSES/{name}") is not None


def text_ids(expressions: Iterable[str]) -> tuple[str, ...]:
    """Ids of a licence file: a text does not say “only”, so GNU ids lose it."""
    from ospo_widgets.scanning.detection.combine import ids_in

    return tuple(dict.fromkeys(i.removesuffix("-only") for e in expressions for i in ids_in(e)))
