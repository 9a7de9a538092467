# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which files a release kit holds, where they lie, and what is still missing in them.

A file is made only where it is due. What the project has already is left alone: a page of ours
that is worth merging then lies in the folder of the kit instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath

from ospo_widgets.advice.answers import dump_answers
from ospo_widgets.advice.kit import hardware, headers, manifests, metadata, pages, record
from ospo_widgets.advice.kit.details import ALL_FILES, FOLDER, Subject
from ospo_widgets.advice.kit.notice import gpl_beside, notice, notice_expression
from ospo_widgets.advice.kit.reuse_toml import Annotation, reuse_toml
from ospo_widgets.advice.kit.text import file_name, flat
from ospo_widgets.advice.kit.todo import is_there, license_file, metadata_names, open_points
from ospo_widgets.advice.phrases import named_anew
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.licensing.reuse_tool import tool_expression
from ospo_widgets.licensing.texts import filled_text, has_text, license_text
from ospo_widgets.wording import DEFAULT_LANGUAGE, language, spoken, words

DEP5 = ".reuse/dep5"
"""Older form of ``REUSE.toml``; ``reuse`` refuses a project that has both."""


@dataclass(slots=True)
class KitFiles:
    """Files of a kit while it is made: contents and comments by path."""

    files: dict[str, bytes] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, text: str | bytes, comment: str) -> None:
        """Add a file; a sign that UTF-8 cannot hold becomes a question mark."""
        self.files[path] = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
        self.comments[path] = comment


def kit_files(subject: Subject, extra: Mapping[str, bytes]) -> KitFiles:
    """All files of the kit.

    Args:
        subject: What the kit speaks of.
        extra: Files of others, by path in the kit.

    Raises:
        InputError: The project’s ``REUSE.toml`` cannot be read, it has ``.reuse/dep5`` instead,
            or a file of others has the place of one of ours. No kit was made.
    """
    if DEP5 in subject.recommendation.project.existing_files:
        raise InputError(words("kit.error.dep5"), remedy=words("kit.error.dep5_remedy"))
    made = KitFiles()
    _texts(made, subject)
    root = _root_files(made, subject)
    _own_folder(made, subject)
    for path, content in extra.items():
        if path in made.files:
            raise InputError(words("kit.error.extra", name=path))
        is_sheet = PurePosixPath(path).stem == "sheet"
        made.add(path, content, words("kit.file.sheet" if is_sheet else "kit.file.extra"))
    made.add("REUSE.toml", _reuse(subject, root), words("kit.file.reuse"))
    place = f"{FOLDER}/README.md"
    if place in made.files:
        raise InputError(words("kit.error.extra", name=place))
    made.comments[place] = words("kit.file.guide")
    made.add(
        place,
        pages.guide(subject, made.comments, open_points(subject), stays="NOTICE" in root),
        words("kit.file.guide"),
    )
    return made


def _texts(made: KitFiles, subject: Subject) -> None:
    """``LICENSES/`` with the text of each licence, and the GPL beside an LGPL."""
    present = set(subject.recommendation.project.existing_files)
    beside = gpl_beside(subject.named)
    for license_id in dict.fromkeys((*subject.named, *beside)):
        path = f"LICENSES/{license_id}.txt"
        source = text_source(license_id)
        if path not in present and source:
            key = "text" if license_id in subject.named else "text_beside"
            made.add(
                path,
                _ended(license_text(source)),
                words(f"kit.file.{key}", license=license_id),
            )


def text_source(license_id: str) -> str:
    """Licence whose text we have for an id in ``LICENSES/``; empty when we have none."""
    bare = license_id.removeprefix("LicenseRef-")
    return next((i for i in (license_id, bare) if has_text(i)), "")


def _lasting(subject: Subject, write: Callable[[Subject], str]) -> str:
    """Text of a file that stays in the repository: in English, because anybody reads it.

    What only the person reads who made the kit is in the language of the session.
    """
    if language() == DEFAULT_LANGUAGE:
        return write(subject)
    with spoken(DEFAULT_LANGUAGE):
        known = load_knowledge()
        policy = known.policies.get(subject.policy.id, subject.policy)
        parts = tuple(replace(p, part=named_anew(p.part)) for p in subject.parts)
        return write(replace(subject, knowledge=known, policy=policy, parts=parts))


def _root_files(made: KitFiles, subject: Subject) -> tuple[str, ...]:
    """Files that lie in the root; returns those that need a licence in ``REUSE.toml``."""
    existing = subject.recommendation.project.existing_files
    main = subject.main
    if not license_file(existing):
        who = subject.who
        text = _ended(filled_text(str(main.chosen), who.name, who.year))
        made.add("LICENSE", text, words("kit.file.license", part=flat(main.part.name)))
    before = set(made.files)
    if is_there(existing, "notice"):
        made.add(f"{FOLDER}/NOTICE", _lasting(subject, notice), words("kit.file.notice_beside"))
    else:
        key = "notice_design" if subject.open_hardware else "notice"
        made.add("NOTICE", _lasting(subject, notice), words(f"kit.file.{key}"))
    if is_there(existing, "contributing"):
        made.add(
            f"{FOLDER}/CONTRIBUTING.md",
            _lasting(subject, pages.contributing),
            words("kit.file.contributing_beside"),
        )
    else:
        made.add(
            "CONTRIBUTING.md", _lasting(subject, pages.contributing), words("kit.file.contributing")
        )
    if hardware.needs_changes(subject) and not hardware.changes_file(existing):
        made.add(hardware.CHANGES, _lasting(subject, hardware.changes), words("kit.file.changes"))
    _metadata(made, subject)
    return tuple(p for p in made.files if p not in before and not p.startswith(f"{FOLDER}/"))


def _metadata(made: KitFiles, subject: Subject) -> None:
    for name in metadata_names(subject):
        if name == "CITATION.cff":
            made.add(name, _lasting(subject, metadata.citation), words("kit.file.citation"))
        elif name == "codemeta.json":
            made.add(name, _lasting(subject, metadata.codemeta), words("kit.file.codemeta"))
        elif name == "okh.toml":
            existing = subject.recommendation.project.existing_files
            okh = partial(manifests.okh, files=(*existing, *made.files))
            text = _lasting(subject, okh)
            made.add(name, text, words("kit.file.okh"))
        else:
            made.add(name, _lasting(subject, manifests.ohwr), words("kit.file.ohwr"))


def _own_folder(made: KitFiles, subject: Subject) -> None:
    """Pages and lines to read and to paste."""
    made.add(f"{FOLDER}/headers.md", headers.headers_page(subject), words("kit.file.headers"))
    made.add(
        f"{FOLDER}/all-headers.md",
        headers.all_headers_page(subject),
        words("kit.file.all_headers"),
    )
    for name, (text, types) in headers.snippets(subject).items():
        made.add(f"{FOLDER}/headers/{name}", text, words("kit.file.header", types=types))
    for number, board in enumerate(hardware.boards(subject), 1):
        stem = "" if number == 1 else f"-{file_name(board.part.id, str(number))}-{number}"
        part = flat(board.part.name)
        made.add(
            f"{FOLDER}/silkscreen{stem}.txt",
            hardware.printed_text(board, subject),
            words("kit.file.silkscreen", part=part),
        )
        if hardware.has_kicad(board):
            made.add(
                f"{FOLDER}/kicad-title-block{stem}.txt",
                hardware.title_block(board, subject),
                words("kit.file.title_block", part=part),
            )
    made.add(f"{FOLDER}/README-paragraph.md", pages.readme(subject), words("kit.file.readme"))
    made.add(f"{FOLDER}/decision-record.md", record.record(subject), words("kit.file.record"))
    made.add(
        f"{FOLDER}/decision-record.json",
        record.record_json(subject),
        words("kit.file.record_json"),
    )
    advice = subject.recommendation
    made.add(
        f"{FOLDER}/ospo-answers.json",
        dump_answers(advice.asked, advice.answers, advice.policy),
        words("kit.file.answers"),
    )


def _reuse(subject: Subject, root: tuple[str, ...]) -> str:
    """``REUSE.toml``: the parts, what the project had, then the files of the kit."""
    text, main = subject.who.copyright_text, tool_expression(str(subject.main.chosen))
    ours = [Annotation((ALL_FILES,), text, main)]
    for advice in subject.parts:
        paths = tuple(p for p in advice.part.paths if p != ALL_FILES)
        if paths:
            ours.append(Annotation(paths, text, tool_expression(str(advice.chosen))))
    place = "NOTICE" if "NOTICE" in root else f"{FOLDER}/NOTICE"
    written = (f"{FOLDER}/**", *(path for path in root if path != "NOTICE"))
    last = [
        Annotation(written, text, main, "override"),
        Annotation((place,), text, tool_expression(notice_expression(subject)), "override"),
    ]
    return reuse_toml(ours, subject.recommendation.project.reuse_toml, last)


def _ended(text: str) -> str:
    return text.rstrip("\n") + "\n"
