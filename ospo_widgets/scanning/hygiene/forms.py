# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Expressions for secrets: for the search in whole files, and for one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2

from ospo_widgets.scanning.hygiene.lists import Rule, lists

_MEMORY = 64 << 20


@cache
def names() -> str:
    """Expression for words that names of variables with secrets contain."""
    words = (*lists().words["password_names"], *lists().words["key_names"])
    ordered = sorted({word for word in words if word.isascii()}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace("_", "[_-]?") for w in ordered) + ")"


@cache
def _short_names() -> str:
    """Expression for what the names begin with, for the search in files."""
    return (
        r"(?:passw(?:or)?[dt]|pwd|pass(?:phrase|code)|motdepasse|_pass|secret|token|credentials?|"
        r"(?:api|auth|access|private|account|service|client|encryption|signing|consumer)[_-]?key)"
    )


_BETWEEN = r"[ \t]*(?:,|:[ \t]*[\w.\[\] |]*=|:=|=>|=+|:)[ \t]*"


@cache
def quoted_trigger() -> str:
    """Trigger for a quoted value that a variable with a telling name gets."""
    sign = r"[^\"'`\s]"
    return (
        rf"{_short_names()}\w*\\?[\"'`]?\]?{_BETWEEN}[a-z]?\\?[\"'`]{sign}{sign}{sign}{sign}"
        rf"|#define[ \t]+\w*{_short_names()}\w*[ \t]+\""
    )


@cache
def plain_trigger() -> str:
    """Trigger for ``NAME=value`` as shells have it."""
    return r"(?:password|passwd|secret|token|_pwd)=[^\s\"'$<({\[][^\s\"'$<({\[,)]{5}"


@cache
def unquoted_trigger() -> str:
    """Trigger for values without quotes; only for files of settings."""
    return rf"{_short_names()}[\w.-]*[ \t]*[:=][ \t]*[^\s\"'$<{{(]"


@dataclass(frozen=True, slots=True)
class Form:
    """One expression for a line.

    Attributes:
        rule: What it finds.
        pattern: Compiled; groups as ``assignment`` says.
        assignment: The first group is a name of a variable, the value is in one of the others.
        settings_only: Holds only in files of settings.
    """

    rule: Rule
    pattern: Any
    assignment: bool = False
    settings_only: bool = False


def _options(*, caseless: bool) -> Any:
    options = re2.Options()
    options.case_sensitive = not caseless
    options.max_mem = _MEMORY
    options.log_errors = False
    return options


@cache
def forms() -> tuple[Form, ...]:
    """All expressions for a line."""
    rules = lists().rules
    name = rf"([\w.$-]*{names()}\w*)"
    value = r"(?:\\\"([^\"\\\n]+)\\\"|\"([^\"\n]+)\"|'([^'\n]+)'|`([^`\n]+)`)"
    quote = r"\\?[\"'`]"
    separator = (
        rf"(?:{quote}\]?[ \t]*,|(?:{quote})?\]?[ \t]*"
        r"(?::[ \t]*[\w.\[\] |]+=|:=|=>|={1,3}|:))[ \t]*(?:[a-zA-Z]{1,2})?"
    )
    found = [
        Form(rule, re2.compile(rule.pattern, _options(caseless=False)))
        for rule in rules.values()
        if rule.pattern
    ]
    assigned = rules["assigned-password"]
    texts = (
        (rf"(?i){name}{separator}{value}", False),
        (rf"(?i)#define[ \t]+{name}[ \t]+{value}", False),
        (
            r"(?:^|[\s;&\"'`])((?:[A-Z][A-Z0-9_]*_)?(?:PG)?(?:PASSWORD|PASSWD|SECRET|TOKEN|PWD|"
            r"SECRET_KEY|API_KEY|ACCESS_KEY))=([^\s\"'$`<({\[;&|]+)(?:$|[\s\"'`;&|])",
            False,
        ),
        (
            rf"(?i)^[ \t#;]*(?:-[ \t]+)?(?:(?:export|set|env|arg)[ \t]+)?{name}[ \t]*[:=][ \t]*"
            r"([^\s\"'#][^\s]*)[ \t\r]*(?:[ \t]#.*)?$",
            True,
        ),
    )
    for text, settings_only in texts:
        pattern = re2.compile(text, _options(caseless=False))
        found.append(Form(assigned, pattern, True, settings_only))
    return tuple(found)


@cache
def form_set() -> Any:
    """All of :func:`forms` at once: which of them match a line."""
    chosen = re2.Set.SearchSet(_options(caseless=False))
    for form in forms():
        chosen.Add(form.pattern.pattern)
    chosen.Compile()
    return chosen


@cache
def triggers() -> tuple[str, ...]:
    """Triggers for files of every kind."""
    own = tuple(rule.trigger for rule in lists().rules.values() if rule.trigger)
    return (*own, quoted_trigger(), plain_trigger())


@cache
def candidates(*, settings: bool) -> Any:
    """One expression that finds every place worth a look."""
    parts = [*triggers(), *([unquoted_trigger()] if settings else [])]
    return re2.compile("|".join(f"(?:{part})" for part in parts), _options(caseless=True))


@cache
def _suffix(which: str) -> Any:
    words = sorted(lists().words[which], key=len, reverse=True)
    joined = "|".join(re.escape(word).replace("_", "[_-]?") for word in words)
    return re.compile(rf"(?:{joined})s?(?:[_-]\w{{1,12}}|\d{{1,3}})?$")


def rule_for_name(name: str) -> str:
    """Id of the rule for a variable, by its name; empty when such a variable holds no secret."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    lower = spaced.lower().strip("$.-_")
    last = lower.rpartition(".")[2] or lower
    if last.endswith(_harmless_ends()) or last.startswith(_harmless_starts()):
        return ""
    if _suffix("password_names").search(last):
        return "assigned-password"
    return "assigned-key" if _suffix("key_names").search(last) else ""


@cache
def _harmless_ends() -> tuple[str, ...]:
    words = lists().words["harmless_ends"]
    return tuple(sign + word for word in words for sign in "_-")


@cache
def _harmless_starts() -> tuple[str, ...]:
    return tuple(word + sign for word in lists().words["harmless_starts"] for sign in "_-")
