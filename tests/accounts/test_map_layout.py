"""Where people stand on a map: nobody on top of another, everybody in their box, whatever ids and rows are like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from app.accounts.map_layout import Box, Layout, card, lay_out
from graph_models.details import DepartmentOut
from graph_models.records import TieRecord


@dataclass(frozen=True)
class Somebody:
    """A person on a map."""

    id: str
    name: str
    title: str | None
    department_id: str | None


@dataclass(frozen=True)
class Firm:
    """An account to be drawn."""

    departments: Sequence[DepartmentOut]
    people: Sequence[Somebody]
    ties: Sequence[TieRecord]

    def layout(self, kept: Mapping[str, tuple[float, float]] | None = None) -> Layout:
        """Its map."""
        return lay_out(self.departments, self.people, self.ties, kept or {})

    def department(self, id_: str | None) -> DepartmentOut | None:
        """The one with this id."""
        return next((one for one in self.departments if one.id == id_), None)

    def inside(self, id_: str | None) -> list[str]:
        """The department and all that it is part of."""
        found = self.department(id_)
        return [] if found is None else [found.id, *self.inside(found.parent_id)]


@st.composite
def firms(draw: st.DrawFn, most: int = 30) -> Firm:
    """Departments in departments, people in them or in none, each below somebody or nobody."""
    count = draw(st.integers(0, 7))
    departments = [
        DepartmentOut(
            id=f"d{number}",
            name=f"Department {number}",
            parent_id=f"d{draw(st.integers(0, number - 1))}" if number and draw(st.booleans()) else None,
        )
        for number in range(count)
    ]
    homes = st.sampled_from([None, "ended", *(one.id for one in departments)])
    people = [
        Somebody(f"p{number}", f"Person {number}", draw(st.sampled_from([None, "director", "clerk"])), draw(homes))
        for number in range(draw(st.integers(0, most)))
    ]
    ties = [
        TieRecord("a", f"p{number}", f"p{draw(st.integers(0, number - 1))}", "REPORTS_TO", None)
        for number in range(1, len(people))
        if draw(st.booleans())
    ]
    return Firm(departments, people, ties)


def contains(outer: Box, inner: Box) -> bool:
    """Is one within the other?"""
    return (
        abs(outer.x - inner.x) * 2 <= outer.width - inner.width + 1e-6
        and abs(outer.y - inner.y) * 2 <= outer.height - inner.height + 1e-6
    )


def assert_holds(firm: Firm, layout: Layout) -> None:
    """No two cards overlap, and each is inside its department's box, which is inside that of its parent."""
    assert layout.places.keys() == {person.id for person in firm.people}
    assert layout.boxes.keys() == {one.id for one in firm.departments}
    for one, other in combinations(layout.places.values(), 2):
        assert not card(one).overlaps(card(other))
    for person in firm.people:
        for id_ in firm.inside(person.department_id):
            assert contains(layout.boxes[id_], card(layout.places[person.id]))
    for department in firm.departments:
        for id_ in firm.inside(department.id):
            assert contains(layout.boxes[id_], layout.boxes[department.id])


@given(firms())
def test_nothing_overlaps(firm: Firm) -> None:
    layout = firm.layout()
    assert_holds(firm, layout)
    for one, other in combinations(firm.departments, 2):
        if one.id not in firm.inside(other.id) and other.id not in firm.inside(one.id):
            assert not layout.boxes[one.id].overlaps(layout.boxes[other.id])
    for person in firm.people:
        for department in firm.departments:
            if department.id not in firm.inside(person.department_id):
                assert not card(layout.places[person.id]).overlaps(layout.boxes[department.id])


def renamed(id_: str | None) -> str | None:
    """Another id, which sorts the other way round."""
    return None if id_ is None else f"{999 - int(id_[1:]):03}{id_[0]}" if id_[1:].isdigit() else id_


@given(firms(), st.randoms(use_true_random=False))
def test_ids_and_the_order_of_rows_change_nothing(firm: Firm, random: Random) -> None:
    other = Firm(
        [
            one.model_copy(update={"id": renamed(one.id), "parent_id": renamed(one.parent_id)})
            for one in random.sample(firm.departments, len(firm.departments))
        ],
        [
            replace(one, id=str(renamed(one.id)), department_id=renamed(one.department_id))
            for one in random.sample(firm.people, len(firm.people))
        ],
        [
            replace(tie, from_id=str(renamed(tie.from_id)), to_id=str(renamed(tie.to_id)))
            for tie in random.sample(firm.ties, len(firm.ties))
        ],
    )
    first, second = firm.layout(), other.layout()
    assert {str(renamed(id_)): place for id_, place in first.places.items()} == second.places
    assert {str(renamed(id_)): box for id_, box in first.boxes.items()} == second.boxes


@given(firms(most=15), st.data())
def test_who_is_new_moves_nobody(firm: Firm, data: st.DataObject) -> None:
    layout = firm.layout()
    new = {person.id for person in firm.people if data.draw(st.booleans())}
    kept = {id_: place for id_, place in layout.places.items() if id_ not in new}
    grown = firm.layout(kept)
    assert_holds(firm, grown)
    assert {id_: grown.places[id_] for id_ in kept} == kept


@given(firms(most=15), st.data())
def test_who_was_moved_stays_there(firm: Firm, data: st.DataObject) -> None:
    """Also on top of somebody else, if that is what somebody wanted."""
    where = st.tuples(st.floats(-3_000, 3_000), st.floats(-3_000, 3_000))
    kept = {person.id: data.draw(where) for person in firm.people if data.draw(st.booleans())}
    layout = firm.layout({**kept, "who left": (0.0, 0.0)})
    assert {id_: layout.places[id_] for id_ in kept} == kept
    new = [card(place) for id_, place in layout.places.items() if kept and id_ not in kept]
    for one, other in combinations(new, 2):
        assert not one.overlaps(other)
    for one in new:
        assert not any(one.overlaps(card(place)) for place in kept.values())


def firm_of(people: int) -> Firm:
    """Ten departments; everybody but the first reports to somebody."""
    return Firm(
        [DepartmentOut(id=f"d{number}", name=f"Department {number}", parent_id=None) for number in range(10)],
        [Somebody(f"p{number}", f"Person {number}", None, f"d{number % 10}") for number in range(people)],
        [TieRecord("a", f"p{number}", f"p{number // 4}", "REPORTS_TO", None) for number in range(1, people)],
    )


def test_the_boss_stands_above() -> None:
    """In the first box, above those who report to them."""
    firm = firm_of(40)
    layout = firm.layout()
    assert layout.boxes["d0"].y == min(box.y for box in layout.boxes.values())
    assert layout.places["p0"][1] < min(
        place[1] for id_, place in layout.places.items() if id_ in ("p10", "p20", "p30")
    )


def test_who_is_new_stands_with_the_department() -> None:
    firm = firm_of(40)
    kept = dict(firm.layout().places)
    new = Somebody("new", "Somebody new", None, "d3")
    layout = replace(firm, people=[*firm.people, new]).layout(kept)
    near = [layout.places[f"p{number}"] for number in (3, 13, 23, 33)]
    x, y = layout.places["new"]
    assert min(abs(x - left) + abs(y - top) for left, top in near) < 500
    for id_, box in layout.boxes.items():
        assert id_ == "d3" or not card((x, y)).overlaps(box)


def test_large_accounts_are_laid_out_at_once() -> None:
    """Two hundred people: arranged anew, and with but one who has a place."""
    firm = firm_of(200)
    for kept in ({}, {"p7": (0.0, 0.0)}):
        start = perf_counter()
        assert len(firm.layout(kept).places) == 200
        assert perf_counter() - start < 5
