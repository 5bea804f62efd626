"""Recording facts. Nothing is changed: a correction is a newer fact that supersedes."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from skillcity.facts.checking import check_agreement
from skillcity.facts.engine.attributes import check_attributes
from skillcity.facts.engine.kinds import FactKind, kind_named
from skillcity.facts.errors import DATES, NO_END, NO_SOURCE, RETRACTED, SUPERSEDED
from skillcity.facts.models import Fact
from skillcity.facts.permissions import Verdict, may_correct
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.registry.models import Person

AT_ONCE = 10_000
STAGE = """
create temporary table if not exists facts_stage on commit drop as
select person_id, kind, valid_from, valid_to, attributes, document, source, supersedes, retracts
from facts_fact with no data
"""
COPY = """
copy facts_stage (person_id, kind, valid_from, valid_to, attributes, document, source, supersedes, retracts) from stdin
"""
MOVE = """
insert into facts_fact (person_id, kind, valid_from, valid_to, attributes, document, source, supersedes, retracts,
                        recorded_by, recorded_at, batch_id, seq, digest)
select person_id, kind, valid_from, valid_to, attributes, document, source, supersedes, retracts, %s, %s, %s, 0, ''
from facts_stage order by person_id, valid_from, kind
"""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact to be recorded. `attributes` are those of its kind, already checked."""

    person_id: int
    kind: str
    valid_from: date
    valid_to: date | None
    attributes: Mapping[str, str | int | bool]
    source: str
    document: str = ""
    supersedes: int | None = None
    retracts: bool = False


Listener = Callable[[Collection[int]], None]
_listeners: dict[Listener, None] = {}  # a set that keeps its order


def tell_of_changes(listener: Listener) -> None:
    """Call this after each commit that recorded facts, with the people they are about; for rooms above this one."""
    _listeners[listener] = None


def _tell(person_ids: Collection[int]) -> None:
    for listener in _listeners:
        listener(person_ids)


def check_fact(
    *, kind: FactKind, valid_from: date, valid_to: date | None, attributes: Mapping[str, object]
) -> dict[str, str | int | bool]:
    """The attributes in canonical form. Raises InputError: dates in the wrong order, attributes not as declared."""
    if valid_to is not None and not kind.lasts:
        raise NO_END
    if valid_to is not None and valid_to < valid_from:
        raise DATES
    return check_attributes(kind, attributes)


def record_facts(
    *, actor: Actor, facts: Iterable[NewFact], recorded_at: datetime | None = None, batch_id: int | None = None
) -> int:
    """Write many facts with few statements; returns their number. The database numbers and chains them.

    Copied to a temporary table first, then inserted in the order of persons: two writers lock the chains in one order.
    Once committed, whoever asked to be told is told (`tell_of_changes`); the facts stand even if that fails.
    """
    moment = recorded_at or timezone.now()
    written = 0
    whom: set[int] = set()
    rows = iter(facts)
    with transaction.atomic(), connection.cursor() as cursor:
        while some := list(islice(rows, AT_ONCE)):
            cursor.execute(STAGE)
            cursor.execute("truncate facts_stage")
            with cursor.copy(COPY) as copy:
                for fact in some:
                    copy.write_row(_stage_row(fact))
            cursor.execute(MOVE, [actor.label, moment, batch_id])
            written += len(some)
            whom.update(fact.person_id for fact in some)
        transaction.on_commit(lambda: _tell(whom), robust=True)
    return written


def _stage_row(fact: NewFact) -> Sequence[object]:
    attributes = json.dumps(fact.attributes, ensure_ascii=False)
    return (
        fact.person_id,
        fact.kind,
        fact.valid_from,
        fact.valid_to,
        attributes,
        fact.document,
        fact.source,
        fact.supersedes,
        fact.retracts,
    )


def record_fact(
    *,
    actor: Actor,
    person: Person,
    kind: FactKind,
    valid_from: date,
    valid_to: date | None,
    attributes: Mapping[str, object],
    source: str,
    document: str = "",
) -> Fact:
    """Record one new fact about a person (登记). Raises Refused, InputError."""
    _require(actor, person)
    checked = check_sound(kind, person.pk, valid_from, valid_to, attributes, source)
    new = NewFact(person.pk, kind.name, valid_from, valid_to, checked, source.strip(), document.strip())
    with transaction.atomic():
        record_facts(actor=actor, facts=[new])
        fact = Fact.objects.filter(person=person).latest("seq")
        _audit(actor, "facts.record", fact, fact.reference)
    return fact


def correct_fact(
    *,
    actor: Actor,
    fact: Fact,
    valid_from: date,
    valid_to: date | None,
    attributes: Mapping[str, object],
    source: str,
    document: str = "",
) -> Fact:
    """Record what is right in the place of a fact that was not (更正); the old one stays and points nowhere else."""
    _require(actor, fact.person)
    checked = check_sound(kind_named(fact.kind), fact.person_id, valid_from, valid_to, attributes, source)
    new = NewFact(
        fact.person_id,
        fact.kind,
        valid_from,
        valid_to,
        checked,
        source.strip(),
        document.strip(),
        supersedes=fact.seq,
    )
    return _supersede(actor, fact, new, "facts.correct")


def retract_fact(*, actor: Actor, fact: Fact, source: str) -> Fact:
    """Record that a fact was wrong and that nothing stands in its place (撤回)."""
    _require(actor, fact.person)
    if not source.strip():
        raise NO_SOURCE
    if fact.retracts:
        raise RETRACTED
    new = NewFact(
        fact.person_id,
        fact.kind,
        fact.valid_from,
        fact.valid_to,
        fact.attributes,
        source.strip(),
        fact.document,
        supersedes=fact.seq,
        retracts=True,
    )
    return _supersede(actor, fact, new, "facts.retract")


def _require(actor: Actor, person: Person) -> None:
    verdict = may_correct(actor, person)
    if verdict is not Verdict.ALLOWED:
        raise verdict.refusal


def check_sound(
    kind: FactKind,
    person_id: int,
    valid_from: date,
    valid_to: date | None,
    attributes: Mapping[str, object],
    source: str,
) -> dict[str, str | int | bool]:
    """The attributes of a fact that could be recorded now, in canonical form. Raises InputError."""
    if not source.strip():
        raise NO_SOURCE
    checked = check_fact(kind=kind, valid_from=valid_from, valid_to=valid_to, attributes=attributes)
    today = timezone.localdate()
    check_agreement(kind=kind, person_id=person_id, valid_from=valid_from, attributes=checked, today=today)
    return checked


def _supersede(actor: Actor, fact: Fact, new: NewFact, act: str) -> Fact:
    with transaction.atomic():
        try:
            record_facts(actor=actor, facts=[new])
        except IntegrityError as error:
            if "fact_superseded_once" not in str(error):
                raise
            raise SUPERSEDED from error
        found = Fact.objects.get(person_id=fact.person_id, supersedes=fact.seq)
        _audit(actor, act, found, fact.reference)
    return found


def _audit(actor: Actor, act: str, fact: Fact, about: str) -> None:
    record(
        actor=actor,
        act=act,
        object_type="fact",
        object_id=about,
        person_id=fact.person_id,
        purpose=fact.source,
    )
