# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a page says of its app before the app is there, in the app's own words."""

from __future__ import annotations

from ospo_widgets.wording import languages, texts_of

_WORDS = {
    "licence_advisor": {"title": "advisor_app.title", "lead": "advisor_app.start.lead"},
    "repository_scan": {"title": "scan_app.title", "lead": "scan_app.lead"},
    "portfolio": {"title": "portfolio.title"},
    "compatibility": {"title": "compatibility_app.title", "lead": "compatibility_app.lead"},
    "best_practices": {"title": "practices_app.title", "lead": "practices_app.lead"},
    "ask_the_office": {"title": "ask_app.title", "lead": "ask_app.lead"},
    "knowledge": {"title": "knowledge_app.title", "lead": "knowledge_app.lead"},
}
"""Where the heading and the sentence below it are in the wording, for each app; a sentence that an
app does not have is left out."""


def opening_texts() -> dict[str, dict[str, dict[str, str]]]:
    """Heading (``title``) and sentence (``lead``) by app and language."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for app, places in _WORDS.items():
        found[app] = {}
        for code in languages():
            texts = {}
            for name, place in places.items():
                file, _, key = place.partition(".")
                text = texts_of(file, code).get(key)
                if isinstance(text, str):
                    texts[name] = text
            found[app][code] = texts
    return found
