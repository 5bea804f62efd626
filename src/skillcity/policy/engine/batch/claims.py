"""What each benefit gives to each person of a chunk: `claims.benefit_results` for many at once.

Most facts give no claim, and most claims meet no payment: each step goes on with those that are left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

import numpy as np
import pyarrow as pa

from skillcity.policy.engine.amounts import ByClass
from skillcity.policy.engine.batch.benefit_plan import BenefitPlan
from skillcity.policy.engine.batch.closing import Used, above, allot, equal, first_of_each, pairs, some
from skillcity.policy.engine.batch.codes import UNKNOWN, Codes
from skillcity.policy.engine.batch.columns import Places, column
from skillcity.policy.engine.batch.expressions import Truths
from skillcity.policy.engine.batch.facts import KindRows
from skillcity.policy.engine.batch.kind_tests import Question
from skillcity.policy.engine.batch.planes import (
    Bits,
    Bools,
    FactPlane,
    Integers,
    Plane,
    all_of,
    any_of,
    bools_of,
    both,
    of_each,
)
from skillcity.policy.engine.batch.turning import number_of
from skillcity.policy.engine.batch.worth import Claimed, Worth, chosen
from skillcity.policy.engine.benefit import PAYMENT, Benefit, Cap
from skillcity.policy.engine.records import _string


@dataclass(frozen=True, slots=True)
class Due:
    """What one benefit gives n persons: the amount surely due (fen or basis points), and whether more may be."""

    amount: Integers
    open: Bools


@dataclass(frozen=True, slots=True)
class Classes:
    """The class of each of n persons by its place among the names (len(names): none), and the open ones.

    `open`: for each name who may have it besides, None for nobody.
    """

    names: Sequence[str]
    value: Integers
    open: Sequence[Bits | None]

    def worth(self, amount: ByClass, people: Places) -> Worth:
        """What some persons get by their class; not known where their open classes would give another amount."""
        rows = dict(amount.rows)
        table = np.array([*(rows.get(name, 0) for name in self.names), 0], np.int64)
        found = table.take(self.value.take(people))
        known = np.ones(len(people), np.bool_)
        open_ = {place: bits for place, bits in enumerate(self.open) if bits is not None}
        if open_:
            doubtful = np.flatnonzero(self._who(reduce(or_, open_.values()), people))
            for place, bits in open_.items():
                here = doubtful.compress(self._who(bits, people.take(doubtful)))
                known[here] &= found.take(here) == table[place]
        return Worth(found, known)

    def _who(self, bits: Bits, people: Places) -> Bools:
        return bools_of(bits, len(self.value)).take(people)


@dataclass
class Claims:
    """The claims of the persons of a chunk."""

    persons: pa.RecordBatch
    kinds: Mapping[str, KindRows]
    classes: Classes
    codes: Codes
    day: date

    @property
    def people(self) -> int:
        """How many persons there are."""
        return int(self.persons.num_rows)

    def due(self, plan: BenefitPlan, known: Truths[np.uint8]) -> Due:
        """What a benefit gives; `known`: the answers to the conditions about persons."""
        asked = None if plan.when is None else of_each(known.of(plan.when), self.people)
        if plan.fulfils is None or plan.benefit.each is None:
            return self._of_persons(plan, asked)
        return self._of_facts(plan, plan.fulfils, self.kinds[plan.benefit.each], asked)

    def _of_persons(self, plan: BenefitPlan, asked: FactPlane | None) -> Due:
        """One claim a person: no fact, and no payment that closes it; only a cap."""
        everybody = np.arange(self.people)
        worth = self._worth(plan.benefit, None, everybody, everybody)
        truth = asked or Plane.known(np.ones(self.people, np.bool_))
        due = truth.certain & worth.known
        open_ = truth.possible & ~due & (~worth.known | (worth.amount != 0))
        amount = np.where(due, worth.amount, 0)
        if plan.benefit.cap and plan.counts:
            owner = np.flatnonzero(amount != 0)
            left, doubtful = self._capped(plan.benefit.cap, plan.counts, owner, amount.take(owner))
            amount[owner] = left
            open_[owner.compress(doubtful)] = True
        return Due(amount, open_)

    def _of_facts(self, plan: BenefitPlan, fulfils: Question, rows: KindRows, asked: FactPlane | None) -> Due:
        """A claim for each fact that fulfils the conditions."""
        benefit = plan.benefit
        truth, owner, facts = self._candidates(rows.of_facts(fulfils), rows, asked)
        worth = self._worth(benefit, rows, owner, facts)
        kept = np.flatnonzero(~worth.known | (worth.amount != 0))
        truth = Plane(truth.certain.take(kept), truth.possible.take(kept))
        owner, facts = owner.take(kept), facts.take(kept)
        amount, known = worth.amount.take(kept), worth.known.take(kept)
        closed = self._closed(plan, rows, owner, facts)
        unknown = ~closed.certain & (~truth.certain | ~known | closed.possible)
        due = np.flatnonzero(~closed.certain & ~unknown)
        if benefit.once_per:
            keys = [self.codes.of(rows, name, facts.take(due)) for name in benefit.once_per]
            start = rows.days("valid_from", facts.take(due))
            due = due.compress(first_of_each(owner.take(due), start, keys))
        open_ = np.zeros(self.people, np.bool_)
        open_[owner.compress(unknown)] = True
        owner, amount = owner.take(due), amount.take(due)
        if benefit.cap and plan.counts:
            amount, doubtful = self._capped(benefit.cap, plan.counts, owner, amount)
            open_[owner.compress(doubtful)] = True
        total = np.zeros(self.people, np.int64)
        np.add.at(total, owner, amount)
        return Due(total, open_)

    def _candidates(
        self, fulfils: FactPlane, rows: KindRows, asked: FactPlane | None
    ) -> tuple[FactPlane, Places, Places]:
        """The claims that may hold: their truth, the place of their person, and that of their fact."""
        facts = np.flatnonzero(fulfils.possible)
        owner = rows.owner.take(facts)
        truth = Plane(fulfils.certain.take(facts), fulfils.possible.take(facts))
        if asked is not None:
            truth = both(truth, Plane(asked.certain.take(owner), asked.possible.take(owner)))
        kept = np.flatnonzero(truth.possible)
        return Plane(truth.certain.take(kept), truth.possible.take(kept)), owner.take(kept), facts.take(kept)

    def _worth(self, benefit: Benefit, rows: KindRows | None, owner: Places, facts: Places) -> Worth:
        codes = self.codes
        claimed = Claimed(
            len(owner),
            lambda name: codes.of(rows, name, facts) if rows is not None else np.full(len(owner), UNKNOWN, np.int64),
            lambda amount: self.classes.worth(amount, owner),
        )
        options = [claimed.worth(amount) for amount in benefit.amounts]
        if not benefit.local:
            return options[0]
        return chosen(options, self._regions([each.region for each in benefit.local]).take(owner))

    def _regions(self, regions: Sequence[str]) -> Integers:
        """For each person the place of their region among these, counted from 1; 0: another; UNKNOWN."""
        place = self.persons.schema.get_field_index("registered_in")
        if place < 0:
            return np.full(self.people, UNKNOWN, np.int64)
        found = column(self.persons.column(place))
        numbers = {region: number for number, region in enumerate(regions, 1)}
        values = found.values.to_pylist() if found.values is not None else []
        table = [UNKNOWN if _string(value) is None else numbers.get(value, 0) for value in values] or [UNKNOWN]
        places = np.array(table, np.int64).take(found.raw, mode="clip")
        if found.valid is not None:
            places[~found.valid] = UNKNOWN
        return places

    def _closed(self, plan: BenefitPlan, rows: KindRows, owner: Places, facts: Places) -> FactPlane:
        """For each claim whether a payment that counts was for the same thing, or for a higher level."""
        benefit, codes = plan.benefit, self.codes
        if plan.counts is None or not (benefit.once_per or benefit.ladder):
            return Plane.known(np.zeros(len(owner), np.bool_))
        payments = self.kinds[PAYMENT]
        counts = payments.of_facts(plan.counts)
        paid = np.flatnonzero(counts.possible)
        was_paid = np.zeros(self.people, np.bool_)
        was_paid[payments.owner.take(paid)] = True
        met = np.flatnonzero(was_paid.take(owner))  # most claims meet no payment
        claims, others = pairs(owner.take(met), payments.owner.take(paid))
        claims = met.take(claims)
        claimed, paid = facts.take(claims), paid.take(others)
        agrees: list[FactPlane] = []

        def same(names: Sequence[str]) -> list[FactPlane]:
            return [equal(codes.of(rows, name, claimed), codes.of(payments, name, paid)) for name in names]

        if benefit.once_per:
            agrees.append(all_of(same(benefit.once_per)))
        if benefit.ladder:
            higher = above(codes.of(rows, "level", claimed), codes.of(payments, "level", paid))
            agrees.append(all_of([*same([benefit.ladder]), higher]))
        counted = Plane(counts.certain.take(paid), counts.possible.take(paid))
        return some(claims, both(counted, any_of(agrees)), len(owner))

    def _capped(self, cap: Cap, counted: Question, owner: Places, amount: Integers) -> tuple[Integers, Bools]:
        """What the cap leaves to each claim that is due, and which of the others may be due after all."""
        payments = self.kinds[PAYMENT]
        counts = payments.of_facts(counted)
        if cap.per == "year":
            this_year = payments.days("valid_from") >= number_of(date(self.day.year, 1, 1))
            counts = both(counts, Plane.known(this_year))
        claiming = np.zeros(self.people, np.bool_)
        claiming[owner] = True
        rows = np.flatnonzero(counts.possible & claiming.take(payments.owner))
        certain = counts.certain.take(rows)
        sure = allot(owner, amount, self._used(payments, rows.compress(certain)), cap.times, cap.amount)
        worst = sure
        if not certain.all():
            worst = allot(owner, amount, self._used(payments, rows), cap.times, cap.amount)
        return worst, (worst == 0) & (sure > 0)

    def _used(self, payments: KindRows, counted: Places) -> Used:
        owner = payments.owner.take(counted)
        paid = self.codes.of(payments, "amount", counted)
        money, endless = np.zeros(self.people, np.int64), np.zeros(self.people, np.bool_)
        np.add.at(money, owner, np.maximum(paid, 0))
        endless[owner.compress(paid == UNKNOWN)] = True
        return Used(np.bincount(owner, minlength=self.people), money, endless)


def exclusive(plans: Sequence[BenefitPlan], found: Sequence[Due]) -> list[Due]:
    """Of the benefits that exclude each other only the highest amount of a person is due, of equal ones the first."""
    best: dict[str, Integers] = {}
    for plan, due in zip(plans, found, strict=True):
        if name := plan.benefit.exclusive:
            best[name] = np.maximum(best[name], due.amount) if name in best else due.amount
    taken: dict[str, Bools] = {}
    left = []
    for plan, due in zip(plans, found, strict=True):
        name = plan.benefit.exclusive
        if name:
            before = taken.get(name, np.zeros(len(due.amount), np.bool_))
            wins = (due.amount == best[name]) & (due.amount > 0) & ~before
            taken[name] = before | wins
            left.append(Due(np.where(wins, due.amount, 0), due.open))
        else:
            left.append(due)
    return left
