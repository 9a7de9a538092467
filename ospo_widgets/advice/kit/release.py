# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The release kit: files that turn advice into a project that ``reuse lint`` passes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ospo_widgets.advice.assembly import expression_of
from ospo_widgets.advice.kit.details import FOLDER, Holder, KitDetails, Subject
from ospo_widgets.advice.kit.files import kit_files, text_source
from ospo_widgets.advice.kit.reuse_toml import expressions_in
from ospo_widgets.advice.kit.todo import open_points
from ospo_widgets.advice.model import UNKNOWN, PartAdvice, Recommendation
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.errors import HoldError, InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.notices import copyright_line
from ospo_widgets.licensing.reuse_tool import tool_expression
from ospo_widgets.licensing.texts import text_ids
from ospo_widgets.project import Origin
from ospo_widgets.wording import words

__all__ = ["FOLDER", "Kit", "KitDetails", "release_kit"]

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every entry of the archive, the earliest that zip can hold: same kit, same bytes."""


@dataclass(frozen=True, slots=True)
class Kit:
    """Files by relative path, with ``/`` between folders.

    Attributes:
        files: Path to content.
        replaced: Paths whose new content holds the old one and takes its place.
        missing_texts: Licences that files name and whose text we do not have; a person adds them.
        comments: Path to what the file is for, in a few words.
        todo: What a person must still fill in, each as a sentence; empty when the kit is whole.
    """

    files: Mapping[str, bytes]
    replaced: frozenset[str] = frozenset()
    missing_texts: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    todo: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What a person must still fill in, in one text; empty when the kit is whole."""
        return " ".join(self.todo)

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
                folder: no file was written. Or the disk refuses one.
        """
        root = folder.resolve()
        targets = {name: root.joinpath(*PurePosixPath(name).parts) for name in sorted(self.files)}
        for name, path in targets.items():
            if path.is_symlink() or not path.resolve().is_relative_to(root):
                raise InputError(words("kit.error.outside", name=name))
            mine = name in self.replaced or name.startswith(f"{FOLDER}/")
            if path.is_dir():
                raise InputError(words("kit.error.folder", name=name))
            if path.exists() and not mine and path.read_bytes() != self.files[name]:
                raise InputError(
                    words("kit.error.there", name=name), remedy=words("kit.error.there_remedy")
                )
        for name, path in targets.items():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.files[name])
            except OSError as error:
                why = error.strerror or type(error).__name__
                raise InputError(words("kit.error.not_written", name=name, why=why)) from None


def release_kit(
    recommendation: Recommendation,
    *,
    holder: str,
    year: int,
    beneficiary: str = "",
    knowledge: Knowledge | None = None,
    details: KitDetails | None = None,
    extra_files: Mapping[str, bytes] | None = None,
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
        details: What else is known; what is missing in the end is named in ``Kit.todo``.
        extra_files: Files that go along, name to content, for example the sheet for the group
            leader. They lie in the folder of the kit.

    Raises:
        HoldError: The recommendation is on hold. No kit was made.
        InputError: A question that could bring a hold has no answer, a part has no licence, a
            text is missing, or holder, year, a detail or the name of a file cannot be used.
            No kit was made.
    """
    if recommendation.holds:
        hold = recommendation.holds[0]
        raise HoldError(
            words("kit.error.hold", hold=hold.text),
            remedy=words("advice.show.ask", name=hold.ask.name),
        )
    known = knowledge or load_knowledge()
    who = _holder(holder, year, beneficiary or _collaboration(recommendation))
    _must_be_settled(recommendation, known)
    parts = _with_license(recommendation)
    project = recommendation.project
    named = _named(recommendation, parts)
    there = set(project.existing_files)
    missing = tuple(i for i in named if f"LICENSES/{i}.txt" not in there and not text_source(i))
    for advice in parts:
        lacking = [i for i in text_ids(tool_expression(str(advice.chosen))) if i in missing]
        if lacking:
            raise InputError(words("kit.error.no_text", license=lacking[0]))
    subject = Subject(
        recommendation=recommendation,
        parts=parts,
        policy=known.policies[recommendation.policy],
        knowledge=known,
        who=who,
        details=(details or KitDetails()).checked().completed(recommendation.answers, project),
        named=named,
        missing=missing,
    )
    made = kit_files(subject, _extra(extra_files or {}))
    return Kit(
        {name: made.files[name] for name in sorted(made.files)},
        frozenset({"REUSE.toml"} if project.reuse_toml else ()),
        missing,
        {name: made.comments[name] for name in sorted(made.comments)},
        open_points(subject),
    )


def _must_be_settled(recommendation: Recommendation, knowledge: Knowledge) -> None:
    """A question that could bring a hold is no “no” while nobody has answered it."""
    form = Questionnaire(knowledge, recommendation.policy)
    for step in form.steps(recommendation.asked, recommendation.answers):
        settles = step.question.section in ("rights", "checks") and step.question.kind != "text"
        if settles and step.value is None:
            raise InputError(
                words("kit.error.unanswered", question=step.text),
                remedy=words("kit.error.unanswered_remedy"),
            )


def _holder(holder: str, year: int, beneficiary: str) -> Holder:
    """Holder and year, checked by the same rules as every notice."""
    copyright_line(holder, year, beneficiary)
    return Holder(holder.strip(), year, beneficiary.strip())


def _collaboration(recommendation: Recommendation) -> str:
    value = recommendation.answers.get("collaboration", "")
    return value if isinstance(value, str) and value != UNKNOWN else ""


def _with_license(recommendation: Recommendation) -> tuple[PartAdvice, ...]:
    if not recommendation.parts:
        raise InputError(words("kit.error.no_parts"))
    for advice in recommendation.parts:
        if advice.chosen is None:
            raise InputError(
                words("kit.error.no_license", part=advice.part.name),
                remedy=words("kit.error.no_license_remedy"),
            )
    return recommendation.parts


def _named(recommendation: Recommendation, parts: tuple[PartAdvice, ...]) -> tuple[str, ...]:
    """Licences and exceptions that are chosen, then those that the project’s files name.

    A scan lists the latter, and brings no text for a rule that meets no file. Without one, the
    annotations of ``REUSE.toml`` are all that we see.
    """
    project = recommendation.project
    found = {i: None for advice in parts for i in text_ids(tool_expression(str(advice.chosen)))}
    if project.license_ids or project.origin is Origin.SCAN:
        return tuple(dict.fromkeys((*found, *project.license_ids)))
    for text in expressions_in(project.reuse_toml):
        expression = expression_of(text)
        found.update((i, None) for i in (text_ids(text) if expression else ()))
    return tuple(found)


def _extra(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files of others by their path in the kit; a name stays inside the folder of the kit."""
    found = {}
    for name, content in files.items():
        path = PurePosixPath(name)
        outside = path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name
        if outside or str(path) != name or name == ".":
            raise InputError(words("kit.error.extra", name=name))
        found[f"{FOLDER}/{name}"] = content
    return found
