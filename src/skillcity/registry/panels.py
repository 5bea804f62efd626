"""What higher rooms add to the page of a person, without the registry knowing them.

A room declares a `Panel`; `skillcity.site.panels` registers all of them when the site starts, as it does with imports.
The pages `/people/<id>` and `/me` give their templates `panels`: a list, in order, of

    {"key": "facts", "label": Text, "place": "main" or "side", "template": "facts/panel.html", "data": what `make` gave}

and include each template with `panel` set to the `data`. A panel whose `make` gives None is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.registry.models import Person


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a person's page. `make` reads in the actor's scope, notes its look, and gives the template's `panel`."""

    key: str
    label: Text
    place: Literal["main", "side"]
    order: int
    template: str
    make: Callable[[Actor, Person], Mapping[str, Any] | None]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Make a panel known; the same key again replaces it."""
    _panels[panel.key] = panel


def panels_for(actor: Actor, person: Person) -> list[dict[str, Any]]:
    """The panels of a person's page, in order."""
    shown = []
    for panel in sorted(_panels.values(), key=lambda each: (each.order, each.key)):
        data = panel.make(actor, person)
        if data is not None:
            shown.append(
                {
                    "key": panel.key,
                    "label": panel.label,
                    "place": panel.place,
                    "template": panel.template,
                    "data": data,
                }
            )
    return shown
