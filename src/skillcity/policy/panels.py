"""What policy adds to the pages of people: the class with its reasons, and the class in the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach
from skillcity.platform.audit.services import note_look
from skillcity.policy.presenting import class_context
from skillcity.policy.presenting_changes import news
from skillcity.policy.presenting_verdict import verdict_shown
from skillcity.policy.rights import latest_decisions
from skillcity.policy.selectors import standings_of
from skillcity.policy.verdicts import verdicts
from skillcity.registry.models import Person
from skillcity.registry.panels import Column, Panel

LABEL = Text("人才类别", "Talent class")


def class_panel(actor: Actor, person: Person) -> Mapping[str, Any] | None:
    """The class under the edition in force with its reasons, the newest change, and the way to all rights.

    Whoever sees a person by their consent sees no reasons here: they rest on facts. The verdict is for them.
    """
    if actor.reach is Reach.CONSENT:
        return None
    note_look(actor=actor, act="class", person_ids=[person.pk])
    own = actor.person_id == person.pk
    url = reverse("my-rights") if own else reverse("person-rights", args=[person.pk])
    news_here = own or actor.reach in AUTHORITIES
    newest = news(latest_decisions(person.pk), own=own) if news_here else None  # first: it brings the terms along
    return {
        **class_context(person),
        "news": newest,
        "rights_url": url if news_here else "",
        "own": own,
    }


def verdict_panel(actor: Actor, person: Person) -> Mapping[str, Any] | None:
    """What a bank or an insurer is told, for the purpose of the consent that it holds; nothing for anybody else."""
    if actor.reach is not Reach.CONSENT:
        return None
    note_look(actor=actor, act="verdict", person_ids=[person.pk])
    shown = verdicts(actor, person_id=person.pk)
    samples = any(said.illustrative or said.granted for each in shown for said in each.said)
    return {"verdicts": [verdict_shown(each) for each in shown], "illustrative": samples}


def class_column(actor: Actor, person_ids: Sequence[int]) -> Mapping[int, Any]:
    """The class letter of each person, from the stored standings; nothing for those in no class."""
    return {
        key: Text(f"{each.value}类", f"class {each.value}")
        for key, each in standings_of(person_ids).items()
        if each.value
    }


CLASS = Panel("class", LABEL, "main", 0, "policy/panel.html", class_panel)
VERDICT = Panel("verdict", Text("认定结果", "Verdict"), "main", 1, "policy/verdict.html", verdict_panel)
AUTHORITIES = {Reach.CITY, Reach.COUNTY}
CLASS_OF = Column("class", LABEL, class_column, illustrative=True)
