# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Secrets in texts: keys, tokens and passwords. Their values never leave this module.

A whole text is searched once with one expression of RE2; only lines in which it matches are
looked at with the rules of ``data/hygiene.yaml``, and each value is judged. Strings that only look
random are no finding: without a telling name or a known format they are hashes, identifiers and
data far more often than keys.

A place carries a *mark* so that the same secret in several places can be counted once. It is the
beginning of a SHA-256, and given only for values that a machine made in a known format (80 bits and
more, nobody can guess them from 32 bits of a hash). Passwords that people chose get none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

import re2

from ospo_widgets.scanning.hygiene import formats
from ospo_widgets.scanning.hygiene.forms import (
    Form,
    candidates,
    form_set,
    forms,
    rule_for_name,
    triggers,
)
from ospo_widgets.scanning.hygiene.lists import lists, version
from ospo_widgets.scanning.hygiene.places import places
from ospo_widgets.scanning.hygiene.values import CHECKS, entropy, is_password
from ospo_widgets.scanning.paths import ending_of
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

_CHUNK = 256 * 1024
_PEM = re2.compile(rb"-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY(?: BLOCK)?-----")
_BODY = 6000
_PIECES = re.compile(rb"\\r|\\n|[\r\n]")
_PIECE = re.compile(rb"[A-Za-z0-9+/=]{16,}")
_HEADER = re.compile(rb"[A-Z][A-Za-z-]{2,20}: ")
_LEAST_KEY = 60
"""Base64 characters of the shortest private key, Ed25519, are 64."""
_SETTINGS_ENDINGS = frozenset(
    (".env", ".ini", ".cfg", ".conf", ".config", ".cnf", ".yaml", ".yml", ".properties", ".toml",
     ".tfvars", ".env-file", ".envrc", ".settings", ".j2")
)  # fmt: skip
_SETTINGS_NAMES = re.compile(
    r"\.env(?:\..*|rc)?|\.?netrc|_netrc|\.pgpass|pgpass\.conf|\.pypirc|\.npmrc|\.my\.cnf|\.s3cfg|"
    r"dockerfile.*|credentials|\.boto|\.git-credentials|\.?htpasswd"
)
_TEMPLATE = re.compile(r"\.(?:example|sample|template|dist|tmpl|tpl|default|in)$", re.I)


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret stands.

    Attributes:
        kind: Id of the rule in ``data/hygiene.yaml`` that found it.
        line: Line, as the caller counts.
        mark: Equal for equal machine-made values, else empty; never tells the value.
    """

    kind: str
    line: int
    mark: str = ""


def is_settings(name: str) -> bool:
    """Whether values in a file of this name (no folder) may stand without quotes."""
    lower = _TEMPLATE.sub("", name.lower())
    return ending_of(lower) in _SETTINGS_ENDINGS or bool(_SETTINGS_NAMES.fullmatch(lower))


def secrets_in_lines(lines: Iterable[tuple[int, str]], name: str = "") -> Iterator[Secret]:
    """Secrets in numbered lines of one file, for example those that a commit added.

    Args:
        lines: Number and text of each line, in order; the texts without line ends.
        name: Name of the file, without folder; some files have values without quotes.

    Yields:
        One row a secret, in the order of the lines.
    """
    numbers: list[int] = []
    texts: list[bytes] = []
    size = 0
    open_key = 0
    for number, text in lines:
        raw = text.encode("utf-8", "replace").replace(b"\n", b" ")
        numbers.append(number)
        texts.append(raw)
        size += len(raw) + 1
        # A key that begins near the end of a piece must not be cut off from its lines.
        open_key = 40 if b"-----BEGIN" in raw else max(0, open_key - 1)
        if size >= _CHUNK and (not open_key or size >= 2 * _CHUNK):
            yield from _numbered(texts, numbers, name)
            numbers, texts, size = [], [], 0
    if texts:
        yield from _numbered(texts, numbers, name)


def _numbered(texts: list[bytes], numbers: list[int], name: str) -> Iterator[Secret]:
    for found in secrets_in(b"\n".join(texts), name):
        yield Secret(found.kind, numbers[found.line - 1], found.mark)


def secrets_in(data: bytes, name: str = "") -> list[Secret]:
    """Secrets in a text, UTF-8, with lines counted from 1; see :func:`secrets_in_lines`."""
    settings = is_settings(name)
    found: dict[Secret, None] = {}
    for place in places(candidates(settings=settings), data):
        for rule, mark in _in_line(data, place.begin, place.end, settings=settings):
            found.setdefault(Secret(rule, place.line, mark))
    for rule, number in formats.secrets_by_name(data, name):
        found.setdefault(Secret(rule, number))
    return sorted(found, key=lambda secret: (secret.line, secret.kind, secret.mark))


def _in_line(data: bytes, begin: int, stop: int, *, settings: bool) -> Iterator[tuple[str, str]]:
    """Rule and mark of each secret in one line, or in one window of a long line."""
    window = data[begin:stop]
    if b"-----BEGIN" in window:
        yield from _private_keys(data, begin, stop)
    matching = form_set().Match(window)
    if not matching:
        return
    shown = window.decode("utf-8", "replace")
    if any(mark in shown for mark in lists().words["allowed_marks"]):
        return
    every = forms()
    known: set[str] = set()
    for i in sorted(matching):
        form = every[i]
        if form.settings_only and not settings:
            continue
        for match in form.pattern.finditer(window):
            rule, value = _judge(form, match.groups())
            if rule and value not in known:
                known.add(value)
                yield rule, _mark(rule, value)


def _judge(form: Form, groups: tuple[bytes | None, ...]) -> tuple[str, str]:
    """Id of the rule and the value; empty when it is no secret."""
    texts = [(group or b"").decode("utf-8", "replace") for group in groups]
    if not form.assignment:
        value = texts[0]
        return (form.rule.id, value) if CHECKS[form.rule.check](value) else ("", "")
    value = next((text for text in texts[1:] if text), "")
    rule = rule_for_name(texts[0])
    if not rule or value.lower() == texts[0].lower():
        return "", ""
    if rule == "assigned-password":
        good = is_password(value.rstrip(",;"), quoted=not form.settings_only)
    else:
        good = CHECKS["key"](value.rstrip(",;"))
    return (rule, value) if good else ("", "")


def _mark(rule: str, value: str) -> str:
    if lists().rules[rule].check != "random" or len(value) < 20:
        return ""
    return hashlib.sha256(value.encode()).hexdigest()[:8]


def _private_keys(data: bytes, begin: int, stop: int) -> Iterator[tuple[str, str]]:
    """Private keys that begin in a line: the frame alone is none, code names it too."""
    for match in _PEM.finditer(data, begin, stop):
        body = data[match.end() : match.end() + _BODY].partition(b"-----")[0]
        parts: list[bytes] = []
        locked = b"ENCRYPTED" in match.group(1)
        for piece in _PIECES.split(body):
            bare = piece.strip(b" \t\"'+,\\*#/>|;")
            if _HEADER.match(bare) or (not parts and len(bare) < 4):
                locked = locked or b"ENCRYPTED" in bare
            elif _PIECE.fullmatch(bare):
                parts.append(bare)
            elif bare:
                break
        text = b"".join(parts)
        if len(text) < _LEAST_KEY or entropy(text[:256].decode()) < 4.0:
            continue
        # A key of OpenSSH says inside whether a passphrase protects it.
        openssh = text.startswith(b"b3BlbnNzaC1rZXktdjE")
        locked = locked or (openssh and b"AAAABG5vbmU" not in text[:48])
        rule = "encrypted-private-key" if locked else "private-key"
        yield rule, hashlib.sha256(text).hexdigest()[:8]


def _examine(source: Source) -> list[dict[str, object]] | None:
    found = secrets_in(source.utf8, source.name)
    return [asdict(secret) for secret in found] or None


def _wants(path: str) -> bool:
    return is_settings(path.rpartition("/")[2])


def detector() -> Detector:
    """Secrets in text files: ``{kind, line, mark}``, as in :class:`Secret`."""
    return Detector("secrets", version(1), _examine, triggers(), _wants, prepare=form_set)
