"""A benefit (补贴、额度、费率): who has a claim to what, how often, and what a payment made before takes away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from skillcity.kernel.text import Text
from skillcity.policy.engine.amounts import Amount
from skillcity.policy.engine.catalogue import Citation, InForce, Status
from skillcity.policy.engine.problems import Place
from skillcity.policy.engine.tree import Condition

PAYMENT = "payment"
"""The kind of facts that records what was paid, to the person or to others for the person."""


class Measure(StrEnum):
    """What an amount is: money paid (fen), a ceiling (fen), or a rate in basis points."""

    PAYMENT = "payment"
    LIMIT = "limit"
    RATE = "rate"

    @property
    def scale(self) -> int:
        """What one unit of the file is in the engine."""
        return 1 if self is Measure.RATE else 100


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many payments, or so much money (fen), in the calendar year of the day asked about, or ever."""

    per: Literal["year", "life"]
    times: int | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class Local:
    """A county's own amount instead of the city's, for who is registered there."""

    region: str
    amount: Amount
    cite: Citation
    status: Status


@dataclass(frozen=True, slots=True)
class Benefit:
    """One line of the law that gives money.

    `each`: one claim for each fact of that kind that fulfils `where`; None: one claim a person. A claim is closed by a
    payment that counts (`counts`: the codes of the benefits, empty: all) and agrees in all of `once_per`; or by one for
    a higher level that agrees in `ladder`. Of the benefits of a catalogue with the same `exclusive` only the highest is
    due.
    """

    id: str
    text: Text
    cite: Citation
    status: Status
    measure: Measure
    amount: Amount
    place: Place
    when: Condition | None = None
    each: str | None = None
    where: Condition | None = None
    once_per: tuple[str, ...] = ()
    ladder: str = ""
    cap: Cap | None = None
    counts: frozenset[str] = frozenset()
    exclusive: str = ""
    local: tuple[Local, ...] = ()
    in_force: InForce | None = None
    data_gap: Text | None = None
    impact: Text | None = None

    @property
    def amounts(self) -> Iterator[Amount]:
        """The city's amount and those of the counties."""
        yield self.amount
        for each in self.local:
            yield each.amount
