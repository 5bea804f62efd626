"""Guards over the whole suite: what must not happen in any test, whichever room it belongs to."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

import pytest


class UndefinedVariable(str):
    """Stands for a template variable that does not exist: printing it fails the test."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        """Django asks for `%s` in it; saying yes makes it format the name in."""
        return item == "%s"

    def __mod__(self, name: object) -> str:
        """Called by Django with the variable's name."""
        raise AssertionError(f"undefined template variable: {name}")


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """The cache of the process outlives a test; what it remembers must not."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _undefined_template_variable_fails() -> Iterator[None]:
    from django.template import engines

    options = engines["django"].engine  # type: ignore[attr-defined]  # the Django backend has an engine
    before = options.string_if_invalid
    options.string_if_invalid = UndefinedVariable("%s")
    yield
    options.string_if_invalid = before


INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>|<[^>]+\son[a-z]+=|<[^>]+\sstyle=|<style", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _no_inline_script_or_style(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test client refuses a page that the content security policy would break."""
    from django.test.client import Client

    plain: Callable[..., object] = Client.request

    def request(self: Client, **values: object) -> object:
        response = plain(self, **values)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:  # type: ignore[attr-defined]
            found = INLINE.search(response.content)  # type: ignore[attr-defined]
            assert found is None, f"inline script or style: {found.group()!r}"
        return response

    monkeypatch.setattr(Client, "request", request)


@pytest.fixture(autouse=True)
def _locks_name_their_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """`select_for_update` must say `of=`, or a join locks more than was meant."""
    from django.db.models import QuerySet

    plain = QuerySet.select_for_update

    def select_for_update(self: QuerySet, *args: object, **options: object) -> QuerySet:
        by_django = sys._getframe(1).f_globals["__name__"].startswith("django.")  # update_or_create locks one table
        assert by_django or options.get("of"), "select_for_update needs of=(...)"
        return plain(self, *args, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", select_for_update)


@pytest.fixture(autouse=True)
def _unordered_rows_come_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query of many rows without an order comes back at random, so that no test leans on chance."""
    from django.db.models import Expression
    from django.db.models.functions import Random
    from django.db.models.sql.compiler import SQLCompiler

    plain = SQLCompiler.get_order_by

    def get_order_by(self: SQLCompiler) -> list[tuple[Expression, tuple[str, list[object], bool]]]:
        query = self.query
        ordered = query.order_by or query.extra_order_by or query.group_by or query.distinct or query.combinator
        rows_of_a_table = query.model is not None and query.default_cols and not query.is_sliced and not query.subquery
        if rows_of_a_table and not ordered and not query.get_meta().ordering:
            query.add_ordering(Random())
        return plain(self)

    monkeypatch.setattr(SQLCompiler, "get_order_by", get_order_by)
