"""Writing the audit: `record` an act in the transaction that does it, `note_look` a look until the request ends."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection

from skillcity.platform.accounts.actor import Actor

INSERT = """
insert into audit_entry (account_id, actor, role, act, object_type, object_id, person_id, purpose, details)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's data was shown: what (`summary`, `facts`, `id-number`) of which person."""

    actor: Actor
    act: str
    person_id: int
    purpose: str = ""


@dataclass(slots=True)
class Looks:
    """The looks of one request, written when its read-only transaction has ended and before the answer leaves."""

    seen: dict[tuple[str, int], Look] = field(default_factory=dict)


LOOKS: ContextVar[Looks | None] = ContextVar("looks", default=None)


def record(
    *,
    actor: Actor,
    act: str,
    object_type: str = "",
    object_id: object = "",
    person_id: int | None = None,
    purpose: str = "",
    details: Mapping[str, object] | None = None,
) -> None:
    """Write one act to the audit, in the transaction of the act itself."""
    _write([(actor, act, object_type, str(object_id), person_id, purpose, details or {})])


def note_look(*, actor: Actor, act: str, person_ids: Iterable[int], purpose: str = "") -> None:
    """Note that people's data is being shown; a person's look at their own data is not noted."""
    looks = [Look(actor, act, each, purpose) for each in person_ids if each != actor.person_id]
    waiting = LOOKS.get()
    if waiting is None:
        write_looks(looks)
    else:
        waiting.seen.update({(look.act, look.person_id): look for look in looks})


def write_looks(looks: Iterable[Look]) -> None:
    """Write looks to the audit; needs a transaction that may write."""
    _write([(look.actor, look.act, "person", str(look.person_id), look.person_id, look.purpose, {}) for look in looks])


def _write(entries: list[tuple[Actor, str, str, str, int | None, str, Mapping[str, object]]]) -> None:
    # Not through the model: INSERT ... RETURNING would need the right to read the audit.
    with connection.cursor() as cursor:
        cursor.executemany(
            INSERT,
            [
                (actor.account_id, actor.label, actor.role or "", act, kind, key, person, purpose, json.dumps(details))
                for actor, act, kind, key, person, purpose, details in entries
            ],
        )
