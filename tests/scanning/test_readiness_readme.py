# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a README says: topics, links, template text, language; and the findings about it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.readiness import prose
from ospo_widgets.scanning.readiness.readme import DETECTOR, is_readme
from ospo_widgets.scanning.reading.source import Source
from tests.scanning.readiness_trees import ids, subject_of

GOOD = """# Thing

Thing reads the data of the detector and makes plots of it for shifters.

## Installation

    pip install thing

## Status

It is in production since 2020 and people use it every day in the control room.

Questions: write to thing@example.org, or open an issue.
"""


def read(text: str, name: str = "README.md") -> dict[str, Any]:
    rows = DETECTOR.examine(Source(name, text.encode()))
    assert rows is not None
    found: dict[str, Any] = rows[0]
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("README", True), ("README.md", True), ("readme.rst", True), ("README.fr.md", True),
        ("docs/README.adoc", True), (".github/README.md", True), ("README.org", True),
        ("src/README.md", False), ("README.png", False), ("READMEs/a.md", False),
        ("readme_generator.py", False),
    ],
)  # fmt: skip
def test_where_readmes_lie(path: str, expected: bool) -> None:
    assert is_readme(path) is expected


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("## Installation\n", "install"), ("pip install thing", "install"),
        ("## Démarrage\n", "install"), ("Getting Started\n===============\n", "install"),
        ("<h2>Install</h2>", "install"), ("cmake -B build", "install"),
        ("This is an experimental prototype.", "status"), ("## Roadmap\n", "status"),
        ("![x](https://badge.fury.io/py/x.svg)", "status"),
        ("Write to a.b@cern.ch", "contact"), ("## Support\n", "contact"),
        ("Join us on Mattermost", "contact"), ("see the issue tracker", "contact"),
        ("Released under the MIT license", "licence"), ("## Copyright\n", "licence"),
        ("## How to cite\n", "citation"), ("https://doi.org/10.5281/zenodo.1", "citation"),
        ("We love pull requests", "contributing"), ("no longer maintained", "maintenance"),
        ("Thing reads the data of the detector.", "purpose"),
    ],
)  # fmt: skip
def test_topics(text: str, topic: str) -> None:
    assert topic in read(text)["topics"]


@pytest.mark.parametrize("topic", ["install", "status", "contact", "licence", "citation"])
def test_plain_prose_tells_no_topic(topic: str) -> None:
    assert topic not in read("# Thing\n\nIt reads files and draws them on the wall.\n")["topics"]


def test_topics_have_their_lines() -> None:
    found = read(GOOD)
    assert found["topics"]["install"] == 5
    assert found["topics"]["purpose"] == 3
    assert (found["title"], found["title_line"], found["mail"]) == ("Thing", 1, 13)
    assert found["language"] == ""
    assert not found["template"]


@pytest.mark.parametrize(
    "text",
    [
        "# x\n\nTo make it easy for you to get started with GitLab, here's a list\n",
        "# Project Title\n\nA tool.\n",
        "# x\n\nOne Paragraph of project description goes here\n",
        "# {{ cookiecutter.project_name }}\n",
        "# x\n\n## Usage\n\nTODO\n",
        "# x\n\n## Install\nComing soon.\n",
        "# x\n\nClone https://github.com/your-username/your-repo\n",
    ],
)
def test_template_text(text: str) -> None:
    assert read(text)["template"]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "# x\n\n## TODO\n\n- support Windows\n- write more tests\n",
        "# x\n\n```\nTODO\n```\n",
        "# x\n\nThe title of the plot is taken from the file.\n",
    ],
)
def test_no_template_text(text: str) -> None:
    assert not read(text)["template"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("README.md", "[a](docs/a.md#x) ![b](b.png \"t\")", ["docs/a.md", "b.png"]),
        ("README.md", "[a]: docs/a%20b.md\n", ["docs/a b.md"]),
        ("README.md", '<img src="x/y.svg" width="3">', ["x/y.svg"]),
        ("README.md", "`[a](b.md)` and [c](https://e.org) [d](#x) [e](mailto:a@b)", []),
        ("README.md", "```\n[a](b.md)\n```\n", []),
        ("README.rst", ".. image:: a/b.png\n\n`x <c.rst>`_", ["a/b.png", "c.rst"]),
        ("README.adoc", "image::a.png[x] link:b.adoc[y] https://e.org[z]", ["a.png", "b.adoc"]),
    ],
)  # fmt: skip
def test_links(name: str, text: str, expected: list[str]) -> None:
    assert [target for _, target in read(text, name)["links"]] == expected


FRENCH = (
    "Ce programme lit les données du détecteur et trace des courbes pour les équipes qui sont "
    "dans la salle de contrôle. Vous le lancez avec une commande, et il écrit des images dans "
    "un dossier. Les résultats sont ensuite envoyés par le serveur aux autres groupes de la "
    "collaboration pour une vérification."
)
ENGLISH = (
    "This program reads the data of the detector and draws plots for the people who are in the "
    "control room. You start it with a command, and it writes images to a folder. The results "
    "are then sent by the server to the other groups of the collaboration for a check."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(FRENCH, "fr"), (ENGLISH, "en"), ("Ein Satz.", ""), ("данные детектора " * 40, "other")],
)
def test_language(text: str, expected: str) -> None:
    assert prose.language_of(prose.lines_of(text, ".md")) == expected


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["README", "README.md", "README.rst", "README.org"]))
def test_any_text_is_read(text: str, name: str) -> None:
    found = read(text.replace("\0", ""), name) if text.strip("\0\r\n \ufeff") else None
    assert found is None or found["words"] >= 0


def test_findings_about_the_readme() -> None:
    code = {"src/a.py": "pass"}
    assert "release.no-readme" in ids(code)
    assert not {i for i in ids({"README.md": GOOD, **code}) if i.startswith("release.readme")}
    assert "release.readme-short" in ids({"README.md": "# Thing\n\nA thing.\n", **code})
    assert "release.readme-template" in ids({"README.md": "# Project Title\n\nA tool.\n", **code})
    assert "release.readme-topics" in ids({"README.md": ENGLISH, **code})
    assert "release.readme-language" in ids({"README.md": FRENCH})
    assert "release.readme-language" not in ids({"README.md": ENGLISH})


def test_the_readme_of_hardware_needs_no_installation() -> None:
    text = ENGLISH + " It is in production. Write to a@b.org."
    (draft,) = [
        d for d in _drafts({"README.md": text, "a.py": ""}) if d.id == "release.readme-topics"
    ]
    assert draft.values["topics"] == "how to install it"
    assert "release.readme-topics" not in ids({"README.md": text, "b.kicad_pcb": ""})


def test_dead_links_of_the_readme() -> None:
    text = (
        GOOD
        + "[a](docs/a.md) [b](docs) [c](/src/a.py) [d](../../issues) [e](img/no.png) [f](x/y)\n"
    )
    tree = {"README.md": text, "docs/a.md": "", "src/a.py": ""}
    (draft,) = [d for d in _drafts(tree) if d.id == "release.readme-links"]
    assert draft.evidence == ("img/no.png", "x/y")
    assert draft.paths == ("README.md:14", "README.md:14")
    assert draft.values["count"] == "2 links in the README lead nowhere"


def _drafts(tree: dict[str, str]) -> list[Any]:
    from ospo_widgets.scanning.checks import readme

    return list(readme.check(subject_of(tree)))
