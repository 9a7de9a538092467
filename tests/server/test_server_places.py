# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Who gets a session, in which order, and how many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.server.places import FORGOTTEN_SECONDS, QUEUE_LIMIT, Places, Visitor


class House:
    """Places with kernels that come and go, and a clock that stands."""

    def __init__(self, limit: int, own_limit: int = 100) -> None:
        self.kernels: set[str] = set()
        self.now = 0.0
        self.places = Places(limit, own_limit, lambda: self.kernels, lambda: self.now)

    def enter(self, name: str, address: str = "") -> str:
        reply, ticket = self.places.ask(Visitor(name, address))
        if reply.kind != "in":
            return f"{reply.kind} {reply.position}"
        kernel = f"k{ticket}"
        self.kernels.add(kernel)
        self.places.opened(ticket, kernel)
        return kernel


def test_who_comes_first_is_served_first() -> None:
    house = House(2)
    first = house.enter("a")
    house.enter("b")
    assert [house.enter(name) for name in "cde"] == ["wait 1", "wait 2", "wait 3"]
    house.kernels.remove(first)
    assert house.enter("d") == "wait 2"
    assert house.enter("new") == "wait 4"
    assert house.enter("c").startswith("k")
    assert house.enter("d") == "wait 1"
    assert house.places.taken == 2


def test_a_place_in_the_queue_is_kept_while_the_page_asks() -> None:
    house = House(1)
    house.enter("a")
    house.enter("b")
    house.enter("c")
    for _ in range(5):
        house.now += FORGOTTEN_SECONDS - 1
        assert house.places.look(Visitor("c")).position in {1, 2}
    assert house.places.look(Visitor("c")).position == 1  # b has left
    house.now += FORGOTTEN_SECONDS + 1
    assert house.places.waiting == 0


def test_looking_takes_no_place() -> None:
    house = House(1)
    house.enter("a")
    assert house.places.look(Visitor("b")).position == 0
    assert house.places.waiting == 0


def test_one_visitor_cannot_take_all_places() -> None:
    house = House(10, own_limit=3)
    assert [house.enter("a")[:1] for _ in range(3)] == ["k", "k", "k"]
    assert house.enter("a") == "own 0"
    assert house.enter("b").startswith("k")


def test_one_address_cannot_take_all_places_nor_the_queue() -> None:
    house = House(5, own_limit=3)
    for name in "abc":
        house.enter(name, "192.0.2.1")
    assert house.enter("d", "192.0.2.1") == "own 0"
    for name in "ef":
        assert house.enter(name, "192.0.2.2").startswith("k")
    assert [house.enter(n, "192.0.2.3") for n in "ghij"] == ["wait 1", "wait 2", "wait 3", "wait 0"]
    assert house.enter("k", "192.0.2.4") == "wait 4"


def test_loading_a_page_again_needs_no_second_place() -> None:
    house = House(2)
    house.enter("a")
    house.enter("b")
    house.enter("c")
    assert house.enter("a").startswith("k")
    assert house.enter("b") == "wait 2"  # room for one only


def test_a_page_that_failed_gives_its_place_back() -> None:
    house = House(1)
    _, ticket = house.places.ask(Visitor("a"))
    assert house.places.taken == 1
    house.places.failed(ticket)
    assert house.places.taken == 0
    house.places.opened(ticket, "late")
    assert house.places.holder("late") is None


def test_a_kernel_belongs_to_one_visitor() -> None:
    house = House(2)
    kernel = house.enter("a")
    assert house.places.holder(kernel) == "a"
    assert house.places.holder("waiting-for-a-page") is None


def test_a_page_that_never_connects_is_found() -> None:
    house = House(3)
    kernels = [house.enter(name) for name in "abc"]
    house.places.met(kernels[0])
    house.kernels.remove(kernels[1])
    house.now += 60
    assert house.places.abandoned(60) == []
    house.now += 1
    assert house.places.abandoned(60) == [kernels[2]]


def test_a_session_without_a_page_goes_only_when_others_wait() -> None:
    house = House(1)
    kernel = house.enter("a")
    for step in (house.places.met, house.places.met, house.places.left):
        step(kernel)
    house.now += 61
    house.enter("b")
    assert house.places.abandoned(60) == []  # a second connection is there
    house.places.left(kernel)
    house.now += FORGOTTEN_SECONDS
    assert house.places.look(Visitor("b")).position == 1
    house.now += FORGOTTEN_SECONDS
    assert house.places.waiting == 1
    assert house.places.abandoned(60) == [kernel]
    house.now += FORGOTTEN_SECONDS
    assert house.places.abandoned(60) == []  # nobody waits any more: it may come back
    house.enter("b")
    house.places.met(kernel)
    assert house.places.abandoned(60) == []


def test_nobody_comes_in_when_the_server_ends() -> None:
    house = House(2)
    kernel = house.enter("a")
    house.places.close()
    assert house.enter("b") == "closed 0"
    assert set(house.places.sessions()) == {kernel}


def test_the_queue_has_an_end() -> None:
    house = House(1)
    house.enter("a")
    for i in range(QUEUE_LIMIT):
        house.enter(f"v{i}")
    assert house.enter("last") == "wait 0"
    assert house.places.waiting == QUEUE_LIMIT


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.booleans()), max_size=60))
def test_never_more_than_the_limit_and_its_spare(steps: list[tuple[str, bool]]) -> None:
    house = House(3, own_limit=2)
    for name, leaves in steps:
        if leaves and house.kernels:
            house.kernels.remove(sorted(house.kernels)[0])
        house.enter(name)
        assert house.places.taken <= house.places.limit + house.places.spare
        mine = [v.id for v in house.places.sessions().values()]
        assert all(mine.count(visitor) <= 2 for visitor in mine)
