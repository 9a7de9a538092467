# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Questions about best practices, and the files that help to follow them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ospo_widgets.errors import InputError
from ospo_widgets.project import Material
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.knowledge.practice_list import PracticeList


def practices(
    text: str = "", *, doing: str = "", material: Material | str | None = None
) -> PracticeList:
    """Best practices that fit, best first; without words all of them.

    Args:
        text: Words in any order, in English or French; or the id of a practice, of a finding of
            the scan (``release.no-readme``) or of an item of the checklist (``S16``).
        doing: Id of an activity, for example ``cite``; empty for all.
        material: What the project is made of: a :class:`~ospo_widgets.project.Material` or its
            value; None for all.

    Raises:
        InputError: The activity or the material is not known.
    """
    from ospo_widgets.knowledge.practice_list import PracticeList
    from ospo_widgets.knowledge.practice_search import search_practices
    from ospo_widgets.knowledge.practices import load_practices

    known = load_practices()
    if doing and doing not in known.activities:
        raise InputError(
            words("practices.cli.doing", doing=doing),
            remedy=words("practices.cli.known", names=", ".join(known.activities)),
        )
    one = known.practices.get(text.strip())
    if one is not None and not doing and material is None:
        return PracticeList((one,), all_words=True, known=known)
    try:
        made = None if material is None else Material(material)
    except ValueError:
        raise InputError(
            words("practices.cli.material", material=material),
            remedy=words("practices.cli.known", names=", ".join(Material)),
        ) from None
    found = search_practices(text, doing=doing, material=made)
    return PracticeList(found.practices, found.all_words, known)


def practice_template(
    name: str, values: Mapping[str, str] | None = None, *, day: date | None = None
) -> str:
    """A file to put into a project, for example ``citation`` or ``contributing``.

    Args:
        name: Id of a template; ``ospo practices template`` lists them.
        values: What goes into its gaps: ``project``, ``description``, ``holder``, ``year``,
            ``contact``, ``repository``, ``license``, ``version``. What is left out stays a gap,
            ``{{project}}``.
        day: Day of the file; by default today.

    Raises:
        InputError: There is no such template or field, or a value cannot be used.
    """
    from ospo_widgets.advice.templates import filled
    from ospo_widgets.knowledge.practices import load_practices

    known = load_practices().templates
    if name not in known:
        raise InputError(
            words("practices.cli.template", name=name),
            remedy=words("practices.cli.known", names=", ".join(known)),
        )
    return filled(known[name], values or {}, day or date.today()).text
