"""The timeline of facts on the page of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skillcity.facts.permissions import Verdict, may_correct
from skillcity.facts.presenting import timeline
from skillcity.facts.selectors import facts_about, shown_facts
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach
from skillcity.platform.audit.services import note_look
from skillcity.registry.models import Person
from skillcity.registry.panels import Panel


def make(actor: Actor, person: Person) -> Mapping[str, Any] | None:
    """What `facts/panel.html` shows; nothing to whom a consent lets in: a bank learns verdicts, never the facts."""
    if actor.reach is Reach.CONSENT:
        return None
    note_look(actor=actor, act="facts", person_ids=[person.pk])
    own = actor.person_id == person.pk
    may_record = may_correct(actor, person) is Verdict.ALLOWED
    shown = shown_facts(actor, person, facts_about(person))
    return {**timeline(shown), "person_id": person.pk, "may_record": may_record, "own": own}


FACTS = Panel("facts", Text("事实", "Facts"), "main", 50, "facts/panel.html", make)
