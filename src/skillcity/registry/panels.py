"""What higher rooms add to the page of a person, without the registry knowing them.

A room declares a `Panel`; `skillcity.site.panels` registers all of them when the site starts, as it does with imports.
The pages `/people/<id>` and `/me` give their templates `panels`: a list, in order, of

    {"key": "facts", "label": Text, "place": "main" or "side", "template": "facts/panel.html", "data": what `make` gave}

and include each template with `panel` set to the `data`. A panel whose `make` gives None is left out. A `Column` does
the same for the list of people: one more column, made for all shown people at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.registry.models import Person


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a person's page.

    `make` reads in the actor's scope, notes the look, and gives the template's `panel`.
    """

    key: str
    label: Text
    place: Literal["main", "side"]
    order: int
    template: str
    make: Callable[[Actor, Person], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list of people. `make` gives the cell of each person's key; missing ones stay empty.

    `illustrative`: what it shows rests on sample parameters, so that the list bears the banner.
    """

    key: str
    label: Text
    make: Callable[[Actor, Sequence[int]], Mapping[int, Any]]
    illustrative: bool = False


_panels: dict[str, Panel] = {}
_columns: dict[str, Column] = {}


def register(part: Panel | Column) -> None:
    """Make a panel or column known; the same key again replaces it."""
    if isinstance(part, Panel):
        _panels[part.key] = part
    else:
        _columns[part.key] = part


def all_columns() -> list[Column]:
    """The columns, in the order of their registration."""
    return list(_columns.values())


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


def show_samples(panels: Sequence[Mapping[str, Any]]) -> bool:
    """Whether one of the panels says (`illustrative`) that it shows sample parameters: the page bears the banner."""
    return any(panel["data"].get("illustrative") for panel in panels)
