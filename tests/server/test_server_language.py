# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pages come in the language of the address, else of the switch, else of the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from serving import Answer, Running, running

from ospo_widgets.server.languages import COOKIE
from ospo_widgets.server.options import Options
from ospo_widgets.wording import best_language

FRENCH = "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5"
APP = "/voila/render/licence_advisor.ipynb"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as found:
        yield found


@pytest.mark.parametrize(
    ("header", "best"),
    [
        ("fr", "fr"),
        ("fr-CH", "fr"),
        ("FR-ch", "fr"),
        (FRENCH, "fr"),
        ("en, fr", "en"),
        ("fr, en", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("en;q=0.3,fr;q=0.8", "fr"),
        ("en;q=0.8, fr;q=0.8", "en"),
        ("de-CH, fr;q=0.4", "fr"),
        ("de, it", "en"),
        ("fr;q=0", "en"),
        ("fr;q=0, *", "en"),
        ("en;q=0, *;q=0.1", "fr"),
        ("*", "en"),
        ("*;q=0", "en"),
        ("de, *;q=0.5", "en"),
        ("fr;q=0.000", "en"),
        ("fr ; q = 0.5 , en;q=0.4", "fr"),
        # nonsense is left out
        ("fr;q=2, en", "en"),
        ("fr;q=-1, en", "en"),
        ("fr;q=1.2.3, en", "en"),
        ("fr;q=nan, en", "en"),
        ("fr;level=1, en;q=0.1", "en"),
        ("<script>, fr", "fr"),
        ("français", ""),
        ("", ""),
        (",,;", ""),
        ("q=1", ""),
        ("../fr", ""),
        ("x" * 5_000, ""),
        ("de," * 5_000 + "fr", "en"),
        ("fr," + "a" * 100_000, "fr"),
    ],
)
def test_the_browsers_languages(header: str, best: str) -> None:
    assert best_language(header) == best


@pytest.mark.parametrize(
    ("header", "best"), [("*", "fr"), ("de, *;q=0.1", "fr"), ("de", "en"), ("en", "en")]
)
def test_who_takes_any_language_gets_that_of_the_house(header: str, best: str) -> None:
    assert best_language(header, "fr") == best


def code_of(answer: Answer) -> str:
    """Language of a page, as it says."""
    found = re.search(r'<html lang="(\w+)">', answer.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("address", "said", "code"),
    [
        ("", ("", ""), "en"),
        ("", ("", FRENCH), "fr"),
        ("", ("en", FRENCH), "en"),
        ("", ("fr", "en"), "fr"),
        ("?lang=fr", ("en", "en"), "fr"),
        ("?lang=en", ("fr", FRENCH), "en"),
        ("?lang=xx", ("", FRENCH), "fr"),
        ("", ("xx", FRENCH), "fr"),
        ("", ("../../fr", ""), "en"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/help", "/voila/render/home.ipynb", "/nope"])
def test_a_page_without_session_is_drawn_in_it(
    server: Running, path: str, address: str, said: tuple[str, str], code: str
) -> None:
    cookie, header = said
    answer = server.ask(path + address, Cookie=f"{COOKIE}={cookie}", Accept_Language=header)
    assert code_of(answer) == code


def test_a_kept_page_is_not_given_in_another_language(server: Running) -> None:
    english = server.ask("/help")
    assert {"Accept-Language", "Cookie"} <= set(english.headers["Vary"].split(", "))
    mark = english.headers["Etag"]
    french = server.ask("/help", Accept_Language=FRENCH, If_None_Match=mark)
    assert (french.status, code_of(french)) == (200, "fr")
    assert server.ask("/help", Accept_Language="en", If_None_Match=mark).status == 304


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("", "lang=fr"),
        ("?a=1&b=x%26y+z&a=2", "a=1&b=x%26y+z&a=2&lang=fr"),
        ("?a=%0d%0aSet-Cookie:x", "a=%0d%0aSet-Cookie:x&lang=fr"),
        ("?next=//evil.example/&lan=en", "next=//evil.example/&lan=en&lang=fr"),
    ],
)
def test_a_page_of_an_app_is_sent_to_its_address_with_the_language(
    server: Running, query: str, there: str
) -> None:
    answer = server.ask(APP + query, Accept_Language=FRENCH)
    assert (answer.status, answer.headers["Location"]) == (302, f"{APP}?{there}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert server.places.taken == 0


@pytest.mark.parametrize(
    "path",
    [
        *("/ospo/health", "/ospo/place", "/robots.txt", "/ospo/static/ospo.css"),
        *("//evil.example/..", f"//evil.example{APP}", "/voila/render/portfolio_report.ipynb"),
    ],
)
def test_nothing_else_is_sent_elsewhere(server: Running, path: str) -> None:
    assert "Location" not in server.ask(path, Accept_Language=FRENCH).headers


def test_only_reading_a_page_is_sent_on(server: Running) -> None:
    answer = server.ask(APP, "POST", b"", Accept_Language=FRENCH)
    assert answer.status == 405


def test_it_works_below_a_base_address_and_before_the_page_that_waits() -> None:
    with running(Options(base_url="/services/ospo/", max_sessions=1)) as server:
        path = f"/services/ospo{APP}"
        assert server.ask(path, Accept_Language=FRENCH).headers["Location"] == f"{path}?lang=fr"
        server.places.close()
        waits = server.ask(f"{path}?lang=fr", Accept_Language="en")
        assert (waits.status, code_of(waits)) == (503, "fr")
        # Who reads English stays at the address that was asked for.
        assert server.ask(path).status == 503
        assert server.ask(path, Accept_Language="en").status == 503
        assert server.ask(path, Cookie=f"{COOKIE}=en", Accept_Language=FRENCH).status == 503


def test_a_french_house_sends_who_reads_english_to_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OSPO_LANGUAGE", "fr")
    with running() as server:
        assert code_of(server.ask("/help")) == "fr"
        assert code_of(server.ask("/help", Accept_Language="de")) == "en"
        # The frame around an app is English until its address says otherwise.
        assert server.ask(APP).headers["Location"] == f"{APP}?lang=fr"
        assert server.ask(APP, Accept_Language="en").headers["Location"] == f"{APP}?lang=en"
