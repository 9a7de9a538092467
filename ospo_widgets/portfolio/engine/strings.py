# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Texts as two arrays: all their bytes one after the other, and where each begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

END = b"\n"
"""After each text, so that no search goes from one text into the next."""


class Texts:
    """Texts in a blob; reading one touches its bytes only.

    Args:
        blob: UTF-8 of all texts, a line feed after each (``uint8``).
        starts: Where each text begins, and the length of the blob (one more than texts).
    """

    def __init__(self, blob: Array, starts: Array) -> None:
        self._blob = blob
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: int) -> str:
        begin, end = int(self._starts[at]), int(self._starts[at + 1]) - len(END)
        return self._blob[begin:end].tobytes().decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        # No text has a line feed: what comes in is printable.
        yield from self._blob.tobytes().decode("utf-8", "replace").split("\n")[:-1]

    def containing(self, part: str) -> Array:
        """Whether each text contains ``part`` (``bool``); compares bytes, all texts at once."""
        wanted = part.encode("utf-8", "surrogatepass")
        found = np.zeros(len(self), dtype=bool)
        if not wanted:
            found[:] = True
        elif END not in wanted and len(wanted) <= len(self._blob):
            found[np.searchsorted(self._starts, self._hits(wanted), side="right") - 1] = True
        return found

    def _hits(self, wanted: bytes) -> Array:
        """Places at which the bytes stand: the rarest byte first, then the others where it is."""
        blob = self._blob
        sample = np.bincount(blob[:: max(len(blob) // 65_536, 1)], minlength=256)
        order = sorted(range(len(wanted)), key=lambda i: sample[wanted[i]])
        last = len(blob) - len(wanted) + 1
        first = order[0]
        hits = np.flatnonzero(blob[first : first + last] == wanted[first])
        for place in order[1:]:
            hits = hits[blob[hits + place] == wanted[place]]
        return hits


def text_arrays(name: str, texts: Iterable[str]) -> dict[str, Array]:
    """The two arrays of :class:`Texts`, named ``name.blob`` and ``name.starts``."""
    encoded = [text.replace("\n", " ").encode("utf-8", "replace") for text in texts]
    sizes = np.fromiter((len(text) + len(END) for text in encoded), np.int64, len(encoded))
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    blob = np.frombuffer(END.join([*encoded, b""]), dtype=np.uint8)
    return {f"{name}.blob": blob, f"{name}.starts": starts}


def read_texts(arrays: Mapping[str, Array], name: str) -> Texts:
    """The texts of this name among the arrays of an index."""
    return Texts(arrays[f"{name}.blob"], arrays[f"{name}.starts"])


def code_arrays(name: str, values: Iterable[str], first: Iterable[str] = ("",)) -> dict[str, Array]:
    """Values as codes in a vocabulary: ``name`` has the codes, ``name.words`` the vocabulary.

    Args:
        name: Name of the arrays.
        values: One value a row.
        first: Values that get the first codes even if no row has them.
    """
    words: dict[str, int] = {word: code for code, word in enumerate(first)}
    codes = [words.setdefault(value, len(words)) for value in values]
    return {
        name: np.array(codes, dtype=smallest(len(words))),
        **text_arrays(f"{name}.words", words),
    }


def smallest(count: int) -> npt.DTypeLike:
    """Smallest type for codes under ``count``."""
    return np.uint8 if count <= 1 << 8 else np.uint16 if count <= 1 << 16 else np.int32
