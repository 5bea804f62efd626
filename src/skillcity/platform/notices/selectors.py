"""The notices of an account."""

from __future__ import annotations

from django.db.models import QuerySet

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.notices.models import Notice


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """All notices of the actor's account, the newest first; none for who has no account."""
    return Notice.objects.filter(account_id=actor.account_id or 0).order_by("-at", "-pk")
