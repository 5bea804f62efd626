"""The database keeps the ledger of facts."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_works() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_setting('app.scope', true)")
        assert cursor.fetchone() == ("skillcity_app", "all")
