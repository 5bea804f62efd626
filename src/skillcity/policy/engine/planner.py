"""The advice on one clause: every way to fulfil it by at most two facts, or one fact and waiting, each proven."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.action import Action, Advice
from skillcity.policy.engine.action_wording import Sayer
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.course import INSURANCE, Course
from skillcity.policy.engine.critical_days import critical_days
from skillcity.policy.engine.dates import later
from skillcity.policy.engine.interpreter import classify
from skillcity.policy.engine.kleene import Truth, all_of
from skillcity.policy.engine.lines import Line, value
from skillcity.policy.engine.person import Fact
from skillcity.policy.engine.schema import Schema
from skillcity.policy.engine.supposition import MOST_FACTS, Answers, Supposer, Supposition, gap
from skillcity.policy.engine.tolerances import LESS_HELPS, is_insurance

HORIZON_YEARS = 10
"""Nobody is told to wait longer."""
MOST_SUPPOSITIONS = 12
"""Of a clause that could be fulfilled in very many ways the easiest are tried."""


@dataclass(frozen=True, slots=True)
class Planner:
    """Looks for the advice on one clause."""

    catalogue: Catalogue
    line: Line
    course: Course

    def advices(self) -> Iterator[Advice]:
        """Every set of suppositions that no smaller one makes needless, with its first day."""
        now = self.course.case(self.course.as_of)
        answers = {leaf: step.truth(now) for leaf, step in self.line.leaves.items()}
        if value(self.line.clause.when, answers.__getitem__) is not False:
            return
        asked = tuple(Supposer(self.catalogue, self.line, self.course).suppositions(answers))
        easiest = sorted(range(len(asked)), key=lambda place: asked[place].steps)[:MOST_SUPPOSITIONS]
        found = [asked[place] for place in sorted(easiest)]
        kept: list[tuple[tuple[int, ...], date]] = []
        for chosen in (each for size in range(MOST_FACTS + 1) for each in combinations(range(len(found)), size)):
            plan = tuple(found[place] for place in chosen)
            facts = _numbered(plan)
            if len(facts) > MOST_FACTS:
                continue
            course = self.course.supposing(*facts)
            day = self.first_day(course, answers, may_wait=len(facts) < MOST_FACTS)
            if day and not any(set(less) <= set(chosen) and sooner <= day for less, sooner in kept):
                kept.append((chosen, day))
                yield self.advice(plan, course, day, answers)

    def first_day(self, course: Course, answers: Answers, *, may_wait: bool) -> date | None:
        """The first day on which the clause holds and is proven; None: none within the horizon."""
        for day in self.days(course, may_wait=may_wait):
            if self.holds(course, day, answers):
                return day if self.proven(course, day) else None
        return None

    def days(self, course: Course, *, may_wait: bool) -> Iterator[date]:
        """The days to ask: today if something is supposed, then those on which time alone may change the answer."""
        if course.supposed:
            yield course.as_of
        if may_wait:
            yield from critical_days(self.line, course, later(course.as_of, HORIZON_YEARS, "years"))

    def holds(self, course: Course, day: date, answers: Answers, without: Collection[tree.Condition] = ()) -> bool:
        """Whether the clause holds on a day, and not by what may be no advice: that must hold already today."""
        case = course.case(day)

        def answer(leaf: tree.Condition) -> Truth:
            truth = False if leaf in without else self.line.leaves[leaf].truth(case)
            return truth if movable(leaf, self.catalogue.schema) else all_of((answers[leaf], truth))

        return value(self.line.clause.when, answer) is True

    def proven(self, course: Course, day: date) -> bool:
        """Whether the whole catalogue, asked about that day, gives what the clause promises or better."""
        in_force = self.line.clause.in_force
        verdict = classify(self.catalogue, course.on(day), day, course.known_at)
        order, gives = self.catalogue.outcome.order, self.line.clause.gives
        if verdict.value is None or (in_force is not None and day not in in_force):
            return False
        if self.catalogue.outcome.every:
            return gives in verdict.holds
        return order.index(verdict.value) <= order.index(gives)

    def advice(self, plan: tuple[Supposition, ...], course: Course, day: date, answers: Answers) -> Advice:
        """The advice of a plan that is proven."""
        facts = iter(course.supposed)
        actions = [replace(each.action, facts=tuple(next(facts) for _ in each.action.facts)) for each in plan]
        steps = sum(each.steps for each in plan)
        if day > course.as_of:
            actions.append(self.waiting(course, day, answers))
            steps += 1
        return Advice(self.line.clause.gives, self.line.clause, self.line.illustrative, tuple(actions), day, steps)

    def waiting(self, course: Course, day: date, answers: Answers) -> Action:
        """What comes true by then, as far as the clause needs it."""
        then, start = course.case(day), course.case(course.as_of)
        ripe = [leaf for leaf, step in self.line.leaves.items() if step.truth(then) and step.truth(start) is not True]
        needless: list[tree.Condition] = []
        for leaf in ripe:
            if self.holds(course, day, answers, (*needless, leaf)):
                needless.append(leaf)
        needed = [leaf for leaf in ripe if leaf not in needless]
        sayer = Sayer(self.catalogue, start)
        reasons = [sayer.reason(leaf, gap(self.line, leaf, course) if _counts_months(leaf) else 0) for leaf in needed]
        return Action(sayer.to_wait(reasons, day), self.supplier(needed[0]), until=day)

    def supplier(self, leaf: tree.Condition) -> Text:
        """Who records what comes true by waiting; nobody for what must not be there."""
        name = leaf.kind if isinstance(leaf, tree.FactAtom) else INSURANCE if is_insurance(leaf) else ""
        kind = self.catalogue.schema.kinds.get(name)
        return kind.supplied_by if kind else Text("", "")


def _counts_months(leaf: tree.Condition) -> bool:
    return isinstance(leaf, tree.MonthsOfFacts) or is_insurance(leaf)


def movable(leaf: tree.Condition, schema: Schema) -> bool:
    """Whether acting or waiting may turn a leaf: more months of insurance, or more facts of a kind that is advised."""
    if isinstance(leaf, tree.AnyFact):
        return schema.kinds[leaf.kind].advice is not None
    if isinstance(leaf, tree.FactAtom):
        return leaf.operator in LESS_HELPS and schema.kinds[leaf.kind].advice is not None
    return is_insurance(leaf)


def _numbered(plan: tuple[Supposition, ...]) -> tuple[Fact, ...]:
    facts = [fact for each in plan for fact in each.action.facts]
    return tuple(replace(fact, id=f"supposed-{number}") for number, fact in enumerate(facts, 1))
