# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``REUSE.toml`` of a release kit, laid under the one that a project has already.

In REUSE the last annotation that matches a file wins (specification 3.3). So the licence of the
main part for all files comes first, then the other parts, then what the project had, and last the
files of the kit itself. Precedence ``closest`` leaves the headers in files in force.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.licensing.reuse_tool import toml_text
from ospo_widgets.wording import words


@dataclass(frozen=True, slots=True)
class Annotation:
    """Some paths with their copyright text and licence."""

    paths: tuple[str, ...]
    copyright: str
    expression: str
    precedence: str = "closest"

    def to_toml(self) -> str:
        """One ``[[annotations]]`` table."""
        path = toml_text(self.paths[0]) if len(self.paths) == 1 else _array(self.paths)
        return (
            "[[annotations]]\n"
            f"path = {path}\n"
            f"precedence = {toml_text(self.precedence)}\n"
            f"SPDX-FileCopyrightText = {toml_text(self.copyright)}\n"
            f"SPDX-License-Identifier = {toml_text(self.expression)}\n"
        )


def reuse_toml(ours: Iterable[Annotation], existing: str, last: Iterable[Annotation]) -> str:
    """Text of ``REUSE.toml``.

    Args:
        ours: Annotations of the parts, the main one first.
        existing: Text of the project's ``REUSE.toml``, empty when it has none; kept word for word
            where TOML allows it.
        last: Annotations that must not be overruled: those of the kit's own files.

    Raises:
        InputError: The existing file is not valid. No kit was made.
    """
    before = [a.to_toml() for a in ours]
    after = [a.to_toml() for a in last]
    if not existing.strip():
        return "\n".join(["version = 1\n", *before, *after])
    wanted = parsed(existing)
    annotations = wanted.get("annotations", [])
    first = tomllib.loads("\n".join(before)).get("annotations", [])
    final = tomllib.loads("\n".join(after)).get("annotations", [])
    if _has_both(annotations, first, final):
        return existing
    wanted["annotations"] = first + annotations + final
    wanted["version"] = 1
    kept = _word_for_word(existing, before, after)
    return kept if _loads(kept) == wanted else _rendered(wanted)


def parsed(existing: str) -> dict[str, Any]:
    """An existing ``REUSE.toml`` as data.

    Raises:
        InputError: It is not TOML, not version 1, or its annotations are no tables.
    """
    try:
        data = tomllib.loads(existing)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(words("kit.error.reuse.syntax", why=error)) from None
    if data.get("version", 1) != 1:
        raise _wrong(words("kit.error.reuse.version"))
    annotations = data.get("annotations", [])
    if not isinstance(annotations, list) or not all(isinstance(a, dict) for a in annotations):
        raise _wrong(words("kit.error.reuse.annotations"))
    return data


def expressions_in(existing: str) -> tuple[str, ...]:
    """Licence expressions that the annotations of an existing ``REUSE.toml`` name."""
    if not existing.strip():
        return ()
    found: dict[str, None] = {}
    for annotation in parsed(existing).get("annotations", []):
        value = annotation.get("SPDX-License-Identifier", [])
        found.update((v, None) for v in ([value] if isinstance(value, str) else value))
    return tuple(v for v in found if isinstance(v, str))


def _array(values: Iterable[str]) -> str:
    return f"[{', '.join(toml_text(v) for v in values)}]"


def _word_for_word(existing: str, before: list[str], after: list[str]) -> str:
    """Our annotations put in front of the first one of the existing text, comments kept."""
    text = existing.replace("\r\n", "\n")
    head, mark, tail = text.partition("[[annotations]]")
    lines = [line for line in head.splitlines() if not line.replace(" ", "").startswith("version=")]
    kept = "\n".join(lines).strip()
    pieces = [kept + "\n"] if kept else []
    pieces += ["version = 1\n", *before]
    pieces += [f"{mark}{tail.rstrip()}\n"] if mark else []
    return "\n".join([*pieces, *after])


def _has_both(annotations: list[Any], first: list[Any], last: list[Any]) -> bool:
    """Whether an earlier kit put the same annotations there, so that there is nothing to do."""
    enough = len(annotations) >= len(first) + len(last)
    return enough and annotations[: len(first)] == first and annotations[-len(last) :] == last


def _loads(text: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _rendered(data: Mapping[str, Any]) -> str:
    """The same content written anew, for texts that cannot be joined as they are."""
    top = [f"{_key(k)} = {_value(v)}\n" for k, v in data.items() if k != "annotations"]
    tables = [
        "[[annotations]]\n" + "".join(f"{_key(k)} = {_value(v)}\n" for k, v in a.items())
        for a in data["annotations"]
    ]
    return "\n".join(["".join(top), *tables])


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else toml_text(name)


def _value(value: object) -> str:
    if isinstance(value, str):
        return toml_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(v) for v in value)}]"
    raise _wrong(words("kit.error.reuse.value"))


def _wrong(message: str) -> InputError:
    return InputError(message, remedy=words("kit.error.reuse.remedy"))
