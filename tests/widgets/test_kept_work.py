# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Work is kept and comes back; what is damaged, old, foreign or huge is refused."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.widgets.fields import text_field
from ospo_widgets.widgets.kept.files import (
    MOST_FILES,
    Kept,
    KeptFiles,
    files_for,
    kept_from,
    new_id,
)
from ospo_widgets.widgets.kept.keeper import KeptWork
from ospo_widgets.widgets.kept.packing import LINK_BYTES, pack
from ospo_widgets.widgets.kept.record import (
    MOST_CHARACTERS,
    Snapshot,
    State,
    read_state,
    write_state,
)
from ospo_widgets.widgets.page import Page

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
states = st.builds(
    State,
    st.text(max_size=200),
    st.dictionaries(st.text(max_size=10), json_values, max_size=4),
    st.dictionaries(st.text(max_size=10), st.text(max_size=50), max_size=4),
)


@given(states)
def test_what_was_kept_comes_back(state: State) -> None:
    assert read_state("scan", write_state("scan", state)) == state


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_any_other_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match=r"Nothing was changed\."):
        read_state("scan", text)


@given(st.dictionaries(st.sampled_from(["app", "version", "query", "more", "typed"]), json_values))
def test_any_other_form_is_refused_with_a_sentence(data: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"Nothing was changed\."):
        read_state("scan", pack({"app": "scan", "version": 1, **data, "query": 3}))


def test_what_another_app_or_version_kept_is_refused() -> None:
    with pytest.raises(InputError, match="another app"):
        read_state("scan", write_state("advisor", State("q=1")))
    for version in (0, 2, "1", None):
        with pytest.raises(InputError, match="another version"):
            read_state("scan", pack({"app": "scan", "version": version}))


def test_what_is_too_long_is_neither_kept_nor_read() -> None:
    noise = os.urandom(MOST_CHARACTERS).hex()
    assert write_state("scan", State(more={"text": noise})) == ""
    with pytest.raises(InputError, match="too long"):
        read_state("scan", "A" * (MOST_CHARACTERS + 1))


# Files ----------------------------------------------------------------------------------------


def kept(title: str = "t", when: float | None = None) -> Kept:
    return Kept(new_id(), time.time() if when is None else when, title, "1 answer", "text")


def test_a_file_is_private_whole_and_one_of_few(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path / "kept", "scan")
    now = time.time()
    for age in range(MOST_FILES + 2):
        assert files.write(kept(str(age), now - age))
    assert [one.title for one in files.all()] == ["0", "1", "2", "3", "4"]
    names = [path.name for path in files.folder.iterdir()]
    assert len(names) == MOST_FILES
    assert all(name.startswith("scan.") for name in names)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files.folder.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700
    files.write(kept("old", now - 31 * 86_400))
    assert "old" not in [one.title for one in files.all()]
    assert KeptFiles(files.folder, "advisor").all() == []
    files.forget()
    assert list(files.folder.iterdir()) == []


def test_files_that_are_damaged_are_passed_over(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, "scan")
    good = kept()
    files.write(good)
    for name, text in {
        "a": "{",
        "b": "[]",
        "c": "{}",
        "d": "x" * 300_000,
        "e": "[" * 100_000,
    }.items():
        (tmp_path / f"scan.{name}.json").write_text(text, encoding="utf-8")
    assert files.all() == [good]
    assert files.read("../scan") is None
    assert kept_from({"id": "../../etc", "text": "x"}) is None
    assert kept_from({"id": "abcdefgh", "text": "x", "time": 1e300}).time == 0  # type: ignore[union-attr]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert KeptFiles(tmp_path / "file" / "kept", "scan").write(kept()) is False


def test_where_files_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OSPO_FRAME", "SERVER_SOFTWARE", "VOILA_PREHEAT", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("OSPO_KEPT_DIR", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    notebook = files_for("scan")
    assert notebook is not None
    assert notebook.folder == tmp_path / "ospo-widgets" / "kept"
    # A shared server keeps nothing of anybody in its own home.
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    assert files_for("scan") is None
    monkeypatch.setenv("JUPYTERHUB_USER", "rosa")
    assert files_for("scan") is not None
    monkeypatch.setenv("OSPO_FRAME", "1")
    assert files_for("scan") is None
    monkeypatch.delenv("OSPO_FRAME")
    monkeypatch.setenv("OSPO_KEPT_DIR", "")
    assert files_for("scan") is None


# The page -------------------------------------------------------------------------------------


class Counter:
    """An app with one number."""

    def __init__(self) -> None:
        self.number = 0
        self.long = ""

    def snapshot(self) -> Snapshot | None:
        if not self.number:
            return None
        more = {"long": self.long} if self.long else {}
        return Snapshot("work", f"{self.number} steps", "Kept.", f"n={self.number}", more)

    def restore(self, query: str, more: Mapping[str, Any]) -> None:
        number = query.removeprefix("n=")
        if not number.isdecimal():
            raise InputError("This is no number.")
        self.number, self.long = int(number), str(more.get("long", ""))


class Visit:
    """A page with that app, and what it sent to the browser."""

    def __init__(
        self, files: KeptFiles | None = None, asked: str = "", *, fresh: bool = True
    ) -> None:
        self.page, self.app = Page("Title"), Counter()
        self.field = text_field("Question")
        self.page.body = [self.field]
        self.sent: list[dict[str, Any]] = []
        self.page.host.send = lambda content, buffers=None: self.sent.append(content)
        self.kept = KeptWork(self.page, "home", self.app, files=files, asked=asked, fresh=fresh)
        self.kept.begin()

    def hear(self, **message: Any) -> None:
        self.page.host._answer(None, message, None)

    def do(self, number: int) -> None:
        """What a person does, and the sign of life after it."""
        self.app.number = number
        self.hear(op="ping", id=1)
        self.kept.join()

    def records(self) -> list[dict[str, Any]]:
        return [message for message in self.sent if message["op"] == "state"]

    @property
    def offer(self) -> Any:
        return next((w for w in self.page.children if "ospo-offer" in w._dom_classes), None)

    def press(self, number: int) -> None:
        self.offer.children[1].children[number].click()


def test_nothing_is_kept_before_anything_was_done() -> None:
    visit = Visit()
    visit.do(0)
    assert visit.records() == []
    assert visit.page.host.kept == ""


def test_an_address_that_holds_all_names_no_record() -> None:
    visit = Visit()
    visit.do(3)
    record = visit.records()[0]
    assert (record["query"], record["whole"], record["count"]) == ("n=3", True, "3 steps")
    assert visit.page.host.kept == ""
    visit.do(3)
    assert len(visit.records()) == 1  # nothing new
    visit.field.value = "half a question"
    visit.do(3)
    assert visit.page.host.kept == record["id"]
    assert read_state("home", visit.records()[1]["text"]).typed == {"Question": "half a question"}
    visit.field.value = ""
    visit.do(3)
    assert visit.page.host.kept == ""


def test_an_address_that_would_be_too_long_names_a_record() -> None:
    visit = Visit()
    visit.app.snapshot = lambda: Snapshot("", "", "", "n=" + "1" * LINK_BYTES, {"n": 1})  # type: ignore[method-assign]
    visit.do(1)
    record = visit.records()[0]
    assert (record["query"], record["whole"]) == ("", False)
    assert visit.page.host.kept == record["id"]


def test_a_record_that_the_address_names_is_brought_back() -> None:
    first = Visit()
    first.app.long = "more"
    first.field.value = "half a question"
    first.do(7)
    record = {**first.records()[-1], "time": time.time()}

    second = Visit(asked=record["id"], fresh=False)
    assert second.page.host.kept == record["id"]
    second.page.host.ready = True
    assert second.sent[-1] == {"op": "recall", "key": f"kept.home.{record['id']}"}
    second.hear(op="kept", key=f"kept.home.{record['id']}", text=json.dumps(record))
    assert (second.app.number, second.app.long) == (7, "more")
    assert second.field.value == "half a question"
    assert second.records()[-1]["id"] != record["id"]
    assert second.page.host.kept == second.records()[-1]["id"]


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "{}", '{"id": "abcdefgh", "text": "x", "time": 1}', "[" * 50_000,
        json.dumps({"id": "abcdefgh", "text": write_state("home", State("n=x")), "time": 1}),
        json.dumps({"id": "abcdefgh", "text": write_state("scan", State("n=1")), "time": 1}),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_used_is_refused_and_nothing_is_lost(text: str) -> None:
    visit = Visit(asked="abcdefgh", fresh=False)
    visit.app.number = 2
    visit.kept._begun = visit.kept._text()
    visit.page.host.ready = True
    visit.hear(op="kept", key="kept.home.abcdefgh", text=text)
    assert 'role="alert"' in visit.page.alert.value
    assert visit.app.number == 2
    assert not [message for message in visit.sent if message["op"] == "forget"]


def test_a_link_to_work_in_another_browser_says_so() -> None:
    visit = Visit(asked="abcdefgh")
    visit.page.host.ready = True
    visit.hear(op="kept", key="kept.home.abcdefgh", text="")
    assert "another browser" in visit.page.alert.value
    assert visit.page.host.kept == ""


def test_a_browser_that_keeps_nothing_is_told_once() -> None:
    visit = Visit()
    visit.app.long = "more"
    visit.do(1)
    visit.hear(op="state", id=visit.records()[0]["id"], stored=False)
    assert "keeps nothing" in visit.page.alert.value
    visit.page.alert.clear()
    visit.hear(op="state", id=visit.records()[0]["id"], stored=False)
    assert visit.page.alert.value == ""


def test_a_new_session_offers_what_the_last_one_kept(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, "home")
    first = Visit(files)
    first.field.value = "half a question"
    first.do(5)
    assert first.sent == [{"op": "pong", "id": 1}]  # nothing goes to the browser
    second = Visit(files)
    assert "5 steps" in second.offer.children[0].value
    second.press(0)
    second.kept.join()
    assert (second.app.number, second.field.value) == (5, "half a question")
    assert second.offer is None
    assert len(files.all()) == 1  # the same work, under the id of this session


def test_starting_anew_leaves_it_and_forgetting_removes_it(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, "home")
    Visit(files).do(5)
    second = Visit(files)
    second.press(1)
    assert (second.offer, second.app.number) == (None, 0)
    second.do(1)
    assert sorted(one.count for one in files.all()) == ["1 steps", "5 steps"]
    third = Visit(files)
    third.press(2)
    assert files.all() == []
    assert third.offer is None


def test_an_address_with_state_is_not_asked_about_older_work(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, "home")
    Visit(files).do(5)
    assert Visit(files, fresh=False).offer is None


def test_a_damaged_file_is_refused_and_stays(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, "home")
    files.write(kept())
    visit = Visit(files)
    visit.press(0)
    assert "damaged" in visit.page.alert.value
    assert visit.app.number == 0
    assert len(files.all()) == 1


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    visit = Visit(KeptFiles(tmp_path / "file" / "kept", "home"))
    visit.app.long = "more"
    visit.do(1)
    assert "could not be kept" in visit.page.alert.value
