# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Verbatim licence texts, offline, from the package pychoosealicense."""

from __future__ import annotations

from functools import cache

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge

_PLACEHOLDERS = {
    "{year}": "<year>",
    "{fullname}": "<copyright holders>",
    "{project}": "<project>",
    "{projecturl}": "<project address>",
    "{email}": "<mail address>",
}
"""Blanks of the package’s templates to those of the SPDX texts."""


class TextMissingError(InputError):
    """We have no text of this licence offline."""


def has_text(spdx_id: str) -> bool:
    """Whether :func:`license_text` knows the text of this licence."""
    return _text(spdx_id) is not None


def license_text(spdx_id: str) -> str:
    """Verbatim text of a licence; ``-only`` and ``-or-later`` share one.

    Short licences keep their blanks (``<year>``, ``<copyright holders>``), as in a LICENSES folder.

    Raises:
        TextMissingError: We have no text of it.
    """
    text = _text(spdx_id)
    if text is None:
        raise TextMissingError(
            f"We have no text of “{spdx_id}”. No file was written for it.",
            remedy="Put its text into the folder LICENSES yourself.",
        )
    return text


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
    if "<copyright holders>" not in text:  # the GNU texts name a year in their instructions only
        return text
    return text.replace("<year>", str(year)).replace("<copyright holders>", holder)


def _text(spdx_id: str) -> str | None:
    license_ = load_knowledge().licenses.get(spdx_id)
    key = license_.text_key if license_ else ""
    if not key and license_ is None:
        key = spdx_id.removesuffix("-only").removesuffix("-or-later").casefold()
    return _packaged(key) if key else None


@cache
def _packaged(key: str) -> str | None:
    # The package turns the key into a file name, so only plain keys may reach it.
    if not key.replace("-", "").replace(".", "").isalnum():
        return None
    import pychoosealicense

    try:
        text = str(pychoosealicense.get_license(key).content)
    except (FileNotFoundError, KeyError, ValueError):
        return None
    for theirs, spdx in _PLACEHOLDERS.items():
        text = text.replace(theirs, spdx)
    return text.strip("\n") + "\n"
