"""One person of two files explained: the interpreter's whole tree, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.policy.engine import Explanation, Outcome, evaluate, to_text
from skillcity.policy.engine.batch.chunk import Chunk
from skillcity.policy.engine.batch.plan import plan
from skillcity.policy.engine.catalogue import Citation
from skillcity.policy.engine.claims import BenefitResult, Claim
from skillcity.policy.engine.near import NearMiss, near_misses
from skillcity.policy.engine.person import Person
from skillcity.policy.files.catalogues import load_catalogue, path_of
from skillcity.policy.files.columns import is_text
from skillcity.policy.files.evaluating import source_of
from skillcity.policy.files.interpreted import people
from skillcity.policy.files.problems import twice
from skillcity.policy.files.rows import open_file


def explain_person(
    name: str, persons: Path, facts: Path, person: str, as_of: date, known_at: datetime | None
) -> tuple[Outcome, tuple[NearMiss, ...]]:
    """What a catalogue gives a person, and the near misses. NotFound `policy.no-person`; InputError as `source_of`."""
    catalogue = load_catalogue(path_of(name))
    source_of(persons, facts, plan(catalogue, as_of).questions, known_at=known_at)
    found = read_person(persons, facts, person)
    return evaluate(catalogue, found, as_of, known_at), near_misses(catalogue, found, as_of, known_at)


def read_person(persons: Path, facts: Path, person: str) -> Person:
    """One person with all facts, without reading the rest of sorted files."""
    import numpy as np

    from skillcity.policy.files.catalogues import schema

    textual = is_text(open_file(persons).schema_arrow.field("id").type)
    key: Any = person if textual else int(person) if person.isascii() and person.isdigit() else None
    if key is None:
        raise _nobody(person)
    (row,) = pq.read_table(persons, filters=[("id", "=", key)], partitioning=None).combine_chunks().to_batches() or [
        None
    ]
    if row is None or not row.num_rows:
        raise _nobody(person)
    if row.num_rows > 1:
        raise twice(persons, key)
    own = pq.read_table(facts, filters=[("person", "=", key)], partitioning=None).combine_chunks()
    batches = own.to_batches()
    batch = batches[0] if batches else own.schema.empty_table().to_batches(1)[0]
    return next(people(Chunk(row, [batch], [np.zeros(batch.num_rows, np.intp)]), schema()))


def _nobody(person: str) -> NotFound:
    return NotFound("policy.no-person", Text("人员文件中没有这个人。", "This person is not in the file."), where=person)


def tree_of(outcome: Outcome, near: Iterable[NearMiss]) -> dict[str, Any]:
    """The whole explanation as plain values, in both languages; amounts in fen or basis points."""
    return {
        "catalogue": outcome.catalogue,
        "as_of": outcome.as_of.isoformat(),
        "known_at": outcome.known_at.isoformat() if outcome.known_at else None,
        "class": outcome.value,
        "clause": outcome.clause,
        "rights": list(outcome.verdict.holds),
        "open": list(outcome.verdict.open),
        "status": outcome.status.value,
        "illustrative": outcome.illustrative,
        "verified": outcome.verified,
        "summary": _both(outcome.summary),
        "clauses": [
            {
                "id": result.clause.id,
                "gives": result.clause.gives,
                "text": _both(result.clause.text),
                "cite": _cite(result.clause.cite),
                "status": result.clause.status.value,
                "in_force": result.why is not None,
                "truth": result.truth,
                "why": _why(result.why),
            }
            for result in outcome.clauses
        ],
        "near": [
            {"clause": miss.clause.id, "condition": to_text(miss.atom), "enough": _both(miss.wording)} for miss in near
        ],
        "benefits": [_benefit(result) for result in outcome.benefits],
    }


def _why(why: Explanation | None) -> dict[str, Any] | None:
    if why is None:
        return None
    return {
        "condition": to_text(why.node),
        "wording": _both(why.wording),
        "truth": why.truth,
        "satisfied_by": list(why.satisfied_by),
        "missing": [
            {
                "condition": to_text(lack.condition),
                "wording": _both(lack.wording),
                "kind": lack.kind,
                "supplied_by": _both(lack.supplied_by),
                "changeable": lack.changeable,
                "closest": lack.closest,
                "differs": [_both(words) for words in lack.differs],
                "have": lack.have,
                "need": lack.need,
            }
            for lack in why.missing
        ],
        "unknown": [
            {"field": field.field.name, "label": _both(field.label), "fact": field.fact} for field in why.unknown
        ],
        "children": [_why(child) for child in why.children],
    }


def _benefit(result: BenefitResult) -> dict[str, Any]:
    return {
        "id": result.benefit.id,
        "text": _both(result.benefit.text),
        "measure": result.benefit.measure.value,
        "amount": result.amount,
        "open": result.open,
        "illustrative": result.illustrative,
        "cite": _cite(result.cite),
        "used": result.used,
        "allowed": result.allowed,
        "why": _why(result.why),
        "claims": [_claim(claim) for claim in result.claims],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "fact": claim.fact,
        "amount": claim.amount,
        "state": claim.state.value,
        "because": claim.because,
        "failed": [_both(words) for words in claim.failed],
        "deadline": claim.deadline.isoformat() if claim.deadline else None,
    }


def _cite(cite: Citation) -> dict[str, Any]:
    return {
        "document": cite.document,
        "item": cite.item,
        "confidence": cite.confidence.value,
        "date": cite.dated.isoformat() if cite.dated else None,
        "url": cite.url,
    }


def _both(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
