"""Why a person has no class, right or claim: the nearest clause, what is lacking, who can supply it, until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.catalogue import Catalogue, Clause
from skillcity.policy.engine.claimable import claims_as_rights
from skillcity.policy.engine.course import Course
from skillcity.policy.engine.deadline import Deadline, deadline
from skillcity.policy.engine.explanation import Explanation, Missing, UnknownField, Verdict
from skillcity.policy.engine.interpreter import classify
from skillcity.policy.engine.lines import Lack, Line, lacks, lines_of, value
from skillcity.policy.engine.near import relaxations
from skillcity.policy.engine.person import Person
from skillcity.policy.engine.records import Case
from skillcity.policy.engine.refusal_wording import no_rule, sentence
from skillcity.policy.engine.schema import Advised, Schema
from skillcity.policy.engine.tolerances import is_insurance


class Reason(StrEnum):
    """Why: no rule; an answer is lacking; a fact is lacking; what is lacking nobody can supply."""

    NO_RULE = "no-rule-in-force"
    UNKNOWN = "unknown"
    MISSING = "missing"
    NOTHING = "nothing-to-supply"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The sentence, and what it is made of.

    `clause`: the nearest one (None: no rule). `lacking`: the conditions of it that, were they fulfilled, would fulfil
    the clause; `missing` says of the false ones what they ask for and who can supply it, `unknown` of the open ones
    which fields are empty. `deadline`: until when that would do.
    """

    reason: Reason
    sentence: Text
    clause: Clause | None = None
    lacking: tuple[tree.Condition, ...] = ()
    missing: tuple[Missing, ...] = ()
    unknown: tuple[UnknownField, ...] = ()
    deadline: Deadline | None = None
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One way in which a clause could come to hold, with how near it is: smaller is nearer."""

    line: Line
    lack: Lack
    told: Mapping[tree.Condition, Explanation]
    distance: tuple[int, ...]


def refusal(
    catalogue: Catalogue,
    person: Person,
    as_of: date,
    known_at: datetime | None = None,
    *,
    reaching: str | None = None,
) -> Refusal | None:
    """Why a person has no class or right, or not the one named by `reaching`; None when they have it.

    Of a catalogue of benefits alone: why they can claim none; `reaching` may name a benefit of any catalogue.

    The nearest clause is, of those that are still open (an answer might fulfil them) if there are any, else of all that
    lack nothing that cannot be supplied, the one that lacks the fewest conditions; then one of which something is
    there (a near miss, or else a fact that comes close); then one for which the person can act alone; then the lowest
    class; then the first in the catalogue. None as well for a catalogue without conditions. InputError
    `policy.naive-time`; ValueError for a class, or a benefit with conditions, that there is not.
    """
    order = catalogue.outcome.order
    if not order or (reaching is not None and reaching not in order):
        catalogue = claims_as_rights(catalogue)
        order = catalogue.outcome.order
    wanted = order if reaching is None else (order[order.index(reaching)],)
    if not wanted:
        return None
    verdict = classify(catalogue, person, as_of, known_at)
    if _has(verdict, catalogue, reaching):
        return None
    course = Course(catalogue.schema, person, as_of, known_at)
    case = course.case(as_of)
    found = [
        candidate
        for place, line in enumerate(lines_of(catalogue))
        if line.clause.gives in wanted and _in_force(catalogue, line.clause, as_of)
        for candidate in _candidates(catalogue, line, place, case)
    ]
    if not found:
        return Refusal(Reason.NO_RULE, no_rule(catalogue, None if as_of not in catalogue.in_force else reaching))
    return _told(catalogue, course, min(found, key=lambda candidate: candidate.distance))


def _has(verdict: Verdict, catalogue: Catalogue, reaching: str | None) -> bool:
    if reaching is None:
        return bool(verdict.holds)
    if catalogue.outcome.every or verdict.value is None:
        return reaching in verdict.holds
    order = catalogue.outcome.order
    return order.index(verdict.value) <= order.index(reaching)


def _in_force(catalogue: Catalogue, clause: Clause, day: date) -> bool:
    return day in catalogue.in_force and (clause.in_force is None or day in clause.in_force)


def _candidates(catalogue: Catalogue, line: Line, place: int, case: Case) -> list[_Candidate]:
    """The ways in which one clause could come to hold."""
    told = {leaf: step.explain(case) for leaf, step in line.leaves.items()}
    blocked = {leaf for leaf, each in told.items() if any(not lack.changeable for lack in each.missing)}
    near = {each.atom for each in relaxations(line, case)}
    truth = value(line.clause.when, lambda leaf: told[leaf].truth)
    low = 0 if catalogue.outcome.every else -catalogue.outcome.order.index(line.clause.gives)

    def weight(lack: Lack) -> tuple[int, ...]:
        known = [leaf for leaf in lack if told[leaf].truth is False]
        return (len(known) if truth is None else len(lack & blocked), len(lack))

    return [
        _Candidate(
            line,
            lack,
            told,
            (
                0 if truth is None else 1,
                *weight(lack),
                max(0 if leaf in near else _partly(told[leaf], case) for leaf in lack),
                max(_alone(leaf, catalogue.schema) for leaf in lack),
                low,
                place,
                number,
            ),
        )
        for number, lack in enumerate(lacks(line.clause.when, lambda leaf: told[leaf].truth, weight))
    ]


def _partly(told: Explanation, case: Case) -> int:
    """1: something of it is there; 2: nothing."""
    if is_insurance(told.node):
        return 1 if case.person["insurance_months"] else 2
    return 1 if told.truth is None or any(lack.closest is not None or lack.have for lack in told.missing) else 2


def _alone(leaf: tree.Condition, schema: Schema) -> int:
    """0: the person can act for it; 1: others decide; 2: it is never advised, or it is a question of the register."""
    if isinstance(leaf, tree.FactAtom):
        advice = schema.kinds[leaf.kind].advice
        return 2 if advice is None else 0 if advice.when is Advised.ALWAYS else 1
    return 0 if is_insurance(leaf) else 2


def _told(catalogue: Catalogue, course: Course, nearest: _Candidate) -> Refusal:
    line, told = nearest.line, nearest.told
    lacking = tuple(leaf for leaf in line.leaves if leaf in nearest.lack)
    missing = tuple(lack for leaf in lacking for lack in told[leaf].missing)
    unknown = tuple(dict.fromkeys(field for leaf in lacking for field in told[leaf].unknown))
    still_open, blocked = nearest.distance[0] == 0, nearest.distance[1] > 0
    reason = Reason.UNKNOWN if still_open else Reason.NOTHING if blocked else Reason.MISSING
    if reason is Reason.NOTHING:
        missing = tuple(lack for lack in missing if not lack.changeable)
    until = None if reason is Reason.NOTHING else deadline(catalogue, line, course, nearest.lack)
    return Refusal(
        reason,
        sentence(catalogue, line, missing, unknown, until, nothing=reason is Reason.NOTHING),
        line.clause,
        lacking,
        missing,
        unknown,
        until,
        line.illustrative,
    )
