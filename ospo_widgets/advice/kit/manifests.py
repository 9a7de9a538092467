# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests that make a design findable: ``okh.toml`` (Open Know-How) and ``.ohwr.yaml`` (OHWR).

Sources: iop-alliance/OpenKnowHow, ``src/spec/okh.md`` (OKH-LOSHv1.0: a field that nobody knows is
left out, never filled with a placeholder); OHWR/ohwr.org, ``src/compose/manifest.py`` and the page
“Submit a project” (schema 1.0.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import yaml

from ospo_widgets.advice.kit.details import Subject
from ospo_widgets.advice.kit.text import flat
from ospo_widgets.licensing.reuse_tool import toml_text
from ospo_widgets.project import Material
from ospo_widgets.wording import words

OKH_VERSION = "OKH-LOSHv1.0"
OHWR_VERSION = "1.0.0"

_GITHUB = re.compile(r"/(?P<path>[\w.-]+/[\w.-]+?)(?:\.git)?/?")
_README = re.compile(r"readme(\.(md|markdown))?", re.IGNORECASE)


def needs_okh(subject: Subject) -> bool:
    """Open Know-How describes things that can be made, so boards and mechanics only."""
    return bool(subject.of(Material.HARDWARE))


def needs_ohwr(subject: Subject) -> bool:
    """The Open Hardware Repository lists designs of boards and of gateware."""
    return bool(subject.of(Material.HARDWARE, Material.GATEWARE))


def okh(subject: Subject, files: Iterable[str]) -> str:
    """``okh.toml``; a required field that nobody knows stands there as a comment.

    Args:
        subject: What the kit speaks of.
        files: Files in the root that the project or the kit has.
    """
    details = subject.details
    there = {name.casefold(): name for name in files}
    readme = next((name for name in there.values() if _README.fullmatch(name)), "")
    required = {
        "okhv": OKH_VERSION,
        "name": subject.name,
        "repo": details.repository,
        "version": details.version,
        # A module is all that its repository holds, so every part counts.
        "license": subject.expression,
        "licensor": subject.who.name,
        "function": flat(details.description),
        "documentation-language": details.documentation_language,
    }
    optional = {
        "organization": subject.who.name,
        "readme": readme,
        "contribution-guide": there.get("contributing.md", ""),
    }
    lines = [f"# {words('kit.okh.head')}"]
    lines += [f"# {flat(p.part.name)}: {p.chosen}" for p in subject.parts]
    lines.append("")
    for key, value in required.items():
        lines.append(f"{key} = {toml_text(value)}" if value else _open_field(key))
    lines += [f"{key} = {toml_text(value)}" for key, value in optional.items() if value]
    return "\n".join(lines) + "\n"


def ohwr(subject: Subject) -> str:
    """``.ohwr.yaml``; a required field that nobody knows stands there as a comment."""
    details = subject.details
    required = {
        "version": OHWR_VERSION,
        "name": subject.name,
        "description": description_address(subject),
        "website": details.repository,
    }
    data: dict[str, object] = {key: value for key, value in required.items() if value}
    data["licenses"] = list(subject.licenses)
    for key in ("documentation", "issues"):
        if getattr(details, key):
            data[key] = getattr(details, key)
    lines = [f"# {words('kit.ohwr.head')}"]
    lines += [_open_field(key) for key, value in required.items() if not value]
    body = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1_000_000)
    return "\n".join(lines) + "\n" + body


def description_address(subject: Subject) -> str:
    """Address of the README as plain Markdown, which OHWR takes as the description.

    Known for GitHub and GitLab, whose addresses of plain files follow from that of the project;
    empty otherwise, or when the scan saw no README in Markdown.
    """
    project = subject.recommendation.project
    names = project.existing_files
    readme = next((n for n in names if n.casefold() == "readme.md"), "" if names else "README.md")
    address = urlsplit(subject.details.repository)
    path = _GITHUB.fullmatch(address.path)
    host = (address.hostname or "").casefold()
    if not readme:
        return ""
    if host == "github.com" and path:
        return f"https://raw.githubusercontent.com/{path['path']}/HEAD/{readme}"
    if host.split(".")[0] == "gitlab" and address.path.strip("/"):
        bare = address.path.strip("/").removesuffix(".git")
        return f"{address.scheme}://{address.netloc}/{bare}/-/raw/HEAD/{readme}"
    return ""


def _open_field(key: str) -> str:
    return f"# {key}: {words('kit.open_field')}"
