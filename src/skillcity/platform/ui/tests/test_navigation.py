"""Pages, sorting, steps and breadcrumbs keep the way and the address."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

GET = RequestFactory().get


def shown(source: str, address: str = "/", **context: object) -> str:
    return Template(source).render(Context({"request": GET(address), **context}))


def test_pagination_keeps_the_other_parameters() -> None:
    page = shown("{% pagination page %}", "/?q=焊工&page=4", page=Paginator(range(240), 20).page(4))
    assert 'rel="prev" href="?q=%E7%84%8A%E5%B7%A5&amp;page=3"' in page
    assert page.count('aria-current="page"') == 1


def test_a_single_page_needs_no_pagination() -> None:
    assert shown("{% pagination page %}", page=Paginator(range(3), 20).page(1)).strip() == ""


def test_first_and_last_page_have_one_way_only() -> None:
    pages = Paginator(range(40), 20)
    assert 'rel="prev"' not in shown("{% pagination page %}", page=pages.page(1))
    assert 'rel="next"' not in shown("{% pagination page %}", page=pages.page(2))


def test_a_column_sorts_up_then_down_and_starts_at_page_one() -> None:
    assert 'href="?sort=name"' in shown('{% sort_link "name" "x" %}', "/?page=3")
    assert 'href="?sort=-name"' in shown('{% sort_link "name" "x" %}', "/?sort=name")
    assert 'href="?sort=name"' in shown('{% sort_link "name" "x" %}', "/?sort=-name")


def test_the_sort_state_is_told_to_screen_readers() -> None:
    assert shown('{% sort_state "name" %}', "/?sort=-name") == "descending"
    assert shown('{% sort_state "name" %}', "/?sort=other") == "none"
    assert Template('{% sort_state "name" %}').render(Context()) == "none"


def test_without_a_request_links_still_work() -> None:
    page = Template("{% pagination page %}").render(Context({"page": Paginator(range(40), 20).page(1)}))
    assert 'href="?page=2"' in page


def test_steps_tell_which_is_done_and_which_is_now() -> None:
    page = shown("{% steps labels 2 %}", labels=["a", "b", "c"])
    assert page.count('aria-current="step"') == 1
    assert page.index("step-done") < page.index("step-current") < page.index("step-todo")


def test_breadcrumbs_are_a_named_list_of_links() -> None:
    page = shown("{% breadcrumbs trail %}", trail=[{"url": "/", "label": "首页"}])
    assert '<a href="/">首页</a>' in page
    assert "aria-label" in page
