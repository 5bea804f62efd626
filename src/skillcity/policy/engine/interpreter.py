"""The reference interpreter: one person, one edition, one day; quickly (`classify`) or with reasons (`evaluate`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.benefit import Benefit
from skillcity.policy.engine.catalogue import Catalogue, ClassOrder, Clause, Status
from skillcity.policy.engine.claims import BenefitResult, ReadyBenefit, benefit_results, ready_benefits
from skillcity.policy.engine.explanation import ClauseResult, Outcome, OutcomeStatus, Verdict
from skillcity.policy.engine.kleene import Truth
from skillcity.policy.engine.person import Person, check_moment
from skillcity.policy.engine.records import prepare
from skillcity.policy.engine.steps import Step, step
from skillcity.policy.engine.summary import summary
from skillcity.policy.engine.wording import words

NO_RULE = Verdict(OutcomeStatus.NO_RULE, None, None, (), illustrative=False)


@dataclass(frozen=True, slots=True)
class Ready:
    """A clause with its step, and whether anything in it is illustrative."""

    clause: Clause
    step: Step
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Program:
    """A catalogue made ready to run.

    The clauses by class, best first; within a class those in force before the illustrative, then as in the file.
    """

    clauses: tuple[Ready, ...]
    benefits: tuple[ReadyBenefit, ...]


@lru_cache(maxsize=64)
def program_of(catalogue: Catalogue) -> Program:
    """A catalogue made ready to run; kept, so that it is made once."""
    sets = {name: found.members for name, found in catalogue.sets.items()}
    labels = {name: found.label for name, found in catalogue.sets.items()}

    def say(node: tree.Condition) -> Text:
        return words(node, catalogue.schema, labels, catalogue.names)

    ready = [
        Ready(
            clause,
            step(clause.when, catalogue.schema, sets, say),
            clause.status is Status.ILLUSTRATIVE or _rests_on_illustrative_set(clause, catalogue),
        )
        for clause in catalogue.clauses
    ]
    rank = {name: index for index, name in enumerate(catalogue.outcome.order)}
    ordered = sorted(ready, key=lambda item: (rank[item.clause.gives], item.illustrative))
    return Program(tuple(ordered), ready_benefits(catalogue, sets, say))


def _rests_on_illustrative_set(clause: Clause, catalogue: Catalogue) -> bool:
    return any(catalogue.sets[name].status is Status.ILLUSTRATIVE for name in tree.set_names(clause.when))


def classify(catalogue: Catalogue, person: Person, as_of: date, known_at: datetime | None = None) -> Verdict:
    """The class or the rights of a person on a day, as known at a moment (None: now), without reasons or benefits.

    InputError `policy.naive-time` when `known_at` has no time zone; nothing else is raised.
    """
    if known_at is not None:
        check_moment(known_at)
    program = program_of(catalogue)
    ready = [item for item in program.clauses if line_in_force(item.clause, as_of)]
    if as_of not in catalogue.in_force or not (ready or any_benefit_in_force(program, as_of)):
        return NO_RULE
    case = prepare(catalogue.schema, person, as_of, known_at)
    answers = ((item, item.step.truth(case)) for item in ready)
    return verdict_of(answers, catalogue.outcome, has_sample_benefits(program, as_of))


def line_in_force(line: Clause | Benefit, day: date) -> bool:
    """Whether one line of a catalogue in force counts on a day; a line without dates of its own does."""
    return line.in_force is None or day in line.in_force


def any_benefit_in_force(program: Program, day: date) -> bool:
    """Whether some benefit counts on a day."""
    return any(line_in_force(ready.benefit, day) for ready in program.benefits)


def has_sample_benefits(program: Program, day: date) -> bool:
    """Whether a catalogue of benefits alone has an illustrative one in force."""
    return not program.clauses and any(
        each.illustrative for each in program.benefits if line_in_force(each.benefit, day)
    )


def verdict_of(answers: Iterable[tuple[Ready, Truth]], outcome: ClassOrder, doubtful: bool) -> Verdict:
    """Reads the answers, best class first; of classes only as far as the first clause that holds."""
    held: dict[str, Ready] = {}
    open_names: dict[str, None] = {}
    for item, truth in answers:
        doubtful = doubtful or item.illustrative
        gives = item.clause.gives
        if truth:
            held.setdefault(gives, item)
            if not outcome.every:
                break
        elif truth is None:
            open_names[gives] = None
    first = next(iter(held.values()), None)
    better = tuple(name for name in open_names if name not in held)
    return Verdict(
        OutcomeStatus.UNKNOWN if better else OutcomeStatus.KNOWN,
        first.clause.gives if first else None,
        first.clause.id if first else None,
        better,
        any(item.illustrative for item in held.values()) if held else doubtful,
        tuple(held),
    )


def evaluate(catalogue: Catalogue, person: Person, as_of: date, known_at: datetime | None = None) -> Outcome:
    """What a catalogue gives a person on a day, as known at a moment, with the explanation of every clause.

    The verdict is the one of `classify`. InputError `policy.naive-time` when `known_at` has no time zone.
    """
    if known_at is not None:
        check_moment(known_at)
    program = program_of(catalogue)
    results: dict[str, ClauseResult] = {}
    verdict, verified = NO_RULE, None
    benefits: tuple[BenefitResult, ...] = ()
    if as_of in catalogue.in_force:
        case = prepare(catalogue.schema, person, as_of, known_at)
        answers: list[tuple[Ready, Truth]] = []
        for item in program.clauses:
            clause = item.clause
            in_force = line_in_force(clause, as_of)
            result = ClauseResult(clause, item.step.explain(case) if in_force else None)
            results[clause.id] = result
            if in_force:
                answers.append((item, result.truth))
                if verified is None and result.truth and not item.illustrative:
                    verified = clause.gives
        if answers or any_benefit_in_force(program, as_of):
            verdict = verdict_of(answers, catalogue.outcome, has_sample_benefits(program, as_of))
            benefits = benefit_results(program.benefits, case, (verdict.value, *verdict.open))
    ordered = tuple(results[clause.id] for clause in catalogue.clauses) if results else ()
    said = summary(verdict, catalogue, benefits)
    return Outcome(catalogue.name, as_of, known_at, verdict, verified, said, ordered, benefits)
