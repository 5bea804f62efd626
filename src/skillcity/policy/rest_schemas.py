"""What the REST interface of policy says, as schemas; texts in both languages, money in fen, rates in basis points."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema


class TextOut(Schema):
    """The same in Chinese and English."""

    zh: str
    en: str


class CiteOut(Schema):
    """Where it was read, and how well that is known (official, press, secondary, derived, conflict, recall)."""

    document: str
    item: str
    date: date | None
    url: str
    confidence: str


class ClauseOut(Schema):
    """A clause: what it gives, its wording, its condition in the rule language and in plain words.

    `status` is `illustrative` when nobody has read it in a text in force: 示例参数,非现行政策.
    """

    id: str
    gives: str
    label: TextOut
    text: TextOut
    when: str
    words: TextOut
    cite: CiteOut
    status: str
    data_gap: TextOut | None
    impact: TextOut | None


class BenefitOut(Schema):
    """A benefit: `measure` is payment or limit (fen) or rate (basis points); `each` the kind of fact of a claim."""

    id: str
    text: TextOut
    measure: str
    each: str | None
    when: TextOut | None
    where: TextOut | None
    amount: TextOut
    limits: list[TextOut]
    cite: CiteOut
    status: str
    data_gap: TextOut | None
    impact: TextOut | None


class CatalogueOut(Schema):
    """One edition; `in_force` says whether it holds today."""

    name: str
    region: str
    catalogue: str
    edition: str
    title: TextOut
    first_day: date | None
    last_day: date | None
    in_force: bool
    source: str
    url: str
    confidence: str


class CataloguesOut(Schema):
    """All editions of all catalogues."""

    catalogues: list[CatalogueOut]


class EditionOut(CatalogueOut):
    """One edition with its clauses and benefits."""

    clauses: list[ClauseOut]
    benefits: list[BenefitOut]


class MissingOut(Schema):
    """What is missing, who can supply it, and whether it can change at all."""

    what: TextOut
    supplied_by: TextOut
    changeable: bool


class UnknownOut(Schema):
    """A field on which the answer depends and that is not known; `fact` is null for a field of the person."""

    what: TextOut
    fact: str | None


class ClauseResultOut(Schema):
    """Whether a clause holds (null: not known) and why; not in force on the day: false without reasons."""

    id: str
    holds: bool | None
    satisfied_by: list[str]
    missing: list[MissingOut]
    unknown: list[UnknownOut]


class ClaimOut(Schema):
    """A claim: due, unknown, paid, lower-level, capped, excluded or not-due; `because` is the fact in its way."""

    fact: str | None
    amount: int | None
    state: str
    because: str | None
    deadline: date | None


class BenefitResultOut(Schema):
    """What a benefit gives: `amount` surely due, `open` when more may be; `used` of `allowed` payments of its cap."""

    id: str
    measure: str
    amount: int
    open: bool
    illustrative: bool
    used: int
    allowed: int | None
    claims: list[ClaimOut]


class OutcomeOut(Schema):
    """What one edition gives the person. `holds`: class or rights surely held; `open`: those that may be."""

    catalogue: str
    title: TextOut
    status: str
    holds: list[str]
    open: list[str]
    clause: str | None
    illustrative: bool
    summary: TextOut
    clauses: list[ClauseResultOut]
    benefits: list[BenefitResultOut]


class EvaluationOut(Schema):
    """All editions in force on the day. What is not listed has no rule in force, which is not the same as no."""

    person_id: int
    as_of: date
    known_at: datetime | None
    outcomes: list[OutcomeOut]


class SupposedIn(Schema):
    """A fact that is only supposed, as it would be recorded."""

    kind: str = Field(max_length=32)
    valid_from: date
    valid_to: date | None = None
    attributes: dict[str, str | int | bool | None]


class SuppositionIn(Schema):
    """Facts to suppose; `catalogue` narrows to one, `as_of` asks about another day than today."""

    facts: list[SupposedIn] = Field([], max_length=50)
    catalogue: str = Field("", max_length=64)
    as_of: date | None = None


class DifferenceOut(Schema):
    """What an edition gives now and what it would give."""

    catalogue: str
    changes: bool
    now: OutcomeOut
    supposed: OutcomeOut


class SuppositionOut(Schema):
    """The differences that the supposed facts would make. Nothing was stored."""

    person_id: int
    as_of: date
    differences: list[DifferenceOut]


class DecisionOut(Schema):
    """A stored decision. `amounts`: benefit -> [surely due, whether more may be]."""

    reference: str
    number: int
    person_id: int
    catalogue: str
    as_of: date
    known_at: datetime
    decided_at: datetime
    status: str
    holds: list[str]
    open: list[str]
    clause: str
    illustrative: bool
    clause_mask: str
    unknown_mask: str
    amounts: dict[str, tuple[int, bool]]
    facts_used: int
    facts_digest: str
    digest: str
    previous: str | None


class DecisionsOut(Schema):
    """A page of decisions, the newest first; `next` is the `before` of the next page, null on the last."""

    decisions: list[DecisionOut]
    next: int | None


class ReplayOut(DecisionOut):
    """A decision and whether replaying it gives the same; `differs` names what does not."""

    same: bool
    differs: list[str]


class GrantedOut(Schema):
    """An amount: fen for a limit or payment, basis points for a rate; `conflict`: the sources contradict each other."""

    benefit: str
    text: TextOut
    measure: str
    amount: int
    open: bool
    illustrative: bool
    conflict: bool


class HeldOut(Schema):
    """A class or a right."""

    code: str
    label: TextOut


class SaidOut(Schema):
    """The verdict of one catalogue, and the decision that it is: its number and digest prove it later."""

    catalogue: str
    title: TextOut
    status: str
    holds: list[HeldOut]
    open: bool
    illustrative: bool
    granted: list[GrantedOut]
    decision: str
    digest: str
    as_of: date


class VerdictOut(Schema):
    """What a receiver is told with the person's consent: verdicts and references, never a fact."""

    person_id: int
    purpose: str
    consent: int
    consent_ends_on: date
    certificates_valid: bool
    verdicts: list[SaidOut]


class ErrorOut(Schema):
    """A refusal."""

    code: str
    where: str
    zh: str
    en: str
