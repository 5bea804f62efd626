"""What policy adds to the pages of people: the class with its reasons, and the class in the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import note_look
from skillcity.policy.presenting import class_context
from skillcity.policy.selectors import standings_of
from skillcity.registry.models import Person
from skillcity.registry.panels import Column, Panel

LABEL = Text("人才类别", "Talent class")


def class_panel(actor: Actor, person: Person) -> Mapping[str, Any]:
    """The class under the edition in force, and what the one before would have said."""
    note_look(actor=actor, act="class", person_ids=[person.pk])
    return class_context(person)


def class_column(actor: Actor, person_ids: Sequence[int]) -> Mapping[int, Any]:
    """The class letter of each person, from the stored standings; nothing for those in no class."""
    return {
        key: Text(f"{each.value}类", f"class {each.value}")
        for key, each in standings_of(person_ids).items()
        if each.value
    }


CLASS = Panel("class", LABEL, "main", 0, "policy/panel.html", class_panel)
CLASS_OF = Column("class", LABEL, class_column, illustrative=True)
