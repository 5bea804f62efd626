"""The claims of a policy for OpenFisca, in vectorised numpy: what payments made, earlier facts and a cap leave of them.

Truths of three values are two arrays, "surely" and "maybe"; an empty number is -1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

Pair = tuple[Any, Any]


class Claims:
    """The benefits of a simulation of which the clauses are known."""

    def __init__(self, simulation: Any, system: Any, held: Any, unknown: Any) -> None:
        self.simulation, self.system, self.policy = simulation, system, system.policy
        self.citizen = simulation.populations["citizen"]
        self.owner, self.people = self.citizen.members_entity_id, self.citizen.count
        self.period = self.policy["day"]
        self.held, self.unknown = held, unknown

    def value(self, name: str) -> Any:
        """The array of a variable."""
        return self.simulation.calculate(name, self.period)

    def of_class(self, number: int, benefit: Mapping[str, Any]) -> Pair:
        """A benefit of every person by class: due when all classes that may be are worth the same."""
        assert benefit["amount"][0] == "by_class"
        worth, better = dict(benefit["amount"][1]), 0
        sure = np.zeros(self.people, np.int64)
        for name in reversed(self.policy["classes"]):
            sure[self.held & self.mask(name) != 0] = worth.get(name, 0)
        least, most = sure.copy(), sure.copy()
        for name in self.policy["classes"] if self.policy["unknowns"] else ():
            better |= self.mask(name)
            open_ = (self.held & better == 0) & (self.unknown & self.mask(name) != 0)
            least[open_] = np.minimum(least[open_], worth.get(name, 0))
            most[open_] = np.maximum(most[open_], worth.get(name, 0))
        surely, may = self.value(f"when_sure_{number}"), self.value(f"when_may_{number}")
        differs = least != most
        due = np.where(surely & ~differs, sure, 0)
        return due, may & (differs | ~surely & (sure > 0))

    def mask(self, name: str) -> int:
        """The bits of the clauses that give a class."""
        return sum(1 << place for place, each in enumerate(self.policy["clauses"]) if each["gives"] == name)

    def of_facts(self, number: int, benefit: Mapping[str, Any]) -> Pair:
        """A benefit with a claim for each fact."""
        where = benefit["where"]
        may = self.system.members(self.citizen, self.period, where["maybe"] or where["sure"])
        rows = np.flatnonzero(may)
        rows = rows[self.value(f"when_may_{number}")[self.owner[rows]]]
        amount = self.amount(benefit, rows)
        rows, amount = rows[amount != 0], amount[amount != 0]
        owner = self.owner[rows]
        sure = self.value(f"when_sure_{number}")[owner]
        if where["maybe"]:
            sure &= self.system.members(self.citizen, self.period, where["sure"])[rows]
        payments = np.flatnonzero(self.value("of_payment"))
        counts = self.counts(benefit, payments)
        paid, may_paid = self.closed(benefit, rows, payments, counts)
        due = sure & (amount > 0) & ~may_paid
        unsure = ~due & ~paid
        due &= self.first(benefit, rows, due)
        claims = np.flatnonzero(due)
        claims = claims[np.lexsort((rows[claims], -amount[claims], owner[claims]))]
        left_sure, left_may = (
            self.left(benefit["cap"], owner[claims], amount[claims], payments[counted]) for counted in counts
        )
        total = np.bincount(owner[claims], left_may, minlength=self.people).astype(np.int64)
        open_ = np.zeros(self.people, np.bool_)
        open_[owner[unsure]] = True
        open_[owner[claims][(left_may == 0) & (left_sure > 0)]] = True
        return total, open_

    def counts(self, benefit: Mapping[str, Any], payments: Any) -> Pair:
        """Whether payments count."""
        codes = self.value("benefit")[payments]
        sure = np.isin(codes, benefit["counts"]) if benefit["counts"] else np.ones(len(payments), np.bool_)
        return sure, sure | (codes < 0)

    def closed(self, benefit: Mapping[str, Any], rows: Any, payments: Any, counts: Pair) -> Pair:
        """Whether a payment closes a claim: one for the same thing, or for a higher level."""
        first, last = (np.searchsorted(self.owner[payments], self.owner[rows], side) for side in ("left", "right"))
        lengths = last - first
        claim = np.repeat(np.arange(len(rows)), lengths)
        payment = np.arange(len(claim)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + first[claim]

        def values(name: str) -> Pair:
            column = self.value(name)
            return column[rows][claim], column[payments][payment]

        nothing = np.zeros(len(claim), np.bool_)
        same, higher = (nothing, nothing), (nothing, nothing)
        if benefit["once_per"]:
            same = _all(_equal(*values(name)) for name in benefit["once_per"])
        if benefit["ladder"]:
            level, of_payment = values("level")
            known = (level >= 0) & (of_payment >= 0)
            above = (known & (of_payment > level), ~known | (of_payment > level))
            higher = _all((_equal(*values(benefit["ladder"])), above))
        found = []
        for mode in (0, 1):
            some = np.zeros(len(rows), np.bool_)
            some[claim[counts[mode][payment] & (same[mode] | higher[mode])]] = True
            found.append(some)
        return found[0], found[1]

    def first(self, benefit: Mapping[str, Any], rows: Any, due: Any) -> Any:
        """Whether a claim that is due is the earliest for its thing; one of which the thing is not known always is."""
        found = np.ones(len(rows), np.bool_)
        keys = [self.value(name)[rows] for name in benefit["once_per"]]
        full = np.flatnonzero(due & np.logical_and.reduce([key >= 0 for key in keys])) if keys else []
        if len(full):
            start = self.value("valid_from")[rows][full]
            same = [key[full] for key in keys] + [self.owner[rows][full]]
            order = np.lexsort((rows[full], start, *same))
            again = np.logical_and.reduce([key[order][1:] == key[order][:-1] for key in same])
            found[full[order[1:][again]]] = False
        return found

    def left(self, cap: Mapping[str, Any], owner: Any, amount: Any, payments: Any) -> Any:
        """What the cap leaves to claims in the order of person and falling amount, when these payments count."""
        paid_on = self.value("valid_from")[payments]
        payments = payments[(paid_on >= np.datetime64(cap["from"])) & (paid_on <= np.datetime64(cap["to"]))]
        if not len(owner):
            return np.zeros(0, np.int64)
        starts = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
        lengths = np.diff(np.append(starts, len(owner)))
        place = np.arange(len(owner)) - np.repeat(starts, lengths)
        before = np.cumsum(amount) - amount
        before -= np.repeat(before[starts], lengths)
        found = amount
        if cap["amount"] is not None:
            paid = self.value("amount")[payments]
            money = cap["amount"] - np.bincount(self.owner[payments], np.maximum(paid, 0), minlength=self.people)
            money[self.owner[payments][paid < 0]] = 0
            found = np.clip(np.minimum(found, money[owner] - before), 0, None).astype(np.int64)
        if cap["times"] is not None:
            times = cap["times"] - np.bincount(self.owner[payments], minlength=self.people)
            found = np.where(place < times[owner], found, 0)
        return found

    def amount(self, benefit: Mapping[str, Any], rows: Any) -> Any:
        """The amounts of claims; -1 when not known, which they are not either while counties differ."""
        found = city = self.worth(benefit["amount"], rows)
        region = self.value("registered_in")[self.owner[rows]]
        for code, each in benefit["local"]:
            local = self.worth(each, rows)
            found = np.where(region == code, local, found)
            found = np.where((region < 0) & (local != city), -1, found)
        return found

    def worth(self, amount: list[Any], rows: Any) -> Any:
        """An amount for each of some facts."""
        name, *rest = amount
        if name == "fixed":
            return np.full(len(rows), rest[0], np.int64)
        if name == "by_level":
            table = np.zeros(10, np.int64)
            for rank, value in rest[0]:
                table[rank] = value
            table[-1] = -1
            return table[self.value("level")[rows]]
        if name == "times":
            number = self.value(rest[0])[rows].astype(np.int64)
            return np.where(number < 0, -1, number * rest[1])
        parts = np.array([self.worth(part, rows) for part in rest[0]])
        joined = {"min": np.min, "max": np.max, "sum": np.sum}[name](parts, axis=0)
        return np.where((parts < 0).any(axis=0), -1, joined)


def _equal(one: Any, other: Any) -> Pair:
    known = (one >= 0) & (other >= 0)
    return known & (one == other), ~known | (one == other)


def _all(pairs: Any) -> Pair:
    sures, mays = zip(*pairs, strict=True)
    return np.logical_and.reduce(sures), np.logical_and.reduce(mays)
