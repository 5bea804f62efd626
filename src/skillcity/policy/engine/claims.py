"""What a person may claim: the facts that give a claim, and the payments, caps and exclusions in its way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.amounts import worth
from skillcity.policy.engine.benefit import PAYMENT, Benefit, Cap
from skillcity.policy.engine.catalogue import Catalogue, Citation, Status
from skillcity.policy.engine.dates import before, later
from skillcity.policy.engine.explanation import Explanation
from skillcity.policy.engine.fact_step import FactStep, fact_step
from skillcity.policy.engine.field_tests import Sets
from skillcity.policy.engine.kleene import Truth, all_of, any_of
from skillcity.policy.engine.person import FactId
from skillcity.policy.engine.records import Case, Row
from skillcity.policy.engine.steps import Say, Step, step


class ClaimState(StrEnum):
    """What becomes of a claim."""

    DUE = "due"
    UNKNOWN = "unknown"
    PAID = "paid"
    LOWER_LEVEL = "lower-level"
    CAPPED = "capped"
    EXCLUDED = "excluded"
    NOT_DUE = "not-due"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that a fact gives (None: the person as such).

    `amount`: what is due now; for a claim that is not due what it would be worth; None: not known. `because`: the
    payment, or the other fact, in the way. `failed`: the conditions on the fact that it does not fulfil. `deadline`:
    the last day on which the fact still gives the claim.
    """

    fact: FactId | None
    amount: int | None
    state: ClaimState
    because: FactId | None = None
    failed: tuple[Text, ...] = ()
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class BenefitResult:
    """What one benefit gives one person.

    `amount`: what is surely due (fen, or basis points); `open`: more may be due once more is known; `why`: the
    condition about the person; `cite`: where the amount was read, which is the county's text for a county's amount;
    `used` of `allowed`: payments in the window of the cap.
    """

    benefit: Benefit
    amount: int
    open: bool
    illustrative: bool
    cite: Citation
    why: Explanation | None
    claims: tuple[Claim, ...]
    used: int = 0
    allowed: int | None = None


@dataclass(frozen=True, slots=True)
class ReadyBenefit:
    """A benefit with its condition and the test of its facts made ready; `illustrative` without regard to counties."""

    benefit: Benefit
    when: Step | None
    facts: FactStep | None
    illustrative: bool


def ready_benefits(catalogue: Catalogue, sets: Sets, say: Say) -> tuple[ReadyBenefit, ...]:
    """The benefits of a catalogue, ready to be asked."""
    found = []
    for benefit in catalogue.benefits:
        where = (benefit.where,) if benefit.where else ()
        facts = tree.AnyFact(benefit.each, where) if benefit.each else None
        conditions = [each for each in (benefit.when, facts) if each]
        doubtful = any(catalogue.sets[name].status is Status.ILLUSTRATIVE for name in tree.set_names(*conditions))
        found.append(
            ReadyBenefit(
                benefit,
                step(benefit.when, catalogue.schema, sets, say) if benefit.when else None,
                fact_step(facts, catalogue.schema, sets, say) if facts else None,
                benefit.status is Status.ILLUSTRATIVE or doubtful,
            )
        )
    return tuple(found)


def benefit_results(
    benefits: Iterable[ReadyBenefit], case: Case, classes: Collection[str | None]
) -> tuple[BenefitResult, ...]:
    """What each benefit in force gives, `classes` being those that the person may be in (None: no class)."""
    asked = (ready for ready in benefits if ready.benefit.in_force is None or case.day in ready.benefit.in_force)
    return tuple(_exclusive([_result(ready, case, classes) for ready in asked]))


def _result(ready: ReadyBenefit, case: Case, classes: Collection[str | None]) -> BenefitResult:
    benefit = ready.benefit
    why = ready.when.explain(case) if ready.when else None
    region = case.person["registered_in"]
    local = next((each for each in benefit.local if each.region == region), None)
    payments = _payments(benefit, case)
    asked = why.truth if why else True
    rows: Sequence[Row | None] = case.rows.get(benefit.each, ()) if benefit.each else (None,)
    claims = [_claim(ready, row, asked, case, classes, payments) for row in rows]
    cap = benefit.cap
    counted = [(row, counts) for row, counts in payments if cap and _in_window(cap, row, case.day)]
    claims = _capped(_once(benefit, rows, claims), cap, counted)
    due = [claim.amount or 0 for claim in claims if claim.state is ClaimState.DUE]
    return BenefitResult(
        benefit=benefit,
        amount=sum(due),
        open=any(claim.state is ClaimState.UNKNOWN for claim in claims),
        illustrative=local.status is Status.ILLUSTRATIVE if local else ready.illustrative,
        cite=local.cite if local else benefit.cite,
        why=why,
        claims=tuple(claims),
        used=sum(counts is True for _, counts in counted),
        allowed=cap.times if cap else None,
    )


def _claim(
    ready: ReadyBenefit,
    row: Row | None,
    asked: Truth,
    case: Case,
    classes: Collection[str | None],
    payments: Sequence[tuple[Row, Truth]],
) -> Claim:
    benefit, facts = ready.benefit, ready.facts
    amount = _amount(benefit, row, case, classes)
    truth = all_of((asked, facts.judge(row, case))) if facts and row else asked
    claim = Claim(row.id if row else None, amount, ClaimState.DUE, deadline=_deadline(benefit, row))
    if truth is False or amount == 0:
        failed = facts.differs(row, case) if facts and row else ()
        return replace(claim, state=ClaimState.NOT_DUE, failed=tuple(wording for wording, _ in failed))
    in_the_way: list[Truth] = []
    for payment, counts in payments:
        for state, agrees in ((ClaimState.PAID, _same), (ClaimState.LOWER_LEVEL, _higher)):
            closed = all_of((counts, agrees(benefit, row, payment))) if row else False
            if closed:
                return replace(claim, state=state, because=payment.id)
            in_the_way.append(closed)
    unknown = truth is None or amount is None or any_of(in_the_way) is None
    return replace(claim, state=ClaimState.UNKNOWN) if unknown else claim


def _amount(benefit: Benefit, row: Row | None, case: Case, classes: Collection[str | None]) -> int | None:
    region = case.person["registered_in"]
    local = {each.region: each.amount for each in benefit.local}
    options = [local.get(str(region), benefit.amount)] if region or not local else [benefit.amount, *local.values()]
    found = {worth(option, row.values if row else {}, classes) for option in options}
    return found.pop() if len(found) == 1 else None


def _payments(benefit: Benefit, case: Case) -> list[tuple[Row, Truth]]:
    """The payments made by the day, each with whether it counts."""
    rows = case.rows.get(PAYMENT, ())
    counts = benefit.counts
    return [
        (row, True if not counts else None if (code := row.values["benefit"]) is None else code in counts)
        for row in rows
    ]


def _in_window(cap: Cap, row: Row, day: date) -> bool:
    return cap.per == "life" or row.values["valid_from"].year == day.year


def _same(benefit: Benefit, row: Row, payment: Row) -> Truth:
    """Whether the payment was for the same thing."""
    if not benefit.once_per:
        return False
    return all_of(_equal(row.values[name], payment.values[name]) for name in benefit.once_per)


def _higher(benefit: Benefit, row: Row, payment: Row) -> Truth:
    """Whether the payment was for a higher level of the same occupation."""
    if not benefit.ladder:
        return False
    level, paid = row.values["level"], payment.values["level"]
    above = None if level is None or paid is None else paid > level
    return all_of((_equal(row.values[benefit.ladder], payment.values[benefit.ladder]), above))


def _equal(one: object, other: object) -> Truth:
    return None if one is None or other is None else one == other


def _deadline(benefit: Benefit, row: Row | None) -> date | None:
    """The last day on which every `within` on the start of the fact holds."""
    if row is None or benefit.where is None:
        return None
    parts = benefit.where.parts if isinstance(benefit.where, tree.And) else (benefit.where,)
    start = row.values["valid_from"]
    ends = [
        _last_day(start, part) for part in parts if isinstance(part, tree.Within) and part.field.name == "valid_from"
    ]
    return min(ends, default=None)


def _last_day(start: date, window: tree.Within) -> date:
    day = later(start, window.amount, window.unit)
    while day < date.max and before(day + timedelta(days=1), window.amount, window.unit) <= start:
        day += timedelta(days=1)
    return day


def _once(benefit: Benefit, rows: Sequence[Row | None], claims: Sequence[Claim]) -> list[Claim]:
    """Two facts for the same thing give one claim, that of the earlier fact."""
    found = list(claims)
    if not benefit.once_per:
        return found
    taken: dict[tuple[object, ...], FactId | None] = {}
    dated = [(row.values["valid_from"], index, row) for index, row in enumerate(rows) if row]
    for _, index, row in sorted(dated, key=lambda each: each[:2]):
        key = tuple(row.values[name] for name in benefit.once_per)
        if found[index].state is ClaimState.DUE and None not in key:
            if key in taken:
                found[index] = replace(found[index], state=ClaimState.EXCLUDED, because=taken[key])
            else:
                taken[key] = row.id
    return found


def _capped(claims: Sequence[Claim], cap: Cap | None, payments: Sequence[tuple[Row, Truth]]) -> list[Claim]:
    """What the cap leaves, the highest amounts first; by what surely counts, and by all that may."""
    if cap is None:
        return list(claims)
    sure = _allot(claims, cap, [row for row, counts in payments if counts])
    worst = _allot(claims, cap, [row for row, counts in payments if counts is not False])
    found = []
    for index, claim in enumerate(claims):
        if claim.state is not ClaimState.DUE:
            found.append(claim)
        elif worst[index]:
            found.append(replace(claim, amount=worst[index]))
        else:
            found.append(replace(claim, state=ClaimState.UNKNOWN if sure[index] else ClaimState.CAPPED))
    return found


def _allot(claims: Sequence[Claim], cap: Cap, payments: Sequence[Row]) -> Mapping[int, int]:
    """The amount that the cap leaves to each claim, by its place; a payment of unknown amount may have used all."""
    times = None if cap.times is None else cap.times - len(payments)
    paid = [row.values["amount"] for row in payments]
    money = cap.amount
    if money is not None:
        money = 0 if None in paid else money - sum(paid)
    left: dict[int, int] = defaultdict(int)
    due = [index for index, claim in enumerate(claims) if claim.state is ClaimState.DUE]
    for index in sorted(due, key=lambda each: -(claims[each].amount or 0)):
        amount = claims[index].amount or 0
        if money is not None:
            amount = max(0, min(amount, money))
        if not amount or (times is not None and times <= 0):
            continue
        left[index] = amount
        times = None if times is None else times - 1
        money = None if money is None else money - amount
    return left


def _exclusive(results: Sequence[BenefitResult]) -> Iterable[BenefitResult]:
    """Of the benefits that exclude each other only the highest amount is due, of equal ones the first."""
    best: dict[str, BenefitResult] = {}
    for result in results:
        name = result.benefit.exclusive
        if name and result.amount > (best[name].amount if name in best else 0):
            best[name] = result
    for result in results:
        winner = best.get(result.benefit.exclusive)
        if winner is None or winner is result:
            yield result
        else:
            claims = tuple(
                replace(claim, state=ClaimState.EXCLUDED) if claim.state is ClaimState.DUE else claim
                for claim in result.claims
            )
            yield replace(result, amount=0, claims=claims)
