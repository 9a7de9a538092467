# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The first screen as data in the page, and what is told once it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import comm
import ipywidgets as ipw
import pytest
from comm.base_comm import BaseComm, CommManager

from ospo_widgets.widgets.first_screen import TARGET, FirstScreen


class Line(BaseComm):
    """A comm that writes down what it sends."""

    told: list[tuple[str, str, Any]] = []  # noqa: RUF012 - one list for all comms of a test

    def publish_msg(
        self, msg_type: str, data: Any = None, *_: Any, **__: Any
    ) -> None:  # fmt: skip
        """Write it down."""
        self.told.append((msg_type, self.comm_id, data))


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str, Any]]]:
    """What goes to the browser; each message as kind, number of the widget and content."""
    told: list[tuple[str, str, Any]] = []
    manager = CommManager()
    instances: dict[str, ipw.Widget] = {}
    monkeypatch.setattr(Line, "told", told)
    monkeypatch.setattr(comm, "create_comm", Line)
    monkeypatch.setattr(comm, "get_comm_manager", lambda: manager)
    monkeypatch.setattr("ipywidgets.widgets.widget._instances", instances)
    monkeypatch.setattr("ospo_widgets.widgets.first_screen._instances", instances)
    yield told
    # While their line is there: collected later, they would take leave of another one.
    for widget in list(instances.values()):
        widget.close()
    for opened in list(manager.comms.values()):
        opened.close()


def asked(told: list[Any]) -> dict[str, Any]:
    """What the kernel answers when the page asks for changes."""
    opened = Line(target_name=TARGET, primary=False)
    targets: dict[str, Callable[..., Any]] = comm.get_comm_manager().targets
    told.clear()
    targets[TARGET](opened, {})
    (_, _, data) = told.pop()
    return dict(data["states"])


def test_widgets_are_silent_until_the_page_is_made(line: list[Any]) -> None:
    screen = FirstScreen()
    screen.begin()
    text = ipw.Text(description="Name")
    box = ipw.VBox([text])
    text.value = "beamline"
    assert line == []
    states = screen.end()
    assert states[text.model_id]["state"]["value"] == "beamline"
    assert states[box.model_id]["state"]["children"] == [f"IPY_MODEL_{text.model_id}"]
    assert not screen.collecting
    text.value = "magnet"
    assert [(kind, number) for kind, number, _ in line] == [("comm_msg", text.model_id)]
    assert ipw.Text().model_id in {number for kind, number, _ in line if kind == "comm_open"}


def test_layouts_say_only_what_is_special(line: list[Any]) -> None:
    screen = FirstScreen()
    screen.begin()
    plain, wide = ipw.Layout(), ipw.Layout(width="50%")
    states = screen.end()
    assert states[plain.model_id]["state"] == {}
    assert states[wide.model_id]["state"] == {"width": "50%"}


def test_values_of_fields_are_said_even_when_they_are_empty(line: list[Any]) -> None:
    screen = FirstScreen()
    screen.begin()
    choice = ipw.Dropdown(options=["a"], value=None)
    state = screen.end()[choice.model_id]["state"]
    assert state["index"] is None
    assert "_view_name" not in state


def test_the_page_hears_once_what_changed_before_it_listened(line: list[Any]) -> None:
    screen = FirstScreen()
    screen.begin()
    still, moved = ipw.HTML("a"), ipw.HTML("b")
    screen.end()
    moved.value = "c"
    later = ipw.HTML("d")
    found = asked(line)
    assert found[moved.model_id]["state"]["value"] == "c"
    assert later.model_id in found
    assert still.model_id not in found


def test_binary_parts_go_along(line: list[Any]) -> None:
    screen = FirstScreen()
    screen.begin()
    image = ipw.Image(value=b"\x00\xff")
    found = screen.end()[image.model_id]
    assert found["buffers"] == [{"path": ["value"], "data": "AP8="}]


def test_other_comms_pass_while_widgets_are_held(line: list[Any]) -> None:
    screen = FirstScreen()
    screen.begin()
    opened = comm.create_comm("other")
    screen.end()
    assert [(kind, number) for kind, number, _ in line] == [("comm_open", opened.comm_id)]
