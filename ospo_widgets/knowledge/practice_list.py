# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A list of best practices that shows itself in a notebook and converts to other forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ospo_widgets.knowledge.model import Source
from ospo_widgets.knowledge.practice_model import Practice, Practices
from ospo_widgets.markup import Markup, link, table, tag
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class PracticeList:
    """Practices that fit a search, best first.

    Attributes:
        practices: The practices.
        all_words: False when none has all words of the search, and these have some of them.
        known: All practices, with their activities and templates.
    """

    practices: tuple[Practice, ...]
    all_words: bool
    known: Practices

    def __iter__(self) -> Iterator[Practice]:
        return iter(self.practices)

    def __len__(self) -> int:
        return len(self.practices)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "all_words": self.all_words,
            "practices": [practice_json(practice) for practice in self.practices],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a practice, as a pandas table; lists stay lists."""
        import pandas as pd

        columns = [*practice_json(next(iter(self.known.practices.values())))]
        return pd.DataFrame([practice_json(p) for p in self.practices], columns=columns)

    def to_markdown(self) -> str:
        """The practices as Markdown, under headings of their activities."""
        blocks = [f"# {words('practices.title')}", plural("practices.count", len(self.practices))]
        if not self.all_words:
            blocks.append(words("practices.some_words"))
        doing = ""
        for practice in self.practices:
            if practice.doing != doing:
                doing = practice.doing
                blocks.append(f"## {self.known.activities[doing].title}")
            blocks += self._markdown(practice)
        return "\n\n".join(blocks) + "\n"

    def _markdown(self, practice: Practice) -> Iterator[str]:
        yield f"### {practice.title}"
        yield "\n".join(f"{n}. {step}" for n, step in enumerate(practice.steps, 1))
        yield practice.why
        if not practice.provenance.confidence.reviewed:
            yield f"*{words('practices.unreviewed')}*"
        if practice.checks:
            yield f"{words('practices.checks')} {', '.join(f'`{c}`' for c in practice.checks)}"
        names = [self.known.templates[t] for t in practice.templates]
        if names:
            listed = ", ".join(f"`{t.id}` ({t.name})" for t in names)
            yield f"{words('practices.templates')} {listed}"
        sources = "\n".join(f"- {_source(s)}" for s in practice.provenance.sources)
        yield f"{words('practices.sources')}\n\n{sources}"

    def _repr_html_(self) -> str:
        rows = [
            (practice.title, self.known.activities[practice.doing].title, _sources(practice))
            for practice in self.practices
        ]
        columns = [words(f"practices.column.{name}") for name in ("title", "doing", "sources")]
        return table(plural("practices.count", len(rows)), columns, rows)


def practice_json(practice: Practice) -> dict[str, Any]:
    """One practice as plain data."""
    provenance = practice.provenance
    return {
        "id": practice.id,
        "doing": practice.doing,
        "title": practice.title,
        "asked": list(practice.asked),
        "steps": list(practice.steps),
        "why": practice.why,
        "materials": sorted(practice.materials),
        "checks": list(practice.checks),
        "templates": list(practice.templates),
        "terms": list(practice.terms),
        "questions": list(practice.questions),
        "apps": list(practice.apps),
        "see": list(practice.see),
        "sources": [
            {"title": source.title, "url": source.url, "clause": source.clause}
            for source in provenance.sources
        ],
        "checked": provenance.checked.isoformat(),
        "confidence": str(provenance.confidence),
    }


def _source(source: Source) -> str:
    label = ", ".join(filter(None, (source.title, source.clause)))
    return f"[{label}]({source.url})" if source.url else label


def _sources(practice: Practice) -> Markup:
    pieces = [
        tag("div", link(", ".join(filter(None, (s.title, s.clause))), s.url) if s.url else s.title)
        for s in practice.provenance.sources
    ]
    return Markup("".join(pieces))
