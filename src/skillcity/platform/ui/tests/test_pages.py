"""The style guide and the trial pages, in both languages; and the reader's wishes."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from skillcity.platform.ui import views
from skillcity.platform.ui.samples import TRIALS

FACTORY = RequestFactory()
PAGES = ["styleguide", "styleguide?errors=1", *TRIALS]
ERRORS = ["400", "403", "403_csrf", "404", "409", "422", "429", "500", "account/lockout"]


def page(name: str, language: str = "zh-hans") -> str:
    with translation.override(language):
        request = FACTORY.get(f"/{name}")
        answer = views.styleguide(request) if name.startswith("styleguide") else views.trial(request, name)
        return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_heading_a_title_its_language_and_landmarks(name: str, language: str) -> None:
    text = page(name, language)
    assert text.count("<h1") == text.count("<main") == 1
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in text
    assert re.search(r"<title>\S+.* · ", text)
    assert "<header" in text
    assert "<footer" in text


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_and_every_reference_finds_its_id(name: str) -> None:
    text = page(name)
    ids = Counter(re.findall(r'\sid="([^"]+)"', text))
    assert [each for each, times in ids.items() if times > 1] == []
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        for value in re.findall(rf'\s{attribute}="([^"]+)"', text):
            assert set(value.split()) <= set(ids), value


@pytest.mark.parametrize("name", PAGES)
def test_the_english_page_has_no_chinese_left_but_the_language_switch(name: str) -> None:
    text = page(name, "en").replace("中文", "")
    assert re.findall(r"[\u4e00-\u9fff]+", text) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_less_than_sixty_thousand_bytes(name: str) -> None:
    assert len(page(name).encode()) < 60_000


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_context_at_all(name: str) -> None:
    text = render_to_string(f"{name}.html")
    assert text.count("<h1") == 1
    assert 'href="/"' in text


def test_made_up_data_and_illustrative_parameters_are_marked() -> None:
    text = page("person")
    assert "合成示例数据" in text
    assert "示例参数,非现行政策" in text


def test_an_unknown_trial_page_is_not_found() -> None:
    with pytest.raises(Http404):
        views.trial(FACTORY.get("/"), "nothing")


def chosen(**wishes: str) -> HttpResponse:
    return views.preferences(FACTORY.post("/preferences", wishes))


def test_wishes_are_kept_in_cookies_and_the_reader_goes_back() -> None:
    answer = chosen(theme="dark", text="large", language="en", next="/people?q=1")
    assert (answer.status_code, answer["Location"]) == (302, "/people?q=1")
    assert {morsel.value for morsel in answer.cookies.values()} == {"dark", "large", "en"}


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x", ""])
def test_the_way_back_never_leaves_the_site(elsewhere: str) -> None:
    assert chosen(theme="dark", next=elsewhere)["Location"] == "/"


def test_an_unknown_wish_is_dropped() -> None:
    assert chosen(theme="pink", next="/").cookies == {}


def test_a_page_follows_the_cookies() -> None:
    request = FACTORY.get("/styleguide")
    request.COOKIES.update(theme="dark", text="large")
    text = views.styleguide(request).content.decode()
    assert 'data-theme="dark" data-text="large"' in text


def test_the_page_of_wishes_offers_each_of_them() -> None:
    text = views.preferences(FACTORY.get("/preferences")).content.decode()
    assert text.count('type="radio"') == 7
