"""Until when supplying what is lacking still does: the rule ends, a window closes, an age limit is passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.course import Course
from skillcity.policy.engine.critical_days import ONE_DAY, critical_days
from skillcity.policy.engine.dates import later
from skillcity.policy.engine.lines import Lack, Line, saying, value

HORIZON_YEARS = 10
RULE_ENDS = Text("规定到期", "the rule ends")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and what no longer holds after it."""

    day: date
    why: Text


def deadline(catalogue: Catalogue, line: Line, course: Course, supplied: Lack) -> Deadline | None:
    """The last day up to which the clause would hold without a break once the lacking leaves were supplied.

    None: no end is in sight (looked for in the next ten years).
    """
    ends = [days.end for days in (catalogue.in_force, line.clause.in_force) if days and days.end]
    end = min(ends, default=None)
    until = later(course.as_of, HORIZON_YEARS, "years")
    for day in critical_days(line, course, until if end is None else min(end, until)):
        if not _holds(line, course, supplied, day):
            return Deadline(day - ONE_DAY, saying(catalogue)(_lost(line, course, supplied, day)))
    return Deadline(end, RULE_ENDS) if end else None


def _holds(line: Line, course: Course, supplied: Lack, day: date) -> bool:
    case = course.case(day)
    return value(line.clause.when, lambda leaf: leaf in supplied or line.leaves[leaf].truth(case)) is True


def _lost(line: Line, course: Course, supplied: Lack, day: date) -> tree.Condition:
    """The first leaf that held on the day before and does no longer."""
    now, before = course.case(day), course.case(day - ONE_DAY)
    return next(
        leaf
        for leaf, step in line.leaves.items()
        if leaf not in supplied and step.truth(before) and not step.truth(now)
    )
