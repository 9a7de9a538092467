# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How a comment looks in a file: by its name as ``reuse`` knows it, by its content where names lie.

A comment of the wrong kind breaks a build, so what is not certain gets none: the file is then
annotated in ``REUSE.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from ospo_widgets.licensing.reuse_tool import ALSO

_LIKE: Mapping[str, str] = {
    **ALSO,
    ".bash_profile": ".sh",
    ".bazel": ".py",
    ".cff": ".yaml",
    ".csh": ".sh",
    ".cppm": ".cpp",
    ".desktop": ".py",
    ".dockerfile": ".py",
    ".do": ".py",
    ".flake8": ".py",
    ".frag": ".cpp",
    ".glsl": ".cpp",
    ".gnuplot": ".py",
    ".hxx": ".hpp",
    ".inl": ".cpp",
    ".ipp": ".cpp",
    ".ixx": ".cpp",
    ".mak": ".mk",
    ".pxi": ".pyx",
    ".service": ".py",
    ".spec": ".py",
    ".tcc": ".cpp",
    ".timer": ".py",
    ".tpp": ".cpp",
    ".vert": ".cpp",
    ".vht": ".hs",
}
_NAMES: Mapping[str, str] = {
    "build.bazel": ".py",
    "gnumakefile": ".py",
    "pipfile": ".py",
    "singularity": ".py",
    "vagrantfile": ".rb",
    "workspace": ".py",
}
_PREFIXES: Mapping[str, str] = {"dockerfile.": ".py", "makefile.": ".py", "containerfile.": ".py"}
_TEMPLATES = (".in", ".tmpl")
"""Endings of templates: what stands before them says the language."""

_NEVER = frozenset(
    {".node-version", ".nvmrc", ".python-version", ".ruby-version", ".tool-versions", "manifest",
     "py.typed", "root", "runtime.txt"}
)  # fmt: skip
"""Names that ``reuse`` gives comments to, though some programs read them literally."""

_NEVER_ENDINGS = (".aux", ".toc", ".pot", ".po", ".lock", ".sum")
"""Files that programs write."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a comment looks.

    Attributes:
        name: Short name of the style.
        single: Sign at the beginning of a comment line; empty when there is none.
        start: Sign that opens a block of lines; empty when there is none.
        end: Sign that closes a block of lines.
        comment: Makes a comment of lines; None when the style cannot hold them.
    """

    name: str
    single: str
    start: str
    end: str
    comment: Callable[[str], str | None]


def style_of(path: str, head: str) -> Style | None:
    """Comment style of a file; None when it has none or it is not certain.

    Args:
        path: Relative path.
        head: Beginning of the content.
    """
    name = PurePosixPath(path).name
    for ending in _TEMPLATES:
        stem = name.lower().removesuffix(ending)
        if stem != name.lower() and _known(stem):
            name = name[: len(stem)]
    low = name.lower()
    if low in _NEVER or (low.endswith(_NEVER_ENDINGS) and "." in low[1:]):
        return None
    found = _known(low)
    if found is None:
        return _by_shebang(head)
    return _by_content(PurePosixPath(low).suffix, head, found)


def _known(low: str) -> Style | None:
    """Style by the name of a file, in lower case."""
    from reuse.comment import get_comment_style

    like = _NAMES.get(low) or next((v for k, v in _PREFIXES.items() if low.startswith(k)), "")
    style = get_comment_style(f"x{like}" if like else low)
    if style is None:
        like = _LIKE.get(PurePosixPath(low).suffix) or _LIKE.get(low, "")
        style = get_comment_style(f"x{like}") if like else None
    made: Any = style
    return _style(made) if made is not None else None


def _by_shebang(head: str) -> Style | None:
    """A script without an ending says its language in its first line."""
    match = re.match(
        r"#![^\n\r]{0,200}?[/ ](python[\d.]*|bash|sh|zsh|ksh|perl|ruby|tclsh|Rscript)\b", head
    )
    return _known("x.sh") if match else None


_CONTENT: Mapping[str, tuple[tuple[str, str], ...]] = {
    # Objective-C, else MATLAB and Octave
    ".m": (
        (
            r"^\s*(?:#import|#include|@(?:interface|implementation|import|protocol)\b|//|/\*)",
            ".cpp",
        ),
        (r"^\s*\(\*", ""),
        (r"", ".m"),
    ),
    # Coq proofs, V, else Verilog
    ".v": (
        (
            r"^\s*(?:\(\*|Require\b|From\s+\w+\s+Require|Import\b|Theorem\b|Lemma\b|Definition\b)",
            "",
        ),
        (r"", ".v"),
    ),
    ".cl": (
        (r"\b__?kernel\b|#pragma OPENCL|get_global_id", ".cpp"),
        (r"^\s*[;(]", ".cl"),
        (r"", ""),
    ),
    ".ts": ((r"^\s*(?:<\?xml|<!DOCTYPE TS|<TS\b)", ".xml"), (r"", ".ts")),
    ".props": ((r"^\s*<", ".xml"), (r"", ".py")),
    ".cls": (
        (r"\\(?:NeedsTeXFormat|ProvidesClass|LoadClass|DeclareOption)|^\s*%", ".tex"),
        (r"", ""),
    ),
    ".es": ((r"^\s*%%|escript", ".erl"), (r"", "")),
    ".t": ((r"^\s*(?:#|use\b)", ".py"), (r"", "")),
    ".pro": ((r"^\s*;|\bpro\s+\w+", ""), (r"", ".py")),
    ".pl": ((r"^\s*:-", ""), (r"", ".pl")),
    ".s": ((r"", ".s"),),
    ".man": ((r"^\s*[.']", ".man"), (r"", "")),
    ".inl": ((r"", ".cpp"),),
    ".asc": ((r"-----BEGIN", ""), (r"^=|^//", ".adoc"), (r"", "")),
    ".d": ((r"^\s*[\w./-]+\.o\s*:", ""), (r"", ".d")),
    ".sc": ((r"", ".sc"),),
    ".fs": ((r"^\s*(?:\\ |\()", ""), (r"", ".fs")),
    ".ld": ((r"", ".ld"),),
    ".spec": ((r"^\s*(?:%\w+|Name:|Summary:|Version:|#)", ".py"), (r"", "")),
    # Lists of files of a hardware design, else Fortran
    ".f": (
        (
            r"(?i)^\s*(?:program|subroutine|module|function|integer|real|implicit|end)\b|^[cC*!]\s",
            ".f",
        ),
        (r"", ""),
    ),
    ".do": ((r"^\s*(?:#|vlib|vsim|vcom|vlog|add wave|onerror|set )", ".py"), (r"", "")),
}
"""Endings that several languages share: expressions for the content, and the ending to go by;
an empty one means that no comment is certain."""


def _by_content(suffix: str, head: str, found: Style) -> Style | None:
    for pattern, like in _CONTENT.get(suffix, ()):
        if re.search(pattern, head[:4096], re.M):
            return _known(f"x{like}") if like else None
    if found.name == "html" and suffix not in {
        ".html",
        ".htm",
        ".md",
        ".markdown",
        ".vue",
        ".svelte",
    }:
        return found if head.lstrip("\ufeff \t\r\n").startswith("<") else None
    return found if found.single or found.start else None


@cache
def _style(cls: Any) -> Style:
    can_multi = bool(cls.can_handle_multi())
    return Style(
        cls.__name__.removesuffix("CommentStyle").casefold(),
        str(cls.SINGLE_LINE) if cls.can_handle_single() else "",
        str(cls.MULTI_LINE.start) if can_multi else "",
        str(cls.MULTI_LINE.end) if can_multi else "",
        _commenter(cls),
    )


def _commenter(cls: Any) -> Callable[[str], str | None]:
    def comment(text: str) -> str | None:
        from reuse.exceptions import CommentCreateError

        try:
            made = str(cls.create_comment(text))
        except CommentCreateError:
            return None
        return "\n".join(line.rstrip() for line in made.splitlines())

    return comment
