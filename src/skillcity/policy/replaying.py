"""Replaying a decision: the same words, the same day, the facts that were known then. It must come out the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from skillcity.policy.answers import NO_RULE, Answer, answer_of
from skillcity.policy.asked import kinds_asked
from skillcity.policy.deciding import NOTHING_USED, decision_digest
from skillcity.policy.editions import as_if_in_force, read_words
from skillcity.policy.engine import Catalogue, Outcome, PolicyError, evaluate
from skillcity.policy.models import Decision, KeptEdition
from skillcity.policy.persons import Fields, Gathered, Link, chains, gathered
from skillcity.policy.writing import DECISION

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of replaying a decision.

    `differs` names what is not the same: parts of the answer, `facts` (their number or digest), `digest` (the stored
    row), `words` (the kept text can no longer be read). `outcome` has the reasons; None when no rule was in force.
    """

    decision: Decision
    differs: tuple[str, ...]
    catalogue: Catalogue | None
    outcome: Outcome | None

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.differs


def replay(decision: Decision) -> Replay:
    """Evaluate again as then: by the kept words, as of the day, from the facts and fields known at the moment."""
    return _replay(decision, chains([decision.person_id]).get(decision.person_id, []))


def replay_all(decisions: Iterable[Decision]) -> Iterator[Replay]:
    """The same for many, in the order given; `kept` and `previous` should be read with them."""
    rows = iter(decisions)
    while some := list(islice(rows, AT_ONCE)):
        facts = chains(sorted({each.person_id for each in some}))
        for each in some:
            yield _replay(each, facts.get(each.person_id, []))


def _replay(decision: Decision, chain: Sequence[Link]) -> Replay:
    stored = stored_row(decision)
    differs = [] if stored["digest"] == _digest(decision, stored) else ["digest"]
    if decision.kept is None:
        return Replay(decision, (*_compare(decision, NO_RULE, NOTHING_USED), *differs), None, None)
    try:
        catalogue = words_kept(decision.kept)
    except PolicyError:
        return Replay(decision, (*differs, "words"), None, None)
    each = as_known_then(decision, chain)
    outcome = evaluate(as_if_in_force(catalogue), each.person, decision.as_of, decision.known_at)
    differs += _compare(decision, answer_of(outcome), each.used(kinds_asked(catalogue)))
    if each.facts != decision.facts_seen and "facts" not in differs:
        differs.append("facts")
    return Replay(decision, tuple(differs), catalogue, outcome)


def as_known_then(decision: Decision, chain: Sequence[Link]) -> Gathered:
    """The person as the decision saw them: its own fields, and the first facts of the chain."""
    fields = Fields(decision.birth_date, decision.sex, decision.region_code)
    return gathered(decision.person_id, fields, chain[: decision.facts_seen], decision.as_of, decision.known_at)


def stored_row(decision: Decision) -> dict[str, Any]:
    """The columns as they were written."""
    return {name: getattr(decision, name) for name in DECISION}


def _digest(decision: Decision, stored: Mapping[str, Any]) -> str:
    kept, before = decision.kept, decision.previous
    return decision_digest(stored, (kept.name, kept.digest) if kept else (), before.digest if before else "")


def _compare(decision: Decision, now: Answer, used: tuple[int, str]) -> list[str]:
    then = answer_stored(decision)
    parts = [name for name in Answer.__slots__ if getattr(now, name) != getattr(then, name)]
    return parts if (decision.facts_used, decision.facts_digest) == used else [*parts, "facts"]


def answer_stored(decision: Decision) -> Answer:
    """The answer that a decision holds."""
    return Answer(
        value=decision.value,
        holds=decision.holds,
        clause=decision.clause,
        status=decision.status,
        open=decision.open,
        illustrative=decision.illustrative,
        clause_mask=bytes(decision.clause_mask),
        unknown_mask=bytes(decision.unknown_mask),
        amounts={key: (each[0], each[1]) for key, each in decision.amounts.items()},
    )


def words_kept(kept: KeptEdition) -> Catalogue:
    """The edition as its words were. Raises PolicyError when they can no longer be read."""
    return _read(kept.text, tuple(sorted(kept.sets.items())), kept.name)


@lru_cache(maxsize=64)
def _read(text: str, sets: tuple[tuple[str, str], ...], name: str) -> Catalogue:
    return read_words(text, dict(sets), name)
