"""Reference data in the test's transaction, files as an officer would send them, and pages without the door."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import include, path

from skillcity.platform.accounts.actor import STRANGER, SYSTEM
from skillcity.platform.imports.kinds import ImportContext, Row
from skillcity.site import urls as site_urls

SHARED = Path(__file__).parents[5] / "shared" / "data"
urlpatterns = [path("", include("skillcity.reference.urls")), *site_urls.urlpatterns]


LINKS = ("majoroccupation", "industryoccupation", "industryclasslink", "industry_counties")
ROWS = ("major", "industry", "shortageentry", "honour", "industryclass", "occupation", "region", "edition")


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """The shipped editions, committed for the tests of a module and removed after them, as a load takes a while."""
    from django.db import connection, transaction

    from skillcity.reference.services import load_shipped

    with django_db_blocker.unblock():
        written = load_shipped()
    yield written
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        for table in LINKS + ROWS:
            cursor.execute(f"delete from reference_{table}")


@pytest.fixture
def loaded(shipped, db):
    """The shipped editions, and a transaction of the test's own."""
    return shipped


@pytest.fixture
def context():
    """An import by the system."""
    return ImportContext(actor=SYSTEM, batch_id=7, recorded_at=datetime(2026, 3, 1, 20, 0, tzinfo=UTC))


@pytest.fixture
def take(db, context):
    """Give rows (mappings of words) to a kind, as the machinery of imports would; returns what became of them."""

    def give(kind, *records):
        rows = []
        for number, record in enumerate(records, start=2):
            assert record.keys() <= {column.key for column in kind.columns}
            values = {
                column.key: column.parse(record[column.key]) if record.get(column.key) else None
                for column in kind.columns
            }
            rows.append(Row(number, values, record))
        taken = kind.take(rows, context)
        assert taken.taken + taken.present + len({each.number for each in taken.problems}) == len(rows)
        return taken

    return give


@pytest.fixture
def records_of():
    """The rows of a file of others, cut to the columns of a kind."""

    def read(kind, name):
        if not SHARED.is_dir():
            pytest.skip("../shared is absent")
        keys = {column.key for column in kind.columns}
        with (SHARED / name).open(encoding="utf-8-sig", newline="") as file:
            return [
                {key: words.strip() for key, words in record.items() if key in keys} for record in csv.DictReader(file)
            ]

    return read


@pytest.fixture
def page(loaded, settings):
    """Call a view of the room as a stranger; returns the HTML with its white space folded."""
    settings.ROOT_URLCONF = __name__

    def get(view, query=None, *, htmx=False, **arguments):
        request = RequestFactory().get("/", query or {})
        request.actor = STRANGER
        request.htmx = htmx
        response = view(request, **arguments)
        assert response.status_code == 200
        return re.sub(r"\s+", " ", response.content.decode())

    return get
