# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Headers to paste: how a comment looks in each file type, as the ``reuse`` tool knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from ospo_widgets.advice.kit.details import Subject
from ospo_widgets.advice.kit.text import cell, code, file_name
from ospo_widgets.advice.model import PartAdvice
from ospo_widgets.licensing.notices import hardware_terms, is_open_hardware, spdx_header
from ospo_widgets.licensing.reuse_tool import ALSO, tool_expression
from ospo_widgets.project import Material
from ospo_widgets.wording import words

SIDECAR = ".license"
"""Ending of the text file that holds the header of a file without comments (REUSE 3.3)."""

USUAL: Mapping[Material, tuple[str, ...]] = {
    Material.SOFTWARE: (".py", ".c", ".h", ".cpp", ".sh", ".yaml", ".md", ".json"),
    Material.FIRMWARE: (".c", ".h", ".s", ".py", "Makefile", ".md"),
    Material.GATEWARE: (".vhd", ".v", ".sv", ".xdc", ".tcl", ".md"),
    Material.HARDWARE: (".kicad_sch", ".kicad_pcb", ".step", ".md"),
    Material.DOCUMENTATION: (".md", ".rst", ".tex", ".svg", ".png"),
    Material.DATA: (".csv", ".json", ".yaml", ".md"),
    Material.MODEL: (".py", ".json", ".onnx", ".md"),
}
"""File types that a part usually has, shown while nobody counted its files."""

_LEAST_ENDINGS = 2
_LONGEST_ENDING = 12


@dataclass(frozen=True, slots=True)
class Style:
    """How a comment looks.

    Attributes:
        name: Short name, the same in every run.
        endings: Endings and whole names of the files that use it.
        comment: Makes a comment of some lines; None when the style cannot hold them.
    """

    name: str
    endings: tuple[str, ...]
    comment: Callable[[str], str | None]


@cache
def styles() -> tuple[Style, ...]:
    """Comment styles of ``reuse``, each with every file type that uses it; the sidecar is last."""
    by_style: dict[str, tuple[type, list[str]]] = {}
    known = _known()
    for ending, style in known.items():
        by_style.setdefault(_name(style), (style, []))[1].append(ending)
    for ending, like in ALSO.items():
        if ending not in known:
            by_style[_name(known[like])][1].append(ending)
    made = [
        Style(name, tuple(sorted(endings, key=str.casefold)), _commenter(style))
        for name, (style, endings) in sorted(by_style.items())
        if _writes(style)
    ]
    bare = sorted(
        (e for style, ending in by_style.values() if not _writes(style) for e in ending),
        key=str.casefold,
    )
    return (*made, Style(SIDECAR, tuple(bare), lambda text: text))


def header_lines(advice: PartAdvice, subject: Subject) -> tuple[str, ...]:
    """Header of a part without comment signs; a design under CERN-OHL has its notice below."""
    license_id, who = str(advice.chosen), subject.who
    lines = spdx_header(who.name, who.year, tool_expression(license_id), who.beneficiary)
    if not is_open_hardware(license_id):
        return lines
    return (*lines, "", *hardware_terms(license_id, subject.details.source_location))


def file_types(advice: PartAdvice) -> tuple[str, ...]:
    """Endings and names of the files of a part: as counted, as its paths say, else the usual."""
    from_paths = [
        suffix
        for path in advice.part.paths
        if (suffix := PurePosixPath(path).suffix) and _plain_ending(suffix)
    ]
    found = tuple(dict.fromkeys((*advice.part.file_types, *from_paths)))
    return found or USUAL[advice.part.material]


def snippets(subject: Subject) -> dict[str, tuple[str, str]]:
    """Ready headers: file name to content and the file types that it is for."""
    found: dict[str, tuple[str, str]] = {}
    for stem, advice in _stems(subject).items():
        text = "\n".join(header_lines(advice, subject))
        for style, types in _sorted_by_style(file_types(advice), text):
            ending = SIDECAR if style.name == SIDECAR else types[0]
            name = f"{stem}.{file_name(ending, 'text')}.txt"
            if name in found:  # “.c” and “.c++” are one name and two styles
                name = f"{stem}.{style.name}.txt"
            found[name] = (f"{style.comment(text)}\n", ", ".join(types))
    return found


def headers_page(subject: Subject) -> str:
    """``headers.md``: the header of each part in the comment styles of its files."""
    # The examples are no statements about this file, so tools are told to pass over them.
    blocks = [
        f"# {words('kit.headers.title')}",
        words("kit.headers.text"),
        "<!-- REUSE-IgnoreStart -->",
    ]
    for advice in subject.parts:
        text = "\n".join(header_lines(advice, subject))
        blocks.append(f"## {cell(advice.part.name)}: {advice.chosen}")
        blocks.append(
            words("kit.headers.paths", paths=", ".join(code(p) for p in advice.part.paths))
        )
        for style, types in _sorted_by_style(file_types(advice), text):
            blocks += _block(style, types, text)
    blocks.append("<!-- REUSE-IgnoreEnd -->")
    return "\n\n".join(blocks) + "\n"


def all_headers_page(subject: Subject) -> str:
    """``all-headers.md``: every comment style that ``reuse`` knows, under each licence."""
    blocks = [
        f"# {words('kit.headers.all_title')}",
        words("kit.headers.all_text"),
        "<!-- REUSE-IgnoreStart -->",
    ]
    shown: dict[tuple[str, ...], list[str]] = {}
    for advice in subject.parts:
        shown.setdefault(header_lines(advice, subject), []).append(cell(advice.part.name))
    listed = styles()
    for lines, names in shown.items():
        text = "\n".join(lines)
        blocks.append(f"## {', '.join(names)}")
        refused = [s for s in listed if s.comment(text) is None]
        for style in listed:
            if style.name == SIDECAR:
                endings = (*style.endings, *(e for s in refused for e in s.endings))
                blocks += _block(style, endings, text)
            elif style not in refused:
                blocks += _block(style, style.endings, text)
    blocks.append("<!-- REUSE-IgnoreEnd -->")
    return "\n\n".join(blocks) + "\n"


def _block(style: Style, types: Iterable[str], text: str) -> list[str]:
    listed = ", ".join(code(t) for t in types)
    title = f"### {listed}"
    if style.name == SIDECAR:
        title = f"### {words('kit.headers.sidecar')}"
        listed = words("kit.headers.sidecar_types", types=listed)
        return [title, listed, _fenced(text)]
    return [title, _fenced(style.comment(text) or text)]


def _fenced(text: str) -> str:
    """A code block whose fence is longer than any run of backticks inside."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"


def _sorted_by_style(types: Iterable[str], text: str) -> list[tuple[Style, tuple[str, ...]]]:
    """File types by the style that can hold ``text``; those without comments come last."""
    listed = styles()
    sidecar = listed[-1]
    home = {ending.casefold(): style for style in listed for ending in style.endings}
    found: dict[str, tuple[Style, list[str]]] = {}
    for kind in types:
        style = home.get(kind.casefold(), sidecar)
        if style.comment(text) is None:
            style = sidecar
        found.setdefault(style.name, (style, []))[1].append(kind)
    ordered = sorted(found.values(), key=lambda pair: pair[0].name == SIDECAR)
    return [(style, tuple(kinds)) for style, kinds in ordered]


def _stems(subject: Subject) -> dict[str, PartAdvice]:
    """A file name for each part, all different."""
    stems: dict[str, PartAdvice] = {}
    for number, advice in enumerate(subject.parts, 1):
        stem = file_name(advice.part.id, f"part-{number}")
        while stem in stems:
            stem = f"{stem}-{number}"
        stems[stem] = advice
    return stems


def _plain_ending(suffix: str) -> bool:
    rest = suffix[1:].replace("_", "")
    return (
        rest.isascii() and rest.isalnum() and len(suffix) in range(_LEAST_ENDINGS, _LONGEST_ENDING)
    )


def _known() -> dict[str, type]:
    from reuse.comment import EXTENSION_COMMENT_STYLE_MAP, FILENAME_COMMENT_STYLE_MAP

    return {**EXTENSION_COMMENT_STYLE_MAP, **FILENAME_COMMENT_STYLE_MAP}


def _name(style: type) -> str:
    return style.__name__.removesuffix("CommentStyle").casefold()


def _writes(style: type) -> bool:
    """Whether the style has comments at all."""
    return bool(style.can_handle_single() or style.can_handle_multi())  # type: ignore[attr-defined]


def _commenter(style: type) -> Callable[[str], str | None]:
    def comment(text: str) -> str | None:
        from reuse.exceptions import CommentCreateError

        try:
            made = str(style.create_comment(text))  # type: ignore[attr-defined]
        except CommentCreateError:
            return None
        # An empty line of the header leaves a blank behind the sign of the comment.
        return "\n".join(line.rstrip() for line in made.splitlines())

    return comment
