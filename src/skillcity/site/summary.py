"""The city in a few figures: what `./skillcity up --json` prints."""

from __future__ import annotations

from django.db.models import Sum

from skillcity.facts.models import Fact
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.imports.models import ImportBatch
from skillcity.registry.models import Organisation, Person


def city_summary() -> dict[str, int]:
    """People, organisations and facts recorded; rows of imported files that were refused."""
    with acting_as(SYSTEM):
        refused = ImportBatch.objects.filter(status="taken").aggregate(n=Sum("refused"))["n"]
        return {
            "people": Person.objects.count(),
            "organisations": Organisation.objects.count(),
            "facts": Fact.objects.count(),
            "import_errors": refused or 0,
        }
