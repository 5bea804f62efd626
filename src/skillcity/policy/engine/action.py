"""What is advised: one or two things to do, and what they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skillcity.kernel.text import Text
from skillcity.policy.engine.catalogue import Clause
from skillcity.policy.engine.person import Fact


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: come to have the supposed `facts`, or, without any, wait until a day.

    `given`: others decide on it (an honour, a place in a contest); named because little is lacking.
    """

    wording: Text
    supplied_by: Text
    facts: tuple[Fact, ...] = ()
    until: date | None = None
    given: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """One or two actions, and the class or right that a clause gives for them from the day `on`.

    `steps`: how many steps it takes, each level of a certificate being one.
    """

    gives: str
    clause: Clause
    illustrative: bool
    actions: tuple[Action, ...]
    on: date
    steps: int

    @property
    def wording(self) -> Text:
        """The actions in one line."""
        said = [action.wording for action in self.actions]
        return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))

    @property
    def supposed(self) -> tuple[Fact, ...]:
        """All supposed facts."""
        return tuple(fact for action in self.actions for fact in action.facts)
