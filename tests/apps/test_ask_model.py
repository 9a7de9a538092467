# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A letter to the office without a screen: what goes along, consent, links, what is kept."""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from ospo_widgets.apps.ask_the_office import handed, model
from ospo_widgets.apps.ask_the_office.keeping import AskKeeper
from ospo_widgets.apps.ask_the_office.model import AskModel
from ospo_widgets.apps.licence_advisor import AdvisorModel
from ospo_widgets.errors import InputError
from ospo_widgets.office.letter import MAX_FILES, MAX_LETTER
from ospo_widgets.office.limits import SessionCount
from ospo_widgets.office.sending import LetterNotSentError, Receipt

CASES = Path(__file__).parents[1] / "advice" / "cases"
SERVER = {"OSPO_SMTP_HOST": "mail.example.org", "OSPO_SMTP_FROM": "no-reply@example.org"}


def advisor(case: str) -> AdvisorModel:
    made = AdvisorModel()
    made.from_json((CASES / f"{case}.json").read_text(encoding="utf-8"))
    return made


def blank(**environment: str) -> AskModel:
    return AskModel(environment=environment, day=lambda: date(2026, 11, 22))


def ready() -> AskModel:
    """A letter that may be sent at once."""
    made = blank(**SERVER)
    made.fill("question", "May we?")
    made.introduce(address="ada@cern.ch")
    made.agree("person", yes=True)
    return made


# --- what is handed over -------------------------------------------------------------------------


def test_a_hold_of_the_advisor_comes_with_whom_to_ask_and_why():
    made = blank()
    made.take(handed.from_advice(advisor("patent-hold")))
    assert made.kind == "hold"
    assert made.values["about"] == "patent"
    assert [one.role for one in made.asked()] == ["kt", "ospo"]
    assert [one.name for one in made.offered()] == ["ospo-answers.json", "sheet.html"]
    assert made.draft().attachments == ()
    assert made.groups() == ("answers",)
    made.agree("answers", yes=True)
    assert list(made.letter().files) == ["ospo-answers.json", "sheet.html"]
    assert "1. CERN Knowledge Transfer group" in made.letter().body


def test_another_advice_needs_another_consent():
    made = blank()
    made.take(handed.from_advice(advisor("patent-hold")))
    made.agree("answers", yes=True)
    made.take(handed.from_advice(advisor("kicad-board")))
    assert made.agreed == frozenset()


def test_another_project_brings_its_own_name_and_what_was_typed_stays():
    made = blank()
    made.take(handed.from_advice(advisor("patent-hold")))
    assert made.values["project"] == "readout"
    first = made.entries["ohwr"]["name"]
    made.take(handed.from_advice(advisor("kicad-board")))
    assert made.values["project"] != "readout"
    assert made.entries["ohwr"]["name"] != first
    assert made.values.get("about", "") == ""
    made.fill("project", "my own words")
    made.take(handed.from_advice(advisor("patent-hold")))
    assert made.values["project"] == "my own words"
    assert made.entries["ohwr"]["name"] == first


def test_consent_ends_with_what_it_was_given_for():
    made = blank()
    made.add_file("a.txt", b"public")
    made.agree("files", yes=True)
    made.take_out("a.txt")
    made.add_file("private.txt", b"private")
    assert made.draft().attachments == ()
    made.take(handed.from_advice(advisor("kicad-board")))
    made.agree("answers", yes=True)
    said = made.handed.summaries[0]
    assert said.group == "answers"
    for name in ("ospo-answers.json", "sheet.html"):
        made.take_out(name)
    assert "answers" in made.groups()  # and so it can be taken back


def test_files_can_be_left_out_and_offered_again():
    made = blank()
    made.take(handed.from_advice(advisor("kicad-board")))
    for name in ("ospo-answers.json", "sheet.html"):
        made.take_out(name)
    assert made.offered() == ()
    assert made.left_out
    assert made.groups() == ("answers",)  # the letter says some of them all the same
    made.put_back()
    assert len(made.offered()) == 2


def test_files_of_the_person_have_limits():
    made = blank()
    made.add_file("../Our agreement.PDF", b"%PDF")
    made.add_file("Our agreement.pdf", b"%PDF")
    assert [one.name for one in made.files] == ["Our-agreement.pdf", "Our-agreement-2.pdf"]
    with pytest.raises(InputError, match="zip file"):
        made.add_file("run.exe", b"MZ")
    with pytest.raises(InputError, match="8 MB"):
        made.add_file("big.zip", b"x" * MAX_LETTER)
    for number in range(MAX_FILES - 2):
        made.add_file(f"{number}.txt", b"x")
    with pytest.raises(InputError, match="at most 5 files"):
        made.add_file("more.txt", b"x")
    made.take_out("Our-agreement.pdf")
    assert "Our-agreement.pdf" not in [one.name for one in made.offered()]
    assert not made.left_out


# --- what is missing -----------------------------------------------------------------------------


def test_sending_waits_for_text_consent_and_address():
    made = blank(**SERVER)
    made.take(handed.from_advice(advisor("kicad-board")))
    assert made.blockers() == (
        "Fill in: Your question.",
        "Tick what may be sent, or take it out: My answers.",
        "Give a mail address for the answer.",
    )
    made.fill("question", "May we?")
    made.introduce(name="Ada", address="ada@cern")
    assert "“ada@cern” is no mail address" in made.blockers()[0]
    made.introduce(address="ada@cern.ch")
    made.agree("answers", yes=True)
    assert made.blockers() == ("Tick what may be sent, or take it out: My name and address.",)
    made.agree("person", yes=True)
    assert made.blockers() == ()
    assert made.letter().sender == "ada@cern.ch"


def test_a_file_needs_the_text_only():
    made = blank()
    with pytest.raises(InputError, match="Fill in: Your question"):
        made.letter()
    made.fill("question", "May we?")
    assert made.letter().attachments == ()
    assert not made.can_send()


def test_feedback_may_come_from_nobody():
    made = blank(**SERVER)
    made.from_query({"kind": "feedback", "number": "E-4F21"})
    made.fill("happened", "It stopped.")
    assert made.blockers() == ()
    assert "Number of the error: E-4F21" in made.letter().body


# --- the entry of a catalogue --------------------------------------------------------------------


def test_an_entry_is_filled_judged_and_attached():
    made = blank()
    made.take(handed.from_advice(advisor("kicad-board")))
    made.choose("catalogue")
    made.choose_catalogue("ohwr")
    assert made.entry()["name"] == "timing-fanout"
    assert made.missing() == ("Complete the entry; what is open stands below its fields.",)
    made.fill_entry("website", "https://gitlab.cern.ch/be/timing")
    made.fill_entry("description", "https://gitlab.cern.ch/be/timing/-/raw/HEAD/README.md")
    made.fill_entry("trl", "7")
    assert made.missing() == ()
    letter = made.letter()
    assert list(letter.files) == ["ohwr.yaml"]
    assert b"website: https://gitlab.cern.ch/be/timing\n" in letter.files["ohwr.yaml"]
    assert "Technology readiness level: 7" in letter.body
    made.fill_entry("website", "")
    assert "website" not in made.entry()


# --- sending -------------------------------------------------------------------------------------


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Takes the place of the mail server, whose own tests stand elsewhere."""
    sent = []

    def take(letter, settings, *, allowed, cancel):
        sent.append((letter, settings, allowed))
        return Receipt(letter.number, letter.to, None)

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(model, "send", take)
    monkeypatch.setattr(model, "_SESSION", SessionCount())
    return sent


def test_a_letter_is_sent_once_to_the_office(posted):
    made = ready()
    letter, receipt = made.post(threading.Event())
    made.posted(letter, receipt)
    assert posted[0][0].to == ("Open.Source@cern.ch",)
    assert posted[0][2] == {"Open.Source@cern.ch"}
    assert receipt.number == letter.number
    assert made.blockers() == ("This letter was sent. Change something to send another.",)
    with pytest.raises(InputError, match="was sent"):
        made.post(threading.Event())
    made.fill("question", "And this?")
    assert made.blockers() == ()


def test_a_failure_loses_nothing(posted, monkeypatch: pytest.MonkeyPatch):
    def fail(*_, **__):
        raise LetterNotSentError("unreachable")

    monkeypatch.setattr(model, "send", fail)
    made = ready()
    with pytest.raises(LetterNotSentError) as caught:
        made.post(threading.Event())
    made.failed(caught.value)
    assert made.failure is caught.value
    assert made.letter().body.count("May we?") == 1
    assert made.blockers() == ()


def test_too_many_letters_wait(posted):
    made = ready()
    for number in range(5):
        made.fill("question", f"May we {number}?")
        made.posted(*made.post(threading.Event()))
    made.fill("question", "One more?")
    with pytest.raises(InputError, match="at most 5 letters"):
        made.post(threading.Event())


# --- links and what is kept ----------------------------------------------------------------------


def test_a_link_carries_answers_and_no_text():
    made = blank()
    made.take_answers(json.loads((CASES / "patent-hold.json").read_text(encoding="utf-8")))
    made.fill("question", "SECRET")
    made.introduce(name="NAME", address="ada@cern.ch")
    query = made.to_query()
    assert "SECRET" not in query
    other = blank()
    other.from_query(dict(parse_qsl(query)))
    assert other.kind == "hold"
    assert [one.name for one in other.offered()] == ["ospo-answers.json", "sheet.html"]
    assert other.agreed == frozenset()


def test_a_link_fills_the_subject_and_nothing_else():
    made = blank()
    made.from_query({"kind": "cla", "subject": "x" * 500, "question": "no", "s": ""})
    assert made.values == {"other_project": "x" * 200}
    for wrong in ({"kind": "nonsense"}, {"s": "damaged"}, {"kind": "catalogue", "catalogue": "x"}):
        with pytest.raises(InputError):
            blank().from_query(wrong)


def test_what_was_typed_is_kept_without_consent_and_files():
    made = blank()
    assert AskKeeper(made).snapshot() is None
    made.choose("catalogue")
    made.fill("comment", "https://me:pass@x.org is it")
    made.fill_entry("tags", "a, b")
    made.introduce(name="Ada")
    made.add_file("a.txt", b"x")
    made.agree("person", yes=True)
    kept = AskKeeper(made).snapshot()
    assert kept is not None
    assert "pass" not in json.dumps(dict(kept.more))
    other = blank()
    AskKeeper(other).restore(kept.query, json.loads(json.dumps(dict(kept.more))))
    assert other.kind == "catalogue"
    assert other.entry()["tags"] == ("a", "b")
    assert other.person.name == "Ada"
    assert (other.agreed, other.files) == (frozenset(), ())
    hostile = {"kind": 3, "values": [1], "entries": {"software": {"tags": {"a": 1}}}, "name": {}}
    AskKeeper(other).restore("", hostile)
    assert other.kind == "catalogue"
