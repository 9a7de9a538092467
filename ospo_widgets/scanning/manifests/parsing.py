# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Safe parsers of JSON, TOML, YAML and Python, and helpers to read data of any shape."""

from __future__ import annotations

import ast
import json
import re
import tomllib
import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import re2
import yaml

from ospo_widgets.scanning.manifests.model import ManifestError
from ospo_widgets.sizes import MEGABYTE

MAX_YAML = MEGABYTE
MAX_ALIASES = 100
"""Aliases that a YAML file may use; more is an attempt to make it unfold without end."""
MAX_MERGED = 10_000
MAX_YAML_DEPTH = 100
_DOTTED = re2.compile(r"""(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){100}""")
"""A key of TOML with very many parts; the parser takes the square of their number."""
MAX_PYTHON = 512 * 1024
MAX_LITERAL_DEPTH = 60
"""Deepest nesting of calls and lists in Python source that is followed."""
_FLOW = re.compile(r"[\[\]{}]")
_COMPACT = re.compile(r"^[ \t]*(?:[-?:][ \t]+){40}", re.M)
"""Blocks inside blocks on one line; the parser is recursive and written in C."""


def mapping(value: object) -> Mapping[str, object]:
    """``value`` when it is a mapping, its text keys only; else an empty one."""
    if not isinstance(value, Mapping):
        return {}
    return {k: v for k, v in value.items() if isinstance(k, str)}


def items(value: object) -> Iterable[object]:
    """``value`` when it is a list, else nothing."""
    return value if isinstance(value, list | tuple) else ()


def text(value: object) -> str:
    """``value`` when it is a text, in one line, else an empty text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def number_text(value: object) -> str:
    """A text, or a number as text: YAML and TOML writers forget quotes around versions."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return text(value)


def texts(value: object) -> Iterator[str]:
    """A text, or the texts of a list of any depth down to three levels."""
    yield from _texts(value, 3)


def _texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth:
        for item in items(value):
            yield from _texts(item, depth - 1)


def load_json(content: str) -> Mapping[str, object]:
    """The object of a JSON file; an empty one when it holds something else.

    Raises:
        ManifestError: It is no JSON, or nested too deep.
    """
    try:
        return mapping(json.loads(content))
    except (ValueError, RecursionError) as error:
        raise ManifestError("no valid JSON") from error


def load_toml(content: str) -> Mapping[str, object]:
    """The table of a TOML file.

    Raises:
        ManifestError: It is no TOML, or nested too deep.
    """
    if _DOTTED.search(content.encode("utf-8", "replace")):
        raise ManifestError("nested too deep")
    try:
        return tomllib.loads(content)
    except (ValueError, RecursionError) as error:
        first = str(error).splitlines()[0] if str(error) else "no valid TOML"
        raise ManifestError(first[:120]) from error


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, without merges that double in size at each level."""

    def flatten_mapping(self, node: Any) -> None:
        super().flatten_mapping(node)
        if len(node.value) > MAX_MERGED:
            raise ManifestError("too many merged keys")


def load_yaml(content: str) -> Mapping[str, object]:
    """The mapping of a YAML file, an empty one when it holds something else.

    Raises:
        ManifestError: It is no YAML, too large, too deep or built to unfold without end.
    """
    if len(content) > MAX_YAML:
        raise ManifestError("larger than 1 MB")
    if len(re.findall(r"(?:^|[\s\[{,:])\*\w", content)) > MAX_ALIASES:
        raise ManifestError("too many aliases")
    depth = deepest = 0
    for match in _FLOW.finditer(content):
        depth = depth + 1 if match[0] in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    if deepest > MAX_YAML_DEPTH or _COMPACT.search(content):
        raise ManifestError("nested too deep")
    try:
        return mapping(yaml.load(content, Loader=_Loader))
    except ManifestError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, AttributeError) as error:
        raise ManifestError("no valid YAML") from error


def load_python(content: str) -> ast.Module:
    """Syntax tree of Python source, which is never run.

    Raises:
        ManifestError: It is no Python, too large or nested too deep.
    """
    if len(content) > MAX_PYTHON:
        raise ManifestError("larger than 512 KB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ManifestError(f"no valid Python ({type(error).__name__})") from error


def called(function: ast.expr) -> str:
    """Name of what a call calls: ``setup`` of ``setuptools.setup(…)``."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def literal(node: ast.expr | None, names: Mapping[str, ast.expr], depth: int = 0) -> object:
    """Texts, lists and dictionaries of literals; what is computed is left out.

    Args:
        node: Expression.
        names: Expressions that were assigned to names.
        depth: Levels above this one.
    """

    def inner(part: ast.expr) -> object:
        return literal(part, names, depth + 1)

    found: object = None
    match node:
        case _ if depth > MAX_LITERAL_DEPTH:
            pass
        case ast.Constant():
            found = node.value
        case ast.List() | ast.Tuple() | ast.Set():
            found = [inner(e) for e in node.elts]
        case ast.Dict():
            pairs = zip(node.keys, node.values, strict=True)
            found = {str(inner(k)): inner(v) for k, v in pairs if k is not None}
        case ast.BinOp(op=ast.Add()):
            found = [*items(inner(node.left)), *items(inner(node.right))]
        case ast.Name() if node.id in names:
            rest = {k: v for k, v in names.items() if k != node.id}
            found = literal(names[node.id], rest, depth + 1)
    return found


def line_counter(content: str) -> Callable[[int], int]:
    """A function from a position in ``content`` to its line, counted from 1."""
    ends = [match.start() for match in re.finditer("\n", content)]
    return lambda position: bisect_left(ends, position) + 1


def line_of(content: str, name: str) -> int | None:
    """Line on which an entry of this name begins, counted from 1; None when there is none.

    A line that begins with the name (behind quotes, dashes and brackets) comes first, then any
    line that has it.
    """
    at, anywhere = content.find(name), -1
    while at >= 0:
        start = content.rfind("\n", 0, at) + 1
        after = content[at + len(name) : at + len(name) + 1]
        if not (after.isalnum() or after in {"-", "_"}):
            if not content[start:at].strip(" \t-\"'[{,"):
                return content.count("\n", 0, at) + 1
            anywhere = at if anywhere < 0 else anywhere
        at = content.find(name, at + max(1, len(name)))
    return content.count("\n", 0, anywhere) + 1 if anywhere >= 0 else None
