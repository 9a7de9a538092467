# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whether a value is a secret, or a placeholder, a name, a hash, an example."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any

import re2

from ospo_widgets.scanning.hygiene.lists import lists

_RANDOM_BITS = 2.6
"""Least entropy of a machine-made token, bits a character; measured on tokens of known formats."""
_KEY_BITS = 3.0
_SURE_PLACEHOLDER = re.compile(
    r"example|placeholder|x{4,}|\*{3,}|\.{3}|your|dummy|fake|redact|changeme|deadbeef|"
    r"replace|insert|notreal|foobar|sample|test_?token|_here\b"
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORDS = re.compile(r"[A-Za-z]*(?:[-_.: /+,][A-Za-z]+)*[-_.:!?]*")
"""Words in a row: an identifier or a sentence, no password that a rule could prove."""
_CODE = re.compile(r"[(){}\[\]<>;`\\|$]|%[sd(]|::|->|=>|&&|^[@&#!%^/~.]|//|^--|,$")
_NUMBER = re.compile(r"[-+]?[\d.,:eE_x/-]+")
_FILE = re.compile(r"[\w./-]+\.[A-Za-z]{1,5}[0-9]?")
_VERSIONED = re.compile(r"[A-Za-z]+(?:[_-][A-Za-z]+)*[_-]?\d{0,3}")
"""A word, perhaps with a number: ``token1``, ``sha256``."""
_STEP = 6


def entropy(value: str) -> float:
    """Shannon entropy of the characters of ``value``, in bits a character."""
    if not value:
        return 0.0
    size = len(value)
    return -sum(n / size * math.log2(n / size) for n in Counter(value).values())


def has_run(value: str, length: int = 8) -> bool:
    """Whether characters repeat, or follow each other in the code table, ``length`` times."""
    same = up = 1
    for before, after in pairwise(value):
        step = ord(after) - ord(before)
        same = same + 1 if step == 0 else 1
        up = up + 1 if step == 1 else 1
        if same >= _STEP or up >= length:
            return True
    return False


@cache
def _placeholders() -> Any:
    words = "|".join(re.escape(word) for word in lists().words["placeholders"])
    return re2.compile(words)


def is_placeholder(value: str) -> bool:
    """Whether a value stands for another one, or is known to be an example."""
    return bool(_placeholders().search(value.lower()))


def is_random(value: str) -> bool:
    """Whether a value in a known format was made by a machine, and is no example."""
    if _SURE_PLACEHOLDER.search(value.lower()) or has_run(value):
        return False
    return entropy(value) >= _RANDOM_BITS and len(set(value)) >= 8


def is_key(value: str) -> bool:
    """Whether the value of a variable called “token” or “secret” is machine-made."""
    if not 16 <= len(value) <= 512 or not re.fullmatch(r"[A-Za-z0-9+/=_.~:!@#%^&*-]+", value):
        return False
    if _UUID.fullmatch(value.lower()) or _FILE.fullmatch(value) or "://" in value:
        return False
    if is_placeholder(value) or _WORDS.fullmatch(value) or _NUMBER.fullmatch(value):
        return False
    pieces = re.split(r"[-_./:]", value)
    if len(pieces) > 2 and all(_VERSIONED.fullmatch(piece) or not piece for piece in pieces):
        return False
    digits = sum(c.isdigit() for c in value)
    letters = sum(c.isalpha() for c in value)
    return digits >= 2 and letters >= 4 and is_random(value) and entropy(value) >= _KEY_BITS


def is_password(value: str, *, quoted: bool = True) -> bool:
    """Whether the value of a variable called “password” is a password, and no name or example.

    Values of letters only are left out: they are names of fields, defaults and words far more
    often than passwords.
    """
    if not 6 <= len(value) <= 128 or any(c.isspace() for c in value):
        return False
    if is_placeholder(value) or has_run(value, _STEP) or len(set(value)) < 5:
        return False
    if _CODE.search(value) or _NUMBER.fullmatch(value) or _FILE.fullmatch(value):
        return False
    if _WORDS.fullmatch(value) or _UUID.fullmatch(value.lower()):
        return False
    if not value.isascii() and not quoted:
        return False
    return not (not quoted and "." in value and _WORDS.fullmatch(re.sub(r"\d", "", value)))


def is_encoded_login(value: str) -> bool:
    """Whether base64 text is ``user:password``."""
    login = decoded(value)
    user, colon, password = login.partition(":")
    if not colon or not user or len(password) < 3 or not login.isprintable():
        return False
    return password != user and not is_placeholder(password)


def is_web_token(value: str) -> bool:
    """Whether a value is a JSON Web Token: a head that names its algorithm, and a signature."""
    try:
        head = json.loads(decoded(value.partition(".")[0], urlsafe=True) or "0")
    except (ValueError, RecursionError):
        return False
    return isinstance(head, dict) and str(head.get("alg", "none")).lower() != "none"


def is_url_login(value: str) -> bool:
    """Whether an address carries a user and a password that are no examples."""
    scheme, _, rest = value.partition("://")
    user, _, tail = rest.partition(":")
    password, _, host = tail.rpartition("@")
    lower = host.lower()
    if lower.endswith((".example", ".test", ".invalid")) or "example" in lower:
        return False
    if password.lower() == user.lower() or is_placeholder(password) or is_placeholder(user):
        return False
    if (
        _CODE.search(password)
        or scheme in {"mailto", "github"}
        or _SURE_PLACEHOLDER.search(user.lower())
    ):
        return False
    known = {"pass", "password", "pw", "pwd", "user", "username", "token", "x-oauth-basic", "pswd"}
    return password.lower() not in known and len(password) >= 4 and not password.startswith("%")


def decoded(value: str, *, urlsafe: bool = False) -> str:
    """Text in base64, empty when it is none."""
    padded = value + "=" * (-len(value) % 4)
    try:
        raw = base64.b64decode(padded, altchars=b"-_" if urlsafe else None, validate=True)
        return raw.decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


CHECKS = {
    "none": lambda _: True,
    "random": is_random,
    "password": is_password,
    "key": is_key,
    "encoded": is_encoded_login,
    "jwt": is_web_token,
    "url": is_url_login,
}
"""How the value of a rule is judged, by the name that the rule gives."""
