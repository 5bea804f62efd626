"""Each night the worker forgets stored answers that nobody will ask for again, and sessions that have ended."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Answer, Session
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.jobs.connection import fresh_connection

KEPT = timedelta(days=7)


@app.periodic(cron="17 3 * * *")
@app.task(name="skillcity.accounts.forget", queueing_lock="skillcity.accounts.forget")
@fresh_connection()
def forget(timestamp: int) -> None:
    """Delete answers older than a week (a client retries within minutes) and ended sessions."""
    with acting_as(SYSTEM):
        Answer.objects.filter(at__lt=timezone.now() - KEPT).delete()
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
