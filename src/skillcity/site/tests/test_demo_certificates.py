"""A synthetic city has batches, certificates, a share and a correction to show; a real one has none."""

from __future__ import annotations

import pytest

from skillcity.credentials.models import Batch, Certificate, Share, StatusChange, Ticket
from skillcity.kernel.id_number import IdNumber, check_digit
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.models import Organisation, Person
from skillcity.registry.services import register_person
from skillcity.site.demo import demo_accounts
from skillcity.site.demo_certificates import IN_A_BATCH, SECOND_CLERK, demo_certificates


@pytest.fixture
def sample(db: None) -> None:
    """A body, and as many people as the batches take."""
    Organisation.objects.create(
        name="评价中心", kind="evaluation-body", region_code="330302", credit_code="913303000000000098", synthetic=True
    )
    for at in range(4 * IN_A_BATCH + 2):
        body = f"33030219910101{at:03d}"
        number = IdNumber(body + check_digit(body))
        register_person(actor=SYSTEM, name=f"样例{at}", id_number=number, region_code="330302")
    Person.objects.update(synthetic=True)
    demo_accounts()


def test_every_state_is_there_once(sample: None) -> None:
    assert [name for _, name, _ in demo_certificates()] == [SECOND_CLERK]
    with acting_as(SYSTEM):
        states = sorted(Batch.objects.order_by("pk").values_list("status", flat=True))
        assert states == ["draft", "issued", "returned", "submitted"]
        changes = sorted(StatusChange.objects.order_by("pk").values_list("purpose", flat=True))
        assert changes == ["refresh", "revocation", "suspension"]
        assert (Share.objects.count(), Ticket.objects.count()) == (1, 1)
        before = Certificate.objects.count()
    assert [name for _, name, _ in demo_certificates()] == [SECOND_CLERK]
    with acting_as(SYSTEM):
        assert Certificate.objects.count() == before


def test_a_real_city_and_an_empty_one_have_none(db: None, settings: object) -> None:
    assert demo_certificates() == []
    settings.SYNTHETIC = False  # type: ignore[attr-defined]
    assert demo_certificates() == []
