# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Puts the layers together: tags, texts, phrases, names, addresses; one expression in the end."""

from __future__ import annotations

from ospo_widgets.scanning.detection.combine import combined, ids_of
from ospo_widgets.scanning.detection.found import Found
from ospo_widgets.scanning.detection.model import PHRASE, SHOWN, TAG, Detection, Match
from ospo_widgets.scanning.detection.names import named
from ospo_widgets.scanning.detection.normal import Normal, normalise, pieces, zones
from ospo_widgets.scanning.detection.passages import (
    by_engine,
    by_sentences,
    opened,
    worth_reading,
)
from ospo_widgets.scanning.detection.phrases import addressed, exempted, phrased
from ospo_widgets.scanning.detection.settle import settle
from ospo_widgets.scanning.detection.tags import declared, tagged

MAX_TEXT = 2_000_000
"""Characters of one text that are looked at."""


def detect_text(text: str, name: str = "") -> Detection:
    """Which licences a text states.

    Args:
        text: Decoded content of a file.
        name: Name of the file; its ending tells markup, its words a licence file.

    Returns:
        Ids, expression and evidence; empty when the text states no licence. Nothing is raised for
        any text, and the time is linear in its length.
    """
    lines = zones(pieces(text[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n")), name)
    if not lines:
        return Detection()
    normal = normalise(lines, name=name)
    texts = by_sentences(normal.text)
    if worth_reading(normal.text):
        texts += by_engine(normal)
    names = named(normal.text)
    texts += opened(normal.text, names, texts)
    found = settle(
        normal.text,
        [
            *_tags(normal),
            *texts,
            *phrased(normal.text),
            *names,
            *addressed(normal.text),
        ],
        exempted(normal.text),
    )
    evidence = tuple(_match(one, normal) for one in found)
    expression = combined(found)
    return Detection(ids_of(found), expression, evidence)


def detect_bytes(data: bytes, name: str = "") -> Detection:
    """Which licences a file states; bytes are decoded by their mark, as UTF-8, else as Latin-1."""
    from ospo_widgets.scanning.detection.decoding import decoded

    return detect_text(decoded(data), name)


def _tags(normal: Normal) -> list[Found]:
    """Tags keep their case, so they are read from the lines as they stand."""
    raw = "\n".join(normal.raw).encode("utf-8", "replace")
    return [
        *(_of_line(raw, normal, row, TAG) for row in tagged(raw)),
        *(_of_line(raw, normal, row, PHRASE) for row in declared(raw)),
    ]


def _of_line(raw: bytes, normal: Normal, row: tuple[int, int, str], kind: str) -> Found:
    start, _, expression = row
    index = raw.count(b"\n", 0, start)
    place = normal.starts[index]
    end = normal.starts[index + 1] if index + 1 < len(normal.starts) else len(normal.text)
    if kind == TAG:
        return Found(place, max(end, place + 1), expression, TAG, 100, "tag")
    return Found(place, max(end, place + 1), expression, PHRASE, 92, "phrase:field")


def _match(one: Found, normal: Normal) -> Match:
    first, last = normal.index_at(one.start), normal.index_at(max(one.start, one.end - 1))
    shown: list[str] = []
    for line in normal.raw[first : last + 1]:
        shown += line.split()
        if sum(len(word) + 1 for word in shown) > SHOWN:
            break
    text = " ".join(shown)
    text = "".join(c if c.isprintable() else "?" for c in text[: SHOWN * 2])
    return Match(
        one.kind,
        one.expression,
        normal.lines[first],
        normal.lines[last],
        text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…",
        one.confidence,
        one.rule,
        one.choice,
    )
