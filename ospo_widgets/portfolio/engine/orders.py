# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The orders of the list, worked out once, so that a page of a million rows costs a look-up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ospo_widgets.portfolio.engine.schema import BIT
from ospo_widgets.portfolio.engine.strings import Array, Texts, read_texts
from ospo_widgets.portfolio.readiness import READINESS

READINESS_BITS = np.uint64(sum(1 << BIT[item] for item in READINESS))
"""Bits of the items that the readiness of a repository counts."""


def order_arrays(columns: Mapping[str, Array]) -> dict[str, Array]:
    """Rows in the order of each sort of the list; equal ones by name."""
    names = list(zip(read_texts(columns, "folded"), read_texts(columns, "repo"), strict=True))
    by_name = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int32)
    rank = np.empty(len(names), dtype=np.int32)
    rank[by_name] = np.arange(len(names), dtype=np.int32)
    head = columns["head_date"]
    half = columns["authors_for_half"].astype(np.int64)
    keys: dict[str, tuple[Array, ...]] = {
        "commits": (-_known(columns["commits_12m"]), -_known(columns["authors"])),
        "kind": (_words_rank(columns, "kind", empty="None"),),
        "license": (_words_rank(columns, "license"),),
        "last": (-head.astype(np.int64),),
        "authors": (-_known(columns["authors"]),),
        "half": (np.where(half < 0, np.iinfo(np.int64).max, half),),
        "readiness": (readiness_counts(columns["yes"]),),
    }
    found = {"order.repo": by_name}
    for name, key in keys.items():
        found[f"order.{name}"] = np.lexsort((rank, *reversed(key))).astype(np.int32)
    return found


def readiness_counts(yes: Array) -> Array:
    """How many items of readiness each row has."""
    return np.asarray(np.bitwise_count(yes & READINESS_BITS), dtype=np.int64)


def _known(counts: Array) -> Array:
    return np.maximum(counts.astype(np.int64), 0)


def _words_rank(columns: Mapping[str, Array], name: str, empty: str = "") -> Array:
    """Place of each row’s word in the alphabet."""
    words = [(word or empty).casefold() for word in read_texts(columns, f"{name}.words")]
    if empty:
        words = [word or empty for word in read_texts(columns, f"{name}.words")]
    place = {word: at for at, word in enumerate(sorted(set(words)))}
    ranks = np.array([place[word] for word in words], dtype=np.int32)
    return np.asarray(ranks[columns[name]])


def find(order: Array, folded: Texts, names: Texts, wanted: str) -> int | None:
    """Row with this name, by halving the rows that are sorted by name; None when there is none."""
    key = (wanted.casefold(), wanted)
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        row = int(order[middle])
        if (folded[row], names[row]) < key:
            low = middle + 1
        else:
            high = middle
    if low < len(order):
        row = int(order[low])
        if names[row] == wanted:
            return row
    return None
