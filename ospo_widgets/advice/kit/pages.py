# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pages of the release kit: README paragraph, CONTRIBUTING, what is in the kit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ospo_widgets.advice.kit.details import FOLDER, Subject
from ospo_widgets.advice.kit.hardware import CHANGES, changes_file, needs_changes
from ospo_widgets.advice.kit.text import cell, code
from ospo_widgets.licensing.reuse_tool import tool_expression
from ospo_widgets.licensing.texts import text_ids
from ospo_widgets.wording import words


def readme(subject: Subject) -> str:
    """``README-paragraph.md``: a section on copyright and licence to paste into the README."""
    blocks = [
        f"## {words('kit.readme.title')}",
        cell(subject.who.line),
        _parts_table(subject, "LICENSES/"),
    ]
    for advice in subject.parts:
        whole = advice.effective.expression if advice.effective else None
        if whole and whole != advice.chosen:
            blocks.append(words("kit.readme.whole", part=cell(advice.part.name), license=whole))
    if subject.notice:
        blocks.append(subject.notice)
    if subject.details.repository:
        blocks.append(words("kit.readme.source", url=subject.details.repository))
    if subject.details.maintainer:
        blocks.append(cell(subject.details.maintainer))
    if subject.details.contact:
        blocks.append(words("kit.readme.contact", contact=cell(subject.details.contact)))
    return "\n\n".join(blocks) + "\n"


def contributing(subject: Subject) -> str:
    """``CONTRIBUTING.md``: inbound licence is outbound licence, sign-off, headers, whom to ask."""
    contact = subject.details.contact
    blocks = [
        f"# {words('kit.contributing.title', project=cell(subject.name))}",
        f"## {words('kit.contributing.license_title')}",
        words("kit.contributing.license"),
        _parts_table(subject, "LICENSES/"),
        words("kit.contributing.holder"),
        f"## {words('kit.contributing.sign_title')}",
        words("kit.contributing.sign"),
        f"```text\n{words('kit.contributing.signature')}\n```",
        words("kit.contributing.dco"),
        f"## {words('kit.contributing.headers_title')}",
        words("kit.contributing.headers"),
        f"## {words('kit.contributing.others_title')}",
        words("kit.contributing.others"),
    ]
    if needs_changes(subject):
        blocks.append(f"## {words('kit.contributing.changes_title')}")
        listed = changes_file(subject.recommendation.project.existing_files) or CHANGES
        blocks.append(words("kit.contributing.changes", file=code(listed)))
    blocks += [
        f"## {words('kit.contributing.conduct_title')}",
        words("kit.contributing.conduct", holder=cell(subject.who.name)),
        f"## {words('kit.contributing.contact_title')}",
        words("kit.contributing.contact", contact=cell(contact))
        if contact
        else words("kit.contributing.contact_open"),
    ]
    return "\n\n".join(blocks) + "\n"


def guide(
    subject: Subject, comments: Mapping[str, str], todo: Iterable[str], *, stays: bool
) -> str:
    """``README.md`` of the folder: what is in the kit and what a person must still fill in.

    Args:
        subject: What the kit speaks of.
        comments: What each file is for, by path.
        todo: What is missing, as sentences.
        stays: ``NOTICE`` lies in the root and names every licence, so this folder may go.
    """
    numbered = [f"{number}. {cell(point)}" for number, point in enumerate(todo, 1)]
    rows = [f"| {code(path)} | {cell(text)} |" for path, text in sorted(comments.items())]
    blocks = [
        f"# {words('kit.guide.title', project=cell(subject.name))}",
        words("kit.guide.text_missing" if subject.missing else "kit.guide.text"),
        words("kit.guide.folder_goes" if stays else "kit.guide.folder", folder=FOLDER),
        f"## {words('kit.guide.fill_title')}",
        "\n".join(numbered) or words("kit.guide.fill_nothing"),
        f"## {words('kit.guide.files_title')}",
        "\n".join(
            [
                f"| {words('kit.guide.file')} | {words('kit.guide.purpose')} |",
                "| --- | --- |",
                *rows,
            ]
        ),
    ]
    return "\n\n".join(blocks) + "\n"


def _parts_table(subject: Subject, folder: str) -> str:
    rows = [
        f"| {cell(p.part.name)} | {', '.join(code(path) for path in p.part.paths)} "
        f"| {_linked(str(p.chosen), folder)} |"
        for p in subject.parts
    ]
    columns = " | ".join(words(f"kit.readme.{c}") for c in ("part", "files", "license"))
    return "\n".join([f"| {columns} |", "| --- | --- | --- |", *rows])


def _linked(license_id: str, folder: str) -> str:
    """A licence, linked to its text; one with an exception is two texts, linked one by one."""
    texts = text_ids(tool_expression(license_id))
    if len(texts) == 1:
        return f"[{license_id}]({folder}{texts[0]}.txt)"
    links = ", ".join(f"[{i}]({folder}{i}.txt)" for i in texts)
    return f"{license_id} ({links})"
