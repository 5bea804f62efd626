"""Fifty workers issue at once, some are cut off in the middle: no number twice, none left out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection

from skillcity.credentials.issuing import issue_some
from skillcity.credentials.models import Certificate
from skillcity.credentials.tests.bureau import approved, bureau, examinee
from skillcity.facts.models import Fact
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as

WORKERS, CERTIFICATES = 50, 1000


class CutOff(Exception):
    """The worker's connection is gone before its transaction ends."""


@pytest.mark.usefixtures("committed_db")
def test_fifty_workers_give_each_number_once_and_leave_none_out() -> None:
    with acting_as(SYSTEM):
        at = bureau()
        people = [examinee(at, f"人员{number}") for number in range(CERTIFICATES)]
        batch = approved(at, *people)

    def work(worker: int) -> None:
        chance = Random(worker)
        try:
            while True:
                try:
                    with acting_as(at.checker):
                        done = issue_some(actor=at.checker, batch=batch, at_once=7)
                        if done and chance.random() < 0.1:
                            raise CutOff
                except CutOff:
                    connection.close()  # as a killed process: PostgreSQL undoes what it was doing
                    continue
                if not done:
                    return
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    with acting_as(at.checker):
        while issue_some(actor=at.checker, batch=batch):
            pass
    with acting_as(SYSTEM):
        numbers = sorted(Certificate.objects.values_list("number", flat=True))
        assert [int(number[-6:]) for number in numbers] == list(range(1, CERTIFICATES + 1))
        places = sorted(Certificate.objects.values_list("place", flat=True))
        assert places == list(range(CERTIFICATES))
        assert Fact.objects.filter(kind="certificate").count() == CERTIFICATES
        assert set(Certificate.objects.values_list("person", flat=True)) == {each.pk for each in people}
