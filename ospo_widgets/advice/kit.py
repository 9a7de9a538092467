# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The release kit: files that turn advice into a project that ``reuse lint`` passes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ospo_widgets.advice import kit_pages
from ospo_widgets.advice.answers import dump_answers
from ospo_widgets.advice.assembly import expression_of
from ospo_widgets.advice.kit_pages import FOLDER, Holder
from ospo_widgets.advice.kit_reuse import ALL_FILES, Annotation, expressions_in, reuse_toml
from ospo_widgets.advice.model import PartAdvice, Recommendation
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.errors import HoldError, InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.notices import copyright_line
from ospo_widgets.licensing.texts import has_text, license_text
from ospo_widgets.wording import words

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every entry of the archive, the earliest that zip can hold: same kit, same bytes."""

LICENSE_NAMES = re.compile(r"(LICEN[CS]E|COPYING)([-.](MD|TXT|RST))?", re.IGNORECASE)
"""Files in the root that hold the licence of a project."""

GPL_BESIDE = {"LGPL-3.0": "GPL-3.0", "LGPL-2.1": "GPL-2.0"}
"""Text that goes with an LGPL (OSL Task Force 2012). It lies in the root as ``COPYING.<id>``, a
name that REUSE does not count, because in ``LICENSES/`` a text that no file names is an error."""


_YEAR = re.compile(r"[<\[]year[>\]]")
_NAME = re.compile(r"[<\[](fullname|owner|copyright holders?)[>\]]")


@dataclass(frozen=True, slots=True)
class Kit:
    """Files by relative path, with ``/`` between folders.

    Attributes:
        files: Path to content.
        replaced: Paths whose new content holds the old one and takes its place.
        missing_texts: Licences that files name and whose text we do not have; a person adds them.
    """

    files: Mapping[str, bytes]
    replaced: frozenset[str] = frozenset()
    missing_texts: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What a person must still add, as a sentence; empty when the kit is whole."""
        if not self.missing_texts:
            return ""
        return words("advice.kit.missing_texts", licenses=", ".join(self.missing_texts))

    def zip_bytes(self) -> bytes:
        """The kit as a zip archive; the same kit gives the same bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self.files):
                entry = zipfile.ZipInfo(name, EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3
                entry.external_attr = 0o100644 << 16
                archive.writestr(entry, self.files[name])
        return buffer.getvalue()

    def write_to(self, folder: Path) -> None:
        """Write the files into a folder; nothing of a person is overwritten.

        Args:
            folder: Root of the project; made when it is not there.

        Raises:
            InputError: A file of another content is in the way, or a path leads out of the
                folder. No file was written.
        """
        root = folder.resolve()
        targets = {name: root.joinpath(*PurePosixPath(name).parts) for name in sorted(self.files)}
        for name, path in targets.items():
            if path.is_symlink() or not path.resolve().is_relative_to(root):
                raise InputError(f"“{name}” leads out of the folder. No file was written.")
            mine = name in self.replaced or name.startswith(f"{FOLDER}/")
            if path.is_dir():
                raise InputError(f"“{name}” is a folder there. No file was written.")
            if path.exists() and not mine and path.read_bytes() != self.files[name]:
                raise InputError(
                    f"“{name}” is there already, with another content. No file was written.",
                    remedy="Scan the project first, so that the kit fits what it has.",
                )
        for name, path in targets.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.files[name])


def release_kit(
    recommendation: Recommendation,
    *,
    holder: str,
    year: int,
    beneficiary: str = "",
    knowledge: Knowledge | None = None,
) -> Kit:
    """All files of the release kit.

    Args:
        recommendation: Questions on rights and checks are answered and every part has a licence;
            others may be open.
        holder: Copyright holder, a legal person.
        year: Year of first publication.
        beneficiary: Collaboration for whose benefit the holder holds the rights; by default the
            one that the answers name.
        knowledge: The same as for the recommendation.

    Raises:
        HoldError: The recommendation is on hold. No kit was made.
        InputError: A question that could bring a hold has no answer, a part has no licence, a
            text is missing, or holder or year cannot be used.
            No kit was made.
    """
    if recommendation.holds:
        hold = recommendation.holds[0]
        raise HoldError(
            f"{hold.text} No kit was made.", remedy=words("advice.show.ask", name=hold.ask.name)
        )
    known = knowledge or load_knowledge()
    policy = known.policies[recommendation.policy]
    who = _holder(holder, year, beneficiary or _collaboration(recommendation))
    _must_be_settled(recommendation, known)
    parts = _with_license(recommendation)
    project = recommendation.project
    files: dict[str, str] = {}
    chosen = dict.fromkeys(str(p.chosen) for p in parts)
    named = dict.fromkeys((*chosen, *_named_by_files(recommendation)))
    missing = _texts(files, named, project.existing_files)
    lacking = [i for i in chosen if i in missing]
    if lacking:
        raise InputError(f"We have no text of {lacking[0]}. No kit was made.")
    main = main_part(parts)
    if not any(LICENSE_NAMES.fullmatch(name) for name in project.existing_files):
        files["LICENSE"] = _filled(license_text(str(main.chosen)), who)
    notice = kit_pages.notice(recommendation, parts, policy, who)
    there = {name.casefold() for name in project.existing_files}
    with_notice = "notice" not in there
    files["NOTICE" if with_notice else f"{FOLDER}/NOTICE"] = notice
    files["REUSE.toml"] = _reuse(recommendation, parts, who, with_notice=with_notice)
    files[f"{FOLDER}/headers.md"] = kit_pages.headers(parts, who)
    files[f"{FOLDER}/README-paragraph.md"] = kit_pages.readme(recommendation, parts, policy, who)
    files[f"{FOLDER}/decision-record.md"] = kit_pages.record(recommendation, known, who, missing)
    files[f"{FOLDER}/decision-record.json"] = kit_pages.record_json(recommendation, who, missing)
    files[f"{FOLDER}/ospo-answers.json"] = dump_answers(
        recommendation.asked, recommendation.answers, recommendation.policy
    )
    return Kit(
        {name: files[name].encode("utf-8") for name in sorted(files)},
        frozenset({"REUSE.toml"} if project.reuse_toml else ()),
        missing,
    )


def _must_be_settled(recommendation: Recommendation, knowledge: Knowledge) -> None:
    """A question that could bring a hold is no “no” while nobody has answered it."""
    form = Questionnaire(knowledge, recommendation.policy)
    for step in form.steps(recommendation.asked, recommendation.answers):
        settles = step.question.section in ("rights", "checks") and step.question.kind != "text"
        if settles and step.value is None:
            raise InputError(
                f"“{step.text}” has no answer yet. No kit was made.",
                remedy="Answer it; the answer decides whether a licence may be named.",
            )


def main_part(parts: Iterable[PartAdvice]) -> PartAdvice:
    """The part that covers what no other claims: the one for all files, else the first."""
    listed = tuple(parts)
    return next((p for p in listed if ALL_FILES in p.part.paths), listed[0])


def _holder(holder: str, year: int, beneficiary: str) -> Holder:
    """Holder and year, checked by the same rules as every notice."""
    copyright_line(holder, year, beneficiary)
    return Holder(holder.strip(), year, beneficiary.strip())


def _collaboration(recommendation: Recommendation) -> str:
    value = recommendation.answers.get("collaboration", "")
    return value if isinstance(value, str) and value != "unknown" else ""


def _with_license(recommendation: Recommendation) -> tuple[PartAdvice, ...]:
    if not recommendation.parts:
        raise InputError("Nothing is known about the project yet. No kit was made.")
    for advice in recommendation.parts:
        if advice.chosen is None:
            raise InputError(
                f"No usual licence fits {advice.part.name}. No kit was made.",
                remedy="Change one of the answers that the reasons name, or ask the office.",
            )
    return recommendation.parts


def _named_by_files(recommendation: Recommendation) -> tuple[str, ...]:
    """Licences and exceptions that the files of the project name.

    A scan lists them. Without one, the annotations of ``REUSE.toml`` are all that we can see.
    """
    project = recommendation.project
    if project.license_ids:
        return project.license_ids
    found: dict[str, None] = {}
    for text in expressions_in(project.reuse_toml):
        expression = expression_of(text)
        for term in expression.ids if expression else ():
            found[term] = None
    return tuple(found)


def _texts(
    files: dict[str, str], named: Iterable[str], existing: tuple[str, ...]
) -> tuple[str, ...]:
    """Add ``LICENSES/`` and the GPL beside an LGPL; return the ids whose text we do not have."""
    missing = []
    present = set(existing)
    for license_id in named:
        name = f"LICENSES/{license_id}.txt"
        if name in present:
            continue
        if not has_text(license_id):
            missing.append(license_id)
            continue
        files[name] = _ended(license_text(license_id))
    for lesser, full in GPL_BESIDE.items():
        beside = f"COPYING.{full}"
        if any(i.startswith(lesser) for i in named) and beside not in present:
            files[beside] = _ended(license_text(f"{full}-or-later"))
    return tuple(missing)


def _reuse(
    recommendation: Recommendation,
    parts: tuple[PartAdvice, ...],
    who: Holder,
    *,
    with_notice: bool,
) -> str:
    main = main_part(parts)
    text = who.copyright_text
    ours = [Annotation((ALL_FILES,), text, str(main.chosen))]
    for advice in parts:
        paths = tuple(p for p in advice.part.paths if p != ALL_FILES)
        if paths:
            ours.append(Annotation(paths, text, str(advice.chosen)))
    # The headers page shows a header for each licence, so it stands under all of them. That also
    # keeps a text in use when every file of a part has a header of another licence.
    every = " AND ".join(dict.fromkeys(str(p.chosen) for p in parts))
    written = (f"{FOLDER}/**", "NOTICE") if with_notice else (f"{FOLDER}/**",)
    last = [
        Annotation(written, text, str(main.chosen), "override"),
        Annotation((f"{FOLDER}/headers.md",), text, every, "override"),
    ]
    return reuse_toml(ours, recommendation.project.reuse_toml, last)


def _filled(text: str, who: Holder) -> str:
    """A licence text with its blanks for year and holder filled in."""
    lines = []
    for line in text.splitlines():
        # Only the copyright line has blanks to fill; a text that shows examples keeps them.
        if line.startswith("Copyright"):
            line = _YEAR.sub(str(who.year), line)  # noqa: PLW2901
            line = _NAME.sub(lambda _: who.name, line)  # noqa: PLW2901
        lines.append(line)
    return _ended("\n".join(lines))


def _ended(text: str) -> str:
    return text.rstrip("\n") + "\n"
