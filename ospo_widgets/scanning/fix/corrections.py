# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Corrects what a file states already: holders that cannot hold, blanks of templates, old ids."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ospo_widgets.licensing.notices import is_collaboration
from ospo_widgets.scanning.fix.content import Content, Splice
from ospo_widgets.scanning.fix.header import LICENSE_TAG
from ospo_widgets.scanning.notices import is_bare_ohl

_HEAD = 65_536
_YEARS = r"(?:\d{4}(?:[ ]?(?:-|–|\xe2\x80\x93|,)[ ]?\d{4}){0,20},?[ ]{1,3})?"
_NOTICE = re.compile(
    r"(?:SPDX-(?:File|Snippet)CopyrightText:|(?i:copyright)\b|©|\xc2\xa9)[ \t]{0,8}"
    r"(?:(?i:copyright)[ \t]{0,8})?(?:\([Cc]\)|©|\xc2\xa9)?[ \t]{0,8}"
    + _YEARS
    + r"(?:by[ ])?(?P<holder>[^\r\n]{3,200}?)[ \t]{0,40}(?:\*/|-->|\*\)|[.,;])?[ \t]{0,40}$",
    re.M,
)
_TEMPLATE = re.compile(
    r"(?i:copyright)[ \t]{1,8}(?:\([Cc]\)[ \t]{0,8}|©[ \t]{0,8}|\xc2\xa9[ \t]{0,8})?"
    r"(?P<year>\[yyyy\]|\[year\]|<year>|\{yyyy\}|\{year\}|\d{4})[ \t]{1,8}"
    r"(?P<holder>\[name of copyright owner\]|\[fullname\]|<name of author>"
    r"|\{name of copyright owner\}|<copyright holders?>|\[copyright holders?\]|<owner>|\[owner\])"
)
_TAG = re.compile(rf"{LICENSE_TAG}[ \t]{{0,8}}(?P<value>[^\r\n]{{1,300}})")
_OLD = re.compile(r"(?<![\w.-])(?P<id>(?:A|L)?GPL-\d\.\d|GFDL-1\.\d)(?P<plus>\+)?(?![\w.+-])")
_OHL = re.compile(r"(?<![\w.-])CERN-OHL[\w.-]*\+?")
_LATER = re.compile(r"any\W{1,40}later\W{1,40}version|or\W{1,40}later", re.I)
_ONLY = re.compile(r"version\W{1,20}[123](?:\.\d)?\W{1,40}only|only\W{1,20}version\b", re.I)
_APPENDIX = re.compile(r"APPENDIX: How to apply|END OF TERMS AND CONDITIONS", re.I)


@dataclass(slots=True)
class Corrections:
    """Corrections of one file.

    Attributes:
        splices: What changes.
        settles: ``holder``, ``bracket`` or ``id``, each once.
        open: Keys of what a person must decide: ``collaboration``, ``deprecated``, ``bare_ohl``.
    """

    splices: list[Splice] = field(default_factory=list)
    settles: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def _add(self, content: Content, start: int, end: int, text: str, settles: str) -> bool:
        encoded = content.encode(text)
        if encoded is None or any(s.start < end and start < s.end for s in self.splices):
            return False
        self.splices.append(Splice(start, end, encoded))
        if settles not in self.settles:
            self.settles.append(settles)
        return True


@dataclass(frozen=True, slots=True)
class Rules:
    """What corrections write.

    Attributes:
        collaborations: Whether holders that are collaborations are changed.
        holder: Holder that holds for a collaboration.
        template_holder: Holder for blanks; empty leaves them.
        template_year: Year for blanks; empty leaves them.
        open_hardware: Variant for CERN-OHL ids without one; empty leaves them.
    """

    collaborations: bool
    holder: str
    template_holder: str
    template_year: str
    open_hardware: str


def corrections_for(content: Content, rules: Rules) -> Corrections:
    """What is wrong in a file that is ours, and how it is mended."""
    made = Corrections()
    if content.encoding == "binary":
        return made
    head = content.text[:_HEAD]
    _templates(content, head, rules, made)
    _holders(content, head, rules, made)
    _ids(content, head, rules, made)
    return made


def template_splices(content: Content, holder: str, year: str) -> list[Splice]:
    """Blanks in the copyright line of a licence file; those in its instructions stay."""
    text = content.text
    stop = _APPENDIX.search(text)
    made = Corrections()
    _templates(
        content, text[: stop.start()] if stop else text, Rules(False, "", holder, year, ""), made
    )
    return made.splices


def _templates(content: Content, head: str, rules: Rules, made: Corrections) -> None:
    if not rules.template_holder:
        return
    for match in _TEMPLATE.finditer(head):
        blank = not match["year"].isdecimal()
        if blank and not rules.template_year:
            continue
        made._add(content, *match.span("holder"), rules.template_holder, "bracket")
        if blank:
            made._add(content, *match.span("year"), rules.template_year, "bracket")


def _holders(content: Content, head: str, rules: Rules, made: Corrections) -> None:
    for match in _NOTICE.finditer(head):
        # “for the benefit of” holds already; a sentence is no holder
        named = match["holder"].strip()
        plain = named.encode("latin-1").decode("utf-8", "replace")
        if len(plain.split()) > 7 or not is_group(plain):
            continue
        if not rules.collaborations:
            if "collaboration" not in made.open:
                made.open.append("collaboration")
            continue
        bare = re.sub(r"^[Tt]he\s+", "", plain)
        start = match.start("holder") + match["holder"].find(named)
        text = f"{rules.holder} for the benefit of the {bare}"
        made._add(content, start, start + len(named), text, "holder")


_GROUP_END = re.compile(r"(?i:collaborations?|experiment)(?:\s+<[^>]*>)?$")


def is_group(holder: str) -> bool:
    """A holder that is a collaboration by its last word; a project may be a legal person."""
    return is_collaboration(holder) and bool(_GROUP_END.search(holder))


def _ids(content: Content, head: str, rules: Rules, made: Corrections) -> None:
    for tag in _TAG.finditer(head):
        begin = tag.start("value")
        for match in _OLD.finditer(tag["value"]):
            suffix = _suffix(match, head)
            if suffix:
                start = begin + match.start()
                made._add(content, start, begin + match.end(), match["id"] + suffix, "id")
            elif "deprecated" not in made.open:
                made.open.append("deprecated")
        for match in _OHL.finditer(tag["value"]):
            if not is_bare_ohl(match[0]):
                continue
            span = (begin + match.start(), begin + match.end())
            if rules.open_hardware:
                made._add(content, *span, rules.open_hardware, "id")
            elif "bare_ohl" not in made.open:
                made.open.append("bare_ohl")


def _suffix(match: re.Match[str], head: str) -> str:
    """``-or-later`` or ``-only`` as the file says; empty when it does not say."""
    if match["plus"] or _LATER.search(head):
        return "-or-later"
    return "-only" if _ONLY.search(head) else ""
