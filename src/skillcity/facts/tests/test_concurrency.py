"""Many writers at once: one chain without gaps, one correction of each fact."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from skillcity.facts.models import Fact
from skillcity.facts.services import correct_fact, record_facts
from skillcity.facts.tests.ledger import DAY, STUDIO, new_fact, studio
from skillcity.facts.verification import verify_facts
from skillcity.kernel.errors import Conflict
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.tests.world import actor, person

WRITERS, TIMES = 6, 15


@pytest.mark.usefixtures("committed_db")
def test_many_writers_for_the_same_people_leave_chains_without_gaps() -> None:
    with acting_as(SYSTEM):
        made = [person().pk, person("李雷").pk]

    def write(writer: int) -> None:
        try:
            for at in range(TIMES):
                with acting_as(SYSTEM):
                    order = made if writer % 2 else made[::-1]
                    record_facts(actor=SYSTEM, facts=[new_fact(each, at) for each in order])
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with acting_as(SYSTEM):
        for each in made:
            seqs = list(Fact.objects.filter(person_id=each).order_by("seq").values_list("seq", flat=True))
            assert seqs == list(range(1, WRITERS * TIMES + 1))
        assert verify_facts().valid


@pytest.mark.usefixtures("committed_db")
def test_of_two_corrections_at_once_one_is_told_of_the_other() -> None:
    with acting_as(SYSTEM):
        officer = actor(Role.CITY_OFFICER)
        fact = studio(officer, person())

    def correct(who: Actor) -> str:
        try:
            with acting_as(who):
                correct_fact(actor=who, fact=fact, valid_from=DAY, valid_to=None, attributes=STUDIO, source="更正文件")
        except Conflict as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(correct, [officer] * 4))
    assert outcomes == ["done", *["facts.superseded"] * 3]
    with acting_as(SYSTEM):
        assert list(Fact.objects.filter(supersedes=1).order_by("seq").values_list("seq", flat=True)) == [2]
        assert verify_facts().valid
