# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""An attribute that is worked out when it is first asked for.

As :func:`functools.cached_property`, without the lock that it takes in Python 3.11: a file has
several such attributes, a tree tens of thousands of files, and each is read by one thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from functools import cached_property as lazy
else:

    class lazy:  # noqa: N801 (used as a decorator)
        """Decorator of a method whose result becomes the attribute."""

        def __init__(self, function):
            self._function = function
            self._name = function.__name__
            self.__doc__ = function.__doc__

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            value = instance.__dict__[self._name] = self._function(instance)
            return value


__all__ = ["lazy"]
