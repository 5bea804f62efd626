"""The answer about one person: the class, and for every clause why it holds, what is missing, what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from skillcity.kernel.text import Text
from skillcity.policy.engine.catalogue import Clause
from skillcity.policy.engine.kleene import Truth
from skillcity.policy.engine.person import FactId
from skillcity.policy.engine.schema import Field
from skillcity.policy.engine.tree import Condition

if TYPE_CHECKING:
    from skillcity.policy.engine.claims import BenefitResult


class OutcomeStatus(StrEnum):
    """`unknown`: a class better than the one given may hold, but some field is not known."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NO_RULE = "no-rule-in-force"


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition that does not hold: in words, who can supply what it asks for, and how near the person is.

    `kind` is the kind of fact that would satisfy (None: a field of the person, or something that must not be there);
    `changeable` is false for what nobody can change (age, sex, date of birth) and what must not be there: never advice.
    `closest` is the fact that fails the fewest conditions, `differs` those conditions in words. `have` of `need`: for
    count and total.
    """

    condition: Condition
    kind: str | None
    wording: Text
    supplied_by: Text
    changeable: bool
    closest: FactId | None = None
    differs: tuple[Text, ...] = ()
    have: int | None = None
    need: int | None = None


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field whose value is not known and on which the answer depends; `fact` is None for a field of the person."""

    field: Field
    label: Text
    fact: FactId | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One node of a condition with its truth and the reasons for it.

    A true node names the facts that satisfy it, a false one what is missing, an open one (None) what is not known;
    `children` are the parts of and, or, not. Under `or` the missing parts are alternatives: one of them is enough.
    """

    node: Condition
    wording: Text
    truth: Truth
    satisfied_by: tuple[FactId, ...] = ()
    missing: tuple[Missing, ...] = ()
    unknown: tuple[UnknownField, ...] = ()
    children: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """A clause with its explanation; None when the clause was not in force on the day."""

    clause: Clause
    why: Explanation | None

    @property
    def truth(self) -> Truth:
        """Whether the clause holds; a clause that is not in force does not."""
        return self.why.truth if self.why else False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome without its reasons.

    `value` is the best class that surely holds (None: none does), `clause` the clause that gives it, `open` the better
    classes that may hold once more is known. `illustrative`: the answer rests on a clause or a set that nobody has read
    in a text in force (for "no class": some clause in force on the day is such). `holds`: all that surely hold; of
    classes that is the best alone.
    """

    status: OutcomeStatus
    value: str | None
    clause: str | None
    open: tuple[str, ...]
    illustrative: bool
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict about one person by one edition, with everything that explains it.

    `verified` is the best class by clauses in force alone, without the illustrative ones. `clauses` are all clauses of
    the edition in its order; empty when the edition was not in force. `benefits`: what its benefits in force give.
    """

    catalogue: str
    as_of: date
    known_at: datetime | None
    verdict: Verdict
    verified: str | None
    summary: Text
    clauses: tuple[ClauseResult, ...]
    benefits: tuple[BenefitResult, ...] = ()

    @property
    def status(self) -> OutcomeStatus:
        """Whether the class is known."""
        return self.verdict.status

    @property
    def value(self) -> str | None:
        """The best class that surely holds."""
        return self.verdict.value

    @property
    def clause(self) -> str | None:
        """The id of the clause that gives the class."""
        return self.verdict.clause

    @property
    def illustrative(self) -> bool:
        """Whether the answer must be shown with the banner for sample parameters."""
        return self.verdict.illustrative

    @property
    def winning(self) -> ClauseResult | None:
        """The clause that gives the class, with its explanation."""
        return next((result for result in self.clauses if result.clause.id == self.clause), None)
