# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings that people have accepted and paths that they exclude, each with a recorded reason.

The file lies in the repository as ``.ospo/baseline.yaml``, or is given to the scan::

    accepted:
      - finding: hygiene.secret
        paths: ["tests/keys/**"]
        reason: Keys made for the tests, used nowhere else.
        until: 2027-06-30
    excluded:
      - paths: ["third_party/**"]
        reason: Copy of libfoo 1.2, unchanged.

Nothing is hidden: what was accepted stays in the result, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from ospo_widgets.scanning.baseline.detector import MAX_BYTES, PATH
from ospo_widgets.scanning.globs import matcher
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.scanning.checks.model import Draft
    from ospo_widgets.scanning.result import Finding

MAX_ENTRIES = 1_000
_MAX_TEXT = 1_000


class BaselineError(ValueError):
    """The file cannot be used; the message says why, in the language of the session."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """One acceptance.

    Attributes:
        finding: Id of the kind of finding; ``*`` for any, or with ``.*`` at the end for a group.
        reason: Why, never empty.
        paths: Globs as in ``REUSE.toml``; empty for the finding wherever it is.
        about: Only the finding about this component or holder; empty for any.
        until: Last day on which it counts, None for always.
    """

    finding: str
    reason: str
    paths: tuple[str, ...] = ()
    about: str = ""
    until: date | None = None

    def concerns(self, draft_id: str, about: str) -> bool:
        """Whether it is about this kind of finding."""
        if self.about and self.about.casefold() != about.casefold():
            return False
        group = self.finding.endswith(".*") and draft_id.startswith(self.finding[:-1])
        return self.finding in {"*", draft_id} or group


@dataclass(frozen=True, slots=True)
class Baseline:
    """All acceptances, in order; an exclusion is one for every kind of finding."""

    entries: tuple[Accepted, ...] = ()

    def __add__(self, other: Baseline) -> Baseline:
        return Baseline((*self.entries, *other.entries))


def read_baseline(text: str) -> Baseline:
    """Read the file.

    Raises:
        BaselineError: It is no such file, or an entry lacks its reason.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES or text.count("*") > 100_000:
        raise BaselineError(words("baseline.large"))
    try:
        # An anchor could make a short file unfold without end; nobody needs one here.
        data = [] if "&" in text else yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise BaselineError(words("baseline.no_yaml", line=line)) from None
    if data is None:
        return Baseline()
    if not isinstance(data, dict) or set(data) - {"accepted", "excluded"}:
        raise BaselineError(words("baseline.shape"))
    entries = [
        _entry(row, name)
        for name in ("accepted", "excluded")
        for row in _rows(data.get(name), name)
    ]
    if len(entries) > MAX_ENTRIES:
        raise BaselineError(words("baseline.large"))
    return Baseline(tuple(entries))


def _rows(value: object, name: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BaselineError(words("baseline.list", name=name))
    return value


def _entry(row: object, name: str) -> Accepted:
    allowed = {"reason", "paths"} | ({"finding", "about", "until"} if name == "accepted" else set())
    if not isinstance(row, dict) or set(map(str, row)) - allowed:
        raise BaselineError(words("baseline.entry", name=name, allowed=", ".join(sorted(allowed))))
    reason = _text(row.get("reason"))
    if not reason:
        raise BaselineError(words("baseline.reason", name=name))
    given = row.get("paths")
    paths = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, list) else ()
    if not all(isinstance(p, str) and 0 < len(p) <= _MAX_TEXT for p in paths):
        raise BaselineError(words("baseline.paths", name=name))
    until = row.get("until")
    if until is not None and (not isinstance(until, date) or hasattr(until, "hour")):
        raise BaselineError(words("baseline.until"))
    if name == "excluded":
        if not paths:
            raise BaselineError(words("baseline.paths", name=name))
        return Accepted("*", reason, paths)
    finding = _text(row.get("finding"))
    if not finding or finding == "*":
        raise BaselineError(words("baseline.finding"))
    return Accepted(finding, reason, paths, _text(row.get("about")), until)


def _text(value: object) -> str:
    return " ".join(value.split())[:_MAX_TEXT] if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Applied:
    """Drafts after a baseline.

    Attributes:
        kept: What remains to be settled.
        accepted: What was accepted, each with its reason.
        unused: Entries that fit nothing.
        expired: Entries that no longer count.
    """

    kept: tuple[Draft, ...]
    accepted: tuple[tuple[Draft, str], ...] = ()
    unused: tuple[Accepted, ...] = ()
    expired: tuple[Accepted, ...] = ()


def apply(drafts: Iterable[Draft], baseline: Baseline, today: date) -> Applied:
    """Take out of ``drafts`` what the baseline accepts; of a finding in many files, those files."""
    from ospo_widgets.scanning.exports.places import place_of

    expired = tuple(e for e in baseline.entries if e.until and e.until < today)
    entries = [(e, matcher(e.paths)) for e in baseline.entries if e not in expired]
    used: set[int] = set()
    kept: list[Draft] = []
    accepted: list[tuple[Draft, str]] = []
    for draft in drafts:
        left: Draft | None = draft
        for i, (entry, fits) in enumerate(entries):
            if left is None or not entry.concerns(draft.id, draft.about):
                continue
            inside = tuple(p for p in left.paths if fits(place_of(p).path))
            if entry.paths and not inside:
                continue
            used.add(i)
            outside = tuple(p for p in left.paths if p not in set(inside)) if entry.paths else ()
            taken = _only(left, inside) if outside else left
            accepted.append((taken, entry.reason))
            left = _only(left, outside) if outside else None
        if left is not None:
            kept.append(left)
    unused = tuple(entry for i, (entry, _) in enumerate(entries) if i not in used)
    return Applied(tuple(kept), tuple(accepted), unused, expired)


def _only(draft: Draft, paths: tuple[str, ...]) -> Draft:
    """The finding in some of its files; a count of files follows."""
    from ospo_widgets.scanning.exports.places import place_of

    values = dict(draft.values)
    if "files" in values:
        values["files"] = plural("scanning.files", len({place_of(p).path for p in paths}))
    return replace(draft, paths=paths, values=values)


def dump_baseline(findings: Sequence[Finding], reason: str, until: date | None = None) -> str:
    """A baseline that accepts ``findings`` for one reason.

    Raises:
        BaselineError: The reason is empty.
    """
    if not reason.strip():
        raise BaselineError(words("baseline.reason", name="accepted"))
    one = " ".join(reason.split())
    return dump_accepted([replace(finding, accepted=one) for finding in findings], until)


def dump_accepted(findings: Sequence[Finding], until: date | None = None) -> str:
    """A baseline that accepts ``findings``, each for its own reason."""
    from ospo_widgets.scanning.exports.places import place_of

    rows = []
    for finding in findings:
        row: dict[str, Any] = {"finding": finding.id}
        if finding.about:
            row["about"] = finding.about
        paths = list(dict.fromkeys(place_of(p).path for p in finding.paths))
        if paths:
            row["paths"] = [_literal(path) for path in paths]
        row["reason"] = finding.accepted
        if until:
            row["until"] = until.replace()  # one of its own, or YAML would write references
        rows.append(row)
    head = words("baseline.head", path=PATH)
    body = yaml.safe_dump({"accepted": rows}, sort_keys=False, allow_unicode=True, width=100)
    return "".join(f"# {line}\n" for line in head.splitlines()) + body


def _literal(path: str) -> str:
    """A glob that fits this path alone."""
    return path.replace("\\", "\\\\").replace("*", "\\*")
