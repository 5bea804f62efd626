"""What the conditions that a person does not fulfil ask for: facts that the person could come to have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.action import Action
from skillcity.policy.engine.action_wording import Sayer
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.course import COUNTED_SCHEME, INSURANCE, Course, is_insured
from skillcity.policy.engine.dates import later
from skillcity.policy.engine.fact_step import FactStep
from skillcity.policy.engine.fitting import Fitter, Fitting
from skillcity.policy.engine.kleene import Truth
from skillcity.policy.engine.lines import Line
from skillcity.policy.engine.near import relaxations
from skillcity.policy.engine.person import Fact
from skillcity.policy.engine.schema import Advised
from skillcity.policy.engine.tolerances import LESS_HELPS, is_insurance

Answers = Mapping[tree.Condition, Truth]
MOST_FACTS = 2
"""Nobody is told to do more than two things."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """Some facts that one leaf asks for."""

    action: Action
    steps: int


@dataclass(frozen=True, slots=True)
class Supposer:
    """Looks for the suppositions that one clause asks of a person."""

    catalogue: Catalogue
    line: Line
    course: Course

    def suppositions(self, answers: Answers) -> Iterator[Supposition]:
        """What the leaves that do not hold ask for."""
        near = {each.atom for each in relaxations(self.line, self.course.case(self.course.as_of))}
        seen: set[tuple[str, str]] = set()
        for leaf, truth in answers.items():
            if truth is not False:
                continue
            for each in self.asked(leaf, given=leaf in near):
                key = (each.action.facts[0].kind, str((each.action.facts[0].attributes, len(each.action.facts))))
                if key not in seen:
                    seen.add(key)
                    yield each

    def asked(self, leaf: tree.Condition, *, given: bool) -> Iterator[Supposition]:
        """The facts that would fulfil a leaf, at once or in time."""
        if is_insurance(leaf):
            yield from self.insurance()
        elif isinstance(leaf, tree.AnyFact):
            yield from self.supposed(leaf, leaf.where, 1, given=given)
        elif isinstance(leaf, tree.FactAtom) and leaf.operator in LESS_HELPS:
            lacking = gap(self.line, leaf, self.course)
            if isinstance(leaf, tree.TotalFacts):
                yield from self.supposed(leaf, leaf.where, 1, {leaf.field.name: lacking}, given=given)
            elif isinstance(leaf, tree.CountFacts):
                yield from self.supposed(leaf, leaf.where, lacking, given=given)
            else:
                yield from self.supposed(leaf, leaf.where, 1, given=given)
                if leaf.after:
                    yield from self.supposed(leaf.after, leaf.after.where, 1, given=given)

    def supposed(
        self,
        atom: tree.FactAtom,
        where: tuple[tree.Condition, ...],
        times: int,
        fixed: dict[str, object] | None = None,
        *,
        given: bool,
    ) -> Iterator[Supposition]:
        """One or two facts of a kind that may be advised."""
        advice = self.catalogue.schema.kinds[atom.kind].advice
        if times > MOST_FACTS or advice is None or (advice.when is Advised.NEAR and not given):
            return
        sets = {name: found.members for name, found in self.catalogue.sets.items()}
        case = self.course.case(self.course.as_of)
        found = Fitter(self.catalogue.schema, sets, case).fit(atom.kind, where, fixed)
        if found:
            said = Sayer(self.catalogue, case).to_have(found, where, times)
            yield self.supposition(found, said, times, given=advice.when is Advised.NEAR)

    def insurance(self) -> Iterator[Supposition]:
        """For who is not insured: insurance from the first day of the next month."""
        kind = self.catalogue.schema.kinds.get(INSURANCE)
        if kind is None or kind.advice is None or is_insured(self.course.visible, self.course.as_of):
            return
        start = later(self.course.as_of.replace(day=1), 1, "months")
        found = Fitting(Fact("supposed", INSURANCE, start, attributes={"scheme": COUNTED_SCHEME}), 1, 0, own=False)
        said = Sayer(self.catalogue, self.course.case(self.course.as_of)).to_have(found, (), 1)
        yield self.supposition(found, said, 1, given=False)

    def supposition(self, found: Fitting, said: Text, times: int, *, given: bool) -> Supposition:
        """The action of one leaf."""
        by = self.catalogue.schema.kinds[found.fact.kind].supplied_by
        return Supposition(Action(said, by, (found.fact,) * times, given=given), found.climb * times)


def gap(line: Line, leaf: tree.Condition, course: Course) -> int:
    """How much a leaf lacks at the beginning of the course: facts, hours, or months."""
    case, step = course.case(course.as_of), line.leaves[leaf]
    if isinstance(step, FactStep):
        low, _ = step.measure(step.answers(case), case)
        return step.number + (step.operator == ">") - low
    assert isinstance(leaf, tree.Compare)
    return int(str(leaf.value)) + (leaf.operator == ">") - int(case.person["insurance_months"])
