"""Catalogues, outcomes and decisions turned into what the REST interface says."""

from __future__ import annotations

from datetime import date
from typing import Any

from skillcity.kernel.text import Text
from skillcity.policy.engine import Catalogue, Clause, ClauseResult, Outcome, to_text, words
from skillcity.policy.engine.benefit import Benefit
from skillcity.policy.engine.catalogue import Citation
from skillcity.policy.engine.claims import BenefitResult
from skillcity.policy.models import Decision
from skillcity.policy.presenting_amounts import amount_words, limits_words
from skillcity.policy.rest_schemas import (
    BenefitOut,
    BenefitResultOut,
    CatalogueOut,
    CiteOut,
    ClaimOut,
    ClauseOut,
    ClauseResultOut,
    EditionOut,
    GrantedOut,
    HeldOut,
    MissingOut,
    OutcomeOut,
    SaidOut,
    TextOut,
    UnknownOut,
    VerdictOut,
)
from skillcity.policy.verdicts import Said, Verdict


def text_out(text: Text) -> TextOut:
    """Both languages."""
    return TextOut(zh=text.zh, en=text.en)


def maybe_text(text: Text | None) -> TextOut | None:
    """Both languages, if there are words."""
    return text_out(text) if text else None


def cite_out(cite: Citation) -> CiteOut:
    """A citation."""
    return CiteOut(
        document=cite.document, item=cite.item, date=cite.dated, url=cite.url, confidence=cite.confidence.value
    )


def catalogue_out(found: Catalogue, today: date) -> CatalogueOut:
    """An edition without its clauses."""
    return CatalogueOut(
        name=found.name,
        region=found.region,
        catalogue=found.catalogue,
        edition=found.edition,
        title=text_out(found.title),
        first_day=found.in_force.start,
        last_day=found.in_force.end,
        in_force=today in found.in_force,
        source=found.source.title,
        url=found.source.url,
        confidence=found.source.confidence.value,
    )


def edition_out(found: Catalogue, today: date) -> EditionOut:
    """An edition with its clauses and benefits."""
    return EditionOut(
        **catalogue_out(found, today).dict(),
        clauses=[_clause_out(found, each) for each in found.clauses],
        benefits=[_benefit_out(found, each) for each in found.benefits],
    )


def _clause_out(found: Catalogue, each: Clause) -> ClauseOut:
    labels = {name: each.label for name, each in found.sets.items()}
    return ClauseOut(
        id=each.id,
        gives=each.gives,
        label=text_out(found.outcome.label(each.gives)),
        text=text_out(each.text),
        when=to_text(each.when),
        words=text_out(words(each.when, found.schema, labels, found.names)),
        cite=cite_out(each.cite),
        status=each.status.value,
        data_gap=maybe_text(each.data_gap),
        impact=maybe_text(each.impact),
    )


def _benefit_out(found: Catalogue, each: Benefit) -> BenefitOut:
    labels = {name: each.label for name, each in found.sets.items()}
    said = [words(part, found.schema, labels, found.names) if part else None for part in (each.when, each.where)]
    return BenefitOut(
        id=each.id,
        text=text_out(each.text),
        measure=each.measure.value,
        each=each.each,
        when=maybe_text(said[0]),
        where=maybe_text(said[1]),
        amount=text_out(amount_words(each.amount, each.measure, found)),
        limits=[text_out(limit) for limit in limits_words(each, found)],
        cite=cite_out(each.cite),
        status=each.status.value,
        data_gap=maybe_text(each.data_gap),
        impact=maybe_text(each.impact),
    )


def outcome_out(outcome: Outcome, found: Catalogue) -> OutcomeOut:
    """An explained outcome."""
    return OutcomeOut(
        catalogue=outcome.catalogue,
        title=text_out(found.title),
        status=outcome.status.value,
        holds=list(outcome.verdict.holds),
        open=list(outcome.verdict.open),
        clause=outcome.clause,
        illustrative=outcome.illustrative or any(each.illustrative for each in outcome.benefits if each.amount),
        summary=text_out(outcome.summary),
        clauses=[_result_out(each) for each in outcome.clauses],
        benefits=[_given_out(each) for each in outcome.benefits],
    )


def _result_out(result: ClauseResult) -> ClauseResultOut:
    why = result.why
    return ClauseResultOut(
        id=result.clause.id,
        holds=result.truth,
        satisfied_by=[str(each) for each in dict.fromkeys(why.satisfied_by)] if why else [],
        missing=[
            MissingOut(what=text_out(each.wording), supplied_by=text_out(each.supplied_by), changeable=each.changeable)
            for each in (why.missing if why else ())
        ],
        unknown=[
            UnknownOut(what=text_out(each.label), fact=str(each.fact) if each.fact else None)
            for each in (why.unknown if why else ())
        ],
    )


def _given_out(result: BenefitResult) -> BenefitResultOut:
    return BenefitResultOut(
        id=result.benefit.id,
        measure=result.benefit.measure.value,
        amount=result.amount,
        open=result.open,
        illustrative=result.illustrative,
        used=result.used,
        allowed=result.allowed,
        claims=[
            ClaimOut(
                fact=str(each.fact) if each.fact else None,
                amount=each.amount,
                state=each.state.value,
                because=str(each.because) if each.because else None,
                deadline=each.deadline,
            )
            for each in result.claims
        ],
    )


def decision_values(found: Decision) -> dict[str, Any]:
    """A stored decision, as keyword arguments of its schemas."""
    return {
        "reference": found.reference,
        "number": found.pk,
        "person_id": found.person_id,
        "catalogue": found.kept.name if found.kept else found.catalogue,
        "as_of": found.as_of,
        "known_at": found.known_at,
        "decided_at": found.decided_at,
        "status": found.status,
        "holds": [each for each in found.holds.split(",") if each],
        "open": [each for each in found.open.split(",") if each],
        "clause": found.clause,
        "illustrative": found.illustrative,
        "clause_mask": bytes(found.clause_mask).hex(),
        "unknown_mask": bytes(found.unknown_mask).hex(),
        "amounts": found.amounts,
        "facts_used": found.facts_used,
        "facts_digest": found.facts_digest,
        "digest": found.digest,
        "previous": f"D{found.previous_id}" if found.previous_id else None,
    }


def verdict_out(found: Verdict) -> VerdictOut:
    """What a receiver is told."""
    return VerdictOut(
        person_id=found.person_id,
        purpose=found.purpose.value,
        consent=found.consent_id,
        consent_ends_on=found.ends_on,
        certificates_valid=found.certificates_valid,
        verdicts=[_said_out(each) for each in found.said],
    )


def _said_out(said: Said) -> SaidOut:
    return SaidOut(
        catalogue=said.edition,
        title=text_out(said.title),
        status=said.status,
        holds=[HeldOut(code=code, label=text_out(label)) for code, label in said.holds],
        open=said.open,
        illustrative=said.illustrative,
        granted=[
            GrantedOut(
                benefit=given.benefit,
                text=text_out(given.text),
                measure=given.measure.value,
                amount=given.amount,
                open=given.open,
                illustrative=given.illustrative,
                conflict=given.conflict,
            )
            for given in said.granted
        ],
        decision=said.decision,
        digest=said.digest,
        as_of=said.as_of,
    )
