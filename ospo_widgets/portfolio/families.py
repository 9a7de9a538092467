# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licence families: SPDX expressions put together to what a chart can show.

Which ids form a family is data (``data/portfolio/families.yaml``, or the same file in an overlay).
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator

NONE = "none"
"""No licence stated for the whole."""
UNKNOWN = "unknown"
"""Nobody could say: a platform or a tool found a licence and did not recognise it."""
OWN = "own"
"""A licence of its own, without an SPDX id."""
OTHER = "other"
"""Any other licence, and a choice between families."""

ATTENTION = frozenset({NONE, UNKNOWN, OWN})
"""Families that need care: nobody, or hardly anybody, may use the work."""

NOT_RECOGNISED = frozenset(
    {
        "LicenseRef-unidentified",
        "LicenseRef-unknown",
        "LicenseRef-scancode-unknown",
        "LicenseRef-scancode-unknown-license-reference",
    }
)
"""What tools write for a licence text that they do not recognise."""

_LONGEST_SHOWN = 60
_NOTHING_STATED = frozenset({"", "NONE", "NOASSERTION"})


def families() -> tuple[str, ...]:
    """Ids of all families in the order in which equal counts are shown."""
    return (NONE, UNKNOWN, OWN, *(name for name, _ in _rules(_rules_file())), OTHER)


def family_label(family: str) -> str:
    """Name of a family for people; a family of an overlay without words shows its id."""
    try:
        return words(f"portfolio.family.{family}")
    except KeyError:
        return family


def family_short_label(family: str) -> str:
    """Name of a family for narrow drawings."""
    try:
        return words(f"portfolio.family-short.{family}")
    except KeyError:
        return family_label(family)


@lru_cache(maxsize=4_096)
def normal_expression(expression: str) -> str:
    """The expression with SPDX’s spelling of ids (``gpl-3.0`` becomes ``GPL-3.0-only``).

    Raises:
        InputError: It is no licence expression.
    """
    if expression.strip() in _NOTHING_STATED:
        return ""
    return str(_parse(expression).render())


def license_family(expression: str) -> str:
    """Family of an SPDX expression.

    A ``LicenseRef`` anywhere makes it a licence of its own. Of parts under different licences
    (``AND``) the first one counts, since expressions name the main part first. A choice (``OR``)
    between families is “other”.

    Args:
        expression: SPDX expression; empty and ``NONE`` state nothing, ``NOASSERTION`` is unknown.

    Raises:
        InputError: It is no licence expression.
    """
    return _family_by(_rules_file(), expression.strip())


def history_family(expression: str) -> str:
    """Family of what a tool made of licence files.

    Unlike :func:`license_family`, a text that the tool did not recognise is *unknown* where it
    comes first, and is passed over where a recognised licence comes before it.

    Raises:
        InputError: It is no licence expression.
    """
    return _history_family_by(_rules_file(), expression.strip())


@lru_cache(maxsize=4_096)
def _history_family_by(rules: Path, expression: str) -> str:
    if expression in _NOTHING_STATED:
        return _family_by(rules, expression)
    keys = list(_keys(_parse(expression)))
    known = [key for key in keys if key not in NOT_RECOGNISED]
    if len(known) == len(keys):
        return _family_by(rules, expression)
    if keys[0] in NOT_RECOGNISED:
        return UNKNOWN
    return OWN if any("LicenseRef-" in key for key in known) else _family_of_id(rules, keys[0])


@lru_cache(maxsize=4_096)
def _family_by(rules: Path, expression: str) -> str:
    if expression in _NOTHING_STATED:
        return UNKNOWN if expression == "NOASSERTION" else NONE
    parsed = _parse(expression)
    if any("LicenseRef-" in key for key in _keys(parsed)):
        return OWN
    return _family(rules, parsed)


def _parse(expression: str) -> Any:
    import license_expression

    # The parser meets some wrong texts, such as “()”, with errors that are not its own.
    wrong = (license_expression.ExpressionError, license_expression.ParseError)
    try:
        parsed = _licensing().parse(expression)
    except (*wrong, IndexError, RecursionError):
        parsed = None
    if parsed is None:
        shown = expression if len(expression) <= _LONGEST_SHOWN else expression[:60] + "…"
        raise InputError(words("given.portfolio.expression", expression=visible(shown)))
    return parsed


@cache
def _licensing() -> Any:
    import license_expression

    return license_expression.get_spdx_licensing()


def _keys(parsed: Any) -> Iterator[str]:
    return (str(symbol.key) for symbol in _licensing().license_symbols(parsed, decompose=True))


def _family(rules: Path, node: Any) -> str:
    operator = getattr(node, "operator", "").strip()
    if operator == "AND":
        return _family(rules, node.args[0])
    if operator == "OR":
        found = {_family(rules, argument) for argument in node.args}
        return found.pop() if len(found) == 1 else OTHER
    symbol = getattr(node, "license_symbol", node)  # what stands before WITH
    return _family_of_id(rules, str(symbol.key))


def _family_of_id(rules: Path, identifier: str) -> str:
    for name, entries in _rules(rules):
        for entry in entries:
            if identifier == entry or (entry.endswith("-") and identifier.startswith(entry)):
                return name
    return OTHER


def _rules_file() -> Path:
    overlay = overlay_dir()
    if overlay and (overlay / "portfolio" / "families.yaml").is_file():
        return overlay / "portfolio" / "families.yaml"
    return data_dir() / "portfolio" / "families.yaml"


@cache
def _rules(file: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    import yaml

    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        return tuple((str(row["id"]), tuple(map(str, row["licenses"]))) for row in read["families"])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise InputError(
            f"The licence families in “{file.name}” cannot be read. No portfolio was opened.",
            remedy="Each row needs an id and a list of licenses.",
        ) from error
