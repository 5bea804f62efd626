"""Showing something, and the path of its link."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from skillcity.credentials import sharing
from skillcity.credentials.models import Share
from skillcity.credentials.sharing import Choice, link_of
from skillcity.platform.accounts.actor import Actor
from skillcity.registry.tests.world import seeing_as


def shown(worker: Actor, choice: Choice, **more: object) -> Share:
    words = {"receiver": "示例阀门厂", "purpose": "应聘", "ends_on": timezone.localdate() + timedelta(days=7)}
    with seeing_as(worker):
        return sharing.share(actor=worker, choice=choice, **words | more)  # type: ignore[arg-type]  # any words


def path_of(share: Share) -> str:
    return "/" + link_of(share).partition("://")[2].partition("/")[2]
