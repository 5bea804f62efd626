"""Tells the database who acts, for one transaction: row-level security and the audit triggers read it.

The setting is local to the transaction: a pooled connection carries nothing over to its next borrower.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from skillcity.platform.accounts.actor import Actor

SET_SCOPE = """
select set_config('app.actor', %s, true), set_config('app.account', %s, true),
       set_config('app.scope', %s, true), set_config('app.person', %s, true),
       set_config('app.organisations', %s, true), set_config('app.regions', %s, true)
"""
ONLY_LOOKING = ", set_config('transaction_read_only', 'on', true)"


def set_scope(actor: Actor, *, looking: bool = False) -> None:
    """Declare the actor for the rest of the current transaction; who is only `looking` cannot write in it."""
    organisations = "{" + ",".join(str(each) for each in sorted(actor.organisation_ids)) + "}"
    regions = "{" + ",".join(sorted(actor.region_codes)) + "}"
    values = [actor.label, str(actor.account_id or ""), actor.reach.value, str(actor.person_id or "")]
    with connection.cursor() as cursor:
        cursor.execute(SET_SCOPE + ONLY_LOOKING * looking, [*values, organisations, regions])


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """One transaction in which the database sees what this actor may see."""
    with transaction.atomic():
        set_scope(actor)
        yield actor


SEE_ALL = """
select set_config('app.scope_before', coalesce(current_setting('app.scope', true), ''), true),
       set_config('app.scope', 'all', true)
"""


@contextmanager
def seeing_all() -> Iterator[None]:
    """Look and write beyond the actor's scope, for what a service has itself allowed; who acts stays known.

    For what a law of the room demands and the actor's own scope would hide: whom to tell of a revocation, the person
    behind a certificate that a stranger verifies. The scope is the old one again afterwards, also after an error.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SEE_ALL)
            before = cursor.fetchone()[0]
        yield
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.scope', %s, true)", [before])
