# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The arrays of an index as files, one each, which are mapped into memory when they are read."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.engine.strings import Array

SMALL_BYTES = 64 * 1024
"""Files up to this size are read whole: a mapped file stays open, and of an index has some 180."""


def write_index(arrays: Mapping[str, Array], folder: Path) -> None:
    """Write each array to ``NAME.npy``; the folder is made when it is not there.

    Raises:
        OSError: A file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def release(arrays: Mapping[str, Array], names: Iterable[str] | None = None) -> None:
    """Give the memory of mapped arrays back; of arrays that are no files nothing happens."""
    if isinstance(arrays, MappedArrays):
        arrays.release(names)


class MappedArrays(Mapping[str, Array]):
    """The arrays of a folder; a large one is mapped when it is asked for, and read page by page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = frozenset(file.name.removesuffix(".npy") for file in folder.glob("*.npy"))
        self._open: dict[str, Array] = {}
        self._maps: dict[str, mmap.mmap] = {}

    def __getitem__(self, name: str) -> Array:
        found = self._open.get(name)
        if found is None:
            if name not in self._names:
                raise KeyError(name)
            found = self._open[name] = _map(self._folder / f"{name}.npy")
            if isinstance(found.base, np.memmap) and isinstance(found.base.base, mmap.mmap):
                self._maps[name] = found.base.base
        return found

    def release(self, names: Iterable[str] | None = None) -> None:
        """Give memory back: pages that were read stay in the cache of the system, not in ours.

        Args:
            names: Arrays; None for all.
        """
        for name in tuple(self._maps) if names is None else names:
            if name in self._maps:
                self._maps[name].madvise(mmap.MADV_DONTNEED)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


def _map(file: Path) -> Array:
    try:
        small = file.stat().st_size <= SMALL_BYTES
        array = np.load(file, mmap_mode=None if small else "r", allow_pickle=False)
    except (OSError, ValueError, EOFError, BadZipFile):  # what begins like a zip is read as one
        array = None
    if not isinstance(array, np.ndarray):
        raise InputError(
            f"The index of the portfolio cannot be read: “{file.name}” is damaged.",
            remedy="Build the index again.",
        )
    array.flags.writeable = False
    return array.view(np.ndarray) if isinstance(array, np.memmap) else array
