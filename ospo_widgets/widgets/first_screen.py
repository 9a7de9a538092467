# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The first screen travels in the page itself.

ipywidgets tells the browser of each new widget by a message of its own, several hundred for a page,
and the browser then asks for all of their states again. In our frame none of these messages is
sent: what the app shows first stands in the page as data, without what the browser knows anyway.
When the connection works, the browser asks once what has changed since.

Elsewhere (JupyterLab, plain Voilà) nothing of this happens.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from typing import Any

import comm
import ipywidgets as ipw
from comm.base_comm import BaseComm
from ipywidgets.widgets.widget import _instances, _remove_buffers

MEDIA_TYPE = "application/vnd.ospo.first-screen+json"
"""Of the states, in the output of the notebook's cell; the template puts them into the page."""

WIDGETS = "jupyter.widget"
"""What ipywidgets calls the comm of a widget."""

TARGET = "ospo.first"
"""The comm by which the page asks what has changed since it was made."""


class FirstScreen:
    """Holds back what widgets would tell, from the first widget until the page is made."""

    def __init__(self) -> None:
        self._held: list[BaseComm] = []
        self._opens: Any = None
        self._sent: dict[str, str] = {}

    @property
    def collecting(self) -> bool:
        """Whether messages are held back."""
        return self._opens is not None

    def begin(self) -> None:
        """Hold messages back from now on."""
        if not self.collecting:
            self._opens = comm.create_comm
            comm.create_comm = self._open_silently

    def _open_silently(self, target_name: str = "comm", **about: Any) -> BaseComm:
        if target_name != WIDGETS:
            opened: BaseComm = self._opens(target_name, **about)
            return opened
        made: BaseComm = self._opens(target_name, comm_id=about.get("comm_id"), primary=False)
        # In the object itself, so that taking it away brings back what its class does.
        made.publish_msg = _say_nothing  # type: ignore[method-assign]
        comm.get_comm_manager().register_comm(made)
        self._held.append(made)
        return made

    def end(self) -> dict[str, Any]:
        """Let messages pass again.

        Returns:
            States of all widgets by their id, as :mod:`frame/manager.js` reads them.
        """
        if self.collecting:
            comm.create_comm, self._opens = self._opens, None
            for made in self._held:
                del made.publish_msg
                _connect(made)
            self._held.clear()
        # What changes from here on is told twice rather than never.
        states = {name: _state(widget) for name, widget in list(_instances.items())}
        self._sent = {name: _mark(state) for name, state in states.items()}
        comm.get_comm_manager().register_target(TARGET, self._asked)
        return states

    def _asked(self, opened: BaseComm, _: Any) -> None:
        now = {name: _state(widget) for name, widget in list(_instances.items())}
        changed = {name: s for name, s in now.items() if self._sent.get(name) != _mark(s)}
        opened.send({"states": changed})
        self._sent.clear()


def _say_nothing(*_: Any, **__: Any) -> None:
    """Stands in for sending a message."""


def _connect(made: BaseComm) -> None:
    """Let a comm know the kernel, which it learns else when it opens; without one it is silent."""
    from ipykernel.kernelbase import Kernel

    if getattr(made, "kernel", made) is None and Kernel.initialized():
        made.kernel = Kernel.instance()  # type: ignore[attr-defined]


def _mark(state: dict[str, Any]) -> str:
    return json.dumps(state, sort_keys=True, default=str)


@cache
def browser_defaults(kind: Any) -> dict[str, Any]:
    """What the browser's twin of a widget of ipywidgets begins with, and need not be told.

    Of layouts, of which a page has most, that is everything. Of other widgets it is what they are
    called and drawn by; in a few other values the browser differs from ipywidgets. Subclasses of
    ours may have defaults of their own, so those of the class that the browser knows count.

    Args:
        kind: A class of widgets.
    """
    if not kind.__module__.startswith("ipywidgets."):
        return next(
            (browser_defaults(c) for c in kind.__mro__[1:] if issubclass(c, ipw.Widget)), {}
        )
    every = issubclass(kind, ipw.Layout)
    traits = kind.class_traits(sync=True).items()
    return {name: trait.default_value for name, trait in traits if every or name.startswith("_")}


def _state(widget: ipw.Widget) -> dict[str, Any]:
    ours = not widget._model_module.startswith("@jupyter-widgets/")
    kind: Any = type(widget)
    known = {} if ours else browser_defaults(kind)
    told = {
        name: value
        for name, value in widget.get_state().items()
        if not (name in known and type(value) is type(known[name]) and value == known[name])
    }
    state, paths, buffers = _remove_buffers(told)
    found = {
        "model_name": widget._model_name,
        "model_module": widget._model_module,
        "state": state,
    }
    if buffers:
        found["buffers"] = [
            {"path": path, "data": b64encode(data).decode("ascii")}
            for path, data in zip(paths, buffers, strict=True)
        ]
    return found


first_screen = FirstScreen()
"""That of this session."""
