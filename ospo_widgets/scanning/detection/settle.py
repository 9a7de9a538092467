# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which of the found places count: texts swallow the names in them, versions the bare names."""

from __future__ import annotations

from itertools import pairwise

from ospo_widgets.scanning.detection.cues import cues
from ospo_widgets.scanning.detection.found import Found
from ospo_widgets.scanning.detection.model import PHRASE, TAG, TEXT
from ospo_widgets.scanning.detection.names import REFERENCE
from ospo_widgets.scanning.detection.passages import family_of

ENOUGH = 45
"""Confidence from which on a place counts."""
FAR = 4_000
"""Characters up to which a bare name refers to the same licence with its version."""
EXEMPTED = 4_000


def settle(text: bytes, found: list[Found], exceptions: list[Found]) -> list[Found]:
    """The places that count, in the order of the text.

    Args:
        text: The text in normal form.
        found: What all layers found.
        exceptions: Exceptions; each joins the GNU licence nearest to it.
    """
    kept = _texts(found)
    kept += _phrases(found, kept)
    kept = [one for one in kept if one.confidence >= ENOUGH]
    kept = _without_carriers(_without_asides(kept))
    kept = _without_lists(_without_open_versions(_without_bare_names(kept)))
    kept.sort(key=lambda one: (one.start, -one.end))
    _offer(text, kept)
    for exception in exceptions:
        _exempt(kept, exception)
    return kept


def _texts(found: list[Found]) -> list[Found]:
    """Tags, and of texts that overlap the one that knows more."""
    tags = [one for one in found if one.kind == TAG]
    texts = [one for one in found if one.kind == TEXT]
    by_list = [one for one in texts if "/" not in one.rule]
    kept: list[Found] = []
    for one in texts:
        if "/" not in one.rule:
            continue
        rivals = [other for other in by_list if _overlap(one, other)]
        if rivals and not one.choice:
            continue
        for other in rivals:
            by_list.remove(other)
        if any(_overlap(one, other) for other in kept):
            continue
        one.choice = False
        kept.append(one)
    return [*tags, *by_list, *kept]


def _without_carriers(found: list[Found]) -> list[Found]:
    """Without the notice in the appendix of a text, and without the GPL that comes with an LGPL."""
    kept: list[Found] = []
    whole = [
        f
        for f in found
        if f.kind == TEXT and f.long and _family(f) in {"GPL", "LGPL", "AGPL", "GFDL"}
    ]
    lesser = any(f.kind == TEXT and f.long and f.expression.startswith("LGPL-3.0") for f in found)
    for one in found:
        if one.kind != TEXT:
            kept.append(one)
            continue
        appended = any(
            not one.long and _family(f) == _family(one) and f.start <= one.start <= f.end + APPENDIX
            for f in whole
        )
        if appended or (lesser and one.expression.startswith("GPL-3.0")):
            continue
        kept.append(one)
    return kept


def _family(one: Found) -> str:
    return family_of(one.expression)


def _phrases(found: list[Found], texts: list[Found]) -> list[Found]:
    """Phrases outside texts, the longest first where they overlap; a phrase beats a name."""
    phrases = [one for one in found if one.kind == PHRASE]
    phrases.sort(key=lambda one: (not one.rule.startswith("phrase:"), one.start - one.end))
    kept: list[Found] = []
    for one in phrases:
        if any(text.start <= one.start and one.end <= text.end + 2 for text in texts):
            continue
        if any(_overlap(one, other) for other in kept):
            continue
        kept.append(one)
    return kept


_GROUPS = (
    {"BSD"},
    {"MIT", "X11", "ISC", "HPND", "NCSA", "JSON", "curl", "SMLNJ", "NTP"},
    {"Zlib"},
    {"W3C"},
    {"Artistic", "ClArtistic"},
)
"""Texts that go by one name: “BSD license” above a text says no more than the text."""
TOP = 600
"""Characters at the top of a long text in which a tag is one of the file."""
NEARBY = 2_500
APPENDIX = 3_500


def _without_asides(found: list[Found]) -> list[Found]:
    """Without what only introduces, follows or refers to what is there already."""
    texts = [one for one in found if one.kind == TEXT]
    strong = [one for one in found if one.confidence > REFERENCE and one.expression != DOMAIN]
    kept = []
    for one in found:
        if one.kind == TAG and any(_inside(one, text) for text in texts):
            continue  # the text shows how to use it
        if one.kind == PHRASE:
            if one.expression == DOMAIN and (texts or any(_gives_up(other) for other in found)):
                continue
            if one.confidence <= REFERENCE and strong:
                continue
            if one.confidence < 90 and any(_beside(one, text) for text in texts):
                continue
        kept.append(one)
    return kept


DOMAIN = "LicenseRef-scancode-public-domain"


def _gives_up(one: Found) -> bool:
    """Whether a licence is itself the way in which all rights are given up."""
    return one.expression in {"CC0-1.0", "Unlicense", "0BSD", "PDDL-1.0", "WTFPL"}


def _inside(one: Found, text: Found) -> bool:
    return text.long and text.start + TOP < one.start and one.end <= text.end + 2


def _beside(one: Found, text: Found) -> bool:
    """Whether a phrase introduces a text, or stands in the appendix of a long one."""
    if text.long and text.start - 400 <= one.start <= text.end + APPENDIX:
        return True
    if _apart(one, text) > NEARBY:
        return False
    head, other = one.expression.split("-")[0], text.expression.split("-")[0]
    return any(head in group and other in group for group in _GROUPS)


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _without_bare_names(found: list[Found]) -> list[Found]:
    """Without names that only repeat a licence that stands nearby with its version."""
    stated = [one for one in found if one.versioned]
    families = {family for one in stated for family in _families(one)}
    kept = []
    for one in found:
        if one.versioned or one.kind != PHRASE:
            kept.append(one)
        elif one.confidence < 80:
            if one.family not in families:
                kept.append(one)
        elif not any(one.family in _families(o) and _apart(one, o) < FAR for o in stated):
            kept.append(one)
    return kept


LIST = 15
"""Different licences in sentences from which on a text is about licences and states none."""


def _without_lists(found: list[Found]) -> list[Found]:
    """Without the entries of a list of licences, as in the data of a tool."""
    if len({one.expression for one in found if one.kind == PHRASE}) <= LIST:
        return found
    return [one for one in found if one.kind != PHRASE]


OPEN = "version:"
"""Rule of a name with a GNU version and no word on later ones."""


def _without_open_versions(found: list[Found]) -> list[Found]:
    """Without “GPL 3” in passing, where a notice says that later versions count too."""
    later = {one.expression for one in found if one.expression.endswith("-or-later")}
    return [
        one
        for one in found
        if not one.rule.startswith(OPEN)
        or one.confidence >= GRANTED
        or f"{one.expression.removesuffix('-only')}-or-later" not in later
    ]


GRANTED = 85
"""Confidence of a name under which something is granted."""


def _families(one: Found) -> set[str]:
    if one.family and one.kind == PHRASE and " " not in one.expression:
        return {one.family}
    words = one.expression.replace("(", " ").replace(")", " ").split()
    return {family_of(word) for word in words if word not in {"AND", "OR", "WITH"}}


def _apart(one: Found, other: Found) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


OFFER = 260
"""Characters before a licence in which “alternatively” offers it instead of the one before."""


def _offer(text: bytes, found: list[Found]) -> None:
    """Mark texts and notices instead of which the next licence may be taken."""
    for one, following in pairwise(found):
        if _is_name(one) and _is_name(following):
            continue  # they know it of each other
        if one.expression == following.expression or _apart(one, following) > NEARBY:
            continue
        before = text[max(one.start, following.start - OFFER) : following.start]
        if cues().choice_apart.search(before) or cues().or_before.search(before):
            one.choice = True


def _is_name(one: Found) -> bool:
    return one.rule.startswith(("name:", OPEN))


def _exempt(found: list[Found], exception: Found) -> None:
    """Join an exception to the licence that it belongs to."""
    if any(exception.expression in one.expression for one in found):
        return
    base = ("Apache-",) if exception.expression in _OF_APACHE else ("GPL-", "LGPL-", "AGPL-")
    near = [
        one
        for one in found
        if one.expression.startswith(base) and " " not in one.expression
        and _apart(one, exception) < EXEMPTED
    ]  # fmt: skip
    if near:
        closest = min(near, key=lambda one: _apart(one, exception))
        same = closest.expression
        for one in found:
            if one.expression == same:
                one.expression = f"{same} WITH {exception.expression}"


_OF_APACHE = frozenset({"LLVM-exception", "Swift-exception"})
