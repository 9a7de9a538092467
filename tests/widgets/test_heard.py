# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Messages of a page's script: anything may come, and nothing but our own errors comes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ospo_widgets.charting.model import Chart, Kind, Series
from ospo_widgets.errors import OspoError
from ospo_widgets.widgets.chart import ChartView
from ospo_widgets.widgets.heard import said_number, said_text
from ospo_widgets.widgets.page import Page
from ospo_widgets.widgets.upload import Upload

OPS = ("ping", "state", "continued", "copied", "kept", "act", "piece", "chunk", "too-large",
       "select", "range", "plotly.js", "png-failed")  # fmt: skip
NAMES = ("id", "key", "name", "value", "text", "offset", "size", "keys", "series", "first", "last",
         "stored", "field", "done", "rows", "columns")  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["key", "go", "2026-01"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
messages = values | st.fixed_dictionaries(
    {"op": st.sampled_from(OPS) | values}, optional=dict.fromkeys(NAMES, values)
)


@pytest.fixture(scope="module")
def widgets() -> tuple[Page, Upload, ChartView, list[BaseException]]:
    page, raised = Page("x"), []
    page.guard.show = raised.append  # type: ignore[method-assign]
    month = ("2026-01",)
    chart = Chart(
        id="c", title="c", basis="", kind=Kind.BARS, label_header="c", labels=month, keys=month,
        series=(Series("s", (1,), key="k"),), filter_name="license",
    )  # fmt: skip
    upload, view = Upload(page, lambda *_: None), ChartView(page, chart, lambda *_: None)
    page.host.ready = True
    page.on_act("go", lambda _: None)
    page.host.recall("key", lambda _: None)
    return page, upload, view, raised


@given(messages, st.lists(st.binary(max_size=8), max_size=1))
@example({"op": "kept", "key": []}, [])
@example({"op": "piece", "id": {}, "offset": None}, [])
@example({"op": "chunk", "offset": "0", "size": [1]}, [b"x"])
@example({"op": "too-large"}, [])
@example({"op": "range", "first": [], "last": {}}, [])
@example(None, [])
def test_any_message_is_heard_without_a_defect(
    widgets: tuple[Page, Upload, ChartView, list[BaseException]], content: Any, buffers: list[bytes]
) -> None:
    page, upload, view, raised = widgets
    raised.clear()
    page.host.download("a", b"data", "text/plain")
    page.host._answer(None, content, buffers)
    upload._message(None, content, buffers)
    view._message(None, content, buffers)
    view._acted(json.dumps(content))
    assert [error for error in raised if not isinstance(error, OspoError)] == []


def test_values_of_another_kind_are_none() -> None:
    assert said_text({"a": 1}, "a") == said_text([], "a") == ""
    assert said_number({"a": True}, "a") == said_number({"a": "7"}, "a") == -1
    assert said_number({"a": 7}, "a") == 7
