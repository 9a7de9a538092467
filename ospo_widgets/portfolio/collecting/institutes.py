# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From a mail address to a bot, an institute, or nothing that is kept.

The lists are rows of ``data/author_status.yaml``. A domain is kept only when it belongs to an
institute, rolled up to it; others may be a person’s own and would name them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ospo_widgets.portfolio.collecting.tables import rows
from ospo_widgets.resources import overlay_dir

_INSTITUTIONAL = frozenset({"own", "institute"})


@dataclass(frozen=True, slots=True)
class _Lists:
    bots: re.Pattern[str]
    domains: frozenset[str]
    endings: tuple[str, ...]
    starts: tuple[str, ...]
    others: frozenset[str]


def is_bot(name: str, address: str) -> bool:
    """Whether a program wrote this.

    Args:
        name: Name of the author.
        address: Mail address, any case.
    """
    name, address = name.casefold(), address.casefold()
    return (
        name.endswith(("[bot]", "-bot", " bot"))
        or _lists().bots.search(address) is not None
        or any(mark in name for mark in _names())
    )


@lru_cache(maxsize=20_000)
def institute_of(domain: str) -> str:
    """Domain of the institute to which a domain belongs (``mail.cern.ch`` to ``cern.ch``).

    Returns:
        In lower case; empty when it belongs to none that is known.
    """
    domain = domain.casefold().strip().rstrip(".")
    labels = domain.split(".")
    if len(labels) < 2 or len(domain) > 253 or not all(map(_is_label, labels)):
        return ""
    lists = _lists()
    above = [".".join(labels[i:]) for i in range(len(labels) - 1)]
    # Of several listed ones the shortest: a department belongs to its institute.
    listed = [one for one in above if one in lists.domains]
    if listed:
        return listed[-1]
    if any(one in lists.others for one in above):
        return ""
    for ending in lists.endings:
        if domain.endswith(ending):
            return domain[: -len(ending)].rpartition(".")[2] + ending
    if domain.startswith(lists.starts) or above[-1].startswith(lists.starts):
        return above[-1]
    return ""


def _is_label(label: str) -> bool:
    return label.isascii() and label.replace("-", "").replace("_", "").isalnum()


@cache
def _read(_overlay: str) -> _Lists:
    groups = {str(row["id"]): row for row in rows("author_status.yaml", "groups")}

    def gathered(name: str, ids: frozenset[str]) -> tuple[str, ...]:
        found = (str(v) for one in groups if one in ids for v in groups[one].get(name, ()))
        return tuple(dict.fromkeys(found))

    private = frozenset(groups) - _INSTITUTIONAL - {"bot"}
    return _Lists(
        # Not inside a word: “ricci@” is no “ci@”.
        bots=re.compile(
            "|".join(
                rf"(?<![a-z0-9]){re.escape(mark)}"
                for mark in gathered("addresses", frozenset({"bot"}))
            )
            or r"(?!)"
        ),
        domains=frozenset(gathered("domains", _INSTITUTIONAL)),
        # The longest ending first, so that .edu.au is not taken for .au.
        endings=tuple(sorted(gathered("endings", _INSTITUTIONAL), key=len, reverse=True)),
        starts=gathered("starts", _INSTITUTIONAL) or ("\0",),
        others=frozenset(gathered("domains", private)),
    )


def _lists() -> _Lists:
    return _read(str(overlay_dir() or ""))


@cache
def _read_names(_overlay: str) -> tuple[str, ...]:
    return tuple(str(row["id"]).casefold() for row in rows("portfolio/collecting.yaml", "bots"))


def _names() -> tuple[str, ...]:
    return _read_names(str(overlay_dir() or ""))
