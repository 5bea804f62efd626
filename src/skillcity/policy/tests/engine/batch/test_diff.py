"""The difference of two plans is the difference of two runs, and every gain and loss is put down to one clause."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillcity.policy.engine import Catalogue, Fact, Person, evaluate
from skillcity.policy.engine.batch.chunk import Answers, Chunk
from skillcity.policy.engine.batch.diff import BY_NEW, BY_OLD, Change, Diff
from skillcity.policy.engine.batch.outcome import Outcomes, outcomes
from skillcity.policy.engine.batch.plan import Plan, plans
from skillcity.policy.engine.catalogue import ClassOrder
from skillcity.policy.tests.engine.batch.chunks import chunk_of
from skillcity.policy.tests.engine.batch.drawing import BASE, DAYS, catalogues, near_catalogues
from skillcity.policy.tests.engine.batch.drawing_people import people


def run(plan: Plan, chunk: Chunk) -> Outcomes:
    answers = Answers(plan.questions, chunk, None)
    return outcomes(plan, answers, answers.truths())


def with_columns(chunk: Chunk, counties: list[str | None]) -> Chunk:
    persons = chunk.persons.append_column("county", pa.array(counties, pa.string()))
    return replace(chunk, persons=persons.append_column("level", pa.array(counties, pa.string()).dictionary_encode()))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(st.tuples(catalogues(), catalogues()), st.tuples(near_catalogues(), near_catalogues())),
    people(),
    st.sampled_from(DAYS),
    st.lists(st.sampled_from(["330302", "330303", None]), min_size=6, max_size=6),
    st.integers(0, 6),
)
def test_diff_is_the_difference_of_two_runs(
    pair: tuple[Catalogue, Catalogue], persons: list[Person], day: date, counties: list[str | None], cut: int
) -> None:
    old, new = plans(list(pair), day)
    diff = Diff(old, new)
    counties = counties[: len(persons)]
    for some, where in ((persons[:cut], counties[:cut]), (persons[cut:], counties[cut:])):
        if some:
            chunk = with_columns(chunk_of(some), where)
            diff.add(chunk.persons, run(old, chunk), run(new, chunk))
    before = [evaluate(pair[0], person, day) for person in persons]
    after = [evaluate(pair[1], person, day) for person in persons]
    assert diff.persons == len(persons)
    if pair[0].outcome.every and pair[1].outcome.every:
        wanted = Counter[Change]()
        for one, other in zip(before, after, strict=True):
            for name in ("A", "B", "C") if pair[0].clauses or pair[1].clauses else ():
                held = name in one.verdict.holds, name in other.verdict.holds
                wanted[{(False, True): Change.GAINED, (True, False): Change.LOST}.get(held, Change.SAME)] += 1
    else:
        wanted = Counter(classed(one.value, other.value) for one, other in zip(before, after, strict=True))
    assert {change: int(diff.changes[change]) for change in Change if diff.changes[change]} == dict(wanted)
    for change in (*BY_NEW, *BY_OLD):
        put_down = sum(number for (_, _, each), number in diff.clauses.items() if each is change)
        assert put_down == diff.changes[change]
    assert sum(diff.moves.values()) == sum(diff.changes) - diff.changes[Change.SAME]
    for groups in diff.groups.values():
        assert sum(group.persons for group in groups.values()) == len(persons)
        assert (sum(group.changes for group in groups.values()) == diff.changes).all()
    for name, cost in diff.costs.items():
        amounts = [{each.benefit.id: each.amount for each in found.benefits} for found in (*before, *after)]
        assert cost.old == sum(each.get(name, 0) for each in amounts[: len(persons)])
        assert cost.new == sum(each.get(name, 0) for each in amounts[len(persons) :])
    assert sum(each.open != () for each in (found.verdict for found in before)) == diff.open_old
    assert sum(each.open != () for each in (found.verdict for found in after)) == diff.open_new


def classed(before: str | None, after: str | None) -> Change:
    """Of the classes A, B, C, or of rights taken for classes: the first is the best."""
    if before == after:
        return Change.SAME
    if before is None:
        return Change.GAINED
    if after is None:
        return Change.LOST
    return Change.UP if after < before else Change.DOWN


def test_a_class_that_stands_in_no_order_with_the_one_before_is_a_change() -> None:
    assert BASE is not None
    other = replace(BASE, outcome=ClassOrder(("X", "Y"), {}), clauses=(replace(BASE.clauses[0], gives="X"),))
    old, new = plans([BASE, other], DAYS[0])
    chunk = chunk_of([Person(1, facts=(Fact(1, "group", date(2020, 1, 1)),))])
    diff = Diff(old, new)
    diff.add(chunk.persons, run(old, chunk), run(new, chunk))
    assert diff.changes[Change.CHANGED] == 1
    assert diff.moves == {("A", "X"): 1}


def test_of_rights_each_is_gained_or_lost_by_itself() -> None:
    assert BASE is not None
    group, other = (replace(BASE.clauses[0], id=name, gives=name, when=BASE.clauses[0].when) for name in "AB")
    first = replace(BASE, outcome=ClassOrder(("A", "B"), {}, every=True), clauses=(group,))
    second = replace(first, clauses=(other,))
    old, new = plans([first, second], DAYS[0])
    chunk = chunk_of([Person(1, facts=(Fact(1, "group", date(2020, 1, 1)),)), Person(2)])
    diff = Diff(old, new)
    diff.add(chunk.persons, run(old, chunk), run(new, chunk))
    assert (diff.changes[Change.GAINED], diff.changes[Change.LOST], diff.changes[Change.SAME]) == (1, 1, 2)
    assert diff.clauses == {("new", "B", Change.GAINED): 1, ("old", "A", Change.LOST): 1}
    assert diff.moves == {("A", None): 1, (None, "B"): 1}


def test_plans_with_different_sets_of_one_name_share_nothing() -> None:
    assert BASE is not None
    members = replace(BASE.sets["short"], members=frozenset({"z"}))
    old, new = plans([BASE, replace(BASE, sets={"short": members})], DAYS[0])
    assert old.questions is not new.questions
    old, new = plans([BASE, replace(BASE)], DAYS[0])
    assert old.questions is new.questions
