"""The reference interpreter: one person, one edition, one day; quickly (`classify`) or with reasons (`evaluate`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.catalogue import Catalogue, ClassOrder, Clause, Status
from skillcity.policy.engine.explanation import ClauseResult, Outcome, OutcomeStatus, Verdict
from skillcity.policy.engine.kleene import Truth
from skillcity.policy.engine.person import Person, check_moment
from skillcity.policy.engine.records import prepare
from skillcity.policy.engine.steps import Step, step
from skillcity.policy.engine.wording import words

NO_RULE = Verdict(OutcomeStatus.NO_RULE, None, None, (), illustrative=False)


@dataclass(frozen=True, slots=True)
class Ready:
    """A clause with its step, and whether anything in it is illustrative."""

    clause: Clause
    step: Step
    illustrative: bool


@lru_cache(maxsize=64)
def _program(catalogue: Catalogue) -> tuple[Ready, ...]:
    """The clauses by class, best first; within a class those in force before the illustrative, then as in the file."""
    sets = {name: found.members for name, found in catalogue.sets.items()}
    labels = {name: found.label for name, found in catalogue.sets.items()}
    ready = [
        Ready(
            clause,
            step(
                clause.when, catalogue.schema, sets, lambda node: words(node, catalogue.schema, labels, catalogue.names)
            ),
            clause.status is Status.ILLUSTRATIVE or _rests_on_illustrative_set(clause, catalogue),
        )
        for clause in catalogue.clauses
    ]
    rank = {name: index for index, name in enumerate(catalogue.outcome.order)}
    return tuple(sorted(ready, key=lambda item: (rank[item.clause.gives], item.illustrative)))


def _rests_on_illustrative_set(clause: Clause, catalogue: Catalogue) -> bool:
    return any(catalogue.sets[name].status is Status.ILLUSTRATIVE for name in tree.set_names(clause.when))


def classify(catalogue: Catalogue, person: Person, as_of: date, known_at: datetime | None = None) -> Verdict:
    """The class of a person on a day, as known at a moment (None: now), without reasons.

    InputError `policy.naive-time` when `known_at` has no time zone; nothing else is raised.
    """
    if known_at is not None:
        check_moment(known_at)
    if as_of not in catalogue.in_force:
        return NO_RULE
    case = prepare(catalogue.schema, person, as_of, known_at)
    ready = [item for item in _program(catalogue) if item.clause.in_force is None or as_of in item.clause.in_force]
    return _verdict((item, item.step.truth(case)) for item in ready) if ready else NO_RULE


def _verdict(answers: Iterable[tuple[Ready, Truth]]) -> Verdict:
    """Reads the answers, best class first, only as far as the first clause that holds."""
    open_classes: dict[str, None] = {}
    doubtful = False
    for item, truth in answers:
        doubtful = doubtful or item.illustrative
        gives = item.clause.gives
        if truth:
            better = tuple(name for name in open_classes if name != gives)
            status = OutcomeStatus.UNKNOWN if better else OutcomeStatus.KNOWN
            return Verdict(status, gives, item.clause.id, better, item.illustrative)
        if truth is None:
            open_classes[gives] = None
    status = OutcomeStatus.UNKNOWN if open_classes else OutcomeStatus.KNOWN
    return Verdict(status, None, None, tuple(open_classes), doubtful)


def evaluate(catalogue: Catalogue, person: Person, as_of: date, known_at: datetime | None = None) -> Outcome:
    """The class of a person on a day, as known at a moment, with the explanation of every clause.

    The verdict is the one of `classify`. InputError `policy.naive-time` when `known_at` has no time zone.
    """
    if known_at is not None:
        check_moment(known_at)
    results: dict[str, ClauseResult] = {}
    verdict, verified = NO_RULE, None
    if as_of in catalogue.in_force:
        case = prepare(catalogue.schema, person, as_of, known_at)
        answers: list[tuple[Ready, Truth]] = []
        for item in _program(catalogue):
            clause = item.clause
            in_force = clause.in_force is None or as_of in clause.in_force
            result = ClauseResult(clause, item.step.explain(case) if in_force else None)
            results[clause.id] = result
            if in_force:
                answers.append((item, result.truth))
                if verified is None and result.truth and not item.illustrative:
                    verified = clause.gives
        verdict = _verdict(answers) if answers else NO_RULE
    ordered = tuple(results[clause.id] for clause in catalogue.clauses) if results else ()
    summary = _summary(verdict, catalogue.outcome)
    return Outcome(catalogue.name, as_of, known_at, verdict, verified, summary, ordered)


def _summary(verdict: Verdict, outcome: ClassOrder) -> Text:
    if verdict.status is OutcomeStatus.NO_RULE:
        return Text("当日没有有效的规定。", "No rule was in force on that day.")
    better = [outcome.label(name) for name in verdict.open]
    open_text = Text("、".join(label.zh for label in better), ", ".join(label.en for label in better))
    if verdict.value is None:
        if better:
            return Text("尚不能确定：{open}。", "Not yet known: {open}.").format(open=open_text)
        return Text("不属于目录中的任何一类。", "None of the classes of the catalogue.")
    value = outcome.label(verdict.value)
    if better:
        return Text("至少为{value};{open}尚不能确定。", "At least {value}; {open} not yet known.").format(
            value=value, open=open_text
        )
    return Text("{value}。", "{value}.").format(value=value)
