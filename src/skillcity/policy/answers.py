"""What a catalogue answers about a person, in the form that is stored and compared: without reasons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from skillcity.policy.asked import fields_asked, kinds_asked
from skillcity.policy.editions import as_if_in_force
from skillcity.policy.engine import Catalogue, Outcome, OutcomeStatus, Schema, Verdict, evaluate
from skillcity.policy.engine.claims import BenefitResult, benefit_results
from skillcity.policy.engine.interpreter import (
    any_benefit_in_force,
    has_sample_benefits,
    line_in_force,
    program_of,
    verdict_of,
)
from skillcity.policy.engine.records import Case, prepare
from skillcity.policy.persons import Gathered

Amounts = Mapping[str, tuple[int, bool]]
"""Benefit -> fen (or basis points) surely due, and whether more may be; those with neither are left out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one edition for one person; `models.Decision` says what each part is."""

    value: str
    holds: str
    clause: str
    status: str
    open: str
    illustrative: bool
    clause_mask: bytes
    unknown_mask: bytes
    amounts: Amounts

    def same_outcome(self, other: Answer) -> bool:
        """Whether both say the same of the person, whatever clauses are behind it."""
        mine = (self.value, self.holds, self.status, self.open, dict(self.amounts))
        return mine == (other.value, other.holds, other.status, other.open, dict(other.amounts))


NO_RULE = Answer("", "", "", OutcomeStatus.NO_RULE.value, "", illustrative=False, clause_mask=b"", unknown_mask=b"",
                 amounts={})  # fmt: skip


def answer_of(outcome: Outcome) -> Answer:
    """An explained outcome without its reasons. Benefits of which more may be due leave the answer open."""
    held = mask(each.truth is True for each in outcome.clauses)
    unknown = mask(each.truth is None for each in outcome.clauses)
    return _answer(outcome.verdict, outcome.benefits, held, unknown)


def _answer(verdict: Verdict, benefits: Sequence[BenefitResult], held: bytes, unknown: bytes) -> Answer:
    amounts = {each.benefit.id: (each.amount, each.open) for each in benefits if each.amount or each.open}
    more = any(is_open for _, is_open in amounts.values())
    return Answer(
        value=verdict.value or "",
        holds=",".join(verdict.holds),
        clause=verdict.clause or "",
        status=OutcomeStatus.UNKNOWN.value if more else verdict.status.value,
        open=",".join(verdict.open),
        illustrative=verdict.illustrative,
        clause_mask=held,
        unknown_mask=unknown,
        amounts=amounts,
    )


def answer(catalogue: Catalogue, each: Gathered, as_of: date, known_at: datetime | None = None) -> Answer:
    """What an edition that applies says of a person. Its days were looked at when it was chosen."""
    return answer_of(evaluate(as_if_in_force(catalogue), each.person, as_of, known_at))


@dataclass(frozen=True, slots=True)
class Asked:
    """People whose values were read once, for all catalogues of one schema and day."""

    people: Sequence[Gathered]
    cases: Sequence[Case]
    as_of: date

    @classmethod
    def of(cls, people: Sequence[Gathered], schema: Schema, as_of: date) -> Asked:
        """Read the values of these people."""
        return cls(people, [prepare(schema, each.person, as_of, None) for each in people], as_of)


def answers(catalogue: Catalogue, asked: Asked) -> list[Answer]:
    """The same as `answer` for many people, without working out any reason."""
    program = program_of(as_if_in_force(catalogue))
    ready = [item for item in program.clauses if line_in_force(item.clause, asked.as_of)]
    if not ready and not any_benefit_in_force(program, asked.as_of):
        return [NO_RULE] * len(asked.cases)
    place = {clause.id: number for number, clause in enumerate(catalogue.clauses)}
    doubtful = has_sample_benefits(program, asked.as_of)

    def judge(case: Case) -> Answer:
        truths = [(item, item.step.truth(case)) for item in ready]
        verdict = verdict_of(truths, catalogue.outcome, doubtful)
        benefits = benefit_results(program.benefits, case, (verdict.value, *verdict.open))
        held = sum(1 << place[item.clause.id] for item, truth in truths if truth is True)
        unknown = sum(1 << place[item.clause.id] for item, truth in truths if truth is None)
        return _answer(verdict, benefits, _bytes(held), _bytes(unknown))

    kinds, fields = kinds_asked(catalogue), fields_asked(catalogue)
    known: dict[tuple[object, ...], Answer] = {}
    found = []
    for case in asked.cases:
        if kinds.isdisjoint(case.rows):  # most people, for most catalogues: they differ by their fields alone
            same = tuple(case.person[name] for name in fields)
            if same not in known:
                known[same] = judge(case)
            found.append(known[same])
        else:
            found.append(judge(case))
    return found


def mask(bits: Iterable[bool]) -> bytes:
    """Bit i of byte i // 8, least first, for the i-th; no trailing zero bytes."""
    return _bytes(sum(1 << place for place, bit in enumerate(bits) if bit))


def _bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def places(bits: bytes) -> tuple[int, ...]:
    """The places of the bits that are set."""
    found = int.from_bytes(bits, "little")
    return tuple(place for place in range(found.bit_length()) if found >> place & 1)


def digest_of(values: Mapping[str, object]) -> str:
    """SHA-256 of plain values, the keys in order."""
    return sha256(json.dumps(values, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
