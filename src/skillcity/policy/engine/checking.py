"""What can be seen wrong across clauses and editions before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from skillcity.kernel.text import Text
from skillcity.policy.engine.catalogue import Catalogue, ClassOrder, Clause, Status
from skillcity.policy.engine.implication import Effort, Exhausted, always, implies, never
from skillcity.policy.engine.problems import Place, Problem

MAX_COMPARISONS = 600_000
"""Under a second; 500 clauses that differ in a number need a quarter of it."""


def check_clauses(clauses: Sequence[Clause], outcome: ClassOrder) -> list[Problem]:
    """Clauses that never or always hold, and clauses that an earlier or higher one makes pointless.

    Sound, not complete: what is reported is certain; a contradiction hidden deeper may go unseen. Conditions so many
    and so alike that they cannot be compared are a problem too (`policy.too-big`).
    """
    problems: list[Problem] = []
    effort = Effort(MAX_COMPARISONS)
    for index in range(len(clauses)):
        try:
            problem = _pointless(index, clauses, outcome, effort)
        except Exhausted:
            what = ("条件太多太像，无法相互比对。", "There are too many conditions alike to compare them.")
            todo = Text("请缩短条件，或分成几个目录。", "Shorten them, or make several catalogues.")
            return [*problems, _problem("policy.too-big", clauses[index], *what, todo)]
        problems += [problem] if problem else []
    return problems


def _pointless(index: int, clauses: Sequence[Clause], outcome: ClassOrder, effort: Effort) -> Problem | None:
    clause = clauses[index]
    if never(clause.when, effort):
        todo = Text("请核对 and 两边的条件。", "Check both sides of each `and`.")
        return _problem("policy.never", clause, "条件自相矛盾，永不成立。", "The condition can never hold.", todo)
    if always(clause.when, effort):
        todo = Text("请核对 or 两边的条件。", "Check both sides of each `or`.")
        return _problem("policy.always", clause, "条件恒成立。", "The condition holds for everybody.", todo)
    rank = {name: at for at, name in enumerate(outcome.order)}
    for position, other in enumerate(clauses):
        above = (rank[other.gives], position) < (rank[clause.gives], index)
        above = above and (other.gives == clause.gives or not outcome.every)
        if above and _covers(other, clause) and implies(clause.when, other.when, effort):
            return _unreachable(clause, other)
    return None


def _covers(other: Clause, clause: Clause) -> bool:
    """Whether the other counts whenever the clause does: in force on the same days, and not merely illustrative."""
    if other.status is Status.ILLUSTRATIVE and clause.status is Status.IN_FORCE:
        return False
    return other.in_force is None or other.in_force == clause.in_force


def _unreachable(clause: Clause, other: Clause) -> Problem:
    return _problem(
        "policy.unreachable",
        clause,
        f"凡符合本条者都已符合“{other.id}”({other.gives})，本条不起作用。",
        f'Whoever fulfils this fulfils "{other.id}" ({other.gives}) as well: the clause has no effect.',
        Text("请收窄该条，或删去本条。", "Narrow that one, or drop this one."),
    )


def _problem(code: str, clause: Clause, zh: str, en: str, todo: Text) -> Problem:
    return Problem(code, clause.when_place, Text(zh, en), todo)


def check_editions(editions: Sequence[Catalogue]) -> tuple[Problem, ...]:
    """Days between editions that no edition covers, or that two cover; editions in the order they begin."""
    problems: list[Problem] = []
    ordered = sorted(editions, key=lambda item: item.in_force.start or date.min)
    for earlier, later in pairwise(ordered):
        end, start = earlier.in_force.end, later.in_force.start or date.min
        place = Place(later.name, 1, 1)
        if end is None or end >= start:
            what = Text(
                f"与“{earlier.edition}”版的有效期重叠。", f'The dates overlap with edition "{earlier.edition}".'
            )
            problems.append(Problem("policy.overlap", place, what))
        elif end + timedelta(days=1) < start:
            what = Text(f"与“{earlier.edition}”版之间有空档。", f'There is a gap after edition "{earlier.edition}".')
            problems.append(Problem("policy.gap", place, what))
    return tuple(problems)
